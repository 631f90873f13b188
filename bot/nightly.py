"""What is done at night: every balance is recomputed, and the store is copied."""

import logging
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from slack_sdk import WebClient

from bot.periods import Period
from bot.posting import PostKey, post_once
from bot.settings import NightlyBackup, Settings
from bot.views.notices import notice
from core.desk import Desk
from core.errors import BenefitError
from core.verify import verify

REPORT: Final = "verify"
VERIFIED: Final = "verified"
"""The document that says when the ledger was verified last, and what that came to."""
COPY: Final = re.compile(r"benefit-desk-\d{4}-\d{2}-\d{2}\.db")
_log: Final = logging.getLogger(__name__)


class BackupFolder(BenefitError):
    """The folder for backups can't be used."""

    def __init__(self, folder: Path, why: str | None) -> None:
        super().__init__(
            f"The folder {folder} for nightly backups can't be used ({why}). Make it, or set"
            " another one as schedule.nightly_backup.folder."
        )


def verify_nightly(
    desk: Desk,
    settings: Settings,
    slack: WebClient,
    night: Period,
    reader: Callable[[], AbstractContextManager[Desk]],
) -> None:
    """Verify on a reader of its own, so that nobody waits; post what is wrong.

    Raises:
        PostRefused, PostUnderWay, PostUncertain: what is wrong isn't told yet.
    """
    with reader() as own:
        found = verify(own)
    at = desk.clock.now().isoformat()
    desk.store.keep(VERIFIED, {"at": at, "entries": found.entries, "faults": len(found.faults)})
    if found.content:
        _log.info("Verified %s entries of %s levels.", found.entries, found.levels)
        return
    _log.error("The ledger has %s faults; the first: %s", len(found.faults), found.faults[0])
    if channel := settings.channel_for(settings.schedule.nightly_verify):
        told = notice(
            f"The nightly check found {len(found.faults)} faults in the ledger. The first:"
            f" {found.faults[0]} Please have an administrator run: benefit-desk verify"
        )
        post_once(desk, slack, PostKey(REPORT, channel, str(night)), told)


def back_up(desk: Desk, plan: NightlyBackup, night: Period) -> Path:
    """Copy the store into the folder, and throw away the oldest copies above the number kept.

    Raises:
        BackupFolder: the folder can't be made.
        StoreError: the copy can't be written; the earlier ones are still there.
    """
    copy = plan.folder / f"benefit-desk-{night.planned_on.isoformat()}.db"
    try:
        plan.folder.mkdir(parents=True, exist_ok=True)
        desk.store.backup(copy)
        for old in copies(plan.folder)[: -plan.keep]:
            old.unlink()
    except OSError as error:
        raise BackupFolder(plan.folder, error.strerror) from error
    _log.info("Copied the store to %s.", copy)
    return copy


def copies(folder: Path) -> list[Path]:
    """The nightly copies in a folder, the oldest first."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if COPY.fullmatch(path.name))
