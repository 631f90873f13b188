"""Sums in memory, to the letter: periods cut short, snapshots when due, months in their order."""

from datetime import date
from decimal import Decimal

import pytest

from core import snapshot
from core.allowance import Periods, periods
from core.catalogue import Period
from core.contact import Contact
from core.quantity import UNLIMITED
from core.reports.subtotals import usage_within
from core.reports.usage import GroupBy, UsageQuery
from core.search import Finder
from core.snapshot import remember, worth_remembering
from core.tally import PeriodTally
from tests.core.building import NEW_YEAR, Office

YEAR = Periods(NEW_YEAR, date(2026, 12, 31), 1)


def test_what_was_told_of_later_periods_counts_in_the_last() -> None:
    """Added to what the last one has already, sum by sum; earlier ones are left alone."""
    tally = PeriodTally(Decimal(5), periods=YEAR, rollover_max=Decimal(2))
    tally.used_in = {0: Decimal(1), 2: Decimal(2), 5: Decimal(4), 7: Decimal(8)}
    tally.adjusted_from = {5: Decimal(16), 7: Decimal(32)}
    tally.adjusted_in = {1: Decimal(64)}
    tally.end(date(2026, 3, 15))
    assert tally.used_in == {0: 1, 2: 14}
    assert tally.adjusted_from == {2: 48}
    assert tally.adjusted_in == {1: 64}
    assert tally.periods.ends_on == date(2026, 3, 15)


def test_what_is_left_rolls_from_period_to_period() -> None:
    """Up to the maximum, of what was granted, rolled over and adjusted less what was used."""
    tally = PeriodTally(Decimal(5), periods=YEAR, rollover_max=Decimal(2))
    tally.used_in = {0: Decimal(4), 1: Decimal(6)}
    tally.adjusted_from = {1: Decimal(1)}
    tally.adjusted_in = {2: Decimal(-3)}
    chain = tally.standings(4)
    assert [each.granted for each in chain] == [5, 6, 6, 7, 7]
    assert [each.rolled_over for each in chain] == [0, 1, 1, 2, 2]
    assert [each.adjusted for each in chain] == [0, 1, -2, 1, 1]
    assert [each.used for each in chain] == [4, 6, 0, 0, 0]
    assert {each.conveyed for each in chain} == {0}
    endless = PeriodTally(UNLIMITED, periods=YEAR)
    endless.used_in = {1: Decimal(3)}
    endless.adjusted_from = {0: Decimal(1)}
    assert [(each.granted, each.used, each.adjusted) for each in endless.standings(1)] == [
        (UNLIMITED, 0, 1),
        (UNLIMITED, 3, 1),
    ]


@pytest.mark.parametrize(
    ("period", "day", "number", "first", "last"),
    [
        (Period.MONTH, date(2026, 1, 20), 0, date(2026, 1, 20), date(2026, 2, 19)),
        (Period.MONTH, date(2026, 2, 19), 0, date(2026, 1, 20), date(2026, 2, 19)),
        (Period.MONTH, date(2026, 2, 20), 1, date(2026, 2, 20), date(2026, 3, 19)),
        (Period.MONTH, date(2025, 1, 1), 0, date(2026, 1, 20), date(2026, 2, 19)),
        (Period.MONTH, date(2030, 1, 1), 24, date(2028, 1, 20), date(2028, 1, 31)),
        (Period.QUARTER, date(2026, 7, 19), 1, date(2026, 4, 20), date(2026, 7, 19)),
        (Period.QUARTER, date(2026, 7, 20), 2, date(2026, 7, 20), date(2026, 10, 19)),
        (Period.YEAR, date(2027, 1, 20), 1, date(2027, 1, 20), date(2028, 1, 19)),
        (Period.YEAR, date(2028, 1, 31), 2, date(2028, 1, 20), date(2028, 1, 31)),
        (Period.TERM, date(2027, 6, 1), 0, date(2026, 1, 20), date(2028, 1, 31)),
    ],
)
def test_a_day_lies_in_one_period(
    period: Period, day: date, number: int, first: date, last: date
) -> None:
    """Counted from the first day of the term; the last one may be shorter."""
    term = periods(period, date(2026, 1, 20), date(2028, 1, 31))
    found = term.number_on(day)
    assert (found, term.first(found), term.last(found)) == (number, first, last)


def test_a_snapshot_is_due_after_just_so_many_entries(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than the tail since the last one, or since the beginning."""
    books = office.desk.read(lambda books: books)
    monkeypatch.setattr(snapshot, "TAIL", books.revision)
    assert not worth_remembering(office.store, books)
    monkeypatch.setattr(snapshot, "TAIL", books.revision - 1)
    assert worth_remembering(office.store, books)
    remember(office.store, books)
    monkeypatch.setattr(snapshot, "TAIL", 5)
    office.enroll()
    books = office.desk.read(lambda books: books)
    assert not worth_remembering(office.store, books)
    office.use()
    assert worth_remembering(office.store, books)


def test_months_stand_in_their_order_within_a_category(office: Office) -> None:
    """However often something was used in each."""
    office.enroll()
    for day in (date(2026, 2, 3), date(2026, 3, 3), date(2026, 3, 4)):
        office.use(used_on=day)
    (passes,) = usage_within(office.desk, UsageQuery(by=GroupBy.MONTH), GroupBy.CATEGORY)
    assert [(row.name, row.uses) for row in passes.rows] == [("2026-02", 1), ("2026-03", 2)]


def test_of_many_misspelt_words_the_likeliest_are_kept() -> None:
    """Though it stands last by name."""
    names = ["abudeugh", "abvdevgh", "abwdewgh", "abxdexgh", "abydeygh", "zabcdezfgh"]
    named = [Contact(code=f"#{name}", name=name) for name in names]
    assert Finder(named).find("abcdefgh", 1)[0].name == "zabcdezfgh"
