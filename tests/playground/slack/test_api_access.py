"""Who may call the Web API, how arguments arrive, and what is refused before any method runs."""

import json
import urllib.request
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.slack import Channel, Fault, Running, Workspace, running


def error_of(caught: pytest.ExceptionInfo[SlackApiError]) -> str:
    """Give Slack's word for what was refused."""
    return str(caught.value.response["error"])


def post(slack: Running, method: str, body: bytes, **headers: str) -> dict[str, Any]:
    """Call a method without Slack's client."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(slack.base_url + method, body, named)
    with urllib.request.urlopen(request, timeout=5) as answer:
        decoded: dict[str, Any] = json.loads(answer.read())
        return decoded


def test_auth_test_tells_who_the_app_is(client: WebClient, workspace: Workspace) -> None:
    """The app learns its team, its bot, and the scopes it was installed with."""
    answer = client.auth_test()
    assert answer["team_id"] == workspace.team.id
    assert answer["user_id"] == workspace.bot_user.id
    assert answer["bot_id"] == workspace.bot_id
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


def test_the_token_comes_by_header_by_form_or_in_json(slack: Running) -> None:
    """All three ways of sending a token work, with an empty JSON body too."""
    token = slack.workspace.bot_token
    form, content = "application/x-www-form-urlencoded", "application/json; charset=utf-8"
    by_header = post(
        slack, "auth.test", b"", Authorization=f"Bearer {token}", Content_Type="application/json"
    )
    by_form = post(slack, "auth.test", f"token={token}".encode(), Content_Type=form)
    in_json = post(slack, "auth.test", json.dumps({"token": token}).encode(), Content_Type=content)
    assert [by_header["ok"], by_form["ok"], in_json["ok"]] == [True, True, True]


@pytest.mark.parametrize(
    ("token", "error"), [("", "not_authed"), ("xoxb-somebody-else", "invalid_auth")]
)
def test_a_missing_or_wrong_token_is_refused(slack: Running, token: str, error: str) -> None:
    """Nobody gets in without the token."""
    with pytest.raises(SlackApiError) as caught:
        WebClient(token=token, base_url=slack.base_url).auth_test()
    assert error_of(caught) == error


def test_each_token_opens_its_own_door(slack: Running, client: WebClient) -> None:
    """The bot's token opens no connection, and the app's token posts nothing."""
    with pytest.raises(SlackApiError) as by_bot:
        client.apps_connections_open(app_token=slack.workspace.bot_token)
    with pytest.raises(SlackApiError) as by_app:
        client.auth_test(token=slack.workspace.app_token)
    assert error_of(by_bot) == error_of(by_app) == "not_allowed_token_type"


def test_a_missing_scope_is_named(manifest: dict[str, Any]) -> None:
    """An app installed without a scope is told what it needs and what it has."""
    manifest["oauth_config"]["scopes"]["bot"] = ["commands", "users:read"]
    with running(Workspace(manifest)) as slack:
        client = WebClient(token=slack.workspace.bot_token, base_url=slack.base_url)
        with pytest.raises(SlackApiError) as caught:
            client.chat_postMessage(channel="C1", text="x")
        answer = caught.value.response
        hidden = client.users_list()["members"]
    assert (answer["error"], answer["needed"]) == ("missing_scope", "chat:write")
    assert answer["provided"] == "commands,users:read"
    assert all("email" not in member["profile"] for member in hidden)


def test_an_unknown_method_is_refused(client: WebClient) -> None:
    """A method that the stand-in does not have answers as Slack does."""
    with pytest.raises(SlackApiError) as caught:
        client.api_call("chat.shout", json={"text": "x"})
    assert error_of(caught) == "unknown_method"
    assert caught.value.response["req_method"] == "chat.shout"


def test_broken_json_is_refused(slack: Running) -> None:
    """A body that says it is JSON has to be an object."""
    content = "application/json"
    assert post(slack, "api.test", b"{", Content_Type=content)["error"] == "invalid_json"
    assert post(slack, "api.test", b"[]", Content_Type=content)["error"] == "json_not_object"


def test_api_test_gives_the_arguments_back(client: WebClient) -> None:
    """Arguments come back, and an error is answered on demand."""
    assert client.api_test(foo="bar")["args"]["foo"] == "bar"
    with pytest.raises(SlackApiError) as caught:
        client.api_test(error="my_error")
    assert error_of(caught) == "my_error"


def test_a_channel_posted_to_too_fast_answers_429(
    slack: Running, client: WebClient, general: Channel
) -> None:
    """With the pace kept, posts after the burst are refused until a second has passed."""
    slack.workspace.switches.keeps_pace = True
    slack.workspace.switches.post_burst = 2
    for number in range(2):
        client.chat_postMessage(channel=general.id, text=str(number))
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=general.id, text="too fast")
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "1"
    assert error_of(caught) == "ratelimited"
    assert len(general.messages) == 2


def test_pace_is_earned_back_with_time(manifest: dict[str, Any]) -> None:
    """A second after a refusal one more post is taken."""
    now = [1_795_000_000.0]
    workspace = Workspace(manifest, clock=lambda: now[0])
    workspace.switches.keeps_pace, workspace.switches.post_burst = True, 1
    first, second = workspace.pace.allows("C1"), workspace.pace.allows("C1")
    elsewhere = workspace.pace.allows("C2")
    now[0] += 1
    assert [first, second, elsewhere, workspace.pace.allows("C1")] == [True, False, True, True]


def test_faults_come_on_demand_and_once(slack: Running, client: WebClient) -> None:
    """A test can order a 429, a failing server and one of Slack's errors for the next calls."""
    faults = slack.workspace.faults
    faults.order("auth.test", Fault(retry_after=7))
    faults.order("auth.test", Fault(error="internal_error"))
    faults.order("auth.test", Fault(status=503))
    with pytest.raises(SlackApiError) as too_many:
        client.auth_test()
    with pytest.raises(SlackApiError) as internal:
        client.auth_test()
    with pytest.raises(SlackApiError) as unavailable:
        client.auth_test()
    assert too_many.value.response.headers["Retry-After"] == "7"
    assert error_of(internal) == "internal_error"
    assert unavailable.value.response.status_code == 503
    assert client.auth_test()["ok"]


