"""The functions that formulas may call."""

from __future__ import annotations

from collections.abc import Callable

from playground.google.formulas.coercion import Operand
from playground.google.formulas.functions.dates import DATES
from playground.google.formulas.functions.lookups import LOOKUPS
from playground.google.formulas.functions.numbers import NUMBERS
from playground.google.formulas.functions.texts import TEXTS

#: by name: fewest and most arguments, and what is called with the operands
EAGER: dict[str, tuple[int, int, Callable[..., Operand]]] = {
    **NUMBERS,
    **TEXTS,
    **DATES,
    **LOOKUPS,
}
