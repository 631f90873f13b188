"""Socket Mode on the wire: tickets, greetings, turns, acks, retries."""

import contextlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import websocket
from slack_sdk import WebClient

from playground.slack import Channel, Running, User

pytestmark = pytest.mark.timeout(20)


class Socket:
    """A connection held by hand."""

    def __init__(self, address: str, patience: float = 3) -> None:
        """Connect; ``patience`` is in seconds."""
        self._socket: Any = websocket.create_connection(address, timeout=patience)

    def hear(self) -> dict[str, Any]:
        """Give the next message."""
        message: dict[str, Any] = json.loads(self._socket.recv())
        return message

    def ack(self, envelope: dict[str, Any], payload: dict[str, Any] | None = None) -> None:
        """Acknowledge an envelope."""
        answer = {"envelope_id": envelope["envelope_id"]}
        self.say(json.dumps(answer | ({} if payload is None else {"payload": payload})))

    def say(self, text: str) -> None:
        """Send any text."""
        self._socket.send(text)

    def ping(self) -> int:
        """Send a ping and give the kind of frame that comes back."""
        self._socket.ping("are you there?")
        return self.kind_of_next_frame()

    def kind_of_next_frame(self) -> int:
        """Give the kind of the next frame, control frames too."""
        kind, _ = self._socket.recv_data(control_frame=True)
        return int(kind)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


def address(slack: Running) -> str:
    """Ask for the address of a connection."""
    client = WebClient(base_url=slack.base_url)
    return str(client.apps_connections_open(app_token=slack.workspace.app_token)["url"])


@contextlib.contextmanager
def sockets(slack: Running, count: int) -> Iterator[list[Socket]]:
    """Open so many connections and take their greeting."""
    opened = [Socket(address(slack)) for _ in range(count)]
    for socket in opened:
        assert socket.hear()["type"] == "hello"
    try:
        yield opened
    finally:
        for socket in opened:
            socket.close()


def test_the_greeting_names_the_app(slack: Running) -> None:
    """The first message is Slack's hello, and a ping is answered."""
    socket = Socket(address(slack))
    hello = socket.hear()
    assert (hello["type"], hello["num_connections"]) == ("hello", 1)
    assert hello["connection_info"]["app_id"] == slack.workspace.app_id
    assert socket.ping() == websocket.ABNF.OPCODE_PONG
    socket.close()
    slack.until(lambda: slack.workspace.line.sockets.count == 0)


def test_an_address_connects_once(slack: Running) -> None:
    """A ticket that was used, or was never given, opens nothing."""
    used = address(slack)
    first = Socket(used)
    for wrong in (used, used.replace("ticket=", "ticket=0")):
        with pytest.raises(websocket.WebSocketBadStatusException):
            Socket(wrong)
    first.close()


def test_the_eleventh_connection_is_sent_away(slack: Running) -> None:
    """An app has ten connections at most."""
    with sockets(slack, 10):
        eleventh = Socket(address(slack))
        assert eleventh.hear()["reason"] == "too_many_websockets"
        assert slack.workspace.line.sockets.count == 10


def test_slack_asks_for_another_connection(slack: Running, ada: User, general: Channel) -> None:
    """The app is told why, may open another first, and loses nothing on the new one."""
    with sockets(slack, 1) as (old,), ThreadPoolExecutor() as pool:
        slack.perform(slack.workspace.line.sockets.disconnect("refresh_requested"))
        asked = old.hear()
        assert (asked["type"], asked["reason"]) == ("disconnect", "refresh_requested")
        with sockets(slack, 1) as (new,):
            old.close()
            slack.until_connected(1)
            run = pool.submit(slack.person(ada).run_command, general, "/benefit-use", "x")
            new.ack(new.hear())
            assert run.result(5).ok


def test_slack_hangs_up(slack: Running) -> None:
    """A connection can be closed without a word."""
    with sockets(slack, 2) as (one, other):
        slack.hang_up()
        for socket in (one, other):
            assert socket.kind_of_next_frame() == websocket.ABNF.OPCODE_CLOSE
    assert slack.workspace.line.sockets.count == 0


def test_an_envelope_goes_to_one_connection(slack: Running, ada: User, general: Channel) -> None:
    """Two connections take turns; the ack may come by either."""
    with sockets(slack, 2) as (one, other), ThreadPoolExecutor() as pool:
        heard = []
        for receiver, sender in ((one, other), (other, one)):
            run = pool.submit(slack.person(ada).run_command, general, "/benefit-use", "x")
            envelope = receiver.hear()
            sender.ack(envelope, {"text": "Done"})
            heard.append(envelope)
            reply = run.result(5).reply
            assert reply is not None
            assert reply.text == "Done"
    assert [envelope["type"] for envelope in heard] == ["slash_commands"] * 2
    assert all(envelope["accepts_response_payload"] for envelope in heard)
    assert heard[0]["envelope_id"] != heard[1]["envelope_id"]


