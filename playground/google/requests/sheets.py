"""Requests about whole sheets and the spreadsheet's own properties."""

from __future__ import annotations

from copy import deepcopy
from typing import Any
from zoneinfo import available_timezones

from playground.google.canonical import canonical
from playground.google.cells import Json
from playground.google.errors import InvalidArgument
from playground.google.requests.batch import Batch, Change, fields_of, updated
from playground.google.resources import sheet_properties
from playground.google.sheet import Sheet, SheetFacts
from playground.google.workbook import Workbook

_OWN_GRID = ("rowCount", "columnCount")
_OWN = ("sheetId", "title", "index", "sheetType", "gridProperties")
_LONGEST_TITLE = 100
_MOST_COLUMNS = 18_278


def add_sheet(batch: Batch, body: Json) -> Json:
    """Put a new sheet in."""
    given = body.get("properties", {})
    workbook = batch.workbook
    grid = given.get("gridProperties", {})
    title = given.get("title") or free_title(workbook, "Sheet")
    _must_be_free(workbook, title)
    sheet_id = given.get("sheetId")
    if sheet_id is not None and workbook.find_sheet(sheet_id) is not None:
        raise InvalidArgument(f"Sheet with id {sheet_id} already exists. Please enter another id.")
    sheet = workbook.add_sheet(
        title,
        sheet_id=sheet_id,
        index=_position(workbook, given.get("index")),
        rows=grid.get("rowCount") or 1000,
        columns=grid.get("columnCount") or 26,
    )
    _keep_rest(sheet, given)
    workbook.touch(sheet)
    return {"properties": sheet_properties(workbook, sheet)}


def _position(workbook: Workbook, index: int | None) -> int:
    last = len(workbook.sheets)
    if index is None:
        return last
    if not 0 <= index <= last:
        raise InvalidArgument(f"index {index} is out of bounds; there are {last} sheets.")
    return index


def _keep_rest(sheet: Sheet, given: Json) -> None:
    grid = given.get("gridProperties", {})
    sheet.facts.grid_properties = canonical({k: v for k, v in grid.items() if k not in _OWN_GRID})
    sheet.facts.properties = canonical({k: v for k, v in given.items() if k not in _OWN})
    if given.get("sheetType") == "OBJECT":
        sheet.facts.properties["sheetType"] = "OBJECT"


def free_title(workbook: Workbook, word: str) -> str:
    """The word with the first number that no sheet's title has yet."""
    number = len(workbook.sheets) + 1
    while workbook.find_sheet(f"{word}{number}") is not None:
        number += 1
    return f"{word}{number}"


def _must_be_free(workbook: Workbook, title: str, owner: Sheet | None = None) -> None:
    if not title:
        raise InvalidArgument("A sheet's title can't be empty.")
    if len(title) > _LONGEST_TITLE:
        raise InvalidArgument(f"A sheet's title has at most {_LONGEST_TITLE} characters.")
    for sheet in workbook.sheets:
        if sheet is not owner and sheet.title.casefold() == title.casefold():
            raise InvalidArgument(
                f'A sheet with the name "{sheet.title}" already exists. Please enter another name.'
            )


def delete_sheet(batch: Batch, body: Json) -> None:
    """Take a sheet out; one has to stay, and one that can be seen."""
    sheet = batch.sheet(body.get("sheetId"))
    batch.must_be_open(sheet, sheet.whole())
    workbook = batch.workbook
    rest = [other for other in workbook.sheets if other is not sheet]
    if not rest:
        raise InvalidArgument("You can't remove all the sheets in a document.")
    _must_see_one(rest, "You can't remove all the visible sheets in a document.")
    workbook.sheets.remove(sheet)
    workbook.facts.named_ranges = [
        named
        for named in workbook.facts.named_ranges
        if named.get("range", {}).get("sheetId", 0) != sheet.id
    ]


def _must_see_one(sheets: list[Sheet], complaint: str) -> None:
    if all(sheet.facts.properties.get("hidden") for sheet in sheets):
        raise InvalidArgument(complaint)


def update_sheet_properties(batch: Batch, body: Json) -> None:
    """Change a sheet's title, place, size, frozen rows, colour and the like."""
    given = body.get("properties", {})
    paths = fields_of(body, "SheetProperties")
    sheet, workbook = batch.sheet(given.get("sheetId")), batch.workbook
    batch.workbook.touch(sheet)
    old = sheet_properties(workbook, sheet)
    new = updated(old, given, paths)
    if new.get("title") != sheet.title:
        _must_be_free(workbook, new.get("title", ""), sheet)
        sheet.facts.title = new["title"]
    _resize(batch, sheet, old, new)
    _keep_rest(sheet, new)
    _must_leave_room(sheet)
    _must_see_one(workbook.sheets, "You can't hide all the sheets in a document.")
    if "index" in paths or paths == ["*"]:
        _move(workbook, sheet, given.get("index", 0))


