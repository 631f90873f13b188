"""Verifying: every balance recomputed from the entries, every law checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from core.balance import Balance, balance
from core.books import RECORD_TABLES, Books
from core.clock import Key
from core.collecting import garbage_kept
from core.desk import Desk
from core.entry import Entry, EntryKind
from core.quantity import UNLIMITED, ZERO, Number, Unlimited, total
from core.store import Store
from core.timeline import Timeline, timeline_of


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked, and one sentence for each thing that is wrong."""

    entries: int
    levels: int
    faults: tuple[str, ...]

    @property
    def content(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def verify(desk: Desk) -> Verification:
    """Fold the whole ledger anew and hold it against the books in use."""

    def check(books: Books) -> Verification:
        reading = Reading(desk.store)
        with garbage_kept():
            for entry in desk.store.entries():
                # Others may have written since the books were looked at.
                if books.last is None or entry.key > books.last:
                    break
                reading.read(entry)
        damages = [f"The store's file is damaged: {each}." for each in desk.store.damages()]
        faults = [
            *damages,
            *reading.faults,
            *_same(books, reading.books),
            *_laws(desk, books, reading),
        ]
        return Verification(reading.books.revision, len(reading.books.levels), tuple(faults))

    return desk.read(check)


class Reading:
    """The ledger read once more from its first entry: fresh books, timelines, and what is wrong.

    No entry is kept, for there may be millions.
    """

    def __init__(self, store: Store) -> None:
        self.books = Books()
        self.faults: list[str] = []
        self._store = store
        self._last = Key(0)
        self._requests = set[str]()
        self._taken_back = set[Key]()
        self._timelines: dict[Key, Timeline] = {}

    def read(self, entry: Entry) -> None:
        """Check one more entry by itself and against those before it, and count it."""
        if entry.key <= self._last:
            self.faults.append(f"Entry {entry.key} stands after {self._last}, out of order.")
        if entry.idempotency_key in self._requests:
            self.faults.append(f"Entry {entry.key} repeats the request {entry.idempotency_key}.")
        self._requests.add(entry.idempotency_key)
        self._last = entry.key
        if entry.kind is EntryKind.VOID:
            self._check_void(entry)
        self.books.apply(entry)
        if entry.level is not None:
            self.faults += _figures(entry, self.books)
            self._count(entry, entry.level)

    def _check_void(self, void: Entry) -> None:
        what = self._store.entry(void.reverses) if void.reverses else None
        if what is None or (what.level, what.quantity) != (void.level, void.quantity):
            self.faults.append(
                f"Entry {void.key} takes back {void.reverses}, which is not such an entry."
            )
        elif what.key in self._taken_back:
            self.faults.append(f"Entry {what.key} was taken back twice.")
        else:
            self._taken_back.add(what.key)

    def _count(self, entry: Entry, level: Key) -> None:
        if entry.kind is EntryKind.LEVEL:
            # Its term may have been cut short: what came before falls into other periods.
            entries = (each for each in self._store.entries_of_level(level) if each.key < entry.key)
            self._timelines[level] = timeline_of(self.books.levels[level], entries)
        elif entry.quantity is not None:
            if level not in self._timelines:
                self._timelines[level] = timeline_of(self.books.levels[level])
            self._timelines[level].add(entry)

    def lowest(self, level: Key) -> Number:
        """The fewest units that were ever left in any pool of a level."""
        timeline = self._timelines.get(level)
        return timeline.lowest if timeline else UNLIMITED


def _figures(entry: Entry, books: Books) -> Iterator[str]:
    """What an entry says of a level against what the books say of it."""
    assert entry.level is not None
    level = books.levels[entry.level]
    if entry.contact != level.contact:
        yield f"Entry {entry.key} is about a level of {level.contact}, but names {entry.contact}."
    granted = UNLIMITED if entry.quantity is None else entry.quantity
    if entry.kind is EntryKind.GRANT and granted != level.number:
        yield f"Entry {entry.key} grants {entry.quantity}, but its level has {level.number}."
    if entry.kind in TO_HOLDERS:
        if entry.quantity is None or entry.quantity <= ZERO:
            yield f"Entry {entry.key} moves {entry.quantity} units."
        if entry.holder not in books.contacts:
            yield f"Entry {entry.key} names the holder {entry.holder}, who isn't there."


TO_HOLDERS: Final = (EntryKind.USAGE, EntryKind.CONVEYANCE, EntryKind.RECALL)


def _same(books: Books, fresh: Books) -> Iterator[str]:
    for key, tally in fresh.tallies.items():
        if books.tallies.get(key) != tally:
            yield f"Level {key}: the balance in use differs from what its entries say."
    if books.usage_days != fresh.usage_days:
        yield "The usages in the reports differ from what the entries say."
    for table in RECORD_TABLES:
        if getattr(books, table) != getattr(fresh, table):
            yield f"The {table.replace('_', ' ')} in use are not those of the ledger."


def _laws(desk: Desk, books: Books, reading: Reading) -> Iterator[str]:
    today = desk.today()
    for key, level in reading.books.levels.items():
        held = balance(books.levels[key], books.tallies[key], today)
        if not _adds_up(balance(level, reading.books.tallies[key], today), held):
            yield f"Level {key}: granted + adjusted - used - lapsed is not what remains."
        least = reading.lowest(key)
        if not isinstance(least, Unlimited) and least < ZERO:
            yield f"Level {key}: {-least} more were used than there were."


def _adds_up(told: Balance, held: Balance) -> bool:
    """Whether the balance in use has lapsed or left what the entries granted and nobody used."""
    left = total(held.lapsed, held.remaining)
    if isinstance(told.granted, Unlimited):
        return isinstance(left, Unlimited)
    return told.granted + told.adjusted - told.used == left
