"""Acknowledging: Slack has its answer in time, whatever else the bot has in hand.

An act that isn't acknowledged within three seconds has failed, for the person who sees it. What a
form is answered with is what became of it, which takes its time in a rush: whoever waits for that
looks once, and says then that it takes a moment.
"""

import json
import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

from slack_bolt import Ack, BoltResponse

from bot.views.notices import notice_in_modal
from bot.views.sentences.opening import JUST_A_MOMENT

ANSWERS_WITHIN: Final = 1.5
"""Seconds until a form is answered with its outcome, or with the word that it takes a moment."""


class Acknowledgement(Ack):
    """Bolt's, given in one thread and waited for in another.

    What is said too late for that goes to `later`: the answer as Slack would have got it.
    """

    def __init__(self, later: Callable[[Mapping[str, Any]], None]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._later = later
        self._changed = threading.Condition()
        self._is_late = False

    def __call__(self, *args: Any, **answer: Any) -> BoltResponse:
        """Answer Slack, or whoever is looking at the word that it takes a moment."""
        with self._changed:
            response = super().__call__(*args, **answer)
            self._changed.notify_all()
        if self._is_late:
            self._later(json.loads(response.body or "{}"))
        return response

    def in_time(self, seconds: float = ANSWERS_WITHIN) -> BoltResponse:
        """The answer, or the word that it takes a moment; what is answered after that comes later.

        It may only be asked for once.
        """
        with self._changed:
            self._changed.wait_for(lambda: self.response is not None, seconds)
            if self.response is not None:
                return self.response
            self._is_late = True
        waiting = Ack()  # type: ignore[no-untyped-call]
        return waiting(response_action="update", view=notice_in_modal(JUST_A_MOMENT))
