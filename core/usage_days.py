"""The usages of each day, kept in memory so that a report need not read the ledger.

Equal usages lie together: of a day, a benefit type, a membership type, a single value and a
quantity only the owners are kept, as numbers in an array: four bytes a usage. So a report over
ninety thousand usages is some hundred sums. A use that drew on several levels is kept part by part.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Self, TypeAlias

from core.clock import Key
from core.entry import Entry
from core.level import BenefitLevel
from core.quantity import ZERO


class Alike(NamedTuple):
    """What equal usages have in common; `quantity` is in units, `single_value` one unit's value."""

    benefit_type: str
    membership_type: str
    single_value: Decimal | None
    quantity: Decimal


class Look(NamedTuple):
    """What makes two usages of one day look the same; `quantity` is in units."""

    contact: str
    benefit_type: str
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Part:
    """One level's part of a use that drew on several."""

    key: Key
    alike: Alike
    owner: int


def _no_owners() -> "defaultdict[Alike, array[int]]":
    return defaultdict(lambda: array("I"))


@dataclass(slots=True)
class UsageDay:
    """The usages of one day: the owners of equal ones, and the parts of each divided use."""

    owners: defaultdict[Alike, "array[int]"] = field(default_factory=_no_owners)
    divided: dict[Key, list[Part]] = field(default_factory=dict)

    def copy(self) -> "UsageDay":
        """A day of its own with the same usages."""
        twin = UsageDay(divided={act: parts.copy() for act, parts in self.divided.items()})
        twin.owners.update((alike, owners[:]) for alike, owners in self.owners.items())
        return twin


DayTold: TypeAlias = tuple[date, list[tuple[Alike, list[int]]], list[tuple[Key, list[Part]]]]
"""A day for a snapshot: the owners of equal usages, and the parts of divided uses."""


class UsageDays:
    """Every usage that counts, by the day on which it was."""

    def __init__(self) -> None:
        self._days: defaultdict[date, UsageDay] = defaultdict(UsageDay)
        self._names: list[str] = []
        self._numbers: dict[str, int] = {}
        self._latest: tuple[Entry, BenefitLevel] | None = None

    @classmethod
    def of(cls, told: Iterable[DayTold], names: Sequence[str]) -> Self:
        """The days that `told` and `names` told of."""
        days = cls()
        for on, owners, divided in told:
            days._days[on] = day = UsageDay(divided=dict(divided))
            day.owners.update((alike, array("I", numbers)) for alike, numbers in owners)
        days._names = list(names)
        days._numbers = {name: number for number, name in enumerate(names)}
        return days

    def told(self) -> Iterator[DayTold]:
        """Every day, with the numbers of the owners."""
        for on, day in self._days.items():
            owners = [(alike, numbers.tolist()) for alike, numbers in day.owners.items()]
            yield on, owners, list(day.divided.items())

    @property
    def names(self) -> Sequence[str]:
        """The code of the contact that each owner's number stands for, in their order."""
        return self._names

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, UsageDays):
            return NotImplemented
        return self._by_name() == other._by_name()

    __hash__ = None  # type: ignore[assignment]  # it changes

    def _by_name(self) -> dict[tuple[date, Alike], list[str]]:
        """Who used what on which day, whatever the numbers and the order."""
        told: dict[tuple[date, Alike], list[str]] = {}
        for on, day in self._days.items():
            for alike, owners in day.owners.items():
                told.setdefault((on, alike), []).extend(self._names[each] for each in owners)
            for parts in day.divided.values():
                for part in parts:
                    told.setdefault((on, part.alike), []).append(self._names[part.owner])
        return {group: sorted(names) for group, names in told.items() if names}

    def copy(self) -> "UsageDays":
        """Days of their own with the same usages."""
        twin = UsageDays()
        twin._days.update((on, day.copy()) for on, day in self._days.items())
        twin._names, twin._numbers = self._names.copy(), self._numbers.copy()
        twin._latest = self._latest
        return twin

    def number(self, contact: str) -> int | None:
        """The number that stands for a contact, if it ever used anything."""
        return self._numbers.get(contact)

    def between(self, since: date | None, until: date | None) -> Iterator[tuple[date, UsageDay]]:
        """The days of a range, both ends included, that have usages; None is without end."""
        for on, day in self._days.items():
            if (since is None or on >= since) and (until is None or on <= until):
                yield on, day

    def add(self, usage: Entry, level: BenefitLevel) -> None:
        """Count a usage of this level."""
        assert usage.on is not None
        alike, owner = _alike(usage, level), self._number_of(level.contact)
        if usage.part_of and self._latest and self._latest[0].act == usage.act:
            self._divide(*self._latest)
            self._days[usage.on].divided[usage.act].append(Part(usage.key, alike, owner))
        else:
            self._days[usage.on].owners[alike].append(owner)
        self._latest = usage, level

    def _divide(self, first: Entry, level: BenefitLevel) -> None:
        """The use goes on: its first part, which looked like all of it, is kept as a part."""
        assert first.on is not None
        day = self._days[first.on]
        if first.act not in day.divided:
            alike = _alike(first, level)
            day.divided[first.act] = [Part(first.key, alike, day.owners[alike].pop())]

    def looks(self, on: date) -> Counter[Look]:
        """How often each contact used just as much of a benefit on a day."""
        day, found = self._days.get(on), Counter[Look]()
        if day is None:
            return found
        for alike, owners in day.owners.items():
            benefit_type, quantity = alike.benefit_type, alike.quantity
            found.update(Look(self._names[each], benefit_type, quantity) for each in owners)
        for parts in day.divided.values():
            units: defaultdict[tuple[int, str], Decimal] = defaultdict(Decimal)
            for part in parts:
                units[part.owner, part.alike.benefit_type] += part.alike.quantity
            found.update(
                Look(self._names[owner], benefit_type, quantity)
                for (owner, benefit_type), quantity in units.items()
            )
        return found

    def may_have(self, on: date, look: Look) -> bool:
        """Whether this contact may have used just as much on a day; parts aren't added up here."""
        day, number = self._days.get(on), self._numbers.get(look.contact)
        if day is None or number is None:
            return False
        if any(part.owner == number for parts in day.divided.values() for part in parts):
            return True
        asked = look.benefit_type, look.quantity
        return any(
            number in owners
            for alike, owners in day.owners.items()
            if (alike.benefit_type, alike.quantity) == asked
        )

    def take_out(self, void: Entry, level: BenefitLevel) -> None:
        """A usage of this level was taken back; one that isn't there is left to `verify`."""
        self._latest = None
        day = self._days.get(void.on or date.min) or UsageDay()
        for act, parts in day.divided.items():
            left = [part for part in parts if part.key != void.reverses]
            if len(left) < len(parts):
                day.divided[act] = left
                return
        owners = day.owners.get(_alike(void, level))
        owner = self._numbers.get(level.contact)
        if owners and owner is not None and owner in owners:
            owners.remove(owner)

    def _number_of(self, contact: str) -> int:
        number = self._numbers.setdefault(contact, len(self._names))
        if number == len(self._names):
            self._names.append(contact)
        return number


def _alike(entry: Entry, level: BenefitLevel) -> Alike:
    return Alike(
        level.benefit_type, level.membership_type, level.single_value, entry.quantity or ZERO
    )
