"""What is said of the sync with the sheet."""

from typing import Final

BUSY: Final = "Synchronising with the sheet …"
LOOKING: Final = "Looking what a sync would do …"
MORE_LINES: Final = "… and {count} more lines"
NO_SHEET: Final = "No Google Sheet is set up. An administrator can name one with GOOGLE_SHEET_ID."
STOPPED: Final = "Left alone until a manager has looked"
SEE_CHANGES: Final = "See the changes in {title}"
LET_THROUGH: Final = "Let {title} through"
PUT_BACK: Final = "Put {title} back as it was"
