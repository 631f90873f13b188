"""Brings every formula of a spreadsheet up to date."""

from __future__ import annotations

from collections.abc import Sequence

from playground.google.cells import Json
from playground.google.formulas.evaluating import Calculator
from playground.google.sheet import Sheet


def settle(sheets: Sequence[Sheet], named_ranges: Sequence[Json]) -> None:
    """Work every formula out and put its value into its cell; nothing to do without formulas."""
    if any(sheet.has_formulas for sheet in sheets):
        Calculator(sheets, named_ranges).settle()
