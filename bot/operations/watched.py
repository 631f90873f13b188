"""Health and metrics of a running bot, put together where the settings ask for them."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from slack_bolt import App

from bot.operations.health import Health, endpoint
from bot.operations.metrics import DeskCollector, Metrics
from bot.schedule.rounds import Rounds
from bot.settings import Operations
from bot.slack.serving import Line
from bot.views.home import SyncNews
from core.desk import Desk


@contextmanager
def watched(
    operations: Operations,
    desk: Desk,
    app: App,
    rounds: Rounds,
    *,
    line: Line,
    news: Callable[[], SyncNews | None],
    stopping: Callable[[], bool],
) -> Iterator[None]:
    """Let the bot be watched while the block runs.

    Raises:
        HealthPortNotFree: the port is taken.
    """
    if operations.health_port is None:
        yield
        return
    metrics = Metrics()
    metrics.registry.register(DeskCollector(desk, rounds, news))
    metrics.count_acts(app)
    counting = metrics.count_log()
    logging.getLogger().addHandler(counting)
    health = Health(desk, connected=line.is_up, stopping=stopping)
    try:
        with endpoint(operations, health, metrics.registry):
            yield
    finally:
        logging.getLogger().removeHandler(counting)
