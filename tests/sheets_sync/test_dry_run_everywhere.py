"""A dry run tells of every tab what a sync would come to; the sync comes to just that."""

from collections.abc import Callable
from typing import Final

import pytest

from sheets_sync.google_access import TITLES
from sheets_sync.outcome import SyncOutcome
from sheets_sync.sync import Sync
from tests.core.building import MANAGER
from tests.sheets_sync.fake_sheet import FakeTab
from tests.sheets_sync.hands import CONFLICTS, FORM, GALA, MEMBERSHIPS, REGISTRATIONS
from tests.sheets_sync.world import RECORD_USAGE, START_HERE, USAGE_REPORT, World


@pytest.fixture
def everything(world: World) -> World:
    """A member, an event, a form's tab, a usage, a conflict; all of it in the sheet."""
    world.office.desk.put(GALA, idempotency_key="gala", actor=MANAGER)
    world.sheet.tabs[FORM.title] = FakeTab(77, [["Timestamp", "Your e-mail", "How many?"]])
    world.office.use(benefit_type="ROOM")
    sync(world, thorough=True)
    world.set_number("9")
    world.type("Number", 6)
    for _ in range(3):
        sync(world)
    world.sheet.forget()
    return world


def sync(world: World, *, dry_run: bool = False, thorough: bool = False) -> SyncOutcome:
    """One sync that knows the form."""
    return Sync(world.office.desk, world.sheet, form=FORM).run(dry_run=dry_run, thorough=thorough)


def edited(title: str, code: str, header: str, content: object) -> Callable[[World], None]:
    """Somebody types into the row of a record."""

    def edit(world: World) -> None:
        row = world.sheet.row_with(title, Code=code)
        world.sheet.type(title, row, header, content)  # type: ignore[arg-type]

    return edit


def pasted(title: str, **cells: object) -> Callable[[World], None]:
    """Somebody pastes a row."""

    def paste(world: World) -> None:
        row = {name.replace("_", " "): content for name, content in cells.items()}
        world.sheet.paste(title, row)  # type: ignore[arg-type]

    return paste


def typed_at(title: str, row: int, column: int) -> Callable[[World], None]:
    """Somebody types into a page of ours."""
    return lambda world: world.sheet.tabs[title].put(row, column, "mine")


def used_in_slack(world: World) -> None:
    """Somebody records a usage elsewhere."""
    world.office.use(benefit_type="NOTARY")


def decided(world: World) -> None:
    """A manager picks the sheet's side."""
    world.sheet.type(CONFLICTS, 1, "Decision", "sheet")


EDITS: Final[dict[str, tuple[Callable[[World], None], str]]] = {
    "Start here": (typed_at(START_HERE, 0, 0), "Start here: row 1, "),
    "Assignments": (
        lambda world: world.type("Comment", "late", "ROOM"),
        "Assignments: Acme Hardware, Room hours: Comment blank to “late”, taken from the sheet",
    ),
    "Record usage": (
        pasted(RECORD_USAGE, Contact="ACME", Benefit_type="ROOM", Quantity=2),
        "Record usage: row 2, ACME, ROOM: Recorded",
    ),
    "Contacts, edited": (
        edited("Contacts", "BOB", "Email", "bob@example.org"),
        "Contacts: BOB, Bob Bold: Email blank to “bob@example.org”, taken from the sheet",
    ),
    "Contacts, new": (pasted("Contacts", Code="N1", Name="New"), "N1: added"),
    "Contacts, refused": (
        edited("Contacts", "BOB", "Kind", "robot"),
        "Contacts: BOB, Bob Bold: Kind “person” to “robot”, not taken: ",
    ),
    "Benefit types": (
        edited("Benefit types", "ROOM", "Unit", "hour"),
        "Benefit types: ROOM, Room hours: Unit ",
    ),
    "Membership types": (
        edited("Membership types", "GOLD", "Price", 600),
        "Membership types: GOLD, Gold: Price 500 to 600, taken from the sheet",
    ),
    "Membership benefits": (
        edited("Membership benefits", "G1", "Number", 5),
        "Membership benefits: G1, GOLD: Number 4 to 5, taken from the sheet",
    ),
    "Events": (
        edited("Events", "GALA", "Name", "Ball"),
        "Events: GALA, Gala: Name “Gala” to “Ball”, taken from the sheet",
    ),
    "Memberships": (
        pasted(MEMBERSHIPS, Contact="BOB", Membership_type="GOLD", Starts_on=46023),
        "Memberships: row 3, BOB, GOLD: Recorded",
    ),
    "Registrations": (
        pasted(REGISTRATIONS, Event="GALA", Registration_type="SEAT", Contact="BOB"),
        "Registrations: row 2, GALA, SEAT, BOB: Recorded",
    ),
    "a form's answers": (
        lambda world: world.sheet.paste(
            FORM.title, {"Timestamp": 46180, "Your e-mail": "pat@example.org", "How many?": 1}
        ),
        "Form responses 1: row 2, pat@example.org, 1, 46180: Recorded",
    ),
    "Usage report": (typed_at(USAGE_REPORT, 0, 0), "Usage report: row 1, mine: mine to "),
    "History": (used_in_slack, "History: 1 row would be added"),
    "Quid pro quo": (typed_at("Quid pro quo", 0, 1), "Quid pro quo: row 1, mine: mine to Kind"),
    "Conflicts": (
        decided,
        "Conflicts: Assignments, Acme Hardware, Guest pass, Number: Decision blank to “sheet”",
    ),
}


@pytest.mark.parametrize("tab", EDITS)
def test_a_dry_run_tells_of_each_tab(everything: World, tab: str) -> None:
    """In a line that a person understands; nothing is changed on either side."""
    world, (edit, line) = everything, EDITS[tab]
    edit(world)
    entries = list(world.office.store.entries())
    documents = dict(world.office.store.documents())
    before = {title: each.trimmed() for title, each in world.sheet.tabs.items()}
    outcome = sync(world, dry_run=True)
    assert world.sheet.requests == ["read"]
    assert list(world.office.store.entries()) == entries
    assert dict(world.office.store.documents()) == documents
    assert {title: each.trimmed() for title, each in world.sheet.tabs.items()} == before
    assert line in "\n".join(outcome.difference)
    real = sync(world)
    for count in ("taken", "recorded", "added", "refused"):
        assert getattr(real, count) == getattr(outcome, count), count
    assert outcome.changed == real.changed
    assert str(world.number()) == "9" or tab == "Conflicts"


def test_every_tab_is_tried() -> None:
    """One that comes to the sheet comes here, too."""
    tried = {name.partition(",")[0] for name in EDITS}
    assert tried == {*TITLES, "a form's answers"}
