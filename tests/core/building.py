"""A small chamber of commerce to try rules on: one organisation, two people, one catalogue."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

from core.actor import Actor, Role, Source
from core.adjusting import LevelChange
from core.catalogue import BenefitType, MembershipBenefit, MembershipType
from core.contact import Contact, ContactKind
from core.desk import Desk, Enrolment, Usage
from core.enrolling import EnrolRequest
from core.entry import Entry
from core.level import BenefitLevel
from core.policy import Policy
from core.quantity import UNLIMITED, Number
from core.recording import UsageRequest
from core.records import LookupRecord
from core.store import Store
from core.stores.embedded import open_store

TODAY = date(2026, 6, 15)
NEW_YEAR = date(2026, 1, 1)
MANAGER = Actor(id="U-MAY", source=Source.SLACK, role=Role.MANAGER, name="May Manager")
STAFF = Actor(id="U-SAM", source=Source.SLACK, role=Role.STAFF, name="Sam Staff")
AUDITOR = Actor(id="U-AUD", source=Source.SLACK, role=Role.AUDITOR, name="Aud Auditor")
NOBODY = Actor(id="U-NOB", source=Source.SLACK, role=None, name="No Body")

CONTACTS = (
    Contact(code="ACME", name="Acme Hardware", kind=ContactKind.ORGANISATION),
    Contact(code="ANN", name="Ann Able", affiliated_to="ACME", authorised=True),
    Contact(code="BOB", name="Bob Bold", affiliated_to="ACME"),
    Contact(code="ZED", name="Zed Else"),
)
BENEFIT_TYPES = (
    BenefitType(code="PASS", name="Guest pass", categories=("Admission",), unit="pass"),
    BenefitType(code="ROOM", name="Room hours", categories=("Facilities",), step=Decimal("0.5")),
    BenefitType(code="NOTARY", name="Notary service", categories=("Services",)),
    BenefitType(code="LISTNG", name="Directory listing", tracked=False),
    BenefitType(code="GALA", name="Gala seat", categories=("Events", "Admission")),
)
MEMBERSHIP_TYPES = (
    MembershipType(code="GOLD", name="Gold", term_months=12, price=Decimal(500)),
    MembershipType(code="SPONS", name="Sponsor"),
)
LINES = (
    MembershipBenefit(
        code="G1",
        membership_type="GOLD",
        benefit_type="PASS",
        number=Decimal(4),
        single_value=Decimal("12.50"),
        quid_pro_quo=True,
    ),
    MembershipBenefit(code="G2", membership_type="GOLD", benefit_type="ROOM", number=Decimal(10)),
    MembershipBenefit(code="G3", membership_type="GOLD", benefit_type="NOTARY", number=UNLIMITED),
    MembershipBenefit(code="G4", membership_type="GOLD", benefit_type="LISTNG", number=Decimal(1)),
    MembershipBenefit(
        code="G5",
        membership_type="GOLD",
        benefit_type="GALA",
        number=Decimal(2),
        single_value=Decimal(95),
        standard=False,
        quid_pro_quo=True,
    ),
    MembershipBenefit(code="S1", membership_type="SPONS", benefit_type="PASS", number=Decimal(2)),
)


@dataclass
class SetClock:
    """A clock that stands where it is put."""

    at: datetime = datetime(2026, 6, 15, 15, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """The instant it was put to."""
        return self.at

    def pass_time(self, **parts: float) -> None:
        """Move on by so much."""
        self.at += timedelta(**parts)


@dataclass
class Office:
    """A desk on a real store, with short words for what tests do most."""

    store: Store
    clock: SetClock = field(default_factory=SetClock)
    policy: Policy = field(default_factory=Policy)

    def __post_init__(self) -> None:
        self.desk = Desk(self.store, clock=self.clock, policy=self.policy)
        self._requests = count(1)

    def stock(self) -> None:
        """Put in the contacts and the catalogue."""
        records: list[LookupRecord] = [*CONTACTS, *BENEFIT_TYPES, *MEMBERSHIP_TYPES, *LINES]
        self.desk.put(records, idempotency_key="stock", actor=MANAGER)

    def request_key(self) -> str:
        """An idempotency key that no other request has."""
        return f"request-{next(self._requests)}"

    def enroll(
        self, contact: str = "ACME", membership_type: str = "GOLD", **fields: Any
    ) -> Enrolment:
        """Make a member; from New Year, where nothing else is said."""
        fields = {"starts_on": NEW_YEAR, "idempotency_key": self.request_key(), **fields}
        request = EnrolRequest(contact=contact, membership_type=membership_type, **fields)
        return self.desk.enroll(request, actor=MANAGER)

    def use(
        self,
        contact: str = "ACME",
        benefit_type: str = "PASS",
        quantity: str = "1",
        *,
        actor: Actor = STAFF,
        **fields: Any,
    ) -> Usage:
        """Record a usage; one that looks like another is meant."""
        fields = {"idempotency_key": self.request_key(), "again": True, **fields}
        request = UsageRequest(
            contact=contact, benefit_type=benefit_type, quantity=Decimal(quantity), **fields
        )
        return self.desk.record(request, actor=actor)

    def void(self, usage: Usage, *, actor: Actor = MANAGER) -> list[Entry]:
        """Take a usage back."""
        return self.desk.void(
            usage.key, reason="wrong member", idempotency_key=self.request_key(), actor=actor
        )

    def set_number(
        self, level: BenefitLevel, number: str, reason: str = "as agreed"
    ) -> list[Entry]:
        """Change a level's number."""
        change = LevelChange(level=level.key, number=Decimal(number), reason=reason)
        return self.desk.change_level(change, idempotency_key=self.request_key(), actor=MANAGER)

    def comment(self, level: BenefitLevel, text: str) -> None:
        """Change a level's comment."""
        change = LevelChange(level=level.key, comment=text)
        self.desk.change_level(change, idempotency_key=self.request_key(), actor=MANAGER)

    def remaining(self, level: BenefitLevel, on: date | None = None) -> Number:
        """What remains of a level, today or at the end of a past day."""
        return self.desk.balance(level.key, on).remaining


@contextmanager
def an_office(path: Path, *, policy: Policy | None = None) -> Iterator[Office]:
    """An office with contacts and catalogue, on a store in this folder."""
    store = open_store(path / "office.db")
    office = Office(store, policy=policy or Policy())
    office.stock()
    try:
        yield office
    finally:
        store.close()
