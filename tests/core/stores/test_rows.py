"""TinyDB on rows: what is written, found, refused and kept, on a real file."""

import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB, where
from tinydb.storages import MemoryStorage
from tinydb.table import Document, Table

from core.store import StoreError
from core.stores.connection import is_certain
from core.stores.failures import (
    CannotOpen,
    DuplicateValue,
    NewerStore,
    NotAStore,
    OutcomeUnknown,
    ReadFailed,
    StoreInUse,
    WriteFailed,
    WritingStopped,
)
from core.stores.files import restore
from core.stores.rows import Index, RowDatabase, RowTable

LEDGER = "ledger"
INDEXES = (Index(LEDGER, "key", unique=True), Index(LEDGER, "level"))
CHECKOUT = Path(__file__).parents[3]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a test's store is, or will be."""
    return tmp_path / "benefit-desk.db"


@pytest.fixture
def database(path: Path) -> Iterator[RowDatabase]:
    """An open store with a unique key and an index by level."""
    with RowDatabase(path, indexes=INDEXES) as opened:
        yield opened


def entry(number: int, **fields: Any) -> dict[str, Any]:
    """A ledger's document with a key of its own."""
    return {"key": f"k{number}", "level": number % 7, **fields}


def filled(path: Path, entries: int = 50) -> Path:
    """A closed store with some entries."""
    with RowDatabase(path, indexes=INDEXES) as database:
        database.table(LEDGER).insert_multiple(entry(number) for number in range(entries))
    return path


def sql(path: Path, statement: str) -> list[Any]:
    """What another program reads or does in the file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        return connection.execute(statement).fetchall()


@contextmanager
def statements(database: RowDatabase) -> Iterator[list[str]]:
    """The SQL that is carried out meanwhile."""
    seen: list[str] = []
    connection = database.storage._file._connection
    connection.set_trace_callback(seen.append)
    try:
        yield seen
    finally:
        connection.set_trace_callback(None)


def kinds(seen: list[str]) -> list[str]:
    """The first word of each statement."""
    return [statement.split()[0] for statement in seen]


@contextmanager
def no_file_may_grow_beyond(size: int) -> Iterator[None]:
    """The system refuses to write beyond ``size`` bytes of any file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)


# One row per document.


def test_a_document_is_a_row_of_json(database: RowDatabase, path: Path) -> None:
    """Another program can read the file: a table per table, an id and JSON in each row."""
    database.table("contacts").insert_multiple([{"name": "Zoë"}, {"name": "Ada", "passes": 4}])
    assert [(row, json.loads(text)) for row, text in sql(path, "SELECT * FROM contacts")] == [
        (1, {"name": "Zoë"}),
        (2, {"name": "Ada", "passes": 4}),
    ]


def test_an_insert_writes_one_row(database: RowDatabase) -> None:
    """However many rows there are, an insert reads none and writes its own."""
    ledger = database.table(LEDGER)
    ledger.insert_multiple(entry(number) for number in range(500))
    with statements(database) as seen:
        ledger.insert(entry(1000))
        ledger.insert(Document(entry(1001), 99_999))
    assert kinds(seen) == ["BEGIN", "INSERT", "COMMIT"] * 2


def test_an_update_writes_what_changed(database: RowDatabase) -> None:
    """Rows that keep their values are not written again."""
    ledger = database.table(LEDGER)
    ledger.insert_multiple(entry(number, used=number > 2) for number in range(10))
    with statements(database) as seen:
        assert len(ledger.update({"used": True})) == 10
    assert kinds(seen).count("INSERT") == 3
    with statements(database) as seen:
        ledger.update({"used": True})
        ledger.upsert({"used": True}, where("key") == "k1")
    assert "INSERT" not in kinds(seen)


def test_a_removal_takes_out_single_rows(database: RowDatabase) -> None:
    """Only the rows that go are written."""
    ledger = database.table(LEDGER)
    ledger.insert_multiple(entry(number) for number in range(10))
    with statements(database) as seen:
        ledger.remove(where("level") == 1)
    assert [kind for kind in kinds(seen) if kind in {"INSERT", "DELETE"}] == ["DELETE"] * 2


