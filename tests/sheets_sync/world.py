"""An office and its sheet, with short words for what the sync's tests do most."""

import contextlib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from core.desk import Desk
from core.entry import Entry, EntryKind
from core.level import BenefitLevel
from core.store import Store
from core.verify import verify
from sheets_sync.outcome import SyncOutcome
from sheets_sync.sheet import Content
from sheets_sync.sync import Sync
from tests.core.building import Office
from tests.sheets_sync.fake_sheet import FakeSheet, Killed

MEMORY = Path("/dev/shm")
"""Where files cost no waiting for a disk."""
SMALL = 40
"""Rows of a new grid, and rows that one that has to grow gets beside those it needs."""
ASSIGNMENTS = "Assignments"
RECORD_USAGE = "Record usage"
USAGE_REPORT = "Usage report"
START_HERE = "Start here"
TITLES = (
    START_HERE,
    ASSIGNMENTS,
    RECORD_USAGE,
    "Contacts",
    "Memberships",
    "Benefit types",
    "Membership types",
    "Membership benefits",
    "Events",
    "Registrations",
    USAGE_REPORT,
    "History",
    "Quid pro quo",
    "Conflicts",
    "Before images",
)
PAGES = (START_HERE, USAGE_REPORT, "History", "Quid pro quo", "Before images")
"""Tabs that Benefit Desk writes and nobody edits."""


@dataclass
class World:
    """Both sides, and the sync between them."""

    office: Office
    sheet: FakeSheet

    def sync(self, **options: Any) -> SyncOutcome:
        """One sync, by a process that has just started."""
        return Sync(self.office.desk, self.sheet).run(**options)

    def sync_on(self, store: Store) -> None:
        """One sync over a store that may let the process die."""
        desk = Desk(store, clock=self.office.clock)
        with contextlib.suppress(Killed):
            Sync(desk, self.sheet).run()
        self.sheet.forget()

    def level(self, benefit_type: str, contact: str = "ACME") -> BenefitLevel:
        """A member's first level of a benefit type."""
        return self.office.desk.read(lambda books: books.levels_owned(contact, benefit_type)[0])

    def row(self, benefit_type: str = "PASS", contact: str = "ACME") -> int:
        """Where in Assignments a level stands now."""
        return self.sheet.row_with(ASSIGNMENTS, Key=str(self.level(benefit_type, contact).key))

    def cell(self, header: str, benefit_type: str = "PASS", contact: str = "ACME") -> Content:
        """A cell of a level's row in Assignments."""
        return self.sheet.table(ASSIGNMENTS)[self.row(benefit_type, contact) - 1][header]

    def type(self, header: str, content: Content, benefit_type: str = "PASS") -> None:
        """Type into a level's row in Assignments."""
        self.sheet.type(ASSIGNMENTS, self.row(benefit_type), header, content)

    def number(self, benefit_type: str = "PASS") -> object:
        """A level's number in the ledger."""
        return self.office.desk.balance(self.level(benefit_type).key).number

    def paste(self, contact: Content = "ACME", benefit: Content = "PASS", **cells: Content) -> None:
        """Paste one row into Record usage."""
        others = {name.replace("_", " "): content for name, content in cells.items()}
        row = {"Contact": contact, "Benefit type": benefit, **others}
        self.sheet.paste(RECORD_USAGE, row)

    def usages(self) -> list[Entry]:
        """The usages in the ledger that still count."""
        voided = self.office.desk.read(lambda books: set(books.voided))
        return [
            entry
            for entry in self.office.store.entries()
            if entry.kind is EntryKind.USAGE and entry.key not in voided
        ]

    def statuses(self, title: str = RECORD_USAGE) -> list[Content]:
        """The Status of every row."""
        return [row["Status"] for row in self.sheet.table(title)]

    def set_number(self, number: str, benefit_type: str = "PASS") -> None:
        """Change a level's number in Slack."""
        self.office.set_number(self.level(benefit_type), number)

    def in_step(self) -> None:
        """See that both sides are equal, that an idle sync is one read, and the books add up."""
        self.sheet.forget()
        outcome = self.sync()
        assert self.sheet.requests == ["read"], outcome
        assert not outcome.changed
        assert verify(self.office.desk).content


def used(entries: list[Entry]) -> Decimal:
    """Units used in all."""
    return sum((entry.quantity or Decimal(0) for entry in entries), Decimal(0))
