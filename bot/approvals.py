"""Approvals: usages beyond what is left that wait for a manager, kept beside the ledger.

They are one document, so that they outlive a restart; what was decided stays in one of its own for
a while, so that whoever answers late is told.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from pydantic import TypeAdapter

from bot.drafts.kept import keep, kept
from bot.slips import FormOutOfDate
from bot.views.sentences import approval as said
from core.desk import Desk
from core.errors import BenefitError
from core.recording import UsageRequest

OPEN: Final = "approvals"
MOST: Final = 200
"""Open questions that are kept; beyond them the oldest is let go."""
LASTING: Final = timedelta(days=30)
"""How long a question waits for an answer, and how long it is remembered after one."""
KIND: Final = "approval"


class Decision(StrEnum):
    """What became of a question."""

    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A usage that somebody asks a manager to confirm, and where the question was posted.

    `shortage` is the sentence that refused it; `posts` are channels and timestamps of messages.
    """

    request: UsageRequest
    asker: str
    asked_at: datetime
    shortage: str
    decision: Decision = Decision.OPEN
    by: str = ""
    posts: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """What tells it from others: the idempotency key of its request."""
        return self.request.idempotency_key


class DecidedBefore(BenefitError):
    """Somebody else was faster, or it was let go."""

    def __init__(self, state: str) -> None:
        super().__init__(said.DECIDED_BEFORE.format(state=state))


_kept: Final = TypeAdapter(dict[str, Approval])
_one: Final = TypeAdapter(Approval)


class Approvals:
    """The questions over one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._deciding = threading.RLock()

    def waiting(self) -> Sequence[Approval]:
        """The open questions, the oldest first."""
        return list(self._open().values())

    def ask(self, request: UsageRequest, asker: str, shortage: str) -> tuple[Approval, bool]:
        """Keep a question; the flag says that it is new, and so has to be posted."""
        key = request.idempotency_key
        with self._deciding:
            waiting = self._open()
            if known := waiting.get(key) or self._decided(key):
                return known, False
            now = self._desk.clock.now()
            made = Approval(request=request, asker=asker, asked_at=now, shortage=shortage)
            self._keep({**waiting, made.key: made})
            return made, True

    def note_posts(self, key: str, posts: Sequence[tuple[str, str]]) -> Approval | None:
        """Keep where a question stands, so that the answer can take its place.

        Where somebody answered before that, gives what they decided, with where it stands.
        """
        with self._deciding:
            waiting = self._open()
            if key in waiting:
                self._keep({**waiting, key: replace(waiting[key], posts=tuple(posts))})
                return None
            decided = self._decided(key)
            return decided and replace(decided, posts=tuple(posts))

    def forget(self, key: str) -> None:
        """Let a question go that reached nobody."""
        with self._deciding:
            waiting = self._open()
            waiting.pop(key, None)
            self._keep(waiting)

    def the_open(self, key: str) -> Approval:
        """The question with this key.

        Raises:
            DecidedBefore: it isn't open any more.
        """
        waiting = self._open()
        if key not in waiting:
            raise DecidedBefore(self._state_of(key))
        return waiting[key]

    def decide(self, key: str, decision: Decision, by: str) -> Approval:
        """Close a question.

        Raises:
            DecidedBefore: somebody else was faster.
        """
        with self._deciding:
            asked = self.the_open(key)
            decided = replace(asked, decision=decision, by=by)
            written = _one.dump_python(decided, mode="json")
            keep(self._desk, KIND, key, written, lasting=LASTING)
            self.forget(key)
            return decided

    def one_at_a_time(self) -> threading.RLock:
        """Held from looking at a question to deciding it, so that no two answers are taken."""
        return self._deciding

    def _open(self) -> dict[str, Approval]:
        document = (self._desk.store.document(OPEN) or {}).get("open") or {}
        since = self._desk.clock.now() - LASTING
        waiting = _kept.validate_python(document)
        return {key: each for key, each in waiting.items() if each.asked_at > since}

    def _keep(self, waiting: dict[str, Approval]) -> None:
        newest = dict(list(waiting.items())[-MOST:])
        self._desk.store.keep(OPEN, {"open": _kept.dump_python(newest, mode="json")})

    def _decided(self, key: str) -> Approval | None:
        try:
            return _one.validate_python(kept(self._desk, KIND, key))
        except FormOutOfDate:
            return None

    def _state_of(self, key: str) -> str:
        decided = self._decided(key)
        return said.STATES[decided.decision] if decided else said.LET_GO
