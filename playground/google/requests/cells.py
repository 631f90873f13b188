"""Requests that write cells: values, formats, notes, rules for what may be typed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from playground.google.canonical import canonical, with_colour_twins
from playground.google.cells import CellDetails, CellFormat, Json
from playground.google.errors import InvalidArgument
from playground.google.formulas.moving import copied_formula
from playground.google.grid import Box
from playground.google.requests.batch import Batch, Change, fields_of, updated
from playground.google.sheet import Sheet
from playground.google.typing_in import put_raw

_READ_ONLY = ("effectiveValue", "effectiveFormat", "formattedValue", "hyperlink")
_KEPT = ("textFormatRuns", "chipRuns", "pivotTable", "dataSourceTable", "dataSourceFormula")
_ALL = ("userEnteredValue", "userEnteredFormat", "note", "dataValidation", *_KEPT)


class CellWriter:
    """Writes the listed fields of CellData objects into cells."""

    def __init__(self, body: Json) -> None:
        listed = fields_of(body, "CellData")
        paths = list(_ALL) if listed == ["*"] else listed
        self._value = any(path.split(".")[0] == "userEnteredValue" for path in paths)
        self._paths = [
            path for path in paths if path.split(".")[0] not in ("userEnteredValue", *_READ_ONLY)
        ]

    def write(self, sheet: Sheet, row: int, column: int, cell: Json) -> None:
        """Write one cell."""
        if self._paths:
            detail = sheet.detail(row, column)
            new = self._changed(detail, cell)
            if new is not detail:
                sheet.put_detail(row, column, new)
        if self._value:
            put_extended(sheet, row, column, cell.get("userEnteredValue", {}))

    def repeat(self, sheet: Sheet, box: Box, cell: Json) -> None:
        """Write the same into every cell of a rectangle; formulas move along."""
        if self._paths:
            sheet.change_details(box, lambda detail: self._changed(detail, cell))
        if not self._value:
            return
        value = cell.get("userEnteredValue", {})
        for row in box.rows:
            for column in box.columns:
                moved = _moved(value, row - box.top, column - box.left)
                put_extended(sheet, row, column, moved)

    def _changed(self, detail: CellDetails, cell: Json) -> CellDetails:
        for path in self._paths:
            name, _, rest = path.partition(".")
            if name == "userEnteredFormat":
                detail = replace(detail, format=_format(detail.format, cell, rest))
            elif name == "note":
                detail = replace(detail, note=cell.get("note", ""))
            elif name == "dataValidation":
                detail = replace(detail, validation=_rule(cell.get("dataValidation")))
            elif name in _KEPT:
                detail = replace(detail, kept=updated(detail.kept, cell, [name]))
        return detail


def _format(old: CellFormat | None, cell: Json, path: str) -> CellFormat | None:
    given = cell.get("userEnteredFormat", {})
    known = old.json if old is not None else {}
    result = canonical(updated(known, given, [path]) if path else given)
    return CellFormat(result) if result else None


def _rule(given: Json | None) -> Json | None:
    found: Json | None = canonical(given) if given else None
    return found


def put_extended(sheet: Sheet, row: int, column: int, given: Json) -> None:
    """Put an ExtendedValue into a cell; an empty one empties it.

    Raises:
        InvalidArgument: an error value, which can't be entered.
    """
    if "formulaValue" in given:
        formula = given["formulaValue"]
        if not formula.startswith("="):
            raise InvalidArgument("A formula has to start with an equals sign.")
        sheet.put_formula(row, column, formula)
    elif "errorValue" in given:
        raise InvalidArgument("error_value can't be entered by the user.")
    else:
        put_raw(sheet, row, column, next(iter(given.values()), None))


def repeat_cell(batch: Batch, body: Json) -> None:
    """Write the same into every cell of a range."""
    sheet, box = batch.open_place(body.get("range"))
    CellWriter(body).repeat(sheet, box, body.get("cell", {}))


def _moved(value: Json, rows: int, columns: int) -> Json:
    formula = value.get("formulaValue")
    return {"formulaValue": copied_formula(formula, rows, columns)} if formula else value


def update_cells(batch: Batch, body: Json) -> None:
    """Write rows of cells from a corner on, or into a range (whose other cells are emptied)."""
    rows = [row.get("values", []) for row in body.get("rows", [])]
    writer = CellWriter(body)
    if "range" in body:
        sheet, box = batch.open_place(body["range"])
    else:
        sheet, box = _from_corner(batch, body.get("start", {}), rows)
        batch.must_be_open(sheet, box)
    if len(rows) > box.height:
        raise _too_far("row", box.bottom, box.bottom - 1)
    for cells in rows:
        if len(cells) > box.width:
            raise _too_far("column", box.right, box.right - 1)
    for index, row in enumerate(box.rows):
        cells = rows[index] if index < len(rows) else []
        reach = box.width if "range" in body else len(cells)
        for position in range(reach):
            cell = cells[position] if position < len(cells) else {}
            writer.write(sheet, row, box.left + position, cell)


def _from_corner(batch: Batch, start: Json, rows: list[list[Any]]) -> tuple[Sheet, Box]:
    sheet = batch.sheet(start.get("sheetId"), word="grid")
    top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
    width = max((len(cells) for cells in rows), default=0)
    box = Box(top, top + len(rows), left, left + width)
    if box.bottom > sheet.row_count:
        raise _too_far("row", sheet.row_count, sheet.row_count - 1)
    if box.right > sheet.column_count:
        raise _too_far("column", sheet.column_count, sheet.column_count - 1)
    return sheet, box


def _too_far(word: str, tried: int, last: int) -> InvalidArgument:
    return InvalidArgument(
        f"Attempting to write {word}: {tried}, beyond the last requested {word} of: {last}"
    )


def append_cells(batch: Batch, body: Json) -> None:
    """Write rows of cells below the last row in use; the grid grows downwards."""
    if "tableId" in body:
        sheet, tables, position = batch.find("tables", "tableId", body["tableId"], "table")
        where = tables[position]["range"]
        top, left = where["endRowIndex"], where["startColumnIndex"]
        where["endRowIndex"] += len(body.get("rows", []))
    else:
        sheet = batch.sheet(body.get("sheetId"))
        top, left = sheet.used().bottom, 0
    writer = CellWriter(body)
    rows = [row.get("values", []) for row in body.get("rows", [])]
    if max((len(cells) for cells in rows), default=0) + left > sheet.column_count:
        raise _too_far("column", sheet.column_count, sheet.column_count - 1)
    box = Box(top, top + len(rows), left, sheet.column_count)
    sheet.facts.row_count = max(sheet.row_count, box.bottom)
    batch.workbook.check_size()
    batch.must_be_open(sheet, box)
    for index, cells in enumerate(rows, start=top):
        for column, cell in enumerate(cells, start=left):
            writer.write(sheet, index, column, cell)


def set_data_validation(batch: Batch, body: Json) -> None:
    """Set what may be typed into a range, or (without a rule) let anything in again."""
    sheet, box = batch.open_place(body.get("range"))
    rule = _rule(body.get("rule"))
    if rule is not None and "type" not in rule.get("condition", {}):
        raise InvalidArgument("rule.condition.type is required.")
    sheet.change_details(box, lambda detail: replace(detail, validation=rule))


def update_borders(batch: Batch, body: Json) -> None:
    """Draw lines around and inside a range."""
    sheet, box = batch.open_place(body.get("range"))
    sides = {name: canonical(body[name]) for name in _SIDES if name in body}
    for row in box.rows:
        for column in box.columns:
            lines = {side: sides[name] for side, name in _lines(box, row, column, sides)}
            if lines:
                _draw(sheet, row, column, lines)


_SIDES = ("top", "bottom", "left", "right", "innerHorizontal", "innerVertical")


def _lines(box: Box, row: int, column: int, sides: Json) -> list[tuple[str, str]]:
    wanted = [
        ("top", "top" if row == box.top else "innerHorizontal"),
        ("bottom", "bottom" if row == box.bottom - 1 else "innerHorizontal"),
        ("left", "left" if column == box.left else "innerVertical"),
        ("right", "right" if column == box.right - 1 else "innerVertical"),
    ]
    return [(side, name) for side, name in wanted if name in sides]


def _draw(sheet: Sheet, row: int, column: int, lines: Json) -> None:
    detail = sheet.detail(row, column)
    known = detail.format.json if detail.format is not None else {}
    borders = {**known.get("borders", {}), **{s: with_colour_twins(x) for s, x in lines.items()}}
    borders = {side: line for side, line in borders.items() if line.get("style") != "NONE"}
    result = {**known, "borders": borders} if borders else {**known}
    if not borders:
        result.pop("borders", None)
    sheet.put_detail(row, column, replace(detail, format=CellFormat(result) if result else None))


CHANGES: dict[str, Change] = {
    "repeatCell": repeat_cell,
    "updateCells": update_cells,
    "appendCells": append_cells,
    "setDataValidation": set_data_validation,
    "updateBorders": update_borders,
}
