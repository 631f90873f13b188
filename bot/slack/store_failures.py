"""What people in Slack are told where the store fails them.

The store's own sentence names files and commands: it is for whoever looks after the machine, and
goes into the log.
"""

import logging
from typing import Final

from core.errors import BenefitError
from core.store import DecideAgain, StoreError
from core.stores.failures import AnswerLost, HeldElsewhere, OutcomeUnknown

FAILED: Final = (
    "Benefit Desk can't get at its records just now, so nothing was done. Please tell an"
    " administrator, who finds the reason in the log."
)
IN_DOUBT: Final = (
    "The records failed in the middle of that, so nobody can tell whether it was recorded. Please"
    " look with /benefit-check before you try again, and tell an administrator, who finds the"
    " reason in the log."
)
BUSY: Final = (
    "Something else has been writing for long, an import perhaps, so nothing was done. Please try"
    " again in a minute."
)
_log: Final = logging.getLogger(__name__)


def for_people(refusal: BenefitError) -> BenefitError:
    """The refusal as whoever acted is told it: a failing store in words that they can use."""
    match refusal:
        case HeldElsewhere():
            sentence = BUSY
        case OutcomeUnknown() | AnswerLost():
            sentence = IN_DOUBT
        case StoreError() if not isinstance(refusal, DecideAgain):
            sentence = FAILED
        case _:
            return refusal
    _log.error("An act in Slack met a store that fails: %s", refusal)
    return BenefitError(sentence)
