"""Balances: derived from entries, never stored as truth.

The law: granted + adjusted - used - lapsed = remaining, after every entry.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from core.entry import Entry, EntryKind
from core.level import BenefitLevel
from core.quantity import UNLIMITED, ZERO, Number, Unlimited, times


@dataclass(slots=True)
class Tally:
    """The running sums of one level's entries; `latest_on` is the last date they are about."""

    granted: Number
    adjusted: Decimal = ZERO
    used: Decimal = ZERO
    conveyed: Decimal = ZERO
    latest_on: date = date.min

    def add(self, entry: Entry) -> None:
        """Count one more entry. Entries that move no units count only for `latest_on`."""
        kind, quantity = entry.kind, entry.quantity or ZERO
        if kind is EntryKind.USAGE:
            self.used += quantity
        elif kind is EntryKind.ADJUSTMENT:
            self.adjusted += quantity
        elif kind is EntryKind.VOID and entry.before:
            self._take_back(EntryKind(entry.before["kind"]), quantity)
        else:
            return
        if entry.on and entry.on > self.latest_on:
            self.latest_on = entry.on

    def _take_back(self, kind: EntryKind, quantity: Decimal) -> None:
        if kind is EntryKind.USAGE:
            self.used -= quantity
        else:
            self.adjusted -= quantity

    @property
    def number(self) -> Number:
        """Units offered: granted and adjusted."""
        return UNLIMITED if isinstance(self.granted, Unlimited) else self.granted + self.adjusted


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What one level holds on one day. All figures are in units of the benefit type."""

    level: BenefitLevel
    on: date
    granted: Number
    adjusted: Decimal
    used: Decimal
    conveyed: Decimal

    @property
    def number(self) -> Number:
        """Units offered."""
        return UNLIMITED if isinstance(self.granted, Unlimited) else self.granted + self.adjusted

    @property
    def live(self) -> bool:
        """Whether the units can still be used: accepted, active and not ended with the term."""
        return self.level.gives and self.on <= self.level.ends_on

    @property
    def remaining(self) -> Number:
        """Number less used, of units not lapsed: the Remaining column of the tracking guide."""
        if not self.live:
            return ZERO
        return UNLIMITED if isinstance(self.number, Unlimited) else self.number - self.used

    @property
    def available(self) -> Number:
        """Number less conveyed less used, of units not lapsed: "unassigned"."""
        left = self.remaining
        return left if isinstance(left, Unlimited) or not self.live else left - self.conveyed

    @property
    def lapsed(self) -> Number:
        """Units that ended with the term, were declined or withdrawn."""
        if self.live:
            return ZERO
        return UNLIMITED if isinstance(self.number, Unlimited) else self.number - self.used

    @property
    def total_value(self) -> Decimal | None:
        """What was offered is worth: number times single value."""
        return times(self.number, self.level.single_value)

    @property
    def used_value(self) -> Decimal | None:
        """What was used is worth: used times single value."""
        return times(self.used, self.level.single_value)


def balance(level: BenefitLevel, tally: Tally, on: date) -> Balance:
    """The balance of `level` on the day `on`, from its running sums."""
    return Balance(
        level=level,
        on=on,
        granted=tally.granted,
        adjusted=tally.adjusted,
        used=tally.used,
        conveyed=tally.conveyed,
    )


def balance_as_of(level: BenefitLevel, entries: Iterable[Entry], on: date) -> Balance:
    """What the level held on a past day, with everything known now.

    `level` is the level as it is now; its flags are wound back to how they stood on that day.
    """
    tally = Tally(level.number)
    then: dict[str, bool] = {}
    for entry in entries:
        if entry.on is None or entry.on <= on:
            tally.add(entry)
        elif entry.kind is EntryKind.LEVEL and entry.before:
            for name in ("accepted", "active"):
                if name in entry.before:
                    then.setdefault(name, entry.before[name])
    was = replace(
        level,
        accepted=then.get("accepted", level.accepted),
        active=then.get("active", level.active),
    )
    return balance(was, tally, on)


def least_left(number: Number, entries: Iterable[Entry], since: date) -> Number:
    """The fewest units left at the end of any day from `since` on, by the dates of the entries.

    This is what a backdated usage may take without leaving a later day below zero.
    """
    if isinstance(number, Unlimited):
        return UNLIMITED
    changes: dict[date, Decimal] = {}
    for entry in entries:
        if entry.on is not None:
            day = max(entry.on, since)
            changes[day] = changes.get(day, ZERO) + _effect(entry)
    left = number + changes.pop(since, ZERO)
    least = left
    for day in sorted(changes):
        left += changes[day]
        least = min(least, left)
    return least


def _effect(entry: Entry) -> Decimal:
    """By how much an entry changes what is left."""
    tally = Tally(ZERO)
    tally.add(entry)
    return tally.adjusted - tally.used
