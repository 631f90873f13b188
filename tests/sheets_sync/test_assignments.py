"""Assignments: what managers edit there, and what the ledger changes."""

from decimal import Decimal
from typing import Any

import pytest

from core.actor import Actor, Role, Source
from core.adjusting import LevelChange
from core.contact import Contact
from core.entry import Entry, EntryKind
from sheets_sync.assignments import Assignments
from sheets_sync.conflicts import ConflictBook
from sheets_sync.keyed_tab import KeyedTab
from sheets_sync.sheet import Content
from tests.core.building import MANAGER
from tests.sheets_sync.world import ASSIGNMENTS, World


def last_entry(world: World) -> Entry:
    """What the ledger took last."""
    return list(world.office.store.entries())[-1]


def test_every_level_has_a_row_with_what_it_holds(world: World) -> None:
    """Names, dates, number, balance, value and flags, each as a spreadsheet holds it."""
    row = world.sheet.table(ASSIGNMENTS)[world.row("PASS") - 1]
    assert row == {
        "Contact": "Acme Hardware",
        "Membership type": "Gold",
        "Benefit type": "Guest pass",
        "Starts on": 46023,
        "Ends on": 46387,
        "Number": 4,
        "Used": 0,
        "Conveyed": 0,
        "Available": 4,
        "Remaining": 4,
        "Single value": 12.5,
        "Accepted": "yes",
        "Active": "yes",
        "Comment": None,
        "Status": None,
        "Key": str(world.level("PASS").key),
    }
    assert world.cell("Number", "NOTARY") == "unlimited"


def test_a_number_changed_in_the_sheet_is_an_adjustment(world: World) -> None:
    """The ledger takes it, with a reason and the sheet as its source; what follows is written."""
    world.type("Number", 7)
    outcome = world.sync()
    assert (outcome.taken, outcome.refused, outcome.conflicts) == (1, 0, ())
    entry = last_entry(world)
    assert (entry.kind, entry.quantity, entry.source) == (
        EntryKind.ADJUSTMENT,
        Decimal(3),
        Source.SHEET,
    )
    assert entry.note == "Changed in the sheet by hand."
    assert [world.cell(each) for each in ("Number", "Remaining")] == [7, 7]
    world.in_step()


def test_what_was_taken_is_told_until_the_row_changes_again(world: World) -> None:
    """In green, in the request that tells the ledger's other changes; a later one replaces it."""
    world.type("Number", 7)
    world.type("Comment", "three more")
    world.sync()
    taken = "Recorded 15 Jun 2026 15:00: Number 4 to 7, Comment blank to “three more”."
    assert world.cell("Status") == taken
    world.in_step()
    world.sheet.forget()
    world.type("Comment", None)
    world.type("Number", "many")
    world.sync()
    assert world.sheet.requests == ["read", "read", "write"]
    assert world.cell("Status") == (
        "Not changed (Number): “many” is no number. Benefit Desk has 7."
        " Recorded 15 Jun 2026 15:00: Comment “three more” to blank."
    )
    world.type("Number", 7)
    world.sync()
    assert world.cell("Status") is None
    world.office.use()
    world.sync()
    world.in_step()


def test_a_comment_changed_with_the_number_is_its_reason(world: World) -> None:
    """The manager said why, beside it."""
    world.type("Number", 7)
    world.type("Comment", "three more for the gala")
    assert world.sync().taken == 2
    entries = world.office.store.entries_of_level(world.level("PASS").key)
    assert [entry.note for entry in entries if entry.kind is EntryKind.ADJUSTMENT] == [
        "three more for the gala"
    ]
    assert world.level("PASS").comment == "three more for the gala"
    world.in_step()


def test_a_level_is_made_inactive_from_the_drop_down(world: World) -> None:
    """What it gave is gone from Available and Remaining; yes brings it back."""
    world.type("Active", "no")
    world.sync()
    assert not world.level("PASS").active
    assert [world.cell(each) for each in ("Available", "Remaining")] == [0, 0]
    world.type("Active", "TRUE")
    world.sync()
    assert world.level("PASS").active
    world.in_step()


