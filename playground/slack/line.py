"""The line to the app: how a payload gets there, and what comes back.

Commands, clicks and submissions are sent once. Events are sent again when nobody acknowledged
them: at once, after a minute, after five (``Switches.event_retry_seconds``).
"""

import asyncio
import time
import uuid
from collections.abc import Coroutine
from typing import Any

from playground.slack import signed_http
from playground.slack.json_shapes import JsonObject
from playground.slack.recorder import Ack, Delivery, DeliveryKind, Recorder
from playground.slack.sockets import NoConnection, Sockets
from playground.slack.switches import Switches

DISPATCH_FAILED = "dispatch_failed"
OPERATION_TIMEOUT = "operation_timeout"
_HTTP_OK = 200
_RETRY_REASONS = {DISPATCH_FAILED: "connection_failed", OPERATION_TIMEOUT: "timeout"}


class AppLine:
    """Carries payloads over Socket Mode, or over HTTP where a ``request_url`` is set."""

    def __init__(self, switches: Switches, recorder: Recorder, signing_secret: str) -> None:
        """Start in Socket Mode with no connection."""
        self._switches = switches
        self._recorder = recorder
        self.signing_secret = signing_secret
        self._running: set[asyncio.Task[None]] = set()
        self.request_url = ""
        self.sockets = Sockets(switches)

    @property
    def is_app_there(self) -> bool:
        """Tell whether a payload has anywhere to go."""
        return bool(self.request_url) or self.sockets.count > 0

    async def deliver(
        self, kind: DeliveryKind, payload: JsonObject, *, accepts_payload: bool = False
    ) -> Ack:
        """Send a payload once and wait for the app's answer, ``Switches.ack_seconds`` at most."""
        envelope = str(uuid.uuid4())
        return await self._send(Delivery(kind, payload, envelope, time.time(), accepts_payload))

    async def verify_request_url(self) -> bool:
        """Send the challenge with which Slack checks a request URL; tell whether it came back."""
        challenge = uuid.uuid4().hex
        payload = {"type": "url_verification", "token": "", "challenge": challenge}
        ack = await self.deliver("events_api", payload)
        return challenge in {ack.payload.get("challenge"), ack.payload.get("text")}

    async def redeliver(self, delivery: Delivery) -> Ack:
        """Send a recorded payload again, envelope, event and trigger ids unchanged.

        The answer is given back and recorded; nothing in the workspace follows from it.
        """
        return await self._send(
            Delivery(
                delivery.kind,
                delivery.payload,
                delivery.envelope_id,
                time.time(),
                delivery.accepts_payload,
                delivery.retry_attempt,
                delivery.retry_reason,
            )
        )

    def tell_event(self, payload: JsonObject) -> None:
        """Send an event in the background, again and again until it is acknowledged."""
        self.run_aside(self._deliver_event(payload))

    def run_aside(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something in the background, and keep hold of it until it is done."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def settle(self) -> None:
        """Wait until no event is on its way any more."""
        while self._running:
            await asyncio.wait(self._running)

    def stop(self) -> None:
        """Give up all events that are on their way."""
        for task in self._running:
            task.cancel()

    async def _deliver_event(self, payload: JsonObject) -> None:
        reason = ""
        for attempt, pause in enumerate((0.0, *self._switches.event_retry_seconds)):
            await asyncio.sleep(pause)
            ack = await self._send(
                Delivery(
                    "events_api",
                    payload,
                    str(uuid.uuid4()),
                    time.time(),
                    retry_attempt=attempt,
                    retry_reason=reason,
                )
            )
            if ack.ok or ack.failure == "no_retry":
                return
            reason = _RETRY_REASONS.get(ack.failure, "http_error")

    async def _send(self, delivery: Delivery) -> Ack:
        self._recorder.deliveries.append(delivery)
        began = time.perf_counter()
        try:
            async with asyncio.timeout(self._switches.ack_seconds):
                ack = await (self._over_http if self.request_url else self._over_socket)(delivery)
        except TimeoutError:
            ack = Ack(failure=OPERATION_TIMEOUT)
        except (NoConnection, OSError):
            ack = Ack(failure=DISPATCH_FAILED)
        delivery.ack = ack
        delivery.seconds = time.perf_counter() - began
        return ack

    async def _over_socket(self, delivery: Delivery) -> Ack:
        delivery.transport = "socket" if self.sockets.count else "none"
        payload = await self.sockets.send(_envelope(delivery))
        return Ack(payload)

    async def _over_http(self, delivery: Delivery) -> Ack:
        delivery.transport = "http"
        seconds = self._switches.ack_seconds
        answer = await asyncio.to_thread(
            signed_http.post, self.request_url, delivery, self.signing_secret, seconds
        )
        if answer.status == _HTTP_OK:
            return Ack(answer.payload())
        if answer.headers.get("x-slack-no-retry") == "1":
            return Ack(failure="no_retry")
        return Ack(failure=f"http_{answer.status}")


def _envelope(delivery: Delivery) -> JsonObject:
    envelope: JsonObject = {
        "envelope_id": delivery.envelope_id,
        "payload": delivery.payload,
        "type": delivery.kind,
        "accepts_response_payload": delivery.accepts_payload,
    }
    if delivery.kind == "events_api":
        envelope["retry_attempt"] = delivery.retry_attempt
        envelope["retry_reason"] = delivery.retry_reason
    return envelope
