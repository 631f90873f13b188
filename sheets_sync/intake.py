"""Telling pasted rows apart: recorded, refused, new. Pure.

A row whose Key isn't there yet is known by what stands in it, and by how many such rows there are.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final, TypeAlias

from sheets_sync.journal import Journal, Recorded, Refused
from sheets_sync.layout import Contents, SheetRow
from sheets_sync.plan import IGNORED, Stray
from sheets_sync.sheet import Content

_ByStatus: TypeAlias = dict[Content, list[SheetRow]]
"""Rows that say the same, the last first."""
NOTHING: Final[Mapping[int, Contents]] = {}
DOUBLED: Final = "Ignored: another row has the same Key. To record this one too, clear its Key."
UNKNOWN: Final = "Ignored: Benefit Desk did not write this Key. To record the row, clear its Key."
REFUSED: Final = "Not recorded"
RECORDED: Final = "Recorded"
EDITED: Final = "Already recorded"
OF_OTHERS: Final = (IGNORED, REFUSED)
"""How the Status begins of a row that isn't the recorded one which says the same."""


@dataclass(slots=True)
class Intake:
    """What each row of the tab is.

    `rows` are those of recorded usages, by key, wherever the Key itself may be. `fresh` were never
    tried, or what they were refused for may have changed. `vanished` are recorded and not there.
    """

    rows: dict[str, SheetRow] = field(default_factory=dict)
    fresh: list[SheetRow] = field(default_factory=list)
    refused: list[tuple[SheetRow, Refused]] = field(default_factory=list)
    unknown: list[SheetRow] = field(default_factory=list)
    strays: list[Stray] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)


def plain(cells: Iterable[Content]) -> Contents:
    """Contents as they are compared: without spaces around."""
    return tuple((cell.strip() or None) if isinstance(cell, str) else cell for cell in cells)


def sort_out(
    journal: Journal,
    rows: Iterable[SheetRow],
    as_of: int | None,
    day: str,
    were: Mapping[int, Contents] = NOTHING,
    *,
    foreign: bool = False,
    passed: Callable[[str], bool] = lambda _: False,
) -> Intake:
    """Tell which row is what. `as_of` is the ledger's last key, `day` is today.

    A refused row counts as new again once the ledger or the day has changed. `were` has what rows
    said, by number, when our last write went over them.

    A row without a Key that says the very same as a recorded one which is nowhere is that one: its
    Key was cleared. In a tab of ours it may be a new row all the same: where its Status says so, or
    where nothing stands there and the recorded one is `passed`: its blank day was another.
    """
    found, hollow = Intake(), dict[str, SheetRow]()
    loose: list[SheetRow] = []
    rows = sorted(rows, key=lambda row: str(row.status).startswith(IGNORED))
    for row in rows:
        if row.key is None:
            loose.append(row)
        elif journal.recorded(row.key) is None:
            found.unknown.append(row)
        elif row.key in found.rows:
            found.strays.append(Stray(row, DOUBLED))
        elif is_hollow(row) and row.key in hollow:
            found.strays.append(Stray(row, None))
        elif is_hollow(row):
            hollow[row.key] = row
        else:
            found.rows[row.key] = row
    always = None if foreign else passed
    loose = _land(journal, found, loose, were, hollow=hollow, passed=always)
    for key, row in hollow.items():
        if key in found.rows:
            found.strays.append(Stray(row, None))
        else:
            found.rows[key] = row
    for row in sorted(loose, key=lambda row: row.number):
        _place(journal, found, row, as_of, day)
    found.vanished = [key for key in journal.everything() if key not in found.rows]
    return found


def is_hollow(row: SheetRow) -> bool:
    """Whether nothing but our own writing stands there: its cells were moved elsewhere, perhaps."""
    return all(cell is None for cell in plain(row.cells))


def confirmed(journal: Journal, found: Intake) -> list[str]:
    """The keys that were seen beside their rows for the first time."""
    return [key for key in journal.landing if key in found.rows and found.rows[key].key == key]


