"""What TinyDB promises of tables, queries, ids and caching, held on each way to keep rows.

TinyDB's own JSON file runs through the same tests: they state TinyDB's behaviour, not ours.
"""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any, cast

import pytest
from tinydb import JSONStorage, Query, TinyDB, where
from tinydb.middlewares import CachingMiddleware
from tinydb.operations import add, decrement, delete, increment, subtract
from tinydb.operations import set as replace
from tinydb.table import Document

from core.stores.rows import RowDatabase, RowStorage

Opening = Callable[[], TinyDB]

MEMBERS: list[dict[str, Any]] = [
    {"name": "Ada", "level": "gold", "passes": 4, "tags": ["board", "donor"]},
    {"name": "Ben", "level": "silver", "passes": 2, "tags": ["donor"]},
    {"name": "Cem", "level": "gold", "passes": 0, "address": {"town": "Graz", "floor": 2}},
]


cached: Any = CachingMiddleware


class Frozen(Mapping[str, Any]):
    """A mapping that is no dict."""

    def __init__(self, **fields: Any) -> None:
        self._fields = fields

    def __getitem__(self, key: str) -> Any:
        return self._fields[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)


DIRECT = ["json-file", "rows", "rows-and-tinydb-tables"]
"""The ways that write at once."""


@pytest.fixture(params=[*DIRECT, "rows-behind-a-cache"])
def opening(request: pytest.FixtureRequest, tmp_path: Path) -> Opening:
    """Opens the one database of a test, again and again."""
    ways: dict[str, Opening] = {
        "json-file": lambda: TinyDB(tmp_path / "store.json", storage=JSONStorage),
        "rows": lambda: RowDatabase(tmp_path / "store.db"),
        "rows-and-tinydb-tables": lambda: TinyDB(tmp_path / "store.db", storage=RowStorage),
        "rows-behind-a-cache": lambda: TinyDB(tmp_path / "store.db", storage=cached(RowStorage)),
    }
    return ways[request.param]


@pytest.fixture
def database(opening: Opening) -> Iterator[TinyDB]:
    """An open, empty database."""
    with opening() as opened:
        yield opened


@pytest.fixture
def members(database: TinyDB) -> Any:
    """A table with three members, whose ids are 1, 2 and 3."""
    table = database.table("members")
    table.insert_multiple(deepcopy(MEMBERS))
    return table


def names(documents: Any) -> list[str]:
    """The members' names, in alphabetical order."""
    return sorted(document["name"] for document in documents)


# Adding.


def test_ids_count_from_one(database: TinyDB) -> None:
    """The first document of a table is number 1, the next is 2."""
    assert [database.insert({}), database.insert({})] == [1, 2]


def test_what_went_in_comes_out(database: TinyDB) -> None:
    """Every kind of JSON value is read as it was written."""
    document = {
        "text": 'Zoë says "hi"\n\x00 🎟',
        "whole": 2**40,
        "part": 3.1415899999999999,
        "flags": [True, False, None],
        "inside": {"list": [[], {}, ""]},
    }
    row = database.insert(document)
    assert database.get(doc_id=row) == document


def test_many_are_added_at_once(database: TinyDB) -> None:
    """A list and a generator both work, and give their ids."""
    assert database.insert_multiple([{"n": 1}, {"n": 2}]) == [1, 2]
    assert database.insert_multiple({"n": n} for n in range(3, 6)) == [3, 4, 5]
    assert [document["n"] for document in database.all()] == [1, 2, 3, 4, 5]


def test_none_are_added_at_once(database: TinyDB) -> None:
    """Adding an empty list adds nothing."""
    assert database.insert_multiple([]) == []
    assert len(database) == 0


def test_an_id_of_ones_own_is_kept(database: TinyDB) -> None:
    """A Document brings its id, and the next id is above it."""
    database.insert({})
    assert database.insert(Document({"n": 12}, 12)) == 12
    assert database.insert_multiple([Document({"n": 77}, 77)]) == [77]
    assert database.get(doc_id=77) == {"n": 77}
    assert database.insert(Document({}, 80)) == 80
    assert database.insert({}) == 81


def test_a_taken_id_is_refused(members: Any) -> None:
    """A Document can't take another's id, alone or among several."""
    dot = Document({"name": "Dot"}, 2)
    with pytest.raises(ValueError, match="2 already exists"):
        members.insert(dot)
    with pytest.raises(ValueError, match="2 already exists"):
        members.insert_multiple([dot])
    assert names(members) == ["Ada", "Ben", "Cem"]


