"""Every answer of the stand-in has only fields that the API's own description has."""

from typing import Any

import pytest

from playground.google.errors import InvalidArgument
from playground.google.schema import accept, objects
from playground.google.schema.make import objects_of
from tests.playground.google.visiting import Caller, Json, where


@pytest.fixture
def furnished(caller: Caller) -> Caller:
    """A spreadsheet with something of everything in it."""
    caller.write(
        "A1", [["Name", "When", "Sum"], ["Acme", "2024-01-31", "=1/0"], [True, 0.5, "=C2"]]
    )
    given: list[Json] = [
        {"addNamedRange": {"namedRange": {"name": "everything", "range": where(0, 3, 0, 3)}}},
        {"addProtectedRange": {"protectedRange": {"range": where(0, 1, 0, 3), "editors": {}}}},
        {"setBasicFilter": {"filter": {"range": where(0, 3, 0, 3)}}},
        {"addFilterView": {"filter": {"range": where(0, 3, 0, 3)}}},
        {"mergeCells": {"range": where(5, 6, 0, 2)}},
        {"addBanding": {"bandedRange": {"range": where(0, 3, 0, 3)}}},
        {"addTable": {"table": {"range": where(10, 12, 0, 3)}}},
        {"addChart": {"chart": {"spec": {"title": "x"}, "position": {"overlayPosition": {}}}}},
        {"addDimensionGroup": {"range": {"dimension": "ROWS", "startIndex": 0, "endIndex": 2}}},
        {"insertComment": {"coordinate": {"rowIndex": 0}, "content": "?"}},
        {"findReplace": {"find": "Acme", "replacement": "Bolt", "allSheets": True}},
        {"duplicateSheet": {"sourceSheetId": 0}},
        {
            "repeatCell": {
                "range": where(0, 1, 0, 3),
                "cell": {"userEnteredFormat": {"textFormat": {"foregroundColor": {"red": 1}}}},
                "fields": "userEnteredFormat",
            }
        },
        {
            "setDataValidation": {
                "range": where(1, 3, 0, 1),
                "rule": {
                    "condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "a"}]}
                },
            }
        },
        {
            "addConditionalFormatRule": {
                "rule": {
                    "ranges": [where(0, 3, 0, 3)],
                    "gradientRule": {"minpoint": {"color": {"red": 1}, "type": "MIN"}},
                },
                "index": 0,
            }
        },
    ]
    answer = caller.post(":batchUpdate", {"requests": given})
    fits("BatchUpdateSpreadsheetResponse", answer)
    return caller


def fits(name: str, answer: Any) -> None:
    """Make sure that an answer is the named object of the API: known fields, right kinds."""
    assert accept(name, answer) == answer


def test_the_description_is_the_whole_api() -> None:
    """The list of objects is the API's, not a part of it."""
    assert len(objects()) > 250
    assert {"Spreadsheet", "ValueRange", "Request", "CellData"} <= set(objects())


def test_the_list_is_made_from_a_discovery_document() -> None:
    """Every kind of field has its own word."""
    properties = {
        "name": {"type": "string"},
        "count": {"type": "integer", "format": "int32"},
        "way": {"type": "string", "enum": ["ROWS", "COLUMNS"]},
        "sheets": {"type": "array", "items": {"$ref": "Sheet"}},
        "criteria": {"type": "object", "additionalProperties": {"$ref": "Rule"}},
        "values": {"type": "array", "items": {"type": "array", "items": {"type": "any"}}},
    }
    assert objects_of({"schemas": {"Book": {"properties": properties}}}) == {
        "Book": {
            "name": "string",
            "count": "integer",
            "way": "=ROWS|COLUMNS",
            "sheets": "[@Sheet",
            "criteria": "{@Rule",
            "values": "[[any",
        }
    }


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"requests": [{"addSheet": {"properties": {"title": 5}}}]}, "TYPE_STRING"),
        ({"requests": [{"addSheet": {"properties": {"hidden": "perhaps"}}}]}, "TYPE_BOOL"),
        ({"requests": [{"addSheet": {"properties": {"index": 1.5}}}]}, "TYPE_INT32"),
        ({"requests": [{"addSheet": {"properties": {"tabColor": {"red": "x"}}}}]}, "TYPE_DOUBLE"),
        ({"requests": [{"addSheet": []}]}, "AddSheetRequest"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(given: Json, words: str) -> None:
    """The sentence names the kind that was expected."""
    with pytest.raises(InvalidArgument, match=words):
        accept("BatchUpdateSpreadsheetRequest", given)


def test_a_single_value_stands_for_a_list_of_one() -> None:
    """As in the API, and rows have to be lists."""
    assert accept("BatchClearValuesRequest", {"ranges": "A1"}) == {"ranges": ["A1"]}
    with pytest.raises(InvalidArgument, match="ListValue"):
        accept("ValueRange", {"values": ["a"]})


def test_a_furnished_spreadsheet_fits(furnished: Caller) -> None:
    """Properties, cells, and everything over them."""
    told = furnished.get("", includeGridData="true")
    fits("Spreadsheet", told)
    first = next(s for s in told["sheets"] if s["properties"]["sheetId"] == 0)
    kinds = {
        "merges", "basicFilter", "filterViews", "protectedRanges", "bandedRanges", "tables",
        "charts", "rowGroups", "commentAnchors", "conditionalFormats",
    }  # fmt: skip
    assert kinds <= set(first)


def test_answers_about_values_fit(furnished: Caller) -> None:
    """Reading, writing, appending and clearing."""
    fits("ValueRange", furnished.get("/values/A1:C3", valueRenderOption="FORMULA"))
    fits("BatchGetValuesResponse", furnished.get("/values:batchGet", ranges=["A1", "B2:C3"]))
    fits("UpdateValuesResponse", furnished.write("A9", [["x", 1]]))
    fits(
        "AppendValuesResponse",
        furnished.post("/values/A1:append", {"values": [["x"]]}, valueInputOption="RAW"),
    )
    fits("ClearValuesResponse", furnished.post("/values/A9:clear"))
    fits("BatchClearValuesResponse", furnished.post("/values:batchClear", {"ranges": ["A9", "B9"]}))
    body = {"valueInputOption": "RAW", "data": [{"range": "A9", "values": [["x"]]}]}
    fits("BatchUpdateValuesResponse", furnished.post("/values:batchUpdate", body))
