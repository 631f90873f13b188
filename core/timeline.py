"""Timelines: what a level had left, day by day, by the dates of its entries.

A usage may be told late, and must leave no later day below zero.
"""

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from core.entry import Entry, EntryKind
from core.level import BenefitLevel
from core.quantity import UNLIMITED, ZERO, Number, Unlimited
from core.tally import PeriodTally, Tally, moved, tally_of


class DailyUnits:
    """Units that lie together, nobody's yet or in one holder's hands: how many, day by day."""

    def __init__(self, units: Decimal = ZERO) -> None:
        self._left = units
        self._changes: dict[date, Decimal] = {}
        self._days: list[date] = []

    def change(self, on: date, units: Decimal) -> None:
        """So many units came on a day, or went."""
        self._left += units
        if on in self._changes:
            self._changes[on] += units
        else:
            self._changes[on] = units
            insort(self._days, on)

    def least(self, since: date) -> Decimal:
        """The fewest units that were in it at the end of the day `since` or of a later one."""
        least = left = self._left
        for day in reversed(self._days):
            if day <= since:
                break
            left -= self._changes[day]
            least = min(least, left)
        return least


class Timeline:
    """The pools of a level whose number is for the whole term."""

    def __init__(self, level: BenefitLevel, entries: Iterable[Entry] = ()) -> None:
        self._unlimited = isinstance(level.number, Unlimited)
        units = level.number if isinstance(level.number, Decimal) else ZERO
        self._pools: defaultdict[str | None, DailyUnits] = defaultdict(DailyUnits)
        self._pools[None] = DailyUnits(units)
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """Count one more entry; those that move no units change nothing."""
        kind, units = moved(entry)
        if entry.on is None:
            return
        if kind is EntryKind.USAGE:
            self._pools[entry.holder if entry.conveyed else None].change(entry.on, -units)
        elif kind is EntryKind.ADJUSTMENT:
            self._pools[None].change(entry.on, units)
        elif kind in {EntryKind.CONVEYANCE, EntryKind.RECALL}:
            given = units if kind is EntryKind.CONVEYANCE else -units
            self._pools[None].change(entry.on, -given)
            self._pools[entry.holder].change(entry.on, given)

    def least_left(self, since: date, holder: str | None = None) -> Number:
        """The most units that a usage on a day may take so that no later day is below zero.

        Of the units that are nobody's yet; with `holder`, of those conveyed to that contact.
        """
        if holder is None and self._unlimited:
            return UNLIMITED
        return self._pools[holder].least(since)

    def lowest(self, since: date) -> Number:
        """The fewest units that any pool had at the end of the day `since` or of a later one."""
        amounts = [self.least_left(since, holder) for holder in self._pools]
        return min((each for each in amounts if isinstance(each, Decimal)), default=UNLIMITED)


def lowest(level: BenefitLevel, entries: Iterable[Entry]) -> Number:
    """The fewest units that were ever left in any pool; below zero only where a rule broke."""
    tally = tally_of(level)
    if isinstance(tally, PeriodTally):
        return lowest_of_periods(_counted(tally, entries))
    return Timeline(level, entries).lowest(level.starts_on)


def least_of_periods(tally: PeriodTally, since: date) -> Number:
    """The most units that a usage on a day may take so that no later period is below zero.

    Units taken from a period also shorten what rolled over from it, and so on.
    """
    if isinstance(tally.granted, Unlimited):
        return UNLIMITED
    number = tally.periods.number_on(since)
    chain = tally.standings(max(number, tally.last_period))
    *earlier, last = (_left(each.granted, each.adjusted, each.used) for each in chain[number:])
    least = last
    for left in reversed(earlier):
        least = min(left, max(ZERO, left - tally.rollover_max) + least)
    return least


def _counted(tally: PeriodTally, entries: Iterable[Entry]) -> PeriodTally:
    for entry in entries:
        tally.add(entry)
    return tally


def lowest_of_periods(tally: PeriodTally) -> Number:
    """The fewest units that were left in any period; below zero only where a rule broke."""
    if isinstance(tally.granted, Unlimited):
        return UNLIMITED
    return min(
        _left(standing.granted, standing.adjusted, standing.used)
        for standing in tally.standings(max(tally.last_period, tally.periods.last_number))
    )


def _left(granted: Number, adjusted: Decimal, used: Decimal) -> Decimal:
    assert isinstance(granted, Decimal)
    return granted + adjusted - used


def tallied(level: BenefitLevel, entries: Iterable[Entry]) -> Tally:
    """The tally that these entries amount to."""
    tally = tally_of(level)
    for entry in entries:
        tally.add(entry)
    return tally
