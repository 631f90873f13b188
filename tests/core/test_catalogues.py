"""Published catalogues, lived through: every membership type, every benefit, to the last unit."""

import csv
import os
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from core.contact import Contact
from core.importing import import_file
from core.membership import Transaction, TransactionKind
from core.reports.quid_pro_quo import quid_pro_quo
from tests.core.building import MANAGER
from tests.core.catalogue_files import KINDS, Row, read
from tests.core.catalogue_life import an_empty_office, live_through

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT.parent / "shared" / "catalogues"


def folders() -> list[Path]:
    """The published catalogues that lie beside this checkout."""
    return sorted(path.parent for path in PUBLISHED.glob("*/membership-types.csv"))


def test_the_published_catalogues_are_there() -> None:
    """They lie beside the checkout where the product is built; CI must have them."""
    if not folders():
        missing = (
            f"The published catalogues are not at {PUBLISHED}, so they were not lived through."
        )
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)


@pytest.mark.parametrize("starts_on", [date(2026, 1, 1), date(2024, 2, 29)], ids=str)
@pytest.mark.parametrize(
    "folder", [*folders(), ROOT / "playground" / "sample"], ids=lambda folder: folder.name
)
def test_a_catalogue_is_lived_through(folder: Path, tmp_path: Path, starts_on: date) -> None:
    """Enrolled in with everything, used up, renewed, reported, verified and moved."""
    files = read(folder)
    assert files.membership_types
    assert files.lines
    live_through(files, tmp_path, starts_on)


def stated() -> list[tuple[Row, str]]:
    """What a garden says of its packages: by an amount, and by tickets where they cost 52 each."""
    path = PUBLISHED / "red-butte-garden" / "stated-deductible.csv"
    if not path.is_file():
        return []
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    by_tickets = [row for row in rows if row["equals_52"] == "yes"]
    return [(row, "amount") for row in rows] + [(row, "tickets") for row in by_tickets]


@pytest.mark.parametrize(("row", "by"), stated())
def test_a_package_s_gift_is_what_the_institution_says(tmp_path: Path, row: Row, by: str) -> None:
    """The price less what is stated for the package, or less the value of its tickets."""
    kind = row["membership_type"]
    with an_empty_office(tmp_path) as office:
        for table in KINDS:
            path = PUBLISHED / "red-butte-garden" / f"{table}.csv"
            import_file(office.desk, path, table, actor=MANAGER)
        books = office.desk.read(lambda books: books)
        package = books.membership_types[kind]
        lines = [
            replace(line, single_value=Decimal(52))
            for line in books.catalogue_of(kind)
            if line.benefit_type == "TICKET"
        ]
        stating = replace(package, non_deductible_value=Decimal(row["non_deductible"]))
        records = [stating] if by == "amount" else lines
        patron = Contact(code="PATRON", name="A patron")
        office.desk.put([*records, patron], idempotency_key="stated", actor=MANAGER)
        paid = Transaction(code="G-1", kind=TransactionKind.GIFT, amount=package.price)
        office.enroll("PATRON", kind, ends_on=date(2026, 10, 31), transaction=paid)
        (told,) = quid_pro_quo(office.desk)
        assert told.value == Decimal(row["non_deductible"])
        assert told.deductible == Decimal(row["stated_charitable_gift"])
        assert told.disclosure_due
