"""Columns of an organisation's own: labelled slots in Assignments, and a form's response tab."""

from datetime import date
from decimal import Decimal

import pytest

from core.contact import Contact
from core.custom import CustomField
from core.event import Event, RegistrationType
from core.policy import Policy
from core.records import LookupRecord
from sheets_sync.registration_acts import Form
from sheets_sync.sheet import Area, Content, Protection
from sheets_sync.sync import Sync
from tests.core.building import MANAGER
from tests.sheets_sync.fake_sheet import FakeTab
from tests.sheets_sync.world import ASSIGNMENTS, World

FIELDS = (
    CustomField(slot="date1", label="Call back on"),
    CustomField(slot="flag1", label="VIP"),
    CustomField(slot="lookup1", label="Tier", codes={"A": "First", "B": "Second"}),
    CustomField(slot="text1", label="Comment"),
)


def labelled(world: World) -> World:
    """The same books, with four slots labelled since."""
    policy = Policy(custom_fields={field.slot: field for field in FIELDS})
    world.office.desk.policy = policy
    return world


def test_labelled_slots_become_columns_right_of_everything(world: World) -> None:
    """Their headers are the labels as they were written; nothing that was there moves."""
    before = list(world.sheet.tabs[ASSIGNMENTS].rows[0])
    labelled(world).sync()
    header = world.sheet.tabs[ASSIGNMENTS].rows[0]
    assert header == [*before, "Call back on", "VIP", "Tier", "Comment (own)"]
    world.sync()
    world.in_step()


def test_what_is_typed_there_is_typed_and_taken(world: World) -> None:
    """A date, a flag, a code; each comes back as it is, and a bad one says why."""
    labelled(world).sync()
    world.type("Call back on", 46200)
    world.type("VIP", "yes")
    world.type("Tier", "B")
    assert world.sync().taken == 3
    assert world.level("PASS").custom == {"date1": "2026-06-27", "flag1": "yes", "lookup1": "B"}
    world.type("Tier", "Z")
    world.type("VIP", None)
    world.sync()
    assert world.level("PASS").custom == {"date1": "2026-06-27", "lookup1": "B"}
    assert str(world.cell("Status")).startswith(
        "Not changed (Tier): “Z” is not A or B. Benefit Desk has B. Recorded "
    )
    world.type("Tier", "A")
    world.sync()
    world.sync()
    world.in_step()


FORM = Form(
    title="Form responses 1",
    headers={"email": "Your e-mail", "quantity": "How many of you?", "registered_on": "Timestamp"},
    always={"event": "GALA", "registration_type": "SEAT"},
)


@pytest.fixture
def gala(world: World) -> World:
    """An event, and the tab that a form writes its answers to."""
    records: list[LookupRecord] = [
        Event(code="GALA", name="Gala", held_on=date(2026, 9, 1)),
        RegistrationType(event="GALA", code="SEAT", name="Seat", price=Decimal(40)),
        Contact(code="PAT", name="Pat Person", email="pat@example.org"),
    ]
    world.office.desk.put(records, idempotency_key="gala", actor=MANAGER)
    tab = FakeTab(sheet_id=77, rows=[["Timestamp", "Your e-mail", "How many of you?", "Diet"]])
    world.sheet.tabs[FORM.title] = tab
    return world


def sync(world: World, *, thorough: bool = False) -> None:
    """One sync that knows the form."""
    Sync(world.office.desk, world.sheet, form=FORM).run(thorough=thorough)


def answers(world: World) -> list[tuple[object, object]]:
    """Who answered, and the Status beside it."""
    return [(row["Your e-mail"], row.get("Status")) for row in world.sheet.table(FORM.title)]


def test_each_answer_registers_once(gala: World) -> None:
    """The contact is found by e-mail; Status and Key come right of the form's own columns."""
    gala.sheet.paste(
        FORM.title,
        {"Timestamp": 46180.52, "Your e-mail": "PAT@example.org", "How many of you?": 2},
        {"Timestamp": 46180.53, "Your e-mail": "who@example.org", "How many of you?": 1},
    )
    sync(gala, thorough=True)
    assert gala.sheet.tabs[FORM.title].rows[0][-2:] == ["Status", "Key"]
    (made,) = gala.office.desk.read(lambda books: list(books.registrations.values()))
    assert (made.contact, made.quantity, made.registered_on) == ("PAT", 2, date(2026, 6, 7))
    registered, unknown = (status for _, status in answers(gala))
    assert str(registered).startswith("Recorded ")
    assert str(registered).endswith("80.00 due")
    assert unknown == "Not recorded: There is no contact “who@example.org”."
    for _ in range(3):
        sync(gala)
    assert len(gala.office.desk.read(lambda books: books.registrations)) == 1
    assert "Pat Person" in [row["Contact"] for row in gala.sheet.table("Registrations")]


