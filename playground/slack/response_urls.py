"""``response_url``: an address through which the app may answer one thing a person did."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from playground.slack.json_shapes import secret
from playground.slack.switches import Switches

ResponseUrlKind = Literal["commands", "actions", "app"]


class ResponseUrlRefused(Exception):
    """An answer that came too late or too often; ``error`` is Slack's word for it."""

    def __init__(self, error: str) -> None:
        """Keep Slack's word for it."""
        self.error = error
        super().__init__(error)


@dataclass(slots=True)
class ResponseUrl:
    """What an answer refers to: who did something, where, and on which message, if any."""

    path: str
    user: str
    channel: str
    message_ts: str
    made_at: float
    thread_ts: str = ""
    uses: int = 0


class ResponseUrls:
    """All addresses that were handed out."""

    def __init__(self, switches: Switches, clock: Callable[[], float]) -> None:
        """Count the age of addresses by ``clock``, in seconds."""
        self._switches = switches
        self._clock = clock
        self._urls: dict[str, ResponseUrl] = {}

    def make(
        self, kind: ResponseUrlKind, team: str, *, user: str, channel: str, message_ts: str = ""
    ) -> ResponseUrl:
        """Hand out an address; its ``path`` begins with ``/hooks/``."""
        path = f"/hooks/{kind}/{team}/{len(self._urls) + 5000000000000}/{secret(24)}"
        self._urls[path] = ResponseUrl(path, user, channel, message_ts, self._clock())
        return self._urls[path]

    def use(self, path: str) -> ResponseUrl:
        """Count one use of an address.

        Raises:
            ResponseUrlRefused: it is unknown, too old, or was used up.
        """
        url = self._urls.get(path)
        if url is None:
            raise ResponseUrlRefused("no_active_hooks")
        if self._clock() - url.made_at > self._switches.hook_seconds:
            raise ResponseUrlRefused("expired_url")
        if url.uses >= self._switches.hook_uses:
            raise ResponseUrlRefused("used_url")
        url.uses += 1
        return url
