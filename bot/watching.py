"""A store in which a write ended in doubt takes no more of them: that is told in Slack, once."""

import logging
from typing import Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.people import GROUP
from bot.reasons import CALL_FAILED, reason_of
from bot.settings import Settings
from core.store import Store

SENTENCE: Final = (
    "Benefit Desk records nothing at the moment: its disk failed in the middle of a write. What"
    " was confirmed before is safe, and everything can be read. Please have an administrator look"
    " at the disk and start Benefit Desk again; look then whether the last use is there."
)
_log: Final = logging.getLogger(__name__)


class StoreWatch:
    """Looks whether the store still takes writes."""

    def __init__(self, store: Store, settings: Settings, slack: WebClient) -> None:
        self._store = store
        self._untold = places(settings)
        self._slack = slack
        self._logged = False

    def look(self) -> None:
        """Tell it where reports are posted; what can't be told now is told with the next look."""
        if self._store.can_write:
            return
        if not self._logged:
            _log.error("The store takes no more writes until Benefit Desk is started again.")
            self._logged = True
        self._untold = [place for place in self._untold if not self._tell(place)]

    def _tell(self, place: str) -> bool:
        try:
            self._slack.chat_postMessage(channel=place, text=SENTENCE)
        except CALL_FAILED as error:
            why = reason_of(error) if isinstance(error, SlackApiError) else type(error).__name__
            _log.warning("That could not be told in Slack (%s).", why)
            return False
        return True


def places(settings: Settings) -> list[str]:
    """The channel for reports; where there is none, each admin who was named in person."""
    if settings.reports.channel:
        return [settings.reports.channel]
    return [member for member in settings.roles.admin if not member.startswith(GROUP)]
