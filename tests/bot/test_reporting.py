"""Reports: the usage of a chosen range, drawn where Slack draws, in text where it doesn't."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from bot.names import Act, Command, Field, Form
from bot.reports.chat_pages import report_page
from bot.reports.looks import ReportKind, ReportLook
from bot.views.figures import Figure
from bot.views.sentences import NO_BREAK
from core.adjusting import LevelChange
from core.contact import Contact, ContactKind
from core.conveying import RecallRequest
from core.desk import Desk
from core.entry import EntryKind
from core.membership import Transaction
from core.policy import QuidProQuoPolicy
from core.reports.history import HistoryQuery, history
from playground.slack import Fault, Message
from playground.slack.outcomes import Submission
from tests.bot.catalogue import many_lines
from tests.bot.office import SlackOffice, words_of


def kinds(message: Message) -> list[str]:
    """The types of a message's blocks."""
    return [block["type"] for block in message.blocks]


def report(office: SlackOffice, text: str = "") -> Message:
    """The report of a range."""
    return office.says(office.staff, Command.PANEL, f"report {text}", words="Usage of membership")


def cells(message: Message) -> list[list[str]]:
    """The table's cells, as they are read: what no line breaks has spaces all the same."""
    table = next(block for block in message.blocks if block["type"] == "data_table")
    return [[cell["text"].replace(NO_BREAK, " ") for cell in row] for row in table["rows"]]


def test_the_report_has_a_chart_a_table_and_a_text(office: SlackOffice) -> None:
    """The past thirty days, by benefit, the most used first; seen by the person only."""
    office.use(quantity="2", used_on=date(2026, 6, 3))
    office.use(quantity="1", used_on=date(2026, 6, 4))
    office.use(benefit_type="ROOM", quantity="2.5", used_on=date(2026, 6, 4))
    office.use(benefit_type="NOTARY", used_on=date(2026, 5, 16))
    told = report(office)
    assert told.is_ephemeral
    drawn = ["header", "section", "data_visualization", "data_table"]
    assert kinds(told) == [*drawn, "actions", "actions", "actions"]
    assert cells(told) == [
        ["Benefit", "Contacts", "Uses", "Quantity", "Value (USD)"],
        ["Guest pass", "1", "2", "3", "37.50"],
        ["Conference room", "1", "1", "2.5", "unknown"],
    ]
    assert "17 May 2026 to 15 Jun 2026" in told.text
    assert "Guest pass (2 uses by 1 contact), Conference room (1 use by 1 contact)." in told.text


def test_the_range_is_typed(office: SlackOffice) -> None:
    """One date is the first day, two are the first and the last."""
    office.use(used_on=date(2026, 3, 3))
    assert "Nothing was used" in words_of(report(office))
    assert "1 Mar 2026 to 15 Jun 2026" in words_of(report(office, "2026-03-01"))
    told = report(office, "1 Mar 2026 31 Mar 2026")
    assert "1 Mar 2026 to 31 Mar 2026" in words_of(told)
    assert cells(told)[1][0] == "Guest pass"


def test_a_range_that_is_not_understood_is_told(office: SlackOffice) -> None:
    """With an example of how to write it."""
    sentence = "“lately” is not understood"
    office.says(office.staff, Command.PANEL, "report lately", words=sentence)
    told = office.says(office.staff, Command.PANEL, "report inventory", words="not understood")
    assert "usage, history, balances, expiring and quid-pro-quo" in told.text


