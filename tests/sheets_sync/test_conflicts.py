"""Conflicts: listed, decided in the sheet or elsewhere, carried out, and kept as a trace."""

import pytest

from core.actor import Actor, Role, Source
from core.errors import BenefitError
from sheets_sync.conflicts import Choice
from sheets_sync.sync import Sync
from tests.core.building import MANAGER
from tests.sheets_sync.world import World

CONFLICTS = "Conflicts"
KEPT = "9 from Benefit Desk was kept, as picked in this tab."


@pytest.fixture
def torn(world: World) -> World:
    """The sheet says 6, Slack said 9."""
    world.set_number("9")
    world.type("Number", 6)
    world.sync()
    return world


def row(world: World) -> dict[str, object]:
    """The only row of the tab."""
    (only,) = world.sheet.table(CONFLICTS)
    return dict(only)


def test_a_conflict_is_listed_in_words(torn: World) -> None:
    """Where it is, whose row, what each side has; and both sides stay as they are."""
    listed = row(torn)
    assert [listed[name] for name in ("Tab", "Row", "Column")] == [
        "Assignments",
        "Acme Hardware, Guest pass",
        "Number",
    ]
    assert [listed["In the sheet"], listed["In Benefit Desk"]] == ["6", "9"]
    assert (listed["Decision"], listed["Outcome"]) == (None, None)
    assert (torn.cell("Number"), str(torn.number())) == (6, "9")
    assert str(torn.cell("Status")).startswith("Conflict (Number): 6 here, 9 in Benefit Desk")
    torn.in_step()


@pytest.mark.parametrize(
    ("choice", "number", "told"),
    [
        ("sheet", 6, "6 from the sheet was taken, as picked in this tab."),
        ("Benefit Desk", 9, KEPT),
    ],
)
def test_a_manager_picks_a_side_in_the_tab(
    torn: World, choice: str, number: int, told: str
) -> None:
    """The other side becomes equal, and the row says what came of it."""
    torn.sheet.type(CONFLICTS, 1, "Decision", choice)
    torn.sync()
    assert (torn.cell("Number"), str(torn.number())) == (number, str(number))
    torn.sync()
    assert not str(torn.cell("Status")).startswith("Conflict")
    assert str(row(torn)["Outcome"]).endswith(told)
    torn.sync()
    torn.in_step()


@pytest.mark.parametrize(("choice", "number"), [(Choice.SHEET, 6), (Choice.DESK, 9)])
def test_a_manager_picks_a_side_elsewhere(torn: World, choice: Choice, number: int) -> None:
    """As Slack asks for it: the next sync carries it out."""
    sync = Sync(torn.office.desk, torn.sheet)
    (known,) = sync.conflicts()
    sync.decide(known.id, choice, actor=MANAGER)
    assert sync.conflicts() == []
    torn.sync()
    assert (torn.cell("Number"), str(torn.number())) == (number, str(number))
    torn.sync()
    torn.in_step()
    assert str(row(torn)["Outcome"]).endswith(f", as picked by {MANAGER.name}.")
    with pytest.raises(BenefitError, match="settled already"):
        sync.decide(known.id, choice, actor=MANAGER)


def test_what_was_carried_out_is_not_decided_anew(torn: World) -> None:
    """Though what came of it is only told by the next sync; and that is told as it was."""
    torn.sheet.type(CONFLICTS, 1, "Decision", "Benefit Desk")
    torn.sync()
    assert row(torn)["Outcome"] is None
    torn.sheet.type(CONFLICTS, 1, "Decision", "sheet")
    torn.sync()
    assert str(row(torn)["Outcome"]).endswith(KEPT)
    assert "settled already" in str(row(torn)["Status"])
    assert (torn.cell("Number"), str(torn.number())) == (9, "9")


@pytest.mark.parametrize("choice", Choice)
def test_a_decision_that_came_too_late_is_not_told_as_carried_out(
    torn: World, choice: Choice
) -> None:
    """The cell was typed into once more before a sync saw the decision."""
    torn.sheet.type(CONFLICTS, 1, "Decision", str(choice))
    torn.type("Number", 9)
    torn.sync()
    torn.sync()
    assert str(row(torn)["Outcome"]).endswith("settled; the cell was changed again.")


def test_a_side_that_the_rules_refuse_gives_way_to_the_other(world: World) -> None:
    """A manager who picked what can't be taken picks anew."""
    world.set_number("9")
    world.type("Number", -3)
    world.sync()
    world.sheet.type(CONFLICTS, 1, "Decision", "sheet")
    world.sync()
    assert (world.cell("Number"), str(world.number())) == (-3, "9")
    world.sheet.type(CONFLICTS, 1, "Decision", "Benefit Desk")
    world.sync()
    world.sync()
    assert (world.cell("Number"), str(world.number())) == (9, "9")
    assert str(row(world)["Outcome"]).endswith(KEPT)


def test_only_managers_decide(torn: World) -> None:
    """Staff may look and start a sync, no more."""
    sync = Sync(torn.office.desk, torn.sheet)
    (known,) = sync.conflicts()
    staff = Actor(id="U1", source=Source.SLACK, role=Role.STAFF)
    with pytest.raises(BenefitError, match="you may not"):
        sync.decide(known.id, Choice.SHEET, actor=staff)
    with pytest.raises(BenefitError, match="no such conflict"):
        sync.decide("C0", Choice.SHEET, actor=MANAGER)


def test_a_decision_is_for_the_values_that_were_seen(torn: World) -> None:
    """Slack changes the number once more before the sync: that is another conflict."""
    sync = Sync(torn.office.desk, torn.sheet)
    sync.decide(sync.conflicts()[0].id, Choice.SHEET, actor=MANAGER)
    torn.set_number("11")
    torn.sync()
    assert (torn.cell("Number"), str(torn.number())) == (6, "11")
    assert [known.conflict.ledger for known in sync.conflicts()] == ["11"]
    outcomes = [each["Outcome"] for each in torn.sheet.table(CONFLICTS)]
    assert len(outcomes) == 2
    assert outcomes[1] is None


def test_what_is_neither_side_is_refused(torn: World) -> None:
    """The cell stays, and Status says which words are known."""
    torn.sheet.type(CONFLICTS, 1, "Decision", "mine")
    torn.sync()
    assert row(torn)["Status"] == (
        "Not changed (Decision): please pick “sheet” or “Benefit Desk”. It is blank in"
        " Benefit Desk."
    )
    torn.sheet.type(CONFLICTS, 1, "Decision", "SHEET")
    torn.sync()
    assert str(torn.number()) == "6"


def test_a_conflict_that_people_settle_themselves_is_closed(torn: World) -> None:
    """Somebody types what Benefit Desk has: nothing is left to decide."""
    torn.type("Number", 9)
    assert torn.sync().conflicts == ()
    assert str(row(torn)["Outcome"]).endswith("settled; the cell was changed again.")
    torn.sync()
    torn.in_step()
