"""Which level or membership is meant, where a contact has several."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from bot.command_line.wording import term
from core.adjusting import level_of
from core.books import Books
from core.catalogue import BenefitType
from core.clock import Key
from core.contact import Contact
from core.desk import Desk
from core.enrolling import membership_of
from core.errors import BenefitError, BenefitNotOffered, NotEnoughRemaining, choices
from core.level import BenefitLevel
from core.membership import Membership
from core.recording import levels_serving

T = TypeVar("T")


class SeveralLevels(BenefitError):
    """A contact has several levels of a benefit, and it matters which one is meant."""

    def __init__(
        self, contact: Contact, benefit: BenefitType, levels: Sequence[BenefitLevel]
    ) -> None:
        those = choices(f"{level.key} ({term(level)})" for level in levels)
        super().__init__(
            f"{contact.name} has {len(levels)} levels of {benefit.name}: name one with --level,"
            f" {those}."
        )


class NotTheirLevel(BenefitError):
    """A level was named that is somebody else's, or of another benefit."""

    def __init__(self, key: int, contact: Contact, benefit: BenefitType) -> None:
        super().__init__(f"Level {key} is no {benefit.name} of {contact.name}.")


class NoMembership(BenefitError):
    """A contact never was a member."""

    def __init__(self, contact: Contact) -> None:
        super().__init__(f"{contact.name} has no membership: benefit-desk enroll makes one.")


class NotTheirMembership(BenefitError):
    """A membership was named that is somebody else's."""

    def __init__(self, key: int, contact: Contact) -> None:
        super().__init__(f"Membership {key} is not one of {contact.name}.")


def levels_of(
    desk: Desk, contact: Contact, benefit: BenefitType, key: int | None
) -> list[BenefitLevel]:
    """The levels whose units are the contact's to give, the one that ends first before the others.

    Their own, or those of the organisation that they may act for; only the one with that key.

    Raises:
        BenefitNotOffered: they have none.
        UnknownLevel, NotTheirLevel: the key is of no level, or of another one.
    """
    today = desk.today()

    def theirs(books: Books) -> list[BenefitLevel]:
        serving = levels_serving(books, contact, benefit.code, today)
        found = [level for level in serving if contact.may_hold_for(level.contact, today)]
        if not found:
            raise BenefitNotOffered(contact.name, benefit.name)
        if key is None:
            return found
        named = level_of(books, Key(key))
        if named not in found:
            raise NotTheirLevel(key, contact, benefit)
        return [named]

    return sorted(desk.read(theirs), key=lambda level: (level.ends_on, level.key))


def the_level(desk: Desk, contact: Contact, benefit: BenefitType, key: int | None) -> BenefitLevel:
    """The one level that is meant: the one that runs today, where only one does.

    Raises:
        SeveralLevels: it could be more than one.
    """
    levels = levels_of(desk, contact, benefit, key)
    today = desk.today()
    likely = [level for level in levels if level.runs_on(today)] or levels
    if len(likely) > 1:
        raise SeveralLevels(contact, benefit, likely)
    return likely[0]


def first_with_enough(levels: Iterable[BenefitLevel], take: Callable[[BenefitLevel], T]) -> T:
    """Take units of the first level that has enough of them.

    Raises:
        NotEnoughRemaining: none has; it tells the most that one has.
        BenefitError: `take` refused for another reason.
    """
    most: NotEnoughRemaining | None = None
    for level in levels:
        try:
            return take(level)
        except NotEnoughRemaining as refusal:
            if most is None or refusal.remaining > most.remaining:
                most = refusal
    assert most is not None
    raise most


def the_membership(desk: Desk, contact: Contact, key: int | None) -> Membership:
    """The membership with that key, or the contact's latest.

    Raises:
        NoMembership, UnknownMembership, NotTheirMembership: there is no such one.
    """

    def answer(books: Books) -> Membership:
        theirs = books.memberships_of(contact.code)
        if not theirs:
            raise NoMembership(contact)
        if key is None:
            return max(theirs, key=lambda each: (each.ends_on, each.key))
        named = membership_of(books, Key(key))
        if named not in theirs:
            raise NotTheirMembership(key, contact)
        return named

    return desk.read(answer)