def _land(
    journal: Journal,
    found: Intake,
    loose: list[SheetRow],
    were: Mapping[int, Contents],
    *,
    hollow: Container[str],
    passed: Callable[[str], bool] | None,
) -> list[SheetRow]:
    """Give each key that is nowhere the row that it was recorded from, if that stands there still.

    While a key is still landing, or stands in a `hollow` row, whatever says the same is its row.
    Gives the rows that are left.
    """
    missing = {key: each for key, each in journal.everything().items() if key not in found.rows}
    lost = {key: each for key, each in missing.items() if key in hollow or _lands(journal, key)}
    alike: defaultdict[Contents, _ByStatus] = defaultdict(lambda: defaultdict(list))
    for row in sorted(loose, key=lambda row: -row.number):
        alike[plain(row.cells)][row.status].append(row)
    for key, recorded in (lost | missing).items():
        sure = key in lost or passed is None
        if recorded.contents in alike:
            may_be = partial(_may_be, key=key, passed=None if sure else passed)
            row_there = _pick(alike[recorded.contents], recorded.status, may_be)
            if row_there is not None:
                found.rows[key] = row_there
    _follow_edits(journal, found, loose, lost, were)
    _know_by_status(found, loose, missing)
    taken = {row.number for row in found.rows.values()}
    return [row for row in loose if row.number not in taken]


def _lands(journal: Journal, key: str) -> bool:
    """Whether it isn't sure that a key ever came into the sheet."""
    return key in journal.landing and not journal.landing[key].sent


def _may_be(status: Content, key: str, passed: Callable[[str], bool] | None) -> bool:
    """Whether a row that says the same as a recorded one can be that one, by its Status."""
    if passed is None:
        return True
    if status is None:
        return not passed(key)
    return not str(status).startswith(OF_OTHERS)


def _pick(rows: _ByStatus, wanted: str, may_be: Callable[[Content], bool]) -> SheetRow | None:
    """The first of equal rows that has this Status, or else of those that may be meant."""
    fitting = (
        [wanted] if rows.get(wanted) else [each for each in rows if rows[each] and may_be(each)]
    )
    first = min(fitting, key=lambda each: rows[each][-1].number, default=None)
    return rows[first].pop() if fitting else None


def _know_by_status(found: Intake, loose: list[SheetRow], missing: Mapping[str, Recorded]) -> None:
    """A row that lost its Key and was edited is known by its Status, if no other says the same."""
    taken = {row.number for row in found.rows.values()}
    by_status: defaultdict[str, list[SheetRow]] = defaultdict(list)
    for row in loose:
        if row.number not in taken and row.status is not None:
            by_status[_told_of(str(row.status))].append(row)
    keys: defaultdict[str, list[str]] = defaultdict(list)
    for key, recorded in missing.items():
        if key not in found.rows:
            keys[recorded.status].append(key)
    for status in keys.keys() & by_status.keys():
        if len(keys[status]) == len(by_status[status]) == 1:
            found.rows[keys[status][0]] = by_status[status][0]


def _told_of(status: str) -> str:
    """What a Status says of the recording: behind an edited row's sentence it is in brackets."""
    before, recorded, after = status.rpartition(f" ({RECORDED} ")
    if not (recorded and before.startswith(EDITED)):
        return status
    return f"{RECORDED} {after.removesuffix(')')}"


def _follow_edits(
    journal: Journal,
    found: Intake,
    loose: list[SheetRow],
    lost: Mapping[str, Recorded],
    were: Mapping[int, Contents],
) -> None:
    """Know a row that was edited after it was recorded and before its Key came.

    By what it said when it was written over, or else by its place. It is taken for the recorded one
    only if it is still about the same member and benefit, and what stands in it now was never
    refused. Or by its values, where two headers changed places above them, Status perhaps.
    """
    taken = {row.number for row in found.rows.values()}
    left = {
        row.number: plain(row.cells)
        for row in loose
        if row.number not in taken and plain(row.cells) not in journal.refused
    }
    by_number = {row.number: row for row in loose}
    for key, recorded in lost.items():
        if key in found.rows:
            continue
        said = [number for number in left if were.get(number) == recorded.contents]
        places = [
            number
            for number in (*said, recorded.row)
            if number in left and left[number][:2] == recorded.contents[:2]
        ]
        values = _values(recorded.contents)
        places += [
            number
            for number, contents in left.items()
            if values in (_values(contents), _values((*contents, by_number[number].status)))
        ]
        if places:
            found.rows[key] = by_number[places[0]]
            del left[places[0]]


def _values(cells: Iterable[Content]) -> Counter[Content]:
    return Counter(cell for cell in cells if cell is not None)


def _place(journal: Journal, found: Intake, row: SheetRow, as_of: int | None, day: str) -> None:
    contents = plain(row.cells)
    if not any(cell is not None for cell in contents):
        found.strays.append(Stray(row, None))
        return
    refused = journal.refused.get(contents)
    if refused is not None and (refused.as_of, refused.day) == (as_of, day):
        found.refused.append((row, refused))
    else:
        found.fresh.append(row)
