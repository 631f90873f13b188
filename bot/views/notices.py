"""Short notices: one sentence, in a message or in a modal."""

from slack_sdk.models.blocks import ActionsBlock
from slack_sdk.models.views import View

from bot.views.parts import Message, escaped, modal, section
from bot.views.sentences import noticing as said


def notice(sentence: str) -> Message:
    """A sentence of ours, in which somebody's words may be quoted."""
    return Message(escaped(sentence), (section(escaped(sentence)),))


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
