"""App Homes: who has one open, and what makes it out of date.

Slack draws what the bot published last, so that a home is published anew after every change that it
may show: at once for whoever made it, and for everybody else in a round every half minute.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from bot.reasons import CALL_FAILED
from core.desk import Desk

EVERY: Final = timedelta(seconds=30)
"""How often homes that are out of date are drawn anew."""
AT_ONCE: Final = 40
"""Homes of one round: Slack takes about a hundred a minute."""
KEPT: Final = 500
"""People whose homes are kept up to date: those who opened it last."""
NEVER: Final = (-1, -1)
"""What a home is drawn from that could not be drawn."""
_log: Final = logging.getLogger(__name__)


@dataclass
class Homes:
    """The homes that were opened since the bot was started; `shown` is what each was drawn from."""

    desk: Desk
    publish: Callable[[str], None] = lambda _: None
    _shown: dict[str, tuple[int, int]] = field(default_factory=dict)
    _touches: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def drawn(self, user: str) -> None:
        """Note that a person's home shows how things are now."""
        with self._lock:
            self._shown.pop(user, None)
            self._shown[user] = self._now()
            while len(self._shown) > KEPT:
                del self._shown[next(iter(self._shown))]

    def touch(self) -> None:
        """Something changed that isn't in the ledger."""
        with self._lock:
            self._touches += 1

    def refresh_own(self, user: str) -> None:
        """Draw a person's home anew, where they have one open and something changed."""
        if user in self._out_of_date():
            self._draw(user)

    def refresh(self) -> None:
        """Draw the homes anew that are out of date, so many at once."""
        for user in self._out_of_date()[:AT_ONCE]:
            self._draw(user)

    def _out_of_date(self) -> list[str]:
        with self._lock:
            now = self._now()
            return [user for user, shown in self._shown.items() if shown != now]

    def _draw(self, user: str) -> None:
        try:
            self.publish(user)
        except CALL_FAILED as error:
            _log.warning("The App Home of %s could not be drawn: %s", user, error)
            with self._lock:
                self._shown[user] = NEVER

    def _now(self) -> tuple[int, int]:
        return self.desk.read(lambda books: books.revision), self._touches
