"""What is said where a manager is asked to confirm an overage."""

from typing import Final

ASK_A_MANAGER: Final = "Ask a manager"
CONFIRM: Final = "Confirm overage"
CAN_ASK: Final = (
    "{shortage} Press *Ask a manager*, and the managers are asked. It is recorded once one of them"
    " approves."
)
CAN_CONFIRM: Final = (
    "{shortage} Press *Confirm overage* to record it all the same; your name stands in the history."
)
ASKED: Final = (
    ":raised_hand: The managers are asked: {what}\nNothing is recorded yet. Once a manager has"
    " decided, you will be told in Benefit Desk's messages to you."
)
ASKED_TITLE: Final = "Managers are asked"
DONE: Final = "Done"
NO_MANAGER: Final = (
    "No manager could be reached, so nobody was asked and nothing is recorded. Please speak to one"
    " yourself."
)

QUESTION: Final = ":raised_hand: {who} asks for more than is left: {what}\n{shortage}"
WHAT: Final = "{quantity} × *{benefit}* for *{contact}* on {on}"
HELD: Final = "{what}, used by {holder}"
APPROVE: Final = "Approve"
DECLINE: Final = "Decline"
APPROVED: Final = ":white_check_mark: {what}\nAsked by {who}, approved by {by}."
DECLINED: Final = ":no_entry_sign: {what}\nAsked by {who}, declined by {by}."
TOLD_APPROVED: Final = "Approved by {by}."
TOLD_DECLINED: Final = ":no_entry_sign: {by} declined: {what}\nNothing is recorded."
DECIDED_BEFORE: Final = "That was {state} by somebody else already."
LET_GO: Final = "decided or let go"
STATES: Final = {"approved": "approved", "declined": "declined"}
