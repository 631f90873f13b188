"""A tab with one row per record of the ledger, compared cell by cell with it."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from core.desk import Desk
from core.errors import BenefitError
from core.store import Store, StoreError
from sheets_sync.before_images import Fate
from sheets_sync.errors import RowNotReadable
from sheets_sync.fitting import TabDress
from sheets_sync.kept_tab import Counts, check_changed, check_missing, is_blank, places_in
from sheets_sync.layout import Contents, Layout, Writes, dressed, first_places, rows_of
from sheets_sync.plan import Comparison, Finding, Verdict, compare
from sheets_sync.rows import shown, value_of
from sheets_sync.seen import Seen, seen_in
from sheets_sync.settle import Refusal, Settled, Settling
from sheets_sync.sheet import Content, Tab


class LedgerSide(Protocol):
    """What the ledger has for one tab, and how it takes an edit."""

    @property
    def layout(self) -> Layout:
        """The tab's title and columns."""

    @property
    def index(self) -> int:
        """The tab's place among the others, from 0."""

    @property
    def keyless(self) -> str:
        """The Status of a row without a Key."""

    @property
    def named_by(self) -> tuple[int, ...]:
        """The columns that name a row for people."""

    def rows(self, desk: Desk) -> dict[str, Contents]:
        """Every row that the tab should have, by key, in the order of a new tab."""

    def take(self, desk: Desk, key: str, name: str, edited: Mapping[str, Any]) -> None:
        """Put one edited cell into the ledger, by its column's name.

        `edited` has the values of all cells of the row that were edited, by their columns' names.

        Raises:
            BenefitError: refused; the sentence says why.
        """


