"""What Slack refuses apart from sizes: missing parts, wrong parts, wrong places."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.slack.block_kit import (
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
    home,
    modal,
    mrkdwn,
    option,
    options,
    pie,
    plain,
    rich_text,
    section,
    table,
    text_field,
)

IMAGE = {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a"}
SOUND_ELEMENTS: list[dict[str, Any]] = [
    {"type": "plain_text_input", "multiline": True, "initial_value": ""},
    {"type": "email_text_input", "placeholder": plain("a@b.example")},
    {"type": "url_text_input"},
    {"type": "number_input", "is_decimal_allowed": True, "min_value": "0.5"},
    {"type": "rich_text_input", "initial_value": rich_text()},
    {"type": "file_input", "filetypes": ["csv"], "max_files": 1},
    {"type": "datepicker", "initial_date": "2026-11-20"},
    {"type": "timepicker", "initial_time": "09:30"},
    {"type": "datetimepicker", "initial_date_time": 1795341614},
    {"type": "static_select", "options": options(2), "initial_option": options(2)[1]},
    {"type": "external_select", "min_query_length": 0},
    {"type": "users_select", "initial_user": "U1"},
    {"type": "conversations_select", "filter": {"include": ["public"]}},
    {"type": "channels_select", "response_url_enabled": True},
    {"type": "multi_static_select", "options": options(2), "max_selected_items": 1},
    {"type": "multi_external_select"},
    {"type": "multi_users_select"},
    {"type": "multi_conversations_select", "default_to_current_conversation": True},
    {"type": "multi_channels_select"},
    {"type": "radio_buttons", "options": [{"text": mrkdwn("*A*"), "value": "a"}]},
    {"type": "checkboxes", "options": options(2), "initial_options": options(1)},
]
SOUND_BLOCKS: list[dict[str, Any]] = [
    section(accessory=button(style="primary", confirm={
        "title": plain("Sure?"), "text": mrkdwn("Really"), "confirm": plain("Yes"),
        "deny": plain("No"), "style": "danger"})),
    section(accessory=IMAGE),
    section(accessory={"type": "overflow", "action_id": "o", "options": options(5)}),
    {"type": "divider"},
    {"type": "header", "text": plain("Head")},
    {"type": "context", "elements": [IMAGE, mrkdwn("m"), plain("p")]},
    actions(button(), button("Two", "two", url="https://example.org")),
    IMAGE,
    rich_text(),
    {"type": "rich_text", "elements": [
        {"type": "rich_text_list", "style": "bullet", "indent": 0, "elements": [
            {"type": "rich_text_section", "elements": [
                {"type": "user", "user_id": "U1"},
                {"type": "emoji", "name": "wave"},
                {"type": "link", "url": "https://example.org", "style": {"bold": True}}]}]},
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x"}]},
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "x"}]}]},
    {"type": "video", "alt_text": "v", "title": plain("V"), "video_url": "https://e.org/v",
     "thumbnail_url": "https://e.org/t"},
]  # fmt: skip
MESSAGE_ONLY: list[dict[str, Any]] = [
    chart("line"),
    pie(3),
    data_table(3, 2, row_header_column_index=1, page_size=10),
    data_table() | {"rows": [[cell()], [{"type": "raw_number", "value": 2.5, "text": "2.5"}]]},
    data_table() | {"rows": [[cell()], [rich_text()]]},
    table(2, 2, column_settings=[{"align": "right"}, {"is_wrapped": True}]),
    {"type": "markdown", "text": "**bold**"},
    {"type": "card", "title": plain("T"), "actions": [button()]},
]


@pytest.mark.parametrize("element", SOUND_ELEMENTS, ids=lambda element: str(element["type"]))
def test_every_input_element_is_taken_in_a_modal(element: dict[str, Any]) -> None:
    """Each kind of field that Slack has can stand in a modal."""
    assert problems_of_view(modal(field("b", element)), surface="modal") == []


@pytest.mark.parametrize("block", SOUND_BLOCKS, ids=lambda block: str(block["type"]))
def test_everyday_blocks_are_taken_on_every_surface(block: dict[str, Any]) -> None:
    """Layout blocks can stand in messages, modals and App Homes."""
    assert problems_of_message([block]) == []
    assert problems_of_view(modal(block), surface="modal") == []
    assert problems_of_view(home(block), surface="home") == []


@pytest.mark.parametrize("block", MESSAGE_ONLY, ids=lambda block: str(block["type"]))
def test_figures_and_markdown_are_for_messages_only(block: dict[str, Any]) -> None:
    """A block of messages is an unsupported type in a modal and in an App Home."""
    assert problems_of_message([block]) == []
    for found in (
        problems_of_view(modal(block), surface="modal"),
        problems_of_view(home(block), surface="home"),
    ):
        assert [problem.pointer for problem in found] == ["/view/blocks/0/type"]


def test_an_alert_is_for_modals_only() -> None:
    """An alert can stand in a modal and nowhere else."""
    alert = {"type": "alert", "text": plain("Careful"), "level": "warning"}
    assert problems_of_view(modal(alert), surface="modal") == []
    assert problems_of_message([alert])
    assert problems_of_view(home(alert), surface="home")


def test_an_old_workspace_knows_no_charts_and_data_tables() -> None:
    """Without the new blocks, only those two are refused; a plain table is taken."""
    found = problems_of_message([chart(), data_table(), table()], draws_data=False)
    assert [str(problem) for problem in found] == [
        "unsupported type: data_visualization [json-pointer:/blocks/0/type]",
        "unsupported type: data_table [json-pointer:/blocks/1/type]",
    ]


WRONG: list[tuple[str, Any, str]] = [
    ("unknown block", {"type": "marquee"}, "/blocks/0/type"),
    ("no type", {"text": plain("x")}, "/blocks/0"),
    ("not an object", "text", "/blocks/0"),
    ("empty section", {"type": "section"}, "/blocks/0"),
    ("unknown field", section(colour="red"), "/blocks/0"),
    ("mrkdwn header", {"type": "header", "text": mrkdwn("x")}, "/blocks/0/text/type"),
    ("text no object", {"type": "section", "text": "x"}, "/blocks/0/text"),
    ("mrkdwn button", actions(button() | {"text": mrkdwn("x")}), "/blocks/0/elements/0/text/type"),
    ("button style", actions(button(style="blue")), "/blocks/0/elements/0/style"),
    ("input as accessory", section(accessory={"type": "plain_text_input"}),
     "/blocks/0/accessory/type"),
    ("image in actions", actions(IMAGE), "/blocks/0/elements/0/type"),
    ("select without options", section(accessory={"type": "static_select", "action_id": "a"}),
     "/blocks/0/accessory"),
    ("initial option not offered", section(accessory={
        "type": "static_select", "options": options(1), "initial_option": option("no")}),
     "/blocks/0/accessory/initial_option"),
    ("option without value", section(accessory={
        "type": "static_select", "options": [{"text": plain("x")}]}),
     "/blocks/0/accessory/options/0"),
    ("mrkdwn in select", section(accessory={
        "type": "static_select", "options": [{"text": mrkdwn("x"), "value": "x"}]}),
     "/blocks/0/accessory/options/0/text/type"),
    ("same value twice", actions({"type": "radio_buttons", "options": [options(1)[0]] * 2}),
     "/blocks/0/elements/0/options/1"),
    ("image without alt text", {"type": "image", "image_url": "https://e.org"}, "/blocks/0"),
    ("image twice", IMAGE | {"slack_file": {"id": "F1"}}, "/blocks/0"),
    ("wrong date", actions({"type": "datepicker", "initial_date": "20.11.2026"}),
     "/blocks/0/elements/0/initial_date"),
    ("wrong time", actions({"type": "timepicker", "initial_time": "9:30"}),
     "/blocks/0/elements/0/initial_time"),
    ("data table without caption", {"type": "data_table", "rows": [[cell()]] * 2}, "/blocks/0"),
    ("ragged data table", data_table() | {"rows": [[cell()], [cell(), cell()]]},
     "/blocks/0/rows/1"),
    ("rich header cell", data_table() | {"rows": [[rich_text()], [cell()]]},
     "/blocks/0/rows/0/0/type"),
    ("empty cell", data_table() | {"rows": [[cell()], [cell("")]]}, "/blocks/0/rows/1/0/text"),
    ("number cell in table", table() | {"rows": [[{"type": "raw_number", "value": 1}]]},
     "/blocks/0/rows/0/0/type"),
    ("pie of nothing", pie(2, value=0), "/blocks/0/chart/segments/0/value"),
    ("unknown chart", chart("radar"), "/blocks/0/chart/type"),
    ("series without axis", {"type": "data_visualization", "title": "t", "chart": {
        "type": "bar", "series": [{"name": "S", "data": [{"label": "a", "value": 1}]}]}},
     "/blocks/0/chart"),
    ("alert level", {"type": "alert", "text": plain("x"), "level": "panic"}, "/blocks/0/type"),
    ("true as number", pie(1, value=True), "/blocks/0/chart/segments/0/value"),
    ("number as text", section(block_id=7), "/blocks/0/block_id"),
    ("word as flag", section(expand="yes"), "/blocks/0/expand"),
    ("object as list", actions() | {"elements": {}}, "/blocks/0/elements"),
    ("list as object", {"type": "data_visualization", "title": "t", "chart": {
        "type": "pie", "segments": [["S", 1]]}}, "/blocks/0/chart/segments/0"),
    ("number that is none", field("b", {
        "type": "number_input", "is_decimal_allowed": True, "min_value": "few"}),
     "/blocks/0/element/min_value"),
    ("fraction as count", data_table(page_size=1.5), "/blocks/0/page_size"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("block", "pointer"), [pytest.param(*case[1:], id=case[0].replace(" ", "-")) for case in WRONG]
)
def test_a_wrong_block_is_refused_at_its_place(block: Any, pointer: str) -> None:
    """The first thing that Slack complains about is the place that is wrong."""
    assert pointer in {problem.pointer for problem in problems_of_message([block])}


def test_series_have_a_point_for_each_category_and_names_of_their_own() -> None:
    """A chart with holes, or with two series of one name, is refused."""
    holes, twins = chart(series=2), chart(series=2)
    holes["chart"]["series"][1]["data"] = [{"label": "C0", "value": 1}]
    twins["chart"]["series"][1]["name"] = "S0"
    assert [p.pointer for p in problems_of_message([holes])] == ["/blocks/0/chart/series/1/data"]
    assert [p.pointer for p in problems_of_message([twins])] == ["/blocks/0/chart/series"]


def test_identifiers_are_used_once() -> None:
    """Two blocks of one id, or two elements of one id in a block, are refused."""
    twins = [section(block_id="b"), section(block_id="b")]
    assert "b" in str(problems_of_message(twins)[0])
    assert "`action_id` already exists" in str(problems_of_message([actions(*[button()] * 2)])[0])
    apart = [actions(button(), block_id="one"), actions(button(), block_id="two")]
    assert problems_of_message(apart) == []


def test_only_one_field_takes_the_focus() -> None:
    """Two fields that want the focus are refused."""
    fields = [text_field(name, focus_on_load=True) for name in ("a", "b")]
    assert problems_of_view(modal(*fields), surface="modal")
    assert problems_of_view(modal(fields[0]), surface="modal") == []


def test_inputs_need_a_submit_button() -> None:
    """A modal with fields and no submit button is refused; without fields it is fine."""
    assert problems_of_view(modal(text_field(), submit=None), surface="modal")
    assert problems_of_view(modal(submit=None), surface="modal") == []


def test_a_home_takes_no_title_and_a_modal_needs_one() -> None:
    """Each surface has its own fields."""
    titled = problems_of_view(home() | {"title": plain("t")}, surface="home")
    assert str(titled[0]) == "invalid additional property: title [json-pointer:/view]"
    untitled = problems_of_view(modal(title=None), surface="modal")
    assert str(untitled[0]) == "missing required field: title [json-pointer:/view]"
    assert problems_of_view(home(), surface="modal")


def test_files_are_asked_for_in_modals_only() -> None:
    """A file field is refused in a message."""
    assert problems_of_message([field("b", {"type": "file_input"})])


def test_tables_of_a_message_share_their_characters() -> None:
    """Two tables that are sound alone can be too much together."""
    half = data_table() | {"rows": [[cell()], [cell("t" * 6000)]]}
    assert problems_of_message([half]) == []
    assert [problem.pointer for problem in problems_of_message([half, half])] == ["/blocks"]


def test_an_initial_option_may_come_from_a_group() -> None:
    """Options in groups are offered too."""
    menu = {
        "type": "static_select",
        "option_groups": [{"label": plain("g"), "options": options(2)}],
        "initial_option": options(2)[1],
    }
    assert problems_of_message([section(accessory=menu)]) == []
    menu["initial_option"] = option("elsewhere")
    assert problems_of_message([section(accessory=menu)])


def test_blocks_that_are_no_list_are_refused() -> None:
    """An object, a text or a number in the place of the blocks is one problem."""
    wrong: Any
    for wrong in ({}, "text", 7):
        assert [str(problem) for problem in problems_of_message(wrong)] == [
            "must provide an array [json-pointer:/blocks]"
        ]


SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """List every place inside a JSON value: its container and its key."""
    keys = list(value) if isinstance(value, dict) else range(len(value))
    here = [(value, key) for key in keys]
    inner = [place for _, key in here if isinstance(value[key], dict | list)
             for place in places(value[key])]  # fmt: skip
    return here + inner


@settings(max_examples=200)
@given(st.data())
def test_no_json_upsets_the_rules(data: st.DataObject) -> None:
    """Whatever stands in the place of any part, the answer is a list of problems, never a crash."""
    sound = data.draw(
        st.sampled_from(SOUND_BLOCKS + MESSAGE_ONLY + [field("b", one) for one in SOUND_ELEMENTS])
    )
    block = copy.deepcopy(sound)
    container, key = data.draw(st.sampled_from(places(block)))
    container[key] = data.draw(JSON)
    for found in (
        problems_of_message([block]),
        problems_of_view(modal(block), surface="modal"),
        problems_of_suggestions(block),
    ):
        assert all(str(problem).endswith("]") for problem in found)


def test_suggestions_are_options_or_groups_and_not_both() -> None:
    """An answer with nothing, or with both, is refused; an empty list is an answer."""
    assert problems_of_suggestions({"options": []}) == []
    assert problems_of_suggestions({})
    assert problems_of_suggestions({"options": [], "option_groups": []})
