"""The sync as Slack and the schedule ask for it, and its conflicts in their words."""

import logging
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from bot.conflicts import SheetConflict, Side
from bot.views.home import SyncNews
from bot.views.stopped_tabs import StoppedTab
from core.actor import Action, Actor
from core.errors import BenefitError
from sheets_sync.conflicts import Choice, KnownConflict
from sheets_sync.errors import SyncRunning
from sheets_sync.outcome import SyncOutcome
from sheets_sync.sync import Sync

IN_A_ROW: Final = 3
"""So many syncs that don't work are told in Slack; one or two pass by themselves."""
_log: Final = logging.getLogger(__name__)


class SyncElsewhere(BenefitError):
    """Another process keeps ledger and sheet equal."""

    def __init__(self) -> None:
        super().__init__(
            "Another Benefit Desk that shares this store keeps the sheet in step; it does so by"
            " itself, as often as the settings say."
        )


class SyncBroken(BenefitError):
    """A sync broke off for a reason that nobody has thought of; it is logged in full."""

    def __init__(self, why: Exception) -> None:
        super().__init__(
            f"The sync broke off by a mistake in Benefit Desk ({type(why).__name__}); the log says"
            " where. What it had recorded is safe."
        )


class SheetConflicts:
    """The sync's conflicts, in the words of the desk in Slack."""

    def __init__(self, sync: Sync) -> None:
        self._sync = sync

    def waiting(self) -> list[SheetConflict]:
        """The conflicts that wait for a manager, as of the last sync."""
        return [_in_words(each) for each in self._sync.conflicts()]

    def decide(self, conflict: str, side: Side, actor: Actor) -> SheetConflict:
        """Pick a side; the next sync carries it out.

        Raises:
            BenefitError: the actor may not, or there is nothing to decide any more.
        """
        choice = Choice.SHEET if side is Side.SHEET else Choice.DESK
        return _in_words(self._sync.decide(conflict, choice, actor=actor))


def _in_words(known: KnownConflict) -> SheetConflict:
    conflict = known.conflict
    return SheetConflict(
        id=known.id,
        tab=conflict.title,
        row=conflict.row,
        header=conflict.header,
        typed=conflict.typed,
        ledger=conflict.ledger,
    )


class Syncing:
    """The sync, as Slack and the schedule ask for it: one at a time, and none after the end."""

    def __init__(self, sync: Sync) -> None:
        self.only_if: Callable[[], bool] = lambda: True
        self._sync = sync
        self._in_hand = threading.Lock()
        self._news: SyncNews | None = None
        self._failed = 0
        self._stopped: tuple[StoppedTab, ...] = ()

    def news(self) -> SyncNews | None:
        """How the last sync went, whoever asked for it; None before the first."""
        return self._news

    def by_itself(self) -> bool:
        """Make both equal, as planned, but leave new rows alone that may still be typed.

        Whether there are such rows. Raises what `now` does.
        """
        return bool(self._run(patient=True).unsettled)

    def now(self) -> str:
        """Make ledger and sheet equal, and say what that came to.

        Raises:
            SyncElsewhere: another process of those that share the store does it.
            SyncRunning: another one is at it, or everything is about to stop.
            SheetError, StoreError: the sentence says what is wrong.
        """
        return self._run().sentence

    def _run(
        self,
        *,
        approve: Collection[str] = (),
        put_back: Collection[str] = (),
        patient: bool = False,
    ) -> SyncOutcome:
        if not self.only_if():
            raise SyncElsewhere
        if not self._in_hand.acquire(blocking=False):
            raise SyncRunning
        try:
            outcome = self._sync.run(approve=approve, put_back=put_back, patient=patient)
            self._stopped = tuple(
                StoppedTab(title, title in outcome.edited) for title in outcome.stopped
            )
            self._news, self._failed = SyncNews(datetime.now(UTC), outcome.sentence), 0
        except Exception as why:
            sentence = str(why if isinstance(why, BenefitError) else SyncBroken(why))
            self._news = SyncNews(datetime.now(UTC), sentence)
            self._failed += not isinstance(why, SyncRunning)
            raise
        finally:
            self._in_hand.release()
        if outcome.changed:
            _log.info("Sync: %s", replace(outcome, messages=()).sentence)
        return outcome

    def dry_run(self) -> Sequence[str]:
        """What a sync would come to, line by line and then in a sentence; nothing is changed.

        Raises:
            SyncRunning: a sync is at it, or everything is about to stop.
            SheetError: the sheet can't be read.
        """
        return self._try_out()

    def _try_out(self, approve: Collection[str] = ()) -> Sequence[str]:
        if not self._in_hand.acquire(blocking=False):
            raise SyncRunning
        try:
            outcome = self._sync.run(dry_run=True, approve=approve)
        finally:
            self._in_hand.release()
        return (*outcome.difference, outcome.sentence)

    def trouble(self) -> str | None:
        """Why the last syncs did not work, where several in a row didn't."""
        return self._news.sentence if self._news and self._failed >= IN_A_ROW else None

    def conflicts(self) -> SheetConflicts:
        """The conflicts that the sync finds."""
        return SheetConflicts(self._sync)

    def stopped(self) -> tuple[StoppedTab, ...]:
        """The tabs that the last sync left alone, because too much was missing or changed."""
        return self._stopped

    def changes(self, title: str, *, actor: Actor) -> Sequence[str]:
        """What letting a tab through would come to; nothing is changed.

        Raises:
            BenefitError: the actor may not, or the sheet can't be read.
        """
        actor.must_be_allowed(Action.DECIDE_CONFLICT)
        return self._try_out(approve=(title,))

    def let_through(self, title: str, *, actor: Actor) -> str:
        """Synchronise although so much was changed in a tab; what that came to.

        Raises:
            BenefitError: the actor may not, or the sync doesn't work.
        """
        actor.must_be_allowed(Action.DECIDE_CONFLICT)
        return self._run(approve=(title,)).sentence

    def put_back(self, title: str, *, actor: Actor) -> str:
        """Synchronise with the ledger's values in place of what was typed in a tab.

        Raises:
            BenefitError: the actor may not, or the sync doesn't work.
        """
        actor.must_be_allowed(Action.DECIDE_CONFLICT)
        return self._run(put_back=(title,)).sentence

    def finish(self, seconds: float) -> None:
        """Begin none any more, and wait so long for the one that runs."""
        if not self._in_hand.acquire(timeout=seconds):
            _log.warning("A sync was still running; the next one looks what became of it.")
