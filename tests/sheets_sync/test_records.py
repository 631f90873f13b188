"""Contacts and the catalogue in the sheet: edited, and new rows pasted by the hundred."""

from typing import Any

import pytest

from sheets_sync.sheet import Content
from tests.sheets_sync.fragile_store import FragileStore
from tests.sheets_sync.world import World

CONTACTS, LINES = "Contacts", "Membership benefits"


def paste(world: World, title: str, *rows: dict[str, Content]) -> None:
    """Paste rows by header."""
    world.sheet.paste(title, *rows)


def contact(world: World, code: str) -> Any:
    """A contact of the ledger."""
    return world.office.desk.read(lambda books: books.contacts.get(code))


def status(world: World, title: str, code: str) -> Content:
    """The Status of the row with a code."""
    return world.sheet.table(title)[world.sheet.row_with(title, Code=code) - 1]["Status"]


def test_every_record_has_a_row(world: World) -> None:
    """All contacts and all catalogue lines, each with its code as its Key."""
    books = world.office.desk.read(
        lambda books: (set(books.contacts), set(books.membership_benefits))
    )
    for title, codes in zip((CONTACTS, LINES), books, strict=True):
        assert {row["Key"] for row in world.sheet.table(title)} == codes
    world.in_step()


def test_an_edited_cell_is_taken(world: World) -> None:
    """A name and an e-mail address; the row stays the same record."""
    number = world.sheet.row_with(CONTACTS, Code="ACME")
    world.sheet.type(CONTACTS, number, "Name", "Acme Ltd")
    world.sheet.type(CONTACTS, number, "Email", "a@acme.example")
    assert world.sync().taken == 2
    assert (contact(world, "ACME").name, contact(world, "ACME").email) == (
        "Acme Ltd",
        "a@acme.example",
    )
    assert world.cell("Contact") == "Acme Ltd"
    world.sync()
    world.in_step()


def test_a_code_stays(world: World) -> None:
    """Everything refers to it; what was typed stays until somebody changes it."""
    number = world.sheet.row_with(CONTACTS, Code="ACME")
    world.sheet.type(CONTACTS, number, "Code", "ACNE")
    world.sync()
    assert contact(world, "ACNE") is None
    assert status(world, CONTACTS, "ACNE") == (
        "Not changed (Code): a code stays as it is. Write ACME here again; for another code, add a"
        " row. Benefit Desk has ACME."
    )


def test_three_hundred_rows_with_seven_bad_ones(world: World) -> None:
    """293 are added, and seven say why not; mended, they are added too."""
    rows: list[dict[str, Content]] = [
        {"Code": f"N{number:03}", "Name": f"New {number}", "Kind": "Organisation"}
        for number in range(300)
    ]
    rows[10]["Code"] = None
    rows[20]["Code"] = "has space"
    rows[30]["Kind"] = "club"
    rows[40]["Name"] = None
    rows[50]["Authorised max"] = "many"
    rows[60]["Affiliated to"] = "NOBODY"
    rows[70]["Code"] = "acme"
    paste(world, CONTACTS, *rows)
    outcome = world.sync()
    assert (outcome.added, outcome.refused, outcome.waiting) == (293, 7, 7)
    told = {str(row["Status"]) for row in world.sheet.table(CONTACTS) if row["Status"]}
    assert told == {
        "Added.",
        "Not added: Code can't be blank.",
        "Not added: Code: “has space” is no code: at most 20 characters, without spaces and “#;=”.",
        "Not added: Kind: “club” is not person or organisation.",
        "Not added: Name can't be blank.",
        "Not added: Authorised max: “many” is no number.",
        "Not added: There is no contact “NOBODY”.",
        "Not added: “acme” is taken: there is “ACME”, and capitals make no difference.",
    }
    world.sync()
    world.in_step()
    bad = world.sheet.row_with(CONTACTS, Kind="club")
    world.sheet.type(CONTACTS, bad, "Kind", "person")
    assert world.sync().added == 1
    assert contact(world, "N030").name == "New 30"


def test_rows_that_need_each_other_may_stand_in_any_order(world: World) -> None:
    """The person comes first, the organisation below; the catalogue's three tabs at once."""
    paste(
        world,
        CONTACTS,
        {"Code": "P1", "Name": "Pat", "Affiliated to": "O1", "Authorised": "yes"},
        {"Code": "O1", "Name": "Orga", "Kind": "organisation"},
    )
    paste(
        world,
        LINES,
        {
            "Code": "MB900",
            "Membership type": "NEXT",
            "Benefit type": "SAUNA",
            "Number": "unlimited",
        },
    )
    paste(world, "Membership types", {"Code": "NEXT", "Name": "Next year", "Term months": 12})
    paste(world, "Benefit types", {"Code": "SAUNA", "Name": "Sauna", "Unit": "visit"})
    paste(world, "Memberships", {"Contact": "O1", "Membership type": "NEXT", "Starts on": 46100})
    assert world.sync().added == 6
    assert contact(world, "P1").affiliated_to == "O1"
    for _ in range(2):
        world.sync()
    assert world.level("SAUNA", "O1").membership_type == "NEXT"
    world.in_step()


