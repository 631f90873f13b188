"""Core against a naive recount: whatever is told in whatever order, both say the same.

Each sequence has a store of its own, a copy of one with the catalogue, in memory where the machine
has a folder for that, so that syncing costs nothing.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count, cycle
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any, ClassVar, TypeVar

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
from core.bulk import BulkOutcome, BulkRequest, SomeRefused, preview_bulk, record_bulk
from core.catalogue import BenefitKind, BenefitType, MembershipBenefit, MembershipType, Period
from core.clock import Key
from core.contact import Contact, ContactKind
from core.conveying import ConveyRequest, RecallRequest
from core.desk import Desk, Enrolment, Renewal, Usage
from core.enrolling import EnrolRequest, LevelRequest
from core.entry import Entry, EntryKind
from core.errors import BenefitError
from core.event import Event, RegistrationType
from core.past import as_known_at
from core.policy import Policy
from core.quantity import UNLIMITED, Number, Unlimited
from core.recording import UsageRequest
from core.records import LookupRecord
from core.registering import RegisterRequest
from core.renewing import RenewRequest
from core.store import Store
from core.stores.embedded import open_store
from core.stores.postgres import PostgresStore
from core.verify import verify
from tests.core.building import MANAGER, STAFF, SetClock
from tests.core.naive import ENDLESS, MONTHS, NOTHING, Answer, Draw, Fact, Holding, Naive
from tests.database import a_schema

T = TypeVar("T")
OPENED = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
OPEN_FROM = date(2026, 2, 8)
IN_MEMORY = Path("/dev/shm")


def line(code: str, benefit_type: str, number: str, **fields: Any) -> MembershipBenefit:
    """A catalogue line of Gold or Silver, as its code begins; "" is unlimited."""
    return MembershipBenefit(
        code=code,
        membership_type={"G": "GOLD", "S": "SILVER"}[code[0]],
        benefit_type=benefit_type,
        number=Decimal(number) if number else UNLIMITED,
        **fields,
    )


def seat(code: str, name: str, discount: str, **fields: Any) -> BenefitType:
    """A benefit type that takes so much off a place."""
    return BenefitType(code=code, name=name, kind=BenefitKind.EVENT, discount=discount, **fields)


def registration(code: str, price: int, *benefit_types: str) -> RegistrationType:
    """A way to register for the fair."""
    return RegistrationType(
        event="FAIR", code=code, name=code, price=Decimal(price), benefit_types=benefit_types
    )


FAIR = Event(code="FAIR", name="Fair", held_on=date(2026, 5, 20))
ANN = Contact(
    code="ANN",
    name="Ann",
    affiliated_to="ACME",
    authorised=True,
    authorised_until=date(2026, 3, 25),
    authorised_max=Decimal(2),
)
BOB = Contact(code="BOB", name="Bob", affiliated_to="ACME")
ZED = Contact(code="ZED", name="Zed")
ROOM = BenefitType(code="ROOM", name="Room", step=Decimal("0.5"))
SILVER = MembershipType(code="SILVER", name="Silver")
PASSES = line("G1", "PASS", "4", rollover_max=Decimal(3), overage=True)
HOURS = line("G2", "ROOM", "5", period=Period.MONTH, rollover_max=Decimal("2.5"), overage=True)
SEATS = line(
    "G4",
    "SEAT",
    "3",
    cap_per_day=Decimal(2),
    cap_per_event=Decimal(2),
    standard=False,
    rollover_max=Decimal(1),
)
SPONSORED = line("S1", "PASS", "2", cap_per_day=Decimal(1))
CHANGING: tuple[LookupRecord, ...] = (FAIR, ANN, BOB, ZED, ROOM, SILVER, PASSES, HOURS, SPONSORED)
CHANGES: tuple[LookupRecord, ...] = (
    *CHANGING,
    replace(FAIR, retired=True),
    replace(BOB, authorised=True),
    replace(BOB, authorised=True, affiliated_to=None),
    replace(ZED, retired=True),
    replace(ROOM, step=Decimal(1)),
    replace(SILVER, retired=True),
    replace(SILVER, term_months=3),
    replace(PASSES, number=Decimal(6), rollover_max=Decimal(2), overage=False),
    replace(HOURS, number=Decimal(3), period=Period.TERM),
    replace(SPONSORED, retired=True),
    replace(SPONSORED, number=Decimal(3), overage=True),
    replace(ANN, authorised_until=date(2026, 3, 9), authorised_max=None),
    replace(ANN, authorised_until=None, authorised_max=Decimal(4)),
)
WORLD: tuple[LookupRecord, ...] = (
    *CHANGING,
    Contact(code="ACME", name="Acme", kind=ContactKind.ORGANISATION),
    BenefitType(code="PASS", name="Pass"),
    BenefitType(code="NOTARY", name="Notary"),
    BenefitType(code="LIST", name="Listing", tracked=False),
    seat("SEAT", "Seat", "60%"),
    seat("TEN", "Ten off", "10", stackable=True),
    seat("FIVE", "Five off", "5", stackable=True),
    MembershipType(code="GOLD", name="Gold", term_months=4),
    line("G3", "NOTARY", ""),
    SEATS,
    line("G5", "TEN", "1", standard=False),
    line("G6", "FIVE", "2", standard=False),
    line("S2", "ROOM", "6", period=Period.QUARTER),
    line("S3", "NOTARY", "3", period=Period.MONTH, overage=True),
    line("S4", "LIST", "1"),
    registration("CHEAP", 12, "SEAT", "TEN", "FIVE"),
    registration("DEAR", 100, "SEAT", "TEN", "SEAT"),
)

OWNERS = st.sampled_from(["ACME", "ACME", "ZED", "ANN"])
EVERYBODY = st.sampled_from(["ACME", "ACME", "ACME", "ACME", "ZED", "ANN", "ANN", "BOB"])
HOLDERS = st.sampled_from([None, None, None, "ANN", "ANN", "BOB"])
TYPES = st.sampled_from([None, None, None, "PASS", "ROOM", "ROOM", "NOTARY", "SEAT"])
STEPS = st.sampled_from([1, 1, 1, 2, 2, 3, 4, 6])
DAYS_AGO = st.sampled_from([0, 0, 0, 1, 2, 5, 9, 10, 20, 33])
FLAGS = st.sampled_from([None, None, None, True, False])
LATELY = st.sampled_from([0, 0, 0, 1, 1, 2, 3, 5, 8])
SLIPS: tuple[dict[str, Any], ...] = (
    {"quantity": Decimal(0)},
    {"quantity": Decimal("0.25")},
    {"used_on": date(2030, 1, 1)},
    {"used_on": date(2026, 1, 1)},
    {"contact": "NIX"},
    {"benefit_type": "NIX"},
    {"benefit_type": "LIST"},
    {"holder": "NIX"},
)
SLIP = st.sampled_from([{}] * 24 + [*SLIPS])
OPTIONAL = st.frozensets(st.sampled_from(["G4", "G5", "G6"]))


def decimal(number: Number) -> Decimal:
    """A number that the naive count can be held against."""
    return ENDLESS if isinstance(number, Unlimited) else number


def figures(balance: Balance) -> Holding:
    """Core's balance in the naive count's words."""
    return Holding(
        number=decimal(balance.number),
        used=balance.used,
        conveyed=balance.conveyed,
        available=decimal(balance.available),
        remaining=decimal(balance.remaining),
        lapsed=decimal(balance.lapsed),
    )


def law_holds(balance: Balance) -> bool:
    """Granted + adjusted - used - lapsed = remaining; without end, one of the two is."""
    if isinstance(balance.granted, Unlimited):
        return {balance.lapsed, balance.remaining} == {UNLIMITED, 0}
    lapsed, remaining = decimal(balance.lapsed), decimal(balance.remaining)
    return balance.granted + balance.adjusted - balance.used - lapsed == remaining


def drawn(entries: Iterable[Entry]) -> list[Draw]:
    """What the usages among these entries drew."""
    return [
        Draw(entry.level, entry.quantity, entry.conveyed)
        for entry in entries
        if entry.kind is EntryKind.USAGE and entry.level is not None and entry.quantity is not None
    ]


def keys_of(answer: Any) -> list[Key]:
    """The keys by which an answer is known again."""
    match answer:
        case Usage(entries=entries):
            return [entry.key for entry in entries]
        case Enrolment(membership=membership, levels=levels):
            return [membership.key, *(level.key for level in levels)]
        case Renewal(enrolment=enrolment):
            return keys_of(enrolment)
        case BulkOutcome(recorded=recorded):
            return [key for usage in recorded for key in keys_of(usage)]
        case list():
            return [entry.key for entry in answer]
    key: Key = answer.key
    return [key]


def lately(things: Sequence[T], which: int) -> T:
    """The last one, or one before."""
    return things[-1 - which % len(things)]


@dataclass(frozen=True)
class Earlier:
    """A request that was carried out, to be repeated."""

    ask: Callable[[], Any]
    keys: list[Key]


class DeskMachine(RuleBasedStateMachine):
    """Everything that can be told to a desk, told to the naive count as well."""

    catalogue: ClassVar[Path]
    levels: Bundle[Key] = Bundle("levels")

    def __init__(self) -> None:
        super().__init__()
        self.begin()
        self.clock = SetClock(OPENED)
        self.policy = Policy(open_from=OPEN_FROM)
        self.naive = Naive(OPEN_FROM)
        for record in WORLD:
            self.naive.put(record)
        self.requests = count(1)
        self.earlier: list[Earlier] = []
        self.instants: list[datetime] = []
        self.agreed: tuple[object, ...] = ()
        self.seen: dict[Key, tuple[object, ...]] = {}
        self.open()

    def begin(self) -> None:
        """A store of its own, with the catalogue in it."""
        self.path = Path(mkdtemp(dir=self.catalogue.parent)) / "desk.db"
        shutil.copy(self.catalogue, self.path)

    def opened(self) -> list[Store]:
        """The store, as often as there are processes that write to it."""
        return [open_store(self.path)]

    def open(self) -> None:
        """A desk in each process."""
        self.stores = self.opened()
        self.store = self.stores[0]
        desks = [Desk(store, clock=self.clock, policy=self.policy) for store in self.stores]
        self.turns = cycle(desks)
        self.naive.now = self.clock.now()

    @property
    def desk(self) -> Desk:
        """The desk whose turn it is: what one was told, the next one has to know."""
        return next(self.turns)

    def close(self) -> None:
        """Let go of the store."""
        for store in self.stores:
            store.close()

    def teardown(self) -> None:
        """Throw the store away."""
        self.close()
        shutil.rmtree(self.path.parent)

    def key(self) -> str:
        """The next request's idempotency key; a minute has passed since the last one."""
        self.instants.append(self.clock.now())
        self.clock.pass_time(minutes=1)
        self.naive.now = self.clock.now()
        return f"r{next(self.requests)}"

    def day(self, days_ago: int) -> date | None:
        """That many days ago; None, which means today, for none."""
        return self.naive.today - timedelta(days_ago) if days_ago else None

    def last_day(self, kind: str, starts_on: date, length: int | None) -> date | None:
        """None where the type's term is meant."""
        if length is None and self.naive.membership_types[kind].term_months is None:
            length = 80
        return None if length is None else starts_on + timedelta(length)

    def units(self, benefit_type: str, steps: int) -> Decimal:
        """So many of the benefit type's steps."""
        return self.naive.benefit_types[benefit_type].step * steps

    def of(self, level: Key, *, lately: bool) -> Key:
        """That level, or the one that something was told of last."""
        return self.naive.facts[-1].level if lately and self.naive.facts else level

    def latest_type(self) -> str:
        """The benefit type that something was told of last."""
        facts = self.naive.facts
        return self.naive.levels[facts[-1].level].line.benefit_type if facts else "PASS"

    def revision(self) -> int:
        """How many entries there are."""
        return self.desk.read(lambda books: books.revision)

    def tell(self, answer: Answer, ask: Callable[[], T]) -> T | None:
        """Ask the desk, which has to refuse exactly where the naive answer does, and for that."""
        refusal, told, before = None, None, self.revision()
        try:
            told = ask()
        except BenefitError as why:
            refusal = why
        if refusal is not None:
            reasons = answer.refusals
            assert type(refusal) in reasons or BenefitError in reasons, f"{refusal!r}, {answer}"
            assert self.revision() == before
            return None
        assert not answer.refusals, f"{told} although {answer}"
        if keys_of(told) and not (isinstance(told, BulkOutcome) and told.refused):
            self.earlier.append(Earlier(ask, keys_of(told)))
        return told

    # Memberships

    def enrolled(
        self, enrolment: Enrolment, lines: list[MembershipBenefit]
    ) -> list[tuple[Key, MembershipBenefit]]:
        """The new levels, one per line in its order."""
        assert [level.membership_benefit for level in enrolment.levels] == [
            line.code for line in lines
        ]
        return [(level.key, line) for level, line in zip(enrolment.levels, lines, strict=True)]

    @rule(
        target=levels,
        contact=OWNERS,
        kind=st.sampled_from(["GOLD", "GOLD", "SILVER"]),
        starts=st.sampled_from([-48, -38, -37, -9, 0, 5]),
        length=st.sampled_from([None, 80, 30]),
        optional=OPTIONAL,
        declines=st.sampled_from([False, False, True]),
        number=st.sampled_from([None, None, 2, 3, 5]),
    )
    def enroll(
        self,
        *,
        contact: str,
        kind: str,
        starts: int,
        length: int | None,
        optional: frozenset[str],
        declines: bool,
        number: int | None,
    ) -> MultipleResults[Key]:
        """A new member, who may decline the first line, or take less (or more) of the second."""
        key, starts_on = self.key(), self.naive.today + timedelta(starts)
        line = kind[0]
        request = EnrolRequest(
            contact=contact,
            membership_type=kind,
            starts_on=starts_on,
            ends_on=self.last_day(kind, starts_on, length),
            optional=optional if kind == "GOLD" else frozenset(),
            declined=frozenset({f"{line}1"} if declines else ()),
            numbers={} if number is None else {f"{line}2": Decimal(number)},
            idempotency_key=key,
        )
        return self.enrol_with(request)

    def enrol_with(self, request: EnrolRequest) -> MultipleResults[Key]:
        """A new membership's levels agree line by line."""
        answer, lines = self.naive.enroll(request)
        enrolment = self.tell(answer, lambda: self.desk.enroll(request, actor=MANAGER))
        if enrolment is None:
            return multiple()
        levels = self.enrolled(enrolment, lines)
        self.naive.note_enrolment(request, enrolment.membership.key, levels)
        return multiple(*(level for level, _ in levels))

    @initialize(target=levels)
    def first(self) -> MultipleResults[Key]:
        """A Gold member since the last day of a long month, so that there is something to do."""
        request = EnrolRequest(
            contact="ACME",
            membership_type="GOLD",
            starts_on=date(2026, 1, 31),
            optional=frozenset({"G4", "G5", "G6"}),
            idempotency_key=self.key(),
        )
        return self.enrol_with(request)

    @rule(
        target=levels,
        level=levels,
        kind=st.sampled_from([None, None, "GOLD", "SILVER"]),
        starts=st.sampled_from([None, None, 1, 0, -5, 40]),
        length=st.sampled_from([None, 60]),
        optional=st.none() | OPTIONAL,
        lately=st.booleans(),
        corrects=st.booleans(),
    )
    def renew(
        self,
        *,
        level: Key,
        kind: str | None,
        starts: int | None,
        length: int | None,
        optional: frozenset[str] | None,
        lately: bool,
        corrects: bool,
    ) -> MultipleResults[Key]:
        """The same type again, an upgrade or a downgrade; maybe the old number changes later."""
        level = self.of(level, lately=lately)
        if self.naive.levels[level].starts_on > self.naive.today:
            level = next(iter(self.naive.levels))
        key, membership = self.key(), self.naive.levels[level].membership
        old = self.naive.memberships[membership]
        starts_on = None if starts is None else self.naive.today + timedelta(starts)
        begins = starts_on or self.naive.ends_on(membership) + timedelta(1)
        request = RenewRequest(
            membership=membership,
            membership_type=kind,
            starts_on=starts_on,
            ends_on=self.last_day(kind or old.membership_type, begins, length),
            optional=optional if (kind or old.membership_type) == "GOLD" else None,
            idempotency_key=key,
        )
        answer, lines = self.naive.renew(request)
        renewal = self.tell(answer, lambda: self.desk.renew(request, actor=MANAGER))
        if renewal is None:
            return multiple()
        levels = self.enrolled(renewal.enrolment, lines)
        rolled = self.naive.note_renewal(request, renewal.enrolment.membership.key, levels)
        rolls_over = {each.balance.level.key: each.rolls_over for each in renewal.endings}
        assert rolled == {level: units for level, units in rolls_over.items() if units}
        self.name_facts(key)
        if corrects and level in self.periodic():
            self.clock.pass_time(days=40)
            number = self.units(self.naive.levels[level].line.benefit_type, 3)
            self.change(LevelChange(level=level, number=number, reason="as agreed"))
        return multiple(*(level for level, _ in levels))

    @rule(
        target=levels,
        level=levels,
        line=st.sampled_from(["1", "2", "4"]),
        number=st.sampled_from([None, None, 1, 5]),
    )
    def add_level(self, level: Key, line: str, number: int | None) -> MultipleResults[Key]:
        """A membership is given another level later."""
        granted = self.naive.levels[level]
        request = LevelRequest(
            membership=granted.membership,
            membership_benefit=f"{granted.line.code[0]}{line}",
            number=None if number is None else Decimal(number),
            idempotency_key=self.key(),
        )
        answer = self.naive.add_level(request)
        added = self.tell(answer, lambda: self.desk.add_level(request, actor=MANAGER))
        if added is None:
            return multiple()
        self.naive.note_level(request, added.key)
        return multiple(added.key)

    # Usage

    def record(self, request: UsageRequest, *, actor: Actor, approver: Actor | None) -> None:
        """One usage; what it draws on agrees unit by unit."""
        answer = self.naive.use(request, approved=approver is not None)
        usage = self.tell(answer, lambda: self.desk.record(request, actor=actor, approver=approver))
        if usage is None:
            return
        assert drawn(usage.entries) == [*answer.draws, *answer.over]
        self.naive.note_usage(request, answer, actor, approver or actor)
        self.name_facts(request.idempotency_key)
        held = [self.naive.holding(draw.level) for draw in (*answer.draws, *answer.over)]
        assert [figures(balance) for balance in usage.balances] == held

    @rule(
        contact=EVERYBODY,
        benefit_type=TYPES,
        steps=STEPS,
        days_ago=DAYS_AGO,
        holder=HOLDERS,
        again=st.booleans(),
        by_manager=st.booleans(),
        approved=st.booleans(),
        slip=SLIP,
    )
    def use(
        self,
        *,
        contact: str,
        benefit_type: str | None,
        steps: int,
        days_ago: int,
        holder: str | None,
        again: bool,
        by_manager: bool,
        approved: bool,
        slip: dict[str, Any],
    ) -> None:
        """A usage of whatever serves the contact, or what can't be one."""
        benefit_type = benefit_type or self.latest_type()
        request = UsageRequest(
            contact=contact,
            benefit_type=benefit_type,
            quantity=self.units(benefit_type, steps),
            used_on=self.day(days_ago),
            holder=holder,
            again=again,
            idempotency_key=self.key(),
        )
        approver = MANAGER if approved else None
        actor = MANAGER if by_manager else STAFF
        self.record(replace(request, **slip), actor=actor, approver=approver)

    @rule(
        level=levels,
        steps=STEPS,
        days_ago=DAYS_AGO,
        named=st.booleans(),
        lately=st.booleans(),
        beyond=st.sampled_from([None, None, 0, 1]),
    )
    def use_level(
        self,
        *,
        level: Key,
        steps: int,
        days_ago: int,
        named: bool,
        lately: bool,
        beyond: int | None,
    ) -> None:
        """A usage by a level's owner; maybe of all that is left, or more."""
        level = self.of(level, lately=lately)
        granted = self.naive.levels[level]
        quantity = self.units(granted.line.benefit_type, steps)
        left = self.naive.holding(level).available
        if beyond is not None and NOTHING < left < ENDLESS:
            quantity = left + self.units(granted.line.benefit_type, beyond)
        request = UsageRequest(
            contact=granted.owner,
            benefit_type=granted.line.benefit_type,
            quantity=quantity,
            used_on=self.day(days_ago),
            level=level if named else None,
            again=True,
            idempotency_key=self.key(),
        )
        self.record(request, actor=STAFF, approver=MANAGER if beyond else None)

    @precondition(lambda self: self.of_kind("conveyed"))
    @rule(
        which=LATELY,
        beyond=st.sampled_from([0, 0, 0, 1]),
        days_ago=st.sampled_from([0, 0, 0, 5, 20]),
        asks_owner=st.booleans(),
    )
    def use_in_hand(self, which: int, beyond: int, days_ago: int, asks_owner: bool) -> None:
        """A usage of what was conveyed by somebody who was given it; or of more than that."""
        fact = lately(self.of_kind("conveyed"), which)
        granted = self.naive.levels[fact.level]
        request = UsageRequest(
            contact=granted.owner if asks_owner else fact.holder,
            benefit_type=granted.line.benefit_type,
            quantity=fact.units + beyond,
            used_on=self.day(days_ago),
            holder=fact.holder if asks_owner else None,
            again=True,
            idempotency_key=self.key(),
        )
        self.record(request, actor=STAFF, approver=None)

    @rule(
        person=st.sampled_from(["ANN", "ANN", "BOB"]),
        benefit_type=TYPES,
        steps=STEPS,
        later=st.sampled_from([-20, -1, 0, 0, 1]),
        asks_owner=st.booleans(),
    )
    def use_with_authority(
        self, *, person: str, benefit_type: str | None, steps: int, later: int, asks_owner: bool
    ) -> None:
        """A usage by somebody authorised, around the last day of that, or in an earlier month."""
        benefit_type = benefit_type or self.latest_type()
        until, today = self.naive.contacts[person].authorised_until, self.naive.today
        last = today if until is None else min(until, today)
        request = UsageRequest(
            contact="ACME" if asks_owner else person,
            benefit_type=benefit_type,
            quantity=self.units(benefit_type, steps),
            used_on=last + timedelta(later),
            holder=person if asks_owner else None,
            again=True,
            idempotency_key=self.key(),
        )
        self.record(request, actor=STAFF, approver=None)

    @rule(
        contacts=st.lists(EVERYBODY, min_size=1, max_size=4).map(tuple),
        benefit_type=TYPES,
        steps=STEPS,
        days_ago=DAYS_AGO,
        those_that_can=st.booleans(),
        with_holder=st.booleans(),
    )
    def use_in_bulk(
        self,
        *,
        contacts: tuple[str, ...],
        benefit_type: str | None,
        steps: int,
        days_ago: int,
        those_that_can: bool,
        with_holder: bool,
    ) -> None:
        """The same usage for several contacts, all or those that can."""
        benefit_type = benefit_type or self.latest_type()
        if with_holder and (conveyed := self.of_kind("conveyed")):
            contacts = (conveyed[-1].holder, *contacts)
            benefit_type = self.naive.levels[conveyed[-1].level].line.benefit_type
        request = BulkRequest(
            contacts=contacts,
            benefit_type=benefit_type,
            quantity=self.units(benefit_type, steps),
            used_on=self.day(days_ago),
            idempotency_key=self.key(),
        )
        facts = list(self.naive.facts)
        answers = self.naive.bulk(request, STAFF)
        refused = {contact for contact, answer in answers.items() if answer.refusals}
        before = self.revision()
        preview = preview_bulk(self.desk, request, actor=STAFF)
        assert {each.contact for each in preview.refused} == refused
        assert self.revision() == before
        outcome = self.tell(
            Answer({SomeRefused} if refused and not those_that_can else set()),
            lambda: record_bulk(self.desk, request, actor=STAFF, those_that_can=those_that_can),
        )
        if outcome is None:
            self.naive.facts = facts
            return
        assert {each.contact for each in outcome.refused} == refused
        wanted = [list(answer.draws) for answer in answers.values() if not answer.refusals]
        assert [drawn(usage.entries) for usage in outcome.recorded] == wanted
        for contact in answers:
            self.name_facts(f"{request.idempotency_key}:{contact}")

    def name_facts(self, act: str) -> None:
        """Give the facts of an act the keys that their entries have in the ledger."""
        moving = [
            entry
            for entry in self.store.entries_of_request(act)
            if entry.kind in {EntryKind.USAGE, EntryKind.ADJUSTMENT}
        ]
        facts = [fact for fact in self.naive.facts if fact.act == act]
        for fact, entry in zip(facts, moving, strict=True):
            assert (fact.level, fact.units, fact.on) == (entry.level, entry.quantity, entry.on)
            fact.key = entry.key

    # Conveying

    @rule(
        which=st.integers(0, 9),
        holder=st.sampled_from(["BOB", "BOB", "ZED", "ANN", "ACME"]),
        steps=st.one_of(st.none(), STEPS),
        days_ago=DAYS_AGO,
        lately=st.booleans(),
        then=st.sampled_from([None, None, "recalled", "voided", "both"]),
    )
    def convey(
        self,
        *,
        which: int,
        holder: str,
        steps: int | None,
        days_ago: int,
        lately: bool,
        then: str | None,
    ) -> None:
        """Units into other hands, or all that are left; maybe they come back at once."""
        terms = [key for key, each in self.naive.levels.items() if each.line.period is Period.TERM]
        level = self.of(terms[which % len(terms)], lately=lately)
        granted = self.naive.levels[level]
        left = self.naive.holding(level).available
        quantity = self.units(granted.line.benefit_type, steps or 1)
        if steps is None and NOTHING < left < ENDLESS:
            quantity = left
        request = ConveyRequest(
            level=level,
            holder=holder,
            quantity=quantity,
            conveyed_on=self.day(days_ago),
            idempotency_key=self.key(),
        )
        entry = self.tell(
            self.naive.convey(request), lambda: self.desk.convey(request, actor=MANAGER)
        )
        if entry is None:
            return
        self.naive.note_movement("conveyed", request, quantity, entry.key)
        if then in {"recalled", "both"}:
            self.take_back(level, holder, None)
        if then in {"voided", "both"}:
            self.void_entry(entry.key, MANAGER)

    @precondition(lambda self: self.of_kind("conveyed"))
    @rule(which=LATELY, steps=st.sampled_from([None, None, 1, 2]))
    def recall(self, which: int, steps: int | None) -> None:
        """Units back out of the hands that they were conveyed into."""
        fact = lately(self.of_kind("conveyed"), which)
        self.take_back(fact.level, fact.holder, None if steps is None else Decimal(steps))

    def take_back(self, level: Key, holder: str, quantity: Decimal | None) -> None:
        """One recall."""
        request = RecallRequest(
            level=level, holder=holder, quantity=quantity, idempotency_key=self.key()
        )
        answer, units = self.naive.recall(request)
        entry = self.tell(answer, lambda: self.desk.recall(request, actor=MANAGER))
        if entry is None:
            return
        assert entry.quantity == units
        self.naive.note_movement("recalled", request, units, entry.key)

    def of_kind(self, kind: str) -> list[Fact]:
        """The facts of a kind, in the order of telling."""
        return [fact for fact in self.naive.facts if fact.kind == kind]

    # Changes

    @precondition(lambda self: self.naive.facts)
    @rule(which=LATELY, by_manager=st.booleans())
    def void(self, which: int, by_manager: bool) -> None:
        """A usage, an adjustment or a conveyance is taken back, where it can be."""
        kinds = {"used", "adjusted", "conveyed"} if by_manager else {"used"}
        likely = [each for each in self.naive.facts if each.kind in kinds and not each.rolled]
        likely = [each for each in likely if not each.taken_back_at and not each.event]
        entry = lately(likely if likely and which < 5 else self.naive.facts, which).key
        assert entry is not None
        self.void_entry(entry, MANAGER if by_manager else STAFF)

    def void_entry(self, entry: Key, actor: Actor) -> None:
        """One of them."""
        key = self.key()
        answer, gone = self.naive.void(entry, actor)
        told = self.tell(
            answer, lambda: self.desk.void(entry, reason="Wrong", idempotency_key=key, actor=actor)
        )
        if told is not None:
            assert [each.reverses for each in told] == [fact.key for fact in gone]
            self.naive.note_void(gone)

    @precondition(lambda self: any(fact.once for fact in self.naive.facts))
    @rule(which=LATELY, more=st.sampled_from([0, 2, 2, 4]))
    def void_overage(self, which: int, more: int) -> None:
        """An overage by itself, maybe after the number was raised, and then its usage."""
        over = lately([fact for fact in self.naive.facts if fact.once], which)
        number = self.naive.holding(over.level).number + more
        self.change(LevelChange(level=over.level, number=number, reason="as agreed"))
        for fact in [each for each in self.naive.facts if each.act == over.act][::-1]:
            assert fact.key is not None
            self.void_entry(fact.key, MANAGER)

    @rule(
        level=levels,
        steps=st.one_of(st.none(), st.integers(0, 9)),
        accepted=FLAGS,
        active=FLAGS,
        reason=st.sampled_from(["as agreed"] * 7 + [" "]),
        lately=st.booleans(),
    )
    def change_level(
        self,
        *,
        level: Key,
        steps: int | None,
        accepted: bool | None,
        active: bool | None,
        reason: str,
        lately: bool,
    ) -> None:
        """A number, flags, or several of them at once."""
        level = self.of(level, lately=lately)
        benefit_type = self.naive.levels[level].line.benefit_type
        number = None if steps is None else self.units(benefit_type, steps)
        self.change(
            LevelChange(level=level, number=number, accepted=accepted, active=active, reason=reason)
        )

    @precondition(lambda self: self.periodic())
    @rule(which=st.integers(0, 9), steps=st.integers(0, 6), uses=st.sampled_from([None, 1, 2]))
    def change_period(self, which: int, steps: int, uses: int | None) -> None:
        """A number that comes anew is lowered, of a level that ended too; maybe it is used then."""
        level = lately(self.periodic(), which)
        granted = self.naive.levels[level]
        benefit_type = granted.line.benefit_type
        number = self.units(benefit_type, steps)
        self.change(LevelChange(level=level, number=number, reason="as agreed"))
        if uses is not None:
            request = UsageRequest(
                contact=granted.owner,
                benefit_type=benefit_type,
                quantity=self.units(benefit_type, uses),
                level=level,
                again=True,
                idempotency_key=self.key(),
            )
            self.record(request, actor=STAFF, approver=None)

    def periodic(self) -> list[Key]:
        """The levels whose number comes anew, those that ended last."""
        those = [key for key, each in self.naive.levels.items() if each.line.period in MONTHS]
        return sorted(
            those,
            key=lambda key: self.naive.levels[key].ends_on(self.naive.now) < self.naive.today,
        )

    def change(self, change: LevelChange) -> None:
        """One change of a level."""
        key = self.key()
        answer, difference = self.naive.change(change)
        told = self.tell(
            answer, lambda: self.desk.change_level(change, idempotency_key=key, actor=MANAGER)
        )
        if told is None:
            return
        assert [entry.quantity for entry in told if entry.quantity] == [
            units for units in [difference] if units
        ]
        self.naive.note_change(change, difference, key)
        self.name_facts(key)

    # Events

    @rule(
        contact=EVERYBODY,
        kind=st.sampled_from(["CHEAP", "CHEAP", "DEAR"]),
        quantity=st.sampled_from(["1", "2", "2", "3", "3", "0.5"]).map(Decimal),
        days_ago=DAYS_AGO,
    )
    def register(self, contact: str, kind: str, quantity: Decimal, days_ago: int) -> None:
        """A registration draws what takes off most."""
        request = RegisterRequest(
            event="FAIR",
            registration_type=kind,
            contact=contact,
            quantity=quantity,
            registered_on=self.day(days_ago),
            idempotency_key=self.key(),
        )
        answer, choices = self.naive.register(request)
        place = self.tell(answer, lambda: self.desk.register(request, actor=STAFF))
        if place is None:
            return
        _, *entries = self.store.entries_of_request(request.idempotency_key)
        assert drawn(entries) in [list(choice.draws) for choice in choices]
        assert place.discount_value == choices[0].discount
        assert place.list_value is not None
        assert place.due_value == place.list_value - choices[0].discount
        usages = zip(keys_of(entries), drawn(entries), strict=True)
        self.naive.note_registration(request, place.key, usages, STAFF)

    @precondition(lambda self: self.naive.places)
    @rule(which=LATELY)
    def cancel(self, which: int) -> None:
        """A registration is cancelled."""
        key, places = self.key(), self.naive.places
        standing = [each for each, made in places.items() if not made.cancelled]
        place = lately(standing if standing and which < 5 else list(places), which)
        told = self.tell(
            self.naive.cancel(place),
            lambda: self.desk.cancel(place, reason="ill", idempotency_key=key, actor=STAFF),
        )
        if told is not None:
            self.naive.note_cancellation(place)

    # Time, crashes and repetition

    @rule(
        days=st.sampled_from([0, 1, 3, 10, 25, 40]),
        reopens=st.booleans(),
        change=st.one_of(st.none(), st.sampled_from(CHANGES)),
    )
    def advance(self, days: int, reopens: bool, change: LookupRecord | None) -> None:
        """Days pass, another process takes over, a contact or the catalogue changes."""
        self.clock.pass_time(days=days)
        key = self.key()
        if reopens:
            self.close()
            self.open()
        if change is not None:
            self.tell(Answer(), lambda: self.desk.put([change], idempotency_key=key, actor=MANAGER))
            self.naive.put(change)

    @precondition(lambda self: self.earlier)
    @rule(which=LATELY)
    def repeat(self, which: int) -> None:
        """The same request once more changes nothing and is answered alike."""
        self.key()
        earlier, before = lately(self.earlier, which), self.revision()
        told = earlier.ask()
        assert keys_of(told) == earlier.keys
        assert getattr(told, "repeated", True)
        assert self.revision() == before

    @precondition(lambda self: self.instants)
    @rule(which=LATELY, days_ago=st.sampled_from([0, 1, 20]))
    def know(self, which: int, days_ago: int) -> None:
        """What the books said at an earlier instant."""
        at, on = lately(self.instants, which), self.day(days_ago)
        then = as_known_at(self.desk, at)
        known = [level.key for level in self.naive.levels.values() if level.told_at <= at]
        assert then.read(lambda books: list(books.levels)) == known
        for key in known:
            assert figures(then.balance(key, on)) == self.naive.holding(key, on, at), key

    # What holds after every step

    @invariant()
    def both_agree(self) -> None:
        """After every step: every balance, today and on other days; nothing is wrong."""
        now = (self.desk, self.naive.today, self.revision())
        if self.agreed == now:
            return
        self.agreed = now
        assert self.desk.read(lambda books: list(books.levels)) == list(self.naive.levels)
        for key in self.naive.levels:
            balance = self.desk.balance(key)
            assert figures(balance) == self.naive.holding(key), key
            assert law_holds(balance)
            for on in self.days_of(key):
                assert figures(self.desk.balance(key, on)) == self.naive.holding(key, on), on
        assert not verify(self.desk).faults

    def days_of(self, key: Key) -> Iterator[date]:
        """Days when something changed, the days before, and one to come; where it is news."""
        level, facts = self.naive.levels[key], self.naive.facts_of(key)
        news = (self.desk, self.naive.today, len(facts), len(level.flags), len(level.ends))
        if self.seen.get(key) == news:
            return
        self.seen[key] = news
        for day in sorted({fact.on for fact in facts} | {level.ends_on(self.naive.now)})[-2:]:
            yield day - timedelta(1)
            yield day
        yield self.naive.today + timedelta(33)


