"""Dates, times, radio buttons and checkboxes."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, time
from typing import Any

from nicegui import ui
from nicegui.events import ValueChangeEventArguments

from playground.page.blocks.confirming import is_confirmed
from playground.page.blocks.external_menu import option_words
from playground.page.blocks.menus import Draw
from playground.page.blocks.naming import name_field
from playground.page.blocks.surface import Surface
from playground.page.words.reader import label
from playground.slack.forms import Field

Read = Callable[[str], Any]


def datepicker(surface: Surface, field: Field) -> None:
    """Draw a date with a calendar."""
    drawn = ui.date_input(value=surface.given(field) or "")
    drawn.picker.props("minimal first-day-of-week=1")
    drawn.button.props["aria-label"] = "Open the calendar"
    drawn.on_value_change(_taken(surface, field, _date))
    _dress(drawn, field)


def timepicker(surface: Surface, field: Field) -> None:
    """Draw a time of day."""
    drawn = ui.time_input(value=surface.given(field) or "")
    drawn.on_value_change(_taken(surface, field, _time))
    _dress(drawn, field)


def datetimepicker(surface: Surface, field: Field) -> None:
    """Draw a date with a time, in the person's time zone."""
    zone, given = surface.reader.zone, surface.given(field)
    value = datetime.fromtimestamp(given, zone).strftime("%Y-%m-%dT%H:%M") if given else ""
    drawn = ui.input(value=value).props("type=datetime-local")

    def seconds(typed: str) -> int:
        return int(datetime.fromisoformat(typed).replace(tzinfo=zone).timestamp())

    drawn.on_value_change(_taken(surface, field, seconds))
    _dress(drawn, field)


def radio_buttons(surface: Surface, field: Field) -> None:
    """Draw choices of which one holds."""
    given = surface.given(field)
    options = {option["value"]: option_words(option) for option in field.element["options"]}
    drawn = ui.radio(options, value=given["value"] if given else None).props("dense")

    async def choose(event: ValueChangeEventArguments[Any]) -> None:
        if await is_confirmed(surface.reader, field):
            await surface.use(field, event.value)

    drawn.on_value_change(choose)


def checkboxes(surface: Surface, field: Field) -> None:
    """Draw choices of which any number holds."""
    chosen = {option["value"] for option in surface.given(field) or []}

    async def choose(value: str, *, is_chosen: bool) -> None:
        if is_chosen:
            chosen.add(value)
        else:
            chosen.discard(value)
        in_order = [o["value"] for o in field.element["options"] if o["value"] in chosen]
        if await is_confirmed(surface.reader, field):
            await surface.use(field, in_order)

    for option in field.element["options"]:
        box = ui.checkbox(label(option["text"]), value=option["value"] in chosen).props("dense")
        if "description" in option:
            more = ui.label(label(option["description"])).classes("hint option-more")
            box.props(f"aria-describedby={more.html_id}")
        box.on_value_change(
            lambda event, value=option["value"]: choose(value, is_chosen=event.value)
        )


def _dress(drawn: ui.input | ui.date_input | ui.time_input, field: Field) -> None:
    drawn.props("outlined dense")
    name_field(drawn, field)


def _taken(
    surface: Surface, field: Field, read: Read
) -> Callable[[ValueChangeEventArguments[Any]], Awaitable[None]]:
    async def take(event: ValueChangeEventArguments[Any]) -> None:
        typed = event.value or ""
        try:
            value = read(typed) if typed else None
        except ValueError:
            # Half a date is no date yet: the field says so itself when the form is sent.
            value = None
        await surface.use(field, value)

    return take


def _date(typed: str) -> str:
    return date.fromisoformat(typed).isoformat()


def _time(typed: str) -> str:
    return time.fromisoformat(typed).strftime("%H:%M")


PICKERS: dict[str, Draw] = {
    "datepicker": datepicker,
    "timepicker": timepicker,
    "datetimepicker": datetimepicker,
    "radio_buttons": radio_buttons,
    "checkboxes": checkboxes,
}
