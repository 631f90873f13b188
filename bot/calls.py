"""What Slack tells of one act, in our words.

Its payloads go no further than this file, but for a form that is shown again as it was.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

Body: TypeAlias = dict[str, Any]
Answer: TypeAlias = str | tuple[str, ...] | None
"""What stands in a field: a text, a choice, several choices, or nothing."""
SUBMIT: Final = "view_submission"
MENU: Final = "block_suggestion"
EVENT: Final = "event_callback"
COMMAND: Final = "command"


@dataclass(frozen=True, slots=True)
class OpenView:
    """A modal or an App Home as it was when somebody acted in it."""

    id: str
    kind: str
    hash: str
    slip: str
    inputs: tuple[str, ...]
    """The blocks under which an error can be shown."""
    told: Body = field(default_factory=dict)
    """All that Slack tells of it, to be shown once more."""

    @property
    def is_modal(self) -> bool:
        """Whether another modal can lie on top of it."""
        return self.kind == "modal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One act of one person.

    `kind` is Slack's word for it. `text` is what was typed behind a command, or is being typed into
    a menu; `value` what a button or a choice sends, or the tab that was opened; `reply_to` the
    address at which Slack takes answers for a while; `message` the text of the message that a
    shortcut was used on. `answers` holds what stands in the fields, by name.
    """

    user: str
    kind: str = COMMAND
    trigger: str = ""
    reply_to: str = ""
    text: str = ""
    value: str = ""
    message: str = ""
    view: OpenView | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)

    def one(self, name: str) -> str:
        """The text or the choice in a field; blank where there is none."""
        answer = self.answers.get(name)
        return answer.strip() if isinstance(answer, str) else ""

    def several(self, name: str) -> tuple[str, ...]:
        """The choices in a field."""
        answer = self.answers.get(name)
        return answer if isinstance(answer, tuple) else ()


def read_call(body: Body) -> Call:
    """The act that this payload tells of: a command, a click, a choice, a submit, a shortcut."""
    user: Mapping[str, Any] = body.get("user") or {}
    view: Body = body.get("view") or {}
    actions: list[Body] = body.get("actions") or [{}]
    if "event" in body:
        return Call(
            user=str(body["event"]["user"]), kind=EVENT, value=str(body["event"].get("tab") or "")
        )
    return Call(
        user=str(user.get("id") or body["user_id"]),
        kind=str(body.get("type") or COMMAND),
        trigger=str(body.get("trigger_id") or ""),
        reply_to=str(body.get("response_url") or ""),
        text=str(body.get("text") or body.get("value") or "").strip(),
        value=_sent(actions[0]),
        message=str((body.get("message") or {}).get("text") or ""),
        view=_open_view(view) if view else None,
        answers=dict(_answers(view.get("state") or body.get("state") or {})),
    )


def _open_view(view: Body) -> OpenView:
    return OpenView(
        id=view["id"],
        kind=view["type"],
        hash=view["hash"],
        slip=view.get("private_metadata") or "",
        inputs=tuple(
            block["block_id"] for block in view.get("blocks") or () if block["type"] == "input"
        ),
        told=view,
    )


def _sent(action: Body) -> str:
    if "value" in action:
        return str(action["value"] or "")
    chosen = _given(action)
    return chosen if isinstance(chosen, str) else ""


def _answers(state: Body) -> Iterator[tuple[str, Answer]]:
    for fields in (state.get("values") or {}).values():
        for name, given in fields.items():
            yield name, _given(given)


_TEXTS: Final = ("value", "selected_date", "selected_conversation")


def _given(element: Body) -> Answer:
    if "selected_options" in element:
        return tuple(str(one["value"]) for one in element["selected_options"] or ())
    if chosen := element.get("selected_option"):
        return str(chosen["value"])
    return next((str(element[name]) for name in _TEXTS if element.get(name)), None)
