"""The files of a catalogue, read with nothing of ours, and the periods that its lines have."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from core.columns import Kind

KINDS = (Kind.BENEFIT_TYPES, Kind.MEMBERSHIP_TYPES, Kind.MEMBERSHIP_BENEFITS)
MONTHS = {"month": 1, "quarter": 3, "year": 12}
PRICE = Decimal(60)
"""What a place at an event costs in these tests."""

Row = dict[str, str]


@dataclass(frozen=True)
class Files:
    """A catalogue's three files, read with nothing of ours."""

    folder: Path
    benefit_types: dict[str, Row]
    membership_types: list[Row]
    lines: list[Row]

    def of(self, membership_type: str) -> list["Line"]:
        """The lines of a membership type."""
        return [
            Line(row, self.benefit_types[row["benefit_type"]])
            for row in self.lines
            if row["membership_type"] == membership_type
        ]


@dataclass(frozen=True)
class Line:
    """One catalogue line with its benefit type, as texts; blank is what the columns default to."""

    row: Row
    benefit: Row

    def amount(self, name: str) -> Decimal | None:
        """A number of the line; None where it is blank or unlimited."""
        text = self.row.get(name) or ""
        return None if text in {"", "unlimited"} else Decimal(text)

    @property
    def step(self) -> Decimal:
        """The smallest quantity."""
        return Decimal(self.benefit.get("step") or 1)

    @property
    def tracked(self) -> bool:
        """Whether its use is counted."""
        return self.benefit.get("tracked") != "no"

    def whole_steps(self, quantity: Decimal) -> Decimal:
        """As much of a quantity as its steps make up."""
        return quantity // self.step * self.step

    def off(self) -> Decimal:
        """What one unit takes off a place at `PRICE`."""
        text = self.benefit.get("discount") or "100%"
        return PRICE * Decimal(text[:-1]) / 100 if text[-1] == "%" else min(PRICE, Decimal(text))


def read(folder: Path) -> Files:
    """Read a catalogue."""
    tables = []
    for kind in KINDS:
        with (folder / f"{kind}.csv").open(newline="", encoding="utf-8-sig") as file:
            tables.append(list(csv.DictReader(file)))
    return Files(folder, {row["code"]: row for row in tables[0]}, tables[1], tables[2])


def runs(line: Line, starts_on: date, ends_on: date) -> list[tuple[date, date]]:
    """First and last day of each of a line's periods, counted month by month."""
    months = MONTHS.get(line.row.get("period") or "term")
    firsts = [starts_on]
    while months and (following := months_later(starts_on, months * len(firsts))) <= ends_on:
        firsts.append(following)
    lasts = [first - timedelta(1) for first in firsts[1:]] + [ends_on]
    return list(zip(firsts, lasts, strict=True))


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the first of the next month where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return date(year + (month == 11), (month + 1) % 12 + 1, 1)


def days(last: date, first: date) -> Iterator[date]:
    """From the last day back to the first."""
    while last >= first:
        yield last
        last -= timedelta(1)
