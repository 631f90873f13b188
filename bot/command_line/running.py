"""The commands that need Slack or Google: serve, sync and schedule.

The libraries for both take half a second to import, so they are imported where they are needed.
"""

import logging
from typing import Annotated, Final

import typer

from bot.command_line.answering import DONE, FAILED, WRONG_USE, Failed, of_system, tell
from bot.command_line.progress import counting
from bot.opening import database_address, desk_to_try, is_there, opened_desk, store_path
from bot.operations.stopping import Stop, leave, stop_on_signals
from bot.settings import Settings, log_format_asked, read_settings
from bot.settings.mistakes import SettingsWrong
from core.errors import BenefitError
from core.store import StoreError
from core.stores.failures import StoreInUse
from core.stores.files import writer_lock

_log: Final = logging.getLogger(__name__)


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
    from bot import wiring  # noqa: PLC0415 - see above
    from bot.operations.logs import FORMATS, log_to_stderr  # noqa: PLC0415

    log_format = log_format_asked()
    log_to_stderr(FORMATS[log_format])
    try:
        wiring.serve(read_settings(), stop=stop, http_port=http)
    except (SettingsWrong, BenefitError, OSError) as failed:
        # Whoever had it stop doesn't want to know that it would not have started.
        leave(DONE if stop.is_set() else _why_not(failed, log_format))
    leave(DONE)


def _why_not(failed: Exception, log_format: str) -> int:
    """Say why the bot doesn't run, as a line of the log where programs read it.

    Gives back the exit status: 2 where it is no use to try again before somebody changed something.
    """
    from bot import wiring  # noqa: PLC0415 - loaded by now
    from bot.slack.serving import AppTokenRefused  # noqa: PLC0415 - the same

    text = of_system(failed) if isinstance(failed, OSError) else str(failed)
    hopeless = isinstance(failed, (SettingsWrong, wiring.SlackRefused, AppTokenRefused))
    status = WRONG_USE if hopeless else FAILED
    if log_format == "text":
        return tell(text, status)
    _log.error("%s", text)
    return status


def sync(
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what it would come to.")
    ] = False,
    approve: Annotated[
        list[str] | None,
        typer.Option(metavar="TAB", help="Let a tab through that was left alone."),
    ] = None,
    put_back: Annotated[
        list[str] | None,
        typer.Option(metavar="TAB", help="Put back what was typed in a tab, as it was before."),
    ] = None,
) -> None:
    """Make ledger and sheet equal, once."""
    from bot import wiring  # noqa: PLC0415 - see above

    settings = read_settings()
    settings.needed(*wiring.SHEET)
    opened = desk_to_try(settings) if dry_run else opened_desk(settings, make=True)
    with opened as desk, counting("Synchronising"):
        outcome = wiring.sync_of(desk, settings).run(
            dry_run=dry_run, approve=approve or (), put_back=put_back or (), thorough=True
        )
    for line in outcome.difference:
        typer.echo(line)
    typer.echo(outcome.sentence)
    if outcome.stopped:
        tabs = " ".join(f"--approve “{title}”" for title in outcome.stopped)
        raise Failed(
            f"To see what would change: benefit-desk sync --dry-run {tabs}; to let it through, the"
            " same without --dry-run. With --put-back in place of --approve, edits are put back."
        )


def schedule() -> None:
    """Say in plain words what runs by itself, and when."""
    from bot.schedule.plans_told import told  # noqa: PLC0415 - see above

    settings = read_settings()
    typer.echo(f"This is done by “benefit-desk serve”, while it runs{_at_work(settings)}.")
    with desk_to_try(settings) as desk:
        for line in told(desk, settings):
            typer.echo(line)


def _at_work(settings: Settings) -> str:
    """Whether somebody writes to the store, as far as can be known; a database doesn't say."""
    if database_address(settings):
        return ""
    path = store_path(settings)
    try:
        if not is_there(path):
            return "; it doesn't run now"
        with writer_lock(path):
            return "; it doesn't run now"
    except StoreInUse:
        return "; a Benefit Desk is writing to the store now"
    except StoreError:
        return ""