@pytest.mark.parametrize(
    ("header", "typed", "sentence"),
    [
        (
            "Number",
            1,
            "Not changed (Number): 1 is not possible: 3 are used already. Benefit Desk has 4.",
        ),
        (
            "Number",
            -2,
            "Not changed (Number): -2 is less than 0. Benefit Desk has 4.",
        ),
        (
            "Number",
            4.5,
            (
                "Not changed (Number): Guest pass is counted in steps of 1; 4.5 is not."
                " Benefit Desk has 4."
            ),
        ),
        ("Number", "many", "Not changed (Number): “many” is no number. Benefit Desk has 4."),
        ("Number", None, "Not changed (Number): Number can't be blank. Benefit Desk has 4."),
        (
            "Active",
            "maybe",
            "Not changed (Active): “maybe” is neither yes nor no. Benefit Desk has yes.",
        ),
        ("Active", None, "Not changed (Active): Active can't be blank. Benefit Desk has yes."),
        (
            "Number",
            "unlimited",
            (
                "Not changed (Number): a benefit is unlimited by its membership only; please give"
                " a number. Benefit Desk has 4."
            ),
        ),
    ],
)
def test_a_refused_edit_says_why_and_stays(
    world: World, header: str, typed: Content, sentence: str
) -> None:
    """The rules are Slack's; what was typed stays until it is changed, and is told once."""
    world.office.use(quantity="3")
    world.sync()
    world.type(header, typed)
    outcome = world.sync()
    assert (outcome.taken, outcome.refused) == (0, 1)
    assert (world.cell(header), world.cell("Status")) == (typed, sentence)
    world.in_step()
    world.type(header, 4 if header == "Number" else "yes")
    world.sync()
    assert world.cell("Status") is None
    world.in_step()


def test_a_refused_edit_is_taken_once_the_rules_allow_it(world: World) -> None:
    """The usage that stood in its way is taken back in Slack."""
    usage = world.office.use(quantity="3")
    world.sync()
    world.type("Number", 1)
    world.sync()
    world.office.void(usage)
    assert world.sync().taken == 1
    assert [world.cell(each) for each in ("Number", "Remaining")] == [1, 1]
    assert world.cell("Status") == "Recorded 15 Jun 2026 15:00: Number 4 to 1."
    world.in_step()


def test_the_readable_half_of_a_row_is_taken(world: World) -> None:
    """A refused number doesn't hold up the comment beside it."""
    world.type("Number", "many")
    world.type("Comment", "see letter")
    outcome = world.sync()
    assert (outcome.taken, outcome.refused) == (1, 1)
    assert world.level("PASS").comment == "see letter"
    world.in_step()


def test_both_sides_changed_differently_is_a_conflict(world: World) -> None:
    """Neither is lost, both are told, and typing the other's value ends it."""
    world.type("Number", 7)
    world.set_number("5")
    outcome = world.sync()
    assert [conflict.key for conflict in outcome.conflicts] == [str(world.level("PASS").key)]
    assert "1 conflict to decide" in outcome.sentence
    assert (world.number(), world.cell("Number")) == (Decimal(5), 7)
    assert str(world.cell("Status")).startswith("Conflict (Number): 7 here, 5 in Benefit Desk;")
    world.in_step()
    world.type("Number", 5)
    assert world.sync().conflicts == ()
    assert (world.number(), world.cell("Status")) == (Decimal(5), None)
    world.in_step()


def test_a_conflict_ends_from_slack_too(world: World) -> None:
    """The ledger is changed to what stands in the sheet."""
    world.type("Number", 7)
    world.set_number("5")
    world.sync()
    world.set_number("7")
    assert world.sync().conflicts == ()
    assert world.cell("Status") is None
    world.in_step()


