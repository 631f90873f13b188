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


def test_a_refusal_that_comes_late_is_told(office: SlackOffice) -> None:
    """In place of the form, which can't say it under its field any more."""
    form = usage_form(office, office.sam)
    taken_while_busy(office, form, benefit_type="PASS", quantity="9")
    assert "Only 4 left; 9 asked for." in words_of(form)
    assert office.usages == []


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
