"""Functions that decide which of their arguments are worked out, or need to know their place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from playground.google.cells import CellError, Value, is_number
from playground.google.formulas.coercion import (
    Area,
    FormulaFailed,
    Operand,
    compare,
    single,
    text_of,
    truth_of,
    whole_of,
)
from playground.google.formulas.nodes import Node


class Evaluator(Protocol):
    """What a function may ask of whoever works the formula out."""

    place: tuple[int, int, int]

    def evaluate(self, node: Node, /) -> Operand:
        """What a part of the formula comes to."""

    def area_named(self, text: str, /) -> Area:
        """The cells that a text names."""


Arguments = tuple[Node, ...]
Lazy = Callable[[Evaluator, Arguments], Operand]


def _with(fewest: int, most: int) -> Callable[[Lazy], Lazy]:
    def counted(function: Lazy) -> Lazy:
        def called(evaluator: Evaluator, arguments: Arguments) -> Operand:
            if not fewest <= len(arguments) <= most:
                raise FormulaFailed("N_A", "Wrong number of arguments.")
            return function(evaluator, arguments)

        return called

    return counted


@_with(2, 3)
def _if(evaluator: Evaluator, arguments: Arguments) -> Operand:
    if truth_of(evaluator.evaluate(arguments[0])):
        return evaluator.evaluate(arguments[1])
    return evaluator.evaluate(arguments[2]) if arguments[2:] else False


@_with(2, 255)
def _ifs(evaluator: Evaluator, arguments: Arguments) -> Operand:
    for condition, outcome in zip(arguments[::2], arguments[1::2], strict=False):
        if truth_of(evaluator.evaluate(condition)):
            return evaluator.evaluate(outcome)
    raise FormulaFailed("N_A", "No match.")


def _value(evaluator: Evaluator, node: Node) -> Value:
    """The value of an argument, an error as itself."""
    try:
        return single(evaluator.evaluate(node))
    except FormulaFailed as failed:
        return failed.error


@_with(1, 2)
def _iferror(evaluator: Evaluator, arguments: Arguments) -> Operand:
    value = _value(evaluator, arguments[0])
    if not isinstance(value, CellError):
        return value
    return evaluator.evaluate(arguments[1]) if len(arguments) > 1 else ""


@_with(1, 2)
def _ifna(evaluator: Evaluator, arguments: Arguments) -> Operand:
    value = _value(evaluator, arguments[0])
    if not isinstance(value, CellError) or value.kind != "N_A":
        return value
    return evaluator.evaluate(arguments[1]) if len(arguments) > 1 else ""


@_with(2, 255)
def _switch(evaluator: Evaluator, arguments: Arguments) -> Operand:
    value, rest = single(evaluator.evaluate(arguments[0])), arguments[1:]
    for case, outcome in zip(rest[::2], rest[1::2], strict=False):
        if compare(value, single(evaluator.evaluate(case))) == 0:
            return evaluator.evaluate(outcome)
    if len(rest) % 2:
        return evaluator.evaluate(rest[-1])
    raise FormulaFailed("N_A", "No match.")


@_with(2, 255)
def _choose(evaluator: Evaluator, arguments: Arguments) -> Operand:
    which = whole_of(evaluator.evaluate(arguments[0]))
    if not 1 <= which < len(arguments):
        raise FormulaFailed("NUM", "CHOOSE has no such argument.")
    return evaluator.evaluate(arguments[which])


def _truths(evaluator: Evaluator, arguments: Arguments) -> list[bool]:
    found: list[bool] = []
    for argument in arguments:
        operand = evaluator.evaluate(argument)
        values = operand.values() if isinstance(operand, Area) else iter([operand])
        found += [truth_of(value) for value in values if value is not None]
    return found


@_with(1, 255)
def _and(evaluator: Evaluator, arguments: Arguments) -> Operand:
    return all(_truths(evaluator, arguments))


@_with(1, 255)
def _or(evaluator: Evaluator, arguments: Arguments) -> Operand:
    return any(_truths(evaluator, arguments))


@_with(1, 255)
def _xor(evaluator: Evaluator, arguments: Arguments) -> Operand:
    return sum(_truths(evaluator, arguments)) % 2 == 1


@_with(1, 1)
def _not(evaluator: Evaluator, arguments: Arguments) -> Operand:
    return not truth_of(evaluator.evaluate(arguments[0]))


def _asks(question: Callable[[Value], bool]) -> Lazy:
    return _with(1, 1)(lambda evaluator, arguments: question(_value(evaluator, arguments[0])))


@_with(0, 1)
def _row(evaluator: Evaluator, arguments: Arguments) -> Operand:
    if not arguments:
        return evaluator.place[1] + 1
    return _placed(evaluator.evaluate(arguments[0])).top + 1


@_with(0, 1)
def _column(evaluator: Evaluator, arguments: Arguments) -> Operand:
    if not arguments:
        return evaluator.place[2] + 1
    return _placed(evaluator.evaluate(arguments[0])).left + 1


def _placed(operand: Operand) -> Area:
    if not isinstance(operand, Area) or operand.sheet_id is None:
        raise FormulaFailed("N_A", "Argument must be a range.")
    return operand


@_with(1, 1)
def _indirect(evaluator: Evaluator, arguments: Arguments) -> Operand:
    return evaluator.area_named(text_of(evaluator.evaluate(arguments[0])))


@_with(1, 1)
def _as_it_is(evaluator: Evaluator, arguments: Arguments) -> Operand:
    return evaluator.evaluate(arguments[0])


@_with(1, 1)
def _n(evaluator: Evaluator, arguments: Arguments) -> Operand:
    value = single(evaluator.evaluate(arguments[0]))
    return value + 0 if isinstance(value, int | float) else 0


@_with(0, 0)
def _na(_evaluator: Evaluator, _arguments: Arguments) -> Operand:
    raise FormulaFailed("N_A", "Argument-less NA.")


LAZY: dict[str, Lazy] = {
    "IF": _if,
    "IFS": _ifs,
    "IFERROR": _iferror,
    "IFNA": _ifna,
    "SWITCH": _switch,
    "CHOOSE": _choose,
    "AND": _and,
    "OR": _or,
    "XOR": _xor,
    "NOT": _not,
    "TRUE": _with(0, 0)(lambda _evaluator, _arguments: True),
    "FALSE": _with(0, 0)(lambda _evaluator, _arguments: False),
    "ISBLANK": _asks(lambda value: value is None),
    "ISNUMBER": _asks(is_number),
    "ISTEXT": _asks(lambda value: isinstance(value, str)),
    "ISNONTEXT": _asks(lambda value: not isinstance(value, str)),
    "ISLOGICAL": _asks(lambda value: isinstance(value, bool)),
    "ISERROR": _asks(lambda value: isinstance(value, CellError)),
    "ISERR": _asks(lambda value: isinstance(value, CellError) and value.kind != "N_A"),
    "ISNA": _asks(lambda value: isinstance(value, CellError) and value.kind == "N_A"),
    "ROW": _row,
    "COLUMN": _column,
    "INDIRECT": _indirect,
    "ARRAYFORMULA": _as_it_is,
    "N": _n,
    "NA": _na,
}
