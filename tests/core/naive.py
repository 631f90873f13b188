"""The rules once more, told plainly: lists of facts, counted anew from the first day each time.

The state machine holds core against this. Nothing here is fast: no running sums, no indexes, no
store. Units are found by trying one small step after another; a balance by going through the days.
Records of the catalogue and requests are core's own, for they carry no rule. It is one file, for
it is read from top to bottom beside the design.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, TypeAlias

from core import errors, registering, renewing
from core.actor import Actor, Role
from core.adjusting import LevelChange
from core.bulk import BulkRequest
from core.catalogue import BenefitType, MembershipBenefit, MembershipType, Period
from core.clock import Key
from core.contact import Contact
from core.conveying import ConveyRequest, RecallRequest
from core.enrolling import EnrolRequest, LevelRequest
from core.errors import BenefitError
from core.event import Event, RegistrationType
from core.quantity import Number, Unlimited
from core.recording import UsageRequest
from core.records import LookupRecord
from core.registering import RegisterRequest
from core.renewing import RenewRequest

NOTHING: Final = Decimal(0)
ENDLESS: Final = Decimal("Infinity")
STEP: Final = Decimal("0.5")
"""The smallest quantity in the sample world."""
DAY: Final = timedelta(days=1)
MONTHS: Final = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}
Refusals: TypeAlias = set[type[BenefitError]]


@dataclass
class Fact:
    """Units of one level that were used, adjusted, conveyed or recalled on a day.

    `act` is the request that it came with. `in_hand` says that the units had been conveyed to the
    holder, `once` that a change is for one period, `rolled` that a renewal moved them.
    """

    kind: str
    level: Key
    units: Decimal
    on: date
    told_at: datetime
    act: str = ""
    actor: str = ""
    holder: str = ""
    in_hand: bool = False
    once: bool = False
    rolled: bool = False
    event: str | None = None
    key: Key | None = None
    taken_back_at: datetime | None = None

    def stood(self, at: datetime) -> bool:
        """Whether the books counted it at that instant."""
        return self.told_at <= at and not (self.taken_back_at and self.taken_back_at <= at)


@dataclass
class Flag:
    """A level's flag that was set to a value."""

    name: str
    value: bool
    on: date
    told_at: datetime


@dataclass
class Granted:
    """A level as it was given: `line` is the catalogue's row of that day. `ends` has every end."""

    key: Key
    membership: Key
    owner: str
    line: MembershipBenefit
    number: Decimal
    accepted: bool
    starts_on: date
    told_at: datetime
    ends: list[tuple[datetime, date]]
    flags: list[Flag] = field(default_factory=list)

    def ends_on(self, at: datetime) -> date:
        """Its last day, as far as it was known at that instant."""
        return [end for told_at, end in self.ends if told_at <= at][-1]

    def flag(self, name: str, on: date, at: datetime) -> bool:
        """How a flag stood at the end of a day, as far as it was known at that instant."""
        known = [flag for flag in self.flags if flag.on <= on and flag.told_at <= at]
        values = [flag.value for flag in known if flag.name == name]
        return [self.accepted if name == "accepted" else True, *values][-1]


@dataclass
class Pools:
    """What a level has at the end of a day, of its term or of the period around that day."""

    offered: Decimal
    base: Decimal
    used: Decimal = NOTHING
    hands: dict[str, Decimal] = field(default_factory=dict)

    def count(self, fact: Fact) -> None:
        """One more fact."""
        if fact.kind == "used":
            self.used += fact.units
        elif fact.kind == "adjusted":
            self.offered += fact.units
            self.base += NOTHING if fact.once else fact.units
        if fact.kind in {"conveyed", "recalled"} or fact.in_hand:
            given = fact.units if fact.kind == "conveyed" else -fact.units
            self.hands[fact.holder] = self.hands.get(fact.holder, NOTHING) + given

    def begin_period(self, rollover_max: Decimal) -> None:
        """The number comes anew, with what rolls over."""
        left = self.offered - self.used
        self.offered = self.base + max(NOTHING, min(left, rollover_max))
        self.used = NOTHING

    @property
    def conveyed(self) -> Decimal:
        """Units in other hands, neither used nor recalled."""
        return sum(self.hands.values(), NOTHING)

    @property
    def unassigned(self) -> Decimal:
        """Units that are nobody's yet."""
        return self.offered - self.used - self.conveyed

    @property
    def fewest(self) -> Decimal:
        """The units of the pool that has the fewest."""
        return min(self.unassigned, *self.hands.values(), ENDLESS)


@dataclass(frozen=True)
class Holding:
    """A balance by the words of the design."""

    number: Decimal
    used: Decimal
    conveyed: Decimal
    available: Decimal
    remaining: Decimal
    lapsed: Decimal


