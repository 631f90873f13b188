"""The Google Sheet: the service account, the sharing, the rights."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bot import wiring
from bot.checkup import clock
from bot.checkup.finding import Finding, not_checked, ok, wrong
from bot.settings import NEEDED, Settings
from core.errors import BenefitError, choices

PART = "Sheet"
NEARLY_FULL = 0.9
MOST_OF_A_SYNC = 2
A_MINUTE = 60


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
        if isinstance(refused, wiring.ClockWrong):
            yield clock.against("Google", refused.answered, now)
        return
    yield ok("Service account", f"Google knows it as {access.address}.")
    yield _there(access)
    yield _rights(access.may_edit, access.address)
    yield _tabs(access)
    yield _protected(access)
    yield _size(access)
    yield _quota(settings)
    yield clock.against("Google", access.answered, now)


def _there(access: wiring.Access) -> Finding:
    if not access.in_trash:
        return ok(PART, f"“{access.title}” is shared with it.")
    return wrong(
        PART,
        f"“{access.title}” is in the trash, so nothing is synced. Take it out again in Google"
        " Drive, or name another one in GOOGLE_SHEET_ID.",
    )


def _tabs(access: wiring.Access) -> Finding:
    part = "Sheet tabs"
    if not access.missing:
        return ok(part, f"All {access.ours} are there.")
    if access.new:
        return not_checked(part, "None is there yet: the first sync makes them.")
    return wrong(part, f"{choices(access.missing)} is missing: the next sync makes it anew.")


def _protected(access: wiring.Access) -> Finding:
    part = "Sheet protection"
    if access.new:
        return not_checked(part, "There is nothing to protect yet.")
    if access.locked:
        return wrong(
            part,
            f"Something is protected against Benefit Desk in {', '.join(access.locked)}. Let"
            f" {access.address} edit it under Data, “Protect sheets and ranges”.",
        )
    if not access.unprotected:
        return ok(part, "What only Benefit Desk writes is protected.")
    return wrong(
        part,
        f"In {choices(access.unprotected)} nothing is protected: the sync puts that right within an"
        " hour.",
    )


def _size(access: wiring.Access) -> Finding:
    part = "Sheet size"
    says = f"{access.cells:,} of {access.most_cells:,} cells are taken."
    if access.cells < access.most_cells * NEARLY_FULL:
        return ok(part, says)
    return wrong(part, f"{says} Delete tabs of your own, or rows and columns that are not used.")


def _quota(settings: Settings) -> Finding:
    """What the syncs take of it at most; how much of it is left, Google tells nobody."""
    part, every = "Sheet quota", settings.schedule.sync_every_seconds
    most, of_a_sync = wiring.MOST_A_MINUTE, MOST_OF_A_SYNC
    a_sync = f"A sync makes {of_a_sync} reads and {of_a_sync} writes at most"
    allowed = f"Google allows {most} of each a minute, and does not say how many are left."
    if every and of_a_sync * A_MINUTE / every > most:
        told = f"{a_sync}, every {every} s. {allowed}"
        return wrong(part, f"{told} Put a larger number at sync_every_seconds.")
    return ok(part, f"{a_sync}. {allowed}")


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
