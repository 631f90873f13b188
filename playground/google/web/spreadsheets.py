"""The methods of `spreadsheets` and of `spreadsheets.sheets`."""

from __future__ import annotations

from playground.google.canonical import canonical
from playground.google.cells import Json
from playground.google.errors import InvalidArgument
from playground.google.masks import let_through
from playground.google.ranges import Target, find_range
from playground.google.requests import CHANGES, apply
from playground.google.requests.batch import Batch
from playground.google.requests.sheets import copy_of, copy_title
from playground.google.resources import boxes_by_sheet, sheet_properties, spreadsheet_json
from playground.google.spreadsheet import Spreadsheet
from playground.google.web.calls import Call, Method

_UNTITLED = "Untitled spreadsheet"


def get(call: Call) -> Json:
    """`spreadsheets.get`: properties, and cells when they are asked for."""
    spreadsheet = call.spreadsheet()
    with spreadsheet.reading():
        targets = [find_range(spreadsheet, text) for text in call.many("ranges")]
        return shown(call, spreadsheet, targets, with_cells=call.flag("includeGridData"))


def shown(call: Call, spreadsheet: Spreadsheet, targets: list[Target], *, with_cells: bool) -> Json:
    """The spreadsheet, restricted to rectangles if any; a field mask may ask for cells."""
    mask = call.mask("Spreadsheet")
    boxes = boxes_by_sheet([(target.sheet.id, target.box) for target in targets])
    return spreadsheet_json(
        spreadsheet,
        call.caller,
        mask=mask,
        boxes=boxes or None,
        with_cells=with_cells or bool(call.one("fields")),
    )


def batch_update(call: Call) -> Json:
    """`spreadsheets.batchUpdate`: apply requests, all or none."""
    spreadsheet, mask = call.spreadsheet(to_edit=True), call.mask("BatchUpdateSpreadsheetResponse")
    given = call.given("BatchUpdateSpreadsheetRequest")
    replies = apply(spreadsheet, given.get("requests", []), call.caller)
    answer: Json = {"spreadsheetId": spreadsheet.id, "replies": replies}
    if given.get("includeSpreadsheetInResponse"):
        with spreadsheet.reading():
            targets = [find_range(spreadsheet, t) for t in given.get("responseRanges", [])]
            boxes = boxes_by_sheet([(target.sheet.id, target.box) for target in targets])
            answer["updatedSpreadsheet"] = spreadsheet_json(
                spreadsheet,
                call.caller,
                boxes=boxes or None,
                with_cells=given.get("responseIncludeGridData", False),
            )
    if any("omment" in name for request in given["requests"] for name in request):
        answer["commentUpdateState"] = "ALL_SAVED"
    masked: Json = let_through(mask, answer)
    return masked


def create(call: Call) -> Json:
    """`spreadsheets.create`: a new spreadsheet, with sheets and cells if they are given."""
    given = call.given("Spreadsheet")
    title = given.get("properties", {}).get("title") or _UNTITLED
    spreadsheet = call.drive.create_spreadsheet(title, owner=call.caller)
    try:
        with spreadsheet.all_or_nothing(by=call.caller):
            _fill(Batch(spreadsheet, call.caller), spreadsheet, given)
    except InvalidArgument:
        call.drive.delete(spreadsheet.id)
        raise
    with spreadsheet.reading():
        return shown(call, spreadsheet, [], with_cells=False)


def _fill(batch: Batch, spreadsheet: Spreadsheet, given: Json) -> None:
    properties = {k: v for k, v in given.get("properties", {}).items() if k != "title"}
    spreadsheet.facts.properties = canonical(properties)
    if given.get("sheets"):
        spreadsheet.sheets.clear()
    for sheet in given.get("sheets", []):
        requests = _requests_of(batch, sheet)
        for number, (kind, body) in enumerate(requests):
            try:
                CHANGES[kind](batch, body)
            except InvalidArgument as error:
                raise InvalidArgument(f"Invalid sheets[{number}]: {error.message}") from error
    for named in given.get("namedRanges", []):
        CHANGES["addNamedRange"](batch, {"namedRange": named})


def _requests_of(batch: Batch, given: Json) -> list[tuple[str, Json]]:
    """The requests that make a sheet as it is given."""
    properties = dict(given.get("properties", {}))
    if "sheetId" not in properties:
        properties["sheetId"] = batch.workbook.new_sheet_id()
    properties.pop("index", None)
    sheet_id = properties["sheetId"]
    requests: list[tuple[str, Json]] = [("addSheet", {"properties": properties})]
    for block in given.get("data", []):
        start = {
            "sheetId": sheet_id,
            "rowIndex": block.get("startRow", 0),
            "columnIndex": block.get("startColumn", 0),
        }
        rows = block.get("rowData", [])
        requests.append(("updateCells", {"start": start, "rows": rows, "fields": "*"}))
    requests += [("mergeCells", {"range": where}) for where in given.get("merges", [])]
    for name, kind, field in _LISTS:
        requests += [(kind, {field: item}) for item in given.get(name, [])]
    if "basicFilter" in given:
        requests.append(("setBasicFilter", {"filter": given["basicFilter"]}))
    return requests


_LISTS = (
    ("protectedRanges", "addProtectedRange", "protectedRange"),
    ("conditionalFormats", "addConditionalFormatRule", "rule"),
    ("bandedRanges", "addBanding", "bandedRange"),
    ("charts", "addChart", "chart"),
    ("tables", "addTable", "table"),
    ("filterViews", "addFilterView", "filter"),
)


def copy_to(call: Call) -> Json:
    """`spreadsheets.sheets.copyTo`: a copy of a sheet at the end of another spreadsheet."""
    given = call.given("CopySheetToAnotherSpreadsheetRequest")
    spreadsheet = call.spreadsheet()
    goal = call.spreadsheet_of(given.get("destinationSpreadsheetId", ""), to_edit=True)
    try:
        sheet_id = int(call.path["sheetId"])
    except ValueError as error:
        raise InvalidArgument(
            f"Invalid value at 'sheet_id' (TYPE_INT32), \"{call.path['sheetId']}\""
        ) from error
    with spreadsheet.reading():
        source = Batch(spreadsheet, call.caller).sheet(sheet_id)
        copied = copy_of(source, source.title, goal.new_sheet_id())
    # The goal's lock is taken with the source's given back, so that two copies can't block.
    with goal.all_or_nothing(by=call.caller):
        copied.facts.title = copy_title(goal, copied.title)
        goal.sheets.append(copied)
        goal.check_size()
        goal.touch(copied)
        return sheet_properties(goal, copied)


_ID = r"/v4/spreadsheets/(?P<spreadsheetId>[^/:]+)"

METHODS = (
    Method("spreadsheets.create", "POST", "/v4/spreadsheets", "write", create),
    Method(
        "spreadsheets.get", "GET", _ID, "read", get,
        frozenset(
            {"ranges", "includeGridData", "commentsViewMode", "excludeTablesInBandedRanges"}
        ),
    ),
    Method("spreadsheets.batchUpdate", "POST", _ID + ":batchUpdate", "write", batch_update),
    Method(
        "sheets.copyTo", "POST", _ID + r"/sheets/(?P<sheetId>[^/:]+):copyTo", "write", copy_to
    ),
)  # fmt: skip
