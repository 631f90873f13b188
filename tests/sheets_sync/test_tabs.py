"""Tabs made, dressed and repaired, within the budget of requests."""

from copy import deepcopy
from dataclasses import replace
from datetime import timedelta

import pytest

from sheets_sync.closed_tabs import SheetInTrash
from sheets_sync.errors import OutcomeUnknown, SheetRefused, SyncRunning
from sheets_sync.sync import Sync
from tests.core.building import BENEFIT_TYPES, MANAGER, Office
from tests.sheets_sync.fake_sheet import LOST, UNANSWERED, FakeSheet, FakeTab, Killed
from tests.sheets_sync.world import (
    ASSIGNMENTS,
    PAGES,
    RECORD_USAGE,
    SMALL,
    START_HERE,
    TITLES,
    USAGE_REPORT,
    World,
)


def test_the_first_sync_makes_everything_in_four_requests(office: Office) -> None:
    """One survey, one write of formats, one read, one write of values."""
    office.enroll()
    world = World(office, FakeSheet())
    outcome = world.sync()
    assert world.sheet.requests == ["survey", "fit", "read", "write"]
    assert tuple(world.sheet.tabs) == TITLES
    assert outcome.sentence.endswith(" cells written.")
    tab = world.sheet.tabs[ASSIGNMENTS]
    assert (tab.frozen_rows, len(tab.protections), len(tab.rules)) == (1, 5, 8)
    assert tab.choices == {12: ("yes", "no")}
    world.in_step()


def test_people_s_own_tabs_are_left_alone(office: Office) -> None:
    """What else is in the spreadsheet stays."""
    sheet = FakeSheet(tabs={"Mine": FakeTab(7, [["=A1", 42]])})
    world = World(office, sheet)
    world.sync()
    assert sheet.tabs["Mine"].rows == [["=A1", 42]]
    world.in_step()


def test_a_change_costs_at_most_four_requests(world: World) -> None:
    """Two reads, one write of values, one of formats, whatever happens at once."""
    for number in range(30):
        world.paste(benefit="NOTARY", Note=f"{number}")
    world.type("Number", 9)
    world.type("Active", "no", "ROOM")
    world.office.use()
    world.sync()
    assert sorted(world.sheet.requests) == ["fit", "read", "read", "write"]
    world.in_step()


def test_a_tab_that_was_deleted_is_made_anew_and_filled(world: World) -> None:
    """Nothing of it was only there; still four requests."""
    world.paste()
    world.sync()
    del world.sheet.tabs[ASSIGNMENTS]
    world.sheet.forget()
    world.sync()
    assert world.sheet.requests == ["read", "survey", "fit", "write"]
    assert world.statuses(ASSIGNMENTS) == [None] * 4
    world.in_step()


def test_deleted_record_usage_comes_back_with_its_rows(world: World) -> None:
    """Recorded rows stand there again, with Status and Key, and aren't recorded again."""
    world.paste(Note="mine")
    world.sync()
    before = world.sheet.table(RECORD_USAGE)
    del world.sheet.tabs[RECORD_USAGE]
    world.sync()
    assert world.sheet.table(RECORD_USAGE) == before
    assert len(world.usages()) == 1
    world.in_step()


UNDISTURBED = {
    title: (
        {START_HERE: 1, ASSIGNMENTS: 5, USAGE_REPORT: 1, "Conflicts": 3}.get(title, 2),
        0 if title in PAGES else 8,
    )
    for title in TITLES
} | dict.fromkeys(PAGES, (1, 0))
"""How many protections and colours each tab has."""


def laid_over(world: World) -> dict[str, tuple[int, int]]:
    """How many protections and colours each tab has now."""
    tabs = world.sheet.tabs.items()
    return {title: (len(tab.protections), len(tab.rules)) for title, tab in tabs}


@pytest.mark.parametrize("mishap", [LOST, UNANSWERED, Killed()])
@pytest.mark.parametrize("request_number", [1, 2, 3, 4])
def test_making_tabs_may_be_cut_short_anywhere(
    office: Office, request_number: int, mishap: str | BaseException
) -> None:
    """The next sync goes on; no tab, protection or colour is made twice."""
    office.enroll()
    world = World(office, FakeSheet())
    world.sheet.mishaps[request_number] = mishap
    with pytest.raises((Exception, Killed)):
        world.sync()
    world.sheet.forget()
    world.sync()
    assert tuple(world.sheet.tabs) == TITLES
    assert laid_over(world) == UNDISTURBED
    world.in_step()


