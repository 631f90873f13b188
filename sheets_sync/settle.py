"""From what a comparison found to the cells to be written, and to what is then seen as agreed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sheets_sync.conflicts import Conflict
from sheets_sync.edits import named
from sheets_sync.layout import Contents, Layout, Places, SheetRow, Writes
from sheets_sync.plan import Comparison, Finding, Verdict
from sheets_sync.quoting import readable
from sheets_sync.rows import shown
from sheets_sync.seen import Seen
from sheets_sync.sheet import Content, Tab

VANISHED: Final = "Put back: this row had disappeared. Rows are not deleted from the sheet."

WORKED_OUT: Final = "Benefit Desk works this column out itself"


@dataclass(frozen=True, slots=True)
class Refusal:
    """What somebody typed into an editable cell, and why the ledger didn't take it."""

    typed: Content
    sentence: str


@dataclass(slots=True)
class Settled:
    """What is to be written, and what was seen once that is done."""

    writes: Writes = field(default_factory=Writes)
    seen: Seen = field(default_factory=Seen)
    conflicts: list[Conflict] = field(default_factory=list)
    refused_cells: int = 0
    formulas: int = 0
    open: dict[str, list[str]] = field(default_factory=dict)
    """Sentences that hold as long as their cells stay as they are, by key."""
    passing: dict[str, list[str]] = field(default_factory=dict)
    """Sentences about what was done just now, by key."""


