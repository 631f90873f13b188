"""What a page is told when something in the workspace changes."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass

from playground.slack.conversations import Message
from playground.slack.views import View


@dataclass(frozen=True, slots=True)
class MessagePosted:
    """A message appeared; look at its ``ephemeral_to`` before showing it to everybody."""

    message: Message


@dataclass(frozen=True, slots=True)
class MessageChanged:
    """A message has another text, other blocks or other files."""

    message: Message


@dataclass(frozen=True, slots=True)
class MessageDeleted:
    """A message is gone."""

    message: Message


@dataclass(frozen=True, slots=True)
class ViewOpened:
    """A modal now lies on top of the person's other modals."""

    user: str
    view: View


@dataclass(frozen=True, slots=True)
class ViewUpdated:
    """A modal has other content; what was typed is kept where the field is still there."""

    user: str
    view: View


@dataclass(frozen=True, slots=True)
class ViewClosed:
    """A modal is gone; the person's ``modals`` tell what lies on top now."""

    user: str
    view: View


@dataclass(frozen=True, slots=True)
class HomePublished:
    """The person's App Home has new content."""

    user: str
    view: View


@dataclass(frozen=True, slots=True)
class Notice:
    """Slack itself tells one person something, such as an app that did not answer.

    The notice of a slash command is also posted as an ephemeral message of Slackbot.
    """

    user: str
    channel: str
    text: str


@dataclass(frozen=True, slots=True)
class AppConnected:
    """The number of open Socket Mode connections changed; 0 is an app that is away."""

    connections: int


Change = (
    MessagePosted
    | MessageChanged
    | MessageDeleted
    | ViewOpened
    | ViewUpdated
    | ViewClosed
    | HomePublished
    | Notice
    | AppConnected
)

LOOK_AGAIN = 0.02
Listener = Callable[[Change], None]


class Changes:
    """Passes each change on to everybody who asked."""

    def __init__(self) -> None:
        """Start without listeners."""
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` at each change, in the server's loop; call the answer to stop."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    async def until(self, condition: Callable[[], object], seconds: float) -> None:
        """Wait until ``condition`` holds; it is looked at after each change and now and then.

        Raises:
            TimeoutError: it still does not hold after ``seconds``.
        """
        changed = asyncio.Event()
        unsubscribe = self.subscribe(lambda _change: changed.set())
        ends_at = time.monotonic() + seconds
        try:
            while not condition():
                if time.monotonic() > ends_at:
                    raise TimeoutError(f"What was waited for did not happen in {seconds} s.")
                changed.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), LOOK_AGAIN)
        finally:
            unsubscribe()

    def tell(self, change: Change) -> None:
        """Tell all listeners."""
        for listener in list(self._listeners):
            listener(change)
