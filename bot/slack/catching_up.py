"""Catching up: whoever was not told what became of their act is told as soon as that can be.

While the bot runs, an answer that Slack didn't take waits here. After a crash the ledger says what
was recorded and may not have been told: every now and then the bot notes up to when everybody was.
"""

import logging
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.entries import name_of, what_it_says
from bot.latest import recorded_act
from bot.reasons import CALL_FAILED, may_work_later
from bot.slack.answers import Answers
from bot.slack.owed import Owed, OwedAnswer
from bot.views.interrupted import Interrupted, how_many_fit, interrupted
from core.actor import Source
from core.clock import Key
from core.desk import Desk
from core.entry import Entry
from core.voiding import VOIDABLE

DOCUMENT: Final = "answers"
TOO_OLD: Final = timedelta(days=1)
"""After so long nobody waits for an answer any more."""
_log: Final = logging.getLogger(__name__)


class CatchingUp:
    """Gives the answers that are owed."""

    def __init__(self, desk: Desk, answers: Answers, owed: Owed) -> None:
        self._desk = desk
        self._answers = answers
        self._owed = owed
        self._noted: datetime | None = None
        self._at_it = threading.Lock()

    def begin(self) -> None:
        """Tell what the ledger has and nobody may have been told; before anything new comes in."""
        kept = self._desk.store.document(DOCUMENT)
        if kept:
            since = datetime.fromisoformat(kept["told_until"])
            self._tell_from_ledger(max(since, self._desk.clock.now() - TOO_OLD))
        self.catch_up()

    def catch_up(self) -> None:
        """Give the answers that are kept, and note up to when everybody was told."""
        with self._at_it:
            self._give(self._owed.take())
            settled = self._owed.settled_until()
            if settled != self._noted:
                told_until = settled.isoformat(timespec="milliseconds")
                self._desk.store.keep(DOCUMENT, {"told_until": told_until})
                self._noted = settled

    def _give(self, answers: list[OwedAnswer]) -> None:
        for number, answer in enumerate(answers):
            try:
                with self._owed.of(answer.since):
                    self._answers.tell(answer.user, answer.message)
            except CALL_FAILED as error:
                if may_work_later(error):
                    _log.warning("Slack still takes no answers (%s); they are kept.", error)
                    self._owed.put_back(answers[number:])
                    return
                _log.warning("%s could not be told what became of an act: %s", answer.user, error)

    def _tell_from_ledger(self, since: datetime) -> None:
        requests: dict[str, dict[str, list[Entry]]] = {}
        for entry in self._desk.store.entries(after=Key(int(since.timestamp() * 1000) - 1)):
            if entry.source is Source.SLACK and entry.at >= since:
                request = entry.idempotency_key.partition("#")[0]
                requests.setdefault(entry.actor, {}).setdefault(request, []).append(entry)
        for actor, theirs in requests.items():
            told = [self._told(entries) for entries in theirs.values()]
            answers = []
            while told:
                count = how_many_fit(told)
                answers.append(OwedAnswer(actor, interrupted(told[:count]), since))
                told = told[count:]
            self._owed.put_back(answers)

    def _told(self, entries: Sequence[Entry]) -> Interrupted:
        first = entries[0]
        if first.kind in VOIDABLE:
            return Interrupted(act=recorded_act(self._desk, first.act))
        if first.level is not None:
            return Interrupted(sentence=what_it_says(self._desk, first))
        name = name_of(self._desk, first.contact) if first.contact else ""
        what = first.kind.replace("-", " ").capitalize()
        return Interrupted(sentence=f"{what}: {name}" if name else what)
