"""Registering for an event: benefits are drawn by themselves, and the price due is told.

Source: the benefit tracking guide, "Event type benefits will automatically be tracked by tying the
benefit item to an event registration".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.books import Books
from core.catalogue import BenefitType
from core.clock import Key
from core.contact import Contact
from core.errors import (
    AmbiguousContact,
    BenefitError,
    LooksRegisteredTwice,
    NotOffered,
    QuantityNotPositive,
    QuantityOffStep,
    UnknownCode,
    UnknownContact,
)
from core.event import Registration, RegistrationType, registration_type_key
from core.ledger import Ledger
from core.policy import Policy
from core.pools import Caps, Draw, pools_of, share
from core.quantity import ONE, ZERO, Quantity, decimal_of, is_multiple
from core.recording import check_date, levels_serving

HUNDRED = Decimal(100)
CENT = Decimal("0.01")


class UnknownRegistration(BenefitError):
    """No registration has that key."""

    def __init__(self, key: int) -> None:
        super().__init__(f"There is no registration {key}.")


class AlreadyCancelled(BenefitError):
    """The registration was cancelled before."""

    def __init__(self) -> None:
        super().__init__("That registration was cancelled already.")


class EventOver(BenefitError):
    """The registration is dated after the event."""

    field = "registered_on"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is over by that date.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRequest:
    """Who registers for what; the contact by code, or else by e-mail address.

    `again` says that one more registration of the same contact for the event is meant.
    """

    event: str
    registration_type: str
    idempotency_key: str
    contact: str | None = None
    email: str | None = None
    quantity: Quantity = ONE
    registered_on: date | None = None
    again: bool = True


@dataclass(frozen=True, slots=True)
class Cover:
    """Units of one benefit type that cover so many places, each by so much."""

    benefit: BenefitType
    draws: tuple[Draw, ...]
    each: Decimal | None

    @property
    def places(self) -> Quantity:
        """Places that are covered."""
        return sum((draw.quantity for draw in self.draws), ZERO)


@dataclass(frozen=True, slots=True)
class Registering:
    """What a registration comes to."""

    contact: Contact
    registered_on: date
    covers: tuple[Cover, ...]
    list_value: Decimal | None
    discount_value: Decimal | None

    @property
    def due_value(self) -> Decimal | None:
        """What is left to pay."""
        if self.list_value is None or self.discount_value is None:
            return None
        return self.list_value - self.discount_value


def registering(
    ledger: Ledger, request: RegisterRequest, policy: Policy, today: date
) -> Registering:
    """Decide which units a registration draws, and what is left to pay.

    Raises:
        LooksRegisteredTwice: the contact is registered, and `again` doesn't mean once more.
        BenefitError: the class says what is unknown or can't be.
    """
    books = ledger.books
    contact = _contact(books, request)
    kind = _registration_type(books, request)
    on = request.registered_on or today
    _check(books, request, policy, on, today)
    if not request.again and (twin := registered_already(books, contact, request.event)):
        event = books.events[request.event]
        raise LooksRegisteredTwice(contact.name, event.name, twin.registered_on)
    covers = _best(kind.price, [*_covers(ledger, contact, kind, request, on)])
    list_value = None if kind.price is None else kind.price * request.quantity
    return Registering(contact, on, covers, list_value, _discount(kind.price, covers))


def registered_already(books: Books, contact: Contact, event: str) -> Registration | None:
    """A contact's latest registration for an event that wasn't cancelled, if any."""
    standing = (
        each
        for each in reversed(books.registrations.values())
        if each.contact == contact.code and each.event == event and not each.cancelled
    )
    return next(standing, None)


def registration(key: Key, request: RegisterRequest, decided: Registering) -> Registration:
    """The registration as it is kept."""
    return Registration(
        key=key,
        contact=decided.contact.code,
        event=request.event,
        registration_type=request.registration_type,
        quantity=request.quantity,
        registered_on=decided.registered_on,
        list_value=decided.list_value,
        discount_value=decided.discount_value,
        due_value=decided.due_value,
    )


def registration_of(books: Books, key: Key) -> Registration:
    """The registration with this key, as long as it stands.

    Raises:
        UnknownRegistration, AlreadyCancelled: there is none to cancel.
    """
    found = books.registrations.get(key)
    if found is None:
        raise UnknownRegistration(key)
    if found.cancelled:
        raise AlreadyCancelled
    return found


def _contact(books: Books, request: RegisterRequest) -> Contact:
    if request.contact:
        contact = books.contacts.get(request.contact)
        if contact is None:
            raise UnknownContact(request.contact)
        return contact
    email = (request.email or "").strip().casefold()
    found = [
        each for each in books.contacts.values() if email and (each.email or "").casefold() == email
    ]
    if not found:
        raise UnknownContact(request.email or "")
    if len(found) > 1:
        raise AmbiguousContact(email, [f"{each.name} ({each.code})" for each in found])
    return found[0]


def _registration_type(books: Books, request: RegisterRequest) -> RegistrationType:
    event = books.events.get(request.event)
    if event is None:
        raise UnknownCode("event", request.event, books.events)
    if event.retired:
        raise NotOffered("event", event.name)
    key = registration_type_key(request.event, request.registration_type)
    kind = books.registration_types.get(key)
    if kind is None:
        raise UnknownCode("registration type", request.registration_type)
    if kind.retired:
        raise NotOffered("registration type", kind.name)
    return kind


def _check(books: Books, request: RegisterRequest, policy: Policy, on: date, today: date) -> None:
    if request.quantity <= ZERO:
        raise QuantityNotPositive(request.quantity)
    if not is_multiple(request.quantity, ONE):
        raise QuantityOffStep(request.quantity, ONE, "A registration")
    check_date(on, policy, today)
    event = books.events[request.event]
    if event.held_on and on > event.held_on:
        raise EventOver(event.name)


def _covers(
    ledger: Ledger, contact: Contact, kind: RegistrationType, request: RegisterRequest, on: date
) -> Iterator[Cover]:
    for code in dict.fromkeys(kind.benefit_types):
        benefit = ledger.books.benefit_types[code]
        draws = _draws(ledger, contact, benefit, request, on)
        if draws:
            yield Cover(benefit, draws, discount(benefit, kind.price))


def _draws(
    ledger: Ledger, contact: Contact, benefit: BenefitType, request: RegisterRequest, on: date
) -> tuple[Draw, ...]:
    """Units for as many places as there are units and the caps leave room for."""
    serving = [
        level
        for level in levels_serving(ledger.books, contact, benefit.code, on)
        if benefit.tracked and level.runs_on(on) and level.gives
    ]
    serving.sort(key=lambda level: (level.ends_on, level.key))
    theirs = [level for level in serving if contact.may_hold_for(level.contact, on)]
    pools = pools_of(ledger, serving, theirs, contact.code, on)
    caps = Caps(ledger, contact, on, request.event)
    return share(pools, request.quantity, caps, whole=True)[0]


def discount(benefit: BenefitType, price: Decimal | None) -> Decimal | None:
    """What one unit takes off one place: a percentage of its price, or an amount up to its price.

    A benefit type without a discount is a free place. None where the price isn't known.
    """
    if price is None:
        return None
    text = benefit.discount.strip()
    if text.endswith("%"):
        share = (decimal_of(text[:-1]) or ZERO) / HUNDRED
        return (price * share).quantize(CENT)
    return min(price, decimal_of(text) or ZERO) if text else price


def _best(price: Decimal | None, covers: Sequence[Cover]) -> tuple[Cover, ...]:
    """All that stack together, or the one best that doesn't stack: whichever takes off more.

    Of those that take off the same, or where no price is known, the one that covers more places.
    """
    stacking = tuple(cover for cover in covers if cover.benefit.stackable)
    alone = [(cover,) for cover in covers if not cover.benefit.stackable]

    def worth(choice: Sequence[Cover]) -> tuple[Decimal, Decimal]:
        return _discount(price, choice) or ZERO, sum((each.places for each in choice), ZERO)

    return max([stacking, *alone], key=worth)


def _discount(price: Decimal | None, covers: Sequence[Cover]) -> Decimal | None:
    """Place by place: what covers it is added up, and never takes off more than its price."""
    if price is None:
        return None
    most = int(max((cover.places for cover in covers), default=ZERO))
    return sum(
        (
            min(price, sum((cover.each or ZERO for cover in covers if cover.places > place), ZERO))
            for place in range(most)
        ),
        ZERO,
    )
