"""Tables of figures in a chat as narrow as it begins."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from playground.page.playground import Playground
from playground.slack import Message

Open = Callable[[str], Page]
HEADER = ("Date", "What", "Whose", "Benefit", "Quantity", "Recorded by", "Description")
ROW = (
    "2026-11-26", "benefit given", "Harbour Credit Union", "Conference room hours", "12",
    "Morgan Hale", "For the board's meeting with auditors on 2026-12-01, as agreed by telephone",
)  # fmt: skip
BROKEN = """words => words.filter(word => word.getClientRects().length > 1).map(w => w.innerText)"""
LINE = 24
"""What stands in one line is at most so high, in pixels."""


def post(stage: Playground, rows: list[tuple[str, ...]]) -> None:
    """Have the app post a table."""
    table: dict[str, Any] = {
        "type": "data_table",
        "caption": "History",
        "rows": [[{"type": "raw_text", "text": text} for text in row] for row in rows],
    }
    workspace = stage.workspace
    workspace.post(
        Message(
            channel=workspace.channel_named("membership").id,
            ts=workspace.next_ts(),
            user=workspace.bot_user.id,
            text="History",
            blocks=[table],
        )
    )


def table_of(page: Page) -> Locator:
    """Find the part of the table that scrolls sideways."""
    return page.locator(".data-table .q-table__middle").last


def test_neither_dates_nor_words_are_broken(open_as: Open, fresh_stage: Playground) -> None:
    """Every word stands in one line, and a day of three words does too, however many columns."""
    page = open_as("sam")
    post(fresh_stage, [HEADER[:-1], ("26 Nov 2026", "2026-11-26", *ROW[2:-1])])
    expect(table_of(page)).to_contain_text("26 Nov 2026 2026-11-26")
    assert table_of(page).locator("td .whole").evaluate_all(BROKEN) == []
    for place in (0, 1):
        day = table_of(page).locator("td .cell-words").nth(place).bounding_box()
        assert day is not None
        assert day["height"] <= LINE


def test_four_columns_are_seen_whole(open_as: Open, fresh_stage: Playground) -> None:
    """A long name gives way, between its words, before a column is out of sight."""
    page = open_as("sam")
    row = ("Kite Street Theatre", "Conference room hours", "11 of 12", "21 Dec 2026")
    post(fresh_stage, [("Contact", "Benefit", "Left", "Until"), row])
    expect(table_of(page).locator("td").last).to_have_text("21 Dec 2026")
    assert table_of(page).evaluate("one => one.scrollWidth <= one.clientWidth")


def test_a_long_text_is_wrapped_between_words(open_as: Open, fresh_stage: Playground) -> None:
    """A sentence doesn't make its column endless, and the date in it stays whole."""
    page = open_as("sam")
    post(fresh_stage, [HEADER, ROW])
    words = table_of(page).locator("td .whole")
    expect(words.last).to_have_text("telephone")
    assert words.evaluate_all(BROKEN) == []
    last = table_of(page).locator("td").last.bounding_box()
    assert last is not None
    assert last["width"] < 260


def test_a_wide_table_scrolls_and_its_first_column_stays(
    open_as: Open, fresh_stage: Playground
) -> None:
    """What doesn't fit is reached by scrolling, with the first column before one's eyes."""
    page = open_as("sam")
    post(fresh_stage, [HEADER, ROW])
    expect(table_of(page)).to_contain_text("2026-11-26")
    assert table_of(page).evaluate("one => one.scrollWidth > one.clientWidth")
    table_of(page).evaluate("one => { one.scrollLeft = one.scrollWidth; }")
    expect(table_of(page).locator("td").last).to_be_in_viewport(ratio=0.9)
    expect(table_of(page).locator("td").first).to_be_in_viewport(ratio=1)
    places = [table_of(page).bounding_box(), table_of(page).locator("td").first.bounding_box()]
    assert places[0] is not None
    assert places[1] is not None
    assert places[1]["x"] - places[0]["x"] < 2
