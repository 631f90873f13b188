"""The messages of one channel, put in one by one as they come."""

from nicegui import ui
from nicegui.element import Element

from playground.page.blocks.block_list import BlockList
from playground.page.chat.avatars import avatar
from playground.page.chat.files import draw_file
from playground.page.chat.seat import Seat
from playground.page.push_buttons import sign_button
from playground.page.words.dates import clock
from playground.slack import Channel, Message

_MOST_SHOWN = 60
_BRING_INTO_VIEW = """
    setTimeout(() => {
        const message = document.getElementById("%s");
        const pane = message?.closest(".messages");
        if (!pane) return;
        pane.scrollTop = 0;
        if (message.offsetHeight > pane.clientHeight) message.scrollIntoView({block: "start"});
    }, 50);
"""
# A long message that becomes short would leave its reader at the channel's beginning.
_KEEP_IN_VIEW = """
    setTimeout(() => {
        const message = document.getElementById("%s");
        const pane = message?.closest(".messages")?.getBoundingClientRect();
        if (!pane) return;
        const { top, bottom } = message.getBoundingClientRect();
        const isGone = bottom < pane.top + 40 || top > pane.bottom - 40;
        if (isGone) message.scrollIntoView({block: bottom - top > pane.height ? "start" : "end"});
    }, 50);
"""


class DrawnMessage:
    """One message on the page."""

    def __init__(self, seat: Seat, message: Message) -> None:
        """Draw a message in the current slot."""
        self._seat = seat
        self._message = message
        kind = "ephemeral" if message.is_ephemeral else "shared"
        self.frame = ui.element("article").classes(f"message {kind}")
        self.frame.props(f'data-ts="{message.ts}"')
        with self.frame:
            avatar(seat.workspace.users[message.user])
            with ui.element("div").classes("message-main"):
                if message.is_ephemeral:
                    with ui.element("div").classes("only-you"):
                        ui.icon("visibility")
                        ui.label("Only visible to you")
                self._head()
                if message.thread_ts and message.thread_ts != message.ts:
                    with ui.element("div").classes("in-thread"):
                        ui.icon("subdirectory_arrow_right")
                        ui.label("In the thread of the post above")
                self._text = ui.html("", sanitize=False).classes("message-text")
                self.surface = seat.surface(message)
                self._blocks = BlockList(self.surface)
                self._files = ui.element("div").classes("files")
            if not message.is_ephemeral:
                self._menu()
        self.show()

    def show(self) -> None:
        """Show the message as it is now."""
        message = self._message
        edited = ' <span class="hint">(edited)</span>' if message.edited_ts else ""
        text = "" if message.blocks else self._seat.reader.message(message.text) + edited
        self._text.set_content(text)
        self._text.set_visibility(bool(text))
        self._blocks.show(message.blocks)
        self._files.clear()
        with self._files:
            for file in message.files:
                draw_file(file)

    def _head(self) -> None:
        author = self._seat.workspace.users[self._message.user]
        with ui.element("div").classes("message-head"):
            ui.label(self._message.username or author.real_name).classes("author")
            if author.is_bot:
                ui.label("App").classes("app-tag")
            ui.label(clock(float(self._message.ts), self._seat.reader.zone)).classes("time")

    def _menu(self) -> None:
        shortcuts = [s for s in self._seat.workspace.manifest.shortcuts if s.type == "message"]
        if not shortcuts:
            return
        more = ui.element("div").classes("message-menu")
        with more, sign_button("more_vert", "Message menu"), ui.menu().props("auto-close"):
            for shortcut in shortcuts:
                ui.menu_item(
                    shortcut.name,
                    on_click=lambda chosen=shortcut: self._use(chosen.callback_id),
                )

    async def _use(self, callback_id: str) -> None:
        outcome = await self._seat.person.message_shortcut(self._message, callback_id)
        if outcome.trouble:
            self._seat.tell(outcome.trouble)


class Messages:
    """The messages of the channel that a person looks at, the newest at the bottom."""

    def __init__(self, seat: Seat) -> None:
        """Begin with none, in the current slot."""
        self._seat = seat
        self._drawn: dict[Message, DrawnMessage] = {}
        # Turned around in the style sheet: the browser then stays at the newest message by itself.
        with ui.element("div").classes("messages"):
            self._column: Element = ui.element("div").classes("messages-column")

    def open(self, channel: Channel) -> None:
        """Show a channel's last messages."""
        self._column.clear()
        self._drawn.clear()
        seen = self._seat.person.sees(channel)[-_MOST_SHOWN:]
        with self._column:
            self._beginning(channel)
        for message in seen:
            self.add(message)

    def add(self, message: Message) -> None:
        """Put one message at the end."""
        if message not in self._drawn:
            with self._column:
                self._drawn[message] = DrawnMessage(self._seat, message)

    def bring_into_view(self, message: Message) -> None:
        """Bring a message into view, from its first line on where it is longer than the pane."""
        if message in self._drawn:
            frame = self._drawn[message].frame
            frame.client.run_javascript(_BRING_INTO_VIEW % frame.html_id)

    def change(self, message: Message) -> None:
        """Show a message as it is now; whoever pressed something in it keeps it before them."""
        if message not in self._drawn:
            return
        drawn = self._drawn[message]
        drawn.show()
        if drawn.surface.is_used:
            drawn.frame.client.run_javascript(_KEEP_IN_VIEW % drawn.frame.html_id)

    def remove(self, message: Message) -> None:
        """Take a message away."""
        if message in self._drawn:
            self._drawn.pop(message).frame.delete()

    def _beginning(self, channel: Channel) -> None:
        with ui.element("div").classes("beginning"):
            if channel.kind == "direct":
                ui.label(f"This is where you talk with {self._seat.workspace.bot_user.real_name}.")
            else:
                ui.label(f"This is the beginning of #{channel.name}.")
            ui.label(channel.purpose or "Type / below to see what Benefit Desk can do here.")
