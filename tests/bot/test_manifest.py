"""The app manifest: as Slack wants it, and no more and no less than the bot uses."""

import ast
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.checkup.slack import SCOPES
from bot.names import Command, Shortcut
from playground.slack.web_api import METHODS

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT.parent / "shared" / "slack" / "manifest.schema.1.0.0.json"
BY_KIND_OF_CHANNEL = {"conversations.history": {"channels:history", "groups:history"}}
"""Methods whose scope the stand-in looks at for each channel by itself."""
SEVERAL = {"files_upload_v2": ("files.getUploadURLExternal", "files.completeUploadExternal")}
"""Calls of the SDK that are several of Slack's."""
WITHOUT_METHOD = {"commands"}
"""What lets Slack send commands and shortcuts; no method asks for it."""


def test_the_manifest_keeps_slack_s_schema(manifest: dict[str, Any]) -> None:
    """Slack's own schema, where it lies beside the checkout."""
    if not SCHEMA.exists():
        assert os.environ.get("CI") != "true", f"{SCHEMA} is missing"
        pytest.skip(f"Slack's schema is not at {SCHEMA}")
    schema = json.loads(SCHEMA.read_text("utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    assert [error.message for error in validator.iter_errors(manifest)] == []


def test_commands_and_shortcuts_are_those_of_the_bot(manifest: dict[str, Any]) -> None:
    """None that nobody listens to, none that nobody can find."""
    features = manifest["features"]
    assert {each["command"] for each in features["slash_commands"]} == set(Command)
    assert {each["callback_id"] for each in features["shortcuts"]} == set(Shortcut)


def test_events_are_those_of_the_bot(manifest: dict[str, Any]) -> None:
    """Each event that is subscribed to has its listener."""
    heard = {
        match
        for path in sources()
        for match in re.findall(r'\bto\.event\("(\w+)"', path.read_text("utf-8"))
    }
    assert set(manifest["settings"]["event_subscriptions"]["bot_events"]) == heard


def test_scopes_are_those_that_the_methods_need(manifest: dict[str, Any]) -> None:
    """The least: each scope has a method that needs it, each method its scope."""
    needed = set(WITHOUT_METHOD)
    for method in called_methods():
        needed |= BY_KIND_OF_CHANNEL.get(method, set(METHODS[method].scopes))
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == needed


def test_each_scope_is_explained(manifest: dict[str, Any]) -> None:
    """In the page on Slack: what it is for, with the methods that the bot calls with it."""
    page = (ROOT / "docs" / "slack.md").read_text("utf-8")
    rows: dict[str, str] = dict(re.findall(r"^\| `([a-z:]+)` \| (.*)$", page, re.MULTILINE))
    assert list(rows) == manifest["oauth_config"]["scopes"]["bot"]
    for method in called_methods():
        scopes = BY_KIND_OF_CHANNEL.get(method, set(METHODS[method].scopes))
        explained = [rows[scope] for scope in scopes] or [page]
        assert (
            any(f"`{method}`" in row for row in explained) or f"`{method.split('.')[0]}.*`" in page
        )


def test_no_token_is_rotated(manifest: dict[str, Any]) -> None:
    """The page on Slack says why."""
    assert manifest["settings"]["token_rotation_enabled"] is False
    assert "Token rotation is off" in (ROOT / "docs" / "slack.md").read_text("utf-8")


def test_the_doctor_looks_for_the_scopes_of_the_manifest(manifest: dict[str, Any]) -> None:
    """The same ones, in the same order."""
    assert list(SCOPES) == manifest["oauth_config"]["scopes"]["bot"]


def test_the_bot_calls_the_methods_that_are_looked_for() -> None:
    """Should this list change, the scopes are looked at anew."""
    assert set(called_methods()) == {
        "apps.connections.open",
        "auth.test",
        "chat.getPermalink",
        "chat.postMessage",
        "chat.update",
        "conversations.history",
        *SEVERAL["files_upload_v2"],
        "usergroups.users.list",
        "users.info",
        "views.open",
        "views.publish",
        "views.push",
        "views.update",
    }


def sources() -> Iterator[Path]:
    """The bot's own files."""
    return (ROOT / "bot").rglob("*.py")


def called_methods() -> Iterator[str]:
    """Every method of the Web API that the bot's files name on a client."""
    known = {name.replace(".", "_").casefold(): name for name in METHODS}
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute):
                name = node.attr.casefold()
                if name in known:
                    yield known[name]
                yield from SEVERAL.get(name, ())
