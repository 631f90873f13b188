"""A ledger copied into a file: whole, in batches, or not at all."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.entry import Entry
from core.stores import copying
from core.stores.copying import copy_into_file
from core.stores.embedded import open_store
from core.stores.failures import WriteFailed


@pytest.mark.parametrize("batch", [1, 2, 10_000])
def test_everything_is_in_the_copy(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    """In its order, with what is kept beside it; in any number of steps; nothing else is left."""
    monkeypatch.setattr(copying, "BATCH", batch)
    folder = tmp_path / "copies"
    folder.mkdir()
    with closing(open_store(store)) as original:
        original.keep("other", {"b": 2})
        entries, documents = [*original.entries()], dict(original.documents())
        copy_into_file(original.entries(), original.documents(), folder / "copy.db")
    assert [each.name for each in folder.iterdir()] == ["copy.db"]
    with closing(open_store(folder / "copy.db", read_only=True)) as copy:
        assert [*copy.entries()] == entries
        assert dict(copy.documents()) == documents


def test_a_copy_is_made_beside_its_place(store: Path, tmp_path: Path) -> None:
    """On the same disk, under its own name; so what has no room there is found out there."""
    folder = tmp_path / "copies"
    folder.mkdir()
    seen: list[str] = []

    def entries() -> Iterator[Entry]:
        with closing(open_store(store, read_only=True)) as original:
            for entry in original.entries():
                seen.extend(each.name for each in folder.iterdir())
                yield entry

    copy_into_file(entries(), (), folder / "copy.db")
    (partial,) = set(seen)
    assert partial.startswith(".copy.db-")


def test_a_copy_that_can_t_be_made_is_told(tmp_path: Path) -> None:
    """With the place that was asked for, and why."""
    path = tmp_path / "none" / "copy.db"
    with pytest.raises(WriteFailed) as failed:
        copy_into_file((), (), path)
    assert str(failed.value) == (
        f"Nothing was written to {path} (No such file or directory). "
        "Put that right, then try again."
    )
