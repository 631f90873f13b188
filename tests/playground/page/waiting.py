"""Waiting for what a page does a moment later."""

import time
from collections.abc import Callable

PATIENCE_SECONDS = 15.0


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait until something holds; give up after some seconds."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)
