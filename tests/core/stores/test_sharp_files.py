"""The store's file, to the letter: what a failure is told as, and when rows have changed."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from core.store import StoreError
from core.stores.failures import CannotOpen, DiskFailing, NotAStore, ReadFailed, WriteFailed
from core.stores.files import (
    beside,
    connect,
    copy_store,
    damages,
    is_damage,
    opening_failure,
    primary_code,
    reading_failure,
    reason,
)
from core.stores.rows import RowDatabase
from tests.core.stores.ledgers import LEDGER, filled, sql, torn, with_a_wrong_index

STORE = Path("desk.db")


def failure(code: int | None, text: str = "it failed") -> sqlite3.DatabaseError:
    """What SQLite raises with this result code; None where Python itself refused."""
    error = sqlite3.DatabaseError(text)
    if code is not None:
        error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "damaged"),
    [
        (sqlite3.SQLITE_NOTADB, True),
        (sqlite3.SQLITE_CORRUPT, True),
        (sqlite3.SQLITE_CORRUPT | 1 << 8, True),
        (sqlite3.SQLITE_IOERR, False),
        (sqlite3.SQLITE_BUSY, False),
        (None, False),
    ],
)
def test_damage_is_told_as_such(code: int | None, damaged: bool) -> None:
    """SQLite's primary result code says what is damaged; anything else is a failure."""
    error = failure(code)
    assert is_damage(error) is damaged
    assert primary_code(error) == (None if code is None else code % 256)
    at_opening = DiskFailing if code == sqlite3.SQLITE_IOERR else CannotOpen
    for told, otherwise in ((reading_failure, ReadFailed), (opening_failure, at_opening)):
        answer = told(STORE, error)
        assert type(answer) is (NotAStore if damaged else otherwise)
        assert "desk.db" in str(answer)
        assert "(it failed)" in str(answer)


def test_a_reason_is_the_system_s_own_words() -> None:
    """Without Python's numbers, where the system says anything."""
    assert reason(OSError(28, "No space left on device")) == "No space left on device"
    assert reason(sqlite3.OperationalError("disk I/O error")) == "disk I/O error"


def test_a_file_stands_beside_another(tmp_path: Path) -> None:
    """Under its whole name and an ending."""
    assert beside(tmp_path / "desk.db", "-wal") == tmp_path / "desk.db-wal"


def test_damages_are_found_in_pages_and_in_indexes(tmp_path: Path) -> None:
    """The quick look leaves out whether the indexes agree with their tables."""
    path = with_a_wrong_index(tmp_path / "desk.db")
    with closing(connect(path, "rw")) as connection:
        assert damages(connection, "quick_check") == []
        assert damages(connection, "integrity_check")
    with RowDatabase(path) as database:
        assert database.storage.integrity(quick=True) == []
        assert database.storage.integrity()


def test_a_copy_is_checked_quickly_and_stands_alone(tmp_path: Path) -> None:
    """Indexes are left out of the check; what lay beside an earlier copy is gone."""
    path, copy = with_a_wrong_index(tmp_path / "desk.db"), tmp_path / "copy.db"
    for ending in ("-wal", "-shm"):
        beside(copy, ending).write_bytes(b"of an earlier one")
    copy_store(path, copy)
    assert sorted(file.name for file in tmp_path.glob("copy.db*")) == ["copy.db"]


def test_a_damaged_store_is_not_copied(tmp_path: Path) -> None:
    """The sentence names both files."""
    path = filled(tmp_path / "desk.db", entries=3_000)
    with path.open("r+b") as file:
        file.seek(4096 * 20)
        file.write(b"\xff" * 4096 * 20)
    with pytest.raises(WriteFailed) as refused:
        copy_store(path, tmp_path / "copy.db")
    told = f"Nothing was written to {tmp_path / 'copy.db'} ({path} is damaged: "
    assert str(refused.value).startswith(told)
    assert not (tmp_path / "copy.db").exists()


