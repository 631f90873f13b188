"""A sync that runs by itself leaves a new row alone until nobody types there any more."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from sheets_sync.settling import STILL
from sheets_sync.sync import Sync
from tests.sheets_sync.world import RECORD_USAGE, World

MOMENT = timedelta(seconds=5)


@pytest.fixture
def by_itself(world: World) -> Sync:
    """The sync of a process that goes on, as the schedule runs it."""
    return Sync(world.office.desk, world.sheet, clock=world.office.clock)


def later(world: World, by: timedelta) -> None:
    """Time passes."""
    world.office.clock.at += by


def test_a_half_typed_row_waits_until_it_is_whole(world: World, by_itself: Sync) -> None:
    """Two cells, a look, the other cells, another look: recorded once, and as it was meant."""
    world.paste("Acme Hardware", "Guest pass")
    outcome = by_itself.run(patient=True)
    assert (outcome.recorded, outcome.unsettled, outcome.in_step) == (0, 1, False)
    assert "1 new row will be taken in a moment" in outcome.sentence
    later(world, MOMENT)
    world.sheet.type(RECORD_USAGE, 1, "Quantity", 2)
    world.sheet.type(RECORD_USAGE, 1, "Used on", 46180)
    assert by_itself.run(patient=True).unsettled == 1
    later(world, STILL - timedelta(seconds=1))
    assert by_itself.run(patient=True).unsettled == 1
    assert world.usages() == []
    later(world, timedelta(seconds=1))
    assert by_itself.run(patient=True).recorded == 1
    assert [(str(usage.quantity), str(usage.on)) for usage in world.usages()] == [
        ("2", "2026-06-07")
    ]
    world.in_step()


def test_whoever_asks_for_a_sync_has_the_row_taken_at_once(world: World, by_itself: Sync) -> None:
    """By /benefits sync, or on the command line."""
    world.paste("Acme Hardware", "Guest pass")
    assert by_itself.run(patient=True).recorded == 0
    assert by_itself.run().recorded == 1


def test_a_row_that_waits_costs_one_read_and_writes_nothing(world: World, by_itself: Sync) -> None:
    """Looking again is cheap, and nothing of it is written down."""
    by_itself.run()
    world.paste("Acme Hardware", "Guest pass")
    world.sheet.forget()
    by_itself.run(patient=True)
    by_itself.run(patient=True)
    assert world.sheet.requests == ["read", "read"]


@pytest.mark.parametrize(
    "typed",
    [
        lambda world: world.sheet.paste("Registrations", {"Event": "GALA"}),
        lambda world: world.sheet.paste("Memberships", {"Contact": "ACME"}),
    ],
    ids=["Registrations", "Memberships"],
)
def test_so_it_is_in_every_tab_of_acts(
    world: World, by_itself: Sync, typed: Callable[[World], None]
) -> None:
    """A row that lacks cells isn't refused while somebody types it; later it is."""
    typed(world)
    assert (by_itself.run(patient=True).refused, by_itself.run(patient=True).unsettled) == (0, 1)
    later(world, STILL)
    assert by_itself.run(patient=True).refused == 1


def test_a_refused_row_that_is_tried_again_need_not_wait(world: World, by_itself: Sync) -> None:
    """It has stood there long since; the ledger changed."""
    world.set_number("0")
    world.paste("Acme Hardware", "Guest pass")
    assert by_itself.run().refused == 1
    world.set_number("4")
    assert by_itself.run(patient=True).recorded == 1


def test_with_no_time_to_settle_rows_are_taken_at_once(world: World) -> None:
    """For whoever turns it off."""
    world.paste("Acme Hardware", "Guest pass")
    at_once = Sync(world.office.desk, world.sheet, still=timedelta(0))
    assert at_once.run(patient=True).recorded == 1


def test_a_row_that_is_typed_anew_waits_anew(world: World, by_itself: Sync) -> None:
    """What was there and went is forgotten."""
    world.paste("Acme Hardware", "Guest pass")
    assert by_itself.run(patient=True).unsettled == 1
    world.sheet.delete_row(RECORD_USAGE, 1)
    assert by_itself.run(patient=True).unsettled == 0
    later(world, STILL)
    world.paste("Acme Hardware", "Guest pass")
    assert by_itself.run(patient=True).unsettled == 1