@dataclass(frozen=True)
class Draw:
    """Units of one level, out of the holder's own hand or of what is nobody's."""

    level: Key
    units: Decimal
    in_hand: bool = False


@dataclass(frozen=True)
class Answer:
    """What the rules answer: refused for one of these reasons, or so drawn."""

    refusals: Refusals = field(default_factory=set)
    draws: tuple[Draw, ...] = ()
    over: tuple[Draw, ...] = ()


@dataclass(frozen=True)
class Place:
    """A registration as it was made."""

    act: str
    contact: str
    cancelled: bool = False


@dataclass(frozen=True)
class Choice:
    """Units that a registration may draw, and what they take off its price."""

    draws: tuple[Draw, ...]
    discount: Decimal


def begins_month(starts_on: date, day: date) -> bool:
    """Whether a month of a term begins: on the first day's date, or after a month without it."""
    shorter = day.day == 1 and (day - DAY).day < starts_on.day
    return day > starts_on and (day.day == starts_on.day or shorter)


def last_day(starts_on: date, months: int) -> date:
    """The day before so many months have begun."""
    day = starts_on
    while months:
        day += DAY
        months -= begins_month(starts_on, day)
    return day - DAY


def off_step(quantity: Decimal, step: Decimal) -> bool:
    """Whether it is no whole number of steps."""
    return quantity / step != int(quantity / step)


