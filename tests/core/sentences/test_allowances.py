"""The rules of allowances, sentence by sentence.

A line's number is for the term, or comes anew each month, quarter or year, with what is left
rolling over up to a maximum; or it is unlimited, which is a flag and no number. A line may cap a
day or an event. Units and steps are the benefit type's. What is not tracked is shown and never
recorded.

Shown elsewhere: late and early telling in any order in tests/core/test_allowances.py::
test_no_order_of_telling_overdraws_a_month; periods that join without a gap in
tests/core/test_allowances.py::test_every_day_lies_in_one_period.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core import errors
from core.catalogue import BenefitKind, BenefitType, MembershipBenefit, Period
from core.columns import COLUMNS, Kind
from core.event import Event, RegistrationType
from core.importing import BadRows, import_file
from core.level import BenefitLevel
from core.quantity import UNLIMITED, Unlimited, times
from core.registering import RegisterRequest
from core.reports.balances import balances
from core.statement import statement
from core.verify import verify
from tests.core.building import BENEFIT_TYPES, LINES, MANAGER, STAFF, Office

ROOM = replace(LINES[1], single_value=Decimal(20))


def day(text: str) -> date:
    """A date."""
    return date.fromisoformat(text)


def a_room(office: Office, starts_on: str, ends_on: str, **line: Any) -> BenefitLevel:
    """Ten room hours, as `line` says otherwise, in a term; the clock stands at the term's end."""
    office.desk.put([replace(ROOM, **line)], idempotency_key=office.request_key(), actor=MANAGER)
    office.clock.at = office.clock.at.replace(
        **{part: getattr(day(ends_on), part) for part in ("year", "month", "day")}
    )
    return office.enroll(starts_on=day(starts_on), ends_on=day(ends_on)).levels[1]


def hours(office: Office, quantity: str, used_on: str) -> None:
    """Use the room."""
    office.use(benefit_type="ROOM", quantity=quantity, used_on=day(used_on))


def test_a_number_is_per_term_by_default(office: Office) -> None:
    """What was used in the first month is gone in the last."""
    level = a_room(office, "2026-01-01", "2026-12-31")
    assert level.period is Period.TERM
    hours(office, "4", "2026-01-31")
    assert office.remaining(level, day("2026-12-31")) == 6


@pytest.mark.parametrize(
    ("period", "term", "last", "first"),
    [
        ("month", "2026-01-01 2026-12-31", "2026-01-31", "2026-02-01"),
        ("month", "2026-01-31 2027-01-30", "2026-02-28", "2026-03-01"),
        ("month", "2026-01-31 2027-01-30", "2026-03-30", "2026-03-31"),
        ("month", "2028-01-30 2029-01-29", "2028-02-29", "2028-03-01"),
        ("month", "2027-01-30 2028-01-29", "2027-02-28", "2027-03-01"),
        ("month", "2028-02-29 2029-02-28", "2028-03-28", "2028-03-29"),
        ("month", "2026-11-20 2027-11-19", "2026-12-19", "2026-12-20"),
        ("quarter", "2026-01-01 2026-12-31", "2026-03-31", "2026-04-01"),
        ("quarter", "2026-11-30 2027-11-29", "2027-02-28", "2027-03-01"),
        ("quarter", "2026-08-31 2027-08-30", "2026-11-30", "2026-12-01"),
        ("year", "2026-01-01 2028-12-31", "2026-12-31", "2027-01-01"),
        ("year", "2024-02-29 2028-02-28", "2025-02-28", "2025-03-01"),
        ("year", "2023-03-01 2026-02-28", "2024-02-29", "2024-03-01"),
    ],
)
def test_a_number_comes_anew_every_month_quarter_or_year(
    office: Office, period: str, term: str, last: str, first: str
) -> None:
    """Ten on the last day of one period and ten on the first of the next; not a half more."""
    level = a_room(office, *term.split(), period=Period(period))
    hours(office, "10", last)
    assert office.remaining(level, day(last)) == 0
    hours(office, "9.5", first)
    assert office.remaining(level, day(first)) == Decimal("0.5")
    with pytest.raises(errors.NotEnoughRemaining):
        hours(office, "0.5", last)
    with pytest.raises(errors.NotEnoughRemaining):
        hours(office, "1", first)
    assert verify(office.desk).content