def test_both_sides_changed_to_the_same_is_none(world: World) -> None:
    """No second adjustment, no conflict."""
    world.type("Number", 7)
    world.set_number("7")
    assert world.sync().taken == 0
    assert world.number() == Decimal(7)
    world.in_step()


def test_the_same_edit_can_be_made_again(world: World) -> None:
    """Five to three, back in Slack, five to three once more: both count."""
    for _ in range(2):
        world.type("Number", 3)
        assert world.sync().taken == 1
        assert world.number() == Decimal(3)
        world.set_number("5")
        world.sync()
    world.in_step()


def test_what_benefit_desk_works_out_is_put_back_and_told(world: World) -> None:
    """A system cell that somebody overwrote, in an unprotected copy perhaps."""
    world.type("Used", 99)
    world.sync()
    assert world.cell("Used") == 0
    assert str(world.cell("Status")).startswith("Put back (Used): it was 99 here;")
    world.in_step()


def test_only_changed_cells_are_written(world: World) -> None:
    """One usage changes Used, Available and Remaining of one row, and the report."""
    world.office.use()
    world.sync()
    assert {
        (title, world.sheet.tabs[title].rows[0][column])
        for title, row, column, _ in world.sheet.cells_written
        if title == ASSIGNMENTS and row == world.row("PASS")
    } == {(ASSIGNMENTS, "Used"), (ASSIGNMENTS, "Available"), (ASSIGNMENTS, "Remaining")}
    assert {row for title, row, *_ in world.sheet.cells_written if title == ASSIGNMENTS} == {
        world.row("PASS")
    }


def test_what_is_typed_between_the_readings_is_not_written_over(world: World) -> None:
    """The ledger changed a comment; somebody types another just before it is written."""
    change = LevelChange(level=world.level("PASS").key, comment="from Slack")
    world.office.desk.change_level(change, idempotency_key="slack", actor=MANAGER)
    world.sheet.meanwhile[2] = lambda: world.type("Comment", "from the sheet")
    outcome = world.sync()
    assert world.cell("Comment") == "from the sheet"
    assert len(outcome.conflicts) == 1
    world.in_step()


def test_an_edit_between_the_readings_is_taken_by_the_next_sync(world: World) -> None:
    """It isn't lost and isn't written over."""
    world.office.use(benefit_type="ROOM")
    world.sheet.meanwhile[2] = lambda: world.type("Number", 9)
    world.sync()
    assert (world.cell("Number"), world.number()) == (9, Decimal(4))
    assert world.sync().taken == 1
    assert world.number() == Decimal(9)
    world.in_step()


def test_rows_may_be_sorted_while_a_sync_is_at_it(world: World) -> None:
    """Cells are written where their row stands at the second reading."""
    world.office.use()
    world.sheet.meanwhile[2] = lambda: world.sheet.sort(
        ASSIGNMENTS, "Benefit type", descending=True
    )
    world.sync()
    assert [world.cell("Used", each) for each in ("PASS", "ROOM")] == [1, 0]
    world.in_step()


def test_rows_sorted_under_our_hands_make_no_edits(world: World) -> None:
    """What landed on other rows is put right by the next sync; the ledger takes none of it."""
    world.set_number("9")
    world.sheet.meanwhile[3] = lambda: world.sheet.sort(ASSIGNMENTS, "Benefit type")
    world.sync()
    assert world.cell("Number") == 4
    world.sync()
    assert [world.cell("Number", each) for each in ("PASS", "ROOM", "LISTNG")] == [9, 10, 1]
    assert (world.number("PASS"), world.number("LISTNG")) == (Decimal(9), Decimal(1))
    world.in_step()


def test_moved_columns_and_own_columns_do_not_matter(world: World) -> None:
    """Somebody puts a column of their own in front and writes formulas' results beside."""
    for row in world.sheet.tabs[ASSIGNMENTS].rows:
        row.insert(0, "mine")
    world.type("Number", 6)
    assert world.sync().taken == 1
    assert all(row[0] == "mine" for row in world.sheet.tabs[ASSIGNMENTS].rows)
    assert world.cell("Remaining") == 6
    world.in_step()


