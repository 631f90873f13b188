"""What is said in reports and around them."""

from typing import Final

KINDS: Final = {
    "usage": "Usage",
    "history": "History",
    "balances": "Balances",
    "expiring": "Expiring",
    "quid-pro-quo": "Quid pro quo",
}
TITLES: Final = {
    "usage": "Usage of membership benefits",
    "history": "History of membership benefits",
    "balances": "Balances of membership benefits",
    "expiring": "Unused and ending soon",
    "quid-pro-quo": "Quid pro quo",
}
GROUPS: Final = {
    "benefit": "benefit",
    "member": "member",
    "category": "category",
    "membership-type": "membership type",
    "month": "month",
}
BY_GROUP: Final = "By {group}"
IN_GROUPS: Final = "by {group}"
NOTHING_USED: Final = "Nothing was used."
USES_BY: Final = "{name} ({uses} by {contacts})"
AND_MORE: Final = " and {count} more"
USES_BY_GROUP: Final = "Uses by {group}"
USES_OVER_TIME: Final = "Uses by {period}"
USES: Final = "Uses"
VALUE: Final = "Value ({currency})"
UNKNOWN: Final = "unknown"
KIND: Final = "Which report"
GROUPED_BY: Final = "Grouped by"
ALL_MEMBERS: Final = "All members"
ALL_BENEFITS: Final = "All benefits"
CSV: Final = "CSV file"
SHARE: Final = "Share …"
NOTHING: Final = "There is nothing to show for these choices."
UNTIL: Final = "to {until}"
AS_OF: Final = "as of {until}"
ENDING_BY: Final = "ending by {until}"
CUT: Final = "The table shows the first {shown} of {all}; the CSV file has all."
CHART_CUT: Final = "The chart shows the first {shown} of {all}."
BAD_DATES: Final = "The range ends before it begins; please choose the dates anew."

CONTACT: Final = "Contact"
DATE: Final = "Date"
WHAT: Final = "What"
WHOSE: Final = "Whose"
DESCRIPTION: Final = "Description"
BY: Final = "By"
UNTIL_WHEN: Final = "Until"
LEFT_OF: Final = "{left} of {number}"
DECLINED: Final = "declined"
INACTIVE: Final = "inactive"
NOT_COUNTED: Final = "not counted"
WORTH_IN: Final = "Worth ({currency})"
PAYMENT: Final = "Payment"
PAID_IN: Final = "Paid ({currency})"
DEDUCTIBLE: Final = "Deductible"
DISCLOSURE: Final = "Disclosure"
DUE: Final = "due"
KIND_OF: Final = "{kind}: {benefit}"
KIND_OF_SO_MANY: Final = "{kind}: {quantity} × {benefit}"
HISTORY_SUM: Final = "{entries}, the latest recorded first."
ENTRY_KINDS: Final = {
    "adjustment": "number changed",
    "cancellation": "registration cancelled",
    "conveyance": "conveyed",
    "grant": "benefit given",
    "level": "benefit changed",
    "recall": "recalled",
    "usage": "used",
    "void": "taken back",
}
BETWEEN: Final = "{giver} to {taker}"
FOR: Final = "{owner}, used by {holder}"
TAKEN_BACK_LATER: Final = "{kind}, taken back later"
BALANCES_SUM: Final = "{levels} of {contacts}, {live} with something left."
EXPIRING_SUM: Final = "{members} with benefits left to use, worth {value} {currency} in all."
EXPIRING_SUM_UNKNOWN: Final = (
    "{members} with benefits left to use, worth at least {value} {currency} in all; some benefits"
    " have no known value."
)
QPQ_SUM: Final = "{payments}; a disclosure is due for {due}."
QPQ_PAYMENTS: Final = "{payments}."
UNDATED: Final = "Left out: {count} whose day of payment is not known."

USED_AND_LEFT: Final = "Used and left, in percent"
BENEFIT: Final = "Benefit"
PERCENT: Final = "% of the number"
USED: Final = "Used"
LEFT: Final = "Left"
WORTH_ENDING: Final = "Worth of what ends, by {period}"
WORTH: Final = "Worth"
MONTH: Final = "Month"
YEAR: Final = "Year"
PAID_AND_RECEIVED: Final = "Paid and received, by {period}"
PAID: Final = "Paid"
RECEIVED: Final = "Received"

FILE_SENT: Final = "The CSV file is in your messages from Benefit Desk."
FILE_COMES: Final = "{title}: the CSV file follows."
FILE_NOT_SENT: Final = "Slack did not take the file ({why}). Please try again in a minute."
SHARE_TITLE: Final = "Share a report"
SHARE_SUBMIT: Final = "Share"
CANCEL: Final = "Cancel"
SHARE_WHERE: Final = "Channel"
SHARE_HINT: Final = "Everybody in the channel can read it. Benefit Desk has to be a member there."
SHARE_ABOUT: Final = "*{title}*\n{scope}"
SHARED_BY: Final = "shared by {who}"
SHARED: Final = "The report is shared: <{link}|see it in its channel>."
NOT_A_MEMBER: Final = (
    "Slack did not take it ({why}). Please see that Benefit Desk is a member of that channel:"
    " /invite it there."
)
NO_SUCH_REPORT: Final = (
    "“{text}” is not understood. The reports are usage, history, balances, expiring and"
    " quid-pro-quo; behind the name may stand one or two dates, last month, October or 2026, and"
    " behind usage by member, by category or by month. For example: /benefits report usage October"
    " by member"
)
