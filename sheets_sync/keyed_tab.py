"""A tab with one row per record of the ledger, compared cell by cell with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.desk import Desk
from core.errors import BenefitError
from core.store import StoreError
from sheets_sync.before_images import Fate
from sheets_sync.conflicts import Choice, ConflictBook
from sheets_sync.edits import change_of, examples, named, put_back
from sheets_sync.errors import RowNotReadable
from sheets_sync.fitting import TabDress
from sheets_sync.intake import RECORDED
from sheets_sync.kept_tab import (
    MOST_CHOICES,
    Counts,
    check_changed,
    check_missing,
    is_blank,
    places_in,
)
from sheets_sync.layout import (
    Contents,
    SheetRow,
    Writes,
    dressed,
    first_places,
    offering,
    rows_of,
)
from sheets_sync.ledger_side import LedgerSide
from sheets_sync.notes import Documents
from sheets_sync.plan import IGNORED, Comparison, Finding, Stray, Verdict, compare
from sheets_sync.quoting import readable
from sheets_sync.rows import value_of
from sheets_sync.seen import Seen, seen_in
from sheets_sync.settle import Refusal, Settled, Settling, conflict_of
from sheets_sync.sheet import Content, Tab
from sheets_sync.usage_rows import moment


class KeyedTab:
    """One tab during one sync."""

    owned = True
    tells_by_contents = False
    guarded = True

    def __init__(
        self, side: LedgerSide, store: Documents, identity: str, currency: str, book: ConflictBook
    ) -> None:
        self._book = book
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
        self._formulas: frozenset[tuple[int, int]] = frozenset()
        self._found = Comparison()
        self._ledger: dict[str, Contents] = {}
        self._refusals: dict[tuple[str, int], Refusal] = {}
        self._edits_refused = 0
        self._not_added: dict[Contents, str] = {}
        self._remarks: dict[str, str] = {}
        self._settled = Settled()
        self._putting_back = False

    span = None
    grid = 0
    drop_rows = 0

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
            check_changed(self.title, len(self._found.touched), known, self._examples())

    def put_back_edits(self) -> None:
        """Have every edited cell get what the ledger has, this time; Status says what it was."""
        self._putting_back = True

    def carry_out(self, desk: Desk, *, trial: bool) -> None:  # noqa: ARG002 - keeps nothing
        """Have the ledger take each edit that the rules allow, all of them in one step."""
        if self._book.chosen_in(self.title):
            self._found = self._compared(self._tab)
            self._book.begin(self.counts.decided)
            self._read = ()
        if self._found.of(Verdict.TAKE) or self._found.fresh:
            before = self._seen
            desk.together(lambda draft: self._take(draft, before))
            self._read = ()

    def _take(self, desk: Desk, before: Seen) -> None:
        """Compare once more while nobody else changes the ledger, then take the edits.

        Where others were quicker all the same, all of it is done anew, from what was seen `before`.
        """
        self._seen, self.counts = before.copy(), Counts()
        self._refusals, self._edits_refused = {}, 0
        self._not_added, self._remarks = {}, {}
        self._ledger = self._side.rows(desk)
        self._found = self._compared(self._tab)
        by_row: dict[str, list[Finding]] = {}
        for finding in self._found.of(Verdict.TAKE):
            by_row.setdefault(finding.key, []).append(finding)
        for findings in by_row.values():
            self._take_row(desk, findings)
        self._add(desk, self._found.fresh)

    def _add(self, desk: Desk, rows: list[SheetRow]) -> None:
        """Add new rows, again and again as long as some make others possible."""
        while rows:
            left = []
            for row in rows:
                try:
                    key = self._side.add(desk, row.cells)
                except StoreError:
                    raise
                except BenefitError as refused:
                    self._not_added[row.cells] = readable(f"Not added: {refused}")
                    left.append(row)
                else:
                    self._added(key, row)
            if len(left) == len(rows):
                break
            rows = left
        for row in rows:
            self._leave(row)

    def _added(self, key: str, row: SheetRow) -> None:
        self._seen.rows[key] = row.cells
        self._not_added.pop(row.cells, None)
        self._remarks[key] = "Added."
        self.counts.added += 1
        self.counts.difference.append(f"{self.title}: row {row.number + 1}, {key}: added")

    def _leave(self, row: SheetRow) -> None:
        sentence = self._not_added[row.cells]
        if row.status != sentence:
            self.counts.difference.append(f"{self.title}: row {row.number + 1}: {sentence}")

    def writes(self, desk: Desk, tab: Tab) -> Writes:
        """What differs now that the ledger has taken what it takes."""
        ledger = self._side.rows(desk)
        if ledger is not self._ledger or not self._same_reading(tab):
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
            named_by=self._side.named_by,
            remarks=self._remarks,
            instead=self._side.instead,
        ).settle()
        self.counts.conflicts = self._settled.conflicts
        self.counts.refused_cells = self._settled.refused_cells
        self.counts.formulas = self._settled.formulas
        waiting = [
            stray for stray in self._found.strays if str(stray.sentence).startswith("Not added")
        ]
        self.counts.waiting = len(waiting)
        self.counts.ignored = sum(
            str(stray.sentence).startswith(IGNORED) for stray in self._found.strays
        )
        new = sum(stray.row.status != stray.sentence for stray in waiting)
        self.counts.refused = self._edits_refused + new
        self._settled.writes.put_headers(self._places)
        if is_blank(tab):
            self._settled.writes.put_row(0, self._places, self._layout.headers)
        return self._settled.writes

    def dress(self, desk: Desk) -> TabDress:
        """How the tab is to look; its drop-downs follow the catalogue."""
        choices = self._side.choices(desk)
        columns = offering(self._layout.all_columns, choices, MOST_CHOICES)
        return TabDress(
            title=self.title,
            index=self._side.index,
            columns=dressed(columns, self._places.everywhere),
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
        self._read, self._formulas = tab.rows, tab.formulas
        rows, side = rows_of(self._places, tab), self._side
        self._know_pasted(rows)
        found = compare(
            self._layout,
            self._seen,
            rows,
            self._ledger,
            side.keyless,
            side.identify,
            doubled=side.doubled,
        )
        self.counts.decided = []
        found.findings = [self._decided(finding) for finding in found.findings]
        if self._putting_back:
            found.findings = [put_back(finding, found.rows) for finding in found.findings]
        for row in found.fresh:
            if (why := self._not_added.get(row.cells)) is not None:
                found.strays.append(Stray(row, why))
        return found

    def _same_reading(self, tab: Tab) -> bool:
        return tab.rows == self._read and tab.formulas == self._formulas

    def _decided(self, finding: Finding) -> Finding:
        """A conflict about which a manager has picked a side is none any more."""
        if finding.verdict is not Verdict.CONFLICT:
            return finding
        held = self._ledger[finding.key]
        conflict = conflict_of(self._layout, finding, held, self._side.named_by)
        choice = self._book.choice(conflict)
        if choice is None:
            return finding
        self.counts.decided.append(conflict)
        verdict = Verdict.TAKE if choice is Choice.SHEET else Verdict.WRITE
        return replace(finding, verdict=verdict)

    def _know_pasted(self, rows: list[SheetRow]) -> None:
        """A row that says what the ledger has, in other words, was added and not seen since."""
        for row in rows:
            key = self._side.identify(row.cells) if row.key is None else None
            if key is None or key in self._seen.rows or key not in self._ledger:
                continue
            if self._side.normal(row.cells) == self._ledger[key]:
                self._seen.rows[key] = row.cells

    def _take_row(self, desk: Desk, findings: list[Finding]) -> None:
        edited: dict[str, Any] = {}
        for finding in findings:
            column = self._layout.columns[finding.column].column
            try:
                edited[column.name] = value_of(column, finding.now)
            except RowNotReadable as wrong:
                self._refuse(finding, wrong)
        taken = list[Finding]()
        for finding in findings:
            name = self._layout.columns[finding.column].column.name
            if name in edited and self._take_cell(desk, finding, name, edited):
                taken.append(finding)
        if taken:
            changes = ", ".join(change_of(self._layout, finding) for finding in taken)
            when = moment(desk.clock.now(), desk.policy.zone)
            self._remarks[taken[0].key] = f"{RECORDED} {when}: {changes}."

    def _take_cell(
        self, desk: Desk, finding: Finding, name: str, edited: Mapping[str, Any]
    ) -> bool:
        """Whether the ledger took it."""
        try:
            self._side.take(desk, finding.key, name, edited)
        except StoreError:
            raise
        except BenefitError as refused:
            self._refuse(finding, refused)
            return False
        self._seen.agree(finding.key, finding.column, finding.now)
        self.counts.taken += 1
        self._describe(finding, "taken from the sheet")
        return True

    def _refuse(self, finding: Finding, refused: BenefitError) -> None:
        header = self._layout.columns[finding.column].header
        refusal = Refusal(finding.now, readable(str(refused)).removeprefix(f"{header}: "))
        self._refusals[finding.key, finding.column] = refusal
        earlier = self._seen.typed.get(finding.key, {})
        if finding.column not in earlier or earlier[finding.column] != finding.now:
            self._edits_refused += 1
            self._describe(finding, f"not taken: {refusal.sentence}")

    def _examples(self) -> Iterator[str]:
        edits = self._found.of(Verdict.TAKE, Verdict.CONFLICT)
        return examples(self._layout, edits, self._ledger, self._side.named_by)

    def _describe(self, finding: Finding, what: str) -> None:
        name = named(self._ledger[finding.key], self._side.named_by)
        change = change_of(self._layout, finding)
        self.counts.difference.append(f"{self.title}: {name}: {change}, {what}")
