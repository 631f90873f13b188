"""Reports, to the letter: both ends of a range, what is narrowed, and in which order rows stand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.catalogue import MembershipBenefit, Period
from core.contact import Contact
from core.entry import EntryKind
from core.reports.expiring import COLUMNS as EXPIRING
from core.reports.expiring import expiring
from core.reports.history import HistoryQuery, history
from core.reports.subtotals import usage_within
from core.reports.usage import GroupBy, UsageQuery, usage_report
from core.statement import counting_usages, statement
from tests.core.building import MANAGER, NEW_YEAR, TODAY, Office

YEAR_END = date(2026, 12, 31)


def put(office: Office, *records: Contact | MembershipBenefit) -> None:
    """Put in contacts or catalogue lines."""
    office.desk.put(list(records), idempotency_key=office.request_key(), actor=MANAGER)


def test_expiring_asks_of_one_day_and_one_benefit(office: Office) -> None:
    """Days left are counted from that day, with what was left on it."""
    office.enroll(optional=frozenset({"G5"}))
    office.use(quantity="3", used_on=date(2026, 6, 1))
    office.use(quantity="1", used_on=date(2026, 6, 2))
    whole = timedelta(days=365)
    assert [row.row.benefit.code for row in expiring(office.desk, whole)] == ["GALA", "ROOM"]
    (passes,) = expiring(office.desk, whole, on=date(2026, 6, 1), benefit="PASS")
    assert passes.as_json() == {
        "contact": "ACME",
        "membership_type": "GOLD",
        "benefit_type": "PASS",
        "ends_on": YEAR_END,
        "days_left": 213,
        "remaining": 1,
        "value_at_stake": Decimal("12.50"),
    }
    assert tuple(passes.as_json()) == EXPIRING


def test_expiring_is_narrowed(office: Office) -> None:
    """By member, category and membership type."""
    office.enroll()
    office.enroll("ZED")
    office.enroll("ZED", membership_type="SPONS", ends_on=YEAR_END)

    def found(**filters: str) -> list[tuple[str, str]]:
        rows = expiring(office.desk, timedelta(days=365), **filters)  # type: ignore[arg-type]
        return sorted((row.row.contact.code, row.row.level.membership_benefit) for row in rows)

    assert found(member="ACME") == [("ACME", "G1"), ("ACME", "G2")]
    assert found(category="Facilities") == [("ACME", "G2"), ("ZED", "G2")]
    assert found(membership_type="SPONS") == [("ZED", "S1")]


def test_expiring_reaches_to_its_last_day(office: Office) -> None:
    """What ends after just so many days is in, and nothing that ends a day later."""
    office.enroll()
    left = (YEAR_END - TODAY).days
    assert len(expiring(office.desk, timedelta(days=left))) == 2
    assert expiring(office.desk, timedelta(days=left - 1)) == []
    assert expiring(office.desk, timedelta(days=365), on=date(2025, 12, 31)) == []
    assert len(expiring(office.desk, timedelta(days=0), on=YEAR_END)) == 2


def test_expiring_begins_with_the_soonest_then_the_most_valuable(office: Office) -> None:
    """An unknown value counts as nothing here."""
    monthly = MembershipBenefit(
        code="G6",
        membership_type="GOLD",
        benefit_type="NOTARY",
        number=Decimal(1),
        period=Period.MONTH,
    )
    put(office, monthly)
    office.enroll(optional=frozenset({"G5"}))
    rows = expiring(office.desk, timedelta(days=365))
    assert [(row.row.benefit.code, row.ends_on) for row in rows] == [
        ("NOTARY", date(2026, 6, 30)),
        ("GALA", YEAR_END),
        ("PASS", YEAR_END),
        ("ROOM", YEAR_END),
    ]


def test_history_has_both_ends_of_its_range(office: Office) -> None:
    """What is about the first or the last day is in."""
    office.enroll()
    for day in (9, 10, 11, 12):
        office.use(used_on=date(2026, 5, day))
    query = HistoryQuery(since=date(2026, 5, 10), until=date(2026, 5, 11))
    assert [entry.on for entry in history(office.desk, query)] == [
        date(2026, 5, 10),
        date(2026, 5, 11),
    ]


def test_history_dates_by_the_telling_where_nothing_else_is_said(office: Office) -> None:
    """A contact's change is about the day on which it was told."""
    put(office, Contact(code="NEW", name="New Comer"))
    told = history(office.desk, HistoryQuery(since=TODAY, until=TODAY, member="NEW"))
    assert [entry.kind for entry in told] == [EntryKind.CONTACT]
    yesterday = TODAY - timedelta(days=1)
    assert history(office.desk, HistoryQuery(until=yesterday, member="NEW")) == []


def test_usage_has_both_ends_of_its_range(office: Office) -> None:
    """What was used on the first or the last day counts."""
    office.enroll()
    for day in (9, 10, 11, 12):
        office.use(used_on=date(2026, 5, day))
    query = UsageQuery(since=date(2026, 5, 10), until=date(2026, 5, 11))
    (row,) = usage_report(office.desk, query)
    assert (row.uses, row.quantity, row.value) == (2, 2, Decimal(25))


