"""The command that records one use for many contacts at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Final

import typer

from bot.command_line.acting import new_idempotency_key, operating_system_user
from bot.command_line.answering import Failed, WrongUse, tell
from bot.command_line.choosing_contacts import Stranger, contacts_typed
from bot.command_line.dates import read_date
from bot.command_line.options import BenefitArgument, DryRun, Quantity, ThoseThatCan
from bot.command_line.progress import counting
from bot.command_line.reading import (
    benefit_type_named,
    category_named,
    line_coded,
    membership_type_named,
    read_quantity,
)
from bot.opening import opened_desk
from bot.reports.lined_up import Heading, lined_up
from bot.settings import read_settings
from bot.views.sentences import counted
from core.actor import Actor
from core.bulk import (
    BulkOutcome,
    BulkRequest,
    Refusal,
    SomeRefused,
    candidates,
    preview_bulk,
    record_bulk,
)
from core.catalogue import BenefitType
from core.desk import Desk, Usage
from core.errors import LooksRecordedTwice, day
from core.quantity import ZERO, plain

OTHERS: Final = " To record the others: --those-that-can."


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Whom to record for: by filter, and by hand; less those that are left out."""

    membership_type: str | None
    line: str | None
    category: str | None
    at_least: Decimal | None
    by_hand: Sequence[str]
    left_out: Sequence[str]

    @property
    def filters(self) -> bool:
        """Whether anybody is chosen by filter."""
        filters = (self.membership_type, self.line, self.category, self.at_least)
        return any(each is not None for each in filters)

    def codes(
        self, desk: Desk, benefit: BenefitType, on: date, by_hand: Sequence[str]
    ) -> tuple[str, ...]:
        """The contacts' codes, each once: those that the filters fit come first, by name.

        Raises:
            NobodyChosen: it comes to nobody.
            BenefitError, Failed: something that was typed is unknown.
        """
        fitting = self._fitting(desk, benefit, on) if self.filters else []
        without = set(contacts_typed(desk, self.left_out).all_found())
        found = dict.fromkeys([*fitting, *by_hand])
        chosen = tuple(code for code in found if code not in without)
        if not chosen:
            raise NobodyChosen(benefit)
        return chosen

    def _fitting(self, desk: Desk, benefit: BenefitType, on: date) -> list[str]:
        kind = self.membership_type and membership_type_named(desk, self.membership_type).code
        fitting = candidates(
            desk,
            benefit.code,
            membership_type=kind,
            line=self.line and line_coded(desk, self.line).code,
            category=self.category and category_named(desk, self.category),
            at_least=self.at_least or ZERO,
            on=on,
        )
        return [each.contact.code for each in fitting]


class NobodyChosen(Failed):
    """What was asked for fits no contact."""

    def __init__(self, benefit: BenefitType) -> None:
        super().__init__(f"Nothing was recorded: nobody with {benefit.name} fits.")


