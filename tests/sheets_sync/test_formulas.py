"""Formulas that people type: what they come to is taken, and they are never written over."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from playground.google import Running, running
from sheets_sync.formulas import resolved
from sheets_sync.sheet import Tab
from tests.core.building import Office
from tests.sheets_sync.test_google_sheet import OWNER, Desk, a_desk
from tests.sheets_sync.world import ASSIGNMENTS, RECORD_USAGE, USAGE_REPORT

NUMBER, USED = 5, 6
"""Columns of Assignments."""


@pytest.fixture(scope="module")
def google() -> Iterator[Running]:
    """The stand-in, serving."""
    with running(owner=OWNER) as served:
        yield served


@pytest.fixture
def desk(office: Office, google: Running) -> Desk:
    """A member's levels in a new spreadsheet, after the first sync."""
    return a_desk(office, google)


def number(desk: Desk) -> object:
    """The number of the level in the first row."""
    level = desk.office.desk.read(lambda books: books.levels_owned("ACME", "PASS")[0])
    return desk.office.desk.balance(level.key).number


def formula(desk: Desk, title: str, row: int, column: int) -> str:
    """What a cell's entry line shows."""
    (cells,) = desk.sheet.read([title], formulas=True).tabs.values()
    return str(cells.at(row, column))


def set_number(desk: Desk, text: str) -> None:
    """Slack changes the number."""
    level = desk.office.desk.read(lambda books: books.levels_owned("ACME", "PASS")[0])
    desk.office.set_number(level, text)


def test_what_a_formula_comes_to_is_taken_and_it_stays(desk: Desk) -> None:
    """Six units by formula; later Slack says nine: the formula stays, and Status says so."""
    desk.type(ASSIGNMENTS, 1, "Number", "=2*3")
    desk.sync()
    assert number(desk) == Decimal(6)
    set_number(desk, "9")
    desk.sync()
    assert formula(desk, ASSIGNMENTS, 1, NUMBER) == "=2*3"
    assert number(desk) == Decimal(9)
    status = str(desk.table(ASSIGNMENTS)[0]["Status"])
    assert status == (
        "Not updated (Number): Benefit Desk has 9, and a formula stands here. Clear the cell to get"
        " the value."
    )
    desk.sync()
    desk.asked()
    assert not desk.sync().changed
    assert sum(desk.asked().values()) == 1
    desk.type(ASSIGNMENTS, 1, "Number", "")
    desk.sync()
    desk.sync()
    assert number(desk) in {Decimal(9), 9}


@pytest.mark.parametrize(
    ("title", "row", "column"),
    [(ASSIGNMENTS, 1, USED), (USAGE_REPORT, 1, 1), (RECORD_USAGE, 1, 7)],
)
def test_no_formula_is_ever_written_over(desk: Desk, title: str, row: int, column: int) -> None:
    """Not even where only Benefit Desk writes: in Used, in a report, in Status."""
    desk.paste(["ACME", "PASS", "", "1", "", "", "x"])
    desk.book.type_into(title, row, column, "=40+2", user=OWNER)
    for _ in range(3):
        desk.sync()
    assert formula(desk, title, row, column) == "=40+2"
    desk.office.use()
    desk.sync()
    desk.sync()
    assert formula(desk, title, row, column) == "=40+2"
    desk.asked()
    desk.sync()
    assert sum(desk.asked().values()) == 1


def test_a_row_with_a_formula_as_key_is_recorded_once(desk: Desk) -> None:
    """It comes to nothing, as in a row that was filled down; the next sync is one request."""
    desk.paste(["ACME", "PASS", "", "1", "", "", "x", "", '=IF(TRUE,"","")'])
    assert desk.sync().recorded == 1
    assert formula(desk, RECORD_USAGE, 1, 8) == '=IF(TRUE,"","")'
    assert str(desk.table(RECORD_USAGE)[0]["Status"]).startswith("Recorded")
    for _ in range(2):
        desk.asked()
        assert not desk.sync().changed
        assert sum(desk.asked().values()) == 1


@pytest.mark.parametrize(("title", "row"), [(ASSIGNMENTS, 1), ("Contacts", 1)])
def test_a_formula_as_key_of_a_record_is_left_alone(desk: Desk, title: str, row: int) -> None:
    """It comes to nothing: the row is told, or known by its Code, and that is all."""
    desk.type(title, row, "Key", '=IF(TRUE,"","")')
    desk.sync()
    desk.sync()
    desk.asked()
    assert not desk.sync().changed
    assert sum(desk.asked().values()) == 1


def test_a_formula_s_text_is_no_key_where_rows_were_moved() -> None:
    """What it comes to isn't known then; it is a row without a Key."""
    earlier = Tab("T", [["K", "h"], [None, "a"], ["2", "b"]], 10, 10)
    later = Tab("T", [["K", "h"], ["2", "b"], ["=x", "a"]], 10, 10, formulas=frozenset({(2, 0)}))
    assert resolved(earlier, later, 0).rows == [["K", "h"], ["2", "b"], [None, "a"]]


def test_a_text_that_looks_like_a_formula_is_a_text() -> None:
    """The plain reading has it too; what a formula comes to is taken from there."""
    earlier = Tab("T", [["K", "h"], ["1", "=x"], ["2", 4], ["3", 5]], 10, 10)
    later = Tab(
        "T",
        [["K", "h"], ["1", "=x"], ["2", "=2*2"], ["9", "=3*3"]],
        10,
        10,
        formulas=frozenset({(1, 1), (2, 1), (3, 1)}),
    )
    found = resolved(earlier, later, 0)
    assert found.formulas == {(2, 1), (3, 1)}
    assert [row[1] for row in found.rows] == ["h", "=x", 4, "=3*3"]
