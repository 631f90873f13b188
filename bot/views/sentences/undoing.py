"""What is said where something is taken back."""

from typing import Final

LATEST: Final = "What you recorded in the past seven days, the newest recording first:"
LATEST_TEN: Final = (
    "The latest ten of what you recorded in the past seven days, the newest recording first:"
)
NOTHING: Final = "You recorded nothing in the past seven days that could be taken back."
LATEST_ABOUT: Final = "The latest about {name}, the newest recording first:"
LATEST_TEN_ABOUT: Final = "The latest ten about {name}, the newest recording first:"
NOTHING_ABOUT: Final = "Nothing was recorded about {name} that could be taken back."
TITLE: Final = "Undo"
TAKE_BACK: Final = "Take back"
CANCEL: Final = "Cancel"
WHY: Final = "Why is it taken back?"
BOTH_STAY: Final = "The entry and its reversal both stay in the history."
TAKEN_BACK: Final = ":leftwards_arrow_with_hook: Taken back: {what}\nReason: {reason}"
ACT: Final = "{change}{on} · {owner}{held}{about}"
ON: Final = " on {day}"
TO: Final = ", to {holder}"
USED_BY: Final = ", used by {holder}"
USED: Final = "{quantity} used"
CONVEYED: Final = "{quantity} conveyed"
CHANGED: Final = "number changed by {quantity}"
