"""What breaks: the person reads a plain sentence, the log has the reason, nothing is half done."""

import logging
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import Ack

from bot.app import answers_of, slack_client
from bot.names import Act, Command, Form, Shortcut
from bot.slack import turns
from bot.slack.answers import Answers
from bot.slack.hooks import Hooks
from bot.slack.owed import Owed
from bot.views.notices import notice
from core.desk import Desk
from core.store import DecideAgain, LedgerBroken, StoreError
from core.stores.failures import (
    AnswerLost,
    HeldElsewhere,
    OutcomeUnknown,
    Unreachable,
    WriteFailed,
)
from playground.slack import Fault
from tests.bot.office import SlackOffice, answers, usage_form, words_of


class FullDisk:
    """The store's port, with a disk that is full."""

    def __init__(self, store: Any) -> None:
        self._store = store
        self.error: Exception | None = None

    def append(self, entries: Any) -> None:
        """Write, if there is room."""
        if self.error:
            raise self.error
        self._store.append(entries)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


@pytest.fixture
def disk(office: SlackOffice) -> Iterator[FullDisk]:
    """The office's store behind a disk that can be made to fail."""
    disk = FullDisk(office.desk.store)
    store, office.desk.store = office.desk.store, disk
    yield disk
    office.desk.store = store


