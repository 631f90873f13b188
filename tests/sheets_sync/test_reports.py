"""The tabs with reports: the chart over the figures, and the quid pro quo's cells."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

import pytest

from core.adjusting import LevelChange
from core.membership import Transaction, TransactionKind
from playground.google import running
from playground.google.cells import Json
from tests.core.building import MANAGER, NEW_YEAR, Office
from tests.sheets_sync.test_google_sheet import OWNER, Desk, a_desk
from tests.sheets_sync.world import USAGE_REPORT

QUID_PRO_QUO = "Quid pro quo"


@pytest.fixture
def desk(office: Office) -> Iterator[Desk]:
    """A gift of 500 and one of 60, over the stand-in."""
    office.enroll(
        "ZED",
        transaction=Transaction(
            code="G-1", kind=TransactionKind.GIFT, amount=Decimal(500), paid_on=NEW_YEAR
        ),
    )
    office.enroll(
        "BOB",
        transaction=Transaction(code="D-2", amount=Decimal(60), paid_on=date(2026, 2, 3)),
        declined=frozenset({"G1"}),
    )
    with running(owner=OWNER) as google:
        yield a_desk(office, google)


def charts(desk: Desk) -> list[Json]:
    """The charts beside the usage report."""
    return list(desk.book.show(USAGE_REPORT, user=OWNER).charts)


def source(part: Json) -> Json:
    """The cells that a part of a chart is drawn from."""
    (only,) = part["sourceRange"]["sources"]
    return dict(only)


def test_the_chart_shows_units_by_benefit(desk: Desk) -> None:
    """Bars: names from the first column, quantities from the fourth, the header as such."""
    (chart,) = charts(desk)
    spec = chart["spec"]
    assert spec["title"] == "Units used in the last twelve months"
    bars = spec["basicChart"]
    assert (bars["chartType"], bars["headerCount"]) == ("BAR", 1)
    (domain,), (series,) = bars["domains"], bars["series"]
    header = desk.book.rows(USAGE_REPORT)[0]
    names, units = source(domain["domain"]), source(series["series"])
    assert header[names["startColumnIndex"]] == "Benefit type"
    assert header[units["startColumnIndex"]] == "Quantity"
    for area in (names, units):
        assert area["startRowIndex"] == 0
        assert area["endColumnIndex"] == area["startColumnIndex"] + 1
        assert area["sheetId"] == desk.book.show(USAGE_REPORT, user=OWNER).id
    anchor = chart["position"]["overlayPosition"]["anchorCell"]
    assert anchor["columnIndex"] >= len(header)


def test_there_is_one_chart_however_often_figures_change(desk: Desk) -> None:
    """It follows its cells; only one that was deleted is made again."""
    desk.office.use(benefit_type="ROOM", contact="ZED")
    for thorough in (False, True, True):
        desk.sync(thorough=thorough)
    assert desk.book.rows(USAGE_REPORT)[1:] == [["Room hours", "1", "1", "1", ""]]
    (chart,) = charts(desk)
    sheet = desk.book.sheet(USAGE_REPORT)
    sheet.facts.charts.clear()
    desk.sync(thorough=True)
    (again,) = charts(desk)
    assert again["spec"] == chart["spec"]


def test_each_transaction_has_its_row(desk: Desk) -> None:
    """What was paid, what came with it, what may be deductible; where all was declined, none."""
    header, *rows = desk.book.rows(QUID_PRO_QUO)
    by_code = {row[0]: dict(zip(header, row, strict=True)) for row in rows if row[0]}
    assert set(by_code) == {"G-1"}
    gift = by_code["G-1"]
    assert (gift["Kind"], gift["Contact"], gift["Paid on"]) == ("gift", "Zed Else", "1 Jan 2026")
    assert (gift["Amount"], gift["Value"]) == ("500.00 USD", "50.00 USD")
    assert gift["Deductible"] == "450.00 USD"
    assert "Guest pass: 50.00" in gift["Benefits"]
    assert (gift["Stated"], gift["Disclosure due"]) == ("no", "yes")


def test_money_and_days_are_no_texts(desk: Desk) -> None:
    """So that people can add them up."""
    header, *rows = desk.book.typed_rows(QUID_PRO_QUO)
    row = next(row for row in rows if row[0] == "G-1")
    for name in ("Amount", "Value", "Deductible", "Paid on"):
        assert isinstance(row[header.index(name)], int | float), name


def test_a_declined_benefit_leaves_the_row_at_once(desk: Desk) -> None:
    """The page is worked out again when the ledger changes, and only then."""
    level = desk.office.desk.read(lambda books: books.levels_owned("ZED", "PASS")[0])
    change = LevelChange(level=level.key, accepted=False)
    desk.office.desk.change_level(change, idempotency_key="declined", actor=MANAGER)
    desk.sync()
    assert "G-1" not in [row[0] for row in desk.book.rows(QUID_PRO_QUO)]
    desk.asked()
    assert desk.sync().changed is False
    assert desk.asked() == {"values.batchGet": 1}


@pytest.mark.parametrize("count", [1, 3])
def test_rows_inserted_in_a_report_leave_no_line_twice(desk: Desk, count: int) -> None:
    """Above the last lines, or above all: each stands where it stood, and nothing below."""
    for benefit in ("ROOM", "PASS", "NOTARY"):
        desk.office.use(benefit_type=benefit, contact="ZED")
    desk.sync()
    titles = (USAGE_REPORT, "History", QUID_PRO_QUO)
    before = {title: desk.book.typed_rows(title) for title in titles}
    for row in (1, 2):
        for title in titles:
            desk.book.insert_rows(title, row, count, user=OWNER)
        desk.sync()
        after = {title: desk.book.typed_rows(title) for title in titles}
        assert {title: _without_blanks(rows) for title, rows in after.items()} == before
    desk.asked()
    assert not desk.sync().changed
    assert desk.asked() == {"values.batchGet": 1}


def test_what_people_wrote_below_a_report_stays(desk: Desk) -> None:
    """It is no line of ours, whatever rows are inserted."""
    desk.book.paste(USAGE_REPORT, 9, 0, [["my", "own"]], user=OWNER)
    desk.office.use(benefit_type="ROOM", contact="ZED")
    desk.sync()
    desk.book.insert_rows(USAGE_REPORT, 1, 1, user=OWNER)
    desk.sync()
    assert [row[:2] for row in desk.book.typed_rows(USAGE_REPORT)[1:] if row[0]] == [
        ["Room hours", 1],
        ["my", "own"],
    ]


def _without_blanks(rows: Sequence[Sequence[object]]) -> list[Sequence[object]]:
    last = max(number for number, row in enumerate(rows) if any(row))
    return list(rows[: last + 1])
