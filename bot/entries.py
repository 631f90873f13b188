"""What an entry of a benefit level says, in words: what moved, when, and who told it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from core.catalogue import Period
from core.desk import Desk
from core.entry import Entry, EntryKind
from core.errors import day
from core.quantity import Number, Unlimited, plain

FLAGS: Final = {True: "yes", False: "no"}


def name_of(desk: Desk, code: str) -> str:
    """A contact's name; the code where there is no such contact any more."""
    return desk.read(lambda books: one.name if (one := books.contacts.get(code)) else code)


def told(desk: Desk, entry: Entry) -> str:
    """Such as “3 Nov 2026: 2 used by Jane Field, Tour; told by anna, 4 Nov 2026 09:41 (179…)”."""
    at = entry.at.astimezone(desk.policy.zone)
    what = what_it_says(desk, entry)
    return f"{what}; told by {entry.actor}, {day(at.date())} {at:%H:%M} ({entry.key})"


def what_it_says(desk: Desk, entry: Entry) -> str:
    """Such as “3 Nov 2026: 2 used by Jane Field, Tour”."""
    if entry.holder and entry.holder != entry.contact:
        entry = replace(entry, holder=name_of(desk, entry.holder))
    when = f"{day(entry.on)}: " if entry.on else ""
    texts = "".join(f", {text}" for text in (entry.description, entry.note) if text)
    back = ", taken back later" if desk.read(lambda books: entry.key in books.voided) else ""
    return f"{when}{_what(desk, entry)}{_how_long(desk, entry)}{texts}{back}"


def _what(desk: Desk, entry: Entry) -> str:
    if entry.kind is EntryKind.LEVEL:
        return ", ".join(changes(desk, entry))
    if entry.kind is EntryKind.VOID:
        return f"taken back: {_MOVED[EntryKind((entry.before or {})['kind'])](entry)}"
    return _MOVED[entry.kind](entry)


def _how_long(desk: Desk, entry: Entry) -> str:
    """How long a changed number of an allowance lasts; of a whole term it needs no word."""
    if entry.kind is not EntryKind.ADJUSTMENT:
        return ""
    period = desk.read(
        lambda books: books.levels[entry.level].period if entry.level in books.levels else None
    )
    if period in (None, Period.TERM):
        return ""
    return ", in this period only" if entry.once else ", from this period on"


def _granted(entry: Entry) -> str:
    declined = ", declined" if (entry.after or {}).get("accepted") is False else ""
    return f"{plain(entry.quantity) or 'unlimited'} granted{declined}"


def _used(entry: Entry) -> str:
    holder = f" by {entry.holder}" if entry.holder != entry.contact else ""
    conveyed = ", of those conveyed before" if entry.conveyed else ""
    return f"{plain(entry.quantity)} used{holder}{conveyed}"


def _adjusted(entry: Entry) -> str:
    sign = "+" if entry.quantity and entry.quantity > 0 else ""
    return f"number {sign}{plain(entry.quantity)}"


_MOVED: Final[Mapping[EntryKind, Callable[[Entry], str]]] = {
    EntryKind.GRANT: _granted,
    EntryKind.USAGE: _used,
    EntryKind.ADJUSTMENT: _adjusted,
    EntryKind.CONVEYANCE: lambda entry: f"{plain(entry.quantity)} conveyed to {entry.holder}",
    EntryKind.RECALL: lambda entry: f"{plain(entry.quantity)} recalled from {entry.holder}",
}


def changes(desk: Desk, entry: Entry, number: Number | None = None) -> Iterator[str]:
    """Such as “number 4 to 6”, “active yes to no”; `number` is the level's number afterwards."""
    if entry.kind is EntryKind.ADJUSTMENT and entry.quantity:
        assert number is not None
        assert not isinstance(number, Unlimited)
        yield f"number {plain(number - entry.quantity)} to {plain(number)}"
    after, before = dict(entry.after or {}), dict(entry.before or {})
    new, old = after.pop("custom", {}), before.pop("custom", {})
    for slot in sorted({*new, *old}):
        labelled = desk.policy.custom_fields.get(slot)
        label = labelled.label if labelled else slot
        after[label], before[label] = new.get(slot), old.get(slot)
    for name, value in after.items():
        if value != before.get(name):
            yield f"{name.replace('_', ' ')} {shown(before.get(name))} to {shown(value)}"


def shown(value: object) -> str:
    """A value of a record as people read it: “VIP”, yes, nothing."""
    if isinstance(value, bool):
        return FLAGS[value]
    if isinstance(value, list):
        value = ";".join(value)
    return f"“{value}”" if value else "nothing"
