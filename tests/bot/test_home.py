"""The App Home: what one recorded lately, what ends soon, the ways in."""

from datetime import date

from bot.names import Act, Field, Form
from playground.slack import User
from tests.bot.office import SlackOffice, answers, choose_contact, words_of


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
