"""What somebody types behind a command: `Acme "conference room" 2 yesterday Board meeting`."""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, TypeVar

from bot.typed_dates import leading_date
from core.errors import BenefitError
from core.quantity import ONE
from core.search import Named, find

SUGGESTIONS: Final = 5
_QUOTES: Final = str.maketrans("“”„‟«»", '""""""')
_WORD: Final = re.compile(r'"([^"]*)"|(\S+)')
_QUANTITY: Final = re.compile(r"\d+(?:\.\d+)?|\.\d+")
N = TypeVar("N", bound=Named)


class NotSure(BenefitError):
    """A name that means nothing, or several things.

    `candidates` are what it may mean, each with the whole text as it should have been typed.
    """

    def __init__(
        self, what: str, name: str, candidates: Iterable[tuple[Named, str]], *, several: bool
    ) -> None:
        self.candidates = tuple(candidates)
        found = f"Several {what}s match “{name}”." if several else f"There is no {what} “{name}”."
        super().__init__(f"{found} Did you mean one of these?" if self.candidates else found)


class NothingNamed(BenefitError):
    """The text stops before it names everything that is needed."""

    def __init__(self, what: str) -> None:
        super().__init__(f"Please name a {what} too, in quotes where the name has several words.")


@dataclass(frozen=True, slots=True)
class Word:
    """One word, or several between quotes."""

    text: str
    quoted: bool = False

    def __str__(self) -> str:
        return f'"{self.text}"' if self.quoted else self.text


@dataclass(frozen=True, slots=True)
class Rest:
    """What follows a name: so many uses, on which day, what for."""

    quantity: Decimal
    used_on: date | None
    description: str


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a command's text, with Slack's escapes and any typographic quotes undone."""
    found = _WORD.finditer(html.unescape(text).translate(_QUOTES))
    return tuple(
        Word(match[1].strip(), quoted=True) if match[2] is None else Word(match[2])
        for match in found
    )


def leading_name(
    words: Sequence[Word], named: Iterable[N], what: str, before: Sequence[Word] = ()
) -> tuple[N, tuple[Word, ...]]:
    """What the first words name, and the words after it.

    The longest name or code that stands there in full is taken; else the first word alone may be a
    part of one name. `before` are the words already read, for the corrected text of a suggestion.

    Raises:
        NothingNamed: there is no word.
        NotSure: the word means nothing, or several things.
    """
    if not words:
        raise NothingNamed(what)
    everything = list(named)
    if meant := _longest_name(words, everything):
        count, ones = meant
        if len(ones) == 1:
            return ones[0], tuple(words[count:])
        raise _not_sure(what, words, count, ones, before)
    likely = find(everything, words[0].text, SUGGESTIONS)
    if len(likely) == 1 and _is_part(_folded(words[:1]), likely[0]):
        return likely[0], tuple(words[1:])
    raise _not_sure(what, words, 1, likely, before)


def rest_of(words: Sequence[Word], today: date) -> Rest:
    """The quantity (1 where none is given), the date (None where none is given), the description.

    Raises:
        DateReadsTwoWays, NoSuchDay: it looks like a date, but it isn't clear which.
    """
    quantity, after = ONE, list(words)
    read = leading_date(_bare(after), today)
    if read is None and after and not after[0].quoted and _QUANTITY.fullmatch(after[0].text):
        quantity, after = Decimal(after[0].text), after[1:]
        read = leading_date(_bare(after), today)
    used_on, count = read or (None, 0)
    told = after[count:]
    return Rest(quantity, used_on, told[0].text if len(told) == 1 else text_of(told))


def text_of(words: Iterable[Word]) -> str:
    """The words as somebody could have typed them."""
    return " ".join(str(word) for word in words)


def as_code(one: Named) -> Word:
    """The word that names this beyond doubt."""
    return Word(one.code, quoted=True)


def _longest_name(words: Sequence[Word], named: Iterable[N]) -> tuple[int, list[N]] | None:
    """How many of the first words are a name or a code in full, and of what; the most there are."""
    counts = {_folded(words[:count]): count for count in range(1, _unquoted(words) + 1)}
    found: dict[int, list[N]] = {}
    for one in named:
        for name in {one.code.casefold(), one.name.casefold()}:
            if count := counts.get(name):
                found.setdefault(count, []).append(one)
    return max(found.items(), key=lambda each: each[0]) if found else None


def _folded(words: Iterable[Word]) -> str:
    return " ".join(" ".join(word.text for word in words).casefold().split())


def _is_part(text: str, one: Named) -> bool:
    return bool(text) and (text in one.name.casefold() or text in one.code.casefold())


def _bare(words: Sequence[Word]) -> list[str]:
    return [word.text for word in words[: _unquoted(words)]]


def _unquoted(words: Sequence[Word]) -> int:
    """How many words from the first on may be read as one name: a quoted one stands alone."""
    if words and words[0].quoted:
        return 1
    quoted = (place for place, word in enumerate(words) if word.quoted)
    return next(quoted, len(words))


def _not_sure(
    what: str, words: Sequence[Word], count: int, likely: Sequence[N], before: Sequence[Word]
) -> NotSure:
    several = any(_is_part(_folded(words[:count]), one) for one in likely)
    candidates = (
        (one, text_of([*before, as_code(one), *words[count:]])) for one in likely[:SUGGESTIONS]
    )
    name = " ".join(word.text for word in words[:count])
    return NotSure(what, name, candidates, several=several)
