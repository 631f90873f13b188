"""A tab that Benefit Desk writes and nobody edits: the whole of it is put right by place."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from core.desk import Desk
from sheets_sync.before_images import Fate
from sheets_sync.fitting import ColumnDress, TabDress
from sheets_sync.kept_tab import Counts
from sheets_sync.layout import Contents, Writes
from sheets_sync.notes import Documents
from sheets_sync.sheet import Content, Tab


class Page(Protocol):
    """What stands in such a tab."""

    @property
    def title(self) -> str:
        """The tab's title."""

    @property
    def index(self) -> int:
        """The tab's place among the others, from 0."""

    @property
    def columns(self) -> tuple[ColumnDress, ...]:
        """How its columns are to look."""

    @property
    def header(self) -> bool:
        """Whether the first row is a header."""

    @property
    def chart(self) -> str:
        """The title of its chart; blank where it has none."""

    def rows(self, desk: Desk) -> tuple[Sequence[Contents], Any]:
        """The rows from the first on, and what they depend on, as JSON: same, same rows."""


class WrittenTab:
    """One such tab during one sync."""

    owned = True
    tells_by_contents = False
    guarded = False

    def __init__(self, page: Page, store: Documents, identity: str, currency: str) -> None:
        self.title = page.title
        self.counts = Counts()
        self._page = page
        self._store = store
        self._currency = currency
        self._document = f"sheet:{identity}:{self.title}"
        kept = store.document(self._document) or {}
        self._before: list[Contents] = [
            tuple(row) for row in (*kept.get("rows", ()), *kept.get("leftover", ()))
        ]
        self._basis: Any = kept.get("basis")
        self._arrived: bool = kept.get("arrived", False)
        self._rows: list[Contents] = []
        self._leftover: list[Contents] = []

    span = None
    grid = 0
    drop_rows = 0

    @property
    def key_column(self) -> int:
        """There are no Keys."""
        return 0

    def learn(self, token: str, fates: Mapping[str, Fate]) -> None:
        """Nothing is kept of rows."""

    def examine(self, desk: Desk, tab: Tab, *, approved: bool) -> None:
        """Nothing that people do here is taken."""

    def carry_out(self, desk: Desk, *, trial: bool) -> None:
        """Nothing goes into the ledger."""

    def writes(self, desk: Desk, tab: Tab) -> Writes:
        """Every cell that isn't as it should be, and what is left of a longer page."""
        rows, self._basis = self._page.rows(desk)
        self._rows = list(rows)
        writes, by_hand = Writes(), 0
        for number, row in enumerate(self._rows):
            for column, content in enumerate(row):
                now = tab.at(number, column)
                if now != content:
                    writes.put(number, column, content)
                    by_hand += now not in (None, self._earlier(number, column))
        self._clear(writes, tab)
        self.counts.messages = [self._put_back(by_hand)] if by_hand and self._arrived else []
        return writes

    def _put_back(self, by_hand: int) -> str:
        cells = "1 cell was" if by_hand == 1 else f"{by_hand} cells were"
        return f"{self.title}: {cells} changed by hand; what belongs there is back."

    def dress(self, desk: Desk) -> TabDress:  # noqa: ARG002 - it never changes
        """How the tab is to look."""
        return TabDress(
            title=self.title,
            index=self._page.index,
            columns=self._page.columns,
            currency=self._currency,
            all_protected=True,
            header=self._page.header,
            chart=self._page.chart,
        )

    def keep(self, token: str) -> None:  # noqa: ARG002 - the cells say all
        """Write down what may be in the tab from now on: more than is wanted, perhaps."""
        self._keep(self._leftover, arrived=self._arrived and not self._differs())

    def confirm(self) -> None:
        """Write down what is in the tab."""
        self._keep([], arrived=True)

    def _differs(self) -> bool:
        """Whether this page is to be written at all: until then, nobody can have changed it."""
        return self._rows != self._before[: len(self._rows)] or bool(self._leftover)

    def _keep(self, leftover: list[Contents], *, arrived: bool) -> None:
        document = {
            "rows": [list(row) for row in self._rows],
            "leftover": [list(row) for row in leftover],
            "basis": self._basis,
            "arrived": arrived,
        }
        if document != self._store.document(self._document):
            self._store.keep(self._document, document)

    def _earlier(self, row: int, column: int) -> Content:
        if row >= len(self._before) or column >= len(self._before[row]):
            return None
        return self._before[row][column]

    def _clear(self, writes: Writes, tab: Tab) -> None:
        """Make blank what was written further down; what people wrote there stays.

        Where somebody inserted rows, the last ones stand below the end, as they were written.
        """
        self._leftover = self._before[len(self._rows) :]
        for number, row in enumerate(self._leftover, start=len(self._rows)):
            for column, content in enumerate(row):
                if content is not None and tab.at(number, column) == content:
                    writes.put(number, column, None)
        ours = {row for row in self._before if any(cell is not None for cell in row)}
        for number in range(max(len(self._rows), len(self._before)), len(tab.rows)):
            row = tuple(tab.at(number, column) for column in range(len(self._page.columns)))
            if row in ours:
                for column, content in enumerate(row):
                    if content is not None:
                        writes.put(number, column, None)
