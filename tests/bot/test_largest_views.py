"""Every view at its largest and with the longest of names, held against Slack's rules.

The rules are those of the stand-in, not of the code under test.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from slack_sdk.models.views import View

from bot.approvals import Approval
from bot.choices import BenefitChoice
from bot.forms import UsageDraft
from bot.latest import RecordedAct
from bot.names import Act
from bot.receipts import Receipt
from bot.report_looks import ReportKind, ReportLook
from bot.slips import MembershipSlip, UndoFrom, UndoSlip, UsageSlip
from bot.typed import NotSure
from bot.views.approval import Asked
from bot.views.choosing import did_you_mean, record_again, which_contact
from bot.views.home import HomeContent, SyncNews, Waiting, app_home, closed_home
from bot.views.membership_form import (
    EnrolledBenefit,
    OfferLine,
    about_membership,
    benefits_form,
    enrolled,
    enrolled_in_form,
    membership_form,
    membership_type_option,
)
from bot.views.notices import notice, notice_in_modal, posted
from bot.views.panel import help_text, panel
from bot.views.parts import Message
from bot.views.receipt import usage_recorded, usage_recorded_in_form
from bot.views.report import UsageReport, usage_report_message, with_blocks
from bot.views.report_page import backwards, report_controls
from bot.views.statement import (
    Filter,
    Look,
    Rights,
    Statement,
    ask_contact,
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
from core.entry import Entry, EntryKind
from core.level import BenefitLevel
from core.membership import Membership
from core.quantity import UNLIMITED
from core.recording import UsageRequest
from core.reports.balances import BalanceRow
from core.reports.expiring import ExpiringRow
from core.reports.usage import GroupBy, UsageRow
from core.statement import LevelLine, MembershipTree
from core.tally import tally_of
from playground.slack.block_kit import problems_of_message, problems_of_view

LONG = "<!channel> & “Sons” *bold* `code` " * 30
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
AUDITOR = Actor(id="U2", source=Source.SLACK, role=Role.AUDITOR)
ASKED = Asked(ORGANISATION, PERSON, BENEFIT, MANY, DAY, LONG[:255])
APPROVAL = Approval(
    request=UsageRequest(
        contact="ORG", benefit_type="B", idempotency_key="slack:U1:" + "k" * 60, quantity=MANY
    ),
    asker="U1",
    asked_at=NOON,
    shortage=LONG[:300],
)
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


def sound(shown: Message | View) -> None:
    """See that Slack takes it, and that nobody's words call anybody."""
    if isinstance(shown, View):
        surface: Any = shown.type
        assert problems_of_view(shown.to_dict(), surface=surface) == []
        content: Any = shown.to_dict()["blocks"]
    else:
        content = shown.as_arguments()["blocks"]
        assert problems_of_message(content) == []
        assert len(shown.as_arguments()["text"]) <= 3000
        assert "<!" not in shown.as_arguments()["text"]
    marked = [text for text in _texts(content) if text["type"] == "mrkdwn"]
    assert all("<!" not in text["text"] and text["verbatim"] for text in marked)
    if isinstance(shown, Message) and shown.otherwise:
        sound(shown.otherwise)


def _texts(content: Any) -> list[dict[str, Any]]:
    if isinstance(content, dict):
        inside = [text for part in content.values() for text in _texts(part)]
        return [content, *inside] if content.get("type") in {"mrkdwn", "plain_text"} else inside
    if isinstance(content, list):
        return [text for part in content for text in _texts(part)]
    return []


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
    return Statement(PERSON, trees, {CODE: LONG})


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


def test_the_usage_form_fits() -> None:
    """A hundred and fifty benefits, and a question above them."""
    slip = UsageSlip(reply_to="https://hooks.slack.com/" + "x" * 500, again=(CODE,) * 5)
    draft = UsageDraft(
        contact=CODE, benefit_type="B7", used_on=DAY, description=LONG[:255], slip=slip
    )
    content = UsageFormContent(
        contact=PERSON,
        organisation=ORGANISATION,
        choices=[choice(n) for n in range(150)],
        holders=[ORGANISATION, PERSON],
        question=recorded_twice("<@U1>", "at noon", DAY),
    )
    sound(usage_form(draft, content))
    sound(usage_form(UsageDraft(), UsageFormContent()))
    sound(usage_form(draft, UsageFormContent(contact=PERSON)))


def test_a_form_with_words_no_number_is_made() -> None:
    """Only what is a number can stand in the field for numbers."""
    sound(usage_form(UsageDraft(quantity="many"), UsageFormContent()))


