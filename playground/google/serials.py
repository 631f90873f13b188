"""Dates and times as spreadsheet serial numbers: days since 30 December 1899."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a serial has no time zone
_SECONDS_A_DAY = 86_400


def serial_of_date(day: date) -> int:
    """The serial number of a day."""
    return (day - _EPOCH.date()).days


def serial_of_time(moment: time) -> float:
    """The part of a day that has passed at a time of day."""
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6
    return seconds / _SECONDS_A_DAY


def moment_of_serial(serial: float) -> datetime:
    """The moment, without a time zone, that a serial number stands for; to the millisecond."""
    milliseconds = round(serial * _SECONDS_A_DAY * 1000)
    return _EPOCH + timedelta(milliseconds=milliseconds)
