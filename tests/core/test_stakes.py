"""The expiring and the inventory report."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from core.catalogue import MembershipBenefit, Period
from core.policy import Policy
from core.quantity import UNLIMITED
from core.reports import expiring as expirings
from core.reports import inventory as inventories
from core.reports.expiring import expiring
from core.reports.inventory import inventory
from tests.core.building import MANAGER, Office, an_office


def test_what_ends_soon_is_told_with_its_value(office: Office) -> None:
    """Only what is counted and left; the soonest first."""
    office.enroll()
    office.enroll("ZED", membership_type="SPONS", ends_on=date(2026, 6, 30))
    office.use(quantity="1")
    assert expiring(office.desk, timedelta(days=14)) == []
    (row,) = expiring(office.desk, timedelta(days=15))
    assert (row.row.contact.code, row.days_left, row.value_at_stake) == ("ZED", 15, None)
    rows = expiring(office.desk, timedelta(days=365))
    assert [(each.row.contact.code, each.row.benefit.code) for each in rows] == [
        ("ZED", "PASS"),
        ("ACME", "PASS"),
        ("ACME", "ROOM"),
    ]
    assert rows[1].value_at_stake == Decimal("37.50")
    assert tuple(rows[1].as_json()) == expirings.COLUMNS


def test_a_used_up_or_declined_level_has_nothing_to_lose(office: Office) -> None:
    """Neither is in the report."""
    office.enroll(declined=frozenset({"G1"}))
    office.use(benefit_type="ROOM", quantity="10")
    assert expiring(office.desk, timedelta(days=365)) == []


def test_a_monthly_allowance_ends_with_its_month(office: Office) -> None:
    """What isn't used by then is gone."""
    monthly = MembershipBenefit(
        code="G2",
        membership_type="GOLD",
        benefit_type="ROOM",
        number=Decimal(10),
        period=Period.MONTH,
    )
    office.desk.put([monthly], idempotency_key="m", actor=MANAGER)
    office.enroll()
    (row,) = expiring(office.desk, timedelta(days=20), benefit="ROOM")
    assert (row.ends_on, row.days_left) == (date(2026, 6, 30), 15)


def test_more_promised_than_there_is_falls_short(tmp_path: Path) -> None:
    """Three members with four passes each, and ten passes printed."""
    with an_office(tmp_path, policy=Policy(stock={"PASS": Decimal(10)})) as office:
        for contact in ("ACME", "ANN", "ZED"):
            office.enroll(contact)
        office.use(quantity="2")
        office.enroll("BOB", starts_on=date(2024, 1, 1))
        first, *others = inventory(office.desk)
        assert tuple(first.as_json()) == inventories.COLUMNS
        assert first.as_json() == {
            "benefit_type": "PASS",
            "stock": 10,
            "promised": 12,
            "used": 2,
            "remaining": 10,
            "short": 2,
        }
        assert [(each.benefit.code, each.short) for each in others] == [("NOTARY", 0), ("ROOM", 0)]


def test_an_unlimited_promise_of_something_counted_falls_short(tmp_path: Path) -> None:
    """No stock is enough for it."""
    with an_office(tmp_path, policy=Policy(stock={"NOTARY": Decimal(10)})) as office:
        office.enroll()
        assert inventory(office.desk)[0].short is UNLIMITED
