"""What a person typed or chose, in the words of Slack's ``state.values``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from playground.slack.json_shapes import JsonObject

Values = dict[str, dict[str, JsonObject]]
"""``state.values``: block id, action id, then the element's answer."""

Typed = Mapping[str, Mapping[str, Any]]
"""The same, where an answer may also be a plain value: a text, a date, a choice or a list."""

_ONE_VALUE = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
}
_MANY_VALUES = {
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "file_input": ("files", "initial_files"),
}
_ONE_OPTION = {
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
}
_MANY_OPTIONS = {
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
}
_STATEFUL = _ONE_VALUE | _MANY_VALUES | _ONE_OPTION | _MANY_OPTIONS
_PARTS = ("element", "accessory", "elements")


class NoSuchElement(LookupError):
    """A person can't use a button or a field that is not shown."""

    def __init__(self, action_id: str, block_id: str | None) -> None:
        """Name what was looked for."""
        where = "" if block_id is None else f" in block {block_id!r}"
        super().__init__(f"No element with action_id {action_id!r}{where} is shown.")


class NoSuchOption(LookupError):
    """A person can't choose what is not offered."""

    def __init__(self, value: object, offered: list[str]) -> None:
        """Name what was looked for and what there is."""
        super().__init__(f"{value!r} is not offered; the choices are {offered}.")


@dataclass(frozen=True, slots=True)
class Field:
    """One interactive element where it stands."""

    block: JsonObject
    element: JsonObject

    @property
    def block_id(self) -> str:
        """Give the block's identifier."""
        return str(self.block.get("block_id", ""))

    @property
    def action_id(self) -> str:
        """Give the element's identifier."""
        return str(self.element.get("action_id", ""))

    @property
    def type(self) -> str:
        """Give the element's type, such as ``datepicker``."""
        return str(self.element.get("type", ""))

    @property
    def is_input(self) -> bool:
        """Tell whether it belongs to an input block."""
        return self.block.get("type") == "input"


def fields(blocks: list[JsonObject]) -> Iterator[Field]:
    """List the interactive elements, from top to bottom."""
    for block in blocks:
        for part in _PARTS:
            content = block.get(part)
            for element in content if isinstance(content, list) else [content]:
                if isinstance(element, dict) and "action_id" in element:
                    yield Field(block, element)


def find(blocks: list[JsonObject], action_id: str, block_id: str | None = None) -> Field:
    """Find an element by its action id, and its block id where that is not enough.

    Raises:
        NoSuchElement: nothing of that name is shown.
    """
    for field in fields(blocks):
        if field.action_id == action_id and block_id in {None, field.block_id}:
            return field
    raise NoSuchElement(action_id, block_id)


def initial_values(blocks: list[JsonObject]) -> Values:
    """Give the state that Slack would send if nobody touched anything."""
    values: Values = {}
    for field in fields(blocks):
        if field.type in _STATEFUL:
            values.setdefault(field.block_id, {})[field.action_id] = _initial(field.element)
    return values


def _initial(element: JsonObject) -> JsonObject:
    kind = element["type"]
    name, initial = _STATEFUL[kind]
    many = kind in _MANY_VALUES or kind in _MANY_OPTIONS
    return {"type": kind, name: element.get(initial, [] if many else None)}


def keep(typed: Values, blocks: list[JsonObject]) -> Values:
    """Keep the answers whose field is still there, of the same type, after an update."""
    kept: Values = {}
    for field in fields(blocks):
        answer = typed.get(field.block_id, {}).get(field.action_id)
        if answer is not None and answer["type"] == field.type:
            kept.setdefault(field.block_id, {})[field.action_id] = answer
    return kept


def merged(blocks: list[JsonObject], typed: Values) -> Values:
    """Give the state of all fields: what was typed, else what they started with."""
    values = initial_values(blocks)
    for block_id, answers in keep(typed, blocks).items():
        values[block_id].update(answers)
    return values


def answer(field: Field, value: Any, suggested: list[JsonObject]) -> JsonObject:
    """Write what a person put into a field as Slack's state does.

    ``value`` is a plain value, or already Slack's object with its ``type``. ``suggested`` are the
    options that an external select showed last.

    Raises:
        NoSuchOption: the choice is not among those offered.
    """
    if isinstance(value, dict) and value.get("type") == field.type:
        return value
    name, _ = _STATEFUL[field.type]
    given: Any = value
    if field.type in _ONE_OPTION:
        given = None if _is_blank(value) else option(field, value, suggested)
    elif field.type in _MANY_OPTIONS:
        given = [option(field, one, suggested) for one in value]
    elif field.type in _MANY_VALUES:
        given = list(value)
    elif field.type.endswith("_input") and field.type != "rich_text_input":
        given = None if _is_blank(value) else str(value)
    return {"type": field.type, name: given}


def _is_blank(value: Any) -> bool:
    return value is None or value == ""


def option(field: Field, value: Any, suggested: list[JsonObject]) -> JsonObject:
    """Find the option with a value among those that the element offers.

    Raises:
        NoSuchOption: it is not among them.
    """
    wanted = value["value"] if isinstance(value, dict) else value
    offered = list(offered_options(field.element)) + suggested
    for one in offered:
        if one.get("value") == wanted:
            return one
    raise NoSuchOption(wanted, [str(one.get("value")) for one in offered])


def offered_options(element: JsonObject) -> Iterator[JsonObject]:
    """List an element's own options, those of its groups, and what it starts with."""
    yield from element.get("options", [])
    for group in element.get("option_groups", []):
        yield from group.get("options", [])
    if "initial_option" in element:
        yield element["initial_option"]
    yield from element.get("initial_options", [])


def is_stateful(field: Field) -> bool:
    """Tell whether the element keeps a value (a button does not)."""
    return field.type in _STATEFUL


def given_value(given: JsonObject) -> Any:
    """Take the value out of an answer: a text, an option, a list, or nothing."""
    name, _ = _STATEFUL[given["type"]]
    return given.get(name)
