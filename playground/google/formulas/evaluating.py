"""Works formulas out, each once, whatever the order in which they need one another."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable

from playground.google.a1 import read_span, split_title
from playground.google.cells import CellError, Json, Value
from playground.google.formulas.coercion import (
    Area,
    FormulaFailed,
    Operand,
    compare,
    finite,
    number_of,
    single,
    text_of,
)
from playground.google.formulas.functions import EAGER
from playground.google.formulas.functions.lazy import LAZY
from playground.google.formulas.nodes import (
    Call,
    Constant,
    Corner,
    Missing,
    Name,
    Node,
    Operation,
    Reference,
    Table,
)
from playground.google.formulas.parsing import FormulaUnreadable, read_formula, read_reference
from playground.google.grid import Box, GridRange
from playground.google.sheet import Sheet

Place = tuple[int, int, int]
_DEEPEST = 40


class NeededFirst(Exception):
    """Another formula has to be worked out before this one can go on."""

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self.place = place


class Calculator:
    """Works out the formulas of some sheets; a place is (sheet's id, row, column)."""

    def __init__(self, sheets: Iterable[Sheet], named_ranges: Iterable[Json]) -> None:
        self._sheets = {sheet.id: sheet for sheet in sheets}
        self._named = {entry["name"].casefold(): entry.get("range", {}) for entry in named_ranges}
        self._waiting: dict[int, dict[int, dict[int, str]]] = {}
        self._under_way: list[Place] = []
        self.place: Place = (0, 0, 0)
        self._shift = (0, 0)

    # ----------------------------------------------------------------------- all of the sheets

    def settle(self) -> None:
        """Work every formula out and put its value into its cell."""
        for sheet in self._sheets.values():
            waiting: dict[int, dict[int, str]] = {}
            for row, column, formula in sheet.formulas():
                waiting.setdefault(row, {})[column] = formula
            self._waiting[sheet.id] = waiting
        for sheet_id, rows in self._waiting.items():
            for row in sorted(rows):
                for column in sorted(rows[row]):
                    self._work_out((sheet_id, row, column))

    def _work_out(self, first: Place) -> None:
        stack = [first]
        while stack:
            try:
                self._value_at(stack[-1])
                stack.pop()
            except NeededFirst as needed:
                self._under_way.clear()
                if needed.place in stack:
                    self._keep(needed.place, CellError("REF", "Circular dependency detected."))
                else:
                    stack.append(needed.place)

    def _value_at(self, place: Place) -> Value:
        sheet_id, row, column = place
        sheet = self._sheets[sheet_id]
        formula = self._waiting.get(sheet_id, {}).get(row, {}).get(column)
        if formula is None:
            return sheet.value(row, column)
        if place in self._under_way:
            raise FormulaFailed("REF", "Circular dependency detected.")
        if len(self._under_way) >= _DEEPEST:
            raise NeededFirst(place)
        self._under_way.append(place)
        outer = self.place, self._shift
        self.place, self._shift = place, (0, 0)
        try:
            value = self._outcome(formula)
        finally:
            self.place, self._shift = outer
        self._under_way.pop()
        self._keep(place, value)
        return value

    def _keep(self, place: Place, value: Value) -> None:
        sheet_id, row, column = place
        self._waiting[sheet_id][row].pop(column, None)
        # A formula's value is worked out, not entered: it belongs to no checkpoint.
        found = self._sheets[sheet_id].row_at(row)
        assert found is not None
        found.put(column, value)

    def value_of(self, formula: str, place: Place, *, shift: tuple[int, int] = (0, 0)) -> Value:
        """What a formula comes to at a place; ``shift`` moves its references that are not fixed."""
        outer = self.place
        self.place, self._shift = place, shift
        try:
            return self._outcome(formula)
        finally:
            self.place, self._shift = outer, (0, 0)

    def stand_on(self, sheet: Sheet) -> None:
        """From now on, references without a title mean this sheet."""
        self.place = (sheet.id, 0, 0)

    def _outcome(self, formula: str) -> Value:
        try:
            operand = self.evaluate(read_formula(formula))
        except FormulaUnreadable:
            return CellError("ERROR", "Formula parse error.")
        except FormulaFailed as failed:
            return failed.error
        if isinstance(operand, Area):
            operand = operand.at(0, 0)
        return 0 if operand is None else operand

    # -------------------------------------------------------------------------------- one part

    def evaluate(self, node: Node) -> Operand:
        """What a part of a formula comes to.

        Raises:
            FormulaFailed: it comes to an error.
        """
        if isinstance(node, Constant):
            return node.value
        if isinstance(node, Reference):
            return self.area(node)
        if isinstance(node, Call):
            return self._call(node)
        if isinstance(node, Operation):
            return self._operate(node)
        return self._rest(node)

    def _rest(self, node: Missing | Table | Name) -> Operand:
        if isinstance(node, Missing):
            return None
        if isinstance(node, Name):
            return self._named_area(node.text)
        cells = [[single(self.evaluate(cell)) for cell in row] for row in node.rows]
        return Area(cells, len(cells), max(len(row) for row in cells))

    def _call(self, call: Call) -> Operand:
        lazy = LAZY.get(call.function)
        if lazy is not None:
            return lazy(self, call.arguments)
        eager = EAGER.get(call.function)
        if eager is None:
            raise FormulaFailed("NAME", f"Unknown function: '{call.function}'.")
        fewest, most, function = eager
        if not fewest <= len(call.arguments) <= most:
            raise FormulaFailed("N_A", f"Wrong number of arguments to {call.function}.")
        return function(*(self.evaluate(argument) for argument in call.arguments))

    def _operate(self, operation: Operation) -> Operand:
        operands = [self._operand(node) for node in operation.operands]
        if len(operands) == 1:
            return _ONE[operation.operator](operands[0])
        return _TWO[operation.operator](operands[0], operands[1])

    def _operand(self, node: Node) -> Value:
        operand = self.evaluate(node)
        if isinstance(operand, Area) and operand.height * operand.width != 1:
            operand = self._crossing(operand)
        return single(operand)

    def _crossing(self, area: Area) -> Value:
        """The cell of a single row or column that lies level with the formula."""
        _, row, column = self.place
        if area.width == 1 and area.top <= row < area.top + area.height:
            return area.at(row - area.top, 0)
        if area.height == 1 and area.left <= column < area.left + area.width:
            return area.at(0, column - area.left)
        raise FormulaFailed("VALUE", "An array value could not be found.")

    # ------------------------------------------------------------------------------ references

    def area(self, reference: Reference) -> Area:
        """The cells that a reference names."""
        sheet, box = self.box(reference)
        return self.area_of(sheet, box)

    def area_of(self, sheet: Sheet, box: Box) -> Area:
        """The cells of a rectangle, each worked out; untouched rows at the end are left out."""
        waiting = self._waiting.get(sheet.id, {})
        for row in list(waiting) if len(waiting) < box.height else box.rows:
            for column in list(waiting.get(row, ())) if box.top <= row < box.bottom else ():
                if box.left <= column < box.right:
                    self._value_at((sheet.id, row, column))
        found = sheet.rows[box.top : box.bottom]
        rows = [row.values[box.left : box.right] if row is not None else [] for row in found]
        return Area(rows, box.height, box.width, sheet.id, box.top, box.left)

    def box(self, reference: Reference) -> tuple[Sheet, Box]:
        """The sheet and the rectangle that a reference names from the formula's place."""
        sheet = self._sheet(reference.title)
        first = self._moved(reference.first)
        last = first if reference.last is None else self._moved(reference.last)
        top, bottom = _span(first.row, last.row, sheet.row_count)
        left, right = _span(first.column, last.column, sheet.column_count)
        if top < 0 or left < 0 or top >= sheet.row_count or left >= sheet.column_count:
            raise FormulaFailed("REF", "Reference does not exist.")
        return sheet, Box(top, min(bottom, sheet.row_count), left, min(right, sheet.column_count))

    def _moved(self, corner: Corner) -> Corner:
        rows, columns = self._shift
        if not (rows or columns):
            return corner
        row, column = corner.row, corner.column
        return Corner(
            row if row is None or corner.row_fixed else row + rows,
            column if column is None or corner.column_fixed else column + columns,
        )

    def _sheet(self, title: str | None) -> Sheet:
        if title is None:
            return self._sheets[self.place[0]]
        for sheet in self._sheets.values():
            if sheet.title.casefold() == title.casefold():
                return sheet
        raise FormulaFailed("REF", f"Unresolved sheet name '{title}'.")

    def _named_area(self, name: str) -> Area:
        given = self._named.get(name.casefold())
        if given is None:
            raise FormulaFailed("NAME", f"Unknown range name: '{name}'.")
        where = GridRange.of_json(given)
        sheet = self._sheets.get(where.sheet_id)
        if sheet is None:
            raise FormulaFailed("REF", "Reference does not exist.")
        return self.area_of(sheet, sheet.box(where))

    def area_named(self, text: str) -> Area:
        """The cells that a text names, as INDIRECT takes it."""
        _, rest = split_title(text)
        if rest is not None and read_span(rest) is not None:
            return self.area(read_reference(text))
        return self._named_area(text)


def _span(first: int | None, last: int | None, size: int) -> tuple[int, int]:
    if first is None and last is None:
        return 0, size
    if first is None or last is None:
        return (last if first is None else first) or 0, size
    return min(first, last), max(first, last) + 1


def _divide(left: Value, right: Value) -> Value:
    divisor = number_of(right)
    if divisor == 0:
        raise FormulaFailed("DIVIDE_BY_ZERO", "Function DIVIDE parameter 2 cannot be zero.")
    return finite(number_of(left) / divisor)


def _power(left: Value, right: Value) -> Value:
    try:
        return finite(number_of(left) ** number_of(right))
    except (OverflowError, ZeroDivisionError) as error:
        raise FormulaFailed("NUM", "The result is too big, or isn't a number.") from error


_ONE: dict[str, Callable[[Value], Value]] = {
    "-": lambda value: finite(-number_of(value)),
    "+": lambda value: value,
    "%": lambda value: finite(number_of(value) / 100),
}
_TWO: dict[str, Callable[[Value, Value], Value]] = {
    "+": lambda left, right: finite(number_of(left) + number_of(right)),
    "-": lambda left, right: finite(number_of(left) - number_of(right)),
    "*": lambda left, right: finite(number_of(left) * number_of(right)),
    "/": _divide,
    "^": _power,
    "&": lambda left, right: text_of(left) + text_of(right),
    "=": lambda left, right: operator.eq(compare(left, right), 0),
    "<>": lambda left, right: operator.ne(compare(left, right), 0),
    "<": lambda left, right: operator.lt(compare(left, right), 0),
    ">": lambda left, right: operator.gt(compare(left, right), 0),
    "<=": lambda left, right: operator.le(compare(left, right), 0),
    ">=": lambda left, right: operator.ge(compare(left, right), 0),
}
