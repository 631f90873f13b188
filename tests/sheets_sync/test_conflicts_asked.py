"""The sync's conflicts, as the desk in Slack asks managers about them."""

import pytest

from bot.conflicts import SheetConflict, Side
from bot.wiring import SheetConflicts
from core.errors import BenefitError
from sheets_sync.sync import Sync
from tests.core.building import MANAGER, STAFF
from tests.sheets_sync.world import World


@pytest.fixture
def torn(world: World) -> World:
    """The sheet says 6, Slack said 9."""
    world.set_number("9")
    world.type("Number", 6)
    world.sync()
    return world


def conflicts(world: World) -> SheetConflicts:
    """The conflicts, as the bot has them."""
    return SheetConflicts(Sync(world.office.desk, world.sheet))


@pytest.mark.parametrize(("side", "number"), [(Side.SHEET, 6), (Side.DESK, 9)])
def test_a_side_that_is_picked_is_carried_out(torn: World, side: Side, number: int) -> None:
    """Told in words, decided once, and made equal by the next sync."""
    (waiting,) = conflicts(torn).waiting()
    assert waiting == SheetConflict(
        id=waiting.id,
        tab="Assignments",
        row="Acme Hardware, Guest pass",
        header="Number",
        typed="6",
        ledger="9",
    )
    assert conflicts(torn).decide(waiting.id, side, MANAGER) == waiting
    assert conflicts(torn).waiting() == []
    torn.sync()
    assert (torn.cell("Number"), str(torn.number())) == (number, str(number))


def test_staff_may_not_decide(torn: World) -> None:
    """The role decides at the press."""
    (waiting,) = conflicts(torn).waiting()
    with pytest.raises(BenefitError, match="As staff you may not"):
        conflicts(torn).decide(waiting.id, Side.SHEET, STAFF)
    assert conflicts(torn).waiting() == [waiting]
