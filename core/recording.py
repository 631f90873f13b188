"""Recording usage: which levels it draws on, or why it is refused.

Source: the benefit tracking guide, "Record Benefit Usage Individually".
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, TypeAlias

from core.balance import least_left
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
    DateInFuture,
    HolderNotEntitled,
    LooksRecordedTwice,
    NotEnoughRemaining,
    OutsideTerm,
    QuantityNotPositive,
    QuantityOffStep,
    TextTooLong,
    UnknownBenefit,
    UnknownContact,
    UnknownLevel,
)
from core.level import BenefitLevel
from core.policy import Policy
from core.quantity import ONE, ZERO, Number, Quantity, Unlimited, is_multiple

TEXT_LIMIT: Final = 255
"""Characters in a text column of the benefit level description."""

LevelEntries: TypeAlias = Callable[[Key], Sequence[Entry]]


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
    """So many units from one level."""

    level: BenefitLevel
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a request comes to: whose benefit, in whose hands, from which levels."""

    owner: str
    holder: str
    used_on: date
    draws: tuple[Draw, ...]


def draw(
    books: Books, entries: LevelEntries, request: UsageRequest, policy: Policy, today: date
) -> Drawing:
    """Decide what `request` draws on.

    Raises:
        BenefitError: the class says which rule refused it.
    """
    contact = books.contacts.get(request.contact)
    if contact is None:
        raise UnknownContact(request.contact)
    benefit = books.benefit_types.get(request.benefit_type)
    if benefit is None:
        raise UnknownBenefit(request.benefit_type)
    used_on = request.used_on or today
    _check_quantity(benefit, request.quantity)
    _check_texts(request)
    _check_date(used_on, policy, today)
    levels = _levels_on(books, contact, benefit, used_on, request.level)
    owner = levels[0].contact
    holder = request.holder or request.contact
    _check_holder(books, holder, owner)
    if not request.again:
        like = _usages_on(books, entries, levels, used_on)
        _check_repetition(like, request.quantity, holder)
    draws = _share(books, entries, levels, request.quantity, used_on)
    return Drawing(owner, holder, used_on, draws)


def levels_serving(books: Books, contact: Contact, benefit_type: str) -> list[BenefitLevel]:
    """The levels a contact draws on: their own, or those of the organisation they may act for."""
    own = books.levels_owned(contact.code, benefit_type)
    if own or not (contact.authorised and contact.affiliated_to):
        return own
    return books.levels_owned(contact.affiliated_to, benefit_type)


def units_left(books: Books, entries: LevelEntries, level: BenefitLevel, on: date) -> Number:
    """The units of `level` that a usage on the day `on` may take; no later day goes below zero."""
    tally = books.tallies[level.key]
    number = tally.number
    if isinstance(number, Unlimited):
        return number
    if on >= tally.latest_on:
        return number - tally.used - tally.conveyed
    return least_left(level.number, entries(level.key), on)


def _check_quantity(benefit: BenefitType, quantity: Decimal) -> None:
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


def _check_date(used_on: date, policy: Policy, today: date) -> None:
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


def _check_holder(books: Books, holder: str, owner: str) -> None:
    if holder == owner:
        return
    person = books.contacts.get(holder)
    if person is None:
        raise UnknownContact(holder)
    if not person.may_hold_for(owner):
        raise HolderNotEntitled(person.name, books.contacts[owner].name)


def _usages_on(
    books: Books, entries: LevelEntries, levels: Sequence[BenefitLevel], used_on: date
) -> Iterator[Entry]:
    """The usages of a day that were not taken back; levels not used since then aren't read."""
    for level in levels:
        if books.tallies[level.key].latest_on >= used_on:
            for entry in entries(level.key):
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


def _share(
    books: Books,
    entries: LevelEntries,
    levels: Sequence[BenefitLevel],
    quantity: Quantity,
    used_on: date,
) -> tuple[Draw, ...]:
    """Spread the quantity over the levels in their order."""
    draws: list[Draw] = []
    wanted = quantity
    for level in levels:
        left = units_left(books, entries, level, used_on)
        taken = wanted if isinstance(left, Unlimited) else max(ZERO, min(left, wanted))
        if taken:
            draws.append(Draw(level, taken))
            wanted -= taken
        if not wanted:
            return tuple(draws)
    backdated = any(used_on < books.tallies[level.key].latest_on for level in levels)
    raise NotEnoughRemaining(quantity, quantity - wanted, used_on if backdated else None)
