"""The life of a catalogue: imported, enrolled in, used to the last unit, renewed, reported, moved.

What should come out is worked out here from the text of the files, by counting; nothing of it is
asked of the rules.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from core import errors
from core.catalogue import Period
from core.contact import Contact
from core.desk import Desk, Enrolment
from core.event import Event, RegistrationType
from core.exporting import export_ledger, import_ledger
from core.importing import import_file
from core.level import BenefitLevel
from core.quantity import UNLIMITED, ZERO
from core.recording import UsageRequest
from core.registering import RegisterRequest
from core.renewing import RenewRequest
from core.reports.balances import balances
from core.reports.expiring import expiring
from core.reports.history import HistoryQuery, as_json, history
from core.reports.inventory import inventory
from core.reports.quid_pro_quo import quid_pro_quo
from core.reports.usage import GroupBy, UsageQuery, usage_report
from core.statement import statement
from core.stores.embedded import open_store
from core.verify import verify
from tests.core.building import MANAGER, STAFF, Office
from tests.core.catalogue_files import KINDS, PRICE, Files, Line, Row, days, months_later, runs

PLACES = Decimal(3)
PLENTY = Decimal(1000)
"""What is used of an unlimited benefit, in steps."""


@contextmanager
def an_empty_office(path: Path) -> Iterator[Office]:
    """An office with nothing in it, on a store in this folder."""
    store = open_store(path / "office.db")
    try:
        yield Office(store)
    finally:
        store.close()


class Life:
    """One membership type of a catalogue, lived through by a busy and by an idle member."""

    def __init__(self, office: Office, files: Files, kind: Row, starts_on: date) -> None:
        self.office = office
        self.kind = kind["code"]
        self.lines = files.of(self.kind)
        self.optional = frozenset(
            line.row["code"] for line in self.lines if line.row.get("standard") == "no"
        )
        months = int(kind.get("term_months") or 0)
        self.starts_on = starts_on
        self.ends_on = months_later(starts_on, months or 14) - timedelta(1)
        self.told_end = None if months else self.ends_on
        self.used: dict[str, Decimal] = {}
        office.clock.at = datetime.combine(
            self.ends_on, office.clock.at.time(), tzinfo=office.clock.at.tzinfo
        )

    def enrol(self, contact: str) -> dict[str, BenefitLevel]:
        """Enrol somebody with everything that is offered; their levels by line."""
        person = Contact(code=contact, name=f"Member {contact}")
        self.office.desk.put([person], idempotency_key=f"put {contact}", actor=MANAGER)
        made = self.office.enroll(
            contact,
            self.kind,
            starts_on=self.starts_on,
            ends_on=self.told_end,
            optional=self.optional,
        )
        assert made.membership.ends_on == self.ends_on
        levels = {level.membership_benefit: level for level in made.levels}
        assert levels.keys() == {line.row["code"] for line in self.lines}
        return levels

    def use_everything(self, levels: dict[str, BenefitLevel]) -> None:
        """Use every tracked benefit to its last unit, and see the next one refused."""
        for line in self.lines:
            level = levels[line.row["code"]]
            if not line.tracked:
                with pytest.raises(errors.BenefitNotTracked):
                    self.use(level, line.step, self.ends_on)
            elif line.row["number"] == "unlimited":
                self.use_without_end(line, level)
            else:
                self.use_up(line, level)

    def use_without_end(self, line: Line, level: BenefitLevel) -> None:
        """However much is used, as much is left; only the day's cap holds."""
        cap = line.amount("cap_per_day")
        most = line.whole_steps(PLENTY if cap is None else cap)
        if most:
            self.use(level, most, self.ends_on)
        if cap is not None:
            with pytest.raises(errors.CapReached):
                self.use(level, line.step, self.ends_on)
        assert self.office.desk.balance(level.key).remaining is UNLIMITED

    def use_up(self, line: Line, level: BenefitLevel) -> None:
        """The first of several periods is left unused; the next ones and the last are used up."""
        number, most = line.amount("number"), line.amount("rollover_max") or ZERO
        assert number is not None
        periods = runs(line, self.starts_on, self.ends_on)
        used_up = {0} if len(periods) == 1 else {1, 2, len(periods) - 1}
        rolled_over = ZERO
        for place, (first, last) in enumerate(periods):
            have = number + rolled_over
            assert self.office.remaining(level, last) == have
            used = self.use_period(line, level, have, first, last) if place in used_up else ZERO
            assert self.office.remaining(level, last) == have - used
            rolled_over = min(most, have - used)

    def use_period(
        self, line: Line, level: BenefitLevel, have: Decimal, first: date, last: date
    ) -> Decimal:
        """Use a period's units, by registering and day by day; how many there were to use."""
        left = have
        on_day: dict[date, Decimal] = {}
        if line.benefit.get("kind") == "event":
            on_day[first] = self.register(line, level, have, first)
            left -= on_day[first]
        cap = line.amount("cap_per_day")
        for day in days(last, first):
            most = left if cap is None else min(left, cap - on_day.get(day, ZERO))
            if (quantity := line.whole_steps(most)) > 0:
                self.use(level, quantity, day)
                left -= quantity
            if not left:
                break
        with pytest.raises((errors.NotEnoughRemaining, errors.CapReached)):
            self.use(level, line.step, first)
        if line.row.get("overage") == "yes" and cap is None and not left:
            with pytest.raises(errors.OverageUnconfirmed):
                self.use(level, line.step, last)
            self.use(level, line.step, last, confirmed=True)
        return have - left

    def register(self, line: Line, level: BenefitLevel, have: Decimal, on: date) -> Decimal:
        """Register for three places: those are covered that units and caps suffice for."""
        event = f"E{level.key}-{on}"
        way_in = RegistrationType(
            event=event, code="IN", name="In", price=PRICE, benefit_types=(level.benefit_type,)
        )
        self.office.desk.put(
            [Event(code=event, name=event), way_in], idempotency_key=event, actor=MANAGER
        )
        caps = (line.amount(name) for name in ("cap_per_day", "cap_per_event"))
        covered = min(PLACES, have, *(cap for cap in caps if cap is not None)) // 1
        request = RegisterRequest(
            event=event,
            registration_type="IN",
            contact=level.contact,
            quantity=PLACES,
            registered_on=on,
            idempotency_key=f"in {event}",
        )
        made = self.office.desk.register(request, actor=STAFF)
        assert (made.list_value, made.discount_value) == (PRICE * 3, line.off() * covered)
        self.count(level, covered)
        return covered

    def use(
        self, level: BenefitLevel, quantity: Decimal, on: date, *, confirmed: bool = False
    ) -> None:
        """Record a use of one level."""
        request = UsageRequest(
            contact=level.contact,
            benefit_type=level.benefit_type,
            quantity=quantity,
            used_on=on,
            level=level.key,
            again=True,
            idempotency_key=self.office.request_key(),
        )
        approver = MANAGER if confirmed else None
        self.office.desk.record(request, actor=STAFF, approver=approver)
        self.count(level, quantity)

    def count(self, level: BenefitLevel, quantity: Decimal) -> None:
        """Keep what was used of each benefit type."""
        self.used[level.benefit_type] = self.used.get(level.benefit_type, ZERO) + quantity

    def renew(self, levels: dict[str, BenefitLevel], *, idle: bool) -> Enrolment:
        """Renew; of what an idle member left, what the line allows rolls over."""
        membership = next(iter(levels.values())).membership
        request = RenewRequest(
            membership=membership,
            ends_on=self.told_end and self.told_end + timedelta(400),
            optional=self.optional,
            idempotency_key=self.office.request_key(),
        )
        renewal = self.office.desk.renew(request, actor=MANAGER)
        endings = {each.balance.level.membership_benefit: each for each in renewal.endings}
        for line in self.lines:
            number = line.amount("number")
            if (
                line.tracked
                and number is not None
                and levels[line.row["code"]].period is Period.TERM
            ):
                ending = endings[line.row["code"]]
                kept = (
                    min(line.amount("rollover_max") or ZERO, number) if idle else ending.rolls_over
                )
                assert ending.rolls_over == kept
                assert not idle or ending.expires == number - kept
        return renewal.enrolment


