"""The command that forgets a person."""

import importlib
from collections.abc import Iterator
from types import ModuleType
from typing import Annotated

import typer

from bot.command_line.acting import new_idempotency_key, operating_system_user
from bot.command_line.answering import Failed
from bot.command_line.checking import verified
from bot.command_line.progress import counting
from bot.command_line.reading import contact_named
from bot.opening import database_address, opened_desk, store_path
from bot.settings import Settings, read_settings
from bot.views.sentences import counted
from core.desk import Desk
from core.errors import day
from core.forgetting import forget as forget_contact
from core.forgetting import words_about


class CannotBeUndone(Failed):
    """Nobody said that the name may go for good."""

    def __init__(self, name: str, code: str) -> None:
        super().__init__(
            f"This takes the name and the address of {name} ({code}) out of every entry, for good."
            " Balances and history stay. If that is meant, add --yes."
        )


def forget(
    contact: Annotated[
        str, typer.Argument(metavar="CONTACT", help="Its code, or its name in full.")
    ],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do it: it can't be undone.")] = False,
) -> None:
    """Take a person's name and address out of everything."""
    settings = read_settings()
    with opened_desk(settings) as desk:
        known = contact_named(desk, contact, exactly=True)
        if not yes:
            raise CannotBeUndone(known.name, known.code)
        with counting("Forgetting"):
            # The sheet first: should it fail, the names are still known here, to try again.
            if settings.has_sheet:
                _wiring().forget_in_sheet(settings, words_about(desk, known))
            gone = forget_contact(
                desk,
                known.code,
                idempotency_key=new_idempotency_key(),
                actor=operating_system_user(settings),
                in_sheet=settings.has_sheet,
            )
        typer.echo(f"Forgot {gone.code} in {counted(gone.entries, 'entry', 'entries')}.")
        for going_on in _going_on(desk, known.code):
            typer.echo(going_on)
    with opened_desk(settings) as desk:
        verified(desk)
        typer.echo(_in_the_sheet(desk, settings))
    typer.echo(
        "Backups and exports that were made before still have the name, and so has what “restore”"
        f" kept{_beside(settings)}: throw them away, or keep them no longer than you must."
    )


def _going_on(desk: Desk, code: str) -> Iterator[str]:
    """Which memberships go on, for forgetting ends none; and how to end what they give."""
    kinds, theirs = desk.read(
        lambda books: (dict(books.membership_types), books.memberships_of(code))
    )
    running = [each for each in theirs if each.ends_on >= desk.today()]
    for each in running:
        yield (
            f"The membership {kinds[each.membership_type].name} goes on to {day(each.ends_on)} and"
            " is renewed no more."
        )
    if running:
        yield f"To end a benefit sooner: benefit-desk adjust {code} BENEFIT --inactive"


def _beside(settings: Settings) -> str:
    """Where a replaced store was kept; a database keeps none."""
    return "" if database_address(settings) else f" beside it, as {store_path(settings)}.…"


def _wiring() -> ModuleType:
    """Google's library takes half a second to import."""
    return importlib.import_module("bot.wiring")


def _in_the_sheet(desk: Desk, settings: Settings) -> str:
    if not settings.has_sheet:
        return "There is no sheet to change."
    outcome = _wiring().sync_of(desk, settings).run(thorough=True)
    desk.store.clean()
    return (
        f"{outcome.sentence} Google keeps earlier versions of the sheet under File, Version"
        " history; make a copy of it without them if these must go as well."
    )
