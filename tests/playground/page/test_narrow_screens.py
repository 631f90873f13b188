"""The page where there is no room for chat and sheet side by side: on a phone, on a tablet."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from playground.page.playground import Playground
from playground.server import Server
from tests.playground.page.waiting import wait_until

pytestmark = pytest.mark.usefixtures("fresh_stage", "desk")
PHONE, TABLET = (390, 844), (820, 1180)
NARROWEST_FIELD = 200
"""Pixels in which a sentence can be written without breaking after every word."""


@pytest.fixture(params=[PHONE, TABLET], ids=["phone", "tablet"])
def page(request: pytest.FixtureRequest, browser: Browser, server: Server) -> Iterator[Page]:
    """Open the page as the manager on a screen that can be touched."""
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, has_touch=True)
    page = context.new_page()
    page.goto(f"{server.address}/?as=morgan")
    yield page
    context.close()


def switch(page: Page, name: str) -> Locator:
    """Find the button of a side."""
    return page.get_by_role("group", name="Side of the page").get_by_role("button", name=name)


def width_of(part: Locator) -> float:
    """Give a part's width in pixels; it must lie on the screen from left to right."""
    box, screen = part.bounding_box(), part.page.viewport_size
    assert box is not None
    assert screen is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= screen["width"]
    return box["width"]


def test_one_side_at_a_time_at_full_width(page: Page) -> None:
    """Slack first; the other button brings the sheet, which a keyboard can do too."""
    assert page.viewport_size is not None
    whole = page.viewport_size["width"]
    expect(switch(page, "Slack")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("region", name="Sheet")).to_be_hidden()
    assert width_of(page.get_by_role("region", name="Slack")) == whole
    switch(page, "Sheet").focus()
    page.keyboard.press("Enter")
    expect(switch(page, "Sheet")).to_have_attribute("aria-pressed", "true")
    expect(switch(page, "Slack")).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_role("region", name="Slack")).to_be_hidden()
    assert width_of(page.get_by_role("region", name="Sheet")) == whole


def test_a_form_and_the_composer_fit(page: Page) -> None:
    """Nothing of a form is cut off, and a command can be written in one line."""
    box = page.locator(".composer textarea")
    assert width_of(box) >= NARROWEST_FIELD
    box.fill("/benefit-use")
    box.press("Enter")
    form = page.locator(".modal")
    form.wait_for()
    assert width_of(form) >= 300
    for part in (form.get_by_label("Quantity", exact=True), form.get_by_role("button").last):
        width_of(part)
    form.get_by_role("button", name="Close").click()


def test_the_sheet_is_used_with_a_finger_and_with_a_mouse(
    page: Page, fresh_stage: Playground
) -> None:
    """A touch chooses a cell, two open it; a mouse on the same screen chooses one too."""
    switch(page, "Sheet").tap()
    cells = [page.locator(f".sheet-grid [row-id='{row}'] [col-id='c0']").first for row in (1, 2)]
    cells[0].tap()
    expect(page.locator(".cell-name")).to_have_text("A2")
    cells[1].click()
    expect(page.locator(".cell-name")).to_have_text("A3")
    cells[0].tap()
    cells[0].tap()
    page.locator(".sheet-editor input").fill("Acme Yachts")
    page.keyboard.press("Enter")
    wait_until(lambda: fresh_stage.spreadsheet.rows("Assignments")[1][0] == "Acme Yachts")


def test_news_of_the_other_side_are_marked(page: Page, fresh_stage: Playground) -> None:
    """A change in the sheet marks its button until it is pressed; a step brings Slack back."""
    expect(page.locator(".sheet-tab.open")).to_have_count(1)
    book = fresh_stage.spreadsheet
    with book.editing(by=fresh_stage.account):
        book.sheet("Assignments").put(1, 3, 2)
        book.touch(book.sheet("Assignments"))
    expect(switch(page, "Sheet has something new")).to_be_visible()
    switch(page, "Sheet").click()
    expect(switch(page, "has something new")).to_have_count(0)
    page.get_by_role("button", name="Record a guest pass").click()
    expect(page.locator(".composer textarea")).to_have_value("/benefit-use ")
    expect(page.locator(".composer textarea")).to_be_focused()