@pytest.mark.parametrize("thing", [[1, 2], {"a"}, "text", 7, None])
def test_only_mappings_are_documents(members: Any, thing: Any) -> None:
    """Anything else is refused, and the table stays as it was."""
    with pytest.raises(ValueError, match="not a Mapping"):
        members.insert(thing)
    with pytest.raises(ValueError, match="not a Mapping"):
        members.insert_multiple([thing])
    assert len(members) == 3


def test_one_document_is_no_list_of_documents(database: TinyDB) -> None:
    """A dict in the place of a list of dicts is refused."""
    with pytest.raises(ValueError, match="not a Mapping"):
        database.insert_multiple({"name": "Ada"})


def test_any_mapping_can_be_added(database: TinyDB) -> None:
    """A document need not be a dict, to be added or to bring new values."""
    row = database.insert(Frozen(name="Ada", passes=1))
    database.insert_multiple([Frozen(name="Ben")])
    database.update(Frozen(passes=2), doc_ids=[row])
    assert database.all() == [{"name": "Ada", "passes": 2}, {"name": "Ben"}]


@pytest.mark.parametrize("opening", DIRECT, indirect=True)
def test_what_is_no_json_is_refused(database: TinyDB) -> None:
    """An object that JSON can't hold raises, and the rest stays readable."""
    database.insert({"n": 1})
    with pytest.raises(TypeError):
        database.insert({"n": object()})
    assert database.all() == [{"n": 1}]


def test_an_id_is_not_given_twice(members: Any) -> None:
    """The id of a removed document is not used again."""
    members.remove(doc_ids=[3])
    assert members.insert({"name": "Dot"}) == 4


# Reading.


def test_one_is_read_by_id(members: Any) -> None:
    """The document of an id comes as a Document that knows it."""
    found = members.get(doc_id=2)
    assert isinstance(found, Document)
    assert (found["name"], found.doc_id) == ("Ben", 2)


@pytest.mark.parametrize("row", [99, -1, 0, 2**70, float("nan")])
def test_an_id_that_is_not_there(members: Any, row: Any) -> None:
    """Reading, changing and removing it all find nothing."""
    assert members.get(doc_id=row) is None
    assert not members.contains(doc_id=row)
    assert members.get(doc_ids=[row]) == []
    assert members.update({"passes": 9}, doc_ids=[row]) == []
    assert members.remove(doc_ids=[row]) == []
    assert len(members) == 3


def test_several_are_read_by_id(members: Any) -> None:
    """Those that exist are given, each once, in the table's order."""
    assert names(members.get(doc_ids=[3, 1, 99, 3])) == ["Ada", "Cem"]
    assert members.get(doc_ids=[]) == []


def test_one_is_read_by_a_query(members: Any) -> None:
    """The first that matches, or None."""
    assert members.get(where("level") == "gold").doc_id == 1
    assert members.get(where("level") == "iron") is None


def test_reading_needs_a_question(members: Any) -> None:
    """Without id and query there is nothing to look for."""
    with pytest.raises(RuntimeError):
        members.get()
    with pytest.raises(RuntimeError):
        members.contains()


def test_containing(members: Any) -> None:
    """Whether there is one, by id and by query."""
    assert members.contains(doc_id=3)
    assert members.contains(where("passes") == 0)
    assert not members.contains(where("passes") == 5)


def test_counting(members: Any) -> None:
    """How many match, and how many there are."""
    assert members.count(where("level") == "gold") == 2
    assert members.count(where("level") == "iron") == 0
    assert len(members) == 3


def test_iterating(members: Any) -> None:
    """A table yields what ``all`` gives, in the order of adding."""
    assert [document.doc_id for document in members] == [1, 2, 3]
    assert list(members) == members.all() == MEMBERS


def test_an_empty_database(database: TinyDB) -> None:
    """Nothing is found, and nothing breaks."""
    assert (len(database), database.all(), database.tables()) == (0, [], set())
    assert database.search(where("a") == 1) == []
    assert database.get(doc_id=1) is None
    assert database.update({"a": 1}) == []


