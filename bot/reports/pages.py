"""Reports as pages: the same rows for programs and for people."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from bot.reports.lined_up import Heading
from bot.reports.page import Page, is_money
from core.desk import Desk
from core.entry import Entry
from core.quantity import money, plain
from core.reports import balances, expiring, history, inventory, quid_pro_quo, usage
from core.reports.balances import BalanceRow
from core.reports.expiring import ExpiringRow
from core.reports.inventory import InventoryRow
from core.reports.quid_pro_quo import QuidProQuo
from core.reports.usage import GroupBy, UsageRow

NAMED: Final = 5
"""Transactions that a note names; how many more there are is said behind them."""


def of_usage(rows: Sequence[UsageRow], by: GroupBy) -> Page:
    """The usage report; its first column is named after what it is grouped by."""
    group = by.value.replace("-", "_")
    return Page(
        columns=(group, *usage.COLUMNS),
        rows=[row.as_json(group) for row in rows],
        headings=(
            Heading(group.replace("_", " ").capitalize()),
            *(Heading(name.capitalize(), figures=True) for name in usage.COLUMNS),
        ),
        lines=[usage_line(row.name, row) for row in rows],
    )


def usage_line(name: str, row: UsageRow) -> Sequence[str]:
    """A row of the usage report for people, under a name."""
    figures = ((column, getattr(row, column)) for column in usage.COLUMNS)
    return name, *(money(each) if is_money(column) else _figure(each) for column, each in figures)


def _figure(value: Decimal | int) -> str:
    return plain(value) if isinstance(value, Decimal) else str(value)


def of_inventory(desk: Desk, rows: Sequence[InventoryRow]) -> Page:
    """The inventory report; a setting for a benefit that isn't there is said beneath."""
    known = desk.read(lambda books: set(books.benefit_types))
    return Page(
        columns=inventory.COLUMNS,
        rows=[row.as_json() for row in rows],
        headings=(
            Heading("Benefit"),
            Heading("There are", figures=True),
            Heading("Promised", figures=True),
            Heading("Used", figures=True),
            Heading("Left", figures=True),
            Heading("Short", figures=True),
        ),
        lines=[
            (
                row.benefit.name,
                plain(row.stock),
                plain(row.promised),
                plain(row.used),
                plain(row.remaining),
                plain(row.short) if row.short else "",
            )
            for row in rows
        ],
        remarks=_stock_remarks(desk.policy.stock, known) if rows else [],
    )


def _stock_remarks(stock: Mapping[str, Decimal], known: set[str]) -> list[str]:
    if not stock:
        return ["How many there are is told in the settings, under [stock]."]
    return [
        f"The settings have a stock of {code}, but there is no such benefit type."
        for code in stock
        if code not in known
    ]


def of_balances(rows: Sequence[BalanceRow]) -> Page:
    """The balances report; people get names, and what decides what can be used."""
    return Page(
        columns=balances.COLUMNS,
        rows=[row.as_json() for row in rows],
        headings=(
            Heading("Contact"),
            Heading("Benefit"),
            Heading("Until", whole=True),
            Heading("Number", figures=True),
            Heading("Used", figures=True),
            Heading("Left", figures=True),
            Heading("State"),
        ),
        lines=[balance_line(row) for row in rows],
    )


def balance_line(row: BalanceRow) -> Sequence[str]:
    """A row of the balances report for people."""
    return (
        row.contact.name,
        row.benefit.name,
        row.level.ends_on.isoformat(),
        plain(row.balance.number),
        plain(row.balance.used),
        plain(row.balance.remaining),
        _state(row),
    )


def _state(row: BalanceRow) -> str:
    level, balance = row.balance.level, row.balance
    if not level.accepted:
        return "declined"
    if not level.active:
        return "inactive"
    if not balance.live:
        return "ended"
    return "" if row.benefit.tracked else "not counted"


def of_history(desk: Desk, entries: Sequence[Entry]) -> Page:
    """The history report; people get the columns by which an entry is found and undone."""
    return Page(
        columns=history.COLUMNS,
        rows=desk.read(lambda books: [history.as_json(books, entry) for entry in entries]),
        headings=(
            Heading("Key", whole=True),
            Heading("Kind"),
            Heading("Contact"),
            Heading("Benefit"),
            Heading("Quantity", figures=True),
            Heading("Date", whole=True),
            Heading("Description"),
            Heading("By"),
        ),
        lines=list(_history_lines(desk, entries)),
    )


def _history_lines(desk: Desk, entries: Sequence[Entry]) -> Iterator[Sequence[str]]:
    rows = desk.read(lambda books: [history.as_json(books, entry) for entry in entries])
    for row, entry in zip(rows, entries, strict=True):
        yield (
            str(entry.key),
            entry.kind.value,
            entry.holder or entry.contact or "",
            row["benefit_type"] or "",
            plain(entry.quantity),
            history.day_of(entry, desk.policy.zone).isoformat(),
            entry.description or entry.note,
            entry.actor,
        )


def of_expiring(rows: Sequence[ExpiringRow]) -> Page:
    """The expiring report: what would be lost, the soonest first."""
    return Page(
        columns=expiring.COLUMNS,
        rows=[row.as_json() for row in rows],
        headings=(
            Heading("Contact"),
            Heading("Benefit"),
            Heading("Until", whole=True),
            Heading("Days", figures=True),
            Heading("Left", figures=True),
            Heading("Worth", figures=True),
        ),
        lines=[
            (
                row.row.contact.name,
                row.row.benefit.name,
                row.ends_on.isoformat(),
                str(row.days_left),
                plain(row.row.balance.remaining),
                money(row.value_at_stake),
            )
            for row in rows
        ],
    )


def of_quid_pro_quo(desk: Desk, rows: Sequence[QuidProQuo]) -> Page:
    """The quid pro quo report, one row for each transaction; what is not known is said beneath.

    Where nothing is deductible, as with a trade association, nobody sees a column for it.
    """
    names = desk.read(lambda books: {code: one.name for code, one in books.contacts.items()})
    deductible = desk.policy.quid_pro_quo.deductible
    of_deduction = (Heading("Deductible", figures=True), Heading("Disclosure"))
    return Page(
        columns=quid_pro_quo.COLUMNS,
        rows=[row.as_json() for row in rows],
        headings=(
            Heading("Transaction"),
            Heading("Contact"),
            Heading("Paid", figures=True),
            Heading("Received", figures=True),
            *(of_deduction if deductible else ()),
            Heading("Benefits"),
        ),
        lines=[
            (
                _transaction(row),
                names[row.contact],
                money(row.amount),
                money(row.value),
                *((money(row.deductible), _due(row)) if deductible else ()),
                ", ".join(each.name for each in row.rows),
            )
            for row in rows
        ],
        remarks=_notes(rows),
    )


def _due(row: QuidProQuo) -> str:
    return "due" if row.disclosure_due else ""


def _notes(rows: Sequence[QuidProQuo]) -> list[str]:
    """Each note once, with the transactions that it is about."""
    about = defaultdict[str, list[str]](list)
    for row in rows:
        for note in row.notes:
            about[note].append(_transaction(row))
    return [f"{_some(transactions)}: {note}" for note, transactions in about.items()]


def _some(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    named = ", ".join(names[:NAMED])
    return f"{named} and {more} more" if more > 0 else named


def _transaction(row: QuidProQuo) -> str:
    return row.transaction.code if row.transaction else "(none)"
