"""Requests about bands, charts, slicers and tables; charts and slicers are kept as given."""

from __future__ import annotations

import secrets
from dataclasses import replace

from playground.google.canonical import canonical
from playground.google.cells import DEFAULT_PATTERNS, CellFormat, Json, NumberFormat
from playground.google.errors import InvalidArgument
from playground.google.grid import Box, GridRange
from playground.google.requests.batch import Batch, Change, fields_of, updated
from playground.google.requests.sheets import free_title
from playground.google.sheet import Sheet
from playground.google.showing import text_shown

_WIDE, _HIGH = 600, 371
_FORMATS = {
    "DOUBLE": "NUMBER",
    "CURRENCY": "CURRENCY",
    "PERCENT": "PERCENT",
    "DATE": "DATE",
    "TIME": "TIME",
    "DATE_TIME": "DATE_TIME",
}

# --------------------------------------------------------------------------------------- bands


def add_banding(batch: Batch, body: Json) -> Json:
    """Colour the rows or columns of a range in turn."""
    given = body.get("bandedRange", {})
    sheet, box = batch.open_place(given.get("range"))
    for known in sheet.facts.banded_ranges:
        if sheet.box(GridRange.of_json(known["range"])).overlaps(box):
            raise InvalidArgument(
                "You cannot add alternating background colors to a range that already has "
                "alternating background colors."
            )
    taken = [b["bandedRangeId"] for s in batch.workbook.sheets for b in s.facts.banded_ranges]
    identity = batch.new_number(taken, given.get("bandedRangeId"))
    where = box.range_on(sheet.id).to_json()
    banded = canonical({**given, "bandedRangeId": identity, "range": where})
    sheet.facts.banded_ranges.append(banded)
    return {"bandedRange": banded}


def update_banding(batch: Batch, body: Json) -> None:
    """Change the colours or the place of bands."""
    given = body.get("bandedRange", {})
    identity = given.get("bandedRangeId")
    sheet, found, position = batch.find("banded_ranges", "bandedRangeId", identity, "banded range")
    new = updated(found[position], given, fields_of(body, "BandedRange"))
    where = batch.bounded(new.get("range"))
    found[position] = canonical({**new, "bandedRangeId": identity, "range": where})
    batch.workbook.touch(sheet)


def delete_banding(batch: Batch, body: Json) -> None:
    """Take bands away."""
    identity = body.get("bandedRangeId")
    sheet, found, position = batch.find("banded_ranges", "bandedRangeId", identity, "banded range")
    found.pop(position)
    batch.workbook.touch(sheet)


# --------------------------------------------------------------------------- charts and slicers


def add_chart(batch: Batch, body: Json) -> Json:
    """Put a chart over a sheet, or on a sheet of its own."""
    given = body.get("chart", {})
    if not given.get("spec"):
        raise InvalidArgument("chart.spec is required.")
    sheet, position = _position(batch, given.get("position", {}))
    identity = batch.new_number(_object_ids(batch), given.get("chartId"))
    chart = canonical({**given, "chartId": identity, "position": position})
    sheet.facts.charts.append(chart)
    batch.workbook.touch(sheet)
    return {"chart": chart}


def _object_ids(batch: Batch) -> list[int]:
    sheets = batch.workbook.sheets
    charts = [chart["chartId"] for sheet in sheets for chart in sheet.facts.charts]
    return charts + [slicer["slicerId"] for sheet in sheets for slicer in sheet.facts.slicers]


def _position(batch: Batch, given: Json) -> tuple[Sheet, Json]:
    if given.get("newSheet"):
        sheet = batch.workbook.add_sheet(free_title(batch.workbook, "Chart"))
        sheet.facts.properties["sheetType"] = "OBJECT"
        return sheet, {"sheetId": sheet.id}
    overlay = given.get("overlayPosition", {})
    anchor = overlay.get("anchorCell", {})
    sheet = batch.sheet(anchor.get("sheetId"))
    row, column = anchor.get("rowIndex", 0), anchor.get("columnIndex", 0)
    if not (0 <= row < sheet.row_count and 0 <= column < sheet.column_count):
        raise InvalidArgument("The anchor cell lies outside the grid.")
    sized = {"widthPixels": _WIDE, "heightPixels": _HIGH, **overlay}
    return sheet, {"overlayPosition": sized}


def update_chart_spec(batch: Batch, body: Json) -> None:
    """Draw a chart differently."""
    sheet, charts, position = batch.find("charts", "chartId", body.get("chartId"), "chart")
    charts[position] = {**charts[position], "spec": canonical(body.get("spec", {}))}
    batch.workbook.touch(sheet)


def add_slicer(batch: Batch, body: Json) -> Json:
    """Put a slicer over a sheet."""
    given = body.get("slicer", {})
    sheet, position = _position(batch, given.get("position", {}))
    identity = batch.new_number(_object_ids(batch), given.get("slicerId"))
    slicer = canonical({**given, "slicerId": identity, "position": position})
    sheet.facts.slicers.append(slicer)
    batch.workbook.touch(sheet)
    return {"slicer": slicer}


def update_slicer_spec(batch: Batch, body: Json) -> None:
    """Change a slicer."""
    sheet, slicers, position = batch.find("slicers", "slicerId", body.get("slicerId"), "slicer")
    paths = fields_of(body, "SlicerSpec")
    spec = updated(slicers[position].get("spec", {}), body.get("spec", {}), paths)
    slicers[position] = {**slicers[position], "spec": canonical(spec)}
    batch.workbook.touch(sheet)


