"""The main job, as a newcomer does it in the demo: record, see, undo, lower, check, paste, report.

With ``BENEFIT_DESK_PICTURES=1`` the pictures of the documentation are taken on the way.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browsing import cell, choose, drag, open_tab, opened, picture, type_into, write
from tests.journeys.running_demo import Demo, a_demo

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]

ACME_GUEST_PASS = 1
"""The row of Acme's guest passes in Assignments, counted from zero: the first below the header."""
PASTE = """(text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true});
    document.activeElement.dispatchEvent(event);
}"""


@pytest.fixture(scope="module")
def demo() -> Iterator[tuple[Demo, str]]:
    """Start the demo: pretend Slack and Google, the real bot, the real sync, the sample."""
    with a_demo() as running:
        yield running


@pytest.fixture(scope="module")
def page(browser: Browser, demo: tuple[Demo, str]) -> Iterator[Page]:
    """Open the page as Sam, who records and checks; the sheet beside is Morgan's, the manager."""
    with opened(browser, demo[1], width=1440, height=900) as page:
        yield page


def test_recording_a_guest_pass(page: Page) -> None:
    """A form refuses more than there is, under the field, keeps what was typed, then records."""
    open_tab(page, "Assignments")
    expect(cell(page, ACME_GUEST_PASS, "Contact")).to_have_text("Acme Hardware")
    expect(cell(page, ACME_GUEST_PASS, "Used")).to_have_text("1")
    for header in ("Contact", "Number", "Used", "Remaining"):
        expect(cell(page, ACME_GUEST_PASS, header)).to_be_in_viewport(ratio=1)
    expect(page.locator(".sheet-head")).to_contain_text("edited as Morgan Hale, manager")
    write(page, "/benefit-use")
    form = page.locator(".modal")
    entries = page.locator(".q-menu:visible .q-item")
    form.get_by_label("Member", exact=True).click()
    expect(entries.nth(1)).to_be_visible()
    choose(page, form, "Member", "acme", "Acme Hardware")
    choose(page, form, "Benefit", "guest", "Guest pass")
    form.get_by_label("Description").fill("Guest at the mixer")
    quantity = form.get_by_label("Quantity", exact=True)
    quantity.fill("9")
    form.get_by_role("button", name="Record").click()
    error = form.locator(".field-error:visible")
    expect(error).to_contain_text("Only 3 left")
    expect(quantity).to_have_value("9")
    expect(form.get_by_label("Description")).to_have_value("Guest at the mixer")
    picture(page.locator(".chat"), "record-usage")
    quantity.fill("1")
    form.get_by_role("button", name="Record").click()
    expect(form.locator(".modal-title")).to_have_text("Usage recorded")
    form.get_by_role("button", name="Done").click()
    expect(page.locator(".message.ephemeral").last).to_contain_text("Now 2 of 4 passes left")


def test_the_sheet_changes_and_undo_takes_it_back(page: Page) -> None:
    """Used goes up in the sheet by itself, and down again after Undo."""
    expect(cell(page, ACME_GUEST_PASS, "Used")).to_have_text("2")
    expect(page.locator(".step.done")).to_have_count(2)
    page.get_by_role("button", name="Undo").last.click()
    form = page.locator(".modal")
    form.get_by_label("Why is it taken back?").fill("The guest did not come")
    form.get_by_role("button", name="Take back").click()
    expect(cell(page, ACME_GUEST_PASS, "Used")).to_have_text("1")


def test_lowering_a_number_in_the_sheet(page: Page) -> None:
    """A lower number typed into the sheet is what the next check answers with."""
    number = cell(page, ACME_GUEST_PASS, "Number")
    expect(number).to_have_text("4")
    type_into(page, ACME_GUEST_PASS, "Number", "3")
    page.get_by_role("button", name="Sync now", exact=True).click()
    expect(cell(page, ACME_GUEST_PASS, "Remaining")).to_have_text("2")
    page.locator(".sidebar-entry", has_text="membership").click()
    write(page, "/benefit-check Acme")
    answer = page.locator(".message.ephemeral").last
    expect(answer).to_contain_text("2 of 3 passes left")
    expect(page.locator(".step.done")).to_have_count(3)
    picture(page.locator(".chat"), "check")


def test_pasting_two_rows_of_usage(page: Page) -> None:
    """Of two pasted rows one is recorded; the other says in Status why it is not."""
    open_tab(page, "Record usage")
    cell(page, 1, "Contact").click()
    page.evaluate(PASTE, "Blue Heron Books\tGuest pass\t\t1\nAcme Hardware\tGuest pass\t\t99")
    expect(cell(page, 2, "Quantity")).to_have_text("99")
    page.get_by_role("button", name="Sync now", exact=True).click()
    expect(cell(page, 1, "Status")).to_contain_text("Recorded")
    expect(cell(page, 2, "Status")).to_contain_text("Only 2 left")


def test_making_room_for_the_chat(page: Page) -> None:
    """The line between chat and sheet can be dragged, and dragged back."""
    sheet = page.locator(".sheet")
    before = sheet.bounding_box()
    assert before is not None
    drag(page, 140)
    width = "document.querySelector('.sheet').offsetWidth"
    page.wait_for_function(f"before => {width} < before - 100", arg=before["width"])
    page.wait_for_timeout(500)  # for the line to come to rest
    drag(page, -140)
    page.wait_for_function(f"before => {width} > before - 40", arg=before["width"])
    cell(page, 2, "Benefit type").click()
    picture(sheet, "paste-rows")


def test_posting_the_weekly_report(page: Page) -> None:
    """The button posts the report of the schedule: who used what, one chart, what ends soon."""
    page.get_by_role("button", name="Post the weekly report now").click()
    report = page.locator(".message").filter(has=page.locator(".chart"))
    expect(report.locator(".chart svg")).to_be_visible()
    expect(report).to_contain_text("Used by")
    report.evaluate("message => message.scrollIntoView({block: 'start'})")
    picture(page.locator(".page"), "playground")


def test_ending_the_demo(page: Page, demo: tuple[Demo, str]) -> None:
    """Ctrl-C ends the bot, then the servers, with exit status 0."""
    page.close()
    assert demo[0].interrupt() == 0
    assert demo[0].said[-1] == "Stopped.\n"
