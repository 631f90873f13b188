"""What one sync has read so far, and the tabs that it works on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from typing import Final
from uuid import uuid4

from core.desk import Desk
from sheets_sync.before_images import (
    TITLE,
    Fate,
    Places,
    Sent,
    SentFile,
    fates,
)
from sheets_sync.closed_tabs import NameOfAnother, TabOfOthers, TabProtected
from sheets_sync.conflicts import TITLE as CONFLICTS
from sheets_sync.conflicts import Conflict, ConflictBook
from sheets_sync.errors import FormMissing, NoSuchTab, TabStopped
from sheets_sync.formulas import FormulaFile, resolved
from sheets_sync.in_step import Asked, Basis, InStep
from sheets_sync.kept_tab import Counts, KeptTab
from sheets_sync.keyed_tab import KeyedTab
from sheets_sync.layout import Write, Writes
from sheets_sync.mending import overwritten, with_put_back
from sheets_sync.outcome import Standing, SyncOutcome
from sheets_sync.sheet import Structure, Tab
from sheets_sync.start_here import StartHere
from sheets_sync.structure import StructureFile
from sheets_sync.usable import check_open, check_ours

CLOSED: Final = (NameOfAnother, TabOfOthers, TabProtected)
NO_END: Final = 10_000_000
"""Rows of a grid without end; a spreadsheet holds ten million cells."""


@dataclass(slots=True)
class Visit:
    """One sync's work. `structures` is None where they weren't looked at this time.

    `found` are the tabs as they were found, `read` the same without what the last sync wrote over
    by mistake: that is `put_back`, by tab. `seen` is the write that the before-images are of;
    `token` names the one that this sync makes. `unknown` are tabs that weren't there when the tabs
    were looked at last, `renamed` those that bore another one's name then, with that name;
    `address` is ours.
    """

    tabs: dict[str, KeptTab]
    start_here: StartHere
    structure: StructureFile
    sent: SentFile
    book: ConflictBook
    formulas: FormulaFile
    zone: tzinfo
    now: datetime
    address: str
    token: str = field(default_factory=lambda: uuid4().hex)
    found: dict[str, Tab] = field(default_factory=dict)
    read: dict[str, Tab] = field(default_factory=dict)
    images: Tab | None = None
    seen: Sent | None = None
    put_back: dict[str, Places] = field(default_factory=dict)
    structures: dict[str, Structure] | None = None
    unknown: frozenset[str] = frozenset()
    renamed: Mapping[str, str] = field(default_factory=dict)
    asked: Asked | None = None
    reads: int = 0
    written: int = 0
    stopped: list[TabStopped] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    difference: list[str] = field(default_factory=list)

    @property
    def titles(self) -> list[str]:
        """The tabs to be read; the before-images only while they weren't looked at."""
        return [title for title in self.tabs if title != TITLE or self.sent.open]

    @property
    def approvable(self) -> list[str]:
        """The tabs that people write in, in the order in which they stand."""
        return [title for title, tab in self.tabs.items() if tab.guarded]

    def see_named(self, approve: Collection[str], put_back: Collection[str]) -> None:
        """See that the tabs are there that a manager names; have edits put back where wanted.

        Raises:
            NoSuchTab: one isn't, or isn't one for that.
        """
        for title in approve:
            if title not in self.tabs:
                raise NoSuchTab(title, self.approvable)
        edited = {title: tab for title, tab in self.tabs.items() if isinstance(tab, KeyedTab)}
        for title in put_back:
            if title not in edited:
                raise NoSuchTab(title, edited, "put back")
            edited[title].put_back_edits()

    def leave_out_unknown(self) -> None:
        """A form's tab that wasn't there is looked for when the structure is."""
        for title, tab in list(self.tabs.items()):
            if not tab.owned and title not in self.structure.ids:
                self._stop(FormMissing(title))

    @property
    def spans(self) -> dict[str, tuple[int, int]]:
        """The rows to be read of tabs of which only some are."""
        return {title: tab.span for title, tab in self.tabs.items() if tab.span is not None}

    def recognise(self) -> None:
        """Tell which tabs are those that they were when they were looked at last."""
        known = {sheet_id: title for title, sheet_id in self.structure.ids.items()}
        ids = {title: each.sheet_id for title, each in (self.structures or {}).items()}
        self.unknown = frozenset(title for title in ids if ids[title] not in known)
        self.renamed = {
            title: known[sheet_id]
            for title, sheet_id in ids.items()
            if known.get(sheet_id, title) != title
        }
        kept = {title: self.structure.ids[title] for title in self.renamed.values()}
        self.structure.ids = {
            title: each for title, each in ids.items() if title not in self.renamed
        } | kept
        self.structure.called = {
            title: each.title
            for title, each in (self.structures or {}).items()
            if each.title != title and not self.tabs[title].owned
        }

    def take_in(self, asked: Asked) -> None:
        """Take in the first reading of all tabs."""
        self.asked = asked
        self.found_again(asked.reading.tabs)

    def in_step(self, basis: Basis) -> InStep | None:
        """What to know of a sync that noted nothing; None where not everything could be read."""
        looked_at = self.structure.looked_at
        if self.asked is None or looked_at is None:
            return None
        asked = self.asked
        return InStep(
            basis, looked_at, asked.titles, asked.spans, asked.reading.mark, self.outcome()
        )

    def found_again(self, tabs: Mapping[str, Tab], *, formulas: bool = False) -> None:
        """Take in what was read, with formulas as texts perhaps; look what the last write did."""
        if formulas:
            tabs = {
                title: resolved(self.found[title], tab, self._key_column(title))
                for title, tab in tabs.items()
            }
        else:
            tabs = {title: self.formulas.remembered(tab) for title, tab in tabs.items()}
        self.found = {TITLE: Tab(TITLE, (), 1, 1), **self.found, **tabs}
        for title, tab in self.found.items():
            if not tab.row_count and title in self.tabs and self.tabs[title].grid:
                self.found[title] = replace(tab, row_count=self.tabs[title].grid)
        if self.images is None and TITLE in tabs and self.sent.open:
            self.images = tabs[TITLE]
            self.seen = self.sent.of(self.images)
            if self.seen:
                self._learn(self.seen.token, fates(self.seen, self.images))
        self.read = dict(self.found)
        self.put_back = {}
        if self.seen and self.images:
            for title, mended in overwritten(self.seen, self.images, self.found).items():
                self.put_back[title] = mended.places
                self.read[title] = with_put_back(self.found[title], mended)

    def examine(self, desk: Desk, approve: Collection[str]) -> None:
        """Find out what people changed in each tab; leave alone those that aren't right."""
        for title, tab in list(self.tabs.items()):
            try:
                if title in self.renamed:
                    raise NameOfAnother(title, self.renamed[title])
                if title in self.unknown:
                    check_ours(desk, tab, self.found[title])
                tab.examine(desk, self.read[title], approved=title in approve)
                if self.structures and title in self.structures:
                    check_open(desk, tab, self.structures[title], self.address)
            except TabStopped as stopped:
                self._stop(stopped)

    def carry_out(self, desk: Desk, *, trial: bool) -> None:
        """Put what people changed into the ledger."""
        for tab in self.tabs.values():
            tab.carry_out(desk, trial=trial)

    def writes(self, desk: Desk, *, unbounded: bool = False) -> dict[str, Writes]:
        """What is to be written to each tab that needs it, given what was read last.

        `unbounded` leaves out of account how large the grids are. The conflicts come after the
        tabs that they are in, and the first page last: it says when something was written.
        """
        found: dict[str, Writes] = {}
        last = {CONFLICTS: 1, self.start_here.title: 2}
        for title in sorted(self.tabs, key=lambda title: last.get(title, 0)):
            read = self.read[title]
            if unbounded:
                read = replace(read, row_count=NO_END)
            if title == self.start_here.title:
                self._prepare_start_here(stamped=bool(found))
            if title == CONFLICTS:
                self._update_conflicts()
            try:
                writes = self.tabs[title].writes(desk, read)
            except TabStopped as stopped:
                self._stop(stopped)
                continue
            if writes:
                found[title] = writes
        for title in self.put_back.keys() - self.closed:
            self._put_back(found.setdefault(title, Writes()), self.put_back[title])
        for title in set(found) | {title for title in self.tabs if self.read[title].formulas}:
            writes = found.setdefault(title, Writes())
            writes.cells = self._around_formulas(title, writes)
            if not writes.cells:
                del found[title]
        return found

    def _prepare_start_here(self, *, stamped: bool) -> None:
        """Have it say what is left alone."""
        self.start_here.left_alone = tuple(map(str, self.stopped))
        if stamped:
            self.start_here.stamp(self.now)

    def _around_formulas(self, title: str, writes: Writes) -> list[Write]:
        """The writes without those that would go over a formula."""
        tab = self.read[title]
        blocked = {(each.row, each.column) for each in writes.cells} & tab.formulas
        left = {(row, column): tab.at(row, column) for row, column in blocked}
        keeper = self.tabs.get(title)
        if isinstance(keeper, KeyedTab):
            left |= {place: tab.at(*place) for place in tab.formulas}
        self.formulas.found[title] = left
        return [each for each in writes.cells if (each.row, each.column) not in blocked]

    def _update_conflicts(self) -> None:
        others = [tab for title, tab in self.tabs.items() if title != CONFLICTS]
        found = [conflict for tab in others for conflict in _open(tab.counts)]
        self.book.update(found, [tab.title for tab in others], self.now, self.zone)

    @staticmethod
    def _put_back(writes: Writes, places: Places) -> None:
        """What was written over by mistake comes back, unless something else belongs there."""
        written = {(write.row, write.column) for write in writes.cells}
        for (row, column), content in places.items():
            if (row, column) not in written:
                writes.put(row, column, content)

    def keep(self) -> None:
        """Write down what is about to be sent."""
        for tab in self.tabs.values():
            tab.keep(self.token)
        self.book.keep()

    def _key_column(self, title: str) -> int:
        tab = self.tabs.get(title)
        return tab.key_column if tab else 0

    def _learn(self, token: str, found: Mapping[str, Mapping[str, Fate]]) -> None:
        for title in found.keys() & self.tabs.keys():
            self.tabs[title].learn(token, found[title])

    def confirm(self, unproven: Collection[str] = ()) -> None:
        """Write down that the sheet is as the last `writes` said.

        `unproven` are tabs of which the next sync sees what was written over.
        """
        for title, tab in self.tabs.items():
            if title not in unproven:
                tab.confirm()
        if self.images is not None and self.seen in self.sent.open and not self.put_back:
            self.sent.keep([sent for sent in self.sent.open if sent is not self.seen])
        self.structure.keep()
        self.book.keep()
        self.formulas.keep(self.read)

    def count(self, title: str, writes: Writes) -> None:
        """Count written cells; those of the first page are no records."""
        if title != self.start_here.title:
            self.written += len(writes)

    def tells_of(self, title: str) -> bool:
        """Whether a dry run tells of a tab: of the first page only what people changed there."""
        if title != self.start_here.title or not self.read[title].row_count:
            return True
        return bool(self.tabs[title].counts.messages)

    def outcome(self, *, dry_run: bool = False) -> SyncOutcome:
        """What all of it came to."""
        counts = [tab.counts for tab in self.tabs.values()]
        return SyncOutcome(
            taken=sum(each.taken for each in counts),
            written=self.written,
            recorded=sum(each.recorded for each in counts),
            added=sum(each.added for each in counts),
            refused=sum(each.refused for each in counts),
            waiting=sum(each.waiting for each in counts),
            unsettled=sum(each.unsettled for each in counts),
            conflicts=tuple(conflict for each in counts for conflict in each.conflicts),
            standing=tuple(_standing(tab) for tab in self.tabs.values()),
            left_alone=tuple(each.title for each in self.stopped),
            messages=tuple(self._messages(counts)),
            stopped=tuple(each.title for each in self.stopped if each.approvable),
            edited=tuple(each.title for each in self.stopped if each.edited),
            difference=(*(line for each in counts for line in each.difference), *self.difference),
            dry_run=dry_run,
        )

    def _messages(self, counts: list[Counts]) -> list[str]:
        told = [message for each in counts for message in each.messages]
        return [*map(str, self.stopped), *self.messages, *told]

    @property
    def closed(self) -> set[str]:
        """The tabs to which nothing may be written."""
        return {each.title for each in self.stopped if isinstance(each, CLOSED)}

    def _stop(self, stopped: TabStopped) -> None:
        """Leave a tab alone. Whether one that is closed is open again, only the structure tells."""
        self.stopped.append(stopped)
        del self.tabs[stopped.title]
        if stopped.title not in self.closed:
            return
        if stopped.title == TITLE:
            raise stopped
        self.structure.looked_at = None
        if isinstance(stopped, TabOfOthers):
            del self.structure.ids[stopped.title]


def _standing(tab: KeptTab) -> Standing:
    counts = tab.counts
    return Standing(
        title=tab.title,
        conflicts=len(counts.conflicts),
        refused_rows=counts.waiting,
        refused_cells=counts.refused_cells,
        formulas=counts.formulas,
        edited=counts.edited,
        ignored=counts.ignored,
    )


def _open(counts: Counts) -> list[Conflict]:
    return [*counts.conflicts, *counts.decided]
