"""Timelines: what a level had left, day by day, by the dates of its entries.

A usage may be told late, and must leave no later day below zero.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from core.entry import Entry, EntryKind
from core.level import BenefitLevel
from core.quantity import UNLIMITED, ZERO, Number, Unlimited
from core.tally import PeriodTally, Tally, moved, tally_of


def least_left(
    level: BenefitLevel, entries: Iterable[Entry], since: date, holder: str | None = None
) -> Number:
    """The most units that a usage on the day `since` may take so that no later day is below zero.

    Of the units that are nobody's yet; with `holder`, of those conveyed to that contact.
    """
    if isinstance(level.number, Unlimited) and holder is None:
        return UNLIMITED
    tally = tally_of(level)
    if isinstance(tally, PeriodTally):
        return _least_of_periods(_counted(tally, entries), since)
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
    pools = [None, *holders]
    tally = tally_of(level)
    if isinstance(tally, PeriodTally):
        return _lowest_of_periods(_counted(tally, entries))
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


def _counted(tally: PeriodTally, entries: Iterable[Entry]) -> PeriodTally:
    for entry in entries:
        tally.add(entry)
    return tally


def _least_of_periods(tally: PeriodTally, since: date) -> Number:
    """Units taken from a period also shorten what rolled over from it, and so on."""
    number = tally.periods.number_on(since)
    chain = tally.standings(max(number, tally.last_period))
    least: Decimal | None = None
    for standing in reversed(chain[number:]):
        left = _left(standing.granted, standing.adjusted, standing.used)
        beyond = max(ZERO, left - tally.rollover_max)
        least = left if least is None else min(left, beyond + least)
    assert least is not None
    return least


def _lowest_of_periods(tally: PeriodTally) -> Number:
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
