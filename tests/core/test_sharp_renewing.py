"""Renewing and events, to the letter: what rolls over into what, and which units cover a place."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.catalogue import BenefitKind, BenefitType, MembershipBenefit, MembershipType, Period
from core.errors import LooksEnrolledTwice
from core.event import Event, Registration, RegistrationType
from core.membership import Transaction
from core.quantity import UNLIMITED
from core.records import LookupRecord
from core.registering import RegisterRequest, discount
from core.renewing import Ending, NotBegunYet, RenewRequest
from core.reports.quid_pro_quo import quid_pro_quo
from tests.core.building import LINES, MANAGER, STAFF, TODAY, Office

PASSES = replace(LINES[0], rollover_max=Decimal(3))
HOURS = replace(LINES[1], rollover_max=Decimal("2.5"))


def put(office: Office, *records: LookupRecord) -> None:
    """Put in catalogue lines, types or events."""
    office.desk.put(list(records), idempotency_key=office.request_key(), actor=MANAGER)


def endings(office: Office, **fields: object) -> dict[str, Ending]:
    """What becomes of the levels of Acme's membership when it is renewed, by benefit type."""
    (membership,) = office.desk.read(lambda books: books.memberships_of("ACME"))
    request = RenewRequest(
        membership=membership.key,
        idempotency_key=office.request_key(),
        **fields,  # type: ignore[arg-type]
    )
    renewal = office.desk.renew(request, actor=MANAGER)
    return {each.balance.level.benefit_type: each for each in renewal.endings}


def test_what_does_not_roll_over_keeps_nothing_from_it(office: Office) -> None:
    """A level that has nothing to carry stands before one that has."""
    put(office, HOURS)
    office.enroll()
    told = endings(office)
    assert (told["PASS"].rolls_over, told["PASS"].expires) == (0, 4)
    assert (told["ROOM"].rolls_over, told["ROOM"].expires) == (Decimal("2.5"), Decimal("7.5"))
    assert (told["NOTARY"].rolls_over, told["NOTARY"].expires) == (0, 0)
    new = office.desk.read(lambda books: books.levels_owned("ACME", "ROOM")[-1])
    assert office.desk.balance(new.key).number == Decimal("12.5")


@pytest.mark.parametrize(
    "lines",
    [
        [replace(PASSES, number=UNLIMITED, rollover_max=None)],
        [replace(PASSES, period=Period.MONTH)],
        [replace(PASSES, retired=True)],
        [replace(PASSES, retired=True), replace(PASSES, code="G9", benefit_type="GALA")],
    ],
    ids=["unlimited", "monthly", "retired", "another"],
)
def test_units_roll_over_only_into_units_for_a_term(
    office: Office, lines: list[MembershipBenefit]
) -> None:
    """Not into what needs none, comes anew, isn't offered any more, or is another benefit."""
    put(office, PASSES)
    office.enroll()
    put(office, *lines)
    told = endings(office)["PASS"]
    assert (told.rolls_over, told.expires, told.value_lost) == (0, 4, Decimal(50))


def test_units_do_not_roll_over_into_what_is_declined(office: Office) -> None:
    """They expire, as if it weren't offered."""
    put(office, PASSES)
    office.enroll()
    assert endings(office, declined=frozenset({"G1"}))["PASS"].rolls_over == 0


@pytest.mark.parametrize(("used", "rolls", "expires"), [(0, 3, 1), (1, 3, 0), (2, 2, 0), (4, 0, 0)])
def test_as_much_rolls_over_as_is_left_and_allowed(
    office: Office, used: int, rolls: int, expires: int
) -> None:
    """The rest expires."""
    put(office, PASSES)
    office.enroll()
    if used:
        office.use(quantity=str(used))
    told = endings(office)["PASS"]
    assert (told.rolls_over, told.expires) == (rolls, expires)


