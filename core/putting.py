"""Putting a contact or a row of the catalogue: what it refers to must be there, and fit.

Source: the benefit level description, on the lookup tables that a row draws its codes from.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final, TypeAlias
from unicodedata import category

from core.books import Books
from core.catalogue import BenefitType, MembershipBenefit, MembershipType
from core.contact import Contact, ContactKind
from core.errors import (
    CodeTaken,
    FigureNotPossible,
    LineIsAnother,
    NameNotUsable,
    NotAnOrganisation,
    StillHasAffiliates,
    UnknownBenefit,
    UnknownCode,
    UnknownContact,
)
from core.event import Event, RegistrationType
from core.quantity import ZERO, decimal_of
from core.records import LookupRecord, identity, lookup_key

ZERO_WIDTH_JOINER: Final = "\u200d"
"""Emoji are joined by it."""
NAME_LIMIT: Final = 255
"""Characters."""
WHOLE: Final = 100
"""Per cent: no discount is more."""

Known: TypeAlias = Callable[[type[LookupRecord], str], Any]
"""The record of a kind with a code, if there is one; what is put together knows each other."""


def check_records(books: Books, records: Iterable[LookupRecord]) -> None:
    """See that records can be put: readable names, references that are there, figures that fit.

    Raises:
        BenefitError: the first thing that is wrong; the class says what.
    """
    records = list(records)
    together = {_place(one): one for one in records}
    spelt = {(kind, code.casefold()): code for kind, code in together}

    def known(kind: type[LookupRecord], code: str) -> Any:
        return together.get((kind, code)) or books.lookup(kind).get(code)

    for record in records:
        check_name(record)
        _check_code(books, record, spelt)
        match record:
            case Contact():
                _check_contact(record, known)
                _check_affiliates(books, record)
            case BenefitType():
                _check_benefit_type(record)
            case MembershipType():
                _check_figures(record.code, price=record.price)
            case MembershipBenefit():
                _check_line(record, known)
                _check_same_line(books, record)
            case RegistrationType():
                _check_registration_type(record, known)


Place: TypeAlias = tuple[type[LookupRecord], str]


def _place(record: LookupRecord) -> Place:
    return type(record), lookup_key(identity(record), type(record))


def _check_code(books: Books, record: LookupRecord, spelt: Mapping[Place, str]) -> None:
    kind, code = _place(record)
    for other in (books.spelt(kind, code), spelt[kind, code.casefold()]):
        if other not in (None, code):
            raise CodeTaken(code, other)


def check_name(record: LookupRecord) -> None:
    """See that a name can be shown and read.

    Raises:
        NameNotUsable: it is blank, too long, or has characters that can't be seen.
    """
    name = record.name if not isinstance(record, MembershipBenefit) else record.code
    if not name.strip():
        raise NameNotUsable(record.code, "is blank")
    if len(name) > NAME_LIMIT:
        raise NameNotUsable(record.code, f"has more than {NAME_LIMIT} characters")
    unseen = (mark for mark in name if category(mark) in {"Cc", "Cf", "Cs", "Zl", "Zp"})
    if any(mark != ZERO_WIDTH_JOINER for mark in unseen):
        raise NameNotUsable(record.code, "has characters that can't be seen; please type it anew")


def is_discount(text: str) -> bool:
    """Whether a text is a percentage up to 100, or an amount."""
    value = decimal_of(text.removesuffix("%"))
    return value is not None and value >= ZERO and (value <= WHOLE or not text.endswith("%"))


def _check_contact(contact: Contact, known: Known) -> None:
    _check_figures(contact.code, authorised_max=contact.authorised_max)
    if contact.affiliated_to is None:
        return
    organisation = known(Contact, contact.affiliated_to)
    if organisation is None:
        raise UnknownContact(contact.affiliated_to)
    if organisation.kind is not ContactKind.ORGANISATION:
        raise NotAnOrganisation(organisation.name)


def _check_affiliates(books: Books, contact: Contact) -> None:
    affiliates = books.affiliates(contact.code)
    if affiliates and contact.kind is not ContactKind.ORGANISATION:
        raise StillHasAffiliates(contact.name, len(affiliates))


def _check_benefit_type(kind: BenefitType) -> None:
    if kind.step <= ZERO:
        raise FigureNotPossible(kind.code, "step", "more than 0")
    if kind.discount and not is_discount(kind.discount):
        raise FigureNotPossible(kind.code, "discount", "a percentage as 50% or an amount as 20.00")


def _check_line(line: MembershipBenefit, known: Known) -> None:
    if known(MembershipType, line.membership_type) is None:
        raise UnknownCode("membership type", line.membership_type)
    if known(BenefitType, line.benefit_type) is None:
        raise UnknownBenefit(line.benefit_type)
    _check_figures(
        line.code,
        number=line.number if isinstance(line.number, Decimal) else None,
        single_value=line.single_value,
        rollover_max=line.rollover_max,
        cap_per_day=line.cap_per_day,
        cap_per_event=line.cap_per_event,
    )


def _check_same_line(books: Books, line: MembershipBenefit) -> None:
    """A catalogue that happens to use the same codes must not take over the lines of another."""
    there = books.membership_benefits.get(line.code, line)
    of_line = (there.membership_type, there.benefit_type)
    if of_line != (line.membership_type, line.benefit_type):
        names = (
            books.membership_types[there.membership_type].name,
            books.benefit_types[there.benefit_type].name,
        )
        raise LineIsAnother(line.code, *names)


def _check_registration_type(kind: RegistrationType, known: Known) -> None:
    if known(Event, kind.event) is None:
        raise UnknownCode("event", kind.event)
    for code in kind.benefit_types:
        if known(BenefitType, code) is None:
            raise UnknownBenefit(code)
    _check_figures(kind.code, price=kind.price)


def _check_figures(code: str, **figures: Decimal | None) -> None:
    for name, value in figures.items():
        if value is not None and value < ZERO:
            raise FigureNotPossible(code, name, "0 or more")
