"""One row of a sheet: its values side by side, and what some cells have beside their value."""

from __future__ import annotations

from dataclasses import replace

from playground.google.cells import NO_DETAILS, CellDetails, Json, Value


class Row:
    """A row's cells and its own properties (height, hidden).

    ``generation`` tells whether the row may be changed in place or is shared with a checkpoint.
    """

    __slots__ = ("details", "generation", "properties", "shown", "values")

    def __init__(
        self,
        generation: int,
        values: list[Value] | None = None,
        details: dict[int, CellDetails] | None = None,
        properties: Json | None = None,
    ) -> None:
        self.generation = generation
        self.values: list[Value] = [] if values is None else values
        self.details: dict[int, CellDetails] = {} if details is None else details
        self.properties: Json = {} if properties is None else properties
        #: the texts that the cells show, kept until one changes; rows with formulas keep none
        self.shown: list[str] | None = None

    def copy(self, generation: int) -> Row:
        """A row of its own with the same cells."""
        return Row(generation, list(self.values), dict(self.details), dict(self.properties))

    def value(self, column: int) -> Value:
        """The effective value of a cell."""
        return self.values[column] if column < len(self.values) else None

    def detail(self, column: int) -> CellDetails:
        """What the cell has beside its value."""
        return self.details.get(column, NO_DETAILS)

    def put(self, column: int, value: Value) -> None:
        """Give a cell a value; an empty text is no value."""
        self.shown = None
        values = self.values
        if column < len(values):
            values[column] = None if value == "" else value
        elif value is not None and value != "":
            values.extend([None] * (column - len(values)))
            values.append(value)

    def set(self, column: int, value: Value) -> None:
        """Give a cell a value in place of its value or formula."""
        self.put(column, value)
        detail = self.details.get(column)
        if detail is not None and detail.formula is not None:
            self.put_detail(column, replace(detail, formula=None))

    def put_detail(self, column: int, detail: CellDetails) -> None:
        """Say what a cell has beside its value."""
        self.shown = None
        if detail.is_blank:
            self.details.pop(column, None)
        else:
            self.details[column] = detail

    def used_width(self) -> int:
        """One past the last column that holds a value."""
        width = len(self.values)
        while width and self.values[width - 1] is None:
            width -= 1
        return width

    def insert_columns(self, at: int, count: int) -> None:
        """Make room for columns."""
        self.shown = None
        if at < len(self.values):
            self.values[at:at] = [None] * count
        self.details = {c + count * (c >= at): detail for c, detail in self.details.items()}

    def delete_columns(self, at: int, count: int) -> None:
        """Take columns out."""
        self.shown = None
        del self.values[at : at + count]
        self.details = {
            c - count * (c >= at + count): detail
            for c, detail in self.details.items()
            if not at <= c < at + count
        }
