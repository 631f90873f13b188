"""Dates as people type them: 2026-11-03, yesterday, 3 November, last friday; and instants."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from bot.command_line.answering import WrongUse
from core.desk import Desk
from core.errors import BenefitError
from core.past import as_known_at


def read_date(option: str, typed: str, today: date) -> date:
    """The date that was typed for `option`; without a year, the latest that is not to come.

    Raises:
        WrongUse: it is no date, or figures that can be read in two ways.
    """
    text = " ".join(typed.casefold().split())
    try:
        return date.fromisoformat(text)
    except ValueError:
        return _in_words(option, typed, text, today)


def read_term_date(option: str, typed: str, today: date) -> date:
    """A date that may well lie ahead, so that words without a year don't say which one is meant.

    Raises:
        WrongUse: it is no date, or names no year.
    """
    if re.search(r"\d{4}", typed) or typed.strip().casefold() in {"today", "yesterday"}:
        return read_date(option, typed, today)
    raise WrongUse(f"{option}: please write “{typed}” with its year, as 2026-11-03 or 3 Nov 2026.")


def read_instant(option: str, typed: str, desk: Desk) -> datetime:
    """A past day and its time, in the organisation's time zone unless it says another.

    Raises:
        WrongUse: it is no day and time, or is still to come.
    """
    text = " ".join(typed.split())
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or re.fullmatch(r"[\d-]+", text):
        raise WrongUse(f"{option}: “{typed}” is no day and time; write them as 2026-03-31 12:00.")
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=desk.policy.zone)
    if instant > desk.clock.now():
        raise WrongUse(f"{option}: {text} is still to come.")
    return instant


@dataclass(frozen=True, slots=True)
class StoppedClock:
    """A clock that always says the same instant."""

    at: datetime

    def now(self) -> datetime:
        """That instant."""
        return self.at


def desk_then(desk: Desk, known_at: str | None) -> Desk:
    """The desk, or with `known_at` the desk as it stood at that instant, and whose today it is."""
    if known_at is None:
        return desk
    at = read_instant("--known-at", known_at, desk)
    then = as_known_at(desk, at)
    then.clock = StoppedClock(at)
    return then


def _in_words(option: str, typed: str, text: str, today: date) -> date:
    # It takes 0.3 s to import, which most commands can do without.
    from bot.typed.dates import leading_date  # noqa: PLC0415

    words = text.split()
    try:
        found = leading_date(words, today)
    except BenefitError as unclear:
        raise WrongUse(f"{option}: {unclear}") from None
    if found is None or found[1] < len(words):
        raise WrongUse(f"{option}: “{typed}” is no date; write it as 2026-11-03 or “yesterday”.")
    return found[0]
