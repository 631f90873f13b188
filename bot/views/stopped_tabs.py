"""Tabs of the sheet that a sync left alone, because too much was missing or changed."""

from collections.abc import Sequence
from typing import Final

from slack_sdk.models.blocks import Block

from bot.names import Act
from bot.views.parts import Message, bold, button, row, section
from bot.views.sentences import syncing as said

SHOWN: Final = 10


def stopped_tabs(titles: Sequence[str]) -> Message:
    """Each with a button that lets it through."""
    blocks: list[Block] = [section(bold(said.STOPPED))]
    for title in titles[:SHOWN]:
        told = said.LET_THROUGH.format(title=title)
        blocks.append(row(button(told, Act.LET_THROUGH, title)))
    return Message(said.STOPPED, tuple(blocks))
