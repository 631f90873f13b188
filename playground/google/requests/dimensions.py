"""Requests about rows and columns: put in, taken out, moved, sized, hidden, grouped."""

from __future__ import annotations

from playground.google.canonical import canonical
from playground.google.cells import Json
from playground.google.errors import InvalidArgument
from playground.google.requests.batch import Batch, Change, fields_of, updated
from playground.google.sheet import Dimension, Sheet
from playground.google.showing import text_shown

_PIXELS_A_LETTER = 7
_PADDING = 10
_NARROWEST = 21
_HIGH = 21


def append_dimension(batch: Batch, body: Json) -> None:
    """Put rows or columns at the end."""
    sheet, length = batch.sheet(body.get("sheetId"), word="grid"), body.get("length", 0)
    if length < 1:
        raise InvalidArgument("length must be greater than 0.")
    if body.get("dimension") == "ROWS":
        sheet.facts.row_count += length
    elif body.get("dimension") == "COLUMNS":
        sheet.facts.column_count += length
    else:
        raise InvalidArgument("dimension is required.")
    batch.workbook.touch(sheet)
    batch.workbook.check_size()


def insert_dimension(batch: Batch, body: Json) -> None:
    """Put rows or columns in; they take the format of the line before or after them."""
    sheet, dimension, start, end = batch.lines(body.get("range", {}))
    size = sheet.row_count if dimension == "ROWS" else sheet.column_count
    before = body.get("inheritFromBefore", False)
    word = "row" if dimension == "ROWS" else "column"
    if start > size:
        raise InvalidArgument(f"range.startIndex[{start}] is after last {word} in grid[{size - 1}]")
    if before and start == 0:
        raise InvalidArgument(f"inheritFromBefore can't be true when inserting before {word} 1.")
    count = end - start
    batch.workbook.change_lines(sheet, dimension, start, count)
    model = start - 1 if before or end >= size + count else end
    if model >= 0:
        inherit(sheet, dimension, start, count, model)


def inherit(sheet: Sheet, dimension: Dimension, start: int, count: int, model: int) -> None:
    """Give new lines the formats and rules (not values, formulas, notes) of another line."""
    if dimension == "ROWS":
        source = sheet.row_at(model)
        found = dict(source.details) if source is not None else {}
        cells = [(r, c, d) for r in range(start, start + count) for c, d in found.items()]
    else:
        cells = [
            (r, c, row.detail(model))
            for r, row in enumerate(sheet.rows)
            if row is not None and model in row.details
            for c in range(start, start + count)
        ]
    for row, column, detail in cells:
        sheet.put_detail(row, column, detail.look())


def delete_dimension(batch: Batch, body: Json) -> None:
    """Take rows or columns out."""
    sheet, dimension, start, end = batch.lines(body.get("range", {}))
    size = sheet.row_count if dimension == "ROWS" else sheet.column_count
    word = "row" if dimension == "ROWS" else "column"
    if end > size:
        raise InvalidArgument(
            f"Cannot delete a {word} that doesn't exist. Tried to delete {word} index "
            f"{max(start, size)} but there are only {size} {word}s."
        )
    if end - start == size:
        raise InvalidArgument(f"You can't delete all the {word}s on the sheet.")
    frozen = _frozen_left(sheet, dimension, start, end)
    batch.must_be_open(sheet, batch.over(sheet, dimension, start, end))
    batch.workbook.change_lines(sheet, dimension, start, start - end)
    _set_frozen(sheet, dimension, frozen)


def _frozen_left(sheet: Sheet, dimension: Dimension, start: int, end: int) -> int:
    """How many frozen lines stay, and a complaint when no other line would."""
    word = "row" if dimension == "ROWS" else "column"
    size = sheet.row_count if dimension == "ROWS" else sheet.column_count
    frozen: int = sheet.facts.grid_properties.get(f"frozen{word.capitalize()}Count", 0)
    gone = max(0, min(end, frozen) - min(start, frozen))
    if frozen and size - (end - start) <= frozen - gone:
        raise InvalidArgument(f"Sorry, it is not possible to delete all non-frozen {word}s.")
    return frozen - gone


