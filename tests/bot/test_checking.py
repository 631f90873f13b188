"""Checking: what a contact has, as a tree in a message or in a modal."""

from datetime import date
from decimal import Decimal

import pytest

from bot.names import Act, Command, Field, Form, Shortcut
from bot.views.statement import Filter, Look
from core.adjusting import LevelChange
from core.contact import Contact
from core.entry import EntryKind
from core.level import BenefitLevel
from playground.slack import Message, View
from tests.bot.catalogue import many_lines
from tests.bot.office import NEW_YEAR, SlackOffice, Typed, words_of


def check(office: SlackOffice, text: str) -> Message:
    """The tree of the contact that is named."""
    return office.says(office.staff, Command.CHECK, text, words="Benefits of")


def narrow(office: SlackOffice, message: Message, chosen: Filter, contact: str = "ACME") -> str:
    """Choose a filter, and give what the message says then."""
    before = message.blocks
    office.sam.click(message, Act.CHECK_FILTER, value=str(Look(contact, chosen)))
    office.slack.until(lambda: message.blocks != before)
    return words_of(message)


def turn(office: SlackOffice, message: Message, act: Act) -> None:
    """Press a button that changes the message, and wait for that."""
    before = message.blocks
    office.sam.click(message, act)
    office.slack.until(lambda: message.blocks != before)


def test_the_tree_shows_membership_levels_and_usage(office: SlackOffice) -> None:
    """Each level with what is left, and under it what was used, by whom and for what."""
    office.use(quantity="2", holder="ANN", used_on=date(2026, 6, 3), description="Open day")
    told = check(office, "acme")
    shown = words_of(told)
    assert told.is_ephemeral
    assert "*Gold* · 1 Jan 2026 to 31 Dec 2026" in shown
    assert "*Guest pass*\\n`▓▓▓▓▓░░░░░` 2 of 4 left · 2 used" in shown
    assert "3 Jun 2026: 2 · Ann Able · Open day" in shown
    assert "*Notary service*\\nunlimited" in shown
    assert "· ends" not in shown
    assert "*Directory listing*\\nincluded, not counted" in shown


def test_only_the_latest_uses_are_shown(office: SlackOffice) -> None:
    """Three of them, and how many there are besides."""
    for day in range(1, 6):
        office.use(benefit_type="NOTARY", used_on=date(2026, 6, day))
    shown = words_of(check(office, "acme"))
    assert "5 Jun 2026: 1" in shown
    assert "1 Jun 2026: 1" not in shown
    assert "2 earlier uses" in shown


@pytest.mark.both_ways
def test_a_filter_narrows_the_tree(office: SlackOffice) -> None:
    """All, remaining, used up, ending soon, declined: the same message changes."""
    office.enroll(
        "ANN",
        "GOLD",
        starts_on=date(2025, 7, 1),
        declined=frozenset({"G2"}),
        optional=frozenset({"G5"}),
    )
    office.use("ANN", "PASS", quantity="4")
    told = check(office, "ann")
    names = ("Guest pass", "Conference room", "Notary service", "Gala seat")

    def shown(text: str) -> list[str]:
        own = text.split("of *Acme Hardware*", maxsplit=1)[0]
        return [name for name in names if f"*{name}*" in own]

    assert shown(words_of(told)) == list(names)
    assert shown(narrow(office, told, Filter.USED_UP, "ANN")) == ["Guest pass"]
    assert shown(narrow(office, told, Filter.DECLINED, "ANN")) == ["Conference room"]
    assert shown(narrow(office, told, Filter.ENDING_SOON, "ANN")) == ["Notary service", "Gala seat"]
    assert shown(narrow(office, told, Filter.REMAINING, "ANN")) == ["Notary service", "Gala seat"]
    assert shown(narrow(office, told, Filter.ALL, "ANN")) == list(names)


