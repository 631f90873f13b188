"""The grid itself: AG Grid, told what to show and asked what was typed."""

import json
from collections.abc import Callable
from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from playground.page.sheet.picture import Picture, column_of, name_of

Cell = tuple[int, int]
"""Row and column, counted from zero."""

Typed = Callable[[int, int, str], None]

# Functions of assets/sheet.js, which runs beside AG Grid in the browser.
_COLUMN = {
    ":valueGetter": "playgroundSheet.text",
    ":valueSetter": "playgroundSheet.take",
    ":cellStyle": "playgroundSheet.look",
    "cellClassRules": {
        ":has-note": "playgroundSheet.hasNote",
        ":has-choices": "playgroundSheet.hasChoices",
    },
    ":tooltipValueGetter": "playgroundSheet.note",
    ":editable": "playgroundSheet.isOpen",
    ":cellEditor": "playgroundSheet.Editor",
    "sortable": False,
    "suppressMovable": True,
}
_ROW_NUMBERS = {
    "colId": "n",
    "headerName": "",
    "width": 32,
    "pinned": "left",
    ":valueGetter": "params => params.data.id + 1",
    "cellClass": "row-number",
    "editable": False,
    "resizable": False,
    "sortable": False,
    "suppressMovable": True,
}


class Grid:
    """One sheet's cells on the page."""

    def __init__(self, typed: Typed, refused: Callable[[], None]) -> None:
        """Draw an empty grid; ``typed`` gets what somebody enters, ``refused`` a locked cell."""
        self.focus: Cell | None = None
        self._typed = typed
        self._columns: list[dict[str, Any]] = []
        self._shown_ids: list[int] = []
        self._frozen_ids: list[int] = []
        self.element = ui.aggrid(
            {
                "columnDefs": [_ROW_NUMBERS],
                "rowData": [],
                "context": {"looks": [], "choices": []},
                ":getRowId": "params => String(params.data.id)",
                "rowHeight": 27,
                ":getRowHeight": "params => params.data.height",
                "headerHeight": 24,
                "animateRows": False,
                "stopEditingWhenCellsLoseFocus": True,
                "enterNavigatesVerticallyAfterEdit": True,
                "tooltipShowDelay": 300,
                "cellFlashDuration": 1200,
                "cellFadeDuration": 1500,
                "suppressColumnVirtualisation": True,
                ":onCellKeyDown": "playgroundSheet.keyDown",
                ":onBodyScrollEnd": "playgroundSheet.tellSeen",
                ":onColumnResized": "playgroundSheet.tellSeen",
                ":onGridSizeChanged": "playgroundSheet.tellSeen",
                ":onCellClicked": "playgroundSheet.clicked",
                ":onCellDoubleClicked": "playgroundSheet.doubleClicked",
                "overlayNoRowsTemplate": "<span></span>",
            },
            auto_size_columns=False,
        ).classes("sheet-grid")
        self.element.on("cellValueChanged", self._changed)
        self.element.on("cellFocused", self._focused)
        self.element.on("locked", refused)

    def show(
        self, shown: Picture, changed: set[tuple[int, str]], *, from_start: bool = False
    ) -> None:
        """Show a sheet, and let the cells in ``changed`` light up for a moment.

        ``from_start`` shows its first rows and columns; else the grid stays where it was scrolled.
        """
        element = self.element
        self._frozen_ids = [row["id"] for row in shown.frozen]
        self._shown_ids = [row["id"] for row in shown.rows]
        context = {"looks": shown.looks, "choices": shown.choices}
        columns = [_ROW_NUMBERS, *({**_COLUMN, **column} for column in shown.columns)]
        lit: dict[str, list[str]] = {}
        for row, name in sorted(changed, key=lambda one: (one[0], column_of(one[1]))):
            lit.setdefault(str(row), []).append(name)
        update: dict[str, Any] = {"context": context, "frozen": shown.frozen, "rows": shown.rows}
        update |= {"lit": lit, "fromStart": from_start}
        if columns != self._columns:
            self._columns = columns
            element.run_grid_method("setGridOption", "columnDefs", columns)
        element.client.run_javascript(f"playgroundSheet.show({element.id}, {json.dumps(update)})")

    def move_to(self, row: int, column: int) -> None:
        """Put the cursor into a cell below the frozen rows."""
        self.focus = (row, column)
        if row in self._shown_ids:
            index = self._shown_ids.index(row)
            self.element.run_grid_method("setFocusedCell", index, name_of(column))

    def _changed(self, event: GenericEventArguments) -> None:
        row, column = int(event.args["data"]["id"]), column_of(event.args["colId"])
        self._typed(row, column, str(event.args["newValue"] or ""))

    def _focused(self, event: GenericEventArguments) -> None:
        index, name = event.args.get("rowIndex"), event.args.get("colId") or "n"
        ids = self._frozen_ids if event.args.get("rowPinned") else self._shown_ids
        if index is not None and name != "n" and index < len(ids):
            self.focus = (ids[index], column_of(name))
