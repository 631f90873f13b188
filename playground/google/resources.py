"""The API's Spreadsheet object, and the parts of it, as Google answers them."""

from __future__ import annotations

from playground.google.canonical import DEFAULT_FORMAT, theme
from playground.google.cells import CellDetails, CellError, Json, Value
from playground.google.formulas.evaluating import Calculator
from playground.google.formulas.formats import format_of_formula
from playground.google.grid import Box
from playground.google.masks import EVERYTHING, Mask, below, let_through, wants
from playground.google.protection import is_editor_of
from playground.google.rows import Row
from playground.google.sheet import Sheet
from playground.google.showing import text_shown
from playground.google.workbook import Workbook

_DEFAULT_SIZES = {"ROWS": 21, "COLUMNS": 100}
_LISTS = {
    "merges": "merges",
    "conditionalFormats": "conditional_formats",
    "filterViews": "filter_views",
    "bandedRanges": "banded_ranges",
    "charts": "charts",
    "tables": "tables",
    "slicers": "slicers",
    "rowGroups": "row_groups",
    "columnGroups": "column_groups",
    "developerMetadata": "developer_metadata",
    "commentAnchors": "comment_anchors",
}


def spreadsheet_json(
    workbook: Workbook,
    caller: str,
    *,
    mask: Mask = EVERYTHING,
    boxes: dict[int, list[Box]] | None = None,
    with_cells: bool = False,
) -> Json:
    """The Spreadsheet object, as far as a mask lets through.

    ``boxes`` restricts it to some sheets and, for cells, to rectangles of them.
    """
    result: Json = {
        "spreadsheetId": workbook.id,
        "properties": _spreadsheet_properties(workbook),
        "sheets": [
            _sheet_json(
                workbook, sheet, caller, below(mask, "sheets"),
                (boxes or {}).get(sheet.id, [sheet.whole()]), with_cells=with_cells,
            )
            for sheet in workbook.sheets
            if wants(mask, "sheets") and (boxes is None or sheet.id in boxes)
        ],
        "namedRanges": workbook.facts.named_ranges,
        "comments": workbook.facts.comments,
        "developerMetadata": workbook.facts.developer_metadata,
        "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{workbook.id}/edit",
    }  # fmt: skip
    filled = {name: value for name, value in result.items() if value != []}
    shown: Json = let_through(mask, filled)
    return shown


def _spreadsheet_properties(workbook: Workbook) -> Json:
    return {
        "title": workbook.title,
        "locale": "en_US",
        "autoRecalc": "ON_CHANGE",
        "timeZone": "Etc/GMT",
        "defaultFormat": DEFAULT_FORMAT,
        "spreadsheetTheme": theme(),
        **workbook.facts.properties,
    }


def sheet_properties(workbook: Workbook, sheet: Sheet) -> Json:
    """The SheetProperties object of a sheet."""
    return {
        "sheetId": sheet.id,
        "title": sheet.title,
        "index": workbook.sheets.index(sheet),
        "sheetType": "GRID",
        "gridProperties": {
            "rowCount": sheet.row_count,
            "columnCount": sheet.column_count,
            **sheet.facts.grid_properties,
        },
        **sheet.facts.properties,
    }


def _sheet_json(
    workbook: Workbook, sheet: Sheet, caller: str, mask: Mask, boxes: list[Box], *, with_cells: bool
) -> Json:
    result: Json = {"properties": sheet_properties(workbook, sheet)}
    if with_cells and wants(mask, "data"):
        calculator = Calculator(workbook.sheets, workbook.facts.named_ranges)
        inner = below(mask, "data")
        result["data"] = [grid_data(sheet, box, calculator, inner) for box in boxes]
    for name, attribute in _LISTS.items():
        found = getattr(sheet.facts, attribute)
        if found:
            result[name] = found
    if sheet.facts.basic_filter is not None:
        result["basicFilter"] = sheet.facts.basic_filter
    if sheet.facts.protected_ranges:
        result["protectedRanges"] = [
            protected_range_json(workbook, given, caller) for given in sheet.facts.protected_ranges
        ]
    shown: Json = let_through(mask, result)
    return shown


def protected_range_json(workbook: Workbook, given: Json, caller: str) -> Json:
    """A ProtectedRange as this caller is told it: only who may edit it learns the editors."""
    may_edit = bool(given.get("warningOnly")) or is_editor_of(workbook, given, caller)
    shown = {**given, **({"requestingUserCanEdit": True} if may_edit else {})}
    if not may_edit:
        shown.pop("editors", None)
    return shown


