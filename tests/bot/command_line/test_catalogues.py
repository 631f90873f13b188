"""Published catalogues, imported as they are: the balances are those of an independent reading."""

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.bot.command_line.typing_in import CommandLine

ROOT = Path(__file__).parents[3]
PUBLISHED = ROOT.parent / "shared" / "catalogues"
SAMPLE = ROOT / "playground" / "sample"
KINDS = ("benefit-types", "membership-types", "membership-benefits")
STARTS_ON = datetime.now(UTC).date() - timedelta(10)
ENDS_ON = STARTS_ON + timedelta(300)

Row = dict[str, str]


@dataclass(frozen=True)
class Catalogue:
    """The rows of one catalogue's files, as the csv module reads them."""

    folder: Path
    types: list[Row]
    lines: list[Row]

    def lines_of(self, membership_type: str) -> list[Row]:
        """What a membership type comes with."""
        return [row for row in self.lines if row["membership_type"] == membership_type]


def read(folder: Path) -> Catalogue:
    """Read a catalogue with nothing of ours."""
    tables = {}
    for kind in KINDS:
        with (folder / f"{kind}.csv").open(newline="", encoding="utf-8-sig") as file:
            tables[kind] = list(csv.DictReader(file))
    return Catalogue(folder, tables["membership-types"], tables["membership-benefits"])


def import_all(line: CommandLine, folder: Path) -> None:
    """Import a catalogue, untouched."""
    for kind in KINDS:
        line.done("import", str(folder / f"{kind}.csv"), "--kind", kind)


def enroll_one_at_every_level(line: CommandLine, catalogue: Catalogue) -> None:
    """A contact of its own for every membership type, with all optional benefits."""
    members = "".join(f"M-{row['code']},Member {row['code']}\n" for row in catalogue.types)
    line.import_text("contacts", "code,name\n" + members)
    for row in catalogue.types:
        lines = catalogue.lines_of(row["code"])
        optional = [each["code"] for each in lines if each.get("standard") == "no"]
        adding = [word for code in optional for word in ("--add", code)]
        ending = [] if row["term_months"] else ["--ends-on", str(ENDS_ON)]
        starting = ["--starts-on", str(STARTS_ON)]
        line.done("enroll", f"M-{row['code']}", row["code"], *starting, *ending, *adding)


def expected(catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    """What the balances have to be, worked out from the files alone."""
    for kind in catalogue.types:
        for row in catalogue.lines_of(kind["code"]):
            unlimited = row["number"] == "unlimited"
            number: Any = "unlimited" if unlimited else float(row["number"])
            value = Decimal(row["single_value"]) if row.get("single_value") else None
            total = None if unlimited or value is None else Decimal(row["number"]) * value
            yield {
                "contact": f"M-{kind['code']}",
                "membership_type": kind["code"],
                "starts_on": STARTS_ON.isoformat(),
                "ends_on": last_day(kind["term_months"]).isoformat(),
                "membership_benefit": row["code"],
                "benefit_type": row["benefit_type"],
                "number": number,
                "conveyed": 0,
                "used": 0,
                "available": number,
                "remaining": number,
                "single_value": value,
                "total_value": total,
                "used_value": None if value is None else Decimal(0),
                "accepted": True,
                "active": True,
            }


def last_day(term_months: str) -> date:
    """The day before the term's date comes round again; whole years only occur here."""
    if not term_months:
        return ENDS_ON
    years, rest = divmod(int(term_months), 12)
    assert not rest
    try:
        return STARTS_ON.replace(year=STARTS_ON.year + years) - timedelta(1)
    except ValueError:  # a 29 February doesn't come round: the term ends on the 28th
        return date(STARTS_ON.year + years, 2, 28)


def compared(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the report with its money as numbers."""
    money = {name for name in row if name.endswith("_value")}
    return {
        name: Decimal(value) if name in money and value is not None else value
        for name, value in row.items()
    }


def by_line(rows: Iterator[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    """Rows by contact and membership benefit; no two may share them."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        key = (row["contact"], row["membership_benefit"])
        assert key not in found
        found[key] = row
    return found


def published_folders() -> list[Path]:
    """The published catalogues that lie beside this checkout."""
    if not PUBLISHED.is_dir():
        return []
    return sorted(folder for folder in PUBLISHED.iterdir() if folder.is_dir())


def check_catalogue(line: CommandLine, folder: Path) -> None:
    """Import, enroll at every level, compare every balance, verify."""
    catalogue = read(folder)
    assert catalogue.types
    assert catalogue.lines
    import_all(line, folder)
    enroll_one_at_every_level(line, catalogue)
    reported = by_line(compared(row) for row in line.rows("balances"))
    assert reported == by_line(expected(catalogue))
    assert line.done("verify").endswith(": everything adds up.\n")


def test_the_published_catalogues_are_there() -> None:
    """They lie beside the checkout where the product is built; CI must have them."""
    if not published_folders():
        missing = f"The published catalogues are not at {PUBLISHED}, so they were not checked."
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)


@pytest.mark.parametrize("folder", published_folders(), ids=lambda folder: folder.name)
def test_a_published_catalogue_gives_its_own_numbers(line: CommandLine, folder: Path) -> None:
    """One member at every level holds exactly what the institution publishes."""
    check_catalogue(line, folder)


def test_the_sample_organisation_s_catalogue_gives_its_own_numbers(line: CommandLine) -> None:
    """The catalogue of the demonstration passes the same check."""
    check_catalogue(line, SAMPLE)
