"""Every element of Block Kit that the page draws, used in a browser."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from playground.page.playground import Playground
from tests.playground.page.front_desk import FrontDesk
from tests.playground.page.waiting import wait_until

Open = Callable[[str], Page]


def ask(page: Page, words: str) -> None:
    """Send a command."""
    box = page.locator(".composer textarea")
    box.fill(f"/benefits {words}")
    expect(box).to_have_value(f"/benefits {words}")
    box.press("Enter")


def pick(page: Page, menu: Locator, typed: str, wanted: str) -> None:
    """Type into a menu and take an entry."""
    menu.focus()
    menu.press_sequentially(typed)
    page.locator(".q-menu:visible .q-item", has_text=wanted).first.click()


def fill(page: Page, form: Locator) -> None:
    """Fill every field."""
    days = form.get_by_label("Days", exact=True)
    pick(page, days, "mon", "Monday")
    pick(page, days, "sun", "Sunday")
    form.locator(".modal-title").click()
    pick(page, form.get_by_label("Day", exact=True), "tue", "Tuesday")
    contacts = form.get_by_label("Contacts", exact=True)
    pick(page, contacts, "ced", "Cedar Works")
    form.locator(".modal-title").click()
    pick(page, form.get_by_label("Person", exact=True), "alex", "Alex Chen")
    pick(page, form.get_by_label("Place", exact=True), "gen", "#general")
    form.get_by_label("At", exact=True).fill("14:05")
    form.get_by_role("radio", name="Tuesday").click()
    form.get_by_role("checkbox", name="Sunday").click()
    form.get_by_role("checkbox", name="Monday").click()
    form.get_by_label("E-mail", exact=True).fill("alex@example.org")
    form.get_by_label("Unit", exact=True).fill("passes")


def test_every_field_reaches_the_app(
    open_as: Open, desk: FrontDesk, fresh_stage: Playground
) -> None:
    """Menus of one and of many, people, channels, times, radio buttons, checkboxes, texts."""
    page = open_as("sam")
    ask(page, "form")
    form = page.get_by_role("dialog", name="Everything")
    expect(form.get_by_role("checkbox", name="Sunday")).to_have_accessible_description("all day")
    fill(page, form)
    form.get_by_label("Unit", exact=True).press("Enter")
    wait_until(lambda: [c["actions"][0].get("value") for c in desk.clicked] == ["passes"])
    form.get_by_role("button", name="Send").click()
    expect(page.locator(".modal")).to_have_count(0)
    (values,) = desk.submitted
    workspace = fresh_stage.workspace
    assert [o["value"] for o in values["days"]["selected_options"]] == ["Monday", "Sunday"]
    assert values["day"]["selected_option"]["value"] == "Tuesday"
    assert [o["value"] for o in values["contacts"]["selected_options"]] == ["Cedar Works"]
    assert values["person"]["selected_user"] == workspace.user_named("alex").id
    assert values["place"]["selected_conversation"] == workspace.channel_named("general").id
    assert values["at"]["selected_time"] == "14:05"
    assert values["one"]["selected_option"]["value"] == "Tuesday"
    assert [o["value"] for o in values["some"]["selected_options"]] == ["Monday", "Sunday"]
    assert values["mail"]["value"] == "alex@example.org"


def test_a_menu_without_a_shortest_query_opens_full_and_narrows(open_as: Open) -> None:
    """A click lists all that the app offers; typing leaves what fits, before and after a choice."""
    page = open_as("sam")
    ask(page, "form")
    entries = page.locator(".q-menu:visible .q-item")
    member = page.locator(".modal").get_by_label("Member", exact=True)
    member.click()
    expect(entries).to_have_text(["Acme Marine", "Acorn Books", "Cedar Works"])
    member.press_sequentially("ced")
    expect(entries).to_have_text(["Cedar Works"])
    page.wait_for_timeout(500)  # a late answer would bring the others back
    assert entries.count() == 1
    entries.click()
    expect(entries).to_have_count(0)
    expect(member).to_have_value("Cedar Works")
    member.fill("ac")
    expect(entries).to_have_text(["Acme Marine", "Acorn Books"])


def test_what_is_typed_into_a_filled_menu_takes_its_place(open_as: Open) -> None:
    """A click selects what was chosen; a name that isn't there is told as no result."""
    page = open_as("sam")
    ask(page, "form")
    entries = page.locator(".q-menu:visible .q-item")
    member = page.locator(".modal").get_by_label("Member", exact=True)
    member.click()
    member.press_sequentially("ced")
    entries.click()
    expect(member).to_have_value("Cedar Works")
    page.locator(".modal-title").click()
    member.click()
    page.wait_for_timeout(200)  # as long as a hand needs from the mouse to the keys
    page.keyboard.type("aco", delay=30)
    expect(member).to_have_value("aco")
    expect(entries).to_have_text(["Acorn Books"])
    page.keyboard.type("zz", delay=30)
    expect(entries).to_have_text(["No results"])


def test_a_wrong_address_is_refused_before_the_app_is_asked(open_as: Open, desk: FrontDesk) -> None:
    """What the workspace's own client checks stands under the field, and nothing is sent."""
    page = open_as("sam")
    ask(page, "form")
    form = page.locator(".modal")
    form.get_by_label("E-mail", exact=True).fill("nowhere")
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_text("Please enter a valid email address.")).to_be_visible()
    assert desk.submitted == []


def test_messages_show_all_kinds_of_blocks(open_as: Open, desk: FrontDesk) -> None:
    """Lists, markdown and tables are drawn; a menu behind dots and a question work."""
    page = open_as("sam")
    ask(page, "message")
    message = page.locator(".message.ephemeral")
    expect(message.locator("li")).to_have_text("First")
    expect(message.locator(".bk-markdown strong")).to_have_text("Written")
    expect(message.locator(".plain-table")).to_have_text("Cell")
    message.get_by_role("button", name="More").click()
    page.locator(".q-menu .q-item", has_text="Tuesday").click()
    wait_until(lambda: len(desk.clicked) == 1)
    message.get_by_role("button", name="Erase").click()
    page.get_by_role("button", name="No", exact=True).click()
    expect(page.locator(".confirm")).to_have_count(0)
    message.get_by_role("button", name="Erase").click()
    page.get_by_role("button", name="Yes, do it").click()
    wait_until(lambda: len(desk.clicked) == 2)
    assert [c["actions"][0]["action_id"] for c in desk.clicked] == ["dots", "erase"]
    assert desk.clicked[0]["actions"][0]["selected_option"]["value"] == "Tuesday"
