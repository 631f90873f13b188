"""The usage report: who used which benefits over a range of dates.

Source: the benefit tracking guide, "Benefit Usage Report".
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, TypeAlias

from core.books import Books
from core.clock import Key
from core.desk import Desk
from core.quantity import ZERO
from core.usage_days import Alike, UsageDay

COLUMNS: Final = ("contacts", "uses", "quantity", "value")
"""The figures of each row, behind the group's name."""
NO_CATEGORY: Final = "(no category)"
"""The name of the group of benefits that are in no category."""


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

    `whole` counts the uses that drew on one level, `divided` has the acts that drew on several.
    `value` is None where a single value is unknown for any of the uses.
    """

    name: str
    owners: set[int] = field(default_factory=set)
    whole: int = 0
    divided: set[Key] = field(default_factory=set)
    quantity: Decimal = ZERO
    value: Decimal | None = ZERO

    @property
    def contacts(self) -> int:
        """How many different owners."""
        return len(self.owners)

    @property
    def uses(self) -> int:
        """How many times; a use that drew on two levels counts once."""
        return self.whole + len(self.divided)

    def add(self, alike: Alike, owners: Sequence[int], act: Key | None) -> None:
        """Count equal usages, one for each of the owners; `act` where it is part of a use."""
        self.owners.update(owners)
        if act is None:
            self.whole += len(owners)
        else:
            self.divided.add(act)
        units = alike.quantity * len(owners)
        self.quantity += units
        known = self.value is not None and alike.single_value is not None
        self.value = (self.value or ZERO) + units * (alike.single_value or ZERO) if known else None

    def as_json(self, group: str) -> dict[str, Any]:
        """The row under the words of the command line: the group's name, then the figures."""
        return {group: self.name} | {name: getattr(self, name) for name in COLUMNS}


def usage_report(desk: Desk, query: UsageQuery) -> list[UsageRow]:
    """One row per group, the most used first; months in their order."""
    return desk.read(lambda books: _rows(books, query))


def _rows(books: Books, query: UsageQuery) -> list[UsageRow]:
    names_of = GROUPS[query.by]
    rows: dict[str, UsageRow] = {}
    for on, alike, owners, act in usages(books, query):
        for name, of_group in names_of(books, on, alike, owners):
            rows.setdefault(name, UsageRow(name)).add(alike, of_group, act)
    return in_order(rows.values(), query.by)


def in_order(rows: Iterable[UsageRow], by: GroupBy) -> list[UsageRow]:
    """Months in their order, everything else the most used first."""
    if by is GroupBy.MONTH:
        return sorted(rows, key=lambda row: row.name)
    return sorted(rows, key=lambda row: (-row.uses, -row.quantity, row.name))


Usages: TypeAlias = tuple[date, Alike, Sequence[int], Key | None]
"""Equal usages of a day and their owners; the act where they are a part of one use."""


def usages(books: Books, query: UsageQuery) -> Iterator[Usages]:
    """The usages in the range that were not taken back."""
    days = books.usage_days
    member = days.number(query.member) if query.member is not None else None
    for on, day in days.between(query.since, query.until):
        for alike, owners, act in _of_day(day):
            mine = owners
            if query.member is not None:
                mine = [owner for owner in owners if owner == member]
            if mine and _asked_for(books, query, alike):
                yield on, alike, mine, act


def _of_day(day: UsageDay) -> Iterator[tuple[Alike, Sequence[int], Key | None]]:
    for alike, owners in day.owners.items():
        yield alike, owners, None
    for act, parts in day.divided.items():
        for part in parts:
            yield part.alike, (part.owner,), act


def _asked_for(books: Books, query: UsageQuery, alike: Alike) -> bool:
    return (
        query.benefit in (None, alike.benefit_type)
        and query.membership_type in (None, alike.membership_type)
        and query.category in (None, *_categories(books, alike))
    )


def _categories(books: Books, alike: Alike) -> tuple[str, ...]:
    return books.benefit_types[alike.benefit_type].categories or (NO_CATEGORY,)


Groups: TypeAlias = Iterable[tuple[str, Sequence[int]]]


def _by_benefit(books: Books, on: date, alike: Alike, owners: Sequence[int]) -> Groups:  # noqa: ARG001 - one shape for all
    return ((books.benefit_types[alike.benefit_type].name, owners),)


def _by_member(books: Books, on: date, alike: Alike, owners: Sequence[int]) -> Groups:  # noqa: ARG001
    for owner, uses in Counter(owners).items():
        yield books.contacts[books.usage_days.names[owner]].name, [owner] * uses


def _by_category(books: Books, on: date, alike: Alike, owners: Sequence[int]) -> Groups:  # noqa: ARG001
    return ((category, owners) for category in _categories(books, alike))


def _by_membership_type(books: Books, on: date, alike: Alike, owners: Sequence[int]) -> Groups:  # noqa: ARG001
    return ((books.membership_types[alike.membership_type].name, owners),)


def _by_month(books: Books, on: date, alike: Alike, owners: Sequence[int]) -> Groups:  # noqa: ARG001
    return ((f"{on:%Y-%m}", owners),)


GROUPS: Final[Mapping[GroupBy, Callable[[Books, date, Alike, Sequence[int]], Groups]]] = {
    GroupBy.BENEFIT: _by_benefit,
    GroupBy.MEMBER: _by_member,
    GroupBy.CATEGORY: _by_category,
    GroupBy.MEMBERSHIP_TYPE: _by_membership_type,
    GroupBy.MONTH: _by_month,
}