def test_many_equal_uses_are_added_up(office: Office) -> None:
    """Uses of one day by several contacts: each counts, and its units and value do."""
    for contact in ("ACME", "ZED", "BOB"):
        office.enroll(contact)
        office.use(contact, quantity="2")
    (row,) = usage_report(office.desk, UsageQuery())
    assert (row.contacts, row.uses, row.quantity, row.value) == (3, 3, 6, Decimal(75))


def test_each_divided_use_counts_once(office: Office) -> None:
    """Two acts that each drew on two levels are two uses."""
    office.enroll()
    office.enroll(membership_type="SPONS", ends_on=date(2026, 7, 1))
    office.enroll("ZED")
    office.enroll("ZED", membership_type="SPONS", ends_on=date(2026, 7, 1))
    office.use(quantity="3")
    office.use("ZED", quantity="3")
    (row,) = usage_report(office.desk, UsageQuery())
    assert (row.contacts, row.uses, row.quantity) == (2, 2, 6)


def test_a_member_who_used_nothing_has_an_empty_report(office: Office) -> None:
    """Whether they ever used anything or not."""
    office.enroll()
    office.use()
    assert usage_report(office.desk, UsageQuery(member="ZED")) == []
    assert usage_report(office.desk, UsageQuery(member="NIX")) == []


def test_categories_have_their_benefits_beneath_them(office: Office) -> None:
    """A sum per category and rows per benefit, in each category that the benefit is in."""
    office.enroll(optional=frozenset({"G5"}))
    office.use(quantity="2")
    office.use(benefit_type="GALA")
    office.use(benefit_type="ROOM", quantity="0.5")
    report = usage_within(office.desk, UsageQuery(), GroupBy.CATEGORY)
    told = [
        (each.name, each.sum.uses, [(row.name, row.uses) for row in each.rows]) for each in report
    ]
    assert told == [
        ("Admission", 2, [("Guest pass", 1), ("Gala seat", 1)]),
        ("Events", 1, [("Gala seat", 1)]),
        ("Facilities", 1, [("Room hours", 1)]),
    ]


def test_a_level_ends_soon_from_sixty_days_before(office: Office) -> None:
    """And not a day earlier."""
    office.enroll()
    sixty = YEAR_END - timedelta(days=60)
    (tree,) = statement(office.desk, "ACME", on=date(2026, 3, 1))
    assert not tree.lines[0].ends_soon(YEAR_END - date(2026, 3, 2))
    assert tree.lines[0].ends_soon(YEAR_END - date(2026, 3, 1))
    office.clock.pass_time(days=(sixty - TODAY).days - 1)
    assert not statement(office.desk, "ACME")[0].lines[0].ends_soon()
    office.clock.pass_time(days=1)
    assert statement(office.desk, "ACME")[0].lines[0].ends_soon()


def test_running_memberships_stand_first_then_those_that_end_first(office: Office) -> None:
    """One that is over stands last, though it ended before all others."""
    past = office.enroll(starts_on=date(2025, 1, 1))
    late = office.enroll(starts_on=date(2026, 6, 1))
    soon = office.enroll(starts_on=NEW_YEAR)
    trees = statement(office.desk, "ACME")
    assert [tree.membership.key for tree in trees] == [
        soon.membership.key,
        late.membership.key,
        past.membership.key,
    ]


@pytest.mark.parametrize(("day", "runs"), [(31, False), (1, True)])
def test_a_membership_runs_from_its_first_day_to_its_last(
    office: Office, day: int, runs: bool
) -> None:
    """Both days included."""
    membership = office.enroll().membership
    first = date(2026 if day == 1 else 2025, 1 if day == 1 else 12, day)
    assert membership.runs_on(first) is runs
    last = date(2026, 12, 31) if runs else date(2027, 1, 1)
    assert membership.runs_on(last) is runs


def test_usages_are_told_with_the_latest_first(office: Office) -> None:
    """By the day of use, and of one day the one told last first; later ones are left out."""
    level = office.enroll().levels[1]
    for day in (3, 1, 2, 2):
        office.use(benefit_type="ROOM", used_on=date(2026, 5, day))
    entries = office.store.entries_of_level(level.key)
    days = [entry.on for entry in counting_usages(entries)]
    assert days == [date(2026, 5, day) for day in (3, 2, 2, 1)]
    keys = [entry.key for entry in counting_usages(entries, date(2026, 5, 2))]
    assert keys == [entries[4].key, entries[3].key, entries[2].key]


def test_people_of_an_organisation_are_listed_by_name(office: Office) -> None:
    """An organisation without people has an empty list."""
    put(office, Contact(code="ABE", name="Aaron Early", affiliated_to="ACME"))
    books = office.desk.read(lambda books: books)
    assert [one.code for one in books.affiliates("ACME")] == ["ABE", "ANN", "BOB"]
    assert books.affiliates("ZED") == []