@pytest.mark.parametrize(
    ("typed", "days", "by"),
    [
        ("usage last month", "1 May 2026 to 31 May 2026", "by benefit"),
        ("this month by month", "1 Jun 2026 to 30 Jun 2026", "by month"),
        ("last week", "8 Jun 2026 to 14 Jun 2026", "by benefit"),
        ("usage by member october", "1 Oct 2025 to 31 Oct 2025", "by member"),
        ("May", "1 May 2026 to 31 May 2026", "by benefit"),
        ("Jun 2025", "1 Jun 2025 to 30 Jun 2025", "by benefit"),
        ("1 Mar to 31 Mar", "1 Mar 2026 to 31 Mar 2026", "by benefit"),
        ("2025 by membership type", "1 Jan 2025 to 31 Dec 2025", "by membership type"),
        ("history 2025", "1 Jan 2025 to 31 Dec 2025", "nothing to show"),
        ("balances last month", "as of 31 May 2026", "benefits"),
        ("expiring february", "ending by 28 Feb 2027", "benefits"),
        ("expiring june", "ending by 30 Jun 2026", "nothing to show"),
    ],
)
def test_the_days_may_be_words(office: SlackOffice, typed: str, days: str, by: str) -> None:
    """A month without a year is the latest that has begun, or the next that things end in."""
    told = office.says(office.staff, Command.PANEL, f"report {typed}", words=days)
    assert by in told.text


@pytest.mark.parametrize("typed", ["last", "by", "by colour", "history by member", "may may", "ma"])
def test_days_that_are_none_are_told(office: SlackOffice, typed: str) -> None:
    """No half of it is taken for the whole."""
    office.says(office.staff, Command.PANEL, f"report {typed}", words="is not understood")


@pytest.mark.both_ways
def test_range_and_grouping_change_below_the_report(office: SlackOffice) -> None:
    """The same message is drawn anew; what was chosen before stays."""
    office.enroll("ANN", "GOLD")
    office.use("ANN", "PASS", used_on=date(2026, 2, 2))
    office.use("ACME", "PASS", used_on=date(2026, 6, 2))
    told = report(office)
    office.sam.click(told, Act.REPORT_SINCE, value="2026-01-01")
    office.slack.until(lambda: "1 Jan 2026" in words_of(told))
    office.sam.click(told, Act.REPORT_BY, value="member")
    office.slack.until(lambda: "by member" in words_of(told))
    assert {row[0] for row in cells(told)[1:]} == {"Ann Able", "Acme Hardware"}
    office.sam.click(told, Act.REPORT_UNTIL, value="2026-03-31")
    office.slack.until(lambda: "31 Mar 2026" in words_of(told))
    assert [row[0] for row in cells(told)[1:]] == ["Ann Able"]


def test_a_range_the_wrong_way_round_is_told(office: SlackOffice) -> None:
    """The controls stay, so that it can be put right."""
    told = report(office)
    office.sam.click(told, Act.REPORT_UNTIL, value="2025-01-01")
    office.slack.until(lambda: "ends before it begins" in words_of(told))
    office.sam.click(told, Act.REPORT_SINCE, value="2024-01-01")
    office.slack.until(lambda: "1 Jan 2024 to 1 Jan 2025" in words_of(told))


def test_a_workspace_without_charts_gets_text(office: SlackOffice) -> None:
    """Slack refuses the blocks; the same figures come in characters of one width."""
    office.slack.workspace.switches.draws_data = False
    office.put([])
    office.use(quantity="2")
    told = report(office)
    assert kinds(told) == ["header", "section", "section", "actions", "actions", "actions"]
    assert "Guest pass" in words_of(told)
    assert "25.00" in words_of(told)


@pytest.mark.parametrize("draws", [True, False])
def test_a_report_of_many_benefits_fits(office: SlackOffice, *, draws: bool) -> None:
    """A hundred and twenty benefits with the longest of names, drawn or in text."""
    office.slack.workspace.switches.draws_data = draws
    office.put(many_lines(120))
    office.enroll("BOB", "MANY")
    for n in range(120):
        office.use("BOB", f"B{n}", used_on=date(2026, 6, 1))
    told = report(office)
    assert office.slack.workspace.recorder.refusals == []
    chart, rows = "The chart shows the first 20 of 120.", "The table shows the first 100 of 120;"
    for note in (chart, rows) if draws else ("…",):
        assert note in words_of(told)


