"""The command that renews a membership, or all that end by a day."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Final

import typer

from bot.command_line.acting import new_idempotency_key, operating_system_user
from bot.command_line.answering import Failed, WrongUse, tell
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
from bot.command_line.progress import counting
from bot.command_line.reading import (
    contact_named,
    line_codes,
    membership_type_named,
    read_numbers,
)
from bot.command_line.wording import term
from bot.opening import opened_desk
from bot.reports.lined_up import Heading, lined_up
from bot.settings import read_settings
from bot.views.sentences import counted
from core.actor import Actor
from core.books import Books
from core.desk import Desk, Renewal
from core.errors import BenefitError, LooksEnrolledTwice, day
from core.level import BenefitLevel
from core.membership import Membership, TransactionKind
from core.quantity import ZERO, Unlimited, money, plain
from core.renewing import Ending, RenewRequest

TOLD: Final = 100
"""How many memberships are renewed between two signs of progress."""


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
        _renew_all(all_ending_by, ending_from, those_that_can=those_that_can, dry_run=dry_run)
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
        request = RenewRequest(
            membership=the_membership(desk, who, membership).key,
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
        _tell_one(desk, who.name, made, dry_run=dry_run)


def _tell_one(desk: Desk, name: str, made: Renewal, *, dry_run: bool) -> None:
    new = made.enrolment
    typer.echo(_table(desk, made.endings))
    kind = desk.read(lambda books: books.membership_types[new.membership.membership_type])
    what = (
        f"{name} as {kind.name}, {term(new.membership)}, with {counted(len(new.levels), 'benefit')}"
    )
    for choice in _choices(desk, new.levels):
        typer.echo(choice)
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


@dataclass(frozen=True, slots=True)
class Renewed:
    """A contact's name, and what became of their membership."""

    name: str
    renewal: Renewal


@dataclass(frozen=True, slots=True)
class Refused:
    """A membership that can't be renewed, and why."""

    name: str
    membership: Membership
    reason: str


class SomeNotRenewed(BenefitError):
    """Not all of the memberships can be renewed, so none was."""

    def __init__(self, refused: Sequence[Refused], of: int) -> None:
        super().__init__(
            f"Nothing was renewed: {len(refused)} of {counted(of, 'membership')} would be refused."
            " To renew the others: --those-that-can."
        )
        self.refused = refused


def _renew_all(typed: str, since: str | None, *, those_that_can: bool, dry_run: bool) -> None:
    settings = read_settings()
    actor = operating_system_user(settings)
    with opened_desk(settings, read_only=dry_run) as desk:
        first, last = _span(desk.today(actor), typed, since)
        ending, left = desk.read(lambda books: _ending(books, first, last))

        def work(draft: Desk) -> tuple[list[Renewed], list[Refused]]:
            with counting("Renewing", "memberships") as progress:
                renewed, refused = _each(draft, ending, actor, progress)
            if refused and not (those_that_can or dry_run):
                raise SomeNotRenewed(refused, len(ending))
            return renewed, refused

        try:
            renewed, refused = desk.together(work, dry_run=dry_run)
        except SomeNotRenewed as some:
            _tell_refused(some.refused)
            raise
        _tell_refused(refused)
        tables = [_members(desk, renewed), _table(desk, _endings(renewed))] if renewed else []
        typer.echo("\n".join([*tables, _summary(renewed, left, last, dry_run=dry_run)]))


def _tell_refused(refused: Iterable[Refused]) -> None:
    for each in refused:
        tell(f"{each.name}, to {day(each.membership.ends_on)}: {each.reason}")


