"""The whole stand-in inside a test: ``with running(workspace) as slack: ...``.

The server runs in a thread of its own on a free port of 127.0.0.1; the test acts as a person from
its own thread and waits for what Slack would show.
"""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TypeVar

import uvicorn

from playground.slack.conversations import Channel, Message
from playground.slack.forms import Typed
from playground.slack.outcomes import Outcome, Submission, Suggestions
from playground.slack.payloads import Container
from playground.slack.people import User
from playground.slack.person import Person
from playground.slack.recorder import Ack, Delivery
from playground.slack.server import slack_app
from playground.slack.views import View
from playground.slack.wire import Wire
from playground.slack.workspace import Workspace

LOCALHOST = "127.0.0.1"
PATIENCE = 15.0
WAITING = 20.0
"""Seconds in which what the app was asked for has to show: far more than it takes, for a machine
that is busy with other things stands still now and then."""
_T = TypeVar("_T")


class Running:
    """A workspace that is being served."""

    def __init__(self, workspace: Workspace) -> None:
        """Take a free port; ``start`` begins to listen on it."""
        self.workspace = workspace
        self._listener: socket.socket | None = _bind(0)
        self.port: int = self._listener.getsockname()[1]
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def base_url(self) -> str:
        """Give the address for ``WebClient(base_url=...)``; it ends in ``/api/``."""
        return f"http://{LOCALHOST}:{self.port}/api/"

    def start(self) -> None:
        """Listen, and come back when calls are answered."""
        config = uvicorn.Config(
            slack_app(self.workspace),
            log_level="warning",
            lifespan="off",
            access_log=False,
            timeout_graceful_shutdown=1,
        )
        server = _Server(config)
        listener = self._listener or _bind(self.port)
        self._server, self._listener = server, None
        self._thread = threading.Thread(
            target=asyncio.run, args=(server.serve(sockets=[listener]),), daemon=True
        )
        self._thread.start()
        started = server.ready.wait(PATIENCE)
        assert started, "the Slack stand-in did not start"
        self._loop = server.loop
        # The origin is known before the first call, for an app that is only ever called.
        self.workspace.learn_origin(f"http://{LOCALHOST}:{self.port}")

    def stop(self) -> None:
        """Go away as a server does: connections end, the port refuses; ``start`` brings it back."""
        if self._server is None or self._thread is None:
            return
        self.call_soon(self.workspace.line.stop)
        self.call_soon(self._server.leave)
        self._thread.join(PATIENCE)
        self._server = self._thread = self._loop = None

    def perform(self, action: Coroutine[Any, Any, _T], seconds: float = PATIENCE) -> _T:
        """Run a coroutine in the server's loop and give its result."""
        assert self._loop is not None, "the stand-in is not running"
        return asyncio.run_coroutine_threadsafe(action, self._loop).result(seconds)

    def call_soon(self, action: Callable[[], _T]) -> _T:
        """Call a function in the server's loop and give its result."""

        async def act() -> _T:
            return action()

        return self.perform(act())

    def until(self, condition: Callable[[], object], seconds: float = WAITING) -> None:
        """Wait until ``condition`` holds.

        Raises:
            TimeoutError: it still does not hold after ``seconds``.
        """
        self.perform(self.workspace.changes.until(condition, seconds), seconds + PATIENCE)

    def hang_up(self) -> None:
        """Close every Socket Mode connection, if the server is there at all."""
        if self._loop is not None:
            self.perform(self.workspace.line.sockets.close())

    def until_connected(self, connections: int = 1, seconds: float = PATIENCE) -> None:
        """Wait until the app has so many Socket Mode connections open."""
        self.until(lambda: self.workspace.line.sockets.count == connections, seconds)

    def redeliver(self, delivery: Delivery) -> Ack:
        """Send a recorded payload to the app once more."""
        return self.perform(self.workspace.line.redeliver(delivery))

    def person(self, user: User) -> "PersonSync":
        """Sit somebody down in front of Slack."""
        return PersonSync(self, user)

    @contextlib.contextmanager
    def wire(self) -> Iterator[Wire]:
        """Put a wire in front of the server that can go silent, be cut, and be mended."""
        wire = Wire(LOCALHOST, self.port)
        self.perform(wire.open())
        try:
            yield wire
        finally:
            self.perform(wire.close())


