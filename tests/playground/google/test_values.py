"""The values methods, asked directly: ranges, rendering, limits, refusals."""

import json
from typing import Any

import pytest
import requests

from playground.google import Spreadsheet
from tests.playground.google.visiting import Caller


def test_blanks_at_the_ends_are_left_out(caller: Caller) -> None:
    """Trailing blank cells and rows are trimmed, inner ones stay as "" and []."""
    caller.write("A1", [["a", "", "c", ""], ["", ""], ["x"], [""]], raw=True)
    told = caller.get("/values/A1:E9")
    assert told == {
        "range": "Sheet1!A1:E9",
        "majorDimension": "ROWS",
        "values": [["a", "", "c"], [], ["x"]],
    }
    assert caller.get("/values/D1:E9") == {"range": "Sheet1!D1:E9", "majorDimension": "ROWS"}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("A1", "Sheet1!A1"),
        ("$A$1:$B$2", "Sheet1!A1:B2"),
        ("B2:A1", "Sheet1!A1:B2"),
        ("A1:C", "Sheet1!A1:C1000"),
        ("A5:A", "Sheet1!A5:A1000"),
        ("A:C", "Sheet1!A1:C1000"),
        ("2:5", "Sheet1!A2:Z5"),
        ("B2:4", "Sheet1!B2:Z4"),
        ("Sheet1", "Sheet1!A1:Z1000"),
        ("sheet1!a1:b2", "Sheet1!A1:B2"),
        ("'Sheet1'", "Sheet1!A1:Z1000"),
        ("'Sheet1'!C3:D4", "Sheet1!C3:D4"),
        ("A1:ZZ5000", "Sheet1!A1:Z1000"),
    ],
)
def test_ranges_come_back_normalised(caller: Caller, asked: str, told: str) -> None:
    """Every form of A1 notation is told in the one that Google uses, clamped to the grid."""
    assert caller.get(f"/values/{asked}")["range"] == told


@pytest.mark.parametrize(
    "asked", ["A0", "Nowhere!A1", "A1:B2:C3", "nonsense", "'Sheet1", "!A1", "A:1B"]
)
def test_what_is_no_range_is_refused(caller: Caller, asked: str) -> None:
    """The sentence names the text."""
    error = caller.refusal("GET", f"/values/{asked}")
    assert error["message"] == f"Unable to parse range: {asked}"
    assert (error["code"], error["status"]) == (400, "INVALID_ARGUMENT")


def test_a_range_outside_the_grid_is_refused(caller: Caller) -> None:
    """The sentence tells the grid's size."""
    error = caller.refusal("GET", "/values/A1001:B1002")
    assert error["message"] == (
        "Range (Sheet1!A1001:B1002) exceeds grid limits. Max rows: 1000, max columns: 26"
    )
    assert "exceeds grid limits" in caller.refusal("GET", "/values/AB1")["message"]


def test_values_come_by_columns_too(caller: Caller) -> None:
    """COLUMNS turns reading and writing round."""
    body = {"majorDimension": "COLUMNS", "values": [["a", "b"], ["c"]]}
    done = caller.put("/values/A1", body, valueInputOption="RAW", includeValuesInResponse="true")
    assert (done["updatedRange"], done["updatedCells"]) == ("Sheet1!A1:B2", 3)
    assert done["updatedData"]["majorDimension"] == "COLUMNS"
    assert done["updatedData"]["values"] == [["a", "b"], ["c"]]
    assert caller.values("A1:B2") == [["a", "c"], ["b"]]
    assert caller.values("A1:B2", majorDimension="COLUMNS") == [["a", "b"], ["c"]]


def test_null_leaves_a_cell_alone_and_an_empty_text_empties_it(caller: Caller) -> None:
    """The two ways of writing nothing differ."""
    caller.write("A1", [["a", "b", "c"]])
    done = caller.write("A1", [["x", None, ""]])
    assert done["updatedCells"] == 2
    assert caller.values("A1:C1") == [["x", "b"]]


