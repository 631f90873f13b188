"""The nightly copies of the store: made by the schedule, and at hand when one is to be restored."""

import logging
import re
from pathlib import Path
from typing import Final

from bot.schedule.periods import Period
from bot.settings import NightlyBackup
from core.desk import Desk
from core.errors import BenefitError

COPY: Final = re.compile(r"benefit-desk-\d{4}-\d{2}-\d{2}\.db")
_log: Final = logging.getLogger(__name__)


class BackupFolder(BenefitError):
    """The folder for backups can't be used."""

    def __init__(self, folder: Path, why: str | None) -> None:
        super().__init__(
            f"The folder {folder} for nightly backups can't be used ({why}). Make it, or set"
            " another one as schedule.nightly_backup.folder."
        )


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
