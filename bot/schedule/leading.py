"""Which of several processes does what is due: one at a time, by a lock in the store."""

import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from core.store import Store

NAME: Final = "leader"
TAKE_OVER: Final = timedelta(seconds=150)
"""How long a leader has to be silent before another process takes over."""


class Leader:
    """Leads as long as it says so again and again; follows while somebody else does.

    Who leads counts up a number in the store, under the store's lock. The others watch it, each by
    its own stopwatch: no two machines' clocks are compared, and none that is changed matters.
    """

    def __init__(
        self,
        store: Store,
        *,
        take_over: timedelta = TAKE_OVER,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._take_over = take_over.total_seconds()
        self._stopwatch = stopwatch
        self._me = secrets.token_hex(8)
        self._seen: tuple[object, object] = (None, None)
        self._seen_at = 0.0

    def leads(self) -> bool:
        """Whether this process is the one; asked often enough, it stays so."""
        with self._store.deciding():
            told = self._store.document(NAME) or {}
            beat = int(told.get("beat") or 0)
            another = self._store.shared and told.get("process") not in (None, self._me)
            if another and not self._has_been_silent((told["process"], beat)):
                return False
            self._store.keep(NAME, {"process": self._me, "beat": beat + 1})
            return True

    def _has_been_silent(self, seen: tuple[object, object]) -> bool:
        now = self._stopwatch()
        if seen != self._seen:
            self._seen, self._seen_at = seen, now
        return now - self._seen_at >= self._take_over

    def resign(self) -> None:
        """Let another process lead at once."""
        with self._store.deciding():
            told = self._store.document(NAME) or {}
            if told.get("process") == self._me:
                self._store.keep(NAME, {"process": None, "beat": told["beat"]})
