"""What everybody's App Home shows: benefits that run low, and those that end soon."""

import threading
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from core.balance import Balance, balance
from core.books import Books
from core.catalogue import Period
from core.clock import Key
from core.desk import Desk
from core.entry import EntryKind
from core.level import BenefitLevel
from core.quantity import ZERO, Unlimited
from core.reports.balances import BalanceRow
from core.reports.expiring import ExpiringRow
from core.statement import ENDING_SOON

LOW: Final = Decimal("0.25")
"""The part of its number from which on a benefit runs low."""
SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Shortages:
    """Levels with little left, and those that end soon with something left: the first, and all."""

    low: Sequence[BalanceRow] = ()
    soon: Sequence[ExpiringRow] = ()
    low_count: int = 0
    soon_count: int = 0


NO_SHORTAGES: Final = Shortages()


class Ranking:
    """Levels by rank, the first at once among however many."""

    def __init__(self) -> None:
        self._ranks: dict[Key, tuple[Any, ...]] = {}
        self._ranked: list[tuple[Any, ...]] = []

    def __len__(self) -> int:
        """How many levels have a rank."""
        return len(self._ranked)

    def place(self, level: Key, rank: tuple[Any, ...] | None) -> None:
        """Give a level this rank, or none; what it had before is forgotten."""
        if (before := self._ranks.pop(level, None)) is not None:
            del self._ranked[bisect_left(self._ranked, before)]
        if rank is not None:
            self._ranks[level] = ranked = (*rank, level)
            insort(self._ranked, ranked)

    def place_all(self, ranks: Iterable[tuple[Key, tuple[Any, ...] | None]]) -> None:
        """Give each of these levels its rank, of many at once."""
        self._ranks |= {level: (*rank, level) for level, rank in ranks if rank is not None}
        self._ranked = sorted(self._ranks.values())

    def first(self) -> Iterator[Key]:
        """The first levels, in order."""
        return (ranked[-1] for ranked in self._ranked[:SHOWN])


class RunningOut:
    """Finds them for all homes: all levels are looked at once a day, then those that changed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._on = date.min
        self._seen: Key | None = None
        self._low, self._soon = Ranking(), Ranking()
        self._lock = threading.Lock()

    def find(self) -> Shortages:
        """What runs low, the least left first, and what ends soon, the most valuable first."""
        with self._lock:
            return self._desk.read(self._find)

    def _find(self, books: Books) -> Shortages:
        on = self._desk.today()
        if books.last != self._seen or on != self._on:
            self._catch_up(books, on)
        return Shortages(
            low=[_row(books, key, on) for key in self._low.first()],
            soon=[ExpiringRow(_row(books, key, on)) for key in self._soon.first()],
            low_count=len(self._low),
            soon_count=len(self._soon),
        )

    def _catch_up(self, books: Books, on: date) -> None:
        changed = None if on != self._on else self._changed()
        self._seen, self._on = books.last, on
        if changed is None:
            self._look_at_all(books, on)
            return
        for key in changed:
            level = books.levels[key]
            counts = _may_run_out(books, level, on)
            held = balance(level, books.tallies[key], on) if counts else None
            self._low.place(key, _low(held) if held else None)
            self._soon.place(key, _soon(held) if held else None)

    def _look_at_all(self, books: Books, on: date) -> None:
        self._low, self._soon = Ranking(), Ranking()
        running = [
            (level.key, balance(level, books.tallies[level.key], on))
            for level in books.levels.values()
            if _may_run_out(books, level, on)
        ]
        self._low.place_all((key, _low(held)) for key, held in running)
        self._soon.place_all((key, _soon(held)) for key, held in running)

    def _changed(self) -> set[Key] | None:
        """The levels that entries since the last look are about; None where it may be any."""
        changed = set[Key]()
        for entry in self._desk.store.entries(after=self._seen):
            if entry.kind is EntryKind.BENEFIT_TYPE:
                return None
            if entry.kind is EntryKind.GRANT:
                changed.add(entry.key)
            elif entry.level is not None:
                changed.add(entry.level)
        return changed


def _may_run_out(books: Books, level: BenefitLevel, on: date) -> bool:
    """Whether a level can run low or end soon at all: told without its balance, for most can't."""
    if not level.gives or level.ends_on < on or not books.benefit_types[level.benefit_type].tracked:
        return False
    if level.period is not Period.TERM or level.ends_on - on <= ENDING_SOON:
        return True
    tally = books.tallies[level.key]
    if isinstance(tally.granted, Unlimited):
        return False
    number = tally.granted + tally.adjusted
    return number - tally.used <= number * LOW


def _low(held: Balance) -> tuple[Decimal] | None:
    """The part that is left, where it is a quarter or less; the least first."""
    number, left = held.number, held.remaining
    if isinstance(number, Unlimited) or isinstance(left, Unlimited) or not number:
        return None
    return (left / number,) if ZERO < left / number <= LOW else None


def _soon(held: Balance) -> tuple[date, Decimal] | None:
    """The last day and what would be lost, where that day is near; the most valuable first."""
    left, level = held.remaining, held.level
    near = held.lasts_until - held.on <= ENDING_SOON and level.runs_on(held.on)
    if not near or isinstance(left, Unlimited) or left <= ZERO:
        return None
    return held.lasts_until, -left * (level.single_value or ZERO)


def _row(books: Books, key: Key, on: date) -> BalanceRow:
    level = books.levels[key]
    return BalanceRow(
        books.contacts[level.contact],
        books.memberships[level.membership],
        books.benefit_types[level.benefit_type],
        level,
        balance(level, books.tallies[key], on),
    )
