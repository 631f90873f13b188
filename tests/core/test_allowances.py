"""Allowances: a number per month, quarter or year, with rollover, caps and overage."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import errors
from core.adjusting import LevelChange
from core.allowance import periods
from core.catalogue import MembershipBenefit, Period
from core.desk import Desk
from core.entry import EntryKind
from core.level import BenefitLevel
from core.quantity import UNLIMITED, ZERO
from core.recording import UsageRequest
from core.timeline import timeline_of
from core.verify import verify
from tests.core.building import AUDITOR, MANAGER, STAFF, Office, an_office


def room_level(office: Office, starts_on: date = date(2026, 1, 1), **line: Any) -> BenefitLevel:
    """A level of ten room hours a month, or as `line` says, of a membership from this day."""
    fields: dict[str, Any] = {
        "code": "G2",
        "membership_type": "GOLD",
        "benefit_type": "ROOM",
        "number": Decimal(10),
        "period": Period.MONTH,
        "single_value": Decimal(20),
    }
    offered = MembershipBenefit(**(fields | line))
    office.desk.put([offered], idempotency_key=office.request_key(), actor=MANAGER)
    levels = office.enroll(starts_on=starts_on).levels
    return next(level for level in levels if level.benefit_type == "ROOM")


def hours(office: Office, quantity: str, used_on: date, **fields: Any) -> None:
    """Use the room."""
    office.use(benefit_type="ROOM", quantity=quantity, used_on=used_on, **fields)


@pytest.mark.parametrize(
    ("period", "starts_on", "firsts"),
    [
        (Period.MONTH, date(2026, 1, 20), [(1, 20), (2, 20), (3, 20)]),
        (Period.MONTH, date(2026, 1, 31), [(1, 31), (3, 1), (3, 31), (5, 1), (5, 31)]),
        (Period.QUARTER, date(2026, 1, 1), [(1, 1), (4, 1), (7, 1), (10, 1)]),
        (Period.TERM, date(2026, 1, 1), [(1, 1)]),
    ],
)
def test_periods_are_counted_from_the_first_day_of_the_term(
    period: Period, starts_on: date, firsts: list[tuple[int, int]]
) -> None:
    """A date that a shorter month lacks ends the period on that month's last day."""
    several = periods(period, starts_on, date(2026, 12, 31))
    assert [several.first(number) for number in range(len(firsts))] == [
        date(2026, month, day) for month, day in firsts
    ]


def test_a_leap_day_begins_years_that_end_in_february() -> None:
    """From 29 February to 28 February, and to the 29th where there is one."""
    years = periods(Period.YEAR, date(2024, 2, 29), date(2030, 1, 1))
    assert [years.last(number) for number in range(4)] == [
        date(2025, 2, 28),
        date(2026, 2, 28),
        date(2027, 2, 28),
        date(2028, 2, 28),
    ]


@settings(max_examples=200)
@given(
    st.sampled_from([Period.MONTH, Period.QUARTER, Period.YEAR]),
    st.dates(date(2020, 1, 1), date(2028, 12, 31)),
    st.integers(0, 1500),
)
def test_every_day_lies_in_one_period(period: Period, starts_on: date, later: int) -> None:
    """Periods join without a gap, and a day's number is that of the period around it."""
    day = date.fromordinal(starts_on.toordinal() + later)
    several = periods(period, starts_on, date(2034, 1, 1))
    number = several.number_on(day)
    assert several.first(number) <= day <= several.last(number)
    assert several.first(number + 1).toordinal() == several.last(number).toordinal() + 1


def test_a_number_comes_anew_every_month(office: Office) -> None:
    """What was not used in May isn't there in June."""
    level = room_level(office)
    hours(office, "7.5", date(2026, 5, 31))
    assert office.remaining(level, date(2026, 5, 31)) == Decimal("2.5")
    assert office.remaining(level) == 10
    hours(office, "10", date(2026, 6, 1))
    with pytest.raises(errors.NotEnoughRemaining, match="None left"):
        hours(office, "0.5", date(2026, 6, 15))
    hours(office, "2.5", date(2026, 5, 1))


