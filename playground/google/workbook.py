"""A spreadsheet's sheets and what they share; changes are made under a lock, all or nothing."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from playground.google.cells import Json
from playground.google.errors import InvalidArgument
from playground.google.formulas.moving import moved_formula
from playground.google.formulas.settling import settle
from playground.google.moving import shift_ranges
from playground.google.sharing import Sharing
from playground.google.sheet import Checkpoint, Dimension, Sheet, SheetFacts

MOST_CELLS = 10_000_000


@dataclass(frozen=True, slots=True)
class Change:
    """Notice of a change: in which spreadsheet, on which sheets, by whom."""

    spreadsheet_id: str
    sheet_ids: frozenset[int]
    by: str


Listener = Callable[[Change], None]


@dataclass(slots=True)
class WorkbookFacts:
    """What belongs to the spreadsheet and to no sheet; objects are the API's own."""

    title: str
    properties: Json = field(default_factory=dict)
    named_ranges: list[Json] = field(default_factory=list)
    developer_metadata: list[Json] = field(default_factory=list)
    comments: list[Json] = field(default_factory=list)


class Workbook:
    """The sheets of one spreadsheet, in the order of their tabs.

    Read inside `reading()` and change inside `editing()`; both hold the spreadsheet's lock.
    """

    def __init__(self, spreadsheet_id: str, title: str, sharing: Sharing) -> None:
        self.id = spreadsheet_id
        self.sharing = sharing
        self.facts = WorkbookFacts(title)
        self.sheets: list[Sheet] = []
        self.created_at = self.changed_at = datetime.now(UTC)
        self._lock = threading.RLock()
        self._listeners: list[Listener] = []
        self._stale = False
        self._touched: set[int] = set()
        self._depth = 0

    # --------------------------------------------------------------------------------- sheets

    @property
    def title(self) -> str:
        """The spreadsheet's title, which is its file's name."""
        return self.facts.title

    def sheet(self, which: int | str) -> Sheet:
        """The sheet with that id (a number) or title; titles ignore the case of letters.

        Raises:
            KeyError: no such sheet.
        """
        found = self.find_sheet(which)
        if found is None:
            raise KeyError(which)
        return found

    def find_sheet(self, which: int | str) -> Sheet | None:
        """The sheet with that id or title, if there is one."""
        if isinstance(which, int):
            return next((sheet for sheet in self.sheets if sheet.id == which), None)
        exact = (sheet for sheet in self.sheets if sheet.title == which)
        folded = (sheet for sheet in self.sheets if sheet.title.casefold() == which.casefold())
        return next(exact, None) or next(folded, None)

    def add_sheet(
        self,
        title: str,
        *,
        sheet_id: int | None = None,
        index: int | None = None,
        rows: int = 1000,
        columns: int = 26,
    ) -> Sheet:
        """Put a new sheet in; its id is made up unless given."""
        wanted = self.new_sheet_id() if sheet_id is None else sheet_id
        sheet = Sheet(wanted, SheetFacts(title, rows, columns))
        self.sheets.insert(len(self.sheets) if index is None else index, sheet)
        self.check_size()
        return sheet

    def new_sheet_id(self) -> int:
        """A number that no sheet here has; the first sheet's is 0."""
        if not self.sheets:
            return 0
        taken = {sheet.id for sheet in self.sheets}
        while True:
            number = secrets.randbelow(2**31 - 1) + 1
            if number not in taken:
                return number

    def change_lines(self, sheet: Sheet, dimension: Dimension, at: int, by: int) -> None:
        """Put rows or columns in at a place, or (``by`` negative) take them out.

        Formulas, named ranges and everything laid over the grid move along.
        """
        if by >= 0:
            sheet.insert(dimension, at, by)
        else:
            sheet.delete(dimension, at, -by)
        kept = []
        for named in self.facts.named_ranges:
            same_sheet = named.get("range", {}).get("sheetId", 0) == sheet.id
            kept.append(shift_ranges(named, dimension, at, by) if same_sheet else named)
        self.facts.named_ranges = [named for named in kept if named is not None]
        for other in self.sheets:
            for row, column, formula in list(other.formulas()):
                moved = moved_formula(
                    formula, other.title, sheet.title, dimension=dimension, at=at, by=by
                )
                if moved != formula:
                    detail = replace(other.detail(row, column), formula=moved)
                    other.put_detail(row, column, detail)
        self.touch(sheet)
        self.check_size()

    def check_size(self) -> None:
        """Raise `InvalidArgument` when the grids are bigger than a spreadsheet may be."""
        if sum(sheet.row_count * sheet.column_count for sheet in self.sheets) > MOST_CELLS:
            raise InvalidArgument(
                "This action would increase the number of cells in the workbook above the limit "
                f"of {MOST_CELLS} cells."
            )

    # --------------------------------------------------------------------- reading and editing

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold the lock, with every formula worked out."""
        with self._lock:
            self.settle()
            yield

    def settle(self) -> None:
        """Work out every formula that a change may have touched; hold the lock."""
        if self._stale:
            self._stale = False
            settle(self.sheets, self.facts.named_ranges)

    @contextmanager
    def editing(self, *, by: str) -> Iterator[None]:
        """Hold the lock, change, and tell the listeners afterwards, without the lock."""
        with self._lock:
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                self._stale = True
                touched = self._told()
            self.changed_at = datetime.now(UTC)
        if touched:
            for listener in list(self._listeners):
                listener(Change(self.id, touched, by))

    def _told(self) -> frozenset[int]:
        """What the outermost edit has touched; an inner one leaves telling to it."""
        if self._depth:
            return frozenset()
        touched, self._touched = frozenset(self._touched), set()
        return touched

    @contextmanager
    def all_or_nothing(self, *, by: str) -> Iterator[None]:
        """Like `editing`, and everything is as it was when an error leaves the block."""
        with self.editing(by=by):
            before = self._remember()
            try:
                yield
            except BaseException:
                self._restore(before)
                raise

    def touch(self, sheet: Sheet) -> None:
        """Say that a sheet is being changed."""
        self._touched.add(sheet.id)
        self._stale = True

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Hear of every change, in the thread that made it; the answer ends the subscription."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _remember(self) -> tuple[WorkbookFacts, list[tuple[Sheet, Checkpoint]]]:
        return deepcopy(self.facts), [(sheet, sheet.checkpoint()) for sheet in self.sheets]

    def _restore(self, before: tuple[WorkbookFacts, list[tuple[Sheet, Checkpoint]]]) -> None:
        self.facts = before[0]
        self.sheets = [sheet for sheet, _ in before[1]]
        for sheet, checkpoint in before[1]:
            sheet.go_back(checkpoint)
