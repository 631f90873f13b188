"""Custom fields of a benefit level: slots that an organisation labels, typed and validated.

Source: the benefit level description, "These fields are available for any purpose that you want to
define": 12 dates, 12 amounts of money, 12 numbers, 11 flags, 3 lookups, 6 texts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from core.cells import read_cell
from core.columns import Cell, Column
from core.errors import BenefitError, TextTooLong, choices

_COUNTS: Final = {
    Cell.DATE: ("date", 12),
    Cell.MONEY: ("money", 12),
    Cell.QUANTITY: ("number", 12),
    Cell.FLAG: ("flag", 11),
    Cell.CODE: ("lookup", 3),
    Cell.TEXT: ("text", 6),
}
SLOTS: Final[dict[str, Cell]] = {
    f"{name}{number}": cell
    for cell, (name, count) in _COUNTS.items()
    for number in range(1, count + 1)
}
"""Every slot, and how its text is read."""

TEXT_LIMIT: Final = 255
LOOKUP_LIMIT: Final = 6
"""Characters, as in the benefit level description."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomField:
    """A labelled slot; a lookup slot has its `codes`, each with what it means."""

    slot: str
    label: str
    codes: Mapping[str, str] | None = None

    @property
    def cell(self) -> Cell:
        """How its text is read."""
        return SLOTS[self.slot]


class UnknownSlot(BenefitError):
    """A slot that doesn't exist, or that nobody labelled."""

    field = "custom"

    def __init__(self, slot: str, labelled: list[str]) -> None:
        known = f" There is {choices(labelled)}." if labelled else ""
        super().__init__(f"There is no custom field “{slot}”.{known}")


class NotInLookup(BenefitError):
    """A code that the slot's lookup doesn't have."""

    field = "custom"

    def __init__(self, label: str, code: str, codes: list[str]) -> None:
        super().__init__(f"{label}: “{code}” is not {choices(codes)}.")


def merged(
    now: Mapping[str, str], change: Mapping[str, str], fields: Mapping[str, CustomField]
) -> dict[str, str]:
    """The slots' texts after a change; a blank text empties a slot.

    Raises:
        UnknownSlot, NotInLookup, CellUnreadable, TextTooLong: a slot can't hold that.
    """
    texts = dict(now)
    for slot, text in change.items():
        if slot not in fields:
            raise UnknownSlot(slot, [field.label for field in fields.values()])
        texts.pop(slot, None)
        if text.strip():
            texts[slot] = _checked(fields[slot], text.strip())
    return texts


def _checked(field: CustomField, text: str) -> str:
    typed(field, text)
    if field.codes is not None and text not in field.codes:
        raise NotInLookup(field.label, text, list(field.codes))
    limit = LOOKUP_LIMIT if field.cell is Cell.CODE else TEXT_LIMIT
    if len(text) > limit:
        raise TextTooLong(field.label, len(text), limit)
    return text


def typed(field: CustomField, text: str) -> Any:
    """The value that a slot's text stands for."""
    return read_cell(Column(field.label, field.cell), text)
