"""The spreadsheet with its toolbar, its grid and its tabs."""

import asyncio
import csv
import io
from collections.abc import Callable
from contextlib import suppress

from nicegui import ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from playground.google.a1 import cell_name, column_letters
from playground.google.errors import EditRefused
from playground.google.workbook import Change
from playground.page.chat.seat import Seat
from playground.page.push_buttons import sign_button, tool_button
from playground.page.sheet.edited_as import EditedAs
from playground.page.sheet.grid import Cell, Grid
from playground.page.sheet.paste_box import PasteBox
from playground.page.sheet.picture import Picture, column_of, picture
from playground.page.sheet.structure import add_tab, move_column

_SPARE_ROWS = 25


class SheetPane:
    """The spreadsheet as one tab of the browser shows it; it is the manager's, whoever chats."""

    def __init__(self, seat: Callable[[], Seat]) -> None:
        """Draw the spreadsheet in the current slot; ``seat`` gives who sits here now."""
        self._seat = seat
        self._book = seat().playground.spreadsheet
        self._loop = asyncio.get_running_loop()
        self._open = ""
        self._shown: Picture | None = None
        self._tabs: dict[str, Element] = {}
        self._paste_box = PasteBox(self._paste)
        with ui.element("section").classes("sheet").props("aria-label=Sheet"):
            with ui.element("header").classes("sheet-head"):
                ui.icon("grid_on").classes("sheet-icon")
                ui.label(self._book.title).classes("sheet-title")
                self._edited_as = EditedAs(seat().playground, lambda: self._show(set()))
                self._state = ui.label().classes("hint")
            self._toolbar()
            self._grid = Grid(self._typed, self._locked)
            self._grid.element.on("pasted", self._pasted, js_handler="(e) => emit(e.detail)")
            self._grid.element.on("cellFocused", self._name_cell)
            self._grid.element.on("seen", self._seen, js_handler="(e) => emit(e.detail)")
            self._tab_bar = ui.element("nav").classes("sheet-tabs")
        self._draw_tabs()
        self._stop = self._book.subscribe(self._told)
        self._grid.element.on("gridReady", lambda: self._show(set()))

    def close(self) -> None:
        """Stop following the spreadsheet."""
        with suppress(ValueError):
            self._stop()

    # ------------------------------------------------------------------------------ drawing

    def _toolbar(self) -> None:
        with ui.element("div").classes("sheet-tools"):
            self._place = ui.label("–").classes("cell-name")
            for words, icon, work in (
                ("Add row", "add", self._add_row),
                ("Delete row", "remove", self._delete_row),
                ("A to Z", "arrow_downward", lambda: self._sort(descending=False)),
                ("Z to A", "arrow_upward", lambda: self._sort(descending=True)),
                ("Column left", "arrow_back", lambda: self._move_column(-1)),
                ("Column right", "arrow_forward", lambda: self._move_column(1)),
                ("Paste rows", "content_paste", lambda: self._paste_box.open(self._paste_place())),
            ):
                tool_button(words, icon, on_click=work)

    def _draw_tabs(self) -> None:
        titles = self._book.shown_titles()
        if self._open not in titles:
            self._open = "Assignments" if "Assignments" in titles else titles[0]
        self._tab_bar.clear()
        self._tabs = {}
        with self._tab_bar:
            for title in titles:
                tab = ui.element("button").classes("sheet-tab").props("type=button")
                tab.on("click", lambda chosen=title: self._choose(chosen))
                with tab:
                    ui.label(title)
                self._tabs[title] = tab
            sign_button("add", "Add a tab", on_click=self._add_tab)
        self._tabs[self._open].classes("open")

    def _choose(self, title: str) -> None:
        self._tabs[self._open].classes(remove="open")
        self._open = title
        self._tabs[title].classes("open", remove="new")
        self._shown = None
        self._grid.focus = None
        self._place.set_text("–")
        self._show(set())

    def _show(self, by: set[str]) -> None:
        """Show the open sheet as it is; cells that others (``by``) changed light up."""
        user = self._edited_as.user
        now = picture(self._book.show(self._open, user=user, spare_rows=_SPARE_ROWS))
        changed: set[tuple[int, str]] = set()
        is_new = self._shown is None
        if self._shown is not None and by - {user, self._book.sharing.owner}:
            before = self._shown.texts()
            changed = {c for c, text in now.texts().items() if before.get(c, "") != text}
        self._shown = now
        self._grid.show(now, changed, from_start=is_new)

    def _seen(self, event: GenericEventArguments) -> None:
        """Hear which columns stand before the person, none of them cut off."""
        headers = {self._header(column_of(name)) for name in event.args or []}
        self._seat().playground.steps.columns_seen(self._open, headers)

    def _name_cell(self) -> None:
        if self._grid.focus is not None:
            self._place.set_text(cell_name(*self._grid.focus))

    # ----------------------------------------------------------------------- hearing of changes

    def _told(self, change: Change) -> None:
        """Hear of a change, in whatever thread it was made."""
        with suppress(RuntimeError):  # the loop is closed when the server is going down
            self._loop.call_soon_threadsafe(self._follow, change)

    def _follow(self, change: Change) -> None:
        if self._tab_bar.is_deleted:
            return
        titles = self._book.shown_titles()
        if titles != list(self._tabs):
            self._draw_tabs()
        touched = {s.title for s in list(self._book.sheets) if s.id in change.sheet_ids}
        for title in touched - {self._open}:
            if title in self._tabs and change.by == self._seat().playground.account:
                self._tabs[title].classes("new")
        if change.by == self._seat().playground.account:
            self._state.set_text("Changed by Benefit Desk just now")
        elif touched:
            self._state.set_text("Edited just now")
        if self._open in touched:
            self._show({change.by})

    # ------------------------------------------------------------------------------- editing

    def _edit(self, work: Callable[[str], None], *, as_owner: bool = False) -> None:
        """Do an edit; a refusal is told, and the grid goes back."""
        why = self._try(work, as_owner=as_owner)
        if why:
            self._seat().tell(why)
            self._show(set())

    def _try(self, work: Callable[[str], None], *, as_owner: bool = False) -> str:
        """Do an edit; the answer says why it was refused, or nothing.

        Google lets only the owner sort, take rows out, or move a column where one is protected.
        Here every editor can, to see what Benefit Desk makes of it.
        """
        sharing, user = self._book.sharing, self._edited_as.user
        try:
            work(sharing.owner if as_owner and sharing.may_edit(user) else user)
        except EditRefused as refused:
            return str(refused)
        return ""

    def _typed(self, row: int, column: int, text: str) -> None:
        steps = self._seat().playground.steps
        before = self._book.show(self._open, user="").rows
        old = before[row][column].text if row < len(before) else ""
        self._edit(lambda user: self._book.type_into(self._open, row, column, text, user=user))
        steps.cell_typed(self._open, self._header(column), old, text)

    def _header(self, column: int) -> str:
        rows = self._book.rows(self._open)
        return rows[0][column] if rows and column < len(rows[0]) else ""

    def _locked(self) -> None:
        place = cell_name(*self._grid.focus) if self._grid.focus else "This cell"
        self._seat().tell(
            f"{place} is protected: Benefit Desk fills it in. Change the white cells beside it."
        )

    def _pasted(self, event: GenericEventArguments) -> None:
        """Take rows from the clipboard; what is refused is put into the box, to be mended there."""
        text = str(event.args or "")
        why = self._paste(text)
        if why:
            self._paste_box.open(self._paste_place(), text, why)

    def _paste(self, text: str) -> str:
        if not text.strip():
            return ""
        block = list(csv.reader(io.StringIO(text), delimiter="\t"))
        row, column = self._paste_corner()
        return self._try(lambda user: self._book.paste(self._open, row, column, block, user=user))

    def _paste_corner(self) -> Cell:
        return self._grid.focus or (self._first_free_row(), 0)

    def _paste_place(self) -> str:
        return cell_name(*self._paste_corner())

    def _first_free_row(self) -> int:
        return len(self._book.rows(self._open))

    def _add_row(self) -> None:
        focus = self._grid.focus
        at = focus[0] + 1 if focus else self._first_free_row()
        self._edit(lambda user: self._book.insert_rows(self._open, at, user=user))
        self._grid.move_to(at, focus[1] if focus else 0)

    def _delete_row(self) -> None:
        if self._grid.focus is None:
            self._seat().tell("Click a cell of the row first.")
            return
        at = self._grid.focus[0]
        self._edit(lambda user: self._book.delete_rows(self._open, at, user=user), as_owner=True)

    def _sort(self, *, descending: bool) -> None:
        if self._grid.focus is None:
            self._seat().tell("Click a cell of the column first.")
            return
        at = self._grid.focus[1]
        self._edit(
            lambda user: self._book.sort(self._open, at, user=user, descending=descending),
            as_owner=True,
        )
        self._state.set_text(f"Sorted by column {column_letters(at)}")

    def _move_column(self, by: int) -> None:
        if self._grid.focus is None:
            self._seat().tell("Click a cell of the column first.")
            return
        row, at = self._grid.focus
        if not 0 <= at + by < self._book.show(self._open, user="").column_count:
            return
        self._edit(
            lambda user: move_column(self._book, self._open, at, by, user=user), as_owner=True
        )
        self._grid.move_to(row, at + by)
        self._name_cell()

    def _add_tab(self) -> None:
        def add(user: str) -> None:
            title = add_tab(self._book, user=user)
            self._draw_tabs()
            self._choose(title)

        self._edit(add)
