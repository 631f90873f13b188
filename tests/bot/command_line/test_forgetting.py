"""`forget`: the name is gone from store, exports, logs and sheet, and the books still add up."""

from pathlib import Path

from playground.google.running import Running as Google
from tests.bot.command_line.typing_in import CommandLine, with_sheet

NAME = "Quentin Quibble"


def everything_in(folder: Path) -> bytes:
    """Every byte below a folder, but for what somebody brought in or copied before."""
    return b"".join(
        path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in {"people.csv", "before.db"}
    )


def known(line: CommandLine) -> None:
    """Quentin is a contact, and his name stands in a description too."""
    rows = f"code,name,kind,email\nQ1,{NAME},person,q@quibble.example\n"
    line.done("import", str(line.file("people.csv", rows)), "--kind", "contacts")
    line.done("use", "ACME", "GUEST", "--description", f"Tour with {NAME}")


def test_a_name_leaves_store_exports_and_new_backups(acme: CommandLine) -> None:
    """After a warning; what it can't reach is said."""
    known(acme)
    acme.done("backup", str(acme.folder / "before.db"))
    balances = acme.rows("balances")
    warned = acme.type("forget", "Q1")
    assert warned.status == 1
    assert "If that is meant, add --yes." in warned.error
    out = acme.done("forget", "Q1", "--yes")
    assert out.startswith("Forgot Q1 in ")
    assert "Backups and exports that were made before still have the name" in out
    assert acme.rows("balances") == balances
    assert "Verified" in acme.done("verify")
    acme.done("export", str(acme.folder / "out"))
    acme.done("backup", str(acme.folder / "after.db"))
    assert NAME.encode() not in everything_in(acme.folder)
    assert b"q@quibble.example" not in everything_in(acme.folder)
    assert acme.type("forget", "Q9", "--yes").status == 1


def test_a_name_leaves_the_sheet(acme: CommandLine, google: Google) -> None:
    """At once, in every tab; and what is remembered of the sheet has it no more."""
    with_sheet(acme, google)
    known(acme)
    acme.done("sync")

    assert NAME in cells(google)
    out = acme.done("forget", "Q1", "--yes")
    assert "Version history" in out
    assert NAME not in cells(google)
    assert NAME.encode() not in everything_in(acme.folder)


def cells(google: Google) -> str:
    """Everything that stands in the sheet."""
    sheet = google.spreadsheet
    return str([sheet.rows(title) for title in sheet.titles()])
