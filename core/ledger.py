"""What a rule may look at."""

from collections.abc import Callable, Sequence
from typing import Final

from core.books import Books
from core.clock import Key
from core.entry import Entry, EntryKind
from core.level import BenefitLevel
from core.timeline import Timeline, timeline_of

MOST: Final = 20_000
"""How many timelines are kept at the most: one is some kilobytes."""


class Ledger:
    """The books, and the entries behind the balance of one level.

    `entries_of_level` reads them. Timelines that were asked for are kept, for a file of late usages
    asks for the same ones again and again.
    """

    def __init__(self, books: Books, entries_of_level: Callable[[Key], Sequence[Entry]]) -> None:
        self.books = books
        self.entries_of_level = entries_of_level
        self._timelines: dict[Key, Timeline] = {}

    def timeline(self, level: BenefitLevel) -> Timeline:
        """What the level had left, day by day."""
        if level.key not in self._timelines:
            if len(self._timelines) >= MOST:
                self._timelines.clear()
            self._timelines[level.key] = timeline_of(level, self.entries_of_level(level.key))
        return self._timelines[level.key]

    def apply(self, entry: Entry) -> None:
        """Count one more entry of the ledger."""
        self.books.apply(entry)
        if entry.level not in self._timelines:
            return
        if entry.kind is EntryKind.LEVEL:
            # Its term may have been cut short, and with it the last period.
            del self._timelines[entry.level]
        else:
            self._timelines[entry.level].add(entry)