def chosen(office: SlackOffice, told: Message, act: Act, value: str) -> str:
    """What the report says once something else is chosen below it."""
    if act in (Act.REPORT_MEMBER, Act.REPORT_BENEFIT):
        office.sam.suggest(told, act, "")
    before = told.blocks
    office.sam.click(told, act, value=value)
    office.slack.until(lambda: told.blocks != before)
    return words_of(told)


def test_the_report_is_narrowed_to_a_member_and_a_benefit(office: SlackOffice) -> None:
    """Chosen below it, and let go by the first choice of the menu."""
    office.enroll("ZED")
    office.use(quantity="2")
    office.use("ZED")
    office.use(benefit_type="ROOM")
    told = report(office)
    assert "Acme Hardware" in chosen(office, told, Act.REPORT_MEMBER, "ACME")
    assert cells(told)[1][2] == "1"
    assert "Acme Hardware · Guest pass" in chosen(office, told, Act.REPORT_BENEFIT, "PASS")
    assert [row[0] for row in cells(told)[1:]] == ["Guest pass"]
    assert "· Guest pass ·" not in chosen(office, told, Act.REPORT_BENEFIT, "*")
    assert [row[0] for row in cells(told)[1:]] == ["Guest pass", "Conference room"]


def test_balances_are_reported(office: SlackOffice) -> None:
    """What is used and left, in percent; each level in the table."""
    office.use(quantity="1")
    told = office.says(office.staff, Command.PANEL, "report balances", words="Balances of")
    assert "as of 15 Jun 2026" in told.text
    assert "4 benefits of 1 contact, 4 with something left." in told.text
    chart = next(block for block in told.blocks if block["type"] == "data_visualization")
    used, left = chart["chart"]["series"]
    assert (used["name"], left["name"]) == ("Used", "Left")
    assert {"label": "Guest pass", "value": 25} in used["data"]
    assert cells(told)[0] == ["Contact", "Benefit", "Left", "Until"]
    assert ["Acme Hardware", "Guest pass", "3 of 4", "31 Dec 2026"] in cells(told)
    assert ["Acme Hardware", "Conference room", "10 of 10", "31 Dec 2026"] in cells(told)
    assert ["Acme Hardware", "Directory listing", "not counted", "31 Dec 2026"] in cells(told)
    assert ["Acme Hardware", "Notary service", "unlimited", "31 Dec 2026"] in cells(told)


def test_what_expires_is_reported(office: SlackOffice) -> None:
    """Within the next sixty days, or by the day that is typed, with what it is worth."""
    none = office.says(office.staff, Command.PANEL, "report expiring", words="Unused and ending")
    assert "ending by 14 Aug 2026: There is nothing to show for these choices." in none.text
    told = office.says(office.staff, Command.PANEL, "report expiring 2026-12-31", words="worth")
    sentence = "1 member with benefits left to use, worth at least 50.00 USD in all; some benefits"
    assert sentence in told.text
    assert cells(told) == [
        ["Contact", "Benefit", "Left", "Until", "Worth (USD)"],
        ["Acme Hardware", "Guest pass", "4", "31 Dec 2026", "50.00"],
        ["Acme Hardware", "Conference room", "10", "31 Dec 2026", "unknown"],
    ]
    chart = next(block for block in told.blocks if block["type"] == "data_visualization")
    assert chart["chart"]["series"][0]["data"] == [{"label": "Dec 2026", "value": 50}]


def test_quid_pro_quo_is_reported(office: SlackOffice) -> None:
    """By payment; what has no day is told and left out of a range."""
    paid = Transaction(code="D-1", amount=Decimal(1500), paid_on=date(2026, 6, 1))
    office.enroll("ZED", transaction=paid)
    told = office.says(office.staff, Command.PANEL, "report quid-pro-quo", words="Quid pro quo")
    assert "1 payment; a disclosure is due for 1." in told.text
    assert "Left out: 1 payment whose day of payment is not known." in told.text
    assert cells(told) == [
        ["Payment", "Contact", "Paid (USD)", "Received", "Deductible", "Disclosure"],
        ["D-1", "Zed <!channel> & Sons", "1,500.00", "50.00", "1,450.00", "due"],
    ]
    assert "The token limit for 2026 is not entered in the settings." in words_of(told)
    assert "16 Jun 2025 to 15 Jun 2026" in told.text
    text = "report quid-pro-quo 2026-06-10"
    nothing = office.says(office.staff, Command.PANEL, text, words="There is nothing to show")
    left_out = "Left out: 1 payment whose day of payment is not known."
    assert f"There is nothing to show for these choices. {left_out}" in nothing.text


