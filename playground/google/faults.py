"""Counts requests, and goes wrong on request: errors, delays, cut connections, quotas."""

from __future__ import annotations

import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from playground.google.errors import GoogleError

SIGN_IN = "sign-in"
"""What a fault is on that the token endpoint is to meet."""
Kind = Literal["read", "write"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that came in: the API's method (`values.get`), and whether it reads or writes."""

    method: str
    kind: Kind
    target: str


@dataclass(slots=True)
class Fault:
    """Something that goes wrong with the next requests that it is meant for.

    ``on`` is a method (`values.batchUpdate`) or a kind (`read`, `write`); empty is any of those;
    `sign-in` is the token endpoint, which has no kind and isn't counted. The first
    ``skip`` of those pass, the ``times`` after them meet the fault. ``status`` answers an error;
    ``cut`` closes the connection without an answer; ``delay`` waits that many seconds. ``applied``
    says whether the request takes effect before it goes wrong; ``reached`` is set once it has, or
    was met without.
    """

    on: str = ""
    skip: int = 0
    times: int = 1
    status: int | None = None
    cut: bool = False
    delay: float = 0.0
    applied: bool = False
    retry_after: int | None = None
    reached: threading.Event = field(default_factory=threading.Event, compare=False)

    def concerns(self, asked: Asked) -> bool:
        """Whether the fault is meant for this request."""
        return self.on in {"", asked.method, asked.kind} and self.times > 0


@dataclass(slots=True)
class Quota:
    """How many requests of each kind a user may make in a minute."""

    reads: int = 60
    writes: int = 60
    seconds: float = 60.0


_SENTENCES = {
    429: "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per "
    "user' of service 'sheets.googleapis.com'.",
    500: "Internal error encountered.",
    503: "The service is currently unavailable.",
}


class OutOfQuota(GoogleError):
    """More requests in a minute than the quota allows (429)."""

    def __init__(self, kind: Kind) -> None:
        word = kind.capitalize()
        super().__init__(
            429,
            f"Quota exceeded for quota metric '{word} requests' and limit '{word} requests per "
            "minute per user' of service 'sheets.googleapis.com'.",
        )


@dataclass(slots=True)
class Traffic:
    """What came in so far, and what is to go wrong."""

    quota: Quota | None = None
    now: Callable[[], float] = time.monotonic
    #: closes the connection to a client's address at once; whoever serves sets it
    hang_up: Callable[[str, int], None] | None = None
    asked: list[Asked] = field(default_factory=list)
    _faults: list[Fault] = field(default_factory=list)
    _recent: dict[tuple[str, Kind], deque[float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, kind: Kind | None = None) -> int:
        """How many requests came in, of one kind or of any."""
        with self._lock:
            return sum(kind is None or one.kind == kind for one in self.asked)

    def by_method(self) -> Counter[str]:
        """How many requests came in, by the API's method."""
        with self._lock:
            return Counter(one.method for one in self.asked)

    def forget(self) -> None:
        """Start counting anew; faults that wait are called off."""
        with self._lock:
            self.asked.clear()
            self._faults.clear()
            self._recent.clear()

    def add(self, fault: Fault) -> Fault:
        """Let something go wrong; the answer is the fault, which counts down as it is met."""
        with self._lock:
            self._faults.append(fault)
        return fault

    def note(self, asked: Asked, user: str) -> Fault | None:
        """Take a request down; the fault that it meets, if any.

        Raises:
            OutOfQuota: the user's minute is used up.
        """
        with self._lock:
            self.asked.append(asked)
            self._spend(asked.kind, user)
            return _met(fault for fault in self._faults if fault.concerns(asked))

    def sign_in(self) -> Fault | None:
        """The fault that a request for a token meets, if any."""
        with self._lock:
            return _met(each for each in self._faults if each.on == SIGN_IN and each.times > 0)

    def _spend(self, kind: Kind, user: str) -> None:
        if self.quota is None:
            return
        recent, now = self._recent.setdefault((user, kind), deque()), self.now()
        while recent and recent[0] <= now - self.quota.seconds:
            recent.popleft()
        most = self.quota.reads if kind == "read" else self.quota.writes
        if len(recent) >= most:
            raise OutOfQuota(kind)
        recent.append(now)


def _met(faults: Iterable[Fault]) -> Fault | None:
    """The first of these that doesn't let this one pass."""
    for fault in faults:
        if fault.skip > 0:
            fault.skip -= 1
            continue
        fault.times -= 1
        return fault
    return None


def error_of(fault: Fault) -> GoogleError | None:
    """The error that a fault answers."""
    if fault.status is None:
        return None
    return GoogleError(fault.status, _SENTENCES.get(fault.status, "Something went wrong."))
