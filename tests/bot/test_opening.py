"""Opening the store that the settings name."""

from pathlib import Path

import pytest

from bot.opening import opened_desk
from bot.settings import Settings, read_settings
from core import snapshot
from core.contact import Contact
from tests.core.building import MANAGER


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings that name a store in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return read_settings()


def put(settings: Settings, code: str) -> None:
    """Open the store and put a contact in."""
    with opened_desk(settings, make=True) as desk:
        desk.put([Contact(code=code, name=code)], idempotency_key=code, actor=MANAGER)


def kept_until(settings: Settings) -> int | None:
    """How many entries the snapshot has counted, if there is one."""
    with opened_desk(settings, read_only=True) as desk:
        document = desk.store.document(snapshot.NAME)
        return document["revision"] if document else None


def test_a_writer_keeps_a_snapshot_when_it_leaves(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once enough has come since the last one; readers take it up."""
    put(settings, "ANN")
    assert kept_until(settings) is None
    monkeypatch.setattr(snapshot, "TAIL", 1)
    put(settings, "BOB")
    assert kept_until(settings) == 2
    put(settings, "ZED")
    assert kept_until(settings) == 2
    put(settings, "EVE")
    assert kept_until(settings) == 4
    with opened_desk(settings, read_only=True) as desk:
        assert desk.read(lambda books: list(books.contacts)) == ["ANN", "BOB", "ZED", "EVE"]


def test_a_writer_keeps_one_at_once_where_many_came(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the next one opens quickly even if this one is killed."""
    put(settings, "ANN")
    put(settings, "BOB")
    monkeypatch.setattr(snapshot, "TAIL", 1)
    with opened_desk(settings) as desk:
        assert (desk.store.document(snapshot.NAME) or {})["revision"] == 2
