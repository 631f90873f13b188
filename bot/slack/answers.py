"""Answers: messages, modals and App Homes on their way to one person."""

import logging
import secrets
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from typing import Any, Final

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View

from bot.calls import Call
from bot.reasons import CALL_FAILED, is_pause, may_work_later, reason_of
from bot.slack.hooks import Hooks
from bot.slack.owed import Owed
from bot.slack.store_failures import for_people
from bot.slack.turns import Turns
from bot.views.notices import notice, notice_in_modal
from bot.views.parts import Message
from bot.views.sentences.opening import (
    ASKED,
    DONE,
    JUST_A_MOMENT,
    NOT_FILLED,
    TOO_MANY,
    UNANSWERED,
)
from bot.views.shown_again import shown_again
from core.errors import BenefitError

OPENS_WITHIN: Final = 1.0
"""Seconds that a modal's content may take; its trigger lives for three."""
TRIES: Final = 4
BETWEEN_TRIES: Final = 0.4
"""Seconds, while a modal that was pushed comes up."""
BUILDERS: Final = 8
"""How many contents are made at once; more wait, with their modal open already."""
_log: Final = logging.getLogger(__name__)


class TooManyModals(BenefitError):
    """Slack lays three modals on top of each other, and no fourth."""

    def __init__(self) -> None:
        super().__init__(TOO_MANY)


class Answers:
    """Slack's ways of answering one person."""

    def __init__(self, slack: WebClient, owed: Owed, hooks: Hooks) -> None:
        self.turns = Turns()
        self._slack = slack
        self._owed = owed
        self._hooks = hooks
        self._builders = ThreadPoolExecutor(BUILDERS, thread_name_prefix="content")

    def tell(
        self, user: str, message: Message, *, reply_to: str = "", replacing: bool = False
    ) -> None:
        """Say something that only `user` sees: where they are, or else by direct message.

        `replacing` takes the place of the message in which they clicked. Where Slack asks for a
        long pause, it is said after that.
        """
        if reply_to and self._hooks.take(reply_to, message, replacing=replacing):
            return
        try:
            self._slack.chat_postMessage(channel=user, **message.as_arguments())
        except SlackApiError as error:
            if is_pause(error):
                self._owed.keep(user, message)
                return
            if message.otherwise is None or reason_of(error) != "invalid_blocks":
                raise
            self._slack.chat_postMessage(channel=user, **message.otherwise.as_arguments())

    def confirm(
        self, user: str, message: Message, *, reply_to: str = "", replacing: bool = False
    ) -> None:
        """Say what became of an act, now or else as soon as Slack takes it.

        What is in the ledger stays there if it can't be said now. Acts for which Slack waits go
        first.
        """
        self.turns.after_you()
        try:
            self.tell(user, message, reply_to=reply_to, replacing=replacing)
        except CALL_FAILED as error:
            if may_work_later(error):
                _log.warning("%s could not be told just now, and will be later: %s", user, error)
                self._owed.keep(user, message)
            else:
                _log.warning("%s could not be told what became of an act: %s", user, error)

    def show(self, call: Call, view: View) -> str:
        """Open a modal, on top of the one in which the person acted where there is one; its id.

        Raises:
            TooManyModals: three lie on top of each other already.
        """
        try:
            if call.view and call.view.is_modal:
                answer = self._slack.views_push(trigger_id=call.trigger, view=view.to_dict())
            else:
                answer = self._slack.views_open(trigger_id=call.trigger, view=view.to_dict())
        except SlackApiError as error:
            if reason_of(error) != "push_limit_reached":
                raise
            raise TooManyModals from error
        return str((answer.get("view") or {}).get("id") or "")

    def open(self, call: Call, content: Callable[[], View]) -> None:
        """Open a modal while its trigger lives, however long its content takes.

        Where it takes long, a modal that says so is opened first and filled afterwards.
        """
        made = self._builders.submit(content)
        try:
            view = made.result(OPENS_WITHIN)
        except TookTooLong:
            self._fill_later(self.show(call, notice_in_modal(JUST_A_MOMENT)), made)
        else:
            self.show(call, view)

    def push(self, ack: Ack, content: Callable[[], View]) -> None:
        """Answer a submit with another modal on top, in time however long its content takes.

        Raises:
            BenefitError: the content was refused at once, so the form is to say why.
        """
        made = self._builders.submit(content)
        try:
            ack(response_action="push", view=made.result(OPENS_WITHIN))
        except TookTooLong:
            name = secrets.token_urlsafe()
            waiting = notice_in_modal(JUST_A_MOMENT).to_dict() | {"external_id": name}
            ack(response_action="push", view=waiting)
            self._fill_later("", made, external_id=name)

    def _fill_later(self, shown: str, made: Future[View], *, external_id: str = "") -> None:
        try:
            view = made.result()
        except BenefitError as refusal:
            view = notice_in_modal(str(for_people(refusal)))
        except Exception:
            self.fill(shown, notice_in_modal(NOT_FILLED), external_id=external_id)
            raise
        self.fill(shown, view, external_id=external_id)

    def answer_late(self, call: Call, answer: Mapping[str, Any]) -> None:
        """Show what a submit is answered with, where its modal says by now that it takes a moment.

        A form in which something is wrong comes back as it was submitted. Where its modal is gone,
        it is told by message that nothing was done; what was done is told by whoever did it.
        """
        assert call.view is not None
        errors = answer.get("errors") or {}
        view = answer.get("view") or notice_in_modal(DONE).to_dict()
        again = shown_again(call.view.told, errors) if errors else view
        try:
            self._slack.views_update(view_id=call.view.id, view=again)
        except CALL_FAILED as error:
            _log.info("A form was answered too late to be shown it: %s", error)
            if errors or view.get("submit"):
                why = " ".join(errors.values()) or ASKED
                self.confirm(call.user, notice(UNANSWERED.format(why=why)))

    def fill(self, view_id: str, view: View, *, external_id: str = "") -> None:
        """Give an open modal its content; nothing where it was closed meanwhile."""
        which = {"external_id": external_id} if external_id else {"view_id": view_id}
        # A modal that was pushed a moment ago may not be there yet.
        for _ in range(TRIES if external_id else 1):
            try:
                self._slack.views_update(**which, view=view.to_dict())
            except SlackApiError as error:
                if reason_of(error) != "not_found":
                    raise
                time.sleep(BETWEEN_TRIES if external_id else 0)
            else:
                return
        _log.info("A modal was closed before it could be filled.")

    def change(self, call: Call, view: View) -> None:
        """Give the modal in which the person acted other content, unless it changed meanwhile."""
        assert call.view is not None
        try:
            self._slack.views_update(view_id=call.view.id, hash=call.view.hash, view=view.to_dict())
        except SlackApiError as error:
            if reason_of(error) not in {"hash_conflict", "not_found"}:
                raise
            _log.info("A modal moved on before it could be updated.")

    def show_home(self, user: str, view: View) -> None:
        """Give a person's App Home other content."""
        self._slack.views_publish(user_id=user, view=view.to_dict())
