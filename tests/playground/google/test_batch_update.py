"""batchUpdate: all of its requests are applied, or none; refusals in Google's words."""

from typing import Any

import pytest

from playground.google import Running, Spreadsheet
from tests.playground.google.visiting import Caller, Json, told, where

ROWS: list[list[Any]] = [["Name", "Units"], ["Acme", 4], ["Bolt", 2], ["Cog", 9]]


def test_one_bad_request_undoes_all_others(caller: Caller, book: Spreadsheet) -> None:
    """Cells, formats, rows, sheets and names are as before, and nobody is told of a change."""
    caller.write("A1", ROWS)
    before = caller.get("", includeGridData="true")
    notices: list[Any] = []
    book.subscribe(notices.append)
    requests = [
        {"repeatCell": {"range": where(0, 4, 0, 2), "cell": {"note": "n"}, "fields": "note"}},
        {"insertDimension": {"range": {"dimension": "ROWS", "startIndex": 0, "endIndex": 3}}},
        {"addSheet": {"properties": {"title": "New"}}},
        {"addNamedRange": {"namedRange": {"name": "all", "range": where(0, 2, 0, 2)}}},
        {"deleteSheet": {"sheetId": 999}},
    ]
    error = caller.refusal("POST", ":batchUpdate", {"requests": requests})
    assert error["message"] == "Invalid requests[4].deleteSheet: No sheet with id: 999"
    assert caller.get("", includeGridData="true") == before
    assert notices == []


def test_replies_mirror_the_requests(caller: Caller) -> None:
    """A request without a reply has an empty one; the spreadsheet comes along when asked for."""
    done = caller.post(
        ":batchUpdate",
        {
            "requests": [
                {"updateCells": {"range": where(0, 1, 0, 1), "fields": "note"}},
                {"addSheet": {"properties": {"title": "New"}}},
            ],
            "includeSpreadsheetInResponse": True,
        },
    )
    assert done["replies"][0] == {}
    assert done["replies"][1]["addSheet"]["properties"]["index"] == 1
    assert len(done["updatedSpreadsheet"]["sheets"]) == 2
    assert "data" not in done["updatedSpreadsheet"]["sheets"][0]


@pytest.mark.parametrize(
    ("requests", "sentence"),
    [
        ([], "Must specify at least one request."),
        ([{}], "Invalid requests[0]: No request set."),
        (
            [{"frobnicate": {}}],
            (
                "Invalid JSON payload received. Unknown name \"frobnicate\" at 'requests[0]': "
                "Cannot find field."
            ),
        ),
        (
            [{"addSheet": {"properties": {"titel": "x"}}}],
            (
                'Invalid JSON payload received. Unknown name "titel" at '
                "'requests[0].add_sheet.properties': Cannot find field."
            ),
        ),
        (
            [{"insertDimension": {"range": {"dimension": "ROW"}}}],
            (
                "Invalid value at 'requests[0].insert_dimension.range.dimension' "
                '(type.googleapis.com/google.apps.sheets.v4.Dimension), "ROW"'
            ),
        ),
        (
            [{"updateSheetProperties": {"properties": {"sheetId": 0}}}],
            (
                "Invalid requests[0].updateSheetProperties: At least one field must be listed in "
                "'fields'. (Use '*' to indicate all fields.)"
            ),
        ),
        (
            [{"repeatCell": {"range": {}, "cell": {}, "fields": "userEnteredFormats"}}],
            "Invalid requests[0].repeatCell: Invalid field: userEnteredFormats",
        ),
        (
            [{"updateCells": {"range": {"sheetId": 5}, "fields": "note"}}],
            "Invalid requests[0].updateCells: No grid with id: 5",
        ),
        (
            [{"deleteSheet": {"sheetId": 0}}],
            "Invalid requests[0].deleteSheet: You can't remove all the sheets in a document.",
        ),
    ],
)
def test_requests_are_refused_in_googles_words(
    caller: Caller, requests: list[Json], sentence: str
) -> None:
    """The sentence names the request by its number, and the field by its path."""
    error = caller.refusal("POST", ":batchUpdate", {"requests": requests})
    assert (error["code"], error["status"]) == (400, "INVALID_ARGUMENT")
    assert error["message"] == sentence


def test_a_request_is_one_kind(caller: Caller) -> None:
    """Two kinds in one request are refused."""
    both = {"addSheet": {}, "deleteSheet": {"sheetId": 0}}
    error = caller.refusal("POST", ":batchUpdate", {"requests": [both]})
    assert "oneof" in error["message"]


