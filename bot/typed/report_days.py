"""The days of a report as people type them: last month, October, 2025, or a first and a last."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from dateutil.relativedelta import MO, relativedelta

from bot.typed.dates import leading_date

_WHOLE: Final = {
    "week": (relativedelta(weekday=MO(-1)), relativedelta(weeks=1)),
    "month": (relativedelta(day=1), relativedelta(months=1)),
    "year": (relativedelta(month=1, day=1), relativedelta(years=1)),
}
"""From any day to the first of the whole that it is in, and how long that is."""
_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_YEAR: Final = re.compile(r"[12]\d{3}")
_DAY: Final = relativedelta(days=1)
Days = tuple[date, date | None]


def leading_days(words: Sequence[str], today: date, *, ahead: bool) -> tuple[Days, int] | None:
    """The first and the last day that the first words spell, and how many words it took.

    The last day is None where only one is spelt; the whole is None where none is. A month without
    a year is the latest one that has begun, or with `ahead` the next one that has not ended.

    Raises:
        DateReadsTwoWays, DateWrittenOtherwise, NoSuchDay: it looks like a date, but isn't one that
            is read.
    """
    if whole := _whole(words, today) or _month(words, today, ahead=ahead) or _year(words):
        return whole
    if not (first := leading_date(words, today)):
        return None
    since, count = first
    joined = words[count : count + 1] and words[count].casefold() in {"to", "until", "-", "–"}
    behind = words[count + bool(joined) :]
    if last := leading_date(behind, today):
        return (since, last[0]), count + bool(joined) + last[1]
    return (since, None), count


def _whole(words: Sequence[str], today: date) -> tuple[Days, int] | None:
    """Such as "this month", "last week", "last year"."""
    which, unit = [*(word.casefold() for word in words[:2]), "", ""][:2]
    if which not in {"this", "last"} or unit not in _WHOLE:
        return None
    to_first, length = _WHOLE[unit]
    first = today + to_first if which == "this" else today + to_first - length
    return (first, first + length - _DAY), 2


def _month(words: Sequence[str], today: date, *, ahead: bool) -> tuple[Days, int] | None:
    """A month's name, alone or with a year, which isn't followed by a day."""
    name = words[0].casefold().rstrip(".,") if words else ""
    found = [each for each in _MONTHS if name and len(name) > 2 and each.startswith(name)]  # noqa: PLR2004
    if not found or leading_date(words, today):
        return None
    months = relativedelta(months=1)
    number = _MONTHS.index(found[0]) + 1
    if words[1:2] and _YEAR.fullmatch(words[1]):
        first, count = date(int(words[1]), number, 1), 2
    else:
        first, count = date(today.year, number, 1), 1
        if ahead and first + months <= today:
            first += relativedelta(years=1)
        elif not ahead and first > today:
            first -= relativedelta(years=1)
    return (first, first + months - _DAY), count


def _year(words: Sequence[str]) -> tuple[Days, int] | None:
    if not words or not _YEAR.fullmatch(words[0]):
        return None
    year = int(words[0])
    return (date(year, 1, 1), date(year, 12, 31)), 1
