"""Rectangles of cells, counted from zero with the end left out, as in the API's GridRange."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class GridRange:
    """A rectangle on one sheet; ``None`` at an end means unbounded."""

    sheet_id: int
    start_row: int | None = None
    end_row: int | None = None
    start_column: int | None = None
    end_column: int | None = None

    @classmethod
    def of_json(cls, given: dict[str, Any]) -> GridRange:
        """The range that a GridRange object of the API describes."""
        return cls(
            int(given.get("sheetId", 0)),
            given.get("startRowIndex"),
            given.get("endRowIndex"),
            given.get("startColumnIndex"),
            given.get("endColumnIndex"),
        )

    def to_json(self) -> dict[str, Any]:
        """The GridRange object of the API; the first sheet's id 0 is left out, as Google does."""
        bounds = {
            "sheetId": self.sheet_id or None,
            "startRowIndex": self.start_row,
            "endRowIndex": self.end_row,
            "startColumnIndex": self.start_column,
            "endColumnIndex": self.end_column,
        }
        return {name: value for name, value in bounds.items() if value is not None}

    def on(self, rows: int, columns: int) -> Box:
        """The rectangle clamped to a grid of that size."""
        return Box(
            min(self.start_row or 0, rows),
            rows if self.end_row is None else min(self.end_row, rows),
            min(self.start_column or 0, columns),
            columns if self.end_column is None else min(self.end_column, columns),
        )

    def contains(self, row: int, column: int) -> bool:
        """Whether the cell lies inside."""
        return (
            (self.start_row or 0) <= row
            and (self.end_row is None or row < self.end_row)
            and (self.start_column or 0) <= column
            and (self.end_column is None or column < self.end_column)
        )

    def overlaps(self, other: GridRange) -> bool:
        """Whether both have a cell in common."""
        if self.sheet_id != other.sheet_id:
            return False
        return self.on(_FAR, _FAR).overlaps(other.on(_FAR, _FAR))

    def with_sheet(self, sheet_id: int) -> GridRange:
        """The same rectangle on another sheet."""
        return replace(self, sheet_id=sheet_id)


_FAR = 1 << 40


@dataclass(frozen=True, slots=True)
class Box:
    """A bounded rectangle: rows and columns from (included) to (left out)."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def height(self) -> int:
        """How many rows."""
        return max(0, self.bottom - self.top)

    @property
    def width(self) -> int:
        """How many columns."""
        return max(0, self.right - self.left)

    @property
    def rows(self) -> range:
        """The indexes of its rows."""
        return range(self.top, self.bottom)

    @property
    def columns(self) -> range:
        """The indexes of its columns."""
        return range(self.left, self.right)

    def overlaps(self, other: Box) -> bool:
        """Whether both have a cell in common."""
        return (
            self.top < other.bottom
            and other.top < self.bottom
            and self.left < other.right
            and other.left < self.right
        )

    def range_on(self, sheet_id: int) -> GridRange:
        """The same rectangle as a range of a sheet."""
        return GridRange(sheet_id, self.top, self.bottom, self.left, self.right)


def shifted(start: int, end: int, *, at: int, by: int) -> tuple[int, int]:
    """Where a span ends up when ``by`` lines come in at ``at`` (or go, where negative).

    Lines that come in exactly at the start push the span; lines that go take their part of it, so
    the answer can be empty.
    """
    if by >= 0:
        return start + by * (start >= at), end + by * (end > at)
    start_now = start if start <= at else max(at, start + by)
    end_now = end if end <= at else max(at, end + by)
    return start_now, end_now
