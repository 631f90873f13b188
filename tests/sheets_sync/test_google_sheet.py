"""The real adapter against a stand-in for Google: requests, formats, mishaps."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.adjusting import LevelChange
from playground.google import Running, Spreadsheet, running
from playground.google.faults import Fault
from sheets_sync.cell_names import column_of, letters
from sheets_sync.errors import (
    KeyFileUnreadable,
    NoKeyFile,
    OutcomeUnknown,
    SheetBusy,
    SheetError,
    SheetNotFound,
    SheetNotShared,
    SheetRefused,
    SheetUnreachable,
    TabMissing,
)
from sheets_sync.google_client import Patience
from sheets_sync.google_sheet import GoogleSheet
from sheets_sync.outcome import SyncOutcome
from sheets_sync.sheet import Block
from sheets_sync.sync import Sync
from tests.core.building import MANAGER, Office
from tests.sheets_sync.world import ASSIGNMENTS, RECORD_USAGE, SMALL, TITLES, USAGE_REPORT

OWNER = "manager@example.org"
SOON = Patience(first=0.01, longest=0.05, in_all=0.5)


@pytest.fixture(scope="module")
def google() -> Iterator[Running]:
    """The stand-in, serving."""
    with running(owner=OWNER) as served:
        yield served


@dataclass
class Desk:
    """An office, its spreadsheet in the stand-in, and a person before it."""

    office: Office
    google: Running
    book: Spreadsheet
    sheet: GoogleSheet

    def sync(self, **options: Any) -> SyncOutcome:
        """One sync by a process that has just started."""
        return Sync(self.office.desk, self.sheet).run(**options)

    def asked(self) -> dict[str, int]:
        """The requests since the last time, by method."""
        counted = dict(self.google.traffic.by_method())
        self.google.traffic.forget()
        return counted

    def table(self, title: str) -> list[dict[str, Any]]:
        """The typed values of the rows under the header, by header."""
        header, *rows = self.book.typed_rows(title)
        return [dict(zip(map(str, header), row, strict=True)) for row in rows]

    def type(self, title: str, row: int, header: str, text: str) -> None:
        """Type into a cell as a person does."""
        column = self.book.typed_rows(title)[0].index(header)
        self.book.type_into(title, row, column, text, user=OWNER)

    def add_sheet(self, title: str) -> None:
        """Make a tab of somebody's own."""
        added = {"addSheet": {"properties": {"title": title}}}
        self.sheet.client.batch_update(self.book.id, {"requests": [added]})

    def copy(self, source: str, place: tuple[int, int], title: str, to: tuple[int, int]) -> None:
        """Copy a cell into another one, format and all."""
        copied = {
            "source": self._cell(source, place),
            "destination": self._cell(title, to),
            "pasteType": "PASTE_NORMAL",
        }
        self.sheet.client.batch_update(self.book.id, {"requests": [{"copyPaste": copied}]})

    def _cell(self, title: str, place: tuple[int, int]) -> dict[str, int]:
        row, column = place
        return {
            "sheetId": self.book.sheet(title).id,
            "startRowIndex": row,
            "endRowIndex": row + 1,
            "startColumnIndex": column,
            "endColumnIndex": column + 1,
        }

    def paste(self, *rows: list[str]) -> None:
        """Paste rows into Record usage under the last one."""
        first = len(self.book.typed_rows(RECORD_USAGE))
        self.book.paste(RECORD_USAGE, first, 0, rows, user=OWNER)


def a_desk(office: Office, google: Running, before: Callable[["Desk"], None] | None = None) -> Desk:
    """A member's levels in a new spreadsheet, after the first sync; `before` it, something else."""
    office.enroll()
    book = google.drive.create_spreadsheet("Benefits", owner=OWNER, editors=(google.account.email,))
    sheet = GoogleSheet(google.key_file, book.id, google=google.base_url, patience=SOON)
    desk = Desk(office, google, book, sheet)
    if before:
        before(desk)
    google.traffic.forget()
    desk.sync()
    assert desk.asked() == {
        "spreadsheets.get": 1,
        "spreadsheets.batchUpdate": 1,
        "values.batchGet": 1,
        "values.batchUpdate": 1,
    }
    return desk


@pytest.fixture
def desk(office: Office, google: Running) -> Desk:
    """A member's levels in a new spreadsheet, after the first sync."""
    return a_desk(office, google)


