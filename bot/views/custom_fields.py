"""The fields of labelled slots, in whatever form they stand."""

from collections.abc import Mapping
from typing import Final

from slack_sdk.models.blocks import (
    Block,
    InputInteractiveElement,
    NumberInputElement,
    PlainTextInputElement,
    StaticSelectElement,
)

from bot.drafts.levels import slot_text
from bot.names import PART, Field
from bot.views import parts
from bot.views.parts import option
from bot.views.sentences import levels as said
from core.columns import Cell
from core.custom import CustomField
from core.recording import TEXT_LIMIT

MOST: Final = 100
LABEL: Final = 100


def custom_field(each: CustomField, text: str, only_for: str) -> Block:
    """A slot's field with this text in it; `only_for` is the level or the line that it is of."""
    element = _element(f"{Field.CUSTOM}{PART}{each.slot}", each, slot_text(each, text))
    label = parts.cut(each.label, LABEL)
    place = f"{each.slot}{PART}{only_for}"
    return parts.field(Field.CUSTOM, label, element, optional=True, only_for=place)


def _element(action: str, each: CustomField, text: str) -> InputInteractiveElement:
    """An element that takes what the slot takes: a date, a number, a choice, or any text."""
    match each.cell:
        case Cell.DATE:
            return parts.date_picker_of(action, text)
        case Cell.MONEY | Cell.QUANTITY:
            return NumberInputElement(
                action_id=action, is_decimal_allowed=True, initial_value=text or None
            )
        case Cell.FLAG:
            return _menu(action, {"yes": said.YES, "no": said.NO}, text)
        case Cell.CODE if each.codes and len(each.codes) <= MOST:
            codes = {code: f"{code}: {meaning}" for code, meaning in each.codes.items()}
            return _menu(action, codes, text)
    return PlainTextInputElement(
        action_id=action, initial_value=text or None, max_length=TEXT_LIMIT
    )


def _menu(action: str, texts: Mapping[str, str], chosen: str) -> StaticSelectElement:
    options = {value: option(text, value) for value, text in texts.items()}
    return StaticSelectElement(
        action_id=action, options=list(options.values()), initial_option=options.get(chosen)
    )
