"""The commands that change a benefit level: convey, recall, adjust, add."""

from collections.abc import Sequence
from typing import Annotated

import typer

from bot.command_line.acting import new_idempotency_key, operating_system_user
from bot.command_line.answering import Failed, WrongUse
from bot.command_line.choosing import first_with_enough, levels_of, the_level, the_membership
from bot.command_line.dates import read_date
from bot.command_line.options import (
    BenefitArgument,
    ContactArgument,
    LevelKey,
    MembershipKey,
    Note,
    Quantity,
)
from bot.command_line.reading import (
    benefit_type_named,
    contact_named,
    line_meant,
    read_fields,
    read_quantity,
)
from bot.command_line.wording import term, what_is_left, what_is_unassigned, whose
from bot.entries import changes
from bot.explaining import EVERY
from bot.opening import opened_desk
from bot.settings import read_settings
from core.adjusting import LevelChange
from core.balance import Balance
from core.catalogue import MembershipBenefit
from core.contact import Contact
from core.conveying import ConveyRequest, RecallRequest
from core.desk import Desk
from core.enrolling import LevelRequest
from core.entry import Entry, EntryKind
from core.level import BenefitLevel
from core.membership import Membership
from core.quantity import ONE, ZERO, Unlimited, plain
from core.tally import PeriodTally


def convey(
    contact: ContactArgument,
    benefit: BenefitArgument,
    *,
    to: Annotated[str, typer.Option(metavar="CONTACT", help="Who gets the units.")],
    quantity: Quantity = "1",
    on: Annotated[
        str, typer.Option("--date", metavar="DATE", help="Such as 2026-11-03 or yesterday.")
    ] = "today",
    note: Note = "",
    level: LevelKey = None,
) -> None:
    """Give units of a benefit to somebody else, such as an employee."""
    settings = read_settings()
    actor = operating_system_user(settings)
    units = read_quantity("--quantity", quantity)
    with opened_desk(settings) as desk:
        owner, holder = contact_named(desk, contact), contact_named(desk, to)
        kind = benefit_type_named(desk, benefit, owner)
        day, key = read_date("--date", on, desk.today(actor)), new_idempotency_key()

        def give(which: BenefitLevel) -> Entry:
            request = ConveyRequest(
                level=which.key,
                holder=holder.code,
                quantity=units,
                conveyed_on=day,
                note=note,
                idempotency_key=key,
            )
            return desk.convey(request, actor=actor)

        levels = levels_of(desk, owner, kind, level)
        usable = [each for each in levels if each.runs_on(day) and each.gives]
        entry = first_with_enough(usable or levels[-1:], give)
        typer.echo(f"Conveyed {_moved_told(desk, [entry], 'to', holder)}.")
        typer.echo(f"To take it back: benefit-desk undo {entry.key} --reason “…”")


def recall(
    contact: ContactArgument,
    benefit: BenefitArgument,
    *,
    holder: Annotated[
        str, typer.Option("--from", metavar="CONTACT", help="Who has the units now.")
    ],
    quantity: Annotated[
        str | None, typer.Option(metavar="N", help="All that aren't used, if left out.")
    ] = None,
    note: Note = "",
    level: LevelKey = None,
) -> None:
    """Take conveyed units back from their holder, if they are unused."""
    settings = read_settings()
    actor = operating_system_user(settings)
    units = read_quantity("--quantity", quantity) if quantity else None
    with opened_desk(settings) as desk:
        owner, the_holder = contact_named(desk, contact), contact_named(desk, holder)
        kind = benefit_type_named(desk, benefit, owner)
        key = new_idempotency_key()

        def take(draft: Desk, which: BenefitLevel) -> Entry:
            request = RecallRequest(
                level=which.key,
                holder=the_holder.code,
                quantity=units,
                note=note,
                idempotency_key=f"{key}:{which.key}",
            )
            return draft.recall(request, actor=actor)

        levels = levels_of(desk, owner, kind, level)
        holding = _held_by(desk, levels, the_holder) or levels[:1]
        if units is None:
            entries = desk.together(lambda draft: [take(draft, each) for each in holding])
        else:
            entries = [first_with_enough(holding, lambda each: take(desk, each))]
        typer.echo(f"Recalled {_moved_told(desk, entries, 'from', the_holder)}.")


def _held_by(desk: Desk, levels: Sequence[BenefitLevel], holder: Contact) -> list[BenefitLevel]:
    """The levels of which the holder has units that aren't used."""
    return desk.read(
        lambda books: [
            level for level in levels if (books.tallies[level.key].held or {}).get(holder.code)
        ]
    )


def _moved_told(desk: Desk, entries: Sequence[Entry], way: str, holder: Contact) -> str:
    """Such as “2 × Guest pass for Acme to Jane Field; 2 of 4 unassigned”."""
    balances = [desk.balance(entry.level) for entry in entries if entry.level is not None]
    units = sum((entry.quantity or ZERO for entry in entries), ZERO)
    what = f"{plain(units)} × {whose(desk, balances[0].level)}"
    return f"{what} {way} {holder.name}; {what_is_unassigned(balances)}"