def test_the_tabs_look_as_they_should(desk: Desk) -> None:
    """Dates are dates, money is money; headers are frozen, drop-downs and notes are there."""
    assert desk.book.titles()[:4] == list(TITLES[:4])
    shown = desk.book.show(ASSIGNMENTS, user=OWNER)
    assert shown.frozen_rows == 1
    assert desk.book.rows(ASSIGNMENTS)[1][:11] == [
        "Acme Hardware",
        "Gold",
        "Guest pass",
        "1 Jan 2026",
        "31 Dec 2026",
        "4",
        "0",
        "0",
        "4",
        "4",
        "12.50 USD",
    ]
    assert desk.book.choices(ASSIGNMENTS, 1, 12) == ("yes", "no")
    assert "Guest pass" in desk.book.choices(RECORD_USAGE, SMALL - 1, 1)
    assert len(shown.column_widths) == 16
    assert desk.sync(thorough=True).changed is False
    assert desk.asked() == {"spreadsheets.get": 1}


def test_only_benefit_desk_edits_its_own_columns(desk: Desk) -> None:
    """A colleague who isn't the owner can type into Number, and not into Used or a header."""
    colleague = "colleague@example.org"
    desk.book.sharing.share("user", "writer", email=colleague)
    desk.book.type_into(ASSIGNMENTS, 1, 5, "6", user=colleague)
    for row, column in ((1, 6), (0, 5), (1, 15), (1, 14)):
        with pytest.raises(Exception, match="protected"):
            desk.book.type_into(ASSIGNMENTS, row, column, "x", user=colleague)
    with pytest.raises(Exception, match="protected"):
        desk.book.type_into(USAGE_REPORT, 3, 3, "x", user=colleague)
    assert desk.sync().taken == 1


def test_an_idle_sync_is_one_request(desk: Desk) -> None:
    """One values.batchGet, whatever the number of tabs and rows."""
    assert desk.sync().sentence == "In step: nothing had changed."
    assert desk.asked() == {"values.batchGet": 1}


def test_what_people_type_arrives_and_what_slack_does_is_shown(desk: Desk) -> None:
    """A date as people write it, a number, a comment; and a usage from Slack."""
    desk.paste(["Acme Hardware", "Guest pass", "7 Jun 2026", "2", "Trade fair"])
    desk.type(ASSIGNMENTS, 1, "Number", "9")
    desk.type(ASSIGNMENTS, 1, "Comment", "0042")
    desk.office.use(benefit_type="ROOM", quantity="1.5")
    outcome = desk.sync()
    assert (outcome.recorded, outcome.taken, outcome.refused) == (1, 2, 0)
    counted = desk.asked()
    assert counted["values.batchGet"] == 2
    assert sum(counted.values()) <= 4
    row = desk.table(ASSIGNMENTS)[0]
    assert (row["Number"], row["Used"], row["Remaining"], row["Comment"]) == (9, 2, 7, "0042")
    status = desk.table(RECORD_USAGE)[0]["Status"]
    assert status == "Recorded 15 Jun 2026 15:00 · 2 on 7 Jun 2026 · 7 left"
    assert desk.book.rows(USAGE_REPORT)[1:] == [
        ["Guest pass", "1", "1", "2", "25.00 USD"],
        ["Room hours", "1", "1", "1.5", ""],
    ]
    assert desk.sync().changed is False
    assert desk.asked() == {"values.batchGet": 1}


@pytest.mark.parametrize("text", ["=1+1", "+44 20 7946", "0042", "TRUE", "1/2", "'quoted", "a\nb"])
def test_a_text_never_becomes_anything_else(desk: Desk, text: str) -> None:
    """Comments written from Slack stay the text that they are, and come back as it."""
    level = desk.office.desk.read(lambda books: books.levels_owned("ACME", "PASS")[0])
    change = LevelChange(level=level.key, comment=text)
    desk.office.desk.change_level(change, idempotency_key="slack", actor=MANAGER)
    desk.sync()
    assert desk.table(ASSIGNMENTS)[0]["Comment"] == text
    assert desk.book.rows(ASSIGNMENTS)[1][13] == text
    outcome = desk.sync()
    assert (outcome.changed, outcome.taken) == (False, 0)


