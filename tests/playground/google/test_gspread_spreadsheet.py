"""gspread's Spreadsheet: sheets, properties, values of several ranges."""

import gspread
import pytest
from gspread.exceptions import APIError, WorksheetNotFound


def test_a_new_spreadsheet_has_one_sheet(remote: gspread.Spreadsheet) -> None:
    """It is Sheet1, with 1000 rows and 26 columns, and found in every way."""
    first = remote.sheet1
    assert (first.title, first.id, first.row_count, first.col_count) == ("Sheet1", 0, 1000, 26)
    assert remote.get_worksheet(0).id == 0
    assert remote.get_worksheet_by_id(0).title == "Sheet1"
    assert remote.worksheet("Sheet1").id == 0
    assert [sheet.id for sheet in remote] == [0]
    with pytest.raises(WorksheetNotFound):
        remote.worksheet("Sheet2")


def test_sheets_come_and_go(remote: gspread.Spreadsheet) -> None:
    """Added sheets are at the end unless told, and can be deleted."""
    last = remote.add_worksheet("Last", 3, 4)
    first = remote.add_worksheet("First", 3, 4, index=0)
    assert [sheet.title for sheet in remote.worksheets()] == ["First", "Sheet1", "Last"]
    assert (last.row_count, last.col_count) == (3, 4)
    remote.del_worksheet(first)
    remote.del_worksheet_by_id(last.id)
    assert [sheet.title for sheet in remote.worksheets()] == ["Sheet1"]


def test_the_last_sheet_stays(remote: gspread.Spreadsheet) -> None:
    """A spreadsheet without sheets is refused."""
    with pytest.raises(APIError, match="remove all the sheets"):
        remote.del_worksheet(remote.sheet1)


def test_a_title_is_given_once(remote: gspread.Spreadsheet) -> None:
    """Two sheets of one title are refused, whatever the case of letters."""
    with pytest.raises(APIError, match='name "Sheet1" already exists'):
        remote.add_worksheet("sheet1", 1, 1)


def test_sheets_are_put_in_order(remote: gspread.Spreadsheet) -> None:
    """reorder_worksheets turns them round, update_index moves one."""
    for title in ("B", "C", "D"):
        remote.add_worksheet(title, 1, 1)
    reverse = list(reversed(remote.worksheets()))
    remote.reorder_worksheets(reverse)
    assert [s.title for s in remote.worksheets()] == ["D", "C", "B", "Sheet1"]
    remote.worksheet("D").update_index(3)
    assert [s.title for s in remote.worksheets()] == ["C", "B", "D", "Sheet1"]
    remote.worksheet("Sheet1").update_index(0)
    assert [s.title for s in remote.worksheets()] == ["Sheet1", "C", "B", "D"]


def test_values_of_a_sheet_with_an_odd_title(remote: gspread.Spreadsheet) -> None:
    """Titles with blanks, marks and pictures are quoted and found."""
    for title in ("🌵 desert", "It's", "D3", "2024", "a!b"):
        sheet = remote.add_worksheet(title, 10, 10)
        written = sheet.update([["🍇", "🍉"], ["🍐", "🍎"]], "A1")
        assert written["updatedRange"] == f"'{title.replace(chr(39), chr(39) * 2)}'!A1:B2"
        assert sheet.get_all_values() == [["🍇", "🍉"], ["🍐", "🍎"]]


def test_an_unquoted_title_is_understood(remote: gspread.Spreadsheet) -> None:
    """Without quotes the text up to the mark is the title."""
    remote.add_worksheet("🌵 desert", 10, 10)
    remote.values_update(
        "🌵 desert!A1",
        params={"valueInputOption": "RAW"},
        body={"values": [["a", "b"], ["c", "d"]]},
    )
    assert remote.values_get("🌵 desert")["values"] == [["a", "b"], ["c", "d"]]
    columns = remote.values_batch_get([f"🌵 desert!{c}:{c}" for c in "AB"])["valueRanges"]
    assert [column["values"] for column in columns] == [[["a"], ["c"]], [["b"], ["d"]]]
    assert columns[0]["range"] == "'🌵 desert'!A1:A10"


