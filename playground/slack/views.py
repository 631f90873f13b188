"""Modals and App Homes: what an app shows to one person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from playground.slack import forms
from playground.slack.forms import Typed, Values
from playground.slack.json_shapes import JsonObject

ViewKind = Literal["modal", "home"]
DEEPEST_STACK = 3


@dataclass(slots=True, eq=False)
class View:
    """A modal or an App Home, with what the person has typed into it so far."""

    id: str
    user: str
    team_id: str
    app_id: str
    bot_id: str
    definition: JsonObject
    hash: str
    root_view_id: str
    previous_view_id: str | None = None
    typed: Values = field(default_factory=dict)
    suggested: dict[str, list[JsonObject]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> ViewKind:
        """Tell a modal from an App Home."""
        return "home" if self.definition.get("type") == "home" else "modal"

    @property
    def title(self) -> str:
        """Give the words in the modal's title bar."""
        return self._words("title")

    @property
    def submit(self) -> str:
        """Give the words of the submit button, or nothing where there is none."""
        has_inputs = any(block.get("type") == "input" for block in self.blocks)
        return self._words("submit") or ("Submit" if has_inputs else "")

    @property
    def close(self) -> str:
        """Give the words of the close button."""
        return self._words("close") or "Cancel"

    @property
    def blocks(self) -> list[JsonObject]:
        """Give the blocks, each with its block id."""
        blocks: list[JsonObject] = self.definition.get("blocks", [])
        return blocks

    @property
    def callback_id(self) -> str:
        """Give the name by which the app knows this kind of view."""
        return str(self.definition.get("callback_id", ""))

    @property
    def external_id(self) -> str:
        """Give the app's own identifier of the view, or nothing."""
        return str(self.definition.get("external_id", ""))

    def initial_values(self) -> Values:
        """Give the state of the fields before anybody touched them."""
        return forms.initial_values(self.blocks)

    def values(self) -> Values:
        """Give the state of all fields: what was typed, else what they started with."""
        return forms.merged(self.blocks, self.typed)

    def fill(self, block_id: str, action_id: str, value: Any) -> None:
        """Note what the person put into one field; nothing is sent.

        Raises:
            NoSuchElement: the field is not shown.
            NoSuchOption: the choice is not offered.
        """
        place = forms.find(self.blocks, action_id, block_id)
        given = forms.answer(place, value, self.suggested.get(action_id, []))
        self.typed.setdefault(place.block_id, {})[action_id] = given

    def fill_all(self, typed: Typed | None) -> None:
        """Note what the person put into several fields.

        Raises:
            NoSuchElement: a field is not shown.
            NoSuchOption: a choice is not offered.
        """
        for block_id, answers in (typed or {}).items():
            for action_id, value in answers.items():
                self.fill(block_id, action_id, value)

    def as_slack(self) -> JsonObject:
        """Write the view as payloads and ``views.open`` do."""
        wanted = self.definition
        return {
            "id": self.id,
            "team_id": self.team_id,
            "type": self.kind,
            "blocks": self.blocks,
            "private_metadata": wanted.get("private_metadata", ""),
            "callback_id": self.callback_id,
            "state": {"values": self.values()},
            "hash": self.hash,
            "title": wanted.get("title", {"type": "plain_text", "text": "View Title"}),
            "clear_on_close": wanted.get("clear_on_close", False),
            "notify_on_close": wanted.get("notify_on_close", False),
            "close": wanted.get("close"),
            "submit": wanted.get("submit"),
            "previous_view_id": self.previous_view_id,
            "root_view_id": self.root_view_id,
            "app_id": self.app_id,
            "external_id": self.external_id,
            "app_installed_team_id": self.team_id,
            "bot_id": self.bot_id,
        }

    def _words(self, part: str) -> str:
        text: Mapping[str, Any] = self.definition.get(part) or {}
        return str(text.get("text", ""))


class ModalStack:
    """One person's modals; the last one is on top."""

    def __init__(self) -> None:
        """Start with nothing open."""
        self.views: list[View] = []

    @property
    def top(self) -> View | None:
        """Give the modal that the person sees, if any."""
        return self.views[-1] if self.views else None

    @property
    def is_full(self) -> bool:
        """Tell whether another push would be refused."""
        return len(self.views) >= DEEPEST_STACK