@pytest.mark.parametrize("mishap", [UNANSWERED, Killed()])
@pytest.mark.parametrize("request_number", [2, 3, 4])
def test_making_a_deleted_tab_anew_may_be_cut_short_anywhere(
    world: World, request_number: int, mishap: str | BaseException
) -> None:
    """What had been recorded comes back with the next sync, without anybody's leave."""
    for number in range(12):
        world.paste(benefit="NOTARY", Note=f"{number}")
    world.sync()
    world.sync()
    del world.sheet.tabs[RECORD_USAGE]
    del world.sheet.tabs[ASSIGNMENTS]
    world.sheet.forget()
    world.sheet.mishaps[request_number] = mishap
    with pytest.raises((Exception, Killed)):
        world.sync()
    world.sheet.forget()
    assert world.sync().stopped == ()
    assert len(world.sheet.table(RECORD_USAGE)) == 12
    assert len(world.sheet.table(ASSIGNMENTS)) == 4
    world.in_step()


def test_broken_protections_colours_and_frozen_rows_are_repaired(world: World) -> None:
    """Within the hour, or when somebody asks for a thorough sync; cells aren't touched."""
    tab = world.sheet.tabs[ASSIGNMENTS]
    tab.protections.pop()
    tab.rules.pop(2)
    tab.frozen_rows = 0
    tab.choices.clear()
    assert not world.sync().changed
    world.sheet.forget()
    world.office.clock.pass_time(hours=1)
    world.sync()
    assert world.sheet.requests == ["survey", "fit"]
    assert (tab.frozen_rows, len(tab.protections), len(tab.rules)) == (1, 5, 8)
    assert tab.choices == {12: ("yes", "no")}
    tab.protections.clear()
    world.sheet.forget()
    world.sync(thorough=True)
    assert world.sheet.requests == ["survey", "fit"]
    assert len(tab.protections) == 5
    world.in_step()


def test_what_a_clock_that_ran_ahead_wrote_down_is_long_ago(world: World) -> None:
    """Once the clock is right again the structure is looked at, by a process that goes on, too."""
    sync = Sync(world.office.desk, world.sheet)
    world.office.clock.pass_time(days=400)
    sync.run()
    assert not sync.run().changed
    world.office.clock.pass_time(days=-400)
    world.sheet.tabs[ASSIGNMENTS].protections.clear()
    world.sheet.forget()
    sync.run()
    assert world.sheet.requests[0] == "survey"
    assert len(world.sheet.tabs[ASSIGNMENTS].protections) == 5
    world.in_step()


@pytest.mark.parametrize("broken", ["frozen rows", "warning", "nothing"])
def test_each_part_is_repaired_by_itself(world: World, broken: str) -> None:
    """A header that isn't frozen, a protection that only warns; where nothing is, nothing is."""
    tab = world.sheet.tabs[ASSIGNMENTS]
    if broken == "frozen rows":
        tab.frozen_rows = 0
    if broken == "warning":
        tab.protections[0] = replace(tab.protections[0], warning_only=True)
    world.sync(thorough=True)
    assert world.sheet.requests == (["survey"] if broken == "nothing" else ["survey", "fit"])
    assert tab.frozen_rows == 1
    assert not any(each.warning_only for each in tab.protections)
    world.in_step()


def test_looking_at_the_structure_is_still_one_read(world: World) -> None:
    """Idle syncs are one request, the hourly one too."""
    world.office.clock.pass_time(hours=2)
    world.sync()
    assert world.sheet.requests == ["survey"]
    world.in_step()


def test_a_renamed_tab_gets_its_name_back(world: World) -> None:
    """What was pasted into it meanwhile is recorded."""
    world.sheet.tabs["Usage 2026"] = world.sheet.tabs.pop(RECORD_USAGE)
    world.sheet.paste("Usage 2026", {"Contact": "ACME", "Benefit type": "PASS"})
    world.sync()
    assert "Usage 2026" not in world.sheet.tabs
    assert str(world.statuses()[0]).startswith("Recorded")
    world.in_step()