def _resize(batch: Batch, sheet: Sheet, old: Json, new: Json) -> None:
    before, after = old["gridProperties"], new.get("gridProperties", {})
    rows = after.get("rowCount", before["rowCount"])
    columns = after.get("columnCount", before["columnCount"])
    if (rows, columns) == (sheet.row_count, sheet.column_count):
        return
    if rows < 1 or columns < 1:
        raise InvalidArgument("A sheet has at least one row and one column.")
    if columns > _MOST_COLUMNS:
        raise InvalidArgument(f"A sheet has at most {_MOST_COLUMNS} columns.")
    workbook = batch.workbook
    if rows < sheet.row_count:
        workbook.change_lines(sheet, "ROWS", rows, rows - sheet.row_count)
    if columns < sheet.column_count:
        workbook.change_lines(sheet, "COLUMNS", columns, columns - sheet.column_count)
    sheet.facts.row_count, sheet.facts.column_count = rows, columns
    workbook.check_size()


def _must_leave_room(sheet: Sheet) -> None:
    grid = sheet.facts.grid_properties
    if grid.get("frozenRowCount", 0) >= sheet.row_count:
        raise InvalidArgument("You can't freeze all visible rows on the sheet.")
    if grid.get("frozenColumnCount", 0) >= sheet.column_count:
        raise InvalidArgument("You can't freeze all visible columns on the sheet.")


def _move(workbook: Workbook, sheet: Sheet, index: int) -> None:
    """Move a tab; the index counts the places before the move."""
    now = workbook.sheets.index(sheet)
    _position(workbook, index)
    if index in (now, now + 1):
        return
    workbook.sheets.remove(sheet)
    workbook.sheets.insert(index - 1 if index > now else index, sheet)


def duplicate_sheet(batch: Batch, body: Json) -> Json:
    """Put a copy of a sheet in."""
    workbook, source = batch.workbook, batch.sheet(body.get("sourceSheetId"))
    title = body.get("newSheetName") or copy_title(workbook, source.title)
    _must_be_free(workbook, title)
    wanted = body.get("newSheetId")
    taken = [sheet.id for sheet in workbook.sheets]
    sheet = copy_of(source, title, batch.new_number(taken, wanted))
    workbook.sheets.insert(_position(workbook, body.get("insertSheetIndex", 0)), sheet)
    workbook.check_size()
    workbook.touch(sheet)
    return {"properties": sheet_properties(workbook, sheet)}


def copy_title(workbook: Workbook, title: str) -> str:
    """The title of a copy: `Copy of …`, with a number when that is taken."""
    wanted, number = f"Copy of {title}", 2
    while workbook.find_sheet(wanted) is not None:
        wanted, number = f"Copy of {title} {number}", number + 1
    return wanted


def copy_of(source: Sheet, title: str, sheet_id: int) -> Sheet:
    """A sheet with the same cells and everything laid over them, under another id and title."""
    facts: SheetFacts = deepcopy(source.facts)
    facts.title = title
    copy = Sheet(sheet_id, facts)
    copy.rows = [row.copy(0) if row is not None else None for row in source.rows]
    copy.has_formulas = source.has_formulas
    for name in ("merges", "protected_ranges", "conditional_formats", "banded_ranges", "charts"):
        setattr(facts, name, _on_sheet(getattr(facts, name), sheet_id))
    facts.basic_filter = _on_sheet(facts.basic_filter, sheet_id)
    facts.tables = []
    return copy


def _on_sheet(item: Any, sheet_id: int) -> Any:
    """A copy of an object with its ranges on another sheet."""
    if isinstance(item, list):
        return [_on_sheet(one, sheet_id) for one in item]
    if not isinstance(item, dict):
        return item
    moved = {name: _on_sheet(value, sheet_id) for name, value in item.items()}
    if "startRowIndex" in moved or "startColumnIndex" in moved or "sheetId" in moved:
        moved["sheetId"] = sheet_id
    return moved


def update_spreadsheet_properties(batch: Batch, body: Json) -> None:
    """Change the spreadsheet's title, language, time zone and the like."""
    given = body.get("properties", {})
    paths = fields_of(body, "SpreadsheetProperties")
    facts = batch.workbook.facts
    new = updated({"title": facts.title, **facts.properties}, given, paths)
    zone = new.get("timeZone")
    if zone is not None and zone not in available_timezones():
        raise InvalidArgument(f"Invalid time zone: {zone}")
    if not new.get("title"):
        raise InvalidArgument("The spreadsheet's title can't be empty.")
    facts.title = new.pop("title")
    facts.properties = new
    for sheet in batch.workbook.sheets:
        batch.workbook.touch(sheet)


CHANGES: dict[str, Change] = {
    "addSheet": add_sheet,
    "deleteSheet": delete_sheet,
    "updateSheetProperties": update_sheet_properties,
    "duplicateSheet": duplicate_sheet,
    "updateSpreadsheetProperties": update_spreadsheet_properties,
}
