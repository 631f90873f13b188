"""Slack's dates inside text: ``<!date^1700000000^{date_short} at {time}|fallback>``."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo

_TOKEN = re.compile(r"\{(?P<token>[a-z_]+)\}")


def written(pattern: str, timestamp: int, zone: tzinfo) -> str:
    """Write a moment (seconds since 1970) in a time zone, by Slack's pattern."""
    moment = datetime.fromtimestamp(timestamp, UTC).astimezone(zone)
    today = datetime.now(UTC).astimezone(zone)

    def replaced(found: re.Match[str]) -> str:
        form = _FORMS.get(found["token"])
        return form(moment, today) if form else found[0]

    return _TOKEN.sub(replaced, pattern)


def clock(timestamp: float, zone: tzinfo) -> str:
    """Write the time of day as the workspace shows it beside a name."""
    return datetime.fromtimestamp(timestamp, UTC).astimezone(zone).strftime("%H:%M")


def _long(moment: datetime, _today: datetime) -> str:
    return moment.strftime("%A %-d %B %Y")


def _middle(moment: datetime, _today: datetime) -> str:
    return moment.strftime("%-d %B %Y")


def _short(moment: datetime, _today: datetime) -> str:
    return moment.strftime("%-d %b %Y")


def _pretty(form: Callable[[datetime, datetime], str]) -> Callable[[datetime, datetime], str]:
    def near(moment: datetime, today: datetime) -> str:
        days = (moment.date() - today.date()).days
        return {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(days) or form(moment, today)

    return near


_FORMS: dict[str, Callable[[datetime, datetime], str]] = {
    "date_num": lambda moment, _today: moment.strftime("%Y-%m-%d"),
    "date": _middle,
    "date_short": _short,
    "date_long": _long,
    "date_pretty": _pretty(_middle),
    "date_short_pretty": _pretty(_short),
    "date_long_pretty": _pretty(_long),
    "time": lambda moment, _today: moment.strftime("%H:%M"),
    "time_secs": lambda moment, _today: moment.strftime("%H:%M:%S"),
}
