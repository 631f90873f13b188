"""Every written limit of blocks and views: at it is taken, one more is refused at its place."""

from collections.abc import Callable
from typing import Any

import pytest

from playground.slack.block_kit import (
    Problem,
    problems_of_message,
    problems_of_suggestions,
    problems_of_view,
)
from tests.playground.slack.blocks import (
    actions,
    button,
    cell,
    chart,
    data_table,
    field,
    modal,
    mrkdwn,
    option,
    options,
    pie,
    plain,
    section,
    table,
    text_field,
)

Check = Callable[[int], list[Problem]]


def message(make: Callable[[int], dict[str, Any]]) -> Check:
    """Check a message with one block."""
    return lambda count: problems_of_message([make(count)])


def view(make: Callable[[int], dict[str, Any]]) -> Check:
    """Check a modal."""
    return lambda count: problems_of_view(make(count), surface="modal")


def select(**parts: Any) -> dict[str, Any]:
    """Write a section with a select menu."""
    return section(accessory={"type": "static_select", "action_id": "a"} | parts)


def radio(count: int) -> dict[str, Any]:
    """Write radio buttons."""
    return actions({"type": "radio_buttons", "action_id": "a", "options": options(count)})


LIMITS: list[tuple[str, int, str, Check]] = [
    ("message blocks", 50, "/blocks", lambda n: problems_of_message([section()] * n)),
    ("view blocks", 100, "/view/blocks", view(lambda n: modal(*[section()] * n))),
    ("title", 24, "/view/title/text", view(lambda n: modal(title=plain("t" * n)))),
    ("submit", 24, "/view/submit/text", view(lambda n: modal(submit=plain("t" * n)))),
    ("close", 24, "/view/close/text", view(lambda n: modal(close=plain("t" * n)))),
    ("metadata", 3000, "/view/private_metadata", view(lambda n: modal(private_metadata="m" * n))),
    ("callback_id", 255, "/view/callback_id", view(lambda n: modal(callback_id="c" * n))),
    ("external_id", 255, "/view/external_id", view(lambda n: modal(external_id="c" * n))),
    ("block_id", 255, "/blocks/0/block_id", message(lambda n: section(block_id="b" * n))),
    (
        "action_id",
        255,
        "/blocks/0/elements/0/action_id",
        message(lambda n: actions(button(action_id="a" * n))),
    ),
    ("section text", 3000, "/blocks/0/text/text", message(lambda n: section("s" * n))),
    (
        "section fields",
        10,
        "/blocks/0/fields",
        message(lambda n: {"type": "section", "fields": [mrkdwn("f")] * n}),
    ),
    (
        "field text",
        2000,
        "/blocks/0/fields/0/text",
        message(lambda n: {"type": "section", "fields": [mrkdwn("f" * n)]}),
    ),
    (
        "header",
        150,
        "/blocks/0/text/text",
        message(lambda n: {"type": "header", "text": plain("h" * n)}),
    ),
    (
        "input label",
        2000,
        "/view/blocks/0/label/text",
        view(lambda n: modal(text_field() | {"label": plain("l" * n)})),
    ),
    (
        "actions",
        25,
        "/blocks/0/elements",
        message(lambda n: actions(*[button(action_id=f"a{number}") for number in range(n)])),
    ),
    (
        "context elements",
        10,
        "/blocks/0/elements",
        message(lambda n: {"type": "context", "elements": [mrkdwn("c")] * n}),
    ),
    (
        "button text",
        75,
        "/blocks/0/elements/0/text/text",
        message(lambda n: actions(button("b" * n))),
    ),
    (
        "button value",
        2000,
        "/blocks/0/elements/0/value",
        message(lambda n: actions(button(value="b" * n))),
    ),
    (
        "option text",
        75,
        "/blocks/0/accessory/options/0/text/text",
        message(lambda n: select(options=[option("o" * n, "v")])),
    ),
    (
        "option value",
        150,
        "/blocks/0/accessory/options/0/value",
        message(lambda n: select(options=[option("o", "v" * n)])),
    ),
    ("options", 100, "/blocks/0/accessory/options", message(lambda n: select(options=options(n)))),
    (
        "overflow",
        5,
        "/blocks/0/elements/0/options",
        message(lambda n: actions({"type": "overflow", "action_id": "a", "options": options(n)})),
    ),
    ("radio", 10, "/blocks/0/elements/0/options", message(radio)),
    (
        "checkboxes",
        10,
        "/blocks/0/elements/0/options",
        message(lambda n: actions({"type": "checkboxes", "action_id": "a", "options": options(n)})),
    ),
    (
        "placeholder",
        150,
        "/view/blocks/0/element/placeholder/text",
        view(lambda n: modal(text_field(placeholder=plain("p" * n)))),
    ),
    (
        "max_length",
        3000,
        "/view/blocks/0/element/max_length",
        view(lambda n: modal(text_field(max_length=n))),
    ),
    ("series", 6, "/blocks/0/chart/series", message(lambda n: chart("line", series=n))),
    ("segments", 6, "/blocks/0/chart/segments", message(pie)),
    ("chart title", 50, "/blocks/0/title", message(lambda n: chart(title="t" * n))),
    (
        "categories",
        20,
        "/blocks/0/chart/axis_config/categories",
        message(lambda n: chart("area", categories=n)),
    ),
    ("data rows", 101, "/blocks/0/rows", message(lambda n: data_table(rows=n))),
    ("data columns", 20, "/blocks/0/rows/0", message(lambda n: data_table(columns=n))),
    ("page size", 100, "/blocks/0/page_size", message(lambda n: data_table(page_size=n))),
    ("table rows", 100, "/blocks/0/rows", message(lambda n: table(rows=n))),
    ("table columns", 20, "/blocks/0/rows/0", message(lambda n: table(columns=n))),
    (
        "table characters",
        10_000,
        "/blocks/0/rows",
        message(lambda n: table(rows=1) | {"rows": [[cell("t" * n)]]}),
    ),
    ("charts", 2, "/blocks", lambda n: problems_of_message([chart()] * n)),
    ("tables", 1, "/blocks", lambda n: problems_of_message([table()] * n)),
    (
        "markdown",
        12_000,
        "/blocks/0/text",
        message(lambda n: {"type": "markdown", "text": "m" * n}),
    ),
    (
        "suggestions",
        100,
        "/options",
        lambda n: problems_of_suggestions({"options": options(n)}),
    ),
    (
        "option groups",
        100,
        "/option_groups",
        lambda n: problems_of_suggestions(
            {"option_groups": [{"label": plain("g"), "options": options(1)}] * n}
        ),
    ),
    (
        "suggestion text",
        75,
        "/options/0/text/text",
        lambda n: problems_of_suggestions({"options": [option("o" * n, "v")]}),
    ),
    (
        "multi select options",
        100,
        "/view/blocks/0/element/options",
        view(lambda n: modal(field("b", {"type": "multi_static_select", "options": options(n)}))),
    ),
]


