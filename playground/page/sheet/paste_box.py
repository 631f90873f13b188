"""The box into which rows are pasted or typed on their way into the sheet."""

from collections.abc import Callable

from nicegui import ui
from nicegui.events import ValueChangeEventArguments

from playground.page.push_buttons import push_button

_HOW = "Part columns by tabs, as a spreadsheet does when you copy from it."
_SELECT_ALL = "(event) => event.target.select()"
Paste = Callable[[str], str]
"""Puts rows into the sheet; the answer is what is wrong with them, or nothing."""


class PasteBox:
    """What was written into it stays until it is in the sheet, however often the box is closed."""

    def __init__(self, paste: Paste) -> None:
        """Begin with nothing; the box is drawn when it is opened."""
        self._paste = paste
        self._draft = ""

    def open(self, place: str, refused: str = "", why: str = "") -> None:
        """Open the box for rows from ``place`` on, or with rows that were ``refused`` and why."""
        self._draft = refused or self._draft
        with ui.dialog() as dialog, ui.card().classes("paste-box"):
            ui.label("Paste rows").classes("confirm-title")
            ui.label(f"They go in from {place} on. {_HOW}").classes("hint")
            text = ui.textarea(value=self._draft, on_change=self._keep).classes("paste-text")
            text.props("outlined autofocus aria-label=Rows").on("focus", js_handler=_SELECT_ALL)
            trouble = ui.label().classes("field-error").props("role=alert")
            with ui.row().classes("confirm-buttons"):
                push_button("Cancel", on_click=dialog.close)
                push_button("Paste", "primary", on_click=lambda: self._try(dialog, trouble))
        _say(trouble, why)
        dialog.on("hide", dialog.delete)
        dialog.open()

    def _keep(self, event: ValueChangeEventArguments[str | None]) -> None:
        self._draft = event.value or ""

    def _try(self, dialog: ui.dialog, trouble: ui.label) -> None:
        why = self._paste(self._draft)
        _say(trouble, why)
        if not why:
            self._draft = ""
            dialog.close()


def _say(trouble: ui.label, why: str) -> None:
    trouble.set_text(why)
    trouble.set_visibility(bool(why))
