"""Subtotals by category: the usage and the balances reports, category by category.

Source: the benefit tracking guide, "You can filter it to a specific benefit item or category". A
benefit in two categories counts in both, so subtotals may come to more than there is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import reduce
from typing import Any, Final

from core.books import Books
from core.desk import Desk
from core.quantity import ZERO, Number, total
from core.reports.balances import BalanceRow
from core.reports.usage import GROUPS, NO_CATEGORY, GroupBy, UsageQuery, UsageRow, in_order, usages

SUBTOTAL: Final = ("category", "subtotal")
"""The columns that come before those of the report."""


@dataclass(slots=True)
class UsageGroup:
    """The usage of a category, or of a member, in all, and by what it was asked for by."""

    name: str
    sum: UsageRow
    rows: list[UsageRow] = field(default_factory=list)

    def as_json(self, group: str) -> list[dict[str, Any]]:
        """A category's own row, and then those of its groups."""
        own = {"category": self.name, "subtotal": True, **self.sum.as_json(group), group: None}
        under = {"category": self.name, "subtotal": False}
        return [own, *(under | row.as_json(group) for row in self.rows)]


@dataclass(frozen=True, slots=True)
class CategoryBalances:
    """A category's levels."""

    name: str
    rows: list[BalanceRow]

    def number_of(self, name: str) -> Number:
        """The sum of one of the balances' numbers, such as `remaining`, of what is counted."""
        start: Number = ZERO
        counted = (getattr(row.balance, name) for row in self.rows if row.benefit.tracked)
        return reduce(total, counted, start)

    def value_of(self, name: str) -> Decimal | None:
        """The sum of one of the balances' values; None where one of them isn't known."""
        values = [getattr(row.balance, name) for row in self.rows]
        return None if None in values else sum(values, ZERO)

    def as_json(self) -> list[dict[str, Any]]:
        """The category's own row, in which what can't be summed is None, and then its levels'."""
        under: dict[str, Any] = {"category": self.name, "subtotal": False}
        rows = [under | row.as_json() for row in self.rows]
        sums = {name: self.number_of(name) for name in NUMBERS}
        values = {name: self.value_of(name) for name in VALUES}
        blank = dict.fromkeys(rows[0])
        own = blank | {"category": self.name, "subtotal": True} | sums | values
        return [own, *rows]


NUMBERS: Final = ("number", "conveyed", "used", "available", "remaining")
VALUES: Final = ("total_value", "used_value")


def usage_within(desk: Desk, query: UsageQuery, outer: GroupBy) -> list[UsageGroup]:
    """The usage report within each group of another kind, by that group's name."""

    def groups_of(books: Books) -> dict[str, tuple[UsageRow, dict[str, UsageRow]]]:
        groups: dict[str, tuple[UsageRow, dict[str, UsageRow]]] = {}
        for on, alike, owners, act in usages(books, query):
            for group, of_group in GROUPS[outer](books, on, alike, owners):
                own, under = groups.setdefault(group, (UsageRow(group), {}))
                own.add(alike, of_group, act)
                for name, of_name in GROUPS[query.by](books, on, alike, of_group):
                    under.setdefault(name, UsageRow(name)).add(alike, of_name, act)
        return groups

    return [
        UsageGroup(group, own, in_order(under.values(), query.by))
        for group, (own, under) in sorted(desk.read(groups_of).items())
    ]


def balances_by_category(rows: Iterable[BalanceRow]) -> list[CategoryBalances]:
    """The rows of the balances report by category, by its name."""
    by_name: dict[str, list[BalanceRow]] = {}
    for row in rows:
        for name in row.benefit.categories or (NO_CATEGORY,):
            by_name.setdefault(name, []).append(row)
    return [CategoryBalances(name, by_name[name]) for name in sorted(by_name)]
