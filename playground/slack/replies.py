"""Messages that the app sends, and those that answer a command, a click or a shortcut."""

from playground.slack import block_kit
from playground.slack.block_kit import Problem
from playground.slack.conversations import Channel, Message
from playground.slack.json_shapes import JsonObject
from playground.slack.people import User
from playground.slack.response_urls import ResponseUrl
from playground.slack.workspace import Workspace


class ReplyRefused(Exception):
    """An answer that Slack does not show; ``error`` is Slack's word for it."""

    def __init__(self, error: str, problems: list[Problem] | None = None) -> None:
        """Keep Slack's word for it and where it is wrong."""
        self.error = error
        self.problems = problems or []
        super().__init__(error)


def app_message(
    workspace: Workspace, channel: str, body: JsonObject, *, ephemeral_to: str = ""
) -> Message:
    """Make a message of the app's, not posted yet.

    Raises:
        ReplyRefused: it says nothing, or its blocks are wrong.
    """
    check(workspace, body)
    return Message(
        channel=channel,
        ts=workspace.next_ts(),
        text=str(body.get("text") or ""),
        user=workspace.bot_user.id,
        bot_id=workspace.bot_id,
        app_id=workspace.app_id,
        username=str(body.get("username") or ""),
        blocks=list(body.get("blocks") or []),
        attachments=list(body.get("attachments") or []),
        metadata=body.get("metadata"),
        thread_ts=str(body.get("thread_ts") or ""),
        ephemeral_to=ephemeral_to,
    )


def check(workspace: Workspace, body: JsonObject) -> None:
    """Look whether a message says anything, and whether its blocks are right.

    Raises:
        ReplyRefused: it says nothing, or its blocks are wrong.
    """
    if not (body.get("text") or body.get("blocks") or body.get("attachments")):
        raise ReplyRefused("no_text")
    problems = block_kit.problems_of_message(
        body.get("blocks") or [], draws_data=workspace.switches.draws_data
    )
    if problems:
        raise ReplyRefused("invalid_blocks", problems)


def command_reply(
    workspace: Workspace, user: User, channel: Channel, typed: str, body: JsonObject
) -> Message | None:
    """Post what the ack of a slash command said; nothing where it said nothing.

    Raises:
        ReplyRefused: its blocks are wrong.
    """
    if not (body.get("text") or body.get("blocks") or body.get("attachments")):
        return None
    shared = body.get("response_type") == "in_channel"
    reply = app_message(workspace, channel.id, body, ephemeral_to="" if shared else user.id)
    if shared:
        workspace.post(
            Message(channel=channel.id, ts=workspace.next_ts(), text=typed, user=user.id)
        )
        reply.ts = workspace.next_ts()
    return workspace.post(reply)


def answer_url(workspace: Workspace, url: ResponseUrl, body: JsonObject) -> None:
    """Do what an answer to a ``response_url`` asks for.

    Without ``response_type`` the answer is seen by one person only; ``replace_original`` and
    ``delete_original`` refer to the message that somebody clicked in.

    Raises:
        ReplyRefused: it says nothing, or its blocks are wrong.
    """
    original = _original(workspace, url)
    if body.get("delete_original") and original is not None:
        workspace.remove_message(original)
        return
    if body.get("replace_original") and original is not None:
        check(workspace, body)
        _replace(workspace, original, body)
        return
    shared = body.get("response_type") == "in_channel"
    message = app_message(workspace, url.channel, body, ephemeral_to="" if shared else url.user)
    workspace.post(message)


def _original(workspace: Workspace, url: ResponseUrl) -> Message | None:
    messages = workspace.channels[url.channel].seen_by(url.user)
    return next((m for m in messages if m.ts == url.message_ts), None)


def _replace(workspace: Workspace, message: Message, body: JsonObject) -> None:
    message.text = str(body.get("text") or "")
    message.blocks = list(body.get("blocks") or [])
    message.attachments = list(body.get("attachments") or [])
    message.typed = {}
    if not message.is_ephemeral:
        message.edited_ts = workspace.next_ts()
    workspace.change_message(message)