def _set_frozen(sheet: Sheet, dimension: Dimension, frozen: int) -> None:
    name = "frozenRowCount" if dimension == "ROWS" else "frozenColumnCount"
    sheet.facts.grid_properties = canonical({**sheet.facts.grid_properties, name: frozen})


def move_dimension(batch: Batch, body: Json) -> None:
    """Move rows or columns; the destination counts the places before the move."""
    sheet, dimension, start, end = batch.lines(body.get("source", {}))
    target = body.get("destinationIndex", 0)
    size = sheet.row_count if dimension == "ROWS" else sheet.column_count
    if end > size or not 0 <= target <= size:
        raise InvalidArgument("The source or the destination lies outside the grid.")
    if start <= target <= end:
        return
    first, last = min(start, target), max(end, target)
    batch.must_be_open(sheet, batch.over(sheet, dimension, first, last))
    if dimension == "ROWS":
        _move_rows(sheet, start, end, target)
    else:
        _move_columns(sheet, start, end, target)


def _order(size: int, start: int, end: int, target: int) -> list[int]:
    order = list(range(size))
    moved = order[start:end]
    del order[start:end]
    place = target - len(moved) if target > start else target
    order[place:place] = moved
    return order


def _move_rows(sheet: Sheet, start: int, end: int, target: int) -> None:
    reach = max(end, target)
    if reach > len(sheet.rows):
        sheet.rows.extend([None] * (reach - len(sheet.rows)))
    sheet.rows = [sheet.rows[row] for row in _order(len(sheet.rows), start, end, target)]


def _move_columns(sheet: Sheet, start: int, end: int, target: int) -> None:
    order = _order(sheet.column_count, start, end, target)
    new_place = {old: new for new, old in enumerate(order)}
    sizes = sheet.facts.column_properties
    sheet.facts.column_properties = {new_place[c]: given for c, given in sizes.items()}
    for index, row in enumerate(sheet.rows):
        if row is not None:
            own = sheet.writable(index)
            values = own.values + [None] * (sheet.column_count - len(own.values))
            own.shown = None
            own.values = [values[old] for old in order]
            own.details = {new_place[c]: detail for c, detail in own.details.items()}


def update_dimension_properties(batch: Batch, body: Json) -> None:
    """Size or hide rows or columns."""
    sheet, dimension, start, end = batch.lines(body.get("range", {}))
    paths, given = fields_of(body, "DimensionProperties"), body.get("properties", {})
    size = sheet.row_count if dimension == "ROWS" else sheet.column_count
    if end > size:
        raise InvalidArgument(f"range.endIndex[{end}] is after the last line of the grid[{size}]")
    batch.workbook.touch(sheet)
    for line in range(start, end):
        if dimension == "ROWS":
            row = sheet.writable(line)
            row.properties = _line(row.properties, given, paths)
        else:
            old = sheet.facts.column_properties.get(line, {})
            sheet.facts.column_properties[line] = _line(old, given, paths)


def _line(old: Json, given: Json, paths: list[str]) -> Json:
    """A line's properties changed; what only other requests may change stays."""
    new = updated(old, given, paths)
    for name in ("hiddenByFilter", "developerMetadata"):
        new.pop(name, None)
        if name in old:
            new[name] = old[name]
    kept: Json = canonical(new)
    return kept


def auto_resize_dimensions(batch: Batch, body: Json) -> None:
    """Make columns as wide, rows as high as their texts need (by a rough measure of letters)."""
    sheet, dimension, start, end = batch.lines(body.get("dimensions", {}))
    batch.workbook.touch(sheet)
    batch.workbook.settle()
    if dimension == "ROWS":
        for line in range(start, min(end, len(sheet.rows))):
            if sheet.rows[line] is not None:
                row = sheet.writable(line)
                row.properties = {**row.properties, "pixelSize": _HIGH}
        return
    for line in range(start, end):
        letters = _longest(sheet, line)
        if letters:
            pixels = max(_NARROWEST, letters * _PIXELS_A_LETTER + _PADDING)
            old = sheet.facts.column_properties.get(line, {})
            sheet.facts.column_properties[line] = {**old, "pixelSize": pixels}


