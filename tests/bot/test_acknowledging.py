"""Slack has its answer in time, whatever else is in hand; what takes longer comes afterwards."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.app import AT_ONCE
from bot.names import Command, Field
from playground.slack import Fault, View, payloads
from playground.slack.recorder import Ack
from tests.bot.office import SlackOffice, answers, usage_form, words_of
from tests.bot.test_failures import a_busy_store


@contextmanager
def everybody_at_work(office: SlackOffice) -> Iterator[None]:
    """As many people as are served at once wait for Slack to take what they are told."""
    workspace = office.slack.workspace
    workspace.faults.order("response_url", Fault(pause=4), times=AT_ONCE)
    taken = len(workspace.recorder.calls)
    office.slack.perform(commands(office, AT_ONCE), 30)
    yield
    assert len(workspace.recorder.calls_of("response_url")[taken:]) == 0
    office.settle()


async def commands(office: SlackOffice, times: int) -> list[Ack]:
    """The same person asks for help so many times at once."""
    workspace = office.slack.workspace
    made = [
        payloads.slash_command(workspace, office.staff, office.channel, Command.PANEL, "help")
        for _ in range(times)
    ]
    each = (workspace.line.deliver("slash_commands", payload) for payload in made)
    return list(await asyncio.gather(*each))


@pytest.mark.both_ways
def test_an_acknowledgement_does_not_wait_for_other_people(office: SlackOffice) -> None:
    """Everybody whom the bot serves at once waits for Slack; a command is acknowledged still."""
    with everybody_at_work(office):
        acks = office.slack.perform(commands(office, 3), 30)
        assert [ack.failure for ack in acks] == ["", "", ""]


def taken_while_busy(office: SlackOffice, form: View, **typed: str) -> str:
    """Submit the form while somebody has the books in hand; what it shows, and then the end."""
    free = threading.Event()
    with a_busy_store(office, free):
        done = office.sam.submit_view(form, answers(**typed))
        assert done.kind == "updated", done
        shown = words_of(form)
        free.set()
        office.slack.until(lambda: words_of(form) != shown)
    office.settle()
    return shown


@pytest.mark.both_ways
def test_a_submit_is_answered_while_the_store_is_busy(office: SlackOffice) -> None:
    """It says that it takes a moment; then the receipt stands there, of one entry."""
    form = usage_form(office, office.sam)
    shown = taken_while_busy(office, form, benefit_type="PASS")
    assert "Just a moment" in shown
    assert "3 of 4 left" in words_of(form)
    assert len(office.usages) == 1


@pytest.mark.both_ways
def test_a_form_refused_late_comes_back_as_it_was_submitted(office: SlackOffice) -> None:
    """The sentence stands above it; with the fault mended it is recorded."""
    form = usage_form(office, office.sam)
    typed = {"used_on": "2026-06-12", "description": "Four guests"}
    taken_while_busy(office, form, benefit_type="PASS", quantity="9", **typed)
    assert "*Not done:* Quantity: Only 4 left; 9 asked for." in words_of(form)
    assert office.usages == []
    again = office.sam.submit_view(form, answers(quantity="x"))
    assert list(again.errors) == ["quantity"]
    office.sam.submit_view(form, answers(quantity="3"))
    office.settle()
    (usage,) = office.usages
    assert (usage.quantity, str(usage.on), usage.description) == (3, "2026-06-12", "Four guests")


def test_a_form_refused_late_twice_says_it_once(office: SlackOffice) -> None:
    """What was wrong the first time is not told the second."""
    form = usage_form(office, office.sam)
    taken_while_busy(office, form, benefit_type="PASS", quantity="9")
    taken_while_busy(office, form, quantity="8")
    assert words_of(form).count("Not done") == 1
    assert "8 asked for" in words_of(form)


def told_after_closing(office: SlackOffice, words: str, **typed: str) -> None:
    """Submit the form of usage while the books are taken, close it, and wait for a message."""
    form, free = usage_form(office, office.sam), threading.Event()
    with a_busy_store(office, free):
        office.sam.submit_view(form, answers(**typed))
        office.sam.close_view(form)
        free.set()
        workspace = office.slack.workspace
        own = office.slack.call_soon(lambda: workspace.direct_channel(office.staff))
        office.sam.wait_for_message(own, words)
    office.settle()


@pytest.mark.both_ways
def test_a_refusal_of_a_form_that_was_closed_is_told(office: SlackOffice) -> None:
    """Whoever didn't wait for it is not left to think that it was done."""
    told_after_closing(office, "nothing was done. Only 4 left", benefit_type="PASS", quantity="9")
    assert office.usages == []


def test_a_question_about_a_form_that_was_closed_is_told(office: SlackOffice) -> None:
    """The same with "record again?"."""
    form = usage_form(office, office.sam)
    office.sam.submit_view(form, answers(benefit_type="PASS"))
    told_after_closing(office, "there is a question to answer first", benefit_type="PASS")
    assert len(office.usages) == 1


def test_a_modal_that_closes_late_says_so(office: SlackOffice) -> None:
    """A form that would have closed has told its outcome in a message."""
    office.says(office.staff, Command.USE, "acme pass", words="left")
    told = office.says(office.staff, Command.PANEL, "undo", words="recorded")
    before = office.sam.modal
    office.sam.click(told, "undo")
    office.slack.until(lambda: office.sam.modal is not before)
    form = office.sam.modal
    assert form is not None
    free = threading.Event()
    with a_busy_store(office, free):
        office.sam.submit_view(form, {Field.REASON: {Field.REASON: "mistake"}})
        assert "Just a moment" in words_of(form)
        free.set()
        office.slack.until(lambda: "Just a moment" not in words_of(form))
    assert "Done. What became of it is in your messages" in words_of(form)
