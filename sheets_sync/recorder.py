"""Recording pasted rows: each under an idempotency key that the row itself gives."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import tzinfo
from functools import partial
from typing import Final

from core.actor import Actor
from core.desk import Desk, Usage
from core.errors import BenefitError, LooksRecordedTwice
from core.recording import UsageRequest
from core.store import StoreError
from sheets_sync.errors import RecordedElsewhere
from sheets_sync.intake import plain
from sheets_sync.journal import Journal, Recorded, Refused
from sheets_sync.kept_tab import Counts
from sheets_sync.labels import ContactLabels
from sheets_sync.layout import Contents, SheetRow
from sheets_sync.usage_rows import LAYOUT, moment, read_request, recorded_status

SAME: Final = " · same as a row above"


class Recorder:
    """Puts rows into the ledger, and into the journal what became of them."""

    def __init__(
        self, journal: Journal, counts: Counts, *, identity: str, actor: Actor, zone: tzinfo
    ) -> None:
        self._journal = journal
        self._counts = counts
        self._identity = identity
        self._actor = actor
        self._zone = zone

    def requests(self, desk: Desk, rows: Sequence[SheetRow]) -> list[tuple[SheetRow, UsageRequest]]:
        """What these rows ask for; those that can't be read are refused."""
        if not rows:
            return []
        labels = desk.read(ContactLabels)
        times = Counter(recorded.contents for recorded in self._journal.everything().values())
        requests = []
        for row in rows:
            contents = plain(row.cells)
            name = self._request_name(desk, contents, times)
            read = partial(read_request, labels=labels, contents=contents, idempotency_key=name)
            try:
                requests.append((row, desk.read(read)))
            except BenefitError as wrong:
                self._refuse(desk, row, str(wrong))
        return requests

    def record(self, desk: Desk, row: SheetRow, request: UsageRequest) -> None:
        """Record one row, or refuse it.

        Raises:
            StoreError: the ledger can't be written; what was planned is tried by the next sync.
        """
        try:
            usage, remark = self._record(desk, row, request)
        except StoreError:
            raise
        except BenefitError as refused:
            self._refuse(desk, row, str(refused))
            return
        status = recorded_status(desk, usage.entries, self._zone, remark)
        self._journal.land(str(usage.key), Recorded(plain(row.cells), status, row=row.number))
        self._counts.recorded += 1
        self._describe(row, status)

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
            name = f"sheet-usage:{digest}:{times[contents]}"
            earlier = desk.store.entries_of_request(name)
            if not earlier or self._journal.recorded(str(earlier[0].key)) is None:
                return name

    def _record(self, desk: Desk, row: SheetRow, request: UsageRequest) -> tuple[Usage, str]:
        """Record a usage; one that looks like another is meant, and only marked."""
        try:
            return desk.record(request, actor=self._actor), ""
        except LooksRecordedTwice as twice:
            if twice.actor == self._actor.id:
                remark = SAME
            elif plain(row.cells) in self._journal.refused:
                raise RecordedElsewhere(moment(twice.at, self._zone)) from None
            else:
                remark = f" · the same was recorded elsewhere {moment(twice.at, self._zone)}"
        return desk.record(replace(request, again=True), actor=self._actor), remark

    def _refuse(self, desk: Desk, row: SheetRow, sentence: str) -> None:
        contents = plain(row.cells)
        earlier = self._journal.refused.get(contents)
        if earlier is None or earlier.sentence != sentence:
            self._counts.refused += 1
            self._describe(row, f"Not recorded: {sentence}")
        as_of = desk.read(lambda books: books.last)
        day = desk.today(self._actor).isoformat()
        self._journal.refused[contents] = Refused(sentence, as_of, day)

    def _describe(self, row: SheetRow, what: str) -> None:
        named = ", ".join(str(cell) for cell in row.cells[:2])
        self._counts.difference.append(f"{LAYOUT.title}: row {row.number + 1}, {named}: {what}")
