"""What stands behind the names in a typed usage: how much, when, what for.

Only what is understood is recorded: a description that could be a quantity, a date or the rest of a
name is asked about, for a wrong reading would be a wrong entry.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from rapidfuzz import fuzz

from bot.typed.dates import DateReadsTwoWays, leading_date
from bot.typed.words import Word, bare, looks_like_number, shortened, text_of
from core.errors import BenefitError, day
from core.quantity import ONE, meant_by, plain
from core.search import NEARLY

_QUANTITY: Final = re.compile(r"\d+(?:\.\d+)?|\.\d+")
# fmt: off
_NUMBER_WORDS: Final = frozenset({
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "fifteen", "twenty", "thirty", "forty", "fifty", "hundred", "half", "dozen", "once",
    "twice", "both", "couple", "several",
})
_OF_MONTH: Final = re.compile(r"[12]?\d|3[01]")
_TELLING: Final = frozenset({"yesterday", "tomorrow", "ago"})
"""Words that tell a day wherever they stand."""
_UNITS: Final = frozenset({
    "h", "hr", "hrs", "hour", "hours", "min", "mins", "minute", "minutes", "day", "days", "night",
    "nights", "week", "weeks", "month", "months", "year", "years", "time", "times",
})
_DATE_WORDS: Final = frozenset({
    "today", "yesterday", "tomorrow", "tonight", "ago", "mon", "monday", "tue", "tues", "tuesday",
    "wed", "weds", "wednesday", "thu", "thur", "thurs", "thursday", "fri", "friday", "sat",
    "saturday", "sun", "sunday", "jan", "january", "feb", "february", "mar", "march", "apr",
    "april", "may", "jun", "june", "jul", "july", "aug", "august", "sep", "sept", "september",
    "oct", "october", "nov", "november", "dec", "december",
})
_LEADING_IN: Final = frozenset({
    "a", "an", "at", "for", "from", "in", "last", "next", "of", "on", "since", "the", "this",
    "until",
})
"""Words that may lead in to a quantity or a date: "for 2 hours", "the day before"."""
# fmt: on


class NotUnderstood(BenefitError):
    """A word that may be a quantity, a date or more of the name, and was read as none of them."""

    def __init__(self, word: str, read: str) -> None:
        meant = meant_by(next(iter(word.split()), ""))
        hint = "" if meant is None else f" A quantity is written as {plain(meant)}."
        super().__init__(
            f"“{shortened(word)}” was not understood, so nothing was recorded.{hint} Read before"
            f" it: {read}. Please write quantity, date and description, such as: 2 yesterday Board"
            " meeting. A description that begins like a number, or tells a day, goes in quotes."
        )


@dataclass(frozen=True, slots=True)
class Rest:
    """What follows a name: so many uses, on which day, what for."""

    quantity: Decimal
    used_on: date | None
    description: str


def rest_of(
    words: Sequence[Word], today: date, *, unit: str = "", unread: Collection[str] = ()
) -> Rest:
    """The quantity (1 where none is given), the date (None where none is given), the description.

    The quantity may have its `unit` behind it, and may follow the date. `unread` are the words of
    the benefit's name that were not typed before.

    Raises:
        DateReadsTwoWays, DateWrittenOtherwise, NoSuchDay: it looks like a date, but isn't one that
            is read.
        NotUnderstood: what is left begins like a quantity, a date or more of the name.
    """
    quantity: Decimal | None = None
    used_on: date | None = None
    after = list(words)
    while after:
        if used_on is None and (read := leading_date(bare(after), today)):
            if quantity is None:
                _must_read_one_way(after, today, unit)
            used_on, count = read
        elif quantity is None and (found := _leading_quantity(after, unit)):
            quantity, count = found
        else:
            break
        after = after[count:]
    nothing_read = len(after) == len(words)
    refused = _UNITS | unit_forms(unit) | (set(unread) if nothing_read else set())
    both = quantity is not None and used_on is not None
    # "room 0.3" behind a part of a name: the word before the number isn't a description either.
    places = (0, 1) if nothing_read else (0,)
    if any(_is_doubtful(after[place:], refused, both=both) for place in places):
        raise NotUnderstood(text_of(after[:2]), _reading(quantity, used_on))
    if used_on is None and (meant := _date_within(after)):
        raise NotUnderstood(meant, _reading(quantity, used_on))
    description = after[0].text if len(after) == 1 else text_of(after)
    return Rest(ONE if quantity is None else quantity, used_on, description)


def _must_read_one_way(words: Sequence[Word], today: date, unit: str) -> None:
    """Raise `DateReadsTwoWays` for "1 Nov 3": one on the 3rd, or three on the 1st."""
    first, month, last = (*bare(words)[:3], "", "", "")[:3]
    if not (_OF_MONTH.fullmatch(first) and _OF_MONTH.fullmatch(last)):
        return
    if _leading_quantity(words[2:], unit) == (Decimal(last), 1) and leading_date(
        [month, last], today
    ):
        readings = (f"{first} on {last} {month}", f"{last} on {first} {month}")
        raise DateReadsTwoWays(f"{first} {month} {last}", readings)


def _date_within(words: Sequence[Word]) -> str:
    """Words of a description that tell a day: "Tour yesterday", "of last Tuesday"; or none."""
    folded = [_folded(word) for word in bare(words)]
    for place, word in enumerate(folded):
        if word in _TELLING or fuzz.ratio(word, "yesterday") >= NEARLY:
            return word
        behind = folded[place + 1] if place + 1 < len(folded) else ""
        if word in {"last", "next"} and behind in _DATE_WORDS:
            return f"{word} {behind}"
    return ""


def unit_forms(unit: str) -> set[str]:
    """How people write a unit behind a number."""
    one = unit.casefold()
    if not one:
        return set()
    short = {"h", "hr", "hrs"} if one == "hour" else set()
    return {one, f"{one}s", f"{one}es", *short}


def _leading_quantity(words: Sequence[Word], unit: str) -> tuple[Decimal, int] | None:
    """The number that stands first, and how many words it took with its unit."""
    if words[0].quoted or not _QUANTITY.fullmatch(words[0].text):
        return None
    forms = unit_forms(unit)
    longest = len(unit.split())
    behind = " ".join(bare(words[1 : 1 + longest])).casefold() if longest else ""
    return Decimal(words[0].text), 1 + longest if behind.rstrip(",;") in forms else 1


def _is_doubtful(words: Sequence[Word], refused: Collection[str], *, both: bool) -> bool:
    """Whether a description that begins so may be something else."""
    if not words or words[0].quoted:
        return False
    plain_words = bare(words)
    if not both and len(plain_words) > 1 and _folded(plain_words[0]) in _LEADING_IN:
        plain_words = plain_words[1:]
        if len(plain_words) > 1 and _folded(plain_words[0]) in _LEADING_IN:
            plain_words = plain_words[1:]
    first = _folded(plain_words[0])
    known = _NUMBER_WORDS | _DATE_WORDS | set(refused)
    parts = {first, first.partition("-")[0]}
    return looks_like_number(plain_words[0]) or bool(parts & known)


def _folded(word: str) -> str:
    return word.casefold().replace("’", "'").removesuffix("'s").strip(".,;:!?()")


def _reading(quantity: Decimal | None, used_on: date | None) -> str:
    much = "no quantity" if quantity is None else f"quantity {plain(quantity)}"
    when = "no date" if used_on is None else f"date {day(used_on)}"
    return f"{much}, {when}"
