"""Dates as people type them in a command: yesterday, last Friday, 3 days ago, 3 Nov, 2026-11-03.

Days to come are read too, so that a rule can refuse them instead of today being meant.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from dateparser.date import DateDataParser

from core.errors import BenefitError, choices

MOST_WORDS: Final = 3
MONTHS: Final = 12
FOUR_FIGURES: Final = 1000
"""The first year that is written with four."""
LEAP_YEAR: Final = 2000
"""A year that has every day."""
_WEEKDAY: Final = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH: Final = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY: Final = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR: Final = r"(?:,? \d{4})?"
_WHOLE_DATE: Final = re.compile(
    rf"today|yesterday|tomorrow|(?:last |next )?{_WEEKDAY}|\d{{4}}-\d{{2}}-\d{{2}}"
    rf"|(?:\d{{1,3}}|an?|one) (?:day|week|month)s? ago"
    rf"|{_DAY} {_MONTH}{_YEAR}|{_MONTH} {_DAY}{_YEAR}",
    re.IGNORECASE,
)
_IN_FIGURES: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_TWO_READINGS: Final = re.compile(r"\d{1,2}/\d{1,2}(?:/\d{2,4})?|\d{1,2}\.\d{1,2}\.\d{2,4}")


class DateReadsTwoWays(BenefitError):
    """A date such as 03/11/2026, which is another day on each side of the Atlantic."""

    field = "used_on"

    def __init__(self, text: str, readings: Iterable[str]) -> None:
        super().__init__(f"“{text}” can be read in two ways. Please write {choices(readings)}.")


class DateWrittenOtherwise(BenefitError):
    """A date such as 25/11/2026, which can only be one day, but isn't how dates are written."""

    field = "used_on"

    def __init__(self, text: str, instead: str) -> None:
        super().__init__(f"Please write “{text}” as {instead}.")


class NoSuchDay(BenefitError):
    """A date that the calendar doesn't have."""

    field = "used_on"

    def __init__(self, text: str) -> None:
        super().__init__(f"There is no day “{text}” in the calendar.")


def leading_date(words: Sequence[str], today: date) -> tuple[date, int] | None:
    """The date that the first words spell in full, and how many words it took; None where none.

    A day without a year is the latest one that is not ahead of `today`; so is a weekday, and "last
    Friday" said on a Friday is a week ago.

    Raises:
        DateReadsTwoWays, DateWrittenOtherwise, NoSuchDay: it looks like a date, but isn't one that
            is read.
    """
    if words and words[0].casefold() == "on" and (read := leading_date(words[1:], today)):
        return read[0], read[1] + 1
    for count in range(min(MOST_WORDS, len(words)), 0, -1):
        text = " ".join(words[:count]).rstrip(",;:")
        if _WHOLE_DATE.fullmatch(text):
            return _date_of(text, today), count
    if words and _TWO_READINGS.fullmatch(words[0]):
        raise _refused(words[0])
    return None


def _refused(text: str) -> BenefitError:
    """What is wrong with figures that have no month's name and aren't 2026-11-03."""
    first, second, *rest = (int(part) for part in re.split(r"[/.]", text))
    month, of_month = sorted((first, second))
    year = rest[0] if rest and rest[0] >= FOUR_FIGURES else None
    if 0 < month < of_month <= MONTHS:
        both = [
            date(year or LEAP_YEAR, *month_and_day)
            for month_and_day in ((second, first), (first, second))
        ]
        return DateReadsTwoWays(text, [str(one) if year else f"{one.day} {one:%b}" for one in both])
    try:
        day = date(year or LEAP_YEAR, month, of_month)
    except ValueError:
        return NoSuchDay(text)
    in_words = f"{day.day} {day:%b}"
    return DateWrittenOtherwise(text, f"{day} or {in_words} {year}" if year else in_words)


@lru_cache(maxsize=1000)
def _date_of(text: str, today: date) -> date:
    if _IN_FIGURES.fullmatch(text):
        # Left to itself, the reader would take a month 26 for a day.
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise NoSuchDay(text) from None
    if text.casefold() == f"{today:%A}".casefold():
        return today
    if text.casefold().startswith("next "):
        ahead = (today + timedelta(days=number) for number in range(1, 8))
        return next(day for day in ahead if f"{day:%A}".casefold() == text[5:].casefold())
    reader = DateDataParser(
        languages=["en"],
        settings={
            "RELATIVE_BASE": datetime.combine(today, time(12)),
            "PREFER_DATES_FROM": "past",
            "RETURN_AS_TIMEZONE_AWARE": False,
        },
    )
    found: datetime | None = reader.get_date_data(text).date_obj
    if found is None:
        raise NoSuchDay(text)
    return found.date()
