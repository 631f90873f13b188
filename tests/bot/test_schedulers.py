"""Three schedulers on one ledger, killed at random while clocks are changed: every post once."""

import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from bot.app import slack_client
from bot.schedule.periods import Period
from bot.schedule.rounds import MOST, last_done
from core.desk import Desk
from core.stores.postgres import PostgresStore
from playground.slack import Fault
from tests.bot.office import SlackOffice
from tests.bot.scheduler import PLANS, FileClock, chores, go_round

START = multiprocessing.get_context("forkserver")
START.set_forkserver_preload(["tests.bot.scheduler"])
SPRING, AUTUMN = date(2026, 3, 27), date(2026, 10, 23)
"""Two days before the clocks change in London."""
DAY = timedelta(days=1)


@dataclass
class Schedulers:
    """Three processes of the same settings."""

    office: SlackOffice
    database: str
    clock: Path

    def __post_init__(self) -> None:
        self.processes = [self.started() for _ in range(3)]
        self.chance = random.Random(11)
        self.kills = 0

    def started(self) -> BaseProcess:
        """One more process."""
        workspace = self.office.slack.workspace
        where = (self.database, self.office.slack.base_url, workspace.bot_token)
        process = START.Process(
            target=go_round, args=(*where, self.office.reports.id, self.clock), daemon=True
        )
        process.start()
        return process

    def kill_one(self) -> None:
        """End one of them in whatever it is doing, and start another in its place."""
        victim = self.chance.randrange(3)
        self.processes[victim].kill()
        self.processes[victim].join()
        self.processes[victim] = self.started()
        self.kills += 1

    def stop(self) -> None:
        """End all of them."""
        for process in self.processes:
            process.kill()
            process.join()


def days(start: date, count: int) -> Iterator[datetime]:
    """Instants of a run of days; now and then the clock is wrong by some hours."""
    for number in range(count):
        noon = datetime(2026, 1, 1, 12, tzinfo=UTC) + (start + number * DAY - date(2026, 1, 1))
        if number % 3 == 1:
            yield noon + timedelta(hours=5)
            yield noon - timedelta(hours=9)
        yield noon


def wait_until_done(desk: Desk, office: SlackOffice, at: datetime, patience: float = 60) -> None:
    """Wait until everything that is due at this instant is noted as done."""
    until = time.monotonic() + patience
    slack = slack_client(office.settings)
    for chore in chores(desk, slack, office.reports.id):
        due = chore.plan.last(at).planned_on
        while (last_done(desk, chore) or date.min) < due:
            assert time.monotonic() < until, f"{chore.name} of {due} is not done"
            time.sleep(0.02)


def posts(office: SlackOffice) -> Counter[str]:
    """How often each post stands in the channel."""
    seen = office.may.sees(office.reports)
    return Counter(message.text for message in seen if message.text.startswith("post:"))


def expected(office: SlackOffice, runs: list[tuple[date, int]]) -> set[str]:
    """Every post of these days: what was due at the very beginning is no news."""
    keys = set()
    for name, plan in PLANS.items():
        until = plan.last(next(days(runs[0][0], 1))).planned_on
        for start, count in runs:
            missed, then = list[Period](), list[Period]()
            while (period := plan.after(until)).planned_on <= start + (count - 1) * DAY:
                until = period.planned_on
                (missed if until <= start else then).append(period)
            for period in (*missed[-MOST:], *then):
                keys.add(f"post:{name}:{office.reports.id}:{period}")
    return keys


def every_period_is_posted_once(
    office: SlackOffice, database: str, clock: Path, runs: list[tuple[date, int]], kills: int
) -> int:
    """Let days pass in each run, with so many kills at each instant; how many that came to."""
    # Slack takes its time, so that many a kill falls into a post, and loses every third answer.
    for fault in (Fault(pause=0.1), Fault(pause=0.05), Fault(loses_answer=True)) * 300:
        office.slack.workspace.faults.order("chat.postMessage", fault)
    hands = FileClock(clock)
    hands.set(next(days(runs[0][0], 1)))
    with closing(PostgresStore(database)) as store:
        desk = Desk(store, clock=hands)
        schedulers = Schedulers(office, database, clock)
        try:
            for start, count in runs:
                instants = [*days(start, count)]
                hands.set(instants[0])
                wait_until_done(desk, office, instants[0])
                for at in instants:
                    hands.set(at)
                    for _ in range(kills):
                        time.sleep(schedulers.chance.uniform(0, 0.15))
                        schedulers.kill_one()
                    wait_until_done(desk, office, at)
        finally:
            schedulers.stop()
    found = posts(office)
    assert set(found) == expected(office, runs)
    assert set(found.values()) == {1}
    return schedulers.kills


@pytest.mark.timeout(300)
def test_fifty_kills_and_both_changes_make_none_twice_and_none_lost(
    office: SlackOffice, empty: str, tmp_path: Path
) -> None:
    """Over both nights on which clocks change, with clocks that are wrong by hours besides."""
    runs = [(SPRING, 5), (AUTUMN, 5)]
    kills = every_period_is_posted_once(office, empty, tmp_path / "clock", runs, kills=3)
    assert kills >= 50
