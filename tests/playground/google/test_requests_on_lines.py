"""Requests about rows and columns."""

from typing import Any

from tests.playground.google.visiting import Caller, cells, where

ROWS: list[list[Any]] = [["Name", "Units"], ["Acme", 4], ["Bolt", 2], ["Cog", 9]]


def test_everything_moves_with_its_row(caller: Caller) -> None:
    """Rows put in push formulas, names, protections, merges, filters, rules and charts down."""
    caller.write("A1", [*ROWS, ["Sum", "=SUM(B2:B4)"]])
    caller.change("addNamedRange", {"namedRange": {"name": "units", "range": where(1, 4, 1, 2)}})
    caller.change(
        "addProtectedRange", {"protectedRange": {"range": where(1, 4, 0, 1), "editors": {}}}
    )
    caller.change("mergeCells", {"range": where(6, 8, 0, 2)})
    caller.change("setBasicFilter", {"filter": {"range": where(0, 4, 0, 2)}})
    rule = {
        "ranges": [where(1, 4, 1, 2)],
        "booleanRule": {
            "condition": {"type": "NUMBER_LESS", "values": [{"userEnteredValue": "3"}]},
            "format": {"backgroundColor": {"red": 1}},
        },
    }
    caller.change("addConditionalFormatRule", {"rule": rule, "index": 0})
    lines = {"dimension": "ROWS", "startIndex": 2, "endIndex": 4}
    caller.change("insertDimension", {"range": lines})
    sheet = caller.get()["sheets"][0]
    assert caller.values("B7", valueRenderOption="FORMULA") == [["=SUM(B2:B6)"]]
    assert caller.values("B7") == [["15"]]
    assert caller.get()["namedRanges"][0]["range"]["endRowIndex"] == 6
    assert sheet["protectedRanges"][0]["range"]["endRowIndex"] == 6
    assert sheet["merges"][0]["startRowIndex"] == 8
    assert sheet["basicFilter"]["range"]["endRowIndex"] == 6
    assert sheet["conditionalFormats"][0]["ranges"][0]["endRowIndex"] == 6
    caller.change("deleteDimension", {"range": {**lines, "startIndex": 1, "endIndex": 6}})
    assert caller.values("A1:B2", valueRenderOption="FORMULA") == [ROWS[0], ["Sum", "=SUM(#REF!)"]]
    sheet = caller.get()["sheets"][0]
    assert "conditionalFormats" not in sheet
    assert "protectedRanges" not in sheet
    assert "namedRanges" not in caller.get()


