"""A store whose tables or indexes are not what we made is refused: it would seem to be empty."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.stores.definitions import is_sound
from core.stores.embedded import open_store
from core.stores.failures import NotAStore
from core.stores.statements import CREATE, CREATE_WITHOUT_DIGESTS, Index, on
from tests.core.building import an_office
from tests.core.stores.ledgers import sql


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with a membership."""
    with an_office(tmp_path) as office:
        office.enroll()
    return tmp_path / "office.db"


def redefine(store: Path, change: str, name: str = "entries") -> None:
    """Change what the file says of a table or an index."""
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(f"UPDATE sqlite_master SET {change} WHERE name = '{name}'")
        connection.commit()


@pytest.mark.parametrize("column", ["name", "tbl_name", "type"])
@pytest.mark.parametrize("other", ["'uable'", "x'75'"])
def test_a_table_that_lost_its_name_is_no_empty_store(store: Path, column: str, other: str) -> None:
    """It is refused at open, as damaged, whatever stands there now."""
    redefine(store, f"{column} = {other}")
    with pytest.raises(NotAStore, match=r"damaged|malformed"):
        open_store(store)


def test_a_key_that_is_no_key_any_more_is_no_empty_store(store: Path) -> None:
    """With one letter changed SQLite finds no row, and sees no fault."""
    redefine(store, "sql = replace(sql, 'PRIMARY', 'SRIMARY')")
    assert sql(store, "SELECT COUNT(*) FROM entries WHERE id > 0") == [(0,)]
    assert sql(store, "PRAGMA integrity_check") == [("ok",)]
    with pytest.raises(NotAStore) as refused:
        open_store(store)
    assert str(refused.value) == (
        f"{store} is not a store that Benefit Desk can read (the definition of a table is damaged)."
        " Put a backup in its place with: benefit-desk restore FILE"
    )


@pytest.mark.parametrize("change", ["replace(sql, 'level', 'kevel')", "replace(sql, '$.', '$')"])
def test_an_index_of_something_else_is_damaged(store: Path, change: str) -> None:
    """It would find nothing."""
    redefine(store, f"sql = {change}", "entries.level")
    with pytest.raises(NotAStore, match=r"damaged|malformed"):
        open_store(store)


def test_what_somebody_added_is_left_alone(store: Path) -> None:
    """An index or a view of one's own, made with a database browser, is no damage."""
    sql(store, "CREATE INDEX mine ON entries (json_extract(document, '$.actor'))")
    sql(store, 'CREATE VIEW "what\'s mine" AS SELECT document FROM entries')
    sql(store, "ANALYZE")
    open_store(store).close()


TABLE = "entries"
INDEX = Index(TABLE, "level", unique=True)


def definitions() -> Iterator[tuple[object, ...]]:
    """Those that are not ours."""
    whole = on(TABLE, CREATE)
    yield "table", TABLE, TABLE, None
    yield None, TABLE, TABLE, whole
    yield "table", b"entries", TABLE, whole
    yield "table", "entriet", TABLE, whole
    yield "table", TABLE, "entriet", whole
    yield "table", "entriet", "entriet", whole
    yield "table", TABLE, TABLE, whole.replace("INTEGER)", "JNTEGER)")
    yield "tablf", TABLE, TABLE, whole
    yield "index", TABLE, TABLE, whole
    yield "index", INDEX.name, TABLE, INDEX.kept_as.replace("UNIQUE", "UNIQUF")
    yield "index", "entries.level", TABLE, INDEX.kept_as
    yield "index", "entries.le-el", TABLE, INDEX.kept_as
    yield "index", "mind", TABLE, "CREATE INDEX mine ON entries (id)"
    yield "index", "mine", "entriet", "CREATE INDEX mine ON entries (id)"
    yield "index", "mine", TABLE, "CREATE INDEX _ine ON entries (id)"
    yield "index", "mine", TABLE, "CREATE INDEX mine ON _ntries (id)"
    yield "index", "mine", TABLE, "CREATE VIEW mine ON entries (id)"


@pytest.mark.parametrize("number", range(17))
def test_what_is_not_ours_is_damaged(number: int) -> None:
    """A letter of the kind, a name or the text."""
    assert not is_sound(*[*definitions()][number])


@pytest.mark.parametrize("number", range(3))
def test_what_somebody_added_is_sound(number: int) -> None:
    """Whatever kind it is of."""
    added = [
        ("index", "mine", TABLE, "CREATE INDEX mine ON entries (id)"),
        ("index", "mine", TABLE, "CREATE UNIQUE INDEX mine ON entries (id)"),
        ("view", 'm"y', 'm"y', 'CREATE VIEW "m""y" AS SELECT 1'),
    ]
    assert is_sound(*added[number])


@pytest.mark.parametrize("table", ["entries", 'a "quoted" one', '"'])
def test_what_is_ours_is_sound(table: str) -> None:
    """Tables of each layout, and indexes, whatever they are called."""
    assert is_sound("table", table, table, on(table, CREATE))
    assert is_sound("table", table, table, on(table, CREATE_WITHOUT_DIGESTS))
    for unique in (False, True):
        index = Index(table, "level", unique=unique)
        assert is_sound("index", index.name, table, index.kept_as)
        assert index.definition == index.kept_as.replace("INDEX", "INDEX IF NOT EXISTS", 1)
