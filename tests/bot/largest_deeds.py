"""The largest forms of what is done beside recording: levels, many at once, events, renewals."""

from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from bot.approvals import Approval, Decision
from bot.command_line.tables import Heading
from bot.command_line.writing import Page
from bot.level_drafts import LevelDraft
from bot.report_looks import ReportKind, ReportLook
from bot.report_pages import Drawing, ReportPage
from bot.slips import (
    BulkSlip,
    CancelSlip,
    LevelDeed,
    LevelSlip,
    RegistrationSlip,
    RenewalSlip,
    ShareSlip,
)
from bot.views.approval import (
    Asked,
    approved,
    decided,
    declined,
    question,
    waiting,
    waiting_in_form,
)
from bot.views.bulk_forms import (
    BulkContent,
    bulk_form,
    bulk_preview,
    bulk_recorded,
    bulk_recorded_in_form,
)
from bot.views.choosing import ask_about_overage, which_meant
from bot.views.home import HomeContent, SyncNews, Waiting, app_home, closed_home
from bot.views.level_changes import changed, conveyed, recalled
from bot.views.level_forms import LevelFormContent, level_form
from bot.views.notices import done_in_form
from bot.views.panel import no_such_subcommand
from bot.views.parts import escaped
from bot.views.registration import (
    Drawn,
    Named,
    Price,
    RegistrationContent,
    cancellation_form,
    cancelled,
    event_option,
    registered,
    registration_form,
    standing,
)
from bot.views.renewal import (
    RenewalContent,
    RenewalTold,
    renewal_form,
    renewal_preview,
    renewed,
    renewed_in_form,
)
from bot.views.report import usage_report_message, with_blocks
from bot.views.report_page import (
    backwards,
    report_controls,
    report_page_message,
    share_form,
    shared,
    shared_by,
)
from bot.views.undoing import bulk_taken_back
from core.actor import Actor, Role, Source
from core.bulk import BulkOutcome, BulkRequest, Refusal
from core.clock import Key
from core.custom import SLOTS, CustomField
from core.errors import BenefitError, LooksRecordedTwice
from core.event import Event, Registration, RegistrationType
from core.membership import Membership
from core.outcomes import Usage
from core.recording import UsageRequest
from core.renewing import Ending
from core.reports.expiring import ExpiringRow
from core.reports.usage import GroupBy
from tests.bot.largest import (
    ACT,
    BENEFIT,
    CODE,
    DAY,
    ENDLESS,
    LONG,
    MANAGER,
    MANY,
    NOON,
    ORGANISATION,
    PERSON,
    TYPE,
    UNSURE,
    balance_row,
    largest,
    line,
    receipt,
    usage_of,
)

AUDITOR: Final = Actor(id="U2", source=Source.SLACK, role=Role.AUDITOR)
ADDRESS: Final = "https://hooks.slack.com/" + "x" * 500
REQUEST: Final = UsageRequest(
    contact="ORG", benefit_type="B", idempotency_key="slack:U1:" + "k" * 60, quantity=MANY
)
APPROVAL: Final = Approval(request=REQUEST, asker="U1", asked_at=NOON, shortage=ENDLESS)
ASKED: Final = Asked(ORGANISATION, PERSON, BENEFIT, MANY, DAY, LONG)
MEMBERSHIP: Final = Membership(
    key=Key(1), contact="ORG", membership_type="T", starts_on=DAY, ends_on=DAY
)

# Levels.
LINE: Final = line(1)
MOVED: Final = LINE.usages[0]
SLOTTED: Final = {
    slot: CustomField(slot=slot, label=LONG, codes={f"C{n}": LONG for n in range(99)})
    for slot in SLOTS
}
EVERY_LEVEL: Final = LevelFormContent(
    owner=PERSON,
    organisation=ORGANISATION,
    choices={f"{n}": f"{n} {LONG}" for n in range(150)},
    chosen="7",
    line=LINE,
    fields=SLOTTED,
)
for deed in LevelDeed:
    draft = LevelDraft(slip=LevelSlip(deed=deed, reply_to=ADDRESS), on=DAY)
    largest(level_form, draft, EVERY_LEVEL)
    largest(level_form, draft, LevelFormContent(owner=PERSON))
    largest(level_form, draft, LevelFormContent())
