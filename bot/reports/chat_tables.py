"""The tables of reports as Slack shows them: few columns that fit a chat; the CSV file has all.

Each report has one list of its columns: a heading, and what stands below it of a row.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from decimal import Decimal
from typing import Final, Self, TypeVar

from bot.views.figures import Cell, Figure
from bot.views.sentences import amount, number_of, whole
from bot.views.sentences import reporting as said
from core.books import Books
from core.catalogue import BenefitType
from core.entry import Entry, EntryKind
from core.errors import day
from core.quantity import ZERO, Number, Unlimited, plain
from core.reports import usage
from core.reports.balances import BalanceRow
from core.reports.expiring import ExpiringRow
from core.reports.history import benefit_of, day_of
from core.reports.quid_pro_quo import QuidProQuo
from core.reports.usage import GroupBy, UsageRow

Row = TypeVar("Row")
Columns = Mapping[str, Callable[[Row], Cell]]


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table's headings and its lines, each as long as they are."""

    headings: Sequence[str]
    lines: Sequence[Sequence[Cell]]

    @classmethod
    def of(cls, columns: Columns[Row], rows: Iterable[Row]) -> Self:
        """A line for each row."""
        return cls([*columns], [[cell(row) for cell in columns.values()] for row in rows])


def of_usage(rows: Iterable[UsageRow], by: GroupBy, currency: str) -> ReportTable:
    """What each group used."""

    def figure(name: str) -> Callable[[UsageRow], Cell]:
        return lambda row: _money(row.value) if name == "value" else _count(getattr(row, name))

    columns: dict[str, Callable[[UsageRow], Cell]] = {
        said.GROUPS[by].capitalize(): lambda row: _group(row, by),
        **{name.capitalize(): figure(name) for name in usage.COLUMNS},
    }
    table = ReportTable.of(columns, rows)
    money = {"Value": said.VALUE.format(currency=currency)}
    return ReportTable([money.get(each, each) for each in table.headings], table.lines)


def month_of(row: UsageRow) -> date:
    """The first day of the month that a row of a usage report by month is of."""
    return date.fromisoformat(f"{row.name}-01")


def name_of(row: UsageRow, by: GroupBy) -> str:
    """What a row of the usage report is of, such as “Guest pass” or “Jun 2026”."""
    return f"{month_of(row):%b %Y}" if by is GroupBy.MONTH else row.name


def of_balances(rows: Iterable[BalanceRow]) -> ReportTable:
    """What is left of each level, and until when."""
    return ReportTable.of(_BALANCES, rows)


def of_expiring(rows: Iterable[ExpiringRow], currency: str) -> ReportTable:
    """What is left, until when, and what it is worth."""
    columns: dict[str, Callable[[ExpiringRow], Cell]] = {
        said.CONTACT: lambda row: row.row.contact.name,
        said.BENEFIT: lambda row: row.row.benefit.name,
        said.LEFT: lambda row: _left(row.row.balance.remaining, row.row.benefit),
        said.UNTIL_WHEN: lambda row: _date(row.ends_on),
        said.WORTH_IN.format(currency=currency): lambda row: _money(row.value_at_stake),
    }
    return ReportTable.of(columns, rows)


def of_history(books: Books, entries: Iterable[Entry], zone: tzinfo) -> ReportTable:
    """What was recorded: when, where the `zone` is, what, whose, why, by whom."""
    columns: dict[str, Callable[[Entry], Cell]] = {
        said.DATE: lambda entry: _date(day_of(entry, zone)),
        said.WHAT: lambda entry: _what(books, entry),
        said.WHOSE: lambda entry: _whose(books, entry),
        said.DESCRIPTION: lambda entry: entry.description or entry.note,
        said.BY: lambda entry: entry.actor,
    }
    return ReportTable.of(columns, entries)


