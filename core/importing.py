"""Importing a file of rows: all of it, or nothing and a list of what is wrong."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.actor import Actor
from core.collecting import garbage_kept
from core.columns import Kind
from core.desk import Desk
from core.entry import Entry
from core.errors import BenefitError, UnknownCode, UnknownContact, choices
from core.file_rows import FileRow, content_of, rows_of
from core.importers import IMPORTERS, Effect, Import

Progress = Callable[[int], None]
ACTS: Final = (Kind.USAGE, Kind.MEMBERSHIPS, Kind.REGISTRATIONS)
"""Kinds whose rows are acts: each is carried out once. The others are rows of a list."""
TOLD: Final = 1000
"""How many rows pass between two calls of the progress function."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that can't be imported, by its line in the file, and why."""

    line: int
    reason: str
    needs: Kind | None = None
    """The list that lacks what the row refers to, where that is what is wrong."""


class BadRows(BenefitError):
    """A file has bad rows, so nothing of it was imported."""

    def __init__(self, rows: list[BadRow]) -> None:
        count = "1 row is" if len(rows) == 1 else f"{len(rows)} rows are"
        super().__init__(f"Nothing was imported: {count} not right.{_in_another_file(rows)}")
        self.rows = rows


MANY: Final = 3
"""So many rows that lack something of one list make it likely that its file is to come first."""


def _in_another_file(rows: Iterable[BadRow]) -> str:
    needed = Counter(row.needs for row in rows if row.needs)
    files = choices(kind for kind, count in needed.items() if count >= MANY)
    if not files:
        return ""
    return f" What they refer to may be in a file of {files}: import that first."


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of a file's rows."""

    kind: Kind
    added: int = 0
    alike: int = 0
    """How many of those added look like one that was there before."""
    changed: int = 0
    changes: tuple[Entry, ...] = ()
    """Of each row that was changed, the entry that has it before and after."""
    unchanged: int = 0
    before: bool = False
    """Whether all of the file was imported before, so that nothing was done."""


def import_file(
    desk: Desk,
    path: Path,
    kind: Kind,
    *,
    actor: Actor,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Bring in a CSV file in one step. What was brought in before adds nothing.

    Raises:
        BadRows: nothing was imported; every bad row is listed with its line and reason.
        FileUnreadable, UnknownColumns: it isn't a file of that kind.
    """
    content = content_of(path)
    lines = rows_of(content, kind, path)
    requests = _requests(kind, content, lines)
    known = desk.store.carried_out(requests.values())
    fresh = [line for line in lines if requests[line.number] not in known]
    # A row of a list may have had nothing to change; but one step writes a file, or none of it.
    if not fresh or (known and kind not in ACTS):
        return Imported(kind=kind, unchanged=len(lines), before=True)

    def work(draft: Desk) -> tuple[dict[Effect, int], list[Entry]]:
        this, bring = Import(draft, actor), IMPORTERS[kind]

        def bring_line(line: FileRow) -> Effect:
            this.line = line.number
            return bring(this, line.read(), requests[line.number])

        return _bring_rows(fresh, kind, bring_line, progress), this.changes

    with garbage_kept():
        effects, changes = desk.together(work, dry_run=dry_run, fresh=True)
    return Imported(
        kind=kind,
        added=effects[Effect.ADDED] + effects[Effect.ADDED_ALIKE],
        alike=effects[Effect.ADDED_ALIKE],
        changed=effects[Effect.CHANGED],
        changes=tuple(changes),
        unchanged=effects[Effect.UNCHANGED] + len(lines) - len(fresh),
    )


def _requests(kind: Kind, content: str, lines: Iterable[FileRow]) -> dict[int, str]:
    """The idempotency key of each line by its number.

    An act is known by what its row says, and the how manieth such row of the file it is: a list
    that grows, or is sorted anew, brings only what is new. Rows of a list are known by the file,
    for bringing an old file once more may mean to set back what was changed since.
    """
    if kind not in ACTS:
        name = f"import:{kind}:{_digest(content)}"
        return {line.number: f"{name}:{line.number}" for line in lines}
    seen: dict[str, int] = {}
    requests = {}
    for line in lines:
        digest = _digest(line.as_text)
        seen[digest] = count = seen.get(digest, 0) + 1
        requests[line.number] = f"import:{kind}:{digest}:{count}"
    return requests


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _needed(wrong: BenefitError, kind: Kind) -> Kind | None:
    """The list that lacks what a row of another kind refers to."""
    match wrong:
        case UnknownContact():
            needs = Kind.CONTACTS
        case UnknownCode():
            needs = Kind(f"{wrong.what.replace(' ', '-')}s")
        case _:
            return None
    return None if needs is kind else needs


def _bring_rows(
    lines: list[FileRow],
    kind: Kind,
    bring: Callable[[FileRow], Effect],
    progress: Progress | None,
) -> dict[Effect, int]:
    effects, bad = dict.fromkeys(Effect, 0), list[BadRow]()
    for count, line in enumerate(lines, start=1):
        try:
            effects[bring(line)] += 1
        except BenefitError as wrong:
            bad.append(BadRow(line.number, str(wrong), _needed(wrong, kind)))
        if progress and not count % TOLD:
            progress(count)
    if bad:
        raise BadRows(sorted(bad, key=lambda row: row.line))
    return effects
