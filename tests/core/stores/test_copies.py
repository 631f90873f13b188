"""Backups beside a writer, and restoring them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.stores.failures import (
    DuplicateValue,
    NotAStore,
    StoreInUse,
    WriteFailed,
)
from core.stores.files import restore
from core.stores.rows import RowDatabase
from tests.core.stores.ledgers import (
    INDEXES,
    LEDGER,
    entry,
    filled,
    left_by_a_killed_writer,
    no_file_may_grow_beyond,
    sql,
    torn,
    torn_with_its_log,
)


def test_a_backup_beside_a_writer(database: RowDatabase, path: Path) -> None:
    """A backup has what is committed, is one plain file, and opens as a store."""
    ledger = database.table(LEDGER)
    ledger.insert_multiple(entry(number) for number in range(2_000))
    copy = path.with_name("backup.db")
    with RowDatabase(path, read_only=True) as reader, database.storage.transaction():
        ledger.insert(entry(9_999))
        reader.storage.backup(copy)
    assert {each.name for each in path.parent.glob("*backup*")} == {"backup.db"}
    assert sql(copy, "PRAGMA journal_mode") == [("delete",)]
    with RowDatabase(copy, read_only=True) as backup:
        assert len(backup.table(LEDGER)) == 2_000
    database.storage.backup(copy)
    with RowDatabase(copy, indexes=INDEXES) as backup:
        assert len(backup.table(LEDGER)) == 2_001
        with pytest.raises(DuplicateValue):
            backup.table(LEDGER).insert(entry(9_999))


def test_a_failed_backup_leaves_the_earlier_one(database: RowDatabase, path: Path) -> None:
    """A backup that can't be finished changes nothing; none is made over the store itself."""
    database.table(LEDGER).insert_multiple(entry(number) for number in range(2_000))
    copy = path.with_name("backup.db")
    copy.write_bytes(b"the earlier backup")
    with no_file_may_grow_beyond(20_000), pytest.raises(WriteFailed, match=r"backup\.db"):
        database.storage.backup(copy)
    assert copy.read_bytes() == b"the earlier backup"
    with pytest.raises(WriteFailed, match="it is the store itself"):
        database.storage.backup(path)
    with pytest.raises(WriteFailed, match="No such file or directory"):
        database.storage.backup(path.parent / "mistyped" / "backup.db")
    assert len(database.table(LEDGER)) == 2_000


@pytest.mark.parametrize(
    "spoil",
    [torn, filled, left_by_a_killed_writer, torn_with_its_log, Path.exists],
    ids=["torn", "older", "killed", "torn-with-log", "none"],
)
def test_a_backup_is_restored(tmp_path: Path, path: Path, spoil: Callable[[Path], Any]) -> None:
    """It takes the place of a torn store, of another one, or of none."""
    copy = tmp_path / "backup.db"
    with RowDatabase(tmp_path / "origin.db", indexes=INDEXES) as database:
        database.table(LEDGER).insert_multiple(entry(number) for number in range(7))
        database.storage.backup(copy)
    spoil(path)
    restore(copy, path)
    with RowDatabase(path, indexes=INDEXES) as database:
        assert [each["key"] for each in database.table(LEDGER)] == [f"k{n}" for n in range(7)]
        assert database.storage.integrity() == []


def test_restoring_what_is_no_backup(path: Path) -> None:
    """The store stays as it was, and one that is in use is left alone."""
    filled(path, entries=3)
    wrong = path.with_name("wrong.db")
    wrong.write_text("no backup")
    with pytest.raises(NotAStore, match=r"wrong\.db"):
        restore(wrong, path)
    torn(wrong.with_name("torn.db"))
    with pytest.raises(NotAStore, match=r"torn\.db"):
        restore(wrong.with_name("torn.db"), path)
    with RowDatabase(path) as database:
        with pytest.raises(StoreInUse):
            restore(wrong, path)
        assert len(database.table(LEDGER)) == 3
