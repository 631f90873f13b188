"""What a range's text means in a spreadsheet: which sheet, which rectangle."""

from __future__ import annotations

from dataclasses import dataclass

from playground.google.a1 import Span, box_name, quoted, read_span, split_title
from playground.google.errors import InvalidArgument
from playground.google.grid import Box, GridRange
from playground.google.sheet import Sheet
from playground.google.workbook import Workbook


@dataclass(frozen=True, slots=True)
class Target:
    """A rectangle on a sheet, inside the grid.

    ``is_one_cell`` tells that the text named a single cell, which writing may go beyond; ``asked``
    is the rectangle before it was clamped to the grid.
    """

    sheet: Sheet
    box: Box
    asked: Box
    is_one_cell: bool = False

    @property
    def name(self) -> str:
        """The range as answers give it: `Sheet1!A1:C1000`."""
        return name_of(self.sheet, self.box)


def name_of(sheet: Sheet, box: Box) -> str:
    """A rectangle of a sheet in A1 notation."""
    return f"{quoted(sheet.title)}!{box_name(box)}"


def find_range(workbook: Workbook, text: str) -> Target:
    """The rectangle that a text in A1 notation, a sheet's title or a named range stands for.

    Raises:
        InvalidArgument: it stands for nothing, or starts outside the grid.
    """
    title, rest = split_title(text)
    if title is not None:
        sheet = workbook.find_sheet(title)
        if sheet is None:
            raise _unreadable(text)
        return _whole(sheet) if rest is None else _part(workbook, sheet, rest, text)
    span = read_span(text)
    if span is not None and workbook.sheets:
        return _target(workbook.sheets[0], span)
    named = _named(workbook, text)
    if named is not None:
        return named
    sheet = workbook.find_sheet(text)
    if sheet is None:
        raise _unreadable(text)
    return _whole(sheet)


def target_of(sheet: Sheet, where: GridRange) -> Target:
    """The rectangle of a GridRange, which has to start inside the grid.

    Raises:
        InvalidArgument: it starts outside.
    """
    far = 1 << 40
    asked = where.on(far, far)
    one = asked.height == 1 and asked.width == 1
    return _clamped(sheet, where, is_one_cell=one)


def _part(workbook: Workbook, sheet: Sheet, rest: str, text: str) -> Target:
    span = read_span(rest)
    if span is not None:
        return _target(sheet, span)
    named = _named(workbook, rest)
    if named is None or named.sheet is not sheet:
        raise _unreadable(text)
    return named


def _whole(sheet: Sheet) -> Target:
    return Target(sheet, sheet.whole(), sheet.whole())


def _target(sheet: Sheet, span: Span) -> Target:
    where = GridRange(sheet.id, span.start_row, span.end_row, span.start_column, span.end_column)
    return _clamped(sheet, where, is_one_cell=span.is_one_cell)


def _clamped(sheet: Sheet, where: GridRange, *, is_one_cell: bool) -> Target:
    asked = Box(
        where.start_row or 0,
        sheet.row_count if where.end_row is None else where.end_row,
        where.start_column or 0,
        sheet.column_count if where.end_column is None else where.end_column,
    )
    if asked.top >= sheet.row_count or asked.left >= sheet.column_count:
        raise beyond_grid(sheet, asked)
    return Target(sheet, sheet.box(where), asked, is_one_cell)


def beyond_grid(sheet: Sheet, box: Box) -> InvalidArgument:
    """The refusal of a rectangle outside the grid."""
    return InvalidArgument(
        f"Range ({name_of(sheet, box)}) exceeds grid limits. Max rows: {sheet.row_count}, "
        f"max columns: {sheet.column_count}"
    )


def _named(workbook: Workbook, name: str) -> Target | None:
    for entry in workbook.facts.named_ranges:
        if entry["name"].casefold() == name.casefold():
            where = GridRange.of_json(entry.get("range", {}))
            sheet = workbook.find_sheet(where.sheet_id)
            return target_of(sheet, where) if sheet is not None else None
    return None


def _unreadable(text: str) -> InvalidArgument:
    return InvalidArgument(f"Unable to parse range: {text}")
