"""Quantities and money: exact decimals, and the one number that isn't a number."""

import re
from decimal import Decimal
from enum import Enum
from typing import Final, TypeAlias
from unicodedata import numeric


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


_IN_WORDS: Final = {
    word: Decimal(figures)
    for word, figures in {
        "half": "0.5", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
        "seven": "7", "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
    }.items()
}  # fmt: skip


def meant_by(text: str) -> Decimal | None:
    """The decimal that `text` probably means, though it isn't written so: “1½”, “1,5”, “two”.

    None where it may mean another one as well. It is for a hint, and never taken for granted.
    """
    text = text.strip().casefold()
    if text in _IN_WORDS:
        return _IN_WORDS[text]
    if re.fullmatch(r"[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})", text, re.ASCII):
        return decimal_of(text.replace(",", "."))
    whole, last = text[:-1].strip(), text[-1:]
    part = numeric(last, 0) if last else 0
    if not 0 < part < 1 or not re.fullmatch(r"[0-9]*", whole, re.ASCII):
        return None
    exact = Decimal(whole or 0) + Decimal(str(part))
    return exact if exact == round(exact, 4) else None


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
