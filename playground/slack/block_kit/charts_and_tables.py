"""The blocks that show figures: tables, data tables and charts.

Limits are those of Slack's reference pages for ``table``, ``data_table`` and
``data_visualization``, the stricter one where later sources allow more.
"""

from typing import Any

from playground.slack.block_kit.rich_text import RICH_TEXT_FIELDS
from playground.slack.block_kit.rules import (
    Place,
    Problem,
    Problems,
    Rule,
    array,
    both,
    by_type,
    choice,
    flag,
    number,
    only_on,
    parts,
    shape,
    text,
)

COLUMNS = 20
TABLE_ROWS = 100
DATA_ROWS = 101
PAGE_ROWS = 100
TABLE_CHARACTERS = 10_000
CHART_TITLE = 50
CHART_PARTS = 6
CATEGORIES = 20
LABEL = 20
CHARTS_IN_MESSAGE = 2

_RAW_TEXT = shape({"text": text()})
_RAW_NUMBER = shape({"value": number()}, {"text": text()})
_TABLE_CELL = by_type({"raw_text": _RAW_TEXT, "rich_text": RICH_TEXT_FIELDS})
_DATA_CELL = by_type(
    {"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER, "rich_text": RICH_TEXT_FIELDS}
)
_HEADER_CELL = by_type({"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER})
_COLUMN = shape(optional={"align": choice("left", "center", "right"), "is_wrapped": flag})


def _drawn_here(value: Any, place: Place) -> Problems:
    if not place.draws_data:
        yield Problem(place.pointer + "/type", f"unsupported type: {value['type']}")


def _same_length(value: Any, place: Place) -> Problems:
    rows = value.get("rows")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        return
    for index, row in enumerate(rows):
        if len(row) != len(rows[0]):
            pointer = place.inside("rows").inside(index).pointer
            yield Problem(pointer, "all rows must have the same number of cells")


def _plain_header(value: Any, place: Place) -> Problems:
    rows = value.get("rows")
    if isinstance(rows, list) and rows and isinstance(rows[0], list):
        yield from array(_HEADER_CELL, least=0)(rows[0], place.inside("rows").inside(0))


def _few_characters(value: Any, place: Place) -> Problems:
    if characters(value.get("rows")) > TABLE_CHARACTERS:
        reason = f"must have no more than {TABLE_CHARACTERS} characters in all cells"
        yield Problem(place.inside("rows").pointer, reason)


def characters(value: Any) -> int:
    """Count the characters of all texts inside a block or a table's rows."""
    if isinstance(value, dict):
        own = value.get("text")
        inside = sum(characters(part) for name, part in value.items() if name != "text")
        return inside + (len(own) if isinstance(own, str) else characters(own))
    if isinstance(value, list):
        return sum(characters(part) for part in value)
    return 0


def _points_by_category(value: Any, place: Place) -> Problems:
    chart = value.get("chart")
    if not isinstance(chart, dict) or not isinstance(chart.get("axis_config"), dict):
        return
    categories = chart["axis_config"].get("categories")
    wanted = sorted(map(str, categories if isinstance(categories, list) else []))
    series = parts(chart, "series")
    names = [str(one.get("name")) for one in series]
    if len(set(names)) != len(names):
        yield Problem(place.inside("chart").inside("series").pointer, "names must be unique")
    for index, one in enumerate(series):
        if sorted(str(point.get("label")) for point in parts(one, "data")) != wanted:
            pointer = f"{place.pointer}/chart/series/{index}/data"
            yield Problem(pointer, "must have one data point for each category")


_BLOCK_ID: dict[str, Rule] = {"block_id": text(255)}
_POINT = shape({"label": text(LABEL), "value": number()})
_SERIES = shape({"name": text(LABEL), "data": array(_POINT, CATEGORIES)})
_AXES = shape(
    {"categories": array(text(LABEL), CATEGORIES)},
    {"x_label": text(CHART_TITLE), "y_label": text(CHART_TITLE)},
)
_PLOT = shape({"series": array(_SERIES, CHART_PARTS), "axis_config": _AXES})
_SEGMENT = shape({"label": text(LABEL), "value": number(above=0)})
_CHART = by_type(
    {
        "pie": shape({"segments": array(_SEGMENT, CHART_PARTS)}),
        "bar": _PLOT,
        "area": _PLOT,
        "line": _PLOT,
    }
)
TABLE = both(
    only_on("message"),
    shape(
        {"rows": array(array(_TABLE_CELL, COLUMNS), TABLE_ROWS)},
        _BLOCK_ID | {"column_settings": array(_COLUMN, COLUMNS, least=0)},
    ),
    _few_characters,
)
DATA_TABLE = both(
    only_on("message"),
    _drawn_here,
    shape(
        {"caption": text(), "rows": array(array(_DATA_CELL, COLUMNS), DATA_ROWS, least=2)},
        _BLOCK_ID
        | {
            "page_size": number(1, PAGE_ROWS, whole=True),
            "row_header_column_index": number(0, COLUMNS - 1, whole=True),
        },
    ),
    _same_length,
    _plain_header,
    _few_characters,
)
DATA_VISUALIZATION = both(
    only_on("message"),
    _drawn_here,
    shape({"title": text(CHART_TITLE), "chart": _CHART}, _BLOCK_ID),
    _points_by_category,
)
