"""Sorts rows by the values of columns, as the grid does: numbers, texts, truths, errors, blanks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cmp_to_key

from playground.google.cells import CellError, Value
from playground.google.formulas.coercion import compare
from playground.google.formulas.moving import copied_formula
from playground.google.grid import Box
from playground.google.rows import Row
from playground.google.sheet import Sheet

Order = tuple[int, bool]


def sort_rows(sheet: Sheet, box: Box, orders: list[Order]) -> None:
    """Sort the part of the rows inside a box; an order is a column and whether it falls.

    Values move with their formats, notes and rules; blanks come last either way.
    """
    lines = [_cut(sheet.row_at(row), box, row) for row in box.rows]
    for column, falls in reversed(orders):
        position = column - box.left
        lines.sort(key=cmp_to_key(_comparison(position, falls=falls)))
    for row, line in zip(box.rows, lines, strict=True):
        if line.details or any(value is not None for value in line.values) or sheet.row_at(row):
            _paste(sheet.writable(row), line, box, row - line.generation)


def _cut(row: Row | None, box: Box, index: int) -> Row:
    """The part of a row inside a box; its ``generation`` remembers where it was."""
    if row is None:
        return Row(index)
    values = row.values[box.left : box.right]
    details = {c - box.left: d for c, d in row.details.items() if box.left <= c < box.right}
    return Row(index, values, details)


def _paste(row: Row, line: Row, box: Box, moved: int) -> None:
    for column in box.columns:
        detail = line.detail(column - box.left)
        if detail.formula is not None:
            detail = replace(detail, formula=copied_formula(detail.formula, moved, 0))
        row.put(column, line.value(column - box.left))
        row.put_detail(column, detail)


def _comparison(position: int, *, falls: bool) -> Callable[[Row, Row], int]:
    def compared(left: Row, right: Row) -> int:
        return _order(left.value(position), right.value(position), falls=falls)

    return compared


def _order(left: Value, right: Value, *, falls: bool) -> int:
    if left is None or right is None:
        return (left is None) - (right is None)
    if isinstance(left, CellError) or isinstance(right, CellError):
        order = isinstance(left, CellError) - isinstance(right, CellError)
    else:
        order = compare(left, right)
    return -order if falls else order
