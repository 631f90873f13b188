"""What every refusal is, and how its sentence names days, amounts and choices."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import ClassVar

from core.quantity import plain


def day(value: date) -> str:
    """A date as people write it: 3 Nov 2026."""
    return f"{value.day} {value:%b %Y}"


def are(number: Decimal) -> str:
    """Such as "1 is" and "2.5 are"."""
    return f"{plain(number)} {'is' if number == 1 else 'are'}"


def choices(names: Iterable[str]) -> str:
    """Names for the end of a sentence: "a, b or c"."""
    *most, last = list(names) or [""]
    return f"{', '.join(most)} or {last}" if most else last


class BenefitError(Exception):
    """A request that the rules refuse. Nothing was changed."""

    field: ClassVar[str] = ""


class NotAllowed(BenefitError):
    """The actor's role doesn't allow the action; it allows it to `who`."""

    def __init__(self, action: str, role: str | None, who: str = "a manager") -> None:
        if role:
            sentence = f"As {role} you may not {action}. Please ask {who}."
        else:
            sentence = (
                f"You have no role in Benefit Desk yet, so you may not {action}. An administrator"
                " can give you one."
            )
        super().__init__(sentence)
