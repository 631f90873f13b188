"""Registering somebody for an event, and cancelling that."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from slack_bolt import Ack
from slack_sdk.models.views import View

from bot.calls import Call
from bot.drafts.forms import QuantityUnreadable, date_in, must_fit, view_of
from bot.drafts.opening import open_about
from bot.meaning import contact_meant
from bot.names import Act, Field, Form
from bot.office import Office
from bot.slack.store_failures import for_people
from bot.slack.switchboard import Switchboard
from bot.slips import CancelSlip, RegistrationSlip, read_slip, request_key
from bot.views.notices import done_in_form, notice
from bot.views.parts import Message
from bot.views.registration import (
    Drawn,
    Named,
    Price,
    RegistrationContent,
    cancellation_form,
    cancelled,
    registered,
    registration_form,
    standing,
)
from bot.views.sentences import registering as said
from core.actor import Action, Actor
from core.books import Books
from core.clock import Key
from core.desk import Desk
from core.entry import Entry, EntryKind
from core.errors import BenefitError, LooksRegisteredTwice, UnknownContact
from core.event import Event, Registration, RegistrationType, registration_type_key
from core.quantity import ONE, ZERO, decimal_of
from core.registering import Registering, RegisterRequest, registration_of

LISTED: Final = 20


class RegisterForEvent:
    """Listens to what opens the forms, to their choices, and to their submits."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def listen(self, to: Switchboard) -> None:
        """Take the buttons, the choices and the forms."""
        to.action(Act.REGISTER, lambda call: self.open(call, ""))
        for name in (Field.EVENT, Field.REGISTRATION_TYPE, Field.ATTENDEE, Field.PLACES):
            to.action(name, self.choose)
        to.form(Form.REGISTER, self.submit)
        to.action(Act.CANCEL, self.ask_why)
        to.form(Form.CANCEL, self.cancel)

    def open(self, call: Call, text: str) -> None:
        """Open the form, for the contact that is named or for none."""

        def form(code: str, actor: Actor) -> View:
            request = _request(event="", contact=code, on=self._office.desk.today(actor))
            return self._form(RegistrationSlip(reply_to=call.reply_to), request, actor)

        open_about(self._office, call, text, form, subcommand="register", action=Action.REGISTER)

    def choose(self, call: Call) -> None:
        """Show the price of what is chosen so far."""
        actor = self._office.allowed(call, Action.REGISTER)
        slip, request = _read(call)
        self._office.answers.change(call, self._form(slip, request, actor))

    def submit(self, call: Call, ack: Ack) -> None:
        """Register, then tell the price and what was drawn."""
        actor = self._office.people.actor(call.user)
        slip, request = _read(call)
        desk, meant = self._office.desk, slip.again == _sameness(request)
        try:
            made = desk.register(replace(request, again=meant), actor=actor)
        except LooksRegisteredTwice as twice:
            asked = replace(slip, again=_sameness(request))
            ack(response_action="update", view=self._form(asked, request, actor, str(twice)))
            return
        entries = desk.store.entries_of_request(request.idempotency_key)
        price = Price(
            list_value=made.list_value,
            discount_value=made.discount_value,
            due_value=made.due_value,
            currency=self._office.settings.organisation.currency,
            drawn=_drawn(desk, entries),
        )
        told = registered(desk.read(lambda books: _named(books, made)), price)
        ack(response_action="update", view=done_in_form(said.TITLE, told))
        self._office.answers.confirm(call.user, told, reply_to=slip.reply_to)

    def list(self, call: Call, text: str) -> None:
        """Show a contact's registrations, each with the way to cancel it."""
        self._office.allowed(call, Action.REGISTER)
        code = contact_meant(self._office, call, text, "cancel")
        if code is None:
            return
        told = notice(said.NAME_SOMEBODY)
        if code:
            told = self._listed(code)
        self._office.answers.tell(call.user, told, reply_to=call.reply_to)

    def ask_why(self, call: Call) -> None:
        """Open the form that asks for the reason."""
        self._office.allowed(call, Action.REGISTER)
        key, _, listed = call.value.partition(":")
        slip = CancelSlip(key=Key(int(key)), listed=listed, reply_to=call.reply_to)

        def form(books: Books) -> View:
            return cancellation_form(_named(books, registration_of(books, slip.key)), slip)

        self._office.answers.open(call, lambda: self._office.desk.read(form))

    def cancel(self, call: Call, ack: Ack) -> None:
        """Cancel it, then say what came back, in place of the message that had the button."""
        actor = self._office.people.actor(call.user)
        slip, reason = read_slip(CancelSlip, view_of(call).slip), call.one(Field.REASON)
        desk, key = self._office.desk, request_key(call.user, slip.nonce)
        entries = desk.cancel(slip.key, reason=reason, idempotency_key=key, actor=actor)
        ack()
        named = desk.read(lambda books: _named(books, books.registrations[slip.key]))
        told = cancelled(named, _drawn(desk, entries, EntryKind.VOID), reason)
        if slip.listed:
            told = self._listed(slip.listed, told)
        self._office.answers.confirm(call.user, told, reply_to=slip.reply_to, replacing=True)

    def _listed(self, code: str, news: Message | None = None) -> Message:
        """A contact's registrations that stand, below what was done to one of them."""
        contact = self._office.contact(code)
        if contact is None:
            raise UnknownContact(code)
        named = self._office.desk.read(lambda books: _standing(books, code))
        return standing(contact, named[:LISTED], news)

    def _form(
        self, slip: RegistrationSlip, request: RegisterRequest, actor: Actor, question: str = ""
    ) -> View:
        desk, currency = self._office.desk, self._office.settings.organisation.currency
        event, kinds = desk.read(lambda books: _offered(books, request.event))
        chosen = request.registration_type
        kind = chosen if chosen in {each.code for each in kinds} else ""
        price, refused = None, ""
        if kind and request.contact:
            try:
                quoted = desk.quote(request, actor=actor)
                price = desk.read(lambda books: _price(books, quoted, currency))
            except BenefitError as refusal:
                refused = str(for_people(refusal))
        content = RegistrationContent(
            event=event,
            kinds=kinds,
            kind=kind,
            attendee=self._office.contact(request.contact or ""),
            registered_on=request.registered_on,
            price=price,
            refused=refused,
            currency=currency,
            question=question,
        )
        return registration_form(slip, content)


