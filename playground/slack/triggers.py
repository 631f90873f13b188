"""Trigger ids: the short permission to open a modal after a person did something."""

from collections.abc import Callable
from dataclasses import dataclass

from playground.slack.json_shapes import secret
from playground.slack.switches import Switches


class TriggerRefused(Exception):
    """A trigger id that opens nothing; ``error`` is what ``views.open`` answers."""

    def __init__(self, error: str) -> None:
        """Keep Slack's word for it."""
        self.error = error
        super().__init__(error)


@dataclass(slots=True)
class _Trigger:
    user: str
    made_at: float
    is_used: bool = False


class Triggers:
    """All trigger ids that were handed out."""

    def __init__(self, switches: Switches, clock: Callable[[], float]) -> None:
        """Count the age of triggers by ``clock``, in seconds."""
        self._switches = switches
        self._clock = clock
        self._triggers: dict[str, _Trigger] = {}

    def make(self, user: str) -> str:
        """Hand out a trigger id for something that ``user`` did."""
        now = self._clock()
        name = f"{int(now * 1000)}.{len(self._triggers) + 1000000}.{secret(32)}"
        self._triggers[name] = _Trigger(user, now)
        return name

    def use(self, name: str) -> str:
        """Use a trigger id up, and give the user whose it was.

        Raises:
            TriggerRefused: it is unknown, was used before, or is too old.
        """
        trigger = self._triggers.get(name)
        if trigger is None:
            raise TriggerRefused("invalid_trigger_id")
        if trigger.is_used:
            raise TriggerRefused("exchanged_trigger_id")
        if self._clock() - trigger.made_at > self._switches.trigger_seconds:
            raise TriggerRefused("expired_trigger_id")
        trigger.is_used = True
        return trigger.user
