"""Days, months and times of day, all as serial numbers."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from playground.google.cells import Value
from playground.google.entering import enter
from playground.google.formulas.coercion import (
    FormulaFailed,
    Operand,
    finite,
    number_of,
    text_of,
    whole_of,
)
from playground.google.serials import moment_of_serial, serial_of_date

_FIRST_YEAR = 1900


def _moment(operand: Operand) -> datetime:
    try:
        return moment_of_serial(number_of(operand))
    except OverflowError as error:
        raise FormulaFailed("NUM", "The number is no date.") from error


def _date(year: Operand, month: Operand, day: Operand) -> Value:
    years = whole_of(year)
    if 0 <= years < _FIRST_YEAR:
        years += _FIRST_YEAR
    try:
        first = _month_from(years, whole_of(month))
        return serial_of_date(first + timedelta(days=whole_of(day) - 1))
    except (ValueError, OverflowError) as error:
        raise FormulaFailed("NUM", "There is no such date.") from error


def _month_from(year: int, month: int) -> date:
    years, months = divmod(month - 1, 12)
    return date(year + years, months + 1, 1)


def _edate(start: Operand, months: Operand) -> Value:
    day = _moment(start).date()
    first = _month_from(day.year, day.month + whole_of(months))
    last = calendar.monthrange(first.year, first.month)[1]
    return serial_of_date(first.replace(day=min(day.day, last)))


def _eomonth(start: Operand, months: Operand) -> Value:
    day = _moment(start).date()
    return serial_of_date(_month_from(day.year, day.month + whole_of(months) + 1)) - 1


def _weekday(day: Operand, kind: Operand = 1) -> Value:
    monday_is_0 = _moment(day).weekday()
    counted = {1: (monday_is_0 + 1) % 7 + 1, 2: monday_is_0 + 1, 3: monday_is_0}
    if whole_of(kind) not in counted:
        raise FormulaFailed("NUM", "WEEKDAY counts in the ways 1, 2 and 3.")
    return counted[whole_of(kind)]


def _datedif(start: Operand, end: Operand, unit: Operand) -> Value:
    first, last = _moment(start).date(), _moment(end).date()
    if first > last:
        raise FormulaFailed("NUM", "The first date of DATEDIF lies after the second.")
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    found = {"D": (last - first).days, "M": months, "Y": months // 12, "YM": months % 12}
    wanted = text_of(unit).upper()
    if wanted not in found:
        raise FormulaFailed("NUM", "DATEDIF takes D, M, Y or YM.")
    return found[wanted]


def _datevalue(text: Operand) -> Value:
    read = enter(text_of(text))
    if read.number_format is None or not read.number_format.type.startswith("DATE"):
        raise FormulaFailed("VALUE", f"“{text_of(text)}” is no date.")
    return int(number_of(read.value))


def _time(hour: Operand, minute: Operand, second: Operand) -> Value:
    seconds = whole_of(hour) * 3600 + whole_of(minute) * 60 + whole_of(second)
    return finite(seconds % 86_400 / 86_400)


def _today() -> Value:
    return serial_of_date(datetime.now(UTC).date())


def _now() -> Value:
    moment = datetime.now(UTC)
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return serial_of_date(moment.date()) + (moment - midnight) / timedelta(days=1)


DATES: dict[str, tuple[int, int, Callable[..., Operand]]] = {
    "TODAY": (0, 0, _today),
    "NOW": (0, 0, _now),
    "DATE": (3, 3, _date),
    "TIME": (3, 3, _time),
    "DATEVALUE": (1, 1, _datevalue),
    "YEAR": (1, 1, lambda day: _moment(day).year),
    "MONTH": (1, 1, lambda day: _moment(day).month),
    "DAY": (1, 1, lambda day: _moment(day).day),
    "HOUR": (1, 1, lambda day: _moment(day).hour),
    "MINUTE": (1, 1, lambda day: _moment(day).minute),
    "SECOND": (1, 1, lambda day: _moment(day).second),
    "WEEKDAY": (1, 2, _weekday),
    "EDATE": (2, 2, _edate),
    "EOMONTH": (2, 2, _eomonth),
    "DAYS": (2, 2, lambda end, start: finite(number_of(end) - number_of(start))),
    "DATEDIF": (3, 3, _datedif),
}
