"""What each kind of row becomes: a request to the desk, under the same rules as everybody's."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum, auto
from typing import Any, Final

from core.actor import Actor
from core.books import Books
from core.catalogue import BenefitKind, BenefitType, MembershipBenefit, MembershipType, Period
from core.columns import Kind
from core.contact import Contact, ContactKind
from core.desk import Desk
from core.enrolling import EnrolRequest
from core.entry import Entry
from core.errors import (
    BenefitError,
    UnknownBenefit,
    choices,
)
from core.event import Event, RegistrationType
from core.membership import Transaction, TransactionKind
from core.quantity import ONE
from core.recording import UsageRequest
from core.records import LookupRecord, identity, lookup_key
from core.registering import RegisterRequest
from core.search import folded, the_contact
from core.usage_days import Look, UsageDays


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


class Lookalikes:
    """Tells usages that look like one that was there; each day is gone through once."""

    def __init__(self, days: UsageDays) -> None:
        self._days = days
        self._looks: dict[date, Counter[Look]] = {}

    def is_one(self, on: date, look: Look) -> bool:
        """Whether a usage that was just added on a day looks like one before it."""
        looks = self._looks.get(on)
        if looks is None:
            looks = self._looks[on] = self._days.looks(on)
        else:
            looks[look] += 1
        return looks[look] > 1


class OnTwoLines(BenefitError):
    """A file has two rows of one code that don't say the same."""

    def __init__(self, code: str, earlier: int) -> None:
        super().__init__(f"{code} is on line {earlier} too, and differs. Please leave one of them.")


class Import:
    """What all rows of a file have in common: the desk, in whose name, and what came so far."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        self.desk = desk
        self.actor = actor
        self.lookalikes = Lookalikes(desk.read(lambda books: books.usage_days))
        self.line = 0
        """The line of the row that is being brought."""
        self.changes: list[Entry] = []
        """What became of rows that were there already and said something else."""
        self._lines_of: dict[tuple[str, ...], int] = {}

    def earlier_line(self, of: tuple[str, ...]) -> int | None:
        """The line that had this code before; from now on it is the one being brought."""
        earlier = self._lines_of.get(of)
        self._lines_of[of] = self.line
        return earlier


Row = Mapping[str, Any]
Importer = Callable[[Import, Row, str], Effect]


def _choice(row: Row, column: str, kind: type[Any], default: Any) -> Any:
    text = row.get(column)
    if text is None:
        return default
    try:
        return kind(text.casefold())
    except ValueError:
        raise NotAChoice(column, text, [each.value for each in kind]) from None


def _put(this: Import, record: LookupRecord, key: str) -> Effect:
    desk, kind = this.desk, type(record)
    code = identity(record)
    known = desk.read(lambda books: lookup_key(code, kind) in books.lookup(kind))
    earlier = this.earlier_line(tuple(code.values()))
    entries = desk.put([record], idempotency_key=key, actor=this.actor)
    if not entries:
        return Effect.UNCHANGED
    if earlier is not None:
        raise OnTwoLines(" ".join(code.values()), earlier)
    if not known:
        return Effect.ADDED
    this.changes += entries
    return Effect.CHANGED


def import_contact(this: Import, row: Row, key: str) -> Effect:
    """A contact, and the organisation that it belongs to."""
    kind = _choice(row, "kind", ContactKind, ContactKind.PERSON)
    return _put(this, Contact(**{**row, "kind": kind}), key)


def import_benefit_type(this: Import, row: Row, key: str) -> Effect:
    """A benefit type."""
    kind = _choice(row, "kind", BenefitKind, BenefitKind.CUSTOM)
    return _put(this, BenefitType(**{**row, "kind": kind}), key)


def import_membership_type(this: Import, row: Row, key: str) -> Effect:
    """A membership type."""
    return _put(this, MembershipType(**row), key)


def import_membership_benefit(this: Import, row: Row, key: str) -> Effect:
    """A catalogue line; its two types must be there."""
    period = _choice(row, "period", Period, Period.TERM)
    return _put(this, MembershipBenefit(**{**row, "period": period}), key)


def import_membership(this: Import, row: Row, key: str) -> Effect:
    """A membership with its levels."""
    request = EnrolRequest(
        contact=_contact(this.desk, row["contact"]),
        membership_type=row["membership_type"],
        starts_on=row["starts_on"],
        ends_on=row.get("ends_on"),
        transaction=_transaction(row),
        declined=row.get("declined", frozenset()),
        optional=row.get("optional", frozenset()),
        numbers=row.get("numbers", {}),
        idempotency_key=key,
    )
    this.desk.enroll(request, actor=this.actor)
    return Effect.ADDED


def _transaction(row: Row) -> Transaction | None:
    kind = _choice(row, "transaction_kind", TransactionKind, TransactionKind.DUES)
    if "transaction" not in row:
        return None
    return Transaction(
        code=row["transaction"], kind=kind, amount=row.get("amount"), paid_on=row.get("paid_on")
    )


def import_usage(this: Import, row: Row, key: str) -> Effect:
    """A usage. One that looks like another is meant, and marked."""
    quantity: Decimal = row.get("quantity", ONE)
    holder = row.get("holder")

    def named(books: Books) -> tuple[str, str, str | None]:
        return (
            _contact_of(books, row["contact"]),
            _benefit_type_of(books, row["benefit_type"]),
            _contact_of(books, holder) if holder else None,
        )

    contact, benefit_type, holder = this.desk.read(named)
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
    entries, _ = this.desk.record_entries(request, actor=this.actor)
    first = entries[0]
    assert first.contact is not None
    assert first.on is not None
    look = Look(first.contact, benefit_type, quantity)
    return Effect.ADDED_ALIKE if this.lookalikes.is_one(first.on, look) else Effect.ADDED


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
        if folded(typed) in (folded(kind.code), folded(kind.name)):
            return kind.code
    raise UnknownBenefit(typed, (kind.name for kind in kinds.values()))


def import_event(this: Import, row: Row, key: str) -> Effect:
    """An event."""
    return _put(this, Event(**row), key)


def import_registration_type(this: Import, row: Row, key: str) -> Effect:
    """A way to register for an event that is there, drawing on benefit types that are there."""
    codes = row.get("benefit_type", ())
    record = RegistrationType(
        event=row["event"],
        code=row["code"],
        name=row["name"],
        price=row.get("price"),
        benefit_types=this.desk.read(
            lambda books: tuple(_benefit_type_of(books, code) for code in codes)
        ),
    )
    return _put(this, record, key)


def import_registration(this: Import, row: Row, key: str) -> Effect:
    """A registration of a contact, found by code or name, or else by e-mail address."""
    contact = row.get("contact")
    request = RegisterRequest(
        event=row["event"],
        registration_type=row["registration_type"],
        contact=_contact(this.desk, contact) if contact else None,
        email=row.get("email"),
        quantity=row.get("quantity", ONE),
        registered_on=row.get("registered_on"),
        idempotency_key=key,
    )
    this.desk.register(request, actor=this.actor)
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
