"""Catching up: whoever could not be told what became of their act is told later."""

import pytest

from bot.names import Act, Command, Field, Form
from bot.slack.catching_up import DOCUMENT, TOO_OLD
from core.actor import Actor, Role, Source
from core.entry import EntryKind
from core.recording import UsageRequest
from playground.slack import Fault, Message
from tests.bot.office import SlackOffice, answers, usage_form, words_of


def told_directly(office: SlackOffice) -> list[Message]:
    """What Sam was told by direct message."""
    return office.sam.sees(office.slack.workspace.direct_channel(office.staff))


def away(office: SlackOffice, times: int = 1) -> None:
    """Slack takes no messages so many times."""
    for method in ("response_url", "chat.postMessage"):
        office.slack.workspace.faults.order(method, Fault(status=503), times=times)


def recorded_and_untold(office: SlackOffice, number: int = 1) -> None:
    """Sam's usage, written by a bot that was killed before it could answer."""
    sam = Actor(id=office.staff.id, source=Source.SLACK, role=Role.STAFF)
    request = UsageRequest(
        contact="ACME", benefit_type="PASS", idempotency_key=f"slack:sam:{number}", again=True
    )
    office.desk.record(request, actor=sam)


def test_a_confirmation_comes_as_soon_as_slack_takes_it(office: SlackOffice) -> None:
    """The form confirmed it already; the message with Undo comes late, and once."""
    form = usage_form(office, office.sam)
    away(office, times=2)
    assert office.sam.submit_view(form, answers(benefit_type="PASS")).kind == "updated"
    office.settle()
    office.catching_up.catch_up()
    assert told_directly(office) == []
    for _ in range(2):
        office.catching_up.catch_up()
    (told,) = told_directly(office)
    assert "3 of 4 left" in words_of(told)
    assert Act.UNDO in words_of(told)


def test_a_typed_usage_is_confirmed_late_too(office: SlackOffice) -> None:
    """A command has no form that could have told."""
    away(office)
    office.sam.run_command(office.channel, Command.USE, "acme pass")
    office.settle()
    office.catching_up.catch_up()
    assert "3 of 4 left" in words_of(told_directly(office)[-1])


def test_after_a_crash_the_ledger_says_what_was_recorded(office: SlackOffice) -> None:
    """Each person is told their own acts, which can be taken back from there."""
    office.catching_up.catch_up()
    office.clock.pass_time(minutes=5)
    for number in range(2):
        recorded_and_untold(office, number)
    office.use()
    office.catching_up.begin()
    (told,) = told_directly(office)
    assert "Benefit Desk was interrupted" in told.text
    assert words_of(told).count("*Guest pass*: 1 used on 15 Jun 2026") == 2
    undo = next(block["block_id"] for block in told.blocks if "accessory" in block)
    form = office.opened(
        office.staff, Form.UNDO, lambda: office.sam.click(told, Act.UNDO, block_id=undo)
    )
    office.sam.submit_view(form, {Field.REASON: {Field.REASON: "mistake"}})
    assert len(office.entries(EntryKind.VOID)) == 1


def test_a_busy_hour_is_told_to_its_last_act(office: SlackOffice) -> None:
    """In as many messages as it takes: what came last is what nobody was told."""
    office.catching_up.catch_up()
    office.clock.pass_time(minutes=5)
    sam = Actor(id=office.staff.id, source=Source.SLACK, role=Role.STAFF)
    for number in range(90):
        request = UsageRequest(
            contact="ACME",
            benefit_type="NOTARY",
            idempotency_key=f"slack:sam:{number}",
            description=f"Deed-{number}.",
            again=True,
        )
        office.desk.record(request, actor=sam)
    office.catching_up.begin()
    told = " ".join(words_of(message) for message in told_directly(office))
    assert [number for number in range(90) if f"Deed-{number}." not in told] == []


def test_what_was_told_is_not_told_again_after_a_restart(office: SlackOffice) -> None:
    """The bot notes up to when everybody was told."""
    office.says(office.staff, Command.USE, "acme pass", words="left")
    office.settle()
    office.clock.pass_time(seconds=1)
    office.catching_up.catch_up()
    office.catching_up.begin()
    assert told_directly(office) == []


def test_a_first_start_tells_nobody_anything(office: SlackOffice) -> None:
    """What a ledger has from before is nobody's open question."""
    recorded_and_untold(office)
    office.catching_up.begin()
    assert told_directly(office) == []
    assert office.desk.store.document(DOCUMENT) == {
        "told_until": office.clock.now().isoformat(timespec="milliseconds")
    }


def test_what_is_in_hand_is_not_noted_as_told(office: SlackOffice) -> None:
    """The note stands before whatever somebody still waits for."""
    began = office.clock.now()
    with office.owed.carrying_out(office.owed.begin()):
        office.clock.pass_time(seconds=30)
        assert office.owed.settled_until() == began
    assert office.owed.settled_until() == office.clock.now()


def test_what_is_kept_is_not_noted_as_told(office: SlackOffice) -> None:
    """A crash before it is told leaves it to the ledger."""
    away(office)
    began = office.clock.now()
    office.sam.run_command(office.channel, Command.USE, "acme pass")
    office.settle()
    office.clock.pass_time(seconds=30)
    away(office)
    office.catching_up.catch_up()
    assert office.owed.settled_until() == began
    office.catching_up.begin()
    assert "3 of 4 left" in words_of(told_directly(office)[-1])


def test_a_day_later_nobody_waits_any_more(office: SlackOffice) -> None:
    """A bot that was off for a week doesn't tell of the week before."""
    office.catching_up.catch_up()
    recorded_and_untold(office)
    office.clock.pass_time(seconds=TOO_OLD.total_seconds() + 60)
    office.catching_up.begin()
    assert told_directly(office) == []


@pytest.mark.parametrize("error", ["user_disabled", "missing_scope"])
def test_whom_slack_will_never_reach_holds_up_nobody(
    office: SlackOffice, caplog: pytest.LogCaptureFixture, error: str
) -> None:
    """It is noted in the log, and the next person is told."""
    away(office)
    office.sam.run_command(office.channel, Command.USE, "acme pass")
    office.settle()
    office.clock.pass_time(seconds=1)
    away(office)
    office.may.run_command(office.channel, Command.USE, "acme pass 2")
    office.settle()
    office.slack.workspace.faults.order("chat.postMessage", Fault(error=error))
    office.catching_up.catch_up()
    assert f"{office.staff.id} could not be told what became of an act" in caplog.text
    direct = office.slack.workspace.direct_channel(office.manager)
    assert "1 of 4 left" in words_of(office.may.sees(direct)[-1])
    assert office.owed.settled_until() == office.clock.now()
