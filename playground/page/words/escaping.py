"""Plain characters and emoji names as HTML."""

import re
from html import escape

from rich.emoji import Emoji

_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_ENTITY = re.compile("|".join(_ENTITIES))
_EMOJI = re.compile(r":(?P<name>[a-z0-9_+\-]+):")
# Slack's own names for what Unicode, and so the list that we draw from, calls otherwise.
_SLACK_NAMES = {
    "large_green_circle": "🟢",
    "large_yellow_circle": "🟡",
    "large_orange_circle": "🟠",
    "red_circle": "🔴",
    "large_blue_circle": "🔵",
    "white_circle": "⚪",
    "large_green_square": "🟩",
    "large_yellow_square": "🟨",
    "large_red_square": "🟥",
    "white_large_square": "⬜",
    "warning": "⚠️",
    "information_source": "ℹ️",
    "spiral_calendar_pad": "🗓️",
    "leftwards_arrow_with_hook": "↩️",
    "pencil": "📝",
}


def literal(text: str) -> str:
    """Show text as it is, line breaks too."""
    return escape(text, quote=False).replace("\n", "<br>")


def unescaped(text: str) -> str:
    """Undo the three escapes that Slack asks for in what apps send."""
    return _ENTITY.sub(lambda found: _ENTITIES[found[0]], text)


def with_emoji(text: str) -> str:
    """Replace ``:names:`` of emoji by the characters; a name nobody knows stays."""
    return _EMOJI.sub(lambda found: emoji(found["name"]), text)


def emoji(name: str) -> str:
    """Give the character of an emoji's name, or the name between colons."""
    return _SLACK_NAMES.get(name) or Emoji.replace(f":{name}:")


def shown(text: str) -> str:
    """Show what an app wrote as plain text: its escapes undone, its emoji drawn."""
    return literal(with_emoji(unescaped(text)))
