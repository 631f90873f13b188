"""Looking at a store's file without opening its books."""

from pathlib import Path

import pytest

from core.stores.embedded import open_store
from core.stores.examining import Examined, examine
from core.stores.failures import CannotOpen, NotAStore
from tests.core.stores.ledgers import filled, torn

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


def test_damage_inside_is_told(tmp_path: Path) -> None:
    """Overwritten pages in the middle, which opening alone doesn't see."""
    path = filled(tmp_path / "desk.db", entries=3_000)
    assert examine(path) == SOUND
    with path.open("r+b") as file:
        file.seek(4096 * 20)
        file.write(b"\xff" * 4096 * 20)
    looked = examine(path)
    assert looked.damages
    assert (looked.layout, looked.in_use, looked.may_write) == (2, False, True)
