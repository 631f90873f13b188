"""What is told after a crash to whoever may not have been told: what their acts came to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from slack_sdk.models.blocks import Block

from bot.latest import RecordedAct
from bot.slips import UndoFrom
from bot.views.parts import (
    MESSAGE_BLOCKS,
    MESSAGE_ROOM,
    Message,
    as_many_as_fit,
    escaped,
    length_of,
    section,
)
from bot.views.sentences import interrupting as said
from bot.views.undoing import act_lines

MOST: Final = MESSAGE_BLOCKS - 2
"""Acts that one message tells of, however short they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interrupted:
    """One act of the person's: something that can be taken back, or else a sentence."""

    act: RecordedAct | None = None
    sentence: str = ""


def interrupted(acts: Sequence[Interrupted]) -> Message:
    """The list of what was recorded, with Undo where there is one."""
    lines = [_line(each) for each in acts]
    return Message(said.INTERRUPTED, as_many_as_fit([section(said.INTERRUPTED)], lines))


def how_many_fit(acts: Sequence[Interrupted]) -> int:
    """How many of the acts one message tells of, the first ones; one at least."""
    room = MESSAGE_ROOM - length_of([section(said.INTERRUPTED)])
    for count, each in enumerate(acts[:MOST]):
        room -= length_of([_line(each)])
        if room < 0:
            return max(1, count)
    return len(acts[:MOST])


def _line(each: Interrupted) -> Block:
    if each.act is None:
        return section(escaped(each.sentence))
    (line,) = act_lines([each.act], UndoFrom.RECEIPT)
    return line
