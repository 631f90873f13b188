"""Refusals: the one place where an error becomes an answer to the person."""

import logging
from typing import Final

from slack_bolt import Ack
from slack_sdk.errors import SlackApiError

from bot.calls import EVENT, MENU, SUBMIT, Call
from bot.drafts import forms
from bot.reasons import CALL_FAILED, is_pause, reason_of
from bot.slack.answers import Answers, TooManyModals
from bot.slack.store_failures import for_people
from bot.views.notices import notice, notice_in_modal
from core.errors import BenefitError

SORRY: Final = (
    "Sorry, something went wrong in Benefit Desk. Please look at the benefit with /benefit-check"
    " before you try again, for it may have been recorded. The administrator finds the reason in"
    " the log."
)
BUSY: Final = "Slack is busy just now, and opens no form. Please try again in a minute."
TOO_SLOW: Final = "That took too long for Slack to open a form. Please try again."
_TOO_LATE: Final = frozenset({"expired_trigger_id", "trigger_expired"})
_OPENED_BEFORE: Final = frozenset({"exchanged_trigger_id", "trigger_exchanged"})
_log: Final = logging.getLogger(__name__)


class Refusals:
    """Answers what a listener raised."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def answer(self, error: Exception, call: Call, ack: Ack) -> None:
        """Tell the person where they are: under a field, in a message, in a modal."""
        if isinstance(error, SlackApiError) and reason_of(error) in _OPENED_BEFORE:
            _log.info("The same act came twice; its form was open already.")
            return
        told = _told(error, call)
        sentence = str(told)
        if call.kind == MENU:
            ack(options=[])
        elif call.kind == SUBMIT and ack.response is None:
            assert call.view is not None
            if not call.view.inputs:
                ack(response_action="push", view=notice_in_modal(sentence))
                return
            ack(response_action="errors", errors=forms.place(told, call.view))
        elif call.kind != EVENT:
            self._tell(call, sentence)

    def _tell(self, call: Call, sentence: str) -> None:
        try:
            if call.trigger and not call.reply_to:
                self._answers.show(call, notice_in_modal(sentence))
            else:
                self._answers.tell(call.user, notice(sentence), reply_to=call.reply_to)
        except (*CALL_FAILED, TooManyModals):
            self._tell_directly(call, sentence)

    def _tell_directly(self, call: Call, sentence: str) -> None:
        self._answers.confirm(call.user, notice(sentence))


def _told(error: Exception, call: Call) -> BenefitError:
    if isinstance(error, BenefitError):
        return for_people(error)
    if isinstance(error, SlackApiError) and reason_of(error) in _TOO_LATE:
        return BenefitError(TOO_SLOW)
    if isinstance(error, SlackApiError) and is_pause(error):
        return BenefitError(BUSY)
    _log.error("An act in Slack failed (%s).", call.kind, exc_info=error)
    return BenefitError(SORRY)
