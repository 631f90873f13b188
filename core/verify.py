"""Verifying: every balance recomputed from the entries, every law checked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.balance import Balance, balance
from core.books import RECORD_TABLES, Books, books_of
from core.clock import Key
from core.desk import Desk
from core.entry import Entry, EntryKind
from core.quantity import ZERO, Unlimited, total
from core.timeline import lowest, tallied


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
        entries = list(desk.store.entries())
        fresh = books_of(entries)
        faults = [
            *_keys(entries),
            *_same(books, fresh),
            *_reversals(entries),
            *_laws(desk, fresh, entries),
        ]
        return Verification(len(entries), len(fresh.levels), tuple(faults))

    return desk.read(check)


def _keys(entries: Iterable[Entry]) -> Iterator[str]:
    last, seen = 0, set[str]()
    for entry in entries:
        if entry.key <= last:
            yield f"Entry {entry.key} stands after {last}, out of order."
        if entry.idempotency_key in seen:
            yield f"Entry {entry.key} repeats the request {entry.idempotency_key}."
        seen.add(entry.idempotency_key)
        last = entry.key


def _same(books: Books, fresh: Books) -> Iterator[str]:
    for key, tally in fresh.tallies.items():
        if books.tallies.get(key) != tally:
            yield f"Level {key}: the balance in use differs from what its entries say."
    if books.usage_days != fresh.usage_days:
        yield "The usages in the reports differ from what the entries say."
    for table in RECORD_TABLES:
        if getattr(books, table) != getattr(fresh, table):
            yield f"The {table.replace('_', ' ')} in use are not those of the ledger."


def _reversals(entries: Iterable[Entry]) -> Iterator[str]:
    by_key = {entry.key: entry for entry in entries}
    taken_back = set[Key]()
    for entry in by_key.values():
        if entry.kind is not EntryKind.VOID:
            continue
        what = by_key.get(entry.reverses) if entry.reverses else None
        if what is None or (what.level, what.quantity) != (entry.level, entry.quantity):
            yield f"Entry {entry.key} takes back {entry.reverses}, which is not such an entry."
        elif what.key in taken_back:
            yield f"Entry {what.key} was taken back twice."
        else:
            taken_back.add(what.key)


def _laws(desk: Desk, books: Books, entries: Iterable[Entry]) -> Iterator[str]:
    of_level: dict[Key, list[Entry]] = {key: [] for key in books.levels}
    for entry in entries:
        if entry.level is not None:
            of_level[entry.level].append(entry)
    for key, level in books.levels.items():
        held = desk.balance(key)
        if not _adds_up(balance(level, tallied(level, of_level[key]), held.on), held):
            yield f"Level {key}: granted + adjusted - used - lapsed is not what remains."
        least = lowest(level, of_level[key])
        if not isinstance(least, Unlimited) and least < ZERO:
            yield f"Level {key}: {-least} more were used than there were."


def _adds_up(told: Balance, held: Balance) -> bool:
    """Whether the balance in use has lapsed or left what the entries granted and nobody used."""
    left = total(held.lapsed, held.remaining)
    if isinstance(told.granted, Unlimited):
        return isinstance(left, Unlimited)
    return told.granted + told.adjusted - told.used == left
