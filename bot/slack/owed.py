"""Owed: acts that are being carried out, and answers that Slack didn't take.

Whatever was told to the ledger before the instant `settled_until` has been told to the person too.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Final

from bot.views.parts import Message
from core.clock import Clock

MOST: Final = 1000
"""Answers that are kept for later; an outage that leaves more behind is told from the ledger."""


@dataclass(frozen=True, slots=True)
class OwedAnswer:
    """What `user` has to be told, of an act that began `since`."""

    user: str
    message: Message
    since: datetime


@dataclass(frozen=True, slots=True)
class Hand:
    """An act that is in hand, `since` it came in."""

    number: int
    since: datetime


class Owed:
    """What people wait for."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._numbers = count()
        self._in_hand: dict[int, datetime] = {}
        self._answers: list[OwedAnswer] = []
        self._changed = threading.Condition()
        self._here = threading.local()

    def begin(self) -> Hand:
        """An act is in hand from now on, and until it is carried out."""
        hand = Hand(next(self._numbers), self._clock.now())
        with self._changed:
            self._in_hand[hand.number] = hand.since
        return hand

    @contextmanager
    def carrying_out(self, hand: Hand) -> Iterator[None]:
        """The act is carried out while the block runs, in whatever thread that is."""
        try:
            with self.of(hand.since):
                yield
        finally:
            with self._changed:
                del self._in_hand[hand.number]
                self._changed.notify_all()

    @contextmanager
    def of(self, since: datetime) -> Iterator[None]:
        """What this thread has to keep while the block runs is of an act that began `since`."""
        self._here.since = since
        try:
            yield
        finally:
            self._here.since = None

    def keep(self, user: str, message: Message) -> None:
        """Keep an answer until Slack takes it."""
        since = getattr(self._here, "since", None) or self._clock.now()
        self.put_back([OwedAnswer(user, message, since)])

    def put_back(self, answers: list[OwedAnswer]) -> None:
        """Keep answers that were taken and couldn't be given after all."""
        with self._changed:
            self._answers = [*answers, *self._answers][:MOST]

    def take(self) -> list[OwedAnswer]:
        """All answers that are kept, the oldest first; they are not kept any more."""
        with self._changed:
            answers, self._answers = self._answers, []
        return sorted(answers, key=lambda answer: answer.since)

    def settled_until(self) -> datetime:
        """The instant up to which nobody waits for anything."""
        with self._changed:
            # The time is looked at while no act can begin: what begins afterwards is later.
            now = self._clock.now()
            waiting = [*self._in_hand.values(), *(answer.since for answer in self._answers)]
        return min(waiting, default=now)

    def wait(self, seconds: float) -> bool:
        """Wait until nothing is in hand; whether it came to that within so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._in_hand, seconds)
