"""Verifying, to the letter: whole sentences, and which differences are differences."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.catalogue import BenefitType, Period
from core.clock import Key
from core.contact import Contact
from core.desk import Desk
from core.entry import Entry, EntryKind
from core.renewing import RenewRequest
from core.timeline import DailyUnits
from core.usage_days import UsageDays
from core.verify import verify
from tests.core.building import LINES, MANAGER, TODAY, Office
from tests.core.entries import LEVEL, used


def faults(office: Office) -> list[str]:
    """What is found wrong by one who opens the ledger anew."""
    return list(verify(Desk(office.store, clock=office.clock)).faults)


def forged(usage: Entry, key: int = 1, **fields: object) -> Entry:
    """An entry that no rule let through."""
    return replace(usage, key=Key(usage.key + key), idempotency_key=f"forged-{key}", **fields)  # type: ignore[arg-type]


def test_what_is_wrong_in_a_ledger_is_told_word_for_word(office: Office) -> None:
    """More used than there was, a void of nothing, a second void."""
    office.enroll()
    usage = office.use(quantity="3").entries[0]
    void = {"kind": EntryKind.VOID, "before": {"kind": "usage"}}
    office.store.append([forged(usage, 1)])
    assert faults(office) == [f"Level {usage.level}: 2 more were used than there were."]
    office.store.append([forged(usage, 2, reverses=Key(usage.key + 1), **void)])
    assert faults(office) == []
    office.store.append([forged(usage, 3, reverses=Key(usage.key + 1), **void)])
    assert faults(office) == [f"Entry {usage.key + 1} was taken back twice."]
    office.store.append([forged(usage, 4, reverses=None, **void)])
    assert faults(office)[1] == (
        f"Entry {usage.key + 4} takes back None, which is not such an entry."
    )


@pytest.mark.parametrize(
    ("table", "record", "words"),
    [
        ("contacts", Contact(code="N", name="N"), "contacts"),
        ("benefit_types", BenefitType(code="N", name="N"), "benefit types"),
    ],
)
def test_what_differs_in_memory_is_told_word_for_word(
    office: Office, table: str, record: object, words: str
) -> None:
    """The table's name in words."""
    office.enroll()
    office.desk.read(lambda books: getattr(books, table).update({"N": record}))
    assert verify(office.desk).faults == (f"The {words} in use are not those of the ledger.",)


def test_usages_that_differ_in_memory_are_told(office: Office) -> None:
    """One more on a day, or by another contact."""
    office.enroll()
    usage = office.use().entries[0]
    level = office.desk.read(lambda books: books.levels[Key(usage.level or 0)])
    office.desk.read(lambda books: books.usage_days.add(forged(usage), level))
    assert verify(office.desk).faults == (
        "The usages in the reports differ from what the entries say.",
    )


@pytest.mark.parametrize("used_on", [date(2026, 3, 20), date(2026, 1, 5)])
def test_a_monthly_level_that_was_cut_short_is_sound(office: Office, used_on: date) -> None:
    """What was used before and after the cut falls into its own month; other levels' don't."""
    line = replace(LINES[0], period=Period.MONTH)
    office.desk.put([line], idempotency_key="p", actor=MANAGER)
    office.enroll("ZED")
    office.use("ZED", quantity="4", used_on=date(2026, 3, 20))
    old = office.enroll()
    office.use(quantity="4", used_on=used_on)
    request = RenewRequest(
        membership=old.membership.key, starts_on=date(2026, 6, 16), idempotency_key="n"
    )
    office.desk.renew(request, actor=MANAGER)
    assert faults(office) == []
    level = old.levels[0]
    entry = office.store.entries_of_level(level.key)[1]
    office.store.append([forged(entry, 10**6, quantity=Decimal(1))])
    assert faults(office) == [f"Level {level.key}: 1 more were used than there were."]


def days_of(*entries: Entry) -> UsageDays:
    """The days of these usages."""
    days = UsageDays()
    for entry in entries:
        days.add(entry, replace(LEVEL, contact=entry.contact or ""))
    return days


def test_days_are_equal_where_the_same_was_used_by_the_same() -> None:
    """In whatever order; part of one use or not, by whom, when and how much."""
    zed = replace(used(2), contact="ZED")
    assert days_of(used(1), zed) == days_of(zed, used(1))
    assert days_of(used(1), used(2)) != days_of(used(1), zed)
    assert days_of(used(1)) != days_of(used(1), used(2))
    assert days_of(used(1)) != days_of(replace(used(1), on=date(2026, 6, 14)))
    assert days_of(used(1)) != days_of(replace(used(1), quantity=Decimal(2)))
    assert days_of(used(1), used(2, part_of=1)) == days_of(used(1), used(3))
    parts = days_of(used(1), replace(zed, part_of=Key(1)))
    assert parts != days_of(used(1), used(2, part_of=1))
    assert days_of() != TODAY


def test_units_of_a_day_are_told_apart_from_those_of_the_next() -> None:
    """The fewest at the end of a day or later."""
    units = DailyUnits(Decimal(5))
    for day, change in ((10, -2), (10, -1), (12, 4), (14, -3)):
        units.change(date(2026, 1, day), Decimal(change))
    least = {day: units.least(date(2026, 1, day)) for day in (9, 10, 11, 12, 13, 14, 15)}
    assert least == {9: 2, 10: 2, 11: 2, 12: 3, 13: 3, 14: 3, 15: 3}
    assert units.least(date(2025, 1, 1)) == 2