class MachineOfTwo(DeskMachine):
    """The same, told in turns to two processes that share a ledger in a database."""

    server: ClassVar[str]

    def begin(self) -> None:
        """A database of its own, with the catalogue in it."""
        self.address = a_schema(self.server)
        with closing(open_store(self.catalogue, read_only=True)) as store:
            world = [*store.entries()]
        with closing(PostgresStore(self.address)) as database:
            database.append(world)

    def opened(self) -> list[Store]:
        """The ledger, over two connections."""
        return [PostgresStore(self.address), PostgresStore(self.address)]

    def teardown(self) -> None:
        """Let go of the connections."""
        self.close()


@pytest.fixture
def machine() -> Iterator[type[DeskMachine]]:
    """The machine, with a store that holds the sample world to be copied for each sequence."""
    with TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as folder:
        DeskMachine.catalogue = Path(folder) / "catalogue.db"
        store = open_store(DeskMachine.catalogue)
        Desk(store, clock=SetClock(OPENED)).put(WORLD, idempotency_key="world", actor=MANAGER)
        store.close()
        yield DeskMachine


QUICK = settings(
    max_examples=500,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.timeout(600)
def test_no_sequence_tells_core_and_the_naive_count_apart(machine: type[DeskMachine]) -> None:
    """Whatever is told in whatever order: same balances, same refusals, same answers."""
    run_state_machine_as_test(machine, settings=QUICK)


@pytest.mark.timeout(600)
def test_nor_two_processes_on_a_database(machine: type[DeskMachine], database_server: str) -> None:
    """Each knows what the other one was told, whatever comes in whatever order."""
    MachineOfTwo.catalogue, MachineOfTwo.server = machine.catalogue, database_server
    run_state_machine_as_test(MachineOfTwo, settings=settings(QUICK, max_examples=40))


@pytest.mark.storm
@pytest.mark.timeout(7200)
def test_ten_thousand_sequences_do_not_either(machine: type[DeskMachine]) -> None:
    """Other ones each time."""
    storm = settings(QUICK, max_examples=10_000, derandomize=False, print_blob=True)
    run_state_machine_as_test(machine, settings=storm)
