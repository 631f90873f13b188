"""A TinyDB storage on SQLite: one row per document, and direct reads by id and by index."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path
from typing import Any, cast

from tinydb.storages import Storage

from core.store import StoreError
from core.stores.connection import StoreFile
from core.stores.failures import DuplicateValue, ReadFailed, RowDamaged, WriteFailed
from core.stores.statements import (
    ADD,
    AFTER,
    CREATE,
    FIND,
    LOWEST,
    ONE,
    PUT,
    TABLES,
    TAKEN,
    Document,
    Index,
    Row,
    Stored,
    digest_of,
    encode,
    is_whole,
    on,
    value_of,
)
from core.stores.views import Rows

CHUNK = 1000
"""How many rows are read at a time."""


class RowStorage(Storage):
    """Keeps each document of each TinyDB table as one row of JSON, in one SQLite file.

    One process may write, any number may read (``read_only``); the errors are those of
    ``core.stores.failures``. ``lock`` is held by every transaction: hold it to read, decide and
    write as one, from several threads.
    """

    def __init__(
        self, path: Path, *, read_only: bool = False, indexes: Sequence[Index] = ()
    ) -> None:
        self._indexes = tuple(indexes)
        self._known: tuple[int, set[str]] = (-1, set())
        self._next: dict[str, int] = {}
        self._file = StoreFile(path, read_only=read_only)
        self.lock = self._file.guard
        try:
            if not read_only:
                self._make_indexes()
        except BaseException:
            self.close()
            raise

    @property
    def path(self) -> Path:
        """The file that the documents are in."""
        return self._file.path

    def close(self) -> None:
        """Let go of the file, and of its lock."""
        self._file.close()

    # What TinyDB asks of a storage.

    def read(self) -> dict[str, dict[str, Any]] | None:
        """All tables, whose documents are read when they are asked for; ``None`` without any."""
        tables = {name: Rows(self, name) for name in sorted(self.tables())}
        # TinyDB names dicts, and uses them as mappings.
        return cast("dict[str, dict[str, Any]]", tables) or None

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Make the tables equal to ``data``; only what differs is written, in one transaction."""
        with self.transaction():
            for gone in self.tables() - data.keys():
                self._file.change(on(gone, "DROP TABLE :table"))
                self._known = (-1, set())
                self._next.pop(gone, None)
            for name, documents in data.items():
                if not (isinstance(documents, Rows) and documents.are_those_of(self, name)):
                    self._make_equal(name, documents)

    def _make_equal(self, table: str, documents: Mapping[str, Any]) -> None:
        self.create(table)
        wanted = {int(row): encode(document) for row, document in documents.items()}
        stored = dict(self._file.fetch(on(table, "SELECT id, document FROM :table")))
        self.remove(table, stored.keys() - wanted.keys())
        self.put(table, (row for row in wanted.items() if stored.get(row[0]) != row[1]))

    # Reading directly.

    def tables(self) -> set[str]:
        """The names of the tables that exist."""
        return {name for (name,) in self._file.fetch(TABLES)}

    def has(self, table: str) -> bool:
        """Whether the table exists."""
        undone, names = self._known
        if undone != self._file.undone or table not in names:
            self._known = (self._file.undone, self.tables())
        return table in self._known[1]

    def find(self, table: str, field: str, value: Any) -> Iterator[tuple[int, Document]]:
        """Ids and documents whose ``field`` is ``value``, in the order of their ids.

        At once where the field is indexed; otherwise every row is looked at. ``None`` finds the
        documents without the field, too.
        """
        statement = FIND.replace(":value", value_of(field))
        return self._stream(on(table, statement), table, (value,))

    def taken(self, table: str, field: str, values: Iterable[Any]) -> set[Any]:
        """Those of the values that ``field`` has in some document; at once where it is indexed."""
        rest, found = iter(values), set[Any]()
        statement = on(table, TAKEN.replace(":value", value_of(field)))
        while self.has(table) and (some := list(islice(rest, CHUNK))):
            found.update(value for (value,) in self._file.fetch(statement, (json.dumps(some),)))
        return found

    def after(
        self, table: str, row: int, limit: int | None = None
    ) -> Iterator[tuple[int, Document]]:
        """Ids and documents with an id above ``row``, in the order of their ids."""
        size = CHUNK if limit is None else min(CHUNK, limit)
        return islice(self._stream(on(table, AFTER), table, (), row, size), limit)

    def _stream(
        self,
        statement: str,
        table: str,
        values: tuple[Any, ...],
        row: int = LOWEST,
        size: int = CHUNK,
    ) -> Iterator[tuple[int, Document]]:
        # Pages instead of one open cursor: writes in between can't disturb it, nor it them.
        while self.has(table):
            page = self._file.fetch(self._with_digest(statement), (*values, row, size))
            yield from self._decoded_page(table, page)
            if len(page) < size:
                return
            row = page[-1][0]

    def _with_digest(self, statement: str) -> str:
        return statement.replace(":digest", "digest" if self._file.has_digests else "NULL")

    def _check(self, table: str, stored: Stored) -> None:
        if not is_whole(stored):
            raise RowDamaged(self.path, table, stored[0])

    def _decoded_page(self, table: str, page: list[Stored]) -> Iterator[tuple[int, Document]]:
        for stored in page:
            self._check(table, stored)
        # One call for all of them takes half the time of one for each.
        try:
            documents = json.loads(f"[{','.join(text for _, text, _ in page)}]")
        except ValueError:
            documents = [self.decoded(table, row, text) for row, text, _ in page]
        return zip((row for row, _, _ in page), documents, strict=True)

    def decoded(self, table: str, row: int, text: str) -> Document:
        """The document that a row's JSON stands for. Raises ``ReadFailed`` for other text."""
        try:
            return cast("Document", json.loads(text))
        except ValueError as error:
            raise ReadFailed(self.path, f"{table} {row}: {error}") from error

    def text(self, table: str, row: object) -> str | None:
        """The JSON of one document, or ``None``."""
        if not (isinstance(row, int) and LOWEST < row < -LOWEST and self.has(table)):
            return None
        found = self._file.fetch(self._with_digest(on(table, ONE)), (row,))
        if not found:
            return None
        self._check(table, found[0])
        text: str = found[0][1]
        return text

    def document(self, table: str, row: int) -> Document | None:
        """One document, or ``None``."""
        text = self.text(table, row)
        return None if text is None else self.decoded(table, row, text)

    def ids(self, table: str) -> Iterator[int]:
        """Every id in the table, ascending."""
        rows = self._file.fetch(on(table, "SELECT id FROM :table ORDER BY id"))
        return (row for (row,) in rows)

    def count(self, table: str) -> int:
        """How many documents the table has."""
        return self._number(table, "SELECT COUNT(*) FROM :table")

    def last_id(self, table: str) -> int:
        """The highest id in the table, 0 in an empty one."""
        return self._number(table, "SELECT COALESCE(MAX(id), 0) FROM :table")

    def is_taken(self, table: str, row: int) -> bool:
        """Whether the table has a document with this id."""
        # Ids mostly grow, and above the highest there is nothing to look for.
        return row < self._free(table) and self.text(table, row) is not None

    def next_id(self, table: str) -> int:
        """An id for a new document, higher than those in the table and those given before."""
        row = self._free(table)
        self._next[table] = row + 1
        return row

    def _free(self, table: str) -> int:
        if table not in self._next:
            self._next[table] = self.last_id(table) + 1
        return self._next[table]

    def _number(self, table: str, statement: str) -> int:
        return int(self._file.fetch(on(table, statement))[0][0]) if self.has(table) else 0

    # Writing directly.

    def transaction(self) -> AbstractContextManager[None]:
        """Everything written inside goes in together or not at all.

        A transaction inside another, and every TinyDB call is one, joins it: it undoes only its own
        part when it fails, and the outer one may go on. Opened for reading, everything inside sees
        one and the same state.
        """
        return self._file.transaction()

    def create(self, table: str) -> None:
        """Make the table and its indexes, where they are missing."""
        if self.has(table):
            return
        with self.transaction():
            self._file.change(on(table, CREATE))
            for index in self._indexes:
                if index.table == table:
                    self._file.change(index.definition)

    def _make_indexes(self) -> None:
        known = [index for index in self._indexes if self.has(index.table)]
        with self.transaction():
            for index in known:
                try:
                    self._file.change(index.definition)
                except sqlite3.IntegrityError as error:
                    why = f"two entries of {index.table} have the same {index.field}"
                    raise WriteFailed(self.path, why) from error

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """Write new rows of id and JSON; inside a transaction.

        Raises ``DuplicateValue`` for a value that is taken, ``WriteFailed`` for an id that is.
        """
        self._write(ADD, table, rows)

    def put(self, table: str, rows: Iterable[Row]) -> None:
        """Write rows of id and JSON, new or in the place of others; inside a transaction.

        Raises ``DuplicateValue`` for a value that is taken.
        """
        self._write(PUT, table, rows)

    def _write(self, statement: str, table: str, rows: Iterable[Row]) -> None:
        row: Row = (0, "{}")

        def noted(next_row: Row) -> Stored:
            nonlocal row
            row = next_row
            if row[0] >= self._next.get(table, row[0] + 1):
                self._next[table] = row[0] + 1
            return (*row, digest_of(*row))

        try:
            self._file.change(on(table, statement), map(noted, rows))
        except sqlite3.IntegrityError as error:
            raise self._conflict(table, row[1], error) from error

    def _conflict(self, table: str, text: str, error: sqlite3.IntegrityError) -> StoreError:
        # SQLite names the index, and an index's name has the field.
        index = re.search(r"index '(.+)'", str(error))
        if index is None:
            return WriteFailed(self.path, str(error))
        field = index[1].removeprefix(f"{table}.").removesuffix(".unique")
        return DuplicateValue(table, field, json.loads(text).get(field))

    def remove(self, table: str, rows: Iterable[int]) -> None:
        """Take rows out by their ids; inside a transaction."""
        self._file.change(on(table, "DELETE FROM :table WHERE id = ?"), ((row,) for row in rows))

    def clear(self, table: str) -> None:
        """Take every row out, and number anew; inside a transaction."""
        self._next.pop(table, None)
        self._file.change(on(table, "DELETE FROM :table"))

    # The file as a whole.

    def version(self) -> tuple[int, int]:
        """Another value whenever any document may have changed, by this process or another."""
        return self._file.version()

    @property
    def can_write(self) -> bool:
        """Whether a write may succeed: no longer, once one ended in doubt."""
        return self._file.can_write

    def stop(self, damage: str) -> None:
        """Take no more writes, for this was found in the file."""
        self._file.stop(damage)

    def compact(self) -> None:
        """Write the file anew, without what was replaced or removed. Raises ``WriteFailed``."""
        self._file.compact()

    def backup(self, target: Path) -> None:
        """Copy what is committed to ``target``, beside a running writer too.

        ``target`` becomes a whole, checked copy, or stays as it was. Raises ``WriteFailed``.
        """
        self._file.backup(target)

    def integrity(self, *, quick: bool = False) -> list[str]:
        """Every damage that is found in the file, in SQLite's words; empty when it is sound.

        ``quick`` leaves out whether the indexes agree with their tables.
        """
        found = self._file.integrity(quick=quick)
        for table in sorted(self.tables()) if not found else []:
            rows = self._file.fetch(
                on(table, "SELECT id FROM :table WHERE NOT json_valid(document) ORDER BY id")
            )
            found += [f"{table} {row} is not JSON" for (row,) in rows]
            found += [f"{table} {row} is not what was written" for row in self._damaged(table)]
        return found

    def _damaged(self, table: str) -> Iterator[int]:
        row = LOWEST
        while page := self._file.fetch(self._with_digest(on(table, AFTER)), (row, CHUNK)):
            yield from (stored[0] for stored in page if not is_whole(stored))
            row = page[-1][0]
