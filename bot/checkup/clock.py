"""Whether this machine's clock agrees with that of a server that has just answered."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from bot.checkup.finding import Finding, not_checked, ok, wrong

TOLERANCE: Final = timedelta(seconds=60)
"""Slack refuses a request five minutes off, and Google a login: a minute leaves room to act."""


def against(whose: str, answered: str | None, now: datetime) -> Finding:
    """The clock, against the Date header of an answer that came at `now`."""
    part = f"Clock against {whose}"
    try:
        theirs = parsedate_to_datetime(answered or "")
    except ValueError:
        return not_checked(part, f"{whose} did not say what time it is.")
    off = now - (theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC))
    seconds = round(abs(off).total_seconds())
    limit = f"up to {TOLERANCE.seconds} s is fine"
    way = "ahead of" if off > timedelta() else "behind"
    if abs(off) <= TOLERANCE:
        return ok(part, f"It is {seconds} s off; {limit}.")
    return wrong(
        part,
        f"This machine is {seconds} s {way} {whose}'s time; {limit}. Let it set its clock by the"
        " network (NTP).",
    )
