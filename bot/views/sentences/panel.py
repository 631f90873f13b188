"""What is said of /benefits: its panel, its help, what it doesn't know."""

from typing import Final

WELCOME: Final = "What would you like to do?"
CHECK: Final = "Check a member's benefits"
OR_TYPE: Final = "Or type it: `{example}`. `{help}` lists all commands, with examples."
HELP: Final = "What /benefits can do."
HELP_TITLE: Final = "What {command} can do"
EXAMPLE: Final = 'Acme "conference room" 2 yesterday Board meeting'
SHORT: Final = "Shorter: `{example}`"
SHORTCUTS: Final = (
    "Names may be a part of a name, or a code; a name of several words goes in quotes. Dates may be"
    " words: yesterday, last Friday, 3 Nov, 2026-11-03."
)
UNKNOWN: Final = "There is no {command} {word}."
NOTHING_MORE: Final = (
    "/benefits {subcommand} takes nothing behind it, and “{text}” is not understood, so nothing was"
    " done."
)
ONLY: Final = {
    "sync": (
        "Behind /benefits sync stands nothing, or dry-run to see what it would do; “{text}” is not"
        " understood, so nothing was done."
    ),
}
NAME_ALONE: Final = (
    "No contact is called “{text}”. A name alone goes behind /benefits {subcommand}{rest}. Did you"
    " mean one of these?"
)
REST_IN_FORM: Final = "; everything else is asked in the form"
WITHOUT_FORM: Final = ("history", "cancel")
ADD_IN_SHEET: Final = (
    "Somebody new? Add them in the sheet, in *Contacts*: after the next sync they are known here"
    " too, and can be enrolled."
)
ADD_BY_COMMAND: Final = (
    "Somebody new? Add them where Benefit Desk runs, with `benefit-desk put contacts`; then they"
    " can be enrolled here."
)
ADDED_BY_MANAGERS: Final = "Somebody new? Please ask a manager, who can add and enroll them."
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

CHECK_HELP: Final = ("check Acme", "what a member has, and what was used")
USE_HELP: Final = (
    'use Acme "conference room" 2 yesterday Board meeting',
    "record usage; `use` alone opens a form",
)
BULK_HELP: Final = ("bulk guest pass", "record the same use for many members at once")
REGISTER_HELP: Final = ("register Jane", "register for an event, with the price to pay")
CANCEL_HELP: Final = ("cancel Jane", "cancel a registration")
CONVEY_HELP: Final = ("convey Acme", "give units to somebody else")
RECALL_HELP: Final = ("recall Acme", "take conveyed units back")
ADJUST_HELP: Final = ("adjust Acme", "change a number, accept or decline, comment, your own fields")
ENROLL_HELP: Final = (
    "enroll Jane",
    "make somebody a member; who is no contact yet is added in the sheet first, in Contacts",
)
RENEW_HELP: Final = ("renew Acme", "renew a membership, after a look at what is lost")
HISTORY_HELP: Final = ("history Acme", "every entry about a member, and who recorded it")
REPORT_HELP: Final = (
    "report usage last month",
    "usage, balances, expiring, quid-pro-quo or history; `report usage October by member`",
)
POST_REPORT_HELP: Final = ("post-report", "post the weekly report in its channel now")
SYNC_HELP: Final = (
    "sync",
    "bring ledger and sheet together now; `sync dry-run` only says what that would do",
)
UNDO_HELP: Final = ("undo", "take back what you recorded lately")
UNDO_ABOUT_HELP: Final = ("undo Acme", "take back what anybody recorded about them")
HELP_HELP: Final = ("help", "this list")
