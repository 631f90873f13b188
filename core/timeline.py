"""Timelines: what a level had left, day by day, by the dates of its entries.

A usage may be told late, and must leave no later day below zero.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.allowance import periods
from core.catalogue import Period
from core.entry import Entry, EntryKind
from core.level import BenefitLevel
from core.quantity import UNLIMITED, ZERO, Number, Unlimited
from core.tally import Tally, moved, tally_of


def least_left(
    level: BenefitLevel, entries: Iterable[Entry], since: date, holder: str | None = None
) -> Number:
    """The most units that a usage on the day `since` may take so that no later day is below zero.

    Of the units that are nobody's yet; with `holder`, of those conveyed to that contact.
    """
    if isinstance(level.number, Unlimited) and holder is None:
        return UNLIMITED
    if level.period is not Period.TERM:
        return _least_of_periods(level, entries, since)
    changes = _changes(entries, since, holder)
    left = changes.pop(since, ZERO)
    if holder is None and isinstance(level.number, Decimal):
        left += level.number
    least = left
    for day in sorted(changes):
        left += changes[day]
        least = min(least, left)
    return least


def lowest(level: BenefitLevel, entries: Iterable[Entry]) -> Number:
    """The fewest units that were ever left in any pool; below zero only where a rule broke."""
    entries = list(entries)
    given = {EntryKind.CONVEYANCE, EntryKind.RECALL}
    holders = {entry.holder for entry in entries if entry.conveyed or entry.kind in given}
    if level.period is not Period.TERM:
        unlimited = isinstance(level.number, Unlimited)
        return UNLIMITED if unlimited else _lowest_of_periods(level, entries)
    pools = [None, *holders]
    amounts = [
        left
        for holder in pools
        if isinstance(left := least_left(level, entries, level.starts_on, holder), Decimal)
    ]
    return min(amounts, default=UNLIMITED)


def _changes(entries: Iterable[Entry], since: date, holder: str | None) -> dict[date, Decimal]:
    """By how much a pool changed on each day; all that came before `since` is put on that day."""
    changes: dict[date, Decimal] = {}
    for entry in entries:
        effect = _effect(entry, holder)
        if entry.on is not None and effect:
            day = max(entry.on, since)
            changes[day] = changes.get(day, ZERO) + effect
    return changes


def _effect(entry: Entry, holder: str | None) -> Decimal:
    """By how much an entry changes the pool of the holder, or of nobody."""
    kind, quantity = moved(entry)
    if kind is EntryKind.USAGE:
        pool = entry.holder if entry.conveyed else None
        return -quantity if pool == holder else ZERO
    if kind is EntryKind.ADJUSTMENT:
        return quantity if holder is None else ZERO
    if kind in {EntryKind.CONVEYANCE, EntryKind.RECALL}:
        given = quantity if kind is EntryKind.CONVEYANCE else -quantity
        return -given if holder is None else given if entry.holder == holder else ZERO
    return ZERO


@dataclass(frozen=True, slots=True)
class _Course:
    """What was left in one period: on its first day and on every day when that changed."""

    left_on: tuple[tuple[date, Decimal], ...]
    beyond: Decimal
    """What is left at the end and doesn't roll over."""

    def least_since(self, since: date) -> Decimal:
        """The fewest units left on that day and later in the period."""
        before = [left for day, left in self.left_on if day <= since][-1:]
        return min([*before, *(left for day, left in self.left_on if day > since)])


def _courses(level: BenefitLevel, entries: Iterable[Entry]) -> list[_Course]:
    """Every period of the term. A single adjustment counts in its own, a lasting one in later too.

    What is left at the end rolls over as far as the line allows.
    """
    numbered = periods(level.period, level.starts_on, level.ends_on)
    told: dict[int, list[Entry]] = {}
    for entry in entries:
        told.setdefault(numbered.number_on(entry.on or level.starts_on), []).append(entry)
    assert isinstance(level.number, Decimal)
    base, rolled_over, courses = level.number, ZERO, []
    for number in range(numbered.last_number + 1):
        first, here = numbered.first(number), told.get(number, [])
        left, changes = base + rolled_over, _changes(here, first, None)
        left_on = [(first, left)]
        for day in sorted(changes):
            left += changes[day]
            left_on.append((day, left))
        base += sum((moved(entry)[1] for entry in here if _lasts(entry)), ZERO)
        rolled_over = max(ZERO, min(level.rollover_max or ZERO, left))
        courses.append(_Course(tuple(left_on), left - rolled_over))
    return courses


def _lasts(entry: Entry) -> bool:
    return moved(entry)[0] is EntryKind.ADJUSTMENT and not entry.once


def _least_of_periods(level: BenefitLevel, entries: Iterable[Entry], since: date) -> Decimal:
    """Units taken from a period also shorten what rolled over from it, and so on."""
    number = periods(level.period, level.starts_on, level.ends_on).number_on(since)
    *later, course = reversed(_courses(level, entries)[number:])
    least: Decimal | None = None
    for each in later:
        shortest = min(left for _, left in each.left_on)
        least = shortest if least is None else min(shortest, each.beyond + least)
    here = course.least_since(since)
    return here if least is None else min(here, course.beyond + least)


def _lowest_of_periods(level: BenefitLevel, entries: Iterable[Entry]) -> Decimal:
    return min(left for course in _courses(level, entries) for _, left in course.left_on)


def tallied(level: BenefitLevel, entries: Iterable[Entry]) -> Tally:
    """The tally that these entries amount to."""
    tally = tally_of(level)
    for entry in entries:
        tally.add(entry)
    return tally
