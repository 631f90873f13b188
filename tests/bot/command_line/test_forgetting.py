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
    assert f"so has what “restore” kept beside it, as {acme.folder / 'benefit-desk.db'}.…" in out
    assert acme.rows("balances") == balances
    assert "Verified" in acme.done("verify")
    acme.done("export", str(acme.folder / "out"))
    acme.done("backup", str(acme.folder / "after.db"))
    assert NAME.encode() not in everything_in(acme.folder)
    assert b"q@quibble.example" not in everything_in(acme.folder)
    assert acme.type("forget", "Q9", "--yes").status == 1


def test_somebody_is_forgotten_by_name(acme: CommandLine) -> None:
    """A code in any capitals, or a name in full; a part of one may be somebody else's."""
    known(acme)
    assert "of Quentin Quibble (Q1) out of" in acme.type("forget", "q1").error
    assert "of Quentin Quibble (Q1) out of" in acme.type("forget", "quentin quibble").error
    assert acme.type("forget", "quibble", "--yes").error == (
        "There is no contact “quibble”. Did you mean Quentin Quibble?\n"
    )
    assert acme.done("forget", NAME.lower(), "--yes").startswith("Forgot Q1 in ")


def test_a_membership_goes_on_but_is_renewed_no_more(acme: CommandLine) -> None:
    """The answer says until when, and how to end what it gives."""
    known(acme)
    acme.done("enroll", "Q1", "FRIEND", "--starts-on", "2020-01-01", "--ends-on", "2020-12-31")
    acme.done("enroll", "Q1", "FRIEND", "--starts-on", "today", "--ends-on", "2090-12-31")
    out = acme.done("forget", "Q1", "--yes").splitlines()
    assert out[1:3] == [
        "The membership Friend of the house goes on to 31 Dec 2090 and is renewed no more.",
        "To end a benefit sooner: benefit-desk adjust Q1 BENEFIT --inactive",
    ]
    renewed = acme.done("renew", "--all-ending-by", "2090-12-31", "--dry-run")
    assert "1 of a retired contact left out" in renewed
    assert "(forgotten)" not in renewed
    bulk = acme.type("bulk", "GUEST", "--membership-type", "FRIEND", "--dry-run")
    assert bulk.error == "Nothing was recorded: nobody with Guest pass fits.\n"


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
