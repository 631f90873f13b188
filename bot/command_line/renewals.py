"""The command that renews one membership; or all, in the file beside this one."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Annotated

import typer

from bot.command_line.acting import new_idempotency_key, operating_system_user
from bot.command_line.answering import Failed, WrongUse
from bot.command_line.choosing import the_membership
from bot.command_line.dates import read_term_date
from bot.command_line.options import (
    Added,
    Declined,
    DryRun,
    EndsOn,
    MembershipKey,
    Numbers,
    Paid,
    PaidAs,
    PaidBy,
    PaidOn,
    ThoseThatCan,
)
from bot.command_line.paying import Payment
from bot.command_line.reading import (
    contact_named,
    line_codes,
    membership_type_named,
    read_numbers,
)
from bot.command_line.renewal_table import table_of
from bot.command_line.renewing_all import renew_all
from bot.command_line.wording import term
from bot.opening import opened_desk
from bot.settings import read_settings
from bot.views.sentences import counted
from core.desk import Desk, Renewal
from core.errors import LooksEnrolledTwice, day
from core.level import BenefitLevel
from core.membership import Membership, TransactionKind
from core.renewing import RenewRequest


def renew(
    contact: Annotated[
        str | None, typer.Argument(metavar="CONTACT", help="Its code or name.")
    ] = None,
    *,
    membership: MembershipKey = None,
    membership_type: Annotated[
        str | None, typer.Option("--type", metavar="TYPE", help="Another type than so far.")
    ] = None,
    starts_on: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The new first day; the day after the old end."),
    ] = None,
    ends_on: EndsOn = None,
    transaction: PaidBy = None,
    transaction_kind: PaidAs = TransactionKind.DUES,
    amount: Paid = None,
    paid_on: PaidOn = None,
    decline: Declined = None,
    add: Added = None,
    number: Numbers = None,
    all_ending_by: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Renew all that end from today to that day."),
    ] = None,
    ending_from: Annotated[
        str | None, typer.Option(metavar="DATE", help="From that day, not from today.")
    ] = None,
    those_that_can: ThoseThatCan = False,
    again: Annotated[
        bool, typer.Option("--again", help="Renew though there is such a membership already.")
    ] = False,
    dry_run: DryRun = False,
) -> None:
    """Renew a membership, or all that end by a day; units roll over."""
    one = (membership, membership_type, starts_on, ends_on, transaction, amount, paid_on, again)
    if (contact is None) == (all_ending_by is None):
        raise WrongUse("Say whose membership is renewed: a CONTACT, or --all-ending-by DATE.")
    if all_ending_by is not None:
        if any((*one, decline, add, number)):
            raise WrongUse("--all-ending-by renews everybody alike: leave the other choices out.")
        renew_all(all_ending_by, ending_from, those_that_can=those_that_can, dry_run=dry_run)
        return
    if ending_from or those_that_can:
        raise WrongUse("--ending-from and --those-that-can need --all-ending-by.")
    payment = Payment(
        transaction=transaction, kind=transaction_kind, amount=amount, paid_on=paid_on
    )
    settings = read_settings()
    actor = operating_system_user(settings)
    with opened_desk(settings, read_only=dry_run) as desk:
        today, who = desk.today(actor), contact_named(desk, contact or "")
        kind = membership_type_named(desk, membership_type).code if membership_type else None
        old = the_membership(desk, who, membership)
        request = RenewRequest(
            membership=old.key,
            membership_type=kind,
            starts_on=read_term_date("--starts-on", starts_on, today) if starts_on else None,
            ends_on=read_term_date("--ends-on", ends_on, today) if ends_on else None,
            transaction=payment.read(today),
            declined=None if decline is None else line_codes(desk, decline),
            optional=None if add is None else line_codes(desk, add),
            numbers=read_numbers("--number", number or []),
            again=again,
            idempotency_key=new_idempotency_key(),
        )
        try:
            made = desk.together(lambda draft: draft.renew(request, actor=actor), dry_run=dry_run)
        except LooksEnrolledTwice as twice:
            raise Failed(f"{twice} If so, add --again.") from twice
        _tell_one(desk, who.name, old, made, dry_run=dry_run)


def _tell_one(desk: Desk, name: str, old: Membership, made: Renewal, *, dry_run: bool) -> None:
    new = made.enrolment
    typer.echo(table_of(desk, made.endings))
    kind = desk.read(lambda books: books.membership_types[new.membership.membership_type])
    what = (
        f"{name} as {kind.name}, {term(new.membership)}, with {counted(len(new.levels), 'benefit')}"
    )
    for choice in _choices(desk, new.levels):
        typer.echo(choice)
    if new.membership.starts_on <= old.ends_on:
        ended = day(new.membership.starts_on - timedelta(days=1))
        ends = "would end" if dry_run else "ends"
        typer.echo(f"The old membership {ends} on {ended}, not on {day(old.ends_on)}.")
    typer.echo(f"Would renew {what}; nothing was written." if dry_run else f"Renewed {what}.")


def _choices(desk: Desk, levels: Sequence[BenefitLevel]) -> Iterator[str]:
    """Which benefits of a new membership are declined, and which are added."""
    names = desk.read(lambda books: {one.code: one.name for one in books.benefit_types.values()})
    for choice, chosen in (
        ("Declined", [each for each in levels if not each.accepted]),
        ("Added", [each for each in levels if each.accepted and not each.standard]),
    ):
        if chosen:
            yield f"{choice}: {', '.join(names[each.benefit_type] for each in chosen)}."
