"""import, verify and backup, as somebody types them."""

import sqlite3

import pytest

from core.columns import Kind
from tests.bot.command_line.typing_in import CONTACTS, CommandLine


def test_an_import_says_how_much_came_in(line: CommandLine) -> None:
    """New rows, changed ones and known ones are told apart."""
    assert line.import_text("contacts", CONTACTS) == "Imported 3 contacts.\n"
    more = CONTACTS.replace("Omar Lake", "Omar Lakes") + "LENA,Lena Moss,person,,,\n"
    assert line.import_text("contacts", more) == (
        "Imported 2 contacts (1 changed, 2 were there already).\n"
        "Changed OMAR: name “Omar Lake” to “Omar Lakes”.\n"
    )


def test_another_catalogue_takes_over_no_line(acme: CommandLine) -> None:
    """A type of the same code is changed and named; lines of the same codes are refused."""
    types = "code,name,term_months\nGOLD,Gold sponsor,\nPLAT,Platinum,12\n"
    assert acme.import_text("membership-types", types) == (
        "Imported 2 membership types (1 changed).\n"
        "Changed GOLD: name “Gold” to “Gold sponsor”, term_months “12” to nothing,"
        " price “1950.00” to nothing, currency “USD” to nothing.\n"
    )
    text = "code,membership_type,benefit_type,number\nG1,PLAT,ROOM,3\nG2,GOLD,GALA,2\n"
    path = str(acme.file("other.csv", text))
    answer = acme.type("import", path, "--kind", "membership-benefits")
    assert (answer.status, answer.out) == (1, "")
    assert answer.error == (
        f"{path} line 2: G1 is Conference room with Gold sponsor already, and stays that: another"
        f" line needs another code.\n{path} line 3: G2 is Guest pass with Gold sponsor already, and"
        " stays that: another line needs another code.\nNothing was imported: 2 rows are not"
        " right.\n"
    )


def test_the_first_twenty_changed_rows_are_named(line: CommandLine) -> None:
    """Of more there is a count; a dry run says what it would change."""
    codes = [f"C{number}" for number in range(22)]
    line.import_text("contacts", "code,name\n" + "".join(f"{code},Ann\n" for code in codes))
    text = "code,name,authorised\n" + "".join(f"{code},Ann,yes\n" for code in codes)
    path = str(line.file("more.csv", text))
    told = line.done("import", path, "--kind", "contacts", "--dry-run").splitlines()
    assert told[1] == "Would change C0: authorised no to yes."
    assert told[20:] == ["Would change C19: authorised no to yes.", "Would change 2 more."]


def test_the_same_file_again_changes_nothing(line: CommandLine) -> None:
    """A file that was imported before is known."""
    line.import_text("contacts", CONTACTS)
    assert line.import_text("contacts", CONTACTS) == "There was nothing new in 3 contacts.\n"


def test_one_row_is_told_in_the_singular(line: CommandLine) -> None:
    """One is one."""
    assert line.import_text("contacts", "code,name\nA,Ann\n") == "Imported 1 contact.\n"
    out = line.import_text("contacts", "code,name\nA,Ann\nB,Ben\n")
    assert out == "Imported 1 contact (1 was there already).\n"


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("usage", "contact,benefit_type,used_on\nACME,GUEST,{today}\nACME,GUEST,{today}\n",
         "2 usages (1 looks like one recorded before)"),
        ("memberships",
         "contact,membership_type,starts_on,ends_on\nOMAR,FRIEND,{today},2099-12-31\n",
         "1 membership"),
        ("benefit-types", "code,name\nTEA,Tea\n", "1 benefit type"),
        ("membership-types", "code,name\nTEA,Tea drinkers\n", "1 membership type"),
        ("membership-benefits", "code,membership_type,benefit_type,number\nX1,GOLD,GUEST,1\n",
         "1 membership benefit"),
    ],
)  # fmt: skip
def test_every_kind_is_imported(acme: CommandLine, kind: str, text: str, told: str) -> None:
    """Each kind has its own word in the answer."""
    today = acme.rows("balances")[0]["starts_on"]
    assert acme.import_text(kind, text.format(today=today)) == f"Imported {told}.\n"