def test_a_filter_that_leaves_nothing_says_so(office: SlackOffice) -> None:
    """An empty page would look like a fault."""
    assert "Nothing here is declined." in narrow(office, check(office, "acme"), Filter.DECLINED)


def test_a_large_tree_is_shown_in_pages(office: SlackOffice) -> None:
    """A message takes fifty blocks; the membership's name stands on every page."""
    office.put(many_lines(90))
    office.enroll("BOB", "MANY")
    told = check(office, "bob")
    assert "Page 1 of 3" in words_of(told)
    for page in (2, 3):
        turn(office, told, Act.CHECK_PAGE_ON)
        assert f"Page {page} of 3" in words_of(told)
        assert "MANY &amp; more" in words_of(told)
    assert "*Benefit 89" in words_of(told)
    turn(office, told, Act.CHECK_PAGE_BACK)
    assert "Page 2 of 3" in words_of(told)


def test_nothing_typed_asks_whose_benefits(office: SlackOffice) -> None:
    """The question becomes the tree."""
    asked = office.says(office.staff, Command.CHECK, words="Whose benefits")
    assert office.sam.suggest(asked, Act.ASK_CONTACT, "acme").values == ["ACME"]
    office.sam.click(asked, Act.ASK_CONTACT, value="ACME")
    office.slack.until(lambda: "Guest pass" in words_of(asked))


def test_a_doubtful_name_is_asked_about(office: SlackOffice) -> None:
    """A press shows the tree in place of the question."""
    office.put([Contact(code="ACM2", name="Acme Bakery")])
    asked = office.says(office.staff, Command.CHECK, "acm", words="Several contacts match")
    rows = [block for block in asked.blocks if block["type"] == "actions"]
    office.sam.click(asked, Act.CHECK_CONTACT, block_id=rows[1]["block_id"])
    office.slack.until(lambda: "Benefits of Acme Hardware" in words_of(asked))


def test_a_contact_without_membership_is_told_so(office: SlackOffice) -> None:
    """No tree, one sentence."""
    assert "*Bob Bold* has no membership" in words_of(check(office, '"bob bold"'))


def test_what_ended_or_was_made_inactive_is_told(office: SlackOffice) -> None:
    """With how much of it was used."""
    made = office.enroll("ANN", "GOLD", starts_on=date(2024, 1, 1))
    office.use("ANN", "PASS", quantity="3", used_on=date(2024, 5, 1))
    change = LevelChange(level=made.levels[1].key, active=False)
    office.desk.change_level(
        change, idempotency_key="inactive", actor=office.desk_actor(office.manager)
    )
    shown = words_of(check(office, "ann"))
    assert "*Guest pass*\\nended 31 Dec 2024, 3 used" in shown
    assert "*Conference room*\\ninactive" in shown


def test_a_line_is_recorded_from_its_button(office: SlackOffice) -> None:
    """The form opens with contact and benefit chosen, and draws on that very line."""
    older = office.enroll("ACME", "SPONS", ends_on=date(2026, 7, 31))
    newer = next(level for level in _levels(office) if level.membership != older.membership.key)
    told = check(office, "acme")
    button = next(
        block["block_id"]
        for block in told.blocks
        if block.get("accessory", {}).get("value") == f"{newer.key}:ACME"
    )
    form = office.opened(
        office.staff, Form.RECORD, lambda: office.sam.click(told, Act.RECORD, block_id=button)
    )
    values = form.values()
    assert values[Field.CONTACT][Field.CONTACT]["selected_option"]["value"] == "ACME"
    chosen = values["benefit_type:ACME"][Field.BENEFIT_TYPE]["selected_option"]
    assert chosen["value"] == "PASS"
    assert office.sam.submit_view(form).kind == "updated"
    assert [usage.level for usage in office.usages] == [newer.key]


