"""Renewing: a new membership with levels from today's catalogue, and what rolls over into them.

Upgrading, downgrading and rejoining are the same act with another type or start: where the old
term has not ended by then, it ends the day before. Units that roll over are moved by two
adjustments, out of the old level and into the new one, so that they can't be used twice; the rest
ends with the old term.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from core import enrolling, writing
from core.balance import Balance, balance
from core.books import Books
from core.catalogue import Period
from core.clock import Key, KeyMaker
from core.entry import Entry, EntryKind
from core.errors import BenefitError, day
from core.ledger import Ledger
from core.level import BenefitLevel
from core.membership import Membership, Transaction
from core.pen import Pen
from core.pools import units_left
from core.quantity import ZERO, Number, Unlimited, times

RENEW: Final = "renew a membership"
"""What whoever may not enroll is told that they may not do."""


class RenewsTooEarly(BenefitError):
    """The new term would begin before the old one."""

    field = "starts_on"

    def __init__(self, starts_on: date, old: date) -> None:
        super().__init__(f"{day(starts_on)} is not after the old start, {day(old)}.")


class NotBegunYet(BenefitError):
    """A membership that lies in the future has nothing to renew yet."""

    field = "membership"

    def __init__(self, starts_on: date) -> None:
        super().__init__(f"That membership only begins on {day(starts_on)}; renew it after that.")


class UsedAfterwards(BenefitError):
    """A benefit was used after the day on which the old term would end."""

    field = "starts_on"

    def __init__(self, used_on: date) -> None:
        super().__init__(f"The old membership was used on {day(used_on)}; start after that day.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewRequest:
    """Which membership is renewed, as what, and from when.

    `membership_type` None renews as the same type, `starts_on` None from the day after the old end.
    `declined` or `optional` None means as in the old membership: see `carried_over`. `again` says
    that another membership of that type over the same days is meant.
    """

    membership: Key
    idempotency_key: str
    membership_type: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    transaction: Transaction | None = None
    declined: frozenset[str] | None = None
    optional: frozenset[str] | None = None
    numbers: Mapping[str, Decimal] = field(default_factory=dict)
    again: bool = True


@dataclass(frozen=True, slots=True)
class Choices:
    """Standard benefits that are declined and optional ones that are added, by catalogue line."""

    declined: frozenset[str]
    optional: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ending:
    """What becomes of one old level: units that roll over, units that expire."""

    balance: Balance
    rolls_over: Decimal
    expires: Number

    @property
    def value_lost(self) -> Decimal | None:
        """The value of what expires; None where it isn't known."""
        return times(self.expires, self.balance.level.single_value)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a renewal comes to, before any of it is written."""

    old: Membership
    old_levels: tuple[BenefitLevel, ...]
    ended: Membership
    membership: Membership
    levels: tuple[BenefitLevel, ...]
    endings: tuple[Ending, ...]


def plan_renewal(ledger: Ledger, keys: KeyMaker, request: RenewRequest, today: date) -> Plan:
    """Decide what a renewal makes, moves and lets expire.

    Raises:
        LooksEnrolledTwice: it was renewed already, and `again` doesn't mean another.
        BenefitError: the class says what can't be chosen, or which date is wrong.
    """
    old = enrolling.membership_of(ledger.books, request.membership)
    if old.starts_on > today:
        raise NotBegunYet(old.starts_on)
    starts_on = request.starts_on or old.ends_on + timedelta(days=1)
    if starts_on <= old.starts_on:
        raise RenewsTooEarly(starts_on, old.starts_on)
    ended = replace(old, ends_on=min(old.ends_on, starts_on - timedelta(days=1)))
    membership, levels = enrolling.enrolment(
        ledger.books,
        keys,
        _enrolment(ledger.books, old, request, starts_on),
        fields={},
        besides=old.key,
    )
    last = min(today, ended.ends_on)
    old_levels = tuple(ledger.books.levels_of(old.key))
    endings = tuple(
        _ending(ledger, level, levels, last) for level in _usable(ledger, old_levels, ended)
    )
    return Plan(old, old_levels, ended, membership, levels, endings)


def carried_over(books: Books, old: Membership, membership_type: str) -> Choices:
    """What a member chose for the old term, as far as that type offers it today.

    A standard line stays declined where every level of it is; an optional one stays added where a
    level of it is accepted and active. How the flags stand now counts, not how they were given.

    Raises:
        UnknownCode, NotOffered: that type can't be chosen.
    """
    offered, levels = enrolling.offer(books, membership_type), books.levels_of(old.key)
    given = {level.membership_benefit for level in levels}
    accepted = {level.membership_benefit for level in levels if level.accepted}
    added = {level.membership_benefit for level in levels if level.gives and not level.standard}
    return Choices(
        declined=frozenset(each.code for each in offered.standard) & (given - accepted),
        optional=frozenset(each.code for each in offered.optional) & added,
    )


def write_renewal(pen: Pen, plan: Plan, today: date) -> list[Entry]:
    """The entries of a renewal: the new membership first."""
    return [
        writing.membership(pen, plan.membership),
        *(writing.grant(pen, level) for level in plan.levels),
        *_moves(pen, plan, min(today, plan.ended.ends_on)),
        *_ends(pen, plan),
    ]


def _enrolment(
    books: Books, old: Membership, request: RenewRequest, starts_on: date
) -> enrolling.EnrolRequest:
    membership_type = request.membership_type or old.membership_type
    so_far = carried_over(books, old, membership_type)
    return enrolling.EnrolRequest(
        contact=old.contact,
        membership_type=membership_type,
        starts_on=starts_on,
        ends_on=request.ends_on,
        transaction=request.transaction,
        declined=so_far.declined if request.declined is None else request.declined,
        optional=so_far.optional if request.optional is None else request.optional,
        numbers=request.numbers,
        again=request.again,
        idempotency_key=request.idempotency_key,
    )


def _usable(
    ledger: Ledger, levels: Sequence[BenefitLevel], ended: Membership
) -> Iterator[BenefitLevel]:
    """The old levels that can be used, seen to be unused after their new end."""
    for level in levels:
        for entry in ledger.entries_of_level(level.key):
            late = entry.kind is EntryKind.USAGE and entry.key not in ledger.books.voided
            if late and entry.on is not None and entry.on > ended.ends_on:
                raise UsedAfterwards(entry.on)
        if level.gives and ledger.books.benefit_types[level.benefit_type].tracked:
            yield level


def _ending(ledger: Ledger, level: BenefitLevel, new: Sequence[BenefitLevel], last: date) -> Ending:
    held = balance(level, ledger.books.tallies[level.key], last)
    left = units_left(ledger, level, last)
    if isinstance(left, Unlimited):
        return Ending(held, ZERO, ZERO)
    into = _successor(level, new)
    carries = into is not None and level.period is Period.TERM and level.rollover_max
    rolls_over = min(level.rollover_max or ZERO, max(ZERO, left)) if carries else ZERO
    remaining = held.remaining
    assert isinstance(remaining, Decimal)
    return Ending(held, rolls_over, max(ZERO, remaining) - rolls_over)


def _successor(level: BenefitLevel, new: Sequence[BenefitLevel]) -> BenefitLevel | None:
    """The new level that an old one's units roll over into: the same benefit, accepted, counted."""
    for each in new:
        counted = not isinstance(each.number, Unlimited) and each.period is Period.TERM
        if each.benefit_type == level.benefit_type and each.accepted and counted:
            return each
    return None


