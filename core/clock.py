"""Time comes in from outside, so that a rule can be asked about any day."""

import threading
import time
from datetime import UTC, date, datetime, tzinfo
from typing import NewType, Protocol

Key = NewType("Key", int)
"""The 13-digit millisecond time of creation, made unique."""


class Clock(Protocol):
    """Says what time it is."""

    def now(self) -> datetime:
        """The present instant, in UTC."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return datetime.now(UTC)


class StoppedClock:
    """A clock that stands: everything that is done together is told at one instant."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """The instant at which it stands, in UTC."""
        return self._at


def today(clock: Clock, zone: tzinfo) -> date:
    """The calendar date in `zone` at the present instant."""
    return clock.now().astimezone(zone).date()


class KeyMaker:
    """Makes keys: the millisecond, or the next free one where two fall into the same.

    Source: the primary key of the benefit level description, "a permanent time stamp".
    """

    def __init__(self, last: int = 0) -> None:
        self._last = last
        self._instant: tuple[datetime | None, int] = None, 0
        self._lock = threading.Lock()

    def saw(self, key: int) -> None:
        """Never give out `key`, or an earlier one, again."""
        self._last = max(self._last, key)

    def next(self, now: datetime | None = None) -> Key:
        """A key that no earlier call gave."""
        with self._lock:
            self._last = max(self._last + 1, self._milliseconds(now))
            return Key(self._last)

    def _milliseconds(self, now: datetime | None) -> int:
        if now is None:
            return time.time_ns() // 1_000_000
        # Many keys are made at the very same instant.
        if now is not self._instant[0]:
            self._instant = now, int(now.timestamp() * 1000)
        return self._instant[1]
