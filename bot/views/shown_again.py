"""A form shown again as it was submitted, with what is wrong in it.

Slack puts an error under its field only while it waits for an answer. A form that says by then that
it takes a moment comes back with all that was typed, and says above it what is wrong.
"""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from bot.views.checked import as_json
from bot.views.parts import escaped, section
from bot.views.sentences.opening import NOT_DONE

Json: TypeAlias = dict[str, Any]
REFUSED: Final = "refused"
"""The block that says what was wrong; there is one, however often a form comes back."""
_KEPT: Final = (
    "type",
    "title",
    "submit",
    "close",
    "callback_id",
    "private_metadata",
    "clear_on_close",
    "notify_on_close",
)
"""What Slack takes of a modal, of all that it tells of one."""
_STARTS_WITH: Final[Mapping[str, str]] = {
    "value": "initial_value",
    "selected_date": "initial_date",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_conversation": "initial_conversation",
}
"""By the name of what was given in a field: the name of what it starts with."""


def shown_again(form: Json, errors: Mapping[str, str]) -> Json:
    """The modal as Slack tells of it, its fields starting with what was submitted in them.

    `errors` are the sentences by block, as Slack would have shown them.
    """
    given = (form.get("state") or {}).get("values") or {}
    blocks = [block for block in form["blocks"] if block["block_id"] != REFUSED]
    told = section(NOT_DONE.format(why=escaped(_sentence(blocks, errors))))
    filled = [_filled(block, given.get(block["block_id"]) or {}) for block in blocks]
    kept = {name: form[name] for name in _KEPT if form.get(name) is not None}
    return kept | {"blocks": [as_json(told) | {"block_id": REFUSED}, *filled]}


def _sentence(blocks: list[Json], errors: Mapping[str, str]) -> str:
    """What is wrong, and in which field; an error of none of them stands under the first."""
    _, *others = (block for block in blocks if block["type"] == "input")
    labels = {block["block_id"]: block["label"]["text"] for block in others}
    return " ".join(
        f"{labels[block]}: {error}" if block in labels else error for block, error in errors.items()
    )


def _filled(block: Json, given: Mapping[str, Json]) -> Json:
    """The block with its fields as they were given; buttons and words as they are."""
    if "elements" in block:
        return block | {"elements": [_starting(each, given) for each in block["elements"]]}
    place = next((name for name in ("element", "accessory") if block.get(name)), "")
    return block | {place: _starting(block[place], given)} if place else block


def _starting(element: Json, given: Mapping[str, Json]) -> Json:
    answer = given.get(element.get("action_id", ""))
    if answer is None:
        return element
    found = {_STARTS_WITH[name]: what for name, what in answer.items() if name in _STARTS_WITH}
    bare = {name: what for name, what in element.items() if name not in _STARTS_WITH.values()}
    return bare | {name: what for name, what in found.items() if what}
