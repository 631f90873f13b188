"""TinyDB tables over rows: each call reads and writes only the rows that it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import Any, cast

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.table import Document, Table

from core.stores.statements import LOWEST, Index, encode
from core.stores.storage import RowStorage
from core.stores.views import Draft, Rows

__all__ = ["Index", "RowDatabase", "RowStorage", "RowTable"]


class RowTable(Table):
    """A TinyDB table whose calls read and write single rows, each call one transaction.

    Ids are whole numbers, and documents come in their order. TinyDB's query cache is emptied
    whenever the store has changed, by whomever; ``cache_size=0`` turns it off.
    """

    def __init__(
        self,
        storage: RowStorage,
        name: str,
        *,
        cache_size: int = Table.default_query_cache_capacity,
        persist_empty: bool = False,
    ) -> None:
        if not isinstance(storage, RowStorage):
            raise TypeError("A RowTable needs a RowStorage of its own, without a middleware.")
        self._rows = storage
        self._cached_at = (0, 0)
        super().__init__(storage, name, cache_size, persist_empty)

    def insert(self, document: Mapping[str, Any]) -> int:
        """Add one document; gives its id. Raises ``DuplicateValue`` or ``WriteFailed``."""
        return self.insert_multiple((document,))[0]

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """Add all documents or none; gives their ids. Raises as ``insert`` does."""
        ids: list[int] = []
        with self._rows.transaction():
            self._rows.create(self.name)
            self._rows.add(self.name, self._new_rows(documents, ids))
        self.clear_cache()
        return ids

    def _new_rows(
        self, documents: Iterable[Mapping[str, Any]], ids: list[int]
    ) -> Iterator[tuple[int, str]]:
        for document in documents:
            if not isinstance(document, Mapping):
                raise ValueError("Document is not a Mapping")  # noqa: TRY004, TinyDB's own answer
            row = self._id_of(document)
            ids.append(row)
            yield row, encode(document if isinstance(document, dict) else dict(document))

    def _id_of(self, document: Mapping[str, Any]) -> int:
        if not isinstance(document, self.document_class):
            return self._get_next_id()
        if self._rows.is_taken(self.name, document.doc_id):
            raise ValueError(f"Document with ID {document.doc_id} already exists")
        return document.doc_id

    def search(self, cond: QueryLike) -> list[Document]:
        """All documents that match, read row by row."""
        with self._rows.lock:
            now = self._rows.version()
            if now != self._cached_at:
                self.clear_cache()
                self._cached_at = now
            return super().search(cond)

    def get(
        self,
        cond: QueryLike | None = None,
        doc_id: int | None = None,
        doc_ids: list[int] | None = None,
    ) -> Any:
        """One document by id or query, or those of ``doc_ids`` that exist."""
        if doc_id is not None:
            document = self._rows.document(self.name, doc_id)
            return None if document is None else self.document_class(document, doc_id)
        if doc_ids is not None:
            found = (self.get(doc_id=row) for row in sorted(set(doc_ids)))
            return [document for document in found if document is not None]
        # TinyDB declares one overload for each way to call it.
        return cast("Any", super()).get(cond, doc_id, doc_ids)

    def update(
        self,
        fields: Mapping[str, Any] | Callable[[MutableMapping[str, Any]], None],
        cond: QueryLike | None = None,
        doc_ids: Iterable[int] | None = None,
    ) -> list[int]:
        """Change the documents of these ids, or those that match, or all; gives their ids."""
        with self._rows.transaction():
            return super().update(
                fields, doc_ids=self._matching(cond) if doc_ids is None else doc_ids
            )

    def remove(
        self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None
    ) -> list[int]:
        """Take out the documents of these ids, or those that match; gives their ids."""
        if doc_ids is not None or cond is None:
            return super().remove(cond, doc_ids)
        with self._rows.transaction():
            return super().remove(doc_ids=self._matching(cond))

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[int]:
        """Change the documents that match, or add this one; gives their ids."""
        with self._rows.transaction():
            return super().upsert(document, cond)

    def _matching(self, cond: QueryLike | None) -> list[int]:
        rows = self._rows.after(self.name, LOWEST)
        return [row for row, document in rows if cond is None or cond(document)]

    def _get_next_id(self) -> int:
        return self._rows.next_id(self.name)

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        return cast("dict[str, Mapping[str, Any]]", Rows(self._rows, self.name))

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        with self._rows.transaction():
            self._rows.create(self.name)
            draft = Draft(self._rows, self.name)
            # TinyDB names a dict, and uses it as a mapping.
            updater(cast("dict[int, Mapping[str, Any]]", draft))
            draft.settle()
        self.clear_cache()


class RowDatabase(TinyDB):
    """A TinyDB that keeps its documents as rows."""

    table_class: type[Table] = RowTable

    def __init__(
        self, path: Path, *, read_only: bool = False, indexes: Sequence[Index] = ()
    ) -> None:
        super().__init__(path, storage=RowStorage, read_only=read_only, indexes=indexes)

    @property
    def storage(self) -> RowStorage:
        """The storage, for direct reads and transactions."""
        return cast("RowStorage", super().storage)
