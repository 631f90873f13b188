"""Blocks that show figures: data tables that sort and page, plain tables, charts."""

from typing import Any

from nicegui import ui

from playground.page.blocks.charts import chart_height, chart_options
from playground.page.blocks.surface import Surface
from playground.page.words.escaping import literal
from playground.slack.json_shapes import JsonObject

_DEFAULT_PAGE = 5
# Word by word, for a browser would break a line after the hyphens of a date; and what is as short
# as a date stays in one line.
_CELL = """
    <q-td :props="props"><div
        class="cell-words" :class="{short: props.row.shown[props.col.name].length < 13}"
    ><template v-for="word in props.row.shown[props.col.name].split(/\\s+/)"
    ><span class="whole">{{ word }}</span>{{ " " }}</template></div></q-td>
"""


def data_table(_surface: Surface, block: JsonObject) -> None:
    """Draw a table with a caption, whose columns sort and whose rows come in pages."""
    header, *rows = block["rows"]
    with ui.element("figure").classes("data-table"):
        ui.html(literal(block["caption"]), sanitize=False, tag="figcaption")
        table = ui.table(
            columns=[_column(index, cell, rows) for index, cell in enumerate(header)],
            rows=[_row(index, row) for index, row in enumerate(rows)],
            row_key="n",
            pagination=block.get("page_size", _DEFAULT_PAGE),
        )
        table.props("flat dense binary-state-sort separator=horizontal")
        table.props(":rows-per-page-options=[]")
        table.add_slot("body-cell", _CELL)
        if len(rows) <= block.get("page_size", _DEFAULT_PAGE):
            table.props("hide-pagination")


def _column(index: int, header: JsonObject, rows: list[list[JsonObject]]) -> dict[str, Any]:
    # A figure that is missing may be told in words among the others.
    is_number = any(row[index]["type"] == "raw_number" for row in rows)
    return {
        "name": str(index),
        "label": _cell_text(header),
        "field": str(index),
        "sortable": True,
        "align": "right" if is_number else "left",
    }


def _row(number: int, cells: list[JsonObject]) -> dict[str, Any]:
    # Figures sort by value though they are shown in the app's own writing.
    values = {str(index): _cell_value(cell) for index, cell in enumerate(cells)}
    return {"n": number, "shown": [_cell_text(cell) for cell in cells], **values}


def _cell_value(cell: JsonObject) -> str | float:
    value: str | float = cell["value"] if cell["type"] == "raw_number" else _cell_text(cell)
    return value


def _cell_text(cell: JsonObject) -> str:
    if cell["type"] == "rich_text":
        return "".join(_pieces(cell))
    return str(cell.get("text", cell.get("value", "")))


def _pieces(part: JsonObject) -> list[str]:
    inside = part.get("elements")
    if inside is None:
        return [str(part.get("text") or part.get("url") or part.get("name") or "")]
    return [text for piece in inside for text in _pieces(piece)]


def table(surface: Surface, block: JsonObject) -> None:
    """Draw a plain table with its alignments."""
    settings = block.get("column_settings", [])
    aligned = [(one or {}).get("align", "left") for one in settings]
    header, *rows = block["rows"]
    head = _table_row(surface, header, aligned, "th")
    body = "".join(_table_row(surface, row, aligned, "td") for row in rows)
    ui.html(f"<thead>{head}</thead><tbody>{body}</tbody>", sanitize=False, tag="table").classes(
        "plain-table"
    )


def _table_row(surface: Surface, row: list[JsonObject], aligned: list[str], tag: str) -> str:
    cells = []
    for index, cell in enumerate(row):
        is_rich = cell["type"] == "rich_text"
        html = surface.reader.rich_text(cell) if is_rich else literal(_cell_text(cell))
        side = aligned[index] if index < len(aligned) else "left"
        cells.append(f'<{tag} class="{side}">{html}</{tag}>')
    return f"<tr>{''.join(cells)}</tr>"


def data_visualization(_surface: Surface, block: JsonObject) -> None:
    """Draw a chart with its title above."""
    with ui.element("figure").classes("chart"):
        ui.html(literal(block["title"]), sanitize=False, tag="figcaption")
        drawn = ui.echart(chart_options(block), renderer="svg")
        drawn.style(f"height: {chart_height(block)}px")
