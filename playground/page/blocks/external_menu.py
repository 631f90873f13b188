"""A menu whose options the app gives while somebody types."""

from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from playground.page.blocks.surface import Surface
from playground.page.words.reader import label
from playground.slack.forms import Field
from playground.slack.json_shapes import JsonObject
from playground.slack.person import SHORTEST_QUERY

NO_RESULTS = "No results"


class OfferingMenu(ui.select):
    """A menu that knows more options than it shows at a time.

    The browser names a choice by its place among all that are known. Places never change, so a
    choice made while a newer answer is on its way is still the right one.
    """

    def __init__(self, options: dict[str, str], **more: Any) -> None:
        """Draw a menu that shows all of ``options`` until it offers some of them."""
        self._offered: set[str] | None = None
        self.known = dict(options)
        super().__init__(dict(options), **more)

    def offer(self, options: dict[str, str]) -> None:
        """Show these options and no others."""
        self._offered = set(options)
        self.known |= options
        self.set_options(dict(self.known))

    def _update_options(self) -> None:
        super()._update_options()
        if self._offered is not None:
            every = zip(self._props["options"], self.known, strict=True)
            self._props["options"] = [one for one, value in every if value in self._offered]


class Asking:
    """Asks the app what to offer: at each character, and before any where the menu says so."""

    def __init__(self, surface: Surface, field: Field, drawn: OfferingMenu) -> None:
        """Follow what is typed into ``drawn``."""
        self._surface, self._field, self._drawn = surface, field, drawn
        self._typed = ""
        self._questions = 0
        shortest = field.element.get("min_query_length", SHORTEST_QUERY)
        drawn.on("input-value", self._type, throttle=0.15, leading_events=False)
        self._shortest, self._more = shortest, f"Type {shortest} letters or more."
        if shortest > 0:
            say_when_empty(drawn, self._more)
        else:
            # A menu without options never opens, so its first ones are fetched on the way to it.
            drawn.on("focus", self._ask)
            drawn.on("popup-show", self._ask)
            drawn.on_value_change(self._forget_typed)

    async def _type(self, event: GenericEventArguments) -> None:
        self._typed = str(event.args or "")
        await self._ask()

    def _forget_typed(self) -> None:
        self._typed = ""

    async def _ask(self) -> None:
        self._questions += 1
        question = self._questions
        found = await self._surface.suggest(self._field, self._typed)
        if self._drawn.is_deleted or question < self._questions:
            return
        self._drawn.offer(words_by_value(found.all))
        too_short = len(self._typed.strip()) < self._shortest
        say_when_empty(self._drawn, found.trouble or (self._more if too_short else NO_RESULTS))


def say_when_empty(drawn: ui.select, sentence: str) -> None:
    """Show a sentence where a menu would show its options."""
    drawn.add_slot(
        "no-option", f'<q-item><q-item-section class="hint">{sentence}</q-item-section></q-item>'
    )


def words_by_value(options: list[JsonObject]) -> dict[str, str]:
    """Give what each option is called."""
    return {option["value"]: option_words(option) for option in options}


def option_words(option: JsonObject) -> str:
    """Give an option's text, and its description behind a dash."""
    words, more = label(option["text"]), label(option.get("description"))
    return f"{words} – {more}" if more else words