def test_a_failed_write_is_never_confirmed(office: SlackOffice, disk: FullDisk) -> None:
    """The sentence stands in the form with all that was typed, and the next try works."""
    form = usage_form(office, office.sam)
    disk.error = WriteFailed("desk.db", "disk full")
    refused = office.sam.submit_view(form, answers(benefit_type="PASS", description="Board"))
    assert "nothing was done. Please tell an administrator" in " ".join(refused.errors.values())
    assert office.usages == []
    disk.error = None
    assert office.sam.submit_view(form).kind == "updated"
    assert [usage.description for usage in office.usages] == ["Board"]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OutcomeUnknown(Path("/srv/desk.db"), "disk I/O error"), "look with /benefit-check"),
        (AnswerLost("postgresql://db/desk"), "look with /benefit-check before you try again"),
        (HeldElsewhere("postgresql://db/desk"), "Please try again in a minute"),
        (Unreachable("postgresql://db/desk", "no route"), "Please tell an administrator"),
        (LedgerBroken(7, "it can't be read"), "Please tell an administrator"),
    ],
)
def test_a_failing_store_is_told_in_words_that_staff_can_use(
    office: SlackOffice,
    disk: FullDisk,
    error: StoreError,
    words: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """What to do at a desk; files, addresses and commands are for the log."""
    disk.error = error
    with caplog.at_level(logging.ERROR):
        told = words_of(office.says(office.staff, Command.USE, "acme pass", words=words))
    assert not any(word in told for word in ("desk.db", "postgresql", "benefit-desk "))
    assert str(error) in caplog.text


def test_others_who_wrote_at_that_moment_are_told_as_such(
    office: SlackOffice, disk: FullDisk
) -> None:
    """Nothing is wrong with the store, so no administrator is called."""
    disk.error = DecideAgain()
    office.says(office.staff, Command.USE, "acme pass", words="nothing was written. Try again.")


def test_an_unexpected_error_is_told_without_its_innards(
    office: SlackOffice, disk: FullDisk, caplog: pytest.LogCaptureFixture
) -> None:
    """In a form and at a command: one sentence for the person, the traceback for the log."""
    disk.error = ZeroDivisionError("secret innards")
    form = usage_form(office, office.sam)
    with caplog.at_level(logging.ERROR):
        refused = office.sam.submit_view(form, answers(benefit_type="PASS"))
        told = office.says(office.staff, Command.USE, "acme pass", words="Sorry")
    assert "Sorry, something went wrong" in " ".join(refused.errors.values())
    assert "innards" not in words_of(told)
    assert caplog.text.count("ZeroDivisionError: secret innards") == 2


def test_a_form_that_slack_does_not_open_in_time_is_told(office: SlackOffice) -> None:
    """The person may just try again."""
    office.slack.workspace.faults.order("views.open", Fault(error="expired_trigger_id"))
    office.says(office.staff, Command.USE, words="took too long")


def test_a_click_in_a_modal_that_fails_is_told_on_top_of_it(office: SlackOffice) -> None:
    """There is no message to answer to, so another modal says it."""
    form = usage_form(office, office.sam)
    office.slack.workspace.faults.order("views.update", Fault(error="fatal_error"))
    office.sam.suggest(form, "contact", "Ann")
    office.sam.click(form, "contact", value="ANN")
    office.slack.until(lambda: office.sam.modal is not form)
    assert "Sorry" in words_of(office.sam.modal)


def test_a_shortcut_that_fails_is_told_by_direct_message(office: SlackOffice) -> None:
    """Where no modal can be opened at all, a message comes."""
    office.slack.workspace.faults.order("views.open", Fault(error="fatal_error"), times=2)
    office.sam.global_shortcut(Shortcut.RECORD)
    direct = office.slack.workspace.direct_channel(office.staff)
    office.sam.wait_for_message(direct, "Sorry")


def test_an_answer_comes_by_direct_message_where_the_address_is_used_up(
    office: SlackOffice,
) -> None:
    """Slack takes five answers to one command; the sixth is not lost."""
    form = usage_form(office, office.sam)
    office.slack.workspace.switches.hook_uses = 0
    office.sam.submit_view(form, answers(benefit_type="PASS"))
    direct = office.slack.workspace.direct_channel(office.staff)
    office.sam.wait_for_message(direct, "3 of 4 left")


def test_a_modal_that_moved_on_is_left_alone(office: SlackOffice) -> None:
    """Choosing twice in a row: the later choice wins, and nobody is bothered."""
    form = usage_form(office, office.sam)
    office.slack.workspace.faults.order("views.update", Fault(error="hash_conflict"))
    choose = office.slack.workspace.recorder.calls_of
    before = len(choose("views.update"))
    office.sam.suggest(form, "contact", "Ann")
    office.sam.click(form, "contact", value="ANN")
    office.slack.until(lambda: len(choose("views.update")) > before)
    assert office.sam.modal is form


def test_nobody_answers_to_an_address_that_is_not_slacks(
    office: SlackOffice, caplog: pytest.LogCaptureFixture
) -> None:
    """What is said about members goes to Slack only."""
    to_slack = Answers(slack_client(office.settings), Owed(office.clock), Hooks())
    for address in ("https://hooks.slack.com.evil.example/x", "http://hooks.slack.com/x"):
        to_slack.tell(office.staff.id, notice("Hello"), reply_to=address)
    direct = office.slack.workspace.direct_channel(office.staff)
    assert [message.text for message in office.sam.sees(direct)] == ["Hello", "Hello"]
    assert caplog.text.count("not one of Slack's") == 2


def test_a_confirmation_lets_others_be_acknowledged_first(
    office: SlackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever looks at a spinning wheel goes before whoever will read a message."""
    monkeypatch.setattr(turns, "LONGEST", 60)
    to_slack = answers_of(slack_client(office.settings), office.settings, office.owed)
    direct = office.slack.workspace.direct_channel(office.staff)
    somebody_s = Ack()  # type: ignore[no-untyped-call]
    with to_slack.turns.take(somebody_s), ThreadPoolExecutor() as others:
        telling = others.submit(to_slack.confirm, office.staff.id, notice("Recorded"))
        time.sleep(0.1)
        assert office.sam.sees(direct) == []
        somebody_s()
        telling.result(30)
    assert [message.text for message in office.sam.sees(direct)] == ["Recorded"]


def test_a_failing_server_of_slack_s_is_told(office: SlackOffice) -> None:
    """A page of an error comes instead of an answer; the next try works as ever."""
    office.slack.workspace.faults.order("views.open", Fault(status=503))
    office.says(office.staff, Command.USE, words="Sorry")
    assert usage_form(office, office.sam).callback_id == Form.RECORD


def test_a_direct_message_comes_as_text_where_slack_draws_nothing(office: SlackOffice) -> None:
    """Neither way of answering loses the report."""
    office.use()
    office.slack.workspace.switches.hook_uses = 0
    office.slack.workspace.switches.draws_data = False
    office.sam.run_command(office.channel, Command.PANEL, "report")
    direct = office.slack.workspace.direct_channel(office.staff)
    assert "Guest pass" in words_of(office.sam.wait_for_message(direct, "Usage of membership"))


def test_whom_slack_lets_nobody_reach_is_told_later(
    office: SlackOffice, caplog: pytest.LogCaptureFixture
) -> None:
    """The log has both: what failed, and that the person will be told."""
    faults = office.slack.workspace.faults
    faults.order("views.open", Fault(error="fatal_error"), times=2)
    faults.order("chat.postMessage", Fault(error="fatal_error"))
    office.sam.global_shortcut(Shortcut.RECORD)
    office.settle()
    assert f"{office.staff.id} could not be told just now" in caplog.text
    office.catching_up.catch_up()
    office.sam.wait_for_message(office.slack.workspace.direct_channel(office.staff), "Sorry")


def test_a_home_that_can_t_be_drawn_is_noted(
    office: SlackOffice, caplog: pytest.LogCaptureFixture
) -> None:
    """Opening it again tries again; nobody is bothered with a message."""
    office.slack.workspace.faults.order("views.publish", Fault(error="fatal_error"))
    office.sam.open_home()
    office.slack.until(lambda: office.slack.workspace.recorder.calls_of("views.publish"))
    office.sam.open_home()
    office.slack.until(lambda: office.sam.home)
    assert "An act in Slack failed (event_callback)" in caplog.text


@contextmanager
def a_busy_store(office: SlackOffice, until: threading.Event) -> Iterator[None]:
    """Somebody has the books in hand, as a large bulk recording does, until they are told."""
    begun = threading.Event()

    def work(_: Desk) -> None:
        begun.set()
        assert until.wait(10)

    busy = threading.Thread(target=lambda: office.desk.together(work, dry_run=True))
    busy.start()
    assert begun.wait(5)
    yield
    until.set()
    busy.join(5)


def test_a_form_opens_while_the_store_is_busy(office: SlackOffice) -> None:
    """It says so while its trigger lives, and fills by itself once the books are free."""
    free = threading.Event()
    with a_busy_store(office, free):
        office.sam.run_command(office.channel, Command.USE)
        modal = office.sam.wait_for_modal()
        assert "Just a moment" in words_of(modal)
        free.set()
        office.slack.until(lambda: modal.callback_id == Form.RECORD)
    assert office.slack.workspace.recorder.refusals == []


def test_a_refusal_while_the_store_is_busy_fills_the_form(office: SlackOffice) -> None:
    """What can't be done any more is told where the form would have been."""
    told = office.says(office.staff, Command.USE, "acme pass", words="left")
    key = office.usages[0].key
    actor = office.desk_actor(office.manager)
    office.desk.void(key, reason="x", idempotency_key="void", actor=actor)
    free = threading.Event()
    with a_busy_store(office, free):
        office.sam.click(told, Act.UNDO)
        modal = office.sam.wait_for_modal()
        free.set()
        office.slack.until(lambda: "taken back already" in words_of(modal))


def test_a_fourth_modal_is_told_of_in_a_message(office: SlackOffice) -> None:
    """Slack lays three on top of each other; the sentence comes by direct message."""
    office.sam.global_shortcut(Shortcut.CHECK)
    tree = office.sam.wait_for_modal()
    office.sam.suggest(tree, Act.ASK_CONTACT, "acme")
    office.sam.click(tree, Act.ASK_CONTACT, value="ACME")
    office.slack.until(lambda: "Guest pass" in words_of(tree))
    office.sam.click(tree, Act.WHY, value=f"{office.level().key}|ACME")
    office.slack.until(lambda: office.sam.modal is not tree)
    why = office.sam.wait_for_modal()
    office.opened(office.staff, Form.RECORD, lambda: office.sam.click(why, Act.RECORD))
    office.sam.click(why, Act.RECORD)
    workspace = office.slack.workspace
    own = office.slack.call_soon(lambda: workspace.direct_channel(office.staff))
    office.sam.wait_for_message(own, "no more than three forms")


def test_a_modal_that_comes_up_late_is_filled_all_the_same(office: SlackOffice) -> None:
    """Slack may not know a modal yet that was pushed a moment ago."""
    form, free = (
        office.opened(
            office.staff,
            Form.BULK,
            lambda: office.sam.run_command(office.channel, Command.PANEL, "bulk pass"),
        ),
        threading.Event(),
    )
    office.slack.workspace.faults.order("views.update", Fault(error="not_found"), times=2)
    with a_busy_store(office, free):
        shown = office.sam.submit_view(form).view
        assert shown is not None
        free.set()
        office.slack.until(lambda: shown.callback_id == Form.BULK_PREVIEW)


def test_a_form_closed_before_it_was_filled_is_no_failure(
    office: SlackOffice, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody needs to be told."""
    free = threading.Event()
    with a_busy_store(office, free):
        office.sam.run_command(office.channel, Command.USE)
        office.sam.close_view(office.sam.wait_for_modal())
        with caplog.at_level(logging.INFO):
            free.set()
            office.slack.until(lambda: "closed before it could be filled" in caplog.text)
    assert "Traceback" not in caplog.text
