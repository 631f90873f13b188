"""Renewing: new levels from today's catalogue, what rolls over, what is lost."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core import errors, renewing
from core.catalogue import MembershipBenefit, Period
from core.clock import Key
from core.conveying import ConveyRequest
from core.desk import Renewal
from core.entry import EntryKind
from core.renewing import RenewRequest
from core.verify import verify
from tests.core.building import MANAGER, STAFF, Office


@pytest.fixture
def members(office: Office) -> Office:
    """An office whose Gold passes roll over, two at most."""
    line(office, rollover_max=Decimal(2))
    return office


def line(office: Office, **fields: Any) -> None:
    """Change the Gold membership's passes."""
    given: dict[str, Any] = {"number": Decimal(4), "single_value": Decimal("12.50")}
    offered = MembershipBenefit(
        code="G1", membership_type="GOLD", benefit_type="PASS", **(given | fields)
    )
    office.desk.put([offered], idempotency_key=office.request_key(), actor=MANAGER)


def renew(office: Office, membership: Key, **fields: Any) -> Renewal:
    """Renew a membership."""
    given: dict[str, Any] = {"idempotency_key": office.request_key()}
    return office.desk.renew(RenewRequest(membership=membership, **(given | fields)), actor=MANAGER)


def test_a_renewal_begins_the_day_after(members: Office) -> None:
    """Same type, a new term, levels from today's catalogue."""
    old = members.enroll()
    line(members, number=Decimal(5))
    renewal = renew(members, old.membership.key)
    assert renewal.enrolment.membership.starts_on == date(2027, 1, 1)
    assert renewal.enrolment.membership.ends_on == date(2027, 12, 31)
    assert renewal.enrolment.levels[0].number == 5


def test_what_the_line_allows_rolls_over(members: Office) -> None:
    """Three left, two roll over, one expires; moved units can't be used twice."""
    old = members.enroll()
    members.use()
    renewal = renew(members, old.membership.key)
    ending = renewal.endings[0]
    assert (ending.rolls_over, ending.expires, ending.value_lost) == (2, 1, Decimal("12.50"))
    assert members.remaining(old.levels[0]) == 1
    assert members.remaining(renewal.enrolment.levels[0]) == 6
    assert verify(members.desk).content


def test_without_a_rollover_everything_left_expires(office: Office) -> None:
    """The value lost is told where it is known."""
    old = office.enroll()
    endings = {
        each.balance.level.benefit_type: each for each in renew(office, old.membership.key).endings
    }
    assert (endings["PASS"].rolls_over, endings["PASS"].expires) == (0, 4)
    assert endings["PASS"].value_lost == Decimal(50)
    assert endings["ROOM"].value_lost is None
    assert endings["NOTARY"].expires == 0
    assert "LISTNG" not in endings


def test_units_in_other_hands_do_not_roll_over(members: Office) -> None:
    """What was conveyed stays with its holder until the old term ends."""
    old = members.enroll()
    request = ConveyRequest(
        level=old.levels[0].key, holder="ZED", quantity=Decimal(3), idempotency_key="c"
    )
    members.desk.convey(request, actor=MANAGER)
    ending = renew(members, old.membership.key).endings[0]
    assert (ending.rolls_over, ending.expires) == (1, 3)


def test_a_renewal_can_be_run_dry(members: Office) -> None:
    """What would expire and roll over is told; nothing is written."""
    old = members.enroll()
    before = list(members.store.entries())
    told = members.desk.together(
        lambda draft: draft.renew(
            RenewRequest(membership=old.membership.key, idempotency_key="dry"), actor=MANAGER
        ),
        dry_run=True,
    )
    assert told.endings[0].rolls_over == 2
    assert list(members.store.entries()) == before


def test_a_rejoin_after_the_end_rolls_over_what_was_left(members: Office) -> None:
    """Months later, from a day of its own."""
    old = members.enroll(starts_on=date(2025, 1, 1))
    renewal = renew(members, old.membership.key, starts_on=date(2026, 6, 15))
    assert renewal.endings[0].rolls_over == 2
    assert members.remaining(renewal.enrolment.levels[0]) == 6
    assert members.remaining(old.levels[0], date(2025, 12, 31)) == 2


def test_an_upgrade_ends_the_old_term_the_day_before(members: Office) -> None:
    """From then on the new levels are drawn on."""
    line(members, rollover_max=Decimal(2))
    old = members.enroll(
        membership_type="SPONS", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31)
    )
    renewal = renew(
        members, old.membership.key, membership_type="GOLD", starts_on=date(2026, 6, 15)
    )
    ended = members.desk.read(lambda books: books.memberships[old.membership.key])
    assert ended.ends_on == date(2026, 6, 14)
    assert members.remaining(old.levels[0]) == 0
    assert members.use().entries[0].level == renewal.enrolment.levels[0].key
    with pytest.raises(errors.OutsideTerm):
        members.use(level=old.levels[0].key)
    assert len(members.desk.read(lambda books: books.memberships_of("ACME"))) == 2
    assert verify(members.desk).content


def test_an_old_term_is_not_cut_before_its_last_use(members: Office) -> None:
    """The sentence names the day."""
    old = members.enroll()
    members.use(used_on=date(2026, 6, 10))
    with pytest.raises(renewing.UsedAfterwards, match="was used on 10 Jun 2026"):
        renew(members, old.membership.key, starts_on=date(2026, 6, 1))
    with pytest.raises(renewing.RenewsTooEarly):
        renew(members, old.membership.key, starts_on=date(2026, 1, 1))


