"""Channels, members, history, users and user groups, as the app reads them."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.slack import Channel, Running, User, Workspace


def error_of(caught: pytest.ExceptionInfo[SlackApiError]) -> str:
    """Give Slack's word for what was refused."""
    return str(caught.value.response["error"])


def test_the_app_sees_public_channels_and_its_own(
    client: WebClient, workspace: Workspace, ada: User
) -> None:
    """A private channel without the app is not in any list."""
    workspace.direct_channel(ada)
    kinds = "public_channel,private_channel,im"
    listed = client.conversations_list(types=kinds)["channels"]
    assert [channel.get("name", channel["id"][0]) for channel in listed] == [
        "general",
        "elsewhere",
        "board",
        "D",
    ]
    own = client.users_conversations(types="public_channel,private_channel")["channels"]
    assert [channel["name"] for channel in own] == ["general", "board"]
    of_ben = client.users_conversations(user=workspace.user_named("ben").id)["channels"]
    assert [channel["name"] for channel in of_ben] == ["general"]


def test_archived_channels_can_be_left_out(client: WebClient, workspace: Workspace) -> None:
    """They are listed unless the app says otherwise."""
    workspace.channel_named("elsewhere").is_archived = True
    assert len(client.conversations_list()["channels"]) == 2
    assert len(client.conversations_list(exclude_archived=True)["channels"]) == 1


def test_a_channel_tells_about_itself(
    client: WebClient, workspace: Workspace, ada: User, general: Channel
) -> None:
    """Membership, kind and number of members are there; a direct message names the other."""
    told = client.conversations_info(channel=general.id, include_num_members=True)["channel"]
    assert (told["name"], told["is_member"], told["num_members"]) == ("general", True, 3)
    assert "num_members" not in client.conversations_info(channel=general.id)["channel"]
    direct = client.conversations_info(channel=workspace.direct_channel(ada).id)["channel"]
    assert (direct["is_im"], direct["user"]) == (True, ada.id)
    with pytest.raises(SlackApiError) as caught:
        client.conversations_info(channel=workspace.channel_named("secret").id)
    assert error_of(caught) == "channel_not_found"


def test_long_lists_come_in_pages(client: WebClient, workspace: Workspace) -> None:
    """A cursor leads through all pages, and the SDK's own iteration follows it."""
    for number in range(5):
        workspace.add_channel(f"more-{number}", [])
    pages = [page["channels"] for page in client.conversations_list(limit=3)]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert len({channel["id"] for page in pages for channel in page}) == 7
    members = client.conversations_members(channel=workspace.channel_named("general").id, limit=2)
    assert len(members["members"]) == 2
    assert members["response_metadata"]["next_cursor"]
    assert [len(page["members"]) for page in client.users_list(limit=4)] == [4, 2]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ({"cursor": "nonsense!"}, "invalid_cursor"),
        ({"cursor": "bm9uc2Vuc2U="}, "invalid_cursor"),
        ({"limit": 1001}, "invalid_limit"),
        ({"types": "public_channel,everything"}, "invalid_types"),
        ({"types": "mpim"}, ""),
    ],
)
def test_a_wrong_page_is_refused(client: WebClient, arguments: dict[str, Any], word: str) -> None:
    """Cursors, limits and kinds of channels are checked; a kind may be empty."""
    if not word:
        assert client.conversations_list(**arguments)["channels"] == []
        return
    with pytest.raises(SlackApiError) as caught:
        client.conversations_list(**arguments)
    assert error_of(caught) == word


def test_reading_private_channels_has_a_scope_of_its_own(
    client: WebClient, workspace: Workspace, manifest: dict[str, Any]
) -> None:
    """The scope that is missing is the one of that kind of channel."""
    scopes = set(manifest["oauth_config"]["scopes"]["bot"]) - {"groups:read", "im:history"}
    workspace.manifest.scopes = frozenset(scopes)
    board = workspace.channel_named("board")
    direct = workspace.direct_channel(workspace.user_named("ada"))
    with pytest.raises(SlackApiError) as listing:
        client.conversations_list(types="public_channel,private_channel")
    with pytest.raises(SlackApiError) as telling:
        client.conversations_info(channel=board.id)
    with pytest.raises(SlackApiError) as reading:
        client.conversations_history(channel=direct.id)
    needed = [caught.value.response["needed"] for caught in (listing, telling, reading)]
    assert needed == ["groups:read", "groups:read", "im:history"]