def bulk(
    benefit: BenefitArgument,
    *,
    contacts: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FILE|CODES", help="A file with one contact a line, or codes: ACME;JANE."
        ),
    ] = None,
    membership_type: Annotated[
        str | None, typer.Option(metavar="TYPE", help="All with this type of membership.")
    ] = None,
    line: Annotated[
        str | None, typer.Option(metavar="CODE", help="All who have it by this line, as MB004.")
    ] = None,
    category: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="All who also have a benefit of this category."),
    ] = None,
    remaining_at_least: Annotated[
        str | None, typer.Option(metavar="N", help="All who have so much left.")
    ] = None,
    leave_out: Annotated[
        list[str] | None, typer.Option("--except", metavar="FILE|CODES", help="But not these.")
    ] = None,
    quantity: Quantity = "1",
    used_on: Annotated[
        str, typer.Option("--date", metavar="DATE", help="Such as 2026-11-03 or yesterday.")
    ] = "today",
    description: Annotated[
        str, typer.Option(metavar="TEXT", help="The members may see this.")
    ] = "",
    again: Annotated[
        bool, typer.Option("--again", help="Record it though the same was recorded before.")
    ] = False,
    those_that_can: ThoseThatCan = False,
    dry_run: DryRun = False,
) -> None:
    """Record one use for many contacts, in one step or not at all."""
    settings = read_settings()
    actor = operating_system_user(settings)
    units = read_quantity("--quantity", quantity)
    choice = Choice(
        membership_type=membership_type,
        line=line,
        category=category,
        at_least=_least(remaining_at_least),
        by_hand=contacts or [],
        left_out=leave_out or [],
    )
    if not (choice.filters or choice.by_hand):
        raise WrongUse(
            "Say for whom: --contacts, --membership-type, --line, --category or"
            " --remaining-at-least."
        )
    with opened_desk(settings, read_only=dry_run) as desk:
        kind = benefit_type_named(desk, benefit)
        on = read_date("--date", used_on, desk.today(actor))
        typed = contacts_typed(desk, choice.by_hand)
        if not (those_that_can or dry_run):
            typed.all_found(OTHERS)
        for each in () if dry_run else typed.strangers:
            tell(str(each))
        request = BulkRequest(
            contacts=choice.codes(desk, kind, on, typed.codes),
            benefit_type=kind.code,
            used_on=on,
            quantity=units,
            description=description,
            again=again,
            idempotency_key=new_idempotency_key(),
        )
        what, names = f"{plain(units)} × {kind.name} on {day(on)}", _names(desk, request)
        if dry_run:
            with counting("Trying"):
                outcome = preview_bulk(desk, request, actor=actor)
            told = _preview(outcome, names, typed.strangers, what)
        else:
            recorded = _record(desk, request, actor, those_that_can=those_that_can, names=names)
            told = f"Recorded {what} for {counted(len(recorded), 'contact')}.\n"
            if recorded:
                undo = f"benefit-desk undo {recorded[0].key} --whole-bulk --reason “…”"
                told += f"To take it all back: {undo}\n"
        typer.echo(told, nl=False)


def _least(typed: str | None) -> Decimal | None:
    return read_quantity("--remaining-at-least", typed) if typed else None


def _names(desk: Desk, request: BulkRequest) -> dict[str, str]:
    contacts = desk.read(lambda books: {code: books.contacts[code] for code in request.contacts})
    return {code: f"{contact.name} ({code})" for code, contact in contacts.items()}


def _record(
    desk: Desk,
    request: BulkRequest,
    actor: Actor,
    *,
    those_that_can: bool,
    names: Mapping[str, str],
) -> Sequence[Usage]:
    """Record it, and tell on stderr who was refused.

    Raises:
        Failed: somebody was refused, and all were asked for.
    """
    try:
        with counting("Recording"):
            outcome = record_bulk(desk, request, actor=actor, those_that_can=those_that_can)
    except SomeRefused as some:
        _tell_refused(some.outcome, names)
        raise Failed(
            f"Nothing was recorded: {_of(some.outcome)} would be refused.{OTHERS}"
        ) from some
    _tell_refused(outcome, names)
    return outcome.recorded


def _of(outcome: BulkOutcome, strangers: int = 0) -> str:
    """Such as “2 of 14 contacts”."""
    refused = len(outcome.refused) + strangers
    return f"{refused} of {counted(refused + len(outcome.recorded), 'contact')}"


def _tell_refused(outcome: BulkOutcome, names: Mapping[str, str]) -> None:
    for each in outcome.refused:
        tell(f"{names[each.contact]}: {_why(each)}")


def _why(refusal: Refusal) -> str:
    """The reason; where it is a question, how to answer it."""
    asked = isinstance(refusal.error, LooksRecordedTwice)
    return f"{refusal.reason} If so, add --again." if asked else refusal.reason


def _preview(
    outcome: BulkOutcome, names: Mapping[str, str], strangers: Sequence[Stranger], what: str
) -> str:
    """Who would be refused and why, and how many would be recorded."""
    table = ""
    lines = [(names[each.contact], _why(each)) for each in outcome.refused]
    lines += [(each.line or each.typed, each.reason) for each in strangers]
    if lines:
        table = lined_up((Heading("Refused"), Heading("Why")), lines) + "\n"
    would = f"Would record {what} for {counted(len(outcome.recorded), 'contact')}"
    refuse = f"; {_of(outcome, len(strangers))} would be refused" if lines else ""
    return f"{table}{would}{refuse}; nothing was written.\n"
