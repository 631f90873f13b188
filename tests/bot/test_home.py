"""The App Home: what one recorded lately, what ends soon, the ways in."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.names import Act, Command, Field, Form
from bot.slack.homes import AT_ONCE, KEPT, Homes
from bot.views.home import SyncNews
from playground.slack import Fault, User
from tests.bot.office import (
    NEW_YEAR,
    SlackOffice,
    answers,
    choose_contact,
    served,
    usage_form,
    words_of,
)


def home_of(office: SlackOffice, user: User) -> str:
    """What somebody's App Home shows once they opened it."""
    person = office.person(user)
    before = person.home.hash if person.home else ""
    person.open_home()
    office.slack.until(lambda: person.home and person.home.hash != before)
    return words_of(person.home)


def test_the_home_shows_the_latest_and_what_ends_soon(office: SlackOffice) -> None:
    """One's own entries with Undo; levels with something left whose term ends within sixty days."""
    office.enroll("ANN", "GOLD", starts_on=date(2025, 7, 10))
    office.use("ANN", "PASS", quantity="4")
    office.says(office.staff, "/benefit-use", "acme pass 2 today Tour", words="left")
    shown = home_of(office, office.staff)
    assert "Benefits of Harbour Chamber" in shown
    assert "*Guest pass*: 2 used on 15 Jun 2026 · *Acme Hardware*" in shown
    assert "*Ann Able* · Conference room: 10 of 10 hours left, ends 9 Jul 2026" in shown
    assert "*Ann Able* · Guest pass" not in shown
    assert "Directory listing" not in shown
    assert "*Acme Hardware* · " not in shown


def test_an_empty_home_says_so(office: SlackOffice) -> None:
    """Nothing recorded and nothing ending are told in words."""
    shown = home_of(office, office.staff)
    assert "Nothing in the past seven days." in shown
    assert "Nothing that is left ends within 60 days." in shown


@pytest.mark.both_ways
def test_undo_in_the_home_draws_it_anew(office: SlackOffice) -> None:
    """The entry is gone from the list."""
    office.says(office.staff, "/benefit-use", "acme pass", words="left")
    home_of(office, office.staff)
    sam, home = office.sam, office.sam.home
    assert home
    form = office.opened(office.staff, Form.UNDO, lambda: sam.click(home, Act.UNDO))
    sam.submit_view(form, {Field.REASON: {Field.REASON: "mistake"}})
    office.slack.until(lambda: "Nothing in the past seven days" in words_of(sam.home))


def test_usage_is_recorded_from_the_home(office: SlackOffice) -> None:
    """The button opens the form; the confirmation comes by direct message."""
    home_of(office, office.staff)
    sam, home = office.sam, office.sam.home
    assert home
    form = office.opened(office.staff, Form.RECORD, lambda: sam.click(home, Act.RECORD))
    choose_contact(office, sam, form, "ACME")
    sam.submit_view(form, answers(benefit_type="PASS"))
    direct = office.slack.workspace.direct_channel(office.staff)
    sam.wait_for_message(direct, "3 of 4 left")


def test_an_auditor_s_home_only_looks(office: SlackOffice) -> None:
    """No Record button, no list of entries."""
    shown = home_of(office, office.auditor)
    assert f"'{Act.RECORD}'" not in shown
    assert Act.ASK_CONTACT in shown
    assert "You recorded lately" not in shown


def test_a_stranger_s_home_is_closed(office: SlackOffice) -> None:
    """Somebody without a role reads one sentence."""
    nobody = office.slack.call_soon(lambda: office.slack.workspace.add_user("nobody.home"))
    shown = home_of(office, nobody)
    assert "You have no role in Benefit Desk yet" in shown
    assert Act.ASK_CONTACT not in shown


def test_the_messages_tab_needs_no_home(office: SlackOffice) -> None:
    """Opening the other tab publishes nothing."""
    office.sam.open_home("messages")
    home_of(office, office.auditor)
    assert office.sam.home is None


def labels(office: SlackOffice, user: User) -> list[str]:
    """What stands on the buttons of somebody's home."""
    home = office.person(user).home
    assert home is not None
    rows = (block["elements"] for block in home.blocks if block["type"] == "actions")
    return [each["text"]["text"] for row in rows for each in row if "text" in each]


def test_quick_actions_are_those_that_one_may(office: SlackOffice) -> None:
    """Everyday acts for staff, the managers' in a row of their own."""
    for user in (office.staff, office.manager, office.auditor):
        home_of(office, user)
    everyday = ["Record usage", "Record for many", "Register for an event", "Reports"]
    assert labels(office, office.staff)[:4] == everyday
    managers = ["Enroll a member", "Renew a membership", "Convey units", "Change a benefit"]
    assert labels(office, office.manager)[6:10] == managers
    assert labels(office, office.auditor) == ["Reports"]


