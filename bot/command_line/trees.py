"""Trees for people: what a contact has, and what a membership type comes with."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from rich.text import Text
from rich.tree import Tree

from bot.command_line.wording import amount_of, in_units, term
from bot.entries import name_of, told
from bot.explaining import sums
from bot.holding import Held, held_by
from bot.reports.lined_up import drawn, shown
from core.allowance import periods
from core.catalogue import MembershipBenefit, Period
from core.contact import Contact
from core.desk import Desk
from core.enrolling import offer
from core.entry import Entry, EntryKind
from core.errors import day
from core.membership import Membership
from core.quantity import UNLIMITED, money, plain
from core.statement import LevelLine, MembershipTree, statement


def of_contact(desk: Desk, contact: Contact, on: date | None = None, *, why: bool = False) -> str:
    """Memberships, under each its levels, under each what was used; as of the day `on`, or today.

    With `why`, under each level every entry behind its balance, and the keys of all.
    """
    day_shown = on or desk.today()
    root = Tree(shown(f"{contact.name} ({contact.code}), {day(day_shown)}"))
    for each in statement(desk, contact.code, on=on):
        branch = root.add(_membership(contact, each, day_shown, why=why))
        for line in each.lines:
            key = f" (level {line.level.key})" if why else ""
            leaf = branch.add(shown(f"{line.benefit.name}: {left(line)}{key}"))
            used = (_usage(desk, usage) for usage in line.usages)
            for row in _behind(desk, line, on) if why else used:
                leaf.add(shown(row))
    if holding := held_by(desk, contact, day_shown):
        branch = root.add("conveyed to them")
        for held in holding:
            branch.add(shown(held_told(held)))
    if not root.children:
        root.add("no membership")
    return drawn(root)


def held_told(held: Held) -> str:
    """Such as “Guest pass of Acme Hardware: 2 left, until 31 Dec 2026”."""
    until = day(held.level.ends_on)
    return f"{held.benefit.name} of {held.owner.name}: {plain(held.quantity)} left, until {until}"


def _membership(contact: Contact, each: MembershipTree, on: date, *, why: bool) -> Text:
    whose = "" if each.owner.code == contact.code else f" of {each.owner.name}"
    key = f" (membership {each.membership.key})" if why else ""
    return shown(
        f"{each.membership_type.name}{whose}, {term(each.membership)}"
        f"{state(each.membership, on)}{key}"
    )


def state(membership: Membership, on: date) -> str:
    """Whether a membership has ended, or not begun, by that day; nothing where it runs."""
    if on > membership.ends_on:
        return ", ended"
    return ", not begun" if on < membership.starts_on else ""


def left(line: LevelLine, *, units: bool = False) -> str:
    """What is left of a level, such as “3 of 4 left, 2 of them conveyed”, or “2 of 5 hours left”.

    Of an allowance it is what is left of its period, with that period's last day.
    """
    level, balance = line.balance.level, line.balance
    number = in_units(balance.number, line.benefit) if units else plain(balance.number)
    if not level.accepted:
        return "declined"
    if not level.active:
        return "inactive"
    if not line.benefit.tracked:
        return "included"
    conveyed = f", {plain(balance.conveyed)} of them conveyed" if balance.conveyed else ""
    if balance.number is UNLIMITED:
        return f"unlimited, {plain(balance.used)} used{conveyed}"
    if not balance.live:
        return f"ended, {plain(balance.used)} of {number} used"
    remaining = amount_of(balance.remaining, line.benefit, units)
    return f"{remaining} of {number} left{_when(line, whole=units)}{conveyed}"


def _when(line: LevelLine, *, whole: bool) -> str:
    """Until when what is left of an allowance can be used; or its `whole` period."""
    level, balance = line.level, line.balance
    if level.period is Period.TERM:
        return ""
    if not whole:
        return f" until {day(balance.lasts_until)}"
    every = periods(level.period, level.starts_on, level.ends_on)
    first = every.first(every.number_on(balance.on))
    return f" for {day(first)} to {day(balance.lasts_until)}"


def _usage(desk: Desk, usage: Entry) -> str:
    when = day(usage.on) if usage.on else ""
    by = usage.holder if usage.holder != usage.contact else None
    holder = f" by {name_of(desk, by)}" if by else ""
    about = f", {usage.description}" if usage.description else ""
    return f"{when}: {plain(usage.quantity)}{holder}{about} ({usage.key})"


def _behind(desk: Desk, line: LevelLine, on: date | None) -> Iterator[str]:
    """The level's own texts, then the entries that its balance counts."""
    level = line.level
    for name, text in (("comment", level.comment), ("source", level.source)):
        if text:
            yield f"{name}: {text}"
    for slot, field in desk.policy.custom_fields.items():
        if text := level.custom.get(slot, ""):
            yield f"{field.label}: {text}"
    counted = [
        entry
        for entry in desk.store.entries_of_level(level.key)
        if on is None or entry.on is None or entry.on <= on or entry.kind is EntryKind.GRANT
    ]
    yield from (told(desk, entry) for entry in counted)
    if line.benefit.tracked:
        yield from sums(line, counted, partial(name_of, desk))


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
