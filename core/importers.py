"""What each kind of row becomes: a request to the desk, under the same rules as everybody's."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import Enum, auto
from typing import Any, Final

from core.actor import Actor
from core.books import Books
from core.catalogue import BenefitKind, BenefitType, MembershipBenefit, MembershipType, Period
from core.columns import Kind
from core.contact import Contact, ContactKind
from core.desk import Desk, Usage
from core.enrolling import EnrolRequest
from core.errors import (
    BenefitError,
    UnknownBenefit,
    choices,
)
from core.event import Event, RegistrationType
from core.membership import Transaction, TransactionKind
from core.putting import is_discount
from core.quantity import ONE
from core.recording import UsageRequest
from core.records import LookupRecord, identity, lookup_key
from core.registering import RegisterRequest
from core.search import the_contact


class Effect(Enum):
    """What became of a row."""

    ADDED = auto()
    ADDED_ALIKE = auto()
    """Added, and it looks like one that was there before."""
    CHANGED = auto()
    UNCHANGED = auto()


class NotAChoice(BenefitError):
    """A cell holds none of the words that its column knows."""

    def __init__(self, column: str, text: str, known: list[str]) -> None:
        super().__init__(f"{column}: “{text}” is not {choices(known)}.")


Row = Mapping[str, Any]
Importer = Callable[[Desk, Row, str, Actor], Effect]


def _choice(row: Row, column: str, kind: type[Any], default: Any) -> Any:
    text = row.get(column)
    if text is None:
        return default
    try:
        return kind(text.casefold())
    except ValueError:
        raise NotAChoice(column, text, [each.value for each in kind]) from None


def _put(desk: Desk, record: LookupRecord, key: str, actor: Actor) -> Effect:
    kind = type(record)
    known = desk.read(lambda books: lookup_key(identity(record), kind) in books.lookup(kind))
    if not desk.put([record], idempotency_key=key, actor=actor):
        return Effect.UNCHANGED
    return Effect.CHANGED if known else Effect.ADDED


def import_contact(desk: Desk, row: Row, key: str, actor: Actor) -> Effect:
    """A contact, and the organisation that it belongs to."""
    kind = _choice(row, "kind", ContactKind, ContactKind.PERSON)
    return _put(desk, Contact(**{**row, "kind": kind}), key, actor)


def import_benefit_type(desk: Desk, row: Row, key: str, actor: Actor) -> Effect:
    """A benefit type."""
    if "discount" in row and not is_discount(row["discount"]):
        raise NotAChoice("discount", row["discount"], ["a percentage as 50%", "an amount as 20.00"])
    if "step" in row and not row["step"]:
        raise NotAChoice("step", "0", ["more than 0"])
    kind = _choice(row, "kind", BenefitKind, BenefitKind.CUSTOM)
    return _put(desk, BenefitType(**{**row, "kind": kind}), key, actor)


def import_membership_type(desk: Desk, row: Row, key: str, actor: Actor) -> Effect:
    """A membership type."""
    return _put(desk, MembershipType(**row), key, actor)


def import_membership_benefit(desk: Desk, row: Row, key: str, actor: Actor) -> Effect:
    """A catalogue line; its two types must be there."""
    period = _choice(row, "period", Period, Period.TERM)
    return _put(desk, MembershipBenefit(**{**row, "period": period}), key, actor)


def import_membership(desk: Desk, row: Row, key: str, actor: Actor) -> Effect:
    """A membership with its levels."""
    request = EnrolRequest(
        contact=_contact(desk, row["contact"]),
        membership_type=row["membership_type"],
        starts_on=row["starts_on"],
        ends_on=row.get("ends_on"),
        transaction=_transaction(row),
        declined=row.get("declined", frozenset()),
        optional=row.get("optional", frozenset()),
        numbers=row.get("numbers", {}),
        idempotency_key=key,
    )
    desk.enroll(request, actor=actor)
    return Effect.ADDED


def _transaction(row: Row) -> Transaction | None:
    kind = _choice(row, "transaction_kind", TransactionKind, TransactionKind.DUES)
    if "transaction" not in row:
        return None
    return Transaction(
        code=row["transaction"], kind=kind, amount=row.get("amount"), paid_on=row.get("paid_on")
    )


def import_usage(desk: Desk, row: Row, key: str, actor: Actor) -> Effect:
    """A usage. One that looks like another is meant, and marked."""
    quantity: Decimal = row.get("quantity", ONE)
    holder = row.get("holder")

    def named(books: Books) -> tuple[str, str, str | None]:
        return (
            _contact_of(books, row["contact"]),
            _benefit_type_of(books, row["benefit_type"]),
            _contact_of(books, holder) if holder else None,
        )

    contact, benefit_type, holder = desk.read(named)
    request = UsageRequest(
        contact=contact,
        benefit_type=benefit_type,
        used_on=row.get("used_on"),
        quantity=quantity,
        description=row.get("description", ""),
        holder=holder,
        note=row.get("note", ""),
        again=True,
        idempotency_key=key,
    )
    usage = desk.record(request, actor=actor)
    alike = desk.read(lambda books: _looks_recorded_twice(books, usage))
    return Effect.ADDED_ALIKE if alike else Effect.ADDED


def _looks_recorded_twice(books: Books, usage: Usage) -> bool:
    """Whether the same contact used as much of the same benefit on that day before."""
    first = usage.entries[0]
    assert first.level is not None
    assert first.on is not None
    level = books.levels[first.level]
    times = books.usage_days.times(first.on, level.contact, level.benefit_type, usage.quantity)
    return times > 1


def _contact(desk: Desk, typed: str) -> str:
    return desk.read(lambda books: _contact_of(books, typed))


def _contact_of(books: Books, typed: str) -> str:
    if typed in books.contacts:
        return typed
    return the_contact(books.finder, typed, exactly=True).code


def _benefit_type_of(books: Books, typed: str) -> str:
    kinds = books.benefit_types
    if typed in kinds:
        return typed
    for kind in kinds.values():
        if typed.casefold() in (kind.code.casefold(), kind.name.casefold()):
            return kind.code
    raise UnknownBenefit(typed, (kind.name for kind in kinds.values()))


def import_event(desk: Desk, row: Row, key: str, actor: Actor) -> Effect:
    """An event."""
    return _put(desk, Event(**row), key, actor)


def import_registration_type(desk: Desk, row: Row, key: str, actor: Actor) -> Effect:
    """A way to register for an event that is there, drawing on benefit types that are there."""
    codes = row.get("benefit_type", ())
    record = RegistrationType(
        event=row["event"],
        code=row["code"],
        name=row["name"],
        price=row.get("price"),
        benefit_types=desk.read(
            lambda books: tuple(_benefit_type_of(books, code) for code in codes)
        ),
    )
    return _put(desk, record, key, actor)


def import_registration(desk: Desk, row: Row, key: str, actor: Actor) -> Effect:
    """A registration of a contact, found by code or name, or else by e-mail address."""
    contact = row.get("contact")
    request = RegisterRequest(
        event=row["event"],
        registration_type=row["registration_type"],
        contact=_contact(desk, contact) if contact else None,
        email=row.get("email"),
        quantity=row.get("quantity", ONE),
        registered_on=row.get("registered_on"),
        idempotency_key=key,
    )
    desk.register(request, actor=actor)
    return Effect.ADDED


IMPORTERS: Final[dict[Kind, Importer]] = {
    Kind.CONTACTS: import_contact,
    Kind.BENEFIT_TYPES: import_benefit_type,
    Kind.MEMBERSHIP_TYPES: import_membership_type,
    Kind.MEMBERSHIP_BENEFITS: import_membership_benefit,
    Kind.MEMBERSHIPS: import_membership,
    Kind.USAGE: import_usage,
    Kind.EVENTS: import_event,
    Kind.REGISTRATION_TYPES: import_registration_type,
    Kind.REGISTRATIONS: import_registration,
}
