"""Comparing a tab three ways: as last seen, as it is in the sheet, as the ledger has it.

Pure: what it finds is carried out by others, the ledger's part through the desk.
"""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

from sheets_sync.layout import Contents, Layout, SheetRow
from sheets_sync.rows import same
from sheets_sync.seen import Seen
from sheets_sync.sheet import Content

DOUBLED: Final = "Ignored: another row has the same Key. Delete this row."
UNKNOWN: Final = "Ignored: Benefit Desk has no row with this Key."
IGNORED: Final = "Ignored"

Identify = Callable[[Contents], str | None]
"""The Key that a row without one would have, by its cells; None where that can't be told."""


class Verdict(Enum):
    """What is to become of a cell in which the three sides aren't all the same."""

    TAKE = auto()
    """People changed it, the ledger didn't: the ledger takes it, if the rules allow."""
    WRITE = auto()
    """The ledger changed it, people didn't: the sheet takes it."""
    CONFLICT = auto()
    """Both changed it, differently: it stays as it is on both sides."""
    FORMULA = auto()
    """The ledger has something else than a person's formula comes to: the formula stays."""
    PUT_BACK = auto()
    """People changed what Benefit Desk works out itself: the sheet gets it back."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One cell with its three sides."""

    row: int
    key: str
    column: int
    verdict: Verdict
    before: Content
    now: Content
    ledger: Content


@dataclass(frozen=True, slots=True)
class Stray:
    """A row that is no record of ours, and the Status that says why."""

    row: SheetRow
    sentence: str | None


@dataclass(slots=True)
class Comparison:
    """Everything in which the three sides differ.

    `rows` are the rows by key; `vanished` were there when last seen; `new` never were. `copied` has
    the keys that stand in further rows too. `touched` has the keys of rows in which people changed
    something since the last sync. `fresh` are rows without a Key that the ledger doesn't have yet.
    """

    rows: dict[str, SheetRow] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    strays: list[Stray] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    copied: set[str] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)
    fresh: list[SheetRow] = field(default_factory=list)

    def of(self, *verdicts: Verdict) -> list[Finding]:
        """The findings of these kinds."""
        return [finding for finding in self.findings if finding.verdict in verdicts]


def compare(  # noqa: PLR0917 - three sides, and how rows are told
    layout: Layout,
    seen: Seen,
    rows: Iterable[SheetRow],
    ledger: Mapping[str, Contents],
    keyless: str,
    identify: Identify | None = None,
    *,
    doubled: str = DOUBLED,
) -> Comparison:
    """What differs. `ledger` has every row that the tab should have, by key, in order.

    `doubled` is the Status of a copy, `keyless` that of a row without a Key, unless it says the
    same as one that is missing. With `identify` such a row is known by what stands in it, or new.
    """
    found, rows = Comparison(), list(rows)
    originals = _originals(rows, ledger, identify) if identify else set()
    for row in sorted(rows, key=lambda row: (row.number not in originals, _ignored(row))):
        copied = () if row.number in originals else seen.copied
        _place(found, row, ledger, copied, (keyless, doubled))
    if identify:
        _know_by_contents(found, ledger, identify)
    _know_by_cells(found, seen, ledger)
    for key, row in found.rows.items():
        held = ledger[key]
        if row.cells != held or seen.rows.get(key) != held:
            _compare_row(found, layout, seen, (key, row), held)
    for key in ledger:
        if key not in found.rows:
            (found.vanished if key in seen.rows else found.new).append(key)
    return found


def _originals(
    rows: Iterable[SheetRow], ledger: Mapping[str, Contents], identify: Identify
) -> set[int]:
    """Of rows with the same Key the numbers of those whose contents have it, too.

    One that was ignored before is a copy all the same, unless it says what the ledger says.
    """
    times = Counter(row.key for row in rows)
    return {
        row.number
        for row in rows
        if row.key is not None
        and times[row.key] > 1
        and identify(row.cells) == row.key
        and (not _ignored(row) or row.cells == ledger.get(row.key))
    }


