"""Subtotals by category, and taking a bulk back: to the letter."""

from datetime import date
from decimal import Decimal

import pytest

from core.bulk import (
    BulkRequest,
    NotRecordedInBulk,
    candidates,
    record_bulk,
    recorded_in_bulk_with,
    void_all,
)
from core.catalogue import MembershipBenefit
from core.clock import Key
from core.entry import EntryKind
from core.errors import LooksEnrolledTwice, UnknownEntry
from core.quantity import UNLIMITED
from core.reports.balances import balances
from core.reports.history import HistoryQuery, history
from core.reports.subtotals import SUBTOTAL, balances_by_category, usage_within
from core.reports.usage import GroupBy, UsageQuery
from tests.core.building import MANAGER, NEW_YEAR, STAFF, Office


@pytest.fixture
def used(office: Office) -> Office:
    """An office where two members used some benefits in two months."""
    office.enroll(optional=frozenset({"G5"}))
    office.enroll("ZED")
    office.enroll(membership_type="SPONS", ends_on=date(2026, 7, 1))
    office.use(quantity="3", used_on=date(2026, 5, 2))
    office.use("ZED", used_on=date(2026, 5, 2))
    office.use("ZED", benefit_type="ROOM", quantity="1.5", used_on=date(2026, 6, 3))
    office.use(benefit_type="GALA", used_on=date(2026, 6, 4))
    office.use(benefit_type="NOTARY", used_on=date(2026, 6, 4))
    return office


def test_usage_by_category_and_within_it_by_month(used: Office) -> None:
    """Categories by name, each with its sum; within it the months in their order."""
    query = UsageQuery(by=GroupBy.MONTH)
    told = [
        row
        for each in usage_within(used.desk, query, GroupBy.CATEGORY)
        for row in each.as_json("month")
    ]
    assert tuple(told[0])[:2] == SUBTOTAL

    def row(category: str, month: str | None, *figures: object) -> dict[str, object]:
        own = {"category": category, "subtotal": month is None, "month": month}
        return own | dict(zip(("contacts", "uses", "quantity", "value"), figures, strict=True))

    half = Decimal("1.5")
    assert told == [
        row("Admission", None, 2, 3, 5, None),
        row("Admission", "2026-05", 2, 2, 4, None),
        row("Admission", "2026-06", 1, 1, 1, 95),
        row("Events", None, 1, 1, 1, 95),
        row("Events", "2026-06", 1, 1, 1, 95),
        row("Facilities", None, 1, 1, half, None),
        row("Facilities", "2026-06", 1, 1, half, None),
        row("Services", None, 1, 1, 1, None),
        row("Services", "2026-06", 1, 1, 1, None),
    ]


def test_usage_by_month_and_within_it_by_member(used: Office) -> None:
    """Any group may stand within any other; the most used first."""
    used.use("ZED", used_on=date(2026, 5, 9))
    found = usage_within(used.desk, UsageQuery(by=GroupBy.MEMBER), GroupBy.MONTH)
    told = [
        (each.name, each.sum.uses, [(row.name, row.uses) for row in each.rows]) for each in found
    ]
    assert told == [
        ("2026-05", 3, [("Zed Else", 2), ("Acme Hardware", 1)]),
        ("2026-06", 3, [("Acme Hardware", 2), ("Zed Else", 1)]),
    ]


def test_balances_by_category(used: Office) -> None:
    """Categories by name with their levels; what isn't counted is left out of the numbers."""
    groups = balances_by_category(balances(used.desk))
    assert [(each.name, len(each.rows)) for each in groups] == [
        ("(no category)", 2),
        ("Admission", 4),
        ("Events", 1),
        ("Facilities", 2),
        ("Services", 2),
    ]
    blank = {
        "contact": None,
        "membership_type": None,
        "starts_on": None,
        "ends_on": None,
        "membership_benefit": None,
        "benefit_type": None,
        "single_value": None,
        "accepted": None,
        "active": None,
    }
    by_name = {each.name: each for each in groups}
    own, *levels = by_name["Events"].as_json()
    assert own == blank | {
        "category": "Events",
        "subtotal": True,
        "number": 2,
        "conveyed": 0,
        "used": 1,
        "available": 1,
        "remaining": 1,
        "total_value": 190,
        "used_value": 95,
    }
    (level,) = levels
    assert (level["category"], level["subtotal"], level["benefit_type"]) == (
        "Events",
        False,
        "GALA",
    )
    assert list(own) == list(level)
    rooms = by_name["Facilities"].as_json()[0]
    assert (rooms["number"], rooms["used"], rooms["total_value"]) == (20, Decimal("1.5"), None)
    assert by_name["Services"].number_of("remaining") is UNLIMITED
    assert by_name["(no category)"].number_of("number") == 0
    assert by_name["Admission"].number_of("used") == 5


BULK = BulkRequest(
    contacts=("ACME", "ZED"), benefit_type="PASS", quantity=Decimal(3), idempotency_key="bulk"
)


