"""The command line on a PostgreSQL store, and a ledger that moves from one store to the other."""

import json
from pathlib import Path

import pytest

from tests.bot.command_line.typing_in import CommandLine


@pytest.fixture
def shared(tmp_path: Path, empty: str) -> CommandLine:
    """Somebody whose settings name an empty database."""
    return beside(tmp_path, "shared", {"BENEFIT_DESK_STORE": empty})


def beside(place: Path, name: str, environment: dict[str, str] | None = None) -> CommandLine:
    """A command line in a new folder."""
    folder = place / name
    folder.mkdir()
    return CommandLine(folder, environment or {})


def told(line: CommandLine) -> list[str]:
    """What two reports say, to the letter."""
    return [line.done("report", kind, "--format", "json") for kind in ("balances", "history")]


def ledger(line: CommandLine, folder: str) -> list[str]:
    """The whole ledger as an export writes it: every key, instant and idempotency key."""
    line.done("export", str(line.folder / folder))
    return (line.folder / folder / "ledger.jsonl").read_text("utf-8").splitlines()


def test_a_ledger_moves_into_a_database_and_back(acme: CommandLine, shared: CommandLine) -> None:
    """Export and import leave the same balances, history and keys."""
    acme.done("use", "ACME", "GUEST")
    entries = ledger(acme, "out")
    file = str(acme.folder / "out" / "ledger.jsonl")
    assert "Imported" in shared.done("import", file, "--kind", "ledger")
    assert told(shared) == told(acme)
    assert ledger(shared, "there") == entries
    shared.done("use", "ACME", "GUEST", "--again")
    back = beside(acme.folder, "back")
    back.done("import", str(shared.folder / "there" / "ledger.jsonl"), "--kind", "ledger")
    assert ledger(back, "again") == entries


def test_the_commands_work_on_a_database(acme: CommandLine, shared: CommandLine) -> None:
    """Record, check, verify, doctor; and a second import of a ledger is refused."""
    assert "There is no store in postgresql:" in shared.type("check", "ACME").error
    assert "There is no store in postgresql:" in shared.type("doctor").out
    file = acme.folder / "out" / "ledger.jsonl"
    ledger(acme, "out")
    bring = ("import", str(file), "--kind", "ledger")
    assert "nothing was written" in shared.done(*bring, "--dry-run")
    shared.done(*bring)
    shared.done("use", "ACME", "GUEST")
    rows = json.loads(shared.done("report", "history", "--format", "json"))
    assert [row["kind"] for row in rows].count("usage") == 1
    assert "Verified" in shared.done("verify")
    assert "answers, and holds a ledger." in shared.type("doctor").out
    assert shared.type(*bring).status == 1


def test_a_database_is_backed_up_into_a_file_and_restored(
    acme: CommandLine, shared: CommandLine
) -> None:
    """The copy is a store of its own; a database that holds a ledger is never written over."""
    acme.done("backup", str(acme.folder / "copy.db"))
    assert "Restored postgresql:" in shared.done("restore", str(acme.folder / "copy.db"))
    assert told(shared) == told(acme)
    shared.done("use", "ACME", "GUEST")
    copy = shared.folder / "copy.db"
    shared.done("backup", str(copy))
    refused = shared.type("restore", str(copy), "--yes")
    assert refused.status == 1
    assert "There is a ledger in postgresql:" in refused.error
    file = beside(acme.folder, "file")
    file.done("restore", str(copy))
    assert told(file) == told(shared)
