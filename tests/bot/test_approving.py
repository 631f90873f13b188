"""More than is left: a manager is asked, approves or declines, and stands in the history."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from bot.approvals import Approvals
from bot.names import Act, Command, Form
from bot.settings import Approvals as ApprovalsSetting
from core.adjusting import LevelChange
from core.entry import EntryKind
from playground.slack import Channel, Fault, Message, Running, User, View
from tests.bot.office import NEW_YEAR, SlackOffice, an_office, answers, served, usage_form, words_of


@pytest.fixture
def lenient(office: SlackOffice) -> SlackOffice:
    """Gold's guest passes may be overdrawn where a manager confirms it; Zed used 3 of 4."""
    line = office.desk.read(lambda books: books.membership_benefits["G1"])
    office.put([replace(line, overage=True)])
    office.enroll("ZED")
    office.use("ZED", quantity="3", used_on=NEW_YEAR)
    return office


def asking_form(office: SlackOffice, user: User | None = None) -> View:
    """The form with more than is left in it, submitted once."""
    person = office.person(user or office.staff)
    form = usage_form(office, person, "ZED")
    typed = answers(quantity="3", description="Board <night>")
    typed |= {"benefit_type:ZED": {"benefit_type": "PASS"}}
    assert person.submit_view(form, typed).kind == "updated"
    return form


def asked(office: SlackOffice) -> Message:
    """The question as it reached the manager."""
    form = asking_form(office)
    assert office.sam.submit_view(form).kind == "updated"
    return office.may.wait_for_message(direct(office, office.manager), "asks for more than is left")


def direct(office: SlackOffice, user: User) -> Channel:
    """Somebody's own channel with the app."""
    workspace = office.slack.workspace
    return office.slack.call_soon(lambda: workspace.direct_channel(user))


def test_more_than_is_left_offers_to_ask_a_manager(lenient: SlackOffice) -> None:
    """The form says so, keeps what was typed, and its button asks."""
    form = asking_form(lenient)
    assert "Only 1 left; 3 asked for. Press *Ask a manager*" in words_of(form)
    assert form.definition["submit"]["text"] == "Ask a manager"
    assert form.values()["description"]["description"]["value"] == "Board <night>"
    assert len(lenient.usages) == 1
    lenient.sam.submit_view(form)
    assert "The managers are asked: 3 × *Guest pass* for" in words_of(form)
    assert "messages to you." in words_of(form)
    assert len(lenient.usages) == 1


@pytest.mark.both_ways
def test_a_manager_approves(lenient: SlackOffice) -> None:
    """Recorded in the asker's name, the overage in the manager's; both are told."""
    question = asked(lenient)
    assert f"<@{lenient.staff.id}> asks for more than is left" in words_of(question)
    assert "Board &lt;night&gt;" in words_of(question)
    assert "Only 1 left; 3 asked for." in words_of(question)
    lenient.may.click(question, Act.APPROVE)
    told = lenient.sam.wait_for_message(direct(lenient, lenient.staff), "Approved by")
    assert f"<@{lenient.manager.id}>" in words_of(told)
    usages = lenient.usages[1:]
    assert [(use.actor, use.quantity) for use in usages] == [
        (lenient.staff.id, 1),
        (lenient.staff.id, 2),
    ]
    (overage,) = lenient.entries(EntryKind.ADJUSTMENT)
    assert (overage.actor, overage.quantity) == (lenient.manager.id, 2)
    lenient.slack.until(lambda: "approved by" in words_of(question))
    assert "Decline" not in words_of(question)
    undo = lenient.opened(lenient.staff, Form.UNDO, lambda: lenient.sam.click(told, Act.UNDO))
    assert "3 used" in words_of(undo)


def test_a_manager_declines(lenient: SlackOffice) -> None:
    """Nothing is recorded; the asker is told by whom."""
    question = asked(lenient)
    lenient.may.click(question, Act.DECLINE)
    told = lenient.sam.wait_for_message(direct(lenient, lenient.staff), "declined")
    assert f"<@{lenient.manager.id}> declined: 3 × *Guest pass*" in words_of(told)
    assert len(lenient.usages) == 1
    lenient.slack.until(lambda: "declined by" in words_of(question))


