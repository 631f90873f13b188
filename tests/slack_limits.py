"""Slack's limits, to hold everything against that the bot sends.

Written from Slack's reference pages as they are noted in the project's facts, and from neither the
code that builds views nor the stand-in that takes them: what both have wrong is found here.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Literal

Surface = Literal["message", "modal", "home"]
BLOCKS: Final[Mapping[Surface, int]] = {"message": 50, "modal": 100, "home": 100}
EVERYWHERE: Final = {"actions", "context", "divider", "header", "image", "input", "section"}
KINDS: Final[Mapping[Surface, set[str]]] = {
    "message": EVERYWHERE
    | {"data_table", "data_visualization", "table", "markdown", "rich_text", "file"},
    "modal": EVERYWHERE | {"alert", "rich_text"},
    "home": EVERYWHERE | {"rich_text"},
}
TEXTS: Final[Mapping[tuple[str, str], int]] = {
    ("view", "title"): 24,
    ("view", "submit"): 24,
    ("view", "close"): 24,
    ("section", "text"): 3000,
    ("section", "fields"): 2000,
    ("context", "elements"): 2000,
    ("header", "text"): 150,
    ("alert", "text"): 3000,
    ("input", "label"): 2000,
    ("input", "hint"): 2000,
    ("button", "text"): 75,
    ("option", "text"): 75,
    ("option", "description"): 75,
    ("option_group", "label"): 75,
    ("confirm", "title"): 100,
    ("confirm", "text"): 300,
    ("confirm", "confirm"): 30,
    ("confirm", "deny"): 30,
}
"""The characters of the text objects that stand in a field of something."""
PLACEHOLDER: Final = 150
STRINGS: Final[Mapping[tuple[str, str], int]] = {
    ("view", "callback_id"): 255,
    ("view", "private_metadata"): 3000,
    ("view", "external_id"): 255,
    ("button", "value"): 2000,
    ("button", "url"): 3000,
    ("option", "value"): 150,
    ("plain_text_input", "initial_value"): 3000,
    ("markdown", "text"): 12_000,
    ("data_visualization", "title"): 50,
    ("axes", "x_label"): 50,
    ("axes", "y_label"): 50,
    ("series", "name"): 20,
    ("point", "label"): 20,
    ("segment", "label"): 20,
}
IDENTIFIER: Final = 255
LISTS: Final[Mapping[tuple[str, str], tuple[int, int]]] = {
    ("section", "fields"): (1, 10),
    ("actions", "elements"): (1, 25),
    ("context", "elements"): (1, 10),
    ("static_select", "options"): (1, 100),
    ("static_select", "option_groups"): (1, 100),
    ("multi_static_select", "options"): (1, 100),
    ("multi_static_select", "option_groups"): (1, 100),
    ("option_group", "options"): (1, 100),
    ("overflow", "options"): (1, 5),
    ("radio_buttons", "options"): (1, 10),
    ("checkboxes", "options"): (1, 10),
    ("data_table", "rows"): (2, 101),
    ("table", "rows"): (1, 100),
    ("bar", "series"): (1, 6),
    ("line", "series"): (1, 6),
    ("area", "series"): (1, 6),
    ("pie", "segments"): (1, 6),
    ("series", "data"): (1, 20),
    ("axes", "categories"): (1, 20),
}
"""How few and how many a list may hold."""
NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "view": ("type", "blocks"),
    "section": ("text|fields",),
    "header": ("text",),
    "context": ("elements",),
    "actions": ("elements",),
    "input": ("label", "element"),
    "alert": ("text",),
    "button": ("text", "action_id"),
    "option": ("text", "value"),
    "option_group": ("label", "options"),
    "static_select": ("options|option_groups",),
    "multi_static_select": ("options|option_groups",),
    "radio_buttons": ("options",),
    "checkboxes": ("options",),
    "overflow": ("options",),
    "number_input": ("is_decimal_allowed",),
    "data_table": ("caption", "rows"),
    "data_visualization": ("title", "chart"),
    "bar": ("series", "axis_config"),
}
INSIDE: Final[Mapping[str, str]] = {
    "options": "option",
    "initial_option": "option",
    "initial_options": "option",
    "option_groups": "option_group",
    "confirm": "confirm",
    "axis_config": "axes",
    "series": "series",
    "data": "point",
    "segments": "segment",
}
"""What stands in a field where it doesn't say so itself."""
PLAIN_ONLY: Final = {"title", "submit", "close", "label", "hint", "placeholder", "description"}
COLUMNS: Final = 20
TABLE_CHARACTERS: Final = 10_000
MESSAGE_TEXT: Final = 40_000
MESSAGE_CHARACTERS: Final = 12_000
"""What the texts of a message's blocks may come to; figures have a limit of their own."""
OPTIONS: Final = 100


