"""Deciding: which side of a conflict between sheet and ledger is right."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from slack_sdk import WebClient

from bot.calls import Call
from bot.conflicts import MOST, AskedAbout, AskedBook, SheetConflict, Side
from bot.names import Act
from bot.office import Office
from bot.reasons import CALL_FAILED
from bot.slack.managers import managers
from bot.slack.switchboard import Switchboard
from bot.views.deciding import conflict_decided, conflict_question, conflict_settled
from bot.views.parts import Message
from bot.views.sentences import deciding as said
from core.actor import Action
from core.errors import BenefitError

_log: Final = logging.getLogger(__name__)


class NoSheetAnyMore(BenefitError):
    """A button from a time when there was a sheet."""

    def __init__(self) -> None:
        super().__init__(said.NO_SHEET)


class DecideConflicts:
    """Asks managers about new conflicts, and listens to their answers."""

    def __init__(self, office: Office, slack: WebClient) -> None:
        self._office = office
        self._slack = slack
        self._book = AskedBook(office.desk.store)
        if office.conflicts:
            office.conflicts.look = self.look

    def listen(self, to: Switchboard) -> None:
        """Take a button for each side."""
        to.action(Act.TAKE_SHEETS, lambda call: self.decide(call, Side.SHEET))
        to.action(Act.KEEP_OURS, lambda call: self.decide(call, Side.DESK))

    def waiting(self) -> Sequence[SheetConflict]:
        """The conflicts that wait for a manager."""
        watch = self._office.conflicts
        return watch.conflicts.waiting() if watch else ()

    def decide(self, call: Call, side: Side) -> None:
        """Pick a side; the question's place is taken by who decided what."""
        manager = self._office.allowed(call, Action.DECIDE_CONFLICT)
        if self._office.conflicts is None:
            raise NoSheetAnyMore
        decided = self._office.conflicts.conflicts.decide(call.value, side, manager)
        self._office.homes.touch()
        told, asked = conflict_decided(decided, side, manager.id), self._book.read()
        known = asked.pop(call.value, None)
        if known:
            self._replace(known, told)
            self._book.keep(asked)
        if call.view is None and not known:
            self._office.answers.tell(call.user, told, reply_to=call.reply_to, replacing=True)

    def look(self) -> None:
        """Ask about conflicts that are new; say of those that are gone that they are settled."""
        waiting, asked = {each.id: each for each in self.waiting()}, self._book.read()
        gone = [each for name, each in asked.items() if name not in waiting]
        new = [each for name, each in waiting.items() if name not in asked][:MOST]
        if not gone and not new:
            return
        for known in gone:
            self._replace(known, conflict_settled(known.conflict))
            del asked[known.conflict.id]
        for conflict in new:
            asked[conflict.id] = self._ask(conflict)
            self._book.keep(asked)
        self._book.keep(asked)
        self._office.homes.touch()

    def _ask(self, conflict: SheetConflict) -> AskedAbout:
        message, asked = conflict_question(conflict), AskedAbout(conflict, ())
        settings = self._office.settings
        channel = settings.approvals.channel
        people = managers(self._slack, settings.roles, self._office.people)
        for place in [channel] if channel else people:
            try:
                answer = self._slack.chat_postMessage(channel=place, **message.as_arguments())
            except CALL_FAILED as error:
                _log.warning("A manager could not be asked (%s): %s", place, error)
            else:
                post = (str(answer["channel"]), str(answer["ts"]))
                asked = replace(asked, posts=(*asked.posts, post))
        return asked

    def _replace(self, known: AskedAbout, message: Message) -> None:
        for channel, ts in known.posts:
            try:
                self._slack.chat_update(channel=channel, ts=ts, **message.as_arguments())
            except CALL_FAILED as error:
                _log.warning("A question that was decided could not be changed: %s", error)
