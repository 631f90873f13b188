"""The rules of recording: the date defaults to today in the recorder's time zone.

So does every other date that nobody gives, whoever acts from wherever, also in the nights in which
clocks are changed. What a balance holds "today" is asked in the organisation's time zone.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core import errors
from core.actor import Actor
from core.adjusting import LevelChange
from core.conveying import ConveyRequest, RecallRequest
from core.event import Event, RegistrationType
from core.level import BenefitLevel
from core.policy import Policy
from core.registering import RegisterRequest
from tests.core.building import MANAGER, STAFF, Office, an_office

YORK, BERLIN, AUCKLAND = "America/New_York", "Europe/Berlin", "Pacific/Auckland"


def instant(text: str) -> datetime:
    """An instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "utc", "local", "today"),
    [
        (YORK, "2026-03-08T04:30", "23:30", "2026-03-07"),
        (YORK, "2026-03-08T05:30", "00:30", "2026-03-08"),
        (YORK, "2026-03-09T03:30", "23:30", "2026-03-08"),
        (YORK, "2026-03-09T04:30", "00:30", "2026-03-09"),
        (YORK, "2026-11-01T03:30", "23:30", "2026-10-31"),
        (YORK, "2026-11-01T04:30", "00:30", "2026-11-01"),
        (YORK, "2026-11-02T04:30", "23:30", "2026-11-01"),
        (YORK, "2026-11-02T05:30", "00:30", "2026-11-02"),
        (BERLIN, "2026-03-28T22:30", "23:30", "2026-03-28"),
        (BERLIN, "2026-03-29T21:30", "23:30", "2026-03-29"),
        (BERLIN, "2026-10-24T22:30", "00:30", "2026-10-25"),
        (BERLIN, "2026-10-25T23:30", "00:30", "2026-10-26"),
        (AUCKLAND, "2026-04-04T10:30", "23:30", "2026-04-04"),
        (AUCKLAND, "2026-04-05T12:30", "00:30", "2026-04-06"),
        (AUCKLAND, "2026-09-27T11:30", "00:30", "2026-09-28"),
    ],
)
def test_date_defaults_to_the_recorder_s_day_across_clock_changes(
    office: Office, zone: str, utc: str, local: str, today: str
) -> None:
    """Half an hour before and after midnight, on both sides of a change, the date is the wall's."""
    office.enroll()
    office.clock.at = instant(utc)
    assert f"{office.clock.at.astimezone(ZoneInfo(zone)):%H:%M}" == local
    (entry,) = office.use(actor=replace(STAFF, zone=ZoneInfo(zone))).entries
    assert entry.on == date.fromisoformat(today)


def test_the_recorder_s_day_is_not_the_organisation_s(tmp_path: Path) -> None:
    """Late in New York it is tomorrow in Auckland and in UTC: each means their own by "today"."""
    with an_office(tmp_path, policy=Policy(zone=ZoneInfo(YORK))) as office:
        office.enroll()
        office.clock.at = instant("2026-06-16T02:00")
        far = replace(STAFF, zone=ZoneInfo(AUCKLAND))
        assert office.use(actor=far).entries[0].on == date(2026, 6, 16)
        near = replace(STAFF, zone=ZoneInfo(YORK))
        assert office.use(actor=near).entries[0].on == date(2026, 6, 15)
        assert office.desk.today() == date(2026, 6, 15)
        with pytest.raises(errors.DateInFuture):
            office.use(actor=near, used_on=date(2026, 6, 16))


def set_number(office: Office, level: BenefitLevel, who: Actor) -> date | None:
    """Raise the number; the date of the adjustment."""
    change = LevelChange(level=level.key, number=Decimal(9), reason="so")
    return office.desk.change_level(change, idempotency_key="x", actor=who)[0].on


def convey(office: Office, level: BenefitLevel, who: Actor) -> date | None:
    """Give one to Bob; the date of the conveyance."""
    giving = ConveyRequest(level=level.key, holder="BOB", quantity=Decimal(1), idempotency_key="x")
    return office.desk.convey(giving, actor=who).on


def recall(office: Office, level: BenefitLevel, who: Actor) -> date | None:
    """Give one to Bob and take it back; the date of the recall."""
    convey(office, level, who)
    back = RecallRequest(level=level.key, holder="BOB", idempotency_key="y")
    return office.desk.recall(back, actor=who).on


def register(office: Office, level: BenefitLevel, who: Actor) -> date | None:
    """Register the owner for a dinner; the date of the registration."""
    way_in = RegistrationType(event="DINNER", code="IN", name="In")
    office.desk.put(
        [Event(code="DINNER", name="Dinner"), way_in], idempotency_key="x", actor=MANAGER
    )
    request = RegisterRequest(
        event="DINNER", registration_type="IN", contact=level.contact, idempotency_key="y"
    )
    return office.desk.register(request, actor=who).registered_on


@pytest.mark.parametrize("act", [set_number, convey, recall, register])
@pytest.mark.parametrize(("zone", "today"), [(YORK, 15), (BERLIN, 16), (AUCKLAND, 16)])
def test_other_dates_that_nobody_gives_are_the_actor_s_too(
    office: Office,
    act: Callable[[Office, BenefitLevel, Actor], date | None],
    zone: str,
    today: int,
) -> None:
    """At two in the morning in UTC it is still the day before in New York."""
    level = office.enroll().levels[0]
    office.clock.at = instant("2026-06-16T02:00")
    assert act(office, level, replace(MANAGER, zone=ZoneInfo(zone))) == date(2026, 6, today)


@pytest.mark.parametrize(
    ("utc", "remaining"),
    [("2027-01-01T04:59", 4), ("2027-01-01T05:00", 0)],
    ids=["a minute before midnight", "midnight"],
)
def test_a_term_ends_at_the_organisation_s_midnight(
    tmp_path: Path, utc: str, remaining: int
) -> None:
    """In New York five hours after Greenwich's."""
    with an_office(tmp_path, policy=Policy(zone=ZoneInfo(YORK))) as office:
        level = office.enroll().levels[0]
        office.clock.at = instant(utc)
        assert office.remaining(level) == remaining
