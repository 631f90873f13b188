"""What the books said at an instant: a store that ends there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

from core.clock import Key
from core.desk import Desk
from core.entry import Entry
from core.store import Store, StoreError


class PastIsFixed(StoreError):
    """Somebody tried to write into the past."""

    def __init__(self) -> None:
        super().__init__("The books as they were can be read, not written.")


class PastStore:
    """Reads what `store` held at the instant `at`; writes nothing."""

    def __init__(self, store: Store, at: datetime) -> None:
        self._store = store
        self._at = at

    @property
    def last(self) -> None:
        """It has to be asked."""
        return None

    @property
    def shared(self) -> bool:
        """As the whole store is."""
        return self._store.shared

    def deciding(self) -> AbstractContextManager[None]:
        """The store's own lock."""
        return self._store.deciding()

    def append(self, entries: Sequence[Entry]) -> None:
        """Refuse."""
        del entries
        raise PastIsFixed

    def entries(self, *, after: Key | None = None) -> Iterator[Entry]:
        """The ledger up to the instant."""
        return (entry for entry in self._store.entries(after=after) if entry.at <= self._at)

    def entry(self, key: Key) -> Entry | None:
        """The entry with this key, if it was told by then."""
        entry = self._store.entry(key)
        return entry if entry and entry.at <= self._at else None

    def entries_of_level(self, level: Key) -> list[Entry]:
        """What one level's entries were then."""
        return [each for each in self._store.entries_of_level(level) if each.at <= self._at]

    def entries_of_request(self, idempotency_key: str) -> list[Entry]:
        """What a request had written by then."""
        entries = self._store.entries_of_request(idempotency_key)
        return [entry for entry in entries if entry.at <= self._at]

    def carried_out(self, idempotency_keys: Iterable[str]) -> set[str]:
        """Those of the requests that had written something by then."""
        return {key for key in idempotency_keys if self.entries_of_request(key)}

    def document(self, name: str) -> dict[str, Any] | None:
        """Documents have no past."""
        return self._store.document(name)

    def keep(self, name: str, document: Mapping[str, Any]) -> None:
        """Refuse."""
        del name, document
        raise PastIsFixed

    def drop(self, name: str) -> None:
        """Refuse."""
        del name
        raise PastIsFixed

    def backup(self, path: Path) -> None:
        """Copy the whole store."""
        self._store.backup(path)

    def documents(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Those of the whole store."""
        return self._store.documents()

    def rewrite(self, entries: Sequence[Entry]) -> None:
        """Refuse."""
        del entries
        raise PastIsFixed

    def clean(self) -> None:
        """As the whole store does."""
        self._store.clean()

    @property
    def can_write(self) -> bool:
        """As the whole store can."""
        return self._store.can_write

    def damages(self) -> list[str]:
        """Those of the whole store."""
        return self._store.damages()

    def close(self) -> None:
        """Close the whole store."""
        self._store.close()


def as_known_at(desk: Desk, at: datetime) -> Desk:
    """A desk that knows only what had been told at the instant `at`."""
    return Desk(PastStore(desk.store, at), clock=desk.clock, policy=desk.policy)