def test_a_spreadsheet_in_the_trash_is_left_alone(world: World) -> None:
    """Drive is asked once an hour, in an idle sync; then by each, until it is out again."""
    world.sheet.thrown_away = True
    assert not world.sync().changed
    assert world.sheet.drive_asked == 0
    world.office.clock.pass_time(hours=1)
    with pytest.raises(SheetInTrash, match="in the trash, so nothing is synced"):
        world.sync()
    world.paste()
    world.sheet.forget()
    for _ in range(2):
        with pytest.raises(SheetInTrash):
            world.sync()
    assert (world.sheet.requests, world.usages()) == ([], [])
    world.sheet.thrown_away = False
    world.sync()
    assert len(world.usages()) == 1
    world.in_step()
    assert world.sheet.drive_asked == 4


def test_a_busy_sync_does_not_ask_drive(world: World) -> None:
    """Where both reads are spent, it is the next idle one that asks."""
    world.office.clock.pass_time(hours=1)
    world.paste()
    world.sync()
    assert world.sheet.drive_asked == 0
    world.sync()
    world.sync()
    assert world.sheet.drive_asked == 1


def test_the_grid_grows_with_the_rows(office: Office) -> None:
    """More levels than the tab has rows."""
    office.enroll()
    world = World(office, FakeSheet())
    world.sync()
    world.sheet.tabs[ASSIGNMENTS].row_count = 6
    world.sheet.forget()
    office.enroll("ZED")
    world.sync()
    assert len(world.sheet.table(ASSIGNMENTS)) == 8
    assert world.sheet.tabs[ASSIGNMENTS].row_count == 9 + SMALL
    assert len(world.sheet.requests) == 4
    world.in_step()


def test_the_drop_down_follows_the_catalogue(world: World) -> None:
    """A new benefit can be chosen; one that isn't counted can't."""
    place = world.sheet.place(RECORD_USAGE, "Benefit type")
    choices = world.sheet.tabs[RECORD_USAGE].choices
    assert choices[place] == ("Gala seat", "Guest pass", "Notary service", "Room hours")
    parking = type(BENEFIT_TYPES[0])(code="PARK", name="Parking")
    world.office.desk.put([parking], idempotency_key="park", actor=MANAGER)
    world.sync()
    assert "Parking" in world.sheet.tabs[RECORD_USAGE].choices[place]
    world.in_step()


def test_pasted_formats_are_put_right(world: World) -> None:
    """Rows bring formats from elsewhere; the tab is dressed again with their Status."""
    dressed = world.sheet.tabs[RECORD_USAGE].dressed
    world.paste()
    world.sync()
    assert world.sheet.tabs[RECORD_USAGE].dressed == dressed + 1


def test_a_refused_look_does_not_hold_up_the_records(world: World) -> None:
    """Google won't have the formats: the usage is recorded and its Status written all the same."""
    world.paste()
    world.sheet.mishaps[2] = SheetRefused("no")
    outcome = world.sync()
    assert "The look of the sheet could not be put right." in outcome.sentence
    assert str(world.statuses()[0]).startswith("Recorded")


def test_the_usage_report_is_rewritten_only_when_it_changes(world: World) -> None:
    """By benefit, the most used first; a usage taken back leaves it, and old rows go."""
    world.office.use(quantity="2")
    gone = world.office.use(benefit_type="ROOM", quantity="1.5")
    world.office.use(benefit_type="ROOM", quantity="1", used_on=world.office.desk.today())
    world.sync()
    assert world.sheet.tabs[USAGE_REPORT].trimmed() == [
        ["Benefit type", "Contacts", "Uses", "Quantity", "Value"],
        ["Room hours", 1, 2, 2.5],
        ["Guest pass", 1, 1, 2, 25],
    ]
    world.in_step()
    world.office.void(gone)
    world.sync()
    assert world.sheet.tabs[USAGE_REPORT].trimmed()[1:] == [
        ["Guest pass", 1, 1, 2, 25],
        ["Room hours", 1, 1, 1],
    ]
    world.in_step()
    world.office.clock.pass_time(days=364)
    world.sync()
    assert len(world.sheet.tabs[USAGE_REPORT].trimmed()) == 3
    world.office.clock.pass_time(days=2)
    world.sync()
    assert len(world.sheet.tabs[USAGE_REPORT].trimmed()) == 1
    world.in_step()


