"""Synchronising ledger and sheet at once, and picking a side where they differ."""

from bot.calls import Call
from bot.names import Act
from bot.office import Office
from bot.switchboard import Switchboard
from bot.views.conflict import conflicts_to_decide, decided, stopped_tabs
from bot.views.notices import notice
from bot.views.sentences import syncing as said
from core.actor import Action
from core.errors import BenefitError


class NoSheet(BenefitError):
    """The settings name no sheet."""

    def __init__(self) -> None:
        super().__init__(said.NO_SHEET)


class SyncNow:
    """Listens to the panel's button; the command comes from the panel."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def listen(self, to: Switchboard) -> None:
        """Take the button."""
        to.action(Act.SYNC, self.sync)
        to.action(Act.TAKE_SHEET, lambda call: self._decide(call, for_sheet=True))
        to.action(Act.KEEP_DESK, lambda call: self._decide(call, for_sheet=False))
        to.action(Act.LET_THROUGH, self._let_through)

    def sync(self, call: Call) -> None:
        """Synchronise, and say how it went."""
        actor = self._office.allowed(call, Action.SYNC)
        if self._office.sync_now is None:
            raise NoSheet
        self._office.answers.tell(call.user, notice(said.BUSY), reply_to=call.reply_to)
        outcome = self._office.sync_now()
        self._office.answers.tell(call.user, notice(outcome), reply_to=call.reply_to)
        conflicts = self._office.conflicts
        if conflicts is None or not actor.may(Action.DECIDE_CONFLICT):
            return
        if titles := conflicts.stopped():
            self._office.answers.tell(call.user, stopped_tabs(titles), reply_to=call.reply_to)
        if waiting := conflicts.open():
            message = conflicts_to_decide(waiting)
            self._office.answers.tell(call.user, message, reply_to=call.reply_to)

    def _let_through(self, call: Call) -> None:
        """Synchronise with a tab in which much was changed, as a manager wants it."""
        actor = self._office.allowed(call, Action.DECIDE_CONFLICT)
        if self._office.conflicts is None:
            raise NoSheet
        told = self._office.conflicts.let_through(call.value, actor=actor)
        self._office.answers.tell(call.user, notice(told), reply_to=call.reply_to)

    def _decide(self, call: Call, *, for_sheet: bool) -> None:
        """Pick a side of one conflict, and have it carried out."""
        actor = self._office.allowed(call, Action.DECIDE_CONFLICT)
        if self._office.conflicts is None:
            raise NoSheet
        waiting = {each.id: each for each in self._office.conflicts.open()}
        self._office.conflicts.decide(call.value, for_sheet=for_sheet, actor=actor)
        told = notice(decided(waiting[call.value], for_sheet=for_sheet))
        self._office.answers.tell(call.user, told, reply_to=call.reply_to)
        self.sync(call)
