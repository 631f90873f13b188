"""Keeping: books that stay in step with a store, and decisions that are carried out once.

The lock keeps the threads of one process apart; the store keeps processes apart, and lets a
decision be made anew where another process wrote meanwhile.
"""

import threading
from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from core.actor import Actor
from core.books import Books
from core.clock import Clock, KeyMaker, SystemClock, today
from core.entry import Entry
from core.errors import BenefitError
from core.ledger import Ledger
from core.pen import Pen
from core.policy import Policy
from core.store import Store, until_decided

T = TypeVar("T")


class Keeper:
    """The books of one store."""

    def __init__(
        self,
        store: Store,
        *,
        clock: Clock | None = None,
        policy: Policy | None = None,
        books: Books | None = None,
    ) -> None:
        self.store = store
        self.clock = clock or SystemClock()
        self.policy = policy or Policy()
        self._books = books or Books()
        self._ledger = Ledger(self._books, store.entries_of_level)
        self._keys = KeyMaker(self._books.last or 0)
        self._lock = threading.RLock()
        with self._lock:
            self._catch_up()

    def read(self, question: Callable[[Books], T]) -> T:
        """Answer a question about the books while nobody changes them."""
        with self._lock:
            self._catch_up()
            return question(self._books)

    @property
    def revision(self) -> int:
        """How many entries these books have counted; nothing is asked of the store."""
        return self._books.revision

    def today(self, actor: Actor | None = None) -> date:
        """The date where the actor is, or else where the organisation is."""
        return today(self.clock, actor.zone if actor else self.policy.zone)

    def _carry_out(
        self, idempotency_key: str, decide: Callable[[Pen], list[Entry]], actor: Actor
    ) -> tuple[list[Entry], bool]:
        """Decide and append, once per idempotency key; the flag says that it was done before."""

        def attempt() -> tuple[list[Entry], bool]:
            self._catch_up()
            pen = Pen(actor, self.clock.now(), self._keys, idempotency_key)
            try:
                entries = decide(pen)
                if not entries:
                    earlier = self.store.entries_of_request(idempotency_key)
                    return earlier, bool(earlier)
                self.store.append(entries)
            except BenefitError:
                earlier = self.store.entries_of_request(idempotency_key)
                if not earlier:
                    raise
                return earlier, True
            self._catch_up_with(entries)
            return entries, False

        with self._lock:
            return until_decided(self.store, attempt)

    def _take_over(self, draft: "Keeper") -> None:
        """The draft's books are right now that its entries are written."""
        self._books = draft._books  # noqa: SLF001 - another of the same kind
        self._ledger = Ledger(self._books, self.store.entries_of_level)
        self._keys.saw(self._books.last or 0)

    def _catch_up(self) -> None:
        """Fold in what was appended since the last look, by this process or another."""
        if self._books.last is not None and self._books.last == self.store.last:
            return
        self._catch_up_with(self.store.entries(after=self._books.last))

    def _catch_up_with(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self._ledger.apply(entry)
        self._keys.saw(self._books.last or 0)
