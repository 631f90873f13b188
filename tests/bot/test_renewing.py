"""Renewing a membership from Slack: a dry run that tells what is lost, then the act."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.names import Act, Command, Field, Form
from core.entry import EntryKind
from playground.slack import View
from tests.bot.catalogue import more_for
from tests.bot.office import SlackOffice, Typed, words_of


@pytest.fixture
def ending(office: SlackOffice) -> SlackOffice:
    """Acme used one guest pass of four; two roll over. A conference room has no known worth."""
    line = office.desk.read(lambda books: books.membership_benefits["G1"])
    office.put([replace(line, rollover_max=Decimal(2))])
    office.enroll("ZED")
    office.use("ZED")
    return office


def renewal_form(office: SlackOffice, text: str = "zed") -> View:
    """The form, opened by May for Zed."""
    return office.opened(
        office.manager,
        Form.RENEW,
        lambda: office.may.run_command(office.channel, Command.PANEL, f"renew {text}"),
    )


def preview(office: SlackOffice, **given: str) -> View:
    """The preview that these answers lead to."""
    form = renewal_form(office)
    office.may.suggest(form, Field.RENEWED_AS, "")
    typed: Typed = {name: {name: value} for name, value in given.items()}
    done = office.may.submit_view(form, typed)
    assert (done.kind, done.errors) == ("pushed", {})
    assert done.view is not None
    return done.view


def memberships(office: SlackOffice) -> int:
    """How many memberships were made."""
    return len(office.entries(EntryKind.MEMBERSHIP))


def test_a_dry_run_tells_what_is_lost(ending: SlackOffice) -> None:
    """What rolls over, what expires and what it is worth; nothing is written."""
    shown = words_of(preview(ending))
    assert "*Zed &lt;!channel&gt; &amp; Sons* as *Gold*, 1 Jan 2027 to 31 Dec 2027" in shown
    assert "• Guest pass, 3 left: 2 rolling over, 1 expiring, worth 12.50 USD" in shown
    assert "• Conference room, 10 hours left: 10 hours expiring, worth not known" in shown
    lost = "*Lost in all: 12.50 USD, and what has no known worth*"
    assert f"{lost}, unless it is used by 31 Dec 2026" in shown
    assert memberships(ending) == 2


@pytest.mark.both_ways
def test_the_preview_s_button_renews(ending: SlackOffice) -> None:
    """In one step, with the payment; said again in the channel."""
    form = preview(ending, transaction="D-9", amount="500")
    assert ending.may.submit_view(form).kind == "updated"
    assert "Renewed: *Zed" in words_of(form)
    ending.may.wait_for_message(ending.channel, "Renewed: *Zed")
    _, new = ending.desk.read(lambda books: books.memberships_of("ZED"))
    assert new.starts_on == date(2027, 1, 1)
    assert new.transaction is not None
    assert (new.transaction.code, new.transaction.amount) == ("D-9", 500)
    levels = ending.desk.read(lambda books: books.levels_of(new.key))
    passes = next(level for level in levels if level.benefit_type == "PASS")
    assert ending.desk.balance(passes.key, date(2027, 1, 1)).number == 6
    ending.may.close_view(form)
    assert ending.may.modal is None


def test_the_same_submission_twice_renews_once(ending: SlackOffice) -> None:
    """A redelivered submission is told so."""
    ending.may.submit_view(preview(ending))
    delivery = ending.slack.workspace.recorder.deliveries_of("view_submission")[-1]
    assert "renewed already" in f"{ending.slack.redeliver(delivery).payload}"
    assert memberships(ending) == 3


def test_what_can_not_be_used_any_more_is_lost_without_an_unless(ending: SlackOffice) -> None:
    """After the old end there is no day left to use it."""
    ending.clock.pass_time(days=210)
    shown = words_of(preview(ending))
    assert "Lost in all: 12.50 USD" in shown
    assert "unless" not in shown


def test_a_renewal_is_not_renewed_before_it_begins(ending: SlackOffice) -> None:
    """Said as what it is: the member was renewed already."""
    ending.may.submit_view(preview(ending))
    ending.may.close_view(ending.may.wait_for_modal(), all_of_them=True)
    done = ending.may.submit_view(renewal_form(ending))
    (sentence,) = done.errors.values()
    assert "was renewed already, 1 Jan 2027 to 31 Dec 2027. That membership can be" in sentence


def test_a_first_membership_that_lies_ahead_is_no_renewal(ending: SlackOffice) -> None:
    """It only begins later."""
    ending.enroll("ANN", starts_on=date(2026, 9, 1))
    (sentence,) = ending.may.submit_view(renewal_form(ending, "ann")).errors.values()
    assert "only begins on 1 Sep 2026" in sentence


def test_a_second_renewal_is_asked_about(ending: SlackOffice) -> None:
    """The preview says that there is one already, and its button that another is meant."""
    ending.may.submit_view(preview(ending))
    ending.may.close_view(ending.may.wait_for_modal(), all_of_them=True)
    form = renewal_form(ending)
    old = ending.desk.read(lambda books: books.memberships_of("ZED"))[0]
    done = ending.may.submit_view(form, {"membership:ZED": {Field.MEMBERSHIP: str(old.key)}})
    assert done.view is not None
    assert "is a Gold member already, 1 Jan 2027 to 31 Dec 2027; enroll again?" in words_of(
        done.view
    )
    assert done.view.definition["submit"]["text"] == "Renew again"
    assert ending.may.submit_view(done.view).kind == "updated"
    assert memberships(ending) == 4


@pytest.fixture
def choosy(office: SlackOffice) -> SlackOffice:
    """Zed declined the conference room and added a gala seat."""
    office.enroll("ZED", declined=frozenset({"G2"}), optional=frozenset({"G5"}))
    return office


def accepted(office: SlackOffice) -> dict[str, bool]:
    """The lines of Zed's newest membership, and whether each is accepted."""
    *_, new = office.desk.read(lambda books: books.memberships_of("ZED"))
    levels = office.desk.read(lambda books: books.levels_of(new.key))
    return {level.membership_benefit: level.accepted for level in levels}


