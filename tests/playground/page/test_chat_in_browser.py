"""The chat of the page, driven in a browser, with a real Bolt app behind it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from playground.page.playground import Playground
from playground.slack import Message
from tests.playground.page.front_desk import FrontDesk
from tests.playground.page.front_desk_blocks import button, section
from tests.playground.page.waiting import wait_until

Open = Callable[[str], Page]


def write(page: Page, text: str) -> None:
    """Write into the composer and send it."""
    box = page.locator(".composer textarea")
    box.fill(text)
    expect(box).to_have_value(text)
    box.press("Enter")


def open_form(page: Page) -> Locator:
    """Open the form by its command."""
    write(page, "/benefit-use")
    form = page.locator(".modal")
    form.wait_for()
    return form


def field(form: Locator, label: str) -> Locator:
    """Find a field by its label."""
    return form.get_by_label(label, exact=True)


def error_of(form: Locator, label: str) -> Locator:
    """Find the room for an error under a field."""
    labelled = form.page.get_by_label(label, exact=True)
    return form.locator(".bk-input").filter(has=labelled).get_by_role("alert")


def choose(page: Page, form: Locator, label: str, typed: str, wanted: str) -> None:
    """Type into a menu and take one of its entries."""
    menu = field(form, label)
    menu.focus()
    if typed:
        menu.press_sequentially(typed)
    else:
        menu.press("ArrowDown")
    page.locator(".q-menu .q-item", has_text=wanted).first.click()


def test_commands_complete_while_typing(open_as: Open) -> None:
    """A slash lists the app's commands with their hints; Enter takes the one that is marked."""
    page = open_as("sam")
    box = page.locator(".composer textarea")
    box.press_sequentially("/ben")
    entries = page.locator(".completion-entry")
    expect(entries).to_have_count(2)
    expect(entries.nth(0)).to_contain_text("[check | use]")
    box.press("ArrowDown")
    expect(entries.nth(1)).to_have_class("completion-entry chosen")
    box.press("Enter")
    expect(box).to_have_value("/benefit-use ")
    expect(page.locator(".completion-hint")).to_have_text("/benefit-use [contact]")


def test_a_form_is_filled_and_sent(open_as: Open, desk: FrontDesk) -> None:
    """A command opens a modal; menus, dates and texts reach the app as Slack would send them."""
    page = open_as("sam")
    form = open_form(page)
    choose(page, form, "Contact", "ced", "Cedar Works")
    choose(page, form, "Benefit", "gue", "Guest pass")
    form.locator(".bk-input").filter(has_text="Used on").get_by_role("button").click()
    page.locator(".q-date__calendar-item button", has_text="17").click()
    page.keyboard.press("Escape")
    field(form, "Quantity").fill("2")
    field(form, "Description").fill("Visit of the board")
    form.get_by_role("button", name="Record").click()
    expect(page.locator(".modal")).to_have_count(0)
    (values,) = desk.submitted
    assert values["contact"]["selected_option"]["value"] == "Cedar Works"
    assert values["benefit"]["selected_option"]["value"] == "Guest pass"
    assert values["used_on"]["selected_date"] == "2026-11-17"
    assert values["quantity"]["value"] == "2"
    assert values["description"]["value"] == "Visit of the board"


def test_an_update_keeps_what_was_typed(open_as: Open) -> None:
    """Choosing a contact changes the form; the words in the other fields stay, cursor and all."""
    page = open_as("sam")
    form = open_form(page)
    description = field(form, "Description")
    description.fill("Half a sen")
    choose(page, form, "Contact", "acm", "Acme Marine")
    expect(form.locator(".bk-section")).to_have_text("3 left for Acme Marine")
    expect(field(form, "Contact")).to_have_value("Acme Marine")
    description.press_sequentially("tence")
    expect(description).to_have_value("Half a sentence")


def test_an_error_stands_under_its_field_and_nothing_is_lost(
    open_as: Open, desk: FrontDesk
) -> None:
    """What the app refuses is told under the field; the rest of the form stays as it was."""
    page = open_as("sam")
    form = open_form(page)
    form.get_by_role("button", name="Record").click()
    expect(error_of(form, "Contact")).to_have_text("Please complete this required field.")
    choose(page, form, "Contact", "acm", "Acme Marine")
    expect(error_of(form, "Contact")).to_be_hidden()
    choose(page, form, "Benefit", "", "Guest pass")
    quantity = field(form, "Quantity")
    quantity.fill("9")
    form.get_by_role("button", name="Record").click()
    error = error_of(form, "Quantity")
    expect(error).to_have_text("Only 3 left.")
    expect(quantity).to_have_value("9")
    expect(field(form, "Contact")).to_have_value("Acme Marine")
    quantity.fill("3")
    expect(error).to_be_hidden()
    form.get_by_role("button", name="Record").click()
    expect(page.locator(".modal")).to_have_count(0)
    assert len(desk.submitted) == 1


