"""Recording usage: which levels it draws on, or why it is refused.

Source: the benefit tracking guide, "Record Benefit Usage Individually".
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from core.books import Books
from core.catalogue import BenefitType
from core.clock import Key
from core.contact import Contact
from core.entry import Entry, EntryKind
from core.errors import (
    BenefitDeclined,
    BenefitInactive,
    BenefitNotOffered,
    BenefitNotTracked,
    BooksClosed,
    CapReached,
    DateInFuture,
    HolderNotEntitled,
    LooksRecordedTwice,
    NotEnoughRemaining,
    OutsideTerm,
    OverageUnconfirmed,
    QuantityNotPositive,
    QuantityOffStep,
    TextTooLong,
    UnknownBenefit,
    UnknownContact,
    UnknownLevel,
)
from core.ledger import Ledger
from core.level import BenefitLevel
from core.policy import Policy
from core.quantity import ONE, ZERO, Number, Quantity, Unlimited, is_multiple
from core.timeline import least_left

TEXT_LIMIT: Final = 255
"""Characters in a text column of the benefit level description."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageRequest:
    """What somebody asks to record. `used_on` None means today in the recorder's time zone.

    `level` narrows the draw to one benefit level. `again` says that a usage which looks the same as
    an earlier one is meant. `quantity` is in units of the benefit type.
    """

    contact: str
    benefit_type: str
    idempotency_key: str
    used_on: date | None = None
    quantity: Quantity = ONE
    description: str = ""
    holder: str | None = None
    note: str = ""
    level: Key | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Draw:
    """So many units from one level; `conveyed` where they had been conveyed to the holder."""

    level: BenefitLevel
    quantity: Quantity
    conveyed: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a request comes to: in whose hands, when, from which levels."""

    holder: str
    used_on: date
    draws: tuple[Draw, ...]
    over: tuple[Draw, ...] = ()
    """Units beyond what remains, which a manager confirmed."""


def draw(
    ledger: Ledger, request: UsageRequest, policy: Policy, today: date, *, confirmed: bool = False
) -> Drawing:
    """Decide what `request` draws on; `confirmed` says that a manager confirms an overage.

    Raises:
        BenefitError: the class says which rule refused it.
    """
    books = ledger.books
    contact = books.contacts.get(request.contact)
    if contact is None:
        raise UnknownContact(request.contact)
    benefit = books.benefit_types.get(request.benefit_type)
    if benefit is None:
        raise UnknownBenefit(request.benefit_type)
    used_on = request.used_on or today
    check_quantity(benefit, request.quantity)
    _check_texts(request)
    check_date(used_on, policy, today)
    levels = _levels_on(books, contact, benefit, used_on, request.level)
    holder = request.holder or request.contact
    open_levels = _levels_open_to(books, holder, levels)
    if not request.again:
        like = _usages_on(ledger, levels, used_on)
        _check_repetition(like, request.quantity, holder)
    pools = _pools(ledger, levels, open_levels, holder, used_on)
    draws, missing = _share(pools, request.quantity)
    over: tuple[Draw, ...] = ()
    if missing:
        late = any(used_on < books.tallies[level.key].latest_on for level in levels)
        when = used_on if late else None
        over = _beyond(open_levels, request.quantity, missing, when, confirmed=confirmed)
    _check_caps(ledger, (*draws, *over), used_on)
    return Drawing(holder, used_on, draws, over)


def levels_serving(books: Books, contact: Contact, benefit_type: str) -> list[BenefitLevel]:
    """The levels a contact draws on: their own and those of which they were given units.

    Whoever has neither draws on those of the organisation that they may act for.
    """
    serving = books.levels_owned(contact.code, benefit_type)
    if held := books.levels_held(contact.code, benefit_type):
        serving = [*serving, *(level for level in held if level not in serving)]
    if (
        contact.authorised
        and contact.affiliated_to
        and not any(level.contact == contact.code for level in serving)
    ):
        own = books.levels_owned(contact.affiliated_to, benefit_type)
        serving = [*serving, *(level for level in own if level not in serving)]
    return serving


def units_left(ledger: Ledger, level: BenefitLevel, on: date, holder: str | None = None) -> Number:
    """The units of `level` that a usage on the day `on` may take; no later day goes below zero.

    Units that are nobody's yet; with `holder`, those that were conveyed to that contact.
    """
    tally = ledger.books.tallies[level.key]
    if on < tally.latest_on:
        return least_left(level, ledger.entries_of_level(level.key), on, holder)
    if holder is not None:
        return (tally.held or {}).get(holder, ZERO)
    standing = tally.standing(on)
    if isinstance(standing.granted, Unlimited):
        return standing.granted
    return standing.granted + standing.adjusted - standing.used - standing.conveyed


def check_quantity(benefit: BenefitType, quantity: Decimal) -> None:
    """See that so much of this benefit can be recorded at all."""
    if not benefit.tracked:
        raise BenefitNotTracked(benefit.name)
    if quantity <= ZERO:
        raise QuantityNotPositive(quantity)
    if not is_multiple(quantity, benefit.step):
        raise QuantityOffStep(quantity, benefit.step, benefit.name)


def _check_texts(request: UsageRequest) -> None:
    for what, text in (("description", request.description), ("note", request.note)):
        if len(text) > TEXT_LIMIT:
            raise TextTooLong(what, len(text), TEXT_LIMIT)


def check_date(used_on: date, policy: Policy, today: date) -> None:
    """See that the books are open on this day, and that it has come."""
    if used_on > today:
        raise DateInFuture(used_on, today)
    if policy.open_from and used_on < policy.open_from:
        raise BooksClosed(used_on, policy.open_from)


def _levels_on(
    books: Books, contact: Contact, benefit: BenefitType, used_on: date, only: Key | None
) -> list[BenefitLevel]:
    """The usable levels on that day, the one that ends first before the others, then the older."""
    serving = levels_serving(books, contact, benefit.code)
    if only is not None:
        serving = [level for level in serving if level.key == only]
        if not serving:
            raise UnknownLevel(only)
    if not serving:
        raise BenefitNotOffered(contact.name, benefit.name)
    running = [level for level in serving if level.runs_on(used_on)]
    if not running:
        raise OutsideTerm(used_on, sorted((each.starts_on, each.ends_on) for each in serving))
    usable = [level for level in running if level.gives]
    if not usable:
        declined = all(not level.accepted for level in running)
        raise (BenefitDeclined if declined else BenefitInactive)(contact.name, benefit.name)
    if len(usable) > 1:
        usable.sort(key=lambda level: (level.ends_on, level.key))
    return usable


def _levels_open_to(
    books: Books, holder: str, levels: Sequence[BenefitLevel]
) -> list[BenefitLevel]:
    """The levels whose unassigned units the holder may use, as their owner or authorised by it.

    Raises:
        HolderNotEntitled: none of them, and no units were conveyed to the holder either.
    """
    owner = levels[0].contact
    if all(level.contact == holder for level in levels):
        return list(levels)
    person = books.contacts.get(holder)
    if person is None:
        raise UnknownContact(holder)
    open_levels = [level for level in levels if person.may_hold_for(level.contact)]
    if not open_levels and not any(
        holder in (books.tallies[level.key].held or {}) for level in levels
    ):
        raise HolderNotEntitled(person.name, books.contacts[owner].name)
    return open_levels


def _usages_on(ledger: Ledger, levels: Sequence[BenefitLevel], used_on: date) -> Iterator[Entry]:
    """The usages of a day that were not taken back; levels not used since then aren't read."""
    books = ledger.books
    for level in levels:
        if books.tallies[level.key].latest_on >= used_on:
            for entry in ledger.entries_of_level(level.key):
                counts = entry.kind is EntryKind.USAGE and entry.key not in books.voided
                if counts and entry.on == used_on:
                    yield entry


