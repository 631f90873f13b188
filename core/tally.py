"""Tallies: the running sums of one level's entries, kept in memory and never stored."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Self

from core.allowance import Periods, periods
from core.catalogue import Period
from core.entry import Entry, EntryKind
from core.level import BenefitLevel
from core.quantity import ZERO, Number, Unlimited


class Standing(NamedTuple):
    """A level's sums on one day: of its term, or of the period that the day lies in."""

    granted: Number
    adjusted: Decimal
    used: Decimal
    conveyed: Decimal
    rolled_over: Decimal = ZERO


class Movements(NamedTuple):
    """What a tally has counted, for a snapshot; `by_period` where periods are counted.

    That is what was used in each, adjusted lastingly from each on, and adjusted in each only.
    """

    adjusted: Decimal
    used: Decimal
    conveyed: Decimal
    held: dict[str, Decimal] | None
    latest_on: date
    latest_rise: date
    by_period: tuple[dict[int, Decimal], dict[int, Decimal], dict[int, Decimal]] | None = None


@dataclass(slots=True)
class Tally:
    """The sums of a level whose number is for the whole term.

    `held` has the conveyed units by holder, as far as they are neither used nor recalled;
    `latest_on` is the last date that an entry is about, `latest_rise` the last one on which units
    may have come: that of an entry which isn't a usage.
    """

    granted: Number
    adjusted: Decimal = ZERO
    used: Decimal = ZERO
    conveyed: Decimal = ZERO
    held: dict[str, Decimal] | None = None
    latest_on: date = date.min
    latest_rise: date = date.min

    def add(self, entry: Entry) -> None:
        """Count one more entry; those that move no units leave the sums alone."""
        kind, quantity = moved(entry)
        if kind is EntryKind.USAGE:
            self.use(quantity, entry)
        elif kind is EntryKind.ADJUSTMENT:
            self.adjust(quantity, entry)
        elif kind is EntryKind.CONVEYANCE:
            self._hold(entry.holder, quantity)
        elif kind is EntryKind.RECALL:
            self._hold(entry.holder, -quantity)
        else:
            return
        if entry.on and entry.on > self.latest_on:
            self.latest_on = entry.on
        if entry.on and entry.kind is not EntryKind.USAGE and entry.on > self.latest_rise:
            self.latest_rise = entry.on

    def use(self, quantity: Decimal, entry: Entry) -> None:
        """Units were used; some of them may have been conveyed to the holder before."""
        self.used += quantity
        if entry.conveyed:
            self._hold(entry.holder, -quantity)

    def adjust(self, quantity: Decimal, entry: Entry) -> None:
        """The number was changed."""
        del entry
        self.adjusted += quantity

    def _hold(self, holder: str | None, quantity: Decimal) -> None:
        self.conveyed += quantity
        held = self.held = self.held or {}
        held[holder or ""] = held.get(holder or "", ZERO) + quantity

    def depends_on_later(self, on: date) -> bool:
        """Whether later days, too, say what may be taken on a day.

        Where units only went since then, the fewest are those left at the end.
        """
        return on < self.latest_rise

    def standing(self, on: date) -> Standing:
        """The sums on a day."""
        del on
        return Standing(self.granted, self.adjusted, self.used, self.conveyed)

    def lasts_until(self, level: BenefitLevel, on: date) -> date:
        """The last day on which the units of that day can be used."""
        del on
        return level.ends_on

    def end(self, ends_on: date) -> None:
        """The term was cut short."""

    def copy(self) -> Self:
        """A tally of its own with the same sums."""
        return replace(self, held=self.held and self.held.copy())

    @property
    def told(self) -> Movements | None:
        """What it has counted; None where nothing."""
        if self.latest_on == date.min:
            return None
        sums = self.adjusted, self.used, self.conveyed, self.held
        return Movements(*sums, self.latest_on, self.latest_rise)

    def take_up(self, movements: Movements) -> None:
        """Go on from what another one has counted."""
        self.adjusted, self.used, self.conveyed, self.held, *latest, _ = movements
        self.latest_on, self.latest_rise = latest


