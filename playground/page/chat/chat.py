"""The chat workspace as one person has it before them, in one tab."""

from collections.abc import Callable

from nicegui import ui

from playground.page.chat.composer import Composer
from playground.page.chat.home import Home
from playground.page.chat.messages import Messages
from playground.page.chat.modals import Modals
from playground.page.chat.seat import Seat
from playground.page.chat.sidebar import Sidebar
from playground.slack import (
    Change,
    Channel,
    HomePublished,
    Message,
    MessageChanged,
    MessageDeleted,
    MessagePosted,
    User,
    ViewClosed,
    ViewOpened,
    ViewUpdated,
)


class Chat:
    """Draws a seat's workspace and follows its changes."""

    def __init__(self, seat: Seat, switch: Callable[[User], None]) -> None:
        """Draw the workspace in the current slot; ``switch`` sits somebody else down."""
        self.seat = seat
        with ui.element("div").classes("chat"):
            self._sidebar = Sidebar(seat, self.open_channel, self.open_home, switch)
            with ui.element("section").classes("channel"):
                self._head = ui.element("header").classes("channel-head")
                with ui.element("div").classes("channel-pane") as self._pane:
                    self._messages = Messages(seat)
                    self.composer = Composer(seat)
                with ui.element("div").classes("home-pane") as self._home_pane:
                    self._home = Home(seat)
            self._modals = Modals(seat)
        self.open_channel(seat.channel)

    def open_channel(self, channel: Channel) -> None:
        """Look at a channel."""
        self.seat.is_home_open = False
        self.seat.channel = channel
        self._messages.open(channel)
        self.composer.name_place()
        self._show()

    async def open_home(self) -> None:
        """Look at the app's Home."""
        self.seat.is_home_open = True
        self._show()
        await self._home.open()

    def follow(self, change: Change) -> None:
        """Show one change of the workspace, where it concerns this person."""
        match change:
            case MessagePosted(message):
                self._posted(message)
            case MessageChanged(message):
                self._messages.change(message)
            case MessageDeleted(message):
                self._messages.remove(message)
            case ViewOpened(user, view) if user == self.seat.user.id:
                self._modals.open(view)
            case ViewUpdated(user, view) if user == self.seat.user.id:
                self._modals.update(view)
            case ViewClosed(user, view) if user == self.seat.user.id:
                self._modals.close(view)
            case HomePublished(user, view) if user == self.seat.user.id:
                self._home.show(view)
            case _:
                pass

    def _posted(self, message: Message) -> None:
        if not self.seat.sees(message):
            return
        if message.channel == self.seat.channel.id:
            self._messages.add(message)
            self._messages.bring_into_view(message)
        if message.channel != self.seat.channel.id or self.seat.is_home_open:
            self._sidebar.mark_new(message.channel)

    def _show(self) -> None:
        self._sidebar.mark_open()
        self._pane.set_visibility(not self.seat.is_home_open)
        self._home_pane.set_visibility(self.seat.is_home_open)
        self._head.clear()
        with self._head:
            if self.seat.is_home_open or self.seat.channel.kind == "direct":
                self._app_head()
            else:
                self._channel_head(self.seat.channel)

    def _channel_head(self, channel: Channel) -> None:
        sign = "🔒" if channel.kind == "private" else "#"
        ui.label(f"{sign} {channel.name}").classes("channel-name")
        ui.label(channel.topic).classes("channel-topic")
        ui.label(f"{len(channel.members)} members").classes("channel-members")

    def _app_head(self) -> None:
        ui.label(self.seat.workspace.bot_user.real_name).classes("channel-name")
        is_home = self.seat.is_home_open
        with ui.element("div").classes("head-tabs"):
            home = ui.button("Home", on_click=self.open_home, color=None)
            talk = ui.button("Messages", color=None)
            talk.on_click(lambda: self.open_channel(self.seat.direct))
            for tab, is_open in ((home, is_home), (talk, not is_home)):
                tab.props("flat no-caps dense").classes("head-tab open" if is_open else "head-tab")
