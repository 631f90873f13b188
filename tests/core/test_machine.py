"""Core against a naive recount: whatever is told in whatever order, both say the same.

Each sequence has a store of its own, a copy of one with the catalogue, in memory where the machine
has a folder for that, so that syncing costs nothing.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from core.actor import Actor
from core.adjusting import LevelChange
from core.balance import Balance
from core.bulk import BulkOutcome, BulkRequest, SomeRefused, record_bulk
from core.catalogue import BenefitKind, BenefitType, MembershipBenefit, MembershipType, Period
from core.clock import Key
from core.contact import Contact, ContactKind
from core.conveying import ConveyRequest, RecallRequest
from core.desk import Desk, Enrolment, Renewal, Usage
from core.enrolling import EnrolRequest
from core.entry import Entry, EntryKind
from core.errors import BenefitError
from core.event import Event, Registration, RegistrationType
from core.level import BenefitLevel
from core.past import as_known_at
from core.policy import Policy
from core.quantity import UNLIMITED, Number, Unlimited
from core.recording import UsageRequest
from core.records import LookupRecord
from core.registering import RegisterRequest
from core.renewing import RenewRequest
from core.stores.embedded import open_store
from core.verify import verify
from tests.core.building import MANAGER, STAFF, SetClock
from tests.core.naive import ENDLESS, Answer, Draw, Holding, Naive

T = TypeVar("T")
OPENED = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
OPEN_FROM = date(2026, 2, 3)
IN_MEMORY = Path("/dev/shm")
GOLD: dict[str, Any] = {"membership_type": "GOLD"}
SILVER: dict[str, Any] = {"membership_type": "SILVER"}
WORLD: tuple[LookupRecord, ...] = (
    Contact(code="ACME", name="Acme", kind=ContactKind.ORGANISATION),
    Contact(code="ANN", name="Ann", affiliated_to="ACME", authorised=True),
    Contact(code="BOB", name="Bob", affiliated_to="ACME"),
    Contact(code="ZED", name="Zed"),
    BenefitType(code="PASS", name="Pass"),
    BenefitType(code="ROOM", name="Room", step=Decimal("0.5")),
    BenefitType(code="NOTARY", name="Notary"),
    BenefitType(code="LIST", name="Listing", tracked=False),
    BenefitType(code="SEAT", name="Seat", kind=BenefitKind.EVENT, discount="60%"),
    BenefitType(code="TEN", name="Ten off", kind=BenefitKind.EVENT, discount="10", stackable=True),
    BenefitType(code="FIVE", name="Five off", kind=BenefitKind.EVENT, discount="5", stackable=True),
    MembershipType(code="GOLD", name="Gold", term_months=4),
    MembershipType(code="SILVER", name="Silver"),
    MembershipBenefit(
        code="G1", benefit_type="PASS", number=Decimal(4), rollover_max=Decimal(2), overage=True, **GOLD
    ),
    MembershipBenefit(
        code="G2", benefit_type="ROOM", number=Decimal(5), period=Period.MONTH,
        rollover_max=Decimal("2.5"), **GOLD
    ),
    MembershipBenefit(code="G3", benefit_type="NOTARY", number=UNLIMITED, **GOLD),
    MembershipBenefit(
        code="G4", benefit_type="SEAT", number=Decimal(3), cap_per_event=Decimal(2),
        standard=False, rollover_max=Decimal(1), **GOLD
    ),
    MembershipBenefit(code="G5", benefit_type="TEN", number=Decimal(1), standard=False, **GOLD),
    MembershipBenefit(code="G6", benefit_type="FIVE", number=Decimal(2), standard=False, **GOLD),
    MembershipBenefit(code="S1", benefit_type="PASS", number=Decimal(2), **SILVER),
    MembershipBenefit(
        code="S2", benefit_type="ROOM", number=Decimal(6), period=Period.QUARTER,
        cap_per_day=Decimal(2), **SILVER
    ),
    MembershipBenefit(
        code="S3", benefit_type="NOTARY", number=Decimal(3), period=Period.MONTH,
        overage=True, **SILVER
    ),
    MembershipBenefit(code="S4", benefit_type="LIST", number=Decimal(1), standard=False, **SILVER),
    Event(code="FAIR", name="Fair", held_on=date(2026, 5, 20)),
    RegistrationType(
        event="FAIR", code="CHEAP", name="Cheap", price=Decimal(12),
        benefit_types=("SEAT", "TEN", "FIVE"),
    ),
    RegistrationType(
        event="FAIR", code="DEAR", name="Dear", price=Decimal(100),
        benefit_types=("SEAT", "TEN"),
    ),
)  # fmt: skip

OWNERS = st.sampled_from(["ACME", "ACME", "ZED", "ANN"])
EVERYBODY = st.sampled_from(["ACME", "ACME", "ZED", "ANN", "BOB"])
HOLDERS = st.sampled_from([None, None, None, "ANN", "BOB", "ZED"])
TYPES = st.sampled_from(["PASS", "PASS", "ROOM", "ROOM", "NOTARY", "SEAT"])
QUANTITIES = st.sampled_from(["1", "2", "3", "0.5", "1.5", "4", "5", "0"]).map(Decimal)
NUMBERS = st.sampled_from(["0", "1", "2", "3", "4.5", "6", "8", "-1"]).map(Decimal)
DAYS_AGO = st.one_of(st.just(0), st.integers(0, 45), st.just(-1))
FLAGS = st.sampled_from([None, True, False])
OPTIONAL = st.frozensets(st.sampled_from(["G4", "G5", "G6"]))
DECLINED = st.sampled_from([frozenset(), frozenset(), frozenset({"G1"}), frozenset({"S2"})])
LOWERED = st.sampled_from([{}, {}, {"G1": Decimal(3)}, {"G2": Decimal("2.5")}, {"G1": Decimal(5)}])
CHANGES: tuple[LookupRecord, ...] = (
    Contact(code="BOB", name="Bob", affiliated_to="ACME", authorised=True),
    Contact(code="BOB", name="Bob", affiliated_to="ACME"),
    Contact(code="ZED", name="Zed", retired=True),
    BenefitType(code="ROOM", name="Room"),
    MembershipType(code="SILVER", name="Silver", retired=True),
    MembershipType(code="SILVER", name="Silver", term_months=3),
    replace(WORLD[13], number=Decimal(6), rollover_max=Decimal(3), overage=False),
    replace(WORLD[14], number=Decimal(3), period=Period.TERM),
    replace(WORLD[15], retired=True),
    Event(code="FAIR", name="Fair", held_on=date(2026, 5, 20), retired=True),
)
