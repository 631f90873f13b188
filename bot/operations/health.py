"""Whether the bot lives and works, and its metrics, for whoever watches it on this machine."""

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final

import waitress
from prometheus_client import make_wsgi_app
from prometheus_client.registry import CollectorRegistry
from waitress import wasyncore

from bot.settings import Operations
from core.desk import Desk
from core.errors import BenefitError

PLAIN: Final = [("Content-Type", "application/json; charset=utf-8"), ("Cache-Control", "no-store")]
LETS_GO: Final = 1.0
"""Seconds that the endpoint is given to end."""
Answer = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class HealthPortNotFree(BenefitError):
    """The port for health and metrics can't be listened on."""

    def __init__(self, port: int, why: str | None) -> None:
        super().__init__(
            f"Port {port} can't be used ({why}): choose another one as operations.health_port."
        )


@dataclass(slots=True)
class Health:
    """What tells whether people are answered; `why_not` has a sentence for each reason against."""

    desk: Desk
    connected: Callable[[], bool] = lambda: False
    stopping: Callable[[], bool] = lambda: False

    def why_not(self) -> list[str]:
        """Nothing where the bot is ready."""
        found = []
        if self.stopping():
            found.append("It was told to stop.")
        if not self.connected():
            found.append("Slack doesn't reach it.")
        if not self.desk.store.can_write:
            found.append("The store takes no more writes until Benefit Desk is started again.")
        try:
            self.desk.read(lambda books: books.last)
        except BenefitError:
            found.append("The store can't be read.")
        return found


@contextmanager
def endpoint(
    operations: Operations, health: Health, registry: CollectorRegistry
) -> Iterator[int | None]:
    """Answer at `/live`, `/ready` and `/metrics` while the block runs; gives the port.

    Without `operations.health_port` nothing is listened on.

    Raises:
        HealthPortNotFree: the port is taken.
    """
    port = operations.health_port
    if port is None:
        yield None
        return
    connections: dict[int, wasyncore.dispatcher] = {}
    try:
        server = waitress.create_server(
            answering(health, registry),
            map=connections,
            host=operations.health_address,
            port=port,
            threads=2,
            ident=None,
        )
    except OSError as error:
        raise HealthPortNotFree(port, error.strerror) from error
    loop = threading.Thread(target=server.run, name="health", daemon=True)
    loop.start()
    try:
        yield port
    finally:
        server.task_dispatcher.shutdown(timeout=LETS_GO)
        with suppress(OSError):
            server.trigger.pull_trigger(lambda: wasyncore.close_all(connections, ignore_all=True))
        loop.join(LETS_GO)


def answering(health: Health, registry: CollectorRegistry) -> Answer:
    """The three answers, as a WSGI application."""
    metrics: Answer = make_wsgi_app(registry)

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/metrics":
            return metrics(environ, start)
        if path == "/live":
            return _said(start, "200 OK", {"live": True})
        if path == "/ready":
            why = health.why_not()
            status = "503 Service Unavailable" if why else "200 OK"
            return _said(start, status, {"ready": not why, "why_not": why})
        return _said(start, "404 Not Found", {"there_is": ["/live", "/ready", "/metrics"]})

    return answer


def _said(start: Callable[..., Any], status: str, says: dict[str, Any]) -> list[bytes]:
    start(status, PLAIN)
    return [json.dumps(says).encode()]
