"""Short notices: one sentence, in a message or in a modal."""

from slack_sdk.models.blocks import ActionsBlock
from slack_sdk.models.views import View

from bot.views.parts import Message, escaped, modal, section


def notice(sentence: str) -> Message:
    """A sentence of ours, in which somebody's words may be quoted."""
    return Message(escaped(sentence), (section(escaped(sentence)),))


def notice_in_modal(sentence: str) -> View:
    """The same as a modal."""
    return modal("Benefit Desk", [section(escaped(sentence))])


def done_in_form(title: str, message: Message) -> View:
    """What a message says, in place of the form that it confirms; without its buttons."""
    blocks = [block for block in message.blocks if not isinstance(block, ActionsBlock)]
    return modal(title, blocks, close="Done")


def posted(link: str, *, fresh: bool) -> Message:
    """Where the weekly report stands."""
    text = "The weekly report is posted" if fresh else "This week's report was posted before"
    return Message(f"{text}.", (section(f"{text}: <{link}|see it in its channel>."),))
