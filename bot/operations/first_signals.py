"""What signals do while the bot is loaded: this comes first, and imports next to nothing."""

import os
import signal
from contextlib import suppress
from types import FrameType
from typing import Final

SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)
HURRIED: Final = 1
"""The exit status of an end that was not orderly."""
STOPPED: Final = "Stopped."
"""What a command says that was interrupted; it then leaves with `HURRIED`."""


def hold_signals() -> None:
    """Let signals wait until somebody looks for them."""
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)


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