def test_nonsense_on_the_socket_is_ignored(slack: Running, ada: User, general: Channel) -> None:
    """Text that is no ack, and an ack of nothing, do no harm."""
    with sockets(slack, 1) as (socket,), ThreadPoolExecutor() as pool:
        for text in ("hello", "[]", '{"envelope_id": "unknown"}', '{"payload": {}}'):
            socket.say(text)
        run = pool.submit(slack.person(ada).run_command, general, "/benefit-use", "x")
        socket.ack(socket.hear())
        assert run.result(5).ok


def test_a_connection_that_hung_up_gets_nothing(
    slack: Running, ada: User, general: Channel
) -> None:
    """The envelope goes to the connection that is still there."""
    with sockets(slack, 2) as (one, other), ThreadPoolExecutor() as pool:
        one.close()
        slack.until_connected(1)
        run = pool.submit(slack.person(ada).run_command, general, "/benefit-use", "x")
        other.ack(other.hear())
        assert run.result(5).ok


def test_a_silent_server_takes_and_gives_nothing(
    slack: Running, ada: User, general: Channel
) -> None:
    """The switch makes Slack hang: an envelope is swallowed, and so is an ack."""
    slack.workspace.switches.ack_seconds = 0.1
    with sockets(slack, 1):
        slack.workspace.line.sockets.is_silent = True
        outcome = slack.person(ada).run_command(general, "/benefit-use")
    assert "operation_timeout" in outcome.trouble


def test_a_silent_server_does_not_even_greet(slack: Running) -> None:
    """A connection opens and nothing comes."""
    slack.workspace.line.sockets.is_silent = True
    socket = Socket(address(slack), patience=0.2)
    slack.until_connected()
    with pytest.raises(websocket.WebSocketTimeoutException):
        socket.hear()
    socket.close()


def test_an_event_is_sent_again_until_acknowledged(
    slack: Running, ada: User, general: Channel
) -> None:
    """At once, then after each pause: the same event, another envelope, the attempt's number."""
    slack.workspace.switches.ack_seconds = 0.05
    slack.workspace.switches.event_retry_seconds = (0.0, 0.05, 0.1)
    with sockets(slack, 1) as (socket,):
        slack.person(ada).say(general, "is anybody there?")
        heard = [socket.hear() for _ in range(3)]
        last = socket.hear()
        slack.perform(slack.workspace.line.settle())
    envelopes = [*heard, last]
    assert [envelope["retry_attempt"] for envelope in envelopes] == [0, 1, 2, 3]
    assert [envelope["retry_reason"] for envelope in envelopes] == ["", *["timeout"] * 3]
    assert len({envelope["payload"]["event_id"] for envelope in envelopes}) == 1
    assert len({envelope["envelope_id"] for envelope in envelopes}) == 4
    recorded = slack.workspace.recorder.deliveries_of("message")
    assert [one.ack is not None and one.ack.ok for one in recorded] == [False] * 4


def test_an_acknowledged_event_comes_once(slack: Running, ada: User, general: Channel) -> None:
    """After the ack of the second attempt there is no third."""
    slack.workspace.switches.ack_seconds = 0.1
    slack.workspace.switches.event_retry_seconds = (0.0, 0.0, 0.0)
    with sockets(slack, 1) as (socket,):
        slack.person(ada).say(general, "is anybody there?")
        socket.hear()
        socket.ack(socket.hear())
        slack.perform(slack.workspace.line.settle())
    assert len(slack.workspace.recorder.deliveries_of("message")) == 2


def test_commands_and_clicks_come_once(slack: Running, ada: User, general: Channel) -> None:
    """What was not acknowledged is lost, as at Slack."""
    slack.workspace.switches.ack_seconds = 0.05
    slack.workspace.switches.event_retry_seconds = (0.0,)
    with sockets(slack, 1):
        slack.person(ada).run_command(general, "/benefit-use")
        slack.person(ada).global_shortcut("panel")
    types = [delivery.type for delivery in slack.workspace.recorder.deliveries]
    assert types == ["/benefit-use", "shortcut"]
    assert slack.workspace.recorder.deliveries[0].retry_attempt == 0
