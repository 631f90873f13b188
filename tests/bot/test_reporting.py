"""Reports: the usage of a chosen range, drawn where Slack draws, in text where it doesn't."""

from datetime import date

import pytest

from bot.names import Act, Command
from playground.slack import Message
from tests.bot.catalogue import many_lines
from tests.bot.office import SlackOffice, words_of


def kinds(message: Message) -> list[str]:
    """The types of a message's blocks."""
    return [block["type"] for block in message.blocks]


def report(office: SlackOffice, text: str = "") -> Message:
    """The report of a range."""
    return office.says(office.staff, Command.PANEL, f"report {text}", words="Usage of membership")


def cells(message: Message) -> list[list[str]]:
    """The table's cells, as they are written."""
    table = next(block for block in message.blocks if block["type"] == "data_table")
    return [[cell["text"] for cell in row] for row in table["rows"]]


def test_the_report_has_a_chart_a_table_and_a_text(office: SlackOffice) -> None:
    """The past thirty days, by benefit, the most used first; seen by the person only."""
    office.use(quantity="2", used_on=date(2026, 6, 3))
    office.use(quantity="1", used_on=date(2026, 6, 4))
    office.use(benefit_type="ROOM", quantity="2.5", used_on=date(2026, 6, 4))
    office.use(benefit_type="NOTARY", used_on=date(2026, 5, 16))
    told = report(office)
    assert told.is_ephemeral
    assert kinds(told) == ["header", "section", "data_visualization", "data_table", "actions"]
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
    assert kinds(told) == ["header", "section", "section", "actions"]
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
    note = "The chart shows the first 20, the table the first 100 of 120." if draws else "more"
    assert note in words_of(told)


def test_an_auditor_sees_the_report(office: SlackOffice) -> None:
    """Looking is what an auditor may do."""
    office.says(office.auditor, Command.PANEL, "report", words="Nothing was used")