def test_raw_is_kept_and_typed_is_read(caller: Caller) -> None:
    """RAW keeps every text; USER_ENTERED makes numbers, dates and formulas of them."""
    texts = ["0042", "=1+1", "2024-01-31", "'quoted", "TRUE", "1,234.5"]
    caller.write("A1", [texts], raw=True)
    assert caller.values("A1:F1", valueRenderOption="UNFORMATTED_VALUE") == [texts]
    caller.write("A2", [texts])
    found = caller.values("A2:F2", valueRenderOption="UNFORMATTED_VALUE")
    assert found == [[42, 2, 45322, "quoted", True, 1234.5]]
    assert caller.values("A2:F2") == [["42", "2", "2024-01-31", "quoted", "TRUE", "1,234.50"]]


def test_dates_come_as_numbers_or_as_texts(caller: Caller) -> None:
    """DateTimeRenderOption counts for everything but formatted values."""
    caller.write("A1", [["1/31/2024 15:30", "3.5", "9:00 AM"]])
    as_numbers = caller.values("A1:C1", valueRenderOption="UNFORMATTED_VALUE")
    assert as_numbers == [[pytest.approx(45322 + 15.5 / 24), 3.5, 0.375]]
    as_texts = caller.values(
        "A1:C1", valueRenderOption="UNFORMATTED_VALUE", dateTimeRenderOption="FORMATTED_STRING"
    )
    assert as_texts == [["1/31/2024 15:30", 3.5, "9:00 AM"]]


def test_numbers_keep_their_kind(caller: Caller) -> None:
    """Whole numbers have no point, big and small ones survive."""
    numbers: list[Any] = [1, 2.0, 0.1, -3, 12345678901234, 1e21, 1e-7, True, False]
    caller.write("A1", [numbers], raw=True)
    found = caller.values("A1:I1", valueRenderOption="UNFORMATTED_VALUE")[0]
    assert found == numbers
    assert json.dumps(found[1]) == "2"
    assert caller.values("A1:I1") == [
        ["1", "2", "0.1", "-3", "12345678901234", "1E+21", "0.0000001", "TRUE", "FALSE"]
    ]


def test_writing_beyond_a_border_is_refused_and_nothing_is_written(caller: Caller) -> None:
    """A range of several cells is a border; the sentence names the line beyond it."""
    rows = [["a", "b", "c"]]
    error = caller.refusal("PUT", "/values/A1:B1", {"values": rows}, valueInputOption="RAW")
    assert error["message"] == (
        "Requested writing within range [Sheet1!A1:B1], but tried writing to column [C]"
    )
    error = caller.refusal(
        "PUT", "/values/A1:B1", {"values": [["a"], ["b"]]}, valueInputOption="RAW"
    )
    assert error["message"].endswith("tried writing to row [2]")
    assert caller.values("A1:C3") == []


def test_the_grid_grows_for_writing_from_a_corner(caller: Caller, book: Spreadsheet) -> None:
    """From a single cell on, rows and columns come as they are needed."""
    caller.write("Y999", [["a", "b", "c"], ["d"], ["e"]])
    sheet = book.sheet("Sheet1")
    assert (sheet.row_count, sheet.column_count) == (1001, 27)


def test_how_values_are_meant_has_to_be_said(caller: Caller) -> None:
    """Without valueInputOption nothing is written."""
    error = caller.refusal("PUT", "/values/A1", {"values": [["a"]]})
    assert error["message"] == "'valueInputOption' is required but not specified"
    error = caller.refusal("PUT", "/values/A1", {"values": [["a"]]}, valueInputOption="TYPED")
    assert error["status"] == "INVALID_ARGUMENT"


def test_a_text_has_at_most_50000_characters(caller: Caller) -> None:
    """One more is refused, and with it the whole request."""
    caller.write("A1", [["x" * 50_000]], raw=True)
    error = caller.refusal(
        "PUT", "/values/A2", {"values": [["fine", "x" * 50_001]]}, valueInputOption="RAW"
    )
    assert "50000 characters" in error["message"]
    assert caller.values("A2:B2") == []


def test_a_spreadsheet_has_at_most_ten_million_cells(caller: Caller) -> None:
    """A sheet that would bring more is refused."""
    sentence = caller.refused_change(
        "addSheet", {"properties": {"gridProperties": {"rowCount": 400_000, "columnCount": 25}}}
    )
    assert "10000000 cells" in sentence
    assert len(caller.get()["sheets"]) == 1