def _find_object(batch: Batch, identity: int | None) -> tuple[Sheet, list[Json], int]:
    for attribute, key in (("charts", "chartId"), ("slicers", "slicerId")):
        for sheet in batch.workbook.sheets:
            found: list[Json] = getattr(sheet.facts, attribute)
            for position, item in enumerate(found):
                if item[key] == identity:
                    return sheet, found, position
    raise InvalidArgument(f"No embedded object with id: {identity}")


def delete_embedded_object(batch: Batch, body: Json) -> None:
    """Take a chart or a slicer away."""
    sheet, found, position = _find_object(batch, body.get("objectId"))
    found.pop(position)
    batch.workbook.touch(sheet)


def update_embedded_object_position(batch: Batch, body: Json) -> Json:
    """Move or size a chart or a slicer."""
    sheet, found, position = _find_object(batch, body.get("objectId"))
    given, paths = body.get("newPosition", {}), fields_of(body, "EmbeddedObjectPosition")
    if given.get("newSheet"):
        goal, place = _position(batch, given)
        item = found.pop(position)
        goal.facts.charts.append({**item, "position": place})
        return {"position": place}
    new = canonical(updated(found[position].get("position", {}), given, paths))
    found[position] = {**found[position], "position": new}
    batch.workbook.touch(sheet)
    return {"position": new}


def update_embedded_object_border(batch: Batch, body: Json) -> None:
    """Change the line around a chart."""
    sheet, found, position = _find_object(batch, body.get("objectId"))
    paths = fields_of(body, "EmbeddedObjectBorder")
    border = updated(found[position].get("border", {}), body.get("border", {}), paths)
    found[position] = {**found[position], "border": canonical(border)}
    batch.workbook.touch(sheet)


# -------------------------------------------------------------------------------------- tables


def add_table(batch: Batch, body: Json) -> Json:
    """Make a range a table with typed columns; its first row is the header."""
    given = body.get("table", {})
    sheet, box = batch.open_place(given.get("range"))
    for known in sheet.facts.tables:
        if sheet.box(GridRange.of_json(known["range"])).overlaps(box):
            raise InvalidArgument("You can't add a table over another table.")
    names = [t["name"] for s in batch.workbook.sheets for t in s.facts.tables]
    name = given.get("name") or f"Table{len(names) + 1}"
    if name in names:
        raise InvalidArgument(f"A table with the name '{name}' already exists.")
    identity = given.get("tableId") or f"{secrets.randbelow(10**10):010d}"
    where = box.range_on(sheet.id).to_json()
    columns = _columns(sheet, box, given.get("columnProperties", []))
    table = canonical({**given, "name": name, "tableId": identity, "range": where})
    table["columnProperties"] = columns
    sheet.facts.tables.append(table)
    _type_columns(sheet, box, columns)
    return {"table": table}


def _columns(sheet: Sheet, box: Box, given: list[Json]) -> list[Json]:
    """Each column's name and type; a name comes from the header cell, or goes there."""
    by_index = {item.get("columnIndex", 0): item for item in given}
    columns = []
    for index, column in enumerate(box.columns):
        shown = text_shown(sheet.value(box.top, column), sheet.detail(box.top, column))
        wanted = by_index.get(index, {})
        name = wanted.get("columnName") or shown or f"Column {index + 1}"
        if not shown or "columnName" in wanted:
            sheet.put(box.top, column, name)
        columns.append(canonical({**wanted, "columnIndex": index, "columnName": name}))
    return columns


def _type_columns(sheet: Sheet, box: Box, columns: list[Json]) -> None:
    """Cells below the header take the format of their column's type, unless they have one."""
    for item in columns:
        kind = _FORMATS.get(item.get("columnType", ""))
        if kind is None:
            continue
        wanted = NumberFormat(kind, DEFAULT_PATTERNS[kind])
        column = box.left + item["columnIndex"]
        for row in range(box.top + 1, box.bottom):
            detail = sheet.detail(row, column)
            own = detail.format or CellFormat({})
            if own.number_format is None:
                dressed = own.with_number_format(wanted)
                sheet.put_detail(row, column, replace(detail, format=dressed))


def update_table(batch: Batch, body: Json) -> None:
    """Change a table's name, range, columns or colours."""
    given = body.get("table", {})
    sheet, tables, position = batch.find("tables", "tableId", given.get("tableId"), "table")
    new = updated(tables[position], given, fields_of(body, "Table"))
    box = batch.place(new.get("range"))[1]
    columns = _columns(sheet, box, new.get("columnProperties", []))
    where = box.range_on(sheet.id).to_json()
    table = canonical({**new, "tableId": given["tableId"], "range": where})
    table["columnProperties"] = columns
    tables[position] = table
    batch.must_be_open(sheet, box)
    _type_columns(sheet, box, columns)


def delete_table(batch: Batch, body: Json) -> None:
    """Take a table away with everything that is in it."""
    sheet, tables, position = batch.find("tables", "tableId", body.get("tableId"), "table")
    box = sheet.box(GridRange.of_json(tables[position]["range"]))
    batch.must_be_open(sheet, box)
    tables.pop(position)
    for row in box.rows:
        for column in box.columns:
            sheet.put(row, column, None)


CHANGES: dict[str, Change] = {
    "addBanding": add_banding,
    "updateBanding": update_banding,
    "deleteBanding": delete_banding,
    "addChart": add_chart,
    "updateChartSpec": update_chart_spec,
    "addSlicer": add_slicer,
    "updateSlicerSpec": update_slicer_spec,
    "deleteEmbeddedObject": delete_embedded_object,
    "updateEmbeddedObjectPosition": update_embedded_object_position,
    "updateEmbeddedObjectBorder": update_embedded_object_border,
    "addTable": add_table,
    "updateTable": update_table,
    "deleteTable": delete_table,
}
