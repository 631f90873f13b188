"""Socket Mode: the app's own WebSocket connections, and what is said on them.

An envelope goes to one of the open connections. A connection that is ``silent`` is open, takes
everything in and says nothing, as a server does that hangs.
"""

import asyncio
import contextlib
import itertools
import json
from collections.abc import Callable, Iterator
from typing import Literal

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from playground.slack.json_shapes import JsonObject, secret
from playground.slack.switches import Switches

DisconnectReason = Literal["warning", "refresh_requested", "link_disabled"]
CONNECTION_SECONDS = 18060
POLICY_VIOLATION = 1008
GOING_AWAY = 1001


class NoConnection(Exception):
    """No WebSocket of the app is open."""


class Sockets:
    """The app's open connections."""

    def __init__(self, switches: Switches) -> None:
        """Start with no connection."""
        self._switches = switches
        self._tickets: set[str] = set()
        self._connections: list[WebSocket] = []
        self._turns: Iterator[int] = itertools.count()
        self._pending: dict[str, asyncio.Future[JsonObject]] = {}
        self.is_silent = False
        self.on_change: Callable[[int], None] = lambda _count: None

    @property
    def count(self) -> int:
        """Count the open connections."""
        return len(self._connections)

    def ticket(self) -> str:
        """Give the secret part of an address that can be connected to once."""
        ticket = secret(32)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, socket: WebSocket, app_id: str) -> None:
        """Talk with one connection until it ends."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close(POLICY_VIOLATION)
            return
        self._tickets.discard(ticket)
        await socket.accept()
        if self.count >= self._switches.most_connections:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return
        self._connections.append(socket)
        self.on_change(self.count)
        try:
            await self._greet(socket, app_id)
            await self._listen(socket)
        finally:
            self._forget(socket)

    async def send(self, envelope: JsonObject) -> JsonObject:
        """Send an envelope on one connection and wait for its ack, however long that takes.

        Raises:
            NoConnection: none is open.
        """
        answer: asyncio.Future[JsonObject] = asyncio.get_running_loop().create_future()
        self._pending[envelope["envelope_id"]] = answer
        try:
            await self._send_on_one(envelope)
            return await answer
        finally:
            self._pending.pop(envelope["envelope_id"], None)

    async def disconnect(self, reason: DisconnectReason = "refresh_requested") -> None:
        """Ask the app to leave every connection and to open others."""
        for socket in list(self._connections):
            await _say(socket, {"type": "disconnect", "reason": reason, "debug_info": _host()})

    async def close(self, code: int = GOING_AWAY) -> None:
        """Close every connection without a word."""
        for socket in list(self._connections):
            self._forget(socket)
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                await socket.close(code)

    async def _send_on_one(self, envelope: JsonObject) -> None:
        while self._connections:
            socket = self._connections[next(self._turns) % self.count]
            if self.is_silent or await _say(socket, envelope):
                return
            self._forget(socket)
        raise NoConnection

    async def _greet(self, socket: WebSocket, app_id: str) -> None:
        details = _host() | {"build_number": 1, "approximate_connection_time": CONNECTION_SECONDS}
        hello = {"type": "hello", "num_connections": self.count, "debug_info": details}
        if not self.is_silent:
            await _say(socket, hello | {"connection_info": {"app_id": app_id}})

    async def _listen(self, socket: WebSocket) -> None:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while True:
                self._take(await socket.receive_text())

    def _take(self, text: str) -> None:
        try:
            message = json.loads(text)
        except ValueError:
            return
        if not isinstance(message, dict) or self.is_silent:
            return
        waiting = self._pending.get(str(message.get("envelope_id")))
        if waiting is not None and not waiting.done():
            payload = message.get("payload")
            waiting.set_result(payload if isinstance(payload, dict) else {})

    def _forget(self, socket: WebSocket) -> None:
        if socket in self._connections:
            self._connections.remove(socket)
            self.on_change(self.count)


async def _say(socket: WebSocket, message: JsonObject) -> bool:
    if socket.application_state is not WebSocketState.CONNECTED:
        return False
    try:
        await socket.send_json(message)
    except (RuntimeError, WebSocketDisconnect):
        return False
    return True


def _host() -> JsonObject:
    return {"host": "applink-playground"}