@pytest.mark.parametrize(
    ("rollover", "used", "expected"),
    [
        (None, "4", 10),
        ("0", "4", 10),
        ("3", "4", 13),
        ("3", "8", 12),
        ("3", "10", 10),
        ("20", "0", 20),
        ("2.5", "0", Decimal("12.5")),
    ],
)
def test_what_is_left_rolls_over_up_to_the_maximum(
    office: Office, rollover: str | None, used: str, expected: Any
) -> None:
    """Of ten in the first month; without a maximum nothing rolls over."""
    most = None if rollover is None else Decimal(rollover)
    level = a_room(office, "2026-01-31", "2027-01-30", period=Period.MONTH, rollover_max=most)
    if used != "0":
        hours(office, used, "2026-02-28")
    assert office.remaining(level, day("2026-03-01")) == expected


@pytest.mark.parametrize(
    ("most", "rolled"),
    [(5, [0] + [5] * 11), (25, [0, 10, 20] + [25] * 9), (500, range(0, 120, 10))],
)
def test_rolled_over_units_roll_on_but_never_beyond_the_maximum(
    office: Office, most: int, rolled: Iterable[int]
) -> None:
    """Idle for a year of ten hours a month: what is left piles up to the maximum, and stays."""
    level = a_room(
        office, "2026-01-01", "2026-12-31", period=Period.MONTH, rollover_max=Decimal(most)
    )
    held = [office.desk.balance(level.key, date(2026, month, 1)) for month in range(1, 13)]
    assert [each.rolled_over for each in held] == list(rolled)
    assert [each.remaining for each in held] == [10 + units for units in rolled]


@pytest.mark.parametrize("period", list(Period))
def test_unlimited_is_a_flag_of_its_own(office: Office, period: Period) -> None:
    """Any quantity in any period, told late too; what was used is counted, nothing has a worth."""
    level = a_room(office, "2026-01-01", "2026-12-31", number=UNLIMITED, period=period)
    hours(office, "999999", "2026-12-01")
    hours(office, "999999", "2026-06-01")
    held = office.desk.balance(level.key)
    assert (held.number, held.remaining, held.available) == (UNLIMITED, UNLIMITED, UNLIMITED)
    assert held.used == (1999998 if period in {Period.TERM, Period.YEAR} else 999999)
    assert held.total_value is None
    assert isinstance(held.number, Unlimited)


def test_no_number_is_taken_for_unlimited(office: Office) -> None:
    """Nought is none at all, and a huge number ends."""
    none = a_room(office, "2026-01-01", "2026-12-31", number=Decimal(0))
    assert office.remaining(none) == 0
    with pytest.raises(errors.NotEnoughRemaining, match="None left"):
        hours(office, "0.5", "2026-12-01")
    office.desk.put(
        [replace(ROOM, number=Decimal(999999999))], idempotency_key="huge", actor=MANAGER
    )
    huge = office.enroll("ZED").levels[1]
    office.use("ZED", "ROOM", "999999999")
    assert office.remaining(huge) == 0
    with pytest.raises(errors.NotEnoughRemaining):
        office.use("ZED", "ROOM", "0.5")


@pytest.mark.parametrize(
    ("uses", "fits"),
    [
        (["3"], True),
        (["3.5"], False),
        (["1", "2"], True),
        (["1.5", "1.5", "0.5"], False),
    ],
)
def test_a_line_caps_a_day(office: Office, uses: list[str], fits: bool) -> None:
    """Three hours a day, in one use or several; the next day has its own three."""
    a_room(office, "2026-01-01", "2026-12-31", cap_per_day=Decimal(3))
    *first, last = uses
    for quantity in first:
        hours(office, quantity, "2026-06-01")
    if fits:
        hours(office, last, "2026-06-01")
    else:
        with pytest.raises(errors.CapReached, match="At most 3 of Room hours"):
            hours(office, last, "2026-06-01")
    hours(office, "3", "2026-06-02")


@pytest.mark.parametrize(("cap", "free"), [(None, 4), ("3", 3), ("1", 1)])
def test_a_line_caps_an_event(office: Office, cap: str | None, free: int) -> None:
    """Four seats wanted at one event; another event has as many again, as far as they last."""
    seat = BenefitType(code="SEAT", name="Seat", kind=BenefitKind.EVENT)
    line = MembershipBenefit(
        code="SEAT",
        membership_type="GOLD",
        benefit_type="SEAT",
        number=Decimal(20),
        cap_per_event=None if cap is None else Decimal(cap),
    )
    events = [
        record
        for code in ("FAIR", "GALA")
        for record in (
            Event(code=code, name=code),
            RegistrationType(
                event=code, code="IN", name="In", price=Decimal(10), benefit_types=("SEAT",)
            ),
        )
    ]
    office.desk.put([seat, line, *events], idempotency_key="events", actor=MANAGER)
    office.enroll()
    for code in ("FAIR", "GALA"):
        request = RegisterRequest(
            event=code,
            registration_type="IN",
            contact="ACME",
            quantity=Decimal(4),
            idempotency_key=code,
        )
        assert office.desk.register(request, actor=STAFF).discount_value == free * 10


