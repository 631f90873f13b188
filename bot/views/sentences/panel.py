"""What is said of /benefits: its panel, its help, what it doesn't know."""

from typing import Final

WELCOME: Final = "What would you like to do?"
CHECK: Final = "Check a member's benefits"
OR_TYPE: Final = "Or type it: `{example}`. `{help}` lists all commands, with examples."
HELP: Final = "What /benefits can do."
HELP_TITLE: Final = "What {command} can do"
FOR_EXAMPLE: Final = "For example"
SHORTCUTS: Final = (
    "Names may be a part of a name, or a code; a name of several words goes in quotes. Dates may be"
    " words: yesterday, last Friday, 3 Nov, 2026-11-03."
)
UNKNOWN: Final = "There is no {command} {word}."
DID_YOU_MEAN: Final = "Did you mean one of these?"
SEE_HELP: Final = "{command} help lists what there is."

RECORD: Final = "Record usage"
BULK: Final = "Record for many"
REGISTER: Final = "Register for an event"
REPORT: Final = "Reports"
UNDO: Final = "Undo …"
SYNC: Final = "Sync now"
ENROLL: Final = "Enroll a member"
RENEW: Final = "Renew a membership"
CONVEY: Final = "Convey units"
ADJUST: Final = "Change a benefit"

CHECK_HELP: Final = ("check [member]", "what a member has, and what was used", "check Acme")
USE_HELP: Final = (
    "use [member benefit quantity date description]",
    "record usage",
    'use Acme "conference room" 2 yesterday Board meeting',
)
BULK_HELP: Final = ("bulk", "record the same use for many members at once", "bulk")
REGISTER_HELP: Final = (
    "register [member]",
    "register somebody for an event, with the price to pay",
    "register Jane",
)
CANCEL_HELP: Final = ("cancel member", "cancel a registration for an event", "cancel Jane")
CONVEY_HELP: Final = ("convey [member]", "give units to somebody else", "convey Acme")
RECALL_HELP: Final = ("recall [member]", "take conveyed units back", "recall Acme")
ADJUST_HELP: Final = (
    "adjust [member]",
    "change a number, accept or decline, comment, your own fields",
    "adjust Acme",
)
ENROLL_HELP: Final = ("enroll [member]", "make somebody a member", "enroll Jane")
RENEW_HELP: Final = (
    "renew [member]",
    "renew a membership, after a look at what is lost",
    "renew Acme",
)
HISTORY_HELP: Final = (
    "history [member]",
    "every entry about a member, with who told it",
    "history Acme",
)
REPORT_HELP: Final = (
    "report [kind] [first day] [last day]",
    "usage, balances, expiring or quid-pro-quo",
    "report usage 1 Oct 31 Oct",
)
POST_REPORT_HELP: Final = (
    "post-report",
    "post the weekly report in its channel now",
    "post-report",
)
SYNC_HELP: Final = ("sync", "bring ledger and sheet together now", "sync")
UNDO_HELP: Final = ("undo", "take back what you recorded lately", "undo")
UNDO_ABOUT_HELP: Final = ("undo member", "take back what anybody recorded about them", "undo Acme")
HELP_HELP: Final = ("help", "this list", "help")