def test_a_table_of_tinydb_writes_what_changed(path: Path) -> None:
    """TinyDB's own tables hand over everything; only the differences reach the file."""

    class Plain(RowDatabase):
        table_class = Table

    with Plain(path) as database:
        table = database.table("contacts")
        table.insert_multiple({"n": number} for number in range(20))
        database.table("others").insert({})
        with statements(database) as seen:
            table.insert({"n": 20})
            table.update({"n": 0}, doc_ids=[5])
            table.remove(doc_ids=[6])
        writes = [statement for statement in seen if statement.split()[0] in {"INSERT", "DELETE"}]
    assert [write.split()[0] for write in writes] == ["INSERT", "INSERT", "DELETE"]
    assert not any("others" in statement for statement in seen if "FROM" in statement)


def test_reading_by_id_reads_one_row(database: RowDatabase) -> None:
    """A document is found by its id without looking at others."""
    ledger = database.table(LEDGER)
    ledger.insert_multiple(entry(number) for number in range(300))
    with statements(database) as seen:
        assert ledger.get(doc_id=200) == entry(199)
        assert [each["key"] for each in ledger.get(doc_ids=[3, 1])] == ["k0", "k2"]
        assert len(ledger) == 300
    assert seen[0].endswith("WHERE id = 200")
    assert kinds(seen) == ["SELECT"] * 4
    assert "COUNT(*)" in seen[-1]


def test_searching_keeps_one_page_of_rows(database: RowDatabase) -> None:
    """A search through many documents holds few of them at a time."""
    ledger = database.table(LEDGER, cache_size=0)
    ledger.insert_multiple(entry(number, note="x" * 1000) for number in range(10_000))
    tracemalloc.start()
    try:
        assert len(ledger.search(where("key") == "k9999")) == 1
        assert sum(1 for _ in ledger) == 10_000
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 6_000_000


def test_values_that_json_would_not_know_are_refused(database: RowDatabase) -> None:
    """Not-a-number is no value of a document; half a character is text like any other."""
    ledger = database.table(LEDGER)
    with pytest.raises(ValueError, match="not JSON compliant"):
        ledger.insert({"value": float("nan")})
    row = ledger.insert({"note": "half an emoji: \ud83c"})
    assert ledger.get(doc_id=row) == {"note": "half an emoji: \ud83c"}
    assert len(ledger) == 1


def test_names_that_the_file_can_not_tell_apart_are_refused(database: RowDatabase) -> None:
    """Two tables whose names differ by case, or SQLite's own names: an error, no mix-up."""
    database.table("Contacts").insert({"n": 1})
    for name in ("contacts", "sqlite_contacts"):
        assert database.table(name).all() == []
        with pytest.raises(WriteFailed):
            database.table(name).insert({"n": 2})
    assert database.table("Contacts").all() == [{"n": 1}]


def test_an_updater_may_use_its_table_as_a_dict(database: RowDatabase) -> None:
    """What TinyDB's extension point does to a table is what reaches the file."""
    ledger = database.table(LEDGER)
    ledger.insert_multiple(entry(number) for number in range(1, 6))

    def change(rows: Any) -> None:
        assert (len(rows), 5 in rows, 9 in rows, rows.get(9)) == (5, True, False, None)
        assert rows.pop(1) == entry(1)
        with pytest.raises(KeyError):
            del rows[1]
        rows[1] = entry(11)
        rows[3] = rows.pop(3)
        rows[7] = entry(7)
        del rows[2], rows[5]
        assert [*rows] == [1, 3, 4, 7]

    ledger._update_table(change)
    expected = {1: entry(11), 3: entry(3), 4: entry(4), 7: entry(7)}
    assert {each.doc_id: dict(each) for each in ledger} == expected

    def begin_anew(rows: Any) -> None:
        rows.clear()
        assert (len(rows), 4 in rows, [*rows]) == (0, False, [])
        rows[4] = entry(4)

    ledger._update_table(begin_anew)
    assert {each.doc_id: dict(each) for each in ledger} == {4: entry(4)}


def test_a_row_table_stands_on_rows() -> None:
    """On any other storage it is refused, for it would pass that storage by."""
    other: Any = MemoryStorage
    with pytest.raises(TypeError, match="needs a RowStorage"):
        RowTable(other(), LEDGER)


# Finding directly.


