"""What one contact has: memberships, under each its levels, under each what was used.

Source: the benefit level description, "the Membership row is shown as a primary row".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from core.balance import Balance
from core.catalogue import BenefitType, MembershipType
from core.contact import Contact
from core.desk import Desk
from core.entry import Entry, EntryKind
from core.errors import UnknownContact
from core.level import BenefitLevel
from core.membership import Membership
from core.quantity import ZERO

ENDING_SOON = timedelta(days=60)
"""How long before its end a level counts as ending soon."""


@dataclass(frozen=True, slots=True)
class LevelLine:
    """One level with its balance and the usages that still count, the latest first."""

    level: BenefitLevel
    benefit: BenefitType
    balance: Balance
    usages: tuple[Entry, ...] = ()

    @property
    def used_up(self) -> bool:
        """Whether nothing remains of a level that could still be used."""
        return self.balance.live and self.benefit.tracked and self.balance.remaining == ZERO

    @property
    def has_remaining(self) -> bool:
        """Whether something can still be used."""
        return self.balance.live and self.balance.remaining != ZERO

    def ends_soon(self, within: timedelta = ENDING_SOON) -> bool:
        """Whether something remains and the term ends within that time."""
        return self.has_remaining and self.level.ends_on - self.balance.on <= within


@dataclass(frozen=True, slots=True)
class MembershipTree:
    """A membership and its levels."""

    membership: Membership
    membership_type: MembershipType
    owner: Contact
    lines: tuple[LevelLine, ...]

    def runs_on(self, on: date) -> bool:
        """Whether the membership runs on that day."""
        return self.membership.runs_on(on)


def statement(desk: Desk, contact: str, *, on: date | None = None) -> list[MembershipTree]:
    """A contact's memberships, running ones first, and those of the organisation they may act for.

    `on` is the day whose balances are wanted; today where None.
    """
    books = desk.read(lambda books: books)
    the_contact = books.contacts.get(contact)
    if the_contact is None:
        raise UnknownContact(contact)
    day, owners = on or desk.today(), [the_contact.code]
    if the_contact.affiliated_to and the_contact.authorised_on(day):
        owners.append(the_contact.affiliated_to)
    trees = desk.read(
        lambda books: [
            MembershipTree(
                membership,
                books.membership_types[membership.membership_type],
                books.contacts[owner],
                tuple(
                    _line(desk, level, books.benefit_types[level.benefit_type], on)
                    for level in books.levels_of(membership.key)
                ),
            )
            for owner in owners
            for membership in books.memberships_of(owner)
        ]
    )
    return sorted(trees, key=lambda tree: (not tree.runs_on(day), tree.membership.ends_on))


def _line(desk: Desk, level: BenefitLevel, benefit: BenefitType, on: date | None) -> LevelLine:
    usages = counting_usages(desk.store.entries_of_level(level.key), on)
    return LevelLine(level, benefit, desk.balance(level.key, on), tuple(usages))


def counting_usages(entries: Iterable[Entry], on: date | None = None) -> list[Entry]:
    """The usages that were not taken back, the latest first."""
    everything = list(entries)
    voided = {entry.reverses for entry in everything if entry.kind is EntryKind.VOID}
    counting = [
        entry
        for entry in everything
        if entry.kind is EntryKind.USAGE
        and entry.key not in voided
        and (on is None or entry.on is None or entry.on <= on)
    ]
    return sorted(counting, key=lambda entry: (entry.on or date.min, entry.key), reverse=True)
