"""What somebody types behind a command: `Acme "conference room" 2 yesterday Board meeting`."""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from rapidfuzz import fuzz

from core.errors import BenefitError
from core.search import NEARLY, Finder, Named, folded

SUGGESTIONS: Final = 5
_QUOTES: Final = str.maketrans("“”„‟«»", '""""""')
_WORD: Final = re.compile(r'"([^"]*)"|(\S+)')
_NUMBER: Final = re.compile(r"\W*[x×]?\W*(.)", re.IGNORECASE)
ECHO: Final = 60
MOST_WORDS: Final = 8
"""Words of a name that are compared with a part of one."""
N = TypeVar("N", bound=Named)


class NotSure(BenefitError):
    """A name that means nothing, or several things.

    `candidates` are what it may mean, each with the whole text as it should have been typed;
    `several` says that the name means all of them, and `what` what it is a name of.
    """

    what = ""
    several = False

    def __init__(
        self, what: str, name: str, candidates: Iterable[tuple[Named, str]], *, several: bool
    ) -> None:
        self.candidates = tuple(candidates)
        self.what, self.several = what, several
        told = shortened(name)
        found = f"Several {what}s match “{told}”." if several else f"There is no {what} “{told}”."
        super().__init__(f"{found} Did you mean one of these?" if self.candidates else found)


class NothingNamed(BenefitError):
    """The text stops before it names everything that is needed."""

    def __init__(self, what: str) -> None:
        super().__init__(f"Please name a {what} too, in quotes where the name has several words.")


class QuoteUnclosed(BenefitError):
    """A quotation mark opens and none closes."""

    def __init__(self, behind: str) -> None:
        super().__init__(
            f"The quotation mark before “{shortened(behind)}” is not closed, so nothing was done."
            " Please put one behind the name or the description too."
        )


@dataclass(frozen=True, slots=True)
class Word:
    """One word, or several between quotes."""

    text: str
    quoted: bool = False

    def __str__(self) -> str:
        return f'"{self.text}"' if self.quoted else self.text


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a command's text, with Slack's escapes and any typographic quotes undone.

    Raises:
        QuoteUnclosed: a quotation mark has no partner.
    """
    typed = html.unescape(text).translate(_QUOTES)
    if typed.count('"') % 2:
        raise QuoteUnclosed(typed.rpartition('"')[2].strip())
    found = _WORD.finditer(typed)
    return tuple(
        Word(match[1].strip(), quoted=True) if match[2] is None else Word(match[2])
        for match in found
    )


def leading_name(
    words: Sequence[Word],
    named: Finder[N],
    what: str,
    before: Sequence[Word] = (),
    behind: Sequence[Word] = (),
) -> tuple[N, tuple[Word, ...]]:
    """What the first words name, and the words after it.

    The longest name or code that stands there in full is taken; else as many words as together are
    a part of one name. `before` and `behind` are words already read, which stand before the name
    and behind it in the corrected text of a suggestion.

    Raises:
        NothingNamed: there is no word.
        NotSure: the word means nothing, or several things.
    """
    if not words:
        raise NothingNamed(what)
    count, meant = _longest_name(words, named) or _longest_part(words, named)
    if len(meant) == 1:
        return meant[0], tuple(words[_past_plural(words, count, meant[0]) :])
    if not meant:
        text = words[0].text
        close = named.misspelt(text, SUGGESTIONS) or named.with_word_like(text, SUGGESTIONS)
        raise _not_sure(what, words, count, close, (before, behind), several=False)
    raise _not_sure(what, words, count, meant, (before, behind), several=True)


def named_by_more(
    words: Sequence[Word], named: Finder[N], what: str, than: int, behind: Sequence[Word] = ()
) -> tuple[N, tuple[Word, ...]] | None:
    """What more of the first words than so many are a part of, and the words after it.

    So a short code doesn't stand in the way of a longer name that begins like it: "fern hill".
    `behind` is as in `leading_name`.

    Raises:
        NotSure: they are a part of several names.
    """
    count, meant = _longest_part(words, named)
    if count <= than or not meant:
        return None
    if len(meant) > 1:
        raise _not_sure(what, words, count, meant, ((), behind), several=True)
    return meant[0], tuple(words[count:])


def the_named(text: str, named: Finder[N], what: str) -> N:
    """What the whole text names, with or without quotes.

    Raises:
        NotSure: the text means nothing, or several things.
        QuoteUnclosed: a quotation mark has no partner.
    """
    whole_name = words_of(text) if '"' in text.translate(_QUOTES) else words_of(f'"{text}"')
    return leading_name(whole_name, named, what)[0]


def text_of(words: Iterable[Word]) -> str:
    """The words as somebody could have typed them."""
    return " ".join(str(word) for word in words)


def bare(words: Sequence[Word]) -> list[str]:
    """The texts of the first words, up to where a quotation begins."""
    return [word.text for word in words[: _unquoted(words)]]


def shortened(text: str) -> str:
    """A text of somebody's, short enough to be quoted in a sentence."""
    return text if len(text) <= ECHO else f"{text[: ECHO - 1].rstrip()}…"