def test_peoples_formulas_are_left_alone(desk: Desk) -> None:
    """In a column of their own, and in an editable cell whose value is taken."""
    desk.book.type_into(ASSIGNMENTS, 0, 17, "Double", user=OWNER)
    desk.book.type_into(ASSIGNMENTS, 1, 17, "=F2*2", user=OWNER)
    desk.type(ASSIGNMENTS, 1, "Number", "=3+4")
    assert desk.sync().taken == 1
    assert desk.table(ASSIGNMENTS)[0]["Double"] == 14
    desk.office.use()
    desk.sync()
    assert desk.table(ASSIGNMENTS)[0]["Double"] == 14
    assert desk.sync().changed is False


def test_formats_that_people_pasted_are_put_right(desk: Desk) -> None:
    """A quantity that was made a date shows a number again; a lost drop-down is back."""
    sheet_id = desk.sheet.survey().structures[RECORD_USAGE].sheet_id
    pasted = {
        "range": {"sheetId": sheet_id, "startRowIndex": 1, "startColumnIndex": 1},
        "cell": {"userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": "yyyy"}}},
        "fields": "userEnteredFormat.numberFormat,dataValidation",
    }
    desk.sheet.client.batch_update(desk.book.id, {"requests": [{"repeatCell": pasted}]})
    desk.paste(["ACME", "PASS", "", "2"])
    assert desk.book.rows(RECORD_USAGE)[1][3] == "1900"
    desk.sync()
    assert desk.book.rows(RECORD_USAGE)[1][3] == "2"
    assert "Guest pass" in desk.book.choices(RECORD_USAGE, 1, 1)


def test_sorted_inserted_and_deleted_rows(desk: Desk) -> None:
    """Rows are known by Key: a sorted sheet costs nothing, a deleted row comes back."""
    desk.book.sort(ASSIGNMENTS, 2, user=OWNER)
    desk.book.insert_rows(ASSIGNMENTS, 1, user=OWNER)
    assert desk.sync().changed is False
    desk.book.delete_rows(ASSIGNMENTS, 2, user=OWNER)
    desk.sync()
    rows = [row for row in desk.table(ASSIGNMENTS) if row["Contact"]]
    assert len(rows) == 4
    assert str(rows[-1]["Status"]).startswith("Put back: this row had disappeared.")
    assert desk.sync().changed is False


def test_an_inserted_column_moves_everything_along(desk: Desk) -> None:
    """Drop-downs and formats are put where the columns are now."""
    desk.book.insert_columns(ASSIGNMENTS, 2, user=OWNER)
    desk.type(ASSIGNMENTS, 1, "Number", "9")
    assert desk.sync().taken == 1
    assert desk.book.choices(ASSIGNMENTS, 1, 13) == ("yes", "no")
    assert desk.sync(thorough=True).changed is False
    assert desk.sync().changed is False


def test_a_header_fault_is_told(desk: Desk) -> None:
    """A header that the owner wrote over stops its tab, and is named."""
    desk.type(ASSIGNMENTS, 0, "Number", "Count")
    assert "there is no column “Number”" in desk.sync().sentence
    desk.type(ASSIGNMENTS, 0, "Count", "Number")
    assert desk.sync().messages == ()


def test_a_deleted_tab_is_made_anew(desk: Desk) -> None:
    """The read fails, the survey tells, the tab is made and filled: four requests."""
    desk.paste(["ACME", "PASS"])
    desk.sync()
    desk.asked()
    sheets = [sheet for sheet in desk.book.sheets if sheet.title != RECORD_USAGE]
    desk.book.sheets[:] = sheets
    desk.sync()
    assert sum(desk.asked().values()) == 4
    assert str(desk.table(RECORD_USAGE)[0]["Status"]).startswith("Recorded")
    assert desk.sync(thorough=True).changed is False


@pytest.mark.parametrize("status", [429, 500, 503])
def test_passing_faults_of_reads_are_waited_out(desk: Desk, status: int) -> None:
    """The same read is sent again until it is answered."""
    desk.google.traffic.add(Fault(on="read", times=3, status=status))
    assert desk.sync().sentence == "In step: nothing had changed."
    assert desk.asked() == {"values.batchGet": 4}


def test_waiting_has_an_end(desk: Desk) -> None:
    """When patience is over, the sentence says what is the matter."""
    desk.google.traffic.add(Fault(on="read", times=1000, status=429))
    with pytest.raises(SheetBusy):
        desk.sync()
    desk.asked()
    desk.google.traffic.add(Fault(on="read", times=1000, status=503))
    with pytest.raises(SheetUnreachable, match="it answers 503"):
        desk.sync()
    desk.asked()