def test_what_runs_low_is_shown(office: SlackOffice) -> None:
    """A quarter or less is left; what is used up or has no end is no news."""
    office.use(quantity="3")
    office.use(benefit_type="ROOM", quantity="10")
    shown = home_of(office, office.staff)
    assert "*Acme Hardware* · Guest pass: 1 of 4 left, ends 31 Dec 2026" in shown
    assert "Conference room: " not in shown
    assert "No benefit has a quarter or less" in home_after_undo(office)


def home_after_undo(office: SlackOffice) -> str:
    """The home once everything was taken back."""
    for usage in office.usages:
        actor = office.desk_actor(office.manager)
        office.desk.void(usage.key, reason="x", idempotency_key=f"v{usage.key}", actor=actor)
    return home_of(office, office.staff)


def test_the_home_is_drawn_anew_after_one_s_own_act(office: SlackOffice) -> None:
    """Recorded in a form elsewhere; nobody has to open the home again."""
    home_of(office, office.staff)
    form = usage_form(office, office.sam)
    office.sam.submit_view(form, answers(benefit_type="PASS", quantity="3"))
    office.slack.until(lambda: "*Guest pass*: 3 used" in words_of(office.sam.home))
    assert "Guest pass: 1 of 4 left" in words_of(office.sam.home)


def test_other_homes_are_drawn_anew_in_the_next_round(office: SlackOffice) -> None:
    """What anybody changed, here or at the command line; a home that is up to date is left."""
    home_of(office, office.manager)
    office.use(quantity="3")
    assert "Guest pass: 1 of 4" not in words_of(office.may.home)
    office.homes.refresh()
    assert "Guest pass: 1 of 4 left" in words_of(office.may.home)
    calls = office.slack.workspace.recorder.calls_of("views.publish")
    office.homes.refresh()
    assert office.slack.workspace.recorder.calls_of("views.publish") == calls


def test_a_home_that_could_not_be_drawn_is_tried_again(office: SlackOffice) -> None:
    """Slack's limits are waited out: the next round draws it."""
    home_of(office, office.manager)
    office.use(quantity="3")
    office.slack.workspace.faults.order("views.publish", Fault(retry_after=30))
    office.homes.refresh()
    assert "Guest pass: 1 of 4" not in words_of(office.may.home)
    office.homes.refresh()
    assert "Guest pass: 1 of 4 left" in words_of(office.may.home)


def test_a_round_draws_so_many_and_remembers_so_many(office: SlackOffice) -> None:
    """Slack takes about a hundred homes a minute; those who came last are kept up to date."""
    drawn: list[str] = []
    homes = Homes(office.desk)

    def publish(user: str) -> None:
        homes.drawn(user)
        drawn.append(user)

    homes.publish = publish
    for number in range(KEPT + 100):
        homes.drawn(f"U{number}")
    office.use()
    homes.refresh()
    assert len(drawn) == AT_ONCE
    for _ in range(20):
        homes.refresh()
    assert len(drawn) == len(set(drawn)) == KEPT
    assert "U0" not in drawn


def test_questions_wait_in_the_managers_homes(office: SlackOffice) -> None:
    """Approved from there, and gone from there; staff don't see them."""
    line = office.desk.read(lambda books: books.membership_benefits["G1"])
    office.put([replace(line, overage=True)])
    office.enroll("ZED", starts_on=NEW_YEAR)
    home_of(office, office.manager)
    question = office.says(office.staff, Command.USE, "zed pass 6", words="Ask a manager")
    office.sam.click(question, Act.RECORD_TYPED)
    office.slack.until(lambda: "The managers are asked" in words_of(question))
    office.homes.refresh()
    home = office.may.home
    assert home is not None
    assert "asks for more than is left: 6 × *Guest pass*" in words_of(home)
    assert "Waiting for a manager" not in home_of(office, office.staff)
    office.may.click(home, Act.APPROVE)
    office.slack.until(lambda: "Waiting for a manager" not in words_of(office.may.home))
    assert sum(use.quantity or 0 for use in office.usages) == 6


def test_the_state_of_the_sync_is_shown(office: SlackOffice) -> None:
    """Before the first, after it, and where there is no sheet."""
    assert "has not been synchronised" in home_of(office, office.manager)
    at = datetime(2026, 6, 15, 14, 30, tzinfo=UTC)
    office.news = SyncNews(at, "3 rows changed. 1 conflict to decide.")
    shown = home_of(office, office.manager)
    assert "The sheet, at 10:30, 15 Jun 2026: 3 rows changed. 1 conflict to decide." in shown
    with served(office, has_sheet=False):
        assert "No Google Sheet is set up." in home_of(office, office.manager)
