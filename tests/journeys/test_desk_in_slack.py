"""The desk in Slack, as staff and managers use it: every form once, in a browser.

With ``BENEFIT_DESK_LOOKS=folder`` a picture of each step is kept there, to be looked at.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import browsing
from tests.journeys.browsing import (
    cell,
    choose,
    modal,
    open_entry,
    open_tab,
    opened,
    pick,
    press,
    sit_down,
    sync,
    type_into,
    write,
)
from tests.journeys.running_demo import a_demo

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
ACME_GUEST_PASS = 1
"""The row of Acme's guest passes in Assignments, counted from zero."""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """Start a demo, and sit down as Sam of the staff."""
    with a_demo() as (_, address), opened(browser, address, width=1500, height=1000) as page:
        yield page


def look(page: Page, name: str) -> None:
    """Keep a picture of the chat."""
    browsing.look(page.locator(".chat"), name)


def test_help_and_panel(page: Page) -> None:
    """What there is, with a button for each and examples to copy."""
    sit_down(page, "Morgan Hale")
    write(page, "/benefits")
    expect(page.get_by_role("button", name="Change a benefit").last).to_be_visible()
    look(page, "01-panel")
    write(page, "/benefits help")
    expect(page.locator(".message").last).to_contain_text("/benefits renew Acme")
    look(page, "02-help")
    write(page, "/benefits chek Acme")
    expect(page.get_by_role("button", name="/benefits check Acme").last).to_be_visible()
    look(page, "03-did-you-mean")


def test_check_with_filters_and_why(page: Page) -> None:
    """The tree, narrowed; and why one number is what it is."""
    sit_down(page, "Sam Rivera")
    write(page, "/benefit-check east river")
    answer = page.locator(".message.ephemeral").last
    expect(answer).to_contain_text("Benefits of East River Brewing")
    look(page, "04-check")
    pick(page, answer.get_by_label("Which benefits are shown"), "used up")
    expect(answer).to_contain_text("used up, all 2 ads")
    look(page, "05-check-used-up")
    pick(page, answer.get_by_label("Why this number?"), "Banner ad")
    why = modal(page, "Why this number?")
    expect(why).to_contain_text("2 granted − 2 used = 0 left")
    look(page, "06-why")
    press(why, "Close")


def test_recording_for_many(page: Page) -> None:
    """A form, a preview that says who would be refused, and one Undo for all."""
    write(page, "/benefits bulk guest")
    form = modal(page, "Record for many")
    choose(page, form, "Membership type", "comm", "Community")
    form.get_by_label("Quantity for each").fill("2")
    form.get_by_label("Description").fill("Open house")
    look(page, "07-bulk")
    press(form, "Preview")
    preview = page.locator(".modal").last
    expect(preview).to_contain_text("would be refused")
    look(page, "08-bulk-preview")
    preview.get_by_role("button", name="Record for those").click()
    expect(page.locator(".modal").last).to_contain_text("recorded for")
    look(page, "09-bulk-done")
    press(page.locator(".modal").last, "Done")
    expect(page.locator(".modal")).to_have_count(0)
    told = page.locator(".message.ephemeral").last
    expect(told).to_contain_text("recorded for")
    look(page, "10-bulk-message")
    press(told, "Undo")
    undo = modal(page, "Undo")
    undo.get_by_label("Why is it taken back?").fill("It rained")
    look(page, "11-bulk-undo")
    press(undo, "Take back")
    expect(page.locator(".message.ephemeral").last).to_contain_text("Taken back")


