"""Between cells and typed values."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.columns import Cell, Column
from core.quantity import UNLIMITED
from sheets_sync.errors import RowNotReadable
from sheets_sync.rows import content_of, same, shown, text_of, value_of
from sheets_sync.sheet import Content

QUANTITY = Column("quantity", Cell.QUANTITY)
USED_ON = Column("used_on", Cell.DATE)
ACTIVE = Column("active", Cell.FLAG)
NUMBER = Column("number", Cell.NUMBER)
COMMENT = Column("comment")


@pytest.mark.parametrize(
    ("value", "content"),
    [
        (None, None),
        ("", None),
        ("0042", "0042"),
        (True, "yes"),
        (False, "no"),
        (Decimal(1), 1),
        (Decimal("0.5"), 0.5),
        (Decimal("12.5000"), 12.5),
        (date(2026, 11, 22), 46348),
        (date(1899, 12, 31), 1),
        (UNLIMITED, "unlimited"),
        ("one\r\ntwo\x00", "one\ntwo"),
        ("a\u00a0b", "a\u00a0b"),
    ],
)
def test_what_a_cell_holds_for_a_value(value: Any, content: Content) -> None:
    """Numbers are numbers, dates are serial numbers, flags are words, text is what a cell keeps."""
    assert content_of(value) == content
    assert type(content_of(value)) is type(content)


@given(st.decimals(min_value=0, max_value=999_999_999, places=4))
def test_a_quantity_comes_back_as_it_went(number: Decimal) -> None:
    """Four places survive the spreadsheet's binary fractions."""
    assert value_of(QUANTITY, content_of(number)) == number


@given(st.dates(min_value=date(1900, 1, 1)))
def test_a_date_comes_back_as_it_went(day: date) -> None:
    """A date is a serial number and back."""
    assert value_of(USED_ON, content_of(day)) == day


def test_a_time_of_day_does_not_move_the_date() -> None:
    """A cell with date and time holds the date."""
    assert value_of(USED_ON, 46348.99) == date(2026, 11, 22)


def test_noise_of_binary_fractions_is_no_part_of_a_quantity() -> None:
    """A formula's 0.30000000000000004 is 0.3."""
    assert value_of(QUANTITY, 0.1 + 0.2) == Decimal("0.3")


@pytest.mark.parametrize(
    ("column", "content", "sentence"),
    [
        (USED_ON, "22.11.26", "Used on: “22.11.26” is no date; write it as 2026-11-03."),
        (QUANTITY, "two", "Quantity: “two” is no number; write it as 2."),
        (ACTIVE, "perhaps", "Active: “perhaps” is neither yes nor no."),
        (USED_ON, 99_999_999, "Used on: “99999999” is no date; write it as 2026-11-03."),
    ],
)
def test_an_unreadable_cell_is_told_by_its_header(
    column: Column, content: Content, sentence: str
) -> None:
    """The sentence names the column as the sheet does."""
    with pytest.raises(RowNotReadable) as wrong:
        value_of(column, content)
    assert str(wrong.value) == sentence


@pytest.mark.parametrize(
    ("column", "one", "other"),
    [
        (NUMBER, 5, "5"),
        (NUMBER, "Unlimited", "unlimited"),
        (ACTIVE, "TRUE", "yes"),
        (ACTIVE, "No", "no"),
        (USED_ON, 46348, "2026-11-22"),
        (COMMENT, " late ", "late"),
        (NUMBER, None, "  "),
    ],
)
def test_contents_that_mean_the_same(column: Column, one: Content, other: Content) -> None:
    """Typed in another way, it is no change."""
    assert same(column, one, other)


@pytest.mark.parametrize(
    ("column", "one", "other"),
    [(NUMBER, 5, 6), (NUMBER, None, 0), (NUMBER, "many", 0), (COMMENT, "a", "A")],
)
def test_contents_that_differ(column: Column, one: Content, other: Content) -> None:
    """Blank is not 0, and what can't be read is not the same as anything else."""
    assert not same(column, one, other)


@pytest.mark.parametrize(
    ("name", "content", "look"),
    [
        ("comment", 46329, "3 Nov 2026"),
        ("comment", 46329.52, "3 Nov 2026"),
        ("note", 0.4375, "43.75%"),
        ("discount", 0.5, "50%"),
        ("discount", 1, "100%"),
    ],
)
def test_a_number_that_may_be_shown_as_something_else_is_no_text(
    name: str, content: Content, look: str
) -> None:
    """Pasted with its format, a day is a number: which one is shown isn't read, so it is asked."""
    with pytest.raises(RowNotReadable, match=f"though it may show {look}; write '{look} or "):
        value_of(Column(name), content)


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("comment", "46329", "46329"),
        ("comment", 42, "42"),
        ("comment", 1, "1"),
        ("comment", 1.5, "1.5"),
        ("comment", 54_789, "54789"),
        ("comment", 36_525, "36525"),
        ("transaction", 46329, "46329"),
        ("contact", 40012, "40012"),
        ("discount", 20, "20"),
    ],
)
def test_other_numbers_in_a_text_column_are_what_they_look_like(
    name: str, content: Content, text: str
) -> None:
    """A text is as it was typed; codes and numbers of payments may be as large as a day."""
    assert value_of(Column(name), content) == text


def test_a_cell_in_a_sentence() -> None:
    """Texts are quoted, numbers plain, blanks called so."""
    assert [shown(COMMENT, "hi"), shown(NUMBER, 2.5), shown(NUMBER, None)] == [
        "“hi”",
        "2.5",
        "blank",
    ]
    assert text_of(Cell.DATE, 46348) == "2026-11-22"