def problems_of_view(view: Any) -> list[str]:
    """What Slack would find wrong with a modal or an App Home."""
    surface: Surface = view["type"]
    return [*_of_parts("view", view, "view"), *_of_blocks(view["blocks"], surface), *_form(view)]


def problems_of_message(message: Mapping[str, Any]) -> list[str]:
    """What Slack would find wrong with a message's text and blocks."""
    return list(_of_message(message))


def problems_of_options(answer: Mapping[str, Any]) -> list[str]:
    """What Slack would find wrong with what a menu is offered."""
    options = answer.get("options", [])
    found = [] if len(options) <= OPTIONS else [f"{len(options)} options"]
    return [*found, *_each("option", options, "options")]


def _of_message(message: Mapping[str, Any]) -> Iterator[str]:
    blocks = message.get("blocks") or []
    if not message.get("text"):
        yield "no text for notifications and screen readers"
    if len(message.get("text") or "") > MESSAGE_TEXT:
        yield "text is too long"
    yield from _of_blocks(blocks, "message")
    kinds = Counter(block["type"] for block in blocks)
    if kinds["data_visualization"] > 2 or kinds["table"] > 1:
        yield "too many charts or tables"
    told = [block for block in blocks if block["type"] not in {"data_table", "table"}]
    if sum(len(text) for text in texts_in(told)) > MESSAGE_CHARACTERS:
        yield "the blocks hold too many characters altogether"
    if sum(len(text) for text in texts_in([b for b in blocks if b not in told])) > TABLE_CHARACTERS:
        yield "the tables hold too many characters"


def _of_blocks(blocks: list[dict[str, Any]], surface: Surface) -> Iterator[str]:
    if len(blocks) > BLOCKS[surface]:
        yield f"{len(blocks)} blocks in a {surface}"
    for name, count in Counter(block.get("block_id") for block in blocks).items():
        if name and count > 1:
            yield f"block_id {name} stands {count} times"
    for place, block in enumerate(blocks):
        where = f"{surface}.blocks[{place}]"
        if block["type"] not in KINDS[surface]:
            yield f"{where}: no {block['type']} in a {surface}"
        yield from _of_parts(block["type"], block, where)
        yield from _twice_acting(block, where)


def _twice_acting(block: Mapping[str, Any], where: str) -> Iterator[str]:
    parts = [block.get("accessory"), block.get("element"), *block.get("elements", [])]
    names = Counter(part.get("action_id") for part in parts if isinstance(part, dict))
    for name, count in names.items():
        if name and count > 1:
            yield f"{where}: action_id {name} stands {count} times"


def _form(view: Mapping[str, Any]) -> Iterator[str]:
    has_fields = any(block["type"] == "input" for block in view["blocks"])
    if view["type"] == "modal" and has_fields and not view.get("submit"):
        yield "fields and no submit"
    if view["type"] == "modal" and not view.get("title"):
        yield "no title"
    if str(view).count("'focus_on_load': True") > 1:
        yield "the focus is wanted twice"


def _each(kind: str, things: Any, where: str) -> Iterator[str]:
    for place, thing in enumerate(things):
        if isinstance(thing, dict):
            yield from _of_parts(thing.get("type", kind), thing, f"{where}[{place}]")


def _of_parts(kind: str, thing: Mapping[str, Any], where: str) -> Iterator[str]:
    for wanted in NEEDED.get(kind, ()):
        if not any(name in thing for name in wanted.split("|")):
            yield f"{where}: a {kind} without {wanted}"
    for name, value in thing.items():
        place = f"{where}.{name}"
        yield from _of_field(kind, name, value, place)
        inside = INSIDE.get(name, name)
        if isinstance(value, dict):
            yield from _of_parts(value.get("type", inside), value, place)
        elif isinstance(value, list) and (kind, name) != ("view", "blocks"):
            yield from _each(inside, value, place)
    yield from _CHECKS.get(kind, _nothing)(thing, where)


