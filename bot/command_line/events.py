"""The commands about events: register, cancel."""

from collections.abc import Sequence
from typing import Annotated

import typer

from bot.command_line.acting import new_idempotency_key, operating_system_user
from bot.command_line.answering import Failed, WrongUse
from bot.command_line.dates import read_date
from bot.command_line.options import Reason
from bot.command_line.reading import (
    contact_named,
    event_named,
    read_quantity,
    registration_type_named,
)
from bot.command_line.wording import usage_told, what_is_left, whose
from bot.opening import opened_desk
from bot.settings import read_settings
from bot.views.sentences import counted
from core.clock import Key
from core.desk import Desk
from core.entry import Entry, EntryKind
from core.errors import LooksRegisteredTwice, day
from core.event import Registration, registration_type_key
from core.quantity import money, plain
from core.registering import RegisterRequest


def register(
    event: Annotated[str, typer.Argument(metavar="EVENT", help="Its code or name.")],
    registration_type: Annotated[
        str, typer.Argument(metavar="TYPE", help="A way to register for it, by code or name.")
    ],
    contact: Annotated[
        str | None, typer.Argument(metavar="CONTACT", help="Who comes, by code or name.")
    ] = None,
    *,
    email: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Who comes, by e-mail address.")
    ] = None,
    quantity: Annotated[str, typer.Option(metavar="N", help="How many places.")] = "1",
    on: Annotated[
        str, typer.Option("--date", metavar="DATE", help="When they registered.")
    ] = "today",
    again: Annotated[
        bool, typer.Option("--again", help="Register though they are registered already.")
    ] = False,
) -> None:
    """Register somebody for an event, drawing on their benefits."""
    if (contact is None) == (email is None):
        raise WrongUse("Say who comes: a CONTACT, or --email ADDRESS.")
    settings = read_settings()
    actor = operating_system_user(settings)
    places = read_quantity("--quantity", quantity)
    with opened_desk(settings) as desk:
        the_event = event_named(desk, event)
        request = RegisterRequest(
            event=the_event.code,
            registration_type=registration_type_named(desk, the_event, registration_type).code,
            contact=contact_named(desk, contact).code if contact else None,
            email=email,
            quantity=places,
            registered_on=read_date("--date", on, desk.today(actor)),
            again=again,
            idempotency_key=new_idempotency_key(),
        )
        try:
            made = desk.register(request, actor=actor)
        except LooksRegisteredTwice as twice:
            raise Failed(f"{twice} If so, add --again.") from twice
        drawn = desk.store.entries_of_request(request.idempotency_key)
        typer.echo(f"Registered {_told(desk, made)}.")
        typer.echo(_price(made, settings.organisation.currency))
        for line in _drawn(desk, drawn):
            typer.echo(line)
        typer.echo(f"To cancel it: benefit-desk cancel {made.key} --reason “…”")


def cancel(
    key: Annotated[int, typer.Argument(metavar="KEY", help="The registration's 13 digits.")],
    *,
    reason: Reason,
) -> None:
    """Cancel a registration; the units that it drew come back."""
    if not reason.strip():
        raise WrongUse("--reason: please say why it is cancelled.")
    settings = read_settings()
    with opened_desk(settings) as desk:
        entries = desk.cancel(
            Key(key),
            reason=reason,
            idempotency_key=new_idempotency_key(),
            actor=operating_system_user(settings),
        )
        cancelled = desk.read(lambda books: books.registrations[Key(key)])
        typer.echo(f"Cancelled {_told(desk, cancelled)}.")
        for entry in entries:
            if entry.kind is EntryKind.VOID:
                typer.echo(f"Given back: {usage_told(desk, [entry])}.")


def _told(desk: Desk, registration: Registration) -> str:
    """Such as “Jane Field for Annual gala, 2 places as Member, on 3 Nov 2026”."""
    code = registration.registration_type
    event, kind, contact = desk.read(
        lambda books: (
            books.events[registration.event],
            books.registration_types[registration_type_key(registration.event, code)],
            books.contacts[registration.contact],
        )
    )
    places = counted(int(registration.quantity), "place")
    when = day(registration.registered_on)
    return f"{contact.name} for {event.name}, {places} as {kind.name}, on {when}"


def _price(made: Registration, currency: str) -> str:
    if made.list_value is None:
        return "The list price is not known, so neither is the price due."
    return (
        f"List price {money(made.list_value)}, discount {money(made.discount_value)}, due"
        f" {money(made.due_value)} {currency}."
    )


def _drawn(desk: Desk, entries: Sequence[Entry]) -> list[str]:
    """The units that were drawn, a line for each level."""
    lines = []
    for entry in entries:
        if entry.kind is EntryKind.USAGE and entry.level is not None:
            held = desk.balance(entry.level)
            what = f"{plain(entry.quantity)} × {whose(desk, held.level)}"
            lines.append(f"Drawn: {what}; {what_is_left([held])}.")
    return lines or ["No benefit covers it."]
