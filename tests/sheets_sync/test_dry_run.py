"""A dry run tells what a sync would come to, and changes nothing on either side."""

from pathlib import Path

from core.desk import Desk
from core.stores.embedded import open_store
from sheets_sync.outcome import Standing, SyncOutcome
from sheets_sync.sync import Sync
from tests.core.building import Office
from tests.sheets_sync.fake_sheet import FakeSheet
from tests.sheets_sync.world import World


def test_a_dry_run_reads_like_the_sync_and_does_nothing(world: World) -> None:
    """The difference line by line, with the rules' own answers; the sync comes to just that."""
    world.type("Number", 3)
    world.type("Number", "many", "ROOM")
    world.paste(Quantity=2)
    world.paste(Quantity=2)
    entries = list(world.office.store.entries())
    before = {title: tab.trimmed() for title, tab in world.sheet.tabs.items()}
    outcome = world.sync(dry_run=True)
    assert world.sheet.requests == ["read"]
    assert list(world.office.store.entries()) == entries
    assert {title: tab.trimmed() for title, tab in world.sheet.tabs.items()} == before
    assert outcome.sentence.startswith(
        "Nothing was changed. A sync would come to this: 1 usage recorded, 2 refused, 1 edit taken"
    )
    lines = "\n".join(outcome.difference)
    for line in (
        "Assignments: Acme Hardware, Guest pass: Number 4 to 3, taken from the sheet",
        "Acme Hardware, Room hours: Number 10 to many, not taken: “many” is no number.",
        "Record usage: row 2, ACME, PASS: Recorded 15 Jun 2026 15:00 · 2 on 15 Jun 2026 · 1 left",
        "Record usage: row 3, ACME, PASS: Not recorded: Only 1 left; 2 asked for.",
        "Assignments: row 2, Remaining: 4 to 1 in the sheet",
    ):
        assert line in lines
    real = world.sync()
    assert (real.taken, real.recorded, real.refused) == (1, 1, 2)
    assert real.written == outcome.written
    world.in_step()


def test_a_dry_run_of_the_first_sync(office: Office) -> None:
    """The tabs that would be made, and how many rows they would have."""
    office.enroll()
    sheet = FakeSheet()
    outcome = Sync(office.desk, sheet).run(dry_run=True)
    assert sheet.requests == ["survey"]
    assert sheet.tabs == {}
    assert "Assignments: the tab would be made" in outcome.difference
    assert "Assignments: 4 rows would be added" in outcome.difference


def test_a_dry_run_works_beside_a_running_bot(world: World, folder: Path) -> None:
    """It needs the store to read only."""
    world.paste()
    store = open_store(folder / "office.db", read_only=True)
    try:
        outcome = Sync(Desk(store, clock=world.office.clock), world.sheet).run(dry_run=True)
    finally:
        store.close()
    assert outcome.recorded == 1
    assert world.usages() == []


def test_a_dry_run_needs_no_pen(world: World, folder: Path) -> None:
    """Right after a write, when its before-images are still to be looked at."""
    world.type("Number", 6)
    world.sync()
    reader = open_store(folder / "office.db", read_only=True)
    try:
        outcome = Sync(Desk(reader, clock=world.office.clock), world.sheet).run(dry_run=True)
    finally:
        reader.close()
    assert outcome.sentence == "In step: nothing had changed."


def test_a_dry_run_leaves_no_trace_in_the_process(world: World) -> None:
    """The draft's figures aren't taken for the ledger's by the next sync of the same process."""
    sync = Sync(world.office.desk, world.sheet)
    world.type("Number", 9)
    sync.run(dry_run=True)
    world.type("Number", 4)
    world.set_number("5")
    sync.run()
    assert [world.cell(each) for each in ("Number", "Remaining")] == [5, 5]
    assert not sync.run().changed


def test_a_dry_run_in_step_says_so(world: World) -> None:
    """Nothing to do is nothing to tell."""
    outcome = world.sync(dry_run=True)
    assert (outcome.sentence, outcome.difference) == ("In step: nothing had changed.", ())


def test_the_first_page_s_own_upkeep_is_left_out(world: World) -> None:
    """When it was last written is no news before it is."""
    world.type("Number", 3)
    lines = "\n".join(world.sync(dry_run=True).difference)
    assert "Assignments: " in lines
    assert "Start here" not in lines


def test_the_outcome_in_sentences() -> None:
    """Counts with their nouns, then conflicts, then messages."""
    outcome = SyncOutcome(
        taken=2,
        written=1300,
        recorded=1,
        refused=1,
        standing=(
            Standing(title="Contacts"),
            Standing(title="Assignments", conflicts=1, refused_cells=2),
            Standing(title="Record usage", refused_rows=1, edited=1, ignored=3),
        ),
        messages=("Look.",),
    )
    assert outcome.sentence == (
        "1 usage recorded, 1 refused, 2 edits taken from the sheet; 1,300 cells written."
        " Still different: Assignments (1 conflict to decide, 2 edits refused), Record usage"
        " (1 row refused, 1 recorded row edited here, 3 rows ignored); Status says why. Look."
    )
