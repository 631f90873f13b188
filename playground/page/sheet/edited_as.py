"""As whom the sheet is edited: the manager, or the owner, for whom nothing is protected."""

from collections.abc import Callable

from nicegui import ui

from playground.page.playground import Playground

_OF_THE_OWNER = "headers, Keys and every other protected cell, too"


class EditedAs:
    """Says who edits, and lets somebody else; ``user`` is their e-mail address."""

    def __init__(self, playground: Playground, chosen: Callable[[], None]) -> None:
        """Draw it in the current slot, for the manager; ``chosen`` is called after a change."""
        self.user = playground.manager.email
        self._chosen = chosen
        manager = f"{playground.manager.real_name}, manager"
        with ui.element("button").classes("sheet-editing-as").props("type=button") as button:
            button.props("aria-haspopup=menu")
            self._words = ui.label(f"edited as {manager}")
            ui.icon("arrow_drop_down")
            with ui.menu().props("auto-close"):
                ui.label("Edit the sheet as").classes("menu-title")
                self._offer(manager, self.user, "what a manager with edit access may change")
                self._offer("the owner", playground.spreadsheet.sharing.owner, _OF_THE_OWNER)

    def _offer(self, name: str, email: str, may: str) -> None:
        with ui.menu_item(on_click=lambda: self._choose(name, email)), ui.item_section():
            ui.item_label(name[0].upper() + name[1:])
            ui.item_label(may).props("caption")

    def _choose(self, name: str, email: str) -> None:
        self.user = email
        self._words.set_text(f"edited as {name}")
        self._chosen()
