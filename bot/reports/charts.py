"""What each report's picture shows: bars with their figures in words, whatever draws them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import reduce
from typing import Final

from bot.views.sentences import counted
from core.desk import Desk
from core.errors import day
from core.quantity import ZERO, Number, Unlimited, money, plain, total
from core.reports.balances import BalanceRow
from core.reports.expiring import ExpiringRow
from core.reports.inventory import InventoryRow
from core.reports.usage import GroupBy, UsageRow

HUNDRED: Final = Decimal(100)
SOON: Final = 14
"""Days left from which on it is urgent."""


class Shade(StrEnum):
    """What a part of a bar stands for."""

    USED = "used"
    LEFT = "left"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a picture: its name, its parts from left to right, its figures in words."""

    name: str
    parts: tuple[tuple[Decimal, Shade], ...]
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture: what it shows, what its axis measures, its bars from top to bottom.

    `legend` says what the shades stand for; `ends_at` is the axis' end where it has one of its own;
    `line_at` is a line across all bars.
    """

    title: str
    axis: str
    bars: Sequence[Bar]
    legend: Sequence[tuple[Shade, str]] = ()
    ends_at: Decimal | None = None
    line_at: Decimal | None = None


def of_usage(rows: Iterable[UsageRow], by: GroupBy, span: str, currency: str) -> Chart:
    """How many uses each group had; units are not of one kind, so they stand beside the bars."""
    bars = []
    for row in rows:
        worth = "value not known" if row.value is None else f"{money(row.value)} {currency}"
        units = "" if row.quantity == row.uses else f" of {plain(row.quantity)} in all"
        figures = f"{counted(row.uses, 'use')}{units}, {worth}"
        bars.append(Bar(row.name, ((Decimal(row.uses), Shade.USED),), figures))
    what = by.value.replace("-", " ")
    return Chart(title=f"Benefit usage by {what}{span}", axis="uses", bars=bars)


def of_expiring(rows: Iterable[ExpiringRow], within: int, on: str, currency: str) -> Chart:
    """How many days are left for what is unused, the soonest first."""
    bars = []
    for row in rows:
        worth = row.value_at_stake
        value = "" if worth is None else f", worth {money(worth)} {currency}"
        figures = f"{plain(row.row.balance.remaining)} left{value}, until {day(row.ends_on)}"
        shade = Shade.SHORT if row.days_left < SOON else Shade.LEFT
        name = f"{row.row.contact.name}: {row.row.benefit.name}"
        bars.append(Bar(name, ((Decimal(row.days_left), shade),), figures))
    return Chart(
        title=f"Unused and ending within {counted(within, 'day')} of {on}",
        axis="days left",
        bars=bars,
        legend=((Shade.SHORT, f"less than {SOON} days"), (Shade.LEFT, f"{SOON} days or more")),
    )


def of_balances(rows: Sequence[BalanceRow], on: str) -> Chart:
    """Which part of its number each level has used; of several contacts, each benefit in all."""
    live = [row for row in rows if row.balance.live and row.benefit.tracked]
    members = {row.contact.code: row.contact.name for row in live}
    grouped: dict[str, list[BalanceRow]] = {}
    for row in live:
        grouped.setdefault(row.benefit.name, []).append(row)
    if len(members) == 1:
        (whose,) = members.values()
        bars = [_share(row.benefit.name, [row]) for row in live]
    else:
        whose = counted(len(members), "contact")
        bars = [_share(name, grouped[name]) for name in sorted(grouped)]
    return Chart(
        title=f"Used and left on {on}, {whose}",
        axis="% of the number",
        bars=bars,
        legend=((Shade.USED, "used"), (Shade.LEFT, "left")),
        ends_at=HUNDRED,
    )


def _share(name: str, rows: Sequence[BalanceRow]) -> Bar:
    number = total_of(row.balance.number for row in rows)
    used = sum((row.balance.used for row in rows), ZERO)
    if isinstance(number, Unlimited):
        return Bar(name, (), f"{plain(used)} used, unlimited")
    left = total_of(row.balance.remaining for row in rows)
    assert isinstance(left, Decimal)
    parts = ((_percent(used, number), Shade.USED), (_percent(left, number), Shade.LEFT))
    return Bar(name, parts, f"{plain(used)} of {plain(number)} used, {plain(left)} left")


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return part * HUNDRED / whole if whole else ZERO


def of_inventory(desk: Desk, rows: Sequence[InventoryRow]) -> Chart:
    """What is promised, in hundredths of what there is; without a stock, how much of it is used."""
    if not desk.policy.stock:
        return Chart(
            title="Promised and used now (how many there are is not set)",
            axis="% of what is promised",
            bars=[_promised(row) for row in rows],
            legend=((Shade.USED, "used"), (Shade.LEFT, "promised and unused")),
            ends_at=HUNDRED,
        )
    return Chart(
        title="Promised now, against how many there are",
        axis="% of how many there are",
        bars=[_against_stock(row) for row in rows],
        legend=(
            (Shade.USED, "used"),
            (Shade.LEFT, "promised and unused"),
            (Shade.SHORT, "more than there are"),
        ),
        line_at=HUNDRED,
    )


def _promised(row: InventoryRow) -> Bar:
    if isinstance(row.promised, Unlimited):
        return Bar(row.benefit.name, (), f"unlimited, {plain(row.used)} used")
    used = _percent(row.used, row.promised)
    parts = ((used, Shade.USED), (HUNDRED - used if row.promised else ZERO, Shade.LEFT))
    return Bar(row.benefit.name, parts, f"{plain(row.promised)} promised, {plain(row.used)} used")


def _against_stock(row: InventoryRow) -> Bar:
    told = f"{plain(row.promised)} promised, {plain(row.used)} used"
    if row.stock is None or isinstance(row.promised, Unlimited):
        there = "stock not set" if row.stock is None else f"{plain(row.stock)} there"
        return Bar(row.benefit.name, (), f"{told}, {there}")
    stock = row.stock
    within = min(row.promised, stock)
    used = min(row.used, within)
    parts = (
        (_percent(used, stock), Shade.USED),
        (_percent(within - used, stock), Shade.LEFT),
        (_percent(row.promised - within, stock) if stock else HUNDRED, Shade.SHORT),
    )
    short = f", {plain(row.short)} short" if row.short else ""
    return Bar(row.benefit.name, parts, f"{told}, {plain(stock)} there{short}")


def total_of(numbers: Iterable[Number]) -> Number:
    """The sum; unlimited and anything is unlimited."""
    start: Number = ZERO
    return reduce(total, numbers, start)
