"""The limits that everything sent is held against: each bites, and at the same place as Slack's."""

from collections.abc import Callable
from typing import Any

import pytest

from playground.slack import block_kit
from tests.slack_limits import problems_of_message, problems_of_options, problems_of_view

Made = Callable[[int], dict[str, Any]]


def plain(length: int) -> dict[str, Any]:
    """A text of so many characters."""
    return {"type": "plain_text", "text": "x" * length}


def modal(*blocks: dict[str, Any], **parts: Any) -> dict[str, Any]:
    """A modal of these blocks."""
    usual = {"type": "modal", "title": plain(5), "submit": plain(5)}
    return {**usual, **parts, "blocks": list(blocks)}


def message(*blocks: dict[str, Any]) -> dict[str, Any]:
    """A message of these blocks."""
    return {"text": "x", "blocks": list(blocks)}


def section(length: int = 5) -> dict[str, Any]:
    """A paragraph."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": "x" * length}}


def button(text: int = 5, value: int = 5, name: str = "a") -> dict[str, Any]:
    """A button."""
    return {"type": "button", "text": plain(text), "action_id": name, "value": "v" * value}


def row(*elements: dict[str, Any]) -> dict[str, Any]:
    """Buttons and menus side by side."""
    return {"type": "actions", "elements": list(elements)}


def field(element: dict[str, Any], label: int = 5) -> dict[str, Any]:
    """A field of a form."""
    return {"type": "input", "label": plain(label), "element": {"action_id": "a", **element}}


def options(number: int, text: int = 5) -> list[dict[str, Any]]:
    """So many choices."""
    return [{"text": plain(text), "value": f"v{n}"} for n in range(number)]


def sending(length: int) -> list[dict[str, Any]]:
    """One choice that sends so many characters."""
    return [{"text": plain(5), "value": "v" * length}]


def table(rows: int, text: int = 1) -> dict[str, Any]:
    """A table of one column."""
    cells = [[{"type": "raw_text", "text": "x" * text}] for _ in range(rows)]
    return {"type": "data_table", "caption": "x", "rows": cells}


def chart(points: int, label: int = 2, title: int = 5) -> dict[str, Any]:
    """A chart of one series."""
    names = [f"{n:0{label}}" for n in range(points)]
    series = {"name": "x", "data": [{"label": name, "value": 1} for name in names]}
    drawn = {"type": "bar", "series": [series], "axis_config": {"categories": names}}
    return {"type": "data_visualization", "title": "x" * title, "chart": drawn}


LIMITS: list[tuple[str, int, Made]] = [
    ("title", 24, lambda n: modal(title=plain(n))),
    ("submit", 24, lambda n: modal(submit=plain(n))),
    ("private metadata", 3000, lambda n: modal(private_metadata="x" * n)),
    ("callback id", 255, lambda n: modal(callback_id="x" * n)),
    ("blocks of a view", 100, lambda n: modal(*[section()] * n)),
    ("blocks of a message", 50, lambda n: message(*[section()] * n)),
    ("section", 3000, lambda n: modal(section(n))),
    ("fields", 10, lambda n: modal({"type": "section", "fields": [plain(5)] * n})),
    ("header", 150, lambda n: modal({"type": "header", "text": plain(n)})),
    ("context", 10, lambda n: modal({"type": "context", "elements": [plain(5)] * n})),
    ("label", 2000, lambda n: modal(field({"type": "plain_text_input"}, n))),
    ("placeholder", 150, lambda n: modal(field({"type": "datepicker", "placeholder": plain(n)}))),
    ("actions", 25, lambda n: message(row(*[button(name=f"a{k}") for k in range(n)]))),
    ("action id", 255, lambda n: message(row(button(name="a" * n)))),
    ("button", 75, lambda n: message(row(button(n)))),
    ("button's value", 2000, lambda n: message(row(button(5, n)))),
    ("options", 100, lambda n: modal(field({"type": "static_select", "options": options(n)}))),
    ("option", 75, lambda n: modal(field({"type": "static_select", "options": options(2, n)}))),
    ("value", 150, lambda n: modal(field({"type": "static_select", "options": sending(n)}))),
    ("checkboxes", 10, lambda n: modal(field({"type": "checkboxes", "options": options(n)}))),
    ("radio", 10, lambda n: modal(field({"type": "radio_buttons", "options": options(n)}))),
    ("overflow", 5, lambda n: modal(row({"type": "overflow", "options": options(n)}))),
    ("typed", 3000, lambda n: modal(field({"type": "plain_text_input", "max_length": n}))),
    ("table", 101, lambda n: message(table(n))),
    ("table's characters", 5000, lambda n: message(table(2, n))),
    ("chart", 20, lambda n: message(chart(n))),
    ("chart's label", 20, lambda n: message(chart(3, n))),
    ("chart's title", 50, lambda n: message(chart(3, title=n))),
]


def refusals(made: dict[str, Any]) -> tuple[bool, bool]:
    """Whether these limits refuse it, and whether the stand-in does."""
    if "title" in made:
        by_stand_in = block_kit.problems_of_view(made, surface="modal")
        return bool(problems_of_view(made)), bool(by_stand_in)
    return bool(problems_of_message(made)), bool(block_kit.problems_of_message(made["blocks"]))


@pytest.mark.parametrize(
    ("limit", "made"), [each[1:] for each in LIMITS], ids=[n for n, *_ in LIMITS]
)
def test_a_limit_is_kept_and_one_more_is_found(limit: int, made: Made) -> None:
    """These limits and the stand-in's agree on both sides of the edge."""
    assert refusals(made(limit)) == (False, False)
    assert refusals(made(limit + 1)) == (True, True)


@pytest.mark.parametrize(
    "wrong",
    [
        modal(field({"type": "plain_text_input"}), submit=None),
        modal(field({"type": "number_input"})),
        modal(field({"type": "number_input", "is_decimal_allowed": True, "initial_value": "two"})),
        modal(field({"type": "datepicker", "initial_date": "3 Nov"})),
        modal(
            field(
                {
                    "type": "static_select",
                    "options": options(2),
                    "initial_option": sending(9)[0],
                }
            )
        ),
        modal(field({"type": "static_select", "options": [*options(2), *options(1)]})),
        modal({"type": "actions", "elements": []}),
        modal({"type": "section"}),
        modal(section() | {"block_id": "one"}, section() | {"block_id": "one"}),
        modal(row(button(), button())),
        modal(chart(2)),
        message({"type": "alert", "text": plain(5)}),
        message(table(1)),
    ],
)
def test_what_slack_can_t_show_is_found(wrong: dict[str, Any]) -> None:
    """By these rules and by the stand-in's."""
    wrong = {name: part for name, part in wrong.items() if part is not None}
    assert refusals(wrong) == (True, True)


def test_a_menu_offers_a_hundred_choices() -> None:
    """And not one more."""
    assert problems_of_options({"options": options(100)}) == []
    assert problems_of_options({"options": options(101)}) != []


def test_a_message_says_something_in_words() -> None:
    """Notifications and screen readers read the text, not the blocks."""
    assert problems_of_message({"text": "", "blocks": [section()]}) != []


def test_a_message_holds_twelve_thousand_characters() -> None:
    """In all its paragraphs together."""
    assert problems_of_message(message(*[section(3000)] * 4)) == []
    assert problems_of_message(message(*[section(3000)] * 4, section())) != []
