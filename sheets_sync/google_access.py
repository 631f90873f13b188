"""What a service account may do with a spreadsheet, found out without changing anything."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gspread.urls import DRIVE_FILES_API_V3_URL, SPREADSHEET_URL
from requests import Response

from sheets_sync.before_images import TITLE as BEFORE_IMAGES
from sheets_sync.errors import SheetError
from sheets_sync.fitting import OURS
from sheets_sync.google_client import SCOPES, GoogleAccount, Patience
from sheets_sync.start_here import TABS

ABOUT_FILES: Final = "https://www.googleapis.com/auth/drive.metadata.readonly"
"""Only Drive tells somebody's rights without trying them out, and what is in the trash."""
WITH_DRIVE: Final = (*SCOPES, ABOUT_FILES)
FIELDS: Final = (
    "properties(title),"
    "sheets(properties(title,gridProperties),"
    "protectedRanges(range,description,warningOnly,requestingUserCanEdit))"
)
TITLES: Final = ("Start here", *TABS)
ALL: Final = (*TITLES, BEFORE_IMAGES)
MOST_CELLS: Final = 10_000_000
"""As many as a spreadsheet may have."""
AT_ONCE: Final = Patience(first=0.2, longest=1.0, in_all=3.0)


@dataclass(frozen=True, slots=True)
class SheetAccess:
    """The spreadsheet's title, whether the account may edit it, and when Google answered.

    `may_edit` is None where Drive doesn't say; `answered` is a Date header. `missing` are tabs of
    ours that aren't there, `unprotected` those without a protected range of ours, `locked` those in
    which a protection keeps the account out, `cells` the size of all grids together.
    """

    address: str
    title: str
    may_edit: bool | None
    answered: str | None
    in_trash: bool = False
    missing: tuple[str, ...] = ()
    unprotected: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()
    cells: int = 0
    ours: int = len(TITLES)
    most_cells: int = MOST_CELLS

    @property
    def new(self) -> bool:
        """Whether none of our tabs is there yet."""
        return len(self.missing) == self.ours


def look_at(service_account_file: Path, identity: str, google: str | None = None) -> SheetAccess:
    """Look at the spreadsheet and at the account's rights.

    Raises:
        SheetError: the file can't be used, or the sheet not be read; the sentence says what to do.
    """
    account = GoogleAccount(service_account_file, identity, google, AT_ONCE, scopes=WITH_DRIVE)
    sheet = account.read(
        lambda: account.client.request("get", SPREADSHEET_URL % identity, params={"fields": FIELDS})
    )
    answer = sheet.json()
    may_edit, trashed = _about(account)
    tabs = {tab["properties"]["title"]: tab for tab in answer.get("sheets", ())}
    return SheetAccess(
        account.address,
        str(answer["properties"]["title"]),
        may_edit,
        sheet.headers.get("Date"),
        in_trash=bool(trashed),
        missing=tuple(title for title in TITLES if title not in tabs),
        unprotected=tuple(title for title in TITLES if title in tabs and not _ours(tabs[title])),
        locked=tuple(title for title in ALL if title in tabs and _keeps_out(tabs[title])),
        cells=sum(_cells(tab) for tab in tabs.values()),
    )


def _ours(tab: dict[str, Any]) -> bool:
    """Whether a range of the tab is protected by us, and not by a warning only."""
    return any(
        each.get("description", "").startswith(OURS) and not each.get("warningOnly")
        for each in tab.get("protectedRanges", ())
    )


def _keeps_out(tab: dict[str, Any]) -> bool:
    """Whether the account is kept from columns of ours: our own protections tell where they are."""
    protections = tab.get("protectedRanges", ())
    ours = [_columns(each) for each in protections if each.get("description", "").startswith(OURS)]
    closed = [
        _columns(each)
        for each in protections
        # Google leaves out what is false
        if not each.get("requestingUserCanEdit") and not each.get("warningOnly")
    ]
    return any(
        first < our_last and our_first < last
        for first, last in closed
        for our_first, our_last in ours or [(0, MOST_CELLS)]
    )


def _columns(protection: dict[str, Any]) -> tuple[int, int]:
    covered = protection.get("range", {})
    return covered.get("startColumnIndex", 0), covered.get("endColumnIndex", MOST_CELLS)


def _cells(tab: dict[str, Any]) -> int:
    grid = tab["properties"].get("gridProperties", {})
    return int(grid.get("rowCount", 0)) * int(grid.get("columnCount", 0))


def in_trash(account: GoogleAccount) -> bool | None:
    """Whether somebody threw the spreadsheet away; None where Drive doesn't say."""
    return _about(account)[1]


def _about(account: GoogleAccount) -> tuple[bool | None, bool | None]:
    """Whether the account may edit the file, and whether it is in the trash, as far as is told."""

    def ask() -> Response:
        return account.client.request(
            "get",
            f"{DRIVE_FILES_API_V3_URL}/{account.identity}",
            params={"fields": "trashed,capabilities(canEdit)", "supportsAllDrives": True},
        )

    try:
        answer = account.read(ask).json()
    except SheetError:
        return None, None
    return answer.get("capabilities", {}).get("canEdit"), answer.get("trashed")
