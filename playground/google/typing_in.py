"""Puts what is typed, pasted or sent into cells."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from playground.google.cells import (
    MOST_CHARACTERS,
    NO_DETAILS,
    CellDetails,
    CellFormat,
    NumberFormat,
    Scalar,
    tidy_number,
)
from playground.google.entering import Entered, enter
from playground.google.errors import InvalidArgument
from playground.google.rows import Row
from playground.google.sheet import Sheet

_KINDS_THAT_STAY = {"NUMBER": {"CURRENCY", "PERCENT", "SCIENTIFIC", "NUMBER"}}


def read_typed(text: str, detail: CellDetails) -> Entered:
    """Read typed text for a cell; one with the text format (`@`) keeps it as it is."""
    own = detail.format.number_format if detail.format is not None else None
    if own is not None and own.type == "TEXT" and not text.startswith("="):
        return Entered(text or None)
    return enter(text)


def put_entered(sheet: Sheet, row: int, column: int, entered: Entered) -> None:
    """Put what was typed into a cell, with the number format that it brings along."""
    if entered.formula is not None:
        _check_length(entered.formula)
        sheet.put_formula(row, column, entered.formula)
        return
    put_raw(sheet, row, column, entered.value)
    if entered.number_format is not None:
        _bring_format(sheet.writable(row), column, entered.number_format)


def put_raw(sheet: Sheet, row: int, column: int, value: Scalar | None) -> None:
    """Put a value into a cell just as it is.

    Raises:
        InvalidArgument: a text of more than 50,000 characters.
    """
    sheet.put(row, column, checked(value))


def checked(value: Scalar | None) -> Scalar | None:
    """A value as a cell keeps it.

    Raises:
        InvalidArgument: a text of more than 50,000 characters.
    """
    if isinstance(value, str):
        _check_length(value)
    elif isinstance(value, float):
        return tidy_number(value)
    return value


def _check_length(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise InvalidArgument(
            f"Your input contains more than the maximum of {MOST_CHARACTERS} characters in a "
            "single cell."
        )


def _bring_format(row: Row, column: int, brought: NumberFormat) -> None:
    """A cell takes the format of what is typed, unless it has one of the same kind already."""
    detail = row.detail(column)
    if detail is NO_DETAILS:
        row.put_detail(column, _only(brought))
        return
    own = detail.format.number_format if detail.format is not None else None
    if own is not None and _stays(own.type, brought.type):
        return
    dressed = (detail.format or CellFormat({})).with_number_format(brought)
    row.put_detail(column, replace(detail, format=dressed))


@lru_cache(maxsize=256)
def _only(number_format: NumberFormat) -> CellDetails:
    return CellDetails(format=CellFormat({}).with_number_format(number_format))


def _stays(own: str, brought: str) -> bool:
    if own == brought:
        return True
    if brought == "NUMBER":
        return own in _KINDS_THAT_STAY["NUMBER"]
    return {own, brought} <= {"DATE", "DATE_TIME"}