Refusals = Mapping[tuple[str, int], Refusal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """Everything that settling one tab depends on."""

    layout: Layout
    places: Places
    comparison: Comparison
    seen: Seen
    ledger: Mapping[str, Contents]
    refusals: Refusals
    tab: Tab
    named_by: tuple[int, ...] = ()
    remarks: Mapping[str, str] = field(default_factory=dict)
    """What was done with a row just now, by key."""
    instead: str = ""
    """What to do instead of deleting a row."""

    def settle(self) -> Settled:
        """Decide each cell, each Status, and the rows that are to be added."""
        settled = Settled()
        settled.seen.rows = {
            key: held for key, held in self.ledger.items() if key in self.comparison.rows
        }
        settled.seen.copied = self.comparison.copied
        settled.passing = {key: [remark] for key, remark in self.remarks.items()}
        for finding in self.comparison.findings:
            match finding.verdict:
                case Verdict.CONFLICT:
                    self._leave_conflict(settled, finding)
                case Verdict.FORMULA:
                    self._leave_formula(settled, finding)
                case Verdict.TAKE:
                    self._leave_edit(settled, finding)
                case _:
                    self._write_cell(settled, finding)
        self._tell(settled)
        self._add_rows(settled)
        return settled

    def _leave_conflict(self, settled: Settled, finding: Finding) -> None:
        conflict = conflict_of(self.layout, finding, self.ledger[finding.key], self.named_by)
        settled.conflicts.append(conflict)
        self._leave_open(settled, finding, conflict.sentence)

    def _leave_formula(self, settled: Settled, finding: Finding) -> None:
        column = self.layout.columns[finding.column]
        sentence = (
            f"Not updated ({column.header}): Benefit Desk has"
            f" {shown(column.column, finding.ledger)}, and a formula stands here. Clear the cell to"
            " get the value."
        )
        settled.formulas += 1
        self._leave_open(settled, finding, sentence)

    def _leave_edit(self, settled: Settled, finding: Finding) -> None:
        """A refused edit stays and is told; one that came in just now waits for the next sync."""
        refusal = self.refusals.get((finding.key, finding.column))
        if refusal is not None and refusal.typed == finding.now:
            settled.refused_cells += 1
            self._leave_open(settled, finding, self._not_changed(finding, refusal))
        else:
            _agreed_before(settled.seen, finding)

    def _not_changed(self, finding: Finding, refusal: Refusal) -> str:
        column, held = self.layout.columns[finding.column], finding.ledger
        has = (
            "It is blank in Benefit Desk."
            if held is None
            else f"Benefit Desk has {shown(column.column, held)}."
        )
        return f"Not changed ({column.header}): {refusal.sentence} {has}"

    def _leave_open(self, settled: Settled, finding: Finding, sentence: str) -> None:
        _agreed_before(settled.seen, finding)
        settled.seen.typed.setdefault(finding.key, {})[finding.column] = finding.now
        settled.open.setdefault(finding.key, []).append(sentence)

    def _write_cell(self, settled: Settled, finding: Finding) -> None:
        column = self.layout.columns[finding.column]
        settled.writes.put(finding.row, self.places.columns[finding.column], finding.ledger)
        sentences = settled.passing.setdefault(finding.key, [])
        if finding.verdict is Verdict.PUT_BACK:
            typed = shown(column.column, finding.now)
            why = "a manager wanted it so" if column.editable else WORKED_OUT
            sentences.append(f"Put back ({column.header}): it was {typed} here; {why}.")

    def _tell(self, settled: Settled) -> None:
        """Write each Status that isn't what it should be."""
        for key, row in self.comparison.rows.items():
            if key in settled.passing or self._changed(settled, key):
                notice = " ".join(settled.passing.get(key, ()))
            else:
                notice = self.seen.notices.get(key, "")
            if notice:
                settled.seen.notices[key] = notice
            sentences = [*settled.open.get(key, ()), notice] if key in settled.open else [notice]
            self._write_status(settled, row, " ".join(sentences).strip() or None)
            if row.key != key:
                settled.writes.put(row.number, self.places.key, key)
        for stray in self.comparison.strays:
            self._write_status(settled, stray.row, stray.sentence)

    def _changed(self, settled: Settled, key: str) -> bool:
        """Whether anything of a row differs from when it was last seen."""
        earlier = (self.seen.rows.get(key), self.seen.posted.get(key))
        return settled.seen.rows[key] not in earlier or settled.seen.typed.get(
            key
        ) != self.seen.typed.get(key)

    def _write_status(self, settled: Settled, row: SheetRow, wanted: str | None) -> None:
        wanted = readable(wanted) if wanted else None
        if row.status != wanted:
            settled.writes.put(row.number, self.places.status, wanted)

    def _add_rows(self, settled: Settled) -> None:
        """Put new rows and those that vanished under the last one, as far as the grid goes."""
        number = max(len(self.tab.rows), 1)
        vanished = set(self.comparison.vanished)
        for key in [*self.comparison.vanished, *self.comparison.new]:
            if number >= self.tab.row_count:
                return
            cells = self.ledger[key]
            notice = readable(self._vanished(key)) if key in vanished else None
            settled.writes.put_row(number, self.places, (*cells, notice, key))
            settled.seen.rows[key] = cells
            if notice:
                settled.seen.notices[key] = notice
            number += 1

    def _vanished(self, key: str) -> str:
        told = f"{VANISHED} {self.instead}" if self.instead else VANISHED
        typed = self.seen.typed.get(key)
        if not typed:
            return told
        lost = ", ".join(
            f"{shown(self.layout.columns[index].column, content)} in"
            f" {self.layout.columns[index].header}"
            for index, content in typed.items()
        )
        return f"{told} It had {lost}, which Benefit Desk had not taken."


def conflict_of(
    layout: Layout, finding: Finding, held: Contents, named_by: tuple[int, ...]
) -> Conflict:
    """The conflict that a finding is, in words that people understand."""
    column = layout.columns[finding.column]
    return Conflict(
        title=layout.title,
        key=finding.key,
        header=column.header,
        now=finding.now,
        held=finding.ledger,
        typed=shown(column.column, finding.now),
        ledger=shown(column.column, finding.ledger),
        row=named(held, named_by),
    )


def _agreed_before(seen: Seen, finding: Finding) -> None:
    """What both sides last agreed on stays the base of the comparison."""
    cells = seen.rows[finding.key]
    before = (*cells[: finding.column], finding.before, *cells[finding.column + 1 :])
    seen.rows[finding.key] = before
