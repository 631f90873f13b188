"""Verifying, told in a sentence; after an import or a restore too."""

from bot.command_line.answering import Failed, tell
from bot.command_line.progress import counting
from bot.views.sentences import counted
from core.desk import Desk
from core.verify import verify


class DoesNotAddUp(Failed):
    """Faults were found; each has been told."""

    def __init__(self, what: str, faults: int) -> None:
        super().__init__(f"Verified {what}: {counted(faults, 'fault')} found.")


def verified(desk: Desk) -> str:
    """Such as “120 entries and 5 benefit levels: everything adds up”.

    Raises:
        DoesNotAddUp: it doesn't; every fault is told before.
    """
    with counting("Verifying"):
        found = verify(desk)
    entries = counted(found.entries, "entry", "entries")
    what = f"{entries} and {counted(found.levels, 'benefit level')}"
    if not found.content:
        for fault in found.faults:
            tell(fault)
        raise DoesNotAddUp(what, len(found.faults))
    return f"{what}: everything adds up"
