"""Importing a file of rows: all of it, or nothing and a list of what is wrong."""

import csv
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from core.actor import Actor
from core.cells import read_cell
from core.collecting import garbage_kept
from core.columns import COLUMNS, Column, Kind
from core.desk import Desk
from core.errors import BenefitError, choices
from core.importers import IMPORTERS, Effect

Progress = Callable[[int], None]
Row = dict[str, Any]
ACTS: Final = (Kind.USAGE, Kind.MEMBERSHIPS, Kind.REGISTRATIONS)
"""Kinds whose rows are acts: each is carried out once. The others are rows of a list."""
BETWEEN: Final = "\x1f"
"""What stands between the cells of a row that is told as one text: no cell may have it."""
TOLD: Final = 1000
"""How many rows pass between two calls of the progress function."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that can't be imported, by its line in the file, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file, as text."""

    number: int
    cells: list[str]
    columns: list[Column]

    def text(self, name: str) -> str:
        """The text in the column of that name; blank where there is none."""
        found = (
            cell
            for column, cell in zip(self.columns, self.cells, strict=False)
            if column.name == name
        )
        return next(found, "").strip()

    @property
    def as_text(self) -> str:
        """What the row says, whatever the order of its columns."""
        cells = zip(self.columns, self.cells, strict=False)
        told = [f"{column.name}={text}" for column, cell in cells if (text := cell.strip())]
        told.sort()
        return BETWEEN.join(told)

    def read(self) -> Row:
        """The typed values of the cells that aren't blank.

        Raises:
            BenefitError: a cell doesn't hold what its column is for, or is missing.
        """
        if len(self.cells) > len(self.columns):
            raise TooManyCells(len(self.cells), len(self.columns))
        row = {
            column.name: read_cell(column, cell)
            for column, cell in zip(self.columns, self.cells, strict=False)
            if cell.strip()
        }
        for column in self.columns:
            if column.required and column.name not in row:
                raise CellMissing(column.name)
        return row


class TooManyCells(BenefitError):
    """A row is longer than the header."""

    def __init__(self, cells: int, columns: int) -> None:
        super().__init__(f"has {cells} cells, but there are only {columns} columns.")


class CellMissing(BenefitError):
    """A row can't do without this cell."""

    def __init__(self, column: str) -> None:
        super().__init__(f"{column} is missing.")


class BadRows(BenefitError):
    """A file has bad rows, so nothing of it was imported."""

    def __init__(self, rows: list[BadRow]) -> None:
        count = "1 row is" if len(rows) == 1 else f"{len(rows)} rows are"
        super().__init__(f"Nothing was imported: {count} not right.")
        self.rows = rows


class FileUnreadable(BenefitError):
    """A file isn't a table of the kind it is said to be."""


class UnknownColumn(BenefitError):
    """A file has a column that its kind doesn't have."""

    def __init__(self, column: str, kind: Kind) -> None:
        known = choices(each.name for each in COLUMNS[kind])
        super().__init__(f"A file of {kind} has no column “{column}”; it may have {known}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of a file's rows."""

    kind: Kind
    added: int = 0
    alike: int = 0
    """How many of those added look like one that was there before."""
    changed: int = 0
    unchanged: int = 0
    before: bool = False
    """Whether all of the file was imported before, so that nothing was done."""


def import_file(
    desk: Desk,
    path: Path,
    kind: Kind,
    *,
    actor: Actor,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Bring in a CSV file in one step. What was brought in before adds nothing.

    Raises:
        BadRows: nothing was imported; every bad row is listed with its line and reason.
        FileUnreadable, UnknownColumn: it isn't a file of that kind.
    """
    content = _content(path)
    lines = list(_lines(content, kind, path))
    requests = _requests(kind, content, lines)
    known = desk.store.carried_out(requests.values())
    fresh = [line for line in lines if requests[line.number] not in known]
    # A row of a list may have had nothing to change; but one step writes a file, or none of it.
    if not fresh or (known and kind not in ACTS):
        return Imported(kind=kind, unchanged=len(lines), before=True)

    def carry_out(draft: Desk, line: Line) -> Effect:
        return IMPORTERS[kind](draft, line.read(), requests[line.number], actor)

    def work(draft: Desk) -> dict[Effect, int]:
        return _import_lines(draft, fresh, carry_out, progress)

    with garbage_kept():
        effects = desk.together(work, dry_run=dry_run, fresh=True)
    return Imported(
        kind=kind,
        added=effects[Effect.ADDED] + effects[Effect.ADDED_ALIKE],
        alike=effects[Effect.ADDED_ALIKE],
        changed=effects[Effect.CHANGED],
        unchanged=effects[Effect.UNCHANGED] + len(lines) - len(fresh),
    )


def _requests(kind: Kind, content: str, lines: Iterable[Line]) -> dict[int, str]:
    """The idempotency key of each line by its number.

    An act is known by what its row says, and the how manieth such row of the file it is: a list
    that grows, or is sorted anew, brings only what is new. Rows of a list are known by the file,
    for bringing an old file once more may mean to set back what was changed since.
    """
    if kind not in ACTS:
        name = f"import:{kind}:{_digest(content)}"
        return {line.number: f"{name}:{line.number}" for line in lines}
    seen: Counter[str] = Counter()
    requests = {}
    for line in lines:
        row = line.as_text
        seen[row] += 1
        requests[line.number] = f"import:{kind}:{_digest(row)}:{seen[row]}"
    return requests


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _content(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise FileUnreadable(f"{path.name} is not UTF-8 text; save it as CSV UTF-8.") from None
    except OSError as error:
        raise FileUnreadable(f"{path} can't be read: {error.strerror}.") from None


def _lines(content: str, kind: Kind, path: Path) -> list[Line]:
    """Every row that isn't blank; those that others refer to come first."""
    reader = csv.reader(content.splitlines(keepends=True), strict=True)
    try:
        columns = _columns(next(reader, []), kind, path)
        lines = [
            Line(reader.line_num, cells, columns)
            for cells in reader
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:
        raise FileUnreadable(f"{path.name} line {reader.line_num}: {error}.") from None
    return sorted(lines, key=lambda line: bool(line.text("affiliated_to")))


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


def _import_lines(
    draft: Desk,
    lines: list[Line],
    carry_out: Callable[[Desk, Line], Effect],
    progress: Progress | None,
) -> dict[Effect, int]:
    effects, bad = dict.fromkeys(Effect, 0), list[BadRow]()
    for count, line in enumerate(lines, start=1):
        try:
            effects[carry_out(draft, line)] += 1
        except BenefitError as wrong:
            bad.append(BadRow(line.number, str(wrong)))
        if progress and not count % TOLD:
            progress(count)
    if bad:
        raise BadRows(sorted(bad, key=lambda row: row.line))
    return effects
