"""Going round: whatever is due is done, once for each period, by whoever leads.

What was done is in the store. What was missed while nothing ran is caught up, in its order.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.schedule.leading import Leader
from bot.schedule.periods import Period, Plan
from core.desk import Desk
from core.errors import BenefitError

MOST: Final = 5
"""So many missed periods of one kind are caught up; what is older is no news any more."""
_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chore:
    """Something that is done for each period: when, what, and in what words people are told of it.

    `late` is how long after its time the very first one is still done.
    """

    name: str
    says: str
    plan: Plan
    do: Callable[[Period], object]
    late: timedelta = timedelta(0)

    @property
    def document(self) -> str:
        """Where the store keeps which period was done last."""
        return f"periods:{self.name}"


class Rounds:
    """The chores of one desk."""

    def __init__(self, desk: Desk, chores: Sequence[Chore], leader: Leader) -> None:
        self.chores = tuple(chores)
        self.led = False
        """Whether this process was the one when it last looked."""
        self._desk = desk
        self._leader = leader

    def go(self) -> None:
        """Do what is due, if this process leads; what fails is tried again in the next round."""
        for chore in self.chores:
            try:
                if not self._catch_up(chore):
                    return
            except BenefitError as error:
                _log.warning("“%s” did not work: %s", chore.name, error)
            except Exception:  # noqa: BLE001 - the other chores go on; it is logged in full
                _log.exception("“%s” failed.", chore.name)

    def _catch_up(self, chore: Chore) -> bool:
        """Do what is due of one kind; False where this process doesn't lead, or no longer.

        It is asked before each period: one may have taken so long that another process took over.
        """
        if not self.leads():
            return False
        for period in missed(self._desk, chore):
            if not self.leads():
                return False
            chore.do(period)
            done(self._desk, chore, period.planned_on)
        return True

    def leads(self) -> bool:
        """Whether it is this process that does what is due."""
        self.led = self._leader.leads()
        return self.led

    def leave(self) -> None:
        """Let another process go round at once."""
        self._leader.resign()


def missed(desk: Desk, chore: Chore) -> Iterator[Period]:
    """The periods that are due and weren't done, the oldest first."""
    now, until = desk.clock.now(), last_done(desk, chore)
    newest = chore.plan.last(now)
    if until is None:
        if now - newest.planned_at <= chore.late:
            yield newest
        else:
            done(desk, chore, newest.planned_on, left_out=True)
        return
    due = []
    while until < newest.planned_on:
        due.append(chore.plan.after(until))
        until = due[-1].planned_on
    if len(due) > MOST:
        _log.warning(
            "“%s” was missed %s times; the last %s are caught up.", chore.name, len(due), MOST
        )
    yield from due[-MOST:]


def last_done(desk: Desk, chore: Chore) -> date | None:
    """The planned day of the last period that was done."""
    document = desk.store.document(chore.document)
    return date.fromisoformat(document["done"]) if document else None


def left_out(desk: Desk, chore: Chore) -> bool:
    """Whether nothing was done yet: the last period was due before anything ran here."""
    document = desk.store.document(chore.document)
    return bool(document and document.get("left_out"))


def done(desk: Desk, chore: Chore, day: date, *, left_out: bool = False) -> None:
    """Note that the period of this planned day was done, or is left out for good."""
    beside = {"left_out": True} if left_out else {}
    desk.store.keep(chore.document, {"done": day.isoformat(), **beside})
