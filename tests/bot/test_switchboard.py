"""The switchboard: events that come again, and what an earlier version of the bot showed."""

from typing import Any

from bot.names import Command, Form
from playground.slack import payloads
from playground.slack.recorder import Ack
from tests.bot.office import SlackOffice, usage_form, words_of

UNANSWERED = {"http_404", "operation_timeout"}
"""How Slack is told over HTTP that nobody listens; over a socket it is told nothing."""


def published(office: SlackOffice) -> int:
    """How often the App Home of this office's staff was drawn."""
    calls = office.slack.workspace.recorder.calls_of("views.publish")
    return [call.arguments["user_id"] for call in calls].count(office.staff.id)


def delivered(office: SlackOffice, payload: dict[str, Any]) -> Ack:
    """Tell the bot something that nobody can do any more, and wait until it is over."""
    line = office.slack.workspace.line
    ack = office.slack.perform(line.deliver("interactive", payload, accepts_payload=True))
    office.settle()
    return ack


def test_an_event_that_comes_again_is_left_alone(office: SlackOffice) -> None:
    """Slack tells an event again when it isn't sure; its `event_id` stays the same."""
    office.sam.open_home()
    office.slack.until(lambda: published(office) == 1, 20)
    office.settle()
    delivery = office.slack.workspace.recorder.deliveries_of("app_home_opened")[-1]
    assert office.slack.redeliver(delivery).ok
    office.settle()
    assert published(office) == 1


def test_another_event_is_taken(office: SlackOffice) -> None:
    """Opening the home once more draws it once more."""
    for times in (1, 2):
        office.sam.open_home()
        office.slack.until(lambda times=times: published(office) == times)  # type: ignore[misc]
        office.settle()


def test_an_old_button_says_that_it_is_old(office: SlackOffice) -> None:
    """The person reads what to do, and Slack shows no warning sign."""
    told = office.says(office.staff, Command.PANEL, words="What would you like")

    def press() -> dict[str, Any]:
        action = {"type": "button", "action_id": "long_gone", "block_id": "x", "value": "-"}
        return payloads.block_actions(office.slack.workspace, office.staff, told, action)

    assert delivered(office, office.slack.call_soon(press)).ok
    seen = [words_of(message) for message in office.sam.sees(office.channel)]
    assert "shown before Benefit Desk was updated" in seen[-1]


def test_an_old_form_keeps_what_was_typed(office: SlackOffice) -> None:
    """The sentence stands under its first field."""
    form = usage_form(office, office.sam)

    def submit() -> dict[str, Any]:
        payload = payloads.view_submission(office.slack.workspace, office.staff, form)
        payload["view"]["callback_id"] = "form_of_last_year"
        return payload

    answer = delivered(office, office.slack.call_soon(submit)).payload
    assert answer["response_action"] == "errors"
    assert "before Benefit Desk was updated" in " ".join(answer["errors"].values())
    assert form.callback_id == Form.RECORD
    assert office.usages == []


def test_an_old_menu_offers_nothing(office: SlackOffice) -> None:
    """No choice is better than a wrong one."""
    form = usage_form(office, office.sam)

    def ask() -> dict[str, Any]:
        place = ("menu_of_last_year", "x")
        return payloads.block_suggestion(office.slack.workspace, office.staff, form, place, "acme")

    assert delivered(office, office.slack.call_soon(ask)).payload == {"options": []}


def test_what_nobody_listens_to_is_left_to_bolt(office: SlackOffice) -> None:
    """A closed modal, and an event that the app didn't ask for: nothing is done, nothing breaks."""
    form = usage_form(office, office.sam)

    def tell(kind: str) -> dict[str, Any]:
        payload = payloads.view_submission(office.slack.workspace, office.staff, form)
        return payload | {"type": kind}

    for kind in ("view_closed", "workflow_step_edit"):
        payload = office.slack.call_soon(lambda kind=kind: tell(kind))  # type: ignore[misc]
        assert delivered(office, payload).failure in UNANSWERED
    event = {"type": "event_callback", "event": {"type": "message", "user": office.staff.id}}
    assert delivered(office, event | {"event_id": "Ev1"}).failure in UNANSWERED
    assert office.usages == []
