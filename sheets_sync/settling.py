"""Pasted rows that somebody may still be typing: they are taken once they stood still for a while.

A sync that runs by itself may come between two cells of a row. One that somebody asks for takes
every row as it is.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from sheets_sync.intake import plain
from sheets_sync.layout import Contents, SheetRow

STILL: Final = timedelta(seconds=20)
"""How long a new row has to say the same, if nothing else is set."""


class NewRows:
    """When each new row was first seen to say what it says, over the syncs of one process."""

    def __init__(self, still: timedelta = STILL) -> None:
        self.still = still
        self._since: dict[tuple[str, Contents], datetime] = {}

    def unsettled(self, title: str, rows: Iterable[SheetRow], now: datetime) -> list[SheetRow]:
        """Those of a tab's new rows that changed too lately; what isn't there is forgotten.

        A second row that says the same as one that waits has waited as long.
        """
        rows = list(rows)
        there = {(title, plain(row.cells)) for row in rows}
        since = {place: self._since.get(place, now) for place in there}
        others = {place: at for place, at in self._since.items() if place[0] != title}
        self._since = others | since
        return [row for row in rows if now - since[title, plain(row.cells)] < self.still]
