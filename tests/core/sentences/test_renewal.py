"""The rules of renewal and expiry, sentence by sentence.

Units end with the term, which follows from the date asked for and needs no entry. Renewing makes a
new membership from today's catalogue, rolls over what a line allows, and can be tried first.
Upgrade, downgrade and rejoin go the same way.

Shown elsewhere: units move once in tests/core/test_renewing.py::
test_what_the_line_allows_rolls_over; an upgrade's last day in tests/core/test_renewing.py::
test_an_upgrade_ends_the_old_term_the_day_before.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core import errors
from core.adjusting import LevelChange
from core.catalogue import MembershipBenefit, MembershipType
from core.desk import Renewal
from core.membership import Membership
from core.renewing import RenewRequest
from core.verify import verify
from tests.core.building import LINES, MANAGER, Office


def renew(office: Office, membership: Membership, **fields: Any) -> Renewal:
    """Renew a membership, as `fields` say otherwise."""
    request = RenewRequest(
        membership=membership.key, idempotency_key=office.request_key(), **fields
    )
    return office.desk.renew(request, actor=MANAGER)


@pytest.fixture
def ladder(office: Office) -> Office:
    """Gold's passes roll over, two at most; above and below it are Platinum and Bronze."""
    office.desk.put(
        [
            replace(LINES[0], rollover_max=Decimal(2)),
            MembershipType(code="PLAT", name="Platinum", term_months=12),
            MembershipType(code="BRON", name="Bronze", term_months=6),
            MembershipBenefit(
                code="P1", membership_type="PLAT", benefit_type="PASS", number=Decimal(10)
            ),
            MembershipBenefit(
                code="B1", membership_type="BRON", benefit_type="PASS", number=Decimal(1)
            ),
        ],
        idempotency_key="ladder",
        actor=MANAGER,
    )
    return office


@pytest.mark.parametrize(
    ("on", "remaining", "lapsed"),
    [("2026-12-30", 3, 0), ("2026-12-31", 3, 0), ("2027-01-01", 0, 3), ("2030-01-01", 0, 3)],
)
def test_units_end_with_the_term_and_no_entry_says_so(
    office: Office, on: str, remaining: int, lapsed: int
) -> None:
    """Asked before its time or long after, the answer follows from the date."""
    level = office.enroll().levels[0]
    office.use()
    entries = list(office.store.entries())
    held = office.desk.balance(level.key, date.fromisoformat(on))
    assert (held.remaining, held.lapsed) == (remaining, lapsed)
    office.clock.pass_time(days=3000)
    held = office.desk.balance(level.key, date.fromisoformat(on))
    assert (held.remaining, held.lapsed) == (remaining, lapsed)
    assert list(office.store.entries()) == entries


def test_renewing_makes_levels_from_today_s_catalogue(ladder: Office) -> None:
    """Number, value and lines are those of now; the old level keeps what it had."""
    old = ladder.enroll(optional=frozenset({"G5"}))
    ladder.desk.put(
        [
            replace(LINES[0], number=Decimal(6), single_value=Decimal(15)),
            replace(LINES[1], retired=True),
        ],
        idempotency_key="today",
        actor=MANAGER,
    )
    made = renew(ladder, old.membership).enrolment
    assert [level.membership_benefit for level in made.levels] == ["G1", "G3", "G4", "G5"]
    assert (made.levels[0].number, made.levels[0].single_value) == (6, 15)
    kept = ladder.desk.read(lambda books: books.levels[old.levels[0].key])
    assert (kept.number, kept.single_value) == (4, Decimal("12.50"))


@pytest.mark.parametrize(
    ("rollover", "used", "rolls", "expires", "lost"),
    [
        (None, 1, 0, 3, "37.50"),
        ("2", 0, 2, 2, "25.00"),
        ("2", 1, 2, 1, "12.50"),
        ("2", 3, 1, 0, "0.00"),
        ("2", 4, 0, 0, "0.00"),
        ("9", 1, 3, 0, "0.00"),
    ],
)
@pytest.mark.parametrize("dry", [True, False], ids=["run dry", "for good"])
def test_what_expires_what_rolls_over_what_is_lost(
    office: Office,
    *,
    rollover: str | None,
    used: int,
    rolls: int,
    expires: int,
    lost: str,
    dry: bool,
) -> None:
    """The same figures beforehand, when nothing is written, and when it is done."""
    most = None if rollover is None else Decimal(rollover)
    office.desk.put([replace(LINES[0], rollover_max=most)], idempotency_key="line", actor=MANAGER)
    old = office.enroll()
    if used:
        office.use(quantity=str(used))
    before = list(office.store.entries())
    request = RenewRequest(membership=old.membership.key, idempotency_key="renew")
    renewal = office.desk.together(lambda desk: desk.renew(request, actor=MANAGER), dry_run=dry)
    ending = renewal.endings[0]
    assert (ending.rolls_over, ending.expires) == (rolls, expires)
    assert ending.value_lost == Decimal(lost)
    if dry:
        assert list(office.store.entries()) == before
    else:
        assert office.remaining(renewal.enrolment.levels[0]) == 4 + rolls
        assert office.remaining(old.levels[0]) == 4 - used - rolls
        assert verify(office.desk).content


