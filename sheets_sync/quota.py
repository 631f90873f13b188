"""Google's quota, kept by ourselves: no minute has more requests than one user may make.

Google counts reads and writes of a service account, by the minute. Whatever asks in this process
(syncs, checks, forgetting) takes from the same two buckets.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

A_MINUTE: Final = 60.0
MOST: Final = 60
"""Requests of each kind that a user may make in a minute."""
AT_ONCE: Final = 20
"""How many of them may come at once; the others come in evenly, so that no minute has more."""


class Kind(Enum):
    """What a request does; Google counts the two apart."""

    READ = auto()
    WRITE = auto()


@dataclass(frozen=True, slots=True)
class Stopwatch:
    """How time passes, in seconds, and how one waits."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


@dataclass
class Bucket:
    """Tokens that are taken one by one and come back evenly: never more than `most` a minute."""

    now: Callable[[], float]
    most: int = MOST
    at_once: int = AT_ONCE
    _tokens: float = field(init=False)
    _counted_at: float = field(init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def __post_init__(self) -> None:
        self._tokens = self.at_once
        self._counted_at = self.now()

    def take(self, patience: float) -> float | None:
        """Take a token, and say in how many seconds it is there.

        None where that is more than `patience`; nothing is taken then.
        """
        with self._lock:
            a_second, now = (self.most - self.at_once) / A_MINUTE, self.now()
            grown = self._tokens + (now - self._counted_at) * a_second
            self._tokens, self._counted_at = min(self.at_once, grown), now
            wait = max(0.0, (1 - self._tokens) / a_second)
            if wait > patience:
                return None
            self._tokens -= 1
            return wait


class Quota:
    """A bucket for reads and one for writes."""

    def __init__(self, stopwatch: Stopwatch | None = None, most: int = MOST) -> None:
        self.stopwatch = stopwatch or Stopwatch()
        self._buckets = {kind: Bucket(self.stopwatch.now, most) for kind in Kind}

    def wait(self, kind: Kind, patience: float) -> bool:
        """Wait until a request may be made; False at once where that takes too many seconds."""
        wait = self._buckets[kind].take(patience)
        if wait:
            self.stopwatch.sleep(wait)
        return wait is not None


OF_GOOGLE: Final = Quota()
"""The one that everything in this process shares that asks Google itself."""
