"""The tab Start here: what each tab is for, in plain words."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any, Final

from core.desk import Desk
from sheets_sync.fitting import ColumnDress, Look
from sheets_sync.layout import Contents
from sheets_sync.notes import Documents
from sheets_sync.usage_rows import moment

LAST_CHANGE: Final = "Last change"
PLEASE_LOOK: Final = "Please look"
BLANK: Final = (None, None)
TABS: Final = {
    "Assignments": (
        "Every benefit that a member has, one row each. Number, Active and Comment can be"
        " changed here; grey columns are worked out by Benefit Desk."
    ),
    "Record usage": (
        "Paste or type one row for each use of a benefit. The Status beside it says whether it"
        " was recorded, or why not. A recorded row stays as it is: to correct it, take it back in"
        " Slack and paste a new row."
    ),
    "Contacts": (
        "Everybody, one row each. Change a cell, or paste new rows with codes of their own."
    ),
    "Memberships": (
        "Who is a member of what. A new row enrols somebody; their benefits then come to"
        " Assignments."
    ),
    "Benefit types": "What can be given: change a cell, or paste new rows.",
    "Membership types": "What can be joined: change a cell, or paste new rows.",
    "Membership benefits": (
        "The catalogue: what comes with which membership. A change here leaves memberships that"
        " were given alone."
    ),
    "Events": "What people can register for: change a cell, or paste new rows.",
    "Registrations": "Who comes to which event. A new row registers somebody.",
    "Usage report": (
        "What was used over the last twelve months, by benefit; Google Sheets draws a chart beside"
        " it."
    ),
    "History": (
        "Everything that was ever told, the newest at the end: the last 100,000 entries at most."
        " Older ones leave the tab, 10,000 at a time, and stay in Benefit Desk."
    ),
    "Quid pro quo": "What each payment was for, and the part that may be deductible.",
    "Conflicts": (
        "Cells that were changed here and in Benefit Desk, differently. Pick a side in Decision."
    ),
}
COLUMNS: Final = {
    "Status": (
        "Green: recorded, a row or an edit. Red: not taken, with the reason; what you typed stays"
        " until you change it. Amber: please look; the Status says what to do. Grey: taken back."
    ),
    "Key": (
        "By its Key a row is known, so you can sort, filter and move rows, and add columns of"
        " your own on the right. Please leave Keys and the headers in row 1 as they are."
    ),
    "Deleting": (
        "Deleting a row here deletes nothing in Benefit Desk: the row comes back with the next"
        " sync. Instead, write no under Active in Assignments, or take a use back in Slack."
    ),
}


class StartHere:
    """The page. Its last line is only written when something else is."""

    title = "Start here"
    index = 0
    header = False
    chart = ""
    columns = (
        ColumnDress(place=0, width=150),
        ColumnDress(place=1, look=Look.WORDS, width=640),
    )

    def __init__(self, store: Documents, identity: str, every: timedelta, zone: tzinfo) -> None:
        kept = store.document(f"sheet:{identity}:{self.title}") or {}
        self._last_change = kept.get("basis")
        self._every = every
        self._zone = zone
        self.left_alone: tuple[str, ...] = ()
        """Sentences about tabs that this sync doesn't compare."""

    def stamp(self, now: datetime) -> None:
        """Something is about to be written, so the last line is too."""
        self._last_change = moment(now, self._zone)

    def rows(self, desk: Desk) -> tuple[Sequence[Contents], Any]:  # noqa: ARG002 - the same for all
        """The lines, and the text of the last one."""
        rows: list[Contents] = [
            ("Benefit Desk", "This spreadsheet and Benefit Desk in Slack show the same records."),
            (PLEASE_LOOK, " ".join(self.left_alone)) if self.left_alone else BLANK,
            *TABS.items(),
            BLANK,
            *COLUMNS.items(),
            ("Sync", f"Both sides are compared {_often(self._every)}, and on asking in Slack."),
            (LAST_CHANGE, self._last_change),
        ]
        return rows, self._last_change


MINUTE = 60


def _often(every: timedelta) -> str:
    seconds = round(every.total_seconds())
    if not seconds:
        return "only when somebody asks for it"
    if seconds < MINUTE:
        return f"every {seconds} seconds"
    minutes = round(seconds / MINUTE)
    return "every minute" if minutes == 1 else f"every {minutes} minutes"
