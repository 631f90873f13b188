"""Quantities, dates and names in the words of the organisation's staff."""

from datetime import date
from typing import Final

from core.catalogue import BenefitType
from core.contact import Contact, ContactKind
from core.errors import day
from core.quantity import ONE, ZERO, Number, Unlimited, plain

BAR: Final = 10
VOWELS: Final = tuple("aeiou")
MORE: Final = "… and more than fits here."
MEMBER_MAY_SEE: Final = "The member may see this, in reports and on their own record."


def quantity_of(number: Number, benefit: BenefitType) -> str:
    """A number with its unit: "2", "1 hour", "3.5 hours", "50 USD"."""
    unit = benefit.unit
    if not unit:
        return plain(number)
    return f"{plain(number)} {unit if number == ONE or not unit.islower() else _several(unit)}"


def _several(unit: str) -> str:
    if unit.endswith(("s", "x", "ch", "sh")):
        return f"{unit}es"
    if unit.endswith("y") and unit[-2:-1] not in VOWELS:
        return f"{unit[:-1]}ies"
    return f"{unit}s"


def counted(number: int, one: str, several: str = "") -> str:
    """A count of things: "1 use", "12 uses"; `several` where it is not made with an s."""
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"


def dates(since: date, until: date) -> str:
    """A range of days, both included."""
    return f"{day(since)} to {day(until)}"


def short_day(value: date) -> str:
    """A date that is no more than some months off, such as 3 Nov."""
    return f"{value.day} {value:%b}"


def short_dates(since: date, until: date) -> str:
    """A range of days, both included, with month and year said once: 16 to 22 Nov 2026."""
    if since.year != until.year:
        return dates(since, until)
    first = str(since.day) if since.month == until.month else short_day(since)
    return f"{first} to {day(until)}"


def left(remaining: Number, number: Number, benefit: BenefitType) -> str:
    """What remains: "3 of 4 left", "used up, all 4", "unlimited"."""
    if isinstance(remaining, Unlimited) or isinstance(number, Unlimited):
        return "unlimited"
    if remaining <= ZERO:
        return f"used up, all {quantity_of(number, benefit)}" if number else "none"
    return f"{plain(remaining)} of {quantity_of(number, benefit)} left"


def bar(remaining: Number, number: Number) -> str:
    """How much was used, drawn in characters; nothing where there is no end to count to.

    Both characters are shades of one family, which every font draws equally wide.
    """
    if isinstance(remaining, Unlimited) or isinstance(number, Unlimited) or not number:
        return ""
    used = min(ONE, max(ZERO, (number - remaining) / number))
    full = round(used * BAR)
    return "▓" * full + "░" * (BAR - full)


def beside_name(contact: Contact, organisation: Contact | None) -> str:
    """What tells a contact from another of the same name: code, kind, organisation."""
    if contact.kind is ContactKind.ORGANISATION:
        return f"{contact.code} · organisation"
    return f"{contact.code} · {organisation.name}" if organisation else contact.code
