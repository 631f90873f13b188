"""Requests about developer metadata: words that a program ties to rows, sheets or the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from playground.google.canonical import canonical
from playground.google.cells import Json
from playground.google.errors import InvalidArgument
from playground.google.requests.batch import Batch, Change, fields_of, updated
from playground.google.workbook import Workbook

_NAME = "developerMetadata"
Keep = Callable[[list[Json]], None]


def all_metadata(workbook: Workbook) -> Iterator[Json]:
    """Every piece with the place where it is now."""
    for item in workbook.facts.developer_metadata:
        yield {**item, "location": {"locationType": "SPREADSHEET", "spreadsheet": True}}
    for sheet in workbook.sheets:
        for item in sheet.facts.developer_metadata:
            yield {**item, "location": {"locationType": "SHEET", "sheetId": sheet.id}}
        for index, row in enumerate(sheet.rows):
            for item in row.properties.get(_NAME, []) if row is not None else ():
                yield {**item, "location": _line(sheet.id, "ROWS", index)}
        for index, given in sheet.facts.column_properties.items():
            for item in given.get(_NAME, []):
                yield {**item, "location": _line(sheet.id, "COLUMNS", index)}


def _line(sheet_id: int, dimension: str, index: int) -> Json:
    where = {
        "sheetId": sheet_id,
        "dimension": dimension,
        "startIndex": index,
        "endIndex": index + 1,
    }
    kind = "ROW" if dimension == "ROWS" else "COLUMN"
    return {"locationType": kind, "dimensionRange": canonical(where)}


def matches(item: Json, wanted: Json) -> bool:
    """Whether a piece meets a DeveloperMetadataLookup."""
    for key in ("metadataId", "metadataKey", "metadataValue", "visibility"):
        if key in wanted and item.get(key) != wanted[key]:
            return False
    location = item["location"]
    if "locationType" in wanted and location["locationType"] != wanted["locationType"]:
        return False
    around = canonical(wanted.get("metadataLocation", {}))
    return all(location.get(name) == value for name, value in around.items())


def create(batch: Batch, body: Json) -> Json:
    """Tie a piece to the spreadsheet, a sheet, a row or a column."""
    given = body.get(_NAME, {})
    if not given.get("metadataKey") or "visibility" not in given:
        raise InvalidArgument("metadataKey and visibility are required.")
    taken = [item["metadataId"] for item in all_metadata(batch.workbook)]
    identity = batch.new_number(taken, given.get("metadataId"))
    kept = {**given, "metadataId": identity}
    location = kept.pop("location", {})
    _put(batch, location, _with(kept))
    return {_NAME: next(i for i in all_metadata(batch.workbook) if i["metadataId"] == identity)}


def _put(batch: Batch, location: Json, change: Keep) -> None:
    """Change the list of pieces at a place."""
    if "dimensionRange" in location:
        _put_on_line(batch, location["dimensionRange"], change)
    elif "sheetId" in location:
        sheet = batch.sheet(location["sheetId"])
        change(sheet.facts.developer_metadata)
        batch.workbook.touch(sheet)
    elif location.get("spreadsheet"):
        change(batch.workbook.facts.developer_metadata)
    else:
        raise InvalidArgument("location is required.")


def _put_on_line(batch: Batch, where: Json, change: Keep) -> None:
    sheet, dimension, start, end = batch.lines(where)
    if end - start != 1:
        raise InvalidArgument("The location has to be one row or one column.")
    batch.workbook.touch(sheet)
    if dimension == "ROWS":
        row = sheet.writable(start)
        items = [dict(item) for item in row.properties.get(_NAME, [])]
        change(items)
        row.properties = canonical({**row.properties, _NAME: items})
    else:
        old = sheet.facts.column_properties.get(start, {})
        items = [dict(item) for item in old.get(_NAME, [])]
        change(items)
        sheet.facts.column_properties[start] = canonical({**old, _NAME: items})


def _chosen(batch: Batch, filters: list[Json]) -> list[Json]:
    lookups = [
        given["developerMetadataLookup"] for given in filters if "developerMetadataLookup" in given
    ]
    return [
        i for i in all_metadata(batch.workbook) if any(matches(i, wanted) for wanted in lookups)
    ]


def _with(piece: Json) -> Keep:
    def change(items: list[Json]) -> None:
        items.append(piece)

    return change


def _without(identity: int) -> Keep:
    def change(items: list[Json]) -> None:
        items[:] = [item for item in items if item["metadataId"] != identity]

    return change


def update(batch: Batch, body: Json) -> Json:
    """Change the pieces that meet a filter, or tie them to another place."""
    paths, given = fields_of(body, "DeveloperMetadata"), body.get(_NAME, {})
    result = []
    for item in _chosen(batch, body.get("dataFilters", [])):
        new = updated(item, given, paths)
        location = new.pop("location", item["location"])
        identity = item["metadataId"]
        _put(batch, item["location"], _without(identity))
        _put(batch, location, _with(new))
        result.append(identity)
    pieces = [item for item in all_metadata(batch.workbook) if item["metadataId"] in result]
    return {_NAME: pieces} if pieces else {}


def delete(batch: Batch, body: Json) -> Json:
    """Take the pieces away that meet a filter."""
    found = _chosen(batch, [body.get("dataFilter", {})])
    for item in found:
        _put(batch, item["location"], _without(item["metadataId"]))
    return {"deletedDeveloperMetadata": found} if found else {}


CHANGES: dict[str, Change] = {
    "createDeveloperMetadata": create,
    "updateDeveloperMetadata": update,
    "deleteDeveloperMetadata": delete,
}