def test_registering_for_an_event(page: Page) -> None:
    """The price before anybody registers; cancelled from the confirmation."""
    write(page, "/benefits register harbour")
    form = modal(page, "Register for an event")
    choose(page, form, "Event", "gala", "Annual gala dinner")
    pick(page, form.get_by_label("Registration type"), "Member")
    expect(form).to_contain_text("to pay")
    look(page, "12-register")
    press(form, "Register")
    expect(page.locator(".modal").last).to_contain_text("is registered for")
    look(page, "13-registered")
    press(page.locator(".modal").last, "Done")
    told = page.locator(".message.ephemeral").last
    press(told, "Cancel registration …")
    why = modal(page, "Cancel registration")
    why.get_by_label("Why is it cancelled?").fill("They are ill")
    look(page, "14-cancel")
    press(why, "Cancel it")
    expect(page.locator(".message.ephemeral").last).to_contain_text("is cancelled")


def test_asking_a_manager(page: Page) -> None:
    """More than is left: the form offers to ask, the manager approves, both are told."""
    write(page, '/benefit-use acme room 40 today "Summer school"')
    told = page.locator(".message.ephemeral").last
    expect(told).to_contain_text("Ask a manager")
    look(page, "15-overage")
    press(told, "Ask a manager")
    expect(told).to_contain_text("The managers are asked")
    sit_down(page, "Morgan Hale")
    open_entry(page, "Messages")
    question = page.locator(".message").last
    expect(question).to_contain_text("asks for more than is left")
    look(page, "16-question")
    press(question, "Approve")
    expect(question).to_contain_text("approved by")
    look(page, "17-approved")


def test_conveying_and_changing(page: Page) -> None:
    """Units to somebody else, and back; a number changed with its reason."""
    open_entry(page, "membership")
    write(page, "/benefits convey acme")
    form = modal(page, "Convey units")
    pick(page, form.get_by_label("Benefit", exact=True), "Guest pass")
    choose(page, form, "To", "theo", "Theo Park")
    look(page, "18-convey")
    press(form, "Convey")
    expect(page.locator(".modal").last).to_contain_text("conveyed to")
    press(page.locator(".modal").last, "Done")
    look(page, "19-conveyed")
    write(page, "/benefits recall acme")
    form = modal(page, "Recall units")
    pick(page, form.get_by_label("Units in other hands"), "Theo Park")
    look(page, "20-recall")
    press(form, "Recall")
    expect(page.locator(".modal").last).to_contain_text("recalled from")
    press(page.locator(".modal").last, "Done")
    write(page, "/benefits adjust acme")
    form = modal(page, "Change a benefit")
    pick(page, form.get_by_label("Benefit", exact=True), "Guest pass")
    form.get_by_label("Number", exact=True).fill("6")
    look(page, "21-adjust")
    press(form, "Change")
    expect(form.locator(".field-error:visible")).to_contain_text("needs a reason")
    look(page, "22-adjust-refused")
    form.get_by_label("Reason").fill("Goodwill")
    press(form, "Change")
    expect(page.locator(".modal").last).to_contain_text("number 4 to 6")
    press(page.locator(".modal").last, "Done")


def test_enrolling_and_renewing(page: Page) -> None:
    """A member made in two steps; a renewal after a look at what is lost."""
    sit_down(page, "Morgan Hale")
    write(page, "/benefits enroll")
    form = modal(page, "Enroll a member")
    choose(page, form, "Member", "theo", "Theo Park")
    choose(page, form, "Membership type", "busi", "Business")
    look(page, "23-enroll")
    press(form, "Next: benefits")
    form = modal(page, "Benefits")
    look(page, "24-enroll-benefits")
    press(form, "Enroll")
    expect(page.locator(".modal").last).to_contain_text("Theo Park")
    press(page.locator(".modal").last, "Done")
    write(page, "/benefits renew fern hill")
    form = modal(page, "Renew a membership")
    expect(form.get_by_label("Membership", exact=True)).to_have_value(re.compile("Community"))
    look(page, "25-renew")
    press(form, "Preview")
    preview = page.locator(".modal").last
    expect(preview).to_contain_text("Lost in all")
    look(page, "26-renew-preview")
    press(preview, "Change benefits")
    expect(preview.locator(".modal-title")).to_have_text("Benefits")
    preview.get_by_role("checkbox").first.click()
    look(page, "26-renew-benefits")
    press(preview, "To the preview")
    expect(preview).to_contain_text("Declined:")
    look(page, "26-renew-preview-changed")
    press(preview, "Renew")
    expect(page.locator(".modal").last).to_contain_text("Renewed:")
    look(page, "27-renewed")
    press(page.locator(".modal").last, "Done")


