"""The rules of roles, sentence by sentence.

Nobody may do anything until named as staff, manager, admin or auditor. What each may do is a table,
and the role is looked at when the thing is done.

Shown elsewhere: roles by user group and user id, and that guests, bots and strangers have none, in
tests/bot/test_roles.py::test_a_role_comes_by_id_or_by_group and
tests/bot/test_roles.py::test_guests_bots_leavers_and_strangers_are_kept_out; the submit in
tests/bot/test_roles.py::test_the_role_is_checked_at_the_submit_too.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from core import errors
from core.actor import Action, Actor, Role, Source
from core.adjusting import LevelChange
from core.bulk import BulkRequest, record_bulk
from core.catalogue import BenefitType, MembershipBenefit
from core.clock import Key
from core.conveying import ConveyRequest, RecallRequest
from core.desk import Desk
from core.enrolling import EnrolRequest, LevelRequest
from core.event import Event, RegistrationType
from core.policy import Policy
from core.recording import UsageRequest
from core.registering import RegisterRequest
from core.renewing import RenewRequest
from tests.core.building import CONTACTS, LINES, MANAGER, NEW_YEAR, STAFF, Office

ONE = Decimal(1)
ROLES = (None, *Role)


def actor(role: Role | None) -> Actor:
    """Somebody in this role."""
    return Actor(id="U-ONE", source=Source.SLACK, role=role)


class Chamber:
    """An office in which everything can be done, and each thing by its own short word."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.desk: Desk = office.desk
        office.desk.put(
            [
                replace(LINES[0], overage=True),
                BenefitType(code="SEAT", name="Seat"),
                MembershipBenefit(
                    code="SEAT", membership_type="GOLD", benefit_type="SEAT", number=ONE
                ),
                Event(code="DINNER", name="Dinner"),
                RegistrationType(event="DINNER", code="IN", name="In", benefit_types=("SEAT",)),
            ],
            idempotency_key="chamber",
            actor=MANAGER,
        )
        self.made = office.enroll()
        self.level = self.made.levels[0].key
        self.theirs = office.use(actor=MANAGER, used_on=NEW_YEAR).key
        giving = ConveyRequest(
            level=self.level, holder="BOB", quantity=ONE, idempotency_key="given"
        )
        office.desk.convey(giving, actor=MANAGER)
        self.own_registration = self.register(actor(Role.STAFF), "before")

    def register(self, who: Actor, key: str = "x") -> Key:
        """Register Zed."""
        request = RegisterRequest(
            event="DINNER", registration_type="IN", contact="ZED", idempotency_key=key
        )
        return self.desk.register(request, actor=who).key

    def usage(self, quantity: int = 1) -> UsageRequest:
        """A usage of the passes."""
        return UsageRequest(
            contact="ACME",
            benefit_type="PASS",
            quantity=Decimal(quantity),
            again=True,
            idempotency_key="x",
        )

    def change(self, who: Actor, **fields: object) -> None:
        """Change the level."""
        change = LevelChange(level=self.level, reason="so", **fields)  # type: ignore[arg-type]
        self.desk.change_level(change, idempotency_key="x", actor=who)


Deed = Callable[[Chamber, Actor], object]

