"""Refusals and failures: a channel posted to too fast, and what a test orders on purpose."""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass

from playground.slack.switches import Switches


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to one call.

    ``retry_after`` answers 429 with that many seconds. ``status`` answers a plain failure of the
    server. ``error`` answers Slack's ``ok: false``. ``loses_answer`` does the work, then breaks the
    connection off before the answer is complete. ``pause`` waits, in seconds, before the rest.
    """

    retry_after: int = 0
    status: int = 0
    error: str = ""
    loses_answer: bool = False
    pause: float = 0.0


class Faults:
    """Faults that wait for the next calls of a method."""

    def __init__(self) -> None:
        """Start without faults."""
        self._waiting: dict[str, deque[Fault]] = defaultdict(deque)

    def order(self, method: str, fault: Fault, *, times: int = 1) -> None:
        """Let the next calls of a method, such as ``chat.postMessage``, meet a fault.

        ``response_url`` stands for the answers that come to such an address; they can be paused,
        asked to come later, or fail.
        """
        self._waiting[method].extend([fault] * times)

    def take(self, method: str) -> Fault | None:
        """Take the fault that the next call of a method meets, if any."""
        waiting = self._waiting[method]
        return waiting.popleft() if waiting else None


class Pace:
    """Counts posts by channel: about one a second, after some at once."""

    def __init__(self, switches: Switches, clock: Callable[[], float]) -> None:
        """Measure time by ``clock``, in seconds."""
        self._switches = switches
        self._clock = clock
        self._credit: dict[str, tuple[float, float]] = {}

    def allows(self, channel: str) -> bool:
        """Count one post to a channel, unless it is one too many."""
        if not self._switches.keeps_pace:
            return True
        now = self._clock()
        credit, counted_at = self._credit.get(channel, (float(self._switches.post_burst), now))
        earned = (now - counted_at) * self._switches.posts_per_second
        credit = min(float(self._switches.post_burst), credit + earned)
        allowed = credit >= 1
        self._credit[channel] = (credit - 1 if allowed else credit, now)
        return allowed