class KeyedTab:
    """One tab during one sync."""

    guarded = True

    def __init__(self, side: LedgerSide, store: Store, identity: str, currency: str) -> None:
        self.title = side.layout.title
        self.counts = Counts()
        self._side = side
        self._layout = side.layout
        self._store = store
        self._document = f"sheet:{identity}:{self.title}"
        self._currency = currency
        self._kept = seen_in(store.document(self._document), self._layout)
        self._seen = self._kept.copy()
        self._places = first_places(self._layout)
        self._tab = Tab(self.title, (), 0, 0)
        self._read: Sequence[Sequence[Content]] = ()
        self._found = Comparison()
        self._ledger: dict[str, Contents] = {}
        self._refusals: dict[tuple[str, int], Refusal] = {}
        self._settled = Settled()

    @property
    def key_column(self) -> int:
        """Where the Keys stand."""
        return self._places.key

    def learn(self, token: str, fates: Mapping[str, Fate]) -> None:
        """What arrived is agreed on; what another row got in its stead was never sent."""
        if token != self._seen.token:
            return
        self._seen.token = ""
        for key, fate in fates.items():
            sent = self._seen.posted.get(key)
            if sent is None or fate is Fate.CROSSED:
                continue
            del self._seen.posted[key]
            if fate is Fate.ARRIVED:
                self._seen.rows[key] = sent
        self._keep(self._seen.copy())

    def examine(self, desk: Desk, tab: Tab, *, approved: bool) -> None:
        """Compare, and see that not too much is missing or changed."""
        self._tab = tab
        if not tab.row_count:
            self._seen = Seen()
        known = len(self._seen.rows)
        self._places = places_in(self._layout, tab, known, approved=approved)
        self._ledger = self._side.rows(desk)
        self._found = self._compared(tab)
        if not approved:
            check_missing(self.title, len(self._found.vanished), known)
            check_changed(self.title, len(self._found.touched), known)

    def carry_out(self, desk: Desk, *, trial: bool) -> None:  # noqa: ARG002 - keeps nothing
        """Have the ledger take each edit that the rules allow, all of them in one step."""
        if self._found.of(Verdict.TAKE):
            desk.together(self._take)
            self._read = ()

    def _take(self, desk: Desk) -> None:
        """Compare once more while nobody else changes the ledger, then take the edits."""
        self._ledger = self._side.rows(desk)
        self._found = self._compared(self._tab)
        by_row: dict[str, list[Finding]] = {}
        for finding in self._found.of(Verdict.TAKE):
            by_row.setdefault(finding.key, []).append(finding)
        for findings in by_row.values():
            self._take_row(desk, findings)

    def writes(self, desk: Desk, tab: Tab) -> Writes:
        """What differs now that the ledger has taken what it takes."""
        ledger = self._side.rows(desk)
        if tab.rows is not self._read or ledger is not self._ledger:
            self._places = places_in(self._layout, tab, known=0, approved=True)
            self._ledger = ledger
            self._found = self._compared(tab)
        self._settled = Settling(
            layout=self._layout,
            places=self._places,
            comparison=self._found,
            seen=self._seen,
            ledger=self._ledger,
            refusals=self._refusals,
            tab=tab,
        ).settle()
        self.counts.conflicts = self._settled.conflicts
        if is_blank(tab):
            self._settled.writes.put_row(0, self._places, self._layout.headers)
        return self._settled.writes

    def dress(self, desk: Desk) -> TabDress:  # noqa: ARG002 - its choices don't change
        """How the tab is to look."""
        return TabDress(
            title=self.title,
            index=self._side.index,
            columns=dressed(self._layout.all_columns, self._places.everywhere),
            currency=self._currency,
        )

    def keep(self, token: str) -> None:
        """Write down what is about to be sent."""
        after = self._settled.seen
        before = self._seen.copy()
        before.typed, before.notices = after.typed, after.notices
        before.copied, before.token = after.copied, token
        before.posted = {
            key: cells for key, cells in after.rows.items() if cells != self._seen.rows.get(key)
        }
        self._keep(before)

    def confirm(self) -> None:
        """What was sent has been seen."""
        self._keep(self._settled.seen)

    def _keep(self, seen: Seen) -> None:
        if seen != self._kept:
            self._store.keep(self._document, seen.to_document(self._layout))
            self._kept = seen

    def _compared(self, tab: Tab) -> Comparison:
        self._read = tab.rows
        rows = rows_of(self._places, tab)
        return compare(self._layout, self._seen, rows, self._ledger, self._side.keyless)

    def _take_row(self, desk: Desk, findings: list[Finding]) -> None:
        edited: dict[str, Any] = {}
        for finding in findings:
            column = self._layout.columns[finding.column].column
            try:
                edited[column.name] = value_of(column, finding.now)
            except RowNotReadable as wrong:
                self._refuse(finding, wrong)
        for finding in findings:
            name = self._layout.columns[finding.column].column.name
            if name in edited:
                self._take_cell(desk, finding, name, edited)

    def _take_cell(
        self, desk: Desk, finding: Finding, name: str, edited: Mapping[str, Any]
    ) -> None:
        try:
            self._side.take(desk, finding.key, name, edited)
        except StoreError:
            raise
        except BenefitError as refused:
            self._refuse(finding, refused)
        else:
            self._seen.agree(finding.key, finding.column, finding.now)
            self.counts.taken += 1
            self._describe(finding, "taken from the sheet")

    def _refuse(self, finding: Finding, refused: BenefitError) -> None:
        header = self._layout.columns[finding.column].header
        refusal = Refusal(finding.now, str(refused).removeprefix(f"{header}: "))
        self._refusals[finding.key, finding.column] = refusal
        earlier = self._seen.typed.get(finding.key, {})
        if finding.column not in earlier or earlier[finding.column] != finding.now:
            self.counts.refused += 1
            self._describe(finding, f"not taken: {refusal.sentence}")

    def _describe(self, finding: Finding, what: str) -> None:
        column, cells = self._layout.columns[finding.column], self._ledger[finding.key]
        name = ", ".join(str(cells[index]) for index in self._side.named_by)
        change = f"{shown(column.column, finding.before)} to {shown(column.column, finding.now)}"
        self.counts.difference.append(f"{self.title}: {name}: {column.header} {change}, {what}")