@pytest.mark.parametrize("repeated", [True, False])
def test_the_confirmation_fits(*, repeated: bool) -> None:
    """In the channel and in the form."""
    receipt = Receipt(
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
    sound(usage_recorded(receipt))
    sound(usage_recorded_in_form(receipt))


def test_questions_fit() -> None:
    """Five candidates with the longest of names; a text too long for a button has none."""
    candidates = [(PERSON, f'"{CODE}" pass {n}') for n in range(5)]
    unsure = NotSure("contact", LONG, candidates, several=True)
    sound(did_you_mean(unsure, "key"))
    sound(which_contact(unsure))
    sound(did_you_mean(NotSure("contact", LONG, [(PERSON, '"' * 1990)], several=False), "key"))
    sound(record_again(recorded_twice("<@U1>", "at noon", DAY), '"' * 1990, "key"))
    sound(record_again(recorded_twice("<@U1>", "at noon", DAY), "acme pass", "key"))


@pytest.mark.parametrize("chosen", list(Filter))
def test_every_page_of_the_tree_fits(chosen: Filter) -> None:
    """Two memberships of thirty levels, in a message and in a modal."""
    told = statement_of(30)
    for page in range(5):
        look = Look(CODE, chosen, page)
        sound(statement_message(told, look, EVERYTHING))
        sound(statement_modal(told, look, EVERYTHING))
    sound(statement_message(Statement(PERSON, [], {}), Look(CODE), EVERYTHING))
    sound(ask_contact())


def test_a_page_beyond_the_last_is_the_last() -> None:
    """An old button after a smaller filter still shows something."""
    told = statement_of(2)
    last = statement_message(told, Look(CODE, Filter.ALL, 99), EVERYTHING)
    assert last == statement_message(told, Look(CODE), EVERYTHING) or last.blocks


@pytest.mark.parametrize("lines", [0, 1, 84, 85, 99, 300])
def test_the_forms_that_enroll_fit(lines: int) -> None:
    """Whatever the number of benefits, around the edge where fields become one."""
    slip = MembershipSlip(
        contact=CODE, transaction="T" * 60, amount=MANY, starts_on=DAY, ends_on=DAY
    )
    sound(membership_form(slip, PERSON, TYPE))
    title = about_membership(PERSON, TYPE, DAY, DAY)
    standard = [offer_line(n) for n in range(lines)]
    optional = [offer_line(n) for n in range(1000, 1000 + lines // 2)]
    sound(benefits_form(slip, title, standard, optional))
    benefits = [
        EnrolledBenefit(line=each.line, benefit=each.benefit, number=MANY / 2, accepted=accepted)
        for each in (*standard, *optional)
        for accepted in (True, False)
    ]
    done = enrolled(title, benefits, repeated=True)
    sound(done)
    sound(enrolled_in_form(done))
    assert membership_type_option(TYPE).to_dict()


def test_undo_fits() -> None:
    """Ten acts with the longest of words."""
    slip = UndoSlip(key=ACT.key, place=UndoFrom.LIST, reply_to="https://" + "x" * 500)
    sound(undo_form(ACT, slip))
    sound(taken_back(ACT, LONG[:255]))
    sound(latest_acts([ACT] * 10, taken_back(ACT, LONG[:255])))
    sound(latest_acts([]))
    sound(acts_about(PERSON, [ACT] * 10, taken_back(ACT, LONG[:255])))
    sound(acts_about(PERSON, []))
    sound(which_contact(NotSure("contact", LONG, [(PERSON, CODE)], several=True), Act.UNDO_ABOUT))


def test_the_home_fits() -> None:
    """Ten acts, and hundreds of benefits that end soon."""
    soon = [ExpiringRow(balance_row(n)) for n in range(300)]
    asked = Waiting(APPROVAL, ASKED)
    content = HomeContent(
        organisation=LONG,
        acts=[ACT] * 10,
        low=[each.row for each in soon],
        soon=soon,
        waiting=[asked] * 30,
        has_sheet=True,
        synced=SyncNews(NOON, LONG),
    )
    sound(app_home(content, MANAGER))
    sound(app_home(HomeContent(organisation="Chamber"), AUDITOR))
    sound(closed_home(LONG))


@pytest.mark.parametrize("by", list(GroupBy))
def test_the_report_fits(by: GroupBy) -> None:
    """Three hundred rows, drawn and in text; none; and a wrong range."""
    rows = [
        UsageRow(f"{n} {LONG}", {n}, n, set(), MANY, None if n % 2 else MANY * MANY)
        for n in range(300)
    ]
    report = UsageReport(organisation=LONG, currency="USD", since=DAY, until=DAY, by=by, rows=rows)
    sound(usage_report_message(report))
    look = ReportLook(ReportKind.USAGE, DAY, DAY, by, CODE, CODE)
    controls = report_controls(look, PERSON, BENEFIT)
    sound(with_blocks(usage_report_message(report), controls))
    empty = UsageReport(organisation="x", currency="USD", since=DAY, until=DAY, by=by, rows=())
    sound(with_blocks(usage_report_message(empty), controls))
    sound(backwards(controls))


def test_notices_and_the_panel_fit() -> None:
    """Sentences of any length, and what a manager may do."""
    sound(notice(LONG * 10))
    sound(notice_in_modal(LONG * 10))
    sound(panel(MANAGER))
    sound(help_text(MANAGER))
    assert (
        problems_of_message(posted("https://x.slack.com/y", fresh=True).as_arguments()["blocks"])
        == []
    )


def test_an_unlimited_line_has_no_bar() -> None:
    """There is no end to count to."""
    first = line(1, usages=0)
    level = replace(first.level, number=UNLIMITED)
    unlimited = LevelLine(level, BENEFIT, balance(level, tally_of(level), DAY))
    told = statement_of(0)
    tree = MembershipTree(told.trees[0].membership, TYPE, ORGANISATION, (unlimited,))
    shown = statement_message(Statement(PERSON, [tree], {}), Look(CODE), Rights())
    assert "unlimited · ends 22 Nov 2026" in f"{shown.as_arguments()}"
    assert "░" not in f"{shown.as_arguments()}"


def test_a_code_longer_than_slack_sends_is_not_offered() -> None:
    """One such contact must not take the menu from all the others."""
    assert contact_option(Contact(code="C" * 151, name="Long")) is None
    assert contact_option(PERSON) is not None