def _longest(sheet: Sheet, column: int) -> int:
    rows = (row for row in sheet.rows if row is not None)
    texts = (text_shown(row.value(column), row.detail(column)) for row in rows)
    return max((len(line) for text in texts for line in text.split("\n")), default=0)


# ------------------------------------------------------------------------------------- groups


def _groups(sheet: Sheet, dimension: Dimension) -> list[Json]:
    return sheet.facts.row_groups if dimension == "ROWS" else sheet.facts.column_groups


def _set_groups(sheet: Sheet, dimension: Dimension, depths: list[int], old: list[Json]) -> Json:
    """Make the groups anew from how deep each line lies; folded ones stay folded."""
    folded = {(g["range"]["startIndex"], g["range"]["endIndex"]) for g in old if g.get("collapsed")}
    groups: list[Json] = []
    for depth in range(1, max(depths, default=0) + 1):
        for start, end in _spans([line >= depth for line in depths]):
            where = {
                "sheetId": sheet.id,
                "dimension": dimension,
                "startIndex": start,
                "endIndex": end,
            }
            group = {"range": where, "depth": depth, "collapsed": (start, end) in folded}
            groups.append(canonical(group))
    if dimension == "ROWS":
        sheet.facts.row_groups = groups
    else:
        sheet.facts.column_groups = groups
    return {"dimensionGroups": groups} if groups else {}


def _spans(inside: list[bool]) -> list[tuple[int, int]]:
    spans, start = [], None
    for index, is_in in enumerate([*inside, False]):
        if is_in and start is None:
            start = index
        elif not is_in and start is not None:
            spans.append((start, index))
            start = None
    return spans


def _depths(sheet: Sheet, dimension: Dimension) -> list[int]:
    size = sheet.row_count if dimension == "ROWS" else sheet.column_count
    depths = [0] * size
    for group in _groups(sheet, dimension):
        for line in range(group["range"]["startIndex"], min(group["range"]["endIndex"], size)):
            depths[line] = max(depths[line], group["depth"])
    return depths


def add_dimension_group(batch: Batch, body: Json) -> Json:
    """Group rows or columns, one level deeper."""
    return _deepen(batch, body, 1)


def delete_dimension_group(batch: Batch, body: Json) -> Json:
    """Take rows or columns out of a group, one level up."""
    return _deepen(batch, body, -1)


def _deepen(batch: Batch, body: Json, by: int) -> Json:
    sheet, dimension, start, end = batch.lines(body.get("range", {}))
    batch.workbook.touch(sheet)
    depths = _depths(sheet, dimension)
    for line in range(start, min(end, len(depths))):
        depths[line] += by
        if depths[line] < 0:
            raise InvalidArgument("There is no group over the specified range.")
    return _set_groups(sheet, dimension, depths, _groups(sheet, dimension))


def update_dimension_group(batch: Batch, body: Json) -> None:
    """Fold or unfold a group."""
    given = body.get("dimensionGroup", {})
    paths = fields_of(body, "DimensionGroup")
    sheet, dimension, start, end = batch.lines(given.get("range", {}))
    groups = _groups(sheet, dimension)
    for position, group in enumerate(groups):
        where = group["range"]
        same = (where["startIndex"], where["endIndex"]) == (start, end)
        if same and group["depth"] == given.get("depth", 1):
            groups[position] = canonical(updated(group, given, [p for p in paths if p != "range"]))
            batch.workbook.touch(sheet)
            return
    raise InvalidArgument("There is no such group.")


CHANGES: dict[str, Change] = {
    "appendDimension": append_dimension,
    "insertDimension": insert_dimension,
    "deleteDimension": delete_dimension,
    "moveDimension": move_dimension,
    "updateDimensionProperties": update_dimension_properties,
    "autoResizeDimensions": auto_resize_dimensions,
    "addDimensionGroup": add_dimension_group,
    "deleteDimensionGroup": delete_dimension_group,
    "updateDimensionGroup": update_dimension_group,
}