def test_history_is_newest_first_and_bounded(
    slack: Running, client: WebClient, ada: User, general: Channel
) -> None:
    """Oldest and latest cut the past, inclusive or not; metadata is shown where asked for."""
    metadata = {"event_type": "report", "event_payload": {"period": "2026-11"}}
    first = client.chat_postMessage(channel=general.id, text="1", metadata=metadata)["ts"]
    second = slack.person(ada).say(general, "2").ts
    third = client.chat_postMessage(channel=general.id, text="3")["ts"]
    client.chat_postMessage(channel=general.id, text="reply", thread_ts=first)

    def texts(**bounds: Any) -> list[str]:
        messages = client.conversations_history(channel=general.id, **bounds)["messages"]
        return [message["text"] for message in messages]

    assert texts() == ["3", "2", "1"]
    assert texts(oldest=first) == ["3", "2"]
    assert texts(oldest=first, latest=third, inclusive=True) == ["3", "2", "1"]
    assert texts(latest=second) == ["1"]
    page = client.conversations_history(channel=general.id, limit=2)
    assert (page["has_more"], len(page["messages"])) == (True, 2)
    shown = client.conversations_history(channel=general.id, include_all_metadata=True)
    assert shown["messages"][-1]["metadata"] == metadata
    assert "metadata" not in client.conversations_history(channel=general.id)["messages"][-1]


def test_history_needs_membership_and_sound_bounds(
    client: WebClient, workspace: Workspace, general: Channel
) -> None:
    """A public channel that the app is not in keeps its past to itself."""
    with pytest.raises(SlackApiError) as outside:
        client.conversations_history(channel=workspace.channel_named("elsewhere").id)
    with pytest.raises(SlackApiError) as bounds:
        client.conversations_history(channel=general.id, oldest="yesterday")
    assert [error_of(outside), error_of(bounds)] == ["not_in_channel", "invalid_ts_oldest"]


def test_the_app_joins_public_channels_only(client: WebClient, workspace: Workspace) -> None:
    """Joining twice is a warning; private and archived channels can't be joined."""
    elsewhere, board = workspace.channel_named("elsewhere"), workspace.channel_named("board")
    assert client.conversations_join(channel=elsewhere.id)["channel"]["is_member"]
    assert client.conversations_join(channel=elsewhere.id)["warning"] == "already_in_channel"
    assert client.chat_postMessage(channel=elsewhere.id, text="hello")["ok"]
    with pytest.raises(SlackApiError) as private:
        client.conversations_join(channel=board.id)
    elsewhere.is_archived = True
    with pytest.raises(SlackApiError) as archived:
        client.conversations_join(channel=elsewhere.id)
    words = [error_of(private), error_of(archived)]
    assert words == ["method_not_supported_for_channel_type", "is_archived"]


def test_direct_messages_open_once(client: WebClient, workspace: Workspace, ada: User) -> None:
    """Opening twice gives the same channel; some people can't be written to."""
    first = client.conversations_open(users=ada.id)["channel"]["id"]
    again = client.conversations_open(users=[ada.id], return_im=True)["channel"]
    assert (again["id"], again["user"]) == (first, ada.id)
    refused = {
        "U404": "user_not_found",
        workspace.user_named("left").id: "user_disabled",
        workspace.bot_user.id: "cannot_dm_bot",
        f"{ada.id},{workspace.user_named('ben').id}": "invalid_arguments",
    }
    for users, word in refused.items():
        with pytest.raises(SlackApiError) as caught:
            client.conversations_open(users=users)
        assert error_of(caught) == word


def test_users_are_told_apart(client: WebClient, workspace: Workspace, ada: User) -> None:
    """Guests, strangers, bots and people who left carry Slack's own flags and time zones."""
    stranger = workspace.add_user("vera", is_stranger=True)
    told = client.users_info(user=ada.id)["user"]
    assert (told["real_name"], told["tz"], told["is_admin"]) == (
        "Ada Lovell",
        "Europe/London",
        True,
    )
    assert told["profile"]["email"] == "ada@harbour-museum.example"
    members = {member["name"]: member for member in client.users_list()["members"]}
    assert members["ben"]["tz_offset"] in {-18000, -14400}
    assert (members["gus"]["is_restricted"], members["left"]["deleted"]) == (True, True)
    assert (members["benefit_desk"]["is_bot"], members["slackbot"]["is_bot"]) == (True, False)
    assert members["vera"]["is_stranger"]
    assert members["vera"]["team_id"] == stranger.team_id != workspace.team.id
    with pytest.raises(SlackApiError) as caught:
        client.users_info(user="U404")
    assert error_of(caught) == "user_not_found"


def test_user_groups_name_their_users(client: WebClient, workspace: Workspace, ada: User) -> None:
    """Groups are listed with or without users; a disabled one only where asked for."""
    ended = workspace.add_user_group("ended", [])
    ended.disabled = True
    (group,) = client.usergroups_list(include_users=True)["usergroups"]
    assert (group["handle"], group["users"]) == ("benefit-managers", [ada.id])
    assert "users" not in client.usergroups_list()["usergroups"][0]
    assert len(client.usergroups_list(include_disabled=True)["usergroups"]) == 2
    assert client.usergroups_users_list(usergroup=group["id"])["users"] == [ada.id]
    with pytest.raises(SlackApiError) as caught:
        client.usergroups_users_list(usergroup=ended.id)
    assert error_of(caught) == "no_such_subteam"
