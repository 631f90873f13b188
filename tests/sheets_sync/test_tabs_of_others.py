"""Tabs that people copied, protected, or gave each other's names: nothing of theirs is harmed."""

from collections.abc import Iterator
from typing import Any

import pytest

from playground.google import Running, running
from sheets_sync.closed_tabs import TabLocked, TabProtected, TabReplaced
from sheets_sync.errors import SheetRefused
from sheets_sync.sheet import Block, Keeping
from tests.core.building import Office
from tests.sheets_sync.test_google_sheet import OWNER, Desk, a_desk
from tests.sheets_sync.world import ASSIGNMENTS, RECORD_USAGE

CONTACTS, EVENTS, HISTORY = "Contacts", "Events", "History"


@pytest.fixture(scope="module")
def google() -> Iterator[Running]:
    """The stand-in, serving."""
    with running(owner=OWNER) as served:
        yield served


@pytest.fixture
def desk(office: Office, google: Running) -> Desk:
    """A member's levels in a new spreadsheet, after the first sync."""
    return a_desk(office, google)


def api(desk: Desk, **request: Any) -> None:
    """What somebody does by a menu of the spreadsheet."""
    desk.sheet.client.batch_update(desk.book.id, {"requests": [request]})


def rename(desk: Desk, title: str, new: str) -> None:
    """Give a tab another name."""
    properties = {"sheetId": desk.book.sheet(title).id, "title": new}
    api(desk, updateSheetProperties={"properties": properties, "fields": "title"})


def copy_over(desk: Desk, title: str, old: str) -> None:
    """Duplicate a tab, and give the copy its name."""
    source = desk.book.sheet(title).id
    api(desk, duplicateSheet={"sourceSheetId": source, "newSheetName": "Copy"})
    rename(desk, title, old)
    rename(desk, "Copy", title)


def protect(desk: Desk, title: str, **protection: Any) -> None:
    """The owner protects something of a tab for themselves."""
    sheet = desk.book.sheet(title)
    sheet.facts.protected_ranges.append(
        {
            "protectedRangeId": 4711,
            "range": {"sheetId": sheet.id},
            "description": "hands off",
            "editors": {"users": [OWNER]},
            **protection,
        }
    )


def usages(desk: Desk) -> int:
    """How many usages the ledger has."""
    return sum(entry.kind == "usage" for entry in desk.office.store.entries())


def test_a_copy_that_takes_a_tab_s_name_is_the_tab_from_then_on(desk: Desk) -> None:
    """The pasted row is recorded once; the original keeps every cell as it is."""
    desk.paste(["ACME", "PASS", "", "1", "one"])
    desk.sync()
    desk.sync()
    copy_over(desk, RECORD_USAGE, "Record usage 2025")
    desk.paste(["ACME", "PASS", "", "1", "two"])
    before = desk.book.typed_rows("Record usage 2025")
    with pytest.raises(TabReplaced, match="Another tab is called “Record usage” since"):
        desk.sync()
    desk.asked()
    desk.sync()
    assert sum(desk.asked().values()) <= 4
    desk.sync()
    assert usages(desk) == 2
    assert desk.book.typed_rows("Record usage 2025") == before
    assert [str(row["Status"])[:8] for row in desk.table(RECORD_USAGE)] == ["Recorded"] * 2
    assert not desk.sync().changed
    assert not desk.sync(thorough=True).changed


def test_no_look_is_put_right_in_a_tab_that_was_replaced(desk: Desk) -> None:
    """The copy has the name: the original isn't formatted, and doesn't grow or lose rows."""
    original = desk.book.sheet(RECORD_USAGE)
    copy_over(desk, RECORD_USAGE, "Record usage 2025")
    original.facts.grid_properties.clear()
    desk.paste(["ACME", "PASS"])
    with pytest.raises(TabReplaced):
        desk.sync()
    desk.sync()
    assert "frozenRowCount" not in original.facts.grid_properties


def test_two_tabs_that_changed_names_say_so(desk: Desk) -> None:
    """Both are left alone until they have their own names again; the others go on."""
    before = desk.book.typed_rows(CONTACTS), desk.book.typed_rows(EVENTS)
    rename(desk, CONTACTS, "x")
    rename(desk, EVENTS, CONTACTS)
    rename(desk, "x", EVENTS)
    desk.paste(["ACME", "PASS"])
    for _ in range(2):
        told = desk.sync(thorough=True).sentence
        assert "Contacts was left alone: the tab of this name is “Events”, renamed." in told
        assert "Events was left alone: the tab of this name is “Contacts”, renamed." in told
    assert (desk.book.typed_rows(EVENTS), desk.book.typed_rows(CONTACTS)) == before
    assert usages(desk) == 1
    rename(desk, CONTACTS, "x")
    rename(desk, EVENTS, CONTACTS)
    rename(desk, "x", EVENTS)
    assert desk.sync().left_alone == ()


def test_a_protected_tab_is_left_alone_and_says_whom_to_let_in(desk: Desk) -> None:
    """The others go on, at no more requests; the tab does when the protection is gone."""
    protect(desk, CONTACTS)
    desk.type(CONTACTS, 2, "Code", "XXX")
    desk.paste(["ACME", "PASS"])
    with pytest.raises(TabLocked, match="“Contacts” has been protected against Benefit Desk"):
        desk.sync()
    desk.asked()
    told = desk.sync()
    assert sum(desk.asked().values()) <= 4
    assert told.left_alone == (CONTACTS,)
    assert f"Let {desk.sheet.address} edit it" in told.sentence
    assert str(desk.table(RECORD_USAGE)[0]["Status"]).startswith("Recorded")
    assert usages(desk) == 1
    desk.sync()
    desk.asked()
    assert desk.sync().left_alone == (CONTACTS,)
    assert desk.asked() == {"spreadsheets.get": 1}
    desk.book.sheet(CONTACTS).facts.protected_ranges.pop()
    assert desk.sync().left_alone == ()
    assert not desk.sync().changed
    assert desk.asked()["values.batchGet"] >= 1


