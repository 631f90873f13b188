"""What is said in the App Home."""

from typing import Final

BENEFITS_OF: Final = "Benefits of {organisation}"
CHECK: Final = "Check a member's benefits"
WAITING: Final = "*Waiting for a manager*"
MORE_WAITING: Final = "… and {count} more, in the managers' messages."
RECORDED: Final = "*You recorded lately*"
NOTHING_RECORDED: Final = "Nothing in the past seven days."
LOW: Final = "*Running low*"
NOTHING_LOW: Final = "No benefit has a quarter or less of it left."
SOON: Final = "*Ends soon, with something left*"
NOTHING_ENDS: Final = "Nothing that is left ends within {days} days."
LINE: Final = "{contact} · {benefit}: {left}, ends {end}"
AND_MORE: Final = "… and {count}."
SYNC: Final = "The sheet, at {at}: {sentence}"
NO_SYNC_YET: Final = "The sheet has not been synchronised since Benefit Desk was started."
NO_SHEET: Final = "No Google Sheet is set up."
