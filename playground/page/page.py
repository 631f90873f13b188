"""The whole page, drawn anew for each browser tab."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from nicegui import ui
from starlette.requests import Request

from playground.google.workbook import Change as SheetChange
from playground.page.chat.chat import Chat
from playground.page.chat.seat import Seat
from playground.page.playground import Playground
from playground.page.sheet.pane import SheetPane
from playground.page.sides import Sides
from playground.page.topbar import TopBar
from playground.slack import AppConnected, Change, MessageChanged, MessagePosted, User

_ASSETS = Path(__file__).parent / "assets"
_LEFT_PART = 41
_ACCENT = "#0f766e"


class Tab:
    """One browser tab."""

    def __init__(self, playground: Playground, user: User) -> None:
        """Draw the page for ``user`` in the current client."""
        self._playground = playground
        self._client = ui.context.client
        self._loop = asyncio.get_running_loop()
        self._seat = Seat(playground, self._client, user)
        with ui.element("div").classes("page") as page:
            self._topbar = TopBar(lambda: self._seat, self._write)
            self._sides = Sides(page)
            with ui.splitter(value=_LEFT_PART, limits=(35, 75)).classes("halves") as halves:
                with halves.before:
                    self._left = ui.element("div").classes("left")
                    self._left.props("role=region aria-label=Slack")
                with halves.after:
                    self._sheet = SheetPane(lambda: self._seat)
        self._sit(user)
        self._stops = [
            playground.workspace.subscribe(self._told),
            playground.spreadsheet.subscribe(self._sheet_told),
            playground.steps.subscribe(lambda: self._later(self._topbar.show_steps)),
        ]
        self._client.on_delete(self._close)

    def _sit(self, user: User) -> None:
        """Sit somebody down in front of this tab."""
        self._seat = Seat(self._playground, self._client, user)
        self._left.clear()
        with self._left:
            self._chat = Chat(self._seat, self._switch)

    def _switch(self, user: User) -> None:
        with self._client:
            self._sit(user)
            ui.navigate.history.replace(f"/?as={user.name}")

    def _write(self, text: str) -> None:
        if self._seat.is_home_open:
            self._chat.open_channel(self._seat.channel)
        self._sides.show("chat")
        self._chat.composer.write(text)

    def _later(self, work: Callable[[], None]) -> None:
        """Do something soon in the server's loop.

        So whoever made a change, in whatever thread, never waits for this tab nor fails with it.
        """
        with suppress(RuntimeError):  # the loop is closed when the server is going down
            self._loop.call_soon_threadsafe(work)

    def _told(self, change: Change) -> None:
        self._later(lambda: self._follow(change))

    def _follow(self, change: Change) -> None:
        if self._left.is_deleted:
            return
        if isinstance(change, AppConnected):
            self._topbar.show_connections(change.connections)
        self._chat.follow(change)
        if isinstance(change, MessagePosted) and self._seat.sees(change.message):
            self._sides.mark_new("chat")
        if isinstance(change, MessagePosted | MessageChanged):
            self._topbar.follow(change.message)
            self._playground.steps.answered(change.message)

    def _sheet_told(self, change: SheetChange) -> None:
        if change.by == self._playground.account:
            sheets = list(self._playground.spreadsheet.sheets)
            titles = {sheet.title for sheet in sheets if sheet.id in change.sheet_ids}
            self._playground.steps.sheet_changed_by_app(titles)
            self._later(lambda: self._sides.mark_new("sheet"))

    def _close(self) -> None:
        self._sheet.close()
        for stop in self._stops:
            with suppress(ValueError):
                stop()


def page_of(playground: Playground) -> Callable[[Request], None]:
    """Give the function that draws the page; ``/?as=NAME`` sits somebody else down."""

    def draw(request: Request) -> None:
        ui.colors(primary=_ACCENT)
        ui.add_css(_ASSETS / "page.css")
        ui.add_body_html(f"<script>{(_ASSETS / 'sheet.js').read_text()}</script>")
        Tab(playground, playground.user_named(request.query_params.get("as", "")))

    return draw
