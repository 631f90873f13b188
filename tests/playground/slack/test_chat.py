"""Messages that the app posts, changes and deletes."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.slack import (
    Channel,
    MessageChanged,
    MessageDeleted,
    MessagePosted,
    Running,
    User,
    Workspace,
)
from playground.slack.changes import Change
from tests.playground.slack.blocks import chart, data_table, section


def error_of(caught: pytest.ExceptionInfo[SlackApiError]) -> str:
    """Give Slack's word for what was refused."""
    return str(caught.value.response["error"])


def test_a_post_is_seen_by_everybody(client: WebClient, ada: User, general: Channel) -> None:
    """A posted message stands in the channel, as the bot's, with its blocks and metadata."""
    metadata = {"event_type": "report", "event_payload": {"period": "2026-11"}}
    answer = client.chat_postMessage(
        channel=general.id, text="Report", blocks=[section("R&D <@U1>")], metadata=metadata
    )
    (message,) = general.seen_by(ada.id)
    assert (message.ts, message.text) == (answer["ts"], "Report")
    assert message.blocks[0]["block_id"]
    assert answer["message"]["blocks"][0]["text"]["text"] == "R&amp;D <@U1>"
    assert answer["message"]["metadata"] == metadata
    assert answer["message"]["bot_id"] == message.bot_id


def test_a_channel_goes_by_id_by_name_or_by_user(
    client: WebClient, workspace: Workspace, ada: User, general: Channel
) -> None:
    """A name finds its channel, and a user's id opens direct messages."""
    assert client.chat_postMessage(channel="#general", text="x")["channel"] == general.id
    direct = client.chat_postMessage(channel=ada.id, text="hello")["channel"]
    assert workspace.direct_channel(ada).id == direct
    assert [message.text for message in workspace.channels[direct].messages] == ["hello"]


def test_a_post_goes_only_where_the_app_may(client: WebClient, workspace: Workspace) -> None:
    """Unknown and unseen channels, foreign ones and archived ones each have their word."""
    workspace.channel_named("board").is_archived = True
    wanted = {
        "C0000000000": "channel_not_found",
        workspace.channel_named("elsewhere").id: "not_in_channel",
        workspace.channel_named("secret").id: "channel_not_found",
        workspace.channel_named("board").id: "is_archived",
    }
    for channel, word in wanted.items():
        with pytest.raises(SlackApiError) as caught:
            client.chat_postMessage(channel=channel, text="x")
        assert error_of(caught) == word


def test_a_post_says_something_that_slack_can_show(client: WebClient, general: Channel) -> None:
    """Nothing, too much, broken JSON, wrong blocks and wrong metadata are refused."""
    refused: dict[str, dict[str, Any]] = {
        "no_text": {"text": ""},
        "msg_too_long": {"text": "x" * 40_001},
        "invalid_blocks_format": {"blocks": "[{"},
        "invalid_blocks": {"blocks": [section("s" * 3001)]},
        "invalid_metadata_schema": {"text": "x", "metadata": {"event_type": "x"}},
        "invalid_attachments": {"text": "x", "attachments": {"text": "a"}},
        "too_many_attachments": {"text": "x", "attachments": [{"text": "a"}] * 101},
    }
    for word, arguments in refused.items():
        with pytest.raises(SlackApiError) as caught:
            client.api_call("chat.postMessage", json={"channel": general.id} | arguments)
        assert error_of(caught) == word
    assert general.messages == []


def test_wrong_blocks_are_named_by_their_place(
    client: WebClient, workspace: Workspace, general: Channel
) -> None:
    """The refusal points to the block, also where an old workspace can't draw a chart."""
    workspace.switches.draws_data = False
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=general.id, text="x", blocks=[chart()])
    assert error_of(caught) == "invalid_blocks"
    assert caught.value.response["response_metadata"]["messages"] == [
        "[ERROR] unsupported type: data_visualization [json-pointer:/blocks/0/type]"
    ]


def test_blocks_can_be_too_long_altogether(client: WebClient, general: Channel) -> None:
    """Each section is short enough; together one character more is refused, tables apart."""
    sections = [section("s" * 2985)] * 4
    client.chat_postMessage(channel=general.id, text="x", blocks=[*sections, data_table(rows=100)])
    blocks = [*sections[1:], section("s" * 2986)]
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=general.id, text="x", blocks=blocks)
    assert error_of(caught) == "msg_blocks_too_long"


