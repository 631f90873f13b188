"""A torn, foreign or newer store, a full or failing disk: told plainly, and nothing lost."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from core.store import StoreError
from core.stores.connection import is_certain
from core.stores.failures import (
    CannotOpen,
    DuplicateValue,
    NewerStore,
    NotAStore,
    OutcomeUnknown,
    ReadFailed,
    WriteFailed,
    WritingStopped,
)
from core.stores.files import make_durable
from core.stores.rows import RowDatabase
from tests.core.stores.ledgers import (
    INDEXES,
    LEDGER,
    contents,
    entry,
    filled,
    no_file_may_grow_beyond,
    of_another_program,
    sql,
    torn,
    torn_with_its_log,
    without_its_head,
    without_the_file_itself,
)

# What can be wrong with the file.


@pytest.mark.parametrize(
    "spoil",
    [
        torn,
        without_its_head,
        of_another_program,
        without_the_file_itself,
        torn_with_its_log,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_text('{"_default": {"1": {"name": "Ada"}}}'),
    ],
    ids=["torn", "headless", "foreign", "wal-only", "torn-with-log", "empty", "json"],
)
@pytest.mark.parametrize("read_only", [False, True])
def test_what_is_no_store_is_refused_untouched(
    path: Path, spoil: Callable[[Path], Any], read_only: bool
) -> None:
    """The error names the file and the way back, and the file keeps every byte."""
    spoil(path)
    before = contents(path)
    with pytest.raises(NotAStore, match=r"benefit-desk\.db is not a store .* restore FILE"):
        RowDatabase(path, read_only=read_only)
    assert contents(path) == before


def test_a_newer_store_is_refused_untouched(path: Path) -> None:
    """A layout of a later version is not read, and not written to."""
    filled(path)
    sql(path, "PRAGMA user_version = 3")
    before = path.read_bytes()
    with pytest.raises(NewerStore, match=r"its layout is 3, this one knows up to 2"):
        RowDatabase(path)
    assert path.read_bytes() == before


def test_where_no_store_can_be(tmp_path: Path) -> None:
    """A missing folder is not made, one that takes no files is told, and a folder is no file."""
    with pytest.raises(CannotOpen, match="no such folder"):
        RowDatabase(tmp_path / "mistyped" / "benefit-desk.db")
    assert [*tmp_path.iterdir()] == []
    with pytest.raises(CannotOpen, match="can't be opened"):
        RowDatabase(Path("/dev/fd/benefit-desk.db"))
    with pytest.raises(CannotOpen, match="can't be opened"):
        RowDatabase(tmp_path)


def test_a_store_that_can_not_be_made(tmp_path: Path) -> None:
    """Where the disk or the lock is in the way, nothing half-made is left."""
    path = tmp_path / "benefit-desk.db"
    with no_file_may_grow_beyond(100), pytest.raises(CannotOpen):
        RowDatabase(path)
    assert {each.name for each in tmp_path.iterdir()} <= {"benefit-desk.db.lock"}
    path.with_name("other.db.lock").mkdir()
    with pytest.raises(CannotOpen):
        RowDatabase(path.with_name("other.db"))
    RowDatabase(path).close()


def test_damage_inside_is_found(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Overwritten pages and rows that are no JSON are told, by table and id."""
    filled(path, entries=3_000)
    with RowDatabase(path) as database:
        assert database.storage.integrity() == []
        assert database.storage.integrity(quick=True) == []
    with RowDatabase(path.with_name("other.db")) as database:
        database.table("contacts").insert_multiple([{"n": 1}, {"n": 2}])
        sql(
            database.storage.path,
            "UPDATE contacts SET digest = NULL, document = '{\"n\":' WHERE id = 2",
        )
        assert database.storage.integrity() == ["contacts 2 is not JSON"]
        with pytest.raises(ReadFailed, match="contacts 2"):
            database.table("contacts").all()
        assert database.table("contacts").get(doc_id=1) == {"n": 1}
    with path.open("r+b") as file:
        file.seek(4096 * 20)
        file.write(os.urandom(4096 * 20))
    with pytest.raises(NotAStore, match=r"it is damaged: .* restore FILE"):
        RowDatabase(path)
    # Of a large one only the first pages are looked at in opening.
    monkeypatch.setattr("core.stores.files.LOOKED_THROUGH", 4096 * 20)
    with RowDatabase(path) as database:
        assert database.storage.integrity()
        assert database.storage.integrity(quick=True)
        with pytest.raises(WriteFailed, match=r"backup\.db"):
            database.storage.backup(path.with_name("backup.db"))
        assert not path.with_name("backup.db").exists()
        with pytest.raises(StoreError):
            [*database.storage.after(LEDGER, 0)]