def _offered(books: Books, code: str) -> tuple[Event | None, list[RegistrationType]]:
    """The event that is chosen, and how one can register for it."""
    event = books.events.get(code)
    kinds = books.registration_types.values() if event else ()
    return event, [kind for kind in kinds if kind.event == code and not kind.retired]


def _read(call: Call) -> tuple[RegistrationSlip, RegisterRequest]:
    """What stands in the form.

    Raises:
        QuantityUnreadable, NumberOutOfRange: the number of places can't be read.
    """
    slip = read_slip(RegistrationSlip, view_of(call).slip)
    typed = call.one(Field.PLACES)
    places = decimal_of(typed) if typed else ONE
    if places is None:
        raise QuantityUnreadable(typed)
    must_fit(places, Field.PLACES)
    request = _request(
        event=call.one(Field.EVENT),
        kind=call.one(Field.REGISTRATION_TYPE),
        contact=call.one(Field.ATTENDEE),
        places=places,
        on=date_in(call, Field.REGISTERED_ON),
        key=request_key(call.user, slip.nonce),
    )
    return slip, request


def _sameness(request: RegisterRequest) -> tuple[str, ...]:
    """What makes it one more registration of somebody who is registered."""
    return (request.event, request.contact or "")


def _request(
    *,
    event: str,
    contact: str,
    on: date | None,
    kind: str = "",
    places: Decimal = ONE,
    key: str = "",
) -> RegisterRequest:
    return RegisterRequest(
        event=event,
        registration_type=kind,
        contact=contact or None,
        quantity=places,
        registered_on=on,
        idempotency_key=key,
    )


def _named(books: Books, made: Registration) -> Named:
    kind = registration_type_key(made.event, made.registration_type)
    return Named(
        made,
        books.contacts[made.contact],
        books.events[made.event],
        books.registration_types[kind],
    )


def _standing(books: Books, contact: str) -> list[Named]:
    """A contact's registrations that were not cancelled, the latest first."""
    found = [
        _named(books, each)
        for each in books.registrations.values()
        if each.contact == contact and not each.cancelled
    ]
    return found[::-1]


def _price(books: Books, quoted: Registering, currency: str) -> Price:
    return Price(
        list_value=quoted.list_value,
        discount_value=quoted.discount_value,
        due_value=quoted.due_value,
        currency=currency,
        drawn=[
            Drawn(draw.quantity, cover.benefit, books.contacts[draw.level.contact])
            for cover in quoted.covers
            for draw in cover.draws
        ],
    )


def _drawn(desk: Desk, entries: Iterable[Entry], kind: EntryKind = EntryKind.USAGE) -> list[Drawn]:
    """The units that entries of this kind drew, or gave back."""

    def drawn(books: Books) -> list[Drawn]:
        moved = [entry for entry in entries if entry.kind is kind and entry.level is not None]
        return [
            Drawn(
                entry.quantity or ZERO,
                books.benefit_types[books.levels[entry.level].benefit_type],
                books.contacts[books.levels[entry.level].contact],
            )
            for entry in moved
            if entry.level is not None
        ]

    return desk.read(drawn)
