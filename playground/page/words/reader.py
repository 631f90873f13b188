"""Somebody who reads: Slack's text objects and blocks as HTML, in their time zone."""

import re
from html import unescape
from zoneinfo import ZoneInfo

from playground.page.words.escaping import shown, unescaped, with_emoji
from playground.page.words.mrkdwn import Mrkdwn
from playground.page.words.names import Names
from playground.page.words.rich_text import RichText
from playground.slack import User, Workspace
from playground.slack.json_shapes import JsonObject

_TAG = re.compile(r"<[^>]*>")


class Reader:
    """Writes everything for one user."""

    def __init__(self, workspace: Workspace, user: User) -> None:
        """Look names up in ``workspace`` and follow the clock of ``user``."""
        names = Names(workspace)
        self.zone = ZoneInfo(user.tz)
        self._mrkdwn = Mrkdwn(names, self.zone)
        self._rich_text = RichText(names, self.zone)

    def message(self, text: str) -> str:
        """Write a message's own text."""
        return self._mrkdwn.html(text)

    def words(self, given: JsonObject) -> str:
        """Write a ``plain_text`` or ``mrkdwn`` object."""
        return (
            self._mrkdwn.html(given["text"]) if given["type"] == "mrkdwn" else shown(given["text"])
        )

    def plain(self, text: str) -> str:
        """Write a message's own text without any HTML."""
        return unescape(_TAG.sub("", self.message(text).replace("<br>", "\n")))

    def rich_text(self, block: JsonObject) -> str:
        """Write a ``rich_text`` block."""
        return self._rich_text.html(block)


def label(given: JsonObject | None) -> str:
    """Give a text object's words without any HTML, for buttons, options and titles."""
    return with_emoji(unescaped(given["text"])) if given else ""
