"""What is told after a crash to whoever may not have been told: what their acts came to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from slack_sdk.models.blocks import Block

from bot.latest import RecordedAct
from bot.slips import UndoFrom
from bot.views.parts import Message, as_many_as_fit, escaped, section
from bot.views.sentences import interrupting as said
from bot.views.undoing import act_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Interrupted:
    """One act of the person's: something that can be taken back, or else a sentence."""

    act: RecordedAct | None = None
    sentence: str = ""


def interrupted(acts: Iterable[Interrupted]) -> Message:
    """The list of what was recorded, with Undo where there is one."""
    lines = [line for each in acts for line in _lines(each)]
    return Message(said.INTERRUPTED, as_many_as_fit([section(said.INTERRUPTED)], lines))


def _lines(each: Interrupted) -> Iterator[Block]:
    if each.act:
        yield from act_lines([each.act], UndoFrom.RECEIPT)
    else:
        yield section(escaped(each.sentence))
