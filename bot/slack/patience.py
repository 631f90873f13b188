"""Patience: how long a call waits where Slack asks for a pause.

A call that Slack answered with 429 was not carried out, so it can be sent again. Nothing else is.
"""

import time
from typing import Any, Final

from slack_sdk.http_retry.handler import RetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState

TOO_MANY: Final = 429
WHILE_SOMEBODY_WAITS: Final = 1.5
"""Seconds in all: Slack gives an answer, and a modal's trigger, three."""
IN_THE_BACKGROUND: Final = 90.0
"""Seconds in all for what nobody waits for: posts on the schedule, answers that are owed."""
ASKED_AT_LEAST: Final = 1.0
"""What is waited where Slack doesn't say how long, in seconds."""
_WAITED: Final = "waited"


class Patience(RetryHandler):
    """Waits out what Slack asks for in `Retry-After`, within so many seconds in all."""

    def __init__(self, seconds: float) -> None:
        super().__init__(max_retry_count=10)
        self._seconds = seconds

    def _can_retry(
        self, *, state: RetryState, response: HttpResponse | None = None, **_: Any
    ) -> bool:
        if response is None or response.status_code != TOO_MANY:
            return False
        return _waited(state) + _asked(response) <= self._seconds

    def prepare_for_next_attempt(
        self,
        *,
        state: RetryState,
        request: HttpRequest,  # noqa: ARG002 - the library's own signature
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002 - the same
    ) -> None:
        """Wait as long as Slack asks for."""
        assert response is not None
        pause = _asked(response)
        state.custom_values = {_WAITED: _waited(state) + pause}
        state.next_attempt_requested = True
        time.sleep(pause)
        state.increment_current_attempt()


def _waited(state: RetryState) -> float:
    return float((state.custom_values or {}).get(_WAITED, 0.0))


def _asked(response: HttpResponse) -> float:
    for name, values in response.headers.items():
        if name.lower() == "retry-after":
            text = values[0] if isinstance(values, list) else values
            return float(text) if str(text).isdecimal() else ASKED_AT_LEAST
    return ASKED_AT_LEAST
