"""Finding a contact or a benefit by what somebody types, with mistakes forgiven.

What is typed is looked for as it stands first, then with mistakes: in whole names, then word by
word. Names lie sorted in one text that is searched from its beginning, so that the first hits are
the first by name and nobody has to look at the others.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from heapq import nlargest
from itertools import chain
from typing import Final, Generic, Protocol, TypeAlias, TypeVar
from unicodedata import normalize

from rapidfuzz import fuzz, process

from core.contact import Contact
from core.errors import AmbiguousContact, UnknownContact


class Named(Protocol):
    """Anything with a code and a name."""

    @property
    def code(self) -> str:
        """The short code."""

    @property
    def name(self) -> str:
        """The name people read."""


N = TypeVar("N", bound=Named)
SAME: Final = 100.0
"""The likeness of a text to itself."""
NEARLY: Final = 80
"""The likeness, of 100, from which a whole name counts as a misspelling of what was typed."""
CLOSE_ENOUGH: Final = 70
"""The likeness, of 100, from which words, and names by their words, do."""
LAST: Final = "\U0010ffff"
"""The last character there is: whatever begins with a text comes before the text and this."""
SLIPS: Final = 2
"""How much longer or shorter than what was typed a misspelt text may be, in characters."""
SHARING: Final = 3000
"""How many names that share a half or a word with what was typed are compared with it."""
CANDIDATES: Final = 100
"""How many names are looked at closely when words were misspelt."""
SUGGESTED: Final = 3
"""How many names a refusal suggests."""
LISTED: Final = 5
"""How many names it lists where several fit, and how many words are taken for a misspelt one."""


ACCENTS: Final = re.compile("[\u0300-\u036f]")
"""What a letter may have above, below or through it, taken apart from the letter."""
OTHERWISE: Final = str.maketrans(
    {
        "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
        "’": "'", "‘": "'", "`": "'", "´": "'",
    }
)  # fmt: skip
"""Letters that are written otherwise where a keyboard lacks them, and every apostrophe."""


def folded(text: str) -> str:
    """A text as it is compared: case, accents and runs of spaces don't count."""
    text = text.casefold()
    if not text.isascii():
        bare = ACCENTS.sub("", normalize("NFKD", text.translate(OTHERWISE)))
        text = normalize("NFC", bare)
    return " ".join(text.split())


def _cased(text: str) -> str:
    """A text whose accents do count."""
    return " ".join(normalize("NFC", text).casefold().split())


Likeness: TypeAlias = tuple[int, float]
"""The number of a text, and how like it is to what was typed, of 100."""


def _best(found: Likeness) -> tuple[float, int]:
    """The likeliest first, then by name."""
    number, likeness = found
    return -likeness, number


class Sorted:
    """Texts in their order, each with a number, to be found by how they begin."""

    def __init__(self, texts: Iterable[str]) -> None:
        pairs = sorted((text, number) for number, text in enumerate(texts))
        self._texts = [text for text, _ in pairs]
        self._numbers = [number for _, number in pairs]

    def beginning(self, text: str) -> list[int]:
        """The numbers of those that begin so, in their order."""
        first = bisect_left(self._texts, text)
        return self._numbers[first : bisect_left(self._texts, f"{text}{LAST}", first)]


