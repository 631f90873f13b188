"""The command that retires a row of a list: it is offered no more, and what was given stays."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Final

import typer

from bot.command_line.acting import new_idempotency_key, operating_system_user
from bot.command_line.lists import ListArgument, coded, list_named, row_told
from bot.opening import opened_desk
from bot.settings import read_settings
from bot.views.sentences import counted
from core.books import Books
from core.catalogue import BenefitType, MembershipBenefit, MembershipType
from core.contact import Contact
from core.desk import Desk
from core.event import Event, RegistrationType
from core.records import LookupRecord, identity


def retire(
    kind: ListArgument,
    code: Annotated[
        str, typer.Argument(metavar="CODE", help="Its code; EVENT/CODE for a registration type.")
    ],
    *,
    back: Annotated[bool, typer.Option("--back", help="Offer it again.")] = False,
) -> None:
    """Offer a row of a list no more; what was given of it stays."""
    settings = read_settings()
    which = list_named(kind)
    with opened_desk(settings) as desk:
        record = desk.read(lambda books: coded(books, which, code))
        changed = desk.put(
            [replace(record, retired=not back)],
            idempotency_key=new_idempotency_key(),
            actor=operating_system_user(settings),
        )
        what = row_told(which, record)
        if not changed:
            state = "not retired" if back else "retired already"
            typer.echo(f"Nothing differs: {what} is {state}.")
        elif back:
            typer.echo(f"Brought back {what}: it can be chosen again.")
        else:
            typer.echo(f"Retired {what}. {_means(desk, record)}")


def _means(desk: Desk, record: LookupRecord) -> str:
    """What it comes to that a row was retired: what nobody can do now, and what stays."""
    count, what = desk.read(lambda books: _given(books, desk.today(), record))
    if not count:
        return _NO_MORE[type(record)]
    stay = "stays as it is" if count == 1 else "stay as they are"
    return f"{_NO_MORE[type(record)]} {counted(count, what)} {stay}."


_NO_MORE: Final[Mapping[type, str]] = {
    Contact: "It can't become a member any more, and no menu offers it.",
    BenefitType: "It comes with no new membership any more.",
    MembershipType: "Nobody can become such a member any more.",
    MembershipBenefit: "It comes with no new membership any more.",
    Event: "It takes no registrations any more.",
    RegistrationType: "It takes no registrations any more.",
}


def _given(books: Books, today: date, record: LookupRecord) -> tuple[int, str]:
    """How much was given of it that hasn't ended: benefit levels, or registrations."""
    wanted, column = identity(record), _LEVEL_COLUMN.get(type(record))
    if column:
        levels = (one for one in books.levels.values() if getattr(one, column) == wanted["code"])
        return sum(level.ends_on >= today for level in levels), "benefit level"
    event = wanted.get("event", wanted["code"])
    made = (one for one in books.registrations.values() if one.event == event)
    of_type = (
        one for one in made if isinstance(record, Event) or one.registration_type == wanted["code"]
    )
    return sum(not registration.cancelled for registration in of_type), "registration"


_LEVEL_COLUMN: Final[Mapping[type, str]] = {
    Contact: "contact",
    BenefitType: "benefit_type",
    MembershipType: "membership_type",
    MembershipBenefit: "membership_benefit",
}
