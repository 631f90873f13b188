"""Requests that copy, cut, fill and merge blocks of cells."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from playground.google.cells import CellDetails, Json, Value
from playground.google.errors import InvalidArgument
from playground.google.formulas.moving import copied_formula
from playground.google.grid import Box, GridRange
from playground.google.ranges import beyond_grid
from playground.google.requests.batch import Batch, Change
from playground.google.sheet import Sheet
from playground.google.typing_in import put_entered, read_typed

Cell = tuple[Value, CellDetails]
Block = list[list[Cell]]


def block_of(sheet: Sheet, box: Box) -> Block:
    """The cells of a rectangle, values and all."""
    return [
        [(sheet.value(row, column), sheet.detail(row, column)) for column in box.columns]
        for row in box.rows
    ]


def put_cell(
    sheet: Sheet, place: tuple[int, int], cell: Cell, kind: str, moved: tuple[int, int] = (0, 0)
) -> None:
    """Paste one cell in one of the API's ways; ``moved`` tells formulas how far they went."""
    row, column = place
    value, detail = cell
    old = sheet.detail(row, column)
    formula = copied_formula(detail.formula, *moved) if detail.formula is not None else None
    if kind == "PASTE_VALUES":
        sheet.put(row, column, value)
    elif kind == "PASTE_FORMULA":
        _put_content(sheet, row, column, value, formula)
    elif kind == "PASTE_FORMAT":
        sheet.put_detail(row, column, replace(old, format=detail.format))
    elif kind == "PASTE_DATA_VALIDATION":
        sheet.put_detail(row, column, replace(old, validation=detail.validation))
    elif kind != "PASTE_CONDITIONAL_FORMATTING":
        _put_content(sheet, row, column, value, formula)
        sheet.put_detail(row, column, replace(detail, formula=formula))


def _put_content(sheet: Sheet, row: int, column: int, value: Value, formula: str | None) -> None:
    if formula is not None:
        sheet.put_formula(row, column, formula)
    else:
        sheet.put(row, column, value)


def copy_paste(batch: Batch, body: Json) -> None:
    """Copy a block; a bigger destination is filled with repeats of it."""
    kind = body.get("pasteType", "PASTE_NORMAL")
    batch.workbook.settle()
    source_sheet, source = batch.place(body.get("source"))
    block = block_of(source_sheet, source)
    if body.get("pasteOrientation") == "TRANSPOSE":
        block = [list(cells) for cells in zip(*block, strict=True)]
    sheet, given = batch.place(body.get("destination"))
    height, width = len(block), len(block[0])
    rows = given.height if given.height % height == 0 else height
    columns = given.width if given.width % width == 0 else width
    box = Box(given.top, given.top + rows, given.left, given.left + columns)
    _must_fit(sheet, box)
    batch.must_be_open(sheet, box)
    for row in box.rows:
        for column in box.columns:
            down, across = (row - box.top) % height, (column - box.left) % width
            moved = (row - (source.top + down), column - (source.left + across))
            put_cell(sheet, (row, column), block[down][across], kind, moved)


def _must_fit(sheet: Sheet, box: Box) -> None:
    if min(box.top, box.left) < 0:
        raise InvalidArgument("There is no room above or to the left.")
    if box.bottom > sheet.row_count or box.right > sheet.column_count:
        raise beyond_grid(sheet, box)


def cut_paste(batch: Batch, body: Json) -> None:
    """Move a block; its formulas keep what they refer to."""
    kind = body.get("pasteType", "PASTE_NORMAL")
    source_sheet, source = batch.open_place(body.get("source"))
    block = block_of(source_sheet, source)
    corner = body.get("destination", {})
    sheet = batch.sheet(corner.get("sheetId"), word="grid")
    top, left = corner.get("rowIndex", 0), corner.get("columnIndex", 0)
    box = Box(top, top + source.height, left, left + source.width)
    _must_fit(sheet, box)
    batch.must_be_open(sheet, box)
    for row in source.rows:
        for column in source.columns:
            source_sheet.put(row, column, None)
            if kind == "PASTE_NORMAL":
                source_sheet.put_detail(row, column, CellDetails())
    for row in box.rows:
        for column in box.columns:
            put_cell(sheet, (row, column), block[row - top][column - left], kind)


def auto_fill(batch: Batch, body: Json) -> None:
    """Fill onwards from given cells: numbers go on counting, everything else repeats."""
    if "sourceAndDestination" in body:
        given = body["sourceAndDestination"]
        sheet, source = batch.place(given.get("source"))
        rows = given.get("dimension") == "ROWS"
        length = given.get("fillLength", 0)
        target = _beside(source, length, rows=rows)
    else:
        sheet, whole = batch.place(body.get("range"))
        source, target, rows = _split(sheet, whole)
    _must_fit(sheet, target)
    batch.must_be_open(sheet, target)
    lines = source.columns if rows else source.rows
    for line in lines:
        _fill_line(sheet, source, target, line, rows=rows)


def _beside(source: Box, length: int, *, rows: bool) -> Box:
    if rows:
        top = source.bottom if length >= 0 else source.top + length
        return Box(top, top + abs(length), source.left, source.right)
    left = source.right if length >= 0 else source.left + length
    return Box(source.top, source.bottom, left, left + abs(length))


