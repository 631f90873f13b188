"""The store of one process: TinyDB over SQLite rows, in one file."""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any, Final

from core.clock import Key
from core.entry import Entry, from_document, to_document
from core.store import AlreadyStored, LedgerBroken, part_key
from core.stores import files
from core.stores.failures import DuplicateValue
from core.stores.rows import Index, RowDatabase
from core.stores.statements import encode

ENTRIES: Final = "entries"
DOCUMENTS: Final = "documents"
INDEXES: Final = (
    Index(ENTRIES, "idempotency_key", unique=True),
    Index(ENTRIES, "level"),
    Index(DOCUMENTS, "name", unique=True),
)


def _entry(row: int, document: Mapping[str, Any]) -> Entry:
    try:
        return from_document(document)
    except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError) as wrong:
        raise LedgerBroken(row, "it can't be read") from wrong


class EmbeddedStore:
    """The ledger in a TinyDB table whose document ids are the entries' keys.

    One process writes; others may open it read-only beside it.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self._read_only = read_only
        self._database = RowDatabase(path, read_only=read_only, indexes=INDEXES)
        self._rows = self._database.storage
        self._documents = self._database.table(DOCUMENTS, cache_size=0)
        self._lock = threading.RLock()
        self._last = Key(self._rows.last_id(ENTRIES))

    @property
    def last(self) -> Key | None:
        """The last key, which the only writer knows; a reader has to ask."""
        return None if self._read_only else self._last or None

    @property
    def shared(self) -> bool:
        """One process writes, and its lock on the file proves it."""
        return False

    def deciding(self) -> AbstractContextManager[Any]:
        """Keep every other decision out: one lock, for one process writes."""
        return self._lock

    def append(self, entries: Sequence[Entry]) -> None:
        """Write all entries in one transaction, synced to the disk before this returns."""
        rows = ((entry.key, encode(to_document(entry))) for entry in entries)
        with self._lock:
            try:
                with self._rows.transaction():
                    self._rows.create(ENTRIES)
                    self._rows.add(ENTRIES, rows)
            except DuplicateValue as duplicate:
                raise AlreadyStored(str(duplicate.value)) from duplicate
            self._last = entries[-1].key

    def entries(self, *, after: Key | None = None) -> Iterator[Entry]:
        """The ledger in the order of its keys."""
        for row, document in self._rows.after(ENTRIES, after or 0):
            yield _entry(row, document)

    def entry(self, key: Key) -> Entry | None:
        """The entry with this key."""
        document = self._rows.document(ENTRIES, key)
        return _entry(key, document) if document else None

    def entries_of_level(self, level: Key) -> list[Entry]:
        """Every entry of one benefit level, in order."""
        found = self._rows.find(ENTRIES, "level", level)
        return sorted((_entry(*each) for each in found), key=lambda entry: entry.key)

    def entries_of_request(self, idempotency_key: str) -> list[Entry]:
        """What one request wrote, part by part."""
        found: list[Entry] = []
        while parts := [
            *self._rows.find(ENTRIES, "idempotency_key", part_key(idempotency_key, len(found) + 1))
        ]:
            found.append(_entry(*parts[0]))
        return found

    def carried_out(self, idempotency_keys: Iterable[str]) -> set[str]:
        """Those of the requests that wrote something."""
        return self._rows.taken(ENTRIES, "idempotency_key", idempotency_keys)

    def document(self, name: str) -> dict[str, Any] | None:
        """A document kept beside the ledger."""
        found = next(self._rows.find(DOCUMENTS, "name", name), None)
        return found[1]["content"] if found else None

    def documents(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every document by its name."""
        for _, document in self._rows.after(DOCUMENTS, 0):
            yield document["name"], document["content"]

    def keep(self, name: str, document: Mapping[str, Any]) -> None:
        """Write a document durably, in place of the one of that name."""
        content = {"name": name, "content": dict(document)}
        with self._lock:
            found = [row for row, _ in self._rows.find(DOCUMENTS, "name", name)]
            if found:
                self._documents.update(content, doc_ids=found)
            else:
                self._documents.insert(content)

    def drop(self, name: str) -> None:
        """Take a document away, durably."""
        with self._lock:
            if found := [row for row, _ in self._rows.find(DOCUMENTS, "name", name)]:
                self._documents.remove(doc_ids=found)

    def backup(self, path: Path) -> None:
        """Copy the whole store to a new file, beside a running writer."""
        self._rows.backup(path)

    def rewrite(self, entries: Sequence[Entry]) -> None:
        """Put these in the place of those with the same keys, in one transaction."""
        rows = ((entry.key, encode(to_document(entry))) for entry in entries)
        with self._lock, self._rows.transaction():
            self._rows.put(ENTRIES, rows)

    def clean(self) -> None:
        """Write the file anew, without the pages that were thrown away."""
        self._rows.compact()

    @property
    def can_write(self) -> bool:
        """Whether a write may succeed."""
        return self._rows.can_write

    def damages(self) -> list[str]:
        """What a look at every page, index and digest of the file finds."""
        return self._rows.integrity()

    def look_through(self) -> list[str]:
        """Look at all of a file of which opening it left most out, while others read and write.

        Where damage is found, nothing more is written until the store is opened again.
        """
        path = self._rows.path
        if path.stat().st_size <= files.LOOKED_THROUGH:
            return []
        with closing(EmbeddedStore(path, read_only=True)) as reader:
            found = reader.damages()
        if found:
            self._rows.stop(found[0])
        return found

    def close(self) -> None:
        """Let go of the file and its lock."""
        self._database.close()


def open_store(path: Path, *, read_only: bool = False) -> EmbeddedStore:
    """Open the store in this file, or make it; read-only beside a writer.

    Raises:
        StoreError: the file is in use, damaged, or can't be opened; the sentence says what to do.
    """
    return EmbeddedStore(path, read_only=read_only)
