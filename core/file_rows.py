"""The rows of a CSV file: found by the names in its first line, and read cell by cell."""

import csv
import re
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
SEPARATORS: Final = ",;\t"
"""What may stand between the cells of a file: a spreadsheet takes what is usual in its country."""


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


class UnknownColumns(BenefitError):
    """A file has columns that its kind doesn't have."""

    def __init__(self, file: str, columns: Iterable[str], kind: Kind) -> None:
        strange = choices(f"“{column}”" for column in columns)
        known = choices(each.name for each in COLUMNS[kind])
        super().__init__(f"{file}: a file of {kind} has no column {strange}; it may have {known}.")


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
        FileUnreadable, UnknownColumns: it isn't a file of that kind.
    """
    lines = content.splitlines(keepends=True)
    # A spreadsheet's own word for what parts its cells may stand in a line before the header.
    before = 1 if lines and re.fullmatch(r"sep=.\s*", lines[0]) else 0
    named = [column.name for column in COLUMNS[kind]]
    separator = separator_of(next(iter(lines[before:]), ""), named)
    reader = csv.reader(lines[before:], strict=True, delimiter=separator)
    try:
        header = Header(_columns(next(reader, []), kind, path))
        rows = [
            FileRow(reader.line_num + before, cells, header)
            for row in reader
            if any(cells := [cell.strip() for cell in row])
        ]
    except csv.Error as error:
        line = reader.line_num + before
        raise FileUnreadable(f"{path.name} line {line}: {error}.") from None
    return sorted(rows, key=lambda row: row.has("affiliated_to")) if kind is Kind.CONTACTS else rows


def separator_of(header: str, names: Iterable[str]) -> str:
    """What stands between a file's cells: whichever parts its header into the most known names.

    A comma where that doesn't tell.
    """
    known = set(names)

    def parts(separator: str) -> int:
        cells = header.split(separator)
        return sum(cell.strip().strip('"').casefold() in known for cell in cells)

    return max(SEPARATORS, key=parts)


def _columns(header: list[str], kind: Kind, path: Path) -> list[Column]:
    known = {column.name: column for column in COLUMNS[kind]}
    names = [name.strip().casefold() for name in header]
    if not any(names):
        raise FileUnreadable(f"{path.name} is empty: its first line must name the columns.")
    if strange := [name for name in names if name not in known]:
        raise UnknownColumns(path.name, strange, kind)
    if doubled := {name for name in names if names.count(name) > 1}:
        raise FileUnreadable(f"{path.name} has the column {min(doubled)} twice.")
    if missing := [each.name for each in COLUMNS[kind] if each.required and each.name not in names]:
        raise FileUnreadable(f"{path.name} lacks the column {choices(missing)}.")
    return [known[name] for name in names]