def of_quid_pro_quo(
    books: Books, rows: Iterable[QuidProQuo], currency: str, *, deductible: bool
) -> ReportTable:
    """What was paid and received; where nothing is deductible, nobody sees a column for it."""
    of_deduction: dict[str, Callable[[QuidProQuo], Cell]] = {
        said.DEDUCTIBLE: lambda row: _money(row.deductible),
        said.DISCLOSURE: lambda row: said.DUE if row.disclosure_due else "",
    }
    columns: dict[str, Callable[[QuidProQuo], Cell]] = {
        said.PAYMENT: lambda row: row.transaction.code if row.transaction else "",
        said.CONTACT: lambda row: books.contacts[row.contact].name,
        said.PAID_IN.format(currency=currency): lambda row: _money(row.amount),
        said.RECEIVED: lambda row: _money(row.value),
        **(of_deduction if deductible else {}),
    }
    return ReportTable.of(columns, rows)


def _date(value: date) -> Cell:
    """A day in words, which sorts by time and never breaks in two."""
    return Figure(value.toordinal(), whole(day(value)))


def _group(row: UsageRow, by: GroupBy) -> Cell:
    name = name_of(row, by)
    return Figure(month_of(row).toordinal(), whole(name)) if by is GroupBy.MONTH else name


def _money(value: Decimal | None) -> Cell:
    return said.UNKNOWN if value is None else Figure(value, amount(value))


def _count(value: Decimal | int) -> Cell:
    return Figure(value, plain(Decimal(value)))


def _left(remaining: Number, benefit: BenefitType) -> Cell:
    if isinstance(remaining, Unlimited):
        return str(remaining)
    return Figure(remaining, number_of(remaining, benefit))


def _left_of_level(row: BalanceRow) -> Cell:
    """What is left of how many, or why nothing can be used."""
    level, balance = row.balance.level, row.balance
    if not level.accepted:
        return said.DECLINED
    if not level.active:
        return said.INACTIVE
    if not row.benefit.tracked:
        return said.NOT_COUNTED
    if isinstance(balance.remaining, Unlimited):
        return str(balance.remaining)
    left = number_of(balance.remaining, row.benefit)
    of = number_of(balance.number, row.benefit)
    return Figure(balance.remaining, whole(said.LEFT_OF.format(left=left, number=of)))


_BALANCES: Final[Columns[BalanceRow]] = {
    said.CONTACT: lambda row: row.contact.name,
    said.BENEFIT: lambda row: row.benefit.name,
    said.LEFT: _left_of_level,
    said.UNTIL_WHEN: lambda row: _date(row.level.ends_on),
}


def _what(books: Books, entry: Entry) -> str:
    """What sort of entry it is, whether it still counts, and how much of which benefit."""
    kind = said.ENTRY_KINDS.get(entry.kind.value, entry.kind.value.replace("-", " "))
    if entry.key in books.voided:
        kind = said.TAKEN_BACK_LATER.format(kind=kind)
    benefit = books.benefit_types.get(benefit_of(books, entry) or "")
    if benefit is None:
        return kind
    if entry.quantity is None:
        return said.KIND_OF.format(kind=kind, benefit=benefit.name)
    more = entry.kind is EntryKind.ADJUSTMENT and entry.quantity > ZERO
    quantity = f"{'+' if more else ''}{number_of(entry.quantity, benefit)}"
    return said.KIND_OF_SO_MANY.format(kind=kind, quantity=quantity, benefit=benefit.name)


def _whose(books: Books, entry: Entry) -> str:
    """Whose benefit it is, and in whose hands; of units that change hands, from whom to whom."""
    owner = books.contacts.get(entry.contact or entry.holder or "")
    holder = books.contacts.get(entry.holder or "", owner)
    if owner is None or holder is None or owner == holder:
        return owner.name if owner else ""
    if entry.kind is EntryKind.CONVEYANCE:
        return said.BETWEEN.format(giver=owner.name, taker=holder.name)
    if entry.kind is EntryKind.RECALL:
        return said.BETWEEN.format(giver=holder.name, taker=owner.name)
    return said.FOR.format(owner=owner.name, holder=holder.name)
