"""Synchronising ledger and sheet at once, and letting through tabs that wait for a manager."""

from typing import Final

from bot.calls import Call
from bot.meaning import must_stand_alone
from bot.names import Act
from bot.office import Office, StoppedTabs
from bot.slack.switchboard import Switchboard
from bot.views.notices import dry_run, notice
from bot.views.sentences import syncing as said
from bot.views.stopped_tabs import stopped_tabs
from core.actor import Action, Actor
from core.errors import BenefitError

DRY_RUN: Final = frozenset({"dry-run", "--dry-run", "dryrun"})
"""What is typed behind the subcommand where nothing is to be changed."""


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
        to.action(Act.SEE_CHANGES, self._see_changes)
        to.action(Act.LET_THROUGH, self._let_through)
        to.action(Act.PUT_TAB_BACK, self._put_back)

    def typed(self, call: Call, text: str) -> None:
        """Synchronise where nothing is typed behind the subcommand, or say what that would do.

        Raises:
            TakesNothingMore: something else is typed.
        """
        # A phone makes one dash of two.
        if text.casefold().replace("\N{EM DASH}", "--").replace(" ", "-") in DRY_RUN:
            self.dry_run(call)
            return
        self._office.allowed(call, Action.SYNC)
        must_stand_alone("sync", text)
        self.sync(call)

    def dry_run(self, call: Call) -> None:
        """Say what a sync would come to; nothing is changed."""
        self._office.allowed(call, Action.SYNC)
        if self._office.sync_now is None:
            raise NoSheet
        self._office.answers.tell(call.user, notice(said.LOOKING), reply_to=call.reply_to)
        told = dry_run(self._office.sync_dry_run())
        self._office.answers.tell(call.user, told, reply_to=call.reply_to)

    def sync(self, call: Call) -> None:
        """Synchronise, and say how it went."""
        actor = self._office.allowed(call, Action.SYNC)
        if self._office.sync_now is None:
            raise NoSheet
        self._office.answers.tell(call.user, notice(said.BUSY), reply_to=call.reply_to)
        outcome = self._office.sync_now()
        self._office.answers.tell(call.user, notice(outcome), reply_to=call.reply_to)
        if self._office.tabs and actor.may(Action.DECIDE_CONFLICT):
            self._tell_stopped(call, self._office.tabs)

    def _see_changes(self, call: Call) -> None:
        """Say what was changed in a tab, before a manager decides; nothing is taken."""
        actor, tabs = self._in_charge(call)
        told = dry_run(tabs.changes(call.value, actor=actor))
        self._office.answers.tell(call.user, told, reply_to=call.reply_to)

    def _let_through(self, call: Call) -> None:
        """Synchronise with a tab in which much was changed, as a manager wants it."""
        actor, tabs = self._in_charge(call)
        self._tell_decided(call, tabs, tabs.let_through(call.value, actor=actor))

    def _put_back(self, call: Call) -> None:
        """Have the ledger's values stand in a tab again; its Status says what was typed."""
        actor, tabs = self._in_charge(call)
        self._tell_decided(call, tabs, tabs.put_back(call.value, actor=actor))

    def _tell_decided(self, call: Call, tabs: StoppedTabs, told: str) -> None:
        """Say how it went in place of the buttons; the tabs that still wait have theirs anew."""
        answers = self._office.answers
        answers.tell(call.user, notice(told), reply_to=call.reply_to, replacing=True)
        self._tell_stopped(call, tabs)

    def _tell_stopped(self, call: Call, tabs: StoppedTabs) -> None:
        if titles := tabs.stopped():
            self._office.answers.tell(call.user, stopped_tabs(titles), reply_to=call.reply_to)

    def _in_charge(self, call: Call) -> tuple[Actor, StoppedTabs]:
        actor = self._office.allowed(call, Action.DECIDE_CONFLICT)
        if self._office.tabs is None:
            raise NoSheet
        return actor, self._office.tabs
