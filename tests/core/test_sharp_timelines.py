"""Late usages of what comes anew every month: no answer is too high, none too low."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from core.catalogue import Period
from core.entry import Entry, EntryKind
from core.level import BenefitLevel
from core.membership import last_day
from core.quantity import UNLIMITED, ZERO, Number
from core.timeline import lowest, tallied, timeline_of
from tests.core.entries import LEVEL, told

MONTHS = (1, 2, 3, 4)


def most_by_trying(level: BenefitLevel, entries: list[Entry], on: date) -> Decimal:
    """The most whole units that leave no day below zero, found by trying one after the other."""

    def fits(units: int) -> bool:
        least = lowest(level, [*entries, told(on, units)])
        return isinstance(least, Decimal) and least >= ZERO

    most = 0
    while fits(most + 1):
        most += 1
    return Decimal(most)


@pytest.mark.parametrize("rollover", [0, 1, 3])
def test_a_late_usage_may_take_what_no_day_needs(rollover: int) -> None:
    """Whatever was used in each of four months, and whenever it is told."""
    level = replace(LEVEL, rollover_max=Decimal(rollover))
    tried = 0
    for used in product((0, 2, 4, 5), repeat=len(MONTHS)):
        entries = [
            told(date(2026, month, 10), units)
            for month, units in zip(MONTHS, used, strict=True)
            if units
        ]
        least = lowest(level, entries)
        if not isinstance(least, Decimal) or least < ZERO:
            continue
        timeline = timeline_of(level, entries)
        for month, day in product(MONTHS, (5, 10, 15)):
            on = date(2026, month, day)
            assert timeline.least_left(on) == most_by_trying(level, entries, on), (used, on)
            tried += 1
    assert tried >= 900


@pytest.mark.parametrize(
    ("once", "days"),
    [(False, {5: 0, 10: 0, 15: 3}), (True, {5: 0, 10: 0, 15: 3})],
)
def test_days_within_a_month_are_told_apart(*, once: bool, days: dict[int, int]) -> None:
    """What an adjustment added on the twelfth can't have been used before."""
    entries = [
        told(date(2026, 1, 10), 4),
        told(date(2026, 1, 12), 3, EntryKind.ADJUSTMENT, once=once),
    ]
    timeline = timeline_of(LEVEL, entries)
    assert {day: timeline.least_left(date(2026, 1, day)) for day in days} == days
    february: Number = timeline.least_left(date(2026, 2, 1))
    assert february == (4 if once else 7)


def test_what_is_told_of_one_day_is_added_up() -> None:
    """Uses of a day, and lasting adjustments of a month; a single one ends with its month."""
    entries = [
        told(date(2026, 1, 10), 1),
        told(date(2026, 1, 10), 2),
        told(date(2026, 2, 1), 3, EntryKind.ADJUSTMENT),
        told(date(2026, 2, 2), 5, EntryKind.ADJUSTMENT),
        told(date(2026, 2, 3), 7, EntryKind.ADJUSTMENT, once=True),
    ]
    timeline, tally = timeline_of(LEVEL, entries), tallied(LEVEL, entries)
    assert timeline.least_left(date(2026, 1, 1)) == 1
    assert timeline.least_left(date(2026, 2, 1)) == 4 + 3
    assert timeline.least_left(date(2026, 2, 2)) == 4 + 3 + 5
    assert timeline.least_left(date(2026, 2, 3)) == 4 + 3 + 5 + 7
    assert timeline.least_left(date(2026, 3, 1)) == 4 + 3 + 5
    assert (tally.used, tally.adjusted, tally.latest_on) == (3, 15, date(2026, 2, 3))
    assert tally.standing(date(2026, 2, 28)).adjusted == 15
    assert tally.standing(date(2026, 3, 1)).adjusted == 8


def test_what_lies_before_the_term_counts_from_its_first_day() -> None:
    """A use before it shortens the first month, on all of its days."""
    timeline = timeline_of(LEVEL, [told(date(2025, 12, 1), 3)])
    assert timeline.least_left(date(2026, 1, 1)) == 1
    assert timeline.lowest == 1
    assert tallied(LEVEL, [told(date(2025, 12, 1), 3)]).standing(date(2026, 1, 5)).used == 3


def test_what_is_unlimited_or_in_other_hands() -> None:
    """Has no end; units that come anew are never conveyed."""
    endless = timeline_of(replace(LEVEL, number=UNLIMITED), [told(date(2026, 1, 10), 99)])
    assert endless.least_left(date(2026, 1, 1)) is UNLIMITED
    assert endless.lowest is UNLIMITED
    assert timeline_of(LEVEL).least_left(date(2026, 1, 1), "ANN") == 0
    assert timeline_of(LEVEL).lowest == 4


def test_a_term_s_units_lie_in_pools_of_their_own() -> None:
    """Conveyed ones with their holder, from that day on; used there, they are nobody else's."""
    level = replace(LEVEL, period=Period.TERM, number=Decimal(10))
    entries = [
        told(date(2026, 2, 1), 4, EntryKind.CONVEYANCE, holder="ANN"),
        told(date(2026, 2, 10), 1, holder="ANN", conveyed=True),
        told(date(2026, 3, 1), 2, EntryKind.RECALL, holder="ANN"),
        told(date(2026, 3, 10), 5, holder="BOB"),
        told(date(2026, 4, 1), -1, EntryKind.ADJUSTMENT),
    ]
    timeline = timeline_of(level, entries)
    free = {date(2026, 1, 1): 2, date(2026, 2, 28): 2, date(2026, 4, 1): 2}
    assert {day: timeline.least_left(day) for day in free} == free
    ann = {date(2026, 1, 31): 0, date(2026, 2, 1): 1, date(2026, 2, 28): 1, date(2026, 3, 1): 1}
    assert {day: timeline.least_left(day, "ANN") for day in ann} == ann
    assert timeline.lowest == 0
    assert timeline_of(level, entries[:1]).least_left(date(2026, 2, 1), "ANN") == 4
    assert timeline_of(level, entries[:2]).least_left(date(2026, 2, 1), "ANN") == 3


@pytest.mark.parametrize(
    ("starts_on", "months", "ends_on"),
    [
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 30), 1, date(2026, 2, 28)),
        (date(2026, 1, 28), 1, date(2026, 2, 27)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 28)),
    ],
)
def test_a_term_ends_before_its_date_comes_round(
    starts_on: date, months: int, ends_on: date
) -> None:
    """Or on the last day of a month that lacks it."""
    assert last_day(starts_on, months) == ends_on
