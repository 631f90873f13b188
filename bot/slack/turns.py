"""Turns: whoever waits for an acknowledgement goes before whoever waits for a message.

Slack shows a spinning wheel until an act is acknowledged, and gives up after three seconds; a
message may come a moment later. In a rush they would otherwise share one processor evenly.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from slack_bolt import Ack

LONGEST: Final = 0.1
"""Seconds that a message is kept back at most."""
PAUSE: Final = 0.005
"""Seconds between two looks, half of those between two looks of Bolt's."""


class Turns:
    """Knows the acts in hand, and which of them Slack still waits for."""

    def __init__(self) -> None:
        self._acks: set[Ack] = set()

    @contextmanager
    def take(self, ack: Ack) -> Iterator[None]:
        """An act is in hand while the block runs, and Slack waits until it is acknowledged."""
        self._acks.add(ack)
        try:
            yield
        finally:
            self._acks.discard(ack)

    def after_you(self) -> None:
        """Wait until every act in hand is acknowledged, but not for long."""
        until = time.monotonic() + LONGEST
        while self._somebody_waits() and time.monotonic() < until:
            time.sleep(PAUSE)

    def _somebody_waits(self) -> bool:
        return any(ack.response is None for ack in tuple(self._acks))