def test_rows_that_are_no_json_are_told_by_table_and_id(tmp_path: Path) -> None:
    """In every table; and where one is to be changed."""
    path = tmp_path / "desk.db"
    with RowDatabase(path) as database:
        for name in ("contacts", "events"):
            database.table(name).insert_multiple([{"n": 1}, {"n": 2}])
            sql(path, f"UPDATE {name} SET digest = NULL, document = '{{\"n\":' WHERE id = 2")
        assert database.storage.integrity() == [
            "contacts 2 is not JSON",
            "events 2 is not JSON",
        ]
        with pytest.raises(ReadFailed, match=r"\(contacts 2: Expecting value"):
            database.table("contacts").update({"n": 3}, doc_ids=[2])


def put(database: RowDatabase) -> None:
    """One more document."""
    database.table(LEDGER).insert({"key": "more"})


def take_out(database: RowDatabase) -> None:
    """The first document goes."""
    database.table(LEDGER).remove(doc_ids=[1])


def undo(database: RowDatabase) -> None:
    """A change that is undone, and then one that counts."""
    with pytest.raises(KeyError), database.storage.transaction():
        raise KeyError
    put(database)


def elsewhere(database: RowDatabase) -> None:
    """Another program writes."""
    sql(database.storage.path, f"DELETE FROM {LEDGER} WHERE id = 2")


@pytest.mark.parametrize("change", [put, take_out, undo, elsewhere])
def test_the_version_is_another_after_every_change(
    tmp_path: Path, change: Callable[[RowDatabase], None]
) -> None:
    """Here or elsewhere, after an undone one too; and the same while nothing changes."""
    with RowDatabase(filled(tmp_path / "desk.db")) as database:
        before = database.storage.version()
        assert database.storage.version() == before
        change(database)
        assert database.storage.version() != before


def test_the_rows_of_a_table_can_be_copied_to_another(tmp_path: Path) -> None:
    """A table that is given another's rows gets them; one that is given its own keeps them."""
    with RowDatabase(filled(tmp_path / "desk.db", entries=3)) as database:
        rows = database.storage.read() or {}
        database.storage.write({LEDGER: rows[LEDGER], "copy": rows[LEDGER]})
        assert database.table("copy").all() == database.table(LEDGER).all()
        assert len(database.table("copy")) == 3
        with RowDatabase(tmp_path / "other.db") as other:
            other.table(LEDGER).insert({"key": "one"})
            other.storage.write({LEDGER: rows[LEDGER]})
            assert len(other.table(LEDGER)) == 3


def test_a_missing_row_is_named(tmp_path: Path) -> None:
    """By the key that was asked for."""
    with RowDatabase(filled(tmp_path / "desk.db", entries=3)) as database:
        rows = (database.storage.read() or {})[LEDGER]
        for key in ("7", "x"):
            with pytest.raises(KeyError) as missing:
                rows[key]
            assert missing.value.args == (key,)


def test_a_folder_that_takes_no_files_is_told(tmp_path: Path) -> None:
    """A store can't be made where nothing can be written: the sentence says so."""
    with pytest.raises(StoreError) as refused:
        RowDatabase(tmp_path / "nowhere" / "desk.db")
    assert str(refused.value) == (
        f"{tmp_path / 'nowhere' / 'desk.db'} can't be opened (there is no such folder). "
        "Check that its folder exists and that you may read and write there."
    )
    path = tmp_path / "desk.db"
    with pytest.raises(NotAStore) as refused:
        RowDatabase(path, read_only=True)
    assert f"{path} is not a store" in str(refused.value)
    assert "(there is no such file)" in str(refused.value)
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - hidden files too


def test_a_check_that_breaks_off_says_why(tmp_path: Path) -> None:
    """In SQLite's words."""
    path = tmp_path / "desk.db"
    torn(path)
    with closing(sqlite3.connect(path)) as connection:
        assert damages(connection, "quick_check") == ["database disk image is malformed"]