def test_a_person_records_what_the_organisation_owns(office: SlackOffice) -> None:
    """From Ann's tree, the pass of Acme is recorded for Acme, used by Ann."""
    told = check(office, "ann")
    button = next(
        block["block_id"]
        for block in told.blocks
        if "Guest pass" in f"{block.get('text')}" and "accessory" in block
    )
    form = office.opened(
        office.staff, Form.RECORD, lambda: office.sam.click(told, Act.RECORD, block_id=button)
    )
    office.sam.submit_view(form)
    (usage,) = office.usages
    assert (usage.contact, usage.holder) == ("ACME", "ANN")


def test_an_auditor_sees_no_record_button(office: SlackOffice) -> None:
    """Who may only look is offered nothing else."""
    told = office.says(office.auditor, Command.CHECK, "acme", words="Benefits of")
    assert Act.RECORD not in {block.get("accessory", {}).get("action_id") for block in told.blocks}


def accessories(message: Message, act: Act) -> list[str]:
    """The texts beside which there is such a button."""
    return [
        block["text"]["text"]
        for block in message.blocks
        if block.get("accessory", {}).get("action_id") == act
    ]


def test_a_line_that_is_used_up_has_no_record_button(office: SlackOffice) -> None:
    """There is nothing to record; the bar is as wide as any other."""
    office.use(quantity="4")
    told = check(office, "acme")
    assert len(accessories(told, Act.RECORD)) == 2
    assert not any("Guest pass" in text for text in accessories(told, Act.RECORD))
    assert "`░░░░░░░░░░` used up, all 4" in words_of(told)
    assert accessories(told, Act.UNDO) == []


def test_a_manager_takes_back_anybody_s_usage_from_the_tree(office: SlackOffice) -> None:
    """Each listed usage has its Undo; the tree stays, and what was done is said below."""
    office.says(office.staff, Command.USE, "acme pass 2 today Tour", words="left")
    told = office.says(office.manager, Command.CHECK, "acme", words="Benefits of")
    assert accessories(told, Act.UNDO) == ["15 Jun 2026: 2 · Tour"]
    before = told.blocks
    form = office.opened(office.manager, Form.UNDO, lambda: office.may.click(told, Act.UNDO))
    reason: Typed = {Field.REASON: {Field.REASON: "Wrong member"}}
    assert office.may.submit_view(form, reason).kind == "closed"
    office.may.wait_for_message(office.channel, "Taken back")
    assert told.blocks == before
    assert len(office.entries(EntryKind.VOID)) == 1


def test_members_words_are_shown_as_written(office: SlackOffice) -> None:
    """Names and descriptions are escaped, and long descriptions cut."""
    office.enroll("ZED")
    office.use("ZED", "PASS", description="<!here> " + "y" * 240, used_on=NEW_YEAR)
    shown = words_of(check(office, "ZED"))
    assert "&lt;!here&gt;" in shown
    assert "<!" not in shown.replace("Zed <!channel>", "")


def test_the_home_shows_the_tree_in_a_modal(office: SlackOffice) -> None:
    """Chosen in the App Home, filtered in the modal."""
    sam = office.sam
    sam.open_home()
    office.slack.until(lambda: sam.home)
    home = sam.home
    assert home is not None
    sam.suggest(home, Act.ASK_CONTACT, "acme")
    sam.click(home, Act.ASK_CONTACT, value="ACME")
    view: View = sam.wait_for_modal()
    assert "Guest pass" in words_of(view)
    before = view.hash
    sam.click(view, Act.CHECK_FILTER, value=str(Look("ACME", Filter.DECLINED)))
    office.slack.until(lambda: view.hash != before)
    assert "Nothing here is declined" in words_of(view)


def why(office: SlackOffice, told: Message | View, key: int, contact: str = "ACME") -> View:
    """The explanation of a level, asked for in a menu."""
    office.sam.click(told, Act.WHY, value=f"{key}|{contact}")
    return office.sam.wait_for_modal()


