"""Syncs to disturb: scenarios over a desk and a sheet, and what has to hold afterwards."""

import contextlib
import pickle
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeVar

from core.books import Books
from core.desk import Desk
from core.event import Event, RegistrationType
from core.level import BenefitLevel
from core.records import LookupRecord
from core.stores.embedded import open_store
from core.verify import verify
from playground.google import Running, Spreadsheet, running
from sheets_sync.conflicts import TITLE as CONFLICTS
from sheets_sync.errors import SheetError
from sheets_sync.fitting import Fitting
from sheets_sync.google_client import Patience
from sheets_sync.google_sheet import GoogleSheet
from sheets_sync.sheet import NO_SPANS, Block, Keeping, Reading, Survey
from sheets_sync.sync import Sync
from tests.core.building import MANAGER, Office
from tests.sheets_sync.fake_sheet import Killed
from tests.sheets_sync.world import ASSIGNMENTS, MEMORY, RECORD_USAGE

T = TypeVar("T")


OWNER: Final = "manager@example.org"
SOON: Final = Patience(first=0.005, longest=0.01, in_all=0.03)
CALM: Final = Patience(first=0.05, longest=0.5, in_all=20.0)
"""For what goes before and after: a busy machine is no fault that is tried here."""
NEWCOMER: Final = "NEWCOMER"
KEYED: Final = (ASSIGNMENTS, RECORD_USAGE, "Contacts", "Memberships", "Registrations")
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


@dataclass(frozen=True)
class Expected:
    """What has to have come of it: usages of pasted rows, and what else was pasted and decided."""

    usages: int = 0
    newcomers: int = 0
    number: Decimal | None = None


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

    def check(self, expected: Expected) -> None:
        """Both sides are equal, every row is there once, every pasted row was recorded once."""
        assert any(self.requests() == 1 for _ in range(3))
        assert self.requests() == 1
        assert verify(self.office.desk).content
        for title in KEYED:
            keys = [row[-1] for row in self.book.typed_rows(title)[1:]]
            assert None not in keys, title
            assert len(keys) == len(set(keys)), title
        notes = Counter(
            entry.note for entry in self.office.store.entries() if entry.note.startswith("row ")
        )
        assert notes == {f"row {number}": 1 for number in range(expected.usages)}
        assert self.newcomers() == (expected.newcomers,) * 3
        assert expected.number in {None, self.office.desk.balance(self.level().key).number}
        assert len(self.book.typed_rows(ASSIGNMENTS)) == 1 + len(
            self.office.desk.read(lambda books: list(books.levels))
        )

    def level(self) -> BenefitLevel:
        """The level about which people are in conflict."""
        return self.office.desk.read(lambda books: books.levels_owned("ACME", "PASS")[0])

    def newcomers(self) -> tuple[int, int, int]:
        """How many contacts, memberships and registrations there are of those who were pasted."""

        def count(books: Books) -> tuple[int, int, int]:
            acts = (books.memberships.values(), books.registrations.values())
            memberships, registrations = (
                sum(each.contact == NEWCOMER for each in of) for of in acts
            )
            return int(NEWCOMER in books.contacts), memberships, registrations

        return self.office.desk.read(count)

    def paste_under(self, title: str, **cells: str) -> None:
        """Paste one row under the last one of a tab; `Starts_on` is "Starts on"."""
        header, *rows = self.book.typed_rows(title)
        row = [cells.get(str(name).replace(" ", "_"), "") for name in header]
        self.book.paste(title, 1 + len(rows), 0, [row], user=OWNER)


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
            self.expected = scenario(Bench(office, google, self.book, self.calm))
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


def everything_at_once(desk: Bench) -> Expected:
    """Rows pasted, a number typed, a member enrolled elsewhere."""
    desk.sync()
    desk.sync()
    rows = [["ACME", "NOTARY", "", "1", "", "", f"row {number}"] for number in range(3)]
    desk.book.paste(RECORD_USAGE, 1, 0, rows, user=OWNER)
    desk.book.type_into(ASSIGNMENTS, 1, 5, "6", user=OWNER)
    desk.office.enroll("ZED")
    return Expected(usages=3)


def nothing_there_yet(desk: Bench) -> Expected:  # noqa: ARG001 - that nothing was done
    """The spreadsheet is new: every tab has to be made."""
    return Expected()


def a_tab_deleted(desk: Bench) -> Expected:
    """Somebody deleted a tab with a recorded row."""
    desk.sync()
    row = ["ACME", "NOTARY", "", "1", "", "", "row 0"]
    desk.book.paste(RECORD_USAGE, 1, 0, [row], user=OWNER)
    desk.sync()
    desk.sync()
    desk.book.sheets[:] = [sheet for sheet in desk.book.sheets if sheet.title != RECORD_USAGE]
    return Expected(usages=1)


def newcomers_and_a_decision(desk: Bench) -> Expected:
    """A contact pasted, who becomes a member and registers; a conflict decided in the sheet."""
    records: list[LookupRecord] = [
        Event(code="GALA", name="Gala", held_on=date(2026, 9, 1)),
        RegistrationType(event="GALA", code="SEAT", name="Seat", price=Decimal(40)),
    ]
    desk.office.desk.put(records, idempotency_key="gala", actor=MANAGER)
    desk.sync()
    number = desk.book.typed_rows(ASSIGNMENTS)[0].index("Number")
    desk.book.type_into(ASSIGNMENTS, 1, number, "8", user=OWNER)
    desk.office.set_number(desk.level(), "7")
    desk.sync()
    desk.sync()
    decision = desk.book.typed_rows(CONFLICTS)[0].index("Decision")
    desk.book.type_into(CONFLICTS, 1, decision, "sheet", user=OWNER)
    desk.paste_under("Contacts", Code=NEWCOMER, Name="New Comer")
    desk.paste_under(
        "Memberships", Contact=NEWCOMER, Membership_type="GOLD", Starts_on="2026-01-01"
    )
    desk.paste_under("Registrations", Event="GALA", Registration_type="SEAT", Contact=NEWCOMER)
    return Expected(newcomers=1, number=Decimal(8))


SCENARIOS: Final = (
    everything_at_once,
    nothing_there_yet,
    a_tab_deleted,
    newcomers_and_a_decision,
)
Scenario = Callable[[Bench], Expected]