def test_a_renewal_may_change_all_that_an_enrolment_says(office: Office) -> None:
    """Type, dates, payment, choices and numbers."""
    old = office.enroll()
    request = RenewRequest(
        membership=old.membership.key,
        membership_type="SPONS",
        starts_on=date(2026, 8, 1),
        ends_on=date(2026, 9, 30),
        transaction=Transaction(code="D-2"),
        declined=frozenset({"S1"}),
        numbers={"S1": Decimal(1)},
        idempotency_key="n",
    )
    made = office.desk.renew(request, actor=MANAGER).enrolment
    membership, (level,) = made.membership, made.levels
    assert (membership.contact, membership.membership_type) == ("ACME", "SPONS")
    assert (membership.starts_on, membership.ends_on) == (date(2026, 8, 1), date(2026, 9, 30))
    assert membership.transaction == Transaction(code="D-2")
    assert (level.accepted, level.number) == (False, 1)
    ended = office.desk.read(lambda books: books.memberships[old.membership.key])
    assert ended.ends_on == date(2026, 7, 31)
    repeated = office.desk.renew(request, actor=MANAGER)
    assert (repeated.enrolment.repeated, repeated.endings) == (True, ())
    assert repeated.enrolment.levels == made.levels


def test_a_membership_can_be_renewed_from_its_first_day(office: Office) -> None:
    """The day it begins on, and not before; the same twice is asked about."""
    office.enroll(starts_on=TODAY + timedelta(days=1))
    with pytest.raises(NotBegunYet, match=r"begins on 16 Jun 2026; renew it after that\.$"):
        endings(office)
    office.clock.pass_time(days=1)
    endings(office)
    (first, _) = office.desk.read(lambda books: books.memberships_of("ACME"))
    again = RenewRequest(membership=first.key, idempotency_key="again", again=False)
    with pytest.raises(LooksEnrolledTwice, match="16 Jun 2027 to 15 Jun 2028; enroll again"):
        office.desk.renew(again, actor=MANAGER)
    early = replace(again, starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 30))
    assert office.desk.renew(early, actor=MANAGER).enrolment.membership.ends_on.day == 30


def test_a_level_copies_its_line_whole(office: Office) -> None:
    """Every value of the catalogue's, and the membership's dates."""
    line = MembershipBenefit(
        code="G1",
        membership_type="GOLD",
        benefit_type="PASS",
        number=Decimal(7),
        single_value=Decimal("3.25"),
        standard=True,
        quid_pro_quo=True,
        period=Period.QUARTER,
        rollover_max=Decimal(2),
        cap_per_day=Decimal(3),
        cap_per_event=Decimal(4),
        overage=True,
    )
    put(office, line)
    made = office.enroll()
    level = made.levels[0]
    assert (level.membership, level.contact) == (made.membership.key, "ACME")
    assert (level.starts_on, level.ends_on) == (date(2026, 1, 1), date(2026, 12, 31))
    for name in (
        "membership_type",
        "benefit_type",
        "number",
        "single_value",
        "standard",
        "quid_pro_quo",
        "period",
        "rollover_max",
        "cap_per_day",
        "cap_per_event",
        "overage",
    ):
        assert getattr(level, name) == getattr(line, name)
    assert (level.membership_benefit, level.accepted, level.active) == ("G1", True, True)


def test_a_payment_for_nothing_in_return_has_no_row(office: Office) -> None:
    """Unless the institution states an amount for the whole membership type."""
    put(office, replace(LINES[0], quid_pro_quo=False))
    office.enroll(transaction=Transaction(code="D-1"))
    assert quid_pro_quo(office.desk) == []
    stated = MembershipType(
        code="GOLD", name="Gold", term_months=12, non_deductible_value=Decimal(0)
    )
    put(office, stated)
    (row,) = quid_pro_quo(office.desk)
    assert (row.value, row.as_json()["stated"], row.rows) == (0, True, ())
    put(office, replace(LINES[0], quid_pro_quo=True))
    level = office.enroll("ZED").levels[0]
    assert [each.level for row in quid_pro_quo(office.desk) for each in row.rows] == [level.key]


@pytest.mark.parametrize(
    ("text", "price", "off"),
    [
        ("", "20", "20"),
        ("50%", "20", "10"),
        ("33.3%", "9.99", "3.33"),
        ("100%", "20", "20"),
        ("0%", "20", "0"),
        ("5.00", "20", "5"),
        ("25.00", "20", "20"),
        (" 10% ", "20", "2"),
    ],
)
def test_what_a_unit_takes_off(text: str, price: str, off: str) -> None:
    """A share of the price to the cent, an amount up to the price, or all of it."""
    benefit = BenefitType(code="X", name="X", discount=text)
    assert discount(benefit, Decimal(price)) == Decimal(off)
    assert discount(benefit, None) is None