def test_several_ranges_are_written_and_cleared_at_once(remote: gspread.Spreadsheet) -> None:
    """values_batch_update counts each row and column once; values_batch_clear empties."""
    done = remote.values_batch_update(
        {
            "valueInputOption": "USER_ENTERED",
            "includeValuesInResponse": True,
            "data": [
                {"range": "Sheet1!A1:B1", "values": [["1", "2"]]},
                {"range": "Sheet1!A2:A3", "values": [["x"], ["=A1+B1"]]},
            ],
        }
    )
    counts = {name: done[name] for name in done if name.startswith("total")}
    assert counts == {
        "totalUpdatedRows": 3,
        "totalUpdatedColumns": 2,
        "totalUpdatedCells": 4,
        "totalUpdatedSheets": 1,
    }
    assert done["responses"][1]["updatedData"]["values"] == [["x"], ["3"]]
    cleared = remote.values_batch_clear(body={"ranges": ["Sheet1!A1:B1", "A3"]})
    assert cleared["clearedRanges"] == ["Sheet1!A1:B1", "Sheet1!A3"]
    assert remote.sheet1.get_all_values() == [[""], ["x"]]


def test_values_append_and_clear(remote: gspread.Spreadsheet) -> None:
    """The spreadsheet's own append and clear work like the sheet's."""
    remote.values_append("Sheet1", {"valueInputOption": "RAW"}, {"values": [["a"]]})
    remote.values_append("Sheet1", {"valueInputOption": "RAW"}, {"values": [["b"]]})
    assert remote.values_get("A:A")["values"] == [["a"], ["b"]]
    assert remote.values_clear("A1:A")["clearedRange"] == "Sheet1!A1:A1000"
    assert "values" not in remote.values_get("A:A")


def test_title_time_zone_and_locale_change(remote: gspread.Spreadsheet) -> None:
    """Properties of the spreadsheet are kept and told."""
    remote.update_title("🎊 New title #1")
    remote.update_timezone("Europe/Paris")
    remote.update_locale("fr_FR")
    properties = remote.fetch_sheet_metadata()["properties"]
    assert properties["title"] == "🎊 New title #1"
    assert (properties["timeZone"], properties["locale"]) == ("Europe/Paris", "fr_FR")
    with pytest.raises(APIError, match="time zone"):
        remote.update_timezone("Mars/Olympus")


def test_times_come_from_drive(remote: gspread.Spreadsheet) -> None:
    """The last change is told after a change."""
    before = remote.get_lastUpdateTime()
    remote.sheet1.update_acell("A1", "x")
    assert remote.get_lastUpdateTime() >= before
    assert remote.creationTime <= before


def test_a_sheet_is_duplicated(remote: gspread.Spreadsheet) -> None:
    """The copy has the cells, another id and the title that is given."""
    remote.sheet1.update([["a", "=1+1"]], "A1", raw=False)
    copy = remote.duplicate_sheet(0, insert_sheet_index=1, new_sheet_name="Twin")
    assert copy.id != 0
    assert copy.get_all_values() == [["a", "2"]]
    assert [s.title for s in remote.worksheets()] == ["Sheet1", "Twin"]


def test_a_sheet_is_copied_to_another_spreadsheet(
    client: gspread.Client, remote: gspread.Spreadsheet
) -> None:
    """copy_to answers the properties of the copy at the other one's end."""
    other = client.create("Other")
    remote.sheet1.update_acell("A1", "hello")
    told = remote.sheet1.copy_to(other.id)
    assert (told["title"], told["index"]) == ("Copy of Sheet1", 1)
    assert other.worksheet("Copy of Sheet1").acell("A1").value == "hello"


def test_named_ranges_are_listed_and_read(remote: gspread.Spreadsheet) -> None:
    """A named range stands for its cells wherever a range may stand."""
    remote.sheet1.update([["a", "b"], ["c", "d"]], "A1")
    remote.sheet1.define_named_range("A1:B2", "members")
    assert [cell.value for cell in remote.named_range("members")] == ["a", "b", "c", "d"]
    assert remote.values_get("members")["range"] == "Sheet1!A1:B2"
    with pytest.raises(APIError, match="already exists"):
        remote.sheet1.define_named_range("A1", "Members")
    with pytest.raises(APIError, match="not a valid name"):
        remote.sheet1.define_named_range("A1", "A1")


def test_protected_ranges_are_listed(remote: gspread.Spreadsheet) -> None:
    """list_protected_ranges gives what was protected on one sheet."""
    remote.sheet1.add_protected_range("A1:B2", description="Keys")
    listed = remote.list_protected_ranges(0)
    assert [(given["description"], given["requestingUserCanEdit"]) for given in listed] == [
        ("Keys", True)
    ]
    remote.sheet1.delete_protected_range(listed[0]["protectedRangeId"])
    assert remote.list_protected_ranges(0) == []
