"""Figures for Prometheus: how acts in Slack are answered, and how ledger, schedule and store are.

Labels name kinds of things, never a person.
"""

import logging
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from datetime import time as day_time
from typing import Any, Final

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from slack_bolt import App, BoltRequest, BoltResponse

from bot.schedule.nightly import VERIFIED
from bot.schedule.rounds import Rounds, last_done
from bot.views.home import SyncNews
from core.books import Books
from core.desk import Desk
from core.errors import BenefitError

PREFIX: Final = "benefit_desk"
SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3)
"""Borders of the histogram: after 3 seconds Slack waits for no acknowledgement."""
KINDS: Final = ("command", "view_submission", "block_actions", "block_suggestion", "shortcut")


class Metrics:
    """Everything that is counted in this process, and whoever is asked at each look."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry(auto_describe=True)
        ProcessCollector(registry=self.registry)
        self._acknowledged = Histogram(
            f"{PREFIX}_acknowledged_seconds",
            "From a request of Slack's to its acknowledgement.",
            ["kind"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self._logged = Counter(
            f"{PREFIX}_log_records",
            "Warnings and errors in the log.",
            ["level"],
            registry=self.registry,
        )
        for level in ("warning", "error"):
            self._logged.labels(level)

    def count_acts(self, app: App) -> None:
        """Have every request of Slack's timed, until it is acknowledged."""
        dispatch = app.dispatch

        def timed(req: BoltRequest) -> BoltResponse:
            began = time.monotonic()
            try:
                return dispatch(req)
            finally:
                passed = time.monotonic() - began
                self._acknowledged.labels(kind_of(req.body)).observe(passed)

        # Bolt's own middleware is done before the listener begins, so it can't tell.
        app.dispatch = timed  # type: ignore[method-assign]

    def count_log(self) -> logging.Handler:
        """A handler that counts warnings and errors, to be added to the root logger."""
        return _Counting(self._logged)


def kind_of(body: dict[str, Any]) -> str:
    """What sort of request it is: one of a few words, whatever Slack sends."""
    if "command" in body:
        return "command"
    kind = str(body.get("type"))
    if kind in {"message_action", "shortcut"}:
        return "shortcut"
    return kind if kind in KINDS else "event"


class _Counting(logging.Handler):
    def __init__(self, logged: Counter) -> None:
        super().__init__(logging.WARNING)
        self._logged = logged

    def emit(self, record: logging.LogRecord) -> None:
        level = "error" if record.levelno >= logging.ERROR else "warning"
        self._logged.labels(level).inc()


class DeskCollector(Collector):
    """The ledger and what runs by itself, as they are at the moment when somebody looks."""

    def __init__(
        self, desk: Desk, rounds: Rounds, sync_news: Callable[[], SyncNews | None]
    ) -> None:
        self._desk = desk
        self._rounds = rounds
        self._sync_news = sync_news

    def collect(self) -> Iterator[Metric]:
        """Every figure; where the store can't be read, only that."""
        yield _figure(
            "store_writable", "1 while the store takes writes.", self._desk.store.can_write
        )
        try:
            books, documents = self._desk.read(_sizes), [*self._of_documents()]
        except BenefitError:
            yield _figure("store_readable", "1 while the store can be read.", 0)
            return
        yield _figure("store_readable", "1 while the store can be read.", 1)
        for name, value in books.items():
            yield _figure(name, f"How many {name.replace('_', ' ')} the ledger has.", value)
        yield from documents
        yield _figure("leads", "1 while this process does what is due.", self._rounds.led)
        if news := self._sync_news():
            yield _figure(
                "sync_timestamp_seconds", "When the last sync ended.", news.at.timestamp()
            )

    def _of_documents(self) -> Iterator[Metric]:
        done = GaugeMetricFamily(
            f"{PREFIX}_done_timestamp_seconds",
            "The day of the last period that was done, at midnight UTC.",
            labels=["what"],
        )
        for chore in self._rounds.chores:
            if day := last_done(self._desk, chore):
                at = datetime.combine(day, day_time(), UTC)
                done.add_metric([chore.name], at.timestamp())
        yield done
        if verified := self._desk.store.document(VERIFIED):
            at = datetime.fromisoformat(verified["at"])
            yield _figure("verified_timestamp_seconds", "When all was recomputed.", at.timestamp())
            yield _figure("verify_faults", "What that found wrong.", verified["faults"])


def _sizes(books: Books) -> dict[str, int]:
    return {
        "entries": books.revision,
        "contacts": len(books.contacts),
        "memberships": len(books.memberships),
        "levels": len(books.levels),
    }


def _figure(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(f"{PREFIX}_{name}", says, value=float(value))
