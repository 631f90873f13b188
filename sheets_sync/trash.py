"""Whether somebody threw the spreadsheet away: only Drive tells, and is asked once an hour.

A spreadsheet in the trash can be read and written as ever, until Google deletes it.
"""

from datetime import datetime

from sheets_sync.closed_tabs import SheetInTrash
from sheets_sync.sheet import Sheet
from sheets_sync.structure import LOOK_AGAIN, StructureFile, within


def is_to_be_asked(structure: StructureFile, now: datetime) -> bool:
    """Whether it is long ago that Drive was asked."""
    return structure.kept_at is None or not within(LOOK_AGAIN, structure.kept_at, now)


def check_kept(sheet: Sheet, structure: StructureFile, now: datetime) -> None:
    """Ask, and write down what was answered.

    Raises:
        SheetInTrash: it was thrown away. Each sync asks again then, and does nothing else.
    """
    structure.thrown_away = sheet.in_trash()
    structure.kept_at = now
    structure.keep()
    if structure.thrown_away:
        raise SheetInTrash
