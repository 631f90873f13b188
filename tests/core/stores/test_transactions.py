"""Writing together or not at all, from one thread or several."""

from pathlib import Path

import pytest
from tinydb import where
from tinydb.table import Document

from core.stores.failures import (
    DuplicateValue,
    WriteFailed,
)
from core.stores.rows import RowDatabase, RowTable
from tests.core.stores.ledgers import LEDGER, entry, in_threads, kinds, sql, statements


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
