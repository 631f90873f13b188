"""Looking values up in ranges."""

from __future__ import annotations

from collections.abc import Callable

from playground.google.cells import CellError, Value
from playground.google.formulas.coercion import (
    Area,
    FormulaFailed,
    Operand,
    compare,
    single,
    truth_of,
    whole_of,
)
from playground.google.formulas.functions.criteria import criterion


def _area(operand: Operand) -> Area:
    return operand if isinstance(operand, Area) else Area([[operand]], 1, 1)


def _same(value: Value, wanted: Value) -> bool:
    if isinstance(wanted, str):
        return criterion("=" + wanted)(value)
    return value is not None and not isinstance(value, CellError) and compare(value, wanted) == 0


def _exactly(line: list[Value], wanted: Value) -> int:
    for position, value in enumerate(line):
        if _same(value, wanted):
            return position
    raise FormulaFailed("N_A", f"Did not find value '{wanted}'.")


def _at_most(line: list[Value], wanted: Value) -> int:
    """The last position, in a rising line, of a value not above the wanted one."""
    found = -1
    for position, value in enumerate(line):
        if value is not None and not isinstance(value, CellError) and compare(value, wanted) <= 0:
            found = position
    if found < 0:
        raise FormulaFailed("N_A", f"Did not find value '{wanted}'.")
    return found


def _vlookup(wanted: Operand, where: Operand, column: Operand, rising: Operand = 1) -> Operand:
    area, index = _area(where), whole_of(column) - 1
    if not 0 <= index < area.width:
        raise FormulaFailed("REF", "VLOOKUP evaluates to an out of bounds range.")
    keys = [area.at(row, 0) for row in range(area.height)]
    seek = _at_most if truth_of(rising) else _exactly
    return area.at(seek(keys, single(wanted)), index)


def _hlookup(wanted: Operand, where: Operand, row: Operand, rising: Operand = 1) -> Operand:
    area, index = _area(where), whole_of(row) - 1
    if not 0 <= index < area.height:
        raise FormulaFailed("REF", "HLOOKUP evaluates to an out of bounds range.")
    keys = [area.at(0, column) for column in range(area.width)]
    seek = _at_most if truth_of(rising) else _exactly
    return area.at(index, seek(keys, single(wanted)))


def _match(wanted: Operand, where: Operand, kind: Operand = 1) -> Operand:
    line, value, way = _area(where).line(), single(wanted), whole_of(kind)
    if way == 0:
        return _exactly(line, value) + 1
    if way > 0:
        return _at_most(line, value) + 1
    filled = [(p, v) for p, v in enumerate(line) if v is not None and not isinstance(v, CellError)]
    at_least = [position for position, v in filled if compare(v, value) >= 0]
    if not at_least:
        raise FormulaFailed("N_A", f"Did not find value '{value}'.")
    return at_least[-1] + 1


def _index(where: Operand, row: Operand = 0, column: Operand = 0) -> Operand:
    area, r, c = _area(where), whole_of(row), whole_of(column)
    if area.height == 1 and column == 0 and r > 1:
        r, c = 1, r
    if r > area.height or c > area.width or r < 0 or c < 0:
        raise FormulaFailed("NUM", "INDEX points outside its range.")
    if r and (c or area.width == 1):
        return area.at(r - 1, max(c, 1) - 1)
    if r:
        return Area([[area.at(r - 1, x) for x in range(area.width)]], 1, area.width)
    if c:
        return Area([[area.at(y, c - 1)] for y in range(area.height)], area.height, 1)
    return area


def _xlookup(
    wanted: Operand, keys: Operand, results: Operand, otherwise: Operand = None
) -> Operand:
    line = _area(keys).line()
    try:
        position = _exactly(line, single(wanted))
    except FormulaFailed:
        if otherwise is None:
            raise
        return otherwise
    return _area(results).line()[position]


def _size(side: str) -> Callable[[Operand], Operand]:
    return lambda area: int(getattr(_area(area), side))


LOOKUPS: dict[str, tuple[int, int, Callable[..., Operand]]] = {
    "VLOOKUP": (3, 4, _vlookup),
    "HLOOKUP": (3, 4, _hlookup),
    "MATCH": (2, 3, _match),
    "INDEX": (1, 3, _index),
    "XLOOKUP": (3, 4, _xlookup),
    "ROWS": (1, 1, _size("height")),
    "COLUMNS": (1, 1, _size("width")),
}
