"""An idle sync of a large sheet, and one with many changed cells, against plain gspread.

All of them talk to the same stand-in for Google in the same process, so what is compared is the
work beside the requests, and their number.
"""

import gc
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Final

import gspread
from rich.console import Console
from rich.table import Table

from benchmarks.timing import Contender, goal, in_turns
from benchmarks.world import ACTOR, LINES
from core.catalogue import BenefitType, MembershipBenefit, MembershipType
from core.clock import today
from core.contact import Contact
from core.custom import CustomField
from core.desk import Desk
from core.enrolling import EnrolRequest
from core.policy import Policy
from core.records import LookupRecord
from core.stores.embedded import open_store
from playground.google import Running, Spreadsheet, running
from sheets_sync.google_sheet import GoogleSheet
from sheets_sync.sync import Sync

OWNER: Final = "owner@example.org"
ROWS: Final = 10_000
CHANGED: Final = 500
GOAL: Final = 5.0
ASSIGNMENTS: Final = "Assignments"
COMMENT: Final = "N"
FIELDS: Final = {
    slot: CustomField(slot=slot, label=label)
    for slot, label in (("date1", "Call back on"), ("text1", "Remark"))
}
"""Two labelled slots make the tab 18 columns wide."""


def show(folder: Path, console: Console) -> None:
    """One table: what each took, and in how many requests."""
    store = open_store(folder / "sheet.db")
    try:
        with running(owner=OWNER) as google:
            _show(Desk(store, policy=Policy(custom_fields=FIELDS)), google, console)
    finally:
        gc.unfreeze()
        store.close()


def _show(desk: Desk, google: Running, console: Console) -> None:
    desk.together(lambda draft: _enroll(draft, ROWS), fresh=True)
    book = google.drive.create_spreadsheet("Benefits", owner=OWNER, editors=(google.account.email,))
    sheet = GoogleSheet(google.key_file, book.id, google=google.base_url)
    sync = Sync(desk, sheet)
    for _ in range(4):
        sync.run()
    google.traffic.forget()
    assert not sync.run().changed
    assert google.traffic.count() == 1
    # As the bot does when it has begun; the stand-in's cells are in this process, too.
    gc.freeze()
    table = Table("", "ms", "requests", "peer", "peer's ms", "requests", "ratio", "goal")
    _idle(table, desk, sync, sheet, book)
    _changed(table, sync, sheet, google, book)
    console.print(f"A sync of {ROWS:,} rows of 18 columns, and 12 more tabs")
    console.print(table, "")


def _enroll(desk: Desk, rows: int) -> None:
    kinds: list[LookupRecord] = [BenefitType(code=code, name=name) for code, name in LINES.items()]
    lines = [
        MembershipBenefit(
            code=f"MB{number}", membership_type="GOLD", benefit_type=code, number=Decimal(12)
        )
        for number, code in enumerate(LINES)
    ]
    members = [
        Contact(code=f"C{number:05}", name=f"Member {number:05}")
        for number in range(-(-rows // len(LINES)))
    ]
    gold = MembershipType(code="GOLD", name="Gold", term_months=12)
    desk.put([*kinds, gold, *lines, *members], idempotency_key="all", actor=ACTOR)
    starts_on = today(desk.clock, desk.policy.zone)
    for member in members:
        request = EnrolRequest(
            contact=member.code,
            membership_type="GOLD",
            starts_on=starts_on,
            idempotency_key=member.code,
        )
        desk.enroll(request, actor=ACTOR)


def _idle(table: Table, desk: Desk, sync: Sync, sheet: GoogleSheet, book: Spreadsheet) -> None:
    """Against one batch_get: of Assignments alone, and of all the tabs that a sync looks at.

    A process that goes on knows what it read when nothing was to do; the first sync of another one
    compares every cell.
    """
    worksheet = _gspread(sheet, book)
    titles = [f"'{title}'" for title in book.titles() if title not in {"History", "Sheet1"}]
    idle = Contender("idle", sync.run)
    first = Contender("idle, right after a start", lambda: Sync(desk, sheet).run())
    alone = Contender("batch_get of Assignments", lambda: worksheet.batch_get([f"A1:T{ROWS + 2}"]))
    everything = Contender(
        "batch_get of all tabs", lambda: worksheet.spreadsheet.values_batch_get(titles)
    )
    in_turns([idle, first, alone, everything], 5)
    for ours, peer in ((idle, alone), (idle, everything), (first, alone), (first, everything)):
        ratio = ours.median / peer.median
        table.add_row(
            ours.name,
            f"{ours.median / 1000:.0f}",
            "1",
            peer.name,
            f"{peer.median / 1000:.0f}",
            "1",
            f"{ratio:.2f}",
            goal(ratio, GOAL),
        )


def _changed(
    table: Table, sync: Sync, sheet: GoogleSheet, google: Running, book: Spreadsheet
) -> None:
    """Comments typed by the hundred and taken, against as many cells written one by one."""
    worksheet = _gspread(sheet, book)
    times = count()

    def type_and_sync() -> None:
        text = f"round {next(times)}"
        book.paste(ASSIGNMENTS, 1, ord(COMMENT) - ord("A"), [[text]] * CHANGED, user=OWNER)
        google.traffic.forget()
        assert sync.run().taken == CHANGED

    def one_by_one() -> None:
        google.traffic.forget()
        for row in range(2, CHANGED + 2):
            worksheet.update_acell(f"Z{row}", "x")

    ours = Contender(f"{CHANGED} cells changed", type_and_sync)
    loop = Contender("a call a cell", one_by_one)
    in_turns([ours], 2)
    requests = google.traffic.count()
    in_turns([loop], 1)
    ratio = ours.median / loop.median
    table.add_row(
        ours.name,
        f"{ours.median / 1000:.0f}",
        f"{requests}",
        loop.name,
        f"{loop.median / 1000:.0f}",
        f"{google.traffic.count()}",
        f"{ratio:.2f}",
        "",
    )


def _gspread(sheet: GoogleSheet, book: Spreadsheet) -> gspread.Worksheet:
    """The tab as plain gspread has it, over the same connection."""
    return gspread.Spreadsheet(sheet.client, {"id": book.id}).worksheet(ASSIGNMENTS)