def test_finding_by_an_indexed_field(database: RowDatabase) -> None:
    """The index answers, in the order of ids, more rows than one page holds too."""
    database.table(LEDGER).insert_multiple(entry(number) for number in range(8_000))
    found = [*database.storage.find(LEDGER, "level", 3)]
    assert [row for row, _ in found] == [number + 1 for number in range(3, 8_000, 7)]
    assert all(document["level"] == 3 for _, document in found)
    with statements(database) as seen:
        assert next(database.storage.find(LEDGER, "key", "k77"))[0] == 78
    plan = database.storage._file.fetch(f"EXPLAIN QUERY PLAN {seen[-1]}")
    assert "USING INDEX ledger.key.unique" in plan[0][3]


@pytest.mark.parametrize("value", ["Zoë", 'a "b"', 7, -2.5, True, None, "", "7"])
def test_finding_any_kind_of_value(database: RowDatabase, value: Any) -> None:
    """Text, numbers, flags and nothing are found; a number is no text."""
    ledger = database.table(LEDGER)
    ledger.insert_multiple([{"level": value}, {"level": "other"}])
    for field in ("level", "unindexed"):
        ledger.update({field: value}, doc_ids=[1])
        ledger.update({field: "other"}, doc_ids=[2])
        assert [row for row, _ in database.storage.find(LEDGER, field, value)] == [1]


def test_finding_where_there_is_nothing(database: RowDatabase) -> None:
    """No table, no match: nothing; a field that can't be looked up is an error at once."""
    assert [*database.storage.find(LEDGER, "key", "k1")] == []
    assert [*database.storage.after("nowhere", 0)] == []
    assert (database.storage.last_id("nowhere"), database.storage.count("nowhere")) == (0, 0)
    assert database.storage.document("nowhere", 1) is None
    for field in ("a.b", "a b", "", "x') OR ('1"):
        with pytest.raises(ValueError, match="can't be looked up"):
            database.storage.find(LEDGER, field, 1)
        with pytest.raises(ValueError, match="can't be looked up"):
            Index(LEDGER, field)


def test_reading_on_from_an_id(database: RowDatabase) -> None:
    """Rows after an id, in order, as many as wanted, page after page."""
    ledger = database.table(LEDGER)
    ledger.insert_multiple(entry(number) for number in range(2_500))
    ledger.insert(Document(entry(9_999), -5))
    storage = database.storage
    assert [row for row, _ in storage.after(LEDGER, 0)] == [*range(1, 2_501)]
    assert [row for row, _ in storage.after(LEDGER, 2_490, limit=5)] == [*range(2_491, 2_496)]
    assert [*storage.after(LEDGER, 2_500)] == [*storage.after(LEDGER, 7, limit=0)] == []
    assert next(storage.after(LEDGER, -6)) == (-5, entry(9_999))
    assert storage.last_id(LEDGER) == 2_500


def test_rows_may_change_while_they_are_read(database: RowDatabase) -> None:
    """A reading that is under way goes on, past removed rows and to new ones."""
    ledger = database.table(LEDGER)
    ledger.insert_multiple(entry(number) for number in range(1_500))
    reading = database.storage.after(LEDGER, 0)
    assert next(reading)[0] == 1
    ledger.remove(doc_ids=[*range(1_001, 1_500)])
    ledger.insert(entry(5_000))
    assert [row for row, _ in reading][-2:] == [1_500, 1_501]


# Unique values.


def test_a_taken_value_is_refused(database: RowDatabase) -> None:
    """The error names table, field and value."""
    ledger = database.table(LEDGER)
    ledger.insert(entry(1))
    with pytest.raises(DuplicateValue, match=r"ledger .* key is 'k1'") as refusal:
        ledger.insert(entry(1))
    error = refusal.value
    assert (error.table, error.document_field, error.value) == (LEDGER, "key", "k1")
    assert isinstance(error, StoreError)
    assert len(ledger) == 1


def test_one_duplicate_undoes_the_whole_batch(database: RowDatabase) -> None:
    """Of a batch with a taken value nothing stays, and the next batch goes in."""
    ledger = database.table(LEDGER)
    ledger.insert(entry(5))
    with pytest.raises(DuplicateValue, match="k5"):
        ledger.insert_multiple(entry(number) for number in range(2_000))
    assert ledger.all() == [entry(5)]
    with pytest.raises(DuplicateValue, match="k8"):
        ledger.insert_multiple([entry(8), entry(8)])
    ledger.insert_multiple(entry(number) for number in range(6, 9))
    assert len(ledger) == 4