def _of_field(kind: str, name: str, value: Any, where: str) -> Iterator[str]:
    if isinstance(value, str) and name in {"block_id", "action_id"}:
        yield from _length(value, IDENTIFIER, where)
    elif isinstance(value, str):
        yield from _length(value, STRINGS.get((kind, name)), where)
    elif isinstance(value, list):
        fewest, most = LISTS.get((kind, name), (0, None))
        if len(value) < fewest or (most is not None and len(value) > most):
            yield f"{where}: {len(value)} of them"
        for one in value:
            yield from _text_object(one, kind, name, where)
    else:
        yield from _text_object(value, kind, name, where)


def _text_object(value: Any, kind: str, name: str, where: str) -> Iterator[str]:
    if not isinstance(value, dict) or value.get("type") not in {"plain_text", "mrkdwn"}:
        return
    most = PLACEHOLDER if name == "placeholder" else TEXTS.get((kind, name))
    yield from _length(value["text"], most, where)
    if name in PLAIN_ONLY and value["type"] != "plain_text":
        yield f"{where}: has to be plain text"


def _length(text: str, most: int | None, where: str) -> Iterator[str]:
    if most is not None and not 0 < len(text) <= most:
        yield f"{where}: {len(text)} characters, {most} at most"


def _nothing(_: Mapping[str, Any], __: str) -> Iterator[str]:
    return iter(())


def _chosen(menu: Mapping[str, Any], where: str) -> Iterator[str]:
    offered = [*menu.get("options", [])]
    for group in menu.get("option_groups", []):
        offered += group["options"]
    chosen = [menu["initial_option"]] if "initial_option" in menu else []
    if any(one not in offered for one in [*chosen, *menu.get("initial_options", [])]):
        yield f"{where}: what is chosen is not offered"
    values = [one["value"] for one in offered]
    if len(set(values)) < len(values):
        yield f"{where}: two options send the same"


def _written(field: Mapping[str, Any], where: str) -> Iterator[str]:
    most = field.get("max_length", 3000)
    if most > 3000 or len(field.get("initial_value", "")) > most:
        yield f"{where}: longer than the field takes"


def _numeric(field: Mapping[str, Any], where: str) -> Iterator[str]:
    for name in ("initial_value", "min_value", "max_value"):
        try:
            Decimal(field.get(name, "0"))
        except InvalidOperation:
            yield f"{where}.{name}: no number"


def _dated(field: Mapping[str, Any], where: str) -> Iterator[str]:
    try:
        date.fromisoformat(field.get("initial_date", "2026-01-01"))
    except ValueError:
        yield f"{where}: no date"


def _even(table: Mapping[str, Any], where: str) -> Iterator[str]:
    widths = {len(row) for row in table["rows"]}
    if len(widths) != 1 or max(widths) > COLUMNS:
        yield f"{where}: rows of {widths} cells"
    if not 1 <= table.get("page_size", 1) <= 100:
        yield f"{where}: a page of {table['page_size']} rows"


def _plotted(chart: Mapping[str, Any], where: str) -> Iterator[str]:
    categories = chart["axis_config"]["categories"]
    for series in chart["series"]:
        if sorted(point["label"] for point in series["data"]) != sorted(categories):
            yield f"{where}: {series['name']} has not one point for each category"
    if len(set(categories)) < len(categories) or any(len(name) > 20 for name in categories):
        yield f"{where}: categories too long, or twice the same"


_CHECKS: Final = {
    "static_select": _chosen,
    "multi_static_select": _chosen,
    "radio_buttons": _chosen,
    "checkboxes": _chosen,
    "plain_text_input": _written,
    "number_input": _numeric,
    "datepicker": _dated,
    "data_table": _even,
    "table": _even,
    "bar": _plotted,
    "line": _plotted,
    "area": _plotted,
}


def texts_in(content: Any, *, of: str = "") -> Iterator[str]:
    """Every text that stands in something for people to read; only one type of text where said."""
    if isinstance(content, list):
        for part in content:
            yield from texts_in(part, of=of)
    elif isinstance(content, dict):
        text = content.get("text")
        if isinstance(text, str) and of in {"", content.get("type")}:
            yield text
        for name, part in content.items():
            if name != "text" or not isinstance(part, str):
                yield from texts_in(part, of=of)