class Naive:
    """Everything that was told, in the order of telling."""

    def __init__(self, open_from: date) -> None:
        self.now = datetime.min.replace(tzinfo=UTC)
        self.open_from = open_from
        self.contacts: dict[str, Contact] = {}
        self.benefit_types: dict[str, BenefitType] = {}
        self.membership_types: dict[str, MembershipType] = {}
        self.lines: dict[str, MembershipBenefit] = {}
        self.events: dict[str, Event] = {}
        self.registration_types: dict[tuple[str, str], RegistrationType] = {}
        self.levels: dict[Key, Granted] = {}
        self.memberships: dict[Key, EnrolRequest] = {}
        self.places: dict[Key, Place] = {}
        self.facts: list[Fact] = []

    @property
    def today(self) -> date:
        """The date."""
        return self.now.date()

    def put(self, record: LookupRecord) -> None:
        """A row of the catalogue, or a contact."""
        tables: dict[type[LookupRecord], dict[Any, Any]] = {
            Contact: self.contacts,
            BenefitType: self.benefit_types,
            MembershipType: self.membership_types,
            MembershipBenefit: self.lines,
            Event: self.events,
        }
        if isinstance(record, RegistrationType):
            self.registration_types[record.event, record.code] = record
        else:
            tables[type(record)][record.code] = record

    # Counting

    def facts_of(self, level: Key, at: datetime | None = None) -> list[Fact]:
        """A level's facts that the books counted at an instant, or count now."""
        return [each for each in self.facts if each.level == level and each.stood(at or self.now)]

    def days(
        self, level: Granted, facts: Iterable[Fact], until: date, at: datetime
    ) -> Iterator[tuple[date, Pools]]:
        """A level's days from its first one; facts outside count on the first or last of them."""
        first, last = level.starts_on, max(until, level.starts_on)
        facts_on: dict[date, list[Fact]] = {}
        for fact in facts:
            facts_on.setdefault(min(max(fact.on, first), last), []).append(fact)
        months, begun, ends_on = MONTHS.get(level.line.period), 0, level.ends_on(at)
        pools, day = Pools(level.number, level.number), first
        while day <= last:
            if months and day <= ends_on and begins_month(first, day):
                begun += 1
                if begun % months == 0:
                    pools.begin_period(level.line.rollover_max or NOTHING)
            if day in facts_on:
                for fact in facts_on[day]:
                    pools.count(fact)
            yield day, pools
            day += DAY

    def fewest(self, level: Granted, facts: Sequence[Fact]) -> Decimal:
        """The fewest units that any pool of a level has on any day, up to the end of its term."""
        until = max([level.ends_on(self.now), *(fact.on for fact in facts)])
        return min(pools.fewest for _, pools in self.days(level, facts, until, self.now))

    def holding(self, key: Key, on: date | None = None, at: datetime | None = None) -> Holding:
        """A balance as of a past day, or of today or a later one; known now, or known then."""
        level, at, day = self.levels[key], at or self.now, on or self.today
        known = self.facts_of(key, at)
        facts = [fact for fact in known if fact.on <= day or day >= self.today]
        *_, (_, pools) = self.days(level, facts, day, at)
        flags = day if day < self.today else date.max
        gives = level.flag("accepted", flags, at) and level.flag("active", flags, at)
        live = gives and day <= level.ends_on(at)
        left = pools.offered - pools.used
        return Holding(
            number=pools.offered,
            used=pools.used,
            conveyed=pools.conveyed,
            available=pools.unassigned if live else NOTHING,
            remaining=left if live else NOTHING,
            lapsed=NOTHING if live else left,
        )

    # Using

    def use(self, request: UsageRequest, *, approved: bool = False) -> Answer:
        """Record a usage, or say why not."""
        contact = self.contacts.get(request.contact)
        benefit = self.benefit_types.get(request.benefit_type)
        if contact is None or benefit is None:
            return Answer({errors.UnknownBenefit if contact else errors.UnknownContact})
        on = request.used_on or self.today
        holder = request.holder or request.contact
        refusals = self._quantity(benefit, request.quantity) | self._date(on)
        serving = self._serving(contact, benefit.code, on)
        if request.level is not None:
            serving = [level for level in serving if level.key == request.level]
            refusals |= set() if serving else {errors.UnknownLevel}
        if not serving:
            refusals |= self._over(contact.code, contact.affiliated_to or "", on)
        refusals |= self._levels(serving, on)
        usable = [level for level in serving if self._runs(level, on) and self._gives(level)]
        mine = [level for level in usable if self._may_hold(holder, level.owner, on)]
        held = [level for level in usable if holder in self.given(level)]
        if usable and not mine and not held:
            refusals.add(errors.HolderNotEntitled)
            for level in usable:
                refusals |= self._over(holder, level.owner, on)
            if holder not in self.contacts:
                refusals.add(errors.UnknownContact)
        if not request.again and self._looks_alike(request, on, holder):
            refusals.add(errors.LooksRecordedTwice)
        pools = [(level, holder) for level in usable] + [(level, "") for level in mine]
        if refusals:
            return Answer(refusals)
        return self._draw(pools, holder, request.quantity, on, approved=approved)

    def _draw(
        self,
        pools: Sequence[tuple[Granted, str]],
        holder: str,
        wanted: Decimal,
        on: date,
        *,
        approved: bool,
    ) -> Answer:
        """Take the units step by step; say what hinders where they can't be had."""
        draws, missing = self._take(pools, holder, wanted, on)
        if not missing:
            return Answer(draws=draws)
        stretching = [level for level, hand in pools if not hand and level.line.overage]
        over = [
            more
            for more in (Draw(level.key, missing) for level in stretching)
            if not self._over_caps(holder, [*draws, more], on)
        ]
        if over and approved:
            return Answer(draws=draws, over=(over[-1],))
        if over:
            return Answer({errors.OverageUnconfirmed})
        _, lacking = self._take(pools, holder, wanted, on, capped=False)
        refusals: Refusals = {errors.NotEnoughRemaining} if lacking else set()
        if stretching or lacking < missing:
            refusals |= {errors.CapReached, errors.AuthorityUsedUp}
        return Answer(refusals)

    def _take(
        self,
        pools: Iterable[tuple[Granted, str]],
        holder: str,
        wanted: Decimal,
        on: date,
        *,
        step: Decimal = STEP,
        event: str | None = None,
        capped: bool = True,
    ) -> tuple[tuple[Draw, ...], Decimal]:
        """Take step after step from the first pool that has room; what found none is missing."""
        draws: list[Draw] = []
        for level, hand in pools:
            taken = NOTHING
            while taken < wanted:
                more = Draw(level.key, taken + step, bool(hand))
                if not self._fits(level, more, on, hand):
                    break
                if capped and self._over_caps(holder, [*draws, more], on, event):
                    taken -= taken % self.benefit_types[level.line.benefit_type].step
                    break
                taken += step
            if taken:
                draws.append(Draw(level.key, taken, bool(hand)))
                wanted -= taken
        return tuple(draws), wanted

    def _fits(self, level: Granted, draw: Draw, on: date, hand: str) -> bool:
        """Whether no pool falls below zero on any day with these units used."""
        used = Fact("used", level.key, draw.units, on, self.now, holder=hand, in_hand=draw.in_hand)
        return self.fewest(level, [*self.facts_of(level.key), used]) >= NOTHING

    def _over_caps(
        self, holder: str, draws: Sequence[Draw], on: date, event: str | None = None
    ) -> bool:
        """Whether the last level's caps, or the holder's own one, would be broken by these."""
        level = self.levels[draws[-1].level]
        used = [fact for fact in self.facts_of(level.key) if fact.kind == "used"]
        used += [
            Fact("used", level.key, draw.units, on, self.now, "", "", holder, draw.in_hand)
            for draw in draws
            if draw.level == level.key
        ]
        day = self._sum(fact for fact in used if fact.on == on)
        caps = [(level.line.cap_per_day, day)]
        if event:
            there = [fact for fact in used if fact.event == event or not fact.act]
            caps.append((level.line.cap_per_event, self._sum(there)))
        most = self.contacts[holder].authorised_max
        if most is not None and holder != level.owner and not draws[-1].in_hand:
            around = self._period_around(level, on)
            theirs = [fact for fact in used if fact.holder == holder and not fact.in_hand]
            caps.append((most, self._sum(fact for fact in theirs if fact.on in around)))
        return any(cap is not None and units > cap for cap, units in caps)

    def _period_around(self, level: Granted, on: date) -> set[date]:
        """The days of the term, or of the period that the day lies in."""
        months, begun = MONTHS.get(level.line.period), 0
        days: list[set[date]] = [set()]
        for day, _ in self.days(level, [], level.ends_on(self.now), self.now):
            if months and begins_month(level.starts_on, day):
                begun += 1
                if begun % months == 0:
                    days.append(set())
            days[-1].add(day)
        return next(period for period in days if on in period)

    def _sum(self, facts: Iterable[Fact]) -> Decimal:
        return sum((fact.units for fact in facts), NOTHING)

    def note_usage(
        self, request: UsageRequest, answer: Answer, actor: Actor, approver: Actor | None = None
    ) -> None:
        """The usage was recorded; an overage is the approver's adjustment for once."""
        on, act = request.used_on or self.today, request.idempotency_key
        for draw in (*answer.draws, *answer.over):
            self._note(
                "used",
                draw.level,
                draw.units,
                on,
                act=act,
                actor=actor.id,
                holder=request.holder or request.contact,
                in_hand=draw.in_hand,
            )
        for draw in answer.over:
            by = approver.id if approver else ""
            self._note("adjusted", draw.level, draw.units, on, act=act, actor=by, once=True)

    def bulk(self, request: BulkRequest, actor: Actor) -> dict[str, Answer]:
        """Record for each contact that can; the answers by contact."""
        answers: dict[str, Answer] = {}
        for contact in request.contacts:
            if contact in answers:
                continue
            one = UsageRequest(
                contact=contact,
                benefit_type=request.benefit_type,
                quantity=request.quantity,
                used_on=request.used_on,
                idempotency_key=f"{request.idempotency_key}:{contact}",
            )
            answers[contact] = answer = self.use(one)
            if not answer.refusals:
                self.note_usage(one, answer, actor)
        return answers

    # What hinders

    def _quantity(self, benefit: BenefitType, quantity: Decimal) -> Refusals:
        refusals: Refusals = set()
        if not benefit.tracked:
            refusals.add(errors.BenefitNotTracked)
        if quantity <= NOTHING:
            refusals.add(errors.QuantityNotPositive)
        if off_step(quantity, benefit.step):
            refusals.add(errors.QuantityOffStep)
        return refusals

    def _date(self, on: date) -> Refusals:
        if on > self.today:
            return {errors.DateInFuture}
        return {errors.BooksClosed} if on < self.open_from else set()

    def _levels(self, serving: Sequence[Granted], on: date) -> Refusals:
        """Why none of the levels can be used on that day."""
        running = [level for level in serving if self._runs(level, on)]
        if any(self._gives(level) for level in running):
            return set()
        if not serving:
            return {errors.BenefitNotOffered}
        if not running:
            return {errors.OutsideTerm}
        declined = all(not level.flag("accepted", date.max, self.now) for level in running)
        return {errors.BenefitDeclined if declined else errors.BenefitInactive}

    def _serving(self, contact: Contact, benefit_type: str, on: date) -> list[Granted]:
        """Own levels and those of which units were given; without own, the organisation's.

        The one that ends first before the others, then the older.
        """
        levels = [each for each in self.levels.values() if each.line.benefit_type == benefit_type]
        own = any(
            level.owner == contact.code and self._runs(level, on) and self._gives(level)
            for level in levels
        )
        serving = [
            level
            for level in levels
            if level.owner == contact.code
            or contact.code in self.given(level)
            or (not own and self._may_hold(contact.code, level.owner, on))
        ]
        return sorted(serving, key=lambda level: (level.ends_on(self.now), level.key))

    def given(self, level: Granted) -> set[str]:
        """Everybody whom units of the level were ever given to."""
        return {
            fact.holder
            for fact in self.facts
            if fact.level == level.key and fact.kind == "conveyed"
        }

    def _may_hold(self, holder: str, owner: str, on: date) -> bool:
        return holder == owner or (
            self._authorised(holder, owner) and not self._over(holder, owner, on)
        )

    def _authorised(self, holder: str, owner: str) -> bool:
        person = self.contacts.get(holder)
        return person is not None and person.authorised and person.affiliated_to == owner

    def _over(self, holder: str, owner: str, on: date) -> Refusals:
        """Whether the holder was authorised by the owner, and that is over on the day."""
        if not self._authorised(holder, owner):
            return set()
        until = self.contacts[holder].authorised_until
        return {errors.AuthorityEnded} if until is not None and until < on else set()

    def _runs(self, level: Granted, on: date) -> bool:
        return level.starts_on <= on <= level.ends_on(self.now)

    def _gives(self, level: Granted) -> bool:
        return all(level.flag(name, date.max, self.now) for name in ("accepted", "active"))

    def _looks_alike(self, request: UsageRequest, on: date, holder: str) -> bool:
        """Whether the holder used so much of that benefit type on that day by one act before."""
        acts: dict[str, list[Fact]] = {}
        for fact in self.facts:
            same = self.levels[fact.level].line.benefit_type == request.benefit_type
            there = (fact.kind, fact.on, fact.holder) == ("used", on, holder)
            if same and there and fact.stood(self.now):
                acts.setdefault(fact.act, []).append(fact)
        return any(self._sum(act) == request.quantity for act in acts.values())

    # Conveying

    def convey(self, request: ConveyRequest) -> Answer:
        """Put units into another contact's hands, or say why not."""
        level, on = self.levels[request.level], request.conveyed_on or self.today
        benefit = self.benefit_types[level.line.benefit_type]
        refusals = self._quantity(benefit, request.quantity) | self._date(on)
        refusals |= self._levels([level], on)
        if request.holder not in self.contacts:
            refusals.add(errors.UnknownContact)
        if request.holder == level.owner or level.line.period is not Period.TERM:
            refusals.add(errors.NotConveyable)
        given = self._fact("conveyed", request, request.quantity, on)
        if self.fewest(level, [*self.facts_of(level.key), given]) < NOTHING:
            refusals.add(errors.NotEnoughRemaining)
        return Answer(refusals)

    def recall(self, request: RecallRequest) -> tuple[Answer, Decimal]:
        """Take units back that the holder hasn't used, or say why not; how many."""
        level = self.levels[request.level]
        *_, (_, pools) = self.days(level, self.facts_of(level.key), self.today, self.now)
        held = pools.hands.get(request.holder, NOTHING)
        if held <= NOTHING:
            return Answer({errors.NothingToRecall}), NOTHING
        if request.quantity is None:
            return Answer(), held
        refusals = self._quantity(self.benefit_types[level.line.benefit_type], request.quantity)
        if request.quantity > held:
            refusals.add(errors.NotEnoughRemaining)
        return Answer(refusals), request.quantity

    def note_movement(
        self, kind: str, request: ConveyRequest | RecallRequest, units: Decimal, key: Key
    ) -> None:
        """Units were conveyed or recalled."""
        on = request.conveyed_on if isinstance(request, ConveyRequest) else None
        fact = self._fact(kind, request, units, on or self.today)
        fact.key = key
        self.facts.append(fact)

    def _fact(
        self, kind: str, request: ConveyRequest | RecallRequest, units: Decimal, on: date
    ) -> Fact:
        act, holder = request.idempotency_key, request.holder
        return Fact(kind, request.level, units, on, self.now, act=act, holder=holder)

    # Taking back

    def void(self, key: Key, actor: Actor) -> tuple[Answer, list[Fact]]:
        """Take back a usage with all its parts, a conveyance or an adjustment; which facts."""
        found = [fact for fact in self.facts if fact.key == key and fact.kind != "recalled"]
        if not found:
            return Answer({errors.NotVoidable, errors.UnknownEntry, errors.NotAllowed}), []
        fact = found[0]
        refusals = self._right_to_void(fact, actor)
        if fact.taken_back_at:
            refusals.add(errors.AlreadyVoided)
        if fact.event:
            refusals.add(errors.BelongsToRegistration)
        act = [each for each in self.facts if each.act == fact.act and not each.taken_back_at]
        if fact.kind != "used":
            act = [fact]
        if fact.kind == "conveyed" and self._missed(act):
            refusals.add(errors.UnitsInUse)
        if fact.kind == "adjusted" and self._missed(act):
            refusals.add(errors.NumberNotPossible)
        if fact.rolled:
            refusals.add(BenefitError)
        return Answer(refusals), act

    def _right_to_void(self, fact: Fact, actor: Actor) -> Refusals:
        """Staff take back their own usage for a day, managers anything."""
        if actor.role is Role.MANAGER:
            return set()
        if fact.kind != "used" or fact.actor != actor.id:
            return {errors.NotAllowed}
        late = self.now - fact.told_at > timedelta(hours=24)
        return {errors.TooLateToVoid} if late else set()

    def _missed(self, gone: Sequence[Fact]) -> bool:
        """Whether some level would fall below zero without these facts."""
        return any(
            self.fewest(self.levels[key], [fact for fact in self.facts_of(key) if fact not in gone])
            < NOTHING
            for key in {fact.level for fact in gone}
        )

    def note_void(self, gone: Iterable[Fact]) -> None:
        """They were taken back."""
        for fact in gone:
            fact.taken_back_at = self.now

    # Levels

    def change(self, change: LevelChange) -> tuple[Answer, Decimal]:
        """Change a number, a flag or the comment, or say why not; by how many units."""
        level, refusals, difference = self.levels[change.level], set[type[BenefitError]](), NOTHING
        facts, held = self.facts_of(level.key), self.holding(level.key)
        if change.number is not None and held.number == ENDLESS:
            refusals.add(errors.NumberUnlimited)
        elif change.number is not None and change.number != held.number:
            difference = change.number - held.number
            lowered = Fact("adjusted", level.key, difference, self.today, self.now)
            refusals |= self._new_number(level, change)
            if difference < NOTHING and self.fewest(level, [*facts, lowered]) < NOTHING:
                refusals.add(errors.NumberNotPossible)
        if change.accepted is False and self._flag(level, "accepted"):
            if any(fact.kind == "used" for fact in facts):
                refusals.add(errors.UsedSoNotDeclinable)
            if held.conveyed:
                refusals.add(errors.ConveyedSoNotDeclinable)
        if change.comment and len(change.comment) > 255:
            refusals.add(errors.TextTooLong)
        return Answer(refusals), difference

    def _flag(self, level: Granted, name: str) -> bool:
        return level.flag(name, date.max, self.now)

    def _new_number(self, level: Granted, change: LevelChange) -> Refusals:
        assert change.number is not None
        refusals: Refusals = set()
        if change.number < NOTHING:
            refusals.add(errors.NumberNotPossible)
        if off_step(change.number, self.benefit_types[level.line.benefit_type].step):
            refusals.add(errors.QuantityOffStep)
        if not change.reason.strip():
            refusals.add(errors.ReasonMissing)
        return refusals

    def note_change(self, change: LevelChange, difference: Decimal, act: str) -> None:
        """It was changed."""
        level = self.levels[change.level]
        if difference:
            self._note("adjusted", level.key, difference, self.today, act=act)
        for name in ("accepted", "active"):
            value = getattr(change, name)
            if value is not None:
                level.flags.append(Flag(name, value, self.today, self.now))

    # Memberships

    def enroll(self, request: EnrolRequest) -> tuple[Answer, list[MembershipBenefit]]:
        """Make a membership, or say why not; with which lines."""
        contact = self.contacts.get(request.contact)
        kind = self.membership_types[request.membership_type]
        if contact is None:
            return Answer({errors.UnknownContact}), []
        refusals: Refusals = set()
        if contact.retired or kind.retired:
            refusals.add(errors.NotOffered)
        if request.ends_on is None and kind.term_months is None:
            refusals.add(errors.EndMissing)
        if request.ends_on and request.ends_on < request.starts_on:
            refusals.add(errors.EndsBeforeStart)
        lines = [
            line
            for line in self.lines.values()
            if line.membership_type == kind.code and not line.retired
        ]
        standard = {line.code for line in lines if line.standard}
        optional = {line.code for line in lines if not line.standard}
        if request.declined - standard or request.optional - optional:
            refusals.add(errors.NotDeclinable)
        for code, number in request.numbers.items():
            refusals |= self._lowered(code, number) if code in standard | optional else {
                errors.UnknownCode
            }  # fmt: skip
        chosen = [line for line in lines if line.standard]
        chosen += [line for line in lines if line.code in request.optional]
        return Answer(refusals), chosen

    def _lowered(self, code: str, number: Decimal) -> Refusals:
        line, refusals = self.lines[code], set[type[BenefitError]]()
        if number < NOTHING:
            refusals.add(errors.NumberNotPossible)
        if not isinstance(line.number, Unlimited) and number > line.number:
            refusals.add(errors.NumberRaised)
        if off_step(number, self.benefit_types[line.benefit_type].step):
            refusals.add(errors.QuantityOffStep)
        return refusals

    def note_enrolment(
        self,
        request: EnrolRequest,
        membership: Key,
        levels: Iterable[tuple[Key, MembershipBenefit]],
    ) -> None:
        """The membership was made, with these levels."""
        months = self.membership_types[request.membership_type].term_months
        ends_on = request.ends_on or last_day(request.starts_on, months or 0)
        self.memberships[membership] = request
        for key, line in levels:
            number = request.numbers.get(line.code, line.number)
            self._grant(key, membership, line, number, ends_on)
            self.levels[key].accepted = line.code not in request.declined

    def _grant(
        self, key: Key, membership: Key, line: MembershipBenefit, number: Number, ends_on: date
    ) -> None:
        request = self.memberships[membership]
        self.levels[key] = Granted(
            key=key,
            membership=membership,
            owner=request.contact,
            line=line,
            number=ENDLESS if isinstance(number, Unlimited) else number,
            accepted=True,
            starts_on=request.starts_on,
            told_at=self.now,
            ends=[(self.now, ends_on)],
        )

    def add_level(self, request: LevelRequest) -> Answer:
        """Give a membership a level later, or say why not."""
        line = self.lines[request.membership_benefit]
        if line.membership_type != self.memberships[request.membership].membership_type:
            return Answer({errors.UnknownCode})
        number = request.number
        refusals = set[type[BenefitError]]() if number is None else self._lowered(line.code, number)
        return Answer(refusals | ({errors.NotOffered} if line.retired else set()))

    def note_level(self, request: LevelRequest, key: Key) -> None:
        """It was given."""
        line, ends_on = self.lines[request.membership_benefit], self.ends_on(request.membership)
        number = line.number if request.number is None else request.number
        self._grant(key, request.membership, line, number, ends_on)

    def ends_on(self, membership: Key) -> date:
        """A membership's last day, as known now."""
        return self.levels_of(membership)[0].ends_on(self.now)

    def levels_of(self, membership: Key) -> list[Granted]:
        """A membership's levels."""
        return [level for level in self.levels.values() if level.membership == membership]

    def renewal(self, request: RenewRequest) -> EnrolRequest:
        """The enrolment that a renewal amounts to."""
        old = self.memberships[request.membership]
        kind = request.membership_type or old.membership_type
        declined, optional = self._carried_over(request.membership, kind)
        return EnrolRequest(
            contact=old.contact,
            membership_type=kind,
            starts_on=request.starts_on or self.ends_on(request.membership) + DAY,
            ends_on=request.ends_on,
            declined=declined if request.declined is None else request.declined,
            optional=optional if request.optional is None else request.optional,
            numbers=request.numbers,
            idempotency_key=request.idempotency_key,
        )

    def _carried_over(self, membership: Key, kind: str) -> tuple[frozenset[str], frozenset[str]]:
        """The standard lines of a type that stay declined, the optional ones that stay added."""
        declined, optional = set[str](), set[str]()
        for line in self.lines.values():
            had = [each for each in self.levels_of(membership) if each.line.code == line.code]
            if line.membership_type != kind or line.retired or not had:
                continue
            if line.standard and not any(self._flag(each, "accepted") for each in had):
                declined.add(line.code)
            if not line.standard and any(
                self._gives(each) and not each.line.standard for each in had
            ):
                optional.add(line.code)
        return frozenset(declined), frozenset(optional)

    def renew(self, request: RenewRequest) -> tuple[Answer, list[MembershipBenefit]]:
        """Renew a membership, or say why not; with which lines."""
        old, new = self.memberships[request.membership], self.renewal(request)
        answer, lines = self.enroll(new)
        if new.starts_on <= old.starts_on:
            answer.refusals.add(renewing.RenewsTooEarly)
        if any(
            fact.kind == "used" and fact.on >= new.starts_on
            for level in self.levels_of(request.membership)
            for fact in self.facts_of(level.key)
        ):
            answer.refusals.add(renewing.UsedAfterwards)
        return answer, lines

    def note_renewal(
        self,
        request: RenewRequest,
        membership: Key,
        levels: Sequence[tuple[Key, MembershipBenefit]],
    ) -> dict[Key, Decimal]:
        """It was renewed: what is left moves as far as the lines allow; how much, by old level."""
        new, old_levels = self.renewal(request), self.levels_of(request.membership)
        ended = min(self.ends_on(request.membership), new.starts_on - DAY)
        last = min(self.today, ended)
        moving = {level.key: self._left(level, last) for level in old_levels}
        self.note_enrolment(new, membership, levels)
        rolled: dict[Key, Decimal] = {}
        for level in old_levels:
            into = self._successor(level, membership)
            units = min(moving[level.key], level.line.rollover_max or NOTHING)
            if into and units > NOTHING and self._rolls_over(level):
                rolled[level.key] = units
                for key, moved, on in ((level.key, -units, last), (into, units, new.starts_on)):
                    act = request.idempotency_key
                    self._note("adjusted", key, moved, on, act=act, rolled=True)
            level.ends.append((self.now, ended))
        return rolled

    def _left(self, level: Granted, since: date) -> Decimal:
        """Units that are nobody's on that day and every later one."""
        facts = self.facts_of(level.key)
        until = max([since, *(fact.on for fact in facts)])
        days = list(self._unassigned(level, facts, until))
        return min(left for day, left in days if day >= min(since, days[-1][0]))

    def _unassigned(
        self, level: Granted, facts: Iterable[Fact], until: date
    ) -> Iterator[tuple[date, Decimal]]:
        for day, pools in self.days(level, facts, until, self.now):
            yield day, pools.unassigned

    def _rolls_over(self, level: Granted) -> bool:
        tracked = self.benefit_types[level.line.benefit_type].tracked
        term = level.line.period is Period.TERM and level.number != ENDLESS
        return self._gives(level) and tracked and term

    def _successor(self, level: Granted, membership: Key) -> Key | None:
        """The first new level of the same benefit that was accepted and is counted by the term."""
        for new in self.levels_of(membership):
            counted = new.line.period is Period.TERM and new.number != ENDLESS
            if new.line.benefit_type == level.line.benefit_type and new.accepted and counted:
                return new.key
        return None

    # Events

    def register(self, request: RegisterRequest) -> tuple[Answer, list[Choice]]:
        """Register a contact, or say why not; which choices take off most."""
        contact = self.contacts.get(request.contact or "")
        event = self.events.get(request.event)
        kind = self.registration_types.get((request.event, request.registration_type))
        if contact is None or event is None or kind is None:
            return Answer({errors.UnknownContact, errors.UnknownCode}), []
        on = request.registered_on or self.today
        refusals = self._date(on)
        if event.retired or kind.retired:
            refusals.add(errors.NotOffered)
        if request.quantity <= NOTHING:
            refusals.add(errors.QuantityNotPositive)
        if off_step(request.quantity, Decimal(1)):
            refusals.add(errors.QuantityOffStep)
        if event.held_on and on > event.held_on:
            refusals.add(registering.EventOver)
        if refusals:
            return Answer(refusals), []
        choices = list(self._choices(contact, kind, request, on))
        most = max(choice.discount for choice in choices)
        return Answer(), [choice for choice in choices if choice.discount == most]

    def _choices(
        self, contact: Contact, kind: RegistrationType, request: RegisterRequest, on: date
    ) -> Iterator[Choice]:
        """Everything that stacks, each one that doesn't, or nothing at all."""
        covers: list[tuple[BenefitType, tuple[Draw, ...]]] = []
        for code in sorted(set(kind.benefit_types), key=kind.benefit_types.index):
            usable = [
                level
                for level in self._serving(contact, code, on)
                if self._runs(level, on) and self._gives(level)
            ]
            mine = [level for level in usable if self._may_hold(contact.code, level.owner, on)]
            pools = [(level, contact.code) for level in usable] + [(level, "") for level in mine]
            draws, _ = self._take(
                pools, contact.code, request.quantity, on, step=Decimal(1), event=request.event
            )
            covers.append((self.benefit_types[code], draws))
        sets = [[cover for cover in covers if cover[0].stackable], []]
        sets += [[cover] for cover in covers if not cover[0].stackable]
        for each in sets:
            yield Choice(
                tuple(draw for _, draws in each for draw in draws),
                self._taken_off(kind.price or NOTHING, each),
            )

    def _taken_off(
        self, price: Decimal, covers: Iterable[tuple[BenefitType, tuple[Draw, ...]]]
    ) -> Decimal:
        """Place by place, what its units take off, and never more than its price."""
        places: dict[int, Decimal] = {}
        for benefit, draws in covers:
            off = Decimal(benefit.discount.rstrip("%") or "100")
            if benefit.discount.endswith("%") or not benefit.discount:
                off = price * off / 100
            for place in range(int(sum(draw.units for draw in draws))):
                places[place] = min(price, places.get(place, NOTHING) + off)
        return sum(places.values(), NOTHING)

    def note_registration(
        self, request: RegisterRequest, place: Key, usages: Iterable[tuple[Key, Draw]], actor: Actor
    ) -> None:
        """The contact was registered, and these units drawn."""
        contact, act = request.contact or "", request.idempotency_key
        self.places[place] = Place(act, contact)
        on = request.registered_on or self.today
        for key, draw in usages:
            self._note(
                "used",
                draw.level,
                draw.units,
                on,
                act=act,
                actor=actor.id,
                holder=contact,
                in_hand=draw.in_hand,
                event=request.event,
                key=key,
            )

    def cancel(self, key: Key) -> Answer:
        """Cancel a registration, or say why not."""
        return Answer({registering.AlreadyCancelled} if self.places[key].cancelled else set())

    def note_cancellation(self, key: Key) -> None:
        """It was cancelled, and its units came back."""
        place = self.places[key]
        self.places[key] = Place(place.act, place.contact, cancelled=True)
        self.note_void([fact for fact in self.facts if fact.act == place.act])

    def _note(self, kind: str, level: Key, units: Decimal, on: date, **more: Any) -> None:
        self.facts.append(Fact(kind, level, units, on, self.now, **more))
