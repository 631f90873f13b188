"""A person at the grid: looking, typing, pasting, sorting, and what is refused."""

from typing import Any

import pytest

from playground.google import Drive, Spreadsheet
from playground.google.errors import (
    NotAllowedByValidation,
    NotAnEditor,
    PastedRowNotAllowed,
    PastedRowTooWide,
    RangeIsProtected,
)
from playground.google.grid import Box
from playground.google.requests import apply
from playground.google.workbook import Change
from tests.playground.google.visiting import where

OWNER = "manager@example.org"
ANNA = "anna@example.org"
DESK = "benefit-desk@playground.iam.gserviceaccount.com"


@pytest.fixture
def book() -> Spreadsheet:
    """A spreadsheet of the manager's that Anna and the service account may edit."""
    made = Drive(DESK).create_spreadsheet("Benefits", owner=OWNER, editors=(ANNA, DESK))
    made.paste(
        "Sheet1",
        0,
        0,
        [["Name", "Units", "Key"], ["Cog", "9", "0003"], ["Acme", "4", "'0001"]],
        user=OWNER,
    )
    return made


def test_what_is_typed_is_shown_and_told_to_listeners(book: Spreadsheet) -> None:
    """A listener hears who changed which sheet, once for each edit."""
    heard: list[Change] = []
    end = book.subscribe(heard.append)
    book.type_into("Sheet1", 1, 1, "1,200.5", user=ANNA)
    assert book.rows("Sheet1")[1] == ["Cog", "1,200.50", "3"]
    assert heard == [Change(book.id, frozenset({0}), ANNA)]
    end()
    book.type_into("Sheet1", 1, 1, "1", user=ANNA)
    assert len(heard) == 1


def test_a_listener_may_read_and_write(book: Spreadsheet) -> None:
    """Listeners are told after the change, without the lock."""

    def stamp(change: Change) -> None:
        if change.by == ANNA:
            book.type_into("Sheet1", 5, 0, "seen", user=OWNER)

    book.subscribe(stamp)
    book.type_into("Sheet1", 1, 1, "5", user=ANNA)
    assert book.rows("Sheet1")[5][0] == "seen"


def test_a_block_is_pasted_and_the_grid_grows(book: Spreadsheet) -> None:
    """Pasting beyond the last row makes room."""
    book.paste("Sheet1", 999, 25, [["a", "b"], ["c"]], user=ANNA)
    shown = book.show("Sheet1", user=ANNA)
    assert (shown.row_count, shown.column_count) == (1001, 27)
    assert shown.rows[999][26].text == "b"


def test_rows_are_put_in_taken_out_and_added(book: Spreadsheet) -> None:
    """The grid's own commands."""
    book.insert_rows("Sheet1", 1, 2, user=ANNA)
    assert book.rows("Sheet1")[3] == ["Cog", "9", "3"]
    book.delete_rows("Sheet1", 1, 2, user=ANNA)
    book.insert_columns("Sheet1", 1, user=ANNA)
    assert book.rows("Sheet1")[1] == ["Cog", "", "9", "3"]
    book.delete_columns("Sheet1", 1, user=ANNA)
    book.add_rows("Sheet1", 5, user=ANNA)
    assert book.show("Sheet1", user=ANNA).row_count == 1005


def test_rows_are_sorted_below_the_frozen_ones(book: Spreadsheet) -> None:
    """Formats, notes and keys go along with their row."""
    freeze = {
        "properties": {"gridProperties": {"frozenRowCount": 1}},
        "fields": "gridProperties.frozenRowCount",
    }
    note = {"range": where(1, 2, 0, 1), "rows": [{"values": [{"note": "cogs"}]}], "fields": "note"}
    apply(book, [{"updateSheetProperties": freeze}, {"updateCells": note}], DESK)
    book.type_into("Sheet1", 1, 3, "=B2*2", user=ANNA)
    book.sort("Sheet1", 0, user=ANNA)
    assert book.rows("Sheet1") == [
        ["Name", "Units", "Key", ""],
        ["Acme", "4", "0001", ""],
        ["Cog", "9", "3", "18"],
    ]
    shown = book.show("Sheet1", user=ANNA)
    assert shown.rows[2][0].note == "cogs"
    assert shown.rows[2][3].formula == "=B3*2"
    book.sort("Sheet1", 1, user=ANNA, descending=True)
    assert [row[0] for row in book.rows("Sheet1")] == ["Name", "Cog", "Acme"]


