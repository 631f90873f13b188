"""Deciding which tabs have to be made, or put right in what they have beside their cells."""

import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final

from sheets_sync.fitting import (
    COLOURS,
    ROWS_TO_SPARE,
    SMALLEST_GRID,
    STATUS_COLOURS,
    Colour,
    Fitting,
    TabDress,
)
from sheets_sync.notes import Documents
from sheets_sync.sheet import EVERYBODY, Area, ColourRule, Structure, Survey, Tab

LOOK_AGAIN: Final = timedelta(hours=1)
"""How long a sync trusts that nobody has changed a protection, a colour rule or a frozen row."""
A_SHADE: Final = 1 / 128
DRESS_AGAIN: Final = timedelta(days=1)
"""How long formats and drop-downs stay as they are when something is written anyway."""


def within(span: timedelta, then: datetime, now: datetime) -> bool:
    """Whether it was so short a time ago; what a clock that ran ahead wrote down is long ago."""
    return timedelta() <= now - then < span


@dataclass(slots=True)
class StructureFile:
    """What is remembered about the tabs: their sheet ids, and how they were dressed when.

    `looked_at` is when the structure was last seen; None where it has to be looked at first.
    `called` has the names of tabs that aren't ours and were renamed, by the name in the settings.
    `thrown_away` says whether the spreadsheet was in the trash at `kept_at`.
    """

    store: Documents
    name: str
    looked_at: datetime | None = None
    ids: dict[str, int] = field(default_factory=dict)
    dressed: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    called: dict[str, str] = field(default_factory=dict)
    thrown_away: bool = False
    kept_at: datetime | None = None

    def __post_init__(self) -> None:
        document = self.store.document(self.name)
        if document is None:
            return
        looked_at = document["looked_at"]
        self.looked_at = datetime.fromisoformat(looked_at) if looked_at else None
        self.ids = dict(document["ids"])
        self.called = dict(document.get("called", {}))
        self.thrown_away = document.get("thrown_away", False)
        kept_at = document.get("kept_at")
        self.kept_at = datetime.fromisoformat(kept_at) if kept_at else None
        self.dressed = {
            title: (fingerprint, datetime.fromisoformat(at))
            for title, (fingerprint, at) in document["dressed"].items()
        }

    def due(self, now: datetime) -> bool:
        """Whether it is time to look at the structure again."""
        return self.looked_at is None or not within(LOOK_AGAIN, self.looked_at, now)

    def keep(self) -> None:
        """Write it down."""
        document: dict[str, Any] = {
            "looked_at": self.looked_at.isoformat() if self.looked_at else None,
            "ids": self.ids,
            "called": self.called,
            "thrown_away": self.thrown_away,
            "kept_at": self.kept_at.isoformat() if self.kept_at else None,
            "dressed": {
                title: [fingerprint, at.isoformat()]
                for title, (fingerprint, at) in self.dressed.items()
            },
        }
        if document != self.store.document(self.name):
            self.store.keep(self.name, document)


def found_tabs(
    survey: Survey, titles: Collection[str], ids: Mapping[str, int]
) -> dict[str, tuple[Tab, Structure]]:
    """The tabs of these titles; one that was renamed is known by its sheet id."""
    by_id = {structure.sheet_id: title for title, structure in survey.structures.items()}
    tabs = {}
    for title in titles:
        there = title if title in survey.tabs else by_id.get(ids.get(title, -1))
        if there is not None and (there == title or there not in titles):
            tab = survey.tabs[there]
            tabs[title] = (replace(tab, title=title), survey.structures[there])
    return tabs


@dataclass(frozen=True, slots=True, kw_only=True)
class TabState:
    """What is known about one tab when its fitting is decided.

    `structure` is None where it wasn't looked at; `sheet_id` where the tab isn't there. `rows` is
    how many rows are needed, `writing` whether cells are written to it, `pasted` whether new rows
    brought formats of their own. `let_in` may edit what is protected, beside us.
    """

    dress: TabDress
    tab: Tab
    structure: Structure | None
    sheet_id: int | None
    dressed: tuple[str, datetime] | None
    rows: int
    writing: bool
    pasted: bool
    drop_rows: int = 0
    let_in: frozenset[str] = frozenset()


def fitting_of(state: TabState, now: datetime, taken_ids: Collection[int]) -> Fitting | None:
    """What has to be done to a tab; None where nothing has."""
    dress, tab = state.dress, state.tab
    if state.sheet_id is None:
        return Fitting(
            dress=dress,
            sheet_id=new_id(dress.title, taken_ids),
            made=True,
            rows=max(SMALLEST_GRID, state.rows + ROWS_TO_SPARE),
            protections=True,
            colour_rules=True,
            chart=bool(dress.chart),
        )
    missing = state.rows - tab.row_count
    add_rows = missing + ROWS_TO_SPARE if missing > 0 else 0
    add_columns = max(0, dress.width - tab.column_count)
    seen = state.structure
    off = _off(state, seen) if seen else frozenset()
    if not (off or add_rows or add_columns or state.drop_rows or _stale(state, now)):
        return None
    return Fitting(
        dress=dress,
        sheet_id=state.sheet_id,
        rows=tab.row_count + add_rows,
        add_rows=add_rows,
        add_columns=add_columns,
        drop_rows=state.drop_rows,
        chart="chart" in off,
        protections="protections" in off,
        old_protections=_our_protections(seen) if seen and "protections" in off else (),
        colour_rules="colour rules" in off,
        old_colour_rules=(
            tuple(rule.place for rule in _our_rules(dress, seen))
            if seen and "colour rules" in off
            else ()
        ),
    )


