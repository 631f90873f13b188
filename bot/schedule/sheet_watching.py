"""A sheet that isn't kept in step for a while: that is told in Slack, and when it is over."""

import logging
from collections.abc import Callable
from typing import Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.reasons import CALL_FAILED, reason_of
from bot.settings import Settings
from bot.views.parts import escaped

TROUBLE: Final = (
    "The sheet is not kept in step at the moment. {why} What is recorded here in Slack counts, and"
    " comes into the sheet as soon as that works again."
)
OVER: Final = "The sheet is kept in step again."
_log: Final = logging.getLogger(__name__)


class SheetWatch:
    """Looks whether the syncs work; `trouble` says why several in a row didn't."""

    def __init__(
        self, trouble: Callable[[], str | None], settings: Settings, slack: WebClient
    ) -> None:
        self._trouble = trouble
        self._channel = settings.reports.channel
        self._slack = slack
        self._told = False

    def look(self) -> None:
        """Tell it once in the channel for reports; what can't be told now is told next time."""
        why = self._trouble()
        if self._channel is None or bool(why) == self._told:
            return
        try:
            text = TROUBLE.format(why=escaped(why)) if why else OVER
            self._slack.chat_postMessage(channel=self._channel, text=text)
            self._told = bool(why)
        except CALL_FAILED as error:
            told = reason_of(error) if isinstance(error, SlackApiError) else type(error).__name__
            _log.warning("That the sheet is not kept in step could not be told (%s).", told)
