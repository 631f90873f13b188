"""A table as TinyDB sees it, reading only the rows that it asks for."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, MutableMapping
from itertools import chain
from typing import TYPE_CHECKING, cast

from core.stores.statements import LOWEST, Document, encode

if TYPE_CHECKING:
    from core.stores.storage import RowStorage


class Rows(Mapping[str, Document]):
    """A table as ``RowStorage.read`` shows it: nothing is read before it is asked for."""

    def __init__(self, storage: RowStorage, table: str) -> None:
        self._storage = storage
        self._table = table

    def are_those_of(self, storage: RowStorage, table: str) -> bool:
        """Whether these are that table's own rows, as they are stored now."""
        return self._storage is storage and self._table == table

    def stream(self) -> Iterator[tuple[str, Document]]:
        """Every id and document, read page by page."""
        return ((str(row), document) for row, document in self._storage.after(self._table, LOWEST))

    def __getitem__(self, key: str) -> Document:
        try:
            document = self._storage.document(self._table, int(key))
        except ValueError:
            document = None
        if document is None:
            raise KeyError(key)
        return document

    def __iter__(self) -> Iterator[str]:
        return map(str, self._storage.ids(self._table))

    def __len__(self) -> int:
        return self._storage.count(self._table)

    def items(self) -> ItemsView[str, Document]:
        """Every id and document; each is read once, page by page."""
        return StreamedItems(self)


class StreamedItems(ItemsView[str, Document]):
    """The items of ``Rows``, without one read for each of them."""

    def __init__(self, rows: Rows) -> None:
        super().__init__(rows)
        self._rows = rows

    def __iter__(self) -> Iterator[tuple[str, Document]]:
        return self._rows.stream()


class Draft(MutableMapping[int, Document]):
    """A table as one TinyDB call changes it, before what it changed is written."""

    def __init__(self, storage: RowStorage, table: str) -> None:
        self._storage = storage
        self._table = table
        self._stored: dict[int, str] = {}
        self._documents: dict[int, Document] = {}
        self._removed: set[int] = set()
        self._cleared = False

    def __contains__(self, row: object) -> bool:
        return row in self._documents or self._text(cast("int", row)) is not None

    def __getitem__(self, row: int) -> Document:
        if row not in self._documents:
            text = self._text(row)
            if text is None:
                raise KeyError(row)
            self._stored[row] = text
            self._documents[row] = self._storage.decoded(self._table, row, text)
        return self._documents[row]

    def __setitem__(self, row: int, document: Document) -> None:
        self._documents[row] = document

    def __delitem__(self, row: int) -> None:
        if row not in self:
            raise KeyError(row)
        self._documents.pop(row, None)
        self._stored.pop(row, None)
        self._removed.add(row)

    def __iter__(self) -> Iterator[int]:
        kept = [] if self._cleared else [*self._storage.ids(self._table)]
        known = set(kept)
        return chain(
            (row for row in kept if row in self._documents or row not in self._removed),
            [row for row in self._documents if row not in known],
        )

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        """Take every document out, without reading any."""
        self._stored.clear()
        self._documents.clear()
        self._removed.clear()
        self._cleared = True

    def _text(self, row: int) -> str | None:
        if self._cleared or row in self._removed:
            return None
        return self._storage.text(self._table, row)

    def settle(self) -> None:
        """Write what has changed."""
        if self._cleared:
            self._storage.clear(self._table)
        if self._removed:
            self._storage.remove(self._table, self._removed)
        rows = ((row, encode(document)) for row, document in self._documents.items())
        self._storage.put(self._table, (row for row in rows if self._stored.get(row[0]) != row[1]))