def test_a_protected_range_refuses_people_and_not_its_owner(book: Spreadsheet) -> None:
    """Anna is told which cell; the owner of the spreadsheet and the editors may."""
    protect = {"protectedRange": {"range": where(0, 3, 2, 3), "editors": {"users": [DESK]}}}
    apply(book, [{"addProtectedRange": protect}], DESK)
    with pytest.raises(RangeIsProtected, match="C2 is protected"):
        book.type_into("Sheet1", 1, 2, "x", user=ANNA)
    with pytest.raises(RangeIsProtected):
        book.paste("Sheet1", 1, 1, [["1", "2"]], user=ANNA)
    with pytest.raises(RangeIsProtected):
        book.delete_rows("Sheet1", 1, user=ANNA)
    assert book.rows("Sheet1")[1] == ["Cog", "9", "3"]
    book.type_into("Sheet1", 1, 1, "10", user=ANNA)
    book.type_into("Sheet1", 1, 2, "7", user=OWNER)
    shown = book.show("Sheet1", user=ANNA)
    assert [cell.is_protected for cell in shown.rows[1]] == [False, False, True]
    assert shown.protected == (Box(0, 3, 2, 3),)
    assert not book.show("Sheet1", user=OWNER).protected


def test_a_pasted_row_with_a_cell_too_many_is_named(book: Spreadsheet) -> None:
    """The row and the cell where the fault is are told; short rows beside it do no harm."""
    protect = {"protectedRange": {"range": where(0, 100, 2, 3), "editors": {"users": [DESK]}}}
    apply(book, [{"addProtectedRange": protect}], DESK)
    good = [[f"Cog {row}", "1"] for row in range(29)]
    with pytest.raises(PastedRowTooWide) as refused:
        book.paste("Sheet1", 1, 0, [*good, ["Cog 30", "1", "surplus"]], user=ANNA)
    assert str(refused.value) == (
        "Row 30 has 3 cells; cell 3 would go into C31, which is protected. Nothing was pasted: "
        "take out what is too much, or begin at another column."
    )
    assert book.rows("Sheet1")[1:] == [["Cog", "9", "3"], ["Acme", "4", "0001"]]
    book.paste("Sheet1", 1, 0, good, user=ANNA)
    assert book.rows("Sheet1")[29][0] == "Cog 28"


def test_cells_left_open_in_a_protected_sheet_can_be_edited(book: Spreadsheet) -> None:
    """A protection of the whole sheet may leave some ranges open."""
    protect = {
        "protectedRange": {
            "range": {"sheetId": 0},
            "unprotectedRanges": [where(1, 100, 1, 2)],
            "editors": {"users": [DESK]},
        }
    }
    apply(book, [{"addProtectedRange": protect}], DESK)
    book.type_into("Sheet1", 1, 1, "5", user=ANNA)
    with pytest.raises(RangeIsProtected):
        book.type_into("Sheet1", 1, 0, "x", user=ANNA)
    shown = book.show("Sheet1", user=ANNA)
    assert [cell.is_protected for cell in shown.rows[1]] == [True, False, True]


def test_who_is_no_editor_is_told_so(book: Spreadsheet) -> None:
    """Strangers and readers can't type."""
    book.sharing.share("user", "reader", email="reader@example.org")
    for user in ("reader@example.org", "stranger@example.org"):
        with pytest.raises(NotAnEditor, match="may not edit “Benefits”"):
            book.type_into("Sheet1", 1, 1, "x", user=user)