def _split(sheet: Sheet, whole: Box) -> tuple[Box, Box, bool]:
    """The filled part of a range at its top (or left), and what is to be filled."""
    filled = 0
    while whole.top + filled < whole.bottom and any(
        sheet.value(whole.top + filled, column) is not None for column in whole.columns
    ):
        filled += 1
    if 0 < filled < whole.height:
        middle = whole.top + filled
        return (
            Box(whole.top, middle, whole.left, whole.right),
            Box(middle, whole.bottom, whole.left, whole.right),
            True,
        )
    across = 0
    while whole.left + across < whole.right and any(
        sheet.value(row, whole.left + across) is not None for row in whole.rows
    ):
        across += 1
    middle = whole.left + max(across, 1)
    return (
        Box(whole.top, whole.bottom, whole.left, middle),
        Box(whole.top, whole.bottom, middle, whole.right),
        False,
    )


def _fill_line(sheet: Sheet, source: Box, target: Box, line: int, *, rows: bool) -> None:
    places = [(row, line) for row in source.rows] if rows else [(line, c) for c in source.columns]
    cells = [(sheet.value(*place), sheet.detail(*place)) for place in places]
    step = _step([value for value, _ in cells])
    goals = [(row, line) for row in target.rows] if rows else [(line, c) for c in target.columns]
    backwards = goals and goals[0] < places[0]
    for count, goal in enumerate(reversed(goals) if backwards else goals):
        position = -1 - count % len(cells) if backwards else count % len(cells)
        value, detail = cells[position]
        origin = places[position]
        moved = (goal[0] - origin[0], goal[1] - origin[1])
        put_cell(sheet, goal, (value, detail), "PASTE_NORMAL", moved)
        if step is not None and detail.formula is None:
            last = cells[0][0] if backwards else cells[-1][0]
            assert isinstance(last, int | float)
            sheet.put(*goal, last + step * (count + 1) * (-1 if backwards else 1))


def _step(values: list[Value]) -> float | None:
    numbers = [v for v in values if isinstance(v, int | float) and not isinstance(v, bool)]
    if len(numbers) != len(values) or not numbers[1:]:
        return None
    steps = {round(after - before, 9) for before, after in pairwise(numbers)}
    return steps.pop() if len(steps) == 1 else None


def paste_data(batch: Batch, body: Json) -> None:
    """Paste a text of cells divided by a mark (a tab, a comma), read as if typed."""
    corner, mark = body.get("coordinate", {}), body.get("delimiter", "\t")
    if body.get("html"):
        raise InvalidArgument("Pasting HTML is not part of this stand-in.")
    if not mark:
        raise InvalidArgument("delimiter can't be empty.")
    sheet = batch.sheet(corner.get("sheetId"), word="grid")
    lines = [line.split(mark) for line in body.get("data", "").split("\n")]
    top, left = corner.get("rowIndex", 0), corner.get("columnIndex", 0)
    width = max(len(line) for line in lines)
    box = Box(top, top + len(lines), left, left + width)
    _must_fit(sheet, box)
    batch.must_be_open(sheet, box)
    for row, line in enumerate(lines, start=top):
        for column, text in enumerate(line, start=left):
            put_entered(sheet, row, column, read_typed(text, sheet.detail(row, column)))


# ------------------------------------------------------------------------------------- merges


def merge_cells(batch: Batch, body: Json) -> None:
    """Merge cells; only the value of the first one of each merge stays."""
    sheet, box = batch.open_place(body.get("range"))
    _drop_merges(sheet, box)
    kind = body.get("mergeType", "MERGE_ALL")
    if kind == "MERGE_ROWS":
        parts = [Box(row, row + 1, box.left, box.right) for row in box.rows]
    elif kind == "MERGE_COLUMNS":
        parts = [Box(box.top, box.bottom, column, column + 1) for column in box.columns]
    else:
        parts = [box]
    for part in parts:
        if part.height * part.width > 1:
            sheet.facts.merges.append(part.range_on(sheet.id).to_json())
            _keep_first(sheet, part)


def _drop_merges(sheet: Sheet, box: Box) -> None:
    kept = []
    for merge in sheet.facts.merges:
        known = sheet.box(GridRange.of_json(merge))
        if not known.overlaps(box):
            kept.append(merge)
        elif not _inside(known, box):
            raise InvalidArgument(
                "You must select all cells in a merged range to merge or unmerge them."
            )
    sheet.facts.merges = kept


def _inside(inner: Box, outer: Box) -> bool:
    return (
        outer.top <= inner.top
        and inner.bottom <= outer.bottom
        and outer.left <= inner.left
        and inner.right <= outer.right
    )


def _keep_first(sheet: Sheet, box: Box) -> None:
    for row in box.rows:
        for column in box.columns:
            if (row, column) != (box.top, box.left):
                sheet.put(row, column, None)


def unmerge_cells(batch: Batch, body: Json) -> None:
    """Part merged cells again."""
    sheet, box = batch.open_place(body.get("range"))
    _drop_merges(sheet, box)


CHANGES: dict[str, Change] = {
    "copyPaste": copy_paste,
    "cutPaste": cut_paste,
    "autoFill": auto_fill,
    "pasteData": paste_data,
    "mergeCells": merge_cells,
    "unmergeCells": unmerge_cells,
}
