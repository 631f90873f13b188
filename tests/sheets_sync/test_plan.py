"""The three-way comparison, side by side."""

import pytest

from core.columns import Cell, Column
from sheets_sync.layout import Contents, Layout, SheetColumn, SheetRow, first_places
from sheets_sync.plan import DOUBLED, UNKNOWN, Verdict, compare
from sheets_sync.seen import Seen, seen_in
from sheets_sync.settle import Refusal, Settled, Settling
from sheets_sync.sheet import Content, Tab

LAYOUT = Layout(
    "Levels",
    (
        SheetColumn(column=Column("name")),
        SheetColumn(column=Column("number", Cell.NUMBER), editable=True),
        SheetColumn(column=Column("comment"), editable=True),
    ),
)
KEYLESS = "Ignored: no Key."


def row(number: int, *cells: Content, key: str | None = "1", status: Content = None) -> SheetRow:
    """A row of the tab."""
    return SheetRow(number, cells, status, key)


def seen(**rows: Contents) -> Seen:
    """What was last seen: `_1` is the row with the key 1."""
    return Seen(rows={key.removeprefix("_"): cells for key, cells in rows.items()})


def settle(
    seen: Seen,
    rows: list[SheetRow],
    ledger: dict[str, Contents],
    refusals: dict[tuple[str, int], Refusal] | None = None,
) -> Settled:
    """Compare and settle."""
    height = max((each.number for each in rows), default=0) + 1
    return Settling(
        layout=LAYOUT,
        places=first_places(LAYOUT),
        comparison=compare(LAYOUT, seen, rows, ledger, KEYLESS),
        seen=seen,
        ledger=ledger,
        refusals=refusals or {},
        tab=Tab("Levels", [["x"]] * height, 1000, 26),
    ).settle()


def written(settled: Settled) -> dict[tuple[int, int], Content]:
    """The cells that are to be written, by place."""
    return {(write.row, write.column): write.content for write in settled.writes.cells}


@pytest.mark.parametrize(
    ("before", "now", "ledger", "verdict"),
    [
        (4, 4, 4, None),
        (4, 5, 4, Verdict.TAKE),
        (4, 4, 5, Verdict.WRITE),
        (4, 5, 5, None),
        (4, "5", 5, None),
        (4, 5, 6, Verdict.CONFLICT),
        (4, None, 4, Verdict.TAKE),
        (4, None, 6, Verdict.CONFLICT),
        (4, "many", 4, Verdict.TAKE),
        (4, "many", 5, Verdict.CONFLICT),
        ("unlimited", 3, "unlimited", Verdict.TAKE),
    ],
)
def test_the_three_sides_of_an_editable_cell(
    before: Content, now: Content, ledger: Content, verdict: Verdict | None
) -> None:
    """One side changed: it counts. Both to the same: nothing to do. Differently: a conflict."""
    found = compare(
        LAYOUT,
        seen(_1=("Acme", before, None)),
        [row(1, "Acme", now, None)],
        {"1": ("Acme", ledger, None)},
        KEYLESS,
    )
    assert [finding.verdict for finding in found.findings] == ([verdict] if verdict else [])


@pytest.mark.parametrize(
    ("before", "now", "ledger", "verdict"),
    [
        ("Acme", "Acme", "Acme", None),
        ("Acme", "Acme", "Apex", Verdict.WRITE),
        ("Acme", "Apex", "Apex", None),
        ("Acme", "mine", "Acme", Verdict.PUT_BACK),
        ("Acme", "mine", "Apex", Verdict.PUT_BACK),
        ("Acme", None, "Acme", Verdict.PUT_BACK),
    ],
)
def test_the_three_sides_of_a_cell_of_our_own(
    before: Content, now: Content, ledger: Content, verdict: Verdict | None
) -> None:
    """What people type there is put back; what the ledger changed is written without a word."""
    settled = settle(seen(_1=(before, 4, None)), [row(1, now, 4, None)], {"1": (ledger, 4, None)})
    if verdict is None:
        assert written(settled) == {}
        return
    assert written(settled)[1, 0] == ledger
    told = written(settled).get((1, 3))
    assert (told is not None) == (verdict is Verdict.PUT_BACK)


