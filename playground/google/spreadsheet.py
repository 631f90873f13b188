"""A spreadsheet as a person has it before them: looked at, typed into, pasted, sorted.

Rows and columns are counted from zero everywhere; a sheet is given by its title or its id.
"""

from __future__ import annotations

from collections.abc import Sequence

from playground.google.a1 import cell_name
from playground.google.cells import CellDetails, Json, Value
from playground.google.conditions import Setting, choices, holds
from playground.google.entering import Entered
from playground.google.errors import (
    NotAllowedByValidation,
    NotAnEditor,
    PastedRowNotAllowed,
    PastedRowTooWide,
    RangeIsProtected,
)
from playground.google.formulas.evaluating import Calculator
from playground.google.grid import Box, GridRange
from playground.google.protection import is_protected, protections_against
from playground.google.sheet import Dimension, Sheet
from playground.google.showing import ShownSheet, Viewer, colour, text_shown
from playground.google.sorting import sort_rows
from playground.google.typing_in import put_entered, read_typed
from playground.google.workbook import Workbook

Which = int | str


class Spreadsheet(Workbook):
    """One spreadsheet. Every method takes the lock itself; edits check the person's rights.

    Edits raise an `EditRefused` that says why: the person is no editor, the range is protected, a
    strict rule refuses the value. Then nothing has changed.
    """

    # --------------------------------------------------------------------------------- looking

    def titles(self) -> list[str]:
        """The sheets' titles in the order of the tabs."""
        with self.reading():
            return [sheet.title for sheet in self.sheets]

    def shown_titles(self) -> list[str]:
        """The titles without those of hidden sheets."""
        with self.reading():
            return [
                sheet.title for sheet in self.sheets if not sheet.facts.properties.get("hidden")
            ]

    def rows(self, which: Which) -> list[list[str]]:
        """The displayed text of every cell up to the last row and column with a value."""
        with self.reading():
            sheet, calculator = self.sheet(which), self.calculator()
            calculator.stand_on(sheet)
            used = sheet.used()
            return [
                [
                    text_shown(sheet.value(row, column), sheet.detail(row, column), calculator)
                    for column in used.columns
                ]
                for row in used.rows
            ]

    def typed_rows(self, which: Which) -> list[list[Value]]:
        """The typed value of every cell, over the same rectangle as `rows`."""
        with self.reading():
            sheet = self.sheet(which)
            used = sheet.used()
            return [[sheet.value(row, column) for column in used.columns] for row in used.rows]

    def show(self, which: Which, *, user: str, spare_rows: int = 0) -> ShownSheet:
        """A sheet as this person sees it, with some empty rows below the last one in use."""
        with self.reading():
            sheet = self.sheet(which)
            return self._shown(sheet, self._locked(sheet, user), spare_rows)

    def choices(self, which: Which, row: int, column: int) -> tuple[str, ...]:
        """The texts of the cell's drop-down; none where it has none."""
        with self.reading():
            sheet = self.sheet(which)
            return Viewer(sheet, self.calculator(), []).cell(row, column).choices

    def _shown(
        self, sheet: Sheet, locked: list[tuple[Box, list[Box]]], spare_rows: int
    ) -> ShownSheet:
        used, facts, grid = sheet.used(), sheet.facts, sheet.facts.grid_properties
        height = min(used.bottom + spare_rows, sheet.row_count)
        box = Box(0, height, 0, min(max(used.right, 1), sheet.column_count))
        touched = enumerate(sheet.rows)
        columns = facts.column_properties
        return ShownSheet(
            id=sheet.id,
            title=sheet.title,
            row_count=sheet.row_count,
            column_count=sheet.column_count,
            frozen_rows=grid.get("frozenRowCount", 0),
            frozen_columns=grid.get("frozenColumnCount", 0),
            is_hidden=facts.properties.get("hidden", False),
            tab_colour=_tab_colour(facts.properties),
            rows=Viewer(sheet, self.calculator(), locked).rows(box),
            column_widths={c: p["pixelSize"] for c, p in columns.items() if "pixelSize" in p},
            hidden_rows=frozenset(i for i, row in touched if row and _is_hidden(row.properties)),
            hidden_columns=frozenset(c for c, p in columns.items() if _is_hidden(p)),
            merges=tuple(sheet.box(GridRange.of_json(merge)) for merge in facts.merges),
            protected=tuple(box for box, _ in locked),
            charts=tuple(facts.charts),
        )

    def _locked(self, sheet: Sheet, user: str) -> list[tuple[Box, list[Box]]]:
        return [
            (where, [sheet.box(GridRange.of_json(o)) for o in given.get("unprotectedRanges", [])])
            for given, where in protections_against(self, sheet, sheet.whole(), user)
        ]

    def calculator(self) -> Calculator:
        """Works formulas out against this spreadsheet; use it while holding the lock."""
        return Calculator(self.sheets, self.facts.named_ranges)

    # ---------------------------------------------------------------------------------- typing

    def type_into(self, which: Which, row: int, column: int, text: str, *, user: str) -> None:
        """Type into a cell as a person does: `0042` becomes 42, `'0042` stays a text."""
        with self.all_or_nothing(by=user):
            sheet, box = self.sheet(which), Box(row, row + 1, column, column + 1)
            self._must_edit(sheet, box, user)
            self._grow(sheet, box)
            self._type(sheet, row, column, text)

    def paste(
        self, which: Which, row: int, column: int, block: Sequence[Sequence[str]], *, user: str
    ) -> None:
        """Paste a block of texts with its corner at a cell; the grid grows to hold it."""
        with self.all_or_nothing(by=user):
            sheet = self.sheet(which)
            width = max((len(line) for line in block), default=0)
            self._must_take(sheet, row, column, block, user)
            self._grow(sheet, Box(row, row + len(block), column, column + width))
            for number, line in enumerate(block, start=1):
                try:
                    for position, text in enumerate(line, start=column):
                        self._type(sheet, row + number - 1, position, text)
                except NotAllowedByValidation as refused:
                    raise PastedRowNotAllowed(number, refused) from None

    def clear(self, which: Which, box: Box, *, user: str) -> None:
        """Delete the values in a rectangle, as the delete key does; formats stay."""
        with self.all_or_nothing(by=user):
            sheet = self.sheet(which)
            self._must_edit(sheet, box, user)
            for row in box.rows:
                for column in box.columns:
                    sheet.put(row, column, None)

    def _type(self, sheet: Sheet, row: int, column: int, text: str) -> None:
        detail = sheet.detail(row, column)
        entered = read_typed(text, detail)
        if entered.formula is None:
            self._must_fit(sheet, row, column, entered)
        put_entered(sheet, row, column, entered)

    def _must_fit(self, sheet: Sheet, row: int, column: int, entered: Entered) -> None:
        rule = self._strict_rule(sheet.detail(row, column))
        if rule is None or entered.value is None:
            return
        setting = Setting(self.calculator(), (sheet.id, row, column))
        condition = rule.get("condition", {})
        if not holds(condition, entered.value, setting):
            offered = choices(condition, setting)
            hint = rule.get("inputMessage") or (
                f"It takes one of: {', '.join(offered)}." if offered else ""
            )
            raise NotAllowedByValidation(cell_name(row, column), hint)

    @staticmethod
    def _strict_rule(detail: CellDetails) -> Json | None:
        rule = detail.validation
        return rule if rule is not None and rule.get("strict") else None

    # ------------------------------------------------------------------------ rows and columns

    def insert_rows(self, which: Which, at: int, count: int = 1, *, user: str) -> None:
        """Put empty rows in above a row; what is below moves down."""
        self._change_lines(which, "ROWS", at, count, user)

    def delete_rows(self, which: Which, at: int, count: int = 1, *, user: str) -> None:
        """Take rows out; what is below moves up."""
        self._change_lines(which, "ROWS", at, -count, user)

    def insert_columns(self, which: Which, at: int, count: int = 1, *, user: str) -> None:
        """Put empty columns in left of a column."""
        self._change_lines(which, "COLUMNS", at, count, user)

    def delete_columns(self, which: Which, at: int, count: int = 1, *, user: str) -> None:
        """Take columns out."""
        self._change_lines(which, "COLUMNS", at, -count, user)

    def add_rows(self, which: Which, count: int, *, user: str) -> None:
        """Put empty rows at the end."""
        with self.all_or_nothing(by=user):
            sheet = self.sheet(which)
            self._must_edit(sheet, Box(0, 0, 0, 0), user)
            sheet.facts.row_count += count
            self.check_size()

    def sort(
        self,
        which: Which,
        column: int,
        *,
        user: str,
        descending: bool = False,
        from_row: int | None = None,
    ) -> None:
        """Sort all rows below the frozen ones (or from a row on) by one column."""
        with self.reading(), self.all_or_nothing(by=user):
            sheet = self.sheet(which)
            used = sheet.used()
            frozen = sheet.facts.grid_properties.get("frozenRowCount", 0)
            first = frozen if from_row is None else from_row
            box = Box(first, max(first, used.bottom), 0, sheet.column_count)
            self._must_edit(sheet, box, user)
            sort_rows(sheet, box, [(column, descending)])

    def _change_lines(
        self, which: Which, dimension: Dimension, at: int, by: int, user: str
    ) -> None:
        with self.all_or_nothing(by=user):
            sheet = self.sheet(which)
            whole, end = sheet.whole(), at + max(-by, 0)
            taken = (
                Box(at, end, 0, whole.right)
                if dimension == "ROWS"
                else Box(0, whole.bottom, at, end)
            )
            self._must_edit(sheet, taken, user)
            self.change_lines(sheet, dimension, at, by)

    # ---------------------------------------------------------------------------------- rights

    def _must_edit(self, sheet: Sheet, box: Box, user: str) -> None:
        if not self.sharing.may_edit(user):
            raise NotAnEditor(user, self.title)
        if is_protected(self, sheet, box, user):
            self._must_not_touch_locked(sheet, box, user)
        self.touch(sheet)

    def _must_not_touch_locked(self, sheet: Sheet, box: Box, user: str) -> None:
        for row in box.rows:
            for column in box.columns:
                if is_protected(self, sheet, Box(row, row + 1, column, column + 1), user):
                    raise RangeIsProtected(cell_name(row, column))

    def _must_take(
        self, sheet: Sheet, row: int, column: int, block: Sequence[Sequence[str]], user: str
    ) -> None:
        """See that every row of a block goes into open cells; short rows need fewer of them."""
        self._must_edit(sheet, Box(0, 0, 0, 0), user)
        for number, line in enumerate(block, start=1):
            whole = Box(row + number - 1, row + number, column, column + len(line))
            for cell in whole.columns if is_protected(self, sheet, whole, user) else ():
                here = Box(whole.top, whole.bottom, cell, cell + 1)
                if is_protected(self, sheet, here, user):
                    place = cell_name(here.top, cell)
                    raise PastedRowTooWide(number, len(line), cell - column + 1, place)

    def _grow(self, sheet: Sheet, box: Box) -> None:
        sheet.facts.row_count = max(sheet.row_count, box.bottom)
        sheet.facts.column_count = max(sheet.column_count, box.right)
        self.check_size()


def _is_hidden(properties: Json) -> bool:
    return bool(properties.get("hiddenByUser") or properties.get("hiddenByFilter"))


def _tab_colour(properties: Json) -> str | None:
    style: Json = properties.get("tabColorStyle", {})
    return colour(style.get("rgbColor") or properties.get("tabColor"))