def test_payments_stand_on_an_axis_of_time(office: SlackOffice) -> None:
    """Months without a payment have their place, as far as there is room; then years are shown."""
    for number, on in enumerate([date(2025, 9, 30), date(2025, 12, 1), date(2026, 2, 1)]):
        paid = Transaction(code=f"D-{number}", amount=Decimal(500), paid_on=on)
        office.enroll("ZED", transaction=paid, again=True)

    def months(text: str) -> list[str]:
        told = office.says(office.staff, Command.PANEL, text, words="Quid pro quo")
        note = "D-0, D-1: The token limit for 2025 is not entered in the settings."
        assert words_of(told).count("token limit for 2025") == 1
        assert note in words_of(told)
        chart = next(block for block in told.blocks if block["type"] == "data_visualization")
        assert all(
            len(each["data"]) == len(months_told(chart)) for each in chart["chart"]["series"]
        )
        return months_told(chart)

    paid_in = ["Sep 2025", "Oct 2025", "Nov 2025", "Dec 2025", "Jan 2026", "Feb 2026"]
    before = ["Jun 2025", "Jul 2025", "Aug 2025"]
    after = ["Mar 2026", "Apr 2026", "May 2026", "Jun 2026"]
    assert months("report quid-pro-quo") == [*before, *paid_in, *after]
    assert months("report quid-pro-quo 2024-01-01") == paid_in
    paid = Transaction(code="D-9", amount=Decimal(500), paid_on=date(2024, 2, 1))
    office.enroll("ZED", transaction=paid, again=True)
    assert months("report quid-pro-quo 2024-01-01") == ["2024", "2025", "2026"]


def months_told(chart: dict[str, Any]) -> list[str]:
    """The names on a chart's axis."""
    names: list[str] = chart["chart"]["axis_config"]["categories"]
    return names


def test_usage_by_month_stands_on_an_axis_of_time(office: SlackOffice) -> None:
    """A month without any use has its bar too; the table has those with some, in words."""
    for on in (date(2026, 2, 3), date(2026, 5, 4), date(2026, 5, 5)):
        office.use(used_on=on)
    told = report(office, "2026-01-01 by month")
    chart = next(block for block in told.blocks if block["type"] == "data_visualization")
    months = ["Jan 2026", "Feb 2026", "Mar 2026", "Apr 2026", "May 2026", "Jun 2026"]
    assert months_told(chart) == months
    (series,) = chart["chart"]["series"]
    assert [point["value"] for point in series["data"]] == [0, 1, 0, 0, 2, 0]
    assert [row[0] for row in cells(told)] == ["Month", "Feb 2026", "May 2026"]
    assert "Feb 2026 (1 use by 1 contact), May 2026 (2 uses by 1 contact)." in told.text


def test_a_trade_association_sees_no_deductible_part(office: SlackOffice) -> None:
    """Neither a figure nor a column for it, nor that a disclosure is due."""
    policy = replace(office.desk.policy, quid_pro_quo=QuidProQuoPolicy(deductible=False))
    desk = Desk(office.desk.store, clock=office.clock, policy=policy)
    shown = report_page(desk, ReportLook(ReportKind.QUID_PRO_QUO, None, date(2026, 6, 15)), "USD")
    assert shown.table.headings == ["Payment", "Contact", "Paid (USD)", "Received"]
    received = Figure(Decimal(50), "50.00")
    assert shown.table.lines == [["", "Acme Hardware", "unknown", received]]
    assert shown.summary == "1 payment."


