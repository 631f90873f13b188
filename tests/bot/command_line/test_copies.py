"""export, a ledger imported, and restore; as somebody types them."""

import csv
import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from core.actor import Actor, Role, Source
from core.desk import Desk
from core.records import LookupRecord
from core.stores.embedded import open_store
from tests.bot.command_line.typing_in import EVENTS, REGISTRATION_TYPES, CommandLine

REPORTS = ("balances", "usage", "history", "quid-pro-quo")


@pytest.fixture
def rich(acme: CommandLine) -> CommandLine:
    """Acme with some of everything behind it."""
    acme.import_text("events", EVENTS)
    acme.import_text("registration-types", REGISTRATION_TYPES)
    acme.import_text("contacts", "code,name\nEVIL,=SUM(A1)\n")
    acme.done("use", "ACME", "GUEST", "--description", "+1")
    acme.done("convey", "ACME", "GUEST", "--to", "OMAR")
    acme.done("register", "GALA26", "MEM", "JANE")
    return acme


@pytest.fixture
def elsewhere(tmp_path: Path) -> CommandLine:
    """A command line in a folder without a store."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return CommandLine(folder)


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_an_export_has_the_ledger_and_the_lists(rich: CommandLine) -> None:
    """Every entry is a line of JSON, and every list a CSV file that is safe to open."""
    folder = rich.folder / "out" / "today"
    entries = len(rich.rows("history"))
    assert rich.done("export", str(folder)).splitlines() == [
        f"Exported {entries} entries to {folder}/ledger.jsonl.",
        (
            "Beside it are 4 contacts, 5 benefit types, 2 membership types, 6 membership benefits,"
            " 1 event, 1 registration type, as CSV."
        ),
    ]
    lines = (folder / "ledger.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["key"] for line in lines] == [
        row["key"] for row in rich.rows("history")
    ]
    contacts = {row["code"]: row for row in table(folder / "contacts.csv")}
    assert contacts["EVIL"]["name"] == "'=SUM(A1)"
    jane = contacts["JANE"]
    assert (jane["affiliated_to"], jane["authorised"]) == ("ACME", "yes")
    assert (jane["authorised_until"], jane["authorised_max"]) == ("2099-12-31", "500")
    assert table(folder / "membership-types.csv")[0]["price"] == "1950.00"
    assert table(folder / "benefit-types.csv")[2]["categories"] == "Admission;Events"
    assert table(folder / "registration-types.csv")[0]["benefit_type"] == "GALA"


def test_exported_lists_can_be_imported(rich: CommandLine, elsewhere: CommandLine) -> None:
    """They make the same catalogue in another store, and change nothing in their own."""
    folder = rich.folder / "out"
    rich.done("export", str(folder))
    kinds = (
        "contacts", "benefit-types", "membership-types", "membership-benefits", "events",
        "registration-types",
    )  # fmt: skip
    for kind in kinds:
        words = ("import", str(folder / f"{kind}.csv"), "--kind", kind)
        assert elsewhere.done(*words).startswith("Imported ")
        if kind != "contacts":  # a name that would be a formula has got its apostrophe
            assert rich.done(*words).startswith("There was nothing new in ")
    again = folder / "again"
    elsewhere.done("export", str(again))
    for kind in kinds[1:]:
        assert table(again / f"{kind}.csv") == table(folder / f"{kind}.csv")


def test_exported_lists_leave_out_what_was_retired(rich: CommandLine) -> None:
    """With it goes what hangs on it; the ledger still has all."""
    path = rich.folder / "benefit-desk.db"
    anna = Actor(id="anna", source=Source.SHEET, role=Role.MANAGER)
    with closing(open_store(path)) as store:
        desk = Desk(store)
        books = desk.read(lambda books: books)
        records: list[LookupRecord] = [
            replace(books.contacts["EVIL"], retired=True),
            replace(books.benefit_types["ROOM"], retired=True),
            replace(books.events["GALA26"], retired=True),
        ]
        desk.put(records, idempotency_key="retire", actor=anna)
    folder = rich.folder / "out"
    rich.done("export", str(folder))

    def codes(kind: str) -> list[str]:
        return [row["code"] for row in table(folder / f"{kind}.csv")]

    assert codes("contacts") == ["ACME", "OMAR", "JANE"]
    assert codes("benefit-types") == ["GUEST", "GALA", "ADMIT", "LISTNG"]
    assert codes("membership-benefits") == ["G2", "G3", "G4", "G5", "F1"]
    assert codes("events") == codes("registration-types") == []
    assert "EVIL" in (folder / "ledger.jsonl").read_text(encoding="utf-8")


def test_a_ledger_makes_the_same_books(rich: CommandLine, elsewhere: CommandLine) -> None:
    """Keys, instants and balances are the same; a dry run only tries."""
    rich.done("export", str(rich.folder / "out"))
    words = ("import", str(rich.folder / "out" / "ledger.jsonl"), "--kind", "ledger")
    entries = len(rich.rows("history"))
    what = f"{entries} entries and 5 benefit levels: everything adds up"
    assert elsewhere.done(*words, "--dry-run") == f"Would import {what}; nothing was written.\n"
    assert not (elsewhere.folder / "benefit-desk.db").exists()
    assert elsewhere.done(*words) == f"Imported {what}.\n"
    for report in REPORTS:
        assert elsewhere.rows(report) == rich.rows(report)


def test_a_ledger_goes_into_an_empty_store_only(rich: CommandLine) -> None:
    """What is there isn't mixed with what comes."""
    rich.done("export", str(rich.folder / "out"))
    before = rich.rows("history")
    path = rich.folder / "out" / "ledger.jsonl"
    for dry_run in ([], ["--dry-run"]):
        answer = rich.type("import", str(path), "--kind", "ledger", *dry_run)
        assert (answer.status, answer.out, answer.error) == (
            1,
            "",
            "This store has entries already; a whole ledger goes into an empty store only.\n",
        )
    assert rich.rows("history") == before


