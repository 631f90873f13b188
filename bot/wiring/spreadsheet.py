"""The spreadsheet that the settings name: its sync, what may be done with it, names taken out."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Final, TypeAlias

from bot.settings import Settings
from core.desk import Desk
from core.forgetting import FORGOTTEN
from sheets_sync.google_access import SheetAccess, look_at
from sheets_sync.google_forgetting import replace_everywhere
from sheets_sync.google_sheet import GoogleSheet
from sheets_sync.google_signing_in import ClockWrong
from sheets_sync.quota import MOST
from sheets_sync.registration_acts import Form
from sheets_sync.sync import Sync

__all__ = [
    "MOST_A_MINUTE",
    "SHEET",
    "Access",
    "ClockWrong",
    "forget_in_sheet",
    "sheet_access",
    "sync_of",
]
SHEET: Final = ("GOOGLE_SERVICE_ACCOUNT_FILE", "GOOGLE_SHEET_ID")
MOST_A_MINUTE: Final = MOST
"""Reads, and writes, that Google allows in a minute, as the check-up tells them."""
Access: TypeAlias = SheetAccess
"""What the check-up is told about the spreadsheet."""


def sync_of(desk: Desk, settings: Settings) -> Sync:
    """The sync of this desk with the spreadsheet that the settings name.

    Raises:
        VariablesMissing: the service account or the sheet isn't named.
        SheetError: the service account's file can't be used.
    """
    key_file, identity = settings.needed(*SHEET)
    sheet = GoogleSheet(Path(key_file), identity, google=settings.environment.google_api_url)
    return Sync(
        desk,
        sheet,
        every=timedelta(seconds=settings.schedule.sync_every_seconds),
        form=_form(settings),
        still=timedelta(seconds=settings.sheet.settle_seconds),
    )


def _form(settings: Settings) -> Form | None:
    form = settings.sheet.form
    if form is None:
        return None
    always = {"event": form.event, "registration_type": form.registration_type}
    return Form(
        title=form.tab,
        headers={str(column): header for column, header in form.columns.items()},
        always={name: value for name, value in always.items() if value},
    )


def forget_in_sheet(settings: Settings, words: Iterable[str]) -> None:
    """Take these words out of the spreadsheet that the settings name.

    Raises:
        VariablesMissing: the service account or the sheet isn't named.
        SheetError: the sheet can't be written to.
    """
    key_file, identity = settings.needed(*SHEET)
    google = settings.environment.google_api_url
    replace_everywhere(Path(key_file), identity, google, words, FORGOTTEN)


def sheet_access(settings: Settings) -> SheetAccess:
    """What the service account may do with the spreadsheet that the settings name.

    Raises:
        VariablesMissing: the service account or the sheet isn't named.
        SheetError: the sheet can't be looked at; the sentence says what to do.
    """
    key_file, identity = settings.needed(*SHEET)
    return look_at(Path(key_file), identity, settings.environment.google_api_url)