DEEDS: dict[str, Deed] = {
    "record": lambda at, who: at.desk.record(at.usage(), actor=who),
    "record in bulk": lambda at, who: record_bulk(
        at.desk,
        BulkRequest(contacts=("ACME",), benefit_type="PASS", idempotency_key="x"),
        actor=who,
    ),
    "register": lambda at, who: at.register(who),
    "cancel one's own registration": lambda at, who: at.desk.cancel(
        at.own_registration,
        reason="Wrong",
        idempotency_key="x",
        actor=who,
    ),
    "void any": lambda at, who: at.desk.void(
        at.theirs, reason="Wrong", idempotency_key="x", actor=who
    ),
    "adjust": lambda at, who: at.change(who, number=Decimal(9)),
    "edit": lambda at, who: at.change(who, comment="x"),
    "decline": lambda at, who: at.change(who, accepted=True, source="WEB"),
    "convey": lambda at, who: at.desk.convey(
        ConveyRequest(level=at.level, holder="ZED", quantity=ONE, idempotency_key="x"), actor=who
    ),
    "recall": lambda at, who: at.desk.recall(
        RecallRequest(level=at.level, holder="BOB", idempotency_key="x"), actor=who
    ),
    "enroll": lambda at, who: at.desk.enroll(
        EnrolRequest(
            contact="ZED", membership_type="GOLD", starts_on=NEW_YEAR, idempotency_key="x"
        ),
        actor=who,
    ),
    "add a level": lambda at, who: at.desk.add_level(
        LevelRequest(
            membership=at.made.membership.key, membership_benefit="G5", idempotency_key="x"
        ),
        actor=who,
    ),
    "renew": lambda at, who: at.desk.renew(
        RenewRequest(membership=at.made.membership.key, idempotency_key="x"), actor=who
    ),
    "confirm an overage": lambda at, who: at.desk.record(at.usage(9), actor=STAFF, approver=who),
    "change the catalogue": lambda at, who: at.desk.put(
        [replace(CONTACTS[0], name="Acme")], idempotency_key="x", actor=who
    ),
}
OF_STAFF = {"record", "record in bulk", "register", "cancel one's own registration"}
MAY: dict[Role | None, set[str]] = {
    None: set(),
    Role.AUDITOR: set(),
    Role.STAFF: OF_STAFF,
    Role.MANAGER: set(DEEDS),
    Role.ADMIN: set(DEEDS),
}


@pytest.mark.parametrize("role", ROLES, ids=str)
@pytest.mark.parametrize("deed", DEEDS)
def test_what_each_role_may_do(office: Office, role: Role | None, deed: str) -> None:
    """The role is checked where the thing is done, whatever was opened before; else nothing is."""
    chamber = Chamber(office)
    before = list(office.store.entries())
    if deed in MAY[role]:
        DEEDS[deed](chamber, actor(role))
        assert len(list(office.store.entries())) > len(before)
    else:
        with pytest.raises(errors.NotAllowed, match="may not"):
            DEEDS[deed](chamber, actor(role))
        assert list(office.store.entries()) == before


@pytest.mark.parametrize(
    ("role", "reads"), [(None, False), *((role, True) for role in Role)], ids=str
)
def test_who_is_named_may_look(role: Role | None, reads: bool) -> None:
    """Whoever isn't may do nothing at all."""
    who = actor(role)
    assert who.may(Action.READ) is reads
    assert role is not None or not any(who.may(action) for action in Action)


@pytest.mark.parametrize("role", ROLES, ids=str)
@pytest.mark.parametrize(
    ("later", "in_time"),
    [
        (timedelta(0), True),
        (timedelta(hours=23, minutes=59, seconds=59), True),
        (timedelta(hours=24), True),
        (timedelta(hours=24, seconds=1), False),
        (timedelta(days=30), False),
    ],
    ids=str,
)
def test_staff_void_their_own_for_24_hours(
    office: Office, role: Role | None, later: timedelta, in_time: bool
) -> None:
    """To the second; managers and admins at any time, auditors and strangers never."""
    level = office.enroll().levels[0]
    own = office.use(actor=actor(Role.STAFF))
    office.clock.at += later
    allowed = role in {Role.MANAGER, Role.ADMIN} or (role is Role.STAFF and in_time)
    if allowed:
        office.void(own, actor=actor(role))
    else:
        late = errors.TooLateToVoid if role is Role.STAFF else errors.NotAllowed
        with pytest.raises(late):
            office.void(own, actor=actor(role))
    assert office.remaining(level) == (4 if allowed else 3)


def test_the_24_hours_count_from_the_telling_not_from_the_date(office: Office) -> None:
    """A use of January that was told just now is still theirs."""
    office.enroll()
    office.void(office.use(used_on=date(2026, 1, 2)), actor=STAFF)


def test_a_retry_of_staff_s_own_act_answers_by_the_role_of_now(office: Office) -> None:
    """Who lost the role since is refused, though the same request was carried out before."""
    office.enroll()
    request = UsageRequest(contact="ACME", benefit_type="PASS", idempotency_key="once")
    office.desk.record(request, actor=actor(Role.STAFF))
    with pytest.raises(errors.NotAllowed, match="You have no role in Benefit Desk yet"):
        office.desk.record(request, actor=actor(None))


def test_how_long_is_a_setting_and_24_hours_by_default() -> None:
    """A day, where nobody says otherwise."""
    assert Policy().void_own_within == timedelta(hours=24)
