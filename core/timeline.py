"""Timelines: what a level had left, day by day, by the dates of its entries.

A usage may be told late, and must leave no later day below zero.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from core.allowance import periods
from core.catalogue import Period
from core.entry import Entry, EntryKind
from core.level import BenefitLevel
from core.quantity import UNLIMITED, ZERO, Number, Unlimited
from core.tally import Tally, moved, tally_of


class DailyUnits:
    """Units that lie together, nobody's yet or in one holder's hands: how many, day by day."""

    def __init__(self, units: Decimal = ZERO) -> None:
        self._left = units
        self._changes: dict[date, Decimal] = {}

    def change(self, on: date, units: Decimal) -> None:
        """So many units came on a day, or went."""
        self._left += units
        self._changes[on] = self._changes.get(on, ZERO) + units

    def at_end_of(self, day: date) -> Decimal:
        """The units that were in it at the end of a day."""
        return self._left - sum(units for on, units in self._changes.items() if on > day)

    def least(self, since: date) -> Decimal:
        """The fewest units that were in it at the end of the day `since` or of a later one."""
        least = left = self._left
        for day in sorted((day for day in self._changes if day > since), reverse=True):
            left -= self._changes[day]
            least = min(least, left)
        return least


class TermTimeline:
    """The pools of a level whose number is for the whole term."""

    def __init__(self, level: BenefitLevel) -> None:
        self._starts_on = level.starts_on
        self._unlimited = isinstance(level.number, Unlimited)
        units = level.number if isinstance(level.number, Decimal) else ZERO
        self._pools: defaultdict[str | None, DailyUnits] = defaultdict(DailyUnits)
        self._pools[None] = DailyUnits(units)

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

    def left_on(self, day: date, holder: str | None = None) -> Number:
        """The units that were left at the end of a day, whatever later days need."""
        if holder is None and self._unlimited:
            return UNLIMITED
        return self._pools[holder].at_end_of(day)

    @property
    def lowest(self) -> Number:
        """The fewest units that were ever left in any pool."""
        amounts = [self.least_left(self._starts_on, holder) for holder in self._pools]
        return min((each for each in amounts if isinstance(each, Decimal)), default=UNLIMITED)


@dataclass(frozen=True, slots=True)
class Course:
    """What was left in one period at the end of its first day and of every day when that changed.

    `beyond` is what is left at its end and doesn't roll over.
    """

    left_on: Sequence[tuple[date, Decimal]]
    beyond: Decimal

    @property
    def least(self) -> Decimal:
        """The fewest units left on any day of the period."""
        return min(left for _, left in self.left_on)

    def at_end_of(self, day: date) -> Decimal:
        """The units left at the end of a day of the period."""
        return [left for on, left in self.left_on if on <= day][-1]

    def least_since(self, since: date) -> Decimal:
        """The fewest units left on that day and later in the period."""
        later = (left for day, left in self.left_on if day > since)
        return min([self.at_end_of(since), *later])


class PeriodTimeline:
    """The periods of a level whose number is granted anew in each; such units aren't conveyed.

    A single adjustment counts in its own period, a lasting one in later ones too. What is left at
    the end rolls over as far as the line allows.
    """

    def __init__(self, level: BenefitLevel) -> None:
        self._granted = level.number
        self._rollover_max = level.rollover_max or ZERO
        self._periods = periods(level.period, level.starts_on, level.ends_on)
        self._changes: defaultdict[int, defaultdict[date, Decimal]] = defaultdict(
            lambda: defaultdict(Decimal)
        )
        self._lasting: defaultdict[int, Decimal] = defaultdict(Decimal)

    def add(self, entry: Entry) -> None:
        """Count one more entry; those that move no units change nothing."""
        kind, units = moved(entry)
        if entry.on is None or kind not in {EntryKind.USAGE, EntryKind.ADJUSTMENT}:
            return
        number = self._periods.number_on(entry.on)
        day = max(entry.on, self._periods.first(number))
        self._changes[number][day] += -units if kind is EntryKind.USAGE else units
        if kind is EntryKind.ADJUSTMENT and not entry.once:
            self._lasting[number] += units

    def _courses(self) -> list[Course]:
        assert isinstance(self._granted, Decimal)
        base, rolled_over, courses = self._granted, ZERO, []
        for number in range(self._periods.last_number + 1):
            left = base + rolled_over
            left_on = {self._periods.first(number): left}
            for day, units in sorted(self._changes.get(number, {}).items()):
                left += units
                left_on[day] = left
            base += self._lasting.get(number, ZERO)
            rolled_over = max(ZERO, min(self._rollover_max, left))
            courses.append(Course([*left_on.items()], left - rolled_over))
        return courses

    def least_left(self, since: date, holder: str | None = None) -> Number:
        """The most units that a usage on a day may take so that no later day is below zero.

        Units taken from a period also shorten what rolled over from it, and so on.
        """
        if isinstance(self._granted, Unlimited):
            return UNLIMITED
        if holder is not None:
            return ZERO
        here, *later = self._courses()[self._periods.number_on(since) :]
        least: Decimal | None = None
        for course in reversed(later):
            least = course.least if least is None else min(course.least, course.beyond + least)
        now = here.least_since(since)
        return now if least is None else min(now, here.beyond + least)

    def left_on(self, day: date, holder: str | None = None) -> Number:
        """The units of its period that were left at the end of a day, whatever later days need."""
        if isinstance(self._granted, Unlimited):
            return UNLIMITED
        if holder is not None:
            return ZERO
        return self._courses()[self._periods.number_on(day)].at_end_of(day)

    @property
    def lowest(self) -> Number:
        """The fewest units that were left on any day."""
        if isinstance(self._granted, Unlimited):
            return UNLIMITED
        return min(course.least for course in self._courses())


Timeline: TypeAlias = TermTimeline | PeriodTimeline


def timeline_of(level: BenefitLevel, entries: Iterable[Entry] = ()) -> Timeline:
    """What a level had left, day by day, by these entries."""
    timeline = TermTimeline(level) if level.period is Period.TERM else PeriodTimeline(level)
    for entry in entries:
        timeline.add(entry)
    return timeline


def lowest(level: BenefitLevel, entries: Iterable[Entry]) -> Number:
    """The fewest units that were ever left in any pool; below zero only where a rule broke."""
    return timeline_of(level, entries).lowest


def tallied(level: BenefitLevel, entries: Iterable[Entry]) -> Tally:
    """The tally that these entries amount to."""
    tally = tally_of(level)
    for entry in entries:
        tally.add(entry)
    return tally