def test_a_bad_ledger_never_reaches_the_store(rich: CommandLine, elsewhere: CommandLine) -> None:
    """One that is torn, lacks an entry, or doesn't add up is told, and nothing is imported."""
    rich.done("export", str(rich.folder / "out"))
    lines = (rich.folder / "out" / "ledger.jsonl").read_text(encoding="utf-8").splitlines()
    usage = next(number for number, line in enumerate(lines) if '"usage"' in line)
    grant = next(n for n, line in enumerate(lines) if '"grant"' in line and '"GUEST"' in line)
    torn, lacking, more = lines.copy(), lines.copy(), lines.copy()
    torn[1] = torn[1][:20]
    del lacking[grant]
    more[usage] = json.dumps({**json.loads(lines[usage]), "quantity": "9"})
    sentences = {
        "torn": "ledger.jsonl line 2 is no ledger entry.\n",
        "lacking": "ledger.jsonl is not a whole ledger: entries are missing.\n",
        "more": " fault found.\n",
    }
    for name, text in {"torn": torn, "lacking": lacking, "more": more}.items():
        path = elsewhere.file("ledger.jsonl", "\n".join(text) + "\n")
        answer = elsewhere.type("import", str(path), "--kind", "ledger")
        assert (answer.status, answer.out) == (1, "")
        assert answer.error.endswith(sentences[name]), answer
        assert not (elsewhere.folder / "benefit-desk.db").exists()
    missing = elsewhere.type("import", "none.jsonl", "--kind", "ledger")
    assert missing.error == "none.jsonl can't be read: No such file or directory.\n"


def test_an_export_into_a_file_is_told(acme: CommandLine) -> None:
    """A file isn't a folder."""
    path = acme.file("taken", "")
    answer = acme.type("export", str(path))
    assert (answer.status, answer.out, answer.error) == (1, "", f"{path}: File exists.\n")


def test_a_restored_store_is_the_backup(acme: CommandLine) -> None:
    """It is verified; what was there is kept, and can be restored in its turn."""
    path, copy = acme.folder / "benefit-desk.db", acme.folder / "copy.db"
    acme.done("backup", str(copy))
    entries = len(acme.rows("history"))
    acme.done("use", "ACME", "GUEST")
    later = acme.rows("history")
    out = acme.done("restore", str(copy), "--yes")
    told, _, kept = out.partition(" What was there is kept as ")
    assert told == (
        f"Restored {path} from {copy}: {entries} entries and 5 benefit levels: everything adds up."
    )
    assert len(acme.rows("history")) == entries
    acme.done("restore", kept.strip().removesuffix("."), "--yes")
    assert acme.rows("history") == later