@pytest.mark.parametrize("value", [["a"], {"a": 1}])
def test_a_cell_holds_no_list_and_no_object(caller: Caller, value: Any) -> None:
    """Structures are refused with their place."""
    error = caller.refusal(
        "PUT", "/values/A1", {"values": [["x"], ["y", value]]}, valueInputOption="RAW"
    )
    assert error["message"].startswith("Invalid values[1][1]: ")


def test_unknown_fields_and_parameters_are_refused(caller: Caller) -> None:
    """Google's sentence names the field, or the parameter."""
    error = caller.refusal("PUT", "/values/A1", {"valves": [["a"]]}, valueInputOption="RAW")
    assert error["message"] == (
        'Invalid JSON payload received. Unknown name "valves": Cannot find field.'
    )
    assert error["details"][0]["@type"] == "type.googleapis.com/google.rpc.BadRequest"
    error = caller.refusal("GET", "/values/A1", renderOption="FORMULA")
    assert 'Unknown name "renderOption"' in error["message"]


def test_a_body_that_is_no_json_is_refused(caller: Caller) -> None:
    """Half an object is no object."""
    response = caller.session.put(
        caller.base + "/values/A1",
        data=b'{"values": [[',
        params={"valueInputOption": "RAW"},
        timeout=5,
    )
    assert response.status_code == 400
    assert response.json()["error"]["message"].startswith("Invalid JSON payload received.")


def test_a_batch_of_writes_is_all_or_nothing(caller: Caller) -> None:
    """One bad range, and no other is written."""
    body = {
        "valueInputOption": "RAW",
        "data": [{"range": "A1", "values": [["a"]]}, {"range": "Nowhere!A1", "values": [["b"]]}],
    }
    assert caller.refusal("POST", "/values:batchUpdate", body)["code"] == 400
    assert caller.values("A1") == []


def test_an_answer_can_be_narrowed(caller: Caller) -> None:
    """The fields parameter lets through what it names, and must name fields."""
    caller.write("A1", [["a"]])
    assert caller.get("/values/A1", fields="values") == {"values": [["a"]]}
    error = caller.refusal("GET", "/values/A1", fields="valves")
    assert error["code"] == 400


# ------------------------------------------------------------------------------------ appending

GUIDE = {"A1": [["a", "b", "c"], ["d", "e", "f"]], "B4": [["g", "h", "i"]] * 3}


@pytest.mark.parametrize(
    ("where", "table", "goal"),
    [
        ("Sheet1", "Sheet1!B4:D6", "Sheet1!B7"),
        ("B4", "Sheet1!B4:D6", "Sheet1!B7"),
        ("C5:D5", "Sheet1!B4:D6", "Sheet1!B7"),
        ("B2:D4", "Sheet1!B4:D6", "Sheet1!B7"),
        ("A3:G10", "Sheet1!B4:D6", "Sheet1!B7"),
        ("A1", "Sheet1!A1:C2", "Sheet1!A3"),
        ("E4", None, "Sheet1!E4"),
        ("A4", None, "Sheet1!A4"),
    ],
)
def test_tables_are_found_as_the_guide_describes(
    caller: Caller, where: str, table: str | None, goal: str
) -> None:
    """With tables at A1:C2 and B4:D6, each range appends where the guide to the API says."""
    for corner, rows in GUIDE.items():
        caller.write(corner, rows)
    done = caller.post(f"/values/{where}:append", {"values": [["x"]]}, valueInputOption="RAW")
    assert done.get("tableRange") == table
    assert done["updates"]["updatedRange"] == goal


def test_appended_rows_may_push_others_down(caller: Caller) -> None:
    """INSERT_ROWS makes room, OVERWRITE writes over."""
    for corner, rows in GUIDE.items():
        caller.write(corner, rows)
    body = {"values": [["x"], ["y"]]}
    caller.post("/values/A1:append", body, valueInputOption="RAW", insertDataOption="INSERT_ROWS")
    assert caller.values("A1:D6") == [
        ["a", "b", "c"],
        ["d", "e", "f"],
        ["x"],
        ["y"],
        [],
        ["", "g", "h", "i"],
    ]
    caller.post("/values/A1:append", body, valueInputOption="RAW")
    assert caller.values("A5:B6") == [["x"], ["y", "g"]]


def test_appending_tells_the_values_when_asked(caller: Caller) -> None:
    """IncludeValuesInResponse brings what the cells hold now."""
    done = caller.post(
        "/values/A1:append",
        {"values": [["1", "=A1+1"]]},
        valueInputOption="USER_ENTERED",
        includeValuesInResponse="true",
        responseValueRenderOption="UNFORMATTED_VALUE",
    )
    assert done["updates"]["updatedData"]["values"] == [[1, 2]]


