"""What an app manifest says about the app: commands, shortcuts, scopes, events."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from playground.slack.json_shapes import JsonObject

_EVENT_SCOPES = {
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "app_mention": "app_mentions:read",
}


@dataclass(frozen=True, slots=True)
class SlashCommand:
    """A slash command as Slack offers it while somebody types ``/``."""

    command: str
    description: str
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True, slots=True)
class Shortcut:
    """An entry of the lightning menu (``global``) or of a message's menu (``message``)."""

    callback_id: str
    name: str
    description: str
    type: Literal["global", "message"]


class AppManifest:
    """The parts of a manifest that decide what Slack does for the app."""

    def __init__(self, manifest: Mapping[str, Any]) -> None:
        """Read the manifest in the form of Slack's ``app_manifest.yml``."""
        features: JsonObject = manifest.get("features", {})
        settings: JsonObject = manifest.get("settings", {})
        home: JsonObject = features.get("app_home", {})
        oauth: JsonObject = manifest.get("oauth_config", {})
        self.name = str(manifest["display_information"]["name"])
        self.bot_name = str(features.get("bot_user", {}).get("display_name", self.name))
        self.commands = [_command(entry) for entry in features.get("slash_commands", [])]
        self.shortcuts = [_shortcut(entry) for entry in features.get("shortcuts", [])]
        self.scopes: frozenset[str] = frozenset(oauth.get("scopes", {}).get("bot", []))
        self.bot_events: frozenset[str] = frozenset(
            settings.get("event_subscriptions", {}).get("bot_events", [])
        )
        self.has_home = bool(home.get("home_tab_enabled", False))
        self.has_messages_tab = bool(home.get("messages_tab_enabled", False))
        self.is_interactive = bool(settings.get("interactivity", {}).get("is_enabled", False))
        self.is_socket_mode = bool(settings.get("socket_mode_enabled", False))

    def hears(self, event: str) -> bool:
        """Tell whether an event is subscribed to, with the scope that it needs."""
        scope = _EVENT_SCOPES.get(event)
        return event in self.bot_events and (scope is None or scope in self.scopes)

    def shortcut(self, callback_id: str) -> Shortcut | None:
        """Find a shortcut by its callback id."""
        return next((one for one in self.shortcuts if one.callback_id == callback_id), None)

    def command(self, command: str) -> SlashCommand | None:
        """Find a slash command by its name with the slash."""
        return next((one for one in self.commands if one.command == command), None)


def _command(entry: JsonObject) -> SlashCommand:
    return SlashCommand(
        command=entry["command"],
        description=entry.get("description", ""),
        usage_hint=entry.get("usage_hint", ""),
        should_escape=bool(entry.get("should_escape", False)),
    )


def _shortcut(entry: JsonObject) -> Shortcut:
    return Shortcut(
        callback_id=entry["callback_id"],
        name=entry["name"],
        description=entry.get("description", ""),
        type=entry["type"],
    )
