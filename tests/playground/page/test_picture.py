"""The sheet as the grid takes it."""

import pytest

from playground.google.drive import Drive
from playground.google.spreadsheet import Spreadsheet
from playground.page.sheet.picture import Picture, picture
from tests.playground.page.chamber import OWNER, a_spreadsheet, a_workspace


@pytest.fixture
def book() -> Spreadsheet:
    """Give the small organisation's spreadsheet."""
    return a_spreadsheet(Drive(), a_workspace())


def seen(book: Spreadsheet, title: str = "Assignments") -> Picture:
    """Look at a sheet as the manager."""
    return picture(book.show(title, user="morgan@harbour-hills.example", spare_rows=3))


def test_the_frozen_row_is_apart(book: Spreadsheet) -> None:
    """The header stands in the frozen rows, the others below with some empty ones."""
    shown = seen(book)
    assert [row["texts"]["c0"] for row in shown.frozen] == ["Contact"]
    texts = [row["texts"]["c0"] for row in shown.rows]
    assert texts == ["Acme Marine", "Cedar Works", "Delta Lines", "", "", ""]


def test_columns_are_lettered(book: Spreadsheet) -> None:
    """Columns have a spreadsheet's letters and room for what stands in them."""
    columns = seen(book).columns
    assert [column["headerName"] for column in columns] == ["A", "B", "C", "D", "E"]
    assert columns[0]["width"] > columns[2]["width"]


def test_a_crowd_of_columns_cuts_words_and_keeps_figures_whole(book: Spreadsheet) -> None:
    """With many columns long words give way and headers are wrapped, so that figures are seen."""
    with book.editing(by=OWNER):
        sheet = book.sheet("Assignments")
        sheet.put(1, 1, "Conference room hours and a projector")
        before = seen(book).columns
        sheet.resize(60, 14)
        for column in range(5, 14):
            sheet.put(0, column, f"Figure {column}")
    after = seen(book)
    assert before[1]["width"] > 200
    assert after.columns[1]["width"] == 98
    assert after.columns[2]["width"] == before[2]["width"]
    assert [row.get("height") for row in (*after.frozen, after.rows[0])] == [40, None]


def test_codes_and_moments_are_seen_whole(book: Spreadsheet) -> None:
    """Capitals are wide, and a day with its time has room even among many columns."""
    with book.editing(by=OWNER):
        sheet = book.sheet("Assignments")
        sheet.resize(60, 14)
        for row in (1, 2, 3):
            sheet.put(row, 5, "ACME")
            sheet.put(row, 6, "26 Nov 2026 10:41")
        for column in range(5, 14):
            sheet.put(0, column, "Of it")
    columns = seen(book).columns
    assert columns[5]["width"] >= 4 * 8 + 13
    assert columns[6]["width"] >= 120


def test_protected_cells_are_locked_and_grey(book: Spreadsheet) -> None:
    """A cell that this person may not change says so and is grey."""
    shown = seen(book)
    row = shown.rows[0]
    assert row["locked"] == ["c3", "c4"]
    assert shown.looks[row["looks"]["c3"]]["backgroundColor"] == "#f1f3f5"
    owner = picture(book.show("Assignments", user="owner@harbour-hills.example", spare_rows=0))
    assert owner.rows[0]["locked"] == []


def test_drop_downs_and_looks_are_kept_once(book: Spreadsheet) -> None:
    """Cells with the same choices share one list."""
    shown = seen(book)
    places = {row["choices"]["c1"] for row in shown.rows[:3]}
    assert shown.choices == [["Guest pass", "Banner"]]
    assert places == {0}


def test_notes_and_figures(book: Spreadsheet) -> None:
    """A note is told, a figure stands at the right."""
    shown = seen(book)
    assert shown.frozen[0]["notes"] == {"c2": "How many units were offered"}
    assert shown.looks[shown.rows[0]["looks"]["c2"]]["textAlign"] == "right"


def test_an_empty_sheet_has_one_column(book: Spreadsheet) -> None:
    """A sheet without anything still shows."""
    book.add_sheet("Empty")
    shown = seen(book, "Empty")
    assert [column["headerName"] for column in shown.columns] == ["A"]
    assert len(shown.rows) == 3
