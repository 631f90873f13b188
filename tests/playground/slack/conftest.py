"""A small workspace with the app installed, served for one test."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient

from playground.slack import Channel, Running, User, Workspace, running

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Benefit Desk"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Benefit Desk", "always_online": True},
        "slash_commands": [
            {"command": "/benefit-use", "description": "Record a use", "usage_hint": "[who]"},
            {"command": "/benefits", "description": "Everything", "should_escape": True},
        ],
        "shortcuts": [
            {"type": "global", "callback_id": "panel", "name": "Benefits", "description": "-"},
            {"type": "message", "callback_id": "record", "name": "Record", "description": "-"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "app_mentions:read",
                "channels:history",
                "channels:join",
                "channels:read",
                "chat:write",
                "commands",
                "files:read",
                "files:write",
                "groups:history",
                "groups:read",
                "im:history",
                "im:read",
                "im:write",
                "usergroups:read",
                "users:read",
                "users:read.email",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": ["app_home_opened", "app_mention", "message.channels", "message.im"]
        },
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


@pytest.fixture
def manifest() -> dict[str, Any]:
    """Give a manifest that the test may change before it founds a workspace."""
    return copy.deepcopy(MANIFEST)


@pytest.fixture
def workspace(manifest: dict[str, Any]) -> Workspace:
    """Found a workspace with two people, a guest, and three channels."""
    workspace = Workspace(manifest)
    ada = workspace.add_user("ada", real_name="Ada Lovell", tz="Europe/London", is_admin=True)
    ben = workspace.add_user("ben", real_name="Ben Ortiz", tz="America/New_York")
    workspace.add_user("gus", is_restricted=True)
    workspace.add_user("left", deleted=True)
    workspace.add_user_group("benefit-managers", [ada])
    workspace.add_channel("general", [ada, ben])
    workspace.add_channel("elsewhere", [ada], with_app=False)
    workspace.add_channel("board", [ada], private=True)
    workspace.add_channel("secret", [ada], private=True, with_app=False)
    return workspace


@pytest.fixture
def slack(workspace: Workspace) -> Iterator[Running]:
    """Serve the workspace."""
    with running(workspace) as slack:
        yield slack


@pytest.fixture
def client(slack: Running) -> WebClient:
    """Give Slack's own client with the bot's token."""
    return WebClient(token=slack.workspace.bot_token, base_url=slack.base_url, retry_handlers=[])


@pytest.fixture
def ada(workspace: Workspace) -> User:
    """Give the workspace's admin."""
    return workspace.user_named("ada")


@pytest.fixture
def ben(workspace: Workspace) -> User:
    """Give somebody who is not an admin."""
    return workspace.user_named("ben")


@pytest.fixture
def general(workspace: Workspace) -> Channel:
    """Give the channel that everybody and the app are in."""
    return workspace.channel_named("general")
