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
from core.tally import Tally, tally_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What one level holds on one day. All figures are in units of the benefit type.

    Where the number is granted anew every period, the figures are those of the period that the day
    lies in, and `granted` has what was `rolled_over` into it. `lasts_until` is the last day on
    which these units can be used.
    """

    level: BenefitLevel
    on: date
    granted: Number
    adjusted: Decimal
    used: Decimal
    conveyed: Decimal
    lasts_until: date
    rolled_over: Decimal = ZERO

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
    last = min(on, level.ends_on)
    standing = tally.standing(last)
    return Balance(
        level=level,
        on=on,
        granted=standing.granted,
        adjusted=standing.adjusted,
        used=standing.used,
        conveyed=standing.conveyed,
        lasts_until=tally.lasts_until(level, last),
        rolled_over=standing.rolled_over,
    )


def balance_as_of(level: BenefitLevel, entries: Iterable[Entry], on: date) -> Balance:
    """What the level held on a past day, with everything known now.

    `level` is the level as it is now; its flags are wound back to how they stood on that day.
    """
    tally = tally_of(level)
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