def test_the_history_tells_both_sides_and_the_sign(office: SlackOffice) -> None:
    """Who gave units to whom, who used whose, and whether a number went up or down."""
    office.convey("BOB", "2")
    office.use(holder="BOB")
    key = office.level().key
    manager = office.desk_actor(office.manager)
    recall = RecallRequest(level=key, holder="BOB", quantity=Decimal(1), idempotency_key="back")
    office.desk.recall(recall, actor=manager)
    for number in ("6", "5"):
        change = LevelChange(level=key, number=Decimal(number), reason="Agreed")
        office.desk.change_level(change, idempotency_key=number, actor=manager)
    told = office.says(office.staff, Command.PANEL, "history acme", words="History of")
    assert [row[1:3] for row in cells(told)[1:6]] == [
        ["number changed: -1 × Guest pass", "Acme Hardware"],
        ["number changed: +2 × Guest pass", "Acme Hardware"],
        ["recalled: 1 × Guest pass", "Bob Bold to Acme Hardware"],
        ["used: 1 × Guest pass", "Acme Hardware, used by Bob Bold"],
        ["conveyed: 2 × Guest pass", "Acme Hardware to Bob Bold"],
    ]


def test_the_history_of_a_member_is_shown(office: SlackOffice) -> None:
    """Everything about them, the latest first, with who told it by name."""
    office.says(office.staff, Command.USE, 'acme pass 2 today "Board night"', words="left")
    told = office.says(office.staff, Command.PANEL, "history acme", words="History of")
    assert "to 15 Jun 2026 · Acme Hardware" in told.text
    rows = cells(told)
    assert rows[0] == ["Date", "What", "Whose", "Description", "By"]
    use = ["15 Jun 2026", "used: 2 × Guest pass", "Acme Hardware", "Board night", "Sam Staff"]
    assert rows[1] == use
    assert rows[-1][1] == "contact"
    assert "the latest recorded first." in told.text


def test_the_history_has_days_of_where_the_organisation_is(office: SlackOffice) -> None:
    """What was recorded after midnight there is of that day, though another one is not over."""
    office.clock.at = datetime(2026, 6, 15, 23, 30, tzinfo=UTC)
    office.put([Contact(code="ACME", name="Acme Hardware Ltd", kind=ContactKind.ORGANISATION)])
    told = office.says(office.staff, Command.PANEL, "history acme", words="History of")
    assert cells(told)[1][:2] == ["16 Jun 2026", "contact"]
    that_day = HistoryQuery(since=date(2026, 6, 16), until=date(2026, 6, 16))
    assert [entry.kind for entry in history(office.desk, that_day)] == [EntryKind.CONTACT]


def test_the_history_says_what_was_taken_back(office: SlackOffice) -> None:
    """The reversal in words, and the use that it took back marked, in the order of recording."""
    used = office.use(used_on=date(2026, 6, 1))
    office.use(used_on=date(2026, 5, 1))
    manager = office.desk_actor(office.manager)
    office.desk.void(used.key, reason="No", idempotency_key="void", actor=manager)
    office.convey("BOB")
    told = office.says(office.staff, Command.PANEL, "history acme", words="History of")
    assert [row[1] for row in cells(told)[1:5]] == [
        "conveyed: 1 × Guest pass",
        "taken back: 1 × Guest pass",
        "used: 1 × Guest pass",
        "used, taken back later: 1 × Guest pass",
    ]


def test_another_kind_of_report_is_chosen_below(office: SlackOffice) -> None:
    """Of the same member, over its own usual days."""
    told = report(office)
    chosen(office, told, Act.REPORT_MEMBER, "ACME")
    assert "Balances of" in chosen(office, told, Act.REPORT_KIND, "balances")
    assert "as of 15 Jun 2026 · Acme Hardware" in words_of(told)
    assert "ending by 14 Aug 2026" in chosen(office, told, Act.REPORT_KIND, "expiring")


