"""Large sheets: few requests however many the rows, and a history that never outgrows its tab."""

from collections.abc import Iterator

import pytest

from core.contact import Contact
from core.desk import Desk
from core.enrolling import EnrolRequest
from playground.google import Running, running
from sheets_sync import history_tab, structure
from sheets_sync.google_sheet import GoogleSheet
from sheets_sync.sync import Sync
from tests.core.building import MANAGER, NEW_YEAR, Office
from tests.sheets_sync.fake_sheet import FakeSheet
from tests.sheets_sync.test_google_sheet import OWNER
from tests.sheets_sync.world import ASSIGNMENTS, RECORD_USAGE, World

LEVELS_EACH = 4
"""Benefit levels that a gold member gets."""


@pytest.fixture(scope="module")
def google() -> Iterator[Running]:
    """The stand-in, serving."""
    with running(owner=OWNER) as served:
        yield served


def members(office: Office, count: int) -> None:
    """Enrol so many members in one step."""

    def enroll(desk: Desk) -> None:
        contacts = [Contact(code=f"C{each:05}", name=f"Member {each:05}") for each in range(count)]
        desk.put(contacts, idempotency_key="contacts", actor=MANAGER)
        for contact in contacts:
            request = EnrolRequest(
                contact=contact.code,
                membership_type="GOLD",
                starts_on=NEW_YEAR,
                idempotency_key=f"enrol:{contact.code}",
            )
            desk.enroll(request, actor=MANAGER)

    office.desk.together(enroll, fresh=True)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("rows", [12, 1_000, 10_000])
def test_requests_are_few_whatever_the_number_of_rows(
    office: Office, google: Running, rows: int
) -> None:
    """Idle: one. A change here, there, on both sides, by paste: four at most."""
    members(office, rows // LEVELS_EACH)
    editors = (google.account.email,)
    book = google.drive.create_spreadsheet("Benefits", owner=OWNER, editors=editors)
    sync = Sync(office.desk, GoogleSheet(google.key_file, book.id, google=google.base_url))

    def requests() -> int:
        google.traffic.forget()
        sync.run()
        return google.traffic.count()

    assert requests() <= 4
    requests()
    assert requests() == 1
    assert len(book.typed_rows(ASSIGNMENTS)) == 1 + rows
    book.type_into(ASSIGNMENTS, 3, 5, "6", user=OWNER)
    assert requests() <= 4
    level = office.desk.read(lambda books: list(books.levels.values())[-4])
    office.set_number(level, "7")
    assert requests() <= 4
    pasted = [
        [f"C{each:05}", "NOTARY", "", "1", "", "", str(each)] for each in range(rows // LEVELS_EACH)
    ]
    book.paste(RECORD_USAGE, 1, 0, pasted, user=OWNER)
    assert requests() <= 4
    book.type_into(ASSIGNMENTS, 3, 5, "8", user=OWNER)
    office.set_number(level, "9")
    assert requests() <= 4
    requests()
    assert requests() == 1


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A history tab that holds 30 rows, of which 10 leave at once, and 12 are written at once."""
    monkeypatch.setattr(history_tab, "MOST_ROWS", 30)
    monkeypatch.setattr(history_tab, "LEAVING", 10)
    monkeypatch.setattr(history_tab, "AT_ONCE", 12)


def history(world: World) -> list[str]:
    """The keys in the tab."""
    return [str(row["Key"]) for row in world.sheet.table("History") if row.get("Key")]


def keys(world: World) -> list[str]:
    """The keys in the ledger."""
    return [str(entry.key) for entry in world.office.store.entries()]


@pytest.mark.usefixtures("short")
def test_older_history_moves_out_by_the_rule(world: World) -> None:
    """The newest rows are there, in order, never more than the tab holds."""
    for _ in range(8):
        for _ in range(7):
            world.office.use(benefit_type="NOTARY", again=True)
        for _ in range(4):
            world.sync()
            assert len(history(world)) <= 30
        assert history(world) == keys(world)[-len(history(world)) :]
        assert len(history(world)) >= min(18, len(keys(world)))
        world.in_step()


@pytest.mark.usefixtures("short")
def test_history_leaves_a_grid_that_has_no_rows_to_spare(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the oldest rows are gone, no row is asked for that went with them."""
    monkeypatch.setattr(structure, "ROWS_TO_SPARE", 1)
    world.sheet.tabs["History"].row_count = 1 + len(history(world))
    world.sync(thorough=True)
    for _ in range(45):
        world.office.use(benefit_type="NOTARY", again=True)
        world.sync()
        world.sheet.forget()
        assert world.sheet.tabs["History"].row_count <= 1 + 30 + 2
    world.sync()
    assert history(world) == keys(world)[-len(history(world)) :]
    world.in_step()


def test_a_history_whose_end_was_deleted_is_written_anew(world: World) -> None:
    """Rows and all: the sync looks at the whole of the sheet then."""
    tab = world.sheet.tabs["History"]
    tab.row_count = 3
    del tab.rows[3:]
    world.sheet.forget()
    world.sync()
    assert world.sheet.requests[:2] == ["read", "survey"]
    world.sync()
    assert history(world) == keys(world)
    world.in_step()


@pytest.mark.usefixtures("short")
def test_a_long_history_comes_in_parts(office: Office) -> None:
    """A new sheet for old books: each sync adds some, until all are there."""
    office.enroll()
    for _ in range(40):
        office.use(benefit_type="NOTARY", again=True)
    world = World(office, FakeSheet())
    counts = []
    for _ in range(4):
        world.sync()
        counts.append(len(history(world)))
    assert counts == [12, 24, 30, 30]
    assert history(world) == keys(world)[-30:]
    world.in_step()


def test_a_sorted_history_is_written_anew(world: World) -> None:
    """Its last row isn't where it was, so the whole of it is put right."""
    for _ in range(3):
        world.office.use(benefit_type="NOTARY", again=True)
    world.sync()
    world.sheet.sort("History", "Key", descending=True)
    world.sync()
    assert history(world) == keys(world)
    world.in_step()
