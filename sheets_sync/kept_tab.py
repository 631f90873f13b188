"""What every tab that is kept equal can do, and what is counted while it does."""

from collections.abc import Container, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, Protocol

from core.desk import Desk
from sheets_sync.before_images import Fate
from sheets_sync.closed_tabs import HeadersLower, TabOfOthers
from sheets_sync.conflicts import Conflict
from sheets_sync.errors import (
    HeaderDoubled,
    HeaderMissing,
    HeadersElsewhere,
    KeysElsewhere,
    StatusElsewhere,
    TabStopped,
    TooManyChanged,
    TooManyMissing,
)
from sheets_sync.fitting import TabDress
from sheets_sync.layout import Layout, Places, Writes, find_places, first_places
from sheets_sync.sheet import Content, Tab

FEWEST_ROWS: Final = 10
"""A tab with fewer rows is never stopped for what is missing or changed."""
EXAMPLES: Final = 3
"""Changes that are told where there are too many."""
MOST_MISSING: Final = 0.05
MOST_CHANGED: Final = 0.20
MOST_CHOICES: Final = 500
"""As many as a drop-down holds."""


@dataclass(slots=True)
class Counts:
    """What became of what people did in one tab, and sentences about it.

    `recorded` are usages, `added` other new rows, `unsettled` new rows that may still be typed.
    `waiting` are rows that stand there refused, from this sync or an earlier one, and
    `refused_cells`, `formulas`, `edited` and `ignored` what else stands there that the ledger
    hasn't. `decided` are conflicts about which a side was picked that
    isn't in the other one yet. `difference` says line by line what the ledger takes, for a dry run.
    """

    taken: int = 0
    recorded: int = 0
    added: int = 0
    refused: int = 0
    waiting: int = 0
    unsettled: int = 0
    refused_cells: int = 0
    formulas: int = 0
    edited: int = 0
    ignored: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    decided: list[Conflict] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    difference: list[str] = field(default_factory=list)


class KeptTab(Protocol):
    """One tab during one sync: examined, carried out in the ledger, written.

    `writes` may be asked several times, each time about a later reading; `keep` is called before
    anything is sent to the sheet, `confirm` once the sheet is as the last `writes` said.
    """

    title: str
    counts: Counts
    guarded: bool
    """Whether people write here, so that what is written over is to be kept."""

    @property
    def key_column(self) -> int:
        """Where the Keys stand; 0 where there are none."""

    @property
    def owned(self) -> bool:
        """Whether the tab is Benefit Desk's, to be made and dressed."""

    @property
    def span(self) -> tuple[int, int] | None:
        """The rows that are to be read, the end left out; None is all of them."""

    tells_by_contents: bool
    """Whether rows without a Key are told apart by what stands in them."""
    grid: int
    """How many rows the grid has, where only some are read; else 0."""

    @property
    def drop_rows(self) -> int:
        """How many of the oldest rows are to leave the tab."""

    def learn(self, token: str, fates: Mapping[str, Fate]) -> None:
        """Take in what became of the rows that the write of this token wrote to, by Key."""

    def examine(self, desk: Desk, tab: Tab, *, approved: bool) -> None:
        """Find out what people changed; a tab that isn't there yet has a grid without rows.

        Raises:
            TabStopped: it is to be left alone; the sentence says why.
        """

    def carry_out(self, desk: Desk, *, trial: bool) -> None:
        """Put what people changed into the ledger; in a trial, nothing is kept beside it."""

    def writes(self, desk: Desk, tab: Tab) -> Writes:
        """What is to be written, given how the tab is now.

        Raises:
            TabStopped: people changed it meanwhile so that it is to be left alone.
        """

    def dress(self, desk: Desk) -> TabDress:
        """How the tab is to look."""

    def keep(self, token: str) -> None:
        """Write down what is about to be sent under this token."""

    def confirm(self) -> None:
        """Write down that it arrived."""


def check_missing(title: str, missing: int, known: int, new: int = 0) -> None:
    """See that not too many rows disappeared; a single one is never too many.

    `new` are rows that stand there and would be recorded.

    Raises:
        TooManyMissing: more than one row, and more than 5% of them.
    """
    if known >= FEWEST_ROWS and missing > max(1, known * MOST_MISSING):
        raise TooManyMissing(title, missing, known, new)


def check_changed(title: str, changed: int, known: int, examples: Iterable[str] = ()) -> None:
    """See that not too many rows were changed since the last sync; the first examples are told.

    Raises:
        TooManyChanged: more than 20% of the rows.
    """
    if known >= FEWEST_ROWS and changed > known * MOST_CHANGED:
        raise TooManyChanged(title, changed, known, [*islice(examples, EXAMPLES)])


def check_keys(tab: Tab, key_column: int, known: Container[object]) -> None:
    """See that the Keys stand where the header says so: without them rows can't be told apart.

    Raises:
        KeysElsewhere: somebody renamed that column, or gave its name to another.
    """
    places = {
        column
        for row in tab.rows[1:]
        for column, content in enumerate(row)
        if content is not None and content in known
    }
    if places and key_column not in places:
        place = min(places)
        raise KeysElsewhere(tab.title, str(tab.at(0, place) or ""))


def _has_code_as_status(row: Sequence[Content], places: Places) -> bool:
    status, key = (row[at] if at < len(row) else None for at in (places.status, places.key))
    return key is not None and status == key


def _why_missing(layout: Layout, tab: Tab, known: int, missing: TabStopped) -> TabStopped:
    """What became of the headers, where that can be seen."""
    for number, row in enumerate(tab.rows[1:], start=2):
        with suppress(HeaderMissing, HeadersElsewhere, HeaderDoubled):
            find_places(layout, row)
            return HeadersLower(layout.title, number)
    columns = layout.all_columns
    names = {name for column in columns for name in (column.header, *column.also)}
    somebody_s = columns[-1].comes  # a form's tab: the settings may name a question wrongly
    known_there = known or somebody_s or names & {str(content) for content in tab.header}
    return missing if known_there else TabOfOthers(layout.title)


def is_blank(tab: Tab) -> bool:
    """Whether nothing at all stands in the tab."""
    return not any(content is not None for row in tab.rows for content in row)


def places_in(layout: Layout, tab: Tab, known: int, *, approved: bool) -> Places:
    """Where the columns are, or will be in a tab that is blank.

    Raises:
        TooManyMissing: it was emptied, header and all; a manager can have it filled again.
        HeaderMissing, HeadersElsewhere, HeaderDoubled: a column can't be told.
        HeadersLower: they are in a lower row.
        TabOfOthers: nothing of ours was ever in it, and no header is.
        StatusElsewhere: what would be written over is what tells the rows apart.
    """
    if not is_blank(tab):
        try:
            places = find_places(layout, tab.header)
        except (HeaderMissing, HeadersElsewhere) as missing:
            raise _why_missing(layout, tab, known, missing) from missing
        if any(_has_code_as_status(row, places) for row in tab.rows[1:]):
            raise StatusElsewhere(tab.title)
        return places
    if tab.row_count and known and not approved:
        raise TooManyMissing(layout.title, known, known)
    return first_places(layout)
