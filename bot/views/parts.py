"""The parts of which views are made. Every text is cut to Slack's limit where it is put in."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    DatePickerElement,
    ExternalDataSelectElement,
    HeaderBlock,
    InputBlock,
    InputInteractiveElement,
    InteractiveElement,
    MarkdownTextObject,
    Option,
    PlainTextObject,
    SectionBlock,
    TextObject,
)
from slack_sdk.models.views import View

from bot.names import PART, Field
from bot.views import sentences
from bot.views.checked import as_json, checked
from bot.views.sentences import recording

SECTION_TEXT: Final = 3000
CONTEXT_TEXT: Final = 2000
HEADING_TEXT: Final = 150
BUTTON_TEXT: Final = 75
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
PLACEHOLDER_TEXT: Final = 150
LABEL_TEXT: Final = 150
MESSAGE_TEXT: Final = 3000
MESSAGE_BLOCKS: Final = 50
MESSAGE_ROOM: Final = 11_000
"""Characters that a message's blocks may hold altogether: Slack takes 12,000, menus among them."""
MORE: Final = sentences.MORE
BLOCK_ROOM: Final = 15
"""Characters that Slack counts for a block besides its text."""
_LOOKALIKES: Final = str.maketrans("*~`", "∗∼ˋ")
"""Characters that read the same and make nothing bold, struck through or code."""
_EMPHASIS: Final = re.compile(r"(?<!\w)_|_(?!\w)")
_TORN_ENTITY: Final = re.compile(r"&[a-z]{0,3}$")


@dataclass(frozen=True, slots=True)
class Message:
    """What to say: `text` for notifications and screen readers, `blocks` for the eye.

    `otherwise` is said instead where Slack does not know one of the blocks.
    """

    text: str
    blocks: tuple[Block, ...] = ()
    otherwise: "Message | None" = None

    def as_arguments(self) -> dict[str, Any]:
        """The message as Slack's methods take it.

        Raises:
            ValueError: it has more blocks than a message may have.
            SlackObjectFormationError: a block breaks one of Slack's limits.
        """
        if len(self.blocks) > MESSAGE_BLOCKS:
            raise ValueError(f"{len(self.blocks)} blocks; a message has {MESSAGE_BLOCKS} at most")
        return {
            "text": cut_marked(self.text, MESSAGE_TEXT),
            "blocks": [as_json(block) for block in self.blocks],
        }


def cut(text: str, limit: int) -> str:
    """The text itself, or its beginning with an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def cut_marked(text: str, limit: int) -> str:
    """The same for a text whose special characters are escaped already."""
    if len(text) <= limit:
        return text
    return _TORN_ENTITY.sub("", text[: limit - 1]).rstrip() + "…"


def escaped(text: str) -> str:
    """A text of somebody's as it has to stand in mrkdwn: never a mention, a link or a format."""
    unmarked = _EMPHASIS.sub("ˍ", text.translate(_LOOKALIKES))
    return unmarked.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def bold(text: str) -> str:
    """A name in bold; what would end the bold early is taken out of it."""
    return f"*{escaped(text).strip()}*"


def marked(text: str, limit: int = SECTION_TEXT) -> MarkdownTextObject:
    """Mrkdwn in which Slack looks for no names and addresses of its own accord."""
    return MarkdownTextObject(text=cut_marked(text, limit), verbatim=True)


def plain_text(text: str, limit: int) -> PlainTextObject:
    """Text without markup."""
    return PlainTextObject(text=cut(text, limit))


def section(text: str, accessory: ButtonElement | None = None) -> SectionBlock:
    """A paragraph, with a button beside it where one is given."""
    return SectionBlock(text=marked(text), accessory=accessory)


def context(text: str) -> ContextBlock:
    """A paragraph in small type."""
    return ContextBlock(elements=[marked(text, CONTEXT_TEXT)])


def length_of(blocks: Iterable[Block]) -> int:
    """How much of a message's room these blocks take, in characters."""
    return sum(BLOCK_ROOM + sum(len(text.text) for text in _texts_of(block)) for block in blocks)


def _texts_of(block: Block) -> Iterator[TextObject]:
    for part in (getattr(block, "text", None), *(getattr(block, "elements", None) or ())):
        if isinstance(part, TextObject):
            yield part


def paragraphs(lines: Sequence[str], more: str, room: int) -> list[Block]:
    """Lines in as few sections as hold them; `more` says how many there is no `room` for.

    No line is longer than a section.
    """
    kept: list[str] = []
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            kept.append(more.format(count=len(lines) - len(kept)))
            break
        kept.append(line)
    return [section(text) for text in _sections(kept)]