def test_the_first_day_of_a_period_counts_by_its_end(office: Office) -> None:
    """As every other day: a number that was raised on it makes up for what rolled over less.

    Six hours of May were lowered to one, so that June, the last month, has one less than nothing
    beside what rolls over into it.
    """
    level = room_level(office, date(2025, 7, 1), number=Decimal(4), rollover_max=Decimal(2))
    office.clock.at = office.clock.at.replace(month=5, day=20)
    office.set_number(level, "1")
    office.clock.at = office.clock.at.replace(month=6, day=1)
    office.set_number(level, "3")
    with pytest.raises(errors.NotEnoughRemaining, match="Only 1 left; 2 asked for"):
        hours(office, "2", date(2026, 5, 20))
    hours(office, "1", date(2026, 5, 20))
    assert office.remaining(level) == 2
    assert verify(office.desk).content
    with pytest.raises(errors.NumberNotPossible, match=r"^-1 is not possible"):
        office.desk.void(
            next(e.key for e in office.store.entries() if e.quantity == 3),
            reason="wrong",
            idempotency_key="void",
            actor=MANAGER,
        )


@pytest.mark.parametrize("period", [Period.MONTH, Period.TERM])
def test_what_is_left_on_a_day_is_without_end_where_the_number_is(
    office: Office, period: Period
) -> None:
    """By month or for the whole term; and no units of a month's can be in somebody's hands."""
    endless = room_level(office, number=UNLIMITED, period=period)
    day = date(2026, 3, 1)
    assert timeline_of(endless, []).left_on(day) is UNLIMITED
    counted = replace(endless, number=Decimal(10))
    assert timeline_of(counted, []).left_on(day) == 10
    assert timeline_of(counted, []).left_on(day, "ANN") == ZERO


def test_what_is_left_rolls_over_up_to_the_maximum(office: Office) -> None:
    """Ten a month with four to roll over are fourteen after an idle month, never more."""
    level = room_level(office, rollover_max=Decimal(4))
    balance = office.desk.balance(level.key)
    assert (balance.number, balance.rolled_over, balance.remaining) == (14, 4, 14)
    hours(office, "13", date(2026, 5, 20))
    assert office.remaining(level) == 11


def test_a_late_usage_shortens_what_rolled_over(office: Office) -> None:
    """Units that later months used can't be used before them any more."""
    level = room_level(office, rollover_max=Decimal(4))
    hours(office, "14", date(2026, 6, 1))
    with pytest.raises(
        errors.NotEnoughRemaining,
        match=r"Only 10 can be used on 1 May 2026",
    ):
        hours(office, "10.5", date(2026, 5, 1))
    hours(office, "10", date(2026, 5, 1))
    assert office.remaining(level) == 0
    assert verify(office.desk).content


def test_a_lasting_change_counts_from_its_period_on(office: Office) -> None:
    """Twelve from June on, ten in May; it can't be lowered below what a period used."""
    level = room_level(office)
    hours(office, "6", date(2026, 6, 2))
    office.set_number(level, "12")
    assert office.remaining(level) == 6
    assert office.remaining(level, date(2026, 5, 31)) == 10
    office.clock.pass_time(days=30)
    assert office.remaining(level) == 12
    office.clock.pass_time(days=-30)
    with pytest.raises(errors.NumberNotPossible, match="5 is not possible: 6 are used already"):
        office.set_number(level, "5")


def test_within_a_period_no_day_lies_below_zero(office: Office) -> None:
    """Hours that a manager added on the 15th were not there to be used on the 14th."""
    level = room_level(office)
    hours(office, "10", date(2026, 6, 10))
    office.set_number(level, "12")
    with pytest.raises(
        errors.NotEnoughRemaining,
        match=r"None left on 14 Jun 2026",
    ):
        hours(office, "2", date(2026, 6, 14))
    hours(office, "2", date(2026, 6, 15))
    assert office.remaining(level, date(2026, 6, 14)) == 0


