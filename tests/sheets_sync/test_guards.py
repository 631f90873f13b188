"""Tabs that are left alone until somebody has looked; the others go on."""

from decimal import Decimal

import pytest

from sheets_sync.errors import NoSuchTab, TooManyChanged, TooManyMissing
from sheets_sync.kept_tab import EXAMPLES, check_changed, check_missing
from tests.core.building import Office
from tests.sheets_sync.fake_sheet import FakeSheet, FakeTab
from tests.sheets_sync.world import ASSIGNMENTS, RECORD_USAGE, World


@pytest.fixture
def crowd(office: Office) -> World:
    """Forty levels of ten memberships, all in the sheet."""
    for _ in range(10):
        office.enroll()
    world = World(office, FakeSheet())
    world.sync()
    world.sheet.forget()
    return world


@pytest.mark.parametrize(
    ("missing", "known", "stops"),
    [(1, 5, False), (5, 5, False), (1, 12, False), (2, 12, True), (5, 100, False), (6, 100, True)],
)
def test_how_many_rows_may_disappear(missing: int, known: int, stops: bool) -> None:
    """One always may, and any in a small tab; otherwise not more than 5%."""
    if not stops:
        check_missing("Tab", missing, known)
        return
    with pytest.raises(TooManyMissing, match=f"{missing} of {known} rows have disappeared"):
        check_missing("Tab", missing, known)


@pytest.mark.parametrize(
    ("changed", "known", "stops"), [(9, 9, False), (2, 10, False), (3, 10, True), (20, 100, False)]
)
def test_how_many_rows_may_be_changed(changed: int, known: int, stops: bool) -> None:
    """Any in a small tab; otherwise not more than 20%."""
    if not stops:
        check_changed("Tab", changed, known)
        return
    with pytest.raises(TooManyChanged, match=f"{changed} of {known} rows were changed"):
        check_changed("Tab", changed, known)


def test_a_mass_deletion_stops_its_tab_only(crowd: World) -> None:
    """Usages are still recorded; a manager has the rows put back."""
    for _ in range(3):
        crowd.sheet.delete_row(ASSIGNMENTS, 2)
    crowd.paste()
    outcome = crowd.sync()
    assert (outcome.recorded, outcome.stopped) == (1, (ASSIGNMENTS,))
    assert "3 of 40 rows have disappeared" in outcome.sentence
    assert len(crowd.sheet.table(ASSIGNMENTS)) == 37
    assert crowd.sync().stopped == (ASSIGNMENTS,)
    assert crowd.sync(approve=[ASSIGNMENTS]).stopped == ()
    assert len(crowd.sheet.table(ASSIGNMENTS)) == 40
    crowd.in_step()


def test_a_mass_edit_stops_its_tab_until_it_is_let_through(crowd: World) -> None:
    """Somebody fills a column down: the ledger takes none of it without a manager."""
    for row in range(1, 10):
        crowd.sheet.type(ASSIGNMENTS, row, "Comment", "oops")
    outcome = crowd.sync()
    assert (outcome.taken, outcome.stopped) == (0, (ASSIGNMENTS,))
    assert crowd.sync(approve=[ASSIGNMENTS]).taken == 9
    crowd.in_step()


def test_a_mass_edit_is_told_by_examples(crowd: World) -> None:
    """Whoever is asked whether it may go through has to see what it is."""
    for row in range(1, 10):
        crowd.sheet.type(ASSIGNMENTS, row, "Comment", "oops")
    outcome = crowd.sync()
    first = crowd.sheet.table(ASSIGNMENTS)[0]
    example = f"For example: {first['Contact']}, {first['Benefit type']}: Comment blank to “oops”; "
    assert example in outcome.sentence
    assert outcome.sentence.count("blank to “oops”") == EXAMPLES
    assert (outcome.stopped, outcome.edited) == ((ASSIGNMENTS,), (ASSIGNMENTS,))


def test_a_mass_edit_can_be_put_back(crowd: World) -> None:
    """Cells get what the ledger has, Status says what they were; a formula stays and counts."""
    for row in range(1, 10):
        crowd.sheet.type(ASSIGNMENTS, row, "Comment", "oops")
    crowd.sheet.type(ASSIGNMENTS, 10, "Comment", "a sum")
    place = 10, crowd.sheet.place(ASSIGNMENTS, "Comment")
    crowd.sheet.tabs[ASSIGNMENTS].formulas[place] = ("=A1", "a sum")
    crowd.sync()
    outcome = crowd.sync(put_back=[ASSIGNMENTS])
    assert (outcome.taken, outcome.stopped) == (0, ())
    rows = crowd.sheet.table(ASSIGNMENTS)
    assert [row["Comment"] for row in rows if row["Comment"]] == ["a sum"]
    assert "a formula stands here" in str(rows[9]["Status"])
    assert {row["Status"] for row in rows[:9]} == {
        "Put back (Comment): it was “oops” here; a manager wanted it so."
    }
    assert crowd.sync().difference == (
        "Assignments: Acme Hardware, Room hours: Comment blank to “a sum”, taken from the sheet",
    )


