"""Reads what is typed into a cell (USER_ENTERED): numbers, money, percents, dates, times, words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

from playground.google.cells import NumberFormat, Scalar, tidy_number
from playground.google.serials import serial_of_date, serial_of_time

_NUMBER = re.compile(
    r"""(?P<open>\()?\s*(?P<sign>[+-])?\s*(?P<money>[$€£¥])?\s*(?P<sign2>[+-])?
        (?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+)
        (?P<exponent>[eE][+-]?\d+)?\s*(?P<percent>%)?\s*(?P<close>\))?\Z""",
    re.VERBOSE,
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june",
            "jul july", "aug august", "sep sept september", "oct october", "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_STARTS_A_NUMBER = frozenset("0123456789+-.($€£¥")
_ISO = re.compile(r"(?P<year>\d{4})(?P<mark>[-/])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})\Z")
_AMERICAN = re.compile(
    r"(?P<month>\d{1,2})(?P<mark>[-/])(?P<day>\d{1,2})(?:(?P=mark)(?P<year>\d{4}|\d{2}))?\Z"
)
_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})(?P<mark>[-\s])(?P<name>[A-Za-z]{3,9})\.?(?:(?P<mark2>,?[-\s]\s*)(?P<year>\d{4}|\d{2}))?\Z"
)
_MONTH_FIRST = re.compile(
    r"(?P<name>[A-Za-z]{3,9})\.?[-\s](?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(?P<year>\d{4}))?\Z"
)
_MONTH_AND_YEAR = re.compile(r"(?P<name>[A-Za-z]{3,9})\.?[-\s](?P<year>\d{4})\Z")
_TIME = re.compile(
    r"(?P<hour>\d{1,4})(?::(?P<minute>\d{1,2}))?(?::(?P<second>\d{1,2})(?P<part>\.\d{1,3})?)?"
    r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?\Z"
)
_FIRST_YEAR = 1900
_CENTURY_TURN = 30
_SIXTY = 60
_HOURS_A_DAY = 24
_NOON = 12
_TWO_DIGITS = 2
_SHORT_NAME = 3


@dataclass(frozen=True, slots=True)
class Entered:
    """What typing came to: a value or a formula, and the number format it brings along."""

    value: Scalar | None = None
    number_format: NumberFormat | None = None
    formula: str | None = None


@lru_cache(maxsize=1 << 14)
def enter(text: str, *, today: date | None = None) -> Entered:
    """Read typed text as the grid does in an English (United States) spreadsheet.

    ``today`` gives the year of dates typed without one; without it, the year is that of the first
    time the same text was read. A leading apostrophe keeps text as it is.
    """
    if text.startswith("'"):
        return Entered(text[1:])
    if text.startswith("=") and len(text) > 1:
        return Entered(formula=text)
    stripped = text.strip()
    if not stripped:
        return Entered(text or None)
    return _value(stripped, today or _today()) or Entered(text)


def _value(stripped: str, today: date) -> Entered | None:
    """The number, moment or truth that a text stands for; ``None`` when it is only a text."""
    if stripped[0] in _STARTS_A_NUMBER:
        return _number(stripped) or _moment(stripped, today)
    if stripped[:3].lower() in _MONTHS:
        return _moment(stripped, today)
    truth = {"TRUE": True, "FALSE": False}.get(stripped.upper())
    return None if truth is None else Entered(truth)


def _today() -> date:
    return datetime.now().astimezone().date()


def _number(text: str) -> Entered | None:
    match = _NUMBER.match(text)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    if match["sign"] and match["sign2"]:
        return None
    number = float(match["digits"].replace(",", "") + (match["exponent"] or ""))
    if match["percent"]:
        number = float(f"{number / 100:.15g}")
    negative = match["open"] or "-" in (match["sign"], match["sign2"])
    return Entered(tidy_number(-number if negative else number), _number_format(match))


def _number_format(match: re.Match[str]) -> NumberFormat | None:
    decimals = ".00" if "." in match["digits"] else ""
    if match["percent"]:
        return NumberFormat("PERCENT", f"0{decimals}%")
    if match["money"]:
        return NumberFormat("CURRENCY", f'"{match["money"]}"#,##0{decimals}')
    if match["exponent"]:
        return NumberFormat("SCIENTIFIC", "0.00E+00")
    if "," in match["digits"]:
        return NumberFormat("NUMBER", f"#,##0{decimals}")
    return None


def _moment(text: str, today: date) -> Entered | None:
    alone = _date(text, today) or _time(text)
    if alone is not None:
        return alone
    for gap in re.finditer(r"\s+", text):
        day = _date(text[: gap.start()], today)
        clock = _time(text[gap.end() :])
        if day and clock and isinstance(day.value, int) and _is_time_of_day(clock):
            return _date_and_time(day, clock)
    return None


def _is_time_of_day(clock: Entered) -> bool:
    return isinstance(clock.value, int | float) and clock.value < 1


def _date_and_time(day: Entered, clock: Entered) -> Entered:
    assert isinstance(day.value, int)
    assert isinstance(clock.value, int | float)
    assert day.number_format is not None
    assert clock.number_format is not None
    pattern = f"{day.number_format.pattern} {clock.number_format.pattern}"
    return Entered(tidy_number(day.value + clock.value), NumberFormat("DATE_TIME", pattern))


def _date(text: str, today: date) -> Entered | None:
    for form, pattern_of in _DATE_FORMS:
        match = form.match(text)
        if match is None:
            continue
        day = _day_of(match.groupdict(), today)
        if day is not None:
            return Entered(serial_of_date(day), NumberFormat("DATE", pattern_of(match)))
    return None


def _day_of(parts: dict[str, str | None], today: date) -> date | None:
    name, year_text = parts.get("name"), parts.get("year")
    month = _MONTHS.get(name.lower()) if name else int(parts["month"] or 0)
    year = int(year_text) if year_text else today.year
    if year_text and len(year_text) == _TWO_DIGITS:
        year += 2000 if year < _CENTURY_TURN else _FIRST_YEAR
    try:
        return date(year, month or 0, int(parts.get("day") or 1))
    except ValueError:
        return None


def _iso_pattern(match: re.Match[str]) -> str:
    mark = match["mark"]
    double = len(match["month"]) == len(match["day"]) == _TWO_DIGITS
    return f"yyyy{mark}mm{mark}dd" if double else f"yyyy{mark}m{mark}d"


def _american_pattern(match: re.Match[str]) -> str:
    mark = match["mark"]
    if not match["year"]:
        return f"m{mark}d"
    return f"m{mark}d{mark}" + "y" * len(match["year"])


def _month_pattern(match: re.Match[str]) -> str:
    return "mmm" if len(match["name"]) <= _SHORT_NAME else "mmmm"


def _day_first_pattern(match: re.Match[str]) -> str:
    month = _month_pattern(match)
    mark = match["mark"]
    return f"d{mark}{month}" + (f"{mark}" + "y" * len(match["year"]) if match["year"] else "")


def _month_first_pattern(match: re.Match[str]) -> str:
    month = _month_pattern(match)
    return f"{month} d, yyyy" if match["year"] else f"{month} d"


def _month_and_year_pattern(match: re.Match[str]) -> str:
    return _month_pattern(match) + " yyyy"


_DATE_FORMS = (
    (_ISO, _iso_pattern),
    (_AMERICAN, _american_pattern),
    (_DAY_FIRST, _day_first_pattern),
    (_MONTH_AND_YEAR, _month_and_year_pattern),
    (_MONTH_FIRST, _month_first_pattern),
)


def _time(text: str) -> Entered | None:
    match = _TIME.match(text)
    if match is None or not (match["minute"] or match["half"]):
        return None
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    if minute >= _SIXTY or second >= _SIXTY:
        return None
    if match["half"]:
        return _half_day_time(match, hour, minute, second)
    part = float(match["part"] or 0)
    if hour >= _HOURS_A_DAY:
        value = (hour * 3600 + minute * 60 + second + part) / 86_400
        return Entered(tidy_number(value), NumberFormat("TIME", "[h]:mm:ss"))
    value = serial_of_time(time(hour, minute, second)) + part / 86_400
    pattern = "h:mm:ss" if match["second"] else "h:mm"
    return Entered(tidy_number(value), NumberFormat("TIME", pattern))


def _half_day_time(match: re.Match[str], hour: int, minute: int, second: int) -> Entered | None:
    if not 1 <= hour <= _NOON:
        return None
    hour = hour % _NOON + (_NOON if match["half"] in "pP" else 0)
    pattern = "h:mm:ss am/pm" if match["second"] else "h:mm am/pm"
    value = serial_of_time(time(hour, minute, second))
    return Entered(tidy_number(value), NumberFormat("TIME", pattern))
