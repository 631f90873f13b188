"""Answers through a ``response_url``: who sees them, what they replace, how often they work."""

import json
from typing import Any

import pytest
import requests
from slack_sdk.webhook import WebhookClient

from playground.slack import Channel, Fault, Message, Running, User, Workspace, running
from tests.playground.slack.blocks import actions, button, section


def address(slack: Running, user: User, channel: Channel, message: Message | None = None) -> str:
    """Hand out an address for something that ``user`` did."""
    workspace = slack.workspace
    url = workspace.response_urls.make(
        "actions" if message else "commands",
        workspace.team.id,
        user=user.id,
        channel=channel.id,
        message_ts=message.ts if message else "",
    )
    return workspace.origin + url.path


def test_an_answer_is_for_one_person_unless_said(
    slack: Running, ada: User, ben: User, general: Channel
) -> None:
    """Without a type the answer is ephemeral; ``in_channel`` is for everybody."""
    hook = WebhookClient(address(slack, ada, general))
    assert hook.send(text="for you").body == "ok"
    hook.send(text="for all", response_type="in_channel")
    assert [message.text for message in general.seen_by(ada.id)] == ["for you", "for all"]
    assert [message.text for message in general.seen_by(ben.id)] == ["for all"]


def test_an_answer_may_replace_or_delete_the_message(
    slack: Running, ada: User, general: Channel
) -> None:
    """The message that was clicked in changes, ephemeral or not, or goes away."""
    for ephemeral_to in ("", ada.id):
        message = Message(
            channel=general.id,
            ts=slack.workspace.next_ts(),
            text="old",
            user=slack.workspace.bot_user.id,
            blocks=[actions(button())],
            ephemeral_to=ephemeral_to,
        )
        slack.workspace.post(message)
        hook = WebhookClient(address(slack, ada, general, message))
        hook.send(text="new", blocks=[section("new")], replace_original=True)
        assert (message.text, message.blocks[0]["type"]) == ("new", "section")
        hook.send(delete_original=True)
        assert message not in general.messages


def test_an_address_works_five_times(slack: Running, ada: User, general: Channel) -> None:
    """The sixth answer is refused, and so is an invented address."""
    hook = WebhookClient(address(slack, ada, general))
    answers = [hook.send(text=str(number)) for number in range(6)]
    invented = WebhookClient(hook.url + "0").send(text="x")
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 200, 404]
    assert "used_url" in answers[-1].body
    assert (invented.status_code, "no_active_hooks" in invented.body) == (404, True)
    assert len(general.messages) == 5


def test_an_address_works_for_thirty_minutes(manifest: dict[str, Any]) -> None:
    """One second after half an hour the answer is refused."""
    now = [1_795_000_000.0]
    workspace = Workspace(manifest, clock=lambda: now[0])
    ada = workspace.add_user("ada")
    general = workspace.add_channel("general", [ada])
    with running(workspace) as slack:
        hook = WebhookClient(address(slack, ada, general))
        now[0] += 1800
        in_time = hook.send(text="just in time")
        now[0] += 1
        late = hook.send(text="too late")
    assert (in_time.status_code, late.status_code) == (200, 404)
    assert "expired_url" in late.body


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({"text": ""}, "no_text"),
        ({"blocks": [section("s" * 3001)]}, "invalid_blocks"),
        (
            {"text": "x", "replace_original": True, "blocks": [{"type": "marquee"}]},
            "invalid_blocks",
        ),
    ],
)
def test_an_answer_says_something_sound(
    slack: Running, ada: User, general: Channel, body: dict[str, Any], word: str
) -> None:
    """Nothing, or wrong blocks, are refused; the recorder keeps the refusal."""
    refused = WebhookClient(address(slack, ada, general)).send_dict(body)
    assert (refused.status_code, word in refused.body) == (400, True)
    assert slack.workspace.recorder.calls_of("response_url")[0].error == word
    assert general.messages == []


def test_an_answer_can_be_asked_to_come_later(slack: Running, ada: User, general: Channel) -> None:
    """On order: with the pause to make, or because the server fails; then as ever."""
    url = address(slack, ada, general)
    slack.workspace.faults.order("response_url", Fault(retry_after=7))
    slack.workspace.faults.order("response_url", Fault(status=503))
    later, failed, sound = (requests.post(url, json={"text": "x"}, timeout=5) for _ in range(3))
    assert (later.status_code, later.headers["retry-after"]) == (429, "7")
    assert (failed.status_code, sound.status_code) == (503, 200)
    assert len(general.messages) == 1


def test_an_answer_may_come_as_a_form(slack: Running, ada: User, general: Channel) -> None:
    """The old way, a form with a payload, works; what is no JSON object does not."""
    url = address(slack, ada, general)
    sound = requests.post(url, data={"payload": json.dumps({"text": "x"})}, timeout=5)
    broken = requests.post(url, data="{", timeout=5)
    listed = requests.post(url, json=["x"], timeout=5)
    assert [sound.status_code, broken.status_code, listed.status_code] == [200, 400, 400]
    assert broken.json()["error"] == listed.json()["error"] == "invalid_payload"
    assert [message.text for message in general.messages] == ["x"]