@pytest.mark.parametrize("kind", list(ReportKind))
def test_every_report_is_text_where_nothing_is_drawn(office: SlackOffice, kind: str) -> None:
    """The same in characters of one width."""
    paid = Transaction(code="D-1", amount=Decimal(500), paid_on=date(2026, 6, 1))
    office.enroll("ZED", transaction=paid)
    office.use(quantity="2")
    office.slack.workspace.switches.draws_data = False
    dates = "2026-12-31" if kind == "expiring" else ""
    told = office.says(office.staff, Command.PANEL, f"report {kind} {dates}", words="```")
    assert "data_table" not in kinds(told)
    assert office.slack.workspace.recorder.refusals == []


@pytest.mark.parametrize("kind", list(ReportKind))
def test_every_report_of_many_levels_fits(office: SlackOffice, kind: str) -> None:
    """A hundred and twenty benefits with the longest of names, half of them used."""
    office.put(many_lines(120))
    office.enroll("BOB", "MANY")
    for n in range(60):
        office.use("BOB", f"B{n}", used_on=date(2026, 6, 1), description="Long " * 50)
    dates = "2026-12-31" if kind == "expiring" else ""
    here = len(office.sam.sees(office.channel))
    office.sam.run_command(office.channel, Command.PANEL, f"report {kind} {dates}")
    office.sam.wait_for_message(office.channel, after=here)
    assert office.slack.workspace.recorder.refusals == []


def test_a_report_comes_as_a_csv_file(office: SlackOffice) -> None:
    """With all rows, in one's own messages, where nobody else sees it."""
    office.use(quantity="2")
    told = report(office)
    office.sam.click(told, Act.REPORT_CSV)
    office.sam.wait_for_message(office.channel, "in your messages from Benefit Desk")
    workspace = office.slack.workspace
    own = office.slack.call_soon(lambda: workspace.direct_channel(office.staff))
    (file,) = next(message.files for message in own.messages if message.files)
    assert file.name == "usage-2026-06-15.csv"
    assert file.content.decode() == "benefit,contacts,uses,quantity,value\nGuest pass,1,1,2,25.00\n"


def test_a_file_that_slack_does_not_take_is_told(office: SlackOffice) -> None:
    """In one sentence."""
    told = report(office)
    fault = Fault(error="fatal_error")
    office.slack.workspace.faults.order("files.getUploadURLExternal", fault)
    office.sam.click(told, Act.REPORT_CSV)
    office.sam.wait_for_message(office.channel, "Slack did not take the file")


def share(office: SlackOffice, channel: str) -> Submission:
    """Share the usage report, and give what became of the form."""
    office.use(quantity="2")
    told = report(office)
    form = office.opened(office.staff, Form.SHARE, lambda: office.sam.click(told, Act.REPORT_SHARE))
    return office.sam.submit_view(form, {Field.CHANNEL: {Field.CHANNEL: channel}})


def test_a_report_is_shared_by_button(office: SlackOffice) -> None:
    """Everybody in the channel sees it, without the controls, and who shared it."""
    assert share(office, office.reports.id).kind == "closed"
    posted = office.may.wait_for_message(office.reports, "Usage of membership")
    assert not posted.is_ephemeral
    assert "actions" not in kinds(posted)
    assert f"shared by <@{office.staff.id}>" in words_of(posted)
    office.sam.wait_for_message(office.channel, "The report is shared")
    delivery = office.slack.workspace.recorder.deliveries_of("view_submission")[-1]
    assert office.slack.redeliver(delivery).ok
    assert len([each for each in office.reports.messages if each.blocks]) == 1


def test_a_channel_without_the_app_is_refused_under_its_field(office: SlackOffice) -> None:
    """With what to do about it."""
    workspace = office.slack.workspace
    elsewhere = office.slack.call_soon(
        lambda: workspace.add_channel(
            f"elsewhere-{len(workspace.channels)}", [office.staff], with_app=False
        )
    )
    refused = share(office, elsewhere.id)
    assert "/invite it there" in refused.errors[Field.CHANNEL]


def test_an_auditor_sees_the_report(office: SlackOffice) -> None:
    """Looking is what an auditor may do."""
    office.says(office.auditor, Command.PANEL, "report", words="Nothing was used")