member = Query()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (member.name == "Ada", ["Ada"]),
        (member.name != "Ada", ["Ben", "Cem"]),
        (member.passes < 2, ["Cem"]),
        (member.passes <= 2, ["Ben", "Cem"]),
        (member.passes > 2, ["Ada"]),
        (member.passes >= 2, ["Ada", "Ben"]),
        (member.address.exists(), ["Cem"]),
        (member.address.town == "Graz", ["Cem"]),
        (member["address"]["floor"] == 2, ["Cem"]),
        (member.tags.any(["board"]), ["Ada"]),
        (member.tags.all(["donor"]), ["Ada", "Ben"]),
        (member.name.one_of(["Ben", "Cem", "Dot"]), ["Ben", "Cem"]),
        (member.name.matches("[AB]"), ["Ada", "Ben"]),
        (member.name.search("e"), ["Ben", "Cem"]),
        (member.passes.test(lambda passes: passes % 4 == 0), ["Ada", "Cem"]),
        (member.passes.map(str) == "2", ["Ben"]),
        (member.fragment({"level": "gold", "passes": 0}), ["Cem"]),
        (member.noop(), ["Ada", "Ben", "Cem"]),
        ((member.level == "gold") & (member.passes > 0), ["Ada"]),
        ((member.level == "silver") | (member.passes == 0), ["Ben", "Cem"]),
        (~(member.level == "gold"), ["Ben"]),
        (lambda document: len(document["name"]) == 3, ["Ada", "Ben", "Cem"]),
    ],
)
def test_queries(members: Any, query: Any, expected: list[str]) -> None:
    """Every kind of TinyDB query finds what it describes."""
    assert names(members.search(query)) == expected
    assert names(members.search(query)) == expected


# Changing.


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (add("passes", 5), {"passes": 9}),
        (add("level", cast("Any", "en")), {"level": "golden"}),
        (subtract("passes", 1), {"passes": 3}),
        (increment("passes"), {"passes": 5}),
        (decrement("passes"), {"passes": 3}),
        (replace("level", "iron"), {"level": "iron"}),
    ],
)
def test_operations(members: Any, operation: Any, expected: dict[str, Any]) -> None:
    """TinyDB's operations change the field, of the documents that match only."""
    assert members.update(operation, where("name") == "Ada") == [1]
    assert members.all() == [MEMBERS[0] | expected, *MEMBERS[1:]]


def test_a_field_is_deleted(members: Any) -> None:
    """The operation ``delete`` takes a field out."""
    members.update(delete("tags"), where("tags").exists())
    assert members.count(where("tags").exists()) == 0


def test_new_values_for_those_that_match(members: Any) -> None:
    """An update gives the ids of what it changed."""
    assert members.update({"passes": 7}, where("level") == "gold") == [1, 3]
    assert [document["passes"] for document in members] == [7, 2, 7]


def test_new_values_for_all(members: Any) -> None:
    """An update without a query changes every document."""
    assert members.update({"checked": True}) == [1, 2, 3]
    assert members.count(where("checked") == True) == 3  # noqa: E712, a query


def test_new_values_by_id(members: Any) -> None:
    """Ids that do not exist are passed over."""
    assert members.update({"passes": 1}, doc_ids=[1, 99, 2]) == [1, 2]
    assert [document["passes"] for document in members] == [1, 1, 0]


def test_a_function_changes_documents(members: Any) -> None:
    """An update may be a function of the document."""

    def convey(document: Any) -> None:
        document["passes"] -= 1
        document.setdefault("tags", []).append("conveyed")

    assert members.update(convey, where("passes") > 0) == [1, 2]
    assert members.get(doc_id=2) == MEMBERS[1] | {"passes": 1, "tags": ["donor", "conveyed"]}


@pytest.mark.parametrize("opening", DIRECT, indirect=True)
def test_a_failing_function_changes_nothing(members: Any) -> None:
    """When one document can't be changed, none is."""

    def divide(document: Any) -> None:
        document["passes"] = 8 // document["passes"]

    with pytest.raises(ZeroDivisionError):
        members.update(divide)
    assert members.all() == MEMBERS


def test_several_changes_at_once(members: Any) -> None:
    """Each change goes to the documents of its own query."""
    changed = members.update_multiple(
        [
            ({"passes": 9}, where("name") == "Ada"),
            (increment("passes"), where("level") == "gold"),
            (delete("tags"), where("name") == "Ben"),
        ]
    )
    assert sorted(changed) == [1, 1, 2, 3]
    assert [document["passes"] for document in members] == [10, 2, 1]
    assert "tags" not in members.get(doc_id=2)


