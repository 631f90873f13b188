"""Buttons, and the menu behind three dots."""

from nicegui import ui

from playground.page.blocks.confirming import is_confirmed
from playground.page.blocks.surface import Surface
from playground.page.push_buttons import push_button, sign_button
from playground.page.words.reader import label
from playground.slack.forms import Field
from playground.slack.json_shapes import JsonObject


def button(surface: Surface, field: Field) -> None:
    """Draw a button."""
    element = field.element
    drawn = push_button(label(element["text"]), element.get("style", ""))

    async def press() -> None:
        if not await is_confirmed(surface.reader, field):
            return
        if "url" in element:
            ui.navigate.to(element["url"], new_tab=True)
        await surface.use(field, waiting=drawn)

    drawn.on_click(press)


def overflow(surface: Surface, field: Field) -> None:
    """Draw a menu of a few choices behind three dots."""
    with sign_button("more_horiz", "More").classes("framed"), ui.menu().props("auto-close"):
        for option in field.element["options"]:
            _entry(surface, field, option)


def _entry(surface: Surface, field: Field, option: JsonObject) -> None:
    async def choose() -> None:
        if not await is_confirmed(surface.reader, field):
            return
        if "url" in option:
            ui.navigate.to(option["url"], new_tab=True)
        await surface.use(field, option["value"])

    ui.menu_item(label(option["text"]), on_click=choose)