def test_the_second_answer_is_told_that_it_is_late(lenient: SlackOffice) -> None:
    """Approved twice records once; declined after that changes nothing."""
    question = asked(lenient)
    lenient.may.click(question, Act.APPROVE)
    delivery = lenient.slack.workspace.recorder.deliveries_of("block_actions")[-1]
    lenient.slack.until(lambda: "approved by" in words_of(question))
    lenient.slack.redeliver(delivery)
    here = direct(lenient, lenient.manager)
    lenient.may.wait_for_message(here, "approved by somebody else already")
    assert sum(use.quantity or 0 for use in lenient.usages) == 6


def test_an_answer_while_others_are_still_asked_takes_every_question_s_place(
    lenient: SlackOffice,
) -> None:
    """The first manager is quicker than the post to the second one."""
    slack, group = lenient.slack, lenient.settings.roles.manager[0]
    other = slack.call_soon(lambda: slack.workspace.add_user("deputy", real_name="Deputy"))
    slack.workspace.user_groups[group].users.append(other.id)
    form = asking_form(lenient)
    for fault in (Fault(), Fault(pause=1.0)):
        slack.workspace.faults.order("chat.postMessage", fault)
    asking = threading.Thread(target=lambda: lenient.sam.submit_view(form))
    asking.start()
    words = "asks for more than is left"
    question = lenient.may.wait_for_message(direct(lenient, lenient.manager), words)
    lenient.may.click(question, Act.APPROVE)
    asking.join()
    theirs = lenient.person(other).wait_for_message(direct(lenient, other), "approved by")
    slack.until(lambda: "approved by" in words_of(question))
    assert words not in words_of(theirs)
    assert len(lenient.usages) == 3


def test_what_can_t_be_recorded_any_more_stays_open(lenient: SlackOffice) -> None:
    """The manager reads why, and may decline."""
    question = asked(lenient)
    line = lenient.desk.read(lambda books: books.levels_owned("ZED", "PASS"))[0]
    change = LevelChange(level=line.key, active=False)
    actor = lenient.desk_actor(lenient.manager)
    lenient.desk.change_level(change, idempotency_key="off", actor=actor)
    lenient.may.click(question, Act.APPROVE)
    lenient.may.wait_for_message(direct(lenient, lenient.manager), "has been made inactive")
    assert len(Approvals(lenient.desk).waiting()) == 1
    assert len(lenient.usages) == 1


def test_a_typed_usage_asks_too(lenient: SlackOffice) -> None:
    """By a button; the manager approves, and it is recorded with the day it was typed on."""
    question = lenient.says(
        lenient.staff, Command.USE, "zed pass 3 today Tour", words="Ask a manager"
    )
    lenient.sam.click(question, Act.RECORD_TYPED)
    lenient.slack.until(lambda: "The managers are asked" in words_of(question))
    here = direct(lenient, lenient.manager)
    asked = lenient.may.wait_for_message(here, "asks for more than is left")
    lenient.may.click(asked, Act.APPROVE)
    lenient.slack.until(lambda: len(lenient.usages) == 3)
    assert lenient.usages[-1].description == "Tour"


def test_a_manager_confirms_alone(lenient: SlackOffice) -> None:
    """In the form and typed: nobody else is asked."""
    form = asking_form(lenient, lenient.manager)
    assert form.definition["submit"]["text"] == "Confirm overage"
    assert lenient.may.submit_view(form).kind == "updated"
    assert [use.quantity for use in lenient.usages[1:]] == [1, 2]
    typed = lenient.says(lenient.manager, Command.USE, "zed pass 2 Gala", words="Confirm overage")
    lenient.may.click(typed, Act.RECORD_TYPED)
    lenient.slack.until(lambda: len(lenient.usages) == 4)
    overages = lenient.entries(EntryKind.ADJUSTMENT)
    assert {each.actor for each in overages} == {lenient.manager.id}
    assert Approvals(lenient.desk).waiting() == []


