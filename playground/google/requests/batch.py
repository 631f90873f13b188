"""What the requests of one batch work with: the spreadsheet, the caller, places on sheets."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable

from playground.google.cells import Json
from playground.google.errors import InvalidArgument
from playground.google.grid import Box, GridRange
from playground.google.masks import (
    EVERYTHING,
    FieldUnknown,
    Mask,
    MaskUnreadable,
    check_mask,
    paths_of,
    put_path,
    read_mask,
)
from playground.google.protection import must_be_open
from playground.google.ranges import beyond_grid
from playground.google.sheet import Dimension, Sheet
from playground.google.workbook import Workbook


class Batch:
    """One `spreadsheets.batchUpdate` under way."""

    def __init__(self, workbook: Workbook, caller: str) -> None:
        self.workbook = workbook
        self.caller = caller

    # --------------------------------------------------------------------------------- places

    def sheet(self, sheet_id: int | None, *, word: str = "sheet") -> Sheet:
        """The sheet with that id; 0 where none is given.

        Raises:
            InvalidArgument: there is none.
        """
        sheet = self.workbook.find_sheet(sheet_id or 0)
        if sheet is None:
            raise InvalidArgument(f"No {word} with id: {sheet_id or 0}")
        return sheet

    def place(self, given: Json | None) -> tuple[Sheet, Box]:
        """The sheet and the rectangle of a GridRange, which has to lie inside the grid.

        Raises:
            InvalidArgument: no range, no such sheet, or outside the grid.
        """
        if given is None:
            raise InvalidArgument("range is required.")
        sheet = self.sheet(given.get("sheetId"), word="grid")
        where = GridRange.of_json(given)
        box = where.on(1 << 40, 1 << 40)
        if _negative(where) or _reversed(where):
            raise InvalidArgument("Invalid range: the start index must be less than the end index.")
        if _past(where.start_row, where.end_row, sheet.row_count) or _past(
            where.start_column, where.end_column, sheet.column_count
        ):
            raise beyond_grid(sheet, box if box.bottom < 1 << 40 else sheet.box(where))
        return sheet, sheet.box(where)

    def open_place(self, given: Json | None) -> tuple[Sheet, Box]:
        """Like `place`, and nothing there is protected from the caller."""
        sheet, box = self.place(given)
        self.must_be_open(sheet, box)
        return sheet, box

    def must_be_open(self, sheet: Sheet, box: Box) -> None:
        """Make sure that the caller may change a rectangle, and mark the sheet as changed."""
        must_be_open(self.workbook, sheet, box, self.caller)

    def bounded(self, given: Json | None) -> Json:
        """A GridRange with all four ends, as Google keeps it."""
        sheet, box = self.place(given)
        return box.range_on(sheet.id).to_json()

    def lines(self, given: Json) -> tuple[Sheet, Dimension, int, int]:
        """Sheet, dimension, start and left-out end of a DimensionRange; open ends are the grid's.

        Raises:
            InvalidArgument: no such sheet, no dimension, or start not before the end.
        """
        sheet = self.sheet(given.get("sheetId"), word="grid")
        dimension = _dimension(given)
        size = sheet.row_count if dimension == "ROWS" else sheet.column_count
        start, end = given.get("startIndex", 0), given.get("endIndex", size)
        if start < 0 or start >= end:
            raise InvalidArgument(
                f"range.startIndex[{start}] must be less than range.endIndex[{end}]"
            )
        return sheet, dimension, start, end

    def over(self, sheet: Sheet, dimension: Dimension, start: int, end: int) -> Box:
        """The rectangle that rows or columns take up."""
        if dimension == "ROWS":
            return Box(start, end, 0, sheet.column_count)
        return Box(0, sheet.row_count, start, end)

    # -------------------------------------------------------------------------------- objects

    def new_number(self, taken: Iterable[int], wanted: int | None = None) -> int:
        """An id that isn't taken: the wanted one, or one made up."""
        known = set(taken)
        if wanted:
            if wanted in known:
                raise InvalidArgument(f"An object with id {wanted} already exists.")
            return wanted
        while True:
            number = secrets.randbelow(2**31 - 1) + 1
            if number not in known:
                return number

    def find(
        self, attribute: str, key: str, wanted: object, word: str
    ) -> tuple[Sheet, list[Json], int]:
        """The sheet, the list and the position there of an object with some id.

        Raises:
            InvalidArgument: no sheet has it.
        """
        for sheet in self.workbook.sheets:
            found: list[Json] = getattr(sheet.facts, attribute)
            for position, item in enumerate(found):
                if item.get(key) == wanted:
                    return sheet, found, position
        raise InvalidArgument(f"No {word} with id: {wanted}")


def fields_of(body: Json, name: str) -> list[str]:
    """The paths that a request's `fields` lists; `*` alone stands for every field.

    Raises:
        InvalidArgument: none is listed, or one is no field of the named object.
    """
    text = str(body.get("fields", ""))
    try:
        mask: Mask = read_mask(text)
        check_mask(mask, name)
    except MaskUnreadable as error:
        raise InvalidArgument(f"Invalid field: {text}") from error
    except FieldUnknown as error:
        raise InvalidArgument(f"Invalid field: {error.path}") from error
    if not text.strip():
        raise InvalidArgument(
            "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)"
        )
    return ["*"] if mask == EVERYTHING else list(paths_of(mask))


def updated(old: Json, new: Json, paths: list[str]) -> Json:
    """An object with the listed fields taken from another.

    A colour may come as Color or as ColorStyle: the form that isn't listed goes.
    """
    if paths == ["*"]:
        return dict(new)
    result = dict(old)
    for path in paths:
        put_path(result, path, new)
        twin = path.removesuffix("Style") if path.endswith("Style") else f"{path}Style"
        if path.lower().endswith(("color", "colorstyle")) and twin not in paths:
            put_path(result, twin, {})
    return result


Change = Callable[[Batch, Json], Json | None]


def _dimension(given: Json) -> Dimension:
    if given.get("dimension") == "ROWS":
        return "ROWS"
    if given.get("dimension") == "COLUMNS":
        return "COLUMNS"
    raise InvalidArgument("range.dimension is required.")


def _negative(where: GridRange) -> bool:
    ends = (where.start_row, where.end_row, where.start_column, where.end_column)
    return any(end is not None and end < 0 for end in ends)


def _reversed(where: GridRange) -> bool:
    rows = where.end_row is not None and (where.start_row or 0) >= where.end_row
    columns = where.end_column is not None and (where.start_column or 0) >= where.end_column
    return rows or columns


def _past(start: int | None, end: int | None, size: int) -> bool:
    return (start or 0) >= size or (end is not None and end > size)
