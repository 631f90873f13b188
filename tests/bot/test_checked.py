"""Parts of views are written and checked just as the SDK would have done it."""

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import Block, ButtonElement, InputBlock, PlainTextInputElement
from slack_sdk.models.views import View

import tests.bot.largest_forms
import tests.bot.largest_schedule  # noqa: F401 - both note what is largest there
from bot.names import Field
from bot.views.checked import as_json, checked
from bot.views.parts import Message, button, field, row, section
from tests.bot.largest import LARGEST, AtLargest


@pytest.mark.parametrize("each", LARGEST, ids=str)
def test_every_view_reads_as_the_sdk_writes_it(each: AtLargest) -> None:
    """Nothing is left out and nothing is added, whatever the view is made of."""
    shown = each.shown()
    parts: list[JsonObject] = []
    if isinstance(shown, View):
        parts = [shown]
    elif isinstance(shown, Message):
        parts = [*shown.blocks, *(shown.otherwise.blocks if shown.otherwise else ())]
    for part in parts:
        own = type(part).to_dict is not JsonObject.to_dict and isinstance(part, Block)
        assert as_json(part) == (part.to_dict() if own else JsonObject.to_dict(part))


def test_a_no_and_a_zero_are_written() -> None:
    """They are something; only what is empty is left out."""
    element = PlainTextInputElement(action_id="name", min_length=0, multiline=False)
    written = checked(field(Field.CONTACT, "Who", element))
    assert written["element"] == {
        "type": "plain_text_input",
        "action_id": "name",
        "min_length": 0,
        "multiline": False,
    }
    assert "hint" not in written


@pytest.mark.parametrize(
    "beyond",
    [
        section("short", ButtonElement(text="x" * 76, action_id="press", value="-")),
        row(*(button("Press", f"press {number}") for number in range(26))),
        InputBlock(label="x" * 2001, element=PlainTextInputElement(action_id="name")),
    ],
    ids=["text within a button", "elements of a row", "label"],
)
def test_what_is_beyond_a_limit_is_refused(beyond: Block) -> None:
    """The SDK's checks are made of the whole and of every part within."""
    with pytest.raises(SlackObjectFormationError):
        JsonObject.to_dict(beyond)
    with pytest.raises(SlackObjectFormationError):
        as_json(beyond)