# --------------------------------------------------------------------------------- data filters


def test_data_filters_stand_for_ranges(caller: Caller) -> None:
    """A1 notation and grid ranges can be given as filters, to read, write and clear."""
    filters = [
        {"a1Range": "A1:B1"},
        {"gridRange": {"startRowIndex": 1, "endRowIndex": 2, "endColumnIndex": 2}},
    ]
    done = caller.post(
        "/values:batchUpdateByDataFilter",
        {
            "valueInputOption": "RAW",
            "data": [
                {"dataFilter": one, "values": [[f"row {number}"]]}
                for number, one in enumerate(filters)
            ],
        },
    )
    assert done["totalUpdatedCells"] == 2
    assert done["responses"][1]["dataFilter"] == filters[1]
    read = caller.post("/values:batchGetByDataFilter", {"dataFilters": filters})
    assert [found["valueRange"]["values"] for found in read["valueRanges"]] == [
        [["row 0"]],
        [["row 1"]],
    ]
    shown = caller.post(":getByDataFilter", {"dataFilters": filters, "includeGridData": True})
    assert len(shown["sheets"][0]["data"]) == 2
    caller.post("/values:batchClearByDataFilter", {"dataFilters": filters})
    assert caller.values("A1:B2") == []


def test_metadata_moves_with_its_row(caller: Caller) -> None:
    """A word tied to a row finds it after rows were put in above."""
    caller.write("A1", [["a"], ["b"], ["c"]])
    made = caller.change(
        "createDeveloperMetadata",
        {
            "developerMetadata": {
                "metadataKey": "key",
                "metadataValue": "0001",
                "visibility": "DOCUMENT",
                "location": {
                    "dimensionRange": {"dimension": "ROWS", "startIndex": 1, "endIndex": 2}
                },
            }
        },
    )["developerMetadata"]
    caller.change(
        "insertDimension", {"range": {"dimension": "ROWS", "startIndex": 0, "endIndex": 2}}
    )
    lookup = {"developerMetadataLookup": {"metadataKey": "key"}}
    found = caller.post("/values:batchGetByDataFilter", {"dataFilters": [lookup]})
    assert found["valueRanges"][0]["valueRange"] == {
        "range": "Sheet1!A4:Z4",
        "majorDimension": "ROWS",
        "values": [["b"]],
    }
    searched = caller.post("/developerMetadata:search", {"dataFilters": [lookup]})
    piece = searched["matchedDeveloperMetadata"][0]["developerMetadata"]
    assert piece["location"]["dimensionRange"]["startIndex"] == 3
    assert caller.get(f"/developerMetadata/{made['metadataId']}") == piece
    gone = caller.change("deleteDeveloperMetadata", {"dataFilter": lookup})
    assert len(gone["deletedDeveloperMetadata"]) == 1
    assert caller.post("/developerMetadata:search", {"dataFilters": [lookup]}) == {}


def test_a_spreadsheet_is_created_with_everything(caller: Caller) -> None:
    """spreadsheets.create takes sheets, cells, merges and names."""
    created: dict[str, Any] = requests.post(
        caller.base.rpartition("/")[0],
        headers={"Authorization": "Bearer test-token"},
        json={
            "properties": {"title": "Made", "timeZone": "Europe/Berlin"},
            "sheets": [
                {
                    "properties": {"title": "One", "gridProperties": {"frozenRowCount": 1}},
                    "data": [
                        {"rowData": [{"values": [{"userEnteredValue": {"stringValue": "head"}}]}]}
                    ],
                },
                {"properties": {"title": "Two", "sheetId": 7}},
            ],
        },
        timeout=5,
    ).json()
    assert [sheet["properties"]["title"] for sheet in created["sheets"]] == ["One", "Two"]
    assert created["properties"]["timeZone"] == "Europe/Berlin"
    assert created["sheets"][0]["properties"]["gridProperties"]["frozenRowCount"] == 1
    again = caller.session.get(
        f"{caller.base.rpartition('/')[0]}/{created['spreadsheetId']}/values/One!A1", timeout=5
    )
    assert again.json()["values"] == [["head"]]
