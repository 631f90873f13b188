"""Catalogues that nobody published, made up by the hundred and lived through like the others.

Room hours by the half each month, unlimited beside counted, prices and values that aren't known,
types without a term, money allowances to the cent, rollover, caps, overage, benefits that aren't
counted, events with every sort of discount.
"""

import csv
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.columns import COLUMNS, Kind
from tests.core.catalogue_files import KINDS, Row, read
from tests.core.catalogue_life import live_through

Tables = tuple[list[Row], list[Row], list[Row]]

SORTS: Final = (
    ("custom", "pass", "1"),
    ("custom", "hour", "0.5"),
    ("custom", "USD", "0.01"),
    ("", "EUR", "0.0001"),
    ("event", "seat", "1"),
    ("event", "", ""),
)
"""Every catalogue has a benefit of each kind, unit and step: one draws the rest."""
STARTS: Final = tuple(
    date.fromisoformat(text)
    for text in ("2026-01-01", "2026-01-31", "2024-02-29", "2025-11-30", "2027-08-31", "2026-03-29")
)
MONEY = st.one_of(
    st.just(""),
    st.decimals(0, 9999, places=2).map(str),
    st.decimals(0, 99, places=4).map(str),
)
FLAG = st.sampled_from(["yes", "no"])
NAME = st.text("abcdefgh äöß'&-", min_size=1, max_size=20).map(lambda text: f"N {text}".strip())


@st.composite
def benefit_types(draw: st.DrawFn, code: str, sort: tuple[str, str, str]) -> Row:
    """A benefit of this sort; an event's has a discount, or is a free place."""
    kind, unit, step = sort
    event = kind == "event"
    off = ["", "100%", "50%", "25%", "20.00", "60", "75.5"]
    return {
        "code": code,
        "name": draw(NAME),
        "categories": draw(st.sampled_from(["", "Admission", "Admission;Events"])),
        "kind": kind,
        "tracked": draw(st.sampled_from(["yes", "yes", "yes", "", "", "no"])),
        "unit": unit,
        "step": step,
        "discount": draw(st.sampled_from(off)) if event else "",
        "stackable": draw(FLAG) if event else "",
    }


@st.composite
def membership_types(draw: st.DrawFn, code: str) -> Row:
    """A membership, for a term or until a day that is told."""
    return {
        "code": code,
        "name": draw(NAME),
        "term_months": draw(st.sampled_from(["", "1", "3", "6", "12", "13", "24"])),
        "price": draw(MONEY),
        "currency": draw(st.sampled_from(["USD", "EUR", ""])),
        "non_deductible_value": draw(MONEY),
    }


@st.composite
def lines(draw: st.DrawFn, code: str, membership_type: Row, benefit_type: Row) -> Row:
    """What one offers of the other: every figure is a whole number of the benefit's steps."""
    step = Decimal(benefit_type["step"] or 1)

    def steps(least: int, most: int) -> str:
        return str(step * draw(st.integers(least, most)))

    many = draw(st.integers(0, 24))
    capped = draw(st.booleans())
    return {
        "code": code,
        "membership_type": membership_type["code"],
        "benefit_type": benefit_type["code"],
        "number": draw(st.sampled_from([str(step * many)] * 3 + ["unlimited"])),
        "single_value": draw(MONEY),
        "standard": draw(st.sampled_from(["yes", "", "no"])),
        "quid_pro_quo": draw(FLAG),
        "period": draw(st.sampled_from(["", "term", "month", "quarter", "year"])),
        "rollover_max": draw(st.sampled_from(["", "0", steps(1, 30)])),
        "cap_per_day": steps(max(1, many // 4), 25) if capped else "",
        "cap_per_event": steps(0, 4) if draw(st.booleans()) else "",
        "overage": draw(st.sampled_from(["yes", "no", ""])),
        "note": draw(st.sampled_from(["", "as published"])),
    }


@st.composite
def catalogues(draw: st.DrawFn) -> Tables:
    """One or two membership types, with a benefit of every sort or with most of them."""
    kinds = [draw(benefit_types(f"B{n}", sort)) for n, sort in enumerate(SORTS)]
    types = [draw(membership_types(f"T{n}")) for n in range(draw(st.integers(1, 2)))]
    pairs = [
        (each, kind)
        for each in types
        for kind in kinds
        if draw(st.integers(0, 5)) or kind is kinds[0]
    ]
    return kinds, types, [draw(lines(f"L{n}", *pair)) for n, pair in enumerate(pairs)]


def write(folder: Path, kind: Kind, rows: Iterable[Row]) -> None:
    """Write a table as the file that a person would import."""
    with (folder / f"{kind}.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, [column.name for column in COLUMNS[kind]])
        table.writeheader()
        table.writerows(rows)


def check(tables: Tables, starts_on: date) -> None:
    """Write the tables, read them as texts, and live through them."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for kind, rows in zip(KINDS, tables, strict=True):
            write(folder, kind, rows)
        live_through(read(folder), folder, starts_on)


@settings(max_examples=50)
@given(catalogues(), st.sampled_from(STARTS))
def test_a_made_up_catalogue_is_lived_through(tables: Tables, starts_on: date) -> None:
    """Whatever somebody offers, it is used to its last unit and no further."""
    check(tables, starts_on)


@pytest.mark.storm
@settings(max_examples=5000, derandomize=False, print_blob=True)
@given(catalogues(), st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_thousands_of_catalogues_are_lived_through(tables: Tables, starts_on: date) -> None:
    """More of them, from any day on."""
    check(tables, starts_on)
