"""The port to a spreadsheet: requests that are for everything at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Protocol, TypeAlias

from sheets_sync.fitting import Fitting

NO_SPANS: Final[Mapping[str, tuple[int, int]]] = {}
EVERYBODY: Final = "everybody of the domain"
"""Stands among a protection's editors where the whole domain may edit."""
Content: TypeAlias = str | int | float | None
"""What a cell holds: text, or a number (a date is its serial number), or nothing."""


@dataclass(frozen=True, slots=True)
class Tab:
    """The cells of one tab as they were read, from its first row and column; ends are trimmed.

    `row_count` and `column_count` give the size of the grid, used or not. Where only part of it was
    read, `first` is the number of the first row in `rows`. `formulas` are cells, by row and column,
    that hold a formula, as far as that is known. `were` has what rows held, by number, when our
    last write went over them by mistake.
    """

    title: str
    rows: Sequence[Sequence[Content]]
    row_count: int
    column_count: int
    first: int = 0
    formulas: frozenset[tuple[int, int]] = frozenset()
    were: Mapping[int, Sequence[Content]] = field(default_factory=dict)

    @property
    def header(self) -> Sequence[Content]:
        """The first row."""
        return self.rows[0] if self.rows else ()

    def at(self, row: int, column: int) -> Content:
        """One cell; rows and columns are counted from zero."""
        row -= self.first
        if not 0 <= row < len(self.rows) or column >= len(self.rows[row]):
            return None
        return self.rows[row][column]


@dataclass(frozen=True)
class Reading:
    """The tabs of one read, worked out when they are asked for.

    Two readings of the same ranges that have the same `mark` have the same cells.
    """

    mark: bytes
    work_out: Callable[[], Mapping[str, Tab]]

    @cached_property
    def tabs(self) -> Mapping[str, Tab]:
        """The tabs by title."""
        return self.work_out()


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of a tab, ends left out; None is without end."""

    first_row: int | None = None
    last_row: int | None = None
    first_column: int | None = None
    last_column: int | None = None


@dataclass(frozen=True, slots=True)
class Protection:
    """A protected range that is there. `ours` says that Benefit Desk made it.

    `may_edit` says whether we may change what it covers, and the protection itself; `editors` are
    all who may, as far as Google tells.
    """

    id: int
    area: Area
    ours: bool
    warning_only: bool
    may_edit: bool = True
    editors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ColourRule:
    """A conditional colour that is there: text that begins with `begins` gets it.

    `place` is the rule's place in the tab's list; `begins` is None for rules of other kinds.
    `background` is what it does to a cell, red, green and blue from 0 to 1; None where it does
    something else, or more.
    """

    place: int
    areas: tuple[Area, ...]
    begins: str | None
    background: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Structure:
    """What a tab has beside its cells."""

    sheet_id: int
    title: str
    frozen_rows: int
    protections: tuple[Protection, ...] = ()
    colour_rules: tuple[ColourRule, ...] = ()
    charts: tuple[str, ...] = ()
    """The titles of its charts."""


@dataclass(frozen=True, slots=True)
class Survey:
    """All tabs of the spreadsheet with cells and structure, by title, from one request."""

    tabs: Mapping[str, Tab]
    structures: Mapping[str, Structure]


@dataclass(frozen=True, slots=True)
class Block:
    """Contents for a rectangle of cells, from its first row and column.

    None leaves a cell as it is; an empty text makes it blank.
    """

    title: str
    row: int
    column: int
    contents: Sequence[Sequence[Content]]


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring rows of a tab, `count` of them from `row` on, and the first `width` columns."""

    title: str
    row: int
    count: int
    width: int


@dataclass(frozen=True, slots=True)
class Keeping:
    """Which rows are to be copied before they are written to, and where.

    The tab `title` gets `token` into its first cell and the rows below, in order; nothing else
    stays in it. `ids` are the sheet ids by title, that tab's too.
    """

    token: str
    title: str
    runs: tuple[Run, ...]
    ids: Mapping[str, int]


class Sheet(Protocol):
    """One spreadsheet. Every method is one request."""

    @property
    def identity(self) -> str:
        """The spreadsheet's id."""

    @property
    def address(self) -> str:
        """The e-mail address that the spreadsheet is to be shared with."""

    def read(
        self,
        titles: Sequence[str],
        spans: Mapping[str, tuple[int, int]] = NO_SPANS,
        *,
        formulas: bool = False,
    ) -> Reading:
        """The cells of these tabs; of some only those rows that `spans` has, ends left out.

        A span's grid is not told: its `row_count` is 0. With `formulas` a cell that holds one gives
        its text, not what it comes to, and whatever begins like one is among the tab's formulas.

        Raises:
            TabMissing: one of them isn't there, or has no such rows.
            SheetError: the sheet can't be read; the sentence says what to do.
        """

    def survey(self) -> Survey:
        """The cells and the structure of all tabs.

        Raises:
            SheetError: the sheet can't be read; the sentence says what to do.
        """

    def in_trash(self) -> bool:
        """Whether the spreadsheet was thrown away, as far as can be told."""

    def write(self, blocks: Sequence[Block], keeping: Keeping | None = None) -> None:
        """Write contents, all or none. Text stays text.

        With `keeping`, what stands in those rows at that very moment is copied first, and the
        blocks leave no cell as it is.

        Raises:
            OutcomeUnknown: it may have been done or not.
            SheetError: nothing was done.
        """

    def fit(self, fittings: Sequence[Fitting]) -> None:
        """Make tabs, or put right what they have beside their cells, all or none.

        Raises:
            OutcomeUnknown: it may have been done or not.
            SheetError: nothing was done.
        """
