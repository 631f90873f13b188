"""Connections lost and found: close, silence, a server that goes away."""

import socket
import time
import urllib.request

import pytest

from playground.slack import AppConnected, Channel, Running, User
from playground.slack.changes import Change
from playground.slack.outcomes import NO_APP
from playground.slack.wire import Wire
from tests.playground.slack.desk import connected, desk_of

pytestmark = pytest.mark.timeout(60)
TRIES = 10
# The client looks only every 10 s at a connection that it closed itself.
PATIENCE = 15


@pytest.fixture(autouse=True)
def _soon_given_up(slack: Running) -> None:
    """Wait half a second for an ack, so that a test can try again."""
    slack.workspace.switches.ack_seconds = 0.5


def gets_through(slack: Running, user: User, channel: Channel) -> bool:
    """Tell whether a command is answered."""
    return slack.person(user).run_command(channel, "/benefit-use").ok


def gets_through_in_the_end(slack: Running, user: User, channel: Channel) -> bool:
    """Tell whether a command is answered in the seconds in which the app connects anew.

    The client opens a connection too many while it does so, and drops it with what came there.
    """
    for _ in range(TRIES):
        slack.until(lambda: slack.workspace.line.is_app_there, PATIENCE)
        if gets_through(slack, user, channel):
            return True
    return False


def test_without_an_app_nothing_gets_through(slack: Running, ada: User, general: Channel) -> None:
    """With no connection at all Slack says so at once."""
    person = slack.person(ada)
    command = person.run_command(general, "/benefit-use")
    assert command.trouble == '/benefit-use failed with the error "dispatch_failed"'
    assert person.global_shortcut("panel").trouble == NO_APP
    assert slack.workspace.line.is_app_there is False
    unknown = person.run_command(general, "/unknown")
    assert unknown.trouble == "/unknown is not a valid command."


def test_the_app_comes_back_after_a_loss(slack: Running, ada: User, general: Channel) -> None:
    """A closed socket, and a server that is away for a while: the app connects anew."""
    heard: list[Change] = []
    slack.workspace.subscribe(heard.append)
    with connected(slack, desk_of(slack)):
        slack.hang_up()
        assert gets_through_in_the_end(slack, ada, general)
        slack.stop()
        time.sleep(0.3)
        slack.start()
        assert gets_through_in_the_end(slack, ada, general)
    counts = [change.connections for change in heard if isinstance(change, AppConnected)]
    assert counts.count(0) >= 2


def test_a_silent_wire_loses_commands_until_it_breaks(
    slack: Running, ada: User, general: Channel
) -> None:
    """While both ends believe in the connection nothing gets through; a cut heals it."""
    with slack.wire() as wire, connected(slack, desk_of(slack, wire.base_url)):
        assert gets_through(slack, ada, general)
        wire.is_silent = True
        lost = slack.person(ada).run_command(general, "/benefit-use")
        assert lost.trouble == '/benefit-use failed with the error "operation_timeout"'
        assert slack.workspace.line.sockets.count == 1
        wire.is_silent = False
        slack.perform(wire.cut())
        slack.until(lambda: slack.workspace.line.sockets.count == 0)
        assert gets_through_in_the_end(slack, ada, general)


def test_an_unplugged_wire_refuses_until_it_is_plugged_in_again(
    slack: Running, ada: User, general: Channel
) -> None:
    """Nobody answers at the port for a while; then the app finds its way back."""
    with slack.wire() as wire, connected(slack, desk_of(slack, wire.base_url)):
        slack.perform(wire.unplug())
        slack.until(lambda: slack.workspace.line.sockets.count == 0)
        assert not gets_through(slack, ada, general)
        slack.perform(wire.open())
        assert gets_through_in_the_end(slack, ada, general)


def test_a_wire_to_nowhere_ends_at_once(slack: Running) -> None:
    """While the server is away the wire hangs up on whoever calls."""
    with slack.wire() as wire:
        far = Wire("127.0.0.1", _unused_port())
        slack.perform(far.open())
        with pytest.raises(OSError, match=r"reset|aborted|closed|disconnected|response"):
            urllib.request.urlopen(far.base_url + "api.test", b"", timeout=5)
        slack.perform(far.close())
        with urllib.request.urlopen(wire.base_url + "api.test", b"", timeout=5) as answer:
            assert answer.status == 200


def test_stopping_twice_is_no_harm(slack: Running) -> None:
    """A server that is away stays away, and hangs up on nobody."""
    slack.stop()
    slack.stop()
    slack.hang_up()
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(slack.base_url + "api.test", b"", timeout=5)
    slack.start()


def _unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
