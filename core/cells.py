"""Reading one cell of a file: text in, a typed value out, or a sentence that says what is wrong."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from core.columns import Cell, Column
from core.errors import BenefitError
from core.quantity import (
    LARGEST,
    LARGEST_VALUE,
    UNLIMITED,
    Number,
    decimal_of,
    meant_by,
    money,
    plain,
)

CODE_LIMIT: Final = 20
LOOKUP_CODE_LIMIT: Final = 6
"""Characters in a code of a lookup table, as in the benefit level description."""


class CellUnreadable(BenefitError):
    """A cell doesn't hold what its column is for."""

    def __init__(self, column: str, why: str) -> None:
        super().__init__(f"{column}: {why}")
        self.column = column


MOST_MONTHS: Final = 1199
"""A membership's term is less than a century."""
REPEATED: Final = 10_000
"""How many texts are kept with what they were read as: a file repeats its days and quantities."""


def read_cell(column: Column, text: str) -> Any:
    """The typed value of a cell that isn't blank.

    Raises:
        CellUnreadable: the text isn't a date, a number, a flag or a code, as the column wants.
    """
    try:
        return reader_of(column)(text.strip())
    except ValueError as wrong:
        raise CellUnreadable(column.name, str(wrong)) from None


def reader_of(column: Column) -> Callable[[str], Any]:
    """What reads a column's cells, without spaces around them; ValueError says what is wrong."""
    return _READERS[column.cell]


def _code(text: str, limit: int = CODE_LIMIT) -> str:
    if len(text) > limit or any(mark.isspace() or mark in "#;=" for mark in text):
        raise ValueError(
            f"“{text}” is no code: at most {limit} characters, without spaces and “#;=”."
        )
    return text


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _flag(text: str) -> bool:
    if text.casefold() not in {"yes", "no"}:
        raise ValueError(f"“{text}” is neither yes nor no.")
    return text.casefold() == "yes"


@lru_cache(maxsize=REPEATED)
def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}” is no date; write it as 2026-11-03.") from None


def _whole(text: str) -> int:
    if not text.isdecimal():
        raise ValueError(f"“{text}” is no whole number above 0.")
    if not 0 < int(text) <= MOST_MONTHS:
        raise ValueError(f"{text} is not between 1 and {MOST_MONTHS}.")
    return int(text)


@lru_cache(maxsize=REPEATED)
def _quantity(text: str) -> Decimal:
    value = decimal_of(text)
    if value is None:
        meant = meant_by(text)
        hint = "" if meant is None else f"; write it as {plain(meant)}"
        raise ValueError(f"“{text}” is no number{hint}.")
    _check_range(text, value, LARGEST)
    return value


def _check_range(text: str, value: Decimal, largest: Decimal) -> None:
    if value < 0:
        raise ValueError(f"{text} is less than 0.")
    if value > largest:
        raise ValueError(f"{text} is more than {plain(largest)}.")


def _number(text: str) -> Number:
    return UNLIMITED if text.casefold() == str(UNLIMITED) else _quantity(text)


def _money(text: str) -> Decimal:
    value = decimal_of(text)
    if value is None:
        meant = meant_by(text)
        example = "12.50" if meant is None else money(meant)
        raise ValueError(f"“{text}” is no amount; write it as {example}.")
    _check_range(text, value, LARGEST_VALUE)
    if value != round(value, 4):
        raise ValueError(f"{text} has more than four decimal places.")
    return value


def _numbers(text: str) -> dict[str, Decimal]:
    numbers = {}
    for part in _list(text):
        code, equals, number = part.partition("=")
        if not equals:
            raise ValueError(f"“{part}” is not of the form MB002=2.")
        numbers[code.strip()] = _quantity(number.strip())
    return numbers


_READERS: Final[dict[Cell, Callable[[str], Any]]] = {
    Cell.TEXT: str,
    Cell.CODE: _code,
    Cell.LOOKUP_CODE: lambda text: _code(text, LOOKUP_CODE_LIMIT),
    Cell.CODES: lambda text: frozenset(_list(text)),
    Cell.LIST: _list,
    Cell.FLAG: _flag,
    Cell.DATE: _date,
    Cell.WHOLE: _whole,
    Cell.QUANTITY: _quantity,
    Cell.NUMBER: _number,
    Cell.MONEY: _money,
    Cell.NUMBERS: _numbers,
}