def test_a_read_document_is_a_copy(members: Any) -> None:
    """Changing what was read does not change what is stored."""
    members.clear_cache()
    found = members.get(doc_id=1)
    found["name"] = "Eve"
    assert names(members) == ["Ada", "Ben", "Cem"]


def test_upserting_what_is_there(members: Any) -> None:
    """All documents that match are changed; none is added."""
    assert members.upsert({"passes": 5}, where("level") == "gold") == [1, 3]
    assert [document["passes"] for document in members] == [5, 2, 5]


def test_upserting_what_is_not_there(members: Any) -> None:
    """A document that nothing matches is added."""
    assert members.upsert({"name": "Dot", "passes": 1}, where("name") == "Dot") == [4]
    assert len(members) == 4


def test_upserting_by_id(members: Any) -> None:
    """A Document is changed or added under its own id."""
    assert members.upsert(Document({"passes": 3}, 2)) == [2]
    assert members.upsert(Document({"name": "Dot"}, 9)) == [9]
    assert members.get(doc_id=2) == MEMBERS[1] | {"passes": 3}
    assert members.get(doc_id=9) == {"name": "Dot"}
    assert members.insert({"name": "Eve"}) == 10


def test_upserting_needs_a_question(members: Any) -> None:
    """Without id and query nobody knows which document is meant."""
    with pytest.raises(ValueError, match="doc_id"):
        members.upsert({"name": "Dot"})


# Removing.


def test_removing_those_that_match(members: Any) -> None:
    """Removing gives the ids of what went."""
    assert members.remove(where("level") == "gold") == [1, 3]
    assert names(members) == ["Ben"]
    assert members.remove(where("level") == "gold") == []


def test_removing_by_id(members: Any) -> None:
    """Ids that do not exist are passed over."""
    assert members.remove(doc_ids=[3, 99, 1]) == [3, 1]
    assert names(members) == ["Ben"]


def test_removing_everything_is_asked_for_by_name(members: Any) -> None:
    """Removing without a question is refused; truncating empties, and counts anew."""
    with pytest.raises(RuntimeError):
        members.remove()
    assert len(members) == 3
    members.truncate()
    assert (len(members), members.all()) == (0, [])
    assert members.insert({}) == 1


# Tables.


def test_tables_are_apart(database: TinyDB) -> None:
    """Each table has its own documents and ids."""
    assert database.table("contacts").insert({"n": 1}) == 1
    assert database.table("levels").insert({"n": 2}) == 1
    assert database.insert({"n": 3}) == 1
    assert database.table("contacts").all() == [{"n": 1}]
    assert database.tables() == {"_default", "contacts", "levels"}


@pytest.mark.parametrize("name", ["a table", 'a "quoted" one', "ünï", "a.b", "select", "x-'y", ""])
def test_a_table_may_have_any_name(opening: Opening, name: str) -> None:
    """Names that SQL would stumble over work like all others."""
    with opening() as database:
        database.table(name).insert({"n": 1})
    with opening() as database:
        assert database.tables() == {name}
        assert database.table(name).all() == [{"n": 1}]


def test_the_same_table_twice(database: TinyDB) -> None:
    """A table is one object, that knows its name and can't change it."""
    table = database.table("contacts")
    assert database.table("contacts") is table
    assert table.name == "contacts"
    with pytest.raises(AttributeError):
        table.name = "others"  # type: ignore[misc]  # that is the mistake


def test_a_table_comes_into_being_when_written(database: TinyDB) -> None:
    """Asking for a table makes none, unless an empty one is wanted."""
    database.table("asked")
    assert database.tables() == set()
    database.table("wanted", persist_empty=True)
    assert database.tables() == {"wanted"}


def test_dropping_a_table(database: TinyDB) -> None:
    """It goes with its documents; another of that name begins anew."""
    database.table("contacts").insert_multiple([{}, {}])
    database.table("levels").insert({})
    database.drop_table("contacts")
    database.drop_table("never there")
    assert database.tables() == {"levels"}
    assert database.table("contacts").all() == []
    assert database.table("contacts").insert({}) == 1


