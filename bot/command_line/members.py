"""The commands about one contact: check, use, undo, enroll."""

from collections.abc import Collection
from typing import Annotated

import typer

from bot.command_line.acting import new_idempotency_key, operating_system_user
from bot.command_line.answering import Failed, WrongUse
from bot.command_line.dates import desk_then, read_date, read_term_date
from bot.command_line.options import (
    Added,
    AsOf,
    ContactArgument,
    Declined,
    EndsOn,
    KnownAt,
    Numbers,
    Paid,
    PaidAs,
    PaidBy,
    PaidOn,
    Quantity,
    Reason,
)
from bot.command_line.paying import Payment
from bot.command_line.reading import (
    benefit_type_used,
    contact_named,
    line_codes,
    membership_type_named,
    read_fields_of_lines,
    read_numbers,
    read_quantity,
)
from bot.command_line.trees import of_contact, of_offer
from bot.command_line.wording import taken_back_told, term, usage_told
from bot.opening import opened_desk
from bot.settings import read_settings
from bot.views.sentences import counted
from core.bulk import recorded_in_bulk_with, void_all
from core.clock import Key
from core.enrolling import EnrolRequest, Offer, offer
from core.errors import LooksEnrolledTwice, LooksRecordedTwice, OverageUnconfirmed
from core.membership import TransactionKind
from core.recording import UsageRequest


def check(
    contact: ContactArgument,
    *,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    why: Annotated[
        bool, typer.Option("--why", help="List the entries behind each balance, and the keys.")
    ] = False,
) -> None:
    """Show a contact's memberships, their benefits and what was used."""
    with opened_desk(read_settings(), read_only=True) as now:
        desk = desk_then(now, known_at)
        on = read_date("--as-of", as_of, desk.today()) if as_of else None
        typer.echo(of_contact(desk, contact_named(desk, contact), on, why=why), nl=False)


def use(
    contact: ContactArgument,
    benefit: Annotated[
        list[str], typer.Argument(metavar="BENEFIT", help="Its code or name; needs no quotes.")
    ],
    *,
    quantity: Quantity = "1",
    used_on: Annotated[
        str, typer.Option("--date", metavar="DATE", help="Such as 2026-11-03 or yesterday.")
    ] = "today",
    description: Annotated[str, typer.Option(metavar="TEXT", help="The member may see this.")] = "",
    holder: Annotated[
        str | None, typer.Option(metavar="CONTACT", help="Who used it, if not the contact.")
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Record it though the same was recorded before.")
    ] = False,
    confirm_overage: Annotated[
        bool, typer.Option("--confirm-overage", help="Record more than is left, if allowed.")
    ] = False,
) -> None:
    """Record that a contact used a benefit."""
    settings = read_settings()
    actor = operating_system_user(settings)
    units = read_quantity("--quantity", quantity)
    with opened_desk(settings) as desk:
        the_contact = contact_named(desk, contact)
        the_benefit = benefit_type_used(desk, benefit, the_contact)
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
            usage = desk.record(request, actor=actor, approver=actor if confirm_overage else None)
        except LooksRecordedTwice as twice:
            raise Failed(f"{twice} If so, add --again.") from twice
        except OverageUnconfirmed as more:
            raise Failed(f"{more} To confirm it yourself, add --confirm-overage.") from more
        typer.echo(f"Recorded {usage_told(desk, usage.entries)}.")
        typer.echo(f"To take it back: benefit-desk undo {usage.key} --reason “…”")


def undo(
    key: Annotated[int, typer.Argument(metavar="KEY", help="The entry's 13 digits.")],
    *,
    reason: Reason,
    whole_bulk: Annotated[
        bool, typer.Option("--whole-bulk", help="All that one bulk recorded, not only that use.")
    ] = False,
) -> None:
    """Take back a use, a conveyance or a changed number."""
    if not reason.strip():
        raise WrongUse("--reason: please say why it is taken back.")
    settings = read_settings()
    actor, undoing = operating_system_user(settings), new_idempotency_key()
    with opened_desk(settings) as desk:
        if whole_bulk:
            keys = recorded_in_bulk_with(desk, Key(key))
            void_all(desk, keys, reason=reason, idempotency_key=undoing, actor=actor)
            typer.echo(f"Took back what was recorded for {counted(len(keys), 'contact')}.")
            return
        entries = desk.void(Key(key), reason=reason, idempotency_key=undoing, actor=actor)
        typer.echo(f"Took back {taken_back_told(desk, entries)}.")


def enroll(
    contact: ContactArgument,
    membership_type: Annotated[str, typer.Argument(metavar="TYPE", help="Its code or name.")],
    *,
    starts_on: Annotated[
        str | None, typer.Option(metavar="DATE", help="The first day of the membership.")
    ] = None,
    ends_on: EndsOn = None,
    transaction: PaidBy = None,
    transaction_kind: PaidAs = TransactionKind.DUES,
    amount: Paid = None,
    paid_on: PaidOn = None,
    decline: Declined = None,
    add: Added = None,
    number: Numbers = None,
    field: Annotated[
        list[str] | None,
        typer.Option(
            metavar="LABEL=TEXT", help="A custom field of each benefit; CODE:LABEL=TEXT of one."
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Enroll though there is such a membership already.")
    ] = False,
    show: Annotated[
        bool, typer.Option("--show", help="Only show what the type comes with.")
    ] = False,
) -> None:
    """Make a contact a member, with the benefits of that membership."""
    settings = read_settings()
    payment = Payment(
        transaction=transaction, kind=transaction_kind, amount=amount, paid_on=paid_on
    )
    with opened_desk(settings, read_only=show) as desk:
        the_contact = contact_named(desk, contact)
        kind = membership_type_named(desk, membership_type)
        if show:
            typer.echo(of_offer(desk, kind.code), nl=False)
            return
        today = desk.today(operating_system_user(settings))
        if starts_on is None:
            raise WrongUse("--starts-on is missing: give the first day of the membership.")
        custom = read_fields_of_lines("--field", field or [], settings.policy.custom_fields)
        optional = line_codes(desk, add or ())
        _check_added(desk.read(lambda books: offer(books, kind.code)), custom, optional)
        request = EnrolRequest(
            contact=the_contact.code,
            membership_type=kind.code,
            starts_on=read_term_date("--starts-on", starts_on, today),
            ends_on=read_term_date("--ends-on", ends_on, today) if ends_on else None,
            transaction=payment.read(today),
            declined=line_codes(desk, decline or ()),
            optional=optional,
            numbers=read_numbers("--number", number or []),
            custom=custom.pop("", {}),
            custom_of=custom,
            again=again,
            idempotency_key=new_idempotency_key(),
        )
        try:
            made = desk.enroll(request, actor=operating_system_user(settings))
        except LooksEnrolledTwice as twice:
            raise Failed(
                f"{twice} If so, add --again; for the next term: benefit-desk renew."
            ) from twice
        typer.echo(
            f"Enrolled {the_contact.name} as {kind.name}, {term(made.membership)}, with"
            f" {counted(len(made.levels), 'benefit')}."
        )


def _check_added(offered: Offer, custom: Collection[str], added: Collection[str]) -> None:
    """See that no text is typed for an optional benefit that isn't added: it would be lost."""
    for line in offered.optional:
        if line.code in custom and line.code not in added:
            raise WrongUse(f"--field: {line.code} is optional, so it needs --add {line.code} too.")