def _check_repetition(like: Iterable[Entry], quantity: Quantity, holder: str) -> None:
    """Ask where the same was recorded before; one act may lie on several levels."""
    acts: dict[Key, list[Entry]] = {}
    for entry in like:
        if entry.holder == holder:
            acts.setdefault(entry.act, []).append(entry)
    for act in acts.values():
        if sum((entry.quantity or ZERO for entry in act), ZERO) == quantity:
            raise LooksRecordedTwice(act[0].actor, act[0].at)


def _pools(
    ledger: Ledger,
    levels: Sequence[BenefitLevel],
    open_levels: Sequence[BenefitLevel],
    holder: str,
    used_on: date,
) -> Iterator[tuple[BenefitLevel, Number, bool]]:
    """What may be drawn on, in its order: units conveyed to the holder, then unassigned ones."""
    for level in levels:
        if holder in (ledger.books.tallies[level.key].held or {}):
            yield level, units_left(ledger, level, used_on, holder), True
    for level in open_levels:
        yield level, units_left(ledger, level, used_on), False


def _share(
    pools: Iterable[tuple[BenefitLevel, Number, bool]], quantity: Quantity
) -> tuple[tuple[Draw, ...], Quantity]:
    """Spread the quantity over the pools in their order; what finds no room is given back."""
    draws: list[Draw] = []
    for level, left, conveyed in pools:
        taken = quantity if isinstance(left, Unlimited) else max(ZERO, min(left, quantity))
        if taken:
            draws.append(Draw(level, taken, conveyed))
            quantity -= taken
        if not quantity:
            break
    return tuple(draws), quantity


def _beyond(
    levels: Sequence[BenefitLevel],
    asked: Quantity,
    missing: Quantity,
    when: date | None,
    *,
    confirmed: bool,
) -> tuple[Draw, ...]:
    """More than remains: of the last level whose line allows overage, where a manager confirms."""
    stretching = [level for level in levels if level.overage]
    if not stretching:
        raise NotEnoughRemaining(asked, asked - missing, when)
    if not confirmed:
        raise OverageUnconfirmed(asked, asked - missing, when)
    return (Draw(stretching[-1], missing),)


def _check_caps(ledger: Ledger, draws: Iterable[Draw], used_on: date) -> None:
    """See that no line's cap for one day is exceeded, with what that day has used already."""
    taken: dict[Key, Quantity] = {}
    for each in draws:
        level = each.level
        if level.cap_per_day is None:
            continue
        if level.key not in taken:
            used = _usages_on(ledger, [level], used_on)
            taken[level.key] = sum((entry.quantity or ZERO for entry in used), ZERO)
        taken[level.key] += each.quantity
        if taken[level.key] > level.cap_per_day:
            name = ledger.books.benefit_types[level.benefit_type].name
            raise CapReached(name, level.cap_per_day, used_on)
