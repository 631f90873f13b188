"""What a member's own statement says: nothing that is only for the staff.

No notes, no comments, no keys, and nobody who recorded anything. A person who may use what their
organisation has sees what is left of it, and only their own uses.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.command_line.trees import left, state
from bot.command_line.wording import in_units, term
from bot.holding import Held, held_by
from core.catalogue import BenefitType
from core.contact import Contact
from core.desk import Desk
from core.entry import Entry
from core.errors import day
from core.quantity import ZERO
from core.statement import LevelLine, MembershipTree
from core.statement import statement as trees_of


@dataclass(frozen=True, slots=True)
class BenefitStated:
    """A benefit, what is left of it in words, and each use in words."""

    name: str
    left: str
    uses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MembershipStated:
    """A membership, or what others conveyed, with its benefits; `when` is its term."""

    name: str
    when: str
    benefits: tuple[BenefitStated, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """A whole statement: whose it is, of which day, and what they have."""

    organisation: str
    member: str
    on: str
    memberships: tuple[MembershipStated, ...]


def stated(desk: Desk, contact: Contact, on: date | None, organisation: str) -> Stated:
    """The statement of a contact as of the day `on`, or today; memberships to come are left out."""
    when = on or desk.today()
    memberships = [
        _membership(desk, contact, tree, when)
        for tree in trees_of(desk, contact.code, on=on)
        if tree.membership.starts_on <= when
    ]
    if holding := held_by(desk, contact, when):
        conveyed = tuple(_conveyed(held) for held in holding)
        memberships.append(MembershipStated("Given to you by others", "", conveyed))
    return Stated(organisation, contact.name, day(when), tuple(memberships))


def _membership(desk: Desk, contact: Contact, tree: MembershipTree, on: date) -> MembershipStated:
    whose = "" if tree.owner.code == contact.code else f" of {tree.owner.name}"
    return MembershipStated(
        f"{tree.membership_type.name}{whose}",
        f"{term(tree.membership)}{state(tree.membership, on)}",
        tuple(_benefit(desk, contact, line) for line in tree.lines if line.balance.level.active),
    )


def _benefit(desk: Desk, contact: Contact, line: LevelLine) -> BenefitStated:
    mine = line.level.contact == contact.code
    uses = [each for each in line.usages if mine or each.holder == contact.code]
    return BenefitStated(
        line.benefit.name, left(line, units=True), tuple(_uses(desk, line.benefit, uses))
    )


def _uses(desk: Desk, benefit: BenefitType, usages: list[Entry]) -> Iterator[str]:
    """Such as “3 Nov 2026: 2 passes, by Jane Field, Board visit”."""
    names = desk.read(lambda books: {code: one.name for code, one in books.contacts.items()})
    for usage in usages:
        when = day(usage.on) if usage.on else ""
        holder = usage.holder or ""
        by = f", by {names.get(holder, holder)}" if holder != usage.contact else ""
        about = f", {usage.description}" if usage.description else ""
        yield f"{when}: {in_units(usage.quantity or ZERO, benefit)}{by}{about}"


def _conveyed(held: Held) -> BenefitStated:
    until = day(held.level.ends_on)
    name = f"{held.benefit.name} of {held.owner.name}"
    return BenefitStated(name, f"{in_units(held.quantity, held.benefit)} left, until {until}")