@pytest.mark.parametrize(
    ("unit", "step", "number", "uses", "left"),
    [
        ("pass", "1", "4", ["1", "2"], "1"),
        ("hour", "0.5", "10", ["0.5", "2.5"], "7"),
        ("USD", "0.01", "250", ["0.01", "249.98"], "0.01"),
        ("USD", "0.01", "99.99", ["33.33", "33.33", "33.33"], "0"),
        ("EUR", "0.0001", "1", ["0.3333", "0.3333", "0.3333"], "0.0001"),
    ],
)
def test_a_benefit_type_has_a_unit_and_a_step(
    office: Office, *, unit: str, step: str, number: str, uses: list[str], left: str
) -> None:
    """Passes, hours by the half, dollars to the cent or to four places: sums are exact."""
    kind = replace(BENEFIT_TYPES[1], unit=unit, step=Decimal(step))
    office.desk.put([kind], idempotency_key="kind", actor=MANAGER)
    level = a_room(office, "2026-01-01", "2026-12-31", number=Decimal(number))
    for quantity in uses:
        hours(office, quantity, "2026-06-01")
    assert office.remaining(level) == Decimal(left)
    if left != "0":
        hours(office, left, "2026-06-01")
    with pytest.raises(errors.NotEnoughRemaining):
        hours(office, step, "2026-06-01")


@pytest.mark.parametrize(
    ("number", "value", "worth"),
    [
        ("3", "0.01", "0.03"),
        ("3", "33.3333", "99.9999"),
        ("0.01", "1", "0.01"),
        ("999999999", "0.0001", "99999.9999"),
    ],
)
def test_values_are_exact_to_four_places(number: str, value: str, worth: str) -> None:
    """Number times single value, without a rounding anywhere."""
    assert times(Decimal(number), Decimal(value)) == Decimal(worth)


def test_what_is_not_tracked_is_shown_and_reported_as_offered(office: Office) -> None:
    """A directory listing is on the statement and in the report, never used and never recorded."""
    level = office.enroll().levels[3]
    shown = [line for line in statement(office.desk, "ACME")[0].lines if not line.benefit.tracked]
    assert [line.level for line in shown] == [level]
    (row,) = balances(office.desk, benefit="LISTNG")
    assert (row.balance.number, row.balance.used, row.level.accepted) == (1, 0, True)
    for quantity in ("1", "0.5"):
        with pytest.raises(errors.BenefitNotTracked, match="Directory listing is not counted"):
            office.use(benefit_type="LISTNG", quantity=quantity)


@pytest.mark.parametrize("number", ["unlimited", "Unlimited", "0", "4", "2.5"])
def test_a_file_says_unlimited_in_a_word(office: Office, tmp_path: Path, number: str) -> None:
    """Any other text is read as the number that it is."""
    imported = import_line(office, tmp_path, number)
    if number.isalpha():
        assert imported is UNLIMITED
    else:
        assert imported == Decimal(number)


@pytest.mark.parametrize("number", ["", "∞", "none", "-1", "1e6"])
def test_a_file_never_guesses_a_number(office: Office, tmp_path: Path, number: str) -> None:
    """Blank isn't unlimited, and neither is any other sign."""
    with pytest.raises(BadRows):
        import_line(office, tmp_path, number)


def import_line(office: Office, folder: Path, number: str) -> object:
    """Import one catalogue line with this number; the number that it then has."""
    names = [column.name for column in COLUMNS[Kind.MEMBERSHIP_BENEFITS][:4]]
    path = folder / "lines.csv"
    path.write_text(f"{','.join(names)}\nL1,GOLD,PASS,{number}\n", encoding="utf-8")
    import_file(office.desk, path, Kind.MEMBERSHIP_BENEFITS, actor=MANAGER)
    return office.desk.read(lambda books: books.membership_benefits["L1"].number)
