"""Laws of the grid, tried on many made-up cases."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from playground.google import Drive, Spreadsheet
from playground.google.a1 import column_index, column_letters, quoted, read_span, split_title
from playground.google.appending import tables_of
from playground.google.formulas.moving import moved_formula
from playground.google.grid import Box, shifted
from playground.google.ranges import find_range, name_of
from playground.google.serials import moment_of_serial, serial_of_date
from playground.google.writing import write

ME = "me@example.org"
TITLES = st.text(min_size=1, max_size=20).filter(lambda text: text == text.strip())
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.text(max_size=8),
)
BLOCKS = st.lists(st.lists(SCALARS, max_size=5), max_size=6)


def a_book(title: str = "Sheet1") -> Spreadsheet:
    """A spreadsheet with one sheet of 20 rows and 10 columns."""
    book = Drive().create_spreadsheet("Law", owner=ME)
    sheet = book.sheets[0]
    sheet.facts.title, sheet.facts.row_count, sheet.facts.column_count = title, 20, 10
    return book


def put(book: Spreadsheet, corner: str, rows: list[list[Any]], *, as_typed: bool = False) -> None:
    """Write rows from a corner on."""
    with book.editing(by=ME):
        write(book, find_range(book, corner), rows, as_typed=as_typed, by=ME)


@given(st.integers(0, 18_277))
def test_letters_and_columns_are_one_to_one(column: int) -> None:
    """A column's letters lead back to it."""
    assert column_index(column_letters(column)) == column


@given(TITLES)
def test_a_quoted_title_is_read_back(title: str) -> None:
    """Whatever stands in a title, its quoted form means it."""
    assert split_title(f"{quoted(title)}!A1") == (title, "A1")


@given(TITLES, st.integers(0, 19), st.integers(0, 9), st.integers(1, 5), st.integers(1, 5))
def test_a_told_range_is_understood_again(
    title: str, top: int, left: int, height: int, width: int
) -> None:
    """What an answer calls a rectangle is that rectangle when it is asked for."""
    book = a_book(title)
    box = Box(top, min(top + height, 20), left, min(left + width, 10))
    assert find_range(book, name_of(book.sheets[0], box)).box == box


@given(st.text(max_size=12))
def test_no_text_breaks_the_reader_of_ranges(text: str) -> None:
    """A text is a span or none; nothing crashes."""
    span = read_span(text)
    assert span is None or span.start_row is not None or span.start_column is not None


@given(st.datetimes(datetime(1900, 3, 1), datetime(2999, 12, 31)))  # noqa: DTZ001 - a serial has no zone
def test_a_moment_survives_its_serial(moment: datetime) -> None:
    """To the millisecond, a moment comes back from its serial number."""
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    serial = serial_of_date(moment.date()) + (moment - midnight) / timedelta(days=1)
    assert abs(moment_of_serial(serial) - moment) <= timedelta(milliseconds=1)
    assert moment.replace(tzinfo=UTC).tzinfo is UTC


@given(BLOCKS)
def test_raw_values_are_read_as_they_were_written(rows: list[list[Any]]) -> None:
    """RAW, read unformatted, is the same block with its blank ends trimmed."""
    book = a_book()
    put(book, "A1", rows)
    wanted = [[None if value == "" else value for value in row] for row in rows]
    found = book.typed_rows("Sheet1")
    for r, row in enumerate(wanted):
        for c, value in enumerate(row):
            held = found[r][c] if r < len(found) and c < len(found[r]) else None
            assert held == value
            assert isinstance(held, bool) is isinstance(value, bool)


@given(BLOCKS, st.integers(0, 19), st.integers(1, 5), st.sampled_from(["ROWS", "COLUMNS"]))
def test_lines_put_in_and_taken_out_leave_all_as_it_was(
    rows: list[list[Any]], at: int, count: int, dimension: Any
) -> None:
    """Inserting and deleting the same lines is nothing, for values, formulas and sizes."""
    book = a_book()
    put(book, "A1", rows)
    put(book, "G1", [["=SUM(A1:E9)", "=$B$2"], ["=A:A"]], as_typed=True)
    place = at if dimension == "ROWS" else at % 10
    sheet = book.sheets[0]
    before = (book.typed_rows(0), list(sheet.formulas()), sheet.whole())
    with book.editing(by=ME):
        book.change_lines(sheet, dimension, place, count)
    with book.editing(by=ME):
        book.change_lines(sheet, dimension, place, -count)
    assert (book.typed_rows(0), list(sheet.formulas()), sheet.whole()) == before


@given(st.integers(0, 30), st.integers(1, 10), st.integers(0, 30), st.integers(-10, 10))
def test_a_shifted_span_keeps_its_own_lines(start: int, length: int, at: int, by: int) -> None:
    """A span holds exactly those of its lines that stayed, and those put in among them."""
    lines = list(range(60))
    kept = set(lines[start : start + length])
    if by >= 0:
        lines[at:at] = [-1] * by
    else:
        del lines[at : at - by]
    new_start, new_end = shifted(start, start + length, at=at, by=by)
    inside = set(lines[new_start:new_end]) - {-1}
    assert inside == kept & set(lines)


@given(st.integers(0, 12), st.integers(1, 4))
def test_a_formula_follows_its_cell(at: int, count: int) -> None:
    """A reference means the same cell after rows came in, wherever they came."""
    moved = moved_formula("=A6", "S", "S", dimension="ROWS", at=at, by=count)
    assert moved == (f"=A{6 + count}" if at <= 5 else "=A6")


@given(st.lists(st.lists(st.sampled_from([None, "x"]), min_size=6, max_size=6), max_size=8))
def test_tables_hold_every_value_and_touch_no_other(rows: list[list[str | None]]) -> None:
    """Each cell with a value lies in exactly one table, and between tables there is a gap."""
    book = a_book()
    put(book, "A1", rows)
    tables = tables_of(book.sheets[0])
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            around = [t for t in tables if t.overlaps(Box(r, r + 1, c, c + 1))]
            assert len(around) == 1 if value is not None else len(around) <= 1
    for one in tables:
        wider = Box(one.top - 1, one.bottom + 1, one.left - 1, one.right + 1)
        assert [other for other in tables if wider.overlaps(other)] == [one]
