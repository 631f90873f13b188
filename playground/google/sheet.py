"""One sheet (tab): its grid of cells and everything that is laid over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Literal

from playground.google.cells import NO_DETAILS, CellDetails, Json, Value
from playground.google.grid import Box, GridRange
from playground.google.moving import shift_ranges
from playground.google.rows import Row

Dimension = Literal["ROWS", "COLUMNS"]
_LISTS_WITH_RANGES = (
    "merges",
    "protected_ranges",
    "conditional_formats",
    "filter_views",
    "banded_ranges",
    "charts",
    "tables",
    "slicers",
    "comment_anchors",
)


@dataclass(slots=True)
class SheetFacts:
    """All of a sheet but its cells; the objects are the API's own, with their ranges."""

    title: str
    row_count: int = 1000
    column_count: int = 26
    #: further SheetProperties: hidden, tabColor, rightToLeft …
    properties: Json = field(default_factory=dict)
    #: further GridProperties: frozenRowCount, hideGridlines …
    grid_properties: Json = field(default_factory=dict)
    column_properties: dict[int, Json] = field(default_factory=dict)
    merges: list[Json] = field(default_factory=list)
    protected_ranges: list[Json] = field(default_factory=list)
    conditional_formats: list[Json] = field(default_factory=list)
    basic_filter: Json | None = None
    filter_views: list[Json] = field(default_factory=list)
    banded_ranges: list[Json] = field(default_factory=list)
    charts: list[Json] = field(default_factory=list)
    tables: list[Json] = field(default_factory=list)
    slicers: list[Json] = field(default_factory=list)
    row_groups: list[Json] = field(default_factory=list)
    column_groups: list[Json] = field(default_factory=list)
    developer_metadata: list[Json] = field(default_factory=list)
    comment_anchors: list[Json] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A sheet as it was, to go back to."""

    rows: list[Row | None]
    facts: SheetFacts
    has_formulas: bool


class Sheet:
    """A sheet; rows and columns are counted from zero.

    Rows that nobody has touched take no room: the list of rows ends at the last touched one.
    """

    def __init__(self, sheet_id: int, facts: SheetFacts) -> None:
        self.id = sheet_id
        self.facts = facts
        self.rows: list[Row | None] = []
        self.has_formulas = False
        self._generation = 0

    @property
    def title(self) -> str:
        """The title on the tab."""
        return self.facts.title

    @property
    def row_count(self) -> int:
        """How many rows the grid has."""
        return self.facts.row_count

    @property
    def column_count(self) -> int:
        """How many columns the grid has."""
        return self.facts.column_count

    # -------------------------------------------------------------------------------- reading

    def value(self, row: int, column: int) -> Value:
        """The effective value of a cell."""
        found = self.rows[row] if row < len(self.rows) else None
        return found.value(column) if found is not None else None

    def detail(self, row: int, column: int) -> CellDetails:
        """What a cell has beside its value."""
        found = self.rows[row] if row < len(self.rows) else None
        return found.detail(column) if found is not None else NO_DETAILS

    def row_at(self, row: int) -> Row | None:
        """The row, if anybody has touched it."""
        return self.rows[row] if row < len(self.rows) else None

    def box(self, where: GridRange) -> Box:
        """A range clamped to this sheet's grid."""
        return where.on(self.row_count, self.column_count)

    def whole(self) -> Box:
        """The whole grid."""
        return Box(0, self.row_count, 0, self.column_count)

    def used(self) -> Box:
        """From A1 to the last row and column that hold a value."""
        widths = [row.used_width() if row is not None else 0 for row in self.rows]
        height = len(widths)
        while height and not widths[height - 1]:
            height -= 1
        return Box(0, height, 0, max(widths, default=0))

    def formulas(self) -> Iterator[tuple[int, int, str]]:
        """Every formula with its row and column."""
        if not self.has_formulas:
            return
        for index, row in enumerate(self.rows):
            if row is not None and row.details:
                for column, detail in row.details.items():
                    if detail.formula is not None:
                        yield index, column, detail.formula

    # -------------------------------------------------------------------------------- writing

    def writable(self, row: int) -> Row:
        """The row to be changed in place; made, or parted from a checkpoint, if need be."""
        rows = self.rows
        if row >= len(rows):
            rows.extend([None] * (row + 1 - len(rows)))
        found = rows[row]
        if found is None:
            found = rows[row] = Row(self._generation)
        elif found.generation != self._generation:
            found = rows[row] = found.copy(self._generation)
        return found

    def put(self, row: int, column: int, value: Value) -> None:
        """Give a cell a value, leaving format, note and validation alone."""
        if (value is None or value == "") and self.row_at(row) is None:
            return
        self.writable(row).set(column, value)

    def put_formula(self, row: int, column: int, formula: str) -> None:
        """Give a cell a formula; its value is worked out later."""
        target = self.writable(row)
        target.put(column, None)
        target.put_detail(column, replace(target.detail(column), formula=formula))
        self.has_formulas = True

    def put_detail(self, row: int, column: int, detail: CellDetails) -> None:
        """Say what a cell has beside its value."""
        if detail.is_blank and self.row_at(row) is None:
            return
        self.writable(row).put_detail(column, detail)
        self.has_formulas = self.has_formulas or detail.formula is not None

    def change_details(self, box: Box, change: Callable[[CellDetails], CellDetails]) -> None:
        """Change what the cells of a rectangle have beside their values, equal ones once only."""
        known: dict[int, tuple[CellDetails, CellDetails]] = {}
        for index in box.rows:
            row = self.writable(index)
            for column in box.columns:
                old = row.details.get(column, NO_DETAILS)
                found = known.get(id(old))
                if found is None:
                    found = known[id(old)] = (old, change(old))
                if found[1] is not old:
                    row.put_detail(column, found[1])

    # ----------------------------------------------------------------------- rows and columns

    def insert(self, dimension: Dimension, at: int, count: int) -> None:
        """Put empty rows or columns in at a place."""
        if dimension == "ROWS":
            if at < len(self.rows):
                self.rows[at:at] = [None] * count
            self.facts.row_count += count
        else:
            self._change_columns(lambda row: row.insert_columns(at, count))
            self.facts.column_count += count
            self.facts.column_properties = {
                c + count * (c >= at): p for c, p in self.facts.column_properties.items()
            }
        self._shift(dimension, at, count)

    def delete(self, dimension: Dimension, at: int, count: int) -> None:
        """Take rows or columns out."""
        if dimension == "ROWS":
            del self.rows[at : at + count]
            self.facts.row_count -= count
        else:
            self._change_columns(lambda row: row.delete_columns(at, count))
            self.facts.column_count -= count
            self.facts.column_properties = {
                c - count * (c >= at + count): p
                for c, p in self.facts.column_properties.items()
                if not at <= c < at + count
            }
        self._shift(dimension, at, -count)

    def resize(self, rows: int, columns: int) -> None:
        """Make the grid that big; what falls outside is lost."""
        if rows < self.row_count:
            self.delete("ROWS", rows, self.row_count - rows)
        if columns < self.column_count:
            self.delete("COLUMNS", columns, self.column_count - columns)
        self.facts.row_count, self.facts.column_count = rows, columns

    def _change_columns(self, change: Callable[[Row], None]) -> None:
        for index, row in enumerate(self.rows):
            if row is not None and (row.values or row.details):
                change(self.writable(index))

    def _shift(self, dimension: Dimension, at: int, by: int) -> None:
        facts = self.facts
        for name in _LISTS_WITH_RANGES:
            shifted = (shift_ranges(item, dimension, at, by) for item in getattr(facts, name))
            setattr(facts, name, [item for item in shifted if item is not None])
        if facts.basic_filter is not None:
            facts.basic_filter = shift_ranges(facts.basic_filter, dimension, at, by)

    # ----------------------------------------------------------------------------- going back

    def checkpoint(self) -> Checkpoint:
        """Remember the sheet as it is; later changes part from what is remembered."""
        self._generation += 1
        return Checkpoint(list(self.rows), deepcopy(self.facts), self.has_formulas)

    def go_back(self, checkpoint: Checkpoint) -> None:
        """Be again as the checkpoint remembers."""
        self.rows = checkpoint.rows
        self.facts = checkpoint.facts
        self.has_formulas = checkpoint.has_formulas