def test_a_write_that_google_turned_away_is_sent_again(desk: Desk) -> None:
    """429 says that nothing was done, so repeating it is safe."""
    desk.office.use()
    desk.google.traffic.add(Fault(on="write", times=2, status=429))
    desk.sync()
    assert desk.asked()["spreadsheets.batchUpdate"] == 3
    assert desk.table(ASSIGNMENTS)[0]["Used"] == 1


@pytest.mark.parametrize("applied", [True, False])
@pytest.mark.parametrize("how", [{"status": 503}, {"cut": True}])
@pytest.mark.parametrize("earlier", [0, 1])
def test_a_write_of_unknown_outcome_is_never_repeated_blindly(
    desk: Desk, earlier: int, how: dict[str, Any], applied: bool
) -> None:
    """Sent once; the next sync reads first, and every row is recorded once."""
    for _ in range(2):
        desk.paste(["ACME", "PASS", "", "1", "", "", "twins"])
    desk.google.traffic.add(Fault(on="write", skip=earlier, applied=applied, **how))
    with pytest.raises(OutcomeUnknown):
        desk.sync()
    assert desk.asked()["spreadsheets.batchUpdate"] == 1 + earlier
    desk.sync()
    desk.sync()
    rows = desk.table(RECORD_USAGE)
    assert len(rows) == len({row["Key"] for row in rows}) == 2
    balance = desk.office.desk.read(
        lambda books: desk.office.desk.balance(books.levels_owned("ACME", "PASS")[0].key)
    )
    assert balance.used == Decimal(2)
    assert desk.sync().changed is False


def test_the_token_is_fetched_again_when_it_ran_out(desk: Desk) -> None:
    """The service account signs in anew; the sync doesn't notice."""
    desk.google.tokens.revoke_all()
    assert desk.sync().changed is False


def test_what_is_wrong_with_the_spreadsheet_is_said(
    desk: Desk, google: Running, tmp_path: Path
) -> None:
    """Not there, not shared, not signed in, no answer: each with what to do."""
    with pytest.raises(SheetNotFound, match="GOOGLE_SHEET_ID"):
        GoogleSheet(google.key_file, "nothing", google=google.base_url, patience=SOON).survey()
    private = google.drive.create_spreadsheet("Private", owner=OWNER)
    sheet = GoogleSheet(google.key_file, private.id, google=google.base_url, patience=SOON)
    with pytest.raises(SheetNotShared, match=f"share it with {sheet.address} as Editor"):
        sheet.survey()
    no_key = tmp_path / "key.json"
    no_key.write_text("{}")
    with pytest.raises(NoKeyFile, match=r"key\.json is not the JSON key file of a service account"):
        GoogleSheet(no_key, desk.book.id)
    no_key.unlink()
    with pytest.raises(KeyFileUnreadable, match=r"key\.json can't be read \(No such file"):
        GoogleSheet(no_key, desk.book.id)
    with pytest.raises(SheetUnreachable):
        GoogleSheet(
            google.key_file,
            desk.book.id,
            google="http://127.0.0.1:9",
            patience=Patience(0.01, 0.01, 0.05),
        ).survey()
    with pytest.raises(TabMissing):
        desk.sheet.read(["No such tab"])
    with pytest.raises(TabMissing):
        desk.sheet.read(["History"], {"History": (5_000, 5_020)})
    with pytest.raises(SheetRefused, match="grid limits"):
        desk.sheet.write([Block(ASSIGNMENTS, 99_999, 0, [["x"]])])


def test_drive_tells_what_is_in_the_trash(desk: Desk, google: Running) -> None:
    """By one request; where Drive doesn't say, the sheet is taken to be wanted."""
    assert not desk.sheet.in_trash()
    google.drive.file(desk.book.id).is_in_trash = True
    assert desk.sheet.in_trash()
    google.traffic.add(Fault(on="files.get", times=10, status=403))
    assert not desk.sheet.in_trash()
    desk.asked()


def test_a_reader_can_not_write(desk: Desk, google: Running) -> None:
    """Shared to look at only: the sentence asks for Editor."""
    book = google.drive.create_spreadsheet("Read only", owner=OWNER)
    book.sharing.share("user", "reader", email=google.account.email)
    sheet = GoogleSheet(google.key_file, book.id, google=google.base_url, patience=SOON)
    with pytest.raises(SheetNotShared):
        Sync(desk.office.desk, sheet).run()


