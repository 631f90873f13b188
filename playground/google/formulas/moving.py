"""Keeps a formula's references right when rows and columns come or go, or the formula is copied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from playground.google.a1 import column_letters, quoted
from playground.google.formulas.nodes import Corner, Reference
from playground.google.formulas.parsing import FormulaUnreadable, read_reference, tokens_of
from playground.google.grid import shifted

_GONE = "#REF!"


def moved_formula(
    formula: str, home: str, changed: str, *, dimension: str, at: int, by: int
) -> str:
    """The formula, standing on sheet ``home``, after lines came to (or left) sheet ``changed``."""

    def move(reference: Reference) -> Reference | None:
        title = home if reference.title is None else reference.title
        if title.casefold() != changed.casefold():
            return reference
        return _shifted(reference, dimension, at, by)

    return _rewritten(formula, move)


def copied_formula(formula: str, rows: int, columns: int) -> str:
    """The formula copied to a cell that many rows and columns further on."""

    def copy(reference: Reference) -> Reference | None:
        first = _offset(reference.first, rows, columns)
        last = None if reference.last is None else _offset(reference.last, rows, columns)
        if first is None or (reference.last is not None and last is None):
            return None
        return Reference(reference.title, first, last)

    return _rewritten(formula, copy) if rows or columns else formula


def _rewritten(formula: str, change: Callable[[Reference], Reference | None]) -> str:
    try:
        tokens = tokens_of(formula)
    except FormulaUnreadable:
        return formula
    result, end = [], 0
    for token in tokens:
        if token.kind == "reference":
            reference = read_reference(token.text)
            moved = change(reference)
            if moved != reference:
                text = _GONE if moved is None else reference_text(moved)
                result += [formula[end : token.start], text]
                end = token.end
    return "".join([*result, formula[end:]])


def _offset(corner: Corner, rows: int, columns: int) -> Corner | None:
    row, column = corner.row, corner.column
    if row is not None and not corner.row_fixed:
        row += rows
    if column is not None and not corner.column_fixed:
        column += columns
    if (row is not None and row < 0) or (column is not None and column < 0):
        return None
    return replace(corner, row=row, column=column)


def _shifted(reference: Reference, dimension: str, at: int, by: int) -> Reference | None:
    first, last = reference.first, reference.last or reference.first
    if dimension == "ROWS":
        span = _moved_span(first.row, last.row, at, by)
        if span is None:
            return None
        first, last = replace(first, row=span[0]), replace(last, row=span[1])
    else:
        span = _moved_span(first.column, last.column, at, by)
        if span is None:
            return None
        first, last = replace(first, column=span[0]), replace(last, column=span[1])
    return Reference(reference.title, first, None if reference.last is None else last)


def _moved_span(
    first: int | None, last: int | None, at: int, by: int
) -> tuple[int | None, int | None] | None:
    """The ends after the shift; ``None`` when everything between them is gone."""
    if first is None and last is None:
        return None, None
    if first is None or last is None:
        only = last if first is None else first
        assert only is not None
        moved = shifted(only, only + 1, at=at, by=by)[0]
        return (None, moved) if first is None else (moved, None)
    start, end = shifted(min(first, last), max(first, last) + 1, at=at, by=by)
    return None if start >= end else (start, end - 1)


def reference_text(reference: Reference) -> str:
    """A reference as it is written."""
    prefix = "" if reference.title is None else quoted(reference.title) + "!"
    last = "" if reference.last is None else ":" + _corner_text(reference.last)
    return prefix + _corner_text(reference.first) + last


def _corner_text(corner: Corner) -> str:
    column = "" if corner.column is None else column_letters(corner.column)
    row = "" if corner.row is None else str(corner.row + 1)
    return ("$" * corner.column_fixed + column if column else "") + "$" * corner.row_fixed + row