# Writes that fail.


def test_every_commit_waits_for_the_disk(database: RowDatabase) -> None:
    """The write-ahead log is synced at each commit, not now and then."""
    connection = database.storage._file._connection
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_full_disk_refuses_and_recovers(database: RowDatabase) -> None:
    """Nothing of the write is kept, and once there is room again writing goes on."""
    ledger = database.table(LEDGER)
    ledger.insert(entry(1))
    connection = database.storage._file._connection
    ((pages,),) = connection.execute("PRAGMA page_count")
    connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(WriteFailed, match=r"Nothing was written .* full"):
        ledger.insert_multiple(entry(number, note="x" * 500) for number in range(10, 100))
    assert ledger.all() == [entry(1)]
    connection.execute(f"PRAGMA max_page_count = {pages * 100}")
    ledger.insert(entry(2))
    assert len(ledger) == 2


def test_a_write_lost_to_a_full_disk_is_not_half_done(database: RowDatabase) -> None:
    """When SQLite itself undoes an outer transaction, what follows in it does not go in alone."""
    ledger = database.table(LEDGER)
    ledger.insert(entry(1))

    def go_on_after_a_rollback() -> None:
        with database.storage.transaction():
            ledger.insert(entry(2))
            database.storage._file._connection.execute("ROLLBACK")
            with pytest.raises(WriteFailed):
                ledger.insert(entry(3))

    with pytest.raises(WriteFailed):
        go_on_after_a_rollback()
    assert ledger.all() == [entry(1)]
    ledger.insert(entry(4))


def test_what_an_interrupt_left_open_is_undone(database: RowDatabase) -> None:
    """A transaction that nobody is in any more does not swallow the next one."""
    ledger = database.table(LEDGER)
    ledger.insert(entry(1))
    connection = database.storage._file._connection
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("DELETE FROM ledger")
    ledger.insert(entry(2))
    assert ledger.all() == [entry(1), entry(2)]
    assert not connection.in_transaction


@contextmanager
def refusing(database: RowDatabase, *words: str) -> Iterator[None]:
    """SQLite refuses these statements about transactions, as it does on a failing disk."""
    connection = database.storage._file._connection

    def refuse(_action: int, word: str | None, *_: object) -> int:
        return sqlite3.SQLITE_DENY if word in words else sqlite3.SQLITE_OK

    connection.set_authorizer(refuse)
    try:
        yield
    finally:
        connection.set_authorizer(None)


def test_a_part_that_can_not_be_kept_undoes_the_whole(database: RowDatabase) -> None:
    """A transaction inside another fails at its end: nothing of either was written, surely."""
    ledger = database.table(LEDGER)
    ledger.insert(entry(1))
    with (
        pytest.raises(WriteFailed, match="Nothing was written"),
        database.storage.transaction(),
        refusing(database, "RELEASE"),
    ):
        ledger.insert(entry(2))
    assert ledger.all() == [entry(1)]
    ledger.insert(entry(3))