def test_restore_without_a_store_needs_no_yes(acme: CommandLine, elsewhere: CommandLine) -> None:
    """Where nothing would be lost, nothing is asked."""
    acme.done("backup", str(elsewhere.folder / "copy.db"))
    out = elsewhere.done("restore", str(elsewhere.folder / "copy.db"))
    assert out.endswith(": everything adds up.\n")
    assert elsewhere.rows("balances") == acme.rows("balances")


def test_a_damaged_store_is_kept_as_it_was(acme: CommandLine) -> None:
    """A store that can't be read any more can be replaced, and none of it is thrown away."""
    path, copy = acme.folder / "benefit-desk.db", acme.folder / "copy.db"
    acme.done("backup", str(copy))
    path.write_bytes(b"torn" + path.read_bytes()[4:2000])
    damaged = path.read_bytes()
    assert acme.type("verify").status == 1
    out = acme.done("restore", str(copy), "--yes")
    kept = Path(out.partition(" What was there is kept as ")[2].strip().removesuffix("."))
    assert kept.read_bytes() == damaged
    assert acme.done("verify").endswith("everything adds up.\n")


def test_a_restore_that_can_t_be_says_why(acme: CommandLine) -> None:
    """Without --yes, from the store itself, from no backup, beside a bot: the store stays."""
    path, copy = acme.folder / "benefit-desk.db", acme.folder / "copy.db"
    acme.done("backup", str(copy))
    before = acme.rows("history")
    diary, none = acme.file("diary.db", "Dear diary"), acme.folder / "none.db"

    def told(*words: str) -> str:
        answer = acme.type("restore", *words)
        assert (answer.status, answer.out) == (1, "")
        return answer.error

    assert told(str(copy)) == (
        f"There is a store at {path} already. To put {copy} in its place, add --yes; what is there"
        " now is then kept beside it.\n"
    )
    assert told(str(path), "--yes") == f"{path} is the store itself; name a backup of it.\n"
    assert told(str(none), "--yes") == f"There is no file {none}.\n"
    assert told(str(diary), "--yes").startswith(f"{diary} is not a backup of a store, or ")
    store = open_store(path)
    try:
        assert told(str(copy), "--yes").startswith(f"{path} is in use by another Benefit Desk. ")
    finally:
        store.close()
    assert acme.rows("history") == before
    assert not list(acme.folder.glob("benefit-desk.db.2*"))


def test_a_backup_that_is_torn_leaves_the_store(acme: CommandLine) -> None:
    """The copy is checked before it takes the place; then nothing is left lying about."""
    copy = acme.folder / "copy.db"
    acme.done("backup", str(copy))
    torn = bytearray(copy.read_bytes())
    torn[4 * 4096 : 5 * 4096] = bytes(4096)  # a page that isn't read to open it
    copy.write_bytes(torn)
    before = acme.rows("history")
    answer = acme.type("restore", str(copy), "--yes")
    assert (answer.status, answer.out) == (1, "")
    assert answer.error.startswith(f"{copy} is ")
    assert "damaged. Nothing was changed; " in answer.error
    assert acme.rows("history") == before
    assert not list(acme.folder.glob("benefit-desk.db.2*"))


def test_a_restore_on_a_full_disk_leaves_no_half_copy(acme: CommandLine) -> None:
    """What was there can't be kept, so it stays, and nothing beside it looks like a kept copy."""
    path, copy = acme.folder / "benefit-desk.db", acme.folder / "copy.db"
    rows = "".join(f"N{number},Contact number {number}\n" for number in range(600))
    acme.done("backup", str(copy))
    acme.import_text("contacts", "code,name\n" + rows)
    before = acme.rows("history")
    answer = acme.shell("ulimit -f 200; benefit-desk restore copy.db --yes")
    assert (answer.status, answer.out) == (1, "")
    assert answer.error.startswith(f"Nothing was written to {path}.")
    assert answer.error.endswith(" (File too large). Put that right, then try again.\n")
    assert {each.name for each in acme.folder.glob("benefit-desk.db.*")} <= {"benefit-desk.db.lock"}
    assert acme.rows("history") == before


def test_an_export_on_a_full_disk_names_the_file(acme: CommandLine) -> None:
    """No half file is left."""
    rows = "".join(f"N{number},Contact number {number}\n" for number in range(600))
    acme.import_text("contacts", "code,name\n" + rows)
    answer = acme.shell("ulimit -f 200; benefit-desk export out")
    assert (answer.status, answer.error) == (1, "out/ledger.jsonl: File too large.\n")
    assert list((acme.folder / "out").iterdir()) == []