def test_dropping_all_tables(database: TinyDB) -> None:
    """They all go, and a table at hand is empty."""
    contacts = database.table("contacts")
    contacts.insert({})
    database.insert({})
    database.drop_tables()
    assert (database.tables(), len(contacts), len(database)) == (set(), 0, 0)
    assert database.insert({"n": 1}) == 1


def test_a_database_describes_itself(database: TinyDB) -> None:
    """Its description counts tables and documents."""
    database.insert_multiple([{}, {}])
    assert "tables_count=1" in repr(database)
    assert "default_table_documents_count=2" in repr(database)
    assert "total=2" in repr(database.table("_default"))


# The cache of queries.


def test_a_query_is_remembered(members: Any) -> None:
    """An answered query is in the cache, an empty answer too."""
    gold, iron = where("level") == "gold", where("level") == "iron"
    assert (len(members.search(gold)), len(members.search(iron))) == (2, 0)
    assert gold in members._query_cache
    assert iron in members._query_cache


@pytest.mark.parametrize(
    "change",
    [
        lambda members: members.insert({"level": "gold"}),
        lambda members: members.insert_multiple([{"level": "gold"}]),
        lambda members: members.update({"level": "gold"}, doc_ids=[2]),
        lambda members: members.update({"level": "gold"}),
        lambda members: members.upsert({"level": "gold"}, where("name") == "Dot"),
        lambda members: members.remove(doc_ids=[1]),
        lambda members: members.remove(where("name") == "Ada"),
        lambda members: members.truncate(),
    ],
)
def test_every_change_empties_the_cache(members: Any, change: Callable[[Any], object]) -> None:
    """After a change, a query is answered from what is stored now."""
    gold = where("level") == "gold"
    members.search(gold)
    change(members)
    assert not members._query_cache
    assert members.search(gold) == [each for each in members if each["level"] == "gold"]
    assert len(members.search(gold)) != 2


def test_a_remembered_answer_is_a_list_of_ones_own(members: Any) -> None:
    """Emptying the list that a search gave does not empty the next answer."""
    gold = where("level") == "gold"
    members.search(gold)
    members.search(gold).clear()
    assert len(members.search(gold)) == 2


@pytest.mark.parametrize("size", [0, 1, 2])
def test_the_cache_has_a_size(database: TinyDB, size: int) -> None:
    """Only so many of the latest queries are remembered."""
    table = database.table("members", cache_size=size)
    table.insert_multiple(MEMBERS)
    queries = [where("passes") == passes for passes in range(4)]
    for query in queries:
        table.search(query)
    assert table._query_cache.lru == queries[4 - size :]


def test_what_can_change_is_not_remembered(members: Any) -> None:
    """A query through a function is asked anew each time."""
    limit = 2
    many = where("passes").map(lambda passes: passes >= limit) == True  # noqa: E712, a query
    assert members.count(many) == 2
    limit = 1000
    assert members.count(many) == 0
    assert not members._query_cache


# Opening again.


def test_everything_is_there_again(opening: Opening) -> None:
    """Documents, ids and tables outlive the closing."""
    with opening() as database:
        database.table("members").insert_multiple(MEMBERS)
        database.table("members").remove(doc_ids=[2])
        database.table("members").update({"passes": 8}, doc_ids=[3])
        database.insert({"n": 1})
    with opening() as database:
        assert database.tables() == {"_default", "members"}
        assert database.table("members").all() == [MEMBERS[0], MEMBERS[2] | {"passes": 8}]
        assert [each.doc_id for each in database.table("members")] == [1, 3]
        assert database.all() == [{"n": 1}]


def test_ids_go_on_after_opening_again(opening: Opening) -> None:
    """The next id is above the highest that is stored."""
    with opening() as database:
        database.insert_multiple({"n": n} for n in range(100))
    with opening() as database:
        assert database._get_next_id() == 101
        assert database._get_next_id() == 102


def test_a_dropped_table_stays_dropped(opening: Opening) -> None:
    """What was dropped or emptied is gone after opening again, too."""
    with opening() as database:
        database.table("contacts").insert({})
        database.table("levels").insert({})
        database.drop_table("contacts")
        database.table("levels").truncate()
    with opening() as database:
        assert database.tables() == {"levels"}
        assert len(database.table("levels")) == 0


def test_opening_and_closing_writes_nothing(opening: Opening) -> None:
    """A database that nothing was written to stays empty."""
    opening().close()
    with opening() as database:
        assert database.tables() == set()