def test_what_is_used_up_has_no_record_button_where_it_is_explained(office: SlackOffice) -> None:
    """As it has none among the contact's benefits."""
    office.use(quantity="4")
    assert accessory_texts(why(office, check(office, "acme"), office.level().key)) == []


def test_a_number_is_explained(office: SlackOffice) -> None:
    """The sum, and every entry behind it with who told it, the latest first."""
    office.use(quantity="2", holder="ANN", used_on=date(2026, 6, 3), description="Open day")
    office.convey("BOB")
    change = LevelChange(level=office.level().key, number=Decimal(6), reason="A goodwill gift")
    actor = office.desk_actor(office.manager)
    office.desk.change_level(change, idempotency_key="more", actor=actor)
    view = why(office, check(office, "acme"), office.level().key)
    shown = words_of(view)
    assert "4 granted + 2 changed − 2 used = 4 left" in shown
    assert "of those left: 1 with Bob Bold; 3 unassigned" in shown
    by = f"recorded by <@{office.manager.id}>, 15 Jun 2026 16:00, in Slack"
    assert f"number +2, A goodwill gift\\n{by}" in shown
    assert "3 Jun 2026: 2 used by Ann Able, Open day\\nrecorded by cli:setup" in shown
    assert shown.index("number +2") < shown.index("1 conveyed to Bob Bold")
    assert shown.index("1 conveyed") < shown.index("Open day") < shown.index("4 granted\\n")


def test_a_long_explanation_has_pages(office: SlackOffice) -> None:
    """Twenty entries to a page, in the same modal."""
    for _ in range(25):
        office.use(benefit_type="NOTARY")
    view = why(office, check(office, "acme"), office.level("NOTARY").key)
    assert "Page 1 of 2" in words_of(view)
    before = view.hash
    office.sam.click(view, Act.WHY_PAGE_ON)
    office.slack.until(lambda: view.hash != before)
    assert "Page 2 of 2" in words_of(view)
    assert "unlimited granted" in words_of(view)


def test_staff_record_from_the_explanation(office: SlackOffice) -> None:
    """The form lies on top of it; to change the number is the managers' right."""
    view = why(office, check(office, "acme"), office.level().key)
    assert accessory_texts(view) == ["Record"]
    form = office.opened(office.staff, Form.RECORD, lambda: office.sam.click(view, Act.RECORD))
    assert "Guest pass" in words_of(form)


def accessory_texts(view: View) -> list[str]:
    """What stands on the buttons of a modal."""
    rows = (block["elements"] for block in view.blocks if block["type"] == "actions")
    return [str(each["text"]["text"]) for row in rows for each in row]


def test_units_in_other_hands_are_shown_in_both(office: SlackOffice) -> None:
    """With whom, on the owner's record; and what they hold, on the holder's, to be recorded."""
    office.convey("BOB", "2")
    assert "with others: 2 with Bob Bold" in words_of(check(office, "acme"))
    theirs = check(office, "bob")
    assert "*Guest pass* of *Acme Hardware*\\n2 left, until 31 Dec 2026" in words_of(theirs)
    form = office.opened(office.staff, Form.RECORD, lambda: office.sam.click(theirs, Act.RECORD))
    assert office.sam.submit_view(form).kind == "updated"
    assert [(use.holder, use.conveyed) for use in office.usages] == [("BOB", True)]


def test_benefits_are_checked_from_the_lightning_menu(office: SlackOffice) -> None:
    """The question opens in a modal and becomes the tree."""
    office.sam.global_shortcut(Shortcut.CHECK)
    view = office.sam.wait_for_modal()
    office.sam.suggest(view, Act.ASK_CONTACT, "acme")
    office.sam.click(view, Act.ASK_CONTACT, value="ACME")
    office.slack.until(lambda: "Guest pass" in words_of(view))


def _levels(office: SlackOffice) -> list[BenefitLevel]:
    return office.desk.read(lambda books: books.levels_owned("ACME", "PASS"))
