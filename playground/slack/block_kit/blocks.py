"""Every kind of block, and what a whole message or view may hold."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from playground.slack.block_kit.charts_and_tables import (
    CHARTS_IN_MESSAGE,
    DATA_TABLE,
    DATA_VISUALIZATION,
    TABLE,
    TABLE_CHARACTERS,
    characters,
)
from playground.slack.block_kit.elements import (
    BUTTON,
    BUTTONS,
    FEEDBACK_BUTTONS,
    ICON_BUTTON,
    IMAGE,
    INPUTS,
    PICKERS,
    WORKFLOW_BUTTON,
)
from playground.slack.block_kit.objects import SLACK_FILE, URL, plain, words
from playground.slack.block_kit.rich_text import RICH_TEXT_FIELDS
from playground.slack.block_kit.rules import (
    Place,
    Problem,
    Problems,
    Rule,
    any_field,
    array,
    both,
    by_type,
    choice,
    flag,
    one_field,
    only_on,
    parts,
    shape,
    text,
)

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
SECTION_TEXT = 3000
FIELD_TEXT = 2000
SECTION_FIELDS = 10
ACTIONS = 25
CONTEXT_ELEMENTS = 10
HEADER_TEXT = 150
INPUT_LABEL = 2000
MARKDOWN_TEXT = 12_000


def _block(
    required: Mapping[str, Rule] | None = None, optional: Mapping[str, Rule] | None = None
) -> Rule:
    return shape(required, {"block_id": text(255)} | dict(optional or {}))


def _input_needs_view_for_files(value: Any, place: Place) -> Problems:
    element = value.get("element")
    if isinstance(element, dict) and element.get("type") == "file_input":
        yield from only_on("modal")(element, place.inside("element"))


_CONTEXT_TEXT = words(SECTION_TEXT)
_CONTEXT_ELEMENT = by_type({"image": IMAGE, "plain_text": _CONTEXT_TEXT, "mrkdwn": _CONTEXT_TEXT})
_CARD_TEXT = {"title": words(150), "subtitle": words(150), "body": words(200)}
_CARD_IMAGES = {"icon": by_type({"image": IMAGE}), "hero_image": by_type({"image": IMAGE})}
_CARD = both(
    _block(optional=_CARD_TEXT | _CARD_IMAGES | {"actions": array(by_type({"button": BUTTON}), 3)}),
    any_field("hero_image", "title", "actions", "body"),
)

BLOCKS: dict[str, Rule] = {
    "section": both(
        _block(
            optional={
                "text": words(SECTION_TEXT),
                "fields": array(words(FIELD_TEXT), SECTION_FIELDS),
                "accessory": by_type({"image": IMAGE} | BUTTONS | WORKFLOW_BUTTON | PICKERS),
                "expand": flag,
            }
        ),
        any_field("text", "fields"),
    ),
    "header": _block({"text": plain(HEADER_TEXT)}),
    "divider": _block(),
    "context": _block({"elements": array(_CONTEXT_ELEMENT, CONTEXT_ELEMENTS)}),
    "actions": _block({"elements": array(by_type(BUTTONS | WORKFLOW_BUTTON | PICKERS), ACTIONS)}),
    "input": both(
        _block(
            {"label": plain(INPUT_LABEL), "element": by_type(INPUTS)},
            {"hint": plain(INPUT_LABEL), "optional": flag, "dispatch_action": flag},
        ),
        _input_needs_view_for_files,
    ),
    "image": both(
        _block(
            {"alt_text": text(2000)},
            {"image_url": URL, "slack_file": SLACK_FILE, "title": plain(2000)},
        ),
        one_field("image_url", "slack_file"),
    ),
    "rich_text": RICH_TEXT_FIELDS,
    "markdown": both(only_on("message"), _block({"text": text(MARKDOWN_TEXT)})),
    "table": TABLE,
    "data_table": DATA_TABLE,
    "data_visualization": DATA_VISUALIZATION,
    "alert": both(
        only_on("modal"),
        _block(
            {"text": words(SECTION_TEXT)},
            {"level": choice("default", "info", "warning", "error", "success")},
        ),
    ),
    "context_actions": both(
        only_on("message"),
        _block(
            {
                "elements": array(
                    by_type({"feedback_buttons": FEEDBACK_BUTTONS, "icon_button": ICON_BUTTON}), 5
                )
            }
        ),
    ),
    "video": _block(
        {
            "alt_text": text(),
            "title": plain(199),
            "thumbnail_url": URL,
            "video_url": URL,
        },
        {
            "title_url": URL,
            "description": plain(199),
            "author_name": text(49),
            "provider_name": text(),
            "provider_icon_url": URL,
        },
    ),
    "file": both(only_on("message"), _block({"external_id": text(), "source": choice("remote")})),
    "card": both(only_on("message"), _CARD),
    "carousel": both(only_on("message"), _block({"elements": array(by_type({"card": _CARD}), 10)})),
}
_ANY_BLOCK = by_type(BLOCKS)


def check_blocks(blocks: Any, place: Place) -> Problems:
    """Look at all blocks of a message or a view."""
    most = MESSAGE_BLOCKS if place.surface == "message" else VIEW_BLOCKS
    yield from array(_ANY_BLOCK, most, least=0)(blocks, place)
    if isinstance(blocks, list):
        sound = [block for block in blocks if isinstance(block, dict)]
        yield from _unique_block_ids(sound, place)
        yield from _unique_action_ids(sound, place)
        yield from _one_focus(sound, place)
        yield from _figures_of_message(sound, place)


def _unique_block_ids(blocks: list[dict[str, Any]], place: Place) -> Problems:
    for name in _twice(block.get("block_id") for block in blocks):
        yield Problem(place.pointer, f"`block_id` already exists: {name}")


def _unique_action_ids(blocks: list[dict[str, Any]], place: Place) -> Problems:
    for index, block in enumerate(blocks):
        for name in _twice(element.get("action_id") for element in _elements(block)):
            pointer = place.inside(index).pointer
            yield Problem(pointer, f"`action_id` already exists: {name}")


def _one_focus(blocks: list[dict[str, Any]], place: Place) -> Problems:
    focused = [e for block in blocks for e in _elements(block) if e.get("focus_on_load") is True]
    if len(focused) > 1:
        yield Problem(place.pointer, "only one element can have focus_on_load")


def _figures_of_message(blocks: list[dict[str, Any]], place: Place) -> Problems:
    kinds = Counter(str(block.get("type")) for block in blocks)
    if kinds["data_visualization"] > CHARTS_IN_MESSAGE:
        yield Problem(place.pointer, f"no more than {CHARTS_IN_MESSAGE} charts allowed")
    if kinds["table"] > 1:
        yield Problem(place.pointer, "only_one_table_allowed")
    written = [block["text"] for block in blocks if block.get("type") == "markdown"]
    if sum(len(one) for one in written if isinstance(one, str)) > MARKDOWN_TEXT:
        yield Problem(place.pointer, f"markdown must be less than {MARKDOWN_TEXT + 1} characters")
    tables = [b.get("rows") for b in blocks if str(b.get("type")) in {"table", "data_table"}]
    if len(tables) > 1 and sum(map(characters, tables)) > TABLE_CHARACTERS:
        yield Problem(place.pointer, f"tables must be less than {TABLE_CHARACTERS + 1} characters")


def _elements(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from parts(block, "elements")
    for part in (block.get("accessory"), block.get("element")):
        if isinstance(part, dict):
            yield part


def _twice(names: Iterator[Any]) -> list[str]:
    counted = Counter(name for name in names if isinstance(name, str) and name)
    return [name for name, count in counted.items() if count > 1]
