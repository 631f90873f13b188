"""The largest sheet that is promised: 10,000 assignments, and 100,000 rows of history."""

from collections.abc import Iterator

import pytest

from core.desk import Desk
from core.recording import UsageRequest
from playground.google import Running, Spreadsheet, running
from playground.google.workbook import MOST_CELLS
from sheets_sync.google_access import look_at
from sheets_sync.google_sheet import GoogleSheet
from sheets_sync.history_tab import AT_ONCE, LEAVING, MOST_ROWS
from sheets_sync.sync import Sync
from tests.core.building import STAFF, Office
from tests.sheets_sync.test_google_sheet import OWNER
from tests.sheets_sync.test_large import LEVELS_EACH, members
from tests.sheets_sync.world import ASSIGNMENTS

ASSIGNED = 10_000


@pytest.fixture
def google() -> Iterator[Running]:
    """The stand-in, serving."""
    with running(owner=OWNER) as served:
        yield served


def use(office: Office, first: int, count: int) -> None:
    """Record so many usages, spread over the members."""

    def record(desk: Desk) -> None:
        for number in range(first, first + count):
            request = UsageRequest(
                contact=f"C{number % (ASSIGNED // LEVELS_EACH):05}",
                benefit_type="NOTARY",
                again=True,
                idempotency_key=f"u{number}",
            )
            desk.record(request, actor=STAFF)

    office.desk.together(record, fresh=True)


def history(book: Spreadsheet) -> list[str]:
    """The Keys in the tab History, read as they are."""
    sheet = book.sheet("History")
    return [str(sheet.value(row, 0)) for row in range(1, sheet.used().bottom)]


def keys(office: Office) -> list[str]:
    """The keys in the ledger."""
    return [str(entry.key) for entry in office.store.entries()]


@pytest.mark.storm
@pytest.mark.timeout(3600)
def test_the_largest_sheet_fits_and_the_oldest_history_leaves_it(
    office: Office, google: Running
) -> None:
    """Up to the last row that the tab holds nothing leaves; with the next one, ten thousand do."""
    members(office, ASSIGNED // LEVELS_EACH)
    use(office, 0, MOST_ROWS - len(keys(office)))
    assert len(keys(office)) == MOST_ROWS
    book = google.drive.create_spreadsheet("B", owner=OWNER, editors=(google.account.email,))
    sync = Sync(office.desk, GoogleSheet(google.key_file, book.id, google=google.base_url))

    def requests() -> int:
        google.traffic.forget()
        sync.run()
        return google.traffic.count()

    for number in range(1, MOST_ROWS // AT_ONCE + 1):
        assert requests() <= 4
        assert len(history(book)) == number * AT_ONCE
    assert history(book) == keys(office)
    assert len(book.typed_rows(ASSIGNMENTS)) == 1 + ASSIGNED
    requests()
    assert requests() == 1
    assert look_at(google.key_file, book.id, google.base_url).cells < MOST_CELLS / 3

    use(office, MOST_ROWS, 1)
    assert requests() <= 4
    assert history(book) == keys(office)[LEAVING:MOST_ROWS]
    assert requests() <= 4
    assert history(book) == keys(office)[LEAVING:]
    requests()
    assert requests() == 1
    cells = look_at(google.key_file, book.id, google.base_url).cells
    assert cells < MOST_CELLS / 3

    use(office, 2 * MOST_ROWS, LEAVING - 1)
    for _ in range(3):
        requests()
    assert len(history(book)) == MOST_ROWS
    assert history(book) == keys(office)[LEAVING:]
    assert requests() == 1
