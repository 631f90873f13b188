"""The command that writes a member's own statement, as text or as a page to print."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

import typer

from bot.command_line.dates import read_date
from bot.command_line.options import AsOf, ContactArgument, Out
from bot.command_line.reading import contact_named
from bot.command_line.statement_page import as_html
from bot.command_line.stating import Stated, stated
from bot.command_line.writing import write_file
from bot.opening import opened_desk
from bot.reports.lined_up import shown
from bot.settings import read_settings


class StatementFormat(StrEnum):
    """How a statement is written."""

    TEXT = "text"
    HTML = "html"


def statement(
    contact: ContactArgument,
    *,
    as_of: AsOf = None,
    form: Annotated[
        StatementFormat, typer.Option("--format", help="To read here, or to print and send.")
    ] = StatementFormat.TEXT,
    out: Out = None,
) -> None:
    """Write a member's own statement: no notes, no keys, no staff."""
    settings = read_settings()
    with opened_desk(settings, read_only=True) as desk:
        on = read_date("--as-of", as_of, desk.today()) if as_of else None
        says = stated(desk, contact_named(desk, contact), on, settings.organisation.name)
    text = as_html(says) if form is StatementFormat.HTML else as_text(says)
    if out is None:
        typer.echo(text, nl=False)
        return
    write_file(out, text.encode())
    typer.echo(f"Wrote the statement of {says.member} to {out}.")


def as_text(says: Stated) -> str:
    """The statement as indented lines."""
    return "".join(f"{shown(line).plain}\n" for line in _lines(says))


def _lines(says: Stated) -> Iterator[str]:
    yield says.organisation
    yield f"Benefits of {says.member}, {says.on}"
    if not says.memberships:
        yield ""
        yield "No membership."
    for membership in says.memberships:
        yield ""
        yield f"{membership.name}, {membership.when}" if membership.when else membership.name
        for benefit in membership.benefits:
            yield f"  {benefit.name}: {benefit.left}"
            for use in benefit.uses:
                yield f"    {use}"
