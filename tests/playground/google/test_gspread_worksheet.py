"""gspread's Worksheet: each of its methods does what it says."""

import re
from typing import Any

import gspread
import pytest
from gspread.cell import Cell
from gspread.exceptions import APIError, GSpreadException
from gspread.utils import (
    Dimension,
    ValueInputOption,
    ValueRenderOption,
)

FRUIT = [
    ["Apple", "2012", "4"],
    ["Banana", "2013", "3"],
    ["Canada", "2007", "1"],
    ["Dinosaur", "2013", "6"],
    ["Elephant", "2019", "2"],
    ["Fox", "2077", "5"],
]


def properties(sheet: gspread.Worksheet) -> dict[str, Any]:
    """What the API tells of the sheet now."""
    for told in sheet.spreadsheet.fetch_sheet_metadata()["sheets"]:
        if told["properties"]["sheetId"] == sheet.id:
            found: dict[str, Any] = told
            return found
    raise AssertionError


# ------------------------------------------------------------------------------ reading, writing


def test_one_cell_is_written_and_read(sheet: gspread.Worksheet) -> None:
    """acell, cell, update_acell and update_cell meet in the same place."""
    sheet.update_acell("B2", "0042")
    assert sheet.acell("B2").value == "42"
    assert sheet.cell(2, 2).numeric_value == 42
    sheet.update_cell(2, 2, "two\nlines")
    assert sheet.acell("B2").value == "two\nlines"
    sheet.update_acell("B2", "= 1 / 1024")
    assert sheet.acell("B2").numeric_value == 1 / 1024
    assert sheet.acell("B2", value_render_option=ValueRenderOption.formula).value == "= 1 / 1024"
    sheet.update_acell("B2", "2,000,000.01")
    assert sheet.acell("B2").value == "2,000,000.01"


def test_ranges_are_the_same_in_every_notation(sheet: gspread.Worksheet) -> None:
    """A range, its corners turned round, and its numbers give the same cells."""
    sheet.resize(4, 4)
    sheet.update(
        [["", "Hi", "Mom", ""], ["My", "Name", "is", "bon"], [], ["1", "2", "3", "4"]], "A1"
    )

    def told(cells: list[Cell]) -> list[tuple[int, int, str | None]]:
        return [(cell.row, cell.col, cell.value) for cell in cells]

    assert told(sheet.range("A1:D4")) == told(sheet.range("D4:A1")) == told(sheet.range())
    assert len(sheet.range("A1:C")) == 12
    assert sheet.batch_get(["D4:A1"])[0].range == "Sheet1!A1:D4"


def test_cells_far_apart_are_written_at_once(sheet: gspread.Worksheet) -> None:
    """update_cells writes the rectangle around the given cells."""
    sheet.update_cells([Cell(1, 2, "a"), Cell(3, 1, "=1+1")])
    assert sheet.get_all_values() == [["", "a"], ["", ""], ["=1+1", ""]]
    sheet.update_cells([Cell(3, 1, "=1+1")], value_input_option=ValueInputOption.user_entered)
    assert sheet.acell("A3").value == "2"


def test_rows_and_columns_are_read(sheet: gspread.Worksheet) -> None:
    """row_values and col_values end with the last value."""
    sheet.update([["a", "", "c"], ["d"], [], ["g"]], "A1")
    assert sheet.row_values(1) == ["a", "", "c"]
    assert sheet.col_values(1) == ["a", "d", "", "g"]
    assert sheet.row_values(3) == []


def test_values_keep_their_size_when_asked(sheet: gspread.Worksheet) -> None:
    """Get pads, keeps the size or turns the range round, as told."""
    sheet.update([["a", ""], ["b", "c"]], "A1")
    assert sheet.get("A1:C3") == [["a"], ["b", "c"]]
    assert sheet.get("A1:C3", pad_values=True) == [["a", ""], ["b", "c"]]
    assert sheet.get("A1:C3", maintain_size=True) == [["a", "", ""], ["b", "c", ""], ["", "", ""]]
    assert sheet.get("A1:B2", major_dimension=Dimension.cols) == [["a", "b"], ["", "c"]]


def test_merged_cells_are_filled_when_asked(sheet: gspread.Worksheet) -> None:
    """combine_merged_cells spreads the merge's value over its cells."""
    sheet.update([["a", "gone"], ["b", "c"]], "A1")
    sheet.merge_cells("A1:B1")
    assert sheet.get_all_values() == [["a", ""], ["b", "c"]]
    assert sheet.get_all_values(combine_merged_cells=True) == [["a", "a"], ["b", "c"]]


def test_records_are_read_by_header(sheet: gspread.Worksheet) -> None:
    """get_all_records numericises, fills blanks and refuses doubled headers."""
    sheet.update([["A1", "B1", "", "D1"], [1, "b2", 1.45], [], ["A4", 0.4, "", 4]], "A1")
    records = sheet.get_all_records()
    assert records[0] == {"A1": 1, "B1": "b2", "": 1.45, "D1": ""}
    assert records[2] == {"A1": "A4", "B1": 0.4, "": "", "D1": 4}
    assert sheet.get_all_records(default_blank="-")[1] == dict.fromkeys(["A1", "B1", "", "D1"], "-")
    sheet.update_acell("B1", "A1")
    with pytest.raises(GSpreadException):
        sheet.get_all_records()


