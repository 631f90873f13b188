"""Reports as pictures: what their bars say, and which reports have none."""

import struct
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from bot.command_line.pictures import BAR, DOTS, MOST_BARS, as_png
from bot.reports import charts
from bot.reports.charts import Bar, Chart, Shade
from core.desk import Desk
from core.policy import Policy
from core.reports.balances import balances
from core.reports.inventory import inventory
from core.reports.usage import GroupBy, UsageQuery, usage_report
from core.stores.embedded import EmbeddedStore, open_store
from tests.bot.command_line.typing_in import CommandLine

WITH_PICTURE = ("usage", "balances", "expiring", "inventory")


def size(png: bytes) -> tuple[int, int]:
    """Width and height of a picture, in dots."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def a_desk(line: CommandLine, stock: dict[str, Decimal] | None = None) -> Desk:
    """The books that the command line wrote, to read."""
    store: EmbeddedStore = open_store(line.folder / "benefit-desk.db", read_only=True)
    return Desk(store, policy=Policy(stock=stock or {}))


@pytest.mark.parametrize("report", WITH_PICTURE)
def test_a_report_is_drawn_into_a_file(busy: CommandLine, report: str) -> None:
    """A PNG, whose bars are counted in the answer."""
    path = busy.folder / f"{report}.png"
    out = busy.done("report", report, "--format", "png", "--out", str(path))
    assert out.startswith("Drew ")
    assert out.endswith(f" into {path}.\n")
    assert size(path.read_bytes())[0] > 1000


@pytest.mark.parametrize("report", ["history", "quid-pro-quo"])
def test_a_report_without_a_picture_says_so(busy: CommandLine, report: str) -> None:
    """Nothing is written; the sentence has what there is."""
    path = busy.folder / "none.png"
    answer = busy.type("report", report, "--format", "png", "--out", str(path))
    assert (answer.status, answer.out) == (2, "")
    assert answer.error == "This report has no picture: choose --format table, csv or json.\n"
    assert not path.exists()
    assert "[table|csv|json]" in busy.done("report", report, "--help")


def test_a_picture_goes_into_a_file(busy: CommandLine) -> None:
    """A terminal can't show it."""
    answer = busy.type("report", "usage", "--format", "png")
    assert (answer.status, answer.out) == (2, "")
    assert answer.error == "--out is missing: a picture goes into a file.\n"


def test_without_the_extra_it_says_what_to_install(
    busy: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Everything else works without it."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    answer = busy.type("report", "usage", "--format", "png", "--out", str(tmp_path / "u.png"))
    assert (answer.status, answer.out) == (1, "")
    assert answer.error == (
        "Pictures need the package matplotlib: pip install 'benefit-desk[png]'\n"
    )
    busy.done("report", "usage")


def test_usage_bars_count_uses(busy: CommandLine) -> None:
    """Units of different kinds can't be compared, so they stand beside the bars."""
    rows = usage_report(a_desk(busy), UsageQuery())
    chart = charts.of_usage(rows, GroupBy.BENEFIT, ", from 1 Jan 2026", "USD")
    assert chart.title == "Benefit usage by benefit, from 1 Jan 2026"
    assert list(chart.bars) == [
        Bar("Guest pass", ((Decimal(2), Shade.USED),), "2 uses of 3 in all, 37.0368 USD"),
        Bar("Conference room", ((Decimal(1), Shade.USED),), "1 use of 1.5 in all, 52.50 USD"),
    ]
    busy.done("use", "ACME", "ADMIT")
    (unknown,) = [row for row in usage_report(a_desk(busy), UsageQuery()) if row.value is None]
    chart = charts.of_usage([unknown], GroupBy.BENEFIT, "", "USD")
    assert chart.bars[0].label == "1 use, value not known"


def test_balance_bars_are_parts_of_the_number(busy: CommandLine) -> None:
    """Of one contact a bar for each level; of several for each benefit, all levels together."""
    chart = charts.of_balances(balances(a_desk(busy)), "25 Nov 2026")
    assert chart.title == "Used and left on 25 Nov 2026, Acme Hardware"
    shown = {bar.name: bar for bar in chart.bars}
    assert shown["Guest pass"].parts == ((Decimal(75), Shade.USED), (Decimal(25), Shade.LEFT))
    assert shown["Guest pass"].label == "3 of 4 used, 1 left"
    assert shown["General admission"] == Bar("General admission", (), "0 used, unlimited")
    assert "Directory listing" not in shown
    busy.done("enroll", "OMAR", "GOLD", "--starts-on", "today")
    chart = charts.of_balances(balances(a_desk(busy)), "25 Nov 2026")
    assert chart.title.endswith("2 contacts")
    assert {bar.name: bar.label for bar in chart.bars}["Guest pass"] == "3 of 8 used, 5 left"


def test_inventory_bars_are_parts_of_the_stock(busy: CommandLine) -> None:
    """What goes beyond it has its own shade; without a stock it is told what is used."""
    desk = a_desk(busy, {"GALA": Decimal(1), "GUEST": Decimal(8), "ROOM": Decimal(0)})
    shown = {bar.name: bar for bar in charts.of_inventory(desk, inventory(desk)).bars}
    assert shown["Gala seat"].parts == (
        (Decimal(0), Shade.USED), (Decimal(100), Shade.LEFT), (Decimal(100), Shade.SHORT),
    )  # fmt: skip
    assert shown["Gala seat"].label == "2 promised, 0 used, 1 there, 1 short"
    assert [float(width) for width, _ in shown["Guest pass"].parts] == [37.5, 12.5, 0]
    assert [float(width) for width, _ in shown["Conference room"].parts] == [0, 0, 100]
    assert shown["General admission"].parts == ()
    desk = a_desk(busy)
    chart = charts.of_inventory(desk, inventory(desk))
    assert "how many there are is not set" in chart.title
    assert {bar.name: bar.label for bar in chart.bars}["Guest pass"] == "4 promised, 3 used"


def test_what_ends_within_two_weeks_has_its_own_shade(line: CommandLine, acme: CommandLine) -> None:
    """And each bar says how much is left, what it is worth and until when."""
    del line
    today = datetime.now(UTC).date()
    acme.done("enroll", "OMAR", "FRIEND", "--starts-on", str(today), "--ends-on", str(today))
    path = acme.folder / "soon.png"
    out = acme.done("report", "expiring", "--within", "3", "--format", "png", "--out", str(path))
    assert out == f"Drew 1 row into {path}.\n"


def test_many_rows_and_long_names_stay_a_picture() -> None:
    """Beyond the most bars the picture grows no more; names of any letters are drawn."""
    names = ["W" * 300, "$x^2$ <b>&", "株式会社", "two\nlines", *(f"Member {n}" for n in range(70))]
    bars = [Bar(name, ((Decimal(n), Shade.USED),), "") for n, name in enumerate(names)]
    many = size(as_png(Chart(title="Usage", axis="uses", bars=bars)))
    most = size(as_png(Chart(title="Usage", axis="uses", bars=bars[:MOST_BARS])))
    one = size(as_png(Chart(title="Usage", axis="uses", bars=bars[:1])))
    none = size(as_png(Chart(title="Usage", axis="uses", bars=[])))
    assert many == most
    assert one == none
    assert most[1] - one[1] == pytest.approx((MOST_BARS - 1) * BAR * DOTS, abs=2)
