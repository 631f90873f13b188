"""Every view at its largest: the longest of names, the most of lines, what nobody would type.

A function of `bot.views` that makes something to show has its line here; a test looks that none is
missing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final, TypeAlias

from slack_sdk.models.blocks import Option
from slack_sdk.models.views import View

from bot.drafts.benefits import PAGE, BenefitsDraft, OfferLine
from bot.drafts.choices import BenefitChoice
from bot.drafts.forms import UsageDraft
from bot.holding import Held
from bot.latest import RecordedAct
from bot.names import Act
from bot.receipts import Receipt
from bot.slips import (
    BenefitsSlip,
    MembershipSlip,
    PaymentSlip,
    UndoFrom,
    UndoSlip,
    UsageSlip,
    written,
)
from bot.typed.words import NotSure
from bot.views.benefits_form import ENROLLING_AGAIN, BenefitsContent, benefits_form
from bot.views.choosing import did_you_mean, record_again, which_contact
from bot.views.explanation import Explanation, Told, explanation
from bot.views.home import closed_home
from bot.views.interrupted import Interrupted, interrupted
from bot.views.membership_form import (
    EnrolledBenefit,
    about_membership,
    enrolled,
    enrolled_in_form,
    membership_form,
    membership_type_option,
)
from bot.views.notices import dry_run, notice, notice_in_modal, posted
from bot.views.panel import help_text, panel
from bot.views.parts import Message
from bot.views.receipt import recorded_before, usage_recorded, usage_recorded_in_form
from bot.views.statement import (
    Filter,
    Look,
    Rights,
    Statement,
    ask_contact,
    ask_contact_modal,
    statement_message,
    statement_modal,
)
from bot.views.undoing import acts_about, latest_acts, taken_back, undo_form
from bot.views.usage_form import (
    UsageFormContent,
    contact_option,
    recorded_twice,
    usage_form,
)
from core.actor import Actor, Role, Source
from core.balance import balance
from core.catalogue import BenefitType, MembershipBenefit, MembershipType
from core.clock import Key
from core.contact import Contact, ContactKind
from core.custom import SLOTS, CustomField
from core.entry import Entry, EntryKind
from core.errors import LooksEnrolledTwice
from core.level import BenefitLevel
from core.membership import Membership, Transaction
from core.putting import NAME_LIMIT
from core.reports.balances import BalanceRow
from core.reports.usage import UsageRow
from core.statement import LevelLine, MembershipTree
from core.tally import tally_of

LONG = ("<!channel> & “Sons” *bold* `code` " * 30)[:NAME_LIMIT]
"""The longest name, of what Slack's markup is made of."""
ENDLESS = "<@U0> & sons, " * 300
"""Longer than anything may be: what somebody typed, or what an error quotes."""
CODE = "C" * 60
DAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MANY = Decimal("999999999.9999")
PERSON = Contact(code=CODE, name=LONG, affiliated_to="ORG")
ORGANISATION = Contact(code="ORG", name=LONG, kind=ContactKind.ORGANISATION)
BENEFIT = BenefitType(code="B", name=LONG, unit="half-day")
TYPE = MembershipType(code="T", name=LONG, price=MANY, currency="USD")
EVERYTHING = Rights(record=True, undo=True)
MANAGER = Actor(id="U1", source=Source.SLACK, role=Role.ADMIN)
ACT = RecordedAct(
    key=Key(10**12),
    kind=EntryKind.USAGE,
    at=NOON,
    owner=ORGANISATION,
    holder=PERSON,
    benefit=BENEFIT,
    quantity=MANY,
    on=DAY,
    description=LONG,
)


ENROLLED = Membership(
    key=Key(10**12),
    contact="C" * 60,
    membership_type="T",
    starts_on=DAY,
    ends_on=DAY,
    transaction=Transaction(code="&" * 60, amount=MANY, paid_on=DAY),
)


def choice(n: int) -> BenefitChoice:
    """One of many benefits to choose from."""
    benefit = BenefitType(code=f"B{n}", name=LONG, unit="half-day")
    return BenefitChoice(benefit=benefit, number=MANY, remaining=MANY, ends_on=DAY)


def line(n: int, *, usages: int = 9) -> LevelLine:
    """One of many levels, much used."""
    level = BenefitLevel(
        key=Key(n),
        membership=Key(1),
        contact="ORG",
        membership_type="T",
        membership_benefit=f"M{n}",
        benefit_type="B",
        starts_on=DAY,
        ends_on=DAY,
        number=MANY,
    )
    usage = Entry(
        key=Key(2),
        at=NOON,
        actor="U1",
        source=Source.SLACK,
        idempotency_key="k",
        kind=EntryKind.USAGE,
        contact="ORG",
        holder=CODE,
        level=level.key,
        quantity=MANY / 2,
        on=DAY,
        description=LONG[:255],
    )
    tally = tally_of(level)
    tally.add(usage)
    return LevelLine(level, BENEFIT, balance(level, tally, DAY), (usage,) * usages)