def test_values_come_rendered_as_asked(sheet: gspread.Worksheet) -> None:
    """Formatted, unformatted and formula readings of the same row."""
    sheet.update([["=4/2", "2020-01-01", "string", 53, "12.5%", "TRUE", "$3"]], "A1", raw=False)
    assert sheet.get("A1:G1")[0] == ["2", "2020-01-01", "string", "53", "12.50%", "TRUE", "$3"]
    unformatted = sheet.get("A1:G1", value_render_option=ValueRenderOption.unformatted)[0]
    assert unformatted == [2, 43831, "string", 53, 0.125, True, 3]
    formulas = sheet.get("A1:G1", value_render_option=ValueRenderOption.formula)[0]
    assert formulas[0] == "=4/2"


def test_several_ranges_are_read_and_written_at_once(sheet: gspread.Worksheet) -> None:
    """batch_get and batch_update take several ranges in one request."""
    sheet.batch_update(
        [{"range": "A1:B1", "values": [["a", "b"]]}, {"range": "B4:D4", "values": [["x", "", "z"]]}]
    )
    found = sheet.batch_get(["A1:B1", "B4:D4", "F1:F9"])
    assert [list(part) for part in found] == [[["a", "b"]], [["x", "", "z"]], []]
    assert found[0].range == "Sheet1!A1:B1"
    sheet.batch_clear(["A1:B1", "B4:D4"])
    assert sheet.get_all_values() == [[]]


def test_clearing_leaves_nothing(sheet: gspread.Worksheet) -> None:
    """Clear empties the sheet, and only it."""
    sheet.update(FRUIT, "A1")
    sheet.clear()
    assert sheet.get_all_values() == [[]]
    assert (sheet.row_count, properties(sheet)["properties"]["title"]) == (1000, "Sheet1")


def test_cells_are_found(sheet: gspread.Worksheet) -> None:
    """Find and findall search texts and patterns, in a row or a column."""
    sheet.update([["Dummy", "dummy", "x"], ["a_B1", "Dummy", "c_D2"]], "A1")
    found = sheet.find("Dummy")
    assert found is not None
    assert found.address == "A1"
    assert [cell.address for cell in sheet.findall("Dummy")] == ["A1", "B2"]
    assert [c.address for c in sheet.findall(re.compile("[a-z]_[A-Z]"))] == ["A2", "C2"]
    assert sheet.find("DUMMY", case_sensitive=False, in_column=2) is not None
    assert sheet.find("nowhere") is None


def test_a_table_is_expanded(sheet: gspread.Worksheet) -> None:
    """Expand reads on until the table's edge."""
    sheet.update([["a", "b", "", "x"], ["c", "d"], [], ["far"]], "A1")
    assert sheet.expand("A1") == [["a", "b"], ["c", "d"]]


# ------------------------------------------------------------------------------------ appending


def test_rows_are_appended_below(sheet: gspread.Worksheet) -> None:
    """append_row and append_rows go below the table, also beyond the grid's end."""
    sheet.resize(2, 3)
    sheet.append_row(["a", "b"])
    sheet.append_rows([["c", "d"], ["e", "f"]])
    assert sheet.get_all_values() == [["a", "b"], ["c", "d"], ["e", "f"]]
    assert properties(sheet)["properties"]["gridProperties"]["rowCount"] == 3


def test_an_appended_gap_makes_two_tables(sheet: gspread.Worksheet) -> None:
    """A row with a blank cell parts the table, and the next row goes below the last part."""
    sheet.append_row(["1", "", "3"])
    sheet.append_row(["1", "", "3"])
    assert sheet.row_values(2) == ["", "", "1", "", "3"]


def test_rows_and_columns_are_inserted_with_values(sheet: gspread.Worksheet) -> None:
    """insert_row and insert_cols move what is there."""
    sheet.update([["a", "b"], ["c", "=A1"]], "A1", raw=False)
    sheet.insert_row(["new", "row", "long"], 2)
    assert sheet.get_all_values() == [["a", "b", ""], ["new", "row", "long"], ["c", "a", ""]]
    sheet.insert_cols([["x", "y"], ["p", "q"]], 2)
    assert sheet.row_values(1) == ["a", "x", "p", "b"]
    assert sheet.row_values(2) == ["new", "y", "q", "row", "long"]
    with pytest.raises(GSpreadException):
        sheet.insert_row(["x"], 1, inherit_from_before=True)


def test_inserted_rows_take_the_format_from_beside(sheet: gspread.Worksheet) -> None:
    """The new row looks like the one before it, when told, else like the one after."""
    sheet.format("A1:A1", {"textFormat": {"bold": True}})
    sheet.insert_rows([["x"]], 2, inherit_from_before=True)
    sheet.insert_rows([["y"]], 2)
    told = sheet.spreadsheet.fetch_sheet_metadata(
        {"ranges": "Sheet1!A1:A3", "fields": "sheets.data.rowData.values.userEnteredFormat"}
    )
    rows = told["sheets"][0]["data"][0]["rowData"]
    assert [bool(row["values"][0]) for row in rows] == [True, True, True]


def test_rows_and_columns_are_deleted(sheet: gspread.Worksheet) -> None:
    """delete_rows and delete_columns close the gap."""
    sheet.update(FRUIT, "A1")
    sheet.delete_rows(2, 5)
    sheet.delete_columns(2)
    assert sheet.get_all_values() == [["Apple", "4"], ["Fox", "5"]]
    with pytest.raises(APIError, match="exist"):
        sheet.delete_rows(5000)
