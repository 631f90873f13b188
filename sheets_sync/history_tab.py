"""The tab History: every entry of the ledger, the newest at the end.

It only ever grows at its end, so a sync looks at its last row and adds what is new. The rule for
older history: beyond 100,000 rows the oldest 10,000 leave the tab at once. They stay in the ledger,
and `benefit-desk report history` has them.
"""

from collections import deque
from collections.abc import Mapping
from datetime import datetime, tzinfo
from itertools import islice
from typing import Any, Final

from core.books import Books
from core.clock import Key
from core.desk import Desk
from core.entry import Entry
from core.reports.history import benefit_of
from sheets_sync.before_images import Fate
from sheets_sync.fitting import ColumnDress, Look, TabDress
from sheets_sync.kept_tab import Counts
from sheets_sync.labels import ContactLabels
from sheets_sync.layout import Contents, Writes
from sheets_sync.notes import Documents
from sheets_sync.rows import FIRST_DAY, content_of
from sheets_sync.sheet import Content, Tab

MOST_ROWS: Final = 100_000
LEAVING: Final = 10_000
AT_ONCE: Final = 20_000
"""Rows that one sync adds; a longer history comes with the next syncs."""
LOOKED_AT: Final = 20
"""Rows below the last one that are looked at, too."""
HEADERS: Final = {
    "Key": ColumnDress(place=0, width=120),
    "At": ColumnDress(place=1, look=Look.MOMENT, width=130, note="When it was told."),
    "Actor": ColumnDress(place=2, note="Who told it."),
    "Source": ColumnDress(place=3, width=80),
    "Kind": ColumnDress(place=4, width=120),
    "Contact": ColumnDress(place=5, width=190),
    "Holder": ColumnDress(place=6, width=150),
    "Benefit type": ColumnDress(place=7, width=150),
    "Quantity": ColumnDress(place=8, look=Look.NUMBER, width=80),
    "Used on": ColumnDress(place=9, look=Look.DATE),
    "Description": ColumnDress(place=10, width=240),
    "Note": ColumnDress(place=11, width=200),
    "Reverses": ColumnDress(place=12, width=120, note="The Key of the entry that it takes back."),
}