def test_an_update_can_not_take_a_value(database: RowDatabase) -> None:
    """A change to a taken value is undone, for every document of the update."""
    ledger = database.table(LEDGER)
    ledger.insert_multiple([entry(1), entry(2), entry(3)])
    with pytest.raises(DuplicateValue, match="k3"):
        ledger.update({"key": "k3", "level": 0}, where("key") != "k3")
    assert ledger.all() == [entry(1), entry(2), entry(3)]


def test_many_may_have_no_value(database: RowDatabase) -> None:
    """Only values are unique: documents without one may be many."""
    ledger = database.table(LEDGER)
    ledger.insert_multiple([{}, {}, {"key": None}, {"key": None}])
    assert len(ledger) == 4


def test_an_index_can_be_added_later(path: Path) -> None:
    """Opening with a new index makes it, unless the rows are against it."""
    with RowDatabase(path) as database:
        database.table(LEDGER).insert_multiple([entry(1, code="a"), entry(2, code="b")])
    with RowDatabase(path, indexes=[Index(LEDGER, "code", unique=True)]) as database:
        with pytest.raises(DuplicateValue, match="code is 'b'"):
            database.table(LEDGER).insert({"code": "b"})
        database.table(LEDGER).insert({"code": "c", "level": 1})
    with pytest.raises(WriteFailed, match="two entries of ledger have the same level"):
        RowDatabase(path, indexes=[Index(LEDGER, "level", unique=True)])
    with RowDatabase(path) as database, pytest.raises(DuplicateValue, match="code is 'a'"):
        database.table(LEDGER).insert({"code": "a"})


# Transactions.


def test_a_transaction_spans_tables(database: RowDatabase) -> None:
    """Inserts into several tables go in together, in one commit."""
    with statements(database) as seen, database.storage.transaction():
        database.table(LEDGER).insert(entry(1))
        database.table("contacts").insert({"name": "Ada"})
    assert kinds(seen).count("COMMIT") == 1
    assert (len(database.table(LEDGER)), len(database.table("contacts"))) == (1, 1)


def test_a_failed_transaction_leaves_nothing(database: RowDatabase, path: Path) -> None:
    """Rows, new tables, numbering and remembered queries are as before; the next one works."""
    ledger = database.table(LEDGER)
    ledger.insert(entry(1))
    everything = where("key").exists()

    def fail_after_writing() -> None:
        with database.storage.transaction():
            ledger.insert(entry(2))
            database.table("contacts").insert({"name": "Ada"})
            assert len(ledger.search(everything)) == 2
            ledger.truncate()
            raise KeyError("a rule said no")

    for _ in range(2):
        with pytest.raises(KeyError):
            fail_after_writing()
    assert ledger.search(everything) == [entry(1)]
    assert database.tables() == {LEDGER}
    assert sql(path, "SELECT COUNT(*) FROM ledger") == [(1,)]
    database.table("contacts").insert({"name": "Ben"})
    ledger.insert(entry(2))
    assert len(ledger) == 2


def test_an_inner_failure_undoes_its_own_part(database: RowDatabase) -> None:
    """What was refused inside a transaction may be passed over; the rest goes in."""
    ledger = database.table(LEDGER)
    with database.storage.transaction():
        ledger.insert(entry(1))
        with pytest.raises(DuplicateValue):
            ledger.insert_multiple([entry(2), entry(1)])
        ledger.insert(entry(3))
    assert [each["key"] for each in ledger] == ["k1", "k3"]


def test_writing_directly_needs_a_transaction(database: RowDatabase) -> None:
    """A row that no transaction holds is refused, not written by itself."""
    database.storage.create(LEDGER)
    with pytest.raises(WriteFailed):
        database.storage.add(LEDGER, [(1, "{}")])
    with database.storage.transaction():
        database.storage.add(LEDGER, [(1, "{}"), (2, '{"n":2}')])
        database.storage.put(LEDGER, [(1, '{"n":1}')])
    assert database.table(LEDGER).all() == [{"n": 1}, {"n": 2}]
    assert database.table(LEDGER).insert({}) == 3


def test_two_ways_of_writing_number_as_one(database: RowDatabase) -> None:
    """Ids that were brought and ids that are given do not meet, within a batch too."""
    ledger = database.table(LEDGER)
    ids = ledger.insert_multiple([{}, Document({}, 2), {}, Document({}, 50), Document({}, 40), {}])
    assert ids == [1, 2, 3, 50, 40, 51]
    assert RowTable(database.storage, LEDGER).insert({}) == 52
    assert ledger.insert({}) == 53