def drop_down(strict: bool = True) -> dict[str, Any]:
    """A request for a drop-down in B2:B9."""
    condition = {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": v} for v in ("1", "2")]}
    return {
        "setDataValidation": {
            "range": where(1, 9, 1, 2),
            "rule": {"condition": condition, "strict": strict, "showCustomUi": True},
        }
    }


def test_a_drop_down_offers_and_a_strict_one_insists(book: Spreadsheet) -> None:
    """The refusal names what is offered; without strictness anything goes."""
    apply(book, [drop_down()], DESK)
    assert book.choices("Sheet1", 1, 1) == ("1", "2")
    assert book.choices("Sheet1", 0, 1) == ()
    with pytest.raises(NotAllowedByValidation, match="It takes one of: 1, 2"):
        book.type_into("Sheet1", 1, 1, "3", user=ANNA)
    book.type_into("Sheet1", 1, 1, "2", user=ANNA)
    book.type_into("Sheet1", 1, 1, "", user=ANNA)
    apply(book, [drop_down(strict=False)], DESK)
    book.type_into("Sheet1", 1, 1, "3", user=ANNA)


def test_a_refused_paste_changes_nothing(book: Spreadsheet) -> None:
    """One cell of the block is refused with its row, and no other is written."""
    apply(book, [drop_down()], DESK)
    before = book.rows("Sheet1")
    with pytest.raises(PastedRowNotAllowed, match="Row 2: B3 doesn't take that value"):
        book.paste("Sheet1", 1, 0, [["New", "1"], ["Newer", "nonsense"]], user=ANNA)
    assert book.rows("Sheet1") == before


def test_choices_may_come_from_another_range(book: Spreadsheet) -> None:
    """A drop-down of a range offers what its cells show."""
    condition = {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "=Sheet1!$A$2:$A$9"}]}
    rule = {"range": where(1, 9, 4, 5), "rule": {"condition": condition, "strict": True}}
    apply(book, [{"setDataValidation": rule}], DESK)
    assert book.choices("Sheet1", 1, 4) == ("Cog", "Acme")
    book.type_into("Sheet1", 1, 4, "Acme", user=ANNA)
    with pytest.raises(NotAllowedByValidation):
        book.type_into("Sheet1", 1, 4, "Dot", user=ANNA)


@pytest.mark.parametrize(
    ("kind", "values", "good", "bad"),
    [
        ("NUMBER_BETWEEN", ["1", "5"], "3", "6"),
        ("NUMBER_NOT_BETWEEN", ["1", "5"], "6", "3"),
        ("NUMBER_GREATER", ["0"], "1", "0"),
        ("NUMBER_GREATER_THAN_EQ", ["=B2"], "9", "8"),
        ("NUMBER_NOT_EQ", ["3"], "4", "3"),
        ("DATE_IS_VALID", [], "2024-01-31", "soon"),
        ("DATE_AFTER", ["2024-01-01"], "2024-01-02", "2023-12-31"),
        ("DATE_ON_OR_BEFORE", ["2024-01-01"], "2024-01-01", "2024-01-02"),
        ("TEXT_CONTAINS", ["ac"], "ACME", "Bolt"),
        ("TEXT_NOT_CONTAINS", ["ac"], "Bolt", "Acme"),
        ("TEXT_STARTS_WITH", ["A"], "Acme", "Bolt"),
        ("TEXT_EQ", ["yes"], "Yes", "no"),
        ("TEXT_IS_EMAIL", [], "a@example.org", "a@b"),
        ("TEXT_IS_URL", [], "https://example.org", "example"),
        ("BOOLEAN", [], "TRUE", "yes"),
    ],
)
def test_rules_of_every_kind_are_kept(
    book: Spreadsheet, kind: str, values: list[str], good: str, bad: str
) -> None:
    """A strict rule takes what meets its condition and refuses what doesn't."""
    condition = {"type": kind, "values": [{"userEnteredValue": value} for value in values]}
    rule = {"range": where(1, 2, 4, 5), "rule": {"condition": condition, "strict": True}}
    apply(book, [{"setDataValidation": rule}], DESK)
    book.type_into("Sheet1", 1, 4, good, user=ANNA)
    with pytest.raises(NotAllowedByValidation):
        book.type_into("Sheet1", 1, 4, bad, user=ANNA)


