"""Drop-down menus in which one can type: fixed options, the app's, people and channels."""

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments, ValueChangeEventArguments

from playground.page.blocks.confirming import is_confirmed
from playground.page.blocks.naming import name_field
from playground.page.blocks.surface import Surface
from playground.page.words.reader import label
from playground.slack.forms import Field
from playground.slack.json_shapes import JsonObject
from playground.slack.person import SHORTEST_QUERY

Draw = Callable[[Surface, Field], None]


def static_select(surface: Surface, field: Field) -> None:
    """Draw a menu whose options came with the block."""
    _menu(surface, field, _words_by_value(_own_options(field.element)))


def external_select(surface: Surface, field: Field) -> None:
    """Draw a menu that asks the app for options at each character."""
    chosen = surface.given(field)
    begun_with = chosen if isinstance(chosen, list) else [chosen] if chosen else []
    known = _words_by_value(begun_with)
    drawn = _menu(surface, field, known)
    asked: list[str] = []
    shortest = field.element.get("min_query_length", SHORTEST_QUERY)
    if shortest > 0:
        _say_when_empty(drawn, f"Type {shortest} letters or more.")

    async def offer(typed: str) -> None:
        asked.append(typed)
        question = len(asked)
        found = await surface.suggest(field, typed)
        if drawn.is_deleted or question < len(asked):
            return
        offered = _words_by_value(found.all)
        known.update(offered)
        _offer(drawn, known, offered)
        if found.trouble:
            _say_when_empty(drawn, found.trouble)

    async def ask(event: GenericEventArguments) -> None:
        await offer(str(event.args or ""))

    drawn.on("input-value", ask, throttle=0.15, leading_events=False)
    if shortest == 0:
        drawn.on("popup-show", lambda: offer(""))


def _offer(drawn: ui.select, known: dict[str, str], offered: dict[str, str]) -> None:
    """Show some of the known options.

    The browser names a choice by its place among all that are known. Places never change, so a
    choice made while a newer answer is on its way is still the right one.
    """
    drawn.set_options(dict(known), value=drawn.value)
    places = [place for place, value in enumerate(known) if value in offered]
    drawn.props["options"] = [drawn.props["options"][place] for place in places]


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


def _menu(surface: Surface, field: Field, options: dict[str, str]) -> ui.select:
    many = field.type.startswith("multi_")
    drawn = ui.select(options, value=_value(surface.given(field)), with_input=True, multiple=many)
    drawn.props("outlined dense options-dense hide-dropdown-icon=false behavior=menu")
    if many:
        drawn.props("use-chips")
    if field.is_input and field.block.get("optional"):
        drawn.props("clearable")
    name_field(drawn, field)
    _show_placeholder(drawn, field)
    drawn.on_value_change(_chosen(surface, field))
    return drawn


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


def _say_when_empty(drawn: ui.select, sentence: str) -> None:
    drawn.add_slot(
        "no-option", f'<q-item><q-item-section class="hint">{sentence}</q-item-section></q-item>'
    )


def _value(given: Any) -> Any:
    if isinstance(given, list):
        return [_value(one) for one in given]
    return given["value"] if isinstance(given, dict) else given


def _own_options(element: JsonObject) -> list[JsonObject]:
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *grouped]


def _words_by_value(options: list[JsonObject]) -> dict[str, str]:
    return {option["value"]: option_words(option) for option in options}


def option_words(option: JsonObject) -> str:
    """Give an option's text, and its description behind a dash."""
    words, more = label(option["text"]), label(option.get("description"))
    return f"{words} – {more}" if more else words


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
