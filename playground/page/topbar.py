"""The bar on top: what this is, whether the app is there, and what a newcomer can try."""

from collections.abc import Callable

from nicegui import ui

from playground.page.chat.seat import Seat
from playground.page.push_buttons import tool_button
from playground.page.steps import COMMANDS, STEPS
from playground.page.words.reader import Reader
from playground.slack import Message
from playground.slack.json_shapes import JsonObject

_SENTENCE = "a pretend Slack and a pretend Google Sheet, with the real Benefit Desk between them"
_LONGEST = 220


class TopBar:
    """The bar of one tab."""

    def __init__(self, seat: Callable[[], Seat], write: Callable[[str], None]) -> None:
        """Draw the bar in the current slot; ``write`` puts a command into the composer."""
        self._seat = seat
        self._write = write
        self._steps = seat().playground.steps
        self._is_listening = False
        with ui.element("header").classes("topbar"):
            ui.label("Playground").classes("topbar-name")
            ui.label(_SENTENCE).classes("topbar-sentence")
            ui.element("div").classes("grow")
            self._state = ui.element("div").classes("app-state")
            self._button("Sync now", "sync", "/benefits", "sync")
            self._button("Post the weekly report now", "bar_chart", "/benefits", "post-report")
        with ui.element("div").classes("try"):
            self._try = ui.element("div").classes("try-steps")
            self._answer = ui.label().classes("answer").props("role=status")
        self.show_steps()
        self.show_connections(seat().workspace.line.sockets.count)

    def show_steps(self) -> None:
        """Show which steps are done."""
        self._try.clear()
        with self._try:
            ui.label("Try this").classes("try-title")
            for number, (words, more) in enumerate(STEPS):
                self._step(number, words, more)
            if all(self._steps.done):
                ui.label("That is the whole of it. Look around.").classes("try-end")
                ui.button("Begin again", on_click=self._steps.begin_again, color=None).props(
                    "flat dense no-caps"
                ).classes("tool-button")

    def _step(self, number: int, words: str, more: str) -> None:
        is_done, command = self._steps.done[number], COMMANDS[number]
        step = ui.element("button" if command else "div")
        step.classes("step done" if is_done else "step")
        if command:
            step.classes("can-click").props("type=button")
            step.on("click", lambda: self._write(command + " "))
        with step:
            ui.icon("check_circle" if is_done else "radio_button_unchecked")
            ui.label("Done:" if is_done else "To do:").classes("unseen")
            ui.label(words).classes("step-words")
            ui.label(more).classes("hint")

    def show_connections(self, connections: int) -> None:
        """Show whether the app is connected."""
        self._state.clear()
        self._state.classes("here" if connections else "away", remove="away here")
        with self._state:
            ui.element("span").classes("dot")
            ui.label("Benefit Desk is connected" if connections else "Benefit Desk is away")

    def follow(self, message: Message) -> None:
        """Show the answer to a button of this bar: it is for the manager, not for who sits here."""
        seat = self._seat()
        if self._is_listening and message.ephemeral_to == seat.playground.manager.id:
            name = seat.playground.manager.real_name
            self._answer.set_text(f"To {name}: {_in_short(seat.reader, message)}")

    def _button(self, words: str, icon: str, command: str, text: str) -> None:
        button = tool_button(words, icon).classes("framed")
        with button:
            tooltip = ui.tooltip(
                f"{self._seat().playground.manager.real_name} types {command} {text}"
            )

        async def press() -> None:
            playground = self._seat().playground
            self._is_listening = True
            tooltip.run_method("hide")  # it would lie on the answer
            self._answer.set_text("")
            button.props("loading")
            person = playground.person(playground.manager)
            await person.run_command(playground.channel, command, text)
            button.props(remove="loading")

        button.on_click(press)


def _in_short(reader: Reader, message: Message) -> str:
    words = message.text or " ".join(_texts(message.blocks))
    short = reader.plain(words)
    return short if len(short) <= _LONGEST else short[:_LONGEST] + "…"


def _texts(blocks: list[JsonObject]) -> list[str]:
    return [block["text"]["text"] for block in blocks if isinstance(block.get("text"), dict)]