def test_bad_rows_are_all_listed_and_nothing_is_imported(line: CommandLine) -> None:
    """Every bad row has its file, its line and its reason; the good ones wait."""
    path = line.file(
        "people.csv",
        "code,name,kind\nANN,Ann,person\nBEN,Ben,robot\nTOO LONG,Cleo,\nDAN,,person\n",
    )
    answer = line.type("import", str(path), "--kind", "contacts")
    assert (answer.status, answer.out) == (1, "")
    robot, code, name, last = answer.error.splitlines()
    assert robot == f"{path} line 3: kind: “robot” is not person or organisation."
    assert code.startswith(f"{path} line 4: code: “TOO LONG” is no code: ")
    assert name == f"{path} line 5: name is missing."
    assert last == "Nothing was imported: 3 rows are not right."
    assert not (line.folder / "benefit-desk.db").exists()


def test_a_dry_run_writes_nothing(catalogue: CommandLine) -> None:
    """It says what would happen; the real run then does it."""
    path = catalogue.file("more.csv", "code,name\nANN,Ann\nOMAR,Omar Lakes\n")
    before = catalogue.rows("history")
    out = catalogue.done("import", str(path), "--kind", "contacts", "--dry-run")
    what = "OMAR: name “Omar Lake” to “Omar Lakes”, email “omar@lake.example” to nothing.\n"
    assert out == (
        f"Would import 2 contacts (1 changed); nothing was written.\nWould change {what}"
    )
    assert catalogue.rows("history") == before
    assert catalogue.done("import", str(path), "--kind", "contacts") == (
        f"Imported 2 contacts (1 changed).\nChanged {what}"
    )


def test_a_dry_run_needs_no_store(line: CommandLine) -> None:
    """Where nothing was ever imported, a dry run doesn't leave a store behind."""
    path = line.file("people.csv", CONTACTS)
    out = line.done("import", str(path), "--kind", "contacts", "--dry-run")
    assert out == "Would import 3 contacts; nothing was written.\n"
    assert not (line.folder / "benefit-desk.db").exists()


def test_a_dry_run_lists_bad_rows(line: CommandLine) -> None:
    """Bad rows are the same in a dry run."""
    path = line.file("people.csv", "code,name\nANN,\n")
    answer = line.type("import", str(path), "--kind", "contacts", "--dry-run")
    assert answer.status == 1
    assert answer.error == (
        f"{path} line 2: name is missing.\nNothing was imported: 1 row is not right.\n"
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("code,name,colour\n", ("people.csv: a file of contacts has no column “colour”; it may have"
         " code, name, kind, affiliated_to, authorised, email,"
         " authorised_until or authorised_max.")),
        ("code\n", "people.csv lacks the column name."),
        ("", "people.csv is empty: its first line must name the columns."),
    ],
)  # fmt: skip
def test_a_file_of_another_shape_is_told(line: CommandLine, text: str, sentence: str) -> None:
    """The header decides whether it is a file of that kind."""
    answer = line.type("import", str(line.file("people.csv", text)), "--kind", "contacts")
    assert (answer.status, answer.out, answer.error) == (1, "", f"{sentence}\n")


def test_a_file_that_can_t_be_read_is_told(line: CommandLine) -> None:
    """A missing file, a folder and bytes that are no text: one sentence each."""
    missing = line.folder / "none.csv"
    answer = line.type("import", str(missing), "--kind", "contacts")
    assert (answer.status, answer.error) == (
        1, f"{missing} can't be read: No such file or directory.\n",
    )  # fmt: skip
    answer = line.type("import", str(line.folder), "--kind", "contacts")
    assert answer.error == f"{line.folder} can't be read: Is a directory.\n"
    latin = line.folder / "latin.csv"
    latin.write_bytes("code,name\nZ,Zoë\n".encode("latin-1"))
    answer = line.type("import", str(latin), "--kind", "contacts")
    assert answer.error == "latin.csv is not UTF-8 text; save it as CSV UTF-8.\n"


def test_the_kind_is_asked_for(line: CommandLine) -> None:
    """Without a kind nothing can be read; the sentence names the choices."""
    answer = line.type("import", "people.csv")
    kinds = ", ".join([*Kind, "ledger"])
    assert (answer.status, answer.error) == (
        2, f"Missing option '--kind'. Choose from: {kinds}.\n",
    )  # fmt: skip