def test_an_ephemeral_answer_is_seen_by_one_person(open_as: Open) -> None:
    """Two browsers with two people: both see the report, one sees the answer to the command."""
    sam, alex = open_as("sam"), open_as("alex")
    write(sam, "/benefits report")
    for page in (sam, alex):
        expect(page.locator(".message h3")).to_have_text("Usage this week")
    answer = sam.locator(".message.ephemeral")
    expect(answer).to_contain_text("Only visible to you")
    expect(answer).to_contain_text("Posted the weekly report.")
    expect(alex.locator(".message.ephemeral")).to_have_count(0)


def test_a_buttons_words_do_not_lie_on_its_answer(open_as: Open) -> None:
    """What a button of the top bar does is told until it is pressed; then there is the answer."""
    page = open_as("sam")
    page.get_by_role("button", name="Sync now", exact=True).hover()
    tooltip = page.locator(".q-tooltip", has_text="Morgan Hale types /benefits sync")
    expect(tooltip).to_be_visible()
    page.get_by_role("button", name="Sync now", exact=True).click()
    expect(page.locator(".answer")).to_contain_text("To Morgan Hale:")
    expect(tooltip).to_have_count(0)


def test_charts_and_tables_are_drawn(open_as: Open) -> None:
    """A chart is drawn by ECharts; a data table sorts figures by their value."""
    page = open_as("sam")
    write(page, "/benefits report")
    expect(page.locator(".chart svg")).to_be_visible()
    first = page.locator(".data-table tbody tr").first
    expect(first).to_contain_text("Guest pass")
    page.locator(".data-table th", has_text="Uses").click()
    page.locator(".data-table th", has_text="Uses").click()
    expect(first).to_contain_text("Banner")


def test_modals_belong_to_one_person(open_as: Open) -> None:
    """A modal opens in front of the person who asked for it, and nobody else."""
    sam, morgan = open_as("sam"), open_as("morgan")
    open_form(sam)
    expect(morgan.locator(".shade")).to_be_hidden()


def test_a_button_opens_a_form_and_the_cross_closes_it(open_as: Open, desk: FrontDesk) -> None:
    """A button in a message reaches the app; the form that it opens can be closed."""
    page = open_as("sam")
    write(page, "/benefits menu")
    page.get_by_role("button", name="More", exact=True).click()
    form = page.locator(".modal")
    form.wait_for()
    form.get_by_role("button", name="Close").click()
    expect(page.locator(".shade")).to_be_hidden()
    wait_until(lambda: bool(desk.clicked))
    assert desk.clicked[0]["actions"][0]["action_id"] == "more"


def test_escape_closes_the_form_on_top(open_as: Open) -> None:
    """One after the other; and a menu before its form."""
    page = open_as("sam")
    form = open_form(page)
    form.get_by_role("button", name="More", exact=True).click()
    on_top = page.locator(".modal:visible")
    expect(on_top.locator(".modal-title")).to_have_text("More")
    page.keyboard.press("Escape")
    expect(on_top.locator(".modal-title")).to_have_text("Record usage")
    field(form, "Benefit").click()
    expect(page.locator(".q-menu:visible")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".q-menu:visible")).to_have_count(0)
    expect(on_top).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".shade")).to_be_hidden()


def test_a_reply_says_that_it_stands_in_a_thread(open_as: Open, fresh_stage: Playground) -> None:
    """The page has no threads of its own: a reply is the next message, and says so."""
    page = open_as("sam")
    workspace = fresh_stage.workspace
    channel = workspace.channel_named("membership")
    bot = workspace.bot_user.id
    post = workspace.post(
        Message(channel=channel.id, ts=workspace.next_ts(), user=bot, text="The week")
    )
    workspace.post(
        Message(
            channel=channel.id,
            ts=workspace.next_ts(),
            user=bot,
            text="As CSV",
            thread_ts=post.ts,
        )
    )
    reply = page.locator(".message", has_text="As CSV")
    expect(reply).to_contain_text("In the thread of the post above")
    expect(page.locator(".message", has_text="The week")).not_to_contain_text("In the thread")


def test_a_message_that_becomes_shorter_stays_in_view(
    open_as: Open, fresh_stage: Playground, desk: FrontDesk
) -> None:
    """Whoever pressed a button in a long message sees what became of it."""
    page = open_as("sam")
    workspace = fresh_stage.workspace
    channel = workspace.channel_named("membership").id

    def post(text: str, lines: int) -> Message:
        blocks = [
            {"type": "actions", "elements": [button("Narrow", "narrow")]},
            section("\n".join([text, *["And one more line."] * lines])),
        ]
        ts, bot = workspace.next_ts(), workspace.bot_user.id
        return workspace.post(Message(channel=channel, ts=ts, user=bot, text=text, blocks=blocks))

    post("Before", lines=60)
    answer = post("The answer", lines=90)
    shown = page.locator(".message", has_text="The answer")
    expect(shown.get_by_role("button", name="Narrow")).to_be_in_viewport()
    shown.get_by_role("button", name="Narrow").click()
    wait_until(lambda: bool(desk.clicked))
    answer.blocks = [section("The answer, in short.")]
    workspace.change_message(answer)
    expect(page.locator(".message", has_text="in short")).to_be_in_viewport(ratio=0.9)


