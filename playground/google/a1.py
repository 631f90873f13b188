"""A1 notation: `Sheet1!A1:C`, `'Some title'!2:5`, `B7`, and back again."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playground.google.grid import Box

_BARE_TITLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_LOOKS_LIKE_A_CELL = re.compile(r"(?:[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*)\Z")
_CORNER = re.compile(r"\$?([A-Za-z]{1,3})?\$?([1-9][0-9]*)?\Z")
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Corner:
    """One end of a range: a column, a row or both, counted from zero."""

    column: int | None
    row: int | None


@dataclass(frozen=True, slots=True)
class Span:
    """The part of A1 notation after the sheet's title; ``None`` means unbounded."""

    start_row: int | None
    end_row: int | None
    start_column: int | None
    end_column: int | None
    is_one_cell: bool


def column_letters(column: int) -> str:
    """The letters of a column counted from zero: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The column, counted from zero, that letters name."""
    index = 0
    for letter in letters.upper():
        index = index * _LETTERS + ord(letter) - ord("A") + 1
    return index - 1


def cell_name(row: int, column: int) -> str:
    """The name of a cell counted from zero: (0, 0) is A1."""
    return f"{column_letters(column)}{row + 1}"


def box_name(box: Box) -> str:
    """The name of a rectangle: `A1:C3`, or `A1` for a single cell."""
    first = cell_name(box.top, box.left)
    last = cell_name(max(box.top, box.bottom - 1), max(box.left, box.right - 1))
    return first if first == last else f"{first}:{last}"


def quoted(title: str) -> str:
    """A sheet's title as it stands before the exclamation mark."""
    if _BARE_TITLE.match(title) and not _LOOKS_LIKE_A_CELL.match(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def split_title(text: str) -> tuple[str | None, str | None]:
    """Separate the sheet's title from the rest: (title or None, rest or None)."""
    if text.startswith("'"):
        end = _closing_quote(text)
        if end is not None and (end + 1 == len(text) or text[end + 1] == "!"):
            title = text[1:end].replace("''", "'")
            return title, text[end + 2 :] if end + 1 < len(text) else None
    title, mark, rest = text.rpartition("!")
    return (title, rest) if mark else (None, text)


def _closing_quote(text: str) -> int | None:
    position = 1
    while position < len(text):
        if text[position] == "'":
            if text[position + 1 : position + 2] != "'":
                return position
            position += 1
        position += 1
    return None


def read_span(text: str) -> Span | None:
    """Read `A1`, `A1:C3`, `A:C`, `2:5`, `A5:A`; ``None`` when it is nothing of the kind."""
    first_text, colon, last_text = text.partition(":")
    first = _read_corner(first_text)
    last = _read_corner(last_text) if colon else first
    if first is None or last is None:
        return None
    if not colon and (first.row is None or first.column is None):
        return None
    start_row, end_row = _ordered(first.row, last.row)
    start_column, end_column = _ordered(first.column, last.column)
    return Span(start_row, end_row, start_column, end_column, is_one_cell=not colon)


def _read_corner(text: str) -> Corner | None:
    match = _CORNER.match(text.strip())
    if match is None or not (match[1] or match[2]):
        return None
    column = column_index(match[1]) if match[1] else None
    return Corner(column, int(match[2]) - 1 if match[2] else None)


def _ordered(first: int | None, last: int | None) -> tuple[int | None, int | None]:
    """Start and left-out end of two ends; an end that one side lacks is unbounded."""
    if first is None and last is None:
        return None, None
    if first is None or last is None:
        return (last if first is None else first), None
    return min(first, last), max(first, last) + 1
