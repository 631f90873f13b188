"""What is said where usage is recorded, in a form or typed, and where it is confirmed."""

from typing import Final

TITLE: Final = "Record usage"
RECORD: Final = "Record"
RECORD_AGAIN: Final = "Record again"
CANCEL: Final = "Cancel"
DONE: Final = "Done"
MEMBER: Final = "Member"
TYPE_A_NAME: Final = "Type a name or a code"
BOOKED_TO_MEMBER: Final = "For an organisation's benefits, choose the organisation."
WHOSE: Final = "Choose who the benefit belongs to; what they have left is shown next."
NO_BENEFITS: Final = (
    "{name} has no benefits that are counted. Choose somebody else; a manager can enroll them."
)
MORE_BENEFITS: Final = "There are more benefits than fit here; the others can be typed."
BENEFIT: Final = "Benefit"
CHOOSE_BENEFIT: Final = "Choose a benefit"
ENDED: Final = "ended {end}"
LEFT_UNTIL: Final = "{left}, ends {end}"
USED_BY: Final = "Used by"
TYPE_A_HOLDER: Final = "Type a name"
DATE: Final = "Date"
CHOOSE_DATE: Final = "Choose a date"
QUANTITY: Final = "Quantity"
DESCRIPTION: Final = "Description"
EXAMPLE: Final = "Such as: board meeting"
TWICE: Final = (
    "The same contact, benefit, date ({on}) and quantity were recorded by {who} {when}. Press"
    " *Record again* if this is another use."
)
SHORT_OF: Final = "{benefit} of {contact}: {shortage}"
TYPE_AGAIN: Final = "Please correct the name and send the command again."

RECORDED: Final = "Usage recorded"
UNDO_COMES: Final = "A message with an Undo button is on its way to you."
RECORDED_FOR: Final = ":white_check_mark: {benefit} for {owner}{held}"
HELD: Final = ", used by {holder}"
USED_ON: Final = "{quantity} used on {on}"
REPEATED: Final = "It had been recorded already, so nothing was recorded twice."
ALREADY: Final = (
    "It had been recorded already, so nothing was recorded twice: {quantity} × {benefit} for"
    " {owner} on {on}."
)
OF_ENDED: Final = "It was drawn on a membership that ended {end}."
NOW_LEFT: Final = "Now {left}, until {ends}."
WITHOUT_LIMIT: Final = "It can be used without limit until {ends}."
OF_SEVERAL: Final = "Drawn on {levels} benefit levels; now {left}, until {ends}."
AND: Final = " and "
UNDO: Final = "Undo"
