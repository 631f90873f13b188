"""Requests about the sheet's filter and about kept filters (filter views)."""

from __future__ import annotations

from playground.google.canonical import canonical
from playground.google.cells import Json
from playground.google.conditions import Setting, holds
from playground.google.errors import InvalidArgument
from playground.google.formulas.evaluating import Calculator
from playground.google.grid import Box
from playground.google.requests.batch import Batch, Change, fields_of, updated
from playground.google.requests.names import find_named
from playground.google.requests.rearranging import orders_of
from playground.google.sheet import Sheet
from playground.google.showing import text_shown
from playground.google.sorting import sort_rows


def set_basic_filter(batch: Batch, body: Json) -> None:
    """Put the sheet's filter on: sorts, and hides the rows that don't meet its criteria."""
    given = body.get("filter", {})
    sheet, box = batch.place(given.get("range", {"sheetId": 0}))
    batch.workbook.touch(sheet)
    batch.workbook.settle()
    body_box = Box(min(box.top + 1, box.bottom), box.bottom, box.left, box.right)
    if given.get("sortSpecs"):
        batch.must_be_open(sheet, body_box)
        sort_rows(sheet, body_box, orders_of(given["sortSpecs"], box))
    kept = canonical({**given, "range": box.range_on(sheet.id).to_json()})
    criteria = _criteria(kept)
    for column in criteria:
        if not box.left <= column < box.right:
            raise InvalidArgument(f"Column {column} of the filter is outside its range.")
    if criteria:
        kept["criteria"] = {str(column): rule for column, rule in criteria.items()}
        kept["filterSpecs"] = [
            {"columnIndex": column, "filterCriteria": rule} for column, rule in criteria.items()
        ]
    sheet.facts.basic_filter = kept
    _hide(batch, sheet, body_box, criteria)


def _criteria(given: Json) -> dict[int, Json]:
    found = {int(column): rule for column, rule in given.get("criteria", {}).items()}
    for spec in given.get("filterSpecs", []):
        found[spec.get("columnIndex", 0)] = spec.get("filterCriteria", {})
    return dict(sorted(found.items()))


def _hide(batch: Batch, sheet: Sheet, box: Box, criteria: dict[int, Json]) -> None:
    calculator = Calculator(batch.workbook.sheets, batch.workbook.facts.named_ranges)
    calculator.stand_on(sheet)
    for index in range(len(sheet.rows) if not criteria else box.bottom):
        inside = box.top <= index < box.bottom
        hidden = inside and not all(
            _shows(sheet, index, column, rule, calculator) for column, rule in criteria.items()
        )
        row = sheet.row_at(index)
        if hidden or (row is not None and "hiddenByFilter" in row.properties):
            own = sheet.writable(index)
            own.properties = canonical({**own.properties, "hiddenByFilter": hidden})


def _shows(sheet: Sheet, row: int, column: int, rule: Json, calculator: Calculator) -> bool:
    value, detail = sheet.value(row, column), sheet.detail(row, column)
    if text_shown(value, detail, calculator) in rule.get("hiddenValues", []):
        return False
    condition = rule.get("condition")
    if condition is None:
        return True
    return holds(condition, value, Setting(calculator, (sheet.id, row, column)))


def clear_basic_filter(batch: Batch, body: Json) -> None:
    """Take the sheet's filter off; every row shows again."""
    sheet = batch.sheet(body.get("sheetId"))
    sheet.facts.basic_filter = None
    batch.workbook.touch(sheet)
    _hide(batch, sheet, Box(0, 0, 0, 0), {})


def add_filter_view(batch: Batch, body: Json) -> Json:
    """Keep a filter under a title."""
    return {"filter": _add_view(batch, body.get("filter", {}))}


def _add_view(batch: Batch, given: Json) -> Json:
    if "namedRangeId" in given:
        position = find_named(batch, given["namedRangeId"])
        given = {**given, "range": batch.workbook.facts.named_ranges[position]["range"]}
    sheet, box = batch.place(given.get("range", {"sheetId": 0}))
    taken = [v["filterViewId"] for s in batch.workbook.sheets for v in s.facts.filter_views]
    identity = batch.new_number(taken, given.get("filterViewId"))
    where = box.range_on(sheet.id).to_json()
    view: Json = canonical({"title": f"Filter {len(taken) + 1}", **given, "range": where})
    view["filterViewId"] = identity
    sheet.facts.filter_views.append(view)
    batch.workbook.touch(sheet)
    return view


def update_filter_view(batch: Batch, body: Json) -> None:
    """Change a kept filter."""
    given = body.get("filter", {})
    sheet, views, position = batch.find(
        "filter_views", "filterViewId", given.get("filterViewId"), "filter view"
    )
    views[position] = canonical(updated(views[position], given, fields_of(body, "FilterView")))
    views[position]["filterViewId"] = given["filterViewId"]
    batch.workbook.touch(sheet)


def delete_filter_view(batch: Batch, body: Json) -> None:
    """Forget a kept filter."""
    sheet, views, position = batch.find(
        "filter_views", "filterViewId", body.get("filterId"), "filter view"
    )
    views.pop(position)
    batch.workbook.touch(sheet)


def duplicate_filter_view(batch: Batch, body: Json) -> Json:
    """Keep a copy of a kept filter."""
    _, views, position = batch.find(
        "filter_views", "filterViewId", body.get("filterId"), "filter view"
    )
    view = views[position]
    copy = {**view, "title": f"Copy of {view['title']}"}
    copy.pop("filterViewId")
    return {"filter": _add_view(batch, copy)}


CHANGES: dict[str, Change] = {
    "setBasicFilter": set_basic_filter,
    "clearBasicFilter": clear_basic_filter,
    "addFilterView": add_filter_view,
    "updateFilterView": update_filter_view,
    "deleteFilterView": delete_filter_view,
    "duplicateFilterView": duplicate_filter_view,
}