def test_verify_is_content(acme: CommandLine) -> None:
    """Everything adds up after enrolling and using."""
    acme.done("use", "ACME", "GUEST")
    entries = len(acme.rows("history"))
    assert acme.done("verify") == (
        f"Verified {entries} entries and 5 benefit levels: everything adds up.\n"
    )


def tampered(line: CommandLine) -> CommandLine:
    """Somebody changed an entry behind the desk's back."""
    line.done("use", "ACME", "GUEST", "--quantity", "3")
    with sqlite3.connect(line.folder / "benefit-desk.db") as file:
        changed = file.execute(
            "UPDATE entries SET digest = NULL, document = json_set(document, '$.quantity', '9')"
            " WHERE json_extract(document, '$.kind') = 'usage'"
        )
        assert changed.rowcount == 1
    file.close()
    return line


def test_verify_tells_what_was_tampered_with(acme: CommandLine) -> None:
    """An entry that was changed is found and told."""
    answer = tampered(acme).type("verify")
    assert (answer.status, answer.out) == (1, "")
    *faults, last = answer.error.splitlines()
    assert any("5 more were used than there were" in fault for fault in faults)
    assert last.endswith(f"{len(faults)} fault{'s' if len(faults) > 1 else ''} found.")


def test_an_import_is_verified(acme: CommandLine) -> None:
    """What doesn't add up afterwards is told at once, though the rows are in."""
    path = tampered(acme).file("more.csv", "code,name\nANN,Ann\n")
    answer = acme.type("import", str(path), "--kind", "contacts")
    assert (answer.status, answer.out) == (1, "Imported 1 contact.\n")
    assert answer.error.endswith(" fault found.\n")


def test_a_backup_is_a_store_of_its_own(acme: CommandLine) -> None:
    """The copy answers as the original did, whatever happens to that later."""
    balances = acme.rows("balances")
    path = acme.folder / "copy.db"
    assert acme.done("backup", str(path)) == f"Copied the store to {path}.\n"
    acme.done("use", "ACME", "GUEST")
    acme.environment["BENEFIT_DESK_STORE"] = f"tinydb:{path}"
    assert acme.rows("balances") == balances


def test_a_backup_that_can_t_be_made_is_told(acme: CommandLine) -> None:
    """A missing folder, and the store itself as target."""
    path = acme.folder / "none" / "copy.db"
    answer = acme.type("backup", str(path))
    assert answer.status == 1
    assert answer.error.startswith(f"Nothing was written to {path} (")
    itself = acme.folder / "benefit-desk.db"
    answer = acme.type("backup", str(itself))
    assert answer.error == (
        f"Nothing was written to {itself} (it is the store itself). Put that right, then try"
        " again.\n"
    )


@pytest.mark.parametrize(
    "words",
    [
        ("import", "nope.csv", "--kind", "contacts"),
        ("import", "bad.csv", "--kind", "contacts"),
        ("put", "contacts", "code=ACME"),
        ("sync",),
    ],
)
def test_what_fails_leaves_no_empty_store(line: CommandLine, words: tuple[str, ...]) -> None:
    """A file that isn't there, bad rows, a column that is missing, a sheet that can't be read."""
    line.file("bad.csv", "code,name,kind\nA,Ann,robot\n")
    line.environment["GOOGLE_SERVICE_ACCOUNT_FILE"] = str(line.folder / "none.json")
    line.environment["GOOGLE_SHEET_ID"] = "1"
    answer = line.type(*(str(line.folder / word) if ".csv" in word else word for word in words))
    assert answer.status != 0
    assert [file.name for file in line.folder.glob("*.db*") if file.suffix != ".lock"] == []


def test_one_reason_is_told_once_with_its_lines(catalogue: CommandLine) -> None:
    """However many rows have it; the answer says which file may be missing."""
    codes = ["ESSENT", "ESSENT", "GOLD", "ESSENT", "OTHER"]
    rows = "".join(f"X{number},{code},GUEST,1\n" for number, code in enumerate(codes))
    path = catalogue.file("lines.csv", f"code,membership_type,benefit_type,number\n{rows}")
    answer = catalogue.type("import", str(path), "--kind", "membership-benefits")
    assert answer.error == (
        f"{path} lines 2 to 3, 5: There is no membership type “ESSENT”.\n"
        f"{path} line 6: There is no membership type “OTHER”.\n"
        "Nothing was imported: 4 rows are not right. What they refer to may be in a file of"
        " membership-types: import that first.\n"
    )
