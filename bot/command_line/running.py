"""The commands that need Slack or Google: serve, sync and schedule.

The libraries for both take half a second to import, so they are imported where they are needed.
"""

from typing import Annotated

import typer

from bot.command_line.answering import DONE, FAILED, Failed, tell
from bot.command_line.progress import counting
from bot.opening import desk_to_try, opened_desk
from bot.settings import read_settings
from bot.stopping import Stop, leave, stop_on_signals
from core.errors import BenefitError


def serve(
    *,
    http: Annotated[
        int | None,
        typer.Option(
            metavar="PORT", min=0, max=65535, help="Listen for Slack there, not by Socket Mode."
        ),
    ] = None,
) -> None:
    """Run the bot for Slack, sheet and schedule, until it is stopped."""
    stop = Stop()
    stop_on_signals(stop)
    settings = read_settings()
    from bot import wiring  # noqa: PLC0415 - see above
    from bot.logs import FORMATS, log_to_stderr  # noqa: PLC0415

    log_to_stderr(FORMATS[settings.operations.log_format])

    try:
        wiring.serve(settings, stop=stop, http_port=http)
    except BenefitError as failed:
        # Whoever had it stop doesn't want to know that it would not have started.
        leave(DONE if stop.is_set() else tell(str(failed), FAILED))
    leave(DONE)


def sync(
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what it would come to.")
    ] = False,
    approve: Annotated[
        list[str] | None,
        typer.Option(metavar="TAB", help="Let a tab through that was left alone."),
    ] = None,
) -> None:
    """Make ledger and sheet equal, once."""
    from bot import wiring  # noqa: PLC0415 - see above

    settings = read_settings()
    settings.needed(*wiring.SHEET)
    opened = desk_to_try(settings) if dry_run else opened_desk(settings, make=True)
    with opened as desk, counting("Synchronising"):
        outcome = wiring.sync_of(desk, settings).run(
            dry_run=dry_run, approve=approve or (), thorough=True
        )
    for line in outcome.difference:
        typer.echo(line)
    typer.echo(outcome.sentence)
    if outcome.stopped:
        tabs = " ".join(f"--approve “{title}”" for title in outcome.stopped)
        raise Failed(f"Look at what was left alone; to let it through: benefit-desk sync {tabs}")


def schedule() -> None:
    """Say in plain words what runs by itself, and when."""
    from bot.plans_told import told  # noqa: PLC0415 - see above

    settings = read_settings()
    with desk_to_try(settings) as desk:
        for line in told(desk, settings):
            typer.echo(line)
