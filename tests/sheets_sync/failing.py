"""Syncs to disturb: scenarios over a desk and a sheet, and what has to hold afterwards."""

import contextlib
import pickle
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeVar

from core.desk import Desk
from core.stores.embedded import open_store
from core.verify import verify
from playground.google import Running, Spreadsheet, running
from sheets_sync.errors import SheetError
from sheets_sync.fitting import Fitting
from sheets_sync.google_client import Patience
from sheets_sync.google_sheet import GoogleSheet
from sheets_sync.sheet import NO_SPANS, Block, Keeping, Reading, Survey
from sheets_sync.sync import Sync
from tests.core.building import Office
from tests.sheets_sync.fake_sheet import Killed
from tests.sheets_sync.world import ASSIGNMENTS, MEMORY, RECORD_USAGE

T = TypeVar("T")


OWNER: Final = "manager@example.org"
SOON: Final = Patience(first=0.005, longest=0.01, in_all=0.03)
CALM: Final = Patience(first=0.05, longest=0.5, in_all=20.0)
"""For what goes before and after: a busy machine is no fault that is tried here."""
HURRY: Final = 0.1
"""Seconds that an answer is waited for that comes too late."""
TOO_LATE: Final = 5.0
"""Seconds after which it would come."""
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
class Passing(ABC):
    """The sheet, with something about the request number `at`."""

    sheet: GoogleSheet
    at: int

    @property
    def identity(self) -> str:
        """The spreadsheet's id."""
        return self.sheet.identity

    @property
    def address(self) -> str:
        """Whom to share with."""
        return self.sheet.address

    @abstractmethod
    def special(self, request: Callable[[], T]) -> T:
        """Make that request."""

    def _pass(self, request: Callable[[], T]) -> T:
        self.at -= 1
        return request() if self.at else self.special(request)

    def read(
        self,
        titles: Sequence[str],
        spans: Mapping[str, tuple[int, int]] = NO_SPANS,
        *,
        formulas: bool = False,
    ) -> Reading:
        """Read."""
        return self._pass(lambda: self.sheet.read(titles, spans, formulas=formulas))

    def survey(self) -> Survey:
        """Survey."""
        return self._pass(self.sheet.survey)

    def in_trash(self) -> bool:
        """Ask whether it was thrown away."""
        return self._pass(self.sheet.in_trash)

    def write(self, blocks: Sequence[Block], keeping: Keeping | None = None) -> None:
        """Write."""
        self._pass(lambda: self.sheet.write(blocks, keeping))

    def fit(self, fittings: Sequence[Fitting]) -> None:
        """Fit."""
        self._pass(lambda: self.sheet.fit(fittings))


@dataclass
class Dying(Passing):
    """The process dies at that request."""

    after: bool

    def special(self, request: Callable[[], T]) -> T:
        """Die before it is sent, or after it was answered."""
        if self.after:
            with contextlib.suppress(SheetError):
                request()
        raise Killed


@dataclass
class Hurried(Passing):
    """Nobody has the time to wait for that answer."""

    def special(self, request: Callable[[], T]) -> T:
        """Wait for a moment only."""
        patient = self.sheet.client.timeout
        self.sheet.client.set_timeout((5.0, HURRY))
        try:
            return request()
        finally:
            self.sheet.client.set_timeout(patient)


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

    def requests(self) -> int:
        """How many requests one more sync takes."""
        self.google.traffic.forget()
        self.sync()
        return self.google.traffic.count()

    def check(self, recorded: int) -> None:
        """Both sides are equal, every row is there once, every pasted row was recorded once."""
        assert any(self.requests() == 1 for _ in range(3))
        assert self.requests() == 1
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
def opened(folder: str) -> Iterator[Office]:
    """The office whose store lies in a folder."""
    store = open_store(Path(folder, "office.db"))
    try:
        yield Office(store)
    finally:
        store.close()


def in_memory() -> TemporaryDirectory[str]:
    """A folder that is gone afterwards."""
    return TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)


class Stage:
    """What people have just done, prepared once and set up again and again."""

    def __init__(self, google: Running, scenario: "Scenario", folder: str) -> None:
        self._google = google
        self._folder = folder
        editors = (google.account.email,)
        self.book = google.drive.create_spreadsheet("Benefits", owner=OWNER, editors=editors)
        self.calm = a_sheet(google, self.book, CALM)
        self.soon = a_sheet(google, self.book, SOON)
        with opened(folder) as office:
            office.stock()
            office.enroll()
            self.rows = scenario(Bench(office, google, self.book, self.calm))
        self._sheets = pickle.dumps(self.book.sheets)
        with self.set_up() as desk:
            self.requests = desk.requests()

    @contextlib.contextmanager
    def set_up(self) -> Iterator[Bench]:
        """Everything as it was when people had done it."""
        self.book.sheets[:] = pickle.loads(self._sheets)
        with in_memory() as folder:
            copytree(self._folder, folder, dirs_exist_ok=True)
            with opened(folder) as office:
                self._google.traffic.forget()
                yield Bench(office, self._google, self.book, self.calm)


class Stages:
    """A stage for each scenario, made when it is asked for."""

    def __init__(self, google: Running, folders: contextlib.ExitStack) -> None:
        self._google = google
        self._folders = folders
        self._made: dict[Scenario, Stage] = {}

    def of(self, scenario: "Scenario") -> Stage:
        """The stage of a scenario."""
        if scenario not in self._made:
            folder = self._folders.enter_context(in_memory())
            self._made[scenario] = Stage(self._google, scenario, folder)
        return self._made[scenario]


@contextlib.contextmanager
def all_stages() -> Iterator[Stages]:
    """The stages before one stand-in."""
    with running(owner=OWNER) as google, contextlib.ExitStack() as folders:
        yield Stages(google, folders)


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
