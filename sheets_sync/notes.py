"""What the sync keeps beside the ledger about one spreadsheet, and whether it has changed since."""

from collections.abc import Mapping
from typing import Any, Protocol
from uuid import uuid4

from core.store import Store


class Documents(Protocol):
    """Where small documents are kept; a store can do it, and more."""

    def document(self, name: str) -> Mapping[str, Any] | None:
        """The document of this name."""

    def keep(self, name: str, document: Mapping[str, Any]) -> None:
        """Write a document durably, in place of the one of that name."""


class Notes:
    """A store's documents about one spreadsheet, during one sync.

    Before the first one is written, a name for that change is. So one look tells whether anything
    was noted since an earlier look, by whatever process. In a `trial` they stay in memory.
    """

    def __init__(self, store: Store, identity: str, *, trial: bool = False) -> None:
        self.changed = False
        self._store = store
        self._name = f"sheet:{identity}:last change"
        self._trial = trial
        self._tried: dict[str, Mapping[str, Any]] = {}

    @property
    def last_change(self) -> str:
        """The name of the last change; blank before the first."""
        found = self._store.document(self._name)
        return str(found["name"]) if found else ""

    def document(self, name: str) -> Mapping[str, Any] | None:
        """The document of this name."""
        return self._tried.get(name) or self._store.document(name)

    def keep(self, name: str, document: Mapping[str, Any]) -> None:
        """Write a document durably, in place of the one of that name.

        Raises:
            StoreError: the write failed; the earlier document stands.
        """
        if self._trial:
            self._tried[name] = document
            return
        if not self.changed:
            self._store.keep(self._name, {"name": uuid4().hex})
            self.changed = True
        self._store.keep(name, document)
