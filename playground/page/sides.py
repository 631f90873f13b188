"""The two sides of the page, and the switch between them where there is room for one only."""

from typing import Literal

from nicegui import ui
from nicegui.element import Element

Side = Literal["chat", "sheet"]
_NAMES: dict[Side, tuple[str, str]] = {"chat": ("Slack", "forum"), "sheet": ("Sheet", "grid_on")}


class Sides:
    """Which side stands before somebody; on a wide screen both do, and the switch isn't drawn."""

    def __init__(self, page: Element) -> None:
        """Draw the switch in the current slot; the style sheet hides the other side."""
        self._page = page
        self._buttons: dict[Side, Element] = {}
        with ui.element("div").classes("sides").props('role=group aria-label="Side of the page"'):
            for side, (name, icon) in _NAMES.items():
                button = ui.element("button").classes("side").props("type=button")
                button.on("click", lambda chosen=side: self.show(chosen))
                with button:
                    ui.icon(icon)
                    ui.label(name)
                    ui.label("has something new").classes("unseen side-news")
                self._buttons[side] = button
        self.show("chat")

    def show(self, side: Side) -> None:
        """Bring one side before the person."""
        self._shown = side
        for name, button in self._buttons.items():
            button.props(f"aria-pressed={'true' if name == side else 'false'}")
            self._page.classes(**{"add" if name == side else "remove": f"shows-{name}"})
        self._buttons[side].classes(remove="new")

    def mark_new(self, side: Side) -> None:
        """Say that something happened on a side that may not be seen."""
        if side != self._shown:
            self._buttons[side].classes("new")
