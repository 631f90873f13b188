"""A spreadsheet in memory behind the sheet port, with people's hands and with mishaps."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from sheets_sync.closed_tabs import TabReplaced
from sheets_sync.errors import OutcomeUnknown, SheetRefused, SheetUnreachable, TabMissing
from sheets_sync.fitting import COLOURS, STATUS_COLOURS, Fitting
from sheets_sync.sheet import (
    NO_SPANS,
    Area,
    Block,
    ColourRule,
    Content,
    Keeping,
    Protection,
    Reading,
    Structure,
    Survey,
    Tab,
)
from sheets_sync.structure import protected_areas

LOST = "lost"
"""The request never arrives."""
UNANSWERED = "unanswered"
"""The request is carried out, and its answer is lost."""


class Killed(BaseException):
    """The process dies."""


class Formula(str):
    """A formula in a cell, with what it comes to; it moves with its row."""

    __slots__ = ("value",)
    value: Content

    def __new__(cls, text: str, value: Content) -> Self:
        """The text as somebody types it."""
        made = super().__new__(cls, text)
        made.value = value
        return made


def came_to(content: Content) -> Content:
    """What a cell shows."""
    return content.value if isinstance(content, Formula) else content


@dataclass
class FakeTab:
    """One tab: rows of contents, and what Benefit Desk laid over them."""

    sheet_id: int
    rows: list[list[Content]] = field(default_factory=list)
    row_count: int = 1000
    column_count: int = 26
    frozen_rows: int = 0
    protections: list[Protection] = field(default_factory=list)
    rules: list[ColourRule] = field(default_factory=list)
    dressed: int = 0
    charts: list[str] = field(default_factory=list)
    formulas: dict[tuple[int, int], tuple[str, Content]] = field(default_factory=dict)
    """Formulas by their places, each with what it comes to."""
    choices: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def put(self, row: int, column: int, content: Content) -> None:
        """Put something into a cell."""
        while len(self.rows) <= row:
            self.rows.append([])
        cells = self.rows[row]
        cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = content

    def trimmed(self) -> list[list[Content]]:
        """The rows as Google gives them: blank ends left out."""
        rows = [list(row) for row in self.rows]
        for row in rows:
            while row and row[-1] is None:
                row.pop()
        while rows and not rows[-1]:
            rows.pop()
        return rows


@dataclass
class FakeSheet:
    """The port, and what people do to it.

    `mishaps` says by the request's number (from 1, counted anew by `forget`) what goes wrong with
    it; `meanwhile` what people do just before it.
    """

    identity: str = "fake"
    address: str = "desk@example.org"
    tabs: dict[str, FakeTab] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    cells_written: list[tuple[str, int, int, Content]] = field(default_factory=list)
    thrown_away: bool = False
    drive_asked: int = 0
    looked_into: int = 0
    """How many readings somebody asked for the cells of."""
    mishaps: dict[int, str | BaseException] = field(default_factory=dict)
    meanwhile: dict[int, Callable[[], None]] = field(default_factory=dict)

    def forget(self) -> None:
        """Start counting anew, with nothing going wrong."""
        self.requests.clear()
        self.cells_written.clear()
        self.looked_into = 0
        self.mishaps.clear()
        self.meanwhile.clear()

    # ------------------------------------------------------------------------------- the port

    def read(
        self,
        titles: Sequence[str],
        spans: Mapping[str, tuple[int, int]] = NO_SPANS,
        *,
        formulas: bool = False,
    ) -> Reading:
        """The cells of these tabs."""
        self._arrive("read")
        if not all(title in self.tabs for title in titles):
            raise TabMissing
        tabs = {title: self._part(title, spans) for title in titles}
        if formulas:
            tabs = {
                title: tab if title in spans else self._with_formulas(tab)
                for title, tab in tabs.items()
            }
        return Reading(repr(tabs).encode(), lambda: self._look_into(tabs))

    def _look_into(self, tabs: Mapping[str, Tab]) -> Mapping[str, Tab]:
        self.looked_into += 1
        return tabs

    def _with_formulas(self, tab: Tab) -> Tab:
        rows, found = [list(row) for row in tab.rows], set()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                formula = self.tabs[tab.title].formulas.get((number, column))
                if formula and formula[1] == cell:
                    row[column] = formula[0]
                if isinstance(there := self._at(tab.title, number, column), Formula):
                    row[column] = str(there)
                if str(row[column]).startswith("="):
                    found.add((number, column))
        return replace(tab, rows=rows, formulas=frozenset(found))

    def _at(self, title: str, row: int, column: int) -> Content:
        return self.tabs[title].rows[row][column]

    def _part(self, title: str, spans: Mapping[str, tuple[int, int]]) -> Tab:
        tab = self._tab(title)
        if title not in spans:
            return tab
        first, last = spans[title]
        if first >= tab.row_count:
            raise TabMissing
        return replace(tab, rows=tab.rows[first:last], first=first, row_count=0)

    def survey(self) -> Survey:
        """Cells and structure of all tabs."""
        self._arrive("survey")
        structures = {
            title: Structure(
                tab.sheet_id,
                title,
                tab.frozen_rows,
                tuple(tab.protections),
                tuple(tab.rules),
                tuple(tab.charts),
            )
            for title, tab in self.tabs.items()
        }
        return Survey({title: self._tab(title) for title in self.tabs}, structures)

    def in_trash(self) -> bool:
        """Whether somebody threw it away; Drive is asked, which isn't a request to the sheet."""
        self.drive_asked += 1
        return self.thrown_away

    def write(self, blocks: Sequence[Block], keeping: Keeping | None = None) -> None:
        """Write contents, and keep copies."""
        unanswered = self._arrive("write")
        if keeping:
            self._copy(keeping)
        for block in blocks:
            tab = self.tabs[block.title]
            if block.row + len(block.contents) > tab.row_count:
                raise SheetRefused("Range exceeds grid limits.")
            for down, contents in enumerate(block.contents):
                for across, content in enumerate(contents):
                    if content is not None or keeping:
                        place = (block.row + down, block.column + across)
                        tab.put(*place, None if content == "" else content)
                        self.cells_written.append((block.title, *place, content))
        self._answer(unanswered)

    def _copy(self, keeping: Keeping) -> None:
        if keeping.title not in self.tabs:
            raise SheetRefused("No grid with that id.")
        copies = self.tabs[keeping.title]
        for title in {run.title for run in keeping.runs} | {keeping.title}:
            self._must_be(title, keeping.ids[title])
        copies.rows = [[keeping.token]]
        for run in keeping.runs:
            for row in range(run.row, run.row + run.count):
                there = self.tabs[run.title].rows
                kept = there[row][: run.width] if row < len(there) else []
                copies.rows.append([came_to(content) for content in kept])
        copies.row_count = len(copies.rows)

    def fit(self, fittings: Sequence[Fitting]) -> None:
        """Make and dress tabs."""
        unanswered = self._arrive("fit")
        for fitting in fittings:
            self._fit(fitting)
        self._answer(unanswered)

    def _must_be(self, title: str, sheet_id: int) -> None:
        if self.tabs[title].sheet_id != sheet_id:
            raise TabReplaced(title)

    def _arrive(self, request: str) -> bool:
        self.requests.append(request)
        number = len(self.requests)
        if number in self.meanwhile:
            self.meanwhile[number]()
        mishap = self.mishaps.get(number)
        if isinstance(mishap, BaseException):
            raise mishap
        if mishap is None:
            return False
        if request in ("read", "survey"):
            raise SheetUnreachable("cut off")
        if mishap == LOST:
            raise OutcomeUnknown("cut off")
        return True

    def _answer(self, unanswered: bool) -> None:
        if unanswered:
            raise OutcomeUnknown("cut off")

    def _tab(self, title: str) -> Tab:
        tab = self.tabs[title]
        rows = [[came_to(content) for content in row] for row in tab.trimmed()]
        return Tab(title, rows, tab.row_count, tab.column_count)

    def _fit(self, fitting: Fitting) -> None:
        title = fitting.dress.title
        if fitting.made:
            assert title not in self.tabs
            self.tabs[title] = FakeTab(fitting.sheet_id, row_count=fitting.rows)
        elif title not in self.tabs:
            old = next(t for t, tab in self.tabs.items() if tab.sheet_id == fitting.sheet_id)
            self.tabs[title] = self.tabs.pop(old)
        self._must_be(title, fitting.sheet_id)
        tab = self.tabs[title]
        tab.row_count += fitting.add_rows
        tab.column_count += fitting.add_columns
        tab.frozen_rows = fitting.dress.frozen_rows
        tab.dressed += 1
        if fitting.chart:
            tab.charts.append(fitting.dress.chart)
        if fitting.drop_rows:
            del tab.rows[1 : 1 + fitting.drop_rows]
            tab.row_count -= fitting.drop_rows
        tab.choices = {
            column.place: column.choices for column in fitting.dress.columns if column.choices
        }
        if fitting.protections:
            kept = [p for p in tab.protections if p.id not in fitting.old_protections]
            last = max((p.id for p in tab.protections), default=0)
            tab.protections = kept + [
                Protection(last + number, area, ours=True, warning_only=False)
                for number, area in enumerate(protected_areas(fitting.dress), start=1)
            ]
        if fitting.colour_rules:
            self._colour(tab, fitting)

    def _colour(self, tab: FakeTab, fitting: Fitting) -> None:
        kept = [rule for rule in tab.rules if rule.place not in fitting.old_colour_rules]
        for column in fitting.dress.columns:
            if column.coloured:
                area = Area(1, None, column.place, column.place + 1)
                kept += [
                    ColourRule(0, (area,), begins, COLOURS[colour])
                    for begins, colour in STATUS_COLOURS.items()
                ]
        tab.rules = [replace(rule, place=number) for number, rule in enumerate(kept)]

    # ------------------------------------------------------------------------------ the people

    def table(self, title: str) -> list[dict[str, Content]]:
        """The rows under the header, each by header."""
        header, *rows = self.tabs[title].trimmed() or [[]]
        return [
            {
                str(name): came_to(row[place]) if place < len(row) else None
                for place, name in enumerate(header)
                if name is not None
            }
            for row in rows
        ]

    def place(self, title: str, header: str) -> int:
        """The column under a header."""
        return self.tabs[title].rows[0].index(header)

    def row_with(self, title: str, **cells: Content) -> int:
        """The place of the first row that has these cells; `Benefit_type` is "Benefit type"."""
        wanted = {name.replace("_", " "): content for name, content in cells.items()}
        for number, row in enumerate(self.table(title), start=1):
            if all(row.get(name) == content for name, content in wanted.items()):
                return number
        raise AssertionError(f"no row with {wanted}")

    def type(self, title: str, row: int, header: str, content: Content) -> None:
        """Type into a cell."""
        self.tabs[title].put(row, self.place(title, header), content)

    def paste(self, title: str, *rows: Mapping[str, Content]) -> None:
        """Paste rows under the last one."""
        first = max(len(self.tabs[title].trimmed()), 1)
        for number, row in enumerate(rows, start=first):
            for header, content in row.items():
                self.type(title, number, header, content)

    def insert_rows(self, title: str, row: int, count: int = 1) -> None:
        """Insert blank rows; those from there on move down."""
        tab = self.tabs[title]
        tab.rows[row:row] = [[] for _ in range(count)]
        tab.row_count += count

    def clear(self, title: str) -> None:
        """Select everything and delete it, the header too."""
        self.tabs[title].rows = [[None]]

    def delete_row(self, title: str, row: int) -> None:
        """Delete a row; those below move up."""
        del self.tabs[title].rows[row]

    def sort(self, title: str, header: str, *, descending: bool = False) -> None:
        """Sort the rows under the header by one column."""
        if not self.tabs[title].trimmed():
            return
        tab, place = self.tabs[title], self.place(title, header)
        tab.rows[1:] = sorted(
            tab.trimmed()[1:],
            key=lambda row: str(row[place]) if place < len(row) else "",
            reverse=descending,
        )
