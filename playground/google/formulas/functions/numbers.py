"""Sums, counts and other arithmetic."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterator
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Decimal

from playground.google.cells import CellError, Value, is_number
from playground.google.formulas.coercion import (
    Area,
    FormulaFailed,
    Operand,
    finite,
    number_of,
    single,
    whole_of,
)
from playground.google.formulas.functions.criteria import criterion

ANY_NUMBER = 255


def numbers_in(operands: tuple[Operand, ...]) -> Iterator[float]:
    """The numbers of operands: a range may hold other values too, an operand by itself may not."""
    for operand in operands:
        if isinstance(operand, Area):
            for value in operand.values():
                if isinstance(value, CellError):
                    raise FormulaFailed(value.kind, value.message)
                if isinstance(value, int | float) and not isinstance(value, bool):
                    yield value
        else:
            yield number_of(operand)


def _sum(*operands: Operand) -> Value:
    return finite(math.fsum(numbers_in(operands)))


def _average(*operands: Operand) -> Value:
    found = list(numbers_in(operands))
    if not found:
        raise FormulaFailed("DIVIDE_BY_ZERO", "There is nothing to take the average of.")
    return finite(math.fsum(found) / len(found))


def _count(*operands: Operand) -> Value:
    return sum(is_number(value) for value in _each(operands))


def _counta(*operands: Operand) -> Value:
    return sum(value is not None for value in _each(operands))


def _countblank(area: Operand) -> Value:
    if not isinstance(area, Area):
        return int(area is None)
    return area.height * area.width - sum(value is not None for value in area.values())


def _countunique(*operands: Operand) -> Value:
    return len({value for value in _each(operands) if value is not None})


def _each(operands: tuple[Operand, ...]) -> Iterator[Value]:
    for operand in operands:
        if isinstance(operand, Area):
            yield from operand.values()
        else:
            yield operand


def _least(*operands: Operand) -> Value:
    return finite(min(numbers_in(operands), default=0))


def _greatest(*operands: Operand) -> Value:
    return finite(max(numbers_in(operands), default=0))


def _product(*operands: Operand) -> Value:
    return finite(math.prod(numbers_in(operands)))


def _median(*operands: Operand) -> Value:
    found = list(numbers_in(operands))
    if not found:
        raise FormulaFailed("NUM", "There is no number to take the median of.")
    return finite(statistics.median(found))


def _sumproduct(*operands: Operand) -> Value:
    columns = [operand.line() if isinstance(operand, Area) else [operand] for operand in operands]
    if len({len(column) for column in columns}) > 1:
        raise FormulaFailed("VALUE", "The ranges of SUMPRODUCT differ in size.")
    rows = zip(*columns, strict=True)
    return finite(math.fsum(math.prod(_or_zero(value) for value in row) for row in rows))


def _or_zero(value: Value) -> float:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else 0


# ----------------------------------------------------------------------------- with criteria


def chosen(values: Area, pairs: tuple[Operand, ...]) -> list[Value]:
    """The values on the lines where every (range, criterion) of the pairs holds."""
    lines = values.line()
    keep = [True] * len(lines)
    for where, wanted in zip(pairs[::2], pairs[1::2], strict=True):
        holds = criterion(single(wanted))
        area = where if isinstance(where, Area) else Area([[where]], 1, 1)
        for position, value in enumerate(area.line()[: len(lines)]):
            keep[position] = keep[position] and holds(value)
    return [value for value, kept in zip(lines, keep, strict=True) if kept]


def _area(operand: Operand) -> Area:
    return operand if isinstance(operand, Area) else Area([[operand]], 1, 1)


def _numbers(values: list[Value]) -> list[float]:
    return [v for v in values if isinstance(v, int | float) and not isinstance(v, bool)]


def _sumif(where: Operand, wanted: Operand, values: Operand = None) -> Value:
    area = _area(where if values is None else values)
    return finite(math.fsum(_numbers(chosen(area, (where, wanted)))))


def _sumifs(values: Operand, *pairs: Operand) -> Value:
    return finite(math.fsum(_numbers(chosen(_area(values), pairs))))


def _countif(where: Operand, wanted: Operand) -> Value:
    return len(chosen(_area(where), (where, wanted)))


def _countifs(*pairs: Operand) -> Value:
    return len(chosen(_area(pairs[0]), pairs))


def _averageif(where: Operand, wanted: Operand, values: Operand = None) -> Value:
    return _average(*_numbers(chosen(_area(where if values is None else values), (where, wanted))))


def _averageifs(values: Operand, *pairs: Operand) -> Value:
    return _average(*_numbers(chosen(_area(values), pairs)))


def _maxifs(values: Operand, *pairs: Operand) -> Value:
    return finite(max(_numbers(chosen(_area(values), pairs)), default=0))


def _minifs(values: Operand, *pairs: Operand) -> Value:
    return finite(min(_numbers(chosen(_area(values), pairs)), default=0))


# ----------------------------------------------------------------------------------- rounding


def _rounding(mode: str) -> Callable[..., Value]:
    def rounded(number: Operand, places: Operand = 0) -> Value:
        step = Decimal(1).scaleb(-whole_of(places))
        exact = Decimal(repr(number_of(number)))
        return finite(float((exact / step).to_integral_value(mode) * step))

    return rounded


def _to_multiple(mode: str) -> Callable[..., Value]:
    def to_multiple(number: Operand, factor: Operand = 1) -> Value:
        step = Decimal(repr(number_of(factor)))
        if step == 0:
            return 0
        exact = Decimal(repr(number_of(number)))
        return finite(float((exact / step).to_integral_value(mode) * step))

    return to_multiple


def _mod(number: Operand, divisor: Operand) -> Value:
    by = number_of(divisor)
    if by == 0:
        raise FormulaFailed("DIVIDE_BY_ZERO", "Function MOD parameter 2 cannot be zero.")
    return finite(number_of(number) % by)


def _quotient(number: Operand, divisor: Operand) -> Value:
    by = number_of(divisor)
    if by == 0:
        raise FormulaFailed("DIVIDE_BY_ZERO", "Function QUOTIENT parameter 2 cannot be zero.")
    return math.trunc(number_of(number) / by)


def _of_one(function: Callable[[float], float]) -> tuple[int, int, Callable[..., Operand]]:
    def applied(number: Operand) -> Value:
        try:
            return finite(function(number_of(number)))
        except (ValueError, OverflowError) as error:
            raise FormulaFailed("NUM", "The number is outside what the function takes.") from error

    return 1, 1, applied


def _log(number: Operand, base: Operand = 10) -> Value:
    try:
        return finite(math.log(number_of(number), number_of(base)))
    except (ValueError, ZeroDivisionError) as error:
        raise FormulaFailed("NUM", "The number is outside what LOG takes.") from error


def _power(number: Operand, exponent: Operand) -> Value:
    try:
        return finite(number_of(number) ** number_of(exponent))
    except (OverflowError, ZeroDivisionError) as error:
        raise FormulaFailed("NUM", "The result is too big, or isn't a number.") from error


NUMBERS: dict[str, tuple[int, int, Callable[..., Operand]]] = {
    "SUM": (1, ANY_NUMBER, _sum),
    "AVERAGE": (1, ANY_NUMBER, _average),
    "COUNT": (1, ANY_NUMBER, _count),
    "COUNTA": (1, ANY_NUMBER, _counta),
    "COUNTBLANK": (1, 1, _countblank),
    "COUNTUNIQUE": (1, ANY_NUMBER, _countunique),
    "MIN": (1, ANY_NUMBER, _least),
    "MAX": (1, ANY_NUMBER, _greatest),
    "PRODUCT": (1, ANY_NUMBER, _product),
    "MEDIAN": (1, ANY_NUMBER, _median),
    "SUMPRODUCT": (1, ANY_NUMBER, _sumproduct),
    "SUMIF": (2, 3, _sumif),
    "SUMIFS": (3, ANY_NUMBER, _sumifs),
    "COUNTIF": (2, 2, _countif),
    "COUNTIFS": (2, ANY_NUMBER, _countifs),
    "AVERAGEIF": (2, 3, _averageif),
    "AVERAGEIFS": (3, ANY_NUMBER, _averageifs),
    "MAXIFS": (3, ANY_NUMBER, _maxifs),
    "MINIFS": (3, ANY_NUMBER, _minifs),
    "ROUND": (1, 2, _rounding(ROUND_HALF_UP)),
    "ROUNDUP": (1, 2, _rounding(ROUND_UP)),
    "ROUNDDOWN": (1, 2, _rounding(ROUND_DOWN)),
    "TRUNC": (1, 2, _rounding(ROUND_DOWN)),
    "CEILING": (1, 2, _to_multiple(ROUND_CEILING)),
    "FLOOR": (1, 2, _to_multiple(ROUND_FLOOR)),
    "MROUND": (2, 2, _to_multiple(ROUND_HALF_UP)),
    "INT": _of_one(math.floor),
    "ABS": _of_one(abs),
    "SQRT": _of_one(math.sqrt),
    "EXP": _of_one(math.exp),
    "LN": _of_one(math.log),
    "LOG10": _of_one(math.log10),
    "SIGN": _of_one(lambda number: (number > 0) - (number < 0)),
    "ISEVEN": (1, 1, lambda number: whole_of(number) % 2 == 0),
    "ISODD": (1, 1, lambda number: whole_of(number) % 2 == 1),
    "LOG": (1, 2, _log),
    "MOD": (2, 2, _mod),
    "QUOTIENT": (2, 2, _quotient),
    "POWER": (2, 2, _power),
    "PI": (0, 0, lambda: math.pi),
}
