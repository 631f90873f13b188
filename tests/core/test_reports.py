"""Reports: rows of plain values from the ledger."""

from datetime import date
from decimal import Decimal

import pytest

from core.errors import UnknownContact
from core.membership import Transaction
from core.quantity import UNLIMITED
from core.reports import history as histories
from core.reports.balances import COLUMNS, balances
from core.reports.history import HistoryQuery, history
from core.reports.quid_pro_quo import quid_pro_quo
from core.reports.usage import GroupBy, UsageQuery, usage_report
from core.statement import statement
from tests.core.building import Office


@pytest.fixture
def used(office: Office) -> Office:
    """An office where some benefits were used."""
    office.enroll(optional=frozenset({"G5"}), transaction=Transaction(code="D-1"))
    office.enroll("ZED")
    office.use(quantity="2", used_on=date(2026, 2, 3), description="Open day")
    office.use(quantity="1", used_on=date(2026, 3, 4))
    office.use("ZED", quantity="1", used_on=date(2026, 3, 5))
    office.use(benefit_type="ROOM", quantity="1.5", used_on=date(2026, 3, 6))
    office.use(benefit_type="GALA", quantity="2", used_on=date(2026, 4, 1), holder="ANN")
    office.void(office.use(quantity="1", used_on=date(2026, 3, 7)))
    return office


def test_the_usage_report_has_a_row_for_each_benefit(used: Office) -> None:
    """The most used first; what was taken back doesn't count; an unknown value stays unknown."""
    rows = [row.as_json("benefit") for row in usage_report(used.desk, UsageQuery())]
    assert rows == [
        {"benefit": "Guest pass", "contacts": 2, "uses": 3, "quantity": 4, "value": Decimal(50)},
        {"benefit": "Gala seat", "contacts": 1, "uses": 1, "quantity": 2, "value": 190},
        {
            "benefit": "Room hours",
            "contacts": 1,
            "uses": 1,
            "quantity": Decimal("1.5"),
            "value": None,
        },
    ]


@pytest.mark.parametrize(
    ("by", "names"),
    [
        (GroupBy.MEMBER, ["Acme Hardware", "Zed Else"]),
        (GroupBy.CATEGORY, ["Admission", "Events", "Facilities"]),
        (GroupBy.MEMBERSHIP_TYPE, ["Gold"]),
        (GroupBy.MONTH, ["2026-02", "2026-03", "2026-04"]),
    ],
)
def test_the_usage_report_groups_by(used: Office, by: GroupBy, names: list[str]) -> None:
    """Members, categories (a benefit may be in several), membership types and months."""
    assert [row.name for row in usage_report(used.desk, UsageQuery(by=by))] == names


def test_a_benefit_without_a_category_has_a_row_too(used: Office) -> None:
    """Nothing drops out of a report for want of a category."""
    used.use(benefit_type="NOTARY")
    query = UsageQuery(by=GroupBy.CATEGORY, benefit="NOTARY")
    assert [row.name for row in usage_report(used.desk, query)] == ["Services"]


@pytest.mark.parametrize(
    ("query", "uses"),
    [
        (UsageQuery(since=date(2026, 3, 4), until=date(2026, 3, 5)), 2),
        (UsageQuery(member="ZED"), 1),
        (UsageQuery(benefit="ROOM"), 1),
        (UsageQuery(category="Admission"), 4),
        (UsageQuery(since=date(2026, 5, 1)), 0),
    ],
)
def test_the_usage_report_is_narrowed(used: Office, query: UsageQuery, uses: int) -> None:
    """Both dates count; member, benefit and category narrow further."""
    assert sum(row.uses for row in usage_report(used.desk, query)) == uses


def test_a_use_of_two_levels_counts_once(office: Office) -> None:
    """Two entries of one act are one use."""
    office.enroll()
    office.enroll(membership_type="SPONS", ends_on=date(2026, 7, 1))
    office.use(quantity="5")
    (row,) = usage_report(office.desk, UsageQuery())
    assert (row.uses, row.quantity) == (1, 5)


