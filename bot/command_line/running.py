"""The commands that need Slack or Google: serve and sync.

The libraries for both take half a second to import, so they are imported where they are needed.
"""

import logging
import os
import signal
import sys
import threading
from typing import Annotated, Final

import typer

from bot.command_line.answering import DONE, FAILED, Failed, tell
from bot.command_line.progress import counting
from bot.opening import desk_to_try, opened_desk
from bot.settings import read_settings
from core.errors import BenefitError

SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)
LONGEST: Final = 4.8
"""Seconds that an orderly end may take."""


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
    from bot import wiring  # noqa: PLC0415 - see above

    settings, stop = read_settings(), wiring.Stop()
    stop_on_signals(stop)
    log_to_stderr()
    try:
        wiring.serve(settings, stop=stop, http_port=http)
    except BenefitError as failed:
        leave(tell(str(failed), FAILED))
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
    opened = desk_to_try(settings) if dry_run else opened_desk(settings)
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


def stop_on_signals(stop: threading.Event) -> None:
    """Set `stop` when the process is told to end; told again, or after a while, it just leaves.

    A thread waits for the signals: a handler would run in the middle of the main thread's own
    waiting for `stop`, whose lock may then be held.
    """

    def wait() -> None:
        signal.sigwait(SIGNALS)
        stop.set()
        hurry = threading.Timer(LONGEST, leave, (FAILED,))
        hurry.daemon = True
        hurry.start()
        signal.sigwait(SIGNALS)
        leave(FAILED)

    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    threading.Thread(target=wait, name="signals", daemon=True).start()


def log_to_stderr() -> None:
    """Tell what the bot does; of the libraries only what may be wrong."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    for ours in ("bot", "core", "sheets_sync"):
        logging.getLogger(ours).setLevel(logging.INFO)


def leave(status: int) -> None:
    """End the process, whatever still hangs in the network.

    Python would wait for every thread. All that was confirmed to anybody is on the disk by now, and
    what became of a write that was under way is looked up at the next start.
    """
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