def _span(today: date, typed: str, since: str | None) -> tuple[date, date]:
    last = read_term_date("--all-ending-by", typed, today)
    first = read_term_date("--ending-from", since, today) if since else today
    if since and last < first:
        raise WrongUse(f"--all-ending-by: {last} is before --ending-from, {first}.")
    if last < first:
        raise WrongUse(
            f"--all-ending-by: {day(last)} is past; say from which day on with --ending-from."
        )
    return first, last


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many of the memberships that end are not to be renewed, and why."""

    before: int
    retired: int

    def __str__(self) -> str:
        """Such as “ (2 memberships renewed before, 1 of a retired contact left out)”; or blank."""
        parts = []
        if self.before:
            parts.append(f"{counted(self.before, 'membership')} renewed before")
        if self.retired:
            whose = "a retired contact" if self.retired == 1 else "retired contacts"
            parts.append(f"{self.retired:,} of {whose} left out")
        return f" ({', '.join(parts)})" if parts else ""


def _ending(books: Books, first: date, last: date) -> tuple[list[Membership], LeftOut]:
    """The memberships that end from the first day to the last, but for those left out.

    One that its contact holds another after counts as renewed.
    """
    ending = [each for each in books.memberships.values() if first <= each.ends_on <= last]
    waiting = [
        each
        for each in ending
        if not any(later.starts_on > each.ends_on for later in books.memberships_of(each.contact))
    ]
    staying = [each for each in waiting if not books.contacts[each.contact].retired]
    left = LeftOut(len(ending) - len(waiting), len(waiting) - len(staying))
    return sorted(staying, key=lambda each: (each.ends_on, each.key)), left


def _each(
    draft: Desk, ending: Iterable[Membership], actor: Actor, progress: Callable[[int], None]
) -> tuple[list[Renewed], list[Refused]]:
    key = new_idempotency_key()
    renewed, refused = list[Renewed](), list[Refused]()
    names = draft.read(lambda books: {code: one.name for code, one in books.contacts.items()})
    for count, old in enumerate(ending, start=1):
        name = names[old.contact]
        request = RenewRequest(membership=old.key, idempotency_key=f"{key}:{old.key}")
        try:
            renewed.append(Renewed(name, draft.renew(request, actor=actor)))
        except BenefitError as refusal:
            refused.append(Refused(name, old, str(refusal)))
        if not count % TOLD:
            progress(count)
    return renewed, refused


def _table(desk: Desk, endings: Iterable[Ending]) -> str:
    """Of each benefit, what is left over, and what becomes of it; unlimited ones lose nothing."""
    names = desk.read(lambda books: {one.code: one.name for one in books.benefit_types.values()})
    sums: dict[str, Leftover] = {}
    for ending in endings:
        sums.setdefault(ending.balance.level.benefit_type, Leftover()).add(ending)
    lines = [
        (names[code], plain(one.left), plain(one.rolls_over), plain(one.expires), money(one.lost))
        for code, one in sums.items()
        if one.left
    ]
    if not lines:
        return "Nothing was left over.\n"
    headings = (
        Heading("Benefit"),
        Heading("Left", figures=True),
        Heading("Rolls over", figures=True),
        Heading("Expires", figures=True),
        Heading("Value lost", figures=True),
    )
    return lined_up(headings, lines)


@dataclass(slots=True)
class Leftover:
    """The unused units of one benefit over one membership or several; `lost` None is unknown."""

    left: Decimal = ZERO
    rolls_over: Decimal = ZERO
    expires: Decimal = ZERO
    lost: Decimal | None = ZERO

    def add(self, ending: Ending) -> None:
        """Count one old level."""
        left, expires = ending.balance.remaining, ending.expires
        if isinstance(left, Unlimited) or isinstance(expires, Unlimited):
            return
        self.left += left
        self.rolls_over += ending.rolls_over
        self.expires += expires
        if expires:
            known = self.lost is not None and ending.value_lost is not None
            self.lost = (self.lost or ZERO) + (ending.value_lost or ZERO) if known else None


def _members(desk: Desk, renewed: Iterable[Renewed]) -> str:
    """Who is renewed, as what and for when."""
    kinds = desk.read(
        lambda books: {code: one.name for code, one in books.membership_types.items()}
    )
    new = [(each.name, each.renewal.enrolment.membership) for each in renewed]
    lines = [(name, kinds[made.membership_type], term(made)) for name, made in new]
    return lined_up((Heading("Contact"), Heading("As"), Heading("Term", whole=True)), lines)


def _summary(renewed: Sequence[Renewed], left: LeftOut, last: date, *, dry_run: bool) -> str:
    """How many, and what it comes to."""
    if not renewed:
        return f"There was nothing to renew up to {day(last)}{left}."
    what = f"{counted(len(renewed), 'membership')}{left}"
    endings = _endings(renewed)
    worth = _worth(endings)
    if dry_run:
        return f"Would renew {what}: {worth}; nothing was written."
    return f"Renewed {what}: {worth}."


def _worth(endings: Sequence[Ending]) -> str:
    """What expires, such as “benefits worth 95.00 expire, and some whose value is not known”."""
    values = [each.value_lost for each in endings if each.expires]
    known = [value for value in values if value is not None]
    if not values:
        return "nothing expires"
    if not known:
        return "what expires has no known value"
    more = ", and some whose value is not known" if len(known) < len(values) else ""
    return f"benefits worth {money(sum(known, ZERO))} expire{more}"


def _endings(renewed: Iterable[Renewed]) -> list[Ending]:
    return [ending for each in renewed for ending in each.renewal.endings]