def test_a_second_row_of_one_code_is_told(world: World) -> None:
    """Pasted twice, or pasted although it is there: the first row is it."""
    paste(world, CONTACTS, {"Code": "ACME", "Name": "Acme again"})
    paste(world, CONTACTS, {"Code": "N1", "Name": "New"}, {"Code": "N1", "Name": "New"})
    world.sync()
    told = [row["Status"] for row in world.sheet.table(CONTACTS) if row["Status"]]
    assert sorted(map(str, told)) == [
        "Added.",
        "Not added: ACME has a row here already.",
        "Not added: N1 has a row here already.",
    ]
    assert contact(world, "ACME").name == "Acme Hardware"
    world.sync()
    world.in_step()


def test_a_row_that_lost_its_key_is_known_by_its_code(world: World) -> None:
    """The Key comes back, and what was edited at the same time is taken."""
    number = world.sheet.row_with(CONTACTS, Code="ACME")
    world.sheet.type(CONTACTS, number, "Key", None)
    world.sheet.type(CONTACTS, number, "Name", "Acme Ltd")
    world.sync()
    assert world.sheet.table(CONTACTS)[number - 1]["Key"] == "ACME"
    assert contact(world, "ACME").name == "Acme Ltd"
    world.sync()
    world.in_step()


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("write", range(1, 9))
def test_new_rows_are_added_once_wherever_the_process_dies(
    world: World, write: int, after: bool
) -> None:
    """In the ledger and not yet known in the sheet, or the other way round."""
    paste(world, CONTACTS, {"Code": "N1", "Name": "New", "Kind": "Person"})
    paste(world, "Memberships", {"Contact": "ACME", "Membership type": "GOLD", "Starts on": 46400})
    world.sync_on(FragileStore(world.office.store, write, after=after))
    for _ in range(3):
        world.sync()
    world.in_step()
    assert world.office.desk.read(lambda books: len(books.memberships_of("ACME"))) == 2
    keys = [row["Key"] for row in world.sheet.table("Memberships")]
    assert len(keys) == len(set(keys)) == 2
    assert [row["Code"] for row in world.sheet.table(CONTACTS)].count("N1") == 1


def test_a_membership_like_one_that_is_there_is_asked_about(world: World) -> None:
    """Enrolled in Slack already: the pasted row doesn't make a second one."""
    paste(world, "Memberships", {"Contact": "ACME", "Membership type": "GOLD", "Starts on": 46023})
    world.sync()
    assert world.office.desk.read(lambda books: len(books.memberships_of("ACME"))) == 1
    (told,) = [str(row["Status"]) for row in world.sheet.table("Memberships") if not row["Key"]]
    assert told.startswith("Not recorded: ")


def test_a_code_that_is_nearly_one_of_ours_gets_it_named(world: World) -> None:
    """Somebody's organisation is mistyped by a letter."""
    paste(
        world, CONTACTS, {"Code": "NEW", "Name": "New", "Kind": "person", "Affiliated to": "ACNE"}
    )
    world.sync()
    said = "Not added: There is no contact “ACNE”. Did you mean ACME?"
    assert world.statuses(CONTACTS)[-1] == said


@pytest.mark.parametrize("between", [False, True])
def test_of_a_row_and_its_copy_the_one_with_the_code_is_the_record(
    world: World, between: bool
) -> None:
    """A copy is inserted above and gets a Code of its own, before the next sync or after it."""
    rows = world.sheet.tabs["Contacts"].rows
    rows.insert(1, list(rows[1]))
    if between:
        world.sync()
    world.sheet.type("Contacts", 1, "Code", "NEWCO")
    world.sync()
    copy, original = world.sheet.table("Contacts")[:2]
    assert original["Status"] is None
    assert copy["Status"] == (
        "Ignored: another row has the same Key. Delete this row; or, for a new record, clear its"
        " Key and give it a Code of its own."
    )
    world.sheet.type("Contacts", 1, "Key", None)
    assert world.sync().added == 1
    assert world.sheet.table("Contacts")[0]["Key"] == "NEWCO"
    world.in_step()


def test_a_copy_that_fell_behind_does_not_become_the_record(world: World) -> None:
    """Its Code is right, and what it says is old: nothing of it is taken."""
    rows = world.sheet.tabs["Contacts"].rows
    rows.insert(2, list(rows[1]))
    world.sync()
    world.sheet.type("Contacts", 1, "Name", "Acme Ltd")
    world.sync()
    world.sheet.type("Contacts", 1, "Code", "NEWCO")
    world.sync()
    assert world.office.desk.read(lambda books: books.contacts["ACME"].name) == "Acme Ltd"
    assert str(world.sheet.table("Contacts")[1]["Status"]).startswith("Ignored")