@pytest.mark.parametrize(
    ("limit", "pointer", "check"),
    [pytest.param(*case[1:], id=case[0].replace(" ", "-")) for case in LIMITS],
)
def test_a_limit_is_taken_and_one_more_is_refused(limit: int, pointer: str, check: Check) -> None:
    """What Slack allows passes; one more is refused and the place is named."""
    assert check(limit) == []
    assert pointer in {problem.pointer for problem in check(limit + 1)}


LEAST: list[tuple[str, int, Check]] = [
    ("data rows", 2, message(lambda n: data_table(rows=n))),
    ("series", 1, message(lambda n: chart(series=n))),
    ("segments", 1, message(pie)),
    ("page size", 1, message(lambda n: data_table(page_size=n))),
    ("actions", 1, message(lambda n: actions(*[button()] * n))),
    ("radio", 1, message(radio)),
    ("title", 1, view(lambda n: modal(title=plain("t" * n)))),
    ("section text", 1, message(lambda n: section("s" * n))),
]


@pytest.mark.parametrize(
    ("least", "check"), [pytest.param(*case[1:], id=case[0].replace(" ", "-")) for case in LEAST]
)
def test_a_least_count_is_taken_and_one_fewer_is_refused(least: int, check: Check) -> None:
    """What Slack asks for at least passes; one fewer is refused."""
    assert check(least) == []
    assert check(least - 1)
