"""The SQL that rows are kept with: one table of ids and documents per TinyDB table."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any
from zlib import crc32

Document = dict[str, Any]
"""What JSON can hold: texts, numbers, booleans, ``None``, lists and dicts."""

Row = tuple[int, str]
"""An id and a document's JSON."""

Stored = tuple[int, str, int | None]
"""The same with its digest; ``None`` in a file of an older layout that is only read."""

LOWEST = -(2**63)
"""Every row's id is higher: SQLite's integers begin here."""

TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
)

DEFINITIONS = (
    "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~'"
)

CREATE = "CREATE TABLE :table (id INTEGER PRIMARY KEY, document TEXT NOT NULL, digest INTEGER)"

CREATE_WITHOUT_DIGESTS = "CREATE TABLE :table (id INTEGER PRIMARY KEY, document TEXT NOT NULL)"
"""How a table was made before its rows had digests."""

AFTER = "SELECT id, document, :digest FROM :table WHERE id > ? ORDER BY id LIMIT ?"

FIND = "SELECT id, document, :digest FROM :table WHERE :value IS ? AND id > ? ORDER BY id LIMIT ?"

ONE = "SELECT id, document, :digest FROM :table WHERE id = ?"

TAKEN = "SELECT :value FROM :table WHERE :value IN (SELECT value FROM json_each(?))"

ADD = "INSERT INTO :table (id, document, digest) VALUES (?, ?, ?)"

PUT = ADD + (
    " ON CONFLICT (id) DO UPDATE SET document = excluded.document, digest = excluded.digest"
)


def digest_of(row: int, text: str) -> int:
    """What tells a row from every other that differs from it in one place."""
    return crc32(text.encode(), row & 0xFFFFFFFF)


def is_whole(stored: Stored) -> bool:
    """Whether a row is as it was written, as far as its file can tell."""
    row, text, digest = stored
    return isinstance(text, str) and digest in (None, digest_of(row, text))


encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


@dataclass(frozen=True, slots=True)
class Index:
    """A field by which a table's documents are found at once.

    Where ``unique``, no two documents of the table may have the same value there; any number may
    have none.
    """

    table: str
    field: str
    unique: bool = False

    def __post_init__(self) -> None:
        value_of(self.field)

    @property
    def name(self) -> str:
        """The index's name in the file, from which a broken constraint's field is told."""
        return f"{self.table}.{self.field}{'.unique' if self.unique else ''}"

    @property
    def definition(self) -> str:
        """The statement that makes the index where it is missing."""
        return self.kept_as.replace("INDEX", "INDEX IF NOT EXISTS", 1)

    @property
    def kept_as(self) -> str:
        """The statement as SQLite keeps it in the file."""
        unique = "UNIQUE " if self.unique else ""
        return (
            f"CREATE {unique}INDEX {quoted(self.name)} "
            f"ON {quoted(self.table)} ({value_of(self.field)})"
        )


@cache
def on(table: str, statement: str) -> str:
    """``statement`` about ``table``: SQL takes no table's name as a parameter."""
    return statement.replace(":table", quoted(table))


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def value_of(field: str) -> str:
    """The SQL expression for a field's value in a document."""
    if not (field.isascii() and field.isidentifier()):
        raise ValueError(f"{field!r} can't be looked up: use letters, digits and underscores.")
    return f"json_extract(document, '$.{field}')"
