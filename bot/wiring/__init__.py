"""The one room where desk, sheet, Slack and schedule meet."""

from bot.wiring.spreadsheet import (
    MOST_A_MINUTE,
    SHEET,
    Access,
    ClockWrong,
    forget_in_sheet,
    sheet_access,
    sync_of,
)
from bot.wiring.syncing import IN_A_ROW, SheetConflicts, SyncElsewhere, Syncing
from bot.wiring.together import (
    PortNotFree,
    SlackNotReached,
    SlackRefused,
    rounds_of,
    serve,
    slack_app,
)

__all__ = [
    "IN_A_ROW",
    "MOST_A_MINUTE",
    "SHEET",
    "Access",
    "ClockWrong",
    "PortNotFree",
    "SheetConflicts",
    "SlackNotReached",
    "SlackRefused",
    "SyncElsewhere",
    "Syncing",
    "forget_in_sheet",
    "rounds_of",
    "serve",
    "sheet_access",
    "slack_app",
    "sync_of",
]