class HistoryTab:
    """The tab during one sync."""

    title = "History"
    owned = True
    tells_by_contents = False
    guarded = False
    key_column = 0

    def __init__(self, store: Documents, identity: str, currency: str, zone: tzinfo) -> None:
        self.counts = Counts()
        self._store = store
        self._currency = currency
        self._zone = zone
        self._document = f"sheet:{identity}:{self.title}"
        kept = store.document(self._document) or {}
        self._count: int = kept.get("count", 0)
        self._last: Key | None = kept.get("last")
        self.grid: int = kept.get("grid", 0)
        self._leftover: int = kept.get("leftover", 0)
        self._next: tuple[int, Key | None] = (self._count, self._last)
        self.drop_rows = 0

    @property
    def span(self) -> tuple[int, int]:
        """The last row that was written, and some below; the header alone while rows leave."""
        if self.drop_rows:
            return 0, 1
        return self._count, self._count + LOOKED_AT

    def learn(self, token: str, fates: Mapping[str, Fate]) -> None:
        """Nothing is kept of rows."""

    def examine(self, desk: Desk, tab: Tab, *, approved: bool) -> None:  # noqa: ARG002 - no guard
        """See that the last row is where it was; if not, all of it is written anew."""
        self.grid = tab.row_count
        if self._count and tab.at(self._count, 0) != str(self._last):
            self._leftover = max(self._pushed_down_to(tab), self._leftover)
            self._count, self._last = 0, None
        elif self._count > MOST_ROWS - AT_ONCE and self._count + self._coming(desk) > MOST_ROWS:
            self.drop_rows = LEAVING

    def _pushed_down_to(self, tab: Tab) -> int:
        """Where the last row stands now that somebody inserted some above it, as far as is read."""
        below = range(self._count, self._count + LOOKED_AT)
        places = (number for number in below if tab.at(number, 0) == str(self._last))
        return next(places, self._count)

    def _coming(self, desk: Desk) -> int:
        return sum(1 for _ in islice(desk.store.entries(after=self._last), AT_ONCE))

    def carry_out(self, desk: Desk, *, trial: bool) -> None:
        """Nothing goes into the ledger."""

    def writes(self, desk: Desk, tab: Tab) -> Writes:
        """The rows that are new, as many as one sync adds; after a leave-taking, none."""
        writes = Writes()
        if self.drop_rows:
            self._next = (self._count - self.drop_rows, self._last)
            return writes
        if not self._count:
            for place, header in enumerate(HEADERS):
                writes.put(0, place, header)
        entries = self._new(desk)
        rows = desk.read(lambda books: [self._row(books, each) for each in entries])
        by_hand = 0
        for number, row in enumerate(rows, start=self._count + 1):
            for place, content in enumerate(row):
                now = tab.at(number, place)
                by_hand += self._last is not None and now not in (None, content)
                writes.put(number, place, content)
        self._next = (
            self._count + len(rows),
            entries[-1].key if entries else self._last,
        )
        self._clear(writes, self._count + len(rows), complete=len(entries) < AT_ONCE)
        if by_hand:
            self.counts.messages = [f"{self.title}: what was typed under its end is written over."]
        return writes if entries or not self._count or self._leftover else Writes()

    def _new(self, desk: Desk) -> list[Entry]:
        if self._last is None:
            newest = deque(desk.store.entries(), maxlen=MOST_ROWS)
            return list(islice(newest, AT_ONCE))
        return list(islice(desk.store.entries(after=self._last), AT_ONCE))

    def _clear(self, writes: Writes, written: int, *, complete: bool) -> None:
        """Make blank what is left below of a longer history."""
        if complete and self._leftover > written:
            for number in range(written + 1, self._leftover + 1):
                for place in range(len(HEADERS)):
                    writes.put(number, place, None)

    def _row(self, books: Books, entry: Entry) -> Contents:
        labels = ContactLabels.of_books(books)
        return (
            str(entry.key),
            serial_of(entry.at, self._zone),
            content_of(entry.actor),
            str(entry.source),
            str(entry.kind).replace("_", " "),
            content_of(_named(books, labels, entry.contact)),
            content_of(_named(books, labels, entry.holder)),
            benefit_of(books, entry),
            None if entry.quantity is None else content_of(entry.quantity),
            content_of(entry.on),
            content_of(entry.description),
            content_of(entry.note),
            str(entry.reverses) if entry.reverses else None,
        )

    def dress(self, desk: Desk) -> TabDress:  # noqa: ARG002 - it never changes
        """How the tab is to look."""
        return TabDress(
            title=self.title,
            index=11,
            columns=tuple(HEADERS.values()),
            currency=self._currency,
            all_protected=True,
        )

    def keep(self, token: str) -> None:
        """What is written is known by its place, so nothing has to be told beforehand."""

    def confirm(self) -> None:
        """Write down where the history ends now."""
        count, last = self._next
        complete = count - self._count < AT_ONCE
        document: dict[str, Any] = {
            "count": count,
            "last": last,
            "grid": self.grid,
            "leftover": 0 if complete else self._leftover,
        }
        if document != self._store.document(self._document):
            self._store.keep(self._document, document)


def _named(books: Books, labels: ContactLabels, code: str | None) -> str | None:
    return labels.of(code) if code in books.contacts else code


def serial_of(at: datetime, zone: tzinfo) -> Content:
    """An instant as a spreadsheet has it: days since its first one, where people are."""
    local = at.astimezone(zone).replace(tzinfo=None)
    day = (local.date() - FIRST_DAY).days
    seconds = local.hour * 3600 + local.minute * 60 + local.second
    return round(day + seconds / 86_400, 6)
