"""The largest forms of what staff and managers work with: forms, previews, reports, the home."""

from dataclasses import replace
from datetime import UTC
from decimal import Decimal
from typing import Final

from bot.approvals import Approval, Decision
from bot.conflicts import SheetConflict, Side
from bot.drafts.levels import LevelDraft
from bot.reports.chat_pages import Drawing, ReportPage
from bot.reports.chat_tables import ReportTable
from bot.reports.looks import ReportKind, ReportLook
from bot.reports.page import Page
from bot.running_low import SHOWN, Shortages
from bot.slips import (
    BenefitsSlip,
    BulkSlip,
    CancelSlip,
    LevelDeed,
    LevelSlip,
    PaymentSlip,
    RegistrationSlip,
    RenewalSlip,
    ShareSlip,
    written,
)
from bot.views import approval
from bot.views.approval import Asked
from bot.views.benefits_form import RENEWING, benefits_form
from bot.views.bulk_forms import (
    BulkContent,
    bulk_form,
    bulk_preview,
    bulk_recorded,
    bulk_recorded_in_form,
)
from bot.views.choosing import ask_about_overage, name_alone, which_meant
from bot.views.deciding import conflict_decided, conflict_question, conflict_settled
from bot.views.figures import Figure
from bot.views.home import HomeContent, SyncNews, Waiting, app_home
from bot.views.level_changes import changed, conveyed, recalled
from bot.views.level_forms import LevelFormContent, level_form
from bot.views.notices import done_in_form
from bot.views.panel import no_such_subcommand
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
from bot.views.report_page import (
    backwards,
    report_controls,
    report_page_message,
    share_form,
    shared,
    shared_by,
    with_blocks,
)
from bot.views.sentences import panel
from bot.views.sentences.renewing import CHOOSE
from bot.views.undoing import bulk_taken_back
from core.actor import Actor, Role, Source
from core.bulk import BulkOutcome, BulkRequest, Refusal
from core.clock import Key
from core.custom import SLOTS
from core.desk import Usage
from core.entry import Entry, EntryKind
from core.errors import LooksRecordedTwice, LooksRegisteredTwice, OverageUnconfirmed
from core.event import Event, Registration, RegistrationType
from core.membership import Membership
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
    LABELLED,
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
    pages_of,
    receipt,
)

HOOK: Final = "https://hooks.slack.com/" + "x" * 500
TEXT: Final = LONG[:255]
AUDITOR: Final = Actor(id="U2", source=Source.SLACK, role=Role.AUDITOR)

# Approvals
QUESTION: Final = Approval(
    request=UsageRequest(
        contact="ORG", benefit_type="B", idempotency_key="slack:U1:" + "k" * 60, quantity=MANY
    ),
    asker="U1",
    asked_at=NOON,
    shortage=LONG,
)
ASKED: Final = Asked(ORGANISATION, PERSON, BENEFIT, MANY, DAY, TEXT)
largest(approval.question, QUESTION, ASKED)
for decision in (Decision.APPROVED, Decision.DECLINED):
    largest(approval.decided, replace(QUESTION, decision=decision, by="U2"), ASKED)
largest(approval.declined, QUESTION, ASKED)
largest(approval.waiting, ASKED)
largest(approval.waiting_in_form, ASKED)
SHORT: Final = approval.can_ask(OverageUnconfirmed(MANY, MANY, DAY).shortage, AUDITOR)
largest(ask_about_overage, SHORT, "acme pass 9", "key", again=True)
largest(ask_about_overage, SHORT, '"' * 1990, "key", again=True)
largest(approval.approved, QUESTION, receipt(repeated=True))
largest(which_meant, UNSURE, "convey", panel.ADD_IN_SHEET)
largest(name_alone, LONG, [ORGANISATION, PERSON], "convey", panel.ADD_IN_SHEET)
largest(no_such_subcommand, ENDLESS, ENDLESS, ["check", "cancel", "recall"])
largest(no_such_subcommand, "chek", "acme", ["check"])


# Conflicts
CONFLICT: Final = SheetConflict(
    id="C" + "f" * 12, tab=LONG, row=ENDLESS, header=LONG, typed=ENDLESS, ledger=ENDLESS
)
largest(conflict_question, CONFLICT)
for side in Side:
    largest(conflict_decided, CONFLICT, side, "U1")
largest(conflict_settled, CONFLICT)


# The home
SOON: Final = [ExpiringRow(balance_row(n)) for n in range(SHOWN)]
largest(
    app_home,
    HomeContent(
        organisation=LONG,
        acts=[ACT] * 10,
        shortages=Shortages([each.row for each in SOON], SOON, 9999, 9999),
        waiting=[Waiting(QUESTION, ASKED)] * 30,
        conflicts=[CONFLICT] * 30,
        has_sheet=True,
        synced=SyncNews(NOON, ENDLESS),
    ),
    MANAGER,
)
largest(app_home, HomeContent(organisation="Chamber"), AUDITOR)


