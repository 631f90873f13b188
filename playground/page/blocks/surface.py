"""One message or view in front of one person: what they may press, and what they typed."""

from collections.abc import Callable
from typing import Any

from nicegui import ui
from nicegui.element import Element

from playground.page.words.reader import Reader
from playground.slack import Message, Person, View, forms
from playground.slack.forms import Field
from playground.slack.json_shapes import JsonObject
from playground.slack.outcomes import Suggestions

Container = Message | View


class Surface:
    """Passes presses and choices in one container on to the stand-in for Slack."""

    def __init__(
        self, person: Person, reader: Reader, container: Container, tell: Callable[[str], None]
    ) -> None:
        """Let ``person`` use ``container``; ``tell`` shows them what Slack itself has to say."""
        self.person = person
        self.reader = reader
        self.container = container
        self._tell = tell
        self.is_used = False
        self._error_labels: dict[str, ui.label] = {}

    def given(self, field: Field) -> Any:
        """Give what stands in a field now: a text, an option, a list, or nothing."""
        answer = self.container.values().get(field.block_id, {}).get(field.action_id)
        return None if answer is None else forms.given_value(answer)

    def fill(self, field: Field, value: Any) -> None:
        """Note what somebody typed into a field; nothing is sent."""
        suggested = self.container.suggested.get(field.action_id, [])
        answer = forms.answer(field, value, suggested)
        self.container.typed.setdefault(field.block_id, {})[field.action_id] = answer
        self._forget_error(field.block_id)

    async def use(self, field: Field, value: Any = None, *, waiting: Element | None = None) -> None:
        """Press or choose something; ``waiting`` shows that the app is being asked."""
        self.is_used = True
        self._forget_error(field.block_id)
        if waiting is not None:
            waiting.props("loading")
        outcome = await self.person.click(
            self.container, field.action_id, block_id=field.block_id, value=value
        )
        if waiting is not None and not waiting.is_deleted:
            waiting.props(remove="loading")
        if outcome.trouble:
            self._tell(outcome.trouble)

    async def suggest(self, field: Field, typed: str) -> Suggestions:
        """Ask the app what it offers for what was typed."""
        return await self.person.suggest(
            self.container, field.action_id, typed, block_id=field.block_id
        )

    def name_error_label(self, block: JsonObject, label: ui.label) -> None:
        """Say where the sentence about a wrong answer in ``block`` is to stand."""
        self._error_labels[block["block_id"]] = label
        self.show_errors()

    def show_errors(self) -> None:
        """Put each error of the view under its field, and take away those that are gone."""
        errors = self.container.errors if isinstance(self.container, View) else {}
        for block_id, label in self._error_labels.items():
            if not label.is_deleted:
                label.set_text(errors.get(block_id, ""))
                label.set_visibility(block_id in errors)

    def _forget_error(self, block_id: str) -> None:
        if isinstance(self.container, View) and block_id in self.container.errors:
            kept = {name: said for name, said in self.container.errors.items() if name != block_id}
            self.container.errors = kept
            self.show_errors()
