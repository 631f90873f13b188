"""The schedule: what runs by itself. What was done is in the store, so nothing is lost with it.

Everything is planned as intervals in UTC: no night on which clocks change doubles or skips it.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from apscheduler.schedulers.background import BackgroundScheduler

from bot.schedule.rounds import Rounds
from bot.settings import Settings
from bot.slack.homes import EVERY, Homes
from core.errors import BenefitError

MISFIRE_GRACE: Final = timedelta(hours=6)
ROUND: Final = timedelta(minutes=1)
"""How often somebody goes round and looks what is due."""
_log: Final = logging.getLogger(__name__)


class Schedule:
    """Jobs that repeat until `stop`."""

    def __init__(self) -> None:
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            job_defaults={
                "misfire_grace_time": int(MISFIRE_GRACE.total_seconds()),
                "coalesce": True,
                "max_instances": 1,
            },
        )

    def add(self, name: str, job: Callable[[], object], every: timedelta) -> None:
        """Run `job` at once when the schedule starts, and then `every` so often."""
        self._scheduler.add_job(
            lambda: run(name, job),
            "interval",
            seconds=every.total_seconds(),
            id=name,
            next_run_time=datetime.now(UTC),
        )

    def hasten(self, name: str, delay: timedelta) -> None:
        """Run the job of that name again so soon, where its time isn't sooner still."""
        job, soon = self._scheduler.get_job(name), datetime.now(UTC) + delay
        if job and job.next_run_time and soon < job.next_run_time:
            job.modify(next_run_time=soon)

    def start(self) -> None:
        """Begin, in threads of its own."""
        self._scheduler.start()

    def stop(self) -> None:
        """Begin nothing any more; what runs may end by itself."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)


def planned(
    settings: Settings,
    rounds: Rounds,
    sync: Callable[[], bool] | None,
    homes: Homes | None = None,
) -> Schedule:
    """The schedule that the settings ask for, not started yet.

    `sync` is None without a sheet; it says whether rows were left that are soon to be taken.
    """
    schedule = Schedule()
    if homes:
        schedule.add("App Homes", homes.refresh, EVERY)
    every = settings.schedule.sync_every_seconds
    if sync and every:
        settle = timedelta(seconds=settings.sheet.settle_seconds)

        def sync_and_return() -> None:
            if sync():
                schedule.hasten("sync", settle)

        schedule.add("sync", sync_and_return, timedelta(seconds=every))
    if rounds.chores:
        schedule.add("round", rounds.go, ROUND)
    return schedule


def run(name: str, job: Callable[[], object]) -> None:
    """Run a job; a failure is told in the log, and the next run comes in its time."""
    try:
        job()
    except BenefitError as error:
        _log.warning("The job “%s” did not work: %s", name, error)
    except Exception:  # noqa: BLE001 - whatever broke, the other jobs go on; it is logged in full
        _log.exception("The job “%s” failed.", name)
