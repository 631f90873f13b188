"""The tab Record usage: each row is a usage."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Final

from core.actor import Actor, Source
from core.books import Books
from core.desk import Desk, Usage
from core.entry import Entry, EntryKind
from core.errors import LooksRecordedTwice
from core.recording import UsageRequest
from sheets_sync.acts import Done
from sheets_sync.errors import RecordedElsewhere
from sheets_sync.journal import Recorded
from sheets_sync.labels import ContactLabels, labelled
from sheets_sync.layout import Contents
from sheets_sync.usage_rows import (
    LAYOUT,
    moment,
    read_request,
    recorded_status,
    taken_back_status,
)


def _recordable(books: Books) -> list[str]:
    kinds = books.benefit_types
    labels = labelled(kinds)
    return [labels[code] for code, kind in kinds.items() if kind.tracked and not kind.retired]


SAME: Final = " · same contact, benefit, day and quantity as a row above"


@dataclass(frozen=True, slots=True)
class UsageActs:
    """Usages, recorded by whoever pastes into the sheet."""

    actor: Actor
    zone: tzinfo
    layout = LAYOUT
    index = 2
    named_by = (0, 1)
    owned = True
    to_correct = "take it back in Slack and paste a new row."
    instead = "to undo it, take it back in Slack"

    def choices(self, desk: Desk) -> Mapping[str, tuple[str, ...]]:
        """The benefits that can be recorded."""
        return {"benefit_type": tuple(sorted(desk.read(_recordable)))}

    def read(self, desk: Desk, contents: Contents, idempotency_key: str) -> UsageRequest:
        """The usage that a row asks for."""
        return desk.read(
            lambda books: read_request(
                books, ContactLabels.of_books(books), contents, idempotency_key
            )
        )

    def carry_out(self, desk: Desk, request: UsageRequest, *, refused_before: bool) -> Done:
        """Record a usage; one that looks like another is meant, and only marked."""
        try:
            usage, remark = desk.record(request, actor=self.actor), ""
        except LooksRecordedTwice as twice:
            if twice.actor == self.actor.id:
                remark = SAME
            elif refused_before:
                raise RecordedElsewhere(moment(twice.at, self.zone)) from None
            else:
                remark = f" · the same was recorded elsewhere {moment(twice.at, self.zone)}"
            usage = desk.record(replace(request, again=True), actor=self.actor)
        return self._done(desk, usage, remark)

    def _done(self, desk: Desk, usage: Usage, remark: str) -> Done:
        return Done(str(usage.key), recorded_status(desk, usage.entries, self.zone, remark))

    def status(self, desk: Desk, entries: Sequence[Entry]) -> str:
        """When it was recorded, and how much was left."""
        return recorded_status(desk, entries, self.zone)

    def pasted(self, entry: Entry) -> bool:
        """Whether it is a usage from the sheet."""
        return entry.kind is EntryKind.USAGE and entry.source is Source.SHEET

    def elsewhere(self, desk: Desk, known: Container[str]) -> Mapping[str, Recorded]:  # noqa: ARG002
        """Usages from elsewhere are not shown: they are in History."""
        return {}

    def taken_back(self, desk: Desk) -> set[str]:
        """The usages that were taken back."""
        return desk.read(lambda books: {str(key) for key in books.voided})

    def taken_back_status(self, desk: Desk, key: str) -> str:
        """When it was taken back, and why."""
        return taken_back_status(desk, key, self.zone)
