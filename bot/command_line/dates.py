"""Dates as people type them: 2026-11-03, yesterday, 3 November, last friday."""

import re
from datetime import date

from bot.command_line.answering import WrongUse
from core.errors import BenefitError


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


def _in_words(option: str, typed: str, text: str, today: date) -> date:
    # It takes 0.3 s to import, which most commands can do without.
    from bot.typed_dates import leading_date  # noqa: PLC0415

    words = text.split()
    try:
        found = leading_date(words, today)
    except BenefitError as unclear:
        raise WrongUse(f"{option}: {unclear}") from None
    if found is None or found[1] < len(words):
        raise WrongUse(f"{option}: “{typed}” is no date; write it as 2026-11-03 or “yesterday”.")
    return found[0]