def test_only_a_tab_with_edits_can_be_put_back(crowd: World) -> None:
    """Pasted rows are recorded or not; there is nothing that they were before."""
    with pytest.raises(NoSuchTab, match="There is no tab “Record usage” to put back; there is "):
        crowd.sync(put_back=["Record usage"])


def test_a_row_that_was_pasted_over_another_one_is_not_taken(crowd: World) -> None:
    """Its Code says that it is another contact: neither its name nor anything else goes through."""
    crowd.sheet.type("Contacts", 1, "Code", "OTHER")
    crowd.sheet.type("Contacts", 1, "Name", "Somebody Else")
    before = crowd.office.desk.read(lambda books: dict(books.contacts))
    outcome = crowd.sync()
    assert (outcome.taken, outcome.refused) == (0, 2)
    assert crowd.office.desk.read(lambda books: dict(books.contacts)) == before
    status = str(crowd.sheet.table("Contacts")[0]["Status"])
    assert "Not changed (Code): a code stays as it is." in status
    assert "Not changed (Name): nothing of this row is taken while its Code is another." in status
    key = crowd.sheet.table("Contacts")[0]["Key"]
    crowd.sheet.type("Contacts", 1, "Code", key)
    assert crowd.sync().taken == 1
    assert crowd.office.desk.read(lambda books: books.contacts[str(key)].name) == "Somebody Else"


def test_a_tab_that_is_left_alone_is_told_on_the_first_page(crowd: World) -> None:
    """A manager who only has the sheet learns of it there, as long as it lasts."""
    for row in range(1, 10):
        crowd.sheet.type(ASSIGNMENTS, row, "Comment", "oops")
    outcome = crowd.sync()
    assert (outcome.in_step, outcome.left_alone) == (False, (ASSIGNMENTS,))
    assert crowd.sheet.tabs["Start here"].rows[1][0] == "Please look"
    assert "9 of 40 rows were changed" in str(crowd.sheet.tabs["Start here"].rows[1][1])
    crowd.sheet.forget()
    assert crowd.sync().sentence.startswith("Nothing was changed. Assignments was left alone:")
    assert crowd.sheet.requests == ["read"]
    crowd.sync(approve=[ASSIGNMENTS])
    assert not any(crowd.sheet.tabs["Start here"].rows[1][:2])
    crowd.in_step()


def test_only_a_tab_of_ours_can_be_let_through(crowd: World) -> None:
    """A mistyped title is told, with those there are; nothing was done."""
    crowd.sheet.forget()
    with pytest.raises(NoSuchTab, match="There is no tab “Nonsense” to let through; there is "):
        crowd.sync(approve=["Nonsense"])
    assert crowd.sheet.requests == []


def test_refused_edits_that_still_stand_are_no_new_changes(crowd: World) -> None:
    """Eight refused numbers today and two edits tomorrow are two changes."""
    for row in range(1, 9):
        crowd.sheet.type(ASSIGNMENTS, row, "Number", "many")
    crowd.sync()
    crowd.sheet.type(ASSIGNMENTS, 20, "Comment", "fine")
    assert crowd.sync().stopped == ()


def test_an_emptied_tab_is_filled_again_only_when_asked(crowd: World) -> None:
    """Header and all are gone."""
    crowd.sheet.tabs[ASSIGNMENTS].rows.clear()
    assert "40 of 40 rows have disappeared" in crowd.sync().sentence
    assert crowd.sheet.tabs[ASSIGNMENTS].rows == []
    crowd.sync(approve=[ASSIGNMENTS])
    assert len(crowd.sheet.table(ASSIGNMENTS)) == 40
    crowd.in_step()


def test_recorded_rows_that_disappear_in_a_mass_stop_record_usage(crowd: World) -> None:
    """Nothing is recorded there either, until a manager has looked."""
    for number in range(12):
        crowd.paste(benefit="NOTARY", Note=f"{number}")
    crowd.sync()
    crowd.sync()
    del crowd.sheet.tabs[RECORD_USAGE].rows[1:6]
    crowd.paste(benefit="NOTARY", Note="new")
    outcome = crowd.sync()
    assert (outcome.recorded, outcome.stopped) == (0, (RECORD_USAGE,))
    assert crowd.sync(approve=[RECORD_USAGE]).recorded == 1
    assert len(crowd.sheet.table(RECORD_USAGE)) == 13
    crowd.in_step()


def test_a_missing_header_stops_its_tab_only(world: World) -> None:
    """The sentence says which; the other tabs go on; put back, the tab goes on too."""
    world.sheet.type(ASSIGNMENTS, 0, "Number", "Count")
    world.paste()
    outcome = world.sync()
    assert outcome.recorded == 1
    assert "Assignments was left alone: there is no column “Number”." in outcome.sentence
    assert outcome.stopped == ()
    assert world.sheet.tabs[ASSIGNMENTS].rows[1][6] == 0
    world.sheet.type(ASSIGNMENTS, 0, "Count", "Number")
    world.sync()
    assert world.cell("Used") == 1
    world.in_step()