def test_a_conflict_is_told_with_both_values_and_nothing_is_written_over() -> None:
    """The cell keeps what was typed; the Status has both values and what to do."""
    settled = settle(
        seen(_1=("Acme", 4, None)), [row(1, "Acme", 7, None)], {"1": ("Acme", 5, None)}
    )
    assert written(settled) == {
        (1, 3): "Conflict (Number): 7 here, 5 in Benefit Desk; both stay. A manager picks one in"
        " the tab Conflicts or in Slack."
    }
    assert settled.seen.rows["1"] == ("Acme", 4, None)
    assert settled.seen.typed == {"1": {1: 7}}
    assert [conflict.header for conflict in settled.conflicts] == ["Number"]


def test_a_refused_edit_stays_and_says_why() -> None:
    """Nothing but the Status is written."""
    settled = settle(
        seen(_1=("Acme", 4, None)),
        [row(1, "Acme", 1, None)],
        {"1": ("Acme", 4, None)},
        {("1", 1): Refusal(1, "1 is not possible: 3 are used already.")},
    )
    sentence = "Not changed (Number): 1 is not possible: 3 are used already. Benefit Desk has 4."
    assert written(settled) == {(1, 3): sentence}
    assert settled.seen.typed == {"1": {1: 1}}


def test_an_edit_that_nobody_tried_yet_is_left_for_the_next_sync() -> None:
    """It came in between two readings: it isn't written over, and counts as new next time."""
    settled = settle(
        seen(_1=("Acme", 4, None)), [row(1, "Acme", 9, None)], {"1": ("Acme", 4, None)}
    )
    assert written(settled) == {}
    assert settled.seen.rows["1"] == ("Acme", 4, None)
    assert settled.seen.typed == {}


def test_what_was_being_written_counts_as_seen_if_it_is_there() -> None:
    """After a write of unknown outcome, a further change of the ledger is no conflict."""
    state = seen(_1=("Acme", 4, None))
    state.posted = {"1": ("Acme", 5, None)}
    ledger: dict[str, Contents] = {"1": ("Acme", 6, None)}
    arrived = compare(LAYOUT, state, [row(1, "Acme", 5, None)], ledger, KEYLESS)
    lost = compare(LAYOUT, state, [row(1, "Acme", 4, None)], ledger, KEYLESS)
    typed = compare(LAYOUT, state, [row(1, "Acme", 8, None)], ledger, KEYLESS)
    assert [each.findings[0].verdict for each in (arrived, lost, typed)] == [
        Verdict.WRITE,
        Verdict.WRITE,
        Verdict.CONFLICT,
    ]


def test_rows_that_are_no_records_are_told_and_left() -> None:
    """A copy, a made-up key, a row without a key, and what is left of an emptied row."""
    rows = [
        row(1, "Acme", 4, None),
        row(2, "Acme", 9, None),
        row(3, "who", 1, None, key="99"),
        row(4, "total", 13, None, key=None),
        row(5, None, None, None, key=None, status=KEYLESS),
    ]
    settled = settle(seen(_1=("Acme", 4, None)), rows, {"1": ("Acme", 4, None)})
    assert written(settled) == {(2, 3): DOUBLED, (3, 3): UNKNOWN, (4, 3): KEYLESS, (5, 3): ""}


def test_a_copy_stays_the_copy_when_rows_are_sorted() -> None:
    """The row that was ignored before doesn't become the record by standing first."""
    rows = [row(1, "Acme", 9, None, status=DOUBLED), row(2, "Acme", 4, None)]
    settled = settle(seen(_1=("Acme", 4, None)), rows, {"1": ("Acme", 4, None)})
    assert written(settled) == {}


def test_a_copy_stays_the_copy_when_its_original_is_deleted() -> None:
    """It was not kept up to date, so the deleted row is put back beside it."""
    rows = [row(1, "Acme", 9, None, status=DOUBLED)]
    state = seen(_1=("Acme", 4, None))
    state.copied = {"1"}
    settled = settle(state, rows, {"1": ("Acme", 4, None)})
    assert written(settled) == {
        (2, 0): "Acme",
        (2, 1): 4,
        (2, 2): None,
        (2, 3): "Put back: this row had disappeared. Rows are not deleted from the sheet.",
        (2, 4): "1",
    }
    assert settled.seen.copied == {"1"}


def test_a_status_that_strayed_makes_no_copy() -> None:
    """Rows moved under our hands: “Ignored” stands beside a row that never had a copy."""
    rows = [row(1, "Acme", 5, None, status=DOUBLED)]
    settled = settle(seen(_1=("Acme", 4, None)), rows, {"1": ("Acme", 5, None)})
    assert written(settled) == {(1, 3): ""}


