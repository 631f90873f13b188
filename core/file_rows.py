"""The rows of a CSV file: found by the names in its first line, and read cell by cell."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from core.cells import CellUnreadable, reader_of
from core.columns import COLUMNS, Column, Kind
from core.errors import BenefitError, choices

Row = dict[str, Any]
BETWEEN: Final = "\x1f"
"""What stands between the cells of a row that is told as one text: no cell may have it."""


class TooManyCells(BenefitError):
    """A row is longer than the header."""

    def __init__(self, cells: int, columns: int) -> None:
        super().__init__(f"has {cells} cells, but there are only {columns} columns.")


class CellMissing(BenefitError):
    """A row can't do without this cell."""

    def __init__(self, column: str) -> None:
        super().__init__(f"{column} is missing.")


class CellsWrong(BenefitError):
    """Cells of one row are missing, or can't be read: all of them are told."""

    def __init__(self, wrong: Iterable[BenefitError]) -> None:
        super().__init__(" ".join(map(str, wrong)))


class FileUnreadable(BenefitError):
    """A file isn't a table of the kind it is said to be."""


class UnknownColumn(BenefitError):
    """A file has a column that its kind doesn't have."""

    def __init__(self, column: str, kind: Kind) -> None:
        known = choices(each.name for each in COLUMNS[kind])
        super().__init__(f"A file of {kind} has no column “{column}”; it may have {known}.")


class Header:
    """The columns that a file has; what every row needs of them is found once."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.width = len(columns)
        self.readers = [(column.name, reader_of(column)) for column in columns]
        self.required = [column.name for column in columns if column.required]
        self.by_name = sorted((column.name, place) for place, column in enumerate(columns))


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of a file, as text without spaces around it."""

    number: int
    """Its line in the file; where it has several, the last of them."""
    cells: list[str]
    header: Header

    def has(self, name: str) -> bool:
        """Whether something stands in the column of that name."""
        return any(
            cell and column == name
            for (column, _), cell in zip(self.header.readers, self.cells, strict=False)
        )

    @property
    def as_text(self) -> str:
        """What the row says, whatever the order of its columns."""
        cells = self.cells
        there = len(cells)
        return BETWEEN.join(
            f"{name}={cells[place]}"
            for name, place in self.header.by_name
            if place < there and cells[place]
        )

    def read(self) -> Row:
        """The typed values of the cells that aren't blank.

        Raises:
            TooManyCells, CellsWrong: its cells don't hold what their columns are for.
        """
        if len(self.cells) > self.header.width:
            raise TooManyCells(len(self.cells), self.header.width)
        row: Row = {}
        wrong: dict[str, BenefitError] = {}
        for (name, read), cell in zip(self.header.readers, self.cells, strict=False):
            if cell:
                try:
                    row[name] = read(cell)
                except ValueError as unreadable:
                    wrong[name] = CellUnreadable(name, str(unreadable))
        for name in self.header.required:
            if name not in row and name not in wrong:
                wrong[name] = CellMissing(name)
        if wrong:
            raise CellsWrong(wrong.values())
        return row


def content_of(path: Path) -> str:
    """The text of a file.

    Raises:
        FileUnreadable: it isn't there, may not be read, or isn't UTF-8.
    """
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise FileUnreadable(f"{path.name} is not UTF-8 text; save it as CSV UTF-8.") from None
    except OSError as error:
        raise FileUnreadable(f"{path} can't be read: {error.strerror}.") from None


def rows_of(content: str, kind: Kind, path: Path) -> list[FileRow]:
    """Every row that isn't blank; those that others refer to come first.

    Raises:
        FileUnreadable, UnknownColumn: it isn't a file of that kind.
    """
    reader = csv.reader(content.splitlines(keepends=True), strict=True)
    try:
        header = Header(_columns(next(reader, []), kind, path))
        rows = [
            FileRow(reader.line_num, cells, header)
            for row in reader
            if any(cells := [cell.strip() for cell in row])
        ]
    except csv.Error as error:
        raise FileUnreadable(f"{path.name} line {reader.line_num}: {error}.") from None
    return sorted(rows, key=lambda row: row.has("affiliated_to")) if kind is Kind.CONTACTS else rows


def _columns(header: list[str], kind: Kind, path: Path) -> list[Column]:
    known = {column.name: column for column in COLUMNS[kind]}
    names = [name.strip().casefold() for name in header]
    if not any(names):
        raise FileUnreadable(f"{path.name} is empty: its first line must name the columns.")
    if len(names) == 1 and ";" in names[0]:
        raise FileUnreadable(f"{path.name} has semicolons between its cells: save it with commas.")
    for name in names:
        if name not in known:
            raise UnknownColumn(name, kind)
    if doubled := {name for name in names if names.count(name) > 1}:
        raise FileUnreadable(f"{path.name} has the column {min(doubled)} twice.")
    if missing := [each.name for each in COLUMNS[kind] if each.required and each.name not in names]:
        raise FileUnreadable(f"{path.name} lacks the column {choices(missing)}.")
    return [known[name] for name in names]
