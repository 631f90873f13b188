"""What a tab is to look like, and what has to be done to one for that."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

ROWS_TO_SPARE: Final = 200
"""Rows that a grid is given beyond those in use."""
SMALLEST_GRID: Final = 1000
OURS: Final = "Benefit Desk"
"""How the description of every protected range of ours begins."""


class Colour(StrEnum):
    """The background of a cell."""

    GREEN = "green"
    RED = "red"
    AMBER = "amber"
    GREY = "grey"


COLOURS: Final[dict[Colour, tuple[float, float, float]]] = {
    Colour.GREEN: (0.85, 0.94, 0.83),
    Colour.RED: (0.98, 0.85, 0.84),
    Colour.AMBER: (1.0, 0.93, 0.75),
    Colour.GREY: (0.95, 0.95, 0.95),
}
"""Red, green and blue, 0 to 1."""


class Look(StrEnum):
    """How what a column holds is shown."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    MOMENT = "moment"
    DATE = "date"
    WORDS = "words"
    """Text in whole sentences, on several lines where it is long."""


STATUS_COLOURS: Final[dict[str, Colour]] = {
    "Recorded": Colour.GREEN,
    "Added": Colour.GREEN,
    "Not ": Colour.RED,
    "Conflict": Colour.AMBER,
    "Put back": Colour.AMBER,
    "Ignored": Colour.AMBER,
    "Already": Colour.AMBER,
    "Taken back": Colour.GREY,
}
"""The colour of a Status, by how its text begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnDress:
    """How one column is to look. `place` counts from zero; `width` is in pixels."""

    place: int
    look: Look = Look.TEXT
    width: int = 100
    note: str = ""
    editable: bool = False
    choices: tuple[str, ...] = ()
    coloured: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TabDress:
    """How a tab is to look. With `all_protected` the whole tab is Benefit Desk's own.

    `chart` is the title of a chart of the first column's names and the fourth's figures.
    """

    title: str
    index: int
    columns: tuple[ColumnDress, ...]
    currency: str
    frozen_rows: int = 1
    all_protected: bool = False
    header: bool = True
    chart: str = ""
    hidden: bool = False

    @property
    def fingerprint(self) -> str:
        """Equal for equal dresses."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]

    @property
    def width(self) -> int:
        """How many columns of the grid are in use."""
        return max(column.place for column in self.columns) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """What is to be done to one tab: made where `made`, dressed, its grid brought to a size.

    `protections`, `colour_rules` and `chart` say whether those are made anew; the old ones to be
    removed are given by their ids and places. `place` is where a new tab goes. `drop_rows` are
    taken out from under the header. A tab that bears another title just now gets its own.
    """

    dress: TabDress
    sheet_id: int
    made: bool = False
    place: int = 0
    rows: int = SMALLEST_GRID
    add_rows: int = 0
    add_columns: int = 0
    drop_rows: int = 0
    chart: bool = False
    protections: bool = False
    old_protections: tuple[int, ...] = ()
    colour_rules: bool = False
    old_colour_rules: tuple[int, ...] = ()
