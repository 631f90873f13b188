"""Conveying: units in another contact's hands, used there or recalled."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core import errors
from core.adjusting import LevelChange
from core.catalogue import MembershipBenefit, Period
from core.conveying import ConveyRequest, RecallRequest
from core.entry import Entry
from core.level import BenefitLevel
from core.verify import verify
from tests.core.building import LINES, MANAGER, STAFF, Office


@pytest.fixture
def passes(office: Office) -> BenefitLevel:
    """Acme's four passes."""
    return office.enroll().levels[0]


def convey(
    office: Office, level: BenefitLevel, holder: str, quantity: str, on: date | None = None
) -> Entry:
    """Give units to somebody."""
    request = ConveyRequest(
        level=level.key,
        holder=holder,
        quantity=Decimal(quantity),
        conveyed_on=on,
        idempotency_key=office.request_key(),
    )
    return office.desk.convey(request, actor=MANAGER)


def recall(office: Office, level: BenefitLevel, holder: str, quantity: str | None = None) -> Entry:
    """Take units back."""
    request = RecallRequest(
        level=level.key,
        holder=holder,
        quantity=Decimal(quantity) if quantity else None,
        idempotency_key=office.request_key(),
    )
    return office.desk.recall(request, actor=MANAGER)


def figures(office: Office, level: BenefitLevel) -> tuple[object, ...]:
    """Conveyed, used, available and remaining."""
    held = office.desk.balance(level.key)
    return (held.conveyed, held.used, held.available, held.remaining)


def test_conveyed_units_remain_but_are_not_available(office: Office, passes: BenefitLevel) -> None:
    """Four passes, one to each of two people: two are unassigned."""
    convey(office, passes, "BOB", "1")
    convey(office, passes, "ZED", "1")
    assert figures(office, passes) == (2, 0, 2, 4)


def test_a_holder_draws_on_their_own_units_first(office: Office, passes: BenefitLevel) -> None:
    """Ann holds one; her second comes from what is nobody's."""
    convey(office, passes, "ANN", "1")
    usage = office.use(holder="ANN", quantity="2")
    assert [entry.conveyed for entry in usage.entries] == [True, False]
    assert figures(office, passes) == (0, 2, 2, 2)


def test_a_holder_without_authority_uses_no_more_than_they_hold(
    office: Office, passes: BenefitLevel
) -> None:
    """Bob and Zed may use what they were given, under their own name, and no more."""
    convey(office, passes, "ZED", "2")
    entry = office.use("ZED").entries[0]
    assert (entry.contact, entry.holder, entry.conveyed) == ("ACME", "ZED", True)
    with pytest.raises(errors.NotEnoughRemaining, match="Only 1 left; 2 asked for"):
        office.use("ZED", quantity="2")
    with pytest.raises(errors.HolderNotEntitled):
        office.use(holder="BOB")


def test_everybody_else_leaves_conveyed_units_alone(office: Office, passes: BenefitLevel) -> None:
    """The owner has what is unassigned."""
    convey(office, passes, "ZED", "3")
    with pytest.raises(errors.NotEnoughRemaining, match="Only 1 left"):
        office.use(quantity="2")
    office.use(quantity="1")
    assert figures(office, passes) == (3, 1, 0, 3)


def test_units_conveyed_in_two_goes_are_one_hand_s(office: Office, passes: BenefitLevel) -> None:
    """Zed was given one, and one more: two in all, of the same level."""
    convey(office, passes, "ZED", "1")
    convey(office, passes, "ZED", "1")
    usage = office.use("ZED", quantity="2")
    assert [(entry.level, entry.quantity) for entry in usage.entries] == [(passes.key, 2)]
    with pytest.raises(errors.NotEnoughRemaining, match="None left"):
        office.use("ZED")


def test_a_day_s_cap_counts_own_and_unassigned_units_together(office: Office) -> None:
    """Two a day: one that Ann holds and one that is nobody's, and no third."""
    line = replace(LINES[0], cap_per_day=Decimal(2))
    office.desk.put([line], idempotency_key="cap", actor=MANAGER)
    level = office.enroll().levels[0]
    convey(office, level, "ANN", "1")
    with pytest.raises(errors.CapReached, match="At most 2 of Guest pass"):
        office.use("ANN", quantity="3")
    usage = office.use("ANN", quantity="2")
    assert [entry.conveyed for entry in usage.entries] == [True, False]


def test_a_recall_takes_back_what_is_not_used(office: Office, passes: BenefitLevel) -> None:
    """All of it, or so many; used units stay used."""
    convey(office, passes, "ZED", "3")
    office.use("ZED")
    recall(office, passes, "ZED", "1")
    assert figures(office, passes) == (1, 1, 2, 3)
    with pytest.raises(errors.NotEnoughRemaining):
        recall(office, passes, "ZED", "2")
    recall(office, passes, "ZED")
    assert figures(office, passes) == (0, 1, 3, 3)
    with pytest.raises(errors.NothingToRecall):
        recall(office, passes, "ZED")


