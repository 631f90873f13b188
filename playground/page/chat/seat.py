"""One browser tab and who sits in front of it."""

import time

from nicegui import Client, ui

from playground.page.blocks.surface import Container, Surface
from playground.page.playground import Playground
from playground.page.words.reader import Reader
from playground.slack import Channel, Message, User

_SHORTEST_TOLD = 5.0
_CHARACTERS_A_SECOND = 14
"""As slowly as a person reads who has just looked up."""


class Seat:
    """A person in front of one tab, with the channel or the App Home that they look at."""

    def __init__(self, playground: Playground, client: Client, user: User) -> None:
        """Sit ``user`` down; they look at the playground's channel, or at the first they have."""
        self.playground = playground
        self.workspace = playground.workspace
        self.client = client
        self.user = user
        self.person = playground.person(user)
        self.reader = Reader(playground.workspace, user)
        self.direct = playground.workspace.direct_channel(user)
        self.channel = self._first_channel()
        self.is_home_open = False
        self._told = ("", 0.0)

    def surface(self, container: Container) -> Surface:
        """Let the person use a message or a view."""
        return Surface(self.person, self.reader, container, self.tell)

    def sees(self, message: Message) -> bool:
        """Tell whether a message is for this person, or for everybody in a channel of theirs."""
        members = self.workspace.channels[message.channel].members
        return self.user.id in members and message.ephemeral_to in {"", self.user.id}

    def tell(self, sentence: str) -> None:
        """Show a sentence of the page itself until it can be read; not twice at a time."""
        before, until = self._told
        now = time.monotonic()
        if sentence == before and now < until:
            return
        seconds = max(_SHORTEST_TOLD, len(sentence) / _CHARACTERS_A_SECOND)
        self._told = (sentence, now + seconds)
        with self.client:
            # On top, where the bar has nothing to press; presses go through it all the same.
            timeout = round(seconds * 1000)
            ui.notify(sentence, position="top", classes="told", timeout=timeout, group=False)

    def _first_channel(self) -> Channel:
        channels = self.workspace.channels_of(self.user)
        wanted = self.playground.channel
        return wanted if wanted in channels else (channels[0] if channels else self.direct)