def test_references_of_other_sheets_follow(caller: Caller) -> None:
    """A formula on another sheet, with a quoted title, follows the rows that it means."""
    caller.change("addSheet", {"properties": {"title": "Other sheet"}})
    caller.write("'Other sheet'!B2", [[5]])
    caller.write("A1", [["='Other sheet'!B2*2", "=$B$2"]])
    other = caller.get()["sheets"][1]["properties"]["sheetId"]
    lines = {"sheetId": other, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    caller.change("insertDimension", {"range": lines})
    assert caller.values("A1:B1", valueRenderOption="FORMULA") == [["='Other sheet'!C2*2", "=$B$2"]]
    assert caller.values("A1") == [["10"]]


def test_rows_and_columns_move(caller: Caller) -> None:
    """The destination counts the places before the move."""
    caller.write("A1", [["a", "b", "c"], ["d"], ["e"]])
    rows = {"dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    caller.change("moveDimension", {"source": rows, "destinationIndex": 3})
    assert caller.values("A1:C3") == [["d"], ["e"], ["a", "b", "c"]]
    columns = {"dimension": "COLUMNS", "startIndex": 2, "endIndex": 3}
    caller.change("moveDimension", {"source": columns, "destinationIndex": 0})
    assert caller.values("A3:C3") == [["c", "a", "b"]]


def test_the_last_free_row_stays(caller: Caller) -> None:
    """Neither all rows nor all rows that aren't frozen can be deleted."""
    caller.post(
        ":batchUpdate",
        {
            "requests": [
                {
                    "updateSheetProperties": {
                        "properties": {"gridProperties": {"rowCount": 3, "frozenRowCount": 1}},
                        "fields": "gridProperties(rowCount,frozenRowCount)",
                    }
                }
            ]
        },
    )
    rows = {"dimension": "ROWS", "startIndex": 1, "endIndex": 3}
    sentence = caller.refused_change("deleteDimension", {"range": rows})
    assert "not possible to delete all non-frozen rows" in sentence
    sentence = caller.refused_change("deleteDimension", {"range": {**rows, "startIndex": 0}})
    assert "can't delete all the rows" in sentence


def test_blocks_are_put_in_and_taken_out(caller: Caller) -> None:
    """InsertRange and deleteRange shift only the cells beside their range."""
    caller.write("A1", [["a", "b"], ["c", "d"]])
    caller.change("insertRange", {"range": where(0, 1, 0, 1), "shiftDimension": "ROWS"})
    assert caller.values("A1:B3") == [["", "b"], ["a", "d"], ["c"]]
    caller.change("deleteRange", {"range": where(0, 1, 0, 1), "shiftDimension": "COLUMNS"})
    assert caller.values("A1:B3") == [["b"], ["a", "d"], ["c"]]
    caller.change("deleteRange", {"range": where(0, 2, 0, 1), "shiftDimension": "ROWS"})
    assert caller.values("A1:B3") == [["c"], ["", "d"]]


def test_lines_are_added_at_the_end_and_folded(caller: Caller) -> None:
    """AppendDimension adds columns too; a group can be folded."""
    caller.change("appendDimension", {"sheetId": 0, "dimension": "COLUMNS", "length": 2})
    columns = {"dimension": "COLUMNS", "startIndex": 26, "endIndex": 28}
    caller.change("addDimensionGroup", {"range": columns})
    folded = {"range": columns, "depth": 1, "collapsed": True}
    caller.change("updateDimensionGroup", {"dimensionGroup": folded, "fields": "collapsed"})
    assert caller.get()["sheets"][0]["columnGroups"][0]["collapsed"] is True
    for kind, body, words in (
        ("appendDimension", {"sheetId": 0, "dimension": "ROWS"}, "length"),
        ("appendDimension", {"sheetId": 0, "length": 1}, "dimension is required"),
        (
            "insertDimension",
            {"range": {"dimension": "ROWS", "startIndex": 2000, "endIndex": 2001}},
            "after last row",
        ),
        (
            "insertDimension",
            {"range": {"dimension": "ROWS", "startIndex": 3, "endIndex": 3}},
            "must be less",
        ),
        (
            "insertDimension",
            {"range": {"dimension": "ROWS", "endIndex": 1}, "inheritFromBefore": True},
            "inheritFromBefore",
        ),
        (
            "deleteDimensionGroup",
            {"range": {"dimension": "ROWS", "startIndex": 0, "endIndex": 1}},
            "no group",
        ),
        (
            "updateDimensionGroup",
            {"dimensionGroup": {"range": {**columns, "startIndex": 0}}, "fields": "*"},
            "no such group",
        ),
        ("moveDimension", {"source": columns, "destinationIndex": 99}, "outside the grid"),
    ):
        assert words in caller.refused_change(kind, body)


def test_columns_inherit_their_look(caller: Caller) -> None:
    """A column put in looks like the one after it."""
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    caller.change(
        "repeatCell", {"range": where(0, 2, 1, 2), "cell": bold, "fields": "userEnteredFormat"}
    )
    columns = {"dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
    caller.change("insertDimension", {"range": columns})
    found = cells(caller, "B1:C1", "userEnteredFormat")
    assert [cell["userEnteredFormat"] for cell in found[0]] == [bold["userEnteredFormat"]] * 2
