"""Enrolling: a membership and its levels, made in one step or not at all.

Source: the benefit level description, the Automated Membership Process.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Final

from core.books import Books
from core.catalogue import MembershipBenefit, MembershipType
from core.clock import Key, KeyMaker
from core.contact import Contact
from core.custom import CustomField, merged
from core.errors import (
    AmountNegative,
    DateNotPossible,
    EndMissing,
    EndsBeforeStart,
    LooksEnrolledTwice,
    NotDeclinable,
    NotOffered,
    NumberNotPossible,
    NumberRaised,
    QuantityOffStep,
    TransactionDiffers,
    UnknownCode,
    UnknownContact,
    UnknownMembership,
)
from core.level import BenefitLevel
from core.membership import Membership, Transaction, last_day
from core.quantity import ZERO, Number, Unlimited, is_multiple

EARLIEST_YEAR: Final = 1900
LATEST_YEAR: Final = 2199
"""The years in which a membership can start, end or be paid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolRequest:
    """Who becomes a member of what, and with which benefits.

    `declined` and `optional` name membership benefits by code: standard ones not wanted, optional
    ones wanted. `numbers` lowers a line's number of units. `custom` has texts of slots for every
    level, `custom_of` others for the levels of these lines. `ends_on` None means the type's term.
    `again` says that a second membership of the same type over the same days is meant.
    """

    contact: str
    membership_type: str
    starts_on: date
    idempotency_key: str
    ends_on: date | None = None
    transaction: Transaction | None = None
    declined: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    numbers: Mapping[str, Decimal] = field(default_factory=dict)
    custom: Mapping[str, str] = field(default_factory=dict)
    custom_of: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    again: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRequest:
    """A catalogue line for a membership that is there already; `number` lowers its units."""

    membership: Key
    membership_benefit: str
    idempotency_key: str
    number: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What a membership type comes with, and what can be added."""

    membership_type: MembershipType
    standard: tuple[MembershipBenefit, ...]
    optional: tuple[MembershipBenefit, ...]


def offer(books: Books, membership_type: str) -> Offer:
    """The standard and the optional benefits of a membership type."""
    kind = _membership_type(books, membership_type)
    lines = list(books.catalogue_of(kind.code))
    return Offer(
        kind,
        tuple(line for line in lines if line.standard),
        tuple(line for line in lines if not line.standard),
    )


def enrolment(
    books: Books,
    keys: KeyMaker,
    request: EnrolRequest,
    *,
    fields: Mapping[str, CustomField],
    besides: Key | None = None,
) -> tuple[Membership, tuple[BenefitLevel, ...]]:
    """The membership and the levels that `request` makes; `besides` names the one it follows.

    `fields` are the labelled slots.

    Raises:
        LooksEnrolledTwice: there is such a membership already, and `again` doesn't mean another.
        BenefitError: the class says what can't be chosen, or which number or date is wrong.
    """
    contact = _contact(books, request.contact)
    _check_payment(request)
    offered = offer(books, request.membership_type)
    _check_choices(books, offered, request)
    membership = Membership(
        key=keys.next(),
        contact=contact.code,
        membership_type=offered.membership_type.code,
        starts_on=request.starts_on,
        ends_on=_end(offered.membership_type, request),
        transaction=_payment(books, request.transaction),
    )
    if not request.again and (twin := enrolled_already(books, membership, besides)):
        name, kind = contact.name, offered.membership_type.name
        raise LooksEnrolledTwice(name, kind, twin.starts_on, twin.ends_on)
    levels = (_level(keys.next(), membership, line, request) for line in _chosen(offered, request))
    return membership, tuple(_labelled(level, request, fields) for level in levels)


def enrolled_already(
    books: Books, wanted: Membership, besides: Key | None = None
) -> Membership | None:
    """Another membership of the contact and type that runs on some of the same days, if any."""
    for each in books.memberships_of(wanted.contact):
        same = each.membership_type == wanted.membership_type and each.key != besides
        if same and each.starts_on <= wanted.ends_on and wanted.starts_on <= each.ends_on:
            return each
    return None


def added_level(books: Books, keys: KeyMaker, request: LevelRequest) -> BenefitLevel:
    """The level that a membership gets later, for the rest of its term.

    Raises:
        UnknownMembership, UnknownCode, NotOffered: the membership or line isn't there.
        NumberRaised, NumberNotPossible, QuantityOffStep: it can't be that number.
    """
    membership = membership_of(books, request.membership)
    line = books.membership_benefits.get(request.membership_benefit)
    if line is None or line.membership_type != membership.membership_type:
        raise UnknownCode("membership benefit", request.membership_benefit)
    if line.retired:
        raise NotOffered("membership benefit", line.code)
    benefit = books.benefit_types[line.benefit_type]
    if benefit.retired:
        raise NotOffered("benefit type", benefit.name)
    numbers = {} if request.number is None else {line.code: request.number}
    for number in numbers.values():
        check_number(books, line, number)
    choice = EnrolRequest(
        contact=membership.contact,
        membership_type=membership.membership_type,
        starts_on=membership.starts_on,
        numbers=numbers,
        idempotency_key=request.idempotency_key,
    )
    return _level(keys.next(), membership, line, choice)


def membership_of(books: Books, key: Key) -> Membership:
    """The membership with this key."""
    membership = books.memberships.get(key)
    if membership is None:
        raise UnknownMembership(key)
    return membership


def _contact(books: Books, code: str) -> Contact:
    contact = books.contacts.get(code)
    if contact is None:
        raise UnknownContact(code)
    if contact.retired:
        raise NotOffered("contact", contact.name)
    return contact


def _membership_type(books: Books, code: str) -> MembershipType:
    kind = books.membership_types.get(code)
    if kind is None:
        raise UnknownCode("membership type", code, books.membership_types)
    if kind.retired:
        raise NotOffered("membership type", kind.name)
    return kind


def _check_payment(request: EnrolRequest) -> None:
    paid = request.transaction
    if paid and paid.amount is not None and paid.amount < ZERO:
        raise AmountNegative(paid.amount)
    for on in (request.starts_on, request.ends_on, paid.paid_on if paid else None):
        if on is not None and not EARLIEST_YEAR <= on.year <= LATEST_YEAR:
            raise DateNotPossible(on, EARLIEST_YEAR, LATEST_YEAR)


def _payment(books: Books, told: Transaction | None) -> Transaction | None:
    """The payment as the books have it, where it paid for another membership before.

    One payment may pay for several memberships, and has one kind, amount and day; what isn't told
    again is as it was told first.
    """
    known = books.paid.get(told.code) if told else None
    if told is None or known is None:
        return told
    amount = known.amount if told.amount is None else told.amount
    paid_on = known.paid_on if told.paid_on is None else told.paid_on
    if replace(told, amount=amount, paid_on=paid_on) != known:
        raise TransactionDiffers(known.code, known.kind, known.amount, known.paid_on)
    return known


def _end(kind: MembershipType, request: EnrolRequest) -> date:
    if request.ends_on is not None:
        if request.ends_on < request.starts_on:
            raise EndsBeforeStart(request.starts_on, request.ends_on)
        return request.ends_on
    if kind.term_months is None:
        raise EndMissing(kind.name)
    return last_day(request.starts_on, kind.term_months)


def _check_choices(books: Books, offered: Offer, request: EnrolRequest) -> None:
    standard = {line.code for line in offered.standard}
    optional = {line.code for line in offered.optional}
    for code in sorted(request.declined - standard):
        raise NotDeclinable(code, "a standard")
    for code in sorted(request.optional - optional):
        raise NotDeclinable(code, "an optional")
    for code in (*request.numbers, *request.custom_of):
        if code not in standard | optional:
            raise UnknownCode("membership benefit", code)
    for code, number in request.numbers.items():
        check_number(books, books.membership_benefits[code], number)


def check_number(books: Books, line: MembershipBenefit, number: Decimal) -> None:
    """See that a line's number of units can be lowered to this.

    Raises:
        NumberRaised, NumberNotPossible, QuantityOffStep: it can't.
    """
    benefit = books.benefit_types[line.benefit_type]
    if number < ZERO:
        raise NumberNotPossible(number, ZERO)
    if not isinstance(line.number, Unlimited) and number > line.number:
        raise NumberRaised(benefit.name, number, line.number)
    if not is_multiple(number, benefit.step):
        raise QuantityOffStep(number, benefit.step, benefit.name)


def _chosen(offered: Offer, request: EnrolRequest) -> Iterator[MembershipBenefit]:
    """Every standard line, declined ones too, and the optional lines that were ticked."""
    yield from offered.standard
    for line in offered.optional:
        if line.code in request.optional:
            yield line


def _labelled(
    level: BenefitLevel, request: EnrolRequest, fields: Mapping[str, CustomField]
) -> BenefitLevel:
    texts = {**request.custom, **request.custom_of.get(level.membership_benefit, {})}
    return replace(level, custom=merged({}, texts, fields))


def _level(
    key: Key, membership: Membership, line: MembershipBenefit, request: EnrolRequest
) -> BenefitLevel:
    number: Number = request.numbers.get(line.code, line.number)
    return BenefitLevel(
        key=key,
        membership=membership.key,
        contact=membership.contact,
        membership_type=membership.membership_type,
        membership_benefit=line.code,
        benefit_type=line.benefit_type,
        starts_on=membership.starts_on,
        ends_on=membership.ends_on,
        number=number,
        single_value=line.single_value,
        standard=line.standard,
        quid_pro_quo=line.quid_pro_quo,
        accepted=line.code not in request.declined,
        period=line.period,
        rollover_max=line.rollover_max,
        cap_per_day=line.cap_per_day,
        cap_per_event=line.cap_per_event,
        overage=line.overage,
    )
