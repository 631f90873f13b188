"""Allowances: a line's number may be granted anew every month, quarter or year of the term.

Periods are counted from the first day of the term, not of the calendar: a membership from the 20th
has its months from the 20th. A date that a shorter month lacks ends the period on that month's last
day, as a term's end does.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from core.catalogue import Period
from core.membership import last_day

MONTHS: Final = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Periods:
    """The periods of a term, numbered from 0. `months` None: the term is one period."""

    starts_on: date
    ends_on: date
    months: int | None

    def number_on(self, day: date) -> int:
        """The period that `day` lies in; the first before the term, the last after it."""
        if self.months is None:
            return 0
        day = min(max(day, self.starts_on), self.ends_on)
        passed = (day.year - self.starts_on.year) * 12 + day.month - self.starts_on.month
        number = max(0, passed // self.months - 1)
        while self.last(number) < day:
            number += 1
        return number

    @property
    def last_number(self) -> int:
        """The last period."""
        return self.number_on(self.ends_on)

    def first(self, number: int) -> date:
        """The first day of a period."""
        return self.last(number - 1) + timedelta(days=1) if number else self.starts_on

    def last(self, number: int) -> date:
        """The last day of a period."""
        if self.months is None:
            return self.ends_on
        return min(self.ends_on, _end(self.starts_on, self.months * (number + 1)))


@cache
def _end(starts_on: date, months: int) -> date:
    return last_day(starts_on, months)


def periods(period: Period, starts_on: date, ends_on: date) -> Periods:
    """The periods of a line in a membership's term."""
    return Periods(starts_on, ends_on, MONTHS.get(period))
