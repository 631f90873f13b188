"""Channels, direct messages, and what was said in them."""

from dataclasses import dataclass, field
from typing import Literal

from playground.slack import forms
from playground.slack.escaping import normalise, normalise_text
from playground.slack.forms import Values
from playground.slack.json_shapes import JsonObject

ChannelKind = Literal["public", "private", "direct"]


@dataclass(slots=True)
class SharedFile:
    """A file that somebody shared; ``content`` is empty until it was uploaded."""

    id: str
    name: str
    title: str
    user: str
    size: int
    content: bytes = b""
    mimetype: str = "text/plain"
    created: int = 0
    alt_text: str = ""
    channels: list[str] = field(default_factory=list)
    download_url: str = ""
    permalink: str = ""

    def as_slack(self) -> JsonObject:
        """Write the file as ``files.info`` does."""
        return {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.title,
            "mimetype": self.mimetype,
            "filetype": self.name.rpartition(".")[2] or "binary",
            "user": self.user,
            "size": self.size,
            "mode": "hosted",
            "is_external": False,
            "is_public": True,
            "url_private": self.download_url,
            "url_private_download": self.download_url,
            "permalink": self.permalink,
            "channels": list(self.channels),
            "groups": [],
            "ims": [],
            "alt_txt": self.alt_text,
        }


@dataclass(slots=True, eq=False)
class Message:
    """One message; ``ephemeral_to`` names the only person who sees it, or nobody."""

    channel: str
    ts: str
    text: str
    user: str
    bot_id: str = ""
    app_id: str = ""
    username: str = ""
    blocks: list[JsonObject] = field(default_factory=list)
    attachments: list[JsonObject] = field(default_factory=list)
    files: list[SharedFile] = field(default_factory=list)
    metadata: JsonObject | None = None
    thread_ts: str = ""
    ephemeral_to: str = ""
    edited_ts: str = ""
    suggested: dict[str, list[JsonObject]] = field(default_factory=dict)
    typed: Values = field(default_factory=dict)

    @property
    def is_ephemeral(self) -> bool:
        """Tell whether only one person sees it."""
        return bool(self.ephemeral_to)

    def values(self) -> Values:
        """Give the state of the message's own fields, as a click sends it along."""
        return forms.merged(self.blocks, self.typed)

    def as_slack(self, *, with_metadata: bool = False) -> JsonObject:
        """Write the message as ``conversations.history`` does."""
        answer: JsonObject = {
            "type": "message",
            "user": self.user,
            "text": normalise_text(self.text),
            "ts": self.ts,
        }
        optional = {
            "bot_id": self.bot_id,
            "app_id": self.app_id,
            "username": self.username,
            "blocks": normalise(self.blocks),
            "attachments": self.attachments,
            "files": [file.as_slack() for file in self.files],
            "thread_ts": self.thread_ts,
            "edited": {"user": self.user, "ts": self.edited_ts} if self.edited_ts else None,
            "metadata": self.metadata if with_metadata else None,
        }
        answer.update({name: value for name, value in optional.items() if value})
        return answer


@dataclass(slots=True)
class Channel:
    """A channel or a direct message; ``members`` in the order in which they joined."""

    id: str
    name: str
    kind: ChannelKind
    members: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    creator: str = ""
    is_archived: bool = False
    topic: str = ""
    purpose: str = ""
    created: int = 1700000000

    @property
    def command_name(self) -> str:
        """Give the name that slash commands and clicks tell the app."""
        return {"direct": "directmessage", "private": "privategroup"}.get(self.kind, self.name)

    def find(self, ts: str) -> Message | None:
        """Find a message of everybody's by its timestamp."""
        return next((m for m in self.messages if m.ts == ts and not m.is_ephemeral), None)

    def seen_by(self, user: str) -> list[Message]:
        """List the messages that a person sees, oldest first."""
        return [m for m in self.messages if not m.is_ephemeral or m.ephemeral_to == user]

    def as_slack(self, viewer: str) -> JsonObject:
        """Write the channel as ``conversations.info`` does for ``viewer``."""
        if self.kind == "direct":
            return self._direct(viewer)
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": self.kind == "public",
            "is_group": self.kind == "private",
            "is_im": False,
            "is_mpim": False,
            "is_private": self.kind == "private",
            "created": self.created,
            "creator": self.creator,
            "is_archived": self.is_archived,
            "is_general": self.name == "general",
            "unlinked": 0,
            "is_shared": False,
            "is_ext_shared": False,
            "is_org_shared": False,
            "is_pending_ext_shared": False,
            "is_member": viewer in self.members,
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": self.purpose, "creator": "", "last_set": 0},
            "previous_names": [],
            "num_members": len(self.members),
        }

    def _direct(self, viewer: str) -> JsonObject:
        return {
            "id": self.id,
            "created": self.created,
            "is_im": True,
            "is_org_shared": False,
            "is_archived": self.is_archived,
            "user": next((member for member in self.members if member != viewer), viewer),
            "is_user_deleted": False,
            "priority": 0,
        }
