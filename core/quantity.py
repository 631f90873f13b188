"""Quantities and money: exact decimals, and the one number that isn't a number."""

import re
from decimal import Decimal
from enum import Enum
from typing import Final, TypeAlias


class Unlimited(Enum):
    """The type of `UNLIMITED`, so that a number without end is told apart by the type checker."""

    UNLIMITED = "unlimited"

    def __str__(self) -> str:
        return str(self.value)


UNLIMITED: Final = Unlimited.UNLIMITED
Quantity: TypeAlias = Decimal
Number: TypeAlias = Decimal | Unlimited

ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)
FOUR_PLACES: Final = Decimal("0.0001")
LARGEST: Final = Decimal(999999999)
LARGEST_VALUE: Final = Decimal(999999999999)


_GROUPED: Final = r"[1-9][0-9]{0,2}(?:,[0-9]{3})+"
_NUMBER: Final = re.compile(rf"[+-]?(?:{_GROUPED}|[0-9]+)?(?:\.[0-9]+)?", re.ASCII)


def decimal_of(text: str) -> Decimal | None:
    """The decimal that `text` spells, or None.

    A comma may only stand between thousands: "1,250" is a number, "0,5" and "12,50" are not, for
    they may be meant as decimals.
    """
    text = text.strip()
    if not _NUMBER.fullmatch(text) or not any(mark.isdigit() for mark in text):
        return None
    return Decimal(text.replace(",", ""))


def plain(number: Number | None) -> str:
    """A number as people write it: no exponent, no trailing zeros; blank when unknown."""
    if number is None:
        return ""
    if isinstance(number, Unlimited):
        return str(number)
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(value: Decimal | None) -> str:
    """An amount with two places, or four where the cents are split; blank when unknown."""
    if value is None:
        return ""
    cents = value.quantize(Decimal("0.01"))
    return f"{cents if cents == value else value.quantize(FOUR_PLACES):f}"


def is_multiple(quantity: Quantity, step: Quantity) -> bool:
    """Whether `quantity` is a whole number of steps."""
    return quantity == step or quantity % step == ZERO


def total(one: Number, other: Number) -> Number:
    """The sum; unlimited and anything is unlimited."""
    if isinstance(one, Unlimited):
        return one
    return other if isinstance(other, Unlimited) else one + other


def times(number: Number, single_value: Decimal | None) -> Decimal | None:
    """What `number` units are worth; None where the value is unknown or the number has no end."""
    if single_value is None or isinstance(number, Unlimited):
        return None
    return number * single_value
