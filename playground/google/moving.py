"""What happens to ranges kept in the API's objects when rows or columns come, go or move."""

from __future__ import annotations

from typing import Any

from playground.google.cells import Json
from playground.google.grid import shifted

_ENDS = {
    "ROWS": ("startRowIndex", "endRowIndex"),
    "COLUMNS": ("startColumnIndex", "endColumnIndex"),
}


def shift_ranges(item: Json, dimension: str, at: int, by: int) -> Json | None:
    """A copy of an API object with its ranges shifted; ``None`` when its own range is gone.

    Every object with row or column indexes counts as a range, wherever it stands. A rule with
    several ranges loses those that are gone, and itself with the last of them.
    """
    shifted_item = _shift(item, dimension, at, by)
    return shifted_item if isinstance(shifted_item, dict) else None


def _shift(item: Any, dimension: str, at: int, by: int) -> Any:
    if isinstance(item, list):
        return _shift_list(item, dimension, at, by)
    if not isinstance(item, dict):
        return item
    start_name, end_name = _ENDS[dimension]
    if start_name in item or end_name in item:
        return _shift_one(item, start_name, end_name, at, by)
    result: Json = {}
    for name, value in item.items():
        moved = _shift(value, dimension, at, by)
        if moved is None and value is not None:
            if name in {"range", "ranges"}:
                return None
            continue
        result[name] = moved
    return result


def _shift_list(items: list[Any], dimension: str, at: int, by: int) -> list[Any] | None:
    moved = [_shift(item, dimension, at, by) for item in items]
    kept = [new for new, old in zip(moved, items, strict=True) if new is not None or old is None]
    return kept if kept or not items else None


def _shift_one(item: Json, start_name: str, end_name: str, at: int, by: int) -> Json | None:
    unbounded = end_name not in item
    start = item.get(start_name, 0)
    end = at + abs(by) + start + 1 if unbounded else item[end_name]
    new_start, new_end = shifted(start, end, at=at, by=by)
    if new_start >= new_end and not unbounded and end > start:
        return None
    result = {**item}
    if start_name in item:
        result[start_name] = new_start
    if not unbounded:
        result[end_name] = new_end
    return result
