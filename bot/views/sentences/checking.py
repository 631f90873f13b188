"""What is said where somebody looks at a contact's benefits."""

from typing import Final

from core.quantity import Quantity, plain

FILTERS: Final = {
    "all": "all",
    "remaining": "remaining",
    "used-up": "used up",
    "ending-soon": "ending soon",
    "declined": "declined",
}
SHOW: Final = "Show: {filter}"
SUMMARY: Final = "Benefits of {name}: {counted}"
COUNTED: Final = "{benefits}, {remaining} with something left."
DECLINED: Final = "declined"
INACTIVE: Final = "inactive"
INCLUDED: Final = "included, not counted"
ENDED: Final = "ended {end}, {used} used"
USED: Final = "{used} used"
ENDS: Final = "ends {end}"
EARLIER_USES: Final = "… and {count}"
EARLIER_USE: Final = "earlier use"
ASK: Final = "Whose benefits would you like to see?"
TYPE_A_NAME: Final = "Type a name or a code"
BENEFITS: Final = "Benefits"
SHOWN: Final = "Which benefits are shown"
WHY: Final = "Why this number?"
RECORD: Final = "Record"
CHANGE: Final = "Change …"
CONVEY: Final = "Convey …"
RECALL: Final = "Recall …"
EARLIER: Final = "Page before"
LATER: Final = "Next page"
PAGE_OF: Final = "Page {page} of {pages}"
BENEFITS_OF: Final = "Benefits of {name}"
NO_MEMBERSHIP: Final = "{name} has no membership, and so no benefits."
ONLY_CONVEYED: Final = "{name} has no membership."
NOTHING_SHOWN: Final = "Nothing here is {filter}."
CONVEYED_TO_THEM: Final = ":handshake: *Conveyed to {name}*"
HELD: Final = "{benefit} of {owner}\n{quantity} left, until {until}"
COMES_OUT: Final = "The sum"
BEHIND_IT: Final = "What is behind it, the latest first"
TOLD_BY: Final = "{what}\nrecorded by {who}, {when}, {source}"
SOURCES: Final = {
    "slack": "in Slack",
    "sheet": "in the sheet",
    "cli": "at the command line",
    "event": "with a registration",
    "schedule": "by the schedule",
}


def in_other_hands(hands: dict[str, Quantity]) -> str:
    """Such as “with others: 2 with Jane Field”, of names that are escaped."""
    return "with others: " + ", ".join(f"{plain(units)} with {who}" for who, units in hands.items())