def test_an_ephemeral_message_is_seen_by_one(
    client: WebClient, workspace: Workspace, ada: User, ben: User, general: Channel
) -> None:
    """Only the named member sees it; it is in no history and can't be changed."""
    ts = client.chat_postEphemeral(channel=general.id, user=ada.id, text="psst")["message_ts"]
    assert [message.text for message in general.seen_by(ada.id)] == ["psst"]
    assert general.seen_by(ben.id) == []
    assert client.conversations_history(channel=general.id)["messages"] == []
    with pytest.raises(SlackApiError) as changing:
        client.chat_update(channel=general.id, ts=ts, text="louder")
    with pytest.raises(SlackApiError) as outside:
        client.chat_postEphemeral(
            channel=general.id, user=workspace.user_named("gus").id, text="psst"
        )
    assert error_of(changing) == "message_not_found"
    assert error_of(outside) == "user_not_in_channel"


def test_an_update_keeps_what_it_does_not_mention(client: WebClient, general: Channel) -> None:
    """A new text leaves the blocks; an empty list takes them away."""
    ts = client.chat_postMessage(channel=general.id, text="one", blocks=[section()])["ts"]
    client.chat_update(channel=general.id, ts=ts, text="two")
    (message,) = general.messages
    assert (message.text, len(message.blocks), bool(message.edited_ts)) == ("two", 1, True)
    client.chat_update(channel=general.id, ts=ts, text="three", blocks=[])
    assert (message.text, message.blocks) == ("three", [])
    with pytest.raises(SlackApiError) as caught:
        client.api_call("chat.update", json={"channel": general.id, "ts": ts})
    assert error_of(caught) == "no_text"


def test_an_update_may_bring_attachments_and_metadata(client: WebClient, general: Channel) -> None:
    """Both replace what was there."""
    ts = client.chat_postMessage(channel=general.id, text="one")["ts"]
    metadata = {"event_type": "report", "event_payload": {}}
    client.chat_update(
        channel=general.id, ts=ts, attachments=[{"text": "more"}], text="two", metadata=metadata
    )
    (message,) = general.messages
    assert (message.attachments, message.metadata) == ([{"text": "more"}], metadata)


def test_a_name_of_ones_own_needs_its_scope(
    client: WebClient, workspace: Workspace, general: Channel
) -> None:
    """Without the scope the wanted name is left out, as Slack does."""
    client.chat_postMessage(channel=general.id, text="x", username="Treasurer")
    workspace.manifest.scopes |= {"chat:write.customize"}
    client.chat_postMessage(channel=general.id, text="x", username="Treasurer")
    assert [message.username for message in general.messages] == ["", "Treasurer"]


def test_only_own_messages_are_changed_and_deleted(
    slack: Running, client: WebClient, ada: User, general: Channel
) -> None:
    """What a person wrote stays as it is; what the app wrote can go."""
    theirs = slack.person(ada).say(general, "mine")
    own = client.chat_postMessage(channel=general.id, text="the app's")["ts"]
    with pytest.raises(SlackApiError) as changing:
        client.chat_update(channel=general.id, ts=theirs.ts, text="x")
    with pytest.raises(SlackApiError) as deleting:
        client.chat_delete(channel=general.id, ts=theirs.ts)
    client.chat_delete(channel=general.id, ts=own)
    with pytest.raises(SlackApiError) as again:
        client.chat_delete(channel=general.id, ts=own)
    words = [error_of(changing), error_of(deleting), error_of(again)]
    assert words == ["cant_update_message", "cant_delete_message", "message_not_found"]
    assert general.messages == [theirs]


def test_a_permalink_leads_to_a_message(client: WebClient, general: Channel) -> None:
    """The address holds the channel and the timestamp; an unknown message has none."""
    ts = client.chat_postMessage(channel=general.id, text="x")["ts"]
    address = client.chat_getPermalink(channel=general.id, message_ts=ts)["permalink"]
    assert address.endswith(f"/archives/{general.id}/p{ts.replace('.', '')}")
    with pytest.raises(SlackApiError) as caught:
        client.chat_getPermalink(channel=general.id, message_ts="1.000001")
    assert error_of(caught) == "message_not_found"


def test_a_page_hears_of_every_change(slack: Running, client: WebClient, general: Channel) -> None:
    """A listener is told of posts, changes and deletions, until it stops listening."""
    heard: list[Change] = []
    stop = slack.workspace.subscribe(heard.append)
    ts = client.chat_postMessage(channel=general.id, text="one")["ts"]
    client.chat_update(channel=general.id, ts=ts, text="two")
    client.chat_delete(channel=general.id, ts=ts)
    stop()
    client.chat_postMessage(channel=general.id, text="unheard")
    assert [type(change) for change in heard] == [MessagePosted, MessageChanged, MessageDeleted]


def test_timestamps_are_never_the_same(workspace: Workspace) -> None:
    """A thousand messages at one moment have a thousand timestamps in order."""
    stamps = [workspace.next_ts() for _ in range(1000)]
    assert stamps == sorted(set(stamps))
