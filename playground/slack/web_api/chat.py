"""``chat.*``: messages that the app posts, changes and deletes."""

from typing import Any

from playground.slack.block_kit import length_of_message, problems_of_message
from playground.slack.conversations import Channel, Message
from playground.slack.json_shapes import JsonObject
from playground.slack.replies import ReplyRefused, app_message
from playground.slack.web_api.calls import ApiError, Call, Method, RateLimited

LONGEST_TEXT = 40_000
ATTACHMENTS = 100
LONGEST_BLOCKS = 12_000


def post_message(call: Call) -> JsonObject:
    """Post a message that everybody in the channel sees."""
    channel = _target(call)
    message = _message(call, channel)
    if not call.workspace.pace.allows(channel.id):
        raise RateLimited(1)
    call.workspace.post(message)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "message": message.as_slack(with_metadata=True) | {"type": "message"},
    }


def post_ephemeral(call: Call) -> JsonObject:
    """Post a message that one person sees."""
    channel = _target(call)
    user = call.needed("user")
    if user not in channel.members:
        raise ApiError("user_not_in_channel")
    message = _message(call, channel, ephemeral_to=user)
    call.workspace.post(message)
    return {"message_ts": message.ts}


def update(call: Call) -> JsonObject:
    """Change a message of the app's own; blocks that are not mentioned stay."""
    channel = call.channel()
    message = _own(call, channel, "cant_update_message")
    body = _body(call)
    if not (body["text"] or body["blocks"] or body["attachments"]):
        raise ApiError("no_text")
    _check(call, body)
    message.text = body["text"] or message.text
    if body["blocks"] is not None:
        message.blocks = body["blocks"]
    if body["attachments"] is not None:
        message.attachments = body["attachments"]
    message.metadata = body["metadata"] or message.metadata
    message.edited_ts = call.workspace.next_ts()
    call.workspace.change_message(message)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": message.as_slack(with_metadata=True),
    }


def delete(call: Call) -> JsonObject:
    """Delete a message of the app's own."""
    channel = call.channel()
    message = _own(call, channel, "cant_delete_message")
    call.workspace.remove_message(message)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(call: Call) -> JsonObject:
    """Give the address at which a person finds a message."""
    channel = call.channel()
    ts = call.needed("message_ts")
    if channel.find(ts) is None:
        raise ApiError("message_not_found")
    place = f"{channel.id}/p{ts.replace('.', '')}"
    address = f"https://{call.workspace.team.domain}.slack.com/archives/{place}"
    return {"channel": channel.id, "permalink": address}


def _target(call: Call) -> Channel:
    """Find where to post: a channel's id or name, or a user whose direct messages are meant."""
    wanted = call.needed("channel")
    workspace = call.workspace
    channel = workspace.channels.get(wanted)
    if channel is None and wanted in workspace.users:
        channel = workspace.direct_channel(workspace.users[wanted])
    if channel is None:
        named = (one for one in workspace.channels.values() if one.name)
        channel = next((one for one in named if one.name == wanted.removeprefix("#")), None)
    if channel is None or not call.sees(channel):
        raise ApiError("channel_not_found")
    if channel.is_archived:
        raise ApiError("is_archived")
    if not call.is_inside(channel) and "chat:write.public" not in workspace.manifest.scopes:
        raise ApiError("not_in_channel")
    return channel


def _message(call: Call, channel: Channel, *, ephemeral_to: str = "") -> Message:
    body = _body(call)
    _check(call, body)
    if "chat:write.customize" not in call.workspace.manifest.scopes:
        body["username"] = ""
    try:
        return app_message(call.workspace, channel.id, body, ephemeral_to=ephemeral_to)
    except ReplyRefused as refused:
        raise ApiError(refused.error) from refused


def _body(call: Call) -> JsonObject:
    return {
        "text": call.text("text"),
        "blocks": call.structure("blocks", "invalid_blocks_format"),
        "attachments": call.structure("attachments", "invalid_attachments"),
        "metadata": call.structure("metadata", "invalid_metadata_format"),
        "thread_ts": call.text("thread_ts"),
        "username": call.text("username"),
    }


def _check(call: Call, body: JsonObject) -> None:
    if len(body["text"]) > LONGEST_TEXT:
        raise ApiError("msg_too_long")
    attachments = body["attachments"] or []
    if not isinstance(attachments, list):
        raise ApiError("invalid_attachments")
    if len(attachments) > ATTACHMENTS:
        raise ApiError("too_many_attachments")
    _check_metadata(body["metadata"])
    problems = problems_of_message(
        body["blocks"] or [], draws_data=call.workspace.switches.draws_data
    )
    if problems:
        raise ApiError.of_problems("invalid_blocks", problems)
    if length_of_message(body["blocks"] or []) > LONGEST_BLOCKS:
        raise ApiError("msg_blocks_too_long")


def _check_metadata(metadata: Any) -> None:
    if metadata is None:
        return
    is_sound = isinstance(metadata, dict) and isinstance(metadata.get("event_payload"), dict)
    if not is_sound or not isinstance(metadata.get("event_type"), str):
        raise ApiError("invalid_metadata_schema")


def _own(call: Call, channel: Channel, refusal: str) -> Message:
    message = channel.find(call.needed("ts"))
    if message is None:
        raise ApiError("message_not_found")
    if message.user != call.workspace.bot_user.id:
        raise ApiError(refusal)
    return message


_WRITE = ("chat:write",)
METHODS: dict[str, Method] = {
    "chat.postMessage": Method(post_message, _WRITE),
    "chat.postEphemeral": Method(post_ephemeral, _WRITE),
    "chat.update": Method(update, _WRITE),
    "chat.delete": Method(delete, _WRITE),
    "chat.getPermalink": Method(get_permalink),
}
