"""gspread's Worksheet: the grid, its look and what is laid over it."""

import itertools
from typing import Any

import gspread
import pytest
from gspread.exceptions import APIError
from gspread.utils import (
    MergeType,
    PasteType,
    ValidationConditionType,
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


def test_the_grid_is_resized(sheet: gspread.Worksheet) -> None:
    """resize, add_rows and add_cols change the size that the API tells."""
    sheet.add_rows(10)
    sheet.add_cols(3)
    assert properties(sheet)["properties"]["gridProperties"] == {
        "rowCount": 1010,
        "columnCount": 29,
    }
    sheet.update([["kept", "lost"]], "A1")
    sheet.resize(1, 1)
    assert sheet.get_all_values() == [["kept"]]


def test_rows_and_columns_are_frozen(sheet: gspread.Worksheet) -> None:
    """Freeze tells the grid; nothing frozen isn't told at all."""
    sheet.freeze(rows=1, cols=2)
    grid = properties(sheet)["properties"]["gridProperties"]
    assert (grid["frozenRowCount"], grid["frozenColumnCount"]) == (1, 2)
    sheet.freeze(0, 0)
    assert "frozenRowCount" not in properties(sheet)["properties"]["gridProperties"]
    with pytest.raises(APIError, match="freeze all"):
        sheet.freeze(rows=1000)


def test_rows_are_sorted(sheet: gspread.Worksheet) -> None:
    """Sort takes several columns, either way, and leaves frozen rows where they are."""
    sheet.resize(6, 3)
    sheet.update(FRUIT, "A1")
    sheet.sort((3, "asc"))
    assert sheet.col_values(3) == ["1", "2", "3", "4", "5", "6"]
    sheet.sort((2, "asc"), (3, "des"), range="A1:C6")
    assert sheet.col_values(1) == ["Canada", "Apple", "Dinosaur", "Banana", "Elephant", "Fox"]
    sheet.freeze(rows=1)
    sheet.sort((1, "des"))
    assert sheet.col_values(1) == ["Canada", "Fox", "Elephant", "Dinosaur", "Banana", "Apple"]


def test_a_filter_is_set_and_cleared(sheet: gspread.Worksheet) -> None:
    """Without a range the filter takes the whole grid."""
    sheet.resize(20, 20)
    sheet.set_basic_filter()
    assert properties(sheet)["basicFilter"]["range"]["endColumnIndex"] == 20
    sheet.set_basic_filter("B1:C2")
    assert properties(sheet)["basicFilter"]["range"] == {
        "startRowIndex": 0,
        "endRowIndex": 2,
        "startColumnIndex": 1,
        "endColumnIndex": 3,
    }
    sheet.clear_basic_filter()
    assert "basicFilter" not in properties(sheet)


def test_columns_and_rows_are_sized_and_hidden(sheet: gspread.Worksheet) -> None:
    """Auto-resize widens for a long text; hidden lines are told as hidden."""

    def columns() -> list[dict[str, Any]]:
        told = sheet.spreadsheet.fetch_sheet_metadata({"fields": "sheets.data.columnMetadata"})
        found: list[dict[str, Any]] = told["sheets"][0]["data"][0]["columnMetadata"]
        return found

    assert [column["pixelSize"] for column in columns()] == [100] * 26
    sheet.update_acell("A1", "A" * 1024)
    sheet.columns_auto_resize(0, 1)
    sheet.rows_auto_resize(0, 1)
    assert columns()[0]["pixelSize"] > 100
    sheet.hide_columns(0, 2)
    sheet.hide_rows(0, 1)
    assert [column.get("hiddenByUser") for column in columns()[:3]] == [True, True, None]
    sheet.unhide_columns(0, 2)
    sheet.unhide_rows(0, 1)
    assert "hiddenByUser" not in columns()[0]


def test_a_sheet_is_hidden_unless_it_is_the_last(remote: gspread.Spreadsheet) -> None:
    """One sheet always shows."""
    with pytest.raises(APIError, match="hide all"):
        remote.sheet1.hide()
    second = remote.add_worksheet("Second", 2, 2)
    second.hide()
    assert properties(second)["properties"]["hidden"] is True
    assert [s.title for s in remote.worksheets(exclude_hidden=True)] == ["Sheet1"]
    second.show()
    assert "hidden" not in properties(second)["properties"]


def test_grid_lines_are_hidden_and_shown(sheet: gspread.Worksheet) -> None:
    """The flag is told only while it is on."""
    sheet.hide_gridlines()
    assert properties(sheet)["properties"]["gridProperties"]["hideGridlines"] is True
    sheet.show_gridlines()
    assert "hideGridlines" not in properties(sheet)["properties"]["gridProperties"]


def test_the_tab_gets_a_colour_and_loses_it(sheet: gspread.Worksheet) -> None:
    """Both forms of the colour are told, and both go."""
    sheet.update_tab_color("#ff0000")
    told = properties(sheet)["properties"]
    assert told["tabColor"] == {"red": 1}
    assert told["tabColorStyle"] == {"rgbColor": {"red": 1}}
    sheet.clear_tab_color()
    assert "tabColor" not in properties(sheet)["properties"]
    assert "tabColorStyle" not in properties(sheet)["properties"]


def test_a_title_is_changed(sheet: gspread.Worksheet) -> None:
    """The new title is found; formulas of other sheets are left to Google's rules."""
    sheet.update_title("Members & friends")
    assert sheet.spreadsheet.worksheet("Members & friends").id == sheet.id


def test_rows_and_columns_are_grouped(sheet: gspread.Worksheet) -> None:
    """Groups lie in each other and go again."""
    sheet.add_dimension_group_columns(0, 4)
    sheet.add_dimension_group_columns(1, 2)
    groups = sheet.list_dimension_group_columns()
    assert [(group["depth"], group["range"]["startIndex"]) for group in groups] == [(1, 0), (2, 1)]
    sheet.delete_dimension_group_columns(0, 4)
    sheet.delete_dimension_group_columns(1, 2)
    assert sheet.list_dimension_group_columns() == []
    sheet.add_dimension_group_rows(0, 2)
    assert sheet.list_dimension_group_rows()[0]["range"] == {
        "dimension": "ROWS",
        "startIndex": 0,
        "endIndex": 2,
    }
    sheet.delete_dimension_group_rows(0, 2)
    assert sheet.list_dimension_group_rows() == []


# ------------------------------------------------------------------------------------- the look


def test_cells_are_formatted(sheet: gspread.Worksheet) -> None:
    """Format and batch_format put on what they are given, and colours in both forms."""
    sheet.format("A2:B2", {"backgroundColor": {"green": 1, "red": 0}, "textFormat": {"bold": True}})
    sheet.batch_format([{"range": "B2", "format": {"numberFormat": {"type": "PERCENT"}}}])
    told = sheet.spreadsheet.fetch_sheet_metadata(
        {"ranges": "Sheet1!A2:B2", "fields": "sheets.data.rowData.values.userEnteredFormat"}
    )
    first, second = (
        cell["userEnteredFormat"] for cell in told["sheets"][0]["data"][0]["rowData"][0]["values"]
    )
    assert first == {
        "backgroundColor": {"green": 1},
        "backgroundColorStyle": {"rgbColor": {"green": 1}},
        "textFormat": {"bold": True},
    }
    assert second == {**first, "numberFormat": {"type": "PERCENT"}}
    sheet.update_acell("B2", "0.5")
    assert sheet.acell("B2").value == "50.00%"


def test_cells_are_merged_and_parted(sheet: gspread.Worksheet) -> None:
    """A bigger merge takes in smaller ones; half a merge can't be parted."""
    sheet.merge_cells("A1:B2", MergeType.merge_rows)
    assert len(properties(sheet)["merges"]) == 2
    sheet.merge_cells("A1:B2")
    assert properties(sheet)["merges"] == [
        {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}
    ]
    with pytest.raises(APIError, match="all cells in a merged range"):
        sheet.unmerge_cells("A1:A1")
    sheet.unmerge_cells("A1:B2")
    assert "merges" not in properties(sheet)
    sheet.batch_merge([{"range": "A1:B1"}, {"range": "A2:B2"}])
    assert len(properties(sheet)["merges"]) == 2


def test_notes_are_written_read_and_cleared(sheet: gspread.Worksheet) -> None:
    """A note stays beside the value."""
    sheet.update([["a", "b"], ["c", "d"]], "A1")
    sheet.update_notes({"A1": "first", "B2": "last"})
    assert sheet.get_note("A1") == "first"
    assert sheet.get_notes() == [["first", ""], ["", "last"]]
    sheet.clear_notes(["A1", "B2"])
    assert sheet.get_note("B2") == ""
    assert sheet.acell("A1").value == "a"


def test_a_drop_down_is_set(sheet: gspread.Worksheet) -> None:
    """add_validation's rule is told with the cell."""
    sheet.add_validation(
        "A1:A3", ValidationConditionType.one_of_list, ["yes", "no"], strict=True, showCustomUi=True
    )
    told = sheet.spreadsheet.fetch_sheet_metadata(
        {"ranges": "Sheet1!A3", "fields": "sheets.data.rowData.values.dataValidation"}
    )
    rule = told["sheets"][0]["data"][0]["rowData"][0]["values"][0]["dataValidation"]
    assert rule["condition"]["values"] == [{"userEnteredValue": "yes"}, {"userEnteredValue": "no"}]
    assert rule["strict"] is True


def test_ranges_are_copied_and_cut(sheet: gspread.Worksheet) -> None:
    """A copy leaves the source, a cut empties it; formats can go without values."""
    sheet.update([["A1", "=LEN(A1)"], ["A2", "=LEN(A2)"]], "A1", raw=False)
    sheet.copy_range("A1:B2", "D1")
    assert sheet.get("D1:E2") == [["A1", "2"], ["A2", "2"]]
    formula = sheet.acell("E2", value_render_option=ValueRenderOption.formula).value
    assert formula == "=LEN(D2)"
    sheet.cut_range("A1:A2", "G1")
    assert sheet.get("G1:G2") == [["A1"], ["A2"]]
    assert [cell.value for cell in sheet.range("A1:A2")] == ["", ""]
    sheet.copy_range("D1:D2", "H1", paste_type=PasteType.format)
    assert sheet.get("H1:H2") == [[]]


def test_a_protection_names_its_editors(sheet: gspread.Worksheet) -> None:
    """The caller stays an editor beside those that are named; a warning has none."""
    sheet.add_protected_range("A1:B2", editor_users_emails=["manager@example.org"])
    sheet.add_protected_range("C1:C2", warning_only=True)
    named, warning = properties(sheet)["protectedRanges"]
    assert set(named["editors"]["users"]) == {
        "manager@example.org",
        "benefit-desk@playground.iam.gserviceaccount.com",
    }
    assert warning["warningOnly"] is True
    assert "editors" not in warning


def test_every_cell_of_a_square_is_listed(sheet: gspread.Worksheet) -> None:
    """get_all_cells covers the grid."""
    sheet.resize(2, 2)
    sheet.update([["a", "b"], ["c", "d"]], "A1")
    assert [cell.value for cell in sheet.get_all_cells()] == list(itertools.chain("abcd"))
