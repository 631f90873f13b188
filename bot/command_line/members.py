"""The commands about one contact: check, use, undo, enroll."""

from datetime import date
from typing import Annotated

import typer

from bot.command_line import trees
from bot.command_line.acting import new_idempotency_key, operating_system_user
from bot.command_line.answering import Failed, WrongUse
from bot.command_line.dates import read_date, read_term_date
from bot.command_line.reading import (
    benefit_type_named,
    contact_named,
    membership_type_named,
    read_amount,
    read_numbers,
    read_quantity,
)
from bot.command_line.wording import counted, term, usage_told
from bot.opening import opened_desk
from bot.settings import read_settings
from core.clock import Key
from core.enrolling import EnrolRequest
from core.errors import LooksRecordedTwice
from core.membership import Transaction, TransactionKind
from core.recording import UsageRequest
from core.statement import statement

ContactArgument = Annotated[str, typer.Argument(metavar="CONTACT", help="Its code or name.")]
BenefitArgument = Annotated[str, typer.Argument(metavar="BENEFIT", help="Its code or name.")]


def check(
    contact: ContactArgument,
    *,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="What was left on that day.")
    ] = None,
) -> None:
    """Show a contact's memberships, their benefits and what was used."""
    with opened_desk(read_settings(), read_only=True) as desk:
        on = read_date("--as-of", as_of, desk.today()) if as_of else None
        the_contact = contact_named(desk, contact)
        memberships = statement(desk, the_contact.code, on=on)
        typer.echo(trees.of_contact(the_contact, memberships, on or desk.today()), nl=False)


def use(
    contact: ContactArgument,
    benefit: BenefitArgument,
    *,
    quantity: Annotated[str, typer.Option(metavar="N", help="In the benefit's own unit.")] = "1",
    used_on: Annotated[
        str, typer.Option("--date", metavar="DATE", help="Such as 2026-11-03 or yesterday.")
    ] = "today",
    description: Annotated[str, typer.Option(help="The member may see this.")] = "",
    holder: Annotated[
        str | None, typer.Option(metavar="CONTACT", help="Who used it, if not the contact.")
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Record it though the same was recorded before.")
    ] = False,
) -> None:
    """Record that a contact used a benefit."""
    settings = read_settings()
    actor = operating_system_user(settings)
    units = read_quantity("--quantity", quantity)
    with opened_desk(settings) as desk:
        the_contact = contact_named(desk, contact)
        the_benefit = benefit_type_named(desk, benefit, the_contact)
        request = UsageRequest(
            contact=the_contact.code,
            benefit_type=the_benefit.code,
            idempotency_key=new_idempotency_key(),
            used_on=read_date("--date", used_on, desk.today(actor)),
            quantity=units,
            description=description,
            holder=contact_named(desk, holder).code if holder else None,
            again=again,
        )
        try:
            usage = desk.record(request, actor=actor)
        except LooksRecordedTwice as twice:
            raise Failed(f"{twice} If so, add --again.") from twice
        typer.echo(f"Recorded {usage_told(desk, usage.entries)}.")
        typer.echo(f"To take it back: benefit-desk undo {usage.key} --reason “…”")


def undo(
    key: Annotated[int, typer.Argument(metavar="KEY", help="The entry's 13 digits.")],
    *,
    reason: Annotated[str, typer.Option(help="Why; it stays in the history.")],
) -> None:
    """Take back a usage or a changed number; both entries stay."""
    if not reason.strip():
        raise WrongUse("--reason: please say why it is taken back.")
    settings = read_settings()
    with opened_desk(settings) as desk:
        entries = desk.void(
            Key(key),
            reason=reason,
            idempotency_key=new_idempotency_key(),
            actor=operating_system_user(settings),
        )
        typer.echo(f"Took back {usage_told(desk, entries)}.")


def enroll(
    contact: ContactArgument,
    membership_type: Annotated[str, typer.Argument(metavar="TYPE", help="Its code or name.")],
    *,
    starts_on: Annotated[
        str | None, typer.Option(metavar="DATE", help="The first day of the membership.")
    ] = None,
    ends_on: Annotated[
        str | None, typer.Option(metavar="DATE", help="Its last day, where the type has no term.")
    ] = None,
    transaction: Annotated[
        str | None, typer.Option(metavar="CODE", help="What paid for the membership.")
    ] = None,
    transaction_kind: Annotated[
        TransactionKind, typer.Option(help="What the payment was for.")
    ] = TransactionKind.DUES,
    amount: Annotated[
        str | None, typer.Option(metavar="MONEY", help="How much was paid, as 345.00.")
    ] = None,
    paid_on: Annotated[str | None, typer.Option(metavar="DATE", help="When.")] = None,
    decline: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="A standard benefit not wanted.")
    ] = None,
    add: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="An optional benefit wanted.")
    ] = None,
    number: Annotated[
        list[str] | None, typer.Option(metavar="CODE=N", help="Fewer units of a benefit.")
    ] = None,
    show: Annotated[
        bool, typer.Option("--show", help="Only show what the type comes with.")
    ] = False,
) -> None:
    """Make a contact a member, with the benefits of a membership type."""
    settings = read_settings()
    with opened_desk(settings, read_only=show) as desk:
        the_contact = contact_named(desk, contact)
        kind = membership_type_named(desk, membership_type)
        if show:
            typer.echo(trees.of_offer(desk, kind.code), nl=False)
            return
        today = desk.today(operating_system_user(settings))
        if starts_on is None:
            raise WrongUse("--starts-on is missing: give the first day of the membership.")
        request = EnrolRequest(
            contact=the_contact.code,
            membership_type=kind.code,
            starts_on=read_term_date("--starts-on", starts_on, today),
            ends_on=read_term_date("--ends-on", ends_on, today) if ends_on else None,
            transaction=_transaction(transaction, transaction_kind, amount, paid_on, today),
            declined=frozenset(decline or ()),
            optional=frozenset(add or ()),
            numbers=read_numbers("--number", number or []),
            idempotency_key=new_idempotency_key(),
        )
        made = desk.enroll(request, actor=operating_system_user(settings))
        typer.echo(
            f"Enrolled {the_contact.name} as {kind.name}, {term(made.membership)}, with"
            f" {counted(len(made.levels), 'benefit')}."
        )


def _transaction(
    code: str | None, kind: TransactionKind, amount: str | None, paid_on: str | None, today: date
) -> Transaction | None:
    if code is None:
        if amount or paid_on:
            raise WrongUse("--amount and --paid-on need --transaction, the payment they belong to.")
        return None
    return Transaction(
        code=code,
        kind=kind,
        amount=read_amount("--amount", amount) if amount else None,
        paid_on=read_date("--paid-on", paid_on, today) if paid_on else None,
    )