def test_a_form_without_a_tab_stops_nothing_else(world: World) -> None:
    """It is told by each sync and on Start here; an idle sync asks nothing more."""
    with_form = Sync(world.office.desk, world.sheet, form=FORM)
    outcome = with_form.run(thorough=True)
    told = "Form responses 1 was left alone: there is no such tab"
    assert told in outcome.sentence
    assert told in str(world.sheet.tabs["Start here"].trimmed())
    for _ in range(2):
        world.sheet.forget()
        idle = with_form.run()
        assert not idle.changed
        assert told in idle.sentence
        assert world.sheet.requests == ["read"]
    assert told in str(world.sheet.tabs["Start here"].trimmed())
    assert FORM.title not in world.sheet.tabs


def test_a_renamed_form_s_tab_is_known_and_keeps_its_name(gala: World) -> None:
    """Its answers register still, and an idle sync is one request as ever."""
    sync(gala, thorough=True)
    gala.sheet.tabs["Answers"] = gala.sheet.tabs.pop(FORM.title)
    gala.sheet.paste("Answers", {"Timestamp": 46180, "Your e-mail": "pat@example.org"})
    sync(gala)
    sync(gala)
    gala.sheet.forget()
    with_form = Sync(gala.office.desk, gala.sheet, form=FORM)
    for _ in range(2):
        assert not with_form.run().changed
    assert gala.sheet.requests == ["read", "read"]
    gala.sheet.paste("Answers", {"Timestamp": 46181, "Your e-mail": "pat@example.org"})
    gala.sheet.forget()
    with_form.run()
    assert gala.sheet.requests[0] == "read"
    assert len(gala.sheet.requests) <= 4
    statuses = [str(row["Status"])[:8] for row in gala.sheet.table("Answers")]
    assert statuses == ["Recorded"] * 2
    assert FORM.title not in gala.sheet.tabs
    gala.sheet.tabs[FORM.title] = gala.sheet.tabs.pop("Answers")
    sync(gala)
    gala.sheet.forget()
    assert not with_form.run().changed
    assert not Sync(gala.office.desk, gala.sheet, form=FORM).run().changed
    assert gala.sheet.requests[-1] == "read"


@pytest.mark.parametrize("renamed", [True, False])
def test_an_answer_whose_key_is_gone_does_not_register_again(gala: World, renamed: bool) -> None:
    """Somebody renames the column Key, which stops the tab, or clears it: the rows are known."""
    for at, seats in ((46180, 1), (46181, 2)):
        row: dict[str, Content] = {"Timestamp": at, "Your e-mail": "pat@example.org"}
        gala.sheet.paste(FORM.title, row | {"How many of you?": seats})
    sync(gala, thorough=True)
    sync(gala)
    rows, key = gala.sheet.tabs[FORM.title].rows, gala.sheet.place(FORM.title, "Key")
    keys = [each["Key"] for each in gala.sheet.table(FORM.title)]
    if renamed:
        rows[0][key] = "Ours"
    else:
        for each in rows[1:]:
            each[key] = None
    for _ in range(3):
        outcome = Sync(gala.office.desk, gala.sheet, form=FORM).run()
        told = "left alone: its Keys stand under “Ours”. Name that column Key again"
        assert (told in outcome.sentence) == renamed
    assert len(gala.office.desk.read(lambda books: books.registrations)) == 2
    rows[0][key] = "Key"
    sync(gala)
    assert len(gala.office.desk.read(lambda books: books.registrations)) == 2
    assert [each["Key"] for each in gala.sheet.table(FORM.title)] == keys


def test_an_answer_whose_key_is_gone_and_that_was_edited_does_not_register_again(
    gala: World,
) -> None:
    """Its Status, which no other answer has, says which one it is."""
    for at, seats in ((46180, 1), (46181, 2)):
        row: dict[str, Content] = {"Timestamp": at, "Your e-mail": "pat@example.org"}
        gala.sheet.paste(FORM.title, row | {"How many of you?": seats})
    sync(gala, thorough=True)
    sync(gala)
    gala.sheet.type(FORM.title, 1, "Key", None)
    gala.sheet.type(FORM.title, 1, "How many of you?", 4)
    sync(gala)
    assert len(gala.office.desk.read(lambda books: books.registrations)) == 2
    assert str(answers(gala)[0][1]).startswith("Already recorded, with How many of you? 1; cancel")


def test_the_form_keeps_its_rows(gala: World) -> None:
    """An answer that somebody deletes stays recorded, and isn't put back into the form's tab."""
    gala.sheet.paste(FORM.title, {"Timestamp": 46180, "Your e-mail": "pat@example.org"})
    sync(gala, thorough=True)
    sync(gala)
    gala.sheet.delete_row(FORM.title, 1)
    sync(gala)
    assert answers(gala) == []
    assert len(gala.office.desk.read(lambda books: books.registrations)) == 1


@pytest.mark.parametrize(("last_column", "alone"), [(3, False), (None, True)])
def test_a_protected_form_s_tab(gala: World, last_column: int | None, alone: bool) -> None:
    """The answers may be protected; Status and Key have to be open to Benefit Desk."""
    sync(gala, thorough=True)
    gala.sheet.tabs[FORM.title].protections = [
        Protection(1, Area(0, None, 0, last_column), ours=False, warning_only=False, may_edit=False)
    ]
    outcome = Sync(gala.office.desk, gala.sheet, form=FORM).run(thorough=True)
    assert (outcome.left_alone == (FORM.title,)) == alone
