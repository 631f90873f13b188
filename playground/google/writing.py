"""Writes values for the API, and tells what was written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playground.google.a1 import column_letters
from playground.google.cells import Json
from playground.google.errors import InvalidArgument
from playground.google.grid import Box
from playground.google.protection import must_be_open
from playground.google.ranges import Target, beyond_grid, name_of
from playground.google.sheet import Sheet
from playground.google.typing_in import checked, put_entered, read_typed
from playground.google.workbook import Workbook


@dataclass(slots=True)
class Written:
    """Which cells of a sheet were written, and the rectangle around them."""

    sheet: Sheet
    box: Box
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    cells: int = 0

    def to_json(self, spreadsheet_id: str) -> Json:
        """The API's UpdateValuesResponse."""
        counts = {
            "updatedRows": len(self.rows),
            "updatedColumns": len(self.columns),
            "updatedCells": self.cells,
        }
        return {
            "spreadsheetId": spreadsheet_id,
            "updatedRange": name_of(self.sheet, self.box),
            **{name: count for name, count in counts.items() if count},
        }


def rows_of(given: Json) -> list[list[Any]]:
    """The values of a ValueRange as rows, whichever way they came.

    Raises:
        InvalidArgument: a value is a list or an object.
    """
    lines: list[list[Any]] = given.get("values", [])
    for number, line in enumerate(lines):
        for position, value in enumerate(line):
            if isinstance(value, list | dict):
                kind = "list_value" if isinstance(value, list) else "struct_value"
                raise InvalidArgument(f"Invalid values[{number}][{position}]: {kind} {{\n}}\n")
    if given.get("majorDimension") != "COLUMNS":
        return lines
    height = max((len(line) for line in lines), default=0)
    return [[line[n] if n < len(line) else None for line in lines] for n in range(height)]


def write(
    workbook: Workbook, target: Target, rows: list[list[Any]], *, as_typed: bool, by: str
) -> Written:
    """Write rows with their corner at the target's; ``None`` leaves a cell as it is.

    A single cell names only the corner: the grid grows when the rows go beyond it. A range of
    several cells is a border that they may not cross.

    Raises:
        InvalidArgument: the rows cross the border, a text is too long, a cell is protected.
    """
    sheet, box = target.sheet, target.box
    width = max((len(row) for row in rows), default=0)
    area = Box(box.top, box.top + max(len(rows), 1), box.left, box.left + max(width, 1))
    if not target.is_one_cell:
        _must_stay_inside(target, rows)
    must_be_open(workbook, sheet, area, by)
    grow(workbook, sheet, area)
    return _put(sheet, area, rows, as_typed=as_typed)


def _must_stay_inside(target: Target, rows: list[list[Any]]) -> None:
    asked, sheet = target.asked, target.sheet
    if asked.bottom > sheet.row_count or asked.right > sheet.column_count:
        raise beyond_grid(sheet, asked)
    within = f"Requested writing within range [{target.name}], but tried writing to"
    if len(rows) > asked.height:
        raise InvalidArgument(f"{within} row [{asked.bottom + 1}]")
    for row in rows:
        if len(row) > asked.width:
            raise InvalidArgument(f"{within} column [{column_letters(asked.right)}]")


def grow(workbook: Workbook, sheet: Sheet, area: Box) -> None:
    """Make the grid big enough to hold a rectangle."""
    sheet.facts.row_count = max(sheet.row_count, area.bottom)
    sheet.facts.column_count = max(sheet.column_count, area.right)
    workbook.check_size()


def _put(sheet: Sheet, area: Box, rows: list[list[Any]], *, as_typed: bool) -> Written:
    written = Written(sheet, area)
    for index, row in enumerate(rows, start=area.top):
        given = [place for place, value in enumerate(row, start=area.left) if value is not None]
        if not given:
            continue
        written.rows.add(index)
        written.columns.update(given)
        written.cells += len(given)
        target = sheet.writable(index)
        for column in given:
            value = row[column - area.left]
            if as_typed and isinstance(value, str):
                put_entered(sheet, index, column, read_typed(value, target.detail(column)))
            else:
                target.set(column, checked(value))
    return written


def clear(workbook: Workbook, target: Target, *, by: str) -> None:
    """Take the values out of a rectangle; formats, notes and rules stay.

    Raises:
        InvalidArgument: a cell is protected.
    """
    box, sheet = target.box, target.sheet
    must_be_open(workbook, sheet, box, by)
    for index in range(box.top, min(box.bottom, len(sheet.rows))):
        row = sheet.rows[index]
        if row is not None and (row.values or row.details):
            for column in range(
                box.left, min(box.right, max(len(row.values), _reach(row.details)))
            ):
                sheet.put(index, column, None)
    workbook.touch(sheet)


def _reach(details: dict[int, Any]) -> int:
    return max(details, default=-1) + 1
