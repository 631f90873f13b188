"""The sample organisation: what it promises whatever day it is laid around."""

import csv
import tomllib
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.schedule.weekly import due_week
from bot.settings import WeeklyReport
from core.columns import Kind
from core.desk import Desk
from core.importing import import_file
from core.registering import RegisterRequest
from core.stores.embedded import open_store
from playground.sample import CONFIG, write_sample
from tests.core.building import MANAGER, SetClock

ZONE = ZoneInfo("America/New_York")


@pytest.mark.parametrize("days", range(7))
@pytest.mark.parametrize("hour", [1, 12])
def test_the_weekly_report_has_guest_passes_on_any_weekday(
    tmp_path: Path, days: int, hour: int
) -> None:
    """So that the demo's report tells something, and its journey can look for it."""
    today = date(2026, 11, 23) + timedelta(days=days)
    files = dict(write_sample(tmp_path, today))
    week = due_week(WeeklyReport(), ZONE, datetime.combine(today, time(hour), ZONE))
    with files["usage"].open(encoding="utf-8", newline="") as file:
        used = [date.fromisoformat(row["used_on"]) for row in csv.DictReader(file)
                if row["benefit_type"] == "GUEST"]  # fmt: skip
    assert any(week.since <= on <= week.until for on in used)


@pytest.mark.parametrize(
    ("contact", "event", "kind", "due"),
    [
        ("KITE", "GALA1", "MEMBER", "85.50"),
        ("KITE", "GALA1", "GUEST", "120.00"),
        ("UNION", "GALA1", "MEMBER", "0.00"),
        ("P101", "LUNCH1", "GUEST", "35.00"),
    ],
)
def test_members_pay_less_for_events(
    tmp_path: Path, contact: str, event: str, kind: str, due: str
) -> None:
    """A seat that comes with the membership is free, and for another a part is taken off."""
    today = date(2026, 11, 25)
    store = open_store(tmp_path / "sample.db")
    desk = Desk(store, clock=SetClock(datetime.combine(today, time(12), ZONE)))
    for name, path in write_sample(tmp_path, today):
        import_file(desk, path, Kind(name), actor=MANAGER)
    request = RegisterRequest(
        event=event, registration_type=kind, contact=contact, idempotency_key="one"
    )
    assert desk.quote(request, actor=MANAGER).due_value == Decimal(due)
    store.close()


def test_the_sample_is_a_trade_association() -> None:
    """So its report prints no deductible figure, as the settings say of a chamber of commerce."""
    settings = tomllib.loads(CONFIG.format(staff="S", manager="M", auditor="A", channel="C"))
    assert settings["quid_pro_quo"] == {"deductible": False}


@pytest.mark.parametrize(
    "today", [date(2026, 11, 25), date(2026, 12, 31), date(2027, 3, 1), date(2028, 2, 29)]
)
def test_the_sample_can_be_imported_on_any_day(tmp_path: Path, today: date) -> None:
    """No usage is beyond what there is, also around the ends of months and leap days."""
    store = open_store(tmp_path / "sample.db")
    clock = SetClock(datetime.combine(today, time(12), ZONE))
    desk = Desk(store, clock=clock)
    for kind, path in write_sample(tmp_path, today):
        assert import_file(desk, path, Kind(kind), actor=MANAGER).added > 0
    store.close()
