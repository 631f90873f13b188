"""What passed between the app and Slack, kept for tests to look at."""

import json
import time
from dataclasses import dataclass, field
from typing import Any, Literal

from playground.slack.json_shapes import JsonObject

_STRUCTURED = {"attachments", "blocks", "files", "metadata", "view"}
DeliveryKind = Literal["slash_commands", "interactive", "events_api"]


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One call of the Web API or of a ``response_url``; ``at`` is in seconds since 1970."""

    method: str
    arguments: JsonObject
    answer: JsonObject
    status: int
    at: float
    seconds: float

    @property
    def error(self) -> str:
        """Give the error that the app got, or nothing."""
        return str(self.answer.get("error", ""))


@dataclass(frozen=True, slots=True)
class Ack:
    """What came back from the app: a payload, or the name of what went wrong."""

    payload: JsonObject = field(default_factory=dict)
    failure: str = ""

    @property
    def ok(self) -> bool:
        """Tell whether the app answered in time."""
        return not self.failure


@dataclass(slots=True)
class Delivery:
    """One payload on its way to the app; ``ack`` and ``seconds`` are set when it is over."""

    kind: DeliveryKind
    payload: JsonObject
    envelope_id: str
    at: float
    accepts_payload: bool = False
    retry_attempt: int = 0
    retry_reason: str = ""
    transport: Literal["socket", "http", "none"] = "none"
    ack: Ack | None = None
    seconds: float | None = None

    @property
    def type(self) -> str:
        """Give the payload's own type: ``block_actions``, ``view_submission``, a command."""
        event: JsonObject = self.payload.get("event", {})
        return str(event.get("type") or self.payload.get("type") or self.payload.get("command"))


class Recorder:
    """Every call and every delivery, oldest first."""

    def __init__(self) -> None:
        """Start with nothing recorded."""
        self.calls: list[ApiCall] = []
        self.deliveries: list[Delivery] = []
        self.refusals: list[str] = []

    def calls_of(self, method: str) -> list[ApiCall]:
        """List the calls of one method, such as ``chat.postMessage`` or ``response_url``."""
        return [call for call in self.calls if call.method == method]

    def deliveries_of(self, payload_type: str) -> list[Delivery]:
        """List the deliveries of one payload type, event type or slash command."""
        return [delivery for delivery in self.deliveries if delivery.type == payload_type]

    def note_call(
        self, method: str, arguments: JsonObject, answer: JsonObject, *, status: int, began: float
    ) -> None:
        """Note a call that was answered; ``began`` is of ``time.perf_counter()``."""
        seconds = time.perf_counter() - began
        at = time.time()
        self.calls.append(ApiCall(method, _readable(arguments), answer, status, at, seconds))

    def clear(self) -> None:
        """Forget everything so far."""
        self.calls.clear()
        self.deliveries.clear()
        self.refusals.clear()


def _readable(arguments: JsonObject) -> JsonObject:
    """Leave the token out, and read the JSON that forms carry as strings."""
    return {
        name: _decoded(value) if name in _STRUCTURED else value
        for name, value in arguments.items()
        if name != "token"
    }


def _decoded(value: Any) -> Any:
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value