def new_id(title: str, taken: Collection[int]) -> int:
    """A sheet id for a new tab: the same for the same title, unless it is taken."""
    sheet_id = zlib.crc32(title.encode()) & 0x7FFFFFFF
    while sheet_id in taken:
        sheet_id += 1
    return sheet_id


def _stale(state: TabState, now: datetime) -> bool:
    """Whether formats, drop-downs and notes are to be put right now, whether broken or not."""
    if state.dressed is None:
        return True
    fingerprint, at = state.dressed
    if fingerprint != state.dress.fingerprint:
        return True
    return state.pasted or (state.writing and not within(DRESS_AGAIN, at, now))


def _off(state: TabState, seen: Structure) -> frozenset[str]:
    """What of the structure isn't as it should be."""
    dress, tab = state.dress, state.tab
    ours = [each for each in seen.protections if each.ours]
    there = [_bounds(each.area, tab) for each in ours]
    wanted = [_bounds(area, tab) for area in protected_areas(dress)]
    weak = any(each.warning_only or each.editors - state.let_in for each in ours)
    wrong = {
        "title": seen.title != dress.title,
        "frozen rows": seen.frozen_rows != dress.frozen_rows,
        "protections": weak or sorted(there) != sorted(wanted),
        "colour rules": _colours_off(dress, seen, tab),
        "chart": bool(dress.chart) and dress.chart not in seen.charts,
    }
    return frozenset(what for what, is_wrong in wrong.items() if is_wrong)


def _bounds(area: Area, tab: Tab) -> tuple[int, ...]:
    """The rectangle with its ends; one that reaches the end of the grid is without end."""
    rows, columns = area.last_row, area.last_column
    return (
        area.first_row or 0,
        -1 if rows is None or rows >= tab.row_count else rows,
        area.first_column or 0,
        -1 if columns is None or columns >= tab.column_count else columns,
    )


def _colours_off(dress: TabDress, seen: Structure, tab: Tab) -> bool:
    places = _coloured(dress)
    wanted = sorted(STATUS_COLOURS) if places else []
    ours = _our_rules(dress, seen)
    return sorted(str(rule.begins) for rule in ours) != wanted or not all(
        _covers(rule, places[0], tab) and _is_like(rule, STATUS_COLOURS[str(rule.begins)])
        for rule in ours
    )


def _our_rules(dress: TabDress, seen: Structure) -> list[ColourRule]:
    """Ours have our words, colour the background only, and lie over a Status.

    Others', with the same words elsewhere or in bold, are none of our business.
    """
    return [
        rule
        for rule in seen.colour_rules
        if rule.begins in STATUS_COLOURS
        and rule.background is not None
        and any(_reaches(area, place) for area in rule.areas for place in _coloured(dress))
    ]


def _coloured(dress: TabDress) -> list[int]:
    return [column.place for column in dress.columns if column.coloured]


def _is_like(rule: ColourRule, colour: Colour) -> bool:
    """Whether it is that colour; Google keeps 256 shades of each."""
    return rule.background is not None and all(
        abs(one - other) < A_SHADE
        for one, other in zip(rule.background, COLOURS[colour], strict=True)
    )


def _covers(rule: ColourRule, column: int, tab: Tab) -> bool:
    """Whether a rule covers a column as far down as the grid goes."""
    return any(
        (area.first_row or 0) <= 1
        and (area.last_row is None or area.last_row >= tab.row_count)
        and _reaches(area, column)
        for area in rule.areas
    )


def protected_areas(dress: TabDress) -> list[Area]:
    """What only Benefit Desk may change: its own columns, and the headers of the others."""
    if dress.all_protected:
        return [Area()]
    areas = []
    for editable, columns in _runs(dress):
        rows = {"first_row": 0, "last_row": 1} if editable else {}
        areas.append(Area(first_column=columns[0], last_column=columns[-1] + 1, **rows))
    return areas


def _runs(dress: TabDress) -> list[tuple[bool, list[int]]]:
    """Neighbouring columns of the same kind, by their places."""
    columns = sorted(dress.columns, key=lambda column: column.place)
    return [
        (editable, [column.place for _, column in run])
        for (editable, _), run in groupby(
            enumerate(columns), key=lambda each: (each[1].editable, each[1].place - each[0])
        )
    ]


def always_let_in(structures: Iterable[Structure]) -> frozenset[str]:
    """Who may edit all that we protect: we ourselves, and the owner, who always may."""
    editors = [
        each.editors
        for structure in structures
        for each in structure.protections
        if each.ours and not each.warning_only and each.may_edit
    ]
    return frozenset.intersection(*editors) - {EVERYBODY} if editors else frozenset()


def is_kept_out(seen: Structure, columns: Collection[int]) -> bool:
    """Whether a protection keeps us from writing to one of these columns, or can't be put right."""
    return any(
        not each.may_edit and (each.ours or any(_reaches(each.area, place) for place in columns))
        for each in seen.protections
    )


def _reaches(area: Area, column: int) -> bool:
    return (area.first_column or 0) <= column and (
        area.last_column is None or area.last_column > column
    )


def _our_protections(seen: Structure) -> tuple[int, ...]:
    return tuple(each.id for each in seen.protections if each.ours)
