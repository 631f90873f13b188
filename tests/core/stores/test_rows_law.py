"""Rows behave as TinyDB's tables in memory do, whatever is done."""

from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB, where
from tinydb.storages import MemoryStorage
from tinydb.table import Document

from core.stores.rows import RowDatabase

# Documents bring their ids, for TinyDB may give the id of a removed document again; rows never do.

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


@settings(max_examples=60)
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
