"""Syncs to disturb: scenarios over a desk and a sheet, and what has to hold afterwards."""

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from core.desk import Desk
from core.verify import verify
from playground.google import Running, Spreadsheet
from sheets_sync.fitting import Fitting
from sheets_sync.google_client import Patience
from sheets_sync.google_sheet import GoogleSheet
from sheets_sync.sheet import NO_SPANS, Block, Keeping, Reading, Survey
from sheets_sync.sync import Sync
from tests.core.building import Office, an_office
from tests.sheets_sync.fake_sheet import Killed
from tests.sheets_sync.world import ASSIGNMENTS, MEMORY, RECORD_USAGE

OWNER: Final = "manager@example.org"
SOON: Final = Patience(first=0.005, longest=0.01, in_all=0.03)
HASTY: Final = Patience(first=0.005, longest=0.01, in_all=0.03, answer=4.0)
CALM: Final = Patience(first=0.05, longest=0.5, in_all=20.0)
"""For what goes before and after: a busy machine is no fault that is tried here."""
ATTEMPTS: Final = 3
"""How often a sync is begun that such a machine cuts short before the request that is to fail."""
TOO_LATE: Final = 5.0
"""Seconds after which an answer comes that nobody waits for any more."""
FAULTS: Final[dict[str, dict[str, Any]]] = {
    "429": {"status": 429},
    "429 for long": {"status": 429, "times": 10_000},
    "500": {"status": 500},
    "500 after it was applied": {"status": 500, "applied": True},
    "503": {"status": 503},
    "503 after it was applied": {"status": 503, "applied": True},
    "timeout before": {"delay": TOO_LATE, "cut": True},
    "timeout after": {"delay": TOO_LATE, "cut": True, "applied": True},
    "cut before": {"cut": True},
    "cut after": {"cut": True, "applied": True},
}


@dataclass
class Dying:
    """The sheet, at a request of which the process dies."""

    sheet: GoogleSheet
    at: int
    after: bool

    @property
    def identity(self) -> str:
        """The spreadsheet's id."""
        return self.sheet.identity

    @property
    def address(self) -> str:
        """Whom to share with."""
        return self.sheet.address

    def _pass(self, request: Callable[[], Any]) -> Any:
        self.at -= 1
        if self.at == 0 and not self.after:
            raise Killed
        try:
            return request()
        finally:
            if self.at == 0:
                raise Killed

    def read(
        self,
        titles: Sequence[str],
        spans: Mapping[str, tuple[int, int]] = NO_SPANS,
        *,
        formulas: bool = False,
    ) -> Reading:
        """Read, or die."""
        read: Reading = self._pass(lambda: self.sheet.read(titles, spans, formulas=formulas))
        return read

    def survey(self) -> Survey:
        """Survey, or die."""
        survey: Survey = self._pass(self.sheet.survey)
        return survey

    def write(self, blocks: Sequence[Block], keeping: Keeping | None = None) -> None:
        """Write, or die."""
        self._pass(lambda: self.sheet.write(blocks, keeping))

    def fit(self, fittings: Sequence[Fitting]) -> None:
        """Fit, or die."""
        self._pass(lambda: self.sheet.fit(fittings))


@dataclass
class Bench:
    """An office and its spreadsheet, in which people have just done something."""

    office: Office
    google: Running
    book: Spreadsheet
    sheet: GoogleSheet

    def sync(self, sheet: Any = None, desk: Desk | None = None, **options: Any) -> None:
        """One sync by a process that has just started."""
        Sync(desk or self.office.desk, sheet or self.sheet).run(**options)

    def check(self, recorded: int) -> None:
        """Both sides are equal, every row is there once, every pasted row was recorded once."""
        for _ in range(3):
            self.sync()
        self.google.traffic.forget()
        self.sync()
        assert self.google.traffic.count() == 1
        assert verify(self.office.desk).content
        for title in self.book.titles()[:3]:
            if title in {ASSIGNMENTS, RECORD_USAGE}:
                keys = [row[-1] for row in self.book.typed_rows(title)[1:]]
                assert len(keys) == len(set(keys)), title
        notes = Counter(
            entry.note for entry in self.office.store.entries() if entry.note.startswith("row ")
        )
        assert notes == {f"row {number}": 1 for number in range(recorded)}
        assert len(self.book.typed_rows(ASSIGNMENTS)) == 1 + len(
            self.office.desk.read(lambda books: list(books.levels))
        )


def a_sheet(google: Running, book: Spreadsheet, patience: Patience) -> GoogleSheet:
    """The spreadsheet as the service account sees it."""
    return GoogleSheet(google.key_file, book.id, google=google.base_url, patience=patience)


@contextlib.contextmanager
def bench(google: Running) -> Iterator[Bench]:
    """A new office with a member and an empty spreadsheet."""
    with (
        TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder,
        an_office(Path(folder)) as office,
    ):
        office.enroll()
        editors = (google.account.email,)
        book = google.drive.create_spreadsheet("Benefits", owner=OWNER, editors=editors)
        yield Bench(office, google, book, a_sheet(google, book, CALM))


def everything_at_once(desk: Bench) -> int:
    """Rows pasted, a number typed, a member enrolled elsewhere; how many rows can be recorded."""
    desk.sync()
    desk.sync()
    rows = [["ACME", "NOTARY", "", "1", "", "", f"row {number}"] for number in range(3)]
    desk.book.paste(RECORD_USAGE, 1, 0, rows, user=OWNER)
    desk.book.type_into(ASSIGNMENTS, 1, 5, "6", user=OWNER)
    desk.office.enroll("ZED")
    return 3


def nothing_there_yet(desk: Bench) -> int:  # noqa: ARG001 - the scenario is that nothing was done
    """The spreadsheet is new: every tab has to be made."""
    return 0


def a_tab_deleted(desk: Bench) -> int:
    """Somebody deleted a tab with a recorded row."""
    desk.sync()
    row = ["ACME", "NOTARY", "", "1", "", "", "row 0"]
    desk.book.paste(RECORD_USAGE, 1, 0, [row], user=OWNER)
    desk.sync()
    desk.sync()
    desk.book.sheets[:] = [sheet for sheet in desk.book.sheets if sheet.title != RECORD_USAGE]
    return 1


SCENARIOS: Final = (everything_at_once, nothing_there_yet, a_tab_deleted)
Scenario = Callable[[Bench], int]


def requests_of(google: Running, scenario: Scenario) -> int:
    """How many requests the sync after a scenario takes when nothing goes wrong."""
    with bench(google) as desk:
        scenario(desk)
        google.traffic.forget()
        desk.sync()
        return google.traffic.count()