def test_what_came_in_bulk_is_found_by_one_of_it(office: Office) -> None:
    """Every use of that commit that still counts, once each; no other of the same instant."""
    office.enroll(membership_type="SPONS", ends_on=date(2026, 7, 1))
    office.enroll()
    office.enroll("ZED")
    single = office.use("ZED", quantity="1", idempotency_key="single")
    outcome = record_bulk(office.desk, BULK, actor=STAFF)
    keys = [usage.key for usage in outcome.recorded]
    assert recorded_in_bulk_with(office.desk, keys[0]) == keys
    second_part = outcome.recorded[0].entries[1].key
    assert recorded_in_bulk_with(office.desk, second_part) == keys
    office.desk.void(keys[0], reason="Wrong", idempotency_key="v", actor=MANAGER)
    assert recorded_in_bulk_with(office.desk, keys[1]) == keys[1:]
    for alone in (single.key, next(office.store.entries()).key):
        with pytest.raises(NotRecordedInBulk):
            recorded_in_bulk_with(office.desk, alone)
    with pytest.raises(UnknownEntry, match=r"^There is no entry 7 in the ledger\.$"):
        recorded_in_bulk_with(office.desk, Key(7))


@pytest.mark.parametrize("year", [2026, 2126])
def test_a_bulk_is_found_whatever_the_clock_says(office: Office, year: int) -> None:
    """Keys run ahead of a clock that is slow; of another one they are the instants themselves."""
    office.clock.at = office.clock.at.replace(year=year)
    for contact in ("ACME", "ZED"):
        office.enroll(contact, starts_on=date(year, 1, 1))
    office.clock.pass_time(minutes=1)
    outcome = record_bulk(office.desk, BULK, actor=STAFF)
    keys = [usage.key for usage in outcome.recorded]
    office.clock.pass_time(minutes=1)
    office.use()
    assert recorded_in_bulk_with(office.desk, keys[1]) == keys


def test_a_bulk_taken_back_says_by_which_request(office: Office) -> None:
    """Each void has the request and its usage in its key, so that twice is once."""
    office.enroll()
    office.enroll("ZED")
    outcome = record_bulk(office.desk, BULK, actor=STAFF)
    keys = recorded_in_bulk_with(office.desk, outcome.recorded[0].key)
    void_all(office.desk, keys, reason="wrong day", idempotency_key="undo", actor=MANAGER)
    voids = [entry for entry in office.store.entries() if entry.kind is EntryKind.VOID]
    assert [void.idempotency_key for void in voids] == [f"undo:{key}" for key in keys]
    void_all(office.desk, keys, reason="Wrong", idempotency_key="undo", actor=MANAGER)
    assert len([each for each in office.store.entries() if each.kind is EntryKind.VOID]) == 2


def test_candidates_are_narrowed_by_line_and_category(office: Office) -> None:
    """By the catalogue line that a level comes from; by any benefit of a category."""
    second = MembershipBenefit(
        code="G7", membership_type="GOLD", benefit_type="PASS", number=Decimal(9), standard=False
    )
    office.desk.put([second], idempotency_key="second", actor=MANAGER)
    office.enroll(optional=frozenset({"G5"}))
    office.enroll("ZED", optional=frozenset({"G7"}))

    def found(**filters: str) -> list[tuple[str, object]]:
        chosen = candidates(office.desk, "PASS", **filters)  # type: ignore[arg-type]
        return [(each.contact.code, each.remaining) for each in chosen]

    assert found() == [("ACME", 4), ("ZED", 13)]
    assert found(line="G7") == [("ZED", 9)]
    assert found(line="G1") == [("ACME", 4), ("ZED", 4)]
    assert found(category="Events") == [("ACME", 4)]
    assert found(category="Admission") == [("ACME", 4), ("ZED", 13)]
    assert found(category="Parking") == []


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2025, 7, 1), NEW_YEAR),
        (date(2026, 12, 31), date(2027, 6, 30)),
        (date(2026, 3, 1), date(2026, 3, 1)),
    ],
)
def test_one_day_in_common_asks_about_a_second_membership(
    office: Office, starts_on: date, ends_on: date
) -> None:
    """The first or the last day is enough; the question names the earlier one."""
    office.enroll(again=False)
    with pytest.raises(LooksEnrolledTwice) as asked:
        office.enroll(starts_on=starts_on, ends_on=ends_on, again=False)
    assert str(asked.value) == (
        "Acme Hardware is a Gold member already, 1 Jan 2026 to 31 Dec 2026; enroll again?"
    )
    office.enroll(starts_on=starts_on, ends_on=ends_on)


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [(date(2025, 7, 1), date(2025, 12, 31)), (date(2027, 1, 1), date(2027, 6, 30))],
)
def test_no_day_in_common_asks_nothing(office: Office, starts_on: date, ends_on: date) -> None:
    """Nor does another type, or another member."""
    office.enroll()
    office.enroll(starts_on=starts_on, ends_on=ends_on, again=False)
    office.enroll("ZED", again=False)
    office.enroll(membership_type="SPONS", ends_on=date(2026, 12, 31), again=False)


def test_reports_are_narrowed_by_everything_at_once(used: Office) -> None:
    """Kind and actor of history; category and membership type of balances."""
    enrolled = history(used.desk, HistoryQuery(kind=EntryKind.MEMBERSHIP))
    assert [entry.contact for entry in enrolled] == ["ACME", "ZED", "ACME"]
    assert {entry.actor for entry in history(used.desk, HistoryQuery(actor="U-SAM"))} == {"U-SAM"}
    assert len(balances(used.desk, membership_type="SPONS")) == 1
    assert len(balances(used.desk, category="Facilities")) == 2
    assert len(balances(used.desk, category="Facilities", member="ZED")) == 1
    assert len(balances(used.desk, on=NEW_YEAR)) == 10
    assert balances(used.desk, on=date(2025, 12, 31)) == []
