"""``conversations.*`` and ``users.conversations``: channels, their members and their past."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from playground.slack.conversations import Channel, ChannelKind, Message
from playground.slack.json_shapes import JsonObject
from playground.slack.web_api.calls import SCOPE_WORDS, ApiError, Call, Method

_KINDS: dict[str, ChannelKind | None] = {
    "public_channel": "public",
    "private_channel": "private",
    "im": "direct",
    "mpim": None,
}
_READ = ("channels:read", "groups:read", "im:read", "mpim:read")


def list_channels(call: Call) -> JsonObject:
    """List the channels that the app can know of."""
    kinds = _kinds(call)
    hides_archived = call.flag("exclude_archived")
    found = [
        channel
        for channel in call.workspace.channels.values()
        if channel.kind in kinds and call.sees(channel)
        if not (hides_archived and channel.is_archived)
    ]
    return _page_of(call, found)


def list_own_channels(call: Call) -> JsonObject:
    """List the channels that a user, or the app itself, is a member of."""
    kinds = _kinds(call)
    member = call.user().id if call.text("user") else call.workspace.bot_user.id
    found = [
        channel
        for channel in call.workspace.channels.values()
        if channel.kind in kinds and member in channel.members and call.sees(channel)
    ]
    return _page_of(call, found)


def show_channel(call: Call) -> JsonObject:
    """Tell about one channel."""
    channel = call.channel(scope="read")
    answer = channel.as_slack(call.workspace.bot_user.id)
    if not call.flag("include_num_members"):
        answer.pop("num_members", None)
    return {"channel": answer}


def list_members(call: Call) -> JsonObject:
    """List a channel's members."""
    members, following = call.page(call.channel(scope="read").members)
    return {"members": members, "response_metadata": {"next_cursor": following}}


def show_history(call: Call) -> JsonObject:
    """Show a channel's messages, the newest first; ephemeral ones are not in it."""
    channel = call.channel(scope="history")
    if not call.is_inside(channel):
        raise ApiError("not_in_channel")
    bounds = _bounds(call)
    found = [message for message in reversed(channel.messages) if _is_in_history(message, bounds)]
    shown, following = call.page(found)
    with_metadata = call.flag("include_all_metadata")
    return {
        "messages": [message.as_slack(with_metadata=with_metadata) for message in shown],
        "has_more": bool(following),
        "pin_count": 0,
        "response_metadata": {"next_cursor": following},
    }


def open_direct(call: Call) -> JsonObject:
    """Open the direct messages with one user."""
    wanted = [name for name in call.needed("users").split(",") if name]
    user = call.workspace.users.get(wanted[0])
    if user is None:
        raise ApiError("user_not_found")
    if len(wanted) > 1:
        raise ApiError.of_argument("this workspace has no group direct messages")
    if user.deleted:
        raise ApiError("user_disabled")
    if user.is_bot:
        raise ApiError("cannot_dm_bot")
    channel = call.workspace.direct_channel(user)
    whole = call.flag("return_im")
    viewer = call.workspace.bot_user.id
    return {"channel": channel.as_slack(viewer) if whole else {"id": channel.id}}


def join(call: Call) -> JsonObject:
    """Let the app's bot join a public channel."""
    channel = call.channel()
    if channel.kind != "public":
        raise ApiError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise ApiError("is_archived")
    answer: JsonObject = {}
    if call.is_inside(channel):
        answer = {
            "warning": "already_in_channel",
            "response_metadata": {"warnings": ["already_in_channel"]},
        }
    else:
        channel.members.append(call.workspace.bot_user.id)
    return answer | {"channel": channel.as_slack(call.workspace.bot_user.id)}


def _kinds(call: Call) -> set[ChannelKind]:
    wanted = call.text("types", "public_channel").replace(" ", "").split(",")
    if not set(wanted) <= set(_KINDS):
        raise ApiError("invalid_types")
    kinds = {kind for name in wanted if (kind := _KINDS[name]) is not None}
    for kind in kinds:
        call.need_scope(f"{SCOPE_WORDS[kind]}:read")
    return kinds


def _page_of(call: Call, channels: list[Channel]) -> JsonObject:
    shown, following = call.page(channels)
    viewer = call.workspace.bot_user.id
    return {
        "channels": [channel.as_slack(viewer) for channel in shown],
        "response_metadata": {"next_cursor": following},
    }


@dataclass(frozen=True, slots=True)
class _Bounds:
    oldest: Decimal | None
    latest: Decimal | None
    inclusive: bool

    def hold(self, at: Decimal) -> bool:
        if self.inclusive and at in {self.oldest, self.latest}:
            return True
        after = self.oldest is None or at > self.oldest
        return after and (self.latest is None or at < self.latest)


def _bounds(call: Call) -> _Bounds:
    return _Bounds(_instant(call, "oldest"), _instant(call, "latest"), call.flag("inclusive"))


def _is_in_history(message: Message, bounds: _Bounds) -> bool:
    is_reply = bool(message.thread_ts) and message.thread_ts != message.ts
    return not (message.is_ephemeral or is_reply) and bounds.hold(Decimal(message.ts))


def _instant(call: Call, name: str) -> Decimal | None:
    given = call.text(name)
    if not given:
        return None
    try:
        return Decimal(given)
    except InvalidOperation as error:
        raise ApiError(f"invalid_ts_{name}") from error


METHODS: dict[str, Method] = {
    "conversations.list": Method(list_channels, _READ),
    "conversations.info": Method(show_channel),
    "conversations.members": Method(list_members),
    "conversations.history": Method(show_history),
    "conversations.open": Method(open_direct, ("im:write", "mpim:write")),
    "conversations.join": Method(join, ("channels:join",)),
    "users.conversations": Method(list_own_channels, _READ),
}