def statement_of(lines: int) -> Statement:
    """A contact with two memberships of so many levels each."""
    trees = [
        MembershipTree(
            Membership(
                key=Key(key), contact="ORG", membership_type="T", starts_on=DAY, ends_on=DAY
            ),
            TYPE,
            ORGANISATION,
            tuple(line(key * 1000 + n) for n in range(lines)),
        )
        for key in (1, 2)
    ]
    hands = {each.level.key: {CODE: MANY, "ORG": MANY} for tree in trees for each in tree.lines}
    held = Held(line(1).level, BENEFIT, ORGANISATION, MANY)
    return Statement(PERSON, trees, {CODE: LONG, "ORG": LONG}, hands, [held] * 9)


def balance_row(n: int) -> BalanceRow:
    """One of many levels with all that stands beside it in a report."""
    shown = line(n)
    membership = statement_of(0).trees[0].membership
    return BalanceRow(PERSON, membership, BENEFIT, shown.level, shown.balance)


def offer_line(n: int) -> OfferLine:
    """One of many lines of a catalogue."""
    benefit = BenefitType(code=f"B{n}", name=LONG, unit="half-day")
    return OfferLine(
        MembershipBenefit(
            code=f"L{n}",
            membership_type="T",
            benefit_type=benefit.code,
            number=MANY,
            single_value=MANY,
            note=LONG,
        ),
        benefit,
    )


CODES: Final = {f"C{n}": LONG for n in range(200)}
LABELLED: Final = {slot: CustomField(slot=slot, label=LONG) for slot in SLOTS}
"""Every slot, with a lookup of more codes than a menu takes, and one of a single code."""
LABELLED["lookup1"] = CustomField(slot="lookup1", label=LONG, codes=CODES)
LABELLED["lookup2"] = CustomField(slot="lookup2", label=LONG, codes={"A": LONG})
Shown: TypeAlias = Message | View | Option | None


@dataclass(frozen=True)
class AtLargest:
    """One call of a function that makes something to show."""

    view: Callable[..., Shown]
    given: tuple[Any, ...]
    named: dict[str, Any]

    def shown(self) -> Shown:
        """What it makes."""
        return self.view(*self.given, **self.named)

    def __str__(self) -> str:
        return f"{self.view.__module__.rpartition('.')[2]}.{self.view.__name__}"


LARGEST: Final[list[AtLargest]] = []


def largest(view: Callable[..., Shown], *given: Any, **named: Any) -> None:
    """Note that this is how large a view may become; it may have several largest forms."""
    LARGEST.append(AtLargest(view, given, named))


def usage_forms() -> Iterator[tuple[UsageDraft, UsageFormContent]]:
    """A hundred and fifty benefits with a question above them; nobody chosen; nothing to choose."""
    slip = UsageSlip(reply_to="https://hooks.slack.com/" + "x" * 500, again=(CODE,) * 5)
    draft = UsageDraft(
        contact=CODE, benefit_type="B7", used_on=DAY, description=LONG[:255], slip=slip
    )
    everything = UsageFormContent(
        contact=PERSON,
        organisation=ORGANISATION,
        choices=[choice(n) for n in range(150)],
        holders=[ORGANISATION, PERSON],
        question=recorded_twice("<@U1>", "at noon", DAY),
    )
    yield draft, everything
    yield replace(draft, quantity="many"), replace(everything, choices=everything.choices[:1])
    yield draft, UsageFormContent(contact=PERSON)
    yield UsageDraft(), UsageFormContent()


def receipt(*, repeated: bool) -> Receipt:
    """A usage that drew on three levels."""
    return Receipt(
        key=Key(10**12),
        owner=ORGANISATION,
        holder=PERSON,
        benefit=BENEFIT,
        quantity=MANY,
        used_on=DAY,
        description=LONG[:255],
        balances=tuple(line(n).balance for n in range(3)),
        repeated=repeated,
    )


def became_of(lines: int) -> list[EnrolledBenefit]:
    """So many benefits given and lowered, and as many declined."""
    return [
        EnrolledBenefit(line=each.line, benefit=each.benefit, number=MANY / 2, accepted=accepted)
        for each in map(offer_line, range(lines))
        for accepted in (True, False)
    ]


def usage_of(rows: int) -> list[UsageRow]:
    """So many rows of the usage report, half of them of unknown value."""
    return [
        UsageRow(f"{n} {LONG}"[:NAME_LIMIT], {n}, n, set(), MANY, None if n % 2 else MANY * MANY)
        for n in range(rows)
    ]