def test_what_was_pasted_with_its_format_is_not_taken_for_something_else(desk: Desk) -> None:
    """50% in Discount and a day in a Comment: refused, until they are written as they look."""
    desk.add_sheet("Mine")
    desk.book.paste("Mine", 0, 0, [["50%", "3 Nov 2026"]], user=OWNER)
    desk.copy("Mine", (0, 0), "Benefit types", (1, 7))
    desk.copy("Mine", (0, 1), ASSIGNMENTS, (1, 13))
    assert desk.book.rows("Benefit types")[1][7] == "50%"
    assert desk.sync().taken == 0
    assert desk.table("Benefit types")[0]["Status"] == (
        "Not changed (Discount): the cell holds the number 0.5, though it may show 50%; write '50%"
        " or '0.5, with the apostrophe, to have it as you see it. It is blank in Benefit Desk."
    )
    desk.type("Benefit types", 1, "Discount", "'50%")
    desk.type(ASSIGNMENTS, 1, "Comment", "'3 Nov 2026")
    assert desk.sync().taken == 2
    told = desk.office.desk.read(
        lambda books: (
            books.benefit_types["PASS"].discount,
            books.levels_owned("ACME", "PASS")[0].comment,
        )
    )
    assert told == ("50%", "3 Nov 2026")
    desk.asked()
    assert not desk.sync().changed
    assert sum(desk.asked().values()) == 1


LONG = "x" * 49_990
"""Google takes 50,000 characters in a cell, and refuses a request with more."""


def test_a_long_text_stops_nothing(desk: Desk) -> None:
    """Refused, put back, in conflict, not found, as an edit of a usage: every Status is written."""
    level = desk.office.desk.read(lambda books: books.levels_owned("ACME", "PASS")[0])
    comment = LevelChange(level=level.key, comment="from Slack")
    desk.office.desk.change_level(comment, idempotency_key="c", actor=MANAGER)
    for header in ("Number", "Used", "Comment"):
        desk.type(ASSIGNMENTS, 1, header, LONG)
    desk.type("Contacts", 1, "Kind", LONG)
    desk.paste(["ACME", "PASS"], [LONG, "PASS"], ["ACME", LONG])
    desk.sync()
    desk.type(RECORD_USAGE, 1, "Description", LONG)
    desk.type(RECORD_USAGE, 1, "Quantity", LONG)
    desk.sync()
    told = [str(row["Status"]) for row in desk.table(ASSIGNMENTS)[:1] + desk.table(RECORD_USAGE)]
    told.append(str(desk.table("Contacts")[0]["Status"]))
    begins = ("Not changed", "Already recorded", "Not recorded", "Not recorded", "Not changed")
    assert all(each.startswith(begin) for each, begin in zip(told, begins, strict=True)), told
    assert all(len(each) < 1500 for each in told), [len(each) for each in told]
    assert all(f"{'x' * 199}…" in each for each in told[:1] + told[2:]), told
    assert desk.table("Conflicts")[0]["In the sheet"] == f"“{'x' * 199}…”"
    assert len(str(desk.table(ASSIGNMENTS)[0]["Comment"])) == len(LONG)
    desk.asked()
    assert not desk.sync().changed
    assert sum(desk.asked().values()) == 1


def test_a_long_header_stops_its_tab_only(desk: Desk) -> None:
    """It is quoted at the top of Start here, cut; usages are taken elsewhere as ever."""
    desk.type(ASSIGNMENTS, 1, "Comment", "late")
    desk.paste(["ACME", "PASS"])
    desk.sync()
    desk.sync()
    desk.type(RECORD_USAGE, 0, "Key", LONG)
    desk.book.type_into(RECORD_USAGE, 0, 9, "Key", user=OWNER)
    told = desk.sync().sentence
    assert f"Record usage was left alone: its Keys stand under “{'x' * 200}…”." in told
    assert f"{'x' * 200}…”" in str(desk.book.typed_rows("Start here")[1][1])


def test_every_error_is_a_sentence() -> None:
    """One class per cause, and nothing of a stack in what people read."""
    told = [SheetBusy(), SheetNotShared("desk@example.org"), SheetNotFound("x"), TabMissing()]
    assert all(isinstance(each, SheetError) and str(each).endswith(".") for each in told)


@pytest.mark.parametrize(("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_columns_have_letters(column: int, name: str) -> None:
    """Counted from zero, there and back."""
    assert (letters(column), column_of(name)) == (name, column)