def _moves(pen: Pen, plan: Plan, last: date) -> Iterator[Entry]:
    for ending in plan.endings:
        old = ending.balance.level
        new = _successor(old, plan.levels)
        if not ending.rolls_over or new is None:
            continue
        note = f"Rolled over from {plan.old.key} to {plan.membership.key}"
        for level, quantity, on in (
            (old, -ending.rolls_over, last),
            (new, ending.rolls_over, new.starts_on),
        ):
            yield pen.write(
                EntryKind.ADJUSTMENT,
                contact=level.contact,
                level=level.key,
                quantity=quantity,
                on=on,
                note=note,
            )


def _ends(pen: Pen, plan: Plan) -> Iterator[Entry]:
    """An old term that is cut short: membership and levels end the day before the new start."""
    if plan.ended == plan.old:
        return
    before, after = plan.old.ends_on.isoformat(), plan.ended.ends_on.isoformat()
    yield pen.write(
        EntryKind.MEMBERSHIP,
        contact=plan.old.contact,
        on=plan.ended.ends_on,
        before={"key": plan.old.key, "ends_on": before},
        after={"key": plan.old.key, "ends_on": after},
    )
    for level in plan.old_levels:
        yield pen.write(
            EntryKind.LEVEL,
            contact=plan.old.contact,
            level=level.key,
            on=plan.ended.ends_on,
            before={"ends_on": before},
            after={"ends_on": after},
        )
