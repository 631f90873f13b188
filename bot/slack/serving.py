"""Serving Slack: over Socket Mode, or over HTTP. Both end within five seconds of being told to."""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

import waitress
import websocket
from slack_bolt import App
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.websocket_client import SocketModeClient
from waitress import wasyncore

from bot.reasons import reason_of
from core.errors import BenefitError

LOCALHOST: Final = "127.0.0.1"
PATH: Final = "/slack/events"
PING: Final = 3.0
"""Seconds between two pings: a line that went silent is noticed after 6 at most, and back in 10.
"""
UNANSWERED: Final = 0.4
"""The part of that time after which a ping counts as unanswered, and the connection as lost.

The library looks for answers this often, and forgets a ping with the next one: above a half, it may
always look at the wrong moment.
"""
HANDSHAKE: Final = 5
"""Seconds that each step of opening a connection may take."""
WAITING: Final = 128
"""Acts that are waited for at once until they can be acknowledged. It costs nothing to wait."""
IN_HAND: Final = 3.0
"""Seconds that what is in hand is given when the bot stops."""
LISTENERS: Final = 1.0
"""Seconds more for what goes on after Slack was answered."""
_log: Final = logging.getLogger("bot.slack")


class NotConnected(BenefitError):
    """Slack gives the app no connection."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"Slack gives Benefit Desk no connection ({reason}). Please see that SLACK_APP_TOKEN is"
            " an app-level token with the scope connections:write, and that the network is there."
        )


class AppTokenRefused(NotConnected):
    """The token itself is at fault: trying again is no use."""


_TOKEN_AT_FAULT: Final = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "missing_scope",
        "not_allowed_token_type",
        "not_authed",
        "token_expired",
        "token_revoked",
    }
)


class _Client(SocketModeClient):
    """The SDK's client, without two ways in which it is lost for ever, and one of staying for ever.

    The SDK sends pings and never looks for their answers, so that a line which went silent stays
    up. And its monitor may put another session in the place of one that is still being opened:
    then one session takes messages, and the answers go to another one that nobody runs. A session
    that is closed while it is being opened lets go of its connection, which Slack then keeps.
    """

    def session_id(self) -> str:
        """The SDK names the session in a warning, but this client of it gives sessions no name."""
        return "the last one"

    def disconnect(self) -> None:
        """Close the session; one that is still being opened ends by itself as soon as it is."""
        session = self.current_session
        if session is not None:
            session.keep_running = False
            if session.sock is not None and session.sock.connected:
                session.close()

    def leave_if_closed(self, session: websocket.WebSocketApp) -> None:
        """End a session that began to be opened just when the client was closed."""
        if self.closed:
            session.keep_running = False

    def _monitor_current_session(self) -> None:
        """Leave it to the thread that runs the session: whatever ends it, that opens the next."""

    def _run_current_session(self) -> None:
        session = self.current_session
        if session is None or self.closed:
            return
        try:
            session.run_forever(
                ping_interval=self.ping_interval, ping_timeout=self.ping_interval * UNANSWERED
            )
        except Exception:  # noqa: BLE001 - whatever it is, this thread is the one that reconnects
            _log.exception("The connection to Slack failed.")
            session.close()


class _Handler(SocketModeHandler):
    """Bolt's handler over that client, counting what is in hand so that a stop can wait for it."""

    def __init__(
        self,
        app: App,
        app_token: str,
        ping: float,
        handshake: int,
        connected: Callable[[], object],
    ) -> None:
        self.app = app
        self.app_token = app_token
        slack = WebClient(base_url=app.client.base_url, timeout=handshake, retry_handlers=[])
        sdk_log = logging.getLogger("slack_sdk.socket_mode")
        self.client = _Client(app_token, sdk_log, slack, ping_interval=ping, concurrency=WAITING)
        self.client.socket_mode_request_listeners.append(self._take)
        self.client.message_listeners.append(self._greeted)
        self.client.on_open_listeners.append(self.client.leave_if_closed)
        self._connected = connected
        self._in_hand = 0
        self._stopping = False
        self._changed = threading.Condition()

    def _greeted(self, _: BaseSocketModeClient, message: dict[str, Any], __: str | None) -> None:
        """Slack said hello on a new connection: whatever waited for one can go on."""
        if message.get("type") == "hello":
            _log.info("Connected to Slack.")
            self._connected()

    def _take(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        with self._changed:
            if self._stopping:
                return
            self._in_hand += 1
        try:
            assert isinstance(client, SocketModeClient)
            self.handle(client, request)
        finally:
            with self._changed:
                self._in_hand -= 1
                self._changed.notify_all()

    def finish(self) -> None:
        """Take nothing more, and wait for what is in hand."""
        with self._changed:
            self._stopping = True
            self._changed.wait_for(lambda: self._in_hand == 0, IN_HAND)


class Line:
    """Whether Slack reaches the bot just now."""

    def __init__(self) -> None:
        self._is_up: Callable[[], bool] = lambda: False

    def goes_by(self, is_up: Callable[[], bool]) -> None:
        """How it can be told, once there is a connection, or a port."""
        self._is_up = is_up

    def is_up(self) -> bool:
        """Whether it does."""
        return self._is_up()


def serve_socket(
    app: App,
    app_token: str,
    *,
    stop: threading.Event,
    ping: float = PING,
    handshake: int = HANDSHAKE,
    connected: Callable[[], object] = lambda: None,
    line: Line | None = None,
) -> None:
    """Serve over Socket Mode until `stop` is set; a lost connection is made anew by itself.

    `connected` is called with each new connection; `line` is told how to see whether there is one.

    Raises:
        NotConnected: Slack refuses the first connection.
    """
    # Without it, a server that accepts and then says nothing would be waited for without end.
    websocket.setdefaulttimeout(handshake)
    handler = _Handler(app, app_token, ping, handshake, connected)
    try:
        _connect(handler)
        if line:
            line.goes_by(handler.client.is_connected)
        stop.wait()
        handler.finish()
    finally:
        _within(LISTENERS, handler.close)
        _let_listeners_end(app)


def serve_http(
    app: App,
    port: int,
    *,
    stop: threading.Event,
    listening: Callable[[int], None] | None = None,
) -> None:
    """Serve over HTTP on this machine only, until `stop` is set; port 0 takes a free one.

    `listening` is told the port. Slack reaches it at the path `PATH` through whatever faces the
    Internet.
    """
    connections: dict[int, wasyncore.dispatcher] = {}
    handler = SlackRequestHandler(app, path=PATH)
    server = waitress.create_server(
        handler, map=connections, host=LOCALHOST, port=port, threads=WAITING, ident=None
    )
    loop = threading.Thread(target=server.run, name="http", daemon=True)
    loop.start()
    _log.info("Listening for Slack on http://%s:%s%s", LOCALHOST, server.effective_port, PATH)
    if listening:
        listening(server.effective_port)
    stop.wait()
    server.task_dispatcher.shutdown(timeout=IN_HAND)
    # The loop may be quicker than the trigger, which is closed with the rest then.
    with suppress(OSError):
        server.trigger.pull_trigger(lambda: wasyncore.close_all(connections, ignore_all=True))
    loop.join(LISTENERS)
    _let_listeners_end(app)


def _connect(handler: _Handler) -> None:
    try:
        handler.client.connect()
    except SlackApiError as error:
        reason = reason_of(error)
        refused = AppTokenRefused if reason in _TOKEN_AT_FAULT else NotConnected
        raise refused(reason) from error
    except OSError as error:
        raise NotConnected(str(error)) from error


def _let_listeners_end(app: App) -> None:
    executor = app.listener_runner.listener_executor
    _within(LISTENERS, executor.shutdown)
    executor.shutdown(wait=False, cancel_futures=True)


def _within(seconds: float, action: Callable[[], object]) -> None:
    """Do something, and wait for its end no longer than this."""
    doing = threading.Thread(target=action, daemon=True)
    doing.start()
    doing.join(seconds)