def test_cells_look_as_they_were_dressed(book: Spreadsheet) -> None:
    """Colours, letters, alignment, bands and rules that colour, the last one on top."""
    requests: list[dict[str, Any]] = [
        {
            "addBanding": {
                "bandedRange": {
                    "range": where(0, 3, 0, 3),
                    "rowProperties": {
                        "headerColor": {"blue": 1},
                        "firstBandColor": {"red": 1, "green": 1, "blue": 1},
                        "secondBandColor": {"green": 1},
                    },
                }
            }
        },
        {
            "repeatCell": {
                "range": where(0, 1, 0, 1),
                "cell": {
                    "userEnteredFormat": {
                        "backgroundColor": {"red": 0.5},
                        "horizontalAlignment": "CENTER",
                        "textFormat": {"bold": True, "italic": True, "foregroundColor": {"red": 1}},
                    }
                },
                "fields": "userEnteredFormat",
            }
        },
        {
            "addConditionalFormatRule": {
                "rule": {
                    "ranges": [where(1, 3, 1, 2)],
                    "booleanRule": {
                        "condition": {
                            "type": "CUSTOM_FORMULA",
                            "values": [{"userEnteredValue": "=$B2>5"}],
                        },
                        "format": {"textFormat": {"strikethrough": True}},
                    },
                }
            }
        },
    ]
    apply(book, requests, DESK)
    rows = book.show("Sheet1", user=ANNA).rows
    head = rows[0][0]
    assert (head.background, head.foreground, head.alignment) == ("#800000", "#ff0000", "center")
    assert head.bold
    assert head.italic
    assert rows[0][1].background == "#0000ff"
    assert [row[2].background for row in rows[1:]] == ["#ffffff", "#00ff00"]
    assert [row[1].strikethrough for row in rows[1:]] == [True, False]
    assert rows[1][1].alignment == "right"


def test_a_shown_sheet_tells_its_own_features(book: Spreadsheet) -> None:
    """Frozen rows, hidden lines, widths, merges, tab colour, spare rows, check boxes."""
    properties = {
        "gridProperties": {"frozenRowCount": 1, "frozenColumnCount": 2},
        "tabColorStyle": {"rgbColor": {"green": 1}},
    }
    fields = "gridProperties.frozenRowCount,gridProperties.frozenColumnCount,tabColorStyle"
    columns = {"dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
    rows = {"dimension": "ROWS", "startIndex": 2, "endIndex": 3}
    requests: list[dict[str, Any]] = [
        {"updateSheetProperties": {"properties": properties, "fields": fields}},
        {
            "updateDimensionProperties": {
                "range": columns,
                "properties": {"pixelSize": 50},
                "fields": "pixelSize",
            }
        },
        {
            "updateDimensionProperties": {
                "range": rows,
                "properties": {"hiddenByUser": True},
                "fields": "hiddenByUser",
            }
        },
        {"mergeCells": {"range": where(4, 5, 0, 2)}},
        {
            "setDataValidation": {
                "range": where(1, 2, 0, 1),
                "rule": {"condition": {"type": "BOOLEAN"}},
            }
        },
    ]
    apply(book, requests, DESK)
    shown = book.show(0, user=ANNA, spare_rows=4)
    assert (shown.frozen_rows, shown.frozen_columns, shown.tab_colour) == (1, 2, "#00ff00")
    assert (shown.column_widths, shown.hidden_rows) == ({1: 50}, frozenset({2}))
    assert shown.merges == (Box(4, 5, 0, 2),)
    assert len(shown.rows) == 7
    assert shown.rows[1][0].is_checkbox


def test_a_typed_tables_drop_down_is_offered(book: Spreadsheet) -> None:
    """A table's DROPDOWN column gives its cells their choices."""
    condition = {
        "type": "ONE_OF_LIST",
        "values": [{"userEnteredValue": "4"}, {"userEnteredValue": "9"}],
    }
    column = {
        "columnIndex": 1,
        "columnType": "DROPDOWN",
        "dataValidationRule": {"condition": condition},
    }
    table = {"table": {"range": where(0, 3, 0, 3), "columnProperties": [column]}}
    apply(book, [{"addTable": table}], DESK)
    assert book.choices("Sheet1", 2, 1) == ("4", "9")
    assert book.choices("Sheet1", 0, 1) == ()


def test_values_are_cleared_and_their_look_stays(book: Spreadsheet) -> None:
    """The delete key takes values only."""
    book.type_into("Sheet1", 1, 1, "50%", user=ANNA)
    book.clear("Sheet1", Box(1, 2, 0, 3), user=ANNA)
    assert book.rows("Sheet1")[1] == ["", "", ""]
    book.type_into("Sheet1", 1, 1, "0.25", user=ANNA)
    assert book.rows("Sheet1")[1][1] == "25%"


def test_a_sheet_is_found_by_title_or_id(book: Spreadsheet) -> None:
    """Unknown ones are a KeyError."""
    assert book.titles() == ["Sheet1"]
    assert book.rows(0) == book.rows("sheet1")
    with pytest.raises(KeyError):
        book.rows("Sheet9")
