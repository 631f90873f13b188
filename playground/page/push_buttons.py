"""The buttons of this page, in the few looks that it has."""

from nicegui import ui
from nicegui.events import ClickEventArguments, Handler

Work = Handler[ClickEventArguments]


def push_button(words: str, style: str = "", *, on_click: Work | None = None) -> ui.button:
    """Draw a button with words on it; ``style`` is ``primary``, ``danger`` or nothing."""
    look = "unelevated" if style else "outline"
    drawn = ui.button(words, on_click=on_click, color=None).props(f"{look} no-caps")
    return drawn.classes(f"push-button {style}")


def sign_button(icon: str, meaning: str, *, on_click: Work | None = None) -> ui.button:
    """Draw a small button with a sign on it; ``meaning`` is what is read aloud."""
    drawn = ui.button(icon=icon, on_click=on_click, color=None).props("flat dense")
    drawn.props["aria-label"] = meaning
    return drawn.classes("sign-button")


def tool_button(words: str, icon: str, *, on_click: Work | None = None) -> ui.button:
    """Draw a button with a sign and words, for bars and toolbars."""
    drawn = ui.button(words, icon=icon, on_click=on_click, color=None)
    return drawn.props("flat dense no-caps").classes("tool-button")
