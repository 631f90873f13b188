"""Quantities, dates and names in the words of the organisation's staff."""

from datetime import date
from decimal import Decimal
from typing import Final

from core.catalogue import BenefitType
from core.contact import Contact, ContactKind
from core.errors import day
from core.quantity import ONE, ZERO, Number, Unlimited, money, plain

BAR: Final = 10
VOWELS: Final = tuple("aeiou")
NO_BREAK: Final = "\N{NO-BREAK SPACE}"
CENT: Final = Decimal("0.01")
"""The step of a benefit that counts money."""
MORE: Final = "… and more than fits here."
MEMBER_MAY_SEE: Final = "The member may see this, in reports and on their own record."


def amount(value: Decimal | None) -> str:
    """Money in figures, with a comma between thousands: "1,760.00"; blank when unknown."""
    return "" if value is None else f"{Decimal(money(value)):,f}"


def number_of(number: Number, benefit: BenefitType) -> str:
    """A number without its unit; of a benefit that counts money, as money is written."""
    if isinstance(number, Decimal) and benefit.step == CENT:
        return amount(number)
    return plain(number)


def quantity_of(number: Number, benefit: BenefitType) -> str:
    """A number with its unit: "2", "1 hour", "3.5 hours", "50.00 USD"."""
    unit, figures = benefit.unit, number_of(number, benefit)
    if not unit:
        return figures
    return f"{figures} {unit if number == ONE or not unit.islower() else _several(unit)}"


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


def whole(text: str) -> str:
    """A text that no line breaks: its spaces hold together."""
    return text.replace(" ", NO_BREAK)


def short_dates(since: date, until: date) -> str:
    """A range of days, both included, with month and year said once: 16 to 22 Nov 2026."""
    if since.year != until.year:
        return dates(since, until)
    first = str(since.day) if since.month == until.month else f"{since.day} {since:%b}"
    return f"{first} to {day(until)}"


def left(remaining: Number, number: Number, benefit: BenefitType) -> str:
    """What remains: "3 of 4 left", "used up, all 4", "unlimited"."""
    if isinstance(remaining, Unlimited) or isinstance(number, Unlimited):
        return "unlimited"
    if remaining <= ZERO:
        return f"used up, all {quantity_of(number, benefit)}" if number else "none"
    return f"{number_of(remaining, benefit)} of {quantity_of(number, benefit)} left"


def bar(remaining: Number, number: Number) -> str:
    """How much is left, drawn in characters; nothing where there is no end to count to.

    Both characters are shades of one family, which every font draws equally wide.
    """
    if isinstance(remaining, Unlimited) or isinstance(number, Unlimited) or not number:
        return ""
    full = round(min(ONE, max(ZERO, remaining / number)) * BAR)
    return "▓" * full + "░" * (BAR - full)


def beside_name(contact: Contact, organisation: Contact | None) -> str:
    """What tells a contact from another of the same name: code, kind, organisation."""
    if contact.kind is ContactKind.ORGANISATION:
        return f"{contact.code} · organisation"
    return f"{contact.code} · {organisation.name}" if organisation else contact.code
