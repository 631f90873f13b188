"""How cells look to a person: text, colours, notes, drop-downs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from playground.google.cells import CellDetails, CellError, Json, Value
from playground.google.conditions import Setting, choices, holds
from playground.google.formulas.evaluating import Calculator
from playground.google.formulas.formats import format_of_formula
from playground.google.grid import Box, GridRange
from playground.google.number_formats import show_number, show_text
from playground.google.sheet import Sheet


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell as the grid shows it; colours are `#rrggbb`."""

    text: str = ""
    value: Value = None
    formula: str | None = None
    note: str = ""
    background: str | None = None
    foreground: str | None = None
    bold: bool = False
    italic: bool = False
    strikethrough: bool = False
    alignment: str | None = None
    choices: tuple[str, ...] = ()
    is_checkbox: bool = False
    is_protected: bool = False


@dataclass(frozen=True, slots=True)
class ShownSheet:
    """A sheet as a person sees it; rows and columns are counted from zero."""

    id: int
    title: str
    row_count: int
    column_count: int
    frozen_rows: int
    frozen_columns: int
    is_hidden: bool
    tab_colour: str | None
    rows: list[list[ShownCell]]
    column_widths: dict[int, int]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    merges: tuple[Box, ...]
    protected: tuple[Box, ...]
    charts: tuple[Json, ...]


def text_shown(value: Value, detail: CellDetails, calculator: Calculator | None = None) -> str:
    """The text that a cell shows."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, CellError):
        return value.text
    number_format = detail.format.number_format if detail.format is not None else None
    if isinstance(value, str):
        return show_text(value, number_format)
    if number_format is None and detail.formula is not None and calculator is not None:
        number_format = format_of_formula(detail.formula, calculator)
    return show_number(value, number_format)


def colour(given: Json | None) -> str | None:
    """A Color of the API (parts of 1) as `#rrggbb`."""
    if given is None:
        return None
    parts = (given.get("red", 0), given.get("green", 0), given.get("blue", 0))
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _styled(style: Json, name: str) -> str | None:
    whole: dict[str, Any] = style.get(f"{name}Style", {})
    return colour(whole.get("rgbColor") or style.get(name))


def dress(cell: ShownCell, style: Json) -> ShownCell:
    """The cell with a CellFormat of the API put on, over what it has."""
    words = style.get("textFormat", {})
    alignment = style.get("horizontalAlignment")
    return replace(
        cell,
        background=_styled(style, "backgroundColor") or cell.background,
        foreground=_styled(words, "foregroundColor") or cell.foreground,
        bold=words.get("bold", cell.bold),
        italic=words.get("italic", cell.italic),
        strikethrough=words.get("strikethrough", cell.strikethrough),
        alignment=alignment.lower() if alignment else cell.alignment,
    )


class Viewer:
    """Looks at one sheet's cells, with conditional formats, banding and drop-downs."""

    def __init__(
        self, sheet: Sheet, calculator: Calculator, locked: list[tuple[Box, list[Box]]]
    ) -> None:
        self._sheet = sheet
        self._calculator = calculator
        calculator.stand_on(sheet)
        self._locked = locked
        self._banding = [
            (sheet.box(GridRange.of_json(b.get("range", {}))), b) for b in sheet.facts.banded_ranges
        ]
        self._rules = list(self._boolean_rules())
        self._columns = list(self._table_columns())

    def rows(self, box: Box) -> list[list[ShownCell]]:
        """The cells of a rectangle."""
        return [[self.cell(row, column) for column in box.columns] for row in box.rows]

    def cell(self, row: int, column: int) -> ShownCell:
        """One cell."""
        value, detail = self._sheet.value(row, column), self._sheet.detail(row, column)
        rule = detail.validation or self._rule_of_table(row, column)
        cell = ShownCell(
            text_shown(value, detail, self._calculator),
            value,
            detail.formula,
            detail.note,
            alignment="right"
            if isinstance(value, int | float) and not isinstance(value, bool)
            else None,
            choices=self._choices(rule, row, column),
            is_checkbox=rule is not None and rule.get("condition", {}).get("type") == "BOOLEAN",
            is_protected=self._is_locked(row, column),
        )
        for style in self._styles(value, detail, row, column):
            cell = dress(cell, style)
        return cell

    def _styles(self, value: Value, detail: CellDetails, row: int, column: int) -> Iterator[Json]:
        for box, band in self._banding:
            if box.top <= row < box.bottom and box.left <= column < box.right:
                yield _band_style(box, band.get("rowProperties", {}), row)
        if detail.format is not None:
            yield detail.format.json
        for box, rule in self._rules:
            inside = box.top <= row < box.bottom and box.left <= column < box.right
            if inside and self._applies(box, rule, value, row, column):
                yield rule.get("format", {})
                return

    def _applies(self, box: Box, rule: Json, value: Value, row: int, column: int) -> bool:
        setting = Setting(
            self._calculator, (self._sheet.id, row, column), (row - box.top, column - box.left)
        )
        return holds(rule.get("condition", {}), value, setting)

    def _boolean_rules(self) -> Iterator[tuple[Box, Json]]:
        for rule in self._sheet.facts.conditional_formats:
            for given in rule.get("ranges", []) if "booleanRule" in rule else ():
                yield self._sheet.box(GridRange.of_json(given)), rule["booleanRule"]

    def _table_columns(self) -> Iterator[tuple[Box, Json]]:
        for table in self._sheet.facts.tables:
            box = self._sheet.box(GridRange.of_json(table.get("range", {})))
            for given in table.get("columnProperties", []):
                if "dataValidationRule" in given:
                    column = box.left + given.get("columnIndex", 0)
                    body = Box(box.top + 1, box.bottom, column, column + 1)
                    yield body, given["dataValidationRule"]

    def _rule_of_table(self, row: int, column: int) -> Json | None:
        for box, rule in self._columns:
            if box.top <= row < box.bottom and box.left <= column < box.right:
                return rule
        return None

    def _choices(self, rule: Json | None, row: int, column: int) -> tuple[str, ...]:
        if rule is None:
            return ()
        setting = Setting(self._calculator, (self._sheet.id, row, column))
        return choices(rule.get("condition", {}), setting)

    def _is_locked(self, row: int, column: int) -> bool:
        here = Box(row, row + 1, column, column + 1)
        return any(
            box.overlaps(here) and not any(opening.overlaps(here) for opening in openings)
            for box, openings in self._locked
        )


def _band_style(box: Box, properties: Json, row: int) -> Json:
    header = properties.get("headerColor") or properties.get("headerColorStyle", {}).get("rgbColor")
    if header is not None and row == box.top:
        return {"backgroundColor": header}
    body = row - box.top - (header is not None)
    name = ("firstBandColor", "secondBandColor")[body % 2]
    found = properties.get(name) or properties.get(f"{name}Style", {}).get("rgbColor")
    return {"backgroundColor": found} if found is not None else {}
