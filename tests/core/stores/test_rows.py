"""TinyDB on rows: what is written, found and refused, row by row, on a real file."""

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from tinydb import where
from tinydb.storages import MemoryStorage
from tinydb.table import Document, Table

from core.store import StoreError
from core.stores.failures import (
    DuplicateValue,
    WriteFailed,
)
from core.stores.rows import Index, RowDatabase, RowTable
from tests.core.stores.ledgers import LEDGER, entry, kinds, sql, statements

# One row per document.


def test_a_document_is_a_row_of_json(database: RowDatabase, path: Path) -> None:
    """Another program can read the file: a table per table, an id and JSON in each row."""
    database.table("contacts").insert_multiple([{"name": "Zoë"}, {"name": "Ada", "passes": 4}])
    assert [
        (row, json.loads(text)) for row, text in sql(path, "SELECT id, document FROM contacts")
    ] == [
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