def test_the_balances_report_has_a_row_for_each_level(used: Office) -> None:
    """Its words are those of the command line, and unlimited is told as such."""
    rows = [row.as_json() for row in balances(used.desk, member="ACME")]
    assert all(tuple(row) == COLUMNS for row in rows)
    passes, _, notary, *_ = rows
    assert (passes["number"], passes["used"], passes["remaining"]) == (4, 3, 1)
    assert (passes["total_value"], passes["used_value"]) == (Decimal(50), Decimal("37.5"))
    assert notary["remaining"] is UNLIMITED
    assert len(balances(used.desk)) == 9
    assert len(balances(used.desk, benefit="GALA")) == 1


def test_the_balances_report_goes_back(used: Office) -> None:
    """As of a day before a membership began, it isn't there."""
    (row,) = balances(used.desk, on=date(2026, 2, 28), benefit="PASS", member="ACME")
    assert row.balance.remaining == 2
    assert balances(used.desk, on=date(2025, 12, 31)) == []


def test_the_history_report_has_every_transaction(used: Office) -> None:
    """Voids show beside what they take back, and queries narrow."""
    entries = history(used.desk, HistoryQuery(member="ACME", benefit="PASS"))
    assert [entry.kind.value for entry in entries] == ["grant", "usage", "usage", "usage", "void"]
    row = used.desk.read(lambda books: histories.as_json(books, entries[1]))
    assert tuple(row) == histories.COLUMNS
    assert (row["benefit_type"], row["quantity"], row["description"]) == ("PASS", 2, "Open day")
    march = HistoryQuery(since=date(2026, 3, 1), until=date(2026, 3, 31))
    assert len(history(used.desk, march)) == 5
    assert [entry.contact for entry in history(used.desk, HistoryQuery(member="ANN"))] == [
        "ANN",
        "ACME",
    ]


def test_the_quid_pro_quo_report_adds_up_by_transaction(used: Office) -> None:
    """A row whose value isn't known leaves the sum unknown."""
    first, second = quid_pro_quo(used.desk)
    assert first.as_json()["transaction"] == "D-1"
    assert first.as_json()["value"] == Decimal("240.00")
    assert [row["code"] for row in first.as_json()["benefits"]] == ["PASS", "GALA"]
    assert second.as_json()["transaction"] is None


def test_a_statement_is_the_tree_of_membership_levels_and_uses(used: Office) -> None:
    """An authorised affiliate sees the organisation's; running memberships come first."""
    (tree,) = statement(used.desk, "ANN")
    assert (tree.owner.code, tree.membership_type.name) == ("ACME", "Gold")
    passes = tree.lines[0]
    assert [entry.quantity for entry in passes.usages] == [1, 2]
    assert passes.has_remaining
    assert not passes.used_up
    assert tree.lines[-1].used_up
    assert statement(used.desk, "BOB") == []


def test_a_statement_knows_what_ends_soon(used: Office) -> None:
    """Within sixty days of the end, and only where something remains."""
    used.clock.pass_time(days=160)
    (tree,) = statement(used.desk, "ACME")
    assert [line.benefit.code for line in tree.lines if line.ends_soon()] == [
        "PASS",
        "ROOM",
        "NOTARY",
        "LISTNG",
    ]


def test_a_statement_goes_back(used: Office) -> None:
    """Usages after the day are left out."""
    (tree,) = statement(used.desk, "ACME", on=date(2026, 2, 28))
    assert [entry.quantity for entry in tree.lines[0].usages] == [2]
    assert tree.lines[0].balance.remaining == 2


def test_nobody_has_no_statement(used: Office) -> None:
    """The sentence repeats the code."""
    with pytest.raises(UnknownContact, match="There is no contact “NIX”"):
        statement(used.desk, "NIX")