# -------------------------------------------------------------------------------------- cells


def grid_data(sheet: Sheet, box: Box, calculator: Calculator, mask: Mask) -> Json:
    """The GridData object of a rectangle; rows and cells at the end with nothing are left out."""
    calculator.stand_on(sheet)
    result: Json = {}
    if box.top:
        result["startRow"] = box.top
    if box.left:
        result["startColumn"] = box.left
    if wants(mask, "rowData"):
        rows = _row_data(sheet, box, calculator, below(below(mask, "rowData"), "values"))
        if rows:
            result["rowData"] = rows
    if wants(mask, "rowMetadata"):
        result["rowMetadata"] = [_row_metadata(sheet, row) for row in box.rows]
    if wants(mask, "columnMetadata"):
        sizes = sheet.facts.column_properties
        result["columnMetadata"] = [
            {"pixelSize": _DEFAULT_SIZES["COLUMNS"], **sizes.get(c, {})} for c in box.columns
        ]
    return result


def _row_metadata(sheet: Sheet, index: int) -> Json:
    row = sheet.row_at(index)
    return {"pixelSize": _DEFAULT_SIZES["ROWS"], **(row.properties if row is not None else {})}


def _row_data(sheet: Sheet, box: Box, calculator: Calculator, mask: Mask) -> list[Json]:
    rows = [_cells_of(row, box, calculator, mask) for row in sheet.rows[box.top : box.bottom]]
    while rows and not rows[-1]:
        rows.pop()
    return [{"values": cells} if cells else {} for cells in rows]


def _cells_of(row: Row | None, box: Box, calculator: Calculator, mask: Mask) -> list[Json]:
    if row is None:
        return []
    reach = max(row.used_width(), max(row.details, default=-1) + 1)
    return [
        cell_json(row.value(column), row.detail(column), calculator, mask)
        for column in range(box.left, min(box.right, reach))
    ]


def cell_json(
    value: Value, detail: CellDetails, calculator: Calculator, mask: Mask = EVERYTHING
) -> Json:
    """The CellData object of a cell, as far as a mask lets through."""
    result: Json = {}
    if value is not None:
        entered = value if detail.formula is None else None
        result["userEnteredValue"] = (
            {"formulaValue": detail.formula} if entered is None else extended_value(entered)
        )
        result["effectiveValue"] = extended_value(value)
        if wants(mask, "formattedValue"):
            result["formattedValue"] = text_shown(value, detail, calculator)
    elif detail.formula is not None:
        result["userEnteredValue"] = {"formulaValue": detail.formula}
    if detail.format is not None:
        result["userEnteredFormat"] = detail.format.json
    if wants(mask, "effectiveFormat") and (value is not None or detail.format is not None):
        result["effectiveFormat"] = _effective_format(value, detail, calculator)
    if detail.note:
        result["note"] = detail.note
    if detail.validation is not None:
        result["dataValidation"] = detail.validation
    shown: Json = let_through(mask, {**detail.kept, **result})
    return shown


def extended_value(value: Value) -> Json:
    """The ExtendedValue object of a value."""
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, str):
        return {"stringValue": value}
    if isinstance(value, CellError):
        return {"errorValue": {"type": value.kind, "message": value.message}}
    return {"numberValue": value}


def _effective_format(value: Value, detail: CellDetails, calculator: Calculator) -> Json:
    own = detail.format.json if detail.format is not None else {}
    words = {**DEFAULT_FORMAT["textFormat"], **own.get("textFormat", {})}
    result = {**DEFAULT_FORMAT, "hyperlinkDisplayType": "PLAIN_TEXT", **own, "textFormat": words}
    if "numberFormat" not in own and detail.formula is not None:
        found = format_of_formula(detail.formula, calculator)
        if found is not None:
            result["numberFormat"] = found.to_json()
    if "horizontalAlignment" not in own:
        result |= _natural_alignment(value)
    return result


def _natural_alignment(value: Value) -> Json:
    if isinstance(value, bool):
        return {"horizontalAlignment": "CENTER"}
    if isinstance(value, int | float):
        return {"horizontalAlignment": "RIGHT"}
    return {"horizontalAlignment": "LEFT"} if isinstance(value, str) else {}


def boxes_by_sheet(targets: list[tuple[int, Box]]) -> dict[int, list[Box]]:
    """Rectangles gathered under their sheets' ids."""
    found: dict[int, list[Box]] = {}
    for sheet_id, box in targets:
        found.setdefault(sheet_id, []).append(box)
    return found
