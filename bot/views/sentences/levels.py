"""What is said in the forms that convey, recall and change a benefit level."""

from typing import Final

OWNER: Final = "Member"
OWNER_HINT: Final = "Who owns the benefit; what can be chosen is shown next."
CHOOSE_OWNER: Final = "Choose who owns the benefit."
BENEFIT: Final = "Benefit"
CHOOSE_BENEFIT: Final = "Choose a benefit"
TYPE_A_NAME: Final = "Type a name or a code"
CANCEL: Final = "Cancel"
MORE: Final = "There are more than fit here."

CONVEY_TITLE: Final = "Convey units"
CONVEY: Final = "Convey"
CONVEY_TO: Final = "To"
CONVEY_TO_HINT: Final = "They can use the units from then on, and nobody else can."
NOTHING_TO_CONVEY: Final = (
    "{name} has nothing that can be conveyed: only counted benefits of a whole term can be."
)
CONVEYED: Final = ":handshake: {quantity} × {benefit} of {owner} conveyed to {holder}"
ELSEWHERE: Final = (
    "{holder} belongs to {organisation}, not to {owner}. Undo it if that isn't meant."
)
ANOTHER: Final = "{holder} is another organisation than {owner}. Undo it if that isn't meant."

RECALL_TITLE: Final = "Recall units"
RECALL: Final = "Recall"
HELD: Final = "Units in other hands"
CHOOSE_HELD: Final = "Choose what is recalled"
ALL_UNUSED: Final = "Leave it blank to recall all that aren't used."
NOTHING_TO_RECALL: Final = "Nobody holds units of {name} that could be recalled."
RECALLED: Final = (
    ":leftwards_arrow_with_hook: {quantity} × {benefit} of {owner} recalled from {holder}"
)

ADJUST_TITLE: Final = "Change a benefit"
ADJUST: Final = "Change"
NUMBER: Final = "Number"
NUMBER_HINT: Final = "{used} used so far. A changed number needs a reason, below."
NUMBER_ANEW: Final = "It comes anew every {period}; the change lasts from this {period} on."
STATE: Final = "State"
ACCEPTED: Final = "Accepted by the member"
ACTIVE: Final = "Active: it can be used"
COMMENT: Final = "Comment"
SOURCE: Final = "Source"
SOURCE_HINT: Final = (
    "Where it comes from, as a short code of your own: up to 6 characters, such as GIFT."
)
REASON: Final = "Reason, where the number changes"
REASON_HINT: Final = "A changed number needs one; it stays in the history."
YES: Final = "yes"
NO: Final = "no"
NOTHING_TO_CHANGE: Final = "{name} has no benefits that could be changed."
CHANGED: Final = ":pencil2: {benefit} of {owner}: {changes}"
NOTHING_DIFFERS: Final = "Nothing differs: {benefit} of {owner} is like that already."
CHANGED_MEANWHILE: Final = (
    "This benefit was changed meanwhile. Please close the form and open it anew, so that nobody's"
    " change is lost."
)

TO_CONVEY: Final = "{left} of {number} left to convey, ends {end}"
OF_NUMBER: Final = "{used} of {number} used, ends {end}"
NOT_COUNTED: Final = "not counted"
UNLIMITED: Final = "unlimited, ends {end}"
IN_HANDS: Final = "{quantity} with {holder}"
NOW_LEFT: Final = "Now {left} of {number} left to use or to convey."
DATE: Final = "Date"
QUANTITY: Final = "Quantity"
NOTE: Final = "Note"
NOTE_HINT: Final = "For the staff; the member doesn't see it."