def entry(kind: EntryKind, n: int = 1) -> Entry:
    """An entry of a level."""
    return Entry(
        key=Key(n),
        at=NOON,
        actor="U1",
        source=Source.SLACK,
        idempotency_key="k",
        kind=kind,
        contact="ORG",
        holder=CODE,
        level=Key(1),
        quantity=MANY,
        on=DAY,
    )


# One benefit level
CHOICES: Final = {f"{n}:{CODE}": f"{LONG[:40]} {n}" for n in range(150)}
FILLED: Final = {slot: "2026-11-22" if slot.startswith("date") else "1" for slot in SLOTS}
LEVEL: Final = replace(line(1).level, custom=FILLED, comment=TEXT, source="SOURCE")
for deed in LevelDeed:
    slip = LevelSlip(deed=deed, reply_to=HOOK, seen=Key(10**12))
    for content in (
        LevelFormContent(),
        LevelFormContent(owner=PERSON, organisation=ORGANISATION),
        LevelFormContent(
            owner=PERSON,
            organisation=ORGANISATION,
            choices=CHOICES,
            chosen=f"1:{CODE}",
            line=replace(line(1), level=LEVEL),
            fields=LABELLED,
        ),
    ):
        largest(level_form, LevelDraft(slip=slip, owner=CODE, on=DAY), content)
BOTH: Final = (ORGANISATION, PERSON)
HELD: Final = line(1).balance
ELSEWHERE: Final = replace(ORGANISATION, code="OTHER")
MOVED: Final = conveyed(entry(EntryKind.CONVEYANCE), BENEFIT, BOTH, HELD)
largest(conveyed, entry(EntryKind.CONVEYANCE), BENEFIT, BOTH, HELD, ELSEWHERE)
largest(recalled, entry(EntryKind.RECALL), BENEFIT, BOTH, HELD)
largest(changed, [f"{LONG} nothing to “{TEXT}”"] * 60, BENEFIT, ORGANISATION, HELD, Key(1))
largest(changed, [], BENEFIT, ORGANISATION, HELD, None)
largest(done_in_form, "Convey units", MOVED)


def bulk(recorded: int, refused: int) -> BulkContent:
    """So many who can be recorded, and so many who can't."""
    usage = Usage((entry(EntryKind.USAGE),), ())
    twice = LooksRecordedTwice("U1", NOON)
    return BulkContent(
        request=BulkRequest(
            contacts=(CODE,),
            benefit_type="B",
            idempotency_key="k",
            used_on=DAY,
            quantity=MANY,
            description=TEXT,
        ),
        benefit=BENEFIT,
        outcome=BulkOutcome(
            (usage,) * recorded,
            tuple(Refusal(CODE, ENDLESS, twice if n % 2 else None) for n in range(refused)),
        ),
        names={CODE: LONG},
        zone=UTC,
    )


# Many at once
BULK_SLIP: Final = BulkSlip(reply_to=HOOK, request="slack:U1:" + "k" * 60, those_that_can=True)
largest(bulk_form, BULK_SLIP, DAY, BENEFIT)
for can, not_able in ((5000, 0), (500, 500), (0, 5000)):
    largest(bulk_preview, BULK_SLIP, bulk(can, not_able))
for not_able in (0, 500):
    largest(bulk_recorded, bulk(500, not_able), repeated=True)
    largest(bulk_recorded_in_form, bulk_recorded(bulk(500, not_able), repeated=True))
largest(bulk_taken_back, ACT, 5000, TEXT)

# Events
EVENT: Final = Event(code=CODE, name=LONG, held_on=DAY)
KIND: Final = RegistrationType(event=CODE, code=CODE, name=LONG, price=MANY)
PRICE: Final = Price(
    list_value=MANY * MANY,
    discount_value=MANY,
    due_value=MANY,
    currency="USD",
    drawn=[Drawn(MANY, BENEFIT, ORGANISATION)] * 30,
)
REGISTRATION: Final = Registration(
    key=Key(10**12),
    contact=CODE,
    event=CODE,
    registration_type=CODE,
    quantity=Decimal(999),
    registered_on=DAY,
)
NAMED: Final = Named(REGISTRATION, PERSON, EVENT, KIND)
REGISTRATION_SLIP: Final = RegistrationSlip(reply_to=HOOK, again=(CODE, CODE))
KINDS: Final = [replace(KIND, code=f"K{n}") for n in range(150)]
CHOSEN: Final = RegistrationContent(
    event=EVENT, kinds=KINDS, kind="K1", attendee=PERSON, registered_on=DAY, currency="USD"
)
for shown in (
    RegistrationContent(),
    RegistrationContent(event=EVENT),
    replace(CHOSEN, price=PRICE),
    replace(CHOSEN, refused=ENDLESS),
    replace(CHOSEN, price=PRICE, question=str(LooksRegisteredTwice(LONG, LONG, DAY))),
):
    largest(registration_form, REGISTRATION_SLIP, shown)
