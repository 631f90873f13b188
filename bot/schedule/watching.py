"""A store that takes no more writes, after one in doubt or as it is damaged: Slack is told once."""

import logging
from typing import Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.reasons import CALL_FAILED, reason_of
from bot.settings import Settings
from bot.slack.people import GROUP
from core.store import Store
from core.stores.embedded import EmbeddedStore

SENTENCE: Final = (
    "Benefit Desk records nothing at the moment: its disk failed in the middle of a write. What"
    " was confirmed before is safe, and everything can be read. Please have an administrator look"
    " at the disk and start Benefit Desk again; look then whether the last use is there."
)
DAMAGED: Final = (
    "Benefit Desk records nothing at the moment: its store was found damaged, so what it shows may"
    " be wrong. Please have an administrator run “benefit-desk verify” and look at the disk, then"
    " stop Benefit Desk, put the last good copy in place with “benefit-desk restore”, and start it."
)
_log: Final = logging.getLogger(__name__)


class StoreWatch:
    """Looks whether the store still takes writes."""

    def __init__(self, store: Store, settings: Settings, slack: WebClient) -> None:
        self._store = store
        self._untold = places(settings)
        self._slack = slack
        self._logged = False
        self._sentence = SENTENCE

    def look_through(self) -> None:
        """Look at the whole of a large store, which opening it didn't, while it is in use.

        Raises:
            StoreError: it can't be read just now.
        """
        if isinstance(self._store, EmbeddedStore) and self._store.look_through():
            self._sentence = DAMAGED
            self.look()

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
            self._slack.chat_postMessage(channel=place, text=self._sentence)
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
