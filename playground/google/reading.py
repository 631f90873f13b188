"""Reads values for the API: trimmed, rendered, by rows or by columns."""

from __future__ import annotations

from typing import Any

from playground.google.cells import NO_DETAILS, CellError, Json, Value
from playground.google.formulas.evaluating import Calculator
from playground.google.number_formats import by_pattern, is_date_format, plain
from playground.google.ranges import Target
from playground.google.rows import Row
from playground.google.showing import text_shown

Rendered = list[list[Any]]


def value_range(
    target: Target,
    calculator: Calculator,
    *,
    by_columns: bool = False,
    render: str = "FORMATTED_VALUE",
    dates: str = "SERIAL_NUMBER",
) -> Json:
    """The API's ValueRange of a rectangle; without `values` where it holds none."""
    calculator.stand_on(target.sheet)
    values = rendered(target, calculator, render=render, dates=dates)
    if by_columns:
        values = _turned(values)
    values = _trimmed(values)
    result: Json = {"range": target.name, "majorDimension": "COLUMNS" if by_columns else "ROWS"}
    if values:
        result["values"] = values
    return result


def rendered(target: Target, calculator: Calculator, *, render: str, dates: str) -> Rendered:
    """The values of a rectangle row by row, up to the last row that anybody has touched."""
    box, left, right = target.box, target.box.left, target.box.right
    reader = _READERS[render]
    as_texts = dates == "FORMATTED_STRING" and render != "FORMATTED_VALUE"
    rows: Rendered = []
    for row in target.sheet.rows[box.top : box.bottom]:
        if row is None:
            rows.append([])
            continue
        cells = reader(row, left, right, calculator)
        if as_texts and row.details:
            _show_dates(cells, row, left, right)
        rows.append(cells)
    return rows


def _formatted(row: Row, left: int, right: int, calculator: Calculator) -> list[Any]:
    if row.shown is None:
        texts, has_formulas = _texts(row, calculator)
        if has_formulas:
            return texts[left:right]
        row.shown = texts
    return row.shown[left:right]


def _texts(row: Row, calculator: Calculator) -> tuple[list[str], bool]:
    values, has_formulas = row.values, False
    cells = [v if isinstance(v, str) else _text(v) for v in values]
    for column, detail in row.details.items():
        pattern = detail.format.pattern if detail.format is not None else ""
        has_formulas = has_formulas or detail.formula is not None
        if (pattern or detail.formula is not None) and column < len(cells):
            value = values[column]
            if pattern and (value.__class__ is int or value.__class__ is float):
                cells[column] = by_pattern(value, pattern)
            else:
                cells[column] = text_shown(value, detail, calculator)
    return cells, has_formulas


def _text(value: Value) -> str:
    if value.__class__ is float or value.__class__ is int:
        return plain(value)
    return text_shown(value, NO_DETAILS)


def _unformatted(row: Row, left: int, right: int, _calculator: Calculator) -> list[Any]:
    cells: list[Any] = ["" if v is None else v for v in row.values[left:right]]
    for column, detail in row.details.items():
        if detail.formula is not None and left <= column < left + len(cells):
            value = cells[column - left]
            cells[column - left] = value.text if isinstance(value, CellError) else value
    return cells


def _formulas(row: Row, left: int, right: int, calculator: Calculator) -> list[Any]:
    cells = _unformatted(row, left, right, calculator)
    for column, detail in row.details.items():
        if left <= column < right and detail.formula is not None:
            cells.extend([""] * (column - left + 1 - len(cells)))
            cells[column - left] = detail.formula
    return cells


_READERS = {
    "FORMATTED_VALUE": _formatted,
    "UNFORMATTED_VALUE": _unformatted,
    "FORMULA": _formulas,
}


def _show_dates(cells: list[Any], row: Row, left: int, right: int) -> None:
    for column, detail in row.details.items():
        if not left <= column < right or detail.format is None:
            continue
        if is_date_format(detail.format.number_format) and column - left < len(cells):
            value = cells[column - left]
            if isinstance(value, int | float) and not isinstance(value, bool):
                cells[column - left] = text_shown(value, detail)


def _turned(rows: Rendered) -> Rendered:
    width = max((len(row) for row in rows), default=0)
    return [[row[c] if c < len(row) else "" for row in rows] for c in range(width)]


def _trimmed(rows: Rendered) -> Rendered:
    for cells in rows:
        while cells and cells[-1] == "":
            cells.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows
