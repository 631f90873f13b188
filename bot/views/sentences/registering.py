"""What is said where somebody is registered for an event."""

from typing import Final

TITLE: Final = "Register for an event"
REGISTER: Final = "Register"
CANCEL: Final = "Cancel"
EVENT: Final = "Event"
TYPE_AN_EVENT: Final = "Type the name of an event"
REGISTRATION_TYPE: Final = "Registration type"
CHOOSE_TYPE: Final = "Choose how they register"
ATTENDEE: Final = "Who comes"
TYPE_A_NAME: Final = "Type a name or a code"
PLACES: Final = "Places"
PLACES_HINT: Final = "Press Enter to see the price for so many."
REGISTERED_ON: Final = "Registered on"
NO_TYPES: Final = "There is no way to register for *{event}* yet."
CHOOSE_FIRST: Final = "Choose event, type and who comes; the price is shown here."
PRICE_OF: Final = "{name}, {price} {currency}"
PRICE_UNKNOWN: Final = "{name}, price not known"

PRICE: Final = ":receipt: *{due} {currency} to pay*\nList price {list}, discount {discount}."
NO_PRICE: Final = ":receipt: The list price is not known, so neither is the price to pay."
DRAWS: Final = "Draws {quantity} × {benefit} of {owner}."
NO_BENEFIT: Final = "No benefit covers it."
REFUSED: Final = ":warning: {why}"

REGISTERED: Final = ":white_check_mark: {contact} is registered for {event}"
PLACES_AS: Final = "{places} as {kind}, registered on {on}"
CANCEL_IT: Final = "Cancel registration …"

CANCEL_TITLE: Final = "Cancel registration"
CANCEL_SUBMIT: Final = "Cancel it"
KEEP: Final = "Keep it"
WHY: Final = "Why is it cancelled?"
WHY_HINT: Final = "The registration and its cancellation both stay in the history."
CANCELLED: Final = (
    ":leftwards_arrow_with_hook: The registration of {contact} for {event} is cancelled."
    "\nReason: {reason}"
)
GIVEN_BACK: Final = "Given back: {quantity} × {benefit}"
STANDING: Final = "Registrations of {name}:"
NONE_STANDING: Final = "{name} is registered for no event."
NAME_SOMEBODY: Final = "Please name who is registered: /benefits cancel Jane"