def benefit(code: str, text: str, *, stackable: bool = False) -> BenefitType:
    """An event benefit with this discount."""
    return BenefitType(
        code=code, name=code, kind=BenefitKind.EVENT, discount=text, stackable=stackable
    )


def fair(office: Office, price: str | None, **numbers: int) -> None:
    """A fair whose seats draw on these benefit types, and Acme's units of each."""
    lines = [
        MembershipBenefit(
            code=code, membership_type="FAIRLY", benefit_type=code, number=Decimal(number)
        )
        for code, number in numbers.items()
    ]
    seat = RegistrationType(
        event="FAIR",
        code="SEAT",
        name="Seat",
        price=None if price is None else Decimal(price),
        benefit_types=tuple(numbers),
    )
    put(office, MembershipType(code="FAIRLY", name="Fairly", term_months=12), *lines)
    put(office, Event(code="FAIR", name="Fair", held_on=date(2026, 6, 15)), seat)
    office.enroll(membership_type="FAIRLY")


def seats(office: Office, quantity: int, contact: str = "ACME") -> tuple[Registration, list[str]]:
    """Register for so many seats; what each benefit type gave, as `code number`."""
    request = RegisterRequest(
        event="FAIR",
        registration_type="SEAT",
        contact=contact,
        quantity=Decimal(quantity),
        idempotency_key=office.request_key(),
    )
    made = office.desk.register(request, actor=STAFF)
    drawn = [entry for entry in office.store.entries() if entry.part_of == made.key]
    levels = office.desk.read(lambda books: books.levels)
    return made, [
        f"{levels[entry.level].benefit_type} {entry.quantity}" for entry in drawn if entry.level
    ]


def test_what_stacks_is_added_up_place_by_place(office: Office) -> None:
    """Two places: both discounts on the first, one on the second; never more than the price."""
    put(office, benefit("A", "60%", stackable=True), benefit("B", "5.00", stackable=True))
    fair(office, "10", A=2, B=1)
    made, drawn = seats(office, 2)
    assert drawn == ["A 2", "B 1"]
    assert (made.list_value, made.discount_value, made.due_value) == (20, 16, 4)


def test_the_best_that_does_not_stack_is_taken_alone(office: Office) -> None:
    """Where it takes off more than all that stack."""
    put(office, benefit("A", "20%", stackable=True), benefit("B", "5.00"), benefit("C", "4.00"))
    fair(office, "10", A=2, B=1, C=1)
    made, drawn = seats(office, 1)
    assert (drawn, made.due_value) == (["B 1"], 5)
    made, drawn = seats(office, 2)
    assert (drawn, made.due_value) == (["A 2"], 16)


def test_without_a_price_the_more_places_the_better(office: Office) -> None:
    """What can't be told in money is told in places."""
    put(office, benefit("A", "50%"), benefit("B", "50%"))
    fair(office, None, A=1, B=2)
    made, drawn = seats(office, 3)
    assert drawn == ["B 2"]
    assert (made.list_value, made.discount_value, made.due_value) == (None, None, None)


def test_places_without_units_are_paid(office: Office) -> None:
    """Whole units only; who has none pays the price."""
    put(office, benefit("A", ""))
    fair(office, "10", A=1)
    made, drawn = seats(office, 3)
    assert (drawn, made.list_value, made.discount_value, made.due_value) == (["A 1"], 30, 10, 20)
    made, drawn = seats(office, 1, "ZED")
    assert (drawn, made.discount_value, made.due_value) == ([], 0, 10)


def test_an_event_is_open_until_its_day(office: Office) -> None:
    """On the day itself one can still register, by e-mail in any case too."""
    put(office, benefit("A", ""))
    fair(office, "10", A=1)
    zed = office.desk.read(lambda books: books.contacts["ZED"])
    put(office, replace(zed, email="Zed@Else.example"))
    request = RegisterRequest(
        event="FAIR",
        registration_type="SEAT",
        email=" ZED@else.EXAMPLE ",
        idempotency_key="z",
    )
    made = office.desk.register(request, actor=STAFF)
    assert (made.contact, made.registered_on, made.quantity) == ("ZED", date(2026, 6, 15), 1)
