"""The app's Home, as it was published for one person."""

from nicegui import ui

from playground.page.blocks.block_list import BlockList
from playground.page.chat.seat import Seat
from playground.slack import View


class Home:
    """The App Home on the page."""

    def __init__(self, seat: Seat) -> None:
        """Draw an empty Home in the current slot."""
        self._seat = seat
        self._blocks: BlockList | None = None
        with ui.element("div").classes("home"):
            self._waiting = ui.label().classes("hint home-waiting")
            self._frame = ui.element("div").classes("home-blocks")

    async def open(self) -> None:
        """Ask the app for its Home, and show what it published before."""
        app = self._seat.workspace.bot_user.real_name
        self._waiting.set_text(f"{app} has not published its Home yet.")
        home = self._seat.person.home
        if home is not None:
            self.show(home)
        await self._seat.person.open_home()

    def show(self, view: View) -> None:
        """Show what the app published."""
        self._waiting.set_visibility(False)
        if self._blocks is None:
            with self._frame:
                self._blocks = BlockList(self._seat.surface(view))
        self._blocks.show(view.blocks)
