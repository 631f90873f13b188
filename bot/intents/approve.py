"""Approving: managers confirm a usage of more than is left, or decline it."""

import logging
from collections.abc import Callable
from typing import Final

from slack_sdk import WebClient

from bot.approvals import Approval, Approvals, Decision
from bot.calls import Call
from bot.names import Act
from bot.office import Office
from bot.reasons import CALL_FAILED
from bot.receipts import receipt_of
from bot.slack.managers import managers
from bot.slack.switchboard import Switchboard
from bot.views.approval import Asked, approved, decided, declined, question
from bot.views.notices import notice
from bot.views.parts import Message
from bot.views.sentences import approval as said
from core.actor import Action, Actor
from core.books import Books
from core.errors import BenefitError
from core.recording import UsageRequest

_log: Final = logging.getLogger(__name__)


class NoManagerReached(BenefitError):
    """Nobody is named as manager, or Slack took the question for none of them."""

    def __init__(self) -> None:
        super().__init__(said.NO_MANAGER)


class ApproveOverage:
    """Asks the managers, and listens to their answers."""

    def __init__(self, office: Office, slack: WebClient) -> None:
        self._office = office
        self._slack = slack
        self.approvals: Final = Approvals(office.desk)

    def listen(self, to: Switchboard) -> None:
        """Take the two buttons."""
        to.action(Act.APPROVE, self.approve)
        to.action(Act.DECLINE, self.decline)

    def asked(self, request: UsageRequest, asker: Actor) -> Asked:
        """What is asked for, in names."""
        today = self._office.desk.today(asker)

        def named(books: Books) -> Asked:
            contact = books.contacts[request.contact]
            return Asked(
                contact=contact,
                holder=books.contacts.get(request.holder or "", contact),
                benefit=books.benefit_types[request.benefit_type],
                quantity=request.quantity,
                on=request.used_on or today,
                description=request.description,
            )

        return self._office.desk.read(named)

    def ask(self, request: UsageRequest, asker: Actor, shortage: str) -> Callable[[], None]:
        """Keep the question; what is given back posts it, once the person has their answer."""
        approval, new = self.approvals.ask(request, asker.id, shortage)
        self._office.homes.touch()
        return (lambda: self._post(approval, asker)) if new else lambda: None

    def approve(self, call: Call) -> None:
        """Record it in the name of who asked, with the manager as its approver."""
        manager = self._office.allowed(call, Action.CONFIRM_OVERAGE)
        with self.approvals.one_at_a_time():
            approval = self.approvals.the_open(call.value)
            asker = self._office.people.actor(approval.asker)
            usage = self._office.desk.record(approval.request, actor=asker, approver=manager)
            approval = self.approvals.decide(call.value, Decision.APPROVED, manager.id)
        told = approved(approval, receipt_of(self._office.desk, usage))
        self._tell(approval, asker, told)

    def decline(self, call: Call) -> None:
        """Leave it unrecorded, and say so."""
        manager = self._office.allowed(call, Action.CONFIRM_OVERAGE)
        approval = self.approvals.decide(call.value, Decision.DECLINED, manager.id)
        asker = self._office.people.actor(approval.asker)
        told = declined(approval, self.asked(approval.request, asker))
        self._tell(approval, asker, told)

    def _tell(self, approval: Approval, asker: Actor, told: Message) -> None:
        """Tell who asked; the answer takes the question's place wherever that stands."""
        self._office.homes.touch()
        self._office.answers.confirm(approval.asker, told)
        self._replace(approval, asker)

    def _replace(self, approval: Approval, asker: Actor) -> None:
        """Put what was decided in the question's place, wherever that stands."""
        said_now = decided(approval, self.asked(approval.request, asker))
        for channel, ts in approval.posts:
            try:
                self._slack.chat_update(channel=channel, ts=ts, **said_now.as_arguments())
            except CALL_FAILED as error:
                _log.warning("A question that was decided could not be changed: %s", error)

    def _post(self, approval: Approval, asker: Actor) -> None:
        message = question(approval, self.asked(approval.request, asker))
        posts = []
        for place in self._places():
            try:
                answer = self._slack.chat_postMessage(channel=place, **message.as_arguments())
            except CALL_FAILED as error:
                _log.warning("A manager could not be asked (%s): %s", place, error)
            else:
                posts.append((str(answer["channel"]), str(answer["ts"])))
        if not posts:
            self.approvals.forget(approval.key)
            self._office.answers.tell(asker.id, notice(str(NoManagerReached())))
            return
        if decided_meanwhile := self.approvals.note_posts(approval.key, posts):
            self._replace(decided_meanwhile, asker)

    def _places(self) -> list[str]:
        settings = self._office.settings
        if settings.approvals.channel:
            return [settings.approvals.channel]
        return managers(self._slack, settings.roles, self._office.people)
