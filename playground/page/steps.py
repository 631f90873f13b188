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
        self._is_lowered = self._is_written = False
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

    def answered(self, message: Message) -> None:
        """The app said something; a recorded usage is named, and can be undone."""
        words = (field.element.get("text", {}).get("text", "") for field in fields(message.blocks))
        is_recorded = "guest pass" in message.text.lower() and any("Undo" in one for one in words)
        if self._is_recording and is_recorded:
            self._finish(RECORD)

    def sheet_changed_by_app(self, titles: set[str]) -> None:
        """The app wrote into these sheets."""
        self._is_written = self._is_written or (self.done[RECORD] and "Assignments" in titles)

    def columns_seen(self, title: str, headers: set[str]) -> None:
        """Somebody has these columns of a sheet before them, none of them cut off."""
        if self._is_written and title == "Assignments" and "Used" in headers:
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
