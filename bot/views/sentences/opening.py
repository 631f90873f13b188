"""What is said while a modal still waits for its content."""

from typing import Final

JUST_A_MOMENT: Final = "Just a moment: Benefit Desk is busy. This fills by itself."
DONE: Final = "Done. What became of it is in your messages from Benefit Desk."
NOT_FILLED: Final = "Sorry, this could not be filled. Please close it and try again."
TOO_MANY: Final = (
    "Slack lays no more than three forms on top of each other. Please close one first."
)
NOT_DONE: Final = ":warning: *Not done:* {why} What you filled in is still here."
UNANSWERED: Final = "Your form could not be answered any more, and nothing was done. {why}"
ASKED: Final = "Please open it again: there is a question to answer first."