largest(event_option, EVENT)
largest(registered, NAMED, PRICE)
largest(standing, PERSON, [NAMED] * 20)
GIVEN_BACK: Final = [Drawn(MANY, BENEFIT, ORGANISATION)] * 30
largest(standing, PERSON, [NAMED] * 20, cancelled(NAMED, GIVEN_BACK, TEXT))
largest(standing, PERSON, [])
largest(cancellation_form, NAMED, CancelSlip(key=Key(1), reply_to=HOOK))
largest(cancelled, NAMED, GIVEN_BACK, TEXT)

# Renewals
MEMBERSHIP: Final = Membership(
    key=Key(10**12), contact=CODE, membership_type="T", starts_on=DAY, ends_on=DAY
)
RENEWAL_SLIP: Final = RenewalSlip(
    reply_to=HOOK,
    membership=Key(1),
    membership_type=CODE,
    payment=PaymentSlip(code=CODE, amount=MANY, paid_on=DAY),
    again=True,
    benefits=BenefitsSlip(draft="d" * 12, page=9, fields_of=CODE, offered=2**32 - 1),
)
ENDING: Final = Ending(line(1).balance, MANY / 4, MANY / 4)
RENEWAL: Final = RenewalTold(
    contact=PERSON,
    kind=TYPE,
    new=MEMBERSHIP,
    old=MEMBERSHIP,
    levels=300,
    declined=[LONG] * 150,
    added=[LONG] * 150,
    endings=[(ENDING, BENEFIT)] * 300,
    currency="USD",
    today=DAY,
)
MEMBERSHIPS: Final = [(replace(MEMBERSHIP, key=Key(n)), LONG) for n in range(150)]
largest(renewal_form, RENEWAL_SLIP, RenewalContent())
largest(renewal_form, RENEWAL_SLIP, RenewalContent(PERSON))
largest(renewal_form, RENEWAL_SLIP, RenewalContent(PERSON, MEMBERSHIPS))
largest(renewal_preview, RENEWAL_SLIP, RENEWAL, ENDLESS)
largest(renewal_preview, RENEWAL_SLIP, replace(RENEWAL, endings=[], declined=[], added=[]))
for choosing in pages_of(CHOOSE, 300):
    largest(benefits_form, written(RENEWAL_SLIP), choosing, RENEWING)
for before in (True, False):
    largest(renewed, RENEWAL, repeated=before)
    largest(renewed_in_form, renewed(RENEWAL, repeated=before))


def report_of(rows: int, columns: int = 7) -> ReportPage:
    """A report of so many rows, with more bars than are drawn."""
    figure = Figure(MANY, "999,999,999.9999")
    drawing = Drawing(
        title=LONG,
        names=[LONG] * rows,
        series={"Used": [MANY] * rows, "Left": [MANY] * rows},
        x_label=LONG,
        y_label=LONG,
    )
    return ReportPage(
        title="Balances of membership benefits",
        scope=f"{LONG} · {LONG}",
        summary=ENDLESS,
        page=Page(
            columns=("a",),
            rows=[{"a": 1}] * rows,
            headings=(),
            lines=(),
            remarks=[ENDLESS] * 50,
        ),
        table=ReportTable(
            ["Name", *(f"Figure {n}" for n in range(columns - 1))],
            [[LONG, *[figure] * (columns - 1)]] * rows,
        ),
        drawing=drawing if rows else None,
    )


# Reports
for number in (0, 1, 3000):
    largest(report_page_message, LONG, report_of(number), {})
for kind in ReportKind:
    controls = report_controls(
        ReportLook(kind, DAY, DAY, GroupBy.MONTH, CODE, CODE), PERSON, BENEFIT
    )
    for number in (0, 300):
        report = report_page_message(LONG, report_of(number), {})
        largest(with_blocks, report, controls)
        largest(shared_by, with_blocks(report, controls), "U1")
    largest(backwards, controls)
LOOK: Final = ReportLook(ReportKind.HISTORY, DAY, DAY, GroupBy.MONTH, CODE, CODE)
largest(share_form, ShareSlip(look=written(LOOK), reply_to=HOOK), LONG, f"{LONG} · {LONG}")
largest(shared, "https://x.slack.com/y")
