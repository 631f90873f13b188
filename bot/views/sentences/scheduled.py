"""What is said in the posts that the schedule makes: the week, the digest, the alerts."""

from typing import Final

AND_MORE: Final = "• and {count} more"
IN_THREAD: Final = "in the thread below, as a file for Excel."

WEEK: Final = "Weekly benefits report: {days}"
WEEK_HINT: Final = (
    f"All figures are {IN_THREAD} For another period, type for example: /benefits report last month"
)
USED: Final = "Benefits were used {times}, by {members}. The week before: {before}."
NOTHING: Final = "No benefits were used. The week before: {before}."
NONE: Final = "none"
ONCE: Final = "once"
TIMES: Final = "{count:,} times"
WORTH: Final = "What was used is worth {value} {currency}."
WORTH_AT_LEAST: Final = (
    "What was used is worth at least {value} {currency}; for some benefits no value is entered."
)
USES_BY_BENEFIT: Final = "How often each benefit was used"
USES_IN_WORDS: Final = "How often each benefit was used: {named}{more}."
NAMED_COUNT: Final = "{name} {count:,}"
USES: Final = "Times used"
MORE_NAMED: Final = ", and {count} more"
USED_BY: Final = "Used by {members}."
BY_MEMBER: Final = "{member} ({benefits})"
BENEFIT_TIMES: Final = "{benefit}, {times}"
BENEFITS_OF: Final = "{benefit} and {count} more, {times}"
MORE_MEMBERS: Final = " and {count}"
MORE_MEMBER: Final = "other member"
ENDS_SOON: Final = "*Ends soon if it is not used; please remind:*\n{lines}"

DIGEST: Final = "Monthly reminder, {on}"
DIGEST_HINT: Final = (
    f"The full list is {IN_THREAD} To see all of one member, type: {{command}} {{member}}"
)
AT_LEAST: Final = "“At least”: for some benefits no value is entered."
NOTHING_LEFT: Final = "No member has anything left that ends by {until}."
HAS: Final = "{members} has unused benefits that end by {until}{worth}."
HAVE: Final = "{members} have unused benefits that end by {until}{worth}."
ALL_WORTH: Final = ", worth {value} {currency} in all"
ALL_WORTH_AT_LEAST: Final = ", worth at least {value} {currency} in all"
LEFT_BY_MEMBER: Final = "Worth of what each member has left ({currency})"
LEFT: Final = "Left"
REMINDERS: Final = "*Please remind them; what ends first stands first:*\n{lines}"
AND_MEMBERS: Final = "• and {count}"
REMINDER: Final = "{member}, until {until}: {benefits}{others}{later}.{worth}"
BENEFIT_LEFT: Final = "{benefit} ({quantity})"
AND: Final = " and "
OTHERS: Final = " and {count}"
OTHER: Final = "more benefit"
LATER: Final = "; {count} later"
ENDS: Final = "ends"
END: Final = "end"
VALUE: Final = " Worth {value} {currency}."
VALUE_AT_LEAST: Final = " Worth at least {value} {currency}."

USED_UP_TO: Final = "{benefits} used up to {percent}% or more"
ALERT: Final = "{contact}: {benefit}, {left}, until {until}"


def times(count: int) -> str:
    """How often: "once", "12 times"."""
    return ONCE if count == 1 else TIMES.format(count=count)
