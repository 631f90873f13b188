"""Recording pasted rows: each under an idempotency key that the row itself gives."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from core.actor import Actor
from core.desk import Desk
from core.errors import BenefitError
from core.store import StoreError
from sheets_sync.acts import Acts
from sheets_sync.edits import named
from sheets_sync.intake import plain
from sheets_sync.journal import Journal, Recorded, Refused
from sheets_sync.kept_tab import Counts
from sheets_sync.layout import Contents, SheetRow
from sheets_sync.quoting import readable

USAGE: Final = "Record usage"


class Recorder:
    """Puts rows into the ledger, and into the journal what became of them."""

    def __init__(
        self, journal: Journal, counts: Counts, acts: Acts, *, identity: str, actor: Actor
    ) -> None:
        self._journal = journal
        self._counts = counts
        self._identity = identity
        self._prefix = "usage" if acts.layout.title == USAGE else acts.layout.title
        self._actor = actor
        self._acts = acts

    def requests(self, desk: Desk, rows: Sequence[SheetRow]) -> list[tuple[SheetRow, Any]]:
        """What these rows ask for; those that can't be read are refused."""
        if not rows:
            return []
        times = Counter(recorded.contents for recorded in self._journal.everything().values())
        requests = []
        for row in rows:
            contents = plain(row.cells)
            name = self._request_name(desk, contents, times)
            try:
                requests.append((row, self._acts.read(desk, contents, name)))
            except BenefitError as wrong:
                self._refuse(desk, row, str(wrong))
        return requests

    def record(self, desk: Desk, row: SheetRow, request: Any) -> None:
        """Record one row, or refuse it.

        Raises:
            StoreError: the ledger can't be written; what was planned is tried by the next sync.
        """
        contents = plain(row.cells)
        refused_before = contents in self._journal.refused
        try:
            done = self._acts.carry_out(desk, request, refused_before=refused_before)
        except StoreError:
            raise
        except BenefitError as refused:
            self._refuse(desk, row, str(refused))
            return
        self._journal.land(done.key, Recorded(contents, done.status, row=row.number))
        if self._prefix == "usage":
            self._counts.recorded += 1
        else:
            self._counts.added += 1
        self._describe(row, done.status)

    def forget_refused(self, desk: Desk, rows: Iterable[SheetRow]) -> None:
        """Keep what was refused as of now, where such a row is still there."""
        as_of = desk.read(lambda books: books.last)
        there = {plain(row.cells) for row in rows}
        self._journal.refused = {
            contents: replace(refused, as_of=as_of)
            for contents, refused in self._journal.refused.items()
            if contents in there
        }

    def _request_name(self, desk: Desk, contents: Contents, times: Counter[Contents]) -> str:
        """The idempotency key: what stands in the row, and how often that was recorded before.

        So two syncs that know nothing of each other give the same row the same key.
        """
        digest = hashlib.sha256(repr((self._identity, contents)).encode()).hexdigest()[:20]
        while True:
            times[contents] += 1
            name = f"sheet-{self._prefix}:{digest}:{times[contents]}"
            earlier = desk.store.entries_of_request(name)
            if not earlier or self._journal.recorded(str(earlier[0].key)) is None:
                return name

    def _refuse(self, desk: Desk, row: SheetRow, sentence: str) -> None:
        contents = plain(row.cells)
        sentence = readable(sentence)
        earlier = self._journal.refused.get(contents)
        if earlier is None or earlier.sentence != sentence:
            self._counts.refused += 1
            self._describe(row, f"Not recorded: {sentence}")
        as_of = desk.read(lambda books: books.last)
        day = desk.today(self._actor).isoformat()
        self._journal.refused[contents] = Refused(sentence, as_of, day)

    def _describe(self, row: SheetRow, what: str) -> None:
        name = named(row.cells, self._acts.named_by)
        self._counts.difference.append(
            f"{self._acts.layout.title}: row {row.number + 1}, {name}: {what}"
        )
