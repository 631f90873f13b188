"""Formulas that people typed: they stay, whatever Benefit Desk would write in their place."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sheets_sync.notes import Documents
from sheets_sync.sheet import Content, Tab


def resolved(earlier: Tab, later: Tab, key_column: int) -> Tab:
    """A reading with formulas as texts, with what they come to put in their place.

    `earlier` was read just before, without formulas: a text that it has too is a plain text. Where
    a row was moved meanwhile, what its formula comes to isn't known, and the text stays; but a
    formula's text is no Key.
    """
    if not later.formulas:
        return later
    rows, formulas = [list(row) for row in later.rows], set()
    for number, column in later.formulas:
        before, now = earlier.at(number, column), later.at(number, column)
        if before == now:
            continue
        formulas.add((number, column))
        if _same_row(earlier, later, number, key_column):
            rows[number][column] = before
        elif column == key_column:
            rows[number][column] = None
    return replace(later, rows=rows, formulas=frozenset(formulas))


def _same_row(earlier: Tab, later: Tab, number: int, key_column: int) -> bool:
    """Whether a row stands where it stood: by its Key, or else by all the rest."""
    if (number, key_column) not in later.formulas:
        return earlier.at(number, key_column) == later.at(number, key_column)
    return all(
        earlier.at(number, column) == content
        for column, content in enumerate(later.rows[number - later.first])
        if (number, column) not in later.formulas
    )


class FormulaFile:
    """The formulas that were in the way of a write, with what they came to.

    An idle sync takes them for still there as long as that is so, and needn't look.
    """

    def __init__(self, store: Documents, identity: str) -> None:
        self._store = store
        self._name = f"sheet:{identity}:formulas"
        self._kept: Mapping[str, Any] = store.document(self._name) or {}
        self.found: dict[str, dict[tuple[int, int], Content]] = {}

    def remembered(self, tab: Tab) -> Tab:
        """The tab with the formulas that were seen in it, where nothing has changed since."""
        if tab.formulas or tab.title not in self._kept:
            return tab
        there = frozenset(
            (row, column)
            for row, column, value in self._kept[tab.title]
            if tab.at(row, column) == value
        )
        return replace(tab, formulas=there)

    def keep(self, tabs: Mapping[str, Tab]) -> None:
        """Write down which formulas were in the way in these tabs."""
        kept = {
            title: [[row, column, value] for (row, column), value in cells.items()]
            for title, cells in self.found.items()
            if title in tabs and cells
        }
        if kept != self._kept:
            self._store.keep(self._name, kept)
            self._kept = kept