@dataclass(slots=True)
class PeriodTally(Tally):
    """The sums of a level whose number is granted anew every period.

    A lasting adjustment counts from its period on, a single one (`once`) in its period only. What
    is left at a period's end rolls over up to `rollover_max`.
    """

    periods: Periods = field(kw_only=True)
    rollover_max: Decimal = ZERO
    used_in: dict[int, Decimal] = field(default_factory=dict)
    adjusted_from: dict[int, Decimal] = field(default_factory=dict)
    adjusted_in: dict[int, Decimal] = field(default_factory=dict)

    def copy(self) -> Self:
        """A tally of its own with the same sums."""
        return replace(
            self,
            used_in=self.used_in.copy(),
            adjusted_from=self.adjusted_from.copy(),
            adjusted_in=self.adjusted_in.copy(),
        )

    @property
    def told(self) -> Movements | None:
        """What it has counted; None where nothing."""
        counted = super(PeriodTally, self).told
        by_period = (self.used_in, self.adjusted_from, self.adjusted_in)
        return counted and counted._replace(by_period=by_period)

    def take_up(self, movements: Movements) -> None:
        """Go on from what another one has counted."""
        super(PeriodTally, self).take_up(movements)
        assert movements.by_period is not None
        self.used_in, self.adjusted_from, self.adjusted_in = movements.by_period

    def use(self, quantity: Decimal, entry: Entry) -> None:
        """Units of a period were used."""
        self.used += quantity
        self._count(self.used_in, quantity, entry)

    def adjust(self, quantity: Decimal, entry: Entry) -> None:
        """The number was changed, lastingly or for one period."""
        self.adjusted += quantity
        self._count(self.adjusted_in if entry.once else self.adjusted_from, quantity, entry)

    def _count(self, sums: dict[int, Decimal], quantity: Decimal, entry: Entry) -> None:
        number = self.periods.number_on(entry.on or self.periods.starts_on)
        sums[number] = sums.get(number, ZERO) + quantity

    def end(self, ends_on: date) -> None:
        """The term was cut short: what was told of later periods counts in the last one now."""
        self.periods = replace(self.periods, ends_on=ends_on)
        last = self.periods.last_number
        for sums in (self.used_in, self.adjusted_from, self.adjusted_in):
            for number in [number for number in sums if number > last]:
                sums[last] = sums.get(last, ZERO) + sums.pop(number)

    def depends_on_later(self, on: date) -> bool:
        """Whether later days, too, say what may be taken on a day.

        Those told of, for what is taken doesn't roll over to them; and all of them where a manager
        lowered the number so far that each period lives on what rolls over into it.
        """
        return on < self.latest_on or self._dwindles

    @property
    def _dwindles(self) -> bool:
        if isinstance(self.granted, Unlimited):
            return False
        return self.granted + sum(self.adjusted_from.values(), ZERO) < ZERO

    def standing(self, on: date) -> Standing:
        """The sums of the period that the day lies in, with what was rolled over into it."""
        return self.standings(self.periods.number_on(on))[-1]

    def lasts_until(self, level: BenefitLevel, on: date) -> date:
        """The last day of the period."""
        return min(level.ends_on, self.periods.last(self.periods.number_on(on)))

    def standings(self, until: int) -> list[Standing]:
        """The sums of every period from the first to the one numbered `until`."""
        chain: list[Standing] = []
        rolled_over, lasting = ZERO, ZERO
        for number in range(until + 1):
            lasting += self.adjusted_from.get(number, ZERO)
            adjusted = lasting + self.adjusted_in.get(number, ZERO)
            used = self.used_in.get(number, ZERO)
            if isinstance(self.granted, Unlimited):
                chain.append(Standing(self.granted, adjusted, used, ZERO))
                continue
            granted = self.granted + rolled_over
            chain.append(Standing(granted, adjusted, used, ZERO, rolled_over))
            rolled_over = max(ZERO, min(self.rollover_max, granted + adjusted - used))
        return chain


def moved(entry: Entry) -> tuple[EntryKind, Decimal]:
    """What kind of movement an entry is, or takes back, and its quantity: negative when it does."""
    quantity = entry.quantity or ZERO
    if entry.kind is EntryKind.VOID and entry.before:
        return EntryKind(entry.before["kind"]), -quantity
    return entry.kind, quantity


def tally_of(level: BenefitLevel) -> Tally:
    """An empty tally of the right kind for this level."""
    if level.period is Period.TERM:
        return Tally(level.number)
    return PeriodTally(
        level.number,
        periods=periods(level.period, level.starts_on, level.ends_on),
        rollover_max=level.rollover_max or ZERO,
    )
