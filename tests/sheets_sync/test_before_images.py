"""What stood in the cells at the very moment of the write: kept, looked at, put back."""

from collections.abc import Callable

import pytest

from sheets_sync.before_images import Fate, Sent, SentRow, fates
from sheets_sync.errors import SheetRefused
from sheets_sync.mending import overwritten
from sheets_sync.sheet import Area, Content, Protection, Tab
from tests.sheets_sync.fake_sheet import UNANSWERED
from tests.sheets_sync.world import ASSIGNMENTS, RECORD_USAGE, World

LAST = 3
"""The number of a sync's writing request, where nothing has to be dressed."""


def a_tab(*rows: list[Content], title: str = "Tab") -> Tab:
    """A tab with these rows."""
    return Tab(title, rows, 100, 26)


def a_write(**written: Content) -> Sent:
    """A write to the row of Acme: a number, the Key being in column 2."""
    cells = {int(column[1:]): content for column, content in written.items()}
    return Sent("t", (SentRow("Tab", 1, 2, ("Acme", 4, "1"), cells),))


@pytest.mark.parametrize(
    ("image", "fate"),
    [
        (["Acme", 4, "1"], Fate.ARRIVED),
        (["Acme", 9, "1"], Fate.CROSSED),
        (["Zed", 4, "2"], Fate.MISSED),
        ([], Fate.MISSED),
    ],
)
def test_the_copy_tells_what_became_of_a_row(image: list[Content], fate: Fate) -> None:
    """The row as it was read, the row with somebody's typing, or another row."""
    assert fates(a_write(_1=5), a_tab(["t"], image)) == {"Tab": {"1": fate}}


def test_another_row_is_found_wherever_it_went_since() -> None:
    """It was written over, sorted once more, and somebody typed beside it."""
    images = a_tab(["t"], ["Zed", 7, "2", "x"])
    sent = Sent("t", (SentRow("Tab", 1, 2, ("Acme", 4, "1", None), {1: 5}),))
    now = a_tab(["head"], ["Acme", 4, "1"], ["Bob", 5, "3"], ["Zed", 5, "2", "y"])
    found = overwritten(sent, images, {"Tab": now})["Tab"]
    assert found.places == {(3, 1): 7}
    assert found.were == {3: ("Zed", 7, "2", "x")}


def test_what_was_typed_over_again_stays() -> None:
    """Our writing stands no longer there, so there is nothing to put back."""
    images = a_tab(["t"], ["Zed", 7, "2"])
    now = a_tab(["head"], ["Zed", 8, "2"])
    assert overwritten(a_write(_1=5), images, {"Tab": now}) == {}


@pytest.mark.parametrize("answered", [True, False])
def test_a_number_typed_right_before_the_write_is_a_conflict(world: World, answered: bool) -> None:
    """Slack said 9, the sheet 6 a moment before the 9 was written: neither is lost."""
    world.set_number("9")
    world.sheet.meanwhile[LAST] = lambda: world.type("Number", 6)
    if not answered:
        world.sheet.mishaps[LAST] = UNANSWERED
        with pytest.raises(Exception, match="did not confirm"):
            world.sync()
    else:
        world.sync()
    assert world.cell("Number") == 9
    world.sheet.forget()
    outcome = world.sync()
    assert [(each.typed, each.ledger) for each in outcome.conflicts] == [("6", "9")]
    assert world.cell("Number") == 6
    assert str(world.number()) == "9"
    world.in_step()


def test_rows_pasted_right_before_rows_are_added_are_not_lost(world: World) -> None:
    """A new member's rows were to go where somebody pasted: both are there in the end."""
    world.office.enroll("ZED")
    mine = {"Contact": "mine", "Comment": "my own notes"}
    world.sheet.meanwhile[LAST] = lambda: world.sheet.paste(ASSIGNMENTS, mine, mine)
    world.sync()
    world.sheet.forget()
    world.sync()
    rows = world.sheet.table(ASSIGNMENTS)
    assert [row["Comment"] for row in rows].count("my own notes") == 2
    assert len({row["Key"] for row in rows if row["Key"]}) == 8
    world.in_step()


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda world: world.sheet.sort(RECORD_USAGE, "Note", descending=True),
        lambda world: world.sheet.delete_row(RECORD_USAGE, 1),
        lambda world: world.sheet.paste(RECORD_USAGE, {"Contact": "ACME", "Note": "x"}),
    ],
)
def test_pasted_rows_find_their_keys_whatever_happens_at_the_write(
    world: World, meanwhile: Callable[[World], None]
) -> None:
    """Sorted, deleted, pasted at that moment: each row once, each Key beside its own."""
    for note in ("a", "b", "c"):
        world.paste("Acme Hardware", "Notary service", Note=note)
    world.sheet.meanwhile[LAST + 1] = lambda: meanwhile(world)
    world.sync()
    world.sheet.forget()
    world.sync()
    world.sync()
    notes = {str(usage.key): usage.note for usage in world.usages()}
    assert sorted(notes.values()) == ["a", "b", "c"]
    rows = [row for row in world.sheet.table(RECORD_USAGE) if row["Key"]]
    assert {str(row["Key"]): row["Note"] for row in rows} == notes
    world.in_step()


def test_the_hidden_tab_may_be_deleted(world: World) -> None:
    """One write is refused, and nothing of it done; the next sync makes the tab anew."""
    del world.sheet.tabs["Before images"]
    world.set_number("9")
    with pytest.raises(SheetRefused):
        world.sync()
    assert world.cell("Number") == 4
    world.sheet.forget()
    world.sync()
    assert world.cell("Number") == 9
    assert "Before images" in world.sheet.tabs
    world.sync()
    world.in_step()


def test_nothing_is_put_back_into_a_closed_tab(world: World) -> None:
    """What the last write went over waits until the protection is gone."""
    world.set_number("7")
    world.sheet.meanwhile[LAST] = lambda: world.type("Number", 9)
    world.sync()
    closed = Protection(99, Area(), ours=False, warning_only=False, may_edit=False)
    world.sheet.tabs[ASSIGNMENTS].protections.append(closed)
    world.sheet.forget()
    assert world.sync(thorough=True).left_alone == (ASSIGNMENTS,)
    assert ASSIGNMENTS not in {title for title, *_ in world.sheet.cells_written}
    world.sheet.tabs[ASSIGNMENTS].protections.pop()
    world.sync()
    assert world.cell("Number") == 9