largest(conveyed, MOVED, BENEFIT, [ORGANISATION, PERSON], LINE.balance)
largest(recalled, MOVED, BENEFIT, [ORGANISATION, PERSON], LINE.balance)
largest(changed, [LONG] * 40, BENEFIT, PERSON, LINE.balance, Key(1))
largest(changed, [], BENEFIT, PERSON, LINE.balance, None)

# Many at once.
USED: Final = Usage((MOVED,), (LINE.balance,))
TWICE: Final = LooksRecordedTwice("U1", NOON)


def in_bulk(recorded: int, refused: int) -> BulkContent:
    """A use for so many, refused to so many others, half of them because it looks recorded."""
    refusals = [
        Refusal(f"R{n}", ENDLESS, TWICE if n % 2 else BenefitError(ENDLESS)) for n in range(refused)
    ]
    return BulkContent(
        request=BulkRequest(
            contacts=(CODE,),
            benefit_type="B",
            idempotency_key="k",
            used_on=DAY,
            quantity=MANY,
            description=LONG,
        ),
        benefit=BENEFIT,
        outcome=BulkOutcome((USED,) * recorded, tuple(refusals)),
        names={CODE: LONG} | {f"R{n}": LONG for n in range(refused)},
        zone=ZoneInfo("UTC"),
    )


BULK_SLIP: Final = BulkSlip(reply_to=ADDRESS, request="slack:U1:" + "k" * 60, those_that_can=True)
largest(bulk_form, BULK_SLIP, DAY, BENEFIT)
largest(bulk_form, BULK_SLIP, DAY, None)
for shares in ((500, 0), (500, 500), (1, 500), (0, 500)):
    largest(bulk_preview, BULK_SLIP, in_bulk(*shares))
for shares in ((500, 0), (500, 500), (1, 500)):
    largest(bulk_recorded, in_bulk(*shares), repeated=True)
    largest(bulk_recorded_in_form, bulk_recorded(in_bulk(*shares), repeated=True))
largest(bulk_taken_back, ACT, 500, LONG)

# Events.
EVENT: Final = Event(code="E" * 60, name=LONG, held_on=DAY)
KIND: Final = RegistrationType(event=EVENT.code, code="K", name=LONG, price=MANY)
KINDS: Final = [replace(KIND, code=f"K{n}") for n in range(150)]
REGISTERED: Final = Named(
    Registration(
        key=Key(1),
        contact=CODE,
        event=EVENT.code,
        registration_type="K",
        quantity=MANY,
        registered_on=DAY,
    ),
    PERSON,
    EVENT,
    KIND,
)
DRAWN: Final = [Drawn(MANY, BENEFIT, ORGANISATION)] * 5
PRICE: Final = Price(
    list_value=MANY, discount_value=MANY, due_value=MANY, currency="USD", drawn=DRAWN
)
UNPRICED: Final = replace(PRICE, list_value=None, drawn=[])
REGISTRATION: Final = RegistrationContent(
    event=EVENT,
    kinds=KINDS,
    kind="K7",
    attendee=PERSON,
    registered_on=DAY,
    price=PRICE,
    currency="USD",
)
for content in (
    REGISTRATION,
    replace(REGISTRATION, price=None, refused=ENDLESS),
    replace(REGISTRATION, kinds=[], price=UNPRICED),
    RegistrationContent(),
):
    largest(registration_form, RegistrationSlip(reply_to=ADDRESS), content)
largest(event_option, EVENT)
largest(registered, REGISTERED, PRICE)
largest(registered, REGISTERED, UNPRICED)
largest(standing, LONG, [REGISTERED] * 45)
largest(standing, LONG, [])
largest(cancellation_form, REGISTERED, CancelSlip(key=Key(1), reply_to=ADDRESS))
largest(cancelled, REGISTERED, DRAWN, LONG)

# Renewals.
RENEWAL_SLIP: Final = RenewalSlip(
    reply_to=ADDRESS,
    membership=Key(10**12),
    membership_type="T" * 6,
    transaction="T" * 60,
    amount=MANY,
)