class _Server(uvicorn.Server):
    """A server that tells when it answers, and in which loop."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()
        self.leaving = asyncio.Event()
        self.loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.loop = asyncio.get_running_loop()
        self.ready.set()

    async def main_loop(self) -> None:
        # The library looks every 0.1 s whether it should stop; a test can't wait so long.
        await self.on_tick(0)
        await self.leaving.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # The library gives every connection 0.1 s to say goodbye; here nobody needs it.
        for one in self.servers:
            one.close()
        for listener in sockets or []:
            listener.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()

    def leave(self) -> None:
        self.should_exit = self.force_exit = True
        self.leaving.set()


def _bind(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((LOCALHOST, port))
    return listener


@contextlib.contextmanager
def running(workspace: Workspace) -> Iterator[Running]:
    """Serve a workspace while the block runs."""
    slack = Running(workspace)
    slack.start()
    try:
        yield slack
    finally:
        slack.stop()


class PersonSync:
    """``Person`` for plain tests: each action blocks until Slack would show its result."""

    def __init__(self, slack: Running, user: User) -> None:
        """Sit ``user`` down in front of a running workspace."""
        self._slack = slack
        self._person = Person(slack.workspace, user)
        self.user = user

    @property
    def modal(self) -> View | None:
        """Give the modal on top, if one is open."""
        return self._person.modal

    @property
    def home(self) -> View | None:
        """Give the App Home as published last, if it was."""
        return self._person.home

    def sees(self, channel: Channel) -> list[Message]:
        """List the messages that this person sees in a channel, oldest first."""
        return self._person.sees(channel)

    def wait_for_modal(self, callback_id: str = "", seconds: float = WAITING) -> View:
        """Wait for a modal on top (of that kind, if said) and give it."""

        def is_there() -> bool:
            return self.modal is not None and callback_id in {"", self.modal.callback_id}

        self._slack.until(is_there, seconds)
        assert self.modal is not None
        return self.modal

    def wait_for_message(
        self, channel: Channel, words: str = "", *, after: int = 0, seconds: float = WAITING
    ) -> Message:
        """Wait for a message of the app's that this person sees and that holds ``words``.

        ``after`` leaves out so many messages at the beginning of the channel.
        """

        def found() -> list[Message]:
            seen = self.sees(channel)[after:]
            return [m for m in seen if m.bot_id and words in f"{m.text} {m.blocks}"]

        self._slack.until(found, seconds)
        return found()[-1]

    def run_command(self, channel: Channel, command: str, text: str = "") -> Outcome:
        """See ``Person.run_command``."""
        return self._slack.perform(self._person.run_command(channel, command, text))

    def say(self, channel: Channel, text: str, *, thread_ts: str = "") -> Message:
        """See ``Person.say``."""
        return self._slack.perform(self._person.say(channel, text, thread_ts=thread_ts))

    def click(
        self,
        container: Container,
        action_id: str,
        *,
        block_id: str | None = None,
        value: Any = None,
        typed: Typed | None = None,
    ) -> Outcome:
        """See ``Person.click``."""
        return self._slack.perform(
            self._person.click(container, action_id, block_id=block_id, value=value, typed=typed)
        )

    def suggest(
        self, container: Container, action_id: str, typed: str, *, block_id: str | None = None
    ) -> Suggestions:
        """See ``Person.suggest``."""
        return self._slack.perform(
            self._person.suggest(container, action_id, typed, block_id=block_id)
        )

    def submit_view(self, view: View, typed: Typed | None = None) -> Submission:
        """See ``Person.submit_view``."""
        return self._slack.perform(self._person.submit_view(view, typed))

    def close_view(self, view: View, *, all_of_them: bool = False) -> None:
        """See ``Person.close_view``."""
        self._slack.perform(self._person.close_view(view, all_of_them=all_of_them))

    def global_shortcut(self, callback_id: str) -> Outcome:
        """See ``Person.global_shortcut``."""
        return self._slack.perform(self._person.global_shortcut(callback_id))

    def message_shortcut(self, message: Message, callback_id: str) -> Outcome:
        """See ``Person.message_shortcut``."""
        return self._slack.perform(self._person.message_shortcut(message, callback_id))

    def open_home(self, tab: str = "home") -> View | None:
        """See ``Person.open_home``."""
        return self._slack.perform(self._person.open_home(tab))
