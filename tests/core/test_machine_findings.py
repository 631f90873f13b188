"""What the state machine found, each as short as it gets."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core.adjusting import LevelChange
from core.catalogue import BenefitKind, BenefitType, MembershipBenefit, Period
from core.clock import Key
from core.contact import Contact
from core.conveying import ConveyRequest, RecallRequest
from core.desk import Enrolment
from core.entry import Entry, EntryKind
from core.errors import BenefitError, LooksRecordedTwice
from core.event import Event, Registration, RegistrationType
from core.level import BenefitLevel
from core.recording import UsageRequest
from core.records import LookupRecord
from core.registering import RegisterRequest
from core.renewing import RenewRequest
from core.verify import verify
from tests.core.building import MANAGER, STAFF, Office

SPONSORED_UNTIL = date(2026, 7, 1)


def put(office: Office, *records: LookupRecord) -> None:
    """Change the catalogue."""
    office.desk.put(records, idempotency_key=office.request_key(), actor=MANAGER)


def gold_line(code: str, benefit_type: str, number: int, **fields: Any) -> MembershipBenefit:
    """A line of the Gold membership."""
    return MembershipBenefit(
        code=code,
        membership_type="GOLD",
        benefit_type=benefit_type,
        number=Decimal(number),
        **fields,
    )


def level_of(enrolment: Enrolment, benefit_type: str) -> BenefitLevel:
    """The level of one benefit type."""
    return next(each for each in enrolment.levels if each.benefit_type == benefit_type)


def void(office: Office, key: Key) -> BenefitError | None:
    """Take something back; why not, where it is refused."""
    try:
        office.desk.void(key, reason="", idempotency_key=office.request_key(), actor=MANAGER)
    except BenefitError as refusal:
        return refusal
    return None


def adjustment_of(office: Office, level: BenefitLevel) -> Entry:
    """The first adjustment of a level."""
    entries = office.store.entries_of_level(level.key)
    return next(entry for entry in entries if entry.kind is EntryKind.ADJUSTMENT)


def renew(office: Office, enrolment: Enrolment, starts_on: date | None = None) -> Enrolment:
    """The next term."""
    request = RenewRequest(
        membership=enrolment.membership.key, starts_on=starts_on, idempotency_key="renewal"
    )
    return office.desk.renew(request, actor=MANAGER).enrolment


def test_an_overage_taken_back_by_itself_is_not_taken_back_again(office: Office) -> None:
    """Four and two over, raised to eight; without the two, six are left once nothing is used."""
    put(office, gold_line("G1", "PASS", 4, overage=True))
    level = level_of(office.enroll(), "PASS")
    request = UsageRequest(
        contact="ACME", benefit_type="PASS", quantity=Decimal(6), idempotency_key="over"
    )
    usage = office.desk.record(request, actor=STAFF, approver=MANAGER)
    office.set_number(level, "8")
    assert void(office, adjustment_of(office, level).key) is None
    assert void(office, usage.key) is None
    assert office.remaining(level) == 6
    assert verify(office.desk).content


def test_a_conveyance_whose_units_were_recalled_is_not_taken_back_too(office: Office) -> None:
    """They would come back twice."""
    level = level_of(office.enroll(), "PASS")
    conveyance = office.desk.convey(
        ConveyRequest(level=level.key, holder="ZED", quantity=Decimal(2), idempotency_key="c"),
        actor=MANAGER,
    )
    office.desk.recall(
        RecallRequest(level=level.key, holder="ZED", idempotency_key="r"), actor=MANAGER
    )
    assert void(office, conveyance.key) is not None
    assert office.desk.balance(level.key).available == 4
    assert verify(office.desk).content


def test_units_that_rolled_over_are_in_one_place_only(office: Office) -> None:
    """Neither half of the move is taken back alone."""
    put(office, gold_line("G1", "PASS", 4, rollover_max=Decimal(2)))
    old = office.enroll()
    new = renew(office, old)
    levels = [level_of(enrolment, "PASS") for enrolment in (old, new)]
    void(office, adjustment_of(office, levels[0]).key)
    numbers = [office.desk.balance(level.key).number for level in levels]
    assert numbers in ([2, 6], [4, 4])


def test_no_month_to_come_is_lowered_below_zero(office: Office) -> None:
    """Ten a month and four rolled over: twelve less would leave less than nothing in August."""
    rooms = gold_line("G2", "ROOM", 10, period=Period.MONTH, rollover_max=Decimal(4))
    put(office, rooms)
    level = level_of(office.enroll(), "ROOM")
    try:
        office.set_number(level, "2")
    except BenefitError:
        assert office.desk.balance(level.key).number == 14
    for day in (date(2026, 6, 30), date(2026, 7, 31), date(2026, 8, 31)):
        remaining = office.desk.balance(level.key, day).remaining
        assert isinstance(remaining, Decimal)
        assert remaining >= 0


def test_a_monthly_level_cut_short_stays_in_its_last_month(office: Office) -> None:
    """Three used in May, the last month: after the end as on the day before."""
    put(office, gold_line("G2", "ROOM", 10, period=Period.MONTH))
    old = office.enroll()
    level = level_of(old, "ROOM")
    office.use(benefit_type="ROOM", quantity="3", used_on=date(2026, 5, 20))
    renew(office, old, starts_on=date(2026, 6, 1))
    for day in (date(2026, 5, 31), date(2026, 6, 14), date(2026, 6, 15), date(2026, 9, 1)):
        assert office.desk.balance(level.key, day).used == 3


def test_a_change_told_twice_is_answered_twice_alike(office: Office) -> None:
    """The second time nothing differs any more, and the answer is still the entry."""
    level = level_of(office.enroll(), "PASS")
    change = LevelChange(level=level.key, number=Decimal(6), reason="as agreed")
    first, second = (
        office.desk.change_level(change, idempotency_key="change", actor=MANAGER) for _ in range(2)
    )
    assert second == first
    put_once, put_twice = (
        office.desk.put([Contact(code="NEW", name="New")], idempotency_key="put", actor=MANAGER)
        for _ in range(2)
    )
    assert put_twice == put_once


def place(code: str, discount: str, *, stackable: bool = False) -> BenefitType:
    """A benefit type that takes so much off a place."""
    return BenefitType(
        code=code, name=code, kind=BenefitKind.EVENT, discount=discount, stackable=stackable
    )


def fair(office: Office, *numbers: tuple[str, int], price: int) -> None:
    """A fair with places at this price, and Gold members with so many units for it."""
    put(
        office,
        place("SEAT", "60%"),
        place("TEN", "10", stackable=True),
        place("FIVE", "5", stackable=True),
        *(gold_line(code, code, number) for code, number in numbers),
        Event(code="FAIR", name="Fair"),
        RegistrationType(
            event="FAIR",
            code="PLACE",
            name="Place",
            price=Decimal(price),
            benefit_types=tuple(code for code, _ in numbers),
        ),
    )


def register(office: Office, quantity: int) -> Registration:
    """Acme comes to the fair."""
    request = RegisterRequest(
        event="FAIR",
        registration_type="PLACE",
        contact="ACME",
        quantity=Decimal(quantity),
        idempotency_key=office.request_key(),
    )
    return office.desk.register(request, actor=STAFF)


def test_stacked_discounts_count_no_more_than_they_take_off(office: Office) -> None:
    """Ten and five take off twelve of one place; sixty per cent of two places are more."""
    fair(office, ("SEAT", 2), ("TEN", 1), ("FIVE", 1), price=12)
    office.enroll()
    assert register(office, 2).discount_value == Decimal("14.40")


def test_a_benefit_type_named_twice_is_drawn_once(office: Office) -> None:
    """By a registration type that a file wrote so."""
    fair(office, ("TEN", 1), ("TEN", 1), price=100)
    level = level_of(office.enroll(), "TEN")
    assert register(office, 1).discount_value == 10
    assert office.remaining(level) == 0
    assert verify(office.desk).content


def test_one_levels_cap_leaves_another_levels_units(office: Office) -> None:
    """One a day of the sponsor's passes, and the second of the Gold ones."""
    line = MembershipBenefit(
        code="S1",
        membership_type="SPONS",
        benefit_type="PASS",
        number=Decimal(4),
        cap_per_day=Decimal(1),
    )
    put(office, line)
    gold = office.enroll()
    sponsor = office.enroll(membership_type="SPONS", ends_on=SPONSORED_UNTIL)
    drawn = {entry.level: entry.quantity for entry in office.use(quantity="2").entries}
    assert drawn == {level_of(sponsor, "PASS").key: 1, level_of(gold, "PASS").key: 1}


def test_the_same_again_asks_whatever_became_of_its_levels(office: Office) -> None:
    """Three over two levels, one of them inactive since."""
    office.enroll()
    level = level_of(office.enroll(membership_type="SPONS", ends_on=SPONSORED_UNTIL), "PASS")
    office.use(quantity="3")
    change = LevelChange(level=level.key, active=False)
    office.desk.change_level(change, idempotency_key="off", actor=MANAGER)
    with pytest.raises(LooksRecordedTwice, match="Already recorded by U-SAM"):
        office.use(quantity="3", again=False)
