"""The store: the port through which the ledger is kept, and what can be wrong with it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from core.clock import Key
from core.entry import Entry
from core.errors import BenefitError

T = TypeVar("T")


class StoreError(BenefitError):
    """The store can't do what was asked. What was confirmed before is safe."""


class LedgerBroken(StoreError):
    """An entry can't be read, or doesn't fit those before it: the ledger was damaged."""

    def __init__(self, key: object, why: str) -> None:
        super().__init__(
            f"Entry {key} of the ledger is damaged ({why}). "
            "Put a backup in its place with: benefit-desk restore FILE"
        )


class AlreadyStored(StoreError):
    """An entry with this idempotency key is in the ledger already; nothing was written."""

    def __init__(self, idempotency_key: str) -> None:
        super().__init__(f"The request {idempotency_key} was carried out before.")
        self.idempotency_key = idempotency_key


class DecideAgain(StoreError):
    """Others wrote at the same moment, or the connection broke before anything was written.

    Nothing was written. Whoever decided on what the ledger held then has to look and decide anew.
    """

    def __init__(self) -> None:
        super().__init__("Others were writing at this moment; nothing was written. Try again.")


class Store(Protocol):
    """An append-only ledger, and small documents beside it. Every adapter passes one test-suite."""

    @property
    def last(self) -> Key | None:
        """The key of the last entry, as far as this process can tell without asking for more.

        None where it has to be asked: the ledger is empty, or others may have written since.
        """

    @property
    def shared(self) -> bool:
        """Whether other processes may be writing to it as well."""

    def deciding(self) -> AbstractContextManager[None]:
        """Keep every other decision out while this one reads, applies its rule and appends.

        Raises:
            DecideAgain: on the way in or at any read or write inside; nothing was written.
        """

    def append(self, entries: Sequence[Entry]) -> None:
        """Write all entries durably, or none.

        Raises:
            AlreadyStored: one of the idempotency keys is in the ledger.
            DecideAgain: somebody else appended since `deciding` began; nothing was written.
            StoreError: the write failed; it must not be confirmed to anybody.
        """

    def entries(self, *, after: Key | None = None) -> Iterator[Entry]:
        """The ledger in the order of its keys, from the first one after `after`."""

    def entry(self, key: Key) -> Entry | None:
        """The entry with this key."""

    def entries_of_level(self, level: Key) -> list[Entry]:
        """Every entry of one benefit level, in order."""

    def entries_of_request(self, idempotency_key: str) -> list[Entry]:
        """What one request wrote: its key, then `key#2`, `key#3` and so on."""

    def carried_out(self, idempotency_keys: Iterable[str]) -> set[str]:
        """Those of the requests that wrote something."""

    def document(self, name: str) -> dict[str, Any] | None:
        """A document kept beside the ledger, such as what a sheet last looked like."""

    def keep(self, name: str, document: Mapping[str, Any]) -> None:
        """Write a document durably, in place of the one of that name.

        Raises:
            StoreError: the write failed; the earlier document stands.
        """

    def drop(self, name: str) -> None:
        """Take a document away, durably; nothing where there is none.

        Raises:
            StoreError: the write failed; the document may stand.
        """

    def backup(self, path: Path) -> None:
        """Copy the whole store to a new file, beside a running writer."""

    def documents(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every document by its name."""

    def rewrite(self, entries: Sequence[Entry]) -> None:
        """Put these in the place of those with the same keys, durably, all or none.

        Only for what must be forgotten. Raises:
            StoreError: the write failed; the earlier ones stand.
        """

    def clean(self) -> None:
        """Leave nothing of what was replaced in the store's files, as far as that can be done."""

    @property
    def can_write(self) -> bool:
        """Whether a write may succeed: no longer, once one ended in doubt, until it is reopened."""

    def damages(self) -> list[str]:
        """What is wrong with the files below the ledger, as far as this process can look."""

    def close(self) -> None:
        """Let go of the file and its lock."""


TRIES: Final = 50
"""How often a decision is made anew before somebody is told to try again."""


def until_decided(store: Store, decide: Callable[[], T]) -> T:
    """Decide while everybody else is kept out, and anew where others wrote all the same.

    Raises:
        DecideAgain: others were always quicker; nothing was written.
    """
    for _ in range(TRIES - 1):
        with suppress(DecideAgain), store.deciding():
            return decide()
    with store.deciding():
        return decide()


def part_key(idempotency_key: str, part: int) -> str:
    """The idempotency key of a request's entry number `part`, counted from 1."""
    return idempotency_key if part == 1 else f"{idempotency_key}#{part}"