def test_vanished_and_new_rows_come_under_the_last_one() -> None:
    """A row that disappeared says so, with what had been typed; a new one has no Status."""
    state = seen(_1=("Acme", 4, None))
    state.typed = {"1": {1: 7}}
    ledger: dict[str, Contents] = {"1": ("Acme", 4, None), "2": ("Zed", 9, None)}
    settled = settle(state, [row(3, "x", None, None, key=None, status=KEYLESS)], ledger)
    cells = written(settled)
    assert [cells[4, place] for place in (0, 1, 4)] == ["Acme", 4, "1"]
    assert str(cells[4, 3]).startswith("Put back: this row had disappeared.")
    assert "It had 7 in Number" in str(cells[4, 3])
    assert [cells[5, place] for place in (0, 3, 4)] == ["Zed", None, "2"]


def test_rows_that_the_grid_has_no_room_for_wait() -> None:
    """Nothing is written beyond the grid's last row."""
    ledger: dict[str, Contents] = {str(key): ("Acme", 4, None) for key in range(1200)}
    settled = settle(Seen(), [], ledger)
    assert len(settled.seen.rows) == 999
    assert max(write.row for write in settled.writes.cells) == 999


def test_a_notice_stays_until_its_row_changes() -> None:
    """Once told, it is told at the next sync too, and gone when the ledger changes the row."""
    first = settle(seen(_1=("Acme", 4, None)), [row(1, "mine", 4, None)], {"1": ("Acme", 4, None)})
    notice = written(first)[1, 3]
    again = settle(first.seen, [row(1, "Acme", 4, None, status=notice)], {"1": ("Acme", 4, None)})
    assert written(again) == {}
    changed = settle(again.seen, [row(1, "Acme", 4, None, status=notice)], {"1": ("Acme", 3, None)})
    assert written(changed) == {(1, 1): 3, (1, 3): ""}


def test_an_open_sentence_goes_when_its_cause_goes() -> None:
    """The manager types the old number again: no Status is left."""
    refused = {("1", 1): Refusal(1, "too few")}
    ledger: dict[str, Contents] = {"1": ("Acme", 4, None)}
    first = settle(seen(_1=("Acme", 4, None)), [row(1, "Acme", 1, None)], ledger, refused)
    status = written(first)[1, 3]
    back = settle(first.seen, [row(1, "Acme", 4, None, status=status)], ledger)
    assert written(back) == {(1, 3): ""}
    assert back.seen.notices == {}


def test_a_row_that_was_never_seen_is_only_taken_where_it_agrees() -> None:
    """After the last-seen state was lost, a difference is a conflict, not an edit."""
    settled = settle(Seen(), [row(1, "other", 9, "x")], {"1": ("Acme", 4, "y")})
    assert [conflict.header for conflict in settled.conflicts] == ["Number", "Comment"]
    assert written(settled)[1, 0] == "Acme"


def test_the_state_survives_its_document() -> None:
    """What is kept is what was there; another layout's columns are found by header."""
    state = seen(_1=("Acme", 4, None))
    state.typed, state.notices = {"1": {1: 7}}, {"1": "told"}
    state.posted = {"1": ("Acme", 5, None)}
    state.copied = {"1", "2"}
    document = state.to_document(LAYOUT)
    assert seen_in(document, LAYOUT) == state
    wider = Layout("Levels", (SheetColumn(column=Column("code")), *LAYOUT.columns[:2]))
    moved = seen_in(document, wider)
    assert (moved.rows, moved.copied) == ({"1": (None, "Acme", 4)}, {"1", "2"})


def test_a_row_that_lost_its_key_is_known_by_what_it_says() -> None:
    """As last seen, or as the ledger has it now; of two equal ones each gets one of the Keys."""
    before: dict[str, Contents] = {"1": ("Acme", 4, None), "2": ("Bob", 2, None)}
    ledger: dict[str, Contents] = before | {"2": ("Bob", 3, None), "3": ("Acme", 4, None)}
    rows = [
        row(1, "Acme", 4, None, key=None),
        row(2, "Bob", 2, None, key=None),
        row(3, "Acme", 4, None, key=None),
        row(4, "Acme", 4, None, key=None),
    ]
    there = Seen(rows=before | {"3": ("Acme", 4, None)})
    found = compare(LAYOUT, there, rows, ledger, KEYLESS)
    assert {key: each.number for key, each in found.rows.items()} == {"1": 1, "2": 2, "3": 3}
    assert [stray.row.number for stray in found.strays] == [4]
    assert written(settle(there, rows, ledger)) == {
        (1, 4): "1",
        (2, 1): 3,
        (2, 4): "2",
        (3, 4): "3",
        (4, 3): KEYLESS,
    }
