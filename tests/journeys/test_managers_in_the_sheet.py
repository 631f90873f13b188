"""A manager's day in the sheet: rows by the hundred, a conflict, sorting, a deleted row.

With ``BENEFIT_DESK_LOOKS=folder`` a picture of each step is kept there, to be looked at.
"""

from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import browsing
from tests.journeys.browsing import (
    cell,
    column,
    drag,
    open_tab,
    opened,
    sit_down,
    sync,
    type_into,
    write,
)
from tests.journeys.running_demo import a_demo

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]

PATIENCE: Final = 60_000
ROWS: Final = 300
BAD: Final = {
    20: ("", "New 020", "person"),
    60: ("N 060", "New 060", "person"),
    100: ("N100", "", "person"),
    140: ("N140", "New 140", "club"),
    180: ("N001", "New 180", "person"),
    260: ("N260-IS-FAR-TOO-LONG-A-CODE", "New 260", "person"),
}
"""Rows that can't be added, each for a reason of its own; one more has a code that is taken."""
ACME_GUEST_PASS: Final = 1


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """Start a demo, with most of the room for the sheet."""
    with (
        a_demo() as (_, address),
        opened(browser, address, width=1900, height=1000, patience=PATIENCE) as page,
    ):
        yield page


def look(page: Page, name: str) -> None:
    """Keep a picture of the page."""
    browsing.look(page, f"sheet-{name}")


def sort(page: Page, header: str, words: str) -> None:
    """Sort the open tab by a column, and look at its top."""
    place = column(page, header)
    page.locator(f".sheet-grid .ag-row:not([row-id='0']) [col-id='{place}']").first.click()
    page.get_by_role("button", name=words).click()
    page.locator(".sheet-grid").hover()
    page.mouse.wheel(0, -100_000)


def test_three_hundred_rows_of_which_seven_are_bad(page: Page) -> None:
    """Pasted at once: 293 are added, and each of the seven says what is wrong with it."""
    open_tab(page, "Contacts")
    drag(page, -420)
    taken = cell(page, 1, "Code").inner_text()
    assert taken
    rows = [(f"N{each:03}", f"New member {each:03}", "person") for each in range(ROWS)]
    for number, bad in BAD.items():
        rows[number] = bad
    rows[220] = (taken, "New 220", "organisation")
    page.get_by_role("button", name="Paste rows").click()
    page.locator(".paste-text textarea").fill("\n".join("\t".join(row) for row in rows))
    page.get_by_role("button", name="Paste", exact=True).click()
    assert "Still different: Contacts (7 rows refused); Status says why." in sync(page)
    sort(page, "Status", "Z to A")
    for place in range(1, 8):
        expect(cell(page, place, "Status")).to_contain_text("Not added: ")
    expect(cell(page, 8, "Status")).to_have_text("Added.")
    look(page, "01-seven-of-three-hundred")


def test_a_conflict_and_its_decision(page: Page) -> None:
    """A word where a number belongs, and another number from Slack: a manager picks a side."""
    open_tab(page, "Assignments")
    expect(cell(page, ACME_GUEST_PASS, "Contact")).to_have_text("Acme Hardware")
    type_into(page, ACME_GUEST_PASS, "Number", "many")
    sync(page)
    status = cell(page, ACME_GUEST_PASS, "Status")
    expect(status).to_contain_text("Not changed (Number): “many” is no number")
    look(page, "02-refused")
    sit_down(page, "Morgan Hale")
    write(page, "/benefits adjust acme")
    form = page.locator(".modal").last
    form.get_by_label("Benefit", exact=True).click()
    page.locator(".q-menu:visible .q-item", has_text="Guest pass").first.click()
    form.get_by_label("Number", exact=True).fill("6")
    form.get_by_label("Reason").fill("Goodwill")
    form.get_by_role("button", name="Change", exact=True).last.click()
    page.locator(".modal").last.get_by_role("button", name="Done").click()
    sync(page)
    expect(status).to_contain_text("Conflict (Number): many here, 6 in Benefit Desk")
    look(page, "03-conflict")
    open_tab(page, "Conflicts")
    expect(cell(page, 1, "Row")).to_have_text("Acme Hardware, Guest pass")
    look(page, "04-conflicts")
    type_into(page, 1, "Decision", "Benefit Desk")
    sync(page)
    expect(cell(page, 1, "Outcome")).to_contain_text("6 from Benefit Desk was kept")
    look(page, "05-decided")
    open_tab(page, "Assignments")
    expect(cell(page, ACME_GUEST_PASS, "Number")).to_have_text("6")
    expect(cell(page, ACME_GUEST_PASS, "Status")).to_have_text("")


def test_a_sorted_sheet(page: Page) -> None:
    """Sorted, edited, synchronised: the edit goes to the row that it was typed into."""
    sort(page, "Contact", "Z to A")
    expect(cell(page, 1, "Contact")).not_to_have_text("Acme Hardware")
    last = cell(page, 1, "Contact").inner_text()
    type_into(page, 1, "Comment", "typed after sorting")
    sync(page)
    expect(cell(page, 1, "Contact")).to_have_text(last)
    expect(cell(page, 1, "Comment")).to_have_text("typed after sorting")
    expect(cell(page, 1, "Status")).to_contain_text("Comment blank to “typed after sorting”.")
    look(page, "06-sorted")


def test_a_deleted_row_comes_back(page: Page) -> None:
    """It is put back under the last row, and says so; nothing was deleted."""
    gone = cell(page, 2, "Key").inner_text()
    cell(page, 2, "Contact").click()
    page.get_by_role("button", name="Delete row").click()
    expect(cell(page, 2, "Key")).not_to_have_text(gone)
    sync(page)
    sort(page, "Status", "Z to A")  # under the row that says what was recorded
    expect(cell(page, 2, "Key")).to_have_text(gone)
    expect(cell(page, 2, "Status")).to_contain_text("Put back: this row had disappeared.")
    look(page, "07-put-back")