def test_units_do_not_roll_into_a_declined_level(members: Office) -> None:
    """There is no successor, so they expire."""
    old = members.enroll()
    renewal = renew(members, old.membership.key, declined=frozenset({"G1"}))
    assert (renewal.endings[0].rolls_over, renewal.endings[0].expires) == (0, 4)


def test_the_same_renewal_twice_makes_one_membership(members: Office) -> None:
    """The second answer is the membership that is there."""
    old = members.enroll()
    first = renew(members, old.membership.key, idempotency_key="once")
    second = renew(members, old.membership.key, idempotency_key="once")
    assert second.enrolment.membership == first.enrolment.membership
    assert second.enrolment.repeated
    assert members.remaining(first.enrolment.levels[0]) == 6


def test_an_unknown_membership_is_told_and_staff_are_refused(office: Office) -> None:
    """Renewing is a manager's."""
    with pytest.raises(errors.UnknownMembership):
        renew(office, Key(7))
    request = RenewRequest(membership=office.enroll().membership.key, idempotency_key="x")
    with pytest.raises(errors.NotAllowed):
        office.desk.renew(request, actor=STAFF)


def test_half_of_a_rollover_is_not_taken_back(members: Office) -> None:
    """The other half would stand alone."""
    old = members.enroll()
    renewal = renew(members, old.membership.key)
    for level in (old.levels[0], renewal.enrolment.levels[0]):
        (moved,) = (
            entry
            for entry in members.store.entries_of_level(level.key)
            if entry.kind is EntryKind.ADJUSTMENT
        )
        with pytest.raises(errors.BelongsToRenewal):
            members.desk.void(moved.key, reason="Wrong", idempotency_key="v", actor=MANAGER)
    assert verify(members.desk).content


def test_a_monthly_level_that_was_cut_short_can_still_be_corrected(office: Office) -> None:
    """In July, May's hours were six after all: the number counts in the last month."""
    hours = MembershipBenefit(
        code="G2",
        membership_type="GOLD",
        benefit_type="ROOM",
        number=Decimal(10),
        period=Period.MONTH,
    )
    office.desk.put([hours], idempotency_key="monthly", actor=MANAGER)
    old = office.enroll()
    level = old.levels[1]
    office.set_number(level, "9")
    renew(office, old.membership.key, starts_on=date(2026, 6, 1))
    assert office.desk.balance(level.key).number == 9
    office.clock.pass_time(days=30)
    office.set_number(level, "6")
    assert office.desk.balance(level.key).number == 6
    assert verify(office.desk).content


def test_a_monthly_level_that_was_cut_short_keeps_its_last_month(office: Office) -> None:
    """After the new end, what its last month had left has lapsed."""
    monthly = MembershipBenefit(
        code="G2",
        membership_type="GOLD",
        benefit_type="ROOM",
        number=Decimal(10),
        period=Period.MONTH,
    )
    office.desk.put([monthly], idempotency_key="monthly", actor=MANAGER)
    old = office.enroll()
    office.use(benefit_type="ROOM", quantity="3")
    renew(office, old.membership.key, membership_type="GOLD", starts_on=date(2026, 6, 16))
    level = next(level for level in old.levels if level.benefit_type == "ROOM")
    office.clock.pass_time(days=60)
    held = office.desk.balance(level.key)
    assert (held.used, held.lapsed, held.remaining) == (3, 7, 0)


def test_a_second_renewal_of_the_same_term_is_asked_about(members: Office) -> None:
    """The one that it follows doesn't count; who means another one says so."""
    old = members.enroll()
    first = renew(members, old.membership.key, again=False).enrolment.membership
    with pytest.raises(errors.LooksEnrolledTwice, match="1 Jan 2027 to 31 Dec 2027; enroll again"):
        renew(members, old.membership.key, again=False)
    second = renew(members, old.membership.key).enrolment.membership
    assert (second.starts_on, second.ends_on) == (first.starts_on, first.ends_on)


def test_an_earlier_start_of_the_same_type_is_no_second_membership(members: Office) -> None:
    """The old term ends for it."""
    old = members.enroll()
    renewal = renew(members, old.membership.key, starts_on=date(2026, 6, 10), again=False)
    assert renewal.enrolment.membership.starts_on == date(2026, 6, 10)


def test_a_membership_to_come_is_not_renewed(members: Office) -> None:
    """Whoever renews twice in a row doesn't make the year after next; on its first day it goes."""
    old = members.enroll()
    coming = renew(members, old.membership.key).enrolment.membership.key
    with pytest.raises(renewing.NotBegunYet, match="only begins on 1 Jan 2027"):
        renew(members, coming)
    members.clock.pass_time(days=200)
    assert renew(members, coming).enrolment.membership.starts_on == date(2028, 1, 1)


def test_a_plan_is_what_renewing_then_comes_to(members: Office) -> None:
    """What rolls over and what is lost, beforehand; nothing is written by asking."""
    old = members.enroll()
    members.use()
    before = members.desk.store.last
    request = RenewRequest(membership=old.membership.key, idempotency_key=members.request_key())
    plan = members.desk.plan_renewal(request, actor=MANAGER)
    assert members.desk.store.last == before
    ending = plan.endings[0]
    assert (ending.rolls_over, ending.expires, ending.value_lost) == (2, 1, Decimal("12.50"))
    made = members.desk.renew(request, actor=MANAGER)
    assert made.endings == plan.endings
    with pytest.raises(errors.NotAllowed):
        members.desk.plan_renewal(request, actor=STAFF)
