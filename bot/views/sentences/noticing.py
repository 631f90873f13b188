"""What is said around a notice."""

from typing import Final

TITLE: Final = "Benefit Desk"
DONE: Final = "Done"
POSTED: Final = "The weekly report is posted"
POSTED_BEFORE: Final = "This week's report was posted before"
SEE_IT: Final = "{text}: <{link}|see it in its channel>."
