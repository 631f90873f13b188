"""Fittings as the requests of spreadsheets.batchUpdate: always as many, however many the rows."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from sheets_sync.fitting import (
    COLOURS,
    OURS,
    STATUS_COLOURS,
    Colour,
    ColumnDress,
    Fitting,
    Look,
    TabDress,
)
from sheets_sync.sheet import Area
from sheets_sync.structure import protected_areas

Json = dict[str, Any]

CHARTED_ROWS: Final = 100
HEADER: Final = (0.82, 0.88, 0.94)
"""Red, green and blue, 0 to 1."""


def requests_of(fittings: Iterable[Fitting], editor: str) -> list[Json]:
    """Everything that these fittings ask for; only `editor` may edit what is protected."""
    return [request for fitting in fittings for request in _requests(fitting, editor)]


def _requests(fitting: Fitting, editor: str) -> Iterator[Json]:
    if fitting.made:
        yield _add_sheet(fitting)
    else:
        yield _settle_sheet(fitting)
        yield from _grow(fitting)
    if fitting.drop_rows:
        yield _drop(fitting)
    for column in fitting.dress.columns:
        yield from _dress_column(fitting, column)
    if fitting.chart:
        yield _chart(fitting)
    if fitting.protections:
        yield from _protect(fitting, editor)
    if fitting.colour_rules:
        yield from _colour(fitting)


def _add_sheet(fitting: Fitting) -> Json:
    dress = fitting.dress
    grid = {
        "rowCount": fitting.rows,
        "columnCount": max(dress.width, 26),
        "frozenRowCount": dress.frozen_rows,
    }
    properties: Json = {
        "sheetId": fitting.sheet_id,
        "title": dress.title,
        "gridProperties": grid,
    }
    if dress.hidden:
        properties["hidden"] = True
    else:
        properties["index"] = fitting.place
    return {"addSheet": {"properties": properties}}


def _settle_sheet(fitting: Fitting) -> Json:
    """The title is sent even where it is right: this is refused where another tab has it by now."""
    properties = {
        "sheetId": fitting.sheet_id,
        "title": fitting.dress.title,
        "gridProperties": {"frozenRowCount": fitting.dress.frozen_rows},
    }
    fields = "title,gridProperties.frozenRowCount"
    return {"updateSheetProperties": {"properties": properties, "fields": fields}}


def _grow(fitting: Fitting) -> Iterator[Json]:
    for dimension, length in (("ROWS", fitting.add_rows), ("COLUMNS", fitting.add_columns)):
        if length:
            grown = {"sheetId": fitting.sheet_id, "dimension": dimension, "length": length}
            yield {"appendDimension": grown}


def _dress_column(fitting: Fitting, column: ColumnDress) -> Iterator[Json]:
    dress, sheet_id = fitting.dress, fitting.sheet_id
    below = Area(
        first_row=1 if dress.header else 0,
        first_column=column.place,
        last_column=column.place + 1,
    )
    yield _repeat(sheet_id, below, {"userEnteredFormat": _format(dress, column)})
    if dress.header:
        head = Area(0, 1, column.place, column.place + 1)
        bold = {"textFormat": {"bold": True}, "backgroundColor": _rgb(HEADER)}
        cell = {"userEnteredFormat": bold | {"wrapStrategy": "WRAP"}, "note": column.note}
        yield _repeat(sheet_id, head, cell)
    if column.choices:
        yield {"setDataValidation": {"range": _range(sheet_id, below), "rule": _choices(column)}}
    if fitting.made:
        yield _width(sheet_id, column)


def _format(dress: TabDress, column: ColumnDress) -> Json:
    looks: dict[Look, Json | None] = {
        Look.TEXT: {"type": "TEXT", "pattern": "@"},
        Look.WORDS: {"type": "TEXT", "pattern": "@"},
        Look.NUMBER: None,
        Look.MONEY: {"type": "CURRENCY", "pattern": f'#,##0.00" {dress.currency}"'},
        Look.MOMENT: {"type": "DATE_TIME", "pattern": "d mmm yyyy hh:mm"},
        Look.DATE: {"type": "DATE", "pattern": "d mmm yyyy"},
    }
    shown: Json = {"numberFormat": looks[column.look], "verticalAlignment": "TOP"}
    if column.look is Look.WORDS or column.coloured:
        shown["wrapStrategy"] = "WRAP"
    if dress.header and not column.editable and not dress.all_protected:
        shown["backgroundColor"] = _rgb(COLOURS[Colour.GREY])
    return shown


def _repeat(sheet_id: int, area: Area, cell: Json) -> Json:
    """The same for every cell of an area; only what `cell` names is touched, None is taken away."""
    formats: Json = cell["userEnteredFormat"]
    others = {name: value for name, value in cell.items() if name != "userEnteredFormat"}
    fields = [*(f"userEnteredFormat.{name}" for name in formats), *others]
    given = {name: value for name, value in formats.items() if value is not None}
    return {
        "repeatCell": {
            "range": _range(sheet_id, area),
            "cell": {**others, "userEnteredFormat": given},
            "fields": ",".join(fields),
        }
    }


def _choices(column: ColumnDress) -> Json:
    values = [{"userEnteredValue": choice} for choice in column.choices]
    return {
        "condition": {"type": "ONE_OF_LIST", "values": values},
        "showCustomUi": True,
        "strict": False,
    }


def _width(sheet_id: int, column: ColumnDress) -> Json:
    where = {
        "sheetId": sheet_id,
        "dimension": "COLUMNS",
        "startIndex": column.place,
        "endIndex": column.place + 1,
    }
    return {
        "updateDimensionProperties": {
            "range": where,
            "properties": {"pixelSize": column.width},
            "fields": "pixelSize",
        }
    }


def _protect(fitting: Fitting, editor: str) -> Iterator[Json]:
    for protection in fitting.old_protections:
        yield {"deleteProtectedRange": {"protectedRangeId": protection}}
    for area in protected_areas(fitting.dress):
        yield {
            "addProtectedRange": {
                "protectedRange": {
                    "range": _range(fitting.sheet_id, area),
                    "description": f"{OURS} keeps this itself.",
                    "warningOnly": False,
                    "editors": {"users": [editor], "domainUsersCanEdit": False},
                }
            }
        }


def _colour(fitting: Fitting) -> Iterator[Json]:
    for place in sorted(fitting.old_colour_rules, reverse=True):
        yield {"deleteConditionalFormatRule": {"sheetId": fitting.sheet_id, "index": place}}
    for column in fitting.dress.columns:
        if not column.coloured:
            continue
        area = Area(first_row=1, first_column=column.place, last_column=column.place + 1)
        for begins, colour in STATUS_COLOURS.items():
            condition = {"type": "TEXT_STARTS_WITH", "values": [{"userEnteredValue": begins}]}
            rule = {
                "ranges": [_range(fitting.sheet_id, area)],
                "booleanRule": {
                    "condition": condition,
                    "format": {"backgroundColor": _rgb(COLOURS[colour])},
                },
            }
            yield {"addConditionalFormatRule": {"rule": rule, "index": 0}}


def _drop(fitting: Fitting) -> Json:
    rows = {"sheetId": fitting.sheet_id, "dimension": "ROWS"}
    return {
        "deleteDimension": {"range": {**rows, "startIndex": 1, "endIndex": 1 + fitting.drop_rows}}
    }


def _chart(fitting: Fitting) -> Json:
    """Bars, to the right of the figures; as long as the figures may become."""

    def column(place: int) -> Json:
        area = Area(0, CHARTED_ROWS, place, place + 1)
        return {"sourceRange": {"sources": [_range(fitting.sheet_id, area)]}}

    where = {
        "sheetId": fitting.sheet_id,
        "rowIndex": 1,
        "columnIndex": fitting.dress.width + 1,
    }
    return {
        "addChart": {
            "chart": {
                "spec": {
                    "title": fitting.dress.chart,
                    "basicChart": {
                        "chartType": "BAR",
                        "legendPosition": "NO_LEGEND",
                        "headerCount": 1,
                        "domains": [{"domain": column(0)}],
                        "series": [{"series": column(3), "targetAxis": "BOTTOM_AXIS"}],
                    },
                },
                "position": {"overlayPosition": {"anchorCell": where}},
            }
        }
    }


def _range(sheet_id: int, area: Area) -> Json:
    ends = {
        "startRowIndex": area.first_row,
        "endRowIndex": area.last_row,
        "startColumnIndex": area.first_column,
        "endColumnIndex": area.last_column,
    }
    return {"sheetId": sheet_id, **{name: end for name, end in ends.items() if end is not None}}


def _rgb(colour: tuple[float, float, float]) -> Json:
    red, green, blue = colour
    return {"red": red, "green": green, "blue": blue}
