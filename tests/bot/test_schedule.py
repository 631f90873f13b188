"""The schedule: jobs that repeat, and go on whatever breaks in one of them."""

import logging
import threading
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.app import slack_client
from bot.schedule import schedule as schedules
from bot.schedule.chores import chores_of
from bot.schedule.leading import Leader
from bot.schedule.rounds import Rounds
from bot.schedule.schedule import Schedule, planned, run
from bot.settings import NightlyBackup, NightlyVerify, Reports, Settings
from bot.settings import Schedule as Plan
from bot.settings.organisation import SheetSection
from core.errors import BenefitError
from tests.bot.office import SlackOffice

TICK = timedelta(milliseconds=20)


@pytest.fixture
def schedule() -> Iterator[Schedule]:
    """A schedule without jobs, stopped after the test."""
    schedule = Schedule()
    yield schedule
    # A job that still runs would write into the next test's log.
    if schedule._scheduler.running:
        schedule._scheduler.shutdown(wait=True)


class Counter:
    """A job that counts how often it ran."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.runs = 0
        self.enough = threading.Event()

    def __call__(self) -> None:
        """Run once more; the third time is enough."""
        self.runs += 1
        if self.runs == 3:
            self.enough.set()
        if self.error:
            raise self.error


def test_a_job_runs_at_once_and_then_again(schedule: Schedule) -> None:
    """Nobody waits for the first interval to pass."""
    job = Counter()
    schedule.add("job", job, TICK)
    schedule.start()
    assert job.enough.wait(5)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (BenefitError("The sheet is away."), "did not work: The sheet is away."),
        (ZeroDivisionError("x"), "ZeroDivisionError"),
    ],
)
def test_a_job_that_fails_runs_again(
    schedule: Schedule, caplog: pytest.LogCaptureFixture, error: Exception, told: str
) -> None:
    """A refusal is one line in the log, a fault the whole of it."""
    job = Counter(error)
    schedule.add("job", job, TICK)
    with caplog.at_level(logging.WARNING):
        schedule.start()
        assert job.enough.wait(5)
    assert told in caplog.text


def test_a_refusal_has_no_traceback_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """What the rules refuse is not a fault of ours."""
    with caplog.at_level(logging.WARNING):
        run("job", Counter(BenefitError("The sheet is away.")))
    assert "Traceback" not in caplog.text


def test_a_stopped_schedule_begins_nothing(schedule: Schedule) -> None:
    """Not started or stopped twice is no mistake either."""
    job = Counter()
    schedule.add("job", job, timedelta(hours=1))
    schedule.start()
    schedule.stop()
    schedule.stop()
    Schedule().stop()
    assert job.runs <= 1


def rounds_of(office: SlackOffice, settings: Settings | None = None) -> Rounds:
    """What is due in the office, by its settings or others."""
    settings = settings or office.settings
    chores = chores_of(
        office.desk, settings, slack_client(settings), lambda: nullcontext(office.desk)
    )
    return Rounds(office.desk, [*chores], Leader(office.desk.store))


def test_the_settings_plan_sync_and_report(
    office: SlackOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both run at once: the sheet is synchronised, the report that is due is posted."""
    monkeypatch.chdir(tmp_path)
    office.use(used_on=date(2026, 6, 10))
    synced = threading.Event()

    def sync() -> bool:
        synced.set()
        return False

    plan = planned(office.settings, rounds_of(office), sync)
    plan.start()
    try:
        assert synced.wait(5)
        office.may.wait_for_message(office.reports, "Guest pass")
    finally:
        plan.stop()


def test_a_sync_that_left_rows_runs_again_soon(
    office: SlackOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows that were still being typed don't wait for the next five minutes; others do."""
    monkeypatch.chdir(tmp_path)
    soon = SheetSection(settle_seconds=1)
    settings = office.settings.model_copy(update={"sheet": soon})
    left, again = iter([True, False]), threading.Event()
    runs: list[bool] = []

    def sync() -> bool:
        runs.append(next(left))
        if not runs[-1]:
            again.set()
        return runs[-1]

    plan = planned(settings, rounds_of(office, settings), sync)
    plan.start()
    try:
        assert again.wait(30)
    finally:
        plan.stop()
    assert runs == [True, False]


def test_what_is_turned_off_is_not_planned(
    office: SlackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No interval, no sheet, nothing to go round for: no job."""
    names: list[str] = []
    monkeypatch.setattr(schedules.Schedule, "add", lambda _, name, *__: names.append(name))
    plan = Plan(
        sync_every_seconds=0,
        nightly_verify=NightlyVerify(enabled=False),
        nightly_backup=NightlyBackup(enabled=False),
    )
    off = office.settings.model_copy(update={"schedule": plan, "reports": Reports()})
    planned(off, rounds_of(office, off), lambda: False)
    assert names == []
    planned(office.settings, rounds_of(office), None)
    assert names == ["round"]