def looks_like_number(text: str) -> bool:
    """Whether a word begins with a digit, leaving aside a sign, a bracket or a "times"."""
    found = _NUMBER.match(text)
    return found is not None and found[1].isnumeric()


def parts_of(name: str) -> set[str]:
    """The single words of a name, as they are compared."""
    return set(name.casefold().split())


def as_code(one: Named) -> Word:
    """The word that names this beyond doubt."""
    return Word(one.code, quoted=True)


def _longest_name(words: Sequence[Word], named: Finder[N]) -> tuple[int, list[N]] | None:
    """How many of the first words are a name or a code in full, and of what; the most there are."""
    count, found = named.longest([word.text for word in words[: _unquoted(words)]])
    return (count, found) if found else None


def _longest_part(words: Sequence[Word], named: Finder[N]) -> tuple[int, list[N]]:
    """How many of the first words are a part of names, and of which; a number is no part."""
    for count in range(min(MOST_WORDS, _unquoted(words)), 0, -1):
        if count > 1 and any(looks_like_number(word.text) for word in words[1:count]):
            continue
        text = _folded(words[:count])
        if text and (found := named.containing(text, SUGGESTIONS)):
            return count, found
    return 1, []


def _past_plural(words: Sequence[Word], count: int, one: Named) -> int:
    """How many words its name takes where the next one ends it in the plural: "guest passes"."""
    unread = parts_of(one.name) - {part for word in words[:count] for part in parts_of(word.text)}
    behind = {_folded([word]) for word in words[count : count + 1] if not word.quoted}
    plurals = {f"{part}{ending}" for part in unread for ending in ("s", "es")}
    return count + 1 if behind & plurals else count


def _spelt_nearly(words: Sequence[Word], one: Named) -> int:
    """How many of the first words are words of its name, though misspelt: "gest pass"."""
    parts = folded(one.name).split()
    for count, word in enumerate(words[: _unquoted(words)]):
        text = _folded([word])
        likeness = {part: fuzz.ratio(text, part) for part in parts}
        like = max(likeness, key=likeness.__getitem__, default="")
        if count and (likeness.get(like, 0) < NEARLY or looks_like_number(word.text)):
            return count
        parts = [part for part in parts if part != like]
    return _unquoted(words)


def _folded(words: Iterable[Word]) -> str:
    return " ".join(" ".join(word.text for word in words).casefold().split())


def _unquoted(words: Sequence[Word]) -> int:
    """How many words from the first on may be read as one name: a quoted one stands alone."""
    if words and words[0].quoted:
        return 1
    quoted = (place for place, word in enumerate(words) if word.quoted)
    return next(quoted, len(words))


def _not_sure(
    what: str,
    words: Sequence[Word],
    count: int,
    likely: Sequence[N],
    around: tuple[Sequence[Word], Sequence[Word]],
    *,
    several: bool,
) -> NotSure:
    before, behind = around

    def corrected(one: Named) -> str:
        after = words[max(count, _spelt_nearly(words, one)) :]
        return text_of([*before, as_code(one), *behind, *after])

    candidates = ((one, corrected(one)) for one in likely[:SUGGESTIONS])
    name = " ".join(word.text for word in words[:count])
    return NotSure(what, name, candidates, several=several)
