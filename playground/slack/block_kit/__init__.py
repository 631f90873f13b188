"""What Slack accepts as blocks and views, written down as rules.

``problems_of_message``, ``problems_of_view`` and ``problems_of_suggestions`` give what is wrong,
with a JSON pointer to each place; an empty list is a sound one.
"""

from typing import Any

from playground.slack.block_kit.blocks import check_blocks
from playground.slack.block_kit.charts_and_tables import characters
from playground.slack.block_kit.objects import OPTION_GROUP, OPTIONS, SELECT_OPTION, plain
from playground.slack.block_kit.rules import (
    Place,
    Problem,
    Problems,
    Rule,
    Surface,
    array,
    choice,
    flag,
    one_field,
    shape,
    text,
)

__all__ = [
    "Problem",
    "length_of_message",
    "problems_of_message",
    "problems_of_suggestions",
    "problems_of_view",
]

VIEW_WORDS = 24
PRIVATE_METADATA = 3000
BLOCK_BUFFER = 15

_COMMON: dict[str, Rule] = {
    "private_metadata": text(PRIVATE_METADATA, shortest=0),
    "callback_id": text(255, shortest=0),
    "external_id": text(255, shortest=0),
}
_VIEWS: dict[Surface, Rule] = {
    "modal": shape(
        {"title": plain(VIEW_WORDS), "blocks": check_blocks, "type": choice("modal")},
        _COMMON
        | {
            "submit": plain(VIEW_WORDS),
            "close": plain(VIEW_WORDS),
            "clear_on_close": flag,
            "notify_on_close": flag,
            "submit_disabled": flag,
        },
    ),
    "home": shape({"blocks": check_blocks, "type": choice("home")}, _COMMON),
}
_SUGGESTIONS = shape(
    optional={
        "options": array(SELECT_OPTION, OPTIONS, least=0),
        "option_groups": array(OPTION_GROUP, OPTIONS, least=0),
    }
)


def problems_of_message(blocks: Any, *, draws_data: bool = True) -> list[Problem]:
    """Find what is wrong with a message's blocks."""
    return list(check_blocks(blocks, Place("/blocks", "message", draws_data)))


def length_of_message(blocks: list[dict[str, Any]]) -> int:
    """Count the characters by which Slack finds a message's blocks too long altogether.

    Slack's maintainers name 12,000 characters of text "with a buffer for block containers"; what
    was measured fits 15 a block. Tables are left out, for they have a limit of their own.
    """
    counted = [block for block in blocks if block["type"] not in {"table", "data_table"}]
    return sum(BLOCK_BUFFER + characters(block) for block in counted)


def problems_of_view(view: Any, *, surface: Surface, draws_data: bool = True) -> list[Problem]:
    """Find what is wrong with a modal or an App Home."""
    place = Place("/view", surface, draws_data)
    return [*_VIEWS[surface](view, place), *_submit_with_inputs(view, place)]


def problems_of_suggestions(answer: Any) -> list[Problem]:
    """Find what is wrong with the options that an app answers for an external select."""
    place = Place("", "modal")
    return [*_SUGGESTIONS(answer, place), *one_field("options", "option_groups")(answer, place)]


def _submit_with_inputs(view: Any, place: Place) -> Problems:
    if place.surface != "modal" or not isinstance(view, dict) or view.get("submit"):
        return
    blocks = view.get("blocks")
    kinds = [block.get("type") for block in blocks or [] if isinstance(block, dict)]
    if "input" in kinds:
        reason = "missing required field: submit (a view with input blocks needs it)"
        yield Problem(place.pointer, reason)