def test_units_that_later_months_live_on_stay(office: Office) -> None:
    """Fourteen in November lowered to two: December has its two from November only."""
    level = room_level(office, rollover_max=Decimal(4))
    office.clock.pass_time(days=150)
    office.set_number(level, "2")
    assert office.remaining(level) == 2
    with pytest.raises(errors.NotEnoughRemaining, match="None left"):
        hours(office, "0.5", date(2026, 11, 12))
    assert office.remaining(level, date(2026, 12, 31)) == 0
    assert verify(office.desk).content


def test_no_month_to_come_is_lowered_below_zero(office: Office) -> None:
    """Ten a month and four rolled over: at twelve less, August would have less than nothing."""
    level = room_level(office, rollover_max=Decimal(4))
    with pytest.raises(errors.NumberNotPossible, match="on another day less than nothing"):
        office.set_number(level, "2")
    office.set_number(level, "4")
    months = [date(2026, 6, 30), date(2026, 7, 31), date(2026, 8, 31)]
    assert [office.remaining(level, day) for day in months] == [4, 4, 4]


def test_a_cap_limits_the_units_of_one_day(office: Office) -> None:
    """Several uses of a day add up; what was taken back doesn't count."""
    room_level(office, cap_per_day=Decimal(3))
    hours(office, "2", date(2026, 6, 10))
    with pytest.raises(errors.CapReached, match=r"At most 3 of Room hours .* on 10 Jun 2026"):
        hours(office, "1.5", date(2026, 6, 10))
    hours(office, "1", date(2026, 6, 10))
    hours(office, "3", date(2026, 6, 11))


def test_one_levels_cap_leaves_another_levels_units(office: Office) -> None:
    """One a day of the sponsor's passes, and the second of the Gold ones."""
    sponsored = MembershipBenefit(
        code="S1",
        membership_type="SPONS",
        benefit_type="PASS",
        number=Decimal(4),
        cap_per_day=Decimal(1),
    )
    office.desk.put([sponsored], idempotency_key="capped", actor=MANAGER)
    gold = office.enroll().levels[0]
    sponsor = office.enroll(membership_type="SPONS", ends_on=date(2026, 7, 1)).levels[0]
    drawn = [(entry.level, entry.quantity) for entry in office.use(quantity="2").entries]
    assert drawn == [(sponsor.key, 1), (gold.key, 1)]
    office.use(quantity="3")
    with pytest.raises(errors.CapReached, match=r"At most 1 of Guest pass .* on 15 Jun 2026"):
        office.use()


def test_a_confirmed_overage_keeps_to_the_cap(office: Office) -> None:
    """A manager may add to the number, not to what one day allows."""
    level = room_level(office, number=Decimal(2), overage=True, cap_per_day=Decimal(3))
    with pytest.raises(errors.CapReached):
        _over(office, "4", approver=MANAGER)
    assert _over(office, "3", approver=MANAGER).quantity == 3
    assert office.remaining(level) == 0


def test_more_than_remains_needs_a_manager_where_the_line_allows_it(office: Office) -> None:
    """The manager's name stands at the adjustment; nothing falls below zero."""
    level = room_level(office, overage=True)
    with pytest.raises(errors.OverageUnconfirmed, match="A manager can confirm the overage"):
        hours(office, "12", date(2026, 6, 1))
    with pytest.raises(errors.NotAllowed, match="may not confirm an overage"):
        _over(office, "12", approver=STAFF)
    usage = _over(office, "12", approver=MANAGER)
    assert usage.quantity == 12
    entries = office.store.entries_of_level(level.key)
    (overage,) = (entry for entry in entries if entry.kind is EntryKind.ADJUSTMENT)
    assert (overage.actor, overage.quantity, overage.once) == ("U-MAY", 2, True)
    assert office.remaining(level) == 0
    office.clock.pass_time(days=30)
    assert office.remaining(level) == 10
    assert verify(office.desk).content


def test_an_overage_is_taken_back_with_its_usage(office: Office) -> None:
    """Both entries are reversed."""
    level = room_level(office, overage=True)
    office.void(_over(office, "12", approver=MANAGER))
    assert office.remaining(level) == 10


