"""The three things that a newcomer is asked to try, and what has been done of them."""

import re
from collections.abc import Callable

from playground.slack import Message
from playground.slack.forms import fields

RECORD, WATCH, LOWER = range(3)
STEPS = (
    ("Record a guest pass", "with /benefit-use, in the chat"),
    ("See the sheet change", "Used goes up in Assignments"),
    ("Lower a Number there, Sync now", "then ask /benefit-check"),
)
COMMANDS = ("/benefit-use", "", "/benefit-check")


class Steps:
    """Watches what people do, and says what is done when it changes."""

    def __init__(self) -> None:
        """Begin with nothing done."""
        self._listeners: list[Callable[[], None]] = []
        self.begin_again()

    def begin_again(self) -> None:
        """Forget what was done."""
        self.done = [False] * len(STEPS)
        self._is_recording = False
        self._is_lowered = False
        self._tell()

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call ``listener`` when a step is done; call the answer to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def command_typed(self, command: str) -> None:
        """Somebody sent a slash command."""
        self._is_recording = self._is_recording or command == COMMANDS[RECORD]
        if command == COMMANDS[LOWER] and self._is_lowered:
            self._finish(LOWER)

    def form_accepted(self) -> None:
        """The app accepted a form."""
        if self._is_recording:
            self._finish(RECORD)

    def answered(self, message: Message) -> None:
        """The app said something; a recorded usage can be undone."""
        words = (field.element.get("text", {}).get("text", "") for field in fields(message.blocks))
        if self._is_recording and any("Undo" in one for one in words):
            self._finish(RECORD)

    def sheet_changed_by_app(self, titles: set[str]) -> None:
        """The app wrote into these sheets."""
        if self.done[RECORD] and "Assignments" in titles:
            self._finish(WATCH)

    def cell_typed(self, title: str, header: str, before: str, now: str) -> None:
        """Somebody typed into a cell of the spreadsheet."""
        if title == "Assignments" and header == "Number" and _amount(now) < _amount(before):
            self._is_lowered = True

    def _finish(self, step: int) -> None:
        if not self.done[step]:
            self.done[step] = True
            self._tell()

    def _tell(self) -> None:
        for listener in list(self._listeners):
            listener()


def _amount(text: str) -> float:
    digits = re.sub(r"[^0-9.]", "", text)
    try:
        return float(digits)
    except ValueError:
        return 0.0