def _ignored(row: SheetRow) -> bool:
    return str(row.status).startswith(IGNORED)


def _place(
    found: Comparison,
    row: SheetRow,
    ledger: Mapping[str, Contents],
    copied: Container[str],
    sentences: tuple[str, str],
) -> None:
    """Tell a record's row from a stray one. Rows that were ignored before come last.

    So a copy stays the copy when rows are sorted. It does when its original is deleted, too: it
    wasn't kept up to date, so what differs in it isn't what somebody typed.
    """
    if row.key is None:
        found.strays.append(Stray(row, None if row.blank else sentences[0]))
    elif row.key not in ledger:
        found.strays.append(Stray(row, UNKNOWN))
    elif row.key in found.rows or (row.key in copied and _ignored(row)):
        found.strays.append(Stray(row, sentences[1]))
        found.copied.add(row.key)
    else:
        found.rows[row.key] = row


def _know_by_contents(
    found: Comparison, ledger: Mapping[str, Contents], identify: Identify
) -> None:
    """Rows that have no Key yet, or lost it: known, or new, or a second row of something known."""
    strays, found.strays = found.strays, []
    for stray in strays:
        key = identify(stray.row.cells) if stray.row.key is None else None
        if key is None:
            found.strays.append(stray)
        elif key not in ledger:
            found.fresh.append(stray.row)
        elif key in found.rows:
            found.strays.append(Stray(stray.row, f"Not added: {key} has a row here already."))
        else:
            found.rows[key] = stray.row


def _know_by_cells(found: Comparison, seen: Seen, ledger: Mapping[str, Contents]) -> None:
    """Rows that lost their Key, and say what a row said that is nowhere else: they are that one."""
    if not any(stray.row.key is None and not stray.row.blank for stray in found.strays):
        return
    missing: dict[Contents, list[str]] = {}
    for key, held in ledger.items():
        if key in seen.rows and key not in found.rows:
            for cells in {held, seen.rows[key]}:
                missing.setdefault(cells, []).append(key)
    strays, found.strays = found.strays, []
    for stray in strays:
        keys = missing.get(stray.row.cells, ()) if stray.row.key is None else ()
        known = next((key for key in keys if key not in found.rows), None)
        if known is None:
            found.strays.append(stray)
        else:
            found.rows[known] = stray.row


def _compare_row(
    found: Comparison, layout: Layout, seen: Seen, keyed: tuple[str, SheetRow], held: Contents
) -> None:
    key, row = keyed
    posted = seen.posted.get(key)
    was = seen.rows.get(key, posted)
    known = was is not None
    was = was or (None,) * len(held)
    typed = seen.typed.get(key, {})
    for index, (before, sent, now, ledger) in enumerate(
        zip(was, posted or was, row.cells, held, strict=True)
    ):
        base = sent if now == sent else before
        verdict = _verdict(layout, index, (base, now, ledger), known=known)
        if known and now not in (base, typed.get(index, base)):
            found.touched.add(key)
        if verdict in {Verdict.WRITE, Verdict.PUT_BACK} and index in row.formulas:
            verdict = Verdict.FORMULA
        if verdict is not None:
            found.findings.append(Finding(row.number, key, index, verdict, base, now, ledger))


def _verdict(
    layout: Layout, index: int, sides: tuple[Content, Content, Content], *, known: bool
) -> Verdict | None:
    """What is to become of one cell, from its three sides; None where sheet and ledger agree."""
    base, now, ledger = sides
    column = layout.columns[index].column
    if not layout.editable(index):
        if now == ledger:
            return None
        return Verdict.PUT_BACK if known and now != base else Verdict.WRITE
    if same(column, now, ledger):
        return None
    if same(column, now, base):
        return Verdict.WRITE
    return Verdict.TAKE if same(column, base, ledger) else Verdict.CONFLICT
