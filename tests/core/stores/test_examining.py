"""Looking at a store's file without opening its books."""

from pathlib import Path

import pytest

from core.stores.embedded import open_store
from core.stores.examining import Examined, examine
from core.stores.failures import CannotOpen, NotAStore, OutcomeUnknown
from core.stores.rows import RowDatabase
from tests.core.stores.ledgers import LEDGER, entry, filled, no_file_may_grow_beyond, torn

SOUND = Examined(layout=2, damages=(), in_use=False, may_write=True)


def test_a_file_is_looked_at_without_opening_it(tmp_path: Path) -> None:
    """Its layout, whether it is sound, and whether somebody writes to it."""
    path = tmp_path / "desk.db"
    store = open_store(path)
    try:
        assert examine(path) == Examined(layout=2, damages=(), in_use=True, may_write=True)
    finally:
        store.close()
    before = path.read_bytes()
    assert examine(path) == SOUND
    assert path.read_bytes() == before


def test_what_cannot_be_looked_at_is_told(tmp_path: Path) -> None:
    """No file, a torn one, and one of another program."""
    path = tmp_path / "desk.db"
    with pytest.raises((CannotOpen, NotAStore), match=r"desk\.db"):
        examine(path)
    path.write_bytes(b"nothing")
    with pytest.raises(NotAStore, match=r"desk\.db is not a store that Benefit Desk can read"):
        examine(path)
    path.unlink()
    torn(path)
    with pytest.raises(NotAStore, match=r"desk\.db is not a store that Benefit Desk can read"):
        examine(path)


def spoilt(path: Path) -> Path:
    """A store with overwritten pages in the middle."""
    filled(path, entries=3_000)
    assert examine(path) == SOUND
    with path.open("r+b") as file:
        file.seek(4096 * 20)
        file.write(b"\xff" * 4096 * 20)
    return path


def test_damage_inside_is_told(tmp_path: Path) -> None:
    """Overwritten pages in the middle: opening refuses the file."""
    path = spoilt(tmp_path / "desk.db")
    with pytest.raises(NotAStore) as refused:
        examine(path)
    said = str(refused.value)
    assert said.startswith(f"{path} is not a store that Benefit Desk can read (it is damaged: ")
    assert said.endswith("Put a backup in its place with: benefit-desk restore FILE")


def test_damage_inside_a_large_store_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of one that takes long to look through, opening alone sees only the first pages."""
    path = spoilt(tmp_path / "desk.db")
    size = path.stat().st_size
    monkeypatch.setattr("core.stores.files.LOOKED_THROUGH", size)
    with pytest.raises(NotAStore, match="damaged"):
        examine(path)
    monkeypatch.setattr("core.stores.files.LOOKED_THROUGH", size - 1)
    looked = examine(path)
    assert looked.damages
    assert (looked.layout, looked.in_use, looked.may_write) == (2, False, True)
    with path.open("r+b") as file:
        file.seek(104)
        file.write(b"\x01")
    with pytest.raises(NotAStore, match=r"damaged"):
        examine(path)


def test_a_writer_that_stopped_is_told(tmp_path: Path) -> None:
    """For as long as it runs; the next one to open the store takes the note away."""
    path = tmp_path / "desk.db"
    note = path.with_name("desk.db.stopped")
    with RowDatabase(path) as database:
        ledger = database.table(LEDGER)
        ledger.insert(entry(1))
        assert examine(path).stopped == ""
        size = path.with_name("desk.db-wal").stat().st_size
        with no_file_may_grow_beyond(size), pytest.raises(OutcomeUnknown):
            ledger.insert(entry(2))
        assert examine(path).stopped == "disk I/O error"
        note.write_text("")
        assert examine(path).stopped == "no reason is known"
    assert examine(path).stopped == ""
    with RowDatabase(path):
        assert not note.exists()


def test_a_note_that_can_not_be_written_is_left_out(tmp_path: Path) -> None:
    """The disk has failed, after all: writing stops all the same, and the store opens again."""
    path = tmp_path / "desk.db"
    with RowDatabase(path) as database:
        path.with_name("desk.db.stopped").mkdir()
        ledger = database.table(LEDGER)
        ledger.insert(entry(1))
        size = path.with_name("desk.db-wal").stat().st_size
        with no_file_may_grow_beyond(size), pytest.raises(OutcomeUnknown):
            ledger.insert(entry(2))
        assert not database.storage.can_write
    RowDatabase(path).close()