class Lines:
    """Texts in one string, each on a line of its own, to be searched at the speed of a scan."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._starts: list[int] = []
        length, lines = 0, []
        for text in texts:
            self._starts.append(length)
            lines.append(f"\n{text}")
            length += len(text) + 1
        self._all = "".join(lines)

    def containing(self, text: str) -> Iterator[int]:
        """The numbers of the lines that contain it anywhere."""
        found = self._all.find(text)
        while found >= 0:
            line = bisect_right(self._starts, found) - 1
            yield line
            if line + 1 == len(self._starts):
                return
            found = self._all.find(text, self._starts[line + 1])


class Spellings:
    """Texts by how they begin, how they end and how long they are, to find the nearly right one."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.beginnings = Sorted(texts)

    @cached_property
    def _endings(self) -> Sorted:
        return Sorted(text[::-1] for text in self.texts)

    @cached_property
    def _lengths(self) -> list[int]:
        return [len(text) for text in self.texts]

    @cached_property
    def _by_length(self) -> dict[int, tuple[list[str], list[int]]]:
        found: dict[int, tuple[list[str], list[int]]] = {}
        for number, text in enumerate(self.texts):
            texts, numbers = found.setdefault(len(text), ([], []))
            texts.append(text)
            numbers.append(number)
        return found

    def one_slip_from(self, text: str, least: int, most: int) -> list[Likeness]:
        """The likeliest of those that share a half with it, which one slip leaves alone."""
        half, lengths = len(text) // 2, (len(text) - 1, len(text), len(text) + 1)
        sharing = chain(
            self.beginnings.beginning(text[:half]), self._endings.beginning(text[: half - 1 : -1])
        )
        fitting = [number for number in sharing if self._lengths[number] in lengths]
        numbers = list(set(fitting[:SHARING]))
        likely = [self.texts[number] for number in numbers]
        found = process.extract(text, likely, scorer=fuzz.ratio, score_cutoff=least, limit=most)
        return sorted(((numbers[place], score) for _, score, place in found), key=_best)

    def of_that_length(self, text: str, least: int, most: int) -> list[Likeness]:
        """The likeliest of all that are about as long."""
        found: list[Likeness] = []
        for length in range(len(text) - SLIPS, len(text) + SLIPS + 1):
            texts, numbers = self._by_length.get(length, ([], []))
            close = process.extract(text, texts, scorer=fuzz.ratio, score_cutoff=least, limit=most)
            found += [(numbers[place], score) for _, score, place in close]
        return sorted(found, key=_best)[:most]


class Finder(Generic[N]):
    """Finds the named by what is typed; made once for many questions."""

    def __init__(self, named: Iterable[N]) -> None:
        self._named = sorted(named, key=lambda one: (folded(one.name), one.code))

    @cached_property
    def _names(self) -> list[str]:
        return [folded(one.name) for one in self._named]

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self._names)

    @cached_property
    def _spellings(self) -> Spellings:
        return Spellings(self._names)

    @cached_property
    def _codes(self) -> Spellings:
        return Spellings([folded(one.code) for one in self._named])

    @cached_property
    def _codes_as_written(self) -> dict[str, N]:
        return {one.code: one for one in self._named}

    @cached_property
    def _by_code(self) -> dict[str, N]:
        spelt = {folded(one.code): one for one in self._named}
        return spelt | {one.code.casefold(): one for one in self._named}

    @cached_property
    def _by_name(self) -> dict[str, list[N]]:
        found: defaultdict[str, list[N]] = defaultdict(list)
        for name, one in zip(self._names, self._named, strict=True):
            found[name].append(one)
        return found

    @cached_property
    def _places_of(self) -> dict[str, list[int]]:
        """In which names each word stands."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(self._names):
            for word in set(name.split()):
                places[word].append(place)
        return places

    @cached_property
    def _most_words(self) -> int:
        """The words of the longest code or name."""
        texts = (text for one in self._named for text in (one.code, one.name))
        return max((len(text.split()) for text in texts), default=0)

    @cached_property
    def _words(self) -> Spellings:
        return Spellings(list(self._places_of))

    def called(self, typed: str) -> list[N]:
        """Those with this very code, or else with this very name.

        Accents may be left out; where they tell two apart, they count.
        """
        if (just_so := self._codes_as_written.get(typed.strip())) is not None:
            return [just_so]
        for code in (typed.strip().casefold(), folded(typed)):
            if code in self._by_code:
                return [self._by_code[code]]
        alike = self._by_name.get(folded(typed), [])
        return [one for one in alike if _cased(one.name) == _cased(typed)] or alike

    def longest(self, words: Sequence[str]) -> tuple[int, list[N]]:
        """How many of the first words are a code or a name in full, the most there are; and whose.

        None of them, and nobody's, where the words begin with neither.
        """
        for count in range(min(len(words), self._most_words), 0, -1):
            if found := self.called(" ".join(words[:count])):
                return count, found
        return 0, []

    def find(self, typed: str, limit: int = 20) -> list[N]:
        """What `typed` may mean, the likeliest first; everything by name if nothing was typed.

        Those with the very code or name stand before beginnings, later words and parts; mistakes
        are forgiven only where none of these is found.
        """
        text = folded(typed)
        if not text:
            return self._named[:limit]
        return self.containing(text, limit) or self.misspelt(text, limit)

    def containing(self, typed: str, limit: int) -> list[N]:
        """Those whose code or name has `typed` in it just so, in the order of `find`."""
        text = folded(typed)
        names, codes = self._spellings.beginnings, self._codes.beginnings
        beginning = sorted({*names.beginning(text)[:limit], *codes.beginning(text)[:limit]})
        places = chain(beginning, self._later(text))
        exact = [one for one in (self._by_code.get(text), *self._by_name.get(text, ())) if one]
        return list(_first(chain(exact, (self._named[place] for place in places)), limit))

    def _later(self, text: str) -> Iterator[int]:
        """Names in which a later word begins so, then those that have it anywhere."""
        anywhere = self._lines.containing(text)
        first = next(anywhere, None)
        if first is not None:
            yield from self._lines.containing(f" {text}")
            yield first
            yield from anywhere

    def misspelt(self, typed: str, limit: int) -> list[N]:
        """Those whose name is near to it as a whole; or else code, before names by their words."""
        text = folded(typed)
        near = self._spellings.one_slip_from(text, NEARLY, limit)
        if not near:
            codes = self._codes.one_slip_from(text, CLOSE_ENOUGH, limit)
            near = [*codes, *self._near_by_words(text, limit)]
        return list(_first((self._named[place] for place, _ in near), limit))

    def with_word_like(self, typed: str, limit: int) -> list[N]:
        """Those with a word in their name that is spelt like this one, the likeliest first."""
        likeness = self._likeness_of_words(folded(typed))
        near = nlargest(limit, likeness.items(), key=lambda one: (one[1], -one[0]))
        return [self._named[place] for place, _ in near]

    def _near_by_words(self, text: str, limit: int) -> list[Likeness]:
        likely = nlargest(CANDIDATES, self._likeness_of_words(text).items(), key=lambda one: one[1])
        scored = [(place, fuzz.WRatio(text, self._names[place])) for place, _ in likely]
        close = [(place, score) for place, score in scored if score >= CLOSE_ENOUGH]
        return sorted(close, key=_best)[:limit]

    def _likeness_of_words(self, text: str) -> dict[int, float]:
        """For each name that has a word like one of the text's, how like they are in sum."""
        likeness: defaultdict[int, float] = defaultdict(float)
        for word in text.split():
            for like, score in self._words_like(word):
                for place in self._places_of[like][:SHARING]:
                    likeness[place] += score
        return likeness

    def _words_like(self, word: str) -> list[tuple[str, float]]:
        if word in self._places_of:
            return [(word, SAME)]
        words = self._words
        near = words.one_slip_from(word, CLOSE_ENOUGH, LISTED)
        near = near or words.of_that_length(word, CLOSE_ENOUGH, LISTED)
        return [(words.texts[number], score) for number, score in near]


