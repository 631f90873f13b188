"""The bot over Socket Mode, in a thread, while a test runs."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from slack_bolt import App

from bot.slack.serving import Line, serve_socket

PING = 0.4


@contextmanager
def connected(
    app: App,
    token: str,
    *,
    ping: float = PING,
    greeted: Callable[[], object] = lambda: None,
    line: Line | None = None,
) -> Iterator[threading.Thread]:
    """The app over Socket Mode, while the block runs; it ends within five seconds."""
    stop = threading.Event()
    how = {"stop": stop, "ping": ping, "handshake": 1, "connected": greeted, "line": line}
    thread = threading.Thread(target=serve_socket, args=(app, token), kwargs=how)
    thread.start()
    try:
        yield thread
    finally:
        stop.set()
        began = time.monotonic()
        thread.join(6)
        assert not thread.is_alive()
        assert time.monotonic() - began < 5