def test_a_value_that_is_not_known_is_not_lost_for_nothing(office: Office) -> None:
    """Room hours have no value: what they are worth stays unknown."""
    old = office.enroll()
    room = renew(office, old.membership).endings[1]
    assert (room.expires, room.value_lost) == (10, None)


def chosen(renewal: Renewal) -> dict[str, bool]:
    """The lines of the new membership, and whether each is accepted."""
    return {each.membership_benefit: each.accepted for each in renewal.enrolment.levels}


def test_what_was_declined_and_added_carries_over(office: Office) -> None:
    """Until something else is said; a line that isn't offered any more is left out."""
    old = office.enroll(declined=frozenset({"G2", "G4"}), optional=frozenset({"G5"})).membership
    office.desk.put([replace(LINES[3], retired=True)], idempotency_key="now", actor=MANAGER)
    dry = office.desk.plan_renewal(
        RenewRequest(membership=old.key, idempotency_key="d"), actor=MANAGER
    )
    assert {each.membership_benefit: each.accepted for each in dry.levels} == {
        "G1": True,
        "G2": False,
        "G3": True,
        "G5": True,
    }
    other = renew(office, old, declined=frozenset({"G1"}), optional=frozenset())
    assert chosen(other) == {"G1": False, "G2": True, "G3": True}


def test_how_the_flags_stand_now_carries_over(office: Office) -> None:
    """What was accepted or declined later, and an added benefit that was made inactive."""
    made = office.enroll(declined=frozenset({"G2"}), optional=frozenset({"G5"}))
    levels = {each.membership_benefit: each.key for each in made.levels}
    for change in (
        LevelChange(level=levels["G2"], accepted=True),
        LevelChange(level=levels["G1"], accepted=False),
        LevelChange(level=levels["G5"], active=False),
    ):
        office.desk.change_level(change, idempotency_key=office.request_key(), actor=MANAGER)
    assert chosen(renew(office, made.membership)) == {
        "G1": False,
        "G2": True,
        "G3": True,
        "G4": True,
    }


def test_an_upgrade_carries_over_nothing(ladder: Office) -> None:
    """Another type has lines of its own."""
    old = ladder.enroll(declined=frozenset({"G1"})).membership
    assert chosen(renew(ladder, old, membership_type="PLAT")) == {"P1": True}


@pytest.mark.parametrize(
    ("fields", "starts_on", "ends_on", "number", "old_end"),
    [
        ({}, "2027-01-01", "2027-12-31", 6, "2026-12-31"),
        (
            {"membership_type": "PLAT", "starts_on": date(2026, 6, 15)},
            "2026-06-15",
            "2027-06-14",
            12,
            "2026-06-14",
        ),
        (
            {"membership_type": "BRON", "starts_on": date(2026, 8, 31)},
            "2026-08-31",
            "2027-02-28",
            3,
            "2026-08-30",
        ),
        (
            {"starts_on": date(2027, 6, 1)},
            "2027-06-01",
            "2028-05-31",
            6,
            "2026-12-31",
        ),
    ],
    ids=["renewal", "upgrade", "downgrade", "rejoin"],
)
def test_upgrade_downgrade_and_rejoin_follow_the_same_path(
    ladder: Office,
    *,
    fields: dict[str, Any],
    starts_on: str,
    ends_on: str,
    number: int,
    old_end: str,
) -> None:
    """Another type or another start; two of the four old passes roll over each time."""
    old = ladder.enroll()
    renewal = renew(ladder, old.membership, **fields)
    made = renewal.enrolment.membership
    assert (made.starts_on, made.ends_on) == tuple(map(date.fromisoformat, (starts_on, ends_on)))
    new = renewal.enrolment.levels[0]
    assert ladder.desk.balance(new.key, new.starts_on).number == number
    kept = ladder.desk.read(lambda books: books.memberships[old.membership.key])
    assert kept.ends_on == date.fromisoformat(old_end)
    assert verify(ladder.desk).content


def test_a_renewed_membership_is_used_until_its_end_and_the_new_one_after(ladder: Office) -> None:
    """On 31 December the old passes, on 1 January the new ones."""
    old = ladder.enroll()
    new = renew(ladder, old.membership).enrolment
    for on, level in ((date(2026, 12, 31), old.levels[0]), (date(2027, 1, 1), new.levels[0])):
        ladder.clock.at = ladder.clock.at.replace(year=on.year, month=on.month, day=on.day)
        assert ladder.use(used_on=on).entries[0].level == level.key
    with pytest.raises(errors.NotEnoughRemaining):
        ladder.use(quantity="2", used_on=date(2027, 1, 1) - timedelta(1))
