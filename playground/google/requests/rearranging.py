"""Requests that sort, search, shift and tidy the cells of a range."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

from playground.google.cells import CellDetails, Json, Value
from playground.google.errors import InvalidArgument
from playground.google.grid import Box
from playground.google.ranges import beyond_grid
from playground.google.requests.batch import Batch, Change
from playground.google.requests.copying import Block, block_of, put_cell
from playground.google.sheet import Sheet
from playground.google.showing import text_shown
from playground.google.sorting import sort_rows
from playground.google.typing_in import put_entered, read_typed

_MARKS = {"COMMA": ",", "SEMICOLON": ";", "PERIOD": ".", "SPACE": " "}


def sort_range(batch: Batch, body: Json) -> None:
    """Sort the rows of a range by columns, the first given counting most."""
    sheet, box = batch.open_place(body.get("range"))
    batch.workbook.settle()
    sort_rows(sheet, box, orders_of(body.get("sortSpecs", []), box))


def orders_of(specs: list[Json], box: Box) -> list[tuple[int, bool]]:
    """Columns and whether they fall, of the API's SortSpecs.

    Raises:
        InvalidArgument: a column outside the range.
    """
    orders = []
    for spec in specs:
        column = spec.get("dimensionIndex", 0)
        if not box.left <= column < box.right:
            raise InvalidArgument(f"sortSpecs.dimensionIndex[{column}] is outside the range.")
        orders.append((column, spec.get("sortOrder") == "DESCENDING"))
    return orders


def randomize_range(batch: Batch, body: Json) -> None:
    """Shuffle the rows of a range."""
    sheet, box = batch.open_place(body.get("range"))
    block = block_of(sheet, box)
    random.shuffle(block)
    _put_block(sheet, Box(box.top, box.bottom, box.left, box.right), block)


def _put_block(sheet: Sheet, box: Box, block: Block) -> None:
    for row, cells in zip(box.rows, block, strict=True):
        for column, cell in zip(box.columns, cells, strict=True):
            put_cell(sheet, (row, column), cell, "PASTE_NORMAL")


def insert_range(batch: Batch, body: Json) -> None:
    """Put empty cells in; what stands there moves down or to the right."""
    sheet, box = batch.place(body.get("range"))
    batch.workbook.settle()
    if body.get("shiftDimension") == "ROWS":
        rest = Box(box.top, sheet.row_count, box.left, box.right)
        moved = Box(rest.top + box.height, rest.bottom, rest.left, rest.right)
    else:
        rest = Box(box.top, box.bottom, box.left, sheet.column_count)
        moved = Box(rest.top, rest.bottom, rest.left + box.width, rest.right)
    batch.must_be_open(sheet, rest)
    _shift_block(
        sheet,
        Box(rest.top, rest.top + moved.height, rest.left, rest.left + moved.width),
        moved,
        box,
    )


def delete_range(batch: Batch, body: Json) -> None:
    """Take cells out; what stands below or to the right moves up."""
    sheet, box = batch.place(body.get("range"))
    batch.workbook.settle()
    if body.get("shiftDimension") == "ROWS":
        source = Box(box.bottom, sheet.row_count, box.left, box.right)
        goal = Box(box.top, sheet.row_count - box.height, box.left, box.right)
        freed = Box(sheet.row_count - box.height, sheet.row_count, box.left, box.right)
    else:
        source = Box(box.top, box.bottom, box.right, sheet.column_count)
        goal = Box(box.top, box.bottom, box.left, sheet.column_count - box.width)
        freed = Box(box.top, box.bottom, sheet.column_count - box.width, sheet.column_count)
    batch.must_be_open(
        sheet, Box(box.top, max(box.bottom, source.bottom), box.left, max(box.right, source.right))
    )
    _shift_block(sheet, source, goal, freed)


def _shift_block(sheet: Sheet, source: Box, goal: Box, freed: Box) -> None:
    """Move a block to another place and empty the cells that it leaves free."""
    block = block_of(sheet, source)
    for row in freed.rows:
        for column in freed.columns:
            sheet.put(row, column, None)
            sheet.put_detail(row, column, CellDetails())
    _put_block(sheet, goal, block)


# ------------------------------------------------------------------------------- find, tidy


def find_replace(batch: Batch, body: Json) -> Json:
    """Replace a text wherever it stands in values, and in formulas when asked to."""
    batch.workbook.settle()
    pattern = _pattern(body)
    replacement = body.get("replacement", "")
    if not body.get("searchByRegex"):
        replacement = replacement.replace("\\", r"\\")
    counts = {
        "valuesChanged": 0,
        "formulasChanged": 0,
        "rowsChanged": 0,
        "sheetsChanged": 0,
        "occurrencesChanged": 0,
    }
    for sheet, box in _searched(batch, body):
        rows: set[int] = set()
        for row, column, text, is_formula in list(
            _texts(sheet, box, with_formulas=bool(body.get("includeFormulas")))
        ):
            new, found = pattern.subn(replacement, text)
            if not found:
                continue
            batch.must_be_open(sheet, Box(row, row + 1, column, column + 1))
            put_entered(sheet, row, column, read_typed(new, sheet.detail(row, column)))
            rows.add(row)
            counts["formulasChanged" if is_formula else "valuesChanged"] += 1
            counts["occurrencesChanged"] += found
        counts["rowsChanged"] += len(rows)
        counts["sheetsChanged"] += bool(rows)
    return {name: count for name, count in counts.items() if count}


def _pattern(body: Json) -> re.Pattern[str]:
    text = body.get("find", "")
    if not text:
        raise InvalidArgument("find is required.")
    written = text if body.get("searchByRegex") else re.escape(text)
    if body.get("matchEntireCell"):
        written = rf"\A(?:{written})\Z"
    try:
        return re.compile(written, 0 if body.get("matchCase") else re.IGNORECASE)
    except re.error as error:
        raise InvalidArgument(f"Invalid regular expression: {text}") from error


def _searched(batch: Batch, body: Json) -> list[tuple[Sheet, Box]]:
    if body.get("allSheets"):
        return [(sheet, sheet.whole()) for sheet in batch.workbook.sheets]
    if "range" in body:
        return [batch.place(body["range"])]
    if "sheetId" in body:
        sheet = batch.sheet(body["sheetId"])
        return [(sheet, sheet.whole())]
    raise InvalidArgument("One of range, sheetId and allSheets is required.")


def _texts(sheet: Sheet, box: Box, *, with_formulas: bool) -> Iterator[tuple[int, int, str, bool]]:
    for row in range(box.top, min(box.bottom, len(sheet.rows))):
        found = sheet.rows[row]
        for column in range(box.left, min(box.right, found.used_width() if found else 0)):
            value, detail = sheet.value(row, column), sheet.detail(row, column)
            if detail.formula is not None:
                if with_formulas:
                    yield row, column, detail.formula, True
            elif value is not None:
                yield row, column, text_shown(value, detail), False


def trim_whitespace(batch: Batch, body: Json) -> Json:
    """Take blanks off the ends of texts, and doubled ones out of their middle."""
    sheet, box = batch.open_place(body.get("range"))
    changed = _change_texts(sheet, box, lambda text: re.sub(r"\s+", " ", text).strip())
    return {"cellsChangedCount": changed} if changed else {}


def _change_texts(sheet: Sheet, box: Box, change: Callable[[str], str]) -> int:
    changed = 0
    for row in box.rows:
        for column in box.columns:
            value = sheet.value(row, column)
            if isinstance(value, str) and sheet.detail(row, column).formula is None:
                new = change(value)
                changed += new != value
                sheet.put(row, column, new)
    return changed


def delete_duplicates(batch: Batch, body: Json) -> Json:
    """Take out rows of a range that say the same as an earlier one; later rows move up."""
    sheet, box = batch.open_place(body.get("range"))
    batch.workbook.settle()
    columns = _compared(body, box)
    seen: set[tuple[Value, ...]] = set()
    kept: Block = []
    for row, cells in zip(box.rows, block_of(sheet, box), strict=True):
        key = tuple(_folded(sheet.value(row, column)) for column in columns)
        if key not in seen or not any(value is not None for value in key):
            kept.append(cells)
        seen.add(key)
    gone = box.height - len(kept)
    blank: Block = [[(None, CellDetails())] * box.width for _ in range(gone)]
    _put_block(sheet, box, kept + blank)
    return {"duplicatesRemovedCount": gone} if gone else {}


def _compared(body: Json, box: Box) -> list[int]:
    given = body.get("comparisonColumns", [])
    listed = [
        c
        for part in given
        for c in range(part.get("startIndex", 0), part.get("endIndex", box.right))
    ]
    return listed or list(box.columns)


def _folded(value: Value) -> Value:
    return value.casefold() if isinstance(value, str) else value


def text_to_columns(batch: Batch, body: Json) -> None:
    """Part the texts of one column at a mark, into the columns to its right."""
    sheet, box = batch.open_place(body.get("source"))
    if box.width != 1:
        raise InvalidArgument("The source of textToColumns has to be one column.")
    kind = body.get("delimiterType", "AUTODETECT")
    for row in box.rows:
        value = sheet.value(row, box.left)
        if not isinstance(value, str):
            continue
        mark = body.get("delimiter", "") if kind == "CUSTOM" else _MARKS.get(kind) or _likely(value)
        parts = value.split(mark) if mark else [value]
        goal = Box(row, row + 1, box.left, box.left + len(parts))
        if goal.right > sheet.column_count:
            raise beyond_grid(sheet, goal)
        batch.must_be_open(sheet, goal)
        for column, part in enumerate(parts, start=box.left):
            put_entered(sheet, row, column, read_typed(part.strip(), sheet.detail(row, column)))


def _likely(text: str) -> str:
    return max(_MARKS.values(), key=text.count)


CHANGES: dict[str, Change] = {
    "sortRange": sort_range,
    "randomizeRange": randomize_range,
    "insertRange": insert_range,
    "deleteRange": delete_range,
    "findReplace": find_replace,
    "trimWhitespace": trim_whitespace,
    "deleteDuplicates": delete_duplicates,
    "textToColumns": text_to_columns,
}
