"""Finds the table that `values.append` writes below, as the guide to the API describes it."""

from __future__ import annotations

from playground.google.cells import Value
from playground.google.grid import Box
from playground.google.sheet import Sheet


def tables_of(sheet: Sheet) -> list[Box]:
    """The islands of cells with values: cells that touch, also at corners, and their rectangle."""
    boxes: list[Box] = []
    open_boxes: list[Box] = []
    for index, row in enumerate(sheet.rows):
        runs = _runs(row.values) if row is not None else []
        found = [Box(index, index + 1, left, right) for left, right in runs]
        boxes += [box for box in open_boxes if box.bottom < index]
        found += [box for box in open_boxes if box.bottom >= index]
        open_boxes = _joined(found)
    return _joined(boxes + open_boxes)


def _runs(values: list[Value]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for column, value in enumerate(values):
        if value is None:
            if start is not None:
                runs.append((start, column))
            start = None
        elif start is None:
            start = column
    return runs + ([(start, len(values))] if start is not None else [])


def _joined(boxes: list[Box]) -> list[Box]:
    """The rectangles with those that touch made one."""
    joined: list[Box] = []
    for box in boxes:
        current = box
        while True:
            near = next((other for other in joined if _touch(current, other)), None)
            if near is None:
                break
            joined.remove(near)
            current = _around(current, near)
        joined.append(current)
    return joined


def _touch(one: Box, other: Box) -> bool:
    return Box(one.top - 1, one.bottom + 1, one.left - 1, one.right + 1).overlaps(other)


def _around(one: Box, other: Box) -> Box:
    return Box(
        min(one.top, other.top),
        max(one.bottom, other.bottom),
        min(one.left, other.left),
        max(one.right, other.right),
    )


def find_table(sheet: Sheet, box: Box) -> Box | None:
    """The last table that has a cell inside a rectangle; ``None`` when there is none."""
    inside = [table for table in tables_of(sheet) if table.overlaps(box)]
    return max(inside, key=lambda table: (table.bottom, table.right), default=None)
