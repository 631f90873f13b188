"""Whose benefit a typed use means, and which: `Acme "guest pass" 2 yesterday`.

Contact, benefit, quantity is the order that is recorded. What stands there in another order is
asked about, with the whole command as it should have been typed.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from bot.typed.words import (
    NothingNamed,
    NotSure,
    Word,
    as_code,
    leading_name,
    named_by_more,
    shortened,
    text_of,
    words_of,
)
from core.catalogue import BenefitType
from core.contact import Contact
from core.errors import BenefitError
from core.search import Finder, Named

_FIGURE: Final = re.compile(r"[x×]?(\d+(?:\.\d+)?)[x×]?")
_SPELT: Final = dict(
    zip(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
        range(1, 12),
        strict=True,
    )
) | {"a": 1, "an": 1, "twelve": 12, "both": 2}
Lifted: TypeAlias = tuple[tuple[Word, ...], tuple[Word, ...]]
"""A quantity, and the words without it."""


class OtherOrder(NotSure):
    """Contact, benefit and quantity are there, in another order than they are read in."""

    def __init__(self, candidates: Iterable[tuple[Named, str]]) -> None:
        self.candidates = tuple(candidates)
        (_, first), *others = self.candidates
        meant = " one of these?" if others else f": {shortened(first)}"
        BenefitError.__init__(
            self,
            "The order is contact, benefit, quantity, so nothing was recorded. Did you mean"
            f"{meant}",
        )


def number_of(word: Word) -> str | None:
    """The figures of a number that is typed as 2, 2x or two; None where it is none."""
    if word.quoted:
        return None
    if figure := _FIGURE.fullmatch(word.text):
        return figure[1]
    spelt = _SPELT.get(word.text.casefold())
    return None if spelt is None else str(spelt)


@dataclass(frozen=True, slots=True)
class NamedUse:
    """Whose benefit, which one, the words that named it, and those behind them."""

    contact: Contact
    benefit: BenefitType
    named_by: tuple[Word, ...]
    after: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class UseReader:
    """Reads the names of a use among all contacts and benefits; `own` finds a contact's benefits.

    `units` are the words for what the benefits count.
    """

    contacts: Finder[Contact]
    benefits: Finder[BenefitType]
    own: Callable[[Contact], Finder[BenefitType]]
    units: Collection[str]

    def read(self, words: Sequence[Word]) -> NamedUse:
        """What the first words name.

        Raises:
            NothingNamed: there are too few words.
            NotSure: a name means nothing, or several things, or stands in another place.
        """
        try:
            return self._in_order(words)
        except NotSure as unsure:
            turned = self._quantity_moved(words)
            if not turned and not unsure.candidates:
                turned = self._benefit_first(words)
            if not turned:
                raise
            raise OtherOrder(turned) from unsure

    def _in_order(self, words: Sequence[Word], quantity: Sequence[Word] = ()) -> NamedUse:
        """A contact, then a benefit. `quantity` goes behind the benefit in a suggestion.

        A longer name counts where the words behind the shorter one name no benefit.
        """
        contact, behind = leading_name(words, self.contacts, "contact", behind=quantity)
        try:
            return self._benefit_of(contact, behind, quantity)
        except NotSure:
            read = len(words) - len(behind)
            longer = named_by_more(words, self.contacts, "contact", read, behind=quantity)
            if longer is None:
                raise
            return self._benefit_of(*longer, quantity)

    def _benefit_of(
        self, contact: Contact, words: Sequence[Word], quantity: Sequence[Word]
    ) -> NamedUse:
        """The benefit that is named: one of the contact's if it can be, else any."""
        before = [as_code(contact)]
        try:
            benefit, after = leading_name(words, self.own(contact), "benefit", before, quantity)
        except NotSure as unsure:
            if unsure.candidates:
                raise
            benefit, after = leading_name(words, self.benefits, "benefit", before, quantity)
        return NamedUse(contact, benefit, tuple(words[: len(words) - len(after)]), after)

    def _quantity_moved(self, words: Sequence[Word]) -> Sequence[tuple[Named, str]]:
        """What is meant if a quantity stands before the benefit, or before all."""
        likely: Sequence[tuple[Named, str]] = ()
        for quantity, others in self._lifted(words, self._place_of_quantity(words)):
            try:
                use = self._in_order(others, quantity)
            except NotSure as unsure:
                likely = likely or unsure.candidates
            except NothingNamed:
                continue
            else:
                return [_turned(use.contact, use.after, use.benefit, quantity)]
        return likely

    def _place_of_quantity(self, words: Sequence[Word]) -> int:
        """Behind the contact where one is named, else at the beginning."""
        try:
            _, behind = leading_name(words, self.contacts, "contact")
        except NotSure:
            return 0
        return len(words) - len(behind)

    def _benefit_first(self, words: Sequence[Word]) -> Sequence[tuple[Named, str]]:
        """What is meant if the benefit stands before the contact: "2 guest passes for Acme"."""
        for quantity, others in (*self._lifted(words, 0), ((), tuple(words))):
            likely = (
                self._for_whom(benefit, behind, quantity)
                for benefit, behind in self._benefits_before(others)
            )
            if turned := [each for each in likely if each]:
                return turned
        return ()

    def _benefits_before(self, words: Sequence[Word]) -> Sequence[tuple[Named, Sequence[Word]]]:
        """The benefits that the first words may mean, each with the words behind its name."""
        try:
            return [leading_name(words, self.benefits, "benefit")]
        except NothingNamed:
            return []
        except NotSure as unsure:
            return [(one, words_of(text)[1:]) for one, text in unsure.candidates]

    def _for_whom(
        self, benefit: Named, words: Sequence[Word], quantity: Sequence[Word]
    ) -> tuple[Named, str] | None:
        """The use of a benefit behind which a contact is named; None where none is."""
        between, words = next(self._lifted(words, 0), ((), words))
        words = _without({"for"}, words)
        try:
            contact, after = leading_name(words, self.contacts, "contact")
            longer = named_by_more(words, self.contacts, "contact", len(words) - len(after))
        except (NotSure, NothingNamed):
            return None
        return _turned(*(longer or (contact, after)), benefit, quantity or between)

    def _lifted(self, words: Sequence[Word], place: int) -> Iterator[Lifted]:
        """A quantity out of its place, with the words without it: as they stand, without its unit.

        Such as 2 out of "2 guest passes", and out of "2 hours of conference room".
        """
        if place >= len(words) or (number := number_of(words[place])) is None:
            return
        others = (*words[:place], *words[place + 1 :])
        yield (Word(number),), others
        behind = words[place + 1 :]
        without_unit = _without({"of"}, _without(self.units, behind))
        if len(without_unit) < len(behind):
            yield (Word(number),), (*words[:place], *without_unit)


def _without(leading: Collection[str], words: Sequence[Word]) -> tuple[Word, ...]:
    """The words, without the first where it is one of these."""
    first = words[0].text.casefold() if words and not words[0].quoted else ""
    return tuple(words[1:] if first in leading else words)


def _turned(
    contact: Contact, after: Sequence[Word], benefit: Named, quantity: Sequence[Word]
) -> tuple[Named, str]:
    return benefit, text_of([as_code(contact), as_code(benefit), *quantity, *after])
