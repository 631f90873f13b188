"""Every row has a digest: what a disk changes is detected, and older files are led to it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.desk import Desk
from core.exporting import export_ledger
from core.stores.connection import StoreFile
from core.stores.embedded import open_store
from core.stores.examining import examine
from core.stores.failures import CannotOpen, FoundDamaged, RowDamaged
from core.stores.files import LAYOUT
from core.stores.statements import digest_of, is_whole
from core.verify import verify
from tests.core.stores.ledgers import sql


def made_older(path: Path) -> None:
    """As a store was before rows had digests."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for table in ("entries", "documents"):
            connection.execute(f"ALTER TABLE {table} DROP COLUMN digest")
        connection.execute("PRAGMA user_version = 1")


def ledger_of(path: Path, *, read_only: bool = True) -> list[str]:
    """The whole ledger, line by line."""
    with closing(open_store(path, read_only=read_only)) as opened:
        export_ledger(opened, path.with_suffix(".jsonl"))
    return path.with_suffix(".jsonl").read_text("utf-8").splitlines()


def test_a_digest_tells_any_change_of_one_place() -> None:
    """Of the text or of the row's number."""
    text = '{"quantity":"1"}'
    digest = digest_of(7, text)
    assert is_whole((7, text, digest))
    assert is_whole((7, text, None))
    assert not is_whole((8, text, digest))
    assert not is_whole((7, text.replace("1", "9"), digest))
    for other in (5, b"{}", None):
        assert not is_whole((7, other, None))  # type: ignore[arg-type]


def test_a_changed_row_is_detected_in_every_way_of_reading(store: Path) -> None:
    """With its table and its number, and what to do."""
    first = "id = (SELECT MIN(id) FROM entries)"
    sql(store, f"UPDATE entries SET document = replace(document, 'Acme', 'Acne') WHERE {first}")
    with closing(open_store(store, read_only=True)) as opened:
        with pytest.raises(RowDamaged, match=r"of entries in .* restore FILE"):
            list(opened.entries())
        key = int(sql(store, "SELECT MIN(id) FROM entries")[0][0])
        with pytest.raises(RowDamaged, match=f"^Row {key} of entries in {store} is damaged"):
            opened.entry(key)  # type: ignore[arg-type]
        (fault,) = opened.damages()
        assert fault == f"entries {key} is not what was written"


def test_a_small_store_was_looked_through_at_its_opening(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So nobody looks again: what else may be wrong with its rows is told when they are read."""
    monkeypatch.setattr("core.stores.files.LOOKED_THROUGH", store.stat().st_size)
    sql(store, "UPDATE documents SET digest = digest + 1")
    with closing(open_store(store)) as opened:
        assert opened.look_through() == []
        assert opened.can_write


def test_a_large_store_that_is_damaged_takes_no_more_writes(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening looked at its first pages only; others read on, and the note is there for them."""
    monkeypatch.setattr("core.stores.files.LOOKED_THROUGH", store.stat().st_size - 1)
    with closing(open_store(store)) as opened:
        assert opened.look_through() == []
        opened.keep("other", {"b": 1})
        sql(store, "UPDATE documents SET digest = digest + 1 WHERE id = 1")
        damage = "documents 1 is not what was written"
        assert opened.look_through() == [damage]
        assert not opened.can_write
        with pytest.raises(FoundDamaged, match=damage):
            opened.keep("other", {"b": 2})
        assert opened.document("other") == {"b": 1}
        assert examine(store).stopped == damage
    with closing(open_store(store)) as opened:
        assert opened.can_write


def test_a_damaged_row_is_found_however_many_there_are(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are looked at page by page; the last ones of them too."""
    monkeypatch.setattr("core.stores.storage.CHUNK", 2)
    sql(store, "UPDATE entries SET digest = 0 WHERE id = (SELECT MAX(id) FROM entries)")
    key = int(sql(store, "SELECT MAX(id) FROM entries")[0][0])
    with closing(open_store(store, read_only=True)) as opened:
        assert opened.damages() == [f"entries {key} is not what was written"]


def test_an_older_store_opens_for_reading_as_it_is(store: Path) -> None:
    """Nothing in it is changed."""
    whole = ledger_of(store)
    made_older(store)
    before = store.read_bytes()
    assert ledger_of(store) == whole
    with closing(open_store(store, read_only=True)) as opened:
        assert opened.document("seen") == {"a": 1}
        assert opened.damages() == []
    assert store.read_bytes() == before


def test_a_writer_gives_an_older_store_its_digests(store: Path) -> None:
    """Once; every row that was there is protected from then on."""
    whole = ledger_of(store)
    made_older(store)
    for _ in range(2):
        assert ledger_of(store, read_only=False) == whole
    assert sql(store, "PRAGMA user_version") == [(LAYOUT,)]
    assert sql(store, "SELECT COUNT(*) FROM entries WHERE digest IS NULL") == [(0,)]
    with closing(open_store(store)) as opened:
        assert verify(Desk(opened)).content


def test_a_store_that_can_t_be_led_to_digests_stays_as_it_was(store: Path) -> None:
    """A broken-off change is rolled back, and told."""
    made_older(store)
    sql(
        store,
        "CREATE TRIGGER full BEFORE UPDATE ON documents BEGIN SELECT RAISE(ROLLBACK, 'full'); END",
    )
    with pytest.raises(CannotOpen, match="full"):
        open_store(store)
    sql(store, "DROP TRIGGER full")
    sql(
        store,
        "CREATE TRIGGER full BEFORE UPDATE ON documents BEGIN SELECT RAISE(ABORT, 'full'); END",
    )
    with pytest.raises(CannotOpen, match="full"):
        open_store(store)
    assert sql(store, "PRAGMA user_version") == [(1,)]
    sql(store, "DROP TRIGGER full")
    with closing(StoreFile(store, read_only=False)) as file:
        assert file.has_digests
