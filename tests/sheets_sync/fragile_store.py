"""The real store behind the store port, dying at a chosen write."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from core.clock import Key
from core.entry import Entry
from core.store import Store
from tests.sheets_sync.fake_sheet import Killed


class FragileStore:
    """Passes everything on to `store`; `dies_at` counts the writes down to the fatal one.

    The process dies before that write, or right after it where `after` is set.
    """

    def __init__(self, store: Store, dies_at: int = 0, *, after: bool = False) -> None:
        self.store = store
        self.dies_at = dies_at
        self.after = after

    def _write(self, write: Callable[[], None]) -> None:
        self.dies_at -= 1
        if self.dies_at == 0 and not self.after:
            raise Killed
        write()
        if self.dies_at == 0:
            raise Killed

    @property
    def last(self) -> Key | None:
        """The last entry's key."""
        return self.store.last

    @property
    def shared(self) -> bool:
        """As the real store is."""
        return self.store.shared

    def deciding(self) -> AbstractContextManager[None]:
        """The real store's lock."""
        return self.store.deciding()

    def append(self, entries: Sequence[Entry]) -> None:
        """Write entries, or die."""
        self._write(lambda: self.store.append(entries))

    def entries(self, *, after: Key | None = None) -> Iterator[Entry]:
        """The ledger."""
        return self.store.entries(after=after)

    def entry(self, key: Key) -> Entry | None:
        """One entry."""
        return self.store.entry(key)

    def entries_of_level(self, level: Key) -> list[Entry]:
        """One level's entries."""
        return self.store.entries_of_level(level)

    def entries_of_request(self, idempotency_key: str) -> list[Entry]:
        """One request's entries."""
        return self.store.entries_of_request(idempotency_key)

    def carried_out(self, idempotency_keys: Iterable[str]) -> set[str]:
        """Those requests that wrote something."""
        return self.store.carried_out(idempotency_keys)

    def document(self, name: str) -> dict[str, Any] | None:
        """A document."""
        return self.store.document(name)

    def keep(self, name: str, document: Mapping[str, Any]) -> None:
        """Keep a document, or die."""
        self._write(lambda: self.store.keep(name, document))

    def drop(self, name: str) -> None:
        """Drop a document, or die."""
        self._write(lambda: self.store.drop(name))

    def backup(self, path: Path) -> None:
        """Copy the store."""
        self.store.backup(path)

    def documents(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Those of the real store."""
        return self.store.documents()

    def rewrite(self, entries: Sequence[Entry]) -> None:
        """Write, or die."""
        self._write(lambda: self.store.rewrite(entries))

    def clean(self) -> None:
        """As the real store does."""
        self.store.clean()

    @property
    def can_write(self) -> bool:
        """As the real store can."""
        return self.store.can_write

    def damages(self) -> list[str]:
        """Those of the real store."""
        return self.store.damages()

    def close(self) -> None:
        """Close the store."""
        self.store.close()
