"""Between what cells hold and typed values: dates are serial numbers, flags are yes and no."""

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final
from unicodedata import category

from core.cells import CellUnreadable, read_cell
from core.columns import Cell as CellKind
from core.columns import Column
from core.errors import day
from core.quantity import Unlimited
from sheets_sync.errors import DateInWords, LooksOtherwise, RowNotReadable
from sheets_sync.quoting import MOST_IN_A_CELL, cut
from sheets_sync.sheet import Content

FIRST_DAY: Final = date(1899, 12, 30)
"""The day whose serial number is 0."""
DAYS: Final = (36_526, 54_789)
"""Serial numbers of the days from 2000 to 2049."""
CODES_TOO: Final = frozenset({"contact", "holder", "benefit_type", "transaction"})
"""Columns of texts in which a large number may well be a code."""
LAST_SERIAL: Final = (date.max - FIRST_DAY).days
IN_WORDS: Final = re.compile(r"[^\W\d]+( [^\W\d]+)*|\d+ [^\W\d]+ ago")
"""Yesterday, last Friday, 3 days ago."""
EXACT_PLACES: Final = 9
"""Decimal places beyond which a spreadsheet's binary fractions are noise."""


@lru_cache(maxsize=1 << 16, typed=True)
def content_of(value: Any) -> Content:
    """What a cell holds for a value: text, a flag, a date, a decimal, unlimited, or nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return tidy(str(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Unlimited):
        return str(value)
    if isinstance(value, date):
        return (value - FIRST_DAY).days
    return int(value) if value == int(value) else float(value)


def tidy(text: str) -> str | None:
    """The text as a spreadsheet keeps it: plain line ends, no control characters, not too long."""
    text = cut(text, MOST_IN_A_CELL)
    if text.isprintable():
        return text or None
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(mark for mark in plain if mark in "\n\t" or category(mark) != "Cc") or None


def text_of(kind: CellKind, content: Content) -> str:
    """What stands in a cell, as the text that a file would have for it."""
    if content is None:
        return ""
    if isinstance(content, str):
        if kind is CellKind.FLAG:
            return {"TRUE": "yes", "FALSE": "no"}.get(content, content)
        return content
    if kind is CellKind.DATE and 0 < content <= LAST_SERIAL:
        return (FIRST_DAY + timedelta(days=int(content))).isoformat()
    number = format(Decimal(repr(round(content, EXACT_PLACES))), "f")
    return number.rstrip("0").rstrip(".") if "." in number else number


def value_of(column: Column, content: Content) -> Any:
    """The typed value in a cell; None where it is blank.

    Raises:
        RowNotReadable: it isn't what the column is for; the sentence names the column.
    """
    text = text_of(column.cell, content).strip()
    if not text:
        return None
    if (look := _other_look(column, content)) is not None:
        raise LooksOtherwise(column.words, text, look)
    try:
        return read_cell(column, text)
    except CellUnreadable as wrong:
        if column.cell is CellKind.DATE and IN_WORDS.fullmatch(text):
            raise DateInWords(column.words, text) from None
        why = str(wrong).removeprefix(f"{column.name}: ")
        raise RowNotReadable(f"{column.words}: {why}") from None


def _other_look(column: Column, content: Content) -> str | None:
    """What a cell of a text column may show for a number; None where that is the number itself.

    Typed there, a day or a percentage is a text. As a number it was pasted together with its format
    or a formula came to it, and which format that is isn't read. What may well be a code or a name
    of a transaction isn't doubted.
    """
    if column.cell is not CellKind.TEXT or isinstance(content, str) or content is None:
        return None
    if 0 < content < 1 or (content == 1 and column.name == "discount"):
        return f"{text_of(CellKind.NUMBER, content * 100)}%"
    if column.name not in CODES_TOO and DAYS[0] <= content < DAYS[1]:
        return day(FIRST_DAY + timedelta(days=int(content)))
    return None


def same(column: Column, one: Content, other: Content) -> bool:
    """Whether two contents of a column mean the same."""
    if one == other:
        return True
    try:
        return bool(value_of(column, one) == value_of(column, other))
    except RowNotReadable:
        return False


def shown(column: Column, content: Content) -> str:
    """A cell's content in a sentence, at a readable length."""
    if content is None:
        return "blank"
    if column.cell is CellKind.TEXT and isinstance(content, str):
        return f"“{cut(content)}”"
    return cut(text_of(column.cell, content))
