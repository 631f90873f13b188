"""A sync that reads the same again needn't look into it; whatever else it depends on, it does."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from core.catalogue import BenefitType
from playground.google import running
from sheets_sync.conflicts import Choice
from sheets_sync.google_sheet import GoogleSheet
from sheets_sync.outcome import SyncOutcome
from sheets_sync.sheet import Tab
from sheets_sync.sync import Sync
from tests.core.building import MANAGER, Office
from tests.sheets_sync.fake_sheet import FakeSheet
from tests.sheets_sync.world import ASSIGNMENTS, RECORD_USAGE, START_HERE, World

IN_STEP = "In step: nothing had changed."


class Lasting:
    """The sync of a process that goes on, and how it went."""

    def __init__(self, world: World) -> None:
        self.sheet = world.sheet
        self.sync = Sync(world.office.desk, world.sheet)
        self.settle()

    def settle(self) -> None:
        """Sync until it has been noted what came of the last write."""
        for _ in range(3):
            self.run()

    def run(self) -> SyncOutcome:
        """One sync; what it asked of the sheet is counted anew."""
        self.sheet.forget()
        return self.sync.run()

    def looks(self) -> bool:
        """Whether one more sync looks into what it reads."""
        self.run()
        return self.sheet.looked_into > 0


@pytest.fixture
def lasting(world: World) -> Lasting:
    """A sync that has found both sides in step."""
    return Lasting(world)


def test_the_same_again_is_not_looked_into(lasting: Lasting) -> None:
    """One request, the same answer, and the same sentence."""
    assert lasting.run().sentence == IN_STEP
    assert lasting.sheet.requests == ["read"]
    assert lasting.sheet.looked_into == 0


def test_a_cell_that_was_typed_in_is_taken(world: World, lasting: Lasting) -> None:
    """Another answer is looked into, and the first reading serves."""
    world.type("Number", 6)
    assert lasting.run().taken == 1
    assert lasting.sheet.requests == ["read", "read", "write"]
    assert str(world.number()) == "6"


def test_what_the_ledger_got_is_written(world: World, lasting: Lasting) -> None:
    """An entry from elsewhere."""
    world.office.use(benefit_type="PASS")
    lasting.run()
    assert world.cell("Used") == 1


def test_a_new_benefit_type_is_offered(world: World, lasting: Lasting) -> None:
    """The drop-downs follow the catalogue, though nobody touched the sheet."""
    world.office.desk.put(
        [BenefitType(code="SAUNA", name="Sauna")], idempotency_key="sauna", actor=MANAGER
    )
    lasting.run()
    offered = world.sheet.tabs[RECORD_USAGE].choices.values()
    assert any("Sauna" in str(choices) for choices in offered)


def test_another_day_is_looked_at(world: World, lasting: Lasting) -> None:
    """What ends with its term is nothing from the next day on, that has only just begun."""
    world.office.clock.at = datetime(2026, 12, 31, 23, 45, tzinfo=UTC)
    lasting.settle()
    assert not lasting.looks()
    assert world.cell("Available") == 4
    world.office.clock.pass_time(minutes=30)
    lasting.run()
    assert world.cell("Available") == 0


def test_the_structure_is_looked_at_every_hour(world: World, lasting: Lasting) -> None:
    """However often nothing had changed in between."""
    world.office.clock.pass_time(minutes=59)
    assert not lasting.looks()
    world.office.clock.pass_time(minutes=1)
    lasting.run()
    assert lasting.sheet.requests == ["survey"]


def test_what_another_process_noted_counts(world: World, lasting: Lasting) -> None:
    """A conflict that was decided elsewhere is carried out."""
    world.set_number("9")
    world.type("Number", 6)
    lasting.run()
    lasting.settle()
    (conflict,) = lasting.sync.conflicts()
    other = Sync(world.office.desk, world.sheet)
    other.decide(conflict.id, Choice.SHEET, actor=MANAGER)
    lasting.run()
    assert str(world.number()) == "6"


def test_the_same_typed_once_more_is_put_back_once_more(world: World, lasting: Lasting) -> None:
    """A reading to which the sync had an answer isn't taken for one in step."""
    for _ in range(4):
        world.sheet.tabs[START_HERE].put(0, 0, "Mine")
        lasting.run()
        assert world.sheet.tabs[START_HERE].rows[0][0] != "Mine"


def test_a_tab_that_is_gone_is_made_again(world: World, lasting: Lasting) -> None:
    """Within the requests that any change may take."""
    del world.sheet.tabs[RECORD_USAGE]
    lasting.run()
    assert lasting.sheet.requests == ["read", "survey", "fit", "write"]
    assert RECORD_USAGE in world.sheet.tabs


def test_a_held_tab_is_told_each_time_until_it_is_let_through(office: Office) -> None:
    """Nothing new is to be done, but a manager still has to look."""
    for _ in range(10):
        office.enroll()
    world = World(office, FakeSheet())
    world.sync()
    lasting = Lasting(world)
    for _ in range(3):
        world.sheet.delete_row(ASSIGNMENTS, 2)
    for _ in range(4):
        outcome = lasting.run()
        assert outcome.stopped == (ASSIGNMENTS,)
        assert "3 of 40 rows have disappeared" in outcome.sentence
    assert not lasting.looks()
    assert lasting.sync.run(approve=[ASSIGNMENTS]).stopped == ()
    assert len(world.sheet.table(ASSIGNMENTS)) == 40


def test_a_refused_row_waits_and_is_told(world: World, lasting: Lasting) -> None:
    """The sentence of an idle sync still has it."""
    world.paste(benefit="nonsense")
    lasting.run()
    lasting.settle()
    assert lasting.run().sentence == (
        "Nothing was changed. Still different: Record usage (1 row refused); Status says why."
    )


@pytest.fixture
def google(office: Office) -> Iterator[tuple[Sync, GoogleSheet]]:
    """A sync over the stand-in for Google, in step."""
    with running() as served:
        sheet = GoogleSheet(served.key_file, served.spreadsheet_id, google=served.base_url)
        sync = Sync(office.desk, sheet)
        for _ in range(4):
            sync.run()
        yield sync, sheet


def test_the_same_answer_of_google_has_the_same_mark(google: tuple[Sync, GoogleSheet]) -> None:
    """And another mark once a cell is another one; either can be looked into."""
    _, sheet = google
    first, again = (sheet.read([START_HERE, RECORD_USAGE]) for _ in range(2))
    assert first.mark == again.mark
    assert first.tabs == again.tabs
    assert isinstance(again.tabs[START_HERE], Tab)
    assert sheet.read([RECORD_USAGE]).mark != first.mark