def test_a_narrow_chat_keeps_its_fields_inside(open_as: Open, fresh_stage: Playground) -> None:
    """At a thousand pixels nothing in a message is wider than the chat."""
    page = open_as("sam")
    workspace = fresh_stage.workspace
    menu = {
        "type": "static_select",
        "action_id": "a",
        "placeholder": {"type": "plain_text", "text": "Check a member's benefits"},
        "options": [{"text": {"type": "plain_text", "text": "One"}, "value": "1"}],
    }
    workspace.post(
        Message(
            channel=workspace.channel_named("membership").id,
            ts=workspace.next_ts(),
            user=workspace.bot_user.id,
            text="What would you like to do?",
            blocks=[{"type": "actions", "elements": [menu]}],
        )
    )
    page.locator(".message .q-select").first.wait_for()
    before = page.viewport_size
    page.set_viewport_size({"width": 1000, "height": 800})
    try:
        over = page.evaluate(
            "() => { const pane = document.querySelector('.messages').getBoundingClientRect();"
            " return [...document.querySelectorAll('.message .q-field')]"
            ".filter(one => one.getBoundingClientRect().right > pane.right).length; }"
        )
    finally:
        page.set_viewport_size(before or {"width": 1440, "height": 900})
    assert over == 0


def test_a_second_modal_lies_on_the_first(open_as: Open) -> None:
    """A pushed modal covers the one below, which comes back as it was when it is closed."""
    page = open_as("sam")
    form = open_form(page)
    field(form, "Description").fill("Half done")
    form.get_by_role("button", name="More", exact=True).click()
    on_top = page.locator(".modal:visible")
    expect(on_top.locator(".modal-title")).to_have_text("More")
    expect(on_top).to_contain_text("The second page")
    on_top.get_by_role("button", name="Back").click()
    expect(on_top.locator(".modal-title")).to_have_text("Record usage")
    expect(field(form, "Description")).to_have_value("Half done")


def test_an_app_that_says_nothing_is_told_by_the_workspace(
    open_as: Open, fresh_stage: Playground
) -> None:
    """After three seconds without an answer the workspace says what Slack would say."""
    page = open_as("sam")
    fresh_stage.workspace.switches.ack_seconds = 0.3
    try:
        write(page, "/silence")
        message = page.locator(".message.ephemeral")
        expect(message).to_contain_text('/silence failed with the error "operation_timeout"')
    finally:
        fresh_stage.workspace.switches.ack_seconds = 3.0


def test_a_message_has_its_shortcut(open_as: Open) -> None:
    """What somebody wrote can be handed to the app from the message's menu."""
    page = open_as("sam")
    write(page, "Acme's board had two guests")
    message = page.locator(".message", has_text="two guests")
    message.hover()
    message.get_by_role("button", name="Message menu").click()
    page.get_by_text("Record usage from this message").click()
    expect(page.locator(".modal .bk-section")).to_contain_text("two guests")


def test_the_home_is_published_for_whoever_opens_it(open_as: Open) -> None:
    """The App Home shows what the app published for this person; another one sees their own."""
    page = open_as("sam")
    page.locator(".sidebar-entry", has_text="Home").click()
    expect(page.locator(".home")).to_contain_text("Good morning, @Sam Rivera")
    page.get_by_role("button", name="Switch user").click()
    page.locator(".q-menu .q-item", has_text="Alex Chen").click()
    expect(page).to_have_url(re.compile(r"\?as=alex$"))
    page.locator(".sidebar-entry", has_text="Home").click()
    expect(page.locator(".home")).to_contain_text("Good morning, @Alex Chen")


def test_direct_messages_are_marked_until_they_are_read(open_as: Open) -> None:
    """A message where the person does not look makes its entry bold until they look."""
    page = open_as("sam")
    form = open_form(page)
    choose(page, form, "Contact", "acm", "Acme Marine")
    choose(page, form, "Benefit", "", "Guest pass")
    form.get_by_role("button", name="Record").click()
    entry = page.locator(".sidebar-entry", has_text="Messages")
    expect(entry).to_have_class("sidebar-entry inner new")
    entry.click()
    expect(page.locator(".message")).to_contain_text("Recorded 1 guest pass.")
    expect(entry).to_have_class("sidebar-entry inner open")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".step.done")).to_have_count(1)


@pytest.mark.parametrize("name", ["gil", "noor"])
def test_everybody_has_a_clock_and_a_name(open_as: Open, name: str) -> None:
    """A guest and somebody without a role can write too."""
    page = open_as(name)
    write(page, "Hello *there*")
    message = page.locator(".message", has_text="Hello there")
    expect(message.locator("strong")).to_have_text("there")
    expect(message.locator(".time")).to_have_text(re.compile(r"\d\d:\d\d"))