def test_a_conveyance_is_voided_unless_it_was_used(office: Office, passes: BenefitLevel) -> None:
    """A void takes back all of it or nothing."""
    first, second = convey(office, passes, "ZED", "1"), convey(office, passes, "BOB", "1")
    office.use("ZED")
    with pytest.raises(errors.UnitsInUse):
        office.desk.void(first.key, reason="Wrong", idempotency_key="v1", actor=MANAGER)
    office.desk.void(second.key, reason="Wrong", idempotency_key="v2", actor=MANAGER)
    assert figures(office, passes) == (0, 1, 3, 3)


def test_a_conveyance_whose_units_were_recalled_is_not_voided_too(
    office: Office, passes: BenefitLevel
) -> None:
    """They would come back twice; a second conveyance is in Zed's hands still."""
    first, second = convey(office, passes, "ZED", "2"), convey(office, passes, "ZED", "1")
    recall(office, passes, "ZED", "2")
    with pytest.raises(errors.UnitsInUse, match="used or recalled since"):
        office.desk.void(first.key, reason="Wrong", idempotency_key="v1", actor=MANAGER)
    office.desk.void(second.key, reason="Wrong", idempotency_key="v2", actor=MANAGER)
    assert figures(office, passes) == (0, 0, 4, 4)
    assert verify(office.desk).content


def test_a_voided_usage_goes_back_into_its_hands(office: Office, passes: BenefitLevel) -> None:
    """What Zed used and gave back is Zed's to use."""
    convey(office, passes, "ZED", "1")
    office.void(office.use("ZED"))
    assert figures(office, passes) == (1, 0, 3, 4)
    office.use("ZED")


def test_no_more_is_conveyed_than_is_unassigned(office: Office, passes: BenefitLevel) -> None:
    """Neither today nor on a day before what others used."""
    office.use(quantity="3", used_on=date(2026, 5, 1))
    with pytest.raises(errors.NotEnoughRemaining, match="Only 1 left"):
        convey(office, passes, "ZED", "2")
    with pytest.raises(errors.NotEnoughRemaining):
        convey(office, passes, "ZED", "2", on=date(2026, 2, 1))


def test_units_are_not_used_before_they_were_conveyed(office: Office, passes: BenefitLevel) -> None:
    """A usage dated before the conveyance finds nothing in that hand."""
    convey(office, passes, "ZED", "1", on=date(2026, 4, 1))
    with pytest.raises(errors.NotEnoughRemaining):
        office.use("ZED", used_on=date(2026, 3, 31))
    office.use("ZED", used_on=date(2026, 4, 1))
    assert verify(office.desk).content


def test_what_cannot_be_conveyed_is_told(office: Office, passes: BenefitLevel) -> None:
    """To nobody, to the owner, outside the term, in the future, off the step, of a month."""
    with pytest.raises(errors.UnknownContact):
        convey(office, passes, "NIX", "1")
    with pytest.raises(errors.NotConveyable, match="the owner's already"):
        convey(office, passes, "ACME", "1")
    with pytest.raises(errors.OutsideTerm):
        convey(office, passes, "ZED", "1", on=date(2025, 1, 1))
    with pytest.raises(errors.DateInFuture):
        convey(office, passes, "ZED", "1", on=date(2026, 7, 1))
    with pytest.raises(errors.QuantityOffStep):
        convey(office, passes, "ZED", "0.5")
    monthly = MembershipBenefit(
        code="G1",
        membership_type="GOLD",
        benefit_type="PASS",
        number=Decimal(1),
        period=Period.MONTH,
    )
    office.desk.put([monthly], idempotency_key="monthly", actor=MANAGER)
    with pytest.raises(errors.NotConveyable, match="comes anew every month"):
        convey(office, office.enroll("BOB").levels[0], "ZED", "1")


def test_declined_and_inactive_levels_convey_nothing(office: Office) -> None:
    """There is nothing in them to give."""
    declined = office.enroll(declined=frozenset({"G1"})).levels[0]
    with pytest.raises(errors.BenefitDeclined):
        convey(office, declined, "ZED", "1")
    level = office.enroll("BOB").levels[0]
    change = LevelChange(level=level.key, active=False)
    office.desk.change_level(change, idempotency_key="off", actor=MANAGER)
    with pytest.raises(errors.BenefitInactive):
        convey(office, level, "ZED", "1")


def test_a_level_in_other_hands_is_neither_lowered_nor_declined(
    office: Office, passes: BenefitLevel
) -> None:
    """What was conveyed is promised."""
    convey(office, passes, "ZED", "3")
    with pytest.raises(errors.NumberNotPossible, match="3 are conveyed already"):
        office.set_number(passes, "2")
    change = LevelChange(level=passes.key, accepted=False)
    with pytest.raises(errors.ConveyedSoNotDeclinable, match="3 are conveyed"):
        office.desk.change_level(change, idempotency_key="no", actor=MANAGER)


def test_conveying_is_a_managers(office: Office, passes: BenefitLevel) -> None:
    """Staff record; managers convey and recall."""
    request = ConveyRequest(
        level=passes.key, holder="ZED", quantity=Decimal(1), idempotency_key="x"
    )
    with pytest.raises(errors.NotAllowed):
        office.desk.convey(request, actor=STAFF)
    with pytest.raises(errors.NotAllowed):
        office.desk.recall(
            RecallRequest(level=passes.key, holder="ZED", idempotency_key="y"), actor=STAFF
        )
