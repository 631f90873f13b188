"""What an organisation decides for itself about the rules."""

from dataclasses import dataclass
from datetime import UTC, date, timedelta, tzinfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """An organisation's own settings of the rules.

    `open_from` is the first day that can still be recorded (None: every day); `void_own_within` is
    how long staff may take back what they recorded themselves; `zone` is the organisation's own
    time zone.
    """

    open_from: date | None = None
    void_own_within: timedelta = timedelta(hours=24)
    zone: tzinfo = UTC
    currency: str = "USD"
