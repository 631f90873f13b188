"""The list on the left: channels, the app, and who sits here."""

from collections.abc import Awaitable, Callable

from nicegui import ui
from nicegui.element import Element

from playground.page.chat.avatars import avatar
from playground.page.chat.seat import Seat
from playground.slack import Channel, User

OpenChannel = Callable[[Channel], None]
OpenHome = Callable[[], Awaitable[None]]
SwitchUser = Callable[[User], None]


class Sidebar:
    """One person's channels; those with something new are bold."""

    def __init__(
        self, seat: Seat, open_channel: OpenChannel, open_home: OpenHome, switch: SwitchUser
    ) -> None:
        """Draw the list in the current slot."""
        self._seat = seat
        self._entries: dict[str, Element] = {}
        with ui.element("nav").classes("sidebar"):
            ui.label(seat.workspace.team.name).classes("team")
            ui.label("Channels").classes("sidebar-title")
            for channel in seat.workspace.channels_of(seat.user):
                if channel.kind != "direct":
                    self._channel(channel, f"{_sign(channel)} {channel.name}", open_channel)
            ui.label("Apps").classes("sidebar-title")
            self._app(open_channel, open_home)
            ui.element("div").classes("grow")
            self._switch(switch)
        self.mark_open()

    def mark_open(self) -> None:
        """Show which entry the person looks at."""
        wanted = "home" if self._seat.is_home_open else self._seat.channel.id
        for name, entry in self._entries.items():
            entry.classes(remove="open")
            if name == wanted:
                entry.classes("open", remove="new")

    def mark_new(self, channel_id: str) -> None:
        """Show that something was said where the person does not look."""
        if channel_id in self._entries:
            self._entries[channel_id].classes("new")

    def _channel(self, channel: Channel, name: str, open_channel: OpenChannel) -> None:
        entry = ui.element("button").classes("sidebar-entry").props("type=button")
        with entry:
            ui.label(name)
        entry.on("click", lambda: open_channel(channel))
        self._entries[channel.id] = entry

    def _app(self, open_channel: OpenChannel, open_home: OpenHome) -> None:
        bot = self._seat.workspace.bot_user
        with ui.element("div").classes("sidebar-app"):
            avatar(bot)
            ui.label(bot.real_name)
        home = ui.element("button").classes("sidebar-entry inner").props("type=button")
        with home:
            ui.label("Home")
        home.on("click", open_home)
        self._entries["home"] = home
        self._channel(self._seat.direct, "Messages", open_channel)
        self._entries[self._seat.direct.id].classes("inner")

    def _switch(self, switch: SwitchUser) -> None:
        playground = self._seat.playground
        with ui.element("button").classes("person").props('type=button aria-label="Switch user"'):
            _person(self._seat.user, playground.parts)
            ui.icon("unfold_more")
            with ui.menu().props("auto-close anchor='top left' self='bottom left'"):
                ui.label("Look at it as").classes("menu-title")
                for user in playground.people():
                    with ui.menu_item(on_click=lambda chosen=user: switch(chosen)):
                        _person(user, playground.parts)


def _person(user: User, parts: dict[str, str]) -> None:
    avatar(user)
    with ui.element("div").classes("person-words"):
        ui.label(user.real_name).classes("person-name")
        ui.label(parts[user.name]).classes("person-part")


def _sign(channel: Channel) -> str:
    return "🔒" if channel.kind == "private" else "#"