def _sections(lines: Iterable[str]) -> Iterator[str]:
    text = ""
    for line in lines:
        longer = f"{text}\n{line}" if text else line
        if len(longer) > SECTION_TEXT:
            yield text
            longer = line
        text = longer
    if text:
        yield text


def as_many_as_fit(above: Sequence[Block], lines: Sequence[Block]) -> tuple[Block, ...]:
    """Blocks and the lines below them; the last lines make way where room runs out."""
    room = MESSAGE_ROOM - length_of(above)
    most = MESSAGE_BLOCKS - len(above) - 1
    for count, line in enumerate(lines):
        room -= length_of([line])
        if room < 0 or count == most:
            return (*above, *lines[:count], context(MORE))
    return (*above, *lines)


def heading(text: str) -> HeaderBlock:
    """A heading."""
    return HeaderBlock(text=plain_text(text, HEADING_TEXT))


def button(text: str, action: str, value: str = "-", style: str | None = None) -> ButtonElement:
    """A button that sends `value`."""
    return ButtonElement(
        text=plain_text(text, BUTTON_TEXT), action_id=action, value=value, style=style
    )


def row(*elements: InteractiveElement) -> ActionsBlock:
    """Buttons and menus side by side."""
    return ActionsBlock(elements=list(elements))


def option(text: str, value: str, description: str = "") -> Option:
    """A choice of a menu."""
    below = plain_text(description, OPTION_TEXT) if description else None
    return Option(text=plain_text(text, OPTION_TEXT), value=value, description=below)


def menu_by_typing(
    action: str, placeholder: str, chosen: Option | None = None
) -> ExternalDataSelectElement:
    """A menu whose choices come from the bot while somebody types, and before they do."""
    return ExternalDataSelectElement(
        action_id=action,
        placeholder=plain_text(placeholder, PLACEHOLDER_TEXT),
        initial_option=chosen,
        min_query_length=0,
    )


def date_picker(action: str, chosen: date | None = None) -> DatePickerElement:
    """A calendar."""
    return DatePickerElement(
        action_id=action,
        initial_date=chosen.isoformat() if chosen else None,
        placeholder=plain_text(recording.CHOOSE_DATE, PLACEHOLDER_TEXT),
    )


def date_picker_of(action: str, text: str) -> DatePickerElement:
    """A calendar on the day that a text such as 2026-11-03 says; on none where it says none."""
    try:
        return date_picker(action, date.fromisoformat(text))
    except ValueError:
        return date_picker(action)


def field(
    name: Field,
    label: str,
    element: InputInteractiveElement,
    *,
    hint: str = "",
    optional: bool = False,
    tells_choice: bool = False,
    only_for: str = "",
) -> InputBlock:
    """A field of a form.

    `only_for` names what its choices belong to: for something else it is another field, and what
    was chosen before is gone. `tells_choice` lets the bot hear of a choice before the submit.
    """
    return InputBlock(
        block_id=f"{name}{PART}{only_for}" if only_for else str(name),
        label=plain_text(label, LABEL_TEXT),
        element=element,
        hint=plain_text(hint, LABEL_TEXT) if hint else None,
        optional=optional or None,
        dispatch_action=tells_choice or None,
    )


def menu_alone(label: str, menu: InteractiveElement) -> tuple[Block, Block]:
    """A menu that isn't a field: Slack wants a button that submits beside every field."""
    return (section(bold(label)), row(menu))


class MadeOnce(View):
    """A view that is checked and written once, however often it is asked for."""

    _written: dict[str, Any] | None = None

    def to_dict(self, *_: Any) -> dict[str, Any]:
        """The view as Slack takes it.

        Raises:
            SlackObjectFormationError: it breaks one of Slack's limits.
        """
        if self._written is None:
            self._written = checked(self)
        return self._written


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    form: str = "",
    submit: str = "",
    close: str = "Close",
    slip: str = "",
    closes_all: bool = False,
) -> View:
    """A modal; `slip` travels with it out of sight.

    Raises:
        ValueError: it has fields and no submit button, which Slack refuses.
        SlackObjectFormationError: it breaks one of Slack's limits.
    """
    if not submit and any(isinstance(block, InputBlock) for block in blocks):
        raise ValueError(f"The modal {title!r} has fields and no submit button.")
    view = MadeOnce(
        type="modal",
        title=PlainTextObject(text=title),
        blocks=blocks,
        callback_id=form or None,
        submit=PlainTextObject(text=submit) if submit else None,
        close=PlainTextObject(text=close),
        private_metadata=slip or None,
        clear_on_close=closes_all or None,
    )
    view.to_dict()
    return view