def test_a_deleted_row_is_put_back_and_told(world: World) -> None:
    """Nothing is deleted in the ledger."""
    world.sheet.delete_row(ASSIGNMENTS, world.row("PASS"))
    world.sync()
    assert world.row("PASS") == 4
    assert str(world.cell("Status")).startswith("Put back: this row had disappeared.")
    world.in_step()


def test_a_copied_row_is_told_and_ignored(world: World) -> None:
    """The second row with a Key changes nothing, whatever is typed into it."""
    row = dict(world.sheet.table(ASSIGNMENTS)[world.row("PASS") - 1])
    world.sheet.paste(ASSIGNMENTS, {**row, "Number": 50})
    world.sync()
    assert world.number() == Decimal(4)
    assert str(world.statuses(ASSIGNMENTS)[-1]).startswith("Ignored: another row has the same Key.")
    world.in_step()


def test_a_copy_does_not_stand_in_for_a_deleted_row(world: World) -> None:
    """What an ignored copy kept from earlier is nobody's edit; the deleted row is put back."""
    world.sheet.paste(ASSIGNMENTS, world.sheet.table(ASSIGNMENTS)[world.row() - 1])
    world.sync()
    world.set_number("9")
    world.type("Comment", "late")
    world.sync()
    world.sheet.delete_row(ASSIGNMENTS, world.row())
    world.sync()
    assert (world.number(), world.level("PASS").comment) == (9, "late")
    copy, back = world.sheet.table(ASSIGNMENTS)[-2:]
    assert (copy["Number"], copy["Comment"]) == (4, None)
    assert str(copy["Status"]).startswith("Ignored: another row has the same Key.")
    assert (back["Number"], back["Comment"]) == (9, "late")
    assert str(back["Status"]).startswith("Put back: this row had disappeared.")
    world.in_step()


def test_a_row_can_be_moved_by_copying_and_deleting_it(world: World) -> None:
    """Between two syncs the copy is as good as the original, with what is typed into it."""
    row = dict(world.sheet.table(ASSIGNMENTS)[world.row() - 1])
    world.sheet.delete_row(ASSIGNMENTS, world.row())
    world.sheet.paste(ASSIGNMENTS, {**row, "Number": 6})
    world.sync()
    assert world.number() == 6
    assert world.cell("Status") == "Recorded 15 Jun 2026 15:00: Number 4 to 6."
    world.in_step()


def test_a_row_without_a_key_is_told_and_ignored(world: World) -> None:
    """Somebody writes a total under the table."""
    world.sheet.paste(ASSIGNMENTS, {"Contact": "Total", "Number": 15})
    world.sync()
    assert str(world.statuses(ASSIGNMENTS)[-1]).startswith("Ignored: this row has no Key.")
    assert world.sheet.table(ASSIGNMENTS)[-1]["Number"] == 15
    world.in_step()


def test_new_members_come_under_the_others(world: World) -> None:
    """A later enrolment adds its rows at the end, without a Status."""
    world.office.enroll("ZED")
    world.sync()
    assert [row["Contact"] for row in world.sheet.table(ASSIGNMENTS)][4:] == ["Zed Else"] * 4
    assert world.statuses(ASSIGNMENTS) == [None] * 8
    world.in_step()


def test_contacts_of_the_same_name_are_told_apart(world: World) -> None:
    """Their codes stand behind the name, in rows that are there already too."""
    twin = Contact(code="ACME2", name="Acme Hardware")
    world.office.desk.put([twin], idempotency_key="twin", actor=MANAGER)
    world.office.enroll("ACME2")
    world.sync()
    contacts = [row["Contact"] for row in world.sheet.table(ASSIGNMENTS)]
    assert sorted({str(contact) for contact in contacts}) == [
        "Acme Hardware (ACME)",
        "Acme Hardware (ACME2)",
    ]
    world.in_step()


