"""The command line: `benefit-desk`, or `python -m bot`."""

import os
import sys
from importlib.metadata import version
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, TextIO

import typer

from bot.command_line import books, copies, events, levels, members, running
from bot.command_line.answering import Answering
from bot.command_line.bulk import bulk
from bot.command_line.demo import demo
from bot.command_line.doctor import doctor
from bot.command_line.forgetting import forget
from bot.command_line.putting import put
from bot.command_line.renewals import renew
from bot.command_line.reports import report
from bot.command_line.retiring import retire
from bot.command_line.statements import statement

app = typer.Typer(
    name="benefit-desk",
    cls=Answering,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def benefit_desk(
    context: typer.Context,
    *,
    show_version: Annotated[
        bool, typer.Option("--version", help="Say which version it is.")
    ] = False,
) -> None:
    """Record and check membership benefits, report on them, and run the bot."""
    if show_version:
        typer.echo(f"benefit-desk {version('benefit-desk')}")
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())


app.command()(demo)
app.command()(running.serve)
app.command()(running.sync)
app.command()(members.check)
app.command()(members.use)
app.command()(bulk)
app.command()(members.undo)
app.command()(statement)
app.command()(levels.convey)
app.command()(levels.recall)
app.command()(levels.adjust)
app.command()(levels.add)
app.command()(members.enroll)
app.command()(renew)
app.command()(events.register)
app.command()(events.cancel)
app.add_typer(report, name="report")
app.command()(put)
app.command()(retire)
app.command()(forget)
app.command("import")(books.import_rows)
app.command()(copies.export)
app.command()(books.verify)
app.command()(copies.backup)
app.command()(copies.restore)
app.command()(running.schedule)
app.command()(doctor)


def main() -> None:
    """Run one command; a terminal that can't show a letter gets a question mark for it.

    Where there is nowhere to write to, as with `>&-` in a shell, what is written goes nowhere.
    """
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    app()


def _nowhere() -> TextIO:
    """It stays open until the process ends."""
    return Path(os.devnull).open("w", encoding="utf-8")
