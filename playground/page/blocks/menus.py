"""Drop-down menus in which one can type: fixed options, the app's, people and channels."""

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui
from nicegui.element import Element
from nicegui.events import ValueChangeEventArguments

from playground.page.blocks.confirming import is_confirmed
from playground.page.blocks.external_menu import (
    NO_RESULTS,
    Asking,
    OfferingMenu,
    say_when_empty,
    words_by_value,
)
from playground.page.blocks.naming import name_field
from playground.page.blocks.surface import Surface
from playground.page.words.reader import label
from playground.slack.forms import Field
from playground.slack.json_shapes import JsonObject

_SELECT_ALL = "(event) => setTimeout(() => event.target.select?.(), 60)"
Draw = Callable[[Surface, Field], None]


def static_select(surface: Surface, field: Field) -> None:
    """Draw a menu whose options came with the block."""
    _menu(surface, field, words_by_value(_own_options(field.element)))


def external_select(surface: Surface, field: Field) -> None:
    """Draw a menu that asks the app for options at each character."""
    chosen = surface.given(field)
    begun_with = chosen if isinstance(chosen, list) else [chosen] if chosen else []
    drawn = OfferingMenu(words_by_value(begun_with), **_beginning(surface, field))
    _dress(drawn, surface, field)
    Asking(surface, field, drawn)


def users_select(surface: Surface, field: Field) -> None:
    """Draw a menu of the people of the workspace."""
    people = surface.person.workspace.people()
    _menu(surface, field, {user.id: user.real_name for user in people})


def conversations_select(surface: Surface, field: Field) -> None:
    """Draw a menu of the channels that the person is in."""
    workspace = surface.person.workspace
    channels = workspace.channels_of(surface.person.user)
    named = {c.id: f"#{c.name}" for c in channels if c.kind != "direct"}
    direct = {c.id: workspace.bot_user.real_name for c in channels if c.kind == "direct"}
    _menu(surface, field, named if field.type.endswith("channels_select") else named | direct)


def _menu(surface: Surface, field: Field, options: dict[str, str]) -> None:
    _dress(ui.select(options, **_beginning(surface, field)), surface, field)


def _beginning(surface: Surface, field: Field) -> dict[str, Any]:
    return {
        "value": _value(surface.given(field)),
        "with_input": True,
        "multiple": _is_of_many(field),
    }


def _is_of_many(field: Field) -> bool:
    return field.type.startswith("multi_")


def _dress(drawn: ui.select, surface: Surface, field: Field) -> None:
    drawn.props("outlined dense options-dense hide-dropdown-icon=false behavior=menu")
    if _is_of_many(field):
        drawn.props("use-chips")
    if field.is_input and field.block.get("optional"):
        drawn.props("clearable")
    else:
        # What is typed takes the place of what was chosen, as in Slack.
        drawn.on("focus", js_handler=_SELECT_ALL)
    say_when_empty(drawn, NO_RESULTS)
    name_field(drawn, field)
    _show_placeholder(drawn, field)
    drawn.on_value_change(_chosen(surface, field))


def _chosen(
    surface: Surface, field: Field
) -> Callable[[ValueChangeEventArguments[Any]], Awaitable[None]]:
    async def choose(event: ValueChangeEventArguments[Any]) -> None:
        _show_placeholder(event.sender, field)
        if await is_confirmed(surface.reader, field):
            await surface.use(field, event.value)

    return choose


def _show_placeholder(drawn: Element, field: Field) -> None:
    """A menu would show its placeholder beside what was chosen."""
    wanted = (
        ""
        if isinstance(drawn, ui.select) and drawn.value
        else label(field.element.get("placeholder"))
    )
    drawn.props["placeholder"] = wanted


def _value(given: Any) -> Any:
    if isinstance(given, list):
        return [_value(one) for one in given]
    return given["value"] if isinstance(given, dict) else given


def _own_options(element: JsonObject) -> list[JsonObject]:
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *grouped]


MENUS: dict[str, Draw] = {
    "static_select": static_select,
    "multi_static_select": static_select,
    "external_select": external_select,
    "multi_external_select": external_select,
    "users_select": users_select,
    "multi_users_select": users_select,
    "conversations_select": conversations_select,
    "multi_conversations_select": conversations_select,
    "channels_select": conversations_select,
    "multi_channels_select": conversations_select,
}
