"""How the bot is told to end, from its first instant on, and how it leaves."""

import logging
import os
import signal
import sys
import threading
import time
from contextlib import suppress
from types import FrameType
from typing import Final

SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)
LONGEST: Final = 4.8
"""Seconds that an orderly end may take."""
ECHO: Final = 0.3
"""Seconds in which the same signal again, to the process and to its group, is no impatience."""
HURRIED: Final = 1
"""The exit status of an end that was not orderly."""
STOPPED: Final = "Stopped."
"""What a command says that was interrupted; it then leaves with `HURRIED`."""


class Stop(threading.Event):
    """Says that everything should end, and remembers since when."""

    def __init__(self) -> None:
        super().__init__()
        self._told_at = 0.0

    def set(self) -> None:
        """Say it."""
        self._told_at = time.monotonic()
        super().set()

    def left_of(self, seconds: float) -> float:
        """What is left of so many seconds since it was said; never below 0."""
        return max(0.0, self._told_at + seconds - time.monotonic())


def hold_signals() -> None:
    """Let signals wait until somebody looks for them."""
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)


def stop_on_signals(stop: Stop) -> None:
    """Set `stop` when the process is told to end; told again, or after a while, it just leaves.

    A thread waits for the signals: a handler would run in the middle of the main thread's own
    waiting for `stop`, whose lock may then be held.
    """

    def wait() -> None:
        signal.sigwait(SIGNALS)
        stop.set()
        hurry = threading.Timer(LONGEST, leave, (HURRIED,))
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


def leave_on_interrupt() -> None:
    """Have Ctrl-C end the process at once, with one word: nothing is under way yet.

    Where whoever started the process has it ignore Ctrl-C, it stays ignored.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave_now)


def raise_on_interrupt() -> None:
    """Have Ctrl-C be Python's own exception again, so that what is under way ends in order."""
    if signal.getsignal(signal.SIGINT) is _leave_now:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _leave_now(_signal: int, _frame: FrameType | None) -> None:
    with suppress(OSError):
        os.write(2, f"{STOPPED}\n".encode())
    os._exit(HURRIED)
