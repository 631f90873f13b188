"""When things are due: days of the week, of the month, or every day, at an hour somewhere.

An hour from 1 to 3 can't be chosen, so that every planned instant comes once even on the nights
when clocks change.
"""

from calendar import day_name
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Period:
    """The days that something tells of, both included, and when that is due."""

    since: date
    until: date
    planned_at: datetime

    def __str__(self) -> str:
        return f"{self.since.isoformat()}/{self.until.isoformat()}"

    @property
    def planned_on(self) -> date:
        """The day on which it is due, where the organisation is."""
        return self.planned_at.date()


@dataclass(frozen=True, slots=True)
class Plan:
    """Due at `hour` on the days that `is_day` says; tells of the days before, or of that day.

    `when` says the same in words.
    """

    when: str
    is_day: Callable[[date], bool]
    hour: int
    zone: tzinfo
    days_told: int = 0

    def period(self, day: date) -> Period:
        """What is due on a planned day."""
        planned_at = datetime.combine(day, time(self.hour), self.zone)
        if not self.days_told:
            return Period(day, day, planned_at)
        return Period(day - self.days_told * DAY, day - DAY, planned_at)

    def last(self, now: datetime) -> Period:
        """What was due last, at this instant or before it."""
        day = now.astimezone(self.zone).date()
        while not self.is_day(day) or self.period(day).planned_at > now:
            day -= DAY
        return self.period(day)

    def after(self, day: date) -> Period:
        """What is due next after a day."""
        day += DAY
        while not self.is_day(day):
            day += DAY
        return self.period(day)


def weekly(weekday: int, hour: int, zone: tzinfo) -> Plan:
    """On one day of every week, Monday being 0; of the seven days before."""
    when = f"Every {day_name[weekday]} at {hour:02}:00"
    return Plan(when, lambda day: day.weekday() == weekday, hour, zone, days_told=WEEK.days)


def monthly(of_month: int, hour: int, zone: tzinfo) -> Plan:
    """On one day of every month, the 28th at the latest."""
    when = f"On day {of_month} of every month at {hour:02}:00"
    return Plan(when, lambda day: day.day == of_month, hour, zone)


def daily(hour: int, zone: tzinfo) -> Plan:
    """Every day."""
    return Plan(f"Every day at {hour:02}:00", lambda _: True, hour, zone)
