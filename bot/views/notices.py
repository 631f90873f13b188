"""Short notices: one sentence, in a message or in a modal."""

from collections.abc import Sequence
from typing import Final

from slack_sdk.models.blocks import ActionsBlock
from slack_sdk.models.views import View

from bot.views.parts import Message, cut, escaped, modal, paragraphs, section
from bot.views.sentences import noticing as said
from bot.views.sentences import syncing

LINES: Final = 40
"""Lines of a dry run that are shown; the sentence behind them counts all."""
LINE: Final = 200
ROOM: Final = 8000


def notice(sentence: str) -> Message:
    """A sentence of ours, in which somebody's words may be quoted."""
    return Message(escaped(sentence), (section(escaped(sentence)),))


def dry_run(told: Sequence[str]) -> Message:
    """What a sync would come to: the sentence that is told last, and below it the lines."""
    *lines, last = told
    sentence = escaped(last)
    shown = [escaped(cut(line, LINE)) for line in lines[:LINES]]
    if len(lines) > LINES:
        shown.append(syncing.MORE_LINES.format(count=len(lines) - LINES))
    return Message(sentence, (section(sentence), *paragraphs(shown, syncing.MORE_LINES, ROOM)))


def notice_in_modal(sentence: str) -> View:
    """The same as a modal."""
    return modal(said.TITLE, [section(escaped(sentence))])


def done_in_form(title: str, message: Message) -> View:
    """What a message says, in place of the form that it confirms; without its buttons."""
    blocks = [block for block in message.blocks if not isinstance(block, ActionsBlock)]
    return modal(title, blocks, close=said.DONE)


def posted(link: str, *, fresh: bool) -> Message:
    """Where the weekly report stands."""
    text = said.POSTED if fresh else said.POSTED_BEFORE
    return Message(f"{text}.", (section(said.SEE_IT.format(text=text, link=link)),))
