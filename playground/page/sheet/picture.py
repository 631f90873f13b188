"""A sheet in the form in which the grid of the page takes it."""

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import Any

from playground.google.a1 import column_letters
from playground.google.showing import ShownCell, ShownSheet

Row = dict[str, Any]

_CHARACTER, _DIGIT, _BOLD, _WIDE = 5.9, 6.4, 6.7, 8.4
_NARROWEST, _WIDEST, _PADDING = 42, 240, 15
_CROWDED = 12
"""With more columns than this, headers are wrapped and long words cut, so that figures are seen."""
_WIDEST_IN_A_CROWD, _WIDEST_NAME_IN_A_CROWD = 98, 108
_WIDEST_MOMENT = 140
"""A day with its time is seen whole, in a crowd too."""
_TWO_LINES = 40
_FOR_SENTENCES = 300
"""A column that was made this wide, in pixels, is for whole sentences; they are wrapped."""
_SHORT_SENTENCE, _LONG_SENTENCE = 184, 360
_ROWS_MEASURED = 300
_LOCKED_BACKGROUND = "#f1f3f5"
_LOCKED_INK = "#64748b"


@dataclass(slots=True)
class Shelf:
    """Things that many cells share, kept once and known by their place."""

    things: list[Any] = field(default_factory=list)
    _places: dict[Hashable, int] = field(default_factory=dict)

    def place(self, key: Hashable, thing: Any) -> int:
        """Give the place of a thing, and put it there if it is new."""
        if key not in self._places:
            self._places[key] = len(self.things)
            self.things.append(thing)
        return self._places[key]


@dataclass(frozen=True, slots=True)
class Picture:
    """What the grid shows: columns, the frozen rows, the others, and what their cells share."""

    columns: list[dict[str, Any]]
    frozen: list[Row]
    rows: list[Row]
    looks: list[dict[str, str]]
    choices: list[list[str]]

    def texts(self) -> dict[tuple[int, str], str]:
        """Give the text of every cell by row and column name."""
        return {
            (row["id"], name): text
            for row in [*self.frozen, *self.rows]
            for name, text in row["texts"].items()
        }


def picture(shown: ShownSheet) -> Picture:
    """Turn a shown sheet into what the grid takes."""
    looks, choices = Shelf(), Shelf()
    visible = [c for c in range(_width(shown)) if c not in shown.hidden_columns]
    rows = [
        _row(index, cells, visible, looks, choices)
        for index, cells in enumerate(shown.rows)
        if index not in shown.hidden_rows
    ]
    frozen = [row for row in rows if row["id"] < shown.frozen_rows]
    columns = [_column(shown, column) for column in visible]
    if _is_crowded(shown):
        _wrap(frozen, shown, columns)
    return Picture(
        columns=columns,
        frozen=frozen,
        rows=rows[len(frozen) :],
        looks=looks.things,
        choices=choices.things,
    )


def _width(shown: ShownSheet) -> int:
    return max((len(cells) for cells in shown.rows), default=1)


def _column(shown: ShownSheet, column: int) -> dict[str, Any]:
    """A column no wider than its texts need; one that was made wide is for whole sentences."""
    given = min(shown.column_widths.get(column, _WIDEST), _widest(shown, column))
    cells = [row[column] for row in shown.rows[:_ROWS_MEASURED]]
    measured = [*_headers(shown, column), *cells[shown.frozen_rows :]]
    needed = max([_NARROWEST, *map(_needs, measured)])
    holds_sentences = given >= _FOR_SENTENCES and needed > _SHORT_SENTENCE
    wrapped = _LONG_SENTENCE if needed > 2 * _SHORT_SENTENCE else _SHORT_SENTENCE
    return {
        "colId": name_of(column),
        "headerName": column_letters(column),
        "width": wrapped if holds_sentences else min(given, needed),
        "wrapText": holds_sentences,
        "autoHeight": holds_sentences,
        # The first column names the row; it stays, so that a row can be read to its end.
        "pinned": "left" if column < max(1, shown.frozen_columns) else None,
    }


def _is_crowded(shown: ShownSheet) -> bool:
    return _width(shown) - len(shown.hidden_columns) > _CROWDED


def _widest(shown: ShownSheet, column: int) -> int:
    given = shown.column_widths.get(column, _WIDEST)
    if not _is_crowded(shown) or given >= _FOR_SENTENCES:
        return given
    if _holds_figures(shown, column):
        return min(given, _WIDEST_MOMENT)
    return _WIDEST_NAME_IN_A_CROWD if column == 0 else _WIDEST_IN_A_CROWD


def _holds_figures(shown: ShownSheet, column: int) -> bool:
    """Whether everything in a column begins with a figure, as numbers, money and moments do."""
    texts = [row[column].text for row in shown.rows[shown.frozen_rows : _ROWS_MEASURED]]
    told = [text for text in texts if text]
    return bool(told) and all(text[0].isdigit() for text in told)


def _headers(shown: ShownSheet, column: int) -> list[ShownCell]:
    """The frozen cells of a column, word by word where they are wrapped."""
    cells = [row[column] for row in shown.rows[: shown.frozen_rows]]
    if not _is_crowded(shown):
        return cells
    return [replace(cell, text=word) for cell in cells for word in cell.text.split()]


def _wrap(headers: list[Row], shown: ShownSheet, columns: list[dict[str, Any]]) -> None:
    """Make the frozen rows of a crowd high enough for what doesn't fit into one line."""
    widths = {column["colId"]: column["width"] for column in columns}
    for row in headers:
        cells = enumerate(shown.rows[row["id"]])
        if any(_needs(cell) > widths.get(name_of(at), _WIDEST) for at, cell in cells):
            row["height"] = _TWO_LINES


def _needs(cell: ShownCell) -> int:
    letter = _BOLD if cell.bold else _CHARACTER
    return round(sum(_pixels(one, letter) for one in cell.text)) + _PADDING


def _pixels(character: str, letter: float) -> float:
    if character.isupper() or character in "mw":
        return _WIDE
    return _DIGIT if character.isdigit() else letter


def _row(
    index: int, cells: list[ShownCell], visible: list[int], looks: Shelf, choices: Shelf
) -> Row:
    row: Row = {"id": index, "texts": {}, "looks": {}, "notes": {}, "choices": {}, "locked": []}
    for column in visible:
        name, cell = name_of(column), cells[column]
        row["texts"][name] = cell.text
        look = _look(cell)
        if look:
            row["looks"][name] = looks.place(tuple(look.items()), look)
        if cell.note:
            row["notes"][name] = cell.note
        if cell.is_protected:
            row["locked"].append(name)
        offered = ("TRUE", "FALSE") if cell.is_checkbox else cell.choices
        if offered:
            row["choices"][name] = choices.place(offered, list(offered))
    return row


def _look(cell: ShownCell) -> dict[str, str]:
    is_grey = cell.is_protected and not cell.background
    look = {
        "backgroundColor": cell.background or (_LOCKED_BACKGROUND if is_grey else ""),
        "color": cell.foreground or (_LOCKED_INK if is_grey else ""),
        "fontWeight": "600" if cell.bold else "",
        "fontStyle": "italic" if cell.italic else "",
        "textDecoration": "line-through" if cell.strikethrough else "",
        "textAlign": cell.alignment or "",
    }
    return {name: value for name, value in look.items() if value}


def name_of(column: int) -> str:
    """Give the name by which the grid knows a column."""
    return f"c{column}"


def column_of(name: str) -> int:
    """Give the column of a name."""
    return int(name[1:])
