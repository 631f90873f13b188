"""Pools: the units that a usage may draw on, one after the other, as far as the caps leave room.

Source: the benefit tracking guide, "Record Benefit Usage Individually"; the benefit level
description, "Each of those passes may be conveyed by the employer to a different employee".
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple

from core.allowance import periods
from core.clock import Key
from core.contact import Contact
from core.entry import Entry, EntryKind
from core.errors import AuthorityUsedUp, BenefitError, CapReached, day
from core.ledger import Ledger
from core.level import BenefitLevel
from core.quantity import ONE, ZERO, Number, Quantity, Unlimited


class Draw(NamedTuple):
    """So many units from one level; `conveyed` where they had been conveyed to the holder."""

    level: BenefitLevel
    quantity: Quantity
    conveyed: bool = False


class Pool(NamedTuple):
    """Units of one level that are left: those conveyed to the holder, or those that are nobody's.

    A usage may take them and no later day goes below zero.
    """

    level: BenefitLevel
    left: Number
    conveyed: bool = False


def units_left(ledger: Ledger, level: BenefitLevel, on: date, holder: str | None = None) -> Number:
    """The units of `level` that a usage on the day `on` may take; no later day goes below zero.

    Units that are nobody's yet; with `holder`, those that were conveyed to that contact.
    """
    tally = ledger.books.tallies[level.key]
    if tally.depends_on_later(on):
        return ledger.timeline(level).least_left(on, holder)
    if holder is not None:
        return (tally.held or {}).get(holder, ZERO)
    standing = tally.standing(on)
    if isinstance(standing.granted, Unlimited):
        return standing.granted
    return standing.granted + standing.adjusted - standing.used - standing.conveyed


def pools_of(
    ledger: Ledger,
    levels: Sequence[BenefitLevel],
    open_levels: Sequence[BenefitLevel],
    holder: str,
    on: date,
) -> Iterator[Pool]:
    """What may be drawn on, in its order: units conveyed to the holder, then unassigned ones."""
    for level in levels:
        if holder in (ledger.books.tallies[level.key].held or {}):
            yield Pool(level, units_left(ledger, level, on, holder), conveyed=True)
    for level in open_levels:
        yield Pool(level, units_left(ledger, level, on))


def usages_of(ledger: Ledger, level: Key, since: date = date.min) -> Iterator[Entry]:
    """A level's usages that weren't taken back; none where it wasn't used since that day."""
    books = ledger.books
    if books.tallies[level].latest_on >= since:
        for entry in ledger.entries_of_level(level):
            if entry.kind is EntryKind.USAGE and entry.key not in books.voided:
                yield entry


class Caps:
    """What limits a holder's units on one day besides what is left.

    A line's cap for a day or an event counts everybody's units of its level; the cap of a person's
    authority counts the unassigned ones that this person drew from one level of the organisation,
    in the term or in the period. `hit` is the first one that left less than was wanted.
    """

    def __init__(
        self, ledger: Ledger, holder: Contact | None, on: date, event: str | None = None
    ) -> None:
        self.hit: BenefitError | None = None
        self._ledger = ledger
        self._holder = holder
        self._limits_holder = holder is not None and holder.authorised_max is not None
        self._on = on
        self._event = event

    def room(
        self,
        level: BenefitLevel,
        wanted: Quantity,
        drawn: Iterable[Draw] = (),
        *,
        conveyed: bool = False,
    ) -> Quantity:
        """How many of the units wanted may be taken from the level, after what is drawn already.

        What a cap leaves is taken in whole steps of the benefit type.
        """
        if level.cap_per_day is level.cap_per_event is None and not self._limits_holder:
            return wanted
        step = self._ledger.books.benefit_types[level.benefit_type].step
        here = [draw for draw in drawn if draw.level.key == level.key]
        limits = chain(
            self._of_line(level, here), () if conveyed else self._of_authority(level, here)
        )
        for left, refusal in limits:
            if left < wanted:
                self.hit = self.hit or refusal
                wanted = max(ZERO, left // step * step)
        return wanted

    def _of_line(
        self, level: BenefitLevel, drawn: Sequence[Draw]
    ) -> Iterator[tuple[Quantity, BenefitError]]:
        name = self._ledger.books.benefit_types[level.benefit_type].name
        taken = sum((draw.quantity for draw in drawn), ZERO)
        if (cap := level.cap_per_day) is not None:
            used = usages_of(self._ledger, level.key, self._on)
            that_day = _units(entry for entry in used if entry.on == self._on)
            yield cap - that_day - taken, CapReached(name, cap, f"on {day(self._on)}")
        if self._event and (cap := level.cap_per_event) is not None:
            used = usages_of(self._ledger, level.key)
            there = _units(entry for entry in used if entry.event == self._event)
            yield cap - there - taken, CapReached(name, cap, f"for {self._event}")

    def _of_authority(
        self, level: BenefitLevel, drawn: Sequence[Draw]
    ) -> Iterator[tuple[Quantity, BenefitError]]:
        person, books = self._holder, self._ledger.books
        if person is None or person.authorised_max is None or person.code == level.contact:
            return
        counted = periods(level.period, level.starts_on, level.ends_on)
        used = _units(
            entry
            for entry in usages_of(self._ledger, level.key)
            if entry.holder == person.code
            and not entry.conveyed
            and counted.number_on(entry.on or self._on) == counted.number_on(self._on)
        )
        taken = sum((draw.quantity for draw in drawn if not draw.conveyed), ZERO)
        names = books.benefit_types[level.benefit_type].name, books.contacts[level.contact].name
        refusal = AuthorityUsedUp(person.name, person.authorised_max, *names, used)
        yield person.authorised_max - used - taken, refusal


def _units(entries: Iterable[Entry]) -> Quantity:
    return sum((entry.quantity or ZERO for entry in entries), ZERO)


def share(
    pools: Iterable[Pool], wanted: Quantity, caps: Caps, *, whole: bool = False
) -> tuple[tuple[Draw, ...], Quantity]:
    """Spread the units over the pools in their order; what finds no room is given back.

    `whole` says that only whole units can be taken from a pool.
    """
    draws: list[Draw] = []
    for pool in pools:
        units = wanted if isinstance(pool.left, Unlimited) else max(ZERO, min(pool.left, wanted))
        if units:
            units = caps.room(pool.level, units, draws, conveyed=pool.conveyed)
        if whole:
            units = units // ONE
        if units:
            draws.append(Draw(pool.level, units, pool.conveyed))
            wanted -= units
        if not wanted:
            break
    return tuple(draws), wanted
