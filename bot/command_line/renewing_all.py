"""Renewing every membership that ends, with one table of what becomes of what is left."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import typer

from bot.command_line.acting import new_idempotency_key, operating_system_user
from bot.command_line.answering import WrongUse, tell
from bot.command_line.dates import read_term_date
from bot.command_line.progress import counting
from bot.command_line.renewal_table import table_of
from bot.command_line.wording import term
from bot.opening import opened_desk
from bot.reports.lined_up import Heading, lined_up
from bot.settings import read_settings
from bot.views.sentences import counted
from core.actor import Actor
from core.books import Books
from core.desk import Desk, Renewal
from core.errors import BenefitError, day
from core.membership import Membership
from core.quantity import ZERO, money
from core.renewing import Ending, RenewRequest

TOLD: Final = 100
"""How many memberships are renewed between two signs of progress."""


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


def renew_all(typed: str, since: str | None, *, those_that_can: bool, dry_run: bool) -> None:
    """Renew what ends up to the day that is `typed`, from a day on where `since` says one.

    Raises:
        SomeNotRenewed: some can't be, and those that can weren't asked for.
    """
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
        tables = [_members(desk, renewed), table_of(desk, _endings(renewed))] if renewed else []
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
