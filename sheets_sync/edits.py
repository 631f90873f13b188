"""What people changed in a tab, in words; and having it put back."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sheets_sync.layout import Contents, Layout, SheetRow
from sheets_sync.plan import Finding, Verdict
from sheets_sync.quoting import cut
from sheets_sync.rows import shown


def named(cells: Contents, named_by: Iterable[int]) -> str:
    """How a row is called for people."""
    return ", ".join(cut(str(cells[index])) for index in named_by)


def change_of(layout: Layout, finding: Finding) -> str:
    """One edit: Number 4 to 3."""
    column = layout.columns[finding.column]
    before, now = shown(column.column, finding.before), shown(column.column, finding.now)
    return f"{column.header} {before} to {now}"


def examples(
    layout: Layout,
    edits: Iterable[Finding],
    ledger: Mapping[str, Contents],
    named_by: Iterable[int],
) -> Iterator[str]:
    """Row by row what was edited there, beginning with how the ledger calls the row."""
    by_row: dict[str, list[Finding]] = {}
    for finding in edits:
        by_row.setdefault(finding.key, []).append(finding)
    for key, found in by_row.items():
        changes = ", ".join(change_of(layout, finding) for finding in found)
        yield f"{named(ledger[key], named_by)}: {changes}"


def put_back(finding: Finding, rows: Mapping[str, SheetRow]) -> Finding:
    """An edit that isn't wanted gets what the ledger has; a formula stays where it is."""
    if finding.verdict not in {Verdict.TAKE, Verdict.CONFLICT}:
        return finding
    formula = finding.column in rows[finding.key].formulas
    return replace(finding, verdict=Verdict.FORMULA if formula else Verdict.PUT_BACK)
