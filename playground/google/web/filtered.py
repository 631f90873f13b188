"""The methods that take data filters in place of ranges, and the search for metadata."""

from __future__ import annotations

from playground.google.cells import Json
from playground.google.errors import InvalidArgument
from playground.google.grid import GridRange
from playground.google.ranges import Target, find_range, target_of
from playground.google.reading import value_range
from playground.google.requests.batch import Batch
from playground.google.requests.metadata import all_metadata, matches
from playground.google.spreadsheet import Spreadsheet
from playground.google.web.calls import Call, Method
from playground.google.web.spreadsheets import shown
from playground.google.web.values import add_values, is_typed, totals
from playground.google.writing import Written, clear, rows_of, write


def targets_of(spreadsheet: Spreadsheet, given: Json, caller: str) -> list[Target]:
    """The rectangles that a DataFilter means."""
    if "a1Range" in given:
        return [find_range(spreadsheet, given["a1Range"])]
    batch = Batch(spreadsheet, caller)
    if "gridRange" in given:
        where = given["gridRange"]
        sheet = batch.sheet(where.get("sheetId"), word="grid")
        return [target_of(sheet, GridRange.of_json({"sheetId": sheet.id, **where}))]
    if "developerMetadataLookup" not in given:
        raise InvalidArgument("A data filter has to say what it looks for.")
    wanted = given["developerMetadataLookup"]
    found = [i["location"] for i in all_metadata(spreadsheet) if matches(i, wanted)]
    return [_place(batch, location) for location in found if not location.get("spreadsheet")]


def _place(batch: Batch, location: Json) -> Target:
    if "dimensionRange" in location:
        sheet, dimension, start, end = batch.lines(location["dimensionRange"])
        box = batch.over(sheet, dimension, start, end)
        return Target(sheet, box, box)
    sheet = batch.sheet(location["sheetId"])
    return Target(sheet, sheet.whole(), sheet.whole())


def get_spreadsheet(call: Call) -> Json:
    """`spreadsheets.getByDataFilter`."""
    spreadsheet, given = call.spreadsheet(), call.given("GetSpreadsheetByDataFilterRequest")
    with spreadsheet.reading():
        filters = given.get("dataFilters", [])
        targets = [t for one in filters for t in targets_of(spreadsheet, one, call.caller)]
        return shown(call, spreadsheet, targets, with_cells=given.get("includeGridData", False))


def batch_get(call: Call) -> Json:
    """`values.batchGetByDataFilter`."""
    spreadsheet, given = call.spreadsheet(), call.given("BatchGetValuesByDataFilterRequest")
    found = []
    with spreadsheet.reading():
        for one in given.get("dataFilters", []):
            for target in targets_of(spreadsheet, one, call.caller):
                values = value_range(
                    target,
                    spreadsheet.calculator(),
                    by_columns=given.get("majorDimension") == "COLUMNS",
                    render=given.get("valueRenderOption", "FORMATTED_VALUE"),
                    dates=given.get("dateTimeRenderOption", "SERIAL_NUMBER"),
                )
                found.append({"valueRange": values, "dataFilters": [one]})
    answer: Json = {"spreadsheetId": spreadsheet.id}
    if found:
        answer["valueRanges"] = found
    return answer


def batch_update(call: Call) -> Json:
    """`values.batchUpdateByDataFilter`."""
    spreadsheet = call.spreadsheet(to_edit=True)
    given = call.given("BatchUpdateValuesByDataFilterRequest")
    as_typed = is_typed(given.get("valueInputOption", ""))
    parts: list[Json] = []
    writings: list[Written] = []
    responses: list[Json] = []
    with spreadsheet.all_or_nothing(by=call.caller):
        for part in given.get("data", []):
            rows, wanted = rows_of(part), part.get("dataFilter", {})
            for target in targets_of(spreadsheet, wanted, call.caller):
                written = write(spreadsheet, target, rows, as_typed=as_typed, by=call.caller)
                response = written.to_json(spreadsheet.id)
                response.pop("spreadsheetId")
                parts.append(part)
                writings.append(written)
                responses.append({**response, "dataFilter": wanted})
        if given.get("includeValuesInResponse"):
            add_values(spreadsheet, given, parts, writings, responses)
    answer: Json = {"spreadsheetId": spreadsheet.id, **totals(writings)}
    if responses:
        answer["responses"] = responses
    return answer


def batch_clear(call: Call) -> Json:
    """`values.batchClearByDataFilter`."""
    spreadsheet = call.spreadsheet(to_edit=True)
    given = call.given("BatchClearValuesByDataFilterRequest")
    with spreadsheet.all_or_nothing(by=call.caller):
        filters = given.get("dataFilters", [])
        targets = [t for one in filters for t in targets_of(spreadsheet, one, call.caller)]
        for target in targets:
            clear(spreadsheet, target, by=call.caller)
        answer: Json = {"spreadsheetId": spreadsheet.id}
        if targets:
            answer["clearedRanges"] = [target.name for target in targets]
        return answer


def get_metadata(call: Call) -> Json:
    """`developerMetadata.get`: one piece by its id."""
    spreadsheet = call.spreadsheet()
    with spreadsheet.reading():
        for item in all_metadata(spreadsheet):
            if str(item["metadataId"]) == call.path["metadataId"]:
                return item
    raise InvalidArgument(f"No developer metadata with id: {call.path['metadataId']}")


def search_metadata(call: Call) -> Json:
    """`developerMetadata.search`: the pieces that meet a filter."""
    spreadsheet, given = call.spreadsheet(), call.given("SearchDeveloperMetadataRequest")
    found = []
    with spreadsheet.reading():
        for item in all_metadata(spreadsheet):
            met = [
                one
                for one in given.get("dataFilters", [])
                if matches(item, one.get("developerMetadataLookup", {}))
            ]
            if met:
                found.append({"developerMetadata": item, "dataFilters": met})
    return {"matchedDeveloperMetadata": found} if found else {}


_ID = r"/v4/spreadsheets/(?P<spreadsheetId>[^/:]+)"

METHODS = (
    Method(
        "spreadsheets.getByDataFilter", "POST", _ID + ":getByDataFilter", "read", get_spreadsheet
    ),
    Method(
        "values.batchGetByDataFilter", "POST", _ID + "/values:batchGetByDataFilter", "read",
        batch_get,
    ),
    Method(
        "values.batchUpdateByDataFilter", "POST", _ID + "/values:batchUpdateByDataFilter", "write",
        batch_update,
    ),
    Method(
        "values.batchClearByDataFilter", "POST", _ID + "/values:batchClearByDataFilter", "write",
        batch_clear,
    ),
    Method(
        "developerMetadata.search", "POST", _ID + "/developerMetadata:search", "read",
        search_metadata,
    ),
    Method(
        "developerMetadata.get", "GET", _ID + r"/developerMetadata/(?P<metadataId>[^/:]+)", "read",
        get_metadata,
    ),
)  # fmt: skip
