"""The three characters that Slack writes as entities inside texts: ``&``, ``<`` and ``>``."""

import re
from typing import Any

_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt);)")


def escape(typed: str) -> str:
    """Write what a person typed as Slack sends it."""
    return typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def normalise(value: Any) -> Any:
    """Write the texts of blocks as Slack gives them back.

    What the app sent as ``A & B`` comes back as ``A &amp; B``; in ``plain_text`` the angle brackets
    too, while in ``mrkdwn`` they mark mentions and links and stay.
    """
    if isinstance(value, list):
        return [normalise(part) for part in value]
    if not isinstance(value, dict):
        return value
    parts = {name: normalise(part) for name, part in value.items()}
    if value.get("type") in {"plain_text", "mrkdwn"} and isinstance(value.get("text"), str):
        parts["text"] = normalise_text(value["text"], brackets=value["type"] == "plain_text")
    return parts


def normalise_text(text: str, *, brackets: bool = False) -> str:
    """Write one text as Slack gives it back."""
    text = _BARE_AMPERSAND.sub("&amp;", text)
    return text.replace("<", "&lt;").replace(">", "&gt;") if brackets else text
