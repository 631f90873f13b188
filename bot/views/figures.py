"""Slack's own chart and table, which the SDK has no classes for yet, with Slack's limits kept.

Source: the reference pages of the blocks `data_visualization` and `data_table`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypeAlias

from slack_sdk.models.blocks import Block

from bot.views.parts import cut

CHART_TITLE: Final = 50
LABEL: Final = 20
BARS: Final = 20
ROWS: Final = 100
COLUMNS: Final = 20
CHARACTERS: Final = 10_000
CELL: Final = 80
PAGE: Final = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a table: what it is sorted by, and how it is written."""

    value: Decimal | int
    text: str


Cell: TypeAlias = str | Figure


class _FigureBlock(Block):
    """A block whose content is JSON that was checked when it was made."""

    def __init__(self, kind: str, content: Mapping[str, Any]) -> None:
        super().__init__(type=kind)
        self._content = dict(content)

    def to_dict(self, *_: Any) -> dict[str, Any]:
        """The block as Slack takes it."""
        return {"type": self.type, **self._content}


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart."""

    label: str
    value: Decimal | int


def bar_chart(
    title: str, name: str, bars: Sequence[Bar], *, x_label: str = "", y_label: str
) -> Block:
    """A chart of one series; the first `BARS` bars are drawn.

    Raises:
        ValueError: there is no bar.
    """
    series = {name: [bar.value for bar in bars]}
    return bars_chart(title, [bar.label for bar in bars], series, x_label=x_label, y_label=y_label)


def bars_chart(
    title: str,
    names: Sequence[str],
    series: Mapping[str, Sequence[Decimal | int]],
    *,
    x_label: str,
    y_label: str,
) -> Block:
    """A chart with a bar for each name in each of up to six series; the first `BARS` are drawn.

    Raises:
        ValueError: there is no bar.
    """
    if not names:
        raise ValueError("A chart needs a bar.")
    labels = _distinct(names[:BARS])
    chart = {
        "type": "bar",
        "series": [
            {
                "name": cut(name, LABEL),
                "data": [
                    {"label": label, "value": _json(value)}
                    for label, value in zip(labels, values, strict=False)
                ],
            }
            for name, values in series.items()
        ],
        "axis_config": {
            "categories": labels,
            "y_label": cut(y_label, CHART_TITLE),
            **({"x_label": cut(x_label, CHART_TITLE)} if x_label else {}),
        },
    }
    return _FigureBlock("data_visualization", {"title": cut(title, CHART_TITLE), "chart": chart})


def table(caption: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> tuple[Block, int]:
    """A table that people can sort, and how many of the rows fit in it.

    Raises:
        ValueError: there is no row, or rows of unequal length, or too many columns.
    """
    if not rows or len(header) > COLUMNS or any(len(row) != len(header) for row in rows):
        raise ValueError("A table needs rows as long as its header, of 20 columns at most.")
    cells = [[_cell(text) for text in header]]
    room = CHARACTERS - sum(len(text) for text in header)
    for row in rows[:ROWS]:
        written = [_cell(value) for value in row]
        room -= sum(len(cell["text"]) for cell in written)
        if room < 0:
            break
        cells.append(written)
    block = _FigureBlock(
        "data_table", {"caption": caption, "rows": cells, "page_size": min(PAGE, len(cells) - 1)}
    )
    return block, len(cells) - 1


def _cell(value: Cell) -> dict[str, Any]:
    if isinstance(value, str):
        return {"type": "raw_text", "text": cut(value, CELL) or "–"}
    return {"type": "raw_number", "value": _json(value.value), "text": value.text}


def _json(value: Decimal | int) -> int | float:
    # A chart is drawn and a table sorted by it; the exact figure stands in the text.
    return int(value) if value == int(value) else float(value)


def _distinct(labels: Sequence[str]) -> list[str]:
    """Labels short enough for the axis, and no two alike."""
    chosen: list[str] = []
    for label in labels:
        short, count = _cut_at_word(label, LABEL), 1
        while short in chosen:
            count += 1
            mark = f" {count}"
            short = _cut_at_word(label, LABEL - len(mark)) + mark
        chosen.append(short)
    return chosen


def _cut_at_word(text: str, limit: int) -> str:
    """The text itself, or its first words with an ellipsis; of one long word its beginning."""
    words, _, _ = text[:limit].rpartition(" ")
    return f"{words}…" if words and len(text) > limit else cut(text, limit)
