"""What a store's file says of its tables and indexes, held against how they are made."""

import sqlite3
from pathlib import Path
from typing import Any, Final

from core.stores.failures import NotAStore
from core.stores.statements import (
    CREATE,
    CREATE_WITHOUT_DIGESTS,
    DEFINITIONS,
    Index,
    on,
    quoted,
)

UNIQUE: Final = ".unique"
"""How the name of an index ends whose values may occur only once."""


def check_definitions(connection: sqlite3.Connection, path: Path) -> None:
    """Raise ``NotAStore`` where a table or an index is not what we made.

    One letter more or less, and SQLite would take the key for an ordinary column, which is empty
    in every row, or not find the table at all: the store would seem to hold nothing.
    """
    for row in connection.execute(DEFINITIONS):
        if not is_sound(*row):
            raise NotAStore(path, "the definition of a table is damaged")


def is_sound(kind: Any, name: Any, table: Any, text: Any) -> bool:
    """Whether a definition is one of ours, or an index, view or trigger that somebody added."""
    if not all(isinstance(each, str) for each in (kind, name, table, text)):
        return False
    if kind == "table":
        return name == table and text in (on(table, CREATE), on(table, CREATE_WITHOUT_DIGESTS))
    if kind == "index" and name.startswith(f"{table}."):
        return bool(text == _index(table, name.removeprefix(f"{table}.")))
    begins = text.startswith((f"CREATE {kind.upper()} ", f"CREATE UNIQUE {kind.upper()} "))
    return begins and quoted(name)[1:-1] in text and quoted(table)[1:-1] in text


def _index(table: str, rest: str) -> str | None:
    field = rest.removesuffix(UNIQUE)
    try:
        return Index(table, field, unique=rest.endswith(UNIQUE)).kept_as
    except ValueError:
        return None
