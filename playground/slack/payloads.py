"""The payloads with which Slack tells the app what somebody did."""

from playground.slack.conversations import Channel, Message
from playground.slack.json_shapes import JsonObject, secret
from playground.slack.people import User
from playground.slack.views import View
from playground.slack.workspace import Workspace

# Slack still sends it and nobody should trust it: the signature is what proves a request.
VERIFICATION = "playground-verification"
Container = Message | View


def slash_command(
    workspace: Workspace, user: User, channel: Channel, command: str, text: str
) -> JsonObject:
    """Tell of a slash command."""
    url = workspace.response_urls.make(
        "commands", workspace.team.id, user=user.id, channel=channel.id
    )
    return {
        "token": VERIFICATION,
        "team_id": workspace.team.id,
        "team_domain": workspace.team.domain,
        "channel_id": channel.id,
        "channel_name": channel.command_name,
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": workspace.app_id,
        "is_enterprise_install": "false",
        "response_url": workspace.origin + url.path,
        "trigger_id": workspace.triggers.make(user.id),
    }


def block_actions(
    workspace: Workspace, user: User, container: Container, action: JsonObject
) -> JsonObject:
    """Tell of a click or a choice in a message, a modal or the App Home."""
    payload = _interaction(workspace, user, "block_actions")
    payload["trigger_id"] = workspace.triggers.make(user.id)
    payload["actions"] = [action | {"action_ts": workspace.next_ts()}]
    if isinstance(container, View):
        payload |= _in_view(container)
    else:
        payload |= _in_message(workspace, user, container)
        payload["state"] = {"values": container.values()}
    return payload


def block_suggestion(
    workspace: Workspace, user: User, container: Container, place: tuple[str, str], typed: str
) -> JsonObject:
    """Ask for the options of an external select; ``place`` is action id and block id."""
    payload = _interaction(workspace, user, "block_suggestion")
    payload |= {"action_id": place[0], "block_id": place[1], "value": typed}
    if isinstance(container, View):
        return payload | _in_view(container)
    inside = _in_message(workspace, user, container)
    inside.pop("response_url")
    return payload | inside


def view_submission(workspace: Workspace, user: User, view: View) -> JsonObject:
    """Tell that somebody pressed a modal's submit button."""
    payload = _interaction(workspace, user, "view_submission")
    payload["trigger_id"] = workspace.triggers.make(user.id)
    return payload | {"view": view.as_slack(), "response_urls": []}


def view_closed(workspace: Workspace, user: User, view: View, *, is_cleared: bool) -> JsonObject:
    """Tell that somebody closed a modal that asked to be told."""
    payload = _interaction(workspace, user, "view_closed")
    return payload | {"view": view.as_slack(), "is_cleared": is_cleared}


def global_shortcut(workspace: Workspace, user: User, callback_id: str) -> JsonObject:
    """Tell that somebody chose an entry of the lightning menu."""
    payload = _interaction(workspace, user, "shortcut")
    payload["action_ts"] = workspace.next_ts()
    payload["trigger_id"] = workspace.triggers.make(user.id)
    return payload | {"callback_id": callback_id}


def message_shortcut(
    workspace: Workspace, user: User, message: Message, callback_id: str
) -> JsonObject:
    """Tell that somebody chose an entry of a message's menu."""
    payload = _interaction(workspace, user, "message_action")
    payload["action_ts"] = workspace.next_ts()
    payload["trigger_id"] = workspace.triggers.make(user.id)
    url = workspace.response_urls.make(
        "app", workspace.team.id, user=user.id, channel=message.channel
    )
    return payload | {
        "callback_id": callback_id,
        "response_url": workspace.origin + url.path,
        "message_ts": message.ts,
        "channel": _channel(workspace, message.channel),
        "message": message.as_slack(),
    }


def event(workspace: Workspace, inner: JsonObject) -> JsonObject:
    """Wrap an event as the Events API does, with an ``event_id`` of its own."""
    authorization = {
        "enterprise_id": None,
        "team_id": workspace.team.id,
        "user_id": workspace.bot_user.id,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": VERIFICATION,
        "team_id": workspace.team.id,
        "api_app_id": workspace.app_id,
        "event": inner,
        "type": "event_callback",
        "event_id": workspace.identifiers.next("Ev"),
        "event_time": int(workspace.clock()),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
        "event_context": secret(24),
    }


def _interaction(workspace: Workspace, user: User, kind: str) -> JsonObject:
    return {
        "type": kind,
        "team": {"id": workspace.team.id, "domain": workspace.team.domain},
        "user": {
            "id": user.id,
            "username": user.name,
            "name": user.name,
            "team_id": user.team_id,
        },
        "api_app_id": workspace.app_id,
        "token": VERIFICATION,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _in_view(view: View) -> JsonObject:
    return {"container": {"type": "view", "view_id": view.id}, "view": view.as_slack()}


def _in_message(workspace: Workspace, user: User, message: Message) -> JsonObject:
    url = workspace.response_urls.make(
        "actions",
        workspace.team.id,
        user=user.id,
        channel=message.channel,
        message_ts=message.ts,
    )
    inside: JsonObject = {
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": message.is_ephemeral,
        },
        "channel": _channel(workspace, message.channel),
        "response_url": workspace.origin + url.path,
    }
    if message.thread_ts:
        inside["container"]["thread_ts"] = message.thread_ts
    # Slack never sends the content of an ephemeral message back to the app.
    if not message.is_ephemeral:
        inside["message"] = message.as_slack()
    return inside


def _channel(workspace: Workspace, channel: str) -> JsonObject:
    return {"id": channel, "name": workspace.channels[channel].command_name}