def test_an_overage_taken_back_by_itself_is_not_taken_back_again(office: Office) -> None:
    """Ten and two over, raised to fourteen; without the two, twelve are left once none is used."""
    level = room_level(office, overage=True)
    usage = _over(office, "12", approver=MANAGER)
    office.set_number(level, "14")
    entries = office.store.entries_of_level(level.key)
    overage = next(entry for entry in entries if entry.once)
    office.desk.void(overage.key, reason="Wrong", idempotency_key="v", actor=MANAGER)
    assert [entry.quantity for entry in office.void(usage)] == [10, 2]
    assert office.remaining(level) == 12
    assert verify(office.desk).content


def _over(office: Office, quantity: str, *, approver: Any) -> Any:
    request = UsageRequest(
        contact="ACME",
        benefit_type="ROOM",
        quantity=Decimal(quantity),
        idempotency_key=office.request_key(),
    )
    return office.desk.record(request, actor=STAFF, approver=approver)


def test_an_overage_is_not_confirmed_by_an_auditor(office: Office) -> None:
    """The approver's role is checked as well."""
    room_level(office, overage=True)
    with pytest.raises(errors.NotAllowed):
        _over(office, "12", approver=AUDITOR)


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.integers(0, 165), st.integers(1, 24)), max_size=30),
    st.integers(0, 12),
)
def test_no_order_of_telling_overdraws_a_month(uses: list[tuple[int, int]], rollover: int) -> None:
    """In whatever order uses are told, a slow recount by days agrees with the balance."""
    with TemporaryDirectory() as folder, an_office(Path(folder)) as office:
        level = room_level(office, rollover_max=Decimal(rollover))
        told: list[tuple[date, Decimal]] = []
        for offset, halves in uses:
            used_on = date.fromordinal(date(2026, 1, 1).toordinal() + offset)
            quantity = Decimal(halves) / 2
            fits = _slow_left([*told, (used_on, quantity)], rollover) is not None
            try:
                hours(office, str(quantity), used_on)
            except errors.NotEnoughRemaining:
                assert not fits
            else:
                assert fits
                told.append((used_on, quantity))
        assert office.remaining(level) == _slow_left(told, rollover)
        assert verify(office.desk).content


def _slow_left(told: list[tuple[date, Decimal]], rollover: int) -> Decimal | None:
    """What is left in June by going through the months; None where one is overdrawn."""
    left = ZERO
    for month in range(1, 7):
        used = sum((quantity for day, quantity in told if day.month == month), ZERO)
        left = min(left, Decimal(rollover)) + 10 - used
        if left < 0:
            return None
    return left


def test_an_unlimited_allowance_stays_unlimited(office: Office) -> None:
    """A period doesn't bound what has no end; its uses are counted by period."""
    level = room_level(office, number=UNLIMITED)
    hours(office, "500", date(2026, 5, 31))
    hours(office, "3", date(2026, 6, 1))
    balance = office.desk.balance(level.key)
    assert balance.remaining is UNLIMITED
    assert balance.used == 3
    assert verify(office.desk).content


def test_a_term_is_one_period() -> None:
    """From its first day to its last, whatever the day."""
    term = periods(Period.TERM, date(2026, 1, 31), date(2027, 1, 30))
    assert [term.number_on(date(2026, month, 28)) for month in (2, 12)] == [0, 0]
    assert (term.first(0), term.last(0)) == (date(2026, 1, 31), date(2027, 1, 30))


def test_trying_out_leaves_a_monthly_allowance_alone(office: Office) -> None:
    """Used in a trial, lastingly and singly changed: the month is as it was."""
    level = room_level(office, overage=True)
    hours(office, "4", date(2026, 6, 1))
    before = office.desk.balance(level.key)

    def work(draft: Desk) -> object:
        change = LevelChange(level=level.key, number=Decimal(8), reason="less")
        draft.change_level(change, idempotency_key="tried", actor=MANAGER)
        request = UsageRequest(
            contact="ACME", benefit_type="ROOM", quantity=Decimal(6), idempotency_key="too"
        )
        draft.record(request, actor=STAFF, approver=MANAGER)
        return draft.balance(level.key).used

    assert office.desk.together(work, dry_run=True) == 10
    assert office.desk.balance(level.key) == before