def renewal(endings: int) -> RenewalTold:
    """A renewal in which so many levels have something left."""
    ending = Ending(LINE.balance, MANY / 2, MANY / 2)
    return RenewalTold(
        contact=PERSON,
        kind=TYPE,
        new=MEMBERSHIP,
        old=MEMBERSHIP,
        levels=endings,
        endings=[(ending, BENEFIT)] * endings,
        currency="USD",
    )


MEMBERSHIPS: Final = [(replace(MEMBERSHIP, key=Key(n)), LONG) for n in range(150)]
for mine in (RenewalContent(PERSON, MEMBERSHIPS), RenewalContent(PERSON)):
    largest(renewal_form, RENEWAL_SLIP, mine)
largest(renewal_form, RENEWAL_SLIP, RenewalContent())
for number in (0, 300):
    largest(renewal_preview, RENEWAL_SLIP, renewal(number), ENDLESS)
    largest(renewed, renewal(number), repeated=False)
    largest(renewed_in_form, renewed(renewal(number), repeated=True))

# Approvals.
largest(question, APPROVAL, ASKED)
largest(waiting, ASKED)
largest(waiting_in_form, ASKED)
for decision in (Decision.APPROVED, Decision.DECLINED):
    largest(decided, replace(APPROVAL, decision=decision, by="U2"), ASKED)
largest(declined, APPROVAL, ASKED)
largest(approved, APPROVAL, receipt(repeated=True))
largest(ask_about_overage, (escaped(LONG), "Ask a manager"), "acme pass", "key", again=True)
largest(ask_about_overage, (escaped(LONG), "Ask a manager"), '"' * 1990, "key", again=True)

# Reports.
LOOK: Final = ReportLook(ReportKind.USAGE, DAY, DAY, GroupBy.BENEFIT, CODE, CODE)
COLUMNS: Final = [Heading(f"{n} {LONG}"[:40], figures=n > 2) for n in range(15)]


def a_page(rows: int) -> ReportPage:
    """A report of so many rows, each of fifteen columns."""
    lines = [[f"{n} {LONG}", "U1", *["1234567.8901"] * 13] for n in range(rows)]
    drawing = Drawing(
        title=LONG,
        names=[LONG] * 40,
        series={"Uses": [1] * 40, "More": [2] * 40},
        x_label=LONG,
        y_label=LONG,
    )
    page = Page(columns=(), rows=(), headings=COLUMNS, lines=lines, remarks=[LONG] * 9)
    return ReportPage(title=LONG[:100], scope=LONG, summary=LONG * 3, page=page, drawing=drawing)


for kind in ReportKind:
    controls = report_controls(replace(LOOK, kind=kind), PERSON, BENEFIT)
    for number in (0, 1, 300):
        told = report_page_message(LONG, a_page(number), {"U1": LONG})
        largest(report_page_message, LONG, a_page(number), {"U1": LONG})
        largest(with_blocks, told, controls)
        largest(shared_by, told, "U1")
    largest(with_blocks, usage_report_message(usage_of(GroupBy.BENEFIT, 300)), controls)
    largest(backwards, controls)
largest(share_form, ShareSlip(look=CODE, reply_to=ADDRESS), LONG[:100], LONG)
largest(shared, "https://x.slack.com/y")

# The App Home, and what stands around everything.
SOON: Final = [ExpiringRow(balance_row(n)) for n in range(300)]
HOME: Final = HomeContent(
    organisation=LONG,
    acts=[ACT] * 10,
    low=[each.row for each in SOON],
    soon=SOON,
    waiting=[Waiting(APPROVAL, ASKED)] * 30,
    has_sheet=True,
    synced=SyncNews(NOON, ENDLESS),
)
largest(app_home, HOME, MANAGER)
largest(app_home, HomeContent(organisation="Chamber"), AUDITOR)
largest(closed_home, ENDLESS)
largest(which_meant, UNSURE, "convey")
largest(no_such_subcommand, ENDLESS, ENDLESS, ["check", "convey", "use"])
largest(done_in_form, "Usage recorded", bulk_taken_back(ACT, 500, LONG))
