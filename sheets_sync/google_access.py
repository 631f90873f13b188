"""What a service account may do with a spreadsheet, found out without changing anything."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gspread.urls import DRIVE_FILES_API_V3_URL, SPREADSHEET_URL
from requests import Response

from sheets_sync.errors import SheetError
from sheets_sync.google_client import SCOPES, GoogleAccount, Patience

ABOUT_FILES: Final = "https://www.googleapis.com/auth/drive.metadata.readonly"
"""Only Drive tells somebody's rights without trying them out."""
AT_ONCE: Final = Patience(first=0.2, longest=1.0, in_all=3.0)


@dataclass(frozen=True, slots=True)
class SheetAccess:
    """The spreadsheet's title, whether the account may edit it, and when Google answered.

    `may_edit` is None where Drive doesn't say; `answered` is a Date header.
    """

    address: str
    title: str
    may_edit: bool | None
    answered: str | None


def look_at(service_account_file: Path, identity: str, google: str | None = None) -> SheetAccess:
    """Look at the spreadsheet and at the account's rights.

    Raises:
        SheetError: the file can't be used, or the sheet not be read; the sentence says what to do.
    """
    account = GoogleAccount(
        service_account_file, identity, google, AT_ONCE, scopes=(*SCOPES, ABOUT_FILES)
    )
    sheet = account.read(
        lambda: account.client.request(
            "get", SPREADSHEET_URL % identity, params={"fields": "properties(title)"}
        )
    )
    return SheetAccess(
        account.address,
        str(sheet.json()["properties"]["title"]),
        _may_edit(account),
        sheet.headers.get("Date"),
    )


def _may_edit(account: GoogleAccount) -> bool | None:
    def ask() -> Response:
        return account.client.request(
            "get",
            f"{DRIVE_FILES_API_V3_URL}/{account.identity}",
            params={"fields": "capabilities(canEdit)", "supportsAllDrives": True},
        )

    try:
        answer = account.read(ask).json()
    except SheetError:
        return None
    may_edit = answer.get("capabilities", {}).get("canEdit")
    return None if may_edit is None else bool(may_edit)
