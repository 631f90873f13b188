"""Quantities and money as people write them."""

from decimal import Decimal

import pytest

from core.columns import Column
from core.quantity import (
    UNLIMITED,
    decimal_of,
    is_multiple,
    meant_by,
    money,
    plain,
    times,
    total,
)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Decimal("2.50"), "2.5"),
        (Decimal(100), "100"),
        (Decimal("1E+3"), "1000"),
        (Decimal("0.0"), "0"),
        (UNLIMITED, "unlimited"),
        (None, ""),
    ],
)
def test_a_number_is_written_plainly(number: Decimal | None, text: str) -> None:
    """No exponent, no trailing zeros; nothing for what isn't known."""
    assert plain(number) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(Decimal(5), "5.00"), (Decimal("5.125"), "5.1250"), (Decimal("12.5000"), "12.50"), (None, "")],
)
def test_money_has_two_places_or_four(value: Decimal | None, text: str) -> None:
    """Four only where the cents are split."""
    assert money(value) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,250.50", Decimal("1250.50")),
        (" -12,345,678 ", Decimal(-12345678)),
        (".5", Decimal("0.5")),
        ("0,5", None),
        ("780,00", None),
        ("0,500", None),
        ("1,2345", None),
        ("1e9", None),
        ("1_000", None),
        ("NaN", None),
        ("inf", None),
        ("x", None),
        ("", None),
        ("-", None),
        ("٣", None),
    ],
)
def test_a_decimal_is_read_or_refused_never_guessed(text: str, value: Decimal | None) -> None:
    """A comma that may be meant as a decimal point is no number, and neither is an exponent."""
    assert decimal_of(text) == value


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (" Half ", "0.5"),
        ("twelve", "12"),
        ("½", "0.5"),
        ("1½", "1.5"),
        ("2 ¼", "2.25"),
        ("1,5", "1.5"),
        ("12,50", "12.50"),
        ("0,0625", "0.0625"),
        ("⅓", None),
        ("1²", None),
        ("x½", None),
        ("٣", None),
        ("1,500", None),
        ("many", None),
        ("", None),
    ],
)
def test_what_is_written_otherwise_has_a_hint(text: str, meant: str | None) -> None:
    """Where it can mean one decimal only; thirds have none."""
    assert meant_by(text) == (None if meant is None else Decimal(meant))


def test_unlimited_swallows_what_is_added() -> None:
    """On either side, and it has no worth."""
    assert total(UNLIMITED, Decimal(1)) is UNLIMITED
    assert total(Decimal(1), UNLIMITED) is UNLIMITED
    assert total(Decimal(1), Decimal(2)) == 3
    assert times(UNLIMITED, Decimal(2)) is None


def test_steps_are_exact() -> None:
    """A tenth is no multiple of a quarter, and cents are exact."""
    assert is_multiple(Decimal("0.75"), Decimal("0.25"))
    assert not is_multiple(Decimal("0.1"), Decimal("0.25"))
    assert is_multiple(Decimal("19.99"), Decimal("0.01"))


def test_a_column_is_written_as_words_in_a_sheet() -> None:
    """One list of columns for files and for the sheet."""
    assert Column("used_on").words == "Used on"