def live_through(files: Files, path: Path, starts_on: date) -> None:
    """Everything that a catalogue has to stand, for each of its membership types."""
    with an_empty_office(path) as office:
        for kind in KINDS:
            told = import_file(office.desk, files.folder / f"{kind}.csv", kind, actor=MANAGER)
            assert told.added > 0
        used: dict[str, Decimal] = {}
        for row in files.membership_types:
            life = Life(office, files, row, starts_on)
            if not life.lines:
                continue
            busy, idle = life.enrol(f"BUSY-{row['code']}"), life.enrol(f"IDLE-{row['code']}")
            life.use_everything(busy)
            life.renew(busy, idle=False)
            life.renew(idle, idle=True)
            for code, quantity in life.used.items():
                used[code] = used.get(code, ZERO) + quantity
        read_every_report(office.desk, used)
        assert verify(office.desk).faults == ()
        move(office, path)


def read_every_report(desk: Desk, used: dict[str, Decimal]) -> None:
    """Every report comes out, and those that count usage agree with the count."""
    for by in (GroupBy.BENEFIT, GroupBy.MEMBER, GroupBy.MEMBERSHIP_TYPE, GroupBy.MONTH):
        rows = usage_report(desk, UsageQuery(by=by))
        assert sum(row.quantity for row in rows) == sum(used.values())
    assert usage_report(desk, UsageQuery(by=GroupBy.CATEGORY)) or not any(used.values())
    for code, quantity in used.items():
        assert sum(r.quantity for r in usage_report(desk, UsageQuery(benefit=code))) == quantity
    assert len(balances(desk)) == desk.read(lambda books: len(books.levels))
    assert all(row.as_json() for row in balances(desk))
    assert all(row.as_json()["days_left"] >= 0 for row in expiring(desk, timedelta(1000)))
    assert all(row.as_json()["stock"] is None for row in inventory(desk))
    assert all(row.as_json()["notes"] is not None for row in quid_pro_quo(desk))
    entries = history(desk, HistoryQuery())
    told = desk.read(lambda books: [as_json(books, entry) for entry in entries])
    assert [row["key"] for row in told] == sorted(entry.key for entry in desk.store.entries())
    for code in desk.read(lambda books: list(books.contacts)):
        assert statement(desk, code)


def move(office: Office, path: Path) -> None:
    """Take the ledger to a store of its own: entries and balances are the same there."""
    count = export_ledger(office.store, path / "ledger.jsonl")
    store = open_store(path / "other.db")
    try:
        assert import_ledger(store, path / "ledger.jsonl") == count
        assert list(store.entries()) == list(office.store.entries())
        there = Desk(store, clock=office.clock)
        for key in office.desk.read(lambda books: list(books.levels)):
            assert there.balance(key) == office.desk.balance(key)
    finally:
        store.close()
