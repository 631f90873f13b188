"""The usage report: who used which benefits over a range of dates.

Source: the benefit tracking guide, "Benefit Usage Report".
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from core.books import Books
from core.clock import Key
from core.desk import Desk
from core.entry import Entry, EntryKind
from core.quantity import ZERO


class GroupBy(StrEnum):
    """What the usage report has one row for."""

    BENEFIT = "benefit"
    MEMBER = "member"
    CATEGORY = "category"
    MEMBERSHIP_TYPE = "membership-type"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageQuery:
    """What to report: dates both included, by what, and narrowed to what."""

    since: date | None = None
    until: date | None = None
    by: GroupBy = GroupBy.BENEFIT
    member: str | None = None
    benefit: str | None = None
    category: str | None = None
    membership_type: str | None = None


@dataclass(slots=True)
class UsageRow:
    """One group: how many contacts, how many uses, units in all and what they are worth.

    `value` is None where a single value is unknown for any of the uses.
    """

    name: str
    members: set[str] = field(default_factory=set)
    acts: set[Key] = field(default_factory=set)
    quantity: Decimal = ZERO
    value: Decimal | None = ZERO

    @property
    def contacts(self) -> int:
        """How many different owners."""
        return len(self.members)

    @property
    def uses(self) -> int:
        """How many times; a use that drew on two levels counts once."""
        return len(self.acts)

    def add(self, entry: Entry, single_value: Decimal | None) -> None:
        """Count one usage."""
        quantity = entry.quantity or ZERO
        self.members.add(entry.contact or "")
        self.acts.add(entry.act)
        self.quantity += quantity
        known = self.value is not None and single_value is not None
        self.value = (self.value or ZERO) + quantity * (single_value or ZERO) if known else None

    def as_json(self, group: str) -> dict[str, Any]:
        """The row under the words of the command line: the group's name, then the figures."""
        return {
            group: self.name,
            "contacts": self.contacts,
            "uses": self.uses,
            "quantity": self.quantity,
            "value": self.value,
        }


def usages(desk: Desk, query: UsageQuery) -> list[Entry]:
    """The usages in the range that were not taken back."""
    return desk.read(
        lambda books: [entry for entry in desk.store.entries() if _in(books, entry, query)]
    )


def usage_report(desk: Desk, query: UsageQuery) -> list[UsageRow]:
    """One row per group, the most used first."""
    found = usages(desk, query)
    return desk.read(lambda books: _rows(books, found, query.by))


def _in(books: Books, entry: Entry, query: UsageQuery) -> bool:
    if entry.kind is not EntryKind.USAGE or entry.key in books.voided:
        return False
    assert entry.on is not None
    assert entry.level is not None
    if (query.since and entry.on < query.since) or (query.until and entry.on > query.until):
        return False
    level = books.levels[entry.level]
    benefit = books.benefit_types[level.benefit_type]
    return (
        query.membership_type in (None, level.membership_type)
        and query.member in (None, entry.contact)
        and query.benefit in (None, benefit.code)
        and (query.category is None or query.category in benefit.categories)
    )


def _rows(books: Books, found: Iterable[Entry], by: GroupBy) -> list[UsageRow]:
    name_groups = _GROUPS[by]
    rows: dict[str, UsageRow] = {}
    for entry in found:
        assert entry.level is not None
        for name in name_groups(books, entry):
            row = rows.setdefault(name, UsageRow(name))
            row.add(entry, books.levels[entry.level].single_value)
    return in_order(rows.values(), by)


def in_order(rows: Iterable[UsageRow], by: GroupBy) -> list[UsageRow]:
    """Months in their order, everything else the most used first."""
    if by is GroupBy.MONTH:
        return sorted(rows, key=lambda row: row.name)
    return sorted(rows, key=lambda row: (-row.uses, -row.quantity, row.name))


def groups_of(books: Books, entry: Entry, by: GroupBy) -> tuple[str, ...]:
    """The names of the groups that a usage counts in."""
    return _GROUPS[by](books, entry)


def _benefit_name(books: Books, entry: Entry) -> tuple[str, ...]:
    assert entry.level is not None
    return (books.benefit_types[books.levels[entry.level].benefit_type].name,)


def _member_name(books: Books, entry: Entry) -> tuple[str, ...]:
    return (books.contacts[entry.contact or ""].name,)


def _category_names(books: Books, entry: Entry) -> tuple[str, ...]:
    assert entry.level is not None
    benefit = books.benefit_types[books.levels[entry.level].benefit_type]
    return benefit.categories or ("(no category)",)


def _membership_type_name(books: Books, entry: Entry) -> tuple[str, ...]:
    assert entry.level is not None
    return (books.membership_types[books.levels[entry.level].membership_type].name,)


def _month(books: Books, entry: Entry) -> tuple[str, ...]:  # noqa: ARG001 - one shape for all
    return (f"{entry.on:%Y-%m}",)


_GROUPS: dict[GroupBy, Callable[[Books, Entry], tuple[str, ...]]] = {
    GroupBy.BENEFIT: _benefit_name,
    GroupBy.MEMBER: _member_name,
    GroupBy.CATEGORY: _category_names,
    GroupBy.MEMBERSHIP_TYPE: _membership_type_name,
    GroupBy.MONTH: _month,
}