def test_numbers_may_come_as_texts_and_names_with_underscores(caller: Caller) -> None:
    """The API's JSON is as forgiving as Google's."""
    caller.post(
        ":batchUpdate",
        {"requests": [{"append_dimension": {"sheet_id": "0", "dimension": "ROWS", "length": "5"}}]},
    )
    assert told(caller, "sheets.properties.gridProperties.rowCount")[0] == {
        "properties": {"gridProperties": {"rowCount": 1005}}
    }


def test_a_request_that_the_stand_in_lacks_is_refused(caller: Caller) -> None:
    """Data sources are Google's own; the stand-in says so instead of pretending."""
    sentence = caller.refused_change("deleteDataSource", {"dataSourceId": "x"})
    assert "not part of this stand-in" in sentence


def test_only_asked_sheets_are_told(caller: Caller, google: Running) -> None:
    """Ranges narrow the answer to their sheets."""
    caller.change("addSheet", {"properties": {"title": "Second"}})
    assert [s["properties"]["title"] for s in caller.get("", ranges="Second!A1:B2")["sheets"]] == [
        "Second"
    ]
    whole = caller.get("", ranges=["Sheet1!B2:C3", "Second!A1"], includeGridData="true")
    first = whole["sheets"][0]["data"][0]
    assert (first["startRow"], first["startColumn"]) == (1, 1)
    assert len(first["rowMetadata"]) == 2
    assert whole["spreadsheetUrl"].endswith(f"/{whole['spreadsheetId']}/edit")
    assert google.spreadsheet_id != whole["spreadsheetId"]


def test_sheets_are_refused_that_can_not_be(caller: Caller) -> None:
    """Ids, titles, places and sizes are checked."""
    for kind, body, words in (
        ("addSheet", {"properties": {"sheetId": 0}}, "already exists"),
        ("addSheet", {"properties": {"index": 9}}, "out of bounds"),
        ("addSheet", {"properties": {"title": "x" * 101}}, "at most 100"),
        (
            "duplicateSheet",
            {"sourceSheetId": 0, "newSheetId": 0, "newSheetName": "Sheet1"},
            "already exists",
        ),
        ("updateSheetProperties", {"properties": {"title": ""}, "fields": "title"}, "empty"),
        (
            "updateSheetProperties",
            {
                "properties": {"gridProperties": {"rowCount": 0}},
                "fields": "gridProperties.rowCount",
            },
            "at least one",
        ),
        (
            "updateSheetProperties",
            {
                "properties": {"gridProperties": {"columnCount": 20000}},
                "fields": "gridProperties.columnCount",
            },
            "at most 18278",
        ),
        ("updateSpreadsheetProperties", {"properties": {}, "fields": "title"}, "empty"),
        ("repeatCell", {"range": where(5, 2, 0, 1), "cell": {}, "fields": "note"}, "start index"),
        (
            "repeatCell",
            {"range": where(0, 2000, 0, 1), "cell": {}, "fields": "note"},
            "exceeds grid limits",
        ),
        ("repeatCell", {"cell": {}, "fields": "note"}, "range is required"),
        (
            "updateCells",
            {"start": {"rowIndex": 1000}, "rows": [{"values": [{}]}], "fields": "note"},
            "write row: 1000",
        ),
        (
            "updateCells",
            {"range": where(0, 1, 0, 1), "rows": [{}, {}], "fields": "note"},
            "write row: 1",
        ),
        (
            "updateCells",
            {
                "range": where(0, 1, 0, 1),
                "rows": [{"values": [{"userEnteredValue": {"errorValue": {"type": "REF"}}}]}],
                "fields": "userEnteredValue",
            },
            "error_value",
        ),
        (
            "sortRange",
            {"range": where(0, 2, 0, 1), "sortSpecs": [{"dimensionIndex": 4}]},
            "outside the range",
        ),
        ("setDataValidation", {"range": where(0, 1, 0, 1), "rule": {"strict": True}}, "condition"),
        ("addConditionalFormatRule", {"rule": {"ranges": [where(0, 1, 0, 1)]}}, "either"),
        ("addConditionalFormatRule", {"rule": {}}, "ranges"),
        (
            "cutPaste",
            {"source": where(0, 2, 0, 1), "destination": {"rowIndex": 999}},
            "exceeds grid limits",
        ),
        (
            "findReplace",
            {"find": "(", "searchByRegex": True, "allSheets": True},
            "regular expression",
        ),
        ("findReplace", {"find": "x"}, "is required"),
        ("textToColumns", {"source": where(0, 1, 0, 2)}, "one column"),
        ("pasteData", {"coordinate": {}, "data": "x", "html": True}, "HTML"),
    ):
        assert words in caller.refused_change(kind, body), kind