def test_reports(page: Page) -> None:
    """Figures, charts and tables; a CSV file; shared by button."""
    for number, kind in enumerate(("usage", "balances", "expiring", "quid-pro-quo", "history")):
        days = "2024-01-01" if kind in {"usage", "quid-pro-quo", "history"} else ""
        write(page, f"/benefits report {kind} {days}")
        report = page.locator(".message.ephemeral").last
        expect(report.locator(".data-table")).to_be_visible()
        look(page, f"28-report-{number}-{kind}")
    report = page.locator(".message.ephemeral").last
    press(report, "Share …")
    form = modal(page, "Share a report")
    choose(page, form, "Channel", "membership", "#membership")
    look(page, "29-share")
    press(form, "Share")
    expect(page.locator(".message", has_text="shared by").last).to_be_visible()
    write(page, "/benefits report usage")
    report = page.locator(".message.ephemeral").last
    press(report, "CSV file")
    expect(page.locator(".message.ephemeral").last).to_contain_text("in your messages")
    open_entry(page, "Messages")
    expect(page.locator(".message").last).to_contain_text("usage-")
    look(page, "30-csv")


def test_the_home(page: Page) -> None:
    """Quick actions, what runs low and ends soon, the state of the sync."""
    open_entry(page, "Home")
    home = page.locator(".home")
    expect(home).to_contain_text("Running low")
    look(page, "31-home-manager")
    home.get_by_role("button", name="Undo", exact=True).first.click()
    undo = modal(page, "Undo")
    undo.get_by_label("Why is it taken back?").fill("Only a trial")
    press(undo, "Take back")
    expect(page.locator(".modal")).to_have_count(0)
    sit_down(page, "Sam Rivera")
    open_entry(page, "Home")
    expect(home).to_contain_text("You recorded lately")
    look(page, "32-home-staff")


def test_a_conflict_is_asked_about(page: Page) -> None:
    """Another number in the sheet than from Slack: the manager is asked, and picks a side."""
    sit_down(page, "Morgan Hale")
    open_tab(page, "Assignments")
    type_into(page, ACME_GUEST_PASS, "Number", "many")
    sync(page)
    write(page, "/benefits adjust acme")
    form = modal(page, "Change a benefit")
    pick(page, form.get_by_label("Benefit", exact=True), "Guest pass")
    form.get_by_label("Number", exact=True).fill("5")
    form.get_by_label("Reason").fill("As agreed by telephone")
    press(form, "Change")
    press(page.locator(".modal").last, "Done")
    sync(page)
    open_entry(page, "Messages")
    question = page.locator(".message", has_text="differ").last
    # Managers are asked in the next round.
    expect(question).to_contain_text("Sheet: “many” · Benefit Desk: “5”", timeout=60_000)
    look(page, "33-conflict")
    open_entry(page, "Home")
    home = page.locator(".home")
    expect(home).to_contain_text("Sheet: “many” · Benefit Desk: “5”")
    look(page, "34-conflict-in-the-home")
    open_entry(page, "Messages")
    press(question, "Keep “5” of Benefit Desk")
    expect(question).to_contain_text("Decided by")
    look(page, "35-conflict-decided")
    open_entry(page, "Home")
    expect(home).not_to_contain_text("Sheet: “many”")
    sync(page)
    expect(cell(page, ACME_GUEST_PASS, "Number")).to_have_text("5")
    expect(cell(page, ACME_GUEST_PASS, "Status")).to_have_text("")
