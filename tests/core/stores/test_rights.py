"""A store that this user may not read or write: told when it is opened, and why."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.stores.embedded import open_store
from core.stores.examining import examine
from tests.core.building import an_office
from tests.core.stores.other_users import a_public_folder, as_somebody_else

WAY_OUT = "Check that its folder exists and that you may read and write there."


@pytest.fixture
def store() -> Iterator[Path]:
    """Somebody's store, in a folder that everybody may enter."""
    with a_public_folder() as folder:
        with an_office(folder) as office:
            office.enroll()
        yield folder / "office.db"


def opened(store: Path, *, read_only: bool = False) -> str:
    """What a user without rights is told."""

    def act() -> str:
        open_store(store, read_only=read_only).close()
        return "opened"

    return as_somebody_else(act)


def test_a_file_that_may_only_be_read(store: Path) -> None:
    """Reading works; whoever wants to write is told at once, not at the first record."""
    store.chmod(0o444)
    store.with_name("office.db.lock").chmod(0o666)
    assert opened(store, read_only=True) == "opened"
    assert opened(store) == (
        f"CannotOpen: {store} can't be opened (you may not write to it). {WAY_OUT}"
    )
    assert "may_write=False" in as_somebody_else(lambda: examine(store))


def test_a_file_that_may_not_be_read(store: Path) -> None:
    """SQLite would only say that it can't open it."""
    store.chmod(0)
    told = f"CannotOpen: {store} can't be opened (you may not read it). {WAY_OUT}"
    assert opened(store, read_only=True) == told


def test_a_folder_that_takes_no_files(store: Path) -> None:
    """Not even reading works there, which SQLite would call a write to a read-only database."""
    store.parent.chmod(0o555)
    assert opened(store, read_only=True) == (
        f"CannotOpen: {store} can't be opened (its folder takes no files, and reading it needs two"
        f" beside it). {WAY_OUT}"
    )


@pytest.mark.parametrize("lock", [0o444, None])
def test_a_lock_that_is_somebody_else_s(store: Path, lock: int | None) -> None:
    """Or that can't be made: it is not in use by another Benefit Desk."""
    if lock is None:
        store.with_name("office.db.lock").unlink()
        store.parent.chmod(0o555)
    else:
        store.with_name("office.db.lock").chmod(lock)
    assert opened(store) == (
        f"CannotOpen: {store} can't be opened (you may not write office.db.lock beside it)."
        f" {WAY_OUT}"
    )


def test_a_backup_can_be_read_from_a_folder_that_takes_no_files(store: Path) -> None:
    """It is one plain file."""
    with an_office(store.parent) as office:
        office.store.backup(store.with_name("copy.db"))
    store.parent.chmod(0o555)
    assert opened(store.with_name("copy.db"), read_only=True) == "opened"
