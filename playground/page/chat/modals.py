"""Modals on top of the chat: one person's stack, of which the top one is seen."""

from nicegui import ui

from playground.page.blocks.block_list import BlockList
from playground.page.chat.avatars import avatar
from playground.page.chat.seat import Seat
from playground.page.push_buttons import push_button, sign_button
from playground.page.words.escaping import unescaped, with_emoji
from playground.slack import View


class Modal:
    """One modal on the page."""

    def __init__(self, seat: Seat, view: View) -> None:
        """Draw a view in the current slot."""
        self._seat = seat
        self._view = view
        self._surface = seat.surface(view)
        self.frame = ui.element("div").classes("modal").props('role=dialog aria-modal="true"')
        with self.frame:
            with ui.element("header").classes("modal-head"):
                avatar(seat.workspace.bot_user)
                self._title = ui.label().classes("modal-title")
                self.frame.props(f"aria-labelledby={self._title.html_id}")
                sign_button("close", "Close", on_click=lambda: self._close(all_of_them=True))
            self._trouble = ui.label().classes("modal-trouble").props("role=alert")
            with ui.element("div").classes("modal-body"):
                self._blocks = BlockList(self._surface)
            with ui.element("footer").classes("modal-foot"):
                self._close_button = push_button("", on_click=self._close)
                self._submit_button = push_button("", "primary", on_click=self._submit)
        self.show()

    def show(self) -> None:
        """Show the view as it is now; what was typed stays where its field is still there."""
        view = self._view
        self._trouble.set_visibility(False)
        self._title.set_text(_words(view.title))
        self._close_button.set_text(_words(view.close))
        self._submit_button.set_text(_words(view.submit))
        self._submit_button.set_visibility(bool(view.submit))
        self._blocks.show(view.blocks)

    async def _submit(self) -> None:
        self._submit_button.props("loading")
        self._trouble.set_visibility(False)
        submission = await self._seat.person.submit_view(self._view)
        if self.frame.is_deleted:
            return
        self._submit_button.props(remove="loading")
        self._surface.show_errors()
        self._trouble.set_text(submission.trouble)
        self._trouble.set_visibility(bool(submission.trouble))

    async def _close(self, *, all_of_them: bool = False) -> None:
        await self._seat.person.close_view(self._view, all_of_them=all_of_them)


class Modals:
    """One person's stack of modals."""

    def __init__(self, seat: Seat) -> None:
        """Show what is open already, in the current slot."""
        self._seat = seat
        self._drawn: dict[str, Modal] = {}
        self._shade = ui.element("div").classes("shade")
        for view in seat.workspace.modals_of(seat.user).views:
            self.open(view)
        self._show_top()

    def open(self, view: View) -> None:
        """Put a modal on top."""
        if view.id not in self._drawn:
            with self._shade:
                self._drawn[view.id] = Modal(self._seat, view)
        self._show_top()

    def update(self, view: View) -> None:
        """Show a modal's new content."""
        if view.id in self._drawn:
            self._drawn[view.id].show()

    def close(self, view: View) -> None:
        """Take a modal away."""
        if view.id in self._drawn:
            self._drawn.pop(view.id).frame.delete()
        self._show_top()

    def _show_top(self) -> None:
        self._shade.set_visibility(bool(self._drawn))
        last = len(self._drawn) - 1
        for index, modal in enumerate(self._drawn.values()):
            modal.frame.set_visibility(index == last)


def _words(text: str) -> str:
    return with_emoji(unescaped(text))
