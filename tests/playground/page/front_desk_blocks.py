"""Blocks as the tests of the page write them."""

from typing import Any

Body = dict[str, Any]


def plain(text: str) -> Body:
    """Write a ``plain_text`` object."""
    return {"type": "plain_text", "text": text}


def section(text: str, **more: Any) -> Body:
    """Write a section of ``mrkdwn``."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def option(text: str) -> Body:
    """Write an option whose value is its text."""
    return {"text": plain(text), "value": text}


def button(text: str, action_id: str, **more: Any) -> Body:
    """Write a button."""
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def field(name: str, label: str, element: Body, **more: Any) -> Body:
    """Write an input block whose block id and action id are ``name``."""
    inside = element | {"action_id": name}
    return {"type": "input", "block_id": name, "label": plain(label), "element": inside, **more}
