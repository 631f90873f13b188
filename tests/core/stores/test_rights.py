"""A store that this user may not read or write: told when it is opened, and why."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from core.stores.embedded import open_store
from core.stores.examining import examine
from core.stores.failures import CannotOpen, NotAStore
from core.stores.files import opened_store, opening_failure
from tests.core.building import an_office
from tests.core.stores.ledgers import filled, sql
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


# The same by what the system and SQLite say, for every user.


def headless(path: Path) -> Path:
    """A store whose head says that nobody may write to it."""
    filled(path)
    content = bytearray(path.read_bytes())
    content[18] = 3
    path.write_bytes(content)
    return path


def test_a_head_that_forbids_writing_is_damaged(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite reads such a file, and would refuse the first write only."""
    headless(path)
    opened_store(path, read_only=True).close()
    with pytest.raises(NotAStore) as damaged:
        opened_store(path, read_only=False)
    assert str(damaged.value).startswith(
        f"{path} is not a store that Benefit Desk can read (its head is damaged). Put a backup"
    )
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(CannotOpen) as forbidden:
        opened_store(path, read_only=False)
    assert str(forbidden.value).startswith(
        f"{path} can't be opened (you may not write to it). Check"
    )


@pytest.mark.parametrize("layout", [0, -1])
def test_a_layout_that_never_was_is_damaged(path: Path, layout: int) -> None:
    """Layouts are counted from 1."""
    filled(path)
    sql(path, f"PRAGMA user_version = {layout}")
    with pytest.raises(NotAStore, match="its head is damaged"):
        open_store(path, read_only=True)


def test_a_program_that_writes_just_now_is_no_hindrance(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the store can be written is seen with the first write then."""
    monkeypatch.setattr("core.stores.files.BUSY_SECONDS", 0.05)
    filled(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as browser:
        browser.execute("BEGIN IMMEDIATE")
        opened = opened_store(path, read_only=False)
        assert not opened.in_transaction
        opened.close()
        browser.execute("ROLLBACK")


def test_looking_whether_it_can_be_written_writes_nothing(path: Path) -> None:
    """Neither to the file nor to its log, and nothing is left open."""
    filled(path)
    before = path.read_bytes()
    with closing(opened_store(path, read_only=False)) as connection:
        assert not connection.in_transaction
        assert path.with_name("benefit-desk.db-wal").stat().st_size == 0
    assert path.read_bytes() == before


def test_a_lock_that_is_forbidden_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is beside the store."""

    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(FileLock, "acquire", forbidden)
    with pytest.raises(CannotOpen, match=r"\(you may not write benefit-desk\.db\.lock beside it\)"):
        open_store(path)


@pytest.mark.parametrize(
    ("code", "readable", "why"),
    [
        (
            sqlite3.SQLITE_READONLY,
            True,
            "(its folder takes no files, and reading it needs two beside it)",
        ),
        (sqlite3.SQLITE_CANTOPEN, False, "(you may not read it)"),
        (sqlite3.SQLITE_CANTOPEN, True, "(unable to open)"),
        (sqlite3.SQLITE_BUSY, False, "(unable to open)"),
    ],
)
def test_what_sqlite_means_is_said(path: Path, code: int, readable: bool, why: str) -> None:
    """In words about files and folders."""
    if readable:
        path.touch()
    error = sqlite3.OperationalError("unable to open")
    error.sqlite_errorcode = code
    told = opening_failure(path, error)
    assert type(told) is CannotOpen
    assert str(told).startswith(f"{path} can't be opened {why}. Check")
