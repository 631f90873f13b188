"""The box to write in: messages, and slash commands with completion."""

from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from playground.page.chat.seat import Seat
from playground.page.push_buttons import sign_button
from playground.slack.app_manifest import SlashCommand

# Enter sends; while commands are listed, the arrows, Tab and Escape belong to the list.
_KEYS = """(event) => {
    const isListing = event.target.closest(".composer").querySelector(".completion-entry");
    const keys = isListing ? ["Enter", "Tab", "ArrowUp", "ArrowDown", "Escape"] : ["Enter"];
    if (!keys.includes(event.key) || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    emit({key: event.key, text: event.target.value});
}"""


class Composer:
    """Writes for one person, in whatever channel they look at."""

    def __init__(self, seat: Seat) -> None:
        """Draw an empty box in the current slot."""
        self._seat = seat
        self._listed: list[SlashCommand] = []
        self._at = 0
        with ui.element("div").classes("composer"):
            self._completion = ui.element("div").classes("completion")
            self._completion.set_visibility(False)
            with ui.element("div").classes("composer-box"):
                self._text = ui.textarea().props(
                    "autogrow borderless dense input-class=composer-text"
                )
                self._text.on_value_change(lambda event: self._list(event.value or ""))
                self._text.on("keydown", self._key, js_handler=_KEYS)
                with ui.element("div").classes("composer-tools"):
                    self._shortcuts()
                    ui.label("Enter sends, Shift + Enter begins a new line").classes("hint")
                    send = sign_button("send", "Send")
                    send.on_click(lambda: self._send(self._text.value)).classes("send")
        self.name_place()

    def name_place(self) -> None:
        """Say where the words will go."""
        channel = self._seat.channel
        place = self._seat.workspace.bot_user.real_name
        if channel.kind != "direct":
            place = f"#{channel.name}"
        self._text.props["placeholder"] = f"Message {place}, or type / for commands"

    def write(self, text: str) -> None:
        """Put words into the box and the cursor behind them."""
        self._text.set_value(text)
        self._text.run_method("focus")

    def _shortcuts(self) -> None:
        shortcuts = [s for s in self._seat.workspace.manifest.shortcuts if s.type == "global"]
        with sign_button("bolt", "Shortcuts"), ui.menu():
            ui.label("Shortcuts").classes("menu-title")
            for shortcut in shortcuts:
                entry = ui.menu_item(on_click=lambda chosen=shortcut: self._use(chosen.callback_id))
                with entry, ui.item_section():
                    ui.item_label(shortcut.name)
                    ui.item_label(shortcut.description).props("caption")
            if not shortcuts:
                ui.label("The app has none.").classes("hint menu-title")

    async def _use(self, callback_id: str) -> None:
        outcome = await self._seat.person.global_shortcut(callback_id)
        if outcome.trouble:
            self._seat.tell(outcome.trouble)

    def _list(self, text: str) -> None:
        """List the commands that begin as the text does; say how the one typed is used."""
        command = text.partition(" ")[0]
        begun = text.startswith("/") and " " not in text
        commands = self._seat.workspace.manifest.commands
        self._listed = [c for c in commands if begun and c.command.startswith(command)]
        self._at = 0
        used = self._seat.workspace.manifest.command(command) if " " in text else None
        self._draw(used)

    def _draw(self, used: SlashCommand | None = None) -> None:
        self._completion.clear()
        self._completion.set_visibility(bool(self._listed or used))
        with self._completion:
            if used is not None:
                ui.label(f"{used.command} {used.usage_hint}").classes("completion-hint")
            for index, command in enumerate(self._listed):
                entry = ui.element("div").classes("completion-entry")
                entry.classes("chosen" if index == self._at else "")
                entry.on("click", lambda chosen=command: self._complete(chosen))
                with entry:
                    ui.label(command.command).classes("completion-command")
                    ui.label(command.usage_hint).classes("completion-usage")
                    ui.label(command.description).classes("completion-description")

    async def _key(self, event: GenericEventArguments) -> None:
        given: dict[str, Any] = event.args
        key, text = str(given["key"]), str(given["text"])
        if self._listed and key in {"ArrowUp", "ArrowDown"}:
            self._at = (self._at + (1 if key == "ArrowDown" else -1)) % len(self._listed)
            self._draw()
        elif self._listed and key == "Escape":
            self._listed = []
            self._draw()
        elif self._listed and (key == "Tab" or text.strip() != self._listed[self._at].command):
            self._complete(self._listed[self._at])
        elif key == "Enter":
            await self._send(text)

    def _complete(self, command: SlashCommand) -> None:
        self.write(f"{command.command} ")

    async def _send(self, text: str | None) -> None:
        words = (text or "").strip()
        if not words:
            return
        self._text.set_value("")
        self._list("")
        if not words.startswith("/"):
            await self._seat.person.say(self._seat.channel, words)
            return
        command, _, rest = words.partition(" ")
        self._seat.playground.steps.command_typed(command)
        # What goes wrong with a command is told in the channel, by the workspace itself.
        await self._seat.person.run_command(self._seat.channel, command, rest)
