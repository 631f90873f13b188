"""How values turn into numbers, texts and truths inside a formula, and how they compare."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from playground.google.cells import CellError, Value, is_number, tidy_number
from playground.google.entering import enter
from playground.google.number_formats import plain


class FormulaFailed(Exception):
    """A part of the formula came to an error, which the whole then shows."""

    def __init__(self, kind: str, message: str = "") -> None:
        super().__init__(message)
        self.error = CellError(kind, message)


@dataclass(slots=True)
class Area:
    """A rectangle of values; ``top`` and ``left`` tell where on its sheet it begins."""

    rows: list[list[Value]]
    height: int
    width: int
    sheet_id: int | None = None
    top: int = 0
    left: int = 0

    def values(self) -> Iterator[Value]:
        """Every value that was written, row by row; blanks at the edges may be left out."""
        for row in self.rows:
            yield from row

    def at(self, row: int, column: int) -> Value:
        """One value, counted from the area's corner."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return None
        return self.rows[row][column]

    def line(self) -> list[Value]:
        """The values of a single row or column (or of all rows, one after the other)."""
        return [self.at(r, c) for r in range(self.height) for c in range(self.width)]


Operand = Value | Area


def single(operand: Operand) -> Value:
    """The one value of an operand.

    Raises:
        FormulaFailed: it is an error, or an area of several cells.
    """
    if isinstance(operand, Area):
        if operand.height * operand.width != 1:
            raise FormulaFailed("VALUE", "One cell was expected here, not a range.")
        operand = operand.at(0, 0)
    if isinstance(operand, CellError):
        raise FormulaFailed(operand.kind, operand.message)
    return operand


def number_of(operand: Operand) -> float:
    """The number that an operand stands for: blank is 0, TRUE is 1, "12%" is 0.12."""
    value = single(operand)
    if value is None:
        return 0
    if isinstance(value, int | float):
        return value + 0
    assert isinstance(value, str)
    read = enter(value).value if value.strip() else None
    if not is_number(read):
        raise FormulaFailed("VALUE", f"“{value}” is a text and can't be read as a number.")
    assert isinstance(read, int | float)
    return read


def whole_of(operand: Operand) -> int:
    """The whole number that an operand stands for; the part after the point is dropped."""
    return math.trunc(number_of(operand))


def text_of(operand: Operand) -> str:
    """The text that an operand stands for."""
    value = single(operand)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    assert not isinstance(value, CellError)
    return plain(value)


def truth_of(operand: Operand) -> bool:
    """Whether an operand holds: a number other than 0, TRUE, or the word."""
    value = single(operand)
    if isinstance(value, str):
        if value.upper() in {"TRUE", "FALSE"}:
            return value.upper() == "TRUE"
        raise FormulaFailed("VALUE", f"“{value}” is neither TRUE nor FALSE.")
    return bool(value)


def finite(number: float) -> Value:
    """A number as a value.

    Raises:
        FormulaFailed: it is infinite or no number.
    """
    if isinstance(number, complex) or not math.isfinite(number):
        raise FormulaFailed("NUM", "The result is too big, or isn't a number.")
    return tidy_number(number)


def compare(left: Value, right: Value) -> int:
    """-1, 0 or 1: numbers before texts before truths; letters' case doesn't count."""
    left, right = _filled(left, right), _filled(right, left)
    ranks = _rank(left), _rank(right)
    if ranks[0] != ranks[1]:
        return -1 if ranks[0] < ranks[1] else 1
    if isinstance(left, str) and isinstance(right, str):
        left, right = left.casefold(), right.casefold()
        return (left > right) - (left < right)
    assert isinstance(left, int | float)
    assert isinstance(right, int | float)
    return (left > right) - (left < right)


def _filled(value: Value, other: Value) -> Value:
    if value is not None:
        return value
    if isinstance(other, str):
        return ""
    return False if isinstance(other, bool) else 0


def _rank(value: Value) -> int:
    if isinstance(value, bool):
        return 2
    return 1 if isinstance(value, str) else 0
