"""Choices: the benefits of a contact that can be recorded, with what is left of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from core.balance import balance
from core.books import Books
from core.catalogue import BenefitType
from core.contact import Contact
from core.level import BenefitLevel
from core.quantity import UNLIMITED, ZERO, Number, Unlimited
from core.recording import levels_serving


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitChoice:
    """One benefit type, summed over the levels that serve the contact.

    `ends_on` is the last day of the first of them that has something left; `ended` says that none
    of them runs any more, so that only past days can still be recorded.
    """

    benefit: BenefitType
    number: Number
    remaining: Number
    ends_on: date
    ended: bool = False

    @property
    def code(self) -> str:
        """The benefit type's code."""
        return self.benefit.code

    @property
    def name(self) -> str:
        """The benefit type's name."""
        return self.benefit.name


def benefit_choices(books: Books, contact: Contact, today: date) -> list[BenefitChoice]:
    """The counted benefits of a contact that have begun: the running before the ended, by name."""
    found = [
        choice
        for benefit in books.benefit_types.values()
        if benefit.tracked
        and (
            choice := _choice(
                books, benefit, levels_serving(books, contact, benefit.code, today), today
            )
        )
    ]
    return sorted(found, key=lambda choice: (choice.ended, choice.name.casefold()))


def holders(books: Books, contact: Contact) -> list[Contact]:
    """Who may hold what a contact owns, the contact first; nobody where there is no choice.

    The people who are authorised by an organisation, and whoever holds conveyed units.
    """
    people = books.affiliates(contact.code)
    allowed = {one.code: one for one in people if one.may_hold_for(contact.code)}
    owned = books.memberships_of(contact.code)
    levels = (each for one in owned for each in books.levels_of(one.key))
    held = (code for level in levels for code in books.tallies[level.key].held or ())
    others = allowed | {code: books.contacts[code] for code in held}
    return [contact, *others.values()] if others else []


def _choice(
    books: Books, benefit: BenefitType, levels: Sequence[BenefitLevel], today: date
) -> BenefitChoice | None:
    begun = [level for level in levels if level.gives and level.starts_on <= today]
    if not begun:
        return None
    running = [level for level in begun if level.runs_on(today)]
    balances = [balance(level, books.tallies[level.key], today) for level in running]
    live = [held.lasts_until for held in balances if held.remaining != ZERO]
    return BenefitChoice(
        benefit=benefit,
        number=total(held.number for held in balances),
        remaining=total(held.remaining for held in balances),
        ends_on=min(live or (level.ends_on for level in running or begun)),
        ended=not running,
    )


def total(numbers: Iterable[Number]) -> Number:
    """The sum; unlimited where one of them is."""
    summed = ZERO
    for number in numbers:
        if isinstance(number, Unlimited):
            return UNLIMITED
        summed += number
    return summed