def explained(entries: int) -> Explanation:
    """A level with so many entries behind it."""
    told = [Told(ENDLESS, "U1", NOON, Source.SLACK) for _ in range(entries)]
    return Explanation(line(1), ORGANISATION, CODE, [LONG] * 12, told, page=1)


def pages_of(title: str, standard: int) -> Iterator[BenefitsContent]:
    """Every page of so many standard lines and half as many optional ones; every slot labelled."""
    lines = [offer_line(n) for n in range(standard)]
    for n in range(standard // 2):
        each = offer_line(1000 + n)
        lines.append(replace(each, line=replace(each.line, standard=False)))
    codes = [each.code for each in lines]
    draft = BenefitsDraft(
        declined=frozenset(codes[::2]),
        numbers=dict.fromkeys(codes, MANY),
        custom={slot: "2026-11-22" if slot.startswith("date") else "1" for slot in SLOTS},
    )
    for page in range(max(1, -(-len(lines) // PAGE))):
        shown = codes[page * PAGE] if lines else ""
        yield BenefitsContent(
            title=title,
            question=str(LooksEnrolledTwice(LONG, LONG, DAY, DAY)),
            lines=lines,
            draft=draft,
            place=BenefitsSlip(page=page, fields_of=shown),
            fields=LABELLED,
        )


PERSONS: Final = [(PERSON, f'"{CODE}" pass {n}') for n in range(5)]
UNSURE: Final = NotSure("contact", ENDLESS, PERSONS, several=True)
UNTYPABLE: Final = NotSure("contact", ENDLESS, [(PERSON, '"' * 1990)], several=False)
TWICE: Final = recorded_twice("<@U1>", "at noon", DAY)
SLIP: Final = MembershipSlip(
    contact=CODE,
    payment=PaymentSlip(code="T" * 60, amount=MANY, paid_on=DAY),
    starts_on=DAY,
    ends_on=DAY,
    again=True,
)
UNDO_SLIP: Final = UndoSlip(key=ACT.key, place=UndoFrom.LIST, reply_to="https://" + "x" * 500)
BACK: Final = taken_back(ACT, LONG[:255])

largest(did_you_mean, UNSURE, "key")
largest(did_you_mean, UNTYPABLE, "key")
largest(record_again, TWICE, "acme pass", "key")
largest(record_again, TWICE, '"' * 1990, "key")
largest(which_contact, UNSURE)
largest(which_contact, UNSURE, Act.UNDO_ABOUT)
largest(closed_home, ENDLESS)
largest(membership_form, SLIP, PERSON, TYPE)
largest(membership_type_option, TYPE)
for number in (0, 1, PAGE, PAGE + 1, 99, 300):
    about = about_membership(PERSON, TYPE, DAY, DAY)
    for choosing in pages_of(about, number):
        largest(benefits_form, written(SLIP), choosing, ENROLLING_AGAIN)
    largest(enrolled, about, ENROLLED, became_of(number), "USD", repeated=True)
    told = enrolled(about, ENROLLED, became_of(number), "USD", repeated=True)
    largest(enrolled_in_form, told)
largest(notice, ENDLESS)
largest(dry_run, [ENDLESS] * 101)
largest(notice_in_modal, ENDLESS)
largest(posted, "https://x.slack.com/y", fresh=True)
largest(panel, MANAGER)
largest(help_text, MANAGER)
for before in (True, False):
    largest(usage_recorded, receipt(repeated=before))
    largest(usage_recorded_in_form, receipt(repeated=before))
    largest(recorded_before, receipt(repeated=before))
for wanted in Filter:
    for page in range(5):
        look = Look(CODE, wanted, page)
        largest(statement_message, statement_of(50), look, EVERYTHING)
        largest(statement_modal, statement_of(50), look, EVERYTHING)
        largest(statement_message, statement_of(50), look, Rights())
largest(statement_message, Statement(PERSON, [], {}), Look(CODE), EVERYTHING)
largest(interrupted, [Interrupted(act=ACT)] * 60)
largest(interrupted, [Interrupted(sentence=ENDLESS)] * 60)
largest(ask_contact)
largest(ask_contact_modal)
for number in (0, 300):
    largest(explanation, explained(number), may_record=True, may_change=True)
largest(latest_acts, [ACT] * 10, BACK)
largest(latest_acts, [])
largest(acts_about, PERSON, [ACT] * 10, BACK)
largest(acts_about, PERSON, [])
largest(undo_form, ACT, UNDO_SLIP)
largest(taken_back, ACT, LONG[:255])
for filled, content in usage_forms():
    largest(usage_form, filled, content)
largest(contact_option, PERSON, ORGANISATION)
