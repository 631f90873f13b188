"""What is said in the posts that the schedule makes: the week, the digest, the alerts."""

from typing import Final

AND_MORE: Final = "• and {count} more"
LEFT_UNTIL: Final = "{contact}: {benefit}, {left} left until {until}"

WEEK: Final = "Member benefits: the week"
WEEK_HINT: Final = "All figures as CSV are in the thread. For other days: /benefits report"
NOTHING: Final = "Nothing was used."
USED: Final = "{uses} by {members}{worth}. {compared}"
WORTH: Final = ", worth {value} {currency}"
WORTH_AT_LEAST: Final = ", worth at least {value} {currency}"
NONE_BEFORE: Final = "The week before had none."
AS_MANY: Final = "The week before had as many."
MORE: Final = "That is {count} more than the week before ({before})."
FEWER: Final = "That is {count} fewer than the week before ({before})."
USES_BY_BENEFIT: Final = "Uses by benefit"
USES_IN_WORDS: Final = "Uses by benefit: {named}{more}."
MORE_NAMED: Final = ", and {count} more"
USES: Final = "Uses"
BENEFIT: Final = "Benefit"
USED_MOST: Final = "Used most by {members}."
BY_MEMBER: Final = "{member} ({uses})"
ENDS_UNUSED: Final = "Ends within two weeks, unused:\n{lines}"

DIGEST: Final = "Unused member benefits"
DIGEST_HINT: Final = (
    "Every unused benefit as CSV is in the thread. For one member: /benefits check NAME"
)
NOTHING_UNUSED: Final = "nothing that ends until {until} is unused."
HAS: Final = "{members} has {benefits} unused that end by {until}{worth}."
HAVE: Final = "{members} have {benefits} unused that end by {until}{worth}."
UNUSED_BY_MEMBER: Final = "Unused value by member ({currency})"
UNUSED: Final = "Unused"
MEMBER: Final = "Member"
MORE_MEMBERS: Final = "• and {count}"
MORE_MEMBER: Final = "more member"
OFFERS: Final = "Who has most left, and what to offer them:\n{lines}"
OFFER: Final = "{member}{worth}: offer {benefit}, {left} left until {until}"
VALUE: Final = " ({value} {currency})"

USED_UP_TO: Final = "{benefits} used up to {percent}% or more"
ALERT: Final = "{contact}: {benefit}, {left}, until {until}"
