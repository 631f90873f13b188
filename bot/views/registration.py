"""Registering for an event: the form with its price, the confirmation, the cancellation."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from slack_sdk.models.blocks import (
    Block,
    NumberInputElement,
    Option,
    PlainTextInputElement,
    StaticSelectElement,
)
from slack_sdk.models.blocks.basic_components import DispatchActionConfig
from slack_sdk.models.views import View

from bot.names import Act, Field, Form
from bot.slips import CancelSlip, RegistrationSlip, written
from bot.views.parts import (
    OPTION_VALUE,
    Message,
    as_many_as_fit,
    bold,
    button,
    context,
    date_picker,
    escaped,
    field,
    menu_by_typing,
    modal,
    option,
    row,
    section,
)
from bot.views.sentences import amount, counted, number_of
from bot.views.sentences import registering as said
from bot.views.usage_form import contact_option
from core.catalogue import BenefitType
from core.contact import Contact
from core.errors import day
from core.event import Event, Registration, RegistrationType
from core.recording import TEXT_LIMIT

MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Drawn:
    """Units that a registration draws, of which benefit, and whose."""

    quantity: Decimal
    benefit: BenefitType
    owner: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a registration comes to; None where the list price isn't known."""

    list_value: Decimal | None
    discount_value: Decimal | None
    due_value: Decimal | None
    currency: str
    drawn: Sequence[Drawn]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationContent:
    """What is shown in the form: event and who comes where they are chosen, and the price.

    `refused` is why there is none. `question` is asked above the form, whose button then means it.
    """

    event: Event | None = None
    kinds: Sequence[RegistrationType] = ()
    kind: str = ""
    attendee: Contact | None = None
    registered_on: date | None = None
    price: Price | None = None
    refused: str = ""
    currency: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A registration in names."""

    registration: Registration
    contact: Contact
    event: Event
    kind: RegistrationType


def registration_form(slip: RegistrationSlip, content: RegistrationContent) -> View:
    """The form; the price is shown as soon as it is known."""
    event = content.event
    chosen = event_option(event) if event else None
    events = menu_by_typing(Field.EVENT, said.TYPE_AN_EVENT, chosen)
    attendee = contact_option(content.attendee) if content.attendee else None
    people = menu_by_typing(Field.ATTENDEE, said.TYPE_A_NAME, attendee)
    asked = [section(f":warning: {escaped(content.question)}")] if content.question else []
    blocks: list[Block] = [*asked, field(Field.EVENT, said.EVENT, events, tells_choice=True)]
    blocks += _kinds(content)
    blocks += [
        field(Field.ATTENDEE, said.ATTENDEE, people, tells_choice=True),
        _places(),
        field(
            Field.REGISTERED_ON,
            said.REGISTERED_ON,
            date_picker(Field.REGISTERED_ON, content.registered_on),
        ),
        _price(content),
    ]
    return modal(
        said.TITLE,
        blocks,
        form=Form.REGISTER,
        submit=said.REGISTER_AGAIN if content.question else said.REGISTER,
        close=said.CANCEL,
        slip=written(slip),
    )


def event_option(event: Event) -> Option | None:
    """An event as a choice; None where the code is longer than Slack sends."""
    if len(event.code) > OPTION_VALUE:
        return None
    return option(event.name, event.code, day(event.held_on) if event.held_on else event.code)


def _kinds(content: RegistrationContent) -> Iterator[Block]:
    event = content.event
    if event is None:
        return
    if not content.kinds:
        yield section(said.NO_TYPES.format(event=escaped(event.name)))
        return
    options = {
        kind.code: option(_kind(kind, content.currency), kind.code) for kind in content.kinds[:MOST]
    }
    menu = StaticSelectElement(
        action_id=Field.REGISTRATION_TYPE,
        placeholder=said.CHOOSE_TYPE,
        options=list(options.values()),
        initial_option=options.get(content.kind),
    )
    label = said.REGISTRATION_TYPE
    name = Field.REGISTRATION_TYPE
    yield field(name, label, menu, only_for=event.code, tells_choice=True)


def _kind(kind: RegistrationType, currency: str) -> str:
    if kind.price is None:
        return said.PRICE_UNKNOWN.format(name=kind.name)
    return said.PRICE_OF.format(name=kind.name, price=amount(kind.price), currency=currency)


def _places() -> Block:
    element = NumberInputElement(
        action_id=Field.PLACES,
        is_decimal_allowed=False,
        initial_value="1",
        dispatch_action_config=DispatchActionConfig(trigger_actions_on=["on_enter_pressed"]),
    )
    return field(Field.PLACES, said.PLACES, element, hint=said.PLACES_HINT, tells_choice=True)


def _price(content: RegistrationContent) -> Block:
    if content.refused:
        return section(said.REFUSED.format(why=escaped(content.refused)))
    if content.price is None:
        return context(said.CHOOSE_FIRST)
    return section(price_told(content.price))


def price_told(price: Price) -> str:
    """List price, discount and what is to pay, and the units drawn, in mrkdwn."""
    told = said.NO_PRICE
    if price.list_value is not None:
        told = said.PRICE.format(
            due=amount(price.due_value),
            currency=price.currency,
            list=amount(price.list_value),
            discount=amount(price.discount_value),
        )
    drawn = [
        said.DRAWS.format(
            quantity=number_of(each.quantity, each.benefit),
            benefit=bold(each.benefit.name),
            owner=escaped(each.owner.name),
        )
        for each in price.drawn
    ]
    return "\n".join([told, *(drawn or [said.NO_BENEFIT])])


def registered(named: Named, price: Price) -> Message:
    """The confirmation, with the way to cancel."""
    cancel = button(said.CANCEL_IT, Act.CANCEL, str(named.registration.key))
    text = f"{_registered(named)}\n{price_told(price)}"
    return Message(text, (section(text), row(cancel)))


def _registered(named: Named) -> str:
    sentence = said.REGISTERED.format(
        contact=bold(named.contact.name), event=bold(named.event.name)
    )
    return f"{sentence}\n{_places_as(named)}"


def _places_as(named: Named) -> str:
    made = named.registration
    return said.PLACES_AS.format(
        places=counted(int(made.quantity), "place"),
        kind=escaped(named.kind.name),
        on=day(made.registered_on),
    )


def standing(
    contact: Contact, registrations: Iterable[Named], news: Message | None = None
) -> Message:
    """Somebody's registrations that can be cancelled, each with its button; `news` above them."""
    lines = [
        section(
            f"{bold(each.event.name)}: {_places_as(each)}",
            button(said.CANCEL_IT, Act.CANCEL, f"{each.registration.key}:{contact.code}"),
        )
        for each in registrations
    ]
    text = (said.STANDING if lines else said.NONE_STANDING).format(name=bold(contact.name))
    above = [*(news.blocks if news else ()), section(text)]
    return Message(news.text if news else text, as_many_as_fit(above, lines))


def cancellation_form(named: Named, slip: CancelSlip) -> View:
    """The form that asks why."""
    why = PlainTextInputElement(
        action_id=Field.REASON, max_length=TEXT_LIMIT, min_length=1, focus_on_load=True
    )
    about = f"{bold(named.contact.name)}, {bold(named.event.name)}: {_places_as(named)}"
    return modal(
        said.CANCEL_TITLE,
        [section(about), field(Field.REASON, said.WHY, why, hint=said.WHY_HINT)],
        form=Form.CANCEL,
        submit=said.CANCEL_SUBMIT,
        close=said.KEEP,
        slip=written(slip),
    )


def cancelled(named: Named, given_back: Sequence[Drawn], reason: str) -> Message:
    """What is said in place of the confirmation."""
    told = said.CANCELLED.format(
        contact=bold(named.contact.name), event=bold(named.event.name), reason=escaped(reason)
    )
    back = [
        said.GIVEN_BACK.format(
            quantity=number_of(each.quantity, each.benefit), benefit=bold(each.benefit.name)
        )
        for each in given_back
    ]
    text = "\n".join([told, *back])
    return Message(text, (section(text),))
