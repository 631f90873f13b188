"""The Google Sheet: the service account, the sharing, the rights."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bot import wiring
from bot.checkup import clock
from bot.checkup.finding import Finding, not_checked, ok, wrong
from bot.settings import NEEDED, Settings
from core.errors import BenefitError

PART = "Sheet"


def sheet_found(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Whether ledger and sheet could be kept equal."""
    if not settings.has_sheet:
        yield not_checked(PART, "Neither of its variables is set, so there is no sheet.")
        return
    missing = [name for name in wiring.SHEET if getattr(settings.environment, name.lower()) is None]
    if missing:
        yield wrong(PART, f"{missing[0]} is not set: put {NEEDED[missing[0]]} there.")
        return
    key_file = settings.environment.google_service_account_file
    assert key_file is not None
    if reason := _unreadable(key_file):
        yield wrong("Service account", reason)
        return
    try:
        access = wiring.sheet_access(settings)
    except BenefitError as refused:
        yield wrong(PART, str(refused))
        return
    yield ok("Service account", f"Google knows it as {access.address}.")
    yield ok(PART, f"“{access.title}” is shared with it.")
    yield _rights(access.may_edit, access.address)
    yield clock.against("Google", access.answered, now)


def _unreadable(file: Path) -> str:
    try:
        file.read_bytes()
    except OSError as error:
        return (
            f"{file} can't be read ({error.strerror}). GOOGLE_SERVICE_ACCOUNT_FILE has to name the"
            " JSON key file, and this user has to be allowed to read it."
        )
    return ""


def _rights(may_edit: bool | None, address: str) -> Finding:  # noqa: FBT001 - three answers, one a gap
    part = "Sheet rights"
    if may_edit is None:
        return not_checked(
            part,
            "Google Drive did not say. Switch on the Google Drive API for the service account's"
            " project, if it is off.",
        )
    if may_edit:
        return ok(part, "It may edit.")
    return wrong(part, f"It may only look. Share the sheet with {address} as Editor.")