def adjust(
    contact: ContactArgument,
    benefit: BenefitArgument,
    *,
    number: Annotated[
        str | None, typer.Option(metavar="N", help="The new number of units.")
    ] = None,
    reason: Annotated[
        str,
        typer.Option(metavar="TEXT", help="Why; needed with --number, and kept in the history."),
    ] = "",
    active: Annotated[
        bool | None, typer.Option("--active/--inactive", help="Whether it can be used at all.")
    ] = None,
    accepted: Annotated[
        bool | None, typer.Option("--accept/--decline", help="Whether the member wants it.")
    ] = None,
    comment: Annotated[
        str | None, typer.Option(metavar="TEXT", help="A comment of the staff's.")
    ] = None,
    source: Annotated[
        str | None, typer.Option(metavar="CODE", help="Where it came from, in 6 characters.")
    ] = None,
    field: Annotated[
        list[str] | None,
        typer.Option(metavar="LABEL=TEXT", help="A custom field; no text empties it."),
    ] = None,
    level: LevelKey = None,
) -> None:
    """Change a benefit level: its number, flags, comment, own fields."""
    settings = read_settings()
    units = read_quantity("--number", number) if number is not None else None
    if units is not None and not reason.strip():
        raise WrongUse("--reason is missing: please say why the number changes.")
    custom = read_fields("--field", field or [], settings.policy.custom_fields)
    if units is None and not custom and {active, accepted, comment, source} == {None}:
        raise WrongUse(
            "Say what to change: --number, --active or --inactive, --accept or --decline,"
            " --comment, --source or --field."
        )
    with opened_desk(settings) as desk:
        owner = contact_named(desk, contact)
        which = the_level(desk, owner, benefit_type_named(desk, benefit, owner), level)
        change = LevelChange(
            level=which.key,
            number=units,
            active=active,
            accepted=accepted,
            comment=comment,
            source=source,
            custom=custom,
            reason=reason,
        )
        entries = desk.change_level(
            change,
            idempotency_key=new_idempotency_key(),
            actor=operating_system_user(settings),
        )
        _tell_change(desk, which, entries)


def _tell_change(desk: Desk, level: BenefitLevel, entries: Sequence[Entry]) -> None:
    what = whose(desk, level)
    if not entries:
        typer.echo(f"Nothing differs: {what} is like that already.")
        return
    held = desk.balance(level.key)
    parts = [part for entry in entries for part in changes(desk, entry, held.number)]
    if entries[0].kind is EntryKind.ADJUSTMENT:
        parts[0] += _anew(desk, held)
    typer.echo(f"Changed {what}: {', '.join(parts)}; {what_is_left([held])}.")
    if entries[0].kind is EntryKind.ADJUSTMENT:
        typer.echo(f"To take the number back: benefit-desk undo {entries[0].key} --reason “…”")


def _anew(desk: Desk, held: Balance) -> str:
    """What a changed number leaves to come anew, which isn't that number where units rolled over.

    Such as “ (5 rolled over; from now on 5 come anew every month)”; of a whole term nothing.
    """
    tally = desk.read(lambda books: books.tallies[held.level.key])
    if not isinstance(tally, PeriodTally) or isinstance(tally.granted, Unlimited):
        return ""
    own = tally.granted + sum(tally.adjusted_from.values(), ZERO)
    rolled = f"{plain(held.rolled_over)} rolled over; " if held.rolled_over else ""
    come = "comes" if own == ONE else "come"
    every = EVERY[held.level.period]
    return f" ({rolled}from now on {plain(max(own, ZERO))} {come} anew every {every})"


class NoMembershipOfThatType(Failed):
    """A catalogue line can't be added, for the contact has no membership of its type."""

    def __init__(self, contact: Contact, line: MembershipBenefit, kind: str) -> None:
        super().__init__(
            f"{contact.name} has no {kind} membership that has not ended, to add {line.code} to."
        )


def add(
    contact: ContactArgument,
    line: Annotated[
        str,
        typer.Argument(
            metavar="BENEFIT", help="A benefit that the membership type offers, or its line's code."
        ),
    ],
    *,
    number: Annotated[
        str | None, typer.Option(metavar="N", help="Fewer units than the line offers.")
    ] = None,
    membership: MembershipKey = None,
) -> None:
    """Add a benefit to a membership later, for the rest of its term."""
    settings = read_settings()
    units = read_quantity("--number", number) if number is not None else None
    with opened_desk(settings) as desk:
        owner = contact_named(desk, contact)
        the_line = line_meant(desk, line, owner)
        named = the_membership(desk, owner, membership) if membership else None
        request = LevelRequest(
            membership=(named or _membership_for(desk, owner, the_line)).key,
            membership_benefit=the_line.code,
            number=units,
            idempotency_key=new_idempotency_key(),
        )
        level = desk.add_level(request, actor=operating_system_user(settings))
        left = what_is_left([desk.balance(level.key)])
        typer.echo(f"Added {whose(desk, level)}, {term(level)}; {left}.")


def _membership_for(desk: Desk, contact: Contact, line: MembershipBenefit) -> Membership:
    """The contact's membership of the line's type that ends first of those that haven't ended."""
    kind, theirs = desk.read(
        lambda books: (
            books.membership_types[line.membership_type],
            books.memberships_of(contact.code),
        )
    )
    fitting = [
        each
        for each in theirs
        if each.membership_type == line.membership_type and each.ends_on >= desk.today()
    ]
    if not fitting:
        raise NoMembershipOfThatType(contact, line, kind.name)
    return min(fitting, key=lambda each: (each.ends_on, each.key))
