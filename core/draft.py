"""A store to try changes out on: what is appended here is kept in memory, over the real store."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from core.clock import Key
from core.entry import Entry
from core.store import AlreadyStored, Store


class DraftStore:
    """Reads through to `store`; writes nothing. `drafted` holds what was appended.

    `fresh` says that no request was carried out before, so that the store needn't be asked.
    """

    def __init__(self, store: Store, last: Key | None, *, fresh: bool = False) -> None:
        self.drafted: list[Entry] = []
        self._store = store
        self.last = last
        self._fresh = fresh
        self._by_key: dict[Key, Entry] = {}
        self._by_request: dict[str, Entry] = {}
        self._by_level: defaultdict[Key, list[Entry]] = defaultdict(list)

    @property
    def shared(self) -> bool:
        """As the real store is."""
        return self._store.shared

    def deciding(self) -> AbstractContextManager[None]:
        """The real store's own lock, which the one who drafts holds already."""
        return self._store.deciding()

    def append(self, entries: Sequence[Entry]) -> None:
        """Keep the entries in memory."""
        for entry in entries:
            if entry.idempotency_key in self._by_request:
                raise AlreadyStored(entry.idempotency_key)
        first = entries[0].idempotency_key
        if not self._fresh and self._store.entries_of_request(first):
            raise AlreadyStored(first)
        for entry in entries:
            self.drafted.append(entry)
            self.last = entry.key
            self._by_key[entry.key] = entry
            self._by_request[entry.idempotency_key] = entry
            if entry.level is not None:
                self._by_level[entry.level].append(entry)

    def entries(self, *, after: Key | None = None) -> Iterator[Entry]:
        """The real ledger, then the draft."""
        yield from self._store.entries(after=after)
        yield from (entry for entry in self.drafted if after is None or entry.key > after)

    def entry(self, key: Key) -> Entry | None:
        """The entry with this key, drafted or real."""
        return self._by_key.get(key) or self._store.entry(key)

    def entries_of_level(self, level: Key) -> list[Entry]:
        """Every entry of one benefit level, drafted ones last."""
        return [*self._store.entries_of_level(level), *self._by_level.get(level, ())]

    def entries_of_request(self, idempotency_key: str) -> list[Entry]:
        """What one request wrote, here or in the real store."""
        first = self._by_request.get(idempotency_key)
        if first is None:
            return self._store.entries_of_request(idempotency_key)
        root = f"{idempotency_key}#"
        return [
            entry
            for key, entry in self._by_request.items()
            if entry is first or key.startswith(root)
        ]

    def carried_out(self, idempotency_keys: Iterable[str]) -> set[str]:
        """Those of the requests that wrote something, here or in the real store."""
        keys = set(idempotency_keys)
        return self._store.carried_out(keys) | (keys & self._by_request.keys())

    def document(self, name: str) -> dict[str, Any] | None:
        """A document of the real store."""
        return self._store.document(name)

    def keep(self, name: str, document: Mapping[str, Any]) -> None:
        """Documents are no part of a draft."""
        self._store.keep(name, document)

    def drop(self, name: str) -> None:
        """Documents are no part of a draft."""
        self._store.drop(name)

    def backup(self, path: Path) -> None:
        """Copy the real store."""
        self._store.backup(path)

    def documents(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Those of the real store."""
        return self._store.documents()

    def rewrite(self, entries: Sequence[Entry]) -> None:
        """In the real store: nothing of that is tried out first."""
        self._store.rewrite(entries)

    def clean(self) -> None:
        """As the real store does."""
        self._store.clean()

    @property
    def can_write(self) -> bool:
        """As the real store can."""
        return self._store.can_write

    def damages(self) -> list[str]:
        """Those of the real store."""
        return self._store.damages()

    def close(self) -> None:
        """A draft has nothing to let go of."""
