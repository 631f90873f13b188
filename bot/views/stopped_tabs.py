"""Tabs of the sheet that a sync left alone, because too much was missing or changed."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from slack_sdk.models.blocks import Block

from bot.names import Act
from bot.views.parts import Message, bold, button, row, section
from bot.views.sentences import syncing as said

SHOWN: Final = 10


class StoppedTab(NamedTuple):
    """Such a tab; `edited` where what people typed there can be put back."""

    title: str
    edited: bool


def stopped_tabs(tabs: Sequence[StoppedTab]) -> Message:
    """Each with buttons to see what would change, to let it through, and to put it back."""
    blocks: list[Block] = [section(bold(said.STOPPED))]
    for tab in tabs[:SHOWN]:
        buttons = [
            button(said.SEE_CHANGES.format(title=tab.title), Act.SEE_CHANGES, tab.title),
            button(said.LET_THROUGH.format(title=tab.title), Act.LET_THROUGH, tab.title),
        ]
        if tab.edited:
            told = said.PUT_BACK.format(title=tab.title)
            buttons.append(button(told, Act.PUT_TAB_BACK, tab.title))
        blocks.append(row(*buttons))
    return Message(said.STOPPED, tuple(blocks))
