"""The sample organisation: what it promises whatever day it is laid around."""

import csv
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.settings import WeeklyReport
from bot.weekly import due_week
from core.columns import Kind
from core.desk import Desk
from core.importing import import_file
from core.stores.embedded import open_store
from playground.sample import write_sample
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
