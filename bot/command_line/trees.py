"""Trees for people: what a contact has, and what a membership type comes with."""

from collections.abc import Sequence
from datetime import date

from rich.text import Text
from rich.tree import Tree

from bot.command_line.tables import drawn, shown
from bot.command_line.wording import term
from core.catalogue import MembershipBenefit
from core.contact import Contact
from core.desk import Desk
from core.enrolling import offer
from core.entry import Entry
from core.errors import day
from core.quantity import UNLIMITED, money, plain
from core.statement import LevelLine, MembershipTree


def of_contact(contact: Contact, memberships: Sequence[MembershipTree], on: date) -> str:
    """Memberships, under each its levels, under each what was used, as of the day `on`."""
    root = Tree(shown(f"{contact.name} ({contact.code}), {day(on)}"))
    for each in memberships:
        branch = root.add(_membership(contact, each, on))
        for line in each.lines:
            leaf = branch.add(shown(f"{line.benefit.name}: {_left(line)}"))
            for usage in line.usages:
                leaf.add(_usage(usage))
    if not memberships:
        root.add("no membership")
    return drawn(root)


def _membership(contact: Contact, each: MembershipTree, on: date) -> Text:
    whose = "" if each.owner.code == contact.code else f" of {each.owner.name}"
    state = ""
    if on > each.membership.ends_on:
        state = ", ended"
    elif on < each.membership.starts_on:
        state = ", not begun"
    return shown(f"{each.membership_type.name}{whose}, {term(each.membership)}{state}")


def _left(line: LevelLine) -> str:
    level, balance = line.balance.level, line.balance
    if not level.accepted:
        return "declined"
    if not level.active:
        return "inactive"
    if not line.benefit.tracked:
        return "included"
    if balance.number is UNLIMITED:
        return f"unlimited, {plain(balance.used)} used"
    if not balance.live:
        return f"ended, {plain(balance.used)} of {plain(balance.number)} used"
    return f"{plain(balance.remaining)} of {plain(balance.number)} left"


def _usage(usage: Entry) -> Text:
    when = day(usage.on) if usage.on else ""
    holder = f" by {usage.holder}" if usage.holder != usage.contact else ""
    about = f", {usage.description}" if usage.description else ""
    return shown(f"{when}: {plain(usage.quantity)}{holder}{about} ({usage.key})")


def of_offer(desk: Desk, membership_type: str) -> str:
    """A membership type's standard and optional benefits."""
    offered = desk.read(lambda books: offer(books, membership_type))
    kind = offered.membership_type
    months = f"{kind.term_months} months" if kind.term_months else "no fixed term"
    price = f", {money(kind.price)} {kind.currency}".rstrip() if kind.price is not None else ""
    root = Tree(shown(f"{kind.name} ({kind.code}), {months}{price}"))
    for title, lines in (("standard", offered.standard), ("optional", offered.optional)):
        if lines:
            branch = root.add(title)
            for line in lines:
                branch.add(_offered(desk, line))
    return drawn(root)


def _offered(desk: Desk, line: MembershipBenefit) -> Text:
    benefit = desk.read(lambda books: books.benefit_types[line.benefit_type])
    number = plain(line.number) if benefit.tracked else "included"
    value = f", worth {money(line.single_value)} each" if line.single_value is not None else ""
    return shown(f"{line.code} {benefit.name}, {number}{value}")