def test_an_overage_is_in_no_list_that_offers_undo(lenient: SlackOffice) -> None:
    """It goes with the use that it made room for, and by itself could only fail."""
    typed = lenient.says(lenient.manager, Command.USE, "zed pass 3 Gala", words="Confirm overage")
    lenient.may.click(typed, Act.RECORD_TYPED)
    lenient.slack.until(lambda: len(lenient.usages) == 3)
    for text in ("undo", "undo zed"):
        shown = words_of(lenient.says(lenient.manager, Command.PANEL, text, words="> Gala"))
        assert "*Guest pass*: 3 used on 15 Jun 2026" in shown
        assert "number changed by" not in shown
    undo = lenient.usages[-1].key
    lenient.desk.void(
        undo, reason="No", idempotency_key="v", actor=lenient.desk_actor(lenient.manager)
    )
    assert lenient.desk.balance(lenient.level(contact="ZED").key).number == 4


def test_another_quantity_is_another_question(lenient: SlackOffice) -> None:
    """What was said of three is not said of four."""
    form = asking_form(lenient)
    lenient.sam.submit_view(form, answers(quantity="4"))
    assert "Only 1 left; 4 asked for." in words_of(form)
    assert Approvals(lenient.desk).waiting() == []


def test_no_line_that_forbids_it_offers_to_ask(office: SlackOffice) -> None:
    """Where no overage is allowed, the error stands under the quantity."""
    form = usage_form(office, office.sam)
    refused = office.sam.submit_view(form, answers(benefit_type="PASS", quantity="9"))
    assert refused.errors["quantity"] == "Only 4 left; 9 asked for."


def test_staff_can_t_approve(lenient: SlackOffice) -> None:
    """Whoever forwards the button to whom, the role decides at the press."""
    question = asked(lenient)
    lenient.slack.workspace.user_groups[lenient.settings.roles.manager[0]].users.clear()
    lenient.clock.pass_time(minutes=6)
    lenient.may.click(question, Act.APPROVE)
    lenient.may.wait_for_message(direct(lenient, lenient.manager), "You have no role")
    assert len(lenient.usages) == 1


def test_nobody_reached_is_told(lenient: SlackOffice) -> None:
    """Nothing waits that nobody knows of."""
    form = asking_form(lenient)
    fault = Fault(error="channel_not_found")
    lenient.slack.workspace.faults.order("chat.postMessage", fault, times=1)
    told = lenient.sam.submit_view(form)
    assert told.kind == "updated"
    here = direct(lenient, lenient.staff)
    lenient.sam.wait_for_message(here, "No manager could be reached")
    assert Approvals(lenient.desk).waiting() == []


def test_a_question_outlives_a_restart(lenient: SlackOffice) -> None:
    """It is in the store; another process takes the answer."""
    question = asked(lenient)
    with served(lenient):
        lenient.may.click(question, Act.APPROVE)
        lenient.slack.until(lambda: len(lenient.usages) == 3)


@pytest.fixture
def with_channel(slack: Running, tmp_path: Path) -> Iterator[SlackOffice]:
    """An office whose managers are asked in a channel."""
    with an_office(slack, tmp_path, serving=False) as office:
        channel = ApprovalsSetting(channel=office.reports.id)
        office.settings = office.settings.model_copy(update={"approvals": channel})
        line = office.desk.read(lambda books: books.membership_benefits["G1"])
        office.put([replace(line, overage=True)])
        office.enroll("ZED")
        with served(office):
            yield office


def test_managers_are_asked_in_their_channel(with_channel: SlackOffice) -> None:
    """Once there, and by no direct message."""
    office = with_channel
    form = usage_form(office, office.sam, "ZED")
    typed = answers(quantity="5") | {"benefit_type:ZED": {"benefit_type": "PASS"}}
    office.sam.submit_view(form, typed)
    office.sam.submit_view(form)
    question = office.may.wait_for_message(office.reports, "asks for more than is left")
    assert not question.is_ephemeral
    office.may.click(question, Act.APPROVE)
    office.slack.until(lambda: "approved by" in words_of(question))
    assert [use.quantity for use in office.usages] == [Decimal(4), Decimal(1)]
