"""Fields to type in, and the frame that every field of a form has: label, hint, error."""

from nicegui import ui
from nicegui.events import GenericEventArguments, ValueChangeEventArguments

from playground.page.blocks.buttons import button, overflow
from playground.page.blocks.menus import MENUS, Draw
from playground.page.blocks.naming import name_field
from playground.page.blocks.pickers import PICKERS
from playground.page.blocks.surface import Surface
from playground.slack.forms import Field
from playground.slack.json_shapes import JsonObject

_KEYBOARDS = {"number_input": "decimal", "email_text_input": "email", "url_text_input": "url"}


def text_field(surface: Surface, field: Field) -> None:
    """Draw a field for words, a number, an e-mail address or an address of the web."""
    element = field.element
    given = surface.given(field) or ""
    drawn = ui.textarea(value=given) if element.get("multiline") else ui.input(value=given)
    drawn.props("outlined dense")
    if field.type in _KEYBOARDS:
        drawn.props(f"inputmode={_KEYBOARDS[field.type]}")
    if "max_length" in element:
        drawn.props(f"maxlength={element['max_length']}")
    name_field(drawn, field)
    if element.get("focus_on_load"):
        drawn.props("autofocus")
    _listen(surface, field, drawn)


def _listen(surface: Surface, field: Field, drawn: ui.input | ui.textarea) -> None:
    config = field.element.get("dispatch_action_config", {})
    triggers = config.get("trigger_actions_on", ["on_enter_pressed"])
    is_sent = bool(field.block.get("dispatch_action")) or not field.is_input

    async def change(event: ValueChangeEventArguments[str | None]) -> None:
        surface.fill(field, event.value)
        if is_sent and "on_character_entered" in triggers:
            await surface.use(field, event.value)

    async def enter(event: GenericEventArguments) -> None:
        await surface.use(field, event.args)

    drawn.on_value_change(change)
    if is_sent and "on_enter_pressed" in triggers:
        drawn.on("keydown.enter", enter, js_handler="(event) => emit(event.target.value)")


TEXTS = ("plain_text_input", "number_input", "email_text_input", "url_text_input")
ELEMENTS: dict[str, Draw] = (
    dict.fromkeys(TEXTS, text_field) | MENUS | PICKERS | {"button": button, "overflow": overflow}
)


def element(surface: Surface, block: JsonObject, given: JsonObject) -> None:
    """Draw one element; a kind that this page does not draw is named instead."""
    draw = ELEMENTS.get(given["type"])
    if draw is None:
        ui.label(f"The playground does not draw {given['type']}.").classes("hint")
        return
    draw(surface, Field(block, given))


def input_block(surface: Surface, block: JsonObject) -> None:
    """Draw a field of a form with its label, its hint and room for an error."""
    optional = '<span class="optional">(optional)</span>' if block.get("optional") else ""
    with ui.element("label" if block["element"]["type"] in TEXTS else "div").classes("field"):
        words = surface.reader.words(block["label"])
        ui.html(f"{words} {optional}", sanitize=False).classes("field-label")
        element(surface, block, block["element"])
    error = ui.label().classes("field-error").props("role=alert")
    surface.name_error_label(block, error)
    if "hint" in block:
        ui.html(surface.reader.words(block["hint"]), sanitize=False).classes("hint")