def test_what_can_not_be_undone_stops_the_writing(path: Path) -> None:
    """Where even taking back fails, nothing is written until the store is opened again."""
    with RowDatabase(path, indexes=INDEXES) as database:
        ledger = database.table(LEDGER)
        ledger.insert(entry(1))
        with refusing(database, "ROLLBACK"), pytest.raises(DuplicateValue):
            ledger.insert(entry(1))
        with pytest.raises(WritingStopped):
            ledger.insert(entry(2))
        assert path.with_name("benefit-desk.db.stopped").read_text("utf-8") == "not authorized\n"
    with RowDatabase(path, indexes=INDEXES) as database:
        assert database.table(LEDGER).all() == [entry(1)]


def test_an_id_that_is_taken_is_refused(database: RowDatabase) -> None:
    """It is no value of ours, so the sentence is SQLite's."""
    database.table("notes").insert({"text": "first"})
    with (
        pytest.raises(WriteFailed, match=r"UNIQUE constraint failed: notes\.id"),
        database.storage.transaction(),
    ):
        database.storage.add("notes", [(1, "{}")])


def test_a_file_that_can_not_be_written_anew_says_why(database: RowDatabase) -> None:
    """And names itself."""
    database.table(LEDGER).insert(entry(1))
    with database.storage.transaction(), pytest.raises(WriteFailed) as refused:
        database.storage.compact()
    assert str(refused.value).startswith(
        f"Nothing was written to {database.storage.path} (cannot VACUUM from within a transaction)."
    )


def test_a_disk_without_a_write_ahead_log_is_refused(path: Path) -> None:
    """Some network disks have none, and neither has memory."""
    with (
        closing(sqlite3.connect(":memory:")) as connection,
        pytest.raises(CannotOpen, match="does not support write-ahead logging"),
    ):
        make_durable(connection, path)


@pytest.mark.parametrize(
    ("code", "certain"),
    [
        (sqlite3.SQLITE_FULL, True),
        (sqlite3.SQLITE_BUSY, True),
        (sqlite3.SQLITE_IOERR_FSYNC, False),
        (sqlite3.SQLITE_IOERR_WRITE, False),
        (None, False),
    ],
)
def test_which_failed_commits_left_nothing(code: int | None, certain: bool) -> None:
    """A full disk has surely written nothing; after any other error nobody can tell."""
    error = sqlite3.OperationalError("…")
    if code is not None:
        error.sqlite_errorcode = code
    assert is_certain(error) is certain


def test_a_broken_commit_stops_the_writing(path: Path) -> None:
    """After a commit of unknown outcome nothing is written until the store is opened again."""
    with RowDatabase(path, indexes=INDEXES) as database:
        ledger = database.table(LEDGER)
        ledger.insert(entry(1))
        size = path.with_name(path.name + "-wal").stat().st_size
        with no_file_may_grow_beyond(size), pytest.raises(OutcomeUnknown, match="not known"):
            ledger.insert(entry(2))
        with pytest.raises(WritingStopped, match="Start Benefit Desk again"):
            ledger.insert(entry(3))
        assert ledger.get(doc_id=1) == entry(1)
    with RowDatabase(path, indexes=INDEXES) as database:
        ledger = database.table(LEDGER)
        assert entry(1) in ledger.all()
        assert entry(3) not in ledger.all()
        ledger.insert(entry(4))
        assert database.storage.integrity() == []


def test_a_store_that_another_program_holds(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another program keeps the file locked, the write is refused in the end."""
    monkeypatch.setattr("core.stores.files.BUSY_SECONDS", 0.05)
    with RowDatabase(path) as database:
        database.table(LEDGER).insert(entry(1))
        with closing(sqlite3.connect(path, isolation_level=None)) as browser:
            browser.execute("BEGIN IMMEDIATE")
            with pytest.raises(WriteFailed, match="locked"):
                database.table(LEDGER).insert(entry(2))
            browser.execute("ROLLBACK")
        database.table(LEDGER).insert(entry(3))
        assert len(database.table(LEDGER)) == 2
