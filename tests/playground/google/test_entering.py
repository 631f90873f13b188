"""What typing comes to: values and the formats they bring along."""

from datetime import date

import pytest

from playground.google import Drive
from playground.google.cells import CellDetails, CellFormat, NumberFormat
from playground.google.entering import enter
from playground.google.number_formats import by_pattern, plain, show_text
from playground.google.serials import serial_of_date
from playground.google.typing_in import read_typed

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "value", "pattern"),
    [
        ("0042", 42, None),
        ("-3", -3, None),
        ("+3", 3, None),
        ("(3)", -3, None),
        (" 7 ", 7, None),
        (".5", 0.5, None),
        ("1,234", 1234, "#,##0"),
        ("1,234.5", 1234.5, "#,##0.00"),
        ("12%", 0.12, "0%"),
        ("12.5%", 0.125, "0.00%"),
        ("-12%", -0.12, "0%"),
        ("$12", 12, '"$"#,##0'),
        ("-$1,200.50", -1200.5, '"$"#,##0.00'),
        ("$-3", -3, '"$"#,##0'),
        ("€9.99", 9.99, '"€"#,##0.00'),
        ("1e3", 1000, "0.00E+00"),
        ("TRUE", True, None),
        ("false", False, None),
    ],
)
def test_numbers_money_percents_and_truths_are_read(
    text: str, value: float, pattern: str | None
) -> None:
    """The value is exact, and the format is the one that was typed."""
    entered = enter(text, today=TODAY)
    assert (entered.value, type(entered.value)) == (value, type(value))
    assert (entered.number_format and entered.number_format.pattern) == pattern


@pytest.mark.parametrize(
    ("text", "day", "pattern"),
    [
        ("2024-01-31", date(2024, 1, 31), "yyyy-mm-dd"),
        ("2024-1-5", date(2024, 1, 5), "yyyy-m-d"),
        ("2024/01/31", date(2024, 1, 31), "yyyy/mm/dd"),
        ("1/31/2024", date(2024, 1, 31), "m/d/yyyy"),
        ("1/31/24", date(2024, 1, 31), "m/d/yy"),
        ("1/31/67", date(1967, 1, 31), "m/d/yy"),
        ("1-31-2024", date(2024, 1, 31), "m-d-yyyy"),
        ("1/31", date(2026, 1, 31), "m/d"),
        ("31 Jan 2024", date(2024, 1, 31), "d mmm yyyy"),
        ("31-Jan-2024", date(2024, 1, 31), "d-mmm-yyyy"),
        ("31 January", date(2026, 1, 31), "d mmmm"),
        ("Jan 31, 2024", date(2024, 1, 31), "mmm d, yyyy"),
        ("January 31st 2024", date(2024, 1, 31), "mmmm d, yyyy"),
        ("Sept 5", date(2026, 9, 5), "mmmm d"),
        ("Feb 2024", date(2024, 2, 1), "mmm yyyy"),
    ],
)
def test_dates_are_read_as_an_american_sheet_does(text: str, day: date, pattern: str) -> None:
    """A date is its serial number, and keeps the form in which it was typed."""
    entered = enter(text, today=TODAY)
    assert entered.value == serial_of_date(day)
    assert entered.number_format == NumberFormat("DATE", pattern)


@pytest.mark.parametrize(
    ("text", "hours", "pattern"),
    [
        ("9:30", 9.5, "h:mm"),
        ("21:30:15", 21.5 + 15 / 3600, "h:mm:ss"),
        ("9 PM", 21, "h:mm am/pm"),
        ("12:15 am", 0.25, "h:mm am/pm"),
        ("12:00:00 PM", 12, "h:mm:ss am/pm"),
        ("30:15", 30.25, "[h]:mm:ss"),
    ],
)
def test_times_are_parts_of_a_day(text: str, hours: float, pattern: str) -> None:
    """A time is a fraction; more than a day is a duration."""
    entered = enter(text, today=TODAY)
    assert entered.value == pytest.approx(hours / 24)
    assert entered.number_format == NumberFormat("TIME", pattern)


def test_a_date_and_a_time_stand_together() -> None:
    """Both patterns are joined."""
    entered = enter("1/31/2024 3:30 PM", today=TODAY)
    assert entered.value == pytest.approx(serial_of_date(date(2024, 1, 31)) + 15.5 / 24)
    assert entered.number_format == NumberFormat("DATE_TIME", "m/d/yyyy h:mm am/pm")