def test_a_remembered_query_knows_of_other_tables_objects(database: RowDatabase) -> None:
    """What one object writes, another that had searched before finds."""
    ledger, other = database.table(LEDGER), RowTable(database.storage, LEDGER)
    assert ledger.search(where("level") == 1) == []
    other.insert(entry(1))
    assert ledger.search(where("level") == 1) == [entry(1)]


# Several threads.


def in_threads(number: int, work: Callable[[int], None]) -> list[BaseException]:
    """What failed while ``work`` ran in so many threads that begin together."""
    failed: list[BaseException] = []
    ready = Barrier(number)

    def run(thread: int) -> None:
        ready.wait()
        try:
            work(thread)
        except BaseException as error:  # noqa: BLE001, told to the test
            failed.append(error)

    threads = [Thread(target=run, args=(thread,)) for thread in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


def test_threads_write_without_a_lock_of_their_own(database: RowDatabase) -> None:
    """Eight threads insert, read and change at once: all is there, each under its own id."""
    ledger = database.table(LEDGER)

    def work(thread: int) -> None:
        for number in range(40):
            row = ledger.insert(entry(1_000 * thread + number))
            ledger.update({"seen": True}, doc_ids=[row])
            assert [each["seen"] for each in ledger.get(doc_ids=[row])] == [True]
            ledger.upsert({"key": "shared"}, where("key") == "shared")
            ledger.search(where("level") == 1)

    assert in_threads(8, work) == []
    assert len(ledger) == len({each["key"] for each in ledger}) == 321
    assert database.storage.integrity() == []


def test_a_thread_does_not_join_anothers_transaction(database: RowDatabase) -> None:
    """What one thread undoes takes nothing of another's along."""
    ledger = database.table(LEDGER)

    def insert_and_fail(key: int) -> None:
        with database.storage.transaction():
            ledger.insert(entry(key))
            raise KeyError(key)

    def work(thread: int) -> None:
        for number in range(30):
            key = 1_000 * thread + number
            if thread % 2:
                with pytest.raises(KeyError):
                    insert_and_fail(key)
            else:
                ledger.insert(entry(key))

    assert in_threads(4, work) == []
    expected = {f"k{1_000 * thread + number}" for thread in (0, 2) for number in range(30)}
    assert {each["key"] for each in ledger} == expected


# Several processes.


def test_a_second_writer_is_refused(database: RowDatabase, path: Path) -> None:
    """The same process or another: the sentence names the file and what to do."""
    with pytest.raises(StoreInUse, match=r"benefit-desk\.db is in use .* Stop that one first"):
        RowDatabase(path)
    code = f"from core.stores.rows import *; RowStorage(__import__('pathlib').Path({str(path)!r}))"
    other = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert "StoreInUse" in other.stderr
    database.table(LEDGER).insert(entry(1))


def test_by_another_name_it_is_the_same_store(database: RowDatabase, path: Path) -> None:
    """A link to the file does not let a second writer in."""
    link = path.with_name("link.db")
    link.symlink_to(path)
    with pytest.raises(StoreInUse):
        RowDatabase(link)
    assert database.storage.path == path.resolve()


def test_closing_lets_the_next_writer_in(path: Path) -> None:
    """After closing, and after a failed opening, the lock is free; closing twice is fine."""
    first = RowDatabase(path)
    first.close()
    first.storage.close()
    with pytest.raises(ReadFailed):
        first.all()
    RowDatabase(path).close()
    path.write_bytes(b"no store")
    for _ in range(2):
        with pytest.raises(NotAStore):
            RowDatabase(path)


def test_any_thread_may_close(path: Path) -> None:
    """The lock goes with the store, whichever thread opened and closed it."""
    opened: list[RowDatabase] = []
    assert in_threads(1, lambda _: opened.append(RowDatabase(path))) == []
    opened[0].close()
    with RowDatabase(path) as database:
        assert in_threads(1, lambda _: database.close()) == []
        RowDatabase(path).close()


def test_a_reader_beside_a_writer(database: RowDatabase, path: Path) -> None:
    """A reader takes no lock, sees each commit, and forgets what it remembered before."""
    ledger = database.table(LEDGER)
    with RowDatabase(path, read_only=True) as reader:
        assert reader.table(LEDGER).search(where("level") == 1) == []
        ledger.insert(entry(1))
        assert reader.table(LEDGER).search(where("level") == 1) == [entry(1)]
        with database.storage.transaction():
            ledger.insert(entry(8))
            assert len(reader.table(LEDGER)) == 1
        assert reader.table(LEDGER).search(where("level") == 1) == [entry(1), entry(8)]
        assert next(reader.storage.find(LEDGER, "key", "k8")) == (2, entry(8))


def test_a_reader_sees_one_state_in_a_transaction(database: RowDatabase, path: Path) -> None:
    """Inside a transaction, what is written meanwhile is not there yet."""
    ledger = database.table(LEDGER)
    ledger.insert(entry(1))
    with RowDatabase(path, read_only=True) as reader:
        with reader.storage.transaction():
            assert len(reader.table(LEDGER)) == 1
            ledger.insert(entry(2))
            assert len(reader.table(LEDGER)) == 1
        assert len(reader.table(LEDGER)) == 2


def test_a_reader_can_not_write(path: Path) -> None:
    """Every way to write is refused with a sentence."""
    filled(path, entries=2)
    with RowDatabase(path, read_only=True) as reader:
        ledger = reader.table(LEDGER)
        for write in (
            lambda: ledger.insert({}),
            lambda: ledger.update({"level": 9}),
            lambda: ledger.remove(doc_ids=[1]),
            ledger.truncate,
            reader.drop_tables,
            lambda: reader.table("new").insert({}),
        ):
            with pytest.raises(WriteFailed, match="open for reading only"):
                write()
        assert [each["key"] for each in ledger] == ["k0", "k1"]


def test_a_reader_of_a_closed_store(path: Path) -> None:
    """No writer need be running, and a store that is not there is not made."""
    filled(path)
    with RowDatabase(path, read_only=True) as reader:
        assert len(reader.table(LEDGER)) == 50
    missing = path.with_name("missing.db")
    with pytest.raises(NotAStore, match="no such file"):
        RowDatabase(missing, read_only=True)
    assert not missing.exists()


def test_killed_writers_lose_nothing(path: Path) -> None:
    """After each of 20 kills at random moments the file opens and has all that was confirmed."""
    script = Path(__file__).with_name("killed_writers.py")
    ran = subprocess.run(
        [sys.executable, script, path, "20"],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=True,
    )
    writers = json.loads(ran.stdout)
    assert [confirmed[:1] for confirmed in writers] == [["open"]] * 20
    confirmed = [key for lines in writers for key in lines[1:]]
    with RowDatabase(path, read_only=True) as reader:
        stored = [document["key"] for document in reader.table(LEDGER)]
        assert reader.storage.integrity() == []
    assert len(confirmed) > 20
    assert set(confirmed) <= set(stored)
    assert len(stored) == len(set(stored))
    threes = [key.rsplit("-", 1)[0] for key in stored]
    assert all(threes.count(name) == 1 + 2 * (int(name.split("-")[1]) % 2) for name in set(threes))
    with RowDatabase(path, indexes=INDEXES) as database, pytest.raises(DuplicateValue):
        database.table(LEDGER).insert({"key": stored[-1]})


# What can be wrong with the file.


def contents(path: Path) -> dict[str, bytes]:
    """Every byte of a store's file and of its log; an empty file has none."""
    files = (path, path.with_name(path.name + "-wal"))
    return {file.name: file.read_bytes() for file in files if file.exists() and file.stat().st_size}


def torn(path: Path) -> None:
    """Half of the file is gone."""
    filled(path, entries=3_000)
    os.truncate(path, path.stat().st_size // 2)


def without_its_head(path: Path) -> None:
    """The first page was written over."""
    filled(path)
    with path.open("r+b") as file:
        file.write(b"\xff" * 4096)


def left_by_a_killed_writer(path: Path) -> None:
    """A change that is in the write-ahead log only."""
    with RowDatabase(filled(path.with_name("killed.db"), entries=3_000)) as database:
        database.table(LEDGER).update({"note": "late"}, doc_ids=[1_500])
        for ending in ("", "-wal"):
            shutil.copy(f"{database.storage.path}{ending}", f"{path}{ending}")


def torn_with_its_log(path: Path) -> None:
    """A log that belongs to a file which can't be read."""
    left_by_a_killed_writer(path)
    with path.open("r+b") as file:
        file.write(b"\xff" * 4096)


def of_another_program(path: Path) -> None:
    """A sound SQLite file that we did not make."""
    sql(path, "CREATE TABLE ledger (id INTEGER PRIMARY KEY, document TEXT)")


def without_the_file_itself(path: Path) -> None:
    """The main file was deleted, what belongs to it is still there."""
    path.with_name(path.name + "-wal").write_bytes(b"rows")


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
    sql(path, "PRAGMA user_version = 2")
    before = path.read_bytes()
    with pytest.raises(NewerStore, match=r"its layout is 2, this one knows up to 1"):
        RowDatabase(path)
    assert path.read_bytes() == before


def test_where_no_store_can_be(tmp_path: Path) -> None:
    """A missing folder is not made; a folder is no file."""
    with pytest.raises(CannotOpen, match="no such folder"):
        RowDatabase(tmp_path / "mistyped" / "benefit-desk.db")
    assert [*tmp_path.iterdir()] == []
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


def test_damage_inside_is_found(path: Path) -> None:
    """Overwritten pages and rows that are no JSON are told, by table and id."""
    filled(path, entries=3_000)
    with RowDatabase(path) as database:
        assert database.storage.integrity() == []
        assert database.storage.integrity(quick=True) == []
    with RowDatabase(path.with_name("other.db")) as database:
        database.table("contacts").insert_multiple([{"n": 1}, {"n": 2}])
        sql(database.storage.path, "UPDATE contacts SET document = '{\"n\":' WHERE id = 2")
        assert database.storage.integrity() == ["contacts 2 is not JSON"]
        with pytest.raises(ReadFailed, match="contacts 2"):
            database.table("contacts").all()
        assert database.table("contacts").get(doc_id=1) == {"n": 1}
    with path.open("r+b") as file:
        file.seek(4096 * 20)
        file.write(os.urandom(4096 * 20))
    with RowDatabase(path) as database:
        assert database.storage.integrity()
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


# Copies.


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


# The law: rows behave as TinyDB's tables in memory do. Documents bring their ids here, for TinyDB
# may give the id of a removed document again, and rows never do.

keys = st.sampled_from(["a", "b", "c"])
ids = st.integers(1, 6)
fields = st.fixed_dictionaries({"name": keys}, optional={"n": st.integers(0, 3)})
documents = st.builds(Document, fields, ids)
steps = st.one_of(
    st.tuples(st.just("insert"), documents),
    st.tuples(st.just("insert_multiple"), st.lists(documents, max_size=3)),
    st.tuples(st.just("upsert"), documents),
    st.tuples(st.just("update"), fields, keys),
    st.tuples(st.just("update_ids"), fields, st.lists(ids, max_size=3)),
    st.tuples(st.just("remove"), keys),
    st.tuples(st.just("remove_ids"), st.lists(ids, unique=True, max_size=3)),
    st.tuples(st.just("search"), keys),
    st.tuples(st.just("truncate")),
)


def carry_out(table: Any, step: tuple[Any, ...]) -> Any:
    """What the table answers to one step; a refusal counts as an answer."""
    match step:
        case ("update", document, key):
            call = partial(table.update, document, where("name") == key)
        case ("update_ids", document, rows):
            call = partial(table.update, document, doc_ids=rows)
        case ("remove" | "search" as name, key):
            call = partial(getattr(table, name), where("name") == key)
        case ("remove_ids", rows):
            call = partial(table.remove, doc_ids=rows)
        case (name, *arguments):
            call = partial(getattr(table, name), *arguments)
    try:
        answer = call()
    except ValueError as refusal:
        return str(refusal)
    return sorted(answer, key=str) if isinstance(answer, list) else answer


@settings(max_examples=60, deadline=None)
@given(st.lists(steps, max_size=15))
def test_rows_answer_as_memory_does(tmp_path_factory: pytest.TempPathFactory, taken: Any) -> None:
    """Whatever is done, the answers, the ids and the documents are those of TinyDB in memory."""
    path = tmp_path_factory.mktemp("law") / "store.db"
    with RowDatabase(path) as rows:
        memory = TinyDB(storage=MemoryStorage)
        for step in taken:
            assert carry_out(rows.table("t"), step) == carry_out(memory.table("t"), step)
        expected = {each.doc_id: dict(each) for each in memory.table("t")}
        assert {each.doc_id: dict(each) for each in rows.table("t")} == expected
    with RowDatabase(path, read_only=True) as reader:
        assert {each.doc_id: dict(each) for each in reader.table("t")} == expected
