"""How the bot is told to end, from its first instant on, and how it leaves."""

import logging
import os
import signal
import sys
import threading
import time
from typing import Final

from bot.operations.first_signals import HURRIED, SIGNALS, hold_signals

LONGEST: Final = 4.8
"""Seconds that an orderly end may take."""
ECHO: Final = 0.3
"""Seconds in which the same signal again, to the process and to its group, is no impatience."""
DONE: Final = 0
"""The exit status of an orderly end."""


class Stop(threading.Event):
    """Says that everything should end, and remembers since when.

    `under_way` is set once there is anything to be ended.
    """

    def __init__(self) -> None:
        super().__init__()
        self.under_way = False
        self._told_at = 0.0

    def set(self) -> None:
        """Say it."""
        self._told_at = time.monotonic()
        super().set()

    def left_of(self, seconds: float) -> float:
        """What is left of so many seconds since it was said; never below 0."""
        return max(0.0, self._told_at + seconds - time.monotonic())


def stop_on_signals(stop: Stop) -> None:
    """Set `stop` when the process is told to end; told again, or after a while, it just leaves.

    A thread waits for the signals: a handler would run in the middle of the main thread's own
    waiting for `stop`, whose lock may then be held.
    """

    def wait() -> None:
        signal.sigwait(SIGNALS)
        stop.set()
        hurry = threading.Timer(LONGEST, lambda: leave(HURRIED if stop.under_way else DONE))
        hurry.daemon = True
        hurry.start()
        told = time.monotonic()
        while time.monotonic() - told < ECHO:
            signal.sigwait(SIGNALS)
        leave(HURRIED)

    hold_signals()
    threading.Thread(target=wait, name="signals", daemon=True).start()


def leave(status: int) -> None:
    """End the process, whatever still hangs in the network.

    Python would wait for every thread. All that was confirmed to anybody is on the disk by now, and
    what became of a write that was under way is looked up at the next start.
    """
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