@pytest.mark.parametrize(
    "text",
    [
        "Acme", "13/45/2024", "2024-02-30", "1,23", "12 passes", "1.2.3", "$", "-", "25:70", "May",
        "(3", "3)", "+-3", "Marching 5", "2024-01-31T10:00:00", "0x1F", "1/2/3/4", "Julyish 4",
    ],
)  # fmt: skip
def test_everything_else_is_a_text(text: str) -> None:
    """What only looks like a number or a date stays as it was typed."""
    assert enter(text, today=TODAY).value == text


def test_an_apostrophe_keeps_text_and_an_equals_sign_makes_a_formula() -> None:
    """The two marks at the beginning."""
    assert enter("'=1").value == "=1"
    assert enter("=1").formula == "=1"
    assert enter("=").value == "="
    assert enter("").value is None


def test_a_text_cell_takes_everything_as_text() -> None:
    """In a cell with the format for text, 0042 stays 0042."""
    detail = CellDetails(format=CellFormat({"numberFormat": {"type": "TEXT", "pattern": "@"}}))
    assert read_typed("0042", detail).value == "0042"
    assert read_typed("0042", CellDetails()).value == 42


# ----------------------------------------------------------------------------------- showing


@pytest.mark.parametrize(
    ("number", "pattern", "text"),
    [
        (1234.5, "#,##0.00", "1,234.50"),
        (-1234.5, "#,##0.00", "-1,234.50"),
        (0.5, "#,##0.##", "0.5"),
        (0, "#", ""),
        (1234567, "#,##0,", "1,235"),
        (0.125, "0%", "13%"),
        (0.125, "0.0%", "12.5%"),
        (12.5, '"$"#,##0.00', "$12.50"),
        (-12.5, '"$"#,##0.00;("$"#,##0.00)', "($12.50)"),
        (0, '0;-0;"none"', "none"),
        (42, "00000", "00042"),
        (5551234, "000-0000", "555-1234"),
        (12345, "0.00E+00", "1.23E+04"),
        (0.00012, "0.0E-0", "1.2E-4"),
        (9.999, "0.0E+0", "1.0E+1"),
        (2.5, "# ?/?", "2 1/2"),
        (0.333333, "# ?/?", "1/3"),
        (3, "# ?/?", "3"),
        (5, '0 "units"', "5 units"),
        (5, "0\\k", "5k"),
        (1.005, "0.00", "1.01"),
        (7, "[$€-407]0.00", "€7.00"),
        (45322, "yyyy-mm-dd", "2024-01-31"),
        (45322, "dddd, d mmmm yyyy", "Wednesday, 31 January 2024"),
        (45322, "ddd d/m/yy", "Wed 31/1/24"),
        (45322, "mmmmm", "J"),
        (45322.6458334, "m/d/yyyy h:mm:ss am/pm", "1/31/2024 3:30:00 PM"),
        (45322.6458334, "hh:mm", "15:30"),
        (0.5 / 86400, "ss.000", "00.500"),
        (1.5, "[h]:mm", "36:00"),
        (0.0007, "[mm]:ss", "01:00"),
        (1e7, "yyyy-mm-dd", "10000000"),
        (1.5, "General", "1.5"),
    ],
)
def test_a_number_is_shown_by_its_pattern(number: float, pattern: str, text: str) -> None:
    """Digits, literals, sections, percents, exponents, fractions, dates and durations."""
    assert by_pattern(number, pattern) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "1"),
        (1.0, "1"),
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.3333333333"),
        (100 / 3, "33.33333333"),
        (123456789.123, "123456789.1"),
        (123456789012345, "123456789012345"),
        (1e15, "1E+15"),
        (1.5e-10, "1.5E-10"),
        (-0.5, "-0.5"),
    ],
)
def test_a_number_without_a_format_has_ten_digits(number: float, text: str) -> None:
    """As many as fit, and no blank zeros."""
    assert plain(number) == text


def test_a_pattern_may_have_words_around_a_text() -> None:
    """The part for text puts the text in the place of the mark."""
    assert show_text("Acme", NumberFormat("TEXT", '0;-0;0;"→ "@')) == "→ Acme"
    assert show_text("Acme", None) == "Acme"


def test_what_is_typed_changes_the_format_only_when_it_is_another_kind() -> None:
    """A date keeps a date's format; a number typed into it is shown as a date."""
    book = Drive().create_spreadsheet("x", owner="me@example.org")
    for text, shown in (
        ("2024-01-31", "2024-01-31"),
        ("2/1/2024", "2024-02-01"),
        ("45322", "2024-01-31"),
        ("$3", "$3"),
        ("1,200", "$1,200"),
        ("50%", "50%"),
        ("words", "words"),
    ):
        book.type_into("Sheet1", 0, 0, text, user="me@example.org")
        assert book.rows("Sheet1") == [[shown]]