@pytest.mark.parametrize(
    "protection",
    [{"range": {"startColumnIndex": 20, "endColumnIndex": 22}}, {"warningOnly": True}],
    ids=["own columns", "warning"],
)
def test_a_protection_that_keeps_us_from_nothing_stops_nothing(
    desk: Desk, protection: dict[str, Any]
) -> None:
    """Somebody protects columns of their own, or has a warning shown."""
    given = protection | {
        "range": protection.get("range", {}) | {"sheetId": desk.book.sheet(CONTACTS).id}
    }
    protect(desk, CONTACTS, **given)
    assert desk.sync(thorough=True).left_alone == ()


def test_a_protection_of_ours_that_keeps_us_out_is_told(desk: Desk) -> None:
    """Only who is let in may put it right, so people are asked to; wherever it is by now."""
    sheet = desk.book.sheet(ASSIGNMENTS)
    sheet.facts.protected_ranges[0]["editors"] = {"users": [OWNER]}
    elsewhere = {"sheetId": sheet.id, "startColumnIndex": 20, "endColumnIndex": 22}
    sheet.facts.protected_ranges[0]["range"] = elsewhere
    assert desk.sync(thorough=True).left_alone == (ASSIGNMENTS,)


@pytest.mark.parametrize("change", ["warning", "somebody else", "everybody"])
def test_a_protection_of_ours_that_lets_people_in_is_repaired(desk: Desk, change: str) -> None:
    """One that only warns, or lets others edit, is made anew, once."""
    ours = desk.book.sheet(ASSIGNMENTS).facts.protected_ranges
    before = [(each["range"], each["editors"]) for each in ours]
    us = [desk.sheet.address]
    changes: dict[str, dict[str, Any]] = {
        "warning": {"warningOnly": True},
        "somebody else": {"editors": {"users": [*us, "other@example.org"]}},
        "everybody": {"editors": {"users": us, "domainUsersCanEdit": True}},
    }
    ours[1] |= changes[change]
    assert desk.sync(thorough=True).left_alone == ()
    now = desk.book.sheet(ASSIGNMENTS).facts.protected_ranges
    assert [(each["range"], each["editors"]) for each in now] == before
    assert not any(each.get("warningOnly") for each in now)
    desk.asked()
    desk.sync(thorough=True)
    assert desk.asked() == {"spreadsheets.get": 1}


def test_the_tab_with_the_copies_stops_everything_where_it_is_closed(desk: Desk) -> None:
    """Without it nothing can be written safely; the sentence names it, and whom to let in."""
    protect(desk, "Before images")
    with pytest.raises(TabProtected, match="Before images was left alone: it is protected"):
        desk.sync(thorough=True)


@pytest.mark.parametrize("title", [HISTORY, "Quid pro quo", "Usage report", "Start here"])
def test_a_tab_of_somebody_s_that_bears_our_name_is_left_alone(
    office: Office, google: Running, title: str
) -> None:
    """Its notes stay, a message says what to do, and once it is renamed ours is made."""
    notes = [["My own", "notes"], ["very", "important"]]

    def written(desk: Desk) -> None:
        api(desk, addSheet={"properties": {"title": title}})
        desk.book.paste(title, 0, 0, notes, user=OWNER)

    desk = a_desk(office, google, before=written)
    for _ in range(2):
        told = desk.sync()
        assert told.left_alone == (title,)
        assert f"{title} was left alone: something else stands in it." in told.sentence
    assert desk.book.typed_rows(title) == notes
    rename(desk, title, "Mine")
    assert desk.sync().left_alone == ()
    assert desk.book.typed_rows("Mine") == notes
    assert desk.book.typed_rows(title) not in ([], notes)
    assert not desk.sync().changed


def test_a_page_of_ours_that_was_copied_stays_ours(desk: Desk) -> None:
    """The copy has another sheet id, and begins as ours does."""
    desk.office.use()
    desk.sync()
    copy_over(desk, HISTORY, "Old history")
    assert desk.sync(thorough=True).left_alone == ()
    assert not desk.sync().changed


def test_a_formula_stays_where_another_tab_was_renamed(desk: Desk) -> None:
    """The read fails, the survey is the last reading: it knows formulas, too."""
    desk.type(ASSIGNMENTS, 2, "Number", "=5+5")
    level = desk.office.desk.read(lambda books: books.levels_owned("ACME", "ROOM")[0])
    desk.office.set_number(level, "7")
    rename(desk, EVENTS, "Events 2026")
    desk.sync()
    assert desk.book.sheet(ASSIGNMENTS).detail(2, 5).formula == "=5+5"
    assert "a formula stands here" in str(desk.table(ASSIGNMENTS)[1]["Status"])
    assert EVENTS in desk.book.titles()


def test_a_refusal_names_the_tab_and_the_cell(desk: Desk) -> None:
    """A text that is too long for a cell: a manager can find it."""
    long = "x" * 50_001
    block = Block(CONTACTS, 1, 2, [[long]])
    with pytest.raises(SheetRefused, match="what was to be done in Contacts, from C2 on: Your"):
        desk.sheet.write([block], Keeping("t", "Before images", (), ids(desk)))


def ids(desk: Desk) -> dict[str, int]:
    """The sheet ids by title."""
    return {sheet.title: sheet.id for sheet in desk.book.sheets}