def test_an_answer_can_get_lost_after_the_work_was_done(
    slack: Running, client: WebClient, general: Channel
) -> None:
    """The post is there although its caller saw the connection break."""
    slack.workspace.faults.order("chat.postMessage", Fault(loses_answer=True))
    with pytest.raises(Exception, match="IncompleteRead"):
        client.chat_postMessage(channel=general.id, text="did it arrive?")
    assert [message.text for message in general.messages] == ["did it arrive?"]


def test_a_slow_answer_outlasts_an_impatient_client(slack: Running, general: Channel) -> None:
    """A pause can be ordered, longer than the client waits."""
    slack.workspace.faults.order("auth.test", Fault(pause=1.2))
    hasty = WebClient(
        token=slack.workspace.bot_token, base_url=slack.base_url, timeout=1, retry_handlers=[]
    )
    with pytest.raises(TimeoutError):
        hasty.auth_test()
    assert general.messages == []


def test_every_call_is_recorded_without_its_token(
    slack: Running, client: WebClient, general: Channel
) -> None:
    """A test can look at what the app sent, forms decoded, and at what it was answered."""
    blocks = [{"type": "divider"}]
    client.chat_postMessage(channel=general.id, text="x", blocks=blocks)
    with pytest.raises(SlackApiError):
        client.chat_update(channel=general.id, ts="1.0", text="x")
    (posted,) = slack.workspace.recorder.calls_of("chat.postMessage")
    (refused,) = slack.workspace.recorder.calls_of("chat.update")
    assert posted.arguments["channel"] == general.id
    assert posted.arguments["blocks"][0]["type"] == "divider"
    assert "token" not in posted.arguments
    assert refused.error == "message_not_found"
    slack.workspace.recorder.clear()
    assert slack.workspace.recorder.calls == []
