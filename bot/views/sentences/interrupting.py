"""What is said after a crash to whoever may not have been told."""

from typing import Final

INTERRUPTED: Final = (
    "Benefit Desk was interrupted while it answered you. What you see below was recorded; what you"
    " miss was not, and you can send it again."
)
