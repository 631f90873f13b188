"""The usages of each day, kept in memory for the reports."""

from datetime import date
from decimal import Decimal

from core.desk import Usage
from core.reports.subtotals import usage_within
from core.reports.usage import GroupBy, UsageQuery, UsageRow, usage_report
from core.usage_days import Look
from tests.core.building import Office


def told(rows: list[UsageRow]) -> list[tuple[str, int, int, Decimal]]:
    """Name, contacts, uses and units of each row."""
    return [(row.name, row.contacts, row.uses, row.quantity) for row in rows]


def over_two_levels(office: Office) -> Usage:
    """Three passes at once, of which the sponsor's level has only two."""
    office.enroll()
    office.enroll(membership_type="SPONS", ends_on=date(2026, 7, 1))
    return office.use(quantity="3")


def test_a_use_of_two_levels_counts_once_in_each_group(office: Office) -> None:
    """By benefit one use of three units; by membership type one each, two and one."""
    over_two_levels(office)
    assert told(usage_report(office.desk, UsageQuery())) == [("Guest pass", 1, 1, Decimal(3))]
    by_type = usage_report(office.desk, UsageQuery(by=GroupBy.MEMBERSHIP_TYPE))
    assert told(by_type) == [("Sponsor", 1, 1, Decimal(2)), ("Gold", 1, 1, Decimal(1))]


def test_a_use_of_two_levels_that_was_taken_back_is_gone(office: Office) -> None:
    """Neither of its parts stays, and another use of that day does."""
    used = over_two_levels(office)
    office.use(quantity="1", benefit_type="ROOM")
    office.void(used)
    assert told(usage_report(office.desk, UsageQuery())) == [("Room hours", 1, 1, Decimal(1))]


def test_a_use_of_three_levels_counts_once(office: Office) -> None:
    """Nine passes at once, from three members' worth of them."""
    for month in (7, 8, 9):
        office.enroll(ends_on=date(2026, month, 1))
    office.use(quantity="9")
    assert told(usage_report(office.desk, UsageQuery())) == [("Guest pass", 1, 1, Decimal(9))]


def test_days_are_equal_whatever_was_taken_back_between(office: Office) -> None:
    """What counts is who used what and when, not how it came to be."""
    office.enroll()
    office.use(quantity="1")
    before = office.desk.read(lambda books: books.usage_days.copy())
    office.void(office.use(quantity="2"))
    assert office.desk.read(lambda books: books.usage_days) == before
    office.use(quantity="2")
    assert office.desk.read(lambda books: books.usage_days) != before
    assert before != "days"


def test_the_benefits_of_a_category_stand_beneath_it(office: Office) -> None:
    """Each with its own sums; a benefit in two categories in both."""
    office.enroll()
    office.use(quantity="2")
    office.use(quantity="1.5", benefit_type="ROOM")
    found = usage_within(office.desk, UsageQuery(), GroupBy.CATEGORY)
    report = [(group.name, told(group.rows)) for group in found]
    assert report == [
        ("Admission", [("Guest pass", 1, 1, Decimal(2))]),
        ("Facilities", [("Room hours", 1, 1, Decimal("1.5"))]),
    ]


def test_as_much_again_is_counted_whatever_it_was_drawn_on(office: Office) -> None:
    """Three at once over two levels, then three more of the Gold ones: twice."""
    on = over_two_levels(office).entries[0].on
    assert on is not None

    def times(quantity: int, contact: str = "ACME") -> int:
        return office.desk.read(
            lambda books: books.usage_days.looks(on)[Look(contact, "PASS", Decimal(quantity))]
        )

    assert (times(3), times(2), times(3, "ZED")) == (1, 0, 0)
    office.use(quantity="3")
    assert times(3) == 2


def test_nothing_is_looked_up_where_nobody_used_as_much(office: Office) -> None:
    """A member's many uses of one day are read only where one of them may be meant again."""
    office.enroll()
    office.enroll("ZED")
    office.use("ZED", quantity="2", used_on=date(2026, 5, 1))
    office.use(quantity="1", used_on=date(2026, 5, 1))
    days = office.desk.read(lambda books: books.usage_days)
    may = [
        (day, contact, quantity)
        for day in (1, 2)
        for contact in ("ACME", "ZED", "ANN")
        for quantity in (1, 2)
        if days.may_have(date(2026, 5, day), Look(contact, "PASS", Decimal(quantity)))
    ]
    assert may == [(1, "ACME", 1), (1, "ZED", 2)]
    assert not days.may_have(date(2026, 5, 1), Look("ACME", "ROOM", Decimal(1)))


def test_parts_may_come_to_any_sum(office: Office) -> None:
    """What was drawn on several levels is looked up whatever its quantity, for its owner only."""
    office.enroll(membership_type="SPONS", ends_on=date(2026, 7, 1))
    office.enroll()
    office.enroll("ZED")
    use = office.use(quantity="3", used_on=date(2026, 5, 1))
    assert len(use.entries) == 2
    days = office.desk.read(lambda books: books.usage_days)
    assert days.may_have(date(2026, 5, 1), Look("ACME", "PASS", Decimal(3)))
    assert not days.may_have(date(2026, 5, 1), Look("ZED", "PASS", Decimal(3)))
