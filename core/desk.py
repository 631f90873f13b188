"""The desk: everything that can be asked of Benefit Desk, and everything it can be told.

Slack, the sheet, the command line and the schedule all go through here. Each change reads, applies
its rule and appends under one lock; a change that was told twice with the same idempotency key is
carried out once and answered twice.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from core import (
    adjusting,
    conveying,
    enrolling,
    putting,
    recording,
    registering,
    renewing,
    voiding,
    writing,
)
from core.actor import Action, Actor
from core.balance import Balance, balance, balance_as_of
from core.clock import Key, StoppedClock
from core.draft import DraftStore
from core.entry import Entry, EntryKind
from core.errors import BelongsToRenewal, UnknownEntry
from core.event import Registration
from core.keeping import Keeper
from core.level import BenefitLevel
from core.outcomes import Enrolment, Renewal, Usage
from core.pen import Pen
from core.records import LookupRecord, identity, lookup_key
from core.store import until_decided

__all__ = ["Desk", "Enrolment", "Renewal", "Usage"]

T = TypeVar("T")


class Desk(Keeper):
    """The rules over one store."""

    def balance(self, level: Key, on: date | None = None) -> Balance:
        """What a level holds today, or held at the end of a past day with everything known now."""
        with self._lock:
            self._catch_up()
            the_level = adjusting.level_of(self._books, level)
            now = self.today()
            if on is not None and on < now:
                return balance_as_of(the_level, self.store.entries_of_level(level), on)
            return balance(the_level, self._books.tallies[level], on or now)

    def record(
        self, request: recording.UsageRequest, *, actor: Actor, approver: Actor | None = None
    ) -> Usage:
        """Record a usage, drawn on one level or several; `approver` confirms an overage.

        Raises:
            BenefitError: refused, the class says why; nothing was written.
            StoreError: not written; it must not be confirmed.
        """
        with self._lock:
            entries, repeated = self.record_entries(request, actor=actor, approver=approver)
            used = [entry for entry in entries if entry.kind is EntryKind.USAGE]
            return Usage(tuple(used), self._balances(used), repeated)

    def record_entries(
        self, request: recording.UsageRequest, *, actor: Actor, approver: Actor | None = None
    ) -> tuple[list[Entry], bool]:
        """As `record`, where nobody asks what is left; the flag says that it was done before."""
        actor.must_be_allowed(Action.RECORD)
        if approver:
            approver.must_be_allowed(Action.CONFIRM_OVERAGE)

        def decide(pen: Pen) -> list[Entry]:
            drawing = recording.draw(
                self._ledger,
                request,
                self.policy,
                self.today(actor),
                confirmed=approver is not None,
            )
            return writing.usage(pen, drawing, request, approver)

        return self._carry_out(request.idempotency_key, decide, actor)

    def convey(self, request: conveying.ConveyRequest, *, actor: Actor) -> Entry:
        """Put units of a level into another contact's hands.

        Raises:
            BenefitError: refused, the class says why; nothing was written.
        """
        actor.must_be_allowed(Action.CONVEY)

        def decide(pen: Pen) -> list[Entry]:
            there = self.today(actor)
            level = conveying.conveyance(self._ledger, request, self.policy, there)
            return [writing.conveyance(pen, level, request, there)]

        return self._carry_out(request.idempotency_key, decide, actor)[0][0]

    def recall(self, request: conveying.RecallRequest, *, actor: Actor) -> Entry:
        """Take conveyed units back from their holder, as far as they aren't used.

        Raises:
            BenefitError: refused, the class says why; nothing was written.
        """
        actor.must_be_allowed(Action.CONVEY)

        def decide(pen: Pen) -> list[Entry]:
            there = self.today(actor)
            quantity = conveying.recall(self._ledger, request, there)
            level = adjusting.level_of(self._books, request.level)
            return [writing.recall(pen, level, request, quantity, there)]

        return self._carry_out(request.idempotency_key, decide, actor)[0][0]

    def void(self, key: Key, *, reason: str, idempotency_key: str, actor: Actor) -> list[Entry]:
        """Take back a usage or an adjustment, all its parts, by entries of their own.

        Raises:
            BenefitError: it isn't there, was taken back before, or isn't the actor's to take back.
        """

        def decide(pen: Pen) -> list[Entry]:
            act = self._act(key)
            voiding.check_right_to_void(act[0], actor, self.policy, self.clock.now())
            voiding.check_voidable(self._ledger, act[0])
            self._check_whole(act[0])
            voiding.check_reason(reason)
            left = [entry for entry in act if entry.key not in self._books.voided]
            return writing.void(pen, left, reason)

        return self._carry_out(idempotency_key, decide, actor)[0]

    def change_level(
        self, change: adjusting.LevelChange, *, idempotency_key: str, actor: Actor
    ) -> list[Entry]:
        """Change a level's number, flags or comment. Nothing is written where nothing differs.

        Raises:
            BenefitError: refused, the class says why; nothing was written.
        """
        if change.number is not None:
            actor.must_be_allowed(Action.ADJUST)
        if change.edits:
            actor.must_be_allowed(Action.EDIT_LEVEL)

        def decide(pen: Pen) -> list[Entry]:
            on, before = self.today(actor), adjusting.level_of(self._books, change.level)
            difference = adjusting.adjustment(self._ledger, change, on)
            after = adjusting.edited(self._books, change, self.policy)
            return writing.level_change(pen, before, after, difference, on=on, reason=change.reason)

        return self._carry_out(idempotency_key, decide, actor)[0]

    def enroll(self, request: enrolling.EnrolRequest, *, actor: Actor) -> Enrolment:
        """Make a membership and its levels in one step.

        Raises:
            BenefitError: refused, the class says why; nothing was written.
        """
        actor.must_be_allowed(Action.ENROLL)

        def decide(pen: Pen) -> list[Entry]:
            fields = self.policy.custom_fields
            membership, levels = enrolling.enrolment(
                self._books, self._keys, request, fields=fields
            )
            return [
                writing.membership(pen, membership),
                *(writing.grant(pen, each) for each in levels),
            ]

        with self._lock:
            entries, repeated = self._carry_out(request.idempotency_key, decide, actor)
            levels = tuple(self._books.levels[entry.key] for entry in entries[1:])
            return Enrolment(self._books.memberships[entries[0].key], levels, repeated)

    def add_level(self, request: enrolling.LevelRequest, *, actor: Actor) -> BenefitLevel:
        """Give a membership a level that it didn't get when it was made.

        Raises:
            BenefitError: refused, the class says why; nothing was written.
        """
        actor.must_be_allowed(Action.ENROLL)

        def decide(pen: Pen) -> list[Entry]:
            return [writing.grant(pen, enrolling.added_level(self._books, self._keys, request))]

        with self._lock:
            entries, _ = self._carry_out(request.idempotency_key, decide, actor)
            return self._books.levels[entries[0].key]

    def renew(self, request: renewing.RenewRequest, *, actor: Actor) -> Renewal:
        """Renew a membership, as the same type or another; what the lines allow rolls over.

        Raises:
            BenefitError: refused, the class says why; nothing was written.
        """
        actor.must_be_allowed(Action.ENROLL, renewing.RENEW)
        endings: tuple[renewing.Ending, ...] = ()

        def decide(pen: Pen) -> list[Entry]:
            nonlocal endings
            there = self.today(actor)
            plan = renewing.plan_renewal(self._ledger, self._keys, request, there)
            endings = plan.endings
            return renewing.write_renewal(pen, plan, there)

        with self._lock:
            entries, repeated = self._carry_out(request.idempotency_key, decide, actor)
            granted = [entry.key for entry in entries if entry.kind is EntryKind.GRANT]
            levels = tuple(self._books.levels[key] for key in granted)
            membership = self._books.memberships[entries[0].key]
            return Renewal(Enrolment(membership, levels, repeated), () if repeated else endings)

    def plan_renewal(self, request: renewing.RenewRequest, *, actor: Actor) -> renewing.Plan:
        """What a renewal would make, move and let expire; nothing is written.

        Raises:
            BenefitError: it would be refused, the class says why.
        """
        actor.must_be_allowed(Action.ENROLL, renewing.RENEW)
        with self._lock:
            self._catch_up()
            return renewing.plan_renewal(self._ledger, self._keys, request, self.today(actor))

    def register(self, request: registering.RegisterRequest, *, actor: Actor) -> Registration:
        """Register a contact for an event; benefits are drawn by themselves.

        Raises:
            BenefitError: refused, the class says why; nothing was written.
        """
        actor.must_be_allowed(Action.REGISTER)

        def decide(pen: Pen) -> list[Entry]:
            decided = registering.registering(self._ledger, request, self.policy, self.today(actor))
            record = registering.registration(self._keys.next(pen.now), request, decided)
            return writing.registration(pen, record, request, decided)

        with self._lock:
            entries, _ = self._carry_out(request.idempotency_key, decide, actor)
            return self._books.registrations[entries[0].key]

    def quote(
        self, request: registering.RegisterRequest, *, actor: Actor
    ) -> registering.Registering:
        """What a registration would draw and come to; nothing is written.

        Raises:
            BenefitError: it would be refused, the class says why.
        """
        actor.must_be_allowed(Action.REGISTER)
        with self._lock:
            self._catch_up()
            today = self.today(actor)
            return registering.registering(self._ledger, request, self.policy, today)

    def cancel(
        self, registration: Key, *, reason: str, idempotency_key: str, actor: Actor
    ) -> list[Entry]:
        """Cancel a registration; the units that it drew come back.

        Raises:
            BenefitError: it isn't there, or was cancelled before.
        """
        actor.must_be_allowed(Action.REGISTER)

        def decide(pen: Pen) -> list[Entry]:
            record = registering.registration_of(self._books, registration)
            made = self.store.entry(registration)
            assert made is not None
            _, *drawn = self.store.entries_of_request(made.idempotency_key)
            left = [entry for entry in drawn if entry.key not in self._books.voided]
            return writing.cancellation(pen, record, left, reason)

        return self._carry_out(idempotency_key, decide, actor)[0]

    def put(
        self, records: Iterable[LookupRecord], *, idempotency_key: str, actor: Actor
    ) -> list[Entry]:
        """Add or change contacts and catalogue rows in one step; equal ones are left alone.

        Raises:
            BenefitError: a name can't be read, a reference isn't there; nothing was written.
        """
        actor.must_be_allowed(Action.CHANGE_CATALOGUE)
        records = tuple(records)

        def decide(pen: Pen) -> list[Entry]:
            putting.check_records(self._books, records)
            entries = []
            for record in records:
                kind = type(record)
                before = self._books.lookup(kind).get(lookup_key(identity(record), kind))
                if record != before:
                    entries.append(writing.lookup(pen, before, record))
            return entries

        return self._carry_out(idempotency_key, decide, actor)[0]

    def together(
        self, work: Callable[["Desk"], T], *, dry_run: bool = False, fresh: bool = False
    ) -> T:
        """Carry out several changes as one: all of them are written, or none.

        `work` is given a desk on which every change shows at once and nothing is written; what it
        did there is appended in one step when it returns, and forgotten when it raises. `fresh`
        says that none of it was carried out before.

        Raises:
            StoreError: not written; nothing of it may be confirmed.
        """

        def attempt() -> T:
            self._catch_up()
            draft = DraftStore(self.store, self._books.last, fresh=fresh)
            instant = StoppedClock(self.clock.now())
            desk = Desk(draft, clock=instant, policy=self.policy, books=self._books.copy())
            result = work(desk)
            if draft.drafted and not dry_run:
                self.store.append(draft.drafted)
                self._take_over(desk)
            return result

        with self._lock:
            return until_decided(self.store, attempt)

    def _act(self, key: Key) -> list[Entry]:
        """The entries that were written together with the one of this key."""
        entry = self.store.entry(key)
        if entry is None:
            raise UnknownEntry(key)
        if entry.kind is not EntryKind.USAGE or entry.event:
            return [entry]
        first = self.store.entry(entry.act)
        assert first is not None
        return self.store.entries_of_request(first.idempotency_key)

    def _check_whole(self, entry: Entry) -> None:
        """See that an entry isn't half of a renewal's move from an old level to a new one."""
        first = self.store.entry(entry.act)
        if first is not None and first.kind is EntryKind.MEMBERSHIP:
            raise BelongsToRenewal

    def _balances(self, entries: Sequence[Entry]) -> tuple[Balance, ...]:
        books, on = self._books, self.today()
        return tuple(
            balance(books.levels[entry.level], books.tallies[entry.level], on)
            for entry in entries
            if entry.level is not None
        )