def test_what_was_declined_and_added_carries_over(choosy: SlackOffice) -> None:
    """The preview says so, and its button renews with just that."""
    form = preview(choosy)
    assert "Declined: Conference room\\nAdded: Gala seat" in words_of(form)
    assert "As in the old membership" in words_of(form)
    choosy.may.submit_view(form)
    assert accepted(choosy) == {"G1": True, "G2": False, "G3": True, "G4": True, "G5": True}


def test_the_choices_may_be_changed_before_renewing(choosy: SlackOffice) -> None:
    """The form shows them as they are; what is changed stands in the preview, and is renewed."""
    form = preview(choosy)
    before = form.hash
    choosy.may.click(form, Act.RENEW_CHOOSE)
    choosy.slack.until(lambda: form.hash != before)
    ticked = form.values()["accepted:0"]["accepted:0"]["selected_options"]
    assert [each["value"] for each in ticked] == ["G1", "G3", "G4"]
    assert form.values()["optional:0"]["optional:0"]["selected_options"][0]["value"] == "G5"
    typed: Typed = {
        "accepted:0": {"accepted:0": ["G2", "G3", "G4"]},
        "number:G5": {"number:G5": "9"},
    }
    refused = choosy.may.submit_view(form, typed)
    assert "Gala seat: the package has 2; 9 would be more" in refused.errors["number:G5"]
    assert choosy.may.submit_view(form, {"number:G5": {"number:G5": "1"}}).kind == "updated"
    assert "Declined: Guest pass\\nAdded: Gala seat" in words_of(form)
    assert "As in the old membership" not in words_of(form)
    assert choosy.may.submit_view(form).kind == "updated"
    assert accepted(choosy) == {"G1": False, "G2": True, "G3": True, "G4": True, "G5": True}
    seats = choosy.desk.read(lambda books: books.levels_owned("ZED", "GALA"))[-1]
    assert seats.number == 1


def test_a_long_package_comes_in_pages_here_too(choosy: SlackOffice) -> None:
    """What is declined on the first page is renewed so from the last."""
    choosy.put(more_for("GOLD", 35))
    form = preview(choosy)
    before = form.hash
    choosy.may.click(form, Act.RENEW_CHOOSE)
    choosy.slack.until(lambda: form.hash != before)
    typed: Typed = {"accepted:0": {"accepted:0": ["G1"]}}
    assert choosy.may.submit_view(form, typed).kind == "updated"
    assert "*Benefits 31 to 40 of 40*" in words_of(form)
    before = form.hash
    choosy.may.click(form, Act.RENEW_BACK)
    choosy.slack.until(lambda: form.hash != before)
    assert "*Benefits 1 to 30 of 40*" in words_of(form)
    for _ in range(3):
        assert choosy.may.submit_view(form).kind == "updated"
    assert [code for code, taken in accepted(choosy).items() if taken] == ["G1", "G5"]


def test_an_upgrade_ends_the_old_term(ending: SlackOffice) -> None:
    """The preview says when; the last day is the one before the new start."""
    form = preview(ending, renewed_as="SPONS", starts_on="2026-07-01", ends_on="2026-12-31")
    assert "The old membership ends on 30 Jun 2026 then." in words_of(form)
    ending.may.submit_view(form)
    old, new = ending.desk.read(lambda books: books.memberships_of("ZED"))
    assert (old.ends_on, new.membership_type) == (date(2026, 6, 30), "SPONS")


@pytest.mark.parametrize(
    ("answers", "block", "words"),
    [
        ({"starts_on": "2025-07-01"}, "starts_on", "is not after the old start"),
        ({"amount": "5"}, "transaction", "transaction's code"),
    ],
)
def test_what_can_t_be_renewed_is_told_under_its_field(
    ending: SlackOffice, answers: dict[str, str], block: str, words: str
) -> None:
    """In the form; nothing is previewed."""
    typed: Typed = {name: {name: value} for name, value in answers.items()}
    refused = ending.may.submit_view(renewal_form(ending), typed)
    assert words in refused.errors[block]


def test_nothing_left_loses_nothing(ending: SlackOffice) -> None:
    """One sentence instead of an empty list."""
    office = ending
    office.use("ZED", quantity="3", used_on=date(2026, 3, 1))
    office.use("ZED", "ROOM", quantity="10")
    assert "Nothing is left over" in words_of(preview(office))


def test_somebody_without_membership_can_t_be_renewed(office: SlackOffice) -> None:
    """The form says what to do instead."""
    assert "*Bob Bold* has no membership to renew" in words_of(renewal_form(office, '"bob bold"'))


def test_what_rolled_over_is_in_no_list_that_offers_undo(ending: SlackOffice) -> None:
    """It stays moved: the new number can be changed instead."""
    ending.may.submit_view(preview(ending))
    ending.may.wait_for_message(ending.channel, "Renewed: *Zed")
    assert len(ending.entries(EntryKind.ADJUSTMENT)) == 2
    ending.says(ending.manager, Command.PANEL, "undo", words="You recorded nothing")


def test_staff_may_not(ending: SlackOffice) -> None:
    """Told at the opening: whom to ask, and what it was that they may not."""
    words = "As staff you may not renew a membership. Please ask a manager."
    ending.says(ending.staff, Command.PANEL, "renew zed", words=words)
