"""`forget`: the name is gone from store, exports, logs and sheet, and the books still add up."""

from pathlib import Path

from playground.google.running import Running as Google
from playground.slack import Channel, Fault, Running, User
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


def test_a_name_never_gets_into_the_log(
    acme: CommandLine, staffed: CommandLine, slack: Running, sam: User, front: Channel
) -> None:
    """A bot that served and refused the person wrote nothing that `forget` couldn't reach."""
    known(acme)
    person, log = slack.person(sam), acme.folder / "benefit-desk.log"
    staffed.settings(f'[roles]\nstaff = ["{sam.id}"]\n[operations]\nlog_format = "json"\n')
    with log.open("w", encoding="utf-8") as written, staffed.start("serve", log=written) as bot:
        slack.until_connected()
        for fault in (Fault(error="fatal_error"), Fault(status=500), None):
            if fault:
                slack.workspace.faults.order("response_url", fault, times=3)
            person.run_command(front, "/benefit-use", f"ACME GUEST 1 today Tour with {NAME}")
            person.run_command(front, "/benefit-use", f"{NAME} GUEST 99")
            person.run_command(front, "/benefit-check", NAME)
        person.wait_for_message(front, NAME, seconds=15)
        bot.terminate()
        assert bot.wait(10) == 0
    assert log.read_text("utf-8").count("\n") >= 3
    acme.done("forget", "Q1", "--yes")
    assert "Verified" in acme.done("verify")
    acme.done("export", str(acme.folder / "out"))
    acme.done("backup", str(acme.folder / "after.db"))
    whole = everything_in(acme.folder)
    assert b"says" in whole
    assert NAME.encode() not in whole
    assert b"q@quibble.example" not in whole
