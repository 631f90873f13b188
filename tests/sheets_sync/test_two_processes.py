"""Two processes that share a store: one syncs at a time, and none is kept from it for ever."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from core.store import DecideAgain
from core.stores.postgres import PostgresStore
from core.verify import verify
from sheets_sync.conflicts import Choice
from sheets_sync.errors import AnotherSync, SyncOvertaken
from sheets_sync.lease import LONG_AGO, SILENT, Lease
from sheets_sync.sync import Sync
from tests.core.building import MANAGER, Office
from tests.sheets_sync.fake_sheet import FakeSheet
from tests.sheets_sync.fragile_store import FragileStore
from tests.sheets_sync.world import World

BUSY = (
    "Another process is in the middle of a sync with this sheet. Please look again in a minute;"
    " one that broke off is given up after five minutes."
)


@dataclass
class Two:
    """Two desks over one database, and one sheet."""

    here: World
    there: World

    @property
    def sheet(self) -> FakeSheet:
        """The sheet of both."""
        return self.here.sheet


@pytest.fixture
def two(empty: str) -> Iterator[Two]:
    """A member, and everything in the sheet."""
    with ExitStack() as stores:
        here, there = (
            Office(stores.enter_context(closing(PostgresStore(empty)))) for _ in range(2)
        )
        here.stock()
        here.enroll()
        sheet = FakeSheet()
        both = Two(World(here, sheet), World(there, sheet))
        both.here.sync()
        sheet.forget()
        yield both


def lease(world: World, **options: Any) -> Lease:
    """The lease as a process sees it."""
    return Lease(world.office.store, "fake", world.office.clock, **options)


def test_the_second_is_told_that_another_runs(two: Two) -> None:
    """At each request of the first one; afterwards its turn comes, and the rows are there once."""
    two.here.paste(Note="once")
    told = list[str]()

    def meanwhile() -> None:
        with pytest.raises(AnotherSync) as running:
            two.there.sync()
        told.append(str(running.value))

    two.sheet.meanwhile = dict.fromkeys(range(1, 10), meanwhile)
    assert two.here.sync().recorded == 1
    assert told == [BUSY] * len(two.sheet.requests)
    two.sheet.forget()
    assert two.there.sync().recorded == 0
    assert len(two.there.usages()) == 1
    assert verify(two.there.office.desk).content


def test_a_decision_waits_as_well(two: Two) -> None:
    """It would be lost in what the running sync writes down."""
    sync = Sync(two.there.office.desk, two.sheet)
    with lease(two.here).held(), pytest.raises(AnotherSync):
        sync.decide("C1", Choice.SHEET, actor=MANAGER)


def test_a_dry_run_may_be_made_beside_it(two: Two) -> None:
    """It changes nothing."""
    two.here.paste()
    with lease(two.here).held():
        assert two.there.sync(dry_run=True).recorded == 1


def test_who_broke_off_is_given_up(two: Two) -> None:
    """A process that watches does so after five minutes without a sign of life, not before."""
    at = 0.0
    lost, watching = lease(two.here), lease(two.there, stopwatch=lambda: at)
    holding = lost.held()
    holding.__enter__()
    for passed in (0.0, SILENT.total_seconds() - 1):
        at = passed
        with pytest.raises(AnotherSync), watching.held():
            pass
    lost.renew()
    at += SILENT.total_seconds() - 1
    with pytest.raises(AnotherSync), watching.held():
        pass
    at += SILENT.total_seconds()
    with watching.held(), pytest.raises(SyncOvertaken, match="stood still for so long"):
        lost.renew()


def test_who_has_only_just_come_goes_by_the_clock(two: Two) -> None:
    """A command that is given once watches nothing; clocks may differ by some minutes."""
    holding = lease(two.here).held()
    holding.__enter__()
    two.there.office.clock.pass_time(seconds=LONG_AGO.total_seconds() - 1)
    with pytest.raises(AnotherSync):
        two.there.sync()
    two.there.office.clock.pass_time(seconds=1)
    assert not two.there.sync().changed


def test_who_was_overtaken_sends_nothing_more(two: Two) -> None:
    """It stood still between reading and writing, and the other one took over and wrote."""
    two.here.set_number("9")
    two.here.paste(Note="once")

    def overtake() -> None:
        two.sheet.meanwhile.clear()
        two.there.office.clock.pass_time(seconds=LONG_AGO.total_seconds())
        two.there.sync()

    two.sheet.meanwhile[2] = overtake
    with pytest.raises(SyncOvertaken):
        two.here.sync()
    assert two.sheet.requests.count("write") == 1
    two.sheet.forget()
    for _ in range(2):
        two.here.sync()
    assert len(two.here.usages()) == 1
    assert two.here.cell("Number") == 9
    two.sheet.forget()
    two.there.in_step()


def test_a_store_of_one_process_needs_no_lease(world: World) -> None:
    """Nothing is written beside the ledger for it."""
    with lease(world).held():
        lease(world).renew()
    assert world.office.store.document("sheet:fake:lease") is None


@contextmanager
def torn() -> Iterator[None]:
    """A decision that others came between."""
    yield
    raise DecideAgain


class Overtaken(FragileStore):
    """Others are quicker, so many times, whenever something is to be appended."""

    times = 2

    def append(self, entries: Any) -> None:
        """Turned away, and then not."""
        if self.times:
            self.times -= 1
            raise DecideAgain
        super().append(entries)


def test_edits_that_are_taken_anew_are_counted_once(world: World) -> None:
    """The whole of a tab's edits is decided again: nothing of the first time is left."""
    world.type("Number", 6)
    world.type("Number", "many", "ROOM")
    world.sheet.paste("Contacts", {"Code": "N1", "Name": "New"})
    desk = Office(Overtaken(world.office.store), clock=world.office.clock).desk
    outcome = Sync(desk, world.sheet).run()
    assert (outcome.taken, outcome.added, outcome.refused) == (1, 1, 1)
    assert str(world.number()) == "6"
    world.sync()
    world.in_step()


def test_a_trial_that_others_come_between_is_given_up(world: World) -> None:
    """What was tried out on a draft can't be tried out anew; nothing was written."""
    world.type("Number", 6)

    class Torn(FragileStore):
        """The draft is thrown away as it is done."""

        def deciding(self) -> Any:
            """Raise at the end."""
            return torn()

    desk = Office(Torn(world.office.store), clock=world.office.clock).desk
    with pytest.raises(DecideAgain, match="nothing was written"):
        Sync(desk, world.sheet).run(dry_run=True)
