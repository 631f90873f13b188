"""The criteria of SUMIF and its kin: `">=10"`, `"A*"`, 7."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable

from playground.google.cells import CellError, Value, is_number
from playground.google.entering import enter
from playground.google.formulas.coercion import compare

_CRITERION = re.compile(r"(<=|>=|<>|=|<|>)?(.*)", re.DOTALL)
_COMPARISONS: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def criterion(wanted: Value) -> Callable[[Value], bool]:
    """A test of a value against a criterion as written in a formula."""
    if not isinstance(wanted, str):
        return lambda value: value is not None and _equal(value, wanted)
    match = _CRITERION.match(wanted)
    assert match is not None
    sign, rest = match[1] or "=", match[2]
    operand = enter(rest).value if rest else ""
    if sign in _COMPARISONS:
        return _ordered(_COMPARISONS[sign], operand)
    matches = _equal_to(rest, operand)
    return matches if sign == "=" else lambda value: not matches(value)


def _equal(left: Value, right: Value) -> bool:
    if isinstance(left, CellError) or isinstance(left, bool) is not isinstance(right, bool):
        return False
    return compare(left, right) == 0


def _ordered(holds: Callable[[int, int], bool], operand: Value) -> Callable[[Value], bool]:
    def test(value: Value) -> bool:
        if value is None or isinstance(value, CellError):
            return False
        same_kind = is_number(value) == is_number(operand)
        return same_kind and holds(compare(value, operand), 0)

    return test


def _equal_to(text: str, operand: Value) -> Callable[[Value], bool]:
    if text == "":
        return lambda value: value is None or value == ""
    if isinstance(operand, str) and re.search(r"[*?]", text):
        pattern = re.compile(wildcard(text), re.IGNORECASE | re.DOTALL)
        return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None
    return lambda value: (
        value is not None
        and (
            _equal(value, operand)
            or (isinstance(value, str) and value.casefold() == text.casefold())
        )
    )


def wildcard(text: str) -> str:
    """A regular expression for a text with `*`, `?` and `~` before a literal one."""
    pieces = re.findall(r"~[*?~]|.", text, re.DOTALL)
    return "".join({"*": ".*", "?": "."}.get(p, re.escape(p.removeprefix("~"))) for p in pieces)