def test_the_term_ends_by_itself(world: World) -> None:
    """The day after its last, Available and Remaining are 0, without any entry."""
    world.office.clock.pass_time(days=365)
    world.sync()
    assert [world.cell(each) for each in ("Number", "Available", "Remaining")] == [4, 0, 0]
    world.in_step()


def test_slack_changing_the_number_at_the_last_moment_is_a_conflict(world: World) -> None:
    """Between the comparison and the ledger's taking the edit: Slack's change isn't overridden."""
    world.type("Number", 7)
    tab = world.sheet.read([ASSIGNMENTS]).tabs[ASSIGNMENTS]
    actor = Actor(id="sheet", source=Source.SHEET, role=Role.MANAGER)
    desk, sheet = world.office.desk, world.sheet
    store = world.office.store
    book = ConflictBook(store, sheet.identity)
    kept = KeyedTab(Assignments(actor), store, sheet.identity, "USD", book)
    kept.examine(desk, tab, approved=False)
    world.set_number("5")
    kept.carry_out(desk, trial=False)
    writes = kept.writes(desk, tab)
    assert (kept.counts.taken, world.number()) == (0, Decimal(5))
    assert [str(write.content)[:17] for write in writes.cells if write.row == 1] == [
        "5",
        "5",
        "Conflict (Number)",
    ]


@pytest.mark.parametrize("crash", ["before", "after"])
def test_an_edit_has_one_effect_wherever_the_sync_dies(world: World, crash: str) -> None:
    """Taken by the ledger, then the process dies before anything is kept: it isn't taken twice."""
    world.type("Number", 7)
    mishaps: dict[int, Any] = {2: "lost"} if crash == "before" else {3: "unanswered"}
    world.sheet.mishaps.update(mishaps)
    with pytest.raises(Exception, match="Google Sheets"):
        world.sync()
    world.sync()
    assert world.number() == Decimal(7)
    entries = world.office.store.entries_of_level(world.level("PASS").key)
    assert sum(entry.kind is EntryKind.ADJUSTMENT for entry in entries) == 1
    world.in_step()


def test_a_write_of_unknown_outcome_is_settled_by_the_next_reading(world: World) -> None:
    """The answer was lost, then the ledger changed again: no conflict, and the sheet follows."""
    world.set_number("5")
    world.sheet.mishaps[3] = "unanswered"
    with pytest.raises(Exception, match="did not confirm"):
        world.sync()
    assert world.cell("Number") == 5
    world.set_number("6")
    world.sheet.forget()
    assert world.sync().conflicts == ()
    assert world.cell("Number") == 6
    world.in_step()


def test_what_stands_refused_is_counted_and_named(world: World) -> None:
    """“In step” would not be so: the sheet has 1, Benefit Desk has 4."""
    world.office.use(quantity="3")
    world.type("Number", 1)
    assert world.sync().refused == 1
    again = world.sync()
    assert not again.changed
    assert again.sentence == (
        "Nothing was changed. Still different: Assignments (1 edit refused); Status says why."
    )


def test_a_conflict_is_named_with_its_tab(world: World) -> None:
    """As long as nobody decides, the two sides are not in step."""
    world.set_number("5")
    world.type("Number", 6)
    world.sync()
    assert world.sync().sentence == (
        "Nothing was changed. Still different: Assignments (1 conflict to decide); Status says why."
    )


def test_a_row_that_comes_back_says_what_to_do_instead(world: World) -> None:
    """Deleting is not how a benefit ends."""
    world.sheet.delete_row(ASSIGNMENTS, 1)
    world.sync()
    told = [row["Status"] for row in world.sheet.table(ASSIGNMENTS) if row["Status"]]
    (why,) = told
    assert str(why).endswith(" To take the benefit out of use, write no under Active.")