@pytest.mark.parametrize("mishap", [LOST, UNANSWERED])
def test_a_longer_report_is_cleared_whatever_became_of_the_writing(
    world: World, mishap: str
) -> None:
    """The row that fell out of the report goes, though the first try's answer was lost."""
    gone = world.office.use()
    world.sync()
    world.office.void(gone)
    world.sheet.forget()
    world.sheet.mishaps[3] = mishap
    with pytest.raises(OutcomeUnknown):
        world.sync()
    world.sheet.forget()
    world.sync()
    assert len(world.sheet.tabs[USAGE_REPORT].trimmed()) == 1
    world.in_step()


def test_a_day_later_an_idle_sync_writes_nothing(world: World) -> None:
    """No date and no instant in the sheet moves by itself."""
    world.office.clock.pass_time(days=1)
    world.sync()
    assert world.sheet.requests == ["survey"]
    world.in_step()


def test_start_here_says_when_something_was_changed_last(world: World) -> None:
    """It is written along with other cells only."""
    world.office.clock.pass_time(minutes=30)
    world.office.use()
    world.sync()
    assert world.sheet.tabs[START_HERE].trimmed()[-1] == ["Last change", "15 Jun 2026 15:30"]
    world.in_step()


def test_what_is_typed_into_a_page_of_ours_is_put_back_and_told(world: World) -> None:
    """The outcome says so; notes beside and below stay."""
    tab = world.sheet.tabs[USAGE_REPORT]
    tab.put(0, 0, "My report")
    tab.put(7, 1, "note")
    tab.put(1, 9, "beside")
    outcome = world.sync()
    assert "Usage report: 1 cell was changed by hand" in outcome.sentence
    assert (tab.rows[0][0], tab.rows[7][1], tab.rows[1][9]) == ("Benefit type", "note", "beside")
    world.in_step()


def test_a_copy_of_the_spreadsheet_accuses_nobody(world: World) -> None:
    """The ledger went on since it was copied: what differs in the copy, nobody changed."""
    world.office.use()
    world.sync()
    copied = FakeSheet(identity="copy", tabs=deepcopy(world.sheet.tabs))
    world.office.use(quantity="2")
    world.sync()
    copy = World(world.office, copied)
    outcome = copy.sync()
    assert "by hand" not in outcome.sentence
    assert outcome.left_alone == ()
    assert copied.tabs[USAGE_REPORT].trimmed() == world.sheet.tabs[USAGE_REPORT].trimmed()
    copy.in_step()


@pytest.mark.parametrize("mishap", [LOST, UNANSWERED, Killed()])
def test_a_write_that_was_cut_off_accuses_nobody(world: World, mishap: str | Killed) -> None:
    """What differs after our own lost write was not changed by hand."""
    world.office.use()
    world.sync()
    world.sheet.forget()
    world.office.use()
    world.sheet.mishaps = {3: mishap}
    with pytest.raises((OutcomeUnknown, Killed)):
        world.sync()
    assert world.sheet.requests[-1] == "write"
    world.sheet.forget()
    assert "by hand" not in world.sync().sentence
    world.in_step()


def test_one_sync_at_a_time(world: World) -> None:
    """A second one says that another is running, and does nothing."""
    sync = Sync(world.office.desk, world.sheet)
    told: list[str] = []

    def again() -> None:
        with pytest.raises(SyncRunning) as running:
            sync.run()
        told.append(str(running.value))

    world.sheet.meanwhile[1] = again
    sync.run()
    assert told == ["A sync is running already. Please look again in a minute."]
    assert not sync.run().changed


def test_after_an_unknown_outcome_the_structure_is_looked_at_first(world: World) -> None:
    """The fitting's answer was lost: the next sync doesn't take it for done."""
    world.paste()
    world.sheet.mishaps[2] = UNANSWERED
    with pytest.raises(OutcomeUnknown):
        world.sync()
    world.sheet.forget()
    world.sync()
    assert world.sheet.requests[0] == "survey"
    assert len(world.usages()) == 1
    world.in_step()


def test_how_often_is_said_in_words(office: Office) -> None:
    """Start here tells people when to expect a sync."""
    for every, words in ((timedelta(minutes=1), "every minute"), (timedelta(0), "only when")):
        sheet = FakeSheet(identity=words)
        Sync(office.desk, sheet, every=every).run()
        lines = {row[0]: row[1] for row in sheet.tabs[START_HERE].trimmed() if row}
        assert words in str(lines["Sync"])
