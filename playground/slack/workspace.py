"""One Slack workspace with one app installed: everything that Slack would remember.

It decides nothing about the protocol: ``web_api`` answers the app, ``person`` acts for people,
``line`` carries payloads to the app. All of it runs in one event loop.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from playground.slack import block_ids
from playground.slack.app_manifest import AppManifest
from playground.slack.changes import (
    AppConnected,
    Change,
    Changes,
    HomePublished,
    Listener,
    MessageChanged,
    MessageDeleted,
    MessagePosted,
    Notice,
    ViewClosed,
    ViewOpened,
    ViewUpdated,
)
from playground.slack.conversations import Channel, Message, SharedFile
from playground.slack.faults import Faults, Pace
from playground.slack.json_shapes import Identifiers, JsonObject, secret
from playground.slack.line import AppLine
from playground.slack.people import SLACKBOT, Team, User, UserGroup
from playground.slack.recorder import Recorder
from playground.slack.response_urls import ResponseUrls
from playground.slack.switches import Switches
from playground.slack.triggers import Triggers
from playground.slack.views import ModalStack, View

# Nothing here is secret: the stand-in hands these out itself and listens on this machine only.
BOT_TOKEN = "xoxb-playground-bot-token"  # noqa: S105 - see above
APP_TOKEN = "xapp-1-playground-app-token"  # noqa: S105 - see above
SIGNING_SECRET = "playground-signing-secret"  # noqa: S105 - see above


class Workspace:
    """People, channels, messages, views and files, and who wants to hear of changes."""

    def __init__(
        self,
        manifest: Mapping[str, Any],
        *,
        team: Team | None = None,
        bot_token: str = BOT_TOKEN,
        app_token: str = APP_TOKEN,
        signing_secret: str = SIGNING_SECRET,
        switches: Switches | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Found a workspace and install the app that ``manifest`` describes.

        ``clock`` gives seconds since 1970; timestamps, triggers and ``response_url`` follow it.
        """
        self.manifest = AppManifest(manifest)
        self.team = team or Team()
        self.bot_token = bot_token
        self.app_token = app_token
        self.signing_secret = signing_secret
        self.switches = switches or Switches()
        self.clock = clock
        self.origin = ""
        """Where it is reached, like ``http://127.0.0.1:8080``; the last call told it."""
        self.users: dict[str, User] = {}
        self.user_groups: dict[str, UserGroup] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, SharedFile] = {}
        self.uploads: dict[str, SharedFile] = {}
        self.homes: dict[str, View] = {}
        self.views: dict[str, View] = {}
        self.stacks: dict[str, ModalStack] = {}
        self.changes = Changes()
        self.recorder = Recorder()
        self.triggers = Triggers(self.switches, clock)
        self.response_urls = ResponseUrls(self.switches, clock)
        self.faults = Faults()
        self.pace = Pace(self.switches, clock)
        self.identifiers = Identifiers(self.team.id)
        self.line = AppLine(self.switches, self.recorder, signing_secret)
        self.line.sockets.on_change = self._tell_connections
        self._last_ts = 0
        self._install_app()

    def _install_app(self) -> None:
        self.app_id = self.identifiers.next("A")
        self.bot_id = self.identifiers.next("B")
        self.users[SLACKBOT] = User(
            id=SLACKBOT, name="slackbot", real_name="Slackbot", team_id=self.team.id
        )
        name = self.manifest.bot_name
        self.bot_user = self.add_user(name.lower().replace(" ", "_"), real_name=name, is_bot=True)

    # People

    def add_user(
        self,
        name: str,
        *,
        real_name: str = "",
        tz: str = "Europe/London",
        email: str = "",
        team_id: str = "",
        is_admin: bool = False,
        is_bot: bool = False,
        deleted: bool = False,
        is_restricted: bool = False,
        is_ultra_restricted: bool = False,
        is_stranger: bool = False,
    ) -> User:
        """Add somebody; a guest is restricted, a stranger belongs to another workspace."""
        foreign = self.identifiers.next("T") if is_stranger else self.team.id
        user = User(
            id=self.identifiers.next("U"),
            name=name,
            real_name=real_name or name.replace(".", " ").title(),
            team_id=team_id or foreign,
            tz=tz,
            email=email or f"{name}@{self.team.domain}.example",
            is_admin=is_admin,
            is_bot=is_bot,
            deleted=deleted,
            is_restricted=is_restricted or is_ultra_restricted,
            is_ultra_restricted=is_ultra_restricted,
            is_stranger=is_stranger,
        )
        self.users[user.id] = user
        return user

    def add_user_group(self, handle: str, users: Sequence[User], *, name: str = "") -> UserGroup:
        """Add a user group, mentioned as ``@handle``."""
        group = UserGroup(
            id=self.identifiers.next("S"),
            handle=handle,
            name=name or handle.replace("-", " ").capitalize(),
            team_id=self.team.id,
            users=[user.id for user in users],
        )
        self.user_groups[group.id] = group
        return group

    def people(self) -> list[User]:
        """List the humans who can sit in front of Slack, in the order they were added."""
        return [
            user
            for user in self.users.values()
            if not (user.is_bot or user.deleted or user.id == SLACKBOT)
        ]

    def user_named(self, name: str) -> User:
        """Find somebody by user name.

        Raises:
            LookupError: nobody has that name.
        """
        for user in self.users.values():
            if user.name == name:
                return user
        raise LookupError(f"Nobody is called {name!r}.")

    # Channels

    def add_channel(
        self, name: str, members: Sequence[User], *, private: bool = False, with_app: bool = True
    ) -> Channel:
        """Add a channel; ``with_app`` invites the app's bot into it."""
        joined = [user.id for user in members]
        channel = Channel(
            id=self.identifiers.next("C"),
            name=name,
            kind="private" if private else "public",
            members=[*joined, self.bot_user.id] if with_app else joined,
            creator=joined[0] if joined else SLACKBOT,
            created=int(self.clock()),
        )
        self.channels[channel.id] = channel
        return channel

    def direct_channel(self, user: User) -> Channel:
        """Give the direct messages between somebody and the app, opening them if needed."""
        wanted = {user.id, self.bot_user.id}
        for channel in self.channels.values():
            if channel.kind == "direct" and set(channel.members) == wanted:
                return channel
        channel = Channel(
            id=self.identifiers.next("D"),
            name="",
            kind="direct",
            members=[user.id, self.bot_user.id],
            created=int(self.clock()),
        )
        self.channels[channel.id] = channel
        return channel

    def channel_named(self, name: str) -> Channel:
        """Find a channel by its name, without ``#``.

        Raises:
            LookupError: there is no such channel.
        """
        for channel in self.channels.values():
            if channel.name == name and channel.kind != "direct":
                return channel
        raise LookupError(f"There is no channel called {name!r}.")

    def channels_of(self, user: User) -> list[Channel]:
        """List the channels in somebody's sidebar, direct messages last."""
        mine = [channel for channel in self.channels.values() if user.id in channel.members]
        return sorted(mine, key=lambda channel: (channel.kind == "direct", channel.name))

    # Messages

    def next_ts(self) -> str:
        """Give a timestamp in Slack's form that no other message has."""
        now = int(self.clock() * 1_000_000)
        self._last_ts = max(now, self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def post(self, message: Message) -> Message:
        """Put a message at the end of its channel and tell everybody."""
        block_ids.number(message.blocks)
        self.channels[message.channel].messages.append(message)
        self.changes.tell(MessagePosted(message))
        return message

    def change_message(self, message: Message) -> None:
        """Tell everybody that a message was changed."""
        block_ids.number(message.blocks)
        self.changes.tell(MessageChanged(message))

    def remove_message(self, message: Message) -> None:
        """Take a message out of its channel and tell everybody."""
        messages = self.channels[message.channel].messages
        if message in messages:
            messages.remove(message)
            self.changes.tell(MessageDeleted(message))

    def notice(self, user: str, channel: str, text: str, *, post: bool = False) -> None:
        """Let Slack itself tell somebody something; ``post`` it in the channel as well."""
        self.changes.tell(Notice(user, channel, text))
        if post:
            self.post(
                Message(
                    channel=channel,
                    ts=self.next_ts(),
                    text=text,
                    user=SLACKBOT,
                    ephemeral_to=user,
                )
            )

    # Views

    def modals_of(self, user: User) -> ModalStack:
        """Give somebody's open modals."""
        return self.stacks.setdefault(user.id, ModalStack())

    def open_view(self, user: str, definition: JsonObject, *, on_top: bool = False) -> View:
        """Show somebody a modal; ``on_top`` makes it the next of those already open."""
        stack = self.stacks.setdefault(user, ModalStack())
        below = stack.top
        view = self._new_view(user, definition)
        if on_top and below is not None:
            view.root_view_id = below.root_view_id
            view.previous_view_id = below.id
        stack.views.append(view)
        self.changes.tell(ViewOpened(user, view))
        return view

    def update_view(self, view: View, definition: JsonObject) -> None:
        """Give a view other content; what was typed stays where its field is still there."""
        block_ids.number(definition.get("blocks", []))
        view.definition = definition
        view.hash = self._new_hash()
        view.errors = {}
        if view.kind == "home":
            self.changes.tell(HomePublished(view.user, view))
        else:
            self.changes.tell(ViewUpdated(view.user, view))

    def close_views(self, user: str, views: Sequence[View]) -> None:
        """Take modals away, the top one first."""
        stack = self.stacks.setdefault(user, ModalStack())
        for view in reversed(views):
            if view in stack.views:
                stack.views.remove(view)
                self.views.pop(view.id, None)
                self.changes.tell(ViewClosed(user, view))

    def publish_home(self, user: str, definition: JsonObject) -> View:
        """Give somebody's App Home new content."""
        if user in self.homes:
            view = self.homes[user]
            self.update_view(view, definition)
        else:
            view = self.homes[user] = self._new_view(user, definition)
            self.changes.tell(HomePublished(user, view))
        return view

    def learn_origin(self, origin: str) -> None:
        """Note under which address the app reaches the workspace."""
        self.origin = origin

    # Hearing of changes

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` at each change, in the server's loop; call the answer to stop."""
        return self.changes.subscribe(listener)

    def _tell_connections(self, connections: int) -> None:
        change: Change = AppConnected(connections)
        self.changes.tell(change)

    def _new_view(self, user: str, definition: JsonObject) -> View:
        block_ids.number(definition.get("blocks", []))
        name = self.identifiers.next("V")
        view = View(
            id=name,
            user=user,
            team_id=self.team.id,
            app_id=self.app_id,
            bot_id=self.bot_id,
            definition=definition,
            hash=self._new_hash(),
            root_view_id=name,
        )
        self.views[name] = view
        return view

    def _new_hash(self) -> str:
        return f"{self.clock():.0f}.{secret(8)}"