def test_a_doubled_header_stops_its_tab_only(world: World) -> None:
    """A copied column would make edits ambiguous."""
    world.sheet.tabs[ASSIGNMENTS].put(0, 20, "Number")
    world.type("Number", 9)
    outcome = world.sync()
    assert "the column “Number” is there twice" in outcome.sentence
    assert world.number() == Decimal(4)


def test_a_header_that_breaks_between_the_readings_stops_the_writing(world: World) -> None:
    """Nothing is written where columns can't be told any more; the edit still counts once."""
    world.type("Number", 9)
    world.sheet.meanwhile[2] = lambda: world.sheet.type(ASSIGNMENTS, 0, "Used", "Usage")
    outcome = world.sync()
    assert "there is no column “Used”" in outcome.sentence
    assert world.number() == Decimal(9)
    assert world.cell("Remaining") == 4
    world.sheet.type(ASSIGNMENTS, 0, "Usage", "Used")
    world.sync()
    assert world.cell("Remaining") == 9
    world.in_step()


@pytest.mark.parametrize("title", [ASSIGNMENTS, RECORD_USAGE, "Contacts"])
def test_headers_that_moved_down_are_told_as_such(world: World, title: str) -> None:
    """A row was put in above them: nobody is asked to write them over somebody's cells."""
    world.paste()
    world.sync()
    tab = world.sheet.tabs[title]
    tab.rows[:0] = [["Autumn"], []]
    told = f"{title} was left alone: its headers are in row 3, not in row 1. Move that row to"
    assert told in world.sync().sentence
    del tab.rows[:2]
    assert world.sync().left_alone == ()
    world.in_step()


def test_a_tab_of_somebody_s_that_people_write_in_is_left_alone(office: Office) -> None:
    """It was there before ours and has none of its headers: it is to be renamed, not filled in."""
    sheet = FakeSheet(tabs={"Contacts": FakeTab(7, [["Who", "When"], ["Ann", "Monday"]])})
    world = World(office, sheet)
    for _ in range(2):
        assert "Contacts was left alone: something else stands in it." in world.sync().sentence
    assert sheet.tabs["Contacts"].rows == [["Who", "When"], ["Ann", "Monday"]]
    sheet.tabs["Mine"] = sheet.tabs.pop("Contacts")
    assert world.sync().left_alone == ()
    assert sheet.tabs["Mine"].rows == [["Who", "When"], ["Ann", "Monday"]]
    world.in_step()


def test_the_column_key_may_go_and_come_again(crowd: World) -> None:
    """Deleted and named again as the message says, every row is known by what it says."""
    place = crowd.sheet.place(ASSIGNMENTS, "Key")
    rows = crowd.sheet.tabs[ASSIGNMENTS].rows
    keys = [each[place] for each in rows[1:]]
    for each in rows:
        del each[place]
    assert "there is no column “Key”. Write it into row 1" in crowd.sync().sentence
    rows[0].append("Key")
    assert crowd.sync().stopped == ()
    assert sorted(map(str, keys)) == sorted(str(each[place]) for each in rows[1:])
    crowd.in_step()


def test_a_tab_whose_header_row_is_elsewhere_is_not_given_ten_headers(crowd: World) -> None:
    """A row was inserted above the header: the message says to move it back, and that helps."""
    crowd.sheet.tabs[ASSIGNMENTS].rows.insert(0, ["Benefits 2026"])
    assert (
        "Assignments was left alone: its headers are in row 2, not in row 1."
        in crowd.sync().sentence
    )
    crowd.sheet.delete_row(ASSIGNMENTS, 0)
    assert crowd.sync().left_alone == ()
    crowd.in_step()


def test_whoever_lets_missing_rows_through_is_told_of_new_ones(world: World) -> None:
    """Recorded rows that are gone come back; those that stand there are recorded besides."""
    for number in range(12):
        world.paste(benefit="Notary service", Note=f"row {number}")
    world.sync()
    world.sync()
    world.office.clock.pass_time(days=1)
    for _ in range(12):
        world.sheet.delete_row(RECORD_USAGE, 1)
    world.paste(benefit="Notary service", Note="row 1")
    told = world.sync()
    assert (
        "12 of 12 rows have disappeared. Nothing was deleted in Benefit Desk; a manager can have"
        " them put back. 1 new row stands there, which is recorded then as well: if it is one of"
        " those, undo first what was done to it."
    ) in told.sentence
    assert told.stopped == (RECORD_USAGE,)


def test_a_header_row_that_is_gone_stops_its_tab(crowd: World) -> None:
    """It was deleted: nothing is made up, and the tab goes on once it is there again."""
    header = crowd.sheet.tabs[ASSIGNMENTS].rows.pop(0)
    assert "its headers are not in row 1. Move them back there" in crowd.sync().sentence
    crowd.sheet.tabs[ASSIGNMENTS].rows.insert(0, header)
    assert crowd.sync().left_alone == ()
    crowd.in_step()