def _first(ranked: Iterable[N], limit: int) -> Iterator[N]:
    """The first so many different ones."""
    seen = set[str]()
    for one in ranked:
        if len(seen) == limit:
            return
        if one.code not in seen:
            seen.add(one.code)
            yield one


def find(named: Iterable[N], typed: str, limit: int = 20) -> list[N]:
    """What `typed` may mean among a few, the likeliest first."""
    return Finder(named).find(typed, limit)


def the_contact(contacts: Finder[Contact], typed: str, *, exactly: bool = False) -> Contact:
    """The one contact that `typed` means: by code, by name, or by the only name that contains it.

    `exactly` leaves the last out, for rows that nobody looks at before they count.

    Raises:
        UnknownContact: none; names that are close are in `suggestions`.
        AmbiguousContact: several.
    """
    likely: Sequence[Contact] = contacts.called(typed)
    if not likely and not exactly and folded(typed):
        likely = contacts.containing(typed, LISTED)
    if len(likely) == 1:
        return likely[0]
    if likely:
        named = [f"{one.name} ({one.code})" for one in likely[:LISTED]]
        raise AmbiguousContact(typed, named)
    raise UnknownContact(typed, _told_apart(contacts.misspelt(typed, SUGGESTED)))


def _told_apart(contacts: Sequence[Contact]) -> list[str]:
    """Their names; with the code, where another one has the same name."""
    names = [one.name for one in contacts]
    return [
        one.name if names.count(one.name) == 1 else f"{one.name} ({one.code})" for one in contacts
    ]
