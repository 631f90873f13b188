"""Texts: joining, cutting, searching, showing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from playground.google.cells import Value
from playground.google.entering import enter
from playground.google.formulas.coercion import (
    Area,
    FormulaFailed,
    Operand,
    number_of,
    single,
    text_of,
    truth_of,
    whole_of,
)
from playground.google.formulas.functions.criteria import wildcard
from playground.google.number_formats import by_pattern

_ANY_NUMBER = 255


def _texts(operands: tuple[Operand, ...]) -> Iterator[str]:
    for operand in operands:
        if isinstance(operand, Area):
            yield from (text_of(value) for value in operand.line())
        else:
            yield text_of(operand)


def _joined(*operands: Operand) -> Value:
    return "".join(_texts(operands))


def _join(mark: Operand, *operands: Operand) -> Value:
    return text_of(mark).join(_texts(operands))


def _textjoin(mark: Operand, leave_out: Operand, *operands: Operand) -> Value:
    without_blanks = truth_of(leave_out)
    return text_of(mark).join(t for t in _texts(operands) if t or not without_blanks)


def _left(text: Operand, count: Operand = 1) -> Value:
    return text_of(text)[: _length(count)]


def _right(text: Operand, count: Operand = 1) -> Value:
    length = _length(count)
    return text_of(text)[-length:] if length else ""


def _mid(text: Operand, start: Operand, count: Operand) -> Value:
    first = whole_of(start)
    if first < 1:
        raise FormulaFailed("NUM", "MID counts characters from 1.")
    return text_of(text)[first - 1 : first - 1 + _length(count)]


def _length(count: Operand) -> int:
    length = whole_of(count)
    if length < 0:
        raise FormulaFailed("VALUE", "A number of characters can't be negative.")
    return length


def _find(wanted: Operand, text: Operand, start: Operand = 1) -> Value:
    position = text_of(text).find(text_of(wanted), whole_of(start) - 1)
    if position < 0:
        raise FormulaFailed("VALUE", f"“{text_of(wanted)}” is not in “{text_of(text)}”.")
    return position + 1


def _search(wanted: Operand, text: Operand, start: Operand = 1) -> Value:
    pattern = re.compile(wildcard(text_of(wanted)), re.IGNORECASE | re.DOTALL)
    match = pattern.search(text_of(text), max(0, whole_of(start) - 1))
    if match is None:
        raise FormulaFailed("VALUE", f"“{text_of(wanted)}” is not in “{text_of(text)}”.")
    return match.start() + 1


def _substitute(text: Operand, old: Operand, new: Operand, which: Operand = None) -> Value:
    found, wanted = text_of(text), text_of(old)
    if not wanted or which is None:
        return found.replace(wanted, text_of(new)) if wanted else found
    pieces = found.split(wanted)
    cut = whole_of(which)
    if not 1 <= cut < len(pieces):
        return found
    return wanted.join(pieces[:cut]) + text_of(new) + wanted.join(pieces[cut:])


def _replace(text: Operand, start: Operand, count: Operand, new: Operand) -> Value:
    found, first = text_of(text), whole_of(start) - 1
    return found[:first] + text_of(new) + found[first + _length(count) :]


def _text(value: Operand, pattern: Operand) -> Value:
    plain_value = single(value)
    if isinstance(plain_value, str):
        read = enter(plain_value).value
        if not isinstance(read, int | float) or isinstance(read, bool):
            return plain_value
        plain_value = read
    return by_pattern(number_of(plain_value), text_of(pattern))


def _matches(text: Operand, pattern: Operand) -> re.Match[str] | None:
    try:
        return re.search(text_of(pattern), text_of(text))
    except re.error as error:
        raise FormulaFailed("REF", "The regular expression can't be read.") from error


def _extract(text: Operand, pattern: Operand) -> Value:
    match = _matches(text, pattern)
    if match is None:
        raise FormulaFailed("N_A", "The text doesn't match the regular expression.")
    return match[1] if match.re.groups else match[0]


def _of_text(function: Callable[[str], Value]) -> tuple[int, int, Callable[..., Operand]]:
    return 1, 1, lambda text: function(text_of(text))


TEXTS: dict[str, tuple[int, int, Callable[..., Operand]]] = {
    "CONCATENATE": (1, _ANY_NUMBER, _joined),
    "CONCAT": (2, 2, _joined),
    "JOIN": (2, _ANY_NUMBER, _join),
    "TEXTJOIN": (3, _ANY_NUMBER, _textjoin),
    "LEFT": (1, 2, _left),
    "RIGHT": (1, 2, _right),
    "MID": (3, 3, _mid),
    "FIND": (2, 3, _find),
    "SEARCH": (2, 3, _search),
    "SUBSTITUTE": (3, 4, _substitute),
    "REPLACE": (4, 4, _replace),
    "REPT": (2, 2, lambda text, count: text_of(text) * _length(count)),
    "TEXT": (2, 2, _text),
    "VALUE": (1, 1, number_of),
    "EXACT": (2, 2, lambda left, right: text_of(left) == text_of(right)),
    "REGEXMATCH": (2, 2, lambda text, pattern: _matches(text, pattern) is not None),
    "REGEXEXTRACT": (2, 2, _extract),
    "LEN": _of_text(len),
    "TRIM": _of_text(lambda text: re.sub(" +", " ", text).strip()),
    "UPPER": _of_text(str.upper),
    "LOWER": _of_text(str.lower),
    "PROPER": _of_text(str.title),
    "T": (1, 1, lambda value: single(value) if isinstance(single(value), str) else ""),
    "CHAR": (1, 1, lambda number: chr(whole_of(number))),
    "CODE": _of_text(lambda text: ord(text[0]) if text else 0),
    "HYPERLINK": (1, 2, lambda address, label=None: address if label is None else label),
}
