"""A process that goes round until it is killed, on a clock that a test sets."""

import json
import time
from contextlib import closing, nullcontext
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from slack_sdk import WebClient

from bot.schedule.leading import Leader
from bot.schedule.periods import Period, daily, monthly, weekly
from bot.schedule.posting import PostKey, post_once
from bot.schedule.rounds import Chore, Rounds
from bot.views.parts import Message, section
from core.desk import Desk
from core.errors import BenefitError
from core.stores.postgres import PostgresStore

ZONE = ZoneInfo("Europe/London")
PLANS = {"daily": daily(9, ZONE), "weekly": weekly(6, 0, ZONE), "monthly": monthly(25, 4, ZONE)}
SPEED = 60
"""A second of the machine is a minute of this clock."""
TAKE_OVER = timedelta(seconds=1)


class FileClock:
    """Goes on from the instant that was last written into a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def set(self, at: datetime) -> None:
        """Put the clock to this instant, forwards or backwards."""
        partial = self._path.with_suffix(".partial")
        partial.write_text(json.dumps([at.isoformat(), time.monotonic()]), "utf-8")
        partial.replace(self._path)

    def now(self) -> datetime:
        """The instant, and the time that has passed since it was written."""
        at, since = json.loads(self._path.read_text("utf-8"))
        passed = (time.monotonic() - since) * SPEED
        return datetime.fromisoformat(at) + timedelta(seconds=passed)


def chores(desk: Desk, slack: WebClient, channel: str) -> list[Chore]:
    """A post every day, every Sunday at midnight, and on the 25th of a month."""

    def posting(name: str) -> Chore:
        def post(period: Period) -> None:
            key = PostKey(name, channel, str(period))
            post_once(desk, slack, key, Message(f"{key}", (section(f"{key}"),)))

        return Chore(name=name, says=name, plan=PLANS[name], do=post)

    return [posting(name) for name in PLANS]


def go_round(database: str, slack_url: str, token: str, channel: str, clock: Path) -> None:
    """Look again and again what is due."""
    slack = WebClient(token, base_url=slack_url, retry_handlers=[], timeout=5)
    with closing(PostgresStore(database)) as store, nullcontext():
        desk = Desk(store, clock=FileClock(clock))
        rounds = Rounds(desk, chores(desk, slack, channel), Leader(store, take_over=TAKE_OVER))
        while True:
            try:
                rounds.go()
            except BenefitError:
                time.sleep(0.05)
            time.sleep(0.02)
