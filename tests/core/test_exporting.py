"""The whole ledger out to a file and into an empty store."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.desk import Desk
from core.exporting import StoreNotEmpty, export_ledger, import_ledger
from core.file_rows import FileUnreadable
from core.reports.balances import balances
from core.store import LedgerBroken
from core.stores.embedded import open_store
from core.verify import verify
from tests.core.building import Office


def test_an_exported_ledger_gives_the_same_balances_and_history(
    office: Office, tmp_path: Path
) -> None:
    """Keys and instants too, in a store of its own."""
    office.enroll()
    office.void(office.use(quantity="2"))
    office.use("ANN", description="Grüße 🎟")
    file = tmp_path / "ledger.jsonl"
    count = export_ledger(office.store, file)
    store = open_store(tmp_path / "other.db")
    try:
        assert import_ledger(store, file) == count
        other = Desk(store, clock=office.clock)
        assert list(store.entries()) == list(office.store.entries())
        assert [row.as_json() for row in balances(other)] == [
            row.as_json() for row in balances(office.desk)
        ]
        assert verify(other).content
        with pytest.raises(StoreNotEmpty):
            import_ledger(store, file)
    finally:
        store.close()


def test_a_ledger_with_a_gap_is_refused(office: Office, tmp_path: Path) -> None:
    """A usage whose level isn't in it."""
    office.enroll()
    office.use()
    file = tmp_path / "ledger.jsonl"
    export_ledger(office.store, file)
    file.write_text(file.read_text().splitlines()[-1] + "\n")
    store = open_store(tmp_path / "other.db")
    try:
        with pytest.raises(FileUnreadable, match="is not a whole ledger"):
            import_ledger(store, file)
        assert list(store.entries()) == []
    finally:
        store.close()


@pytest.mark.parametrize("line", ["no json", "{}", "[1]", '{"key": 1}', "[" * 100_000])
def test_a_line_that_is_no_entry_is_told(tmp_path: Path, line: str) -> None:
    """The sentence names file and line, and nothing is written."""
    file = tmp_path / "ledger.jsonl"
    file.write_text(line + "\n")
    store = open_store(tmp_path / "x.db")
    try:
        with pytest.raises(FileUnreadable, match=r"ledger\.jsonl line 1 is no ledger entry"):
            import_ledger(store, file)
        with pytest.raises(FileUnreadable, match="can't be read"):
            import_ledger(store, tmp_path / "none")
        file.write_bytes(b"\xff")
        with pytest.raises(FileUnreadable, match="not UTF-8"):
            import_ledger(store, file)
        file.write_text("")
        assert import_ledger(store, file) == 0
    finally:
        store.close()


def changed_ledger(office: Office, folder: Path, old: str, new: str) -> Path:
    """An exported ledger in which somebody changed a text."""
    office.enroll()
    office.use(quantity="3")
    file = folder / "ledger.jsonl"
    export_ledger(office.store, file)
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    return file


def test_a_quantity_that_is_none_is_no_entry(office: Office, tmp_path: Path) -> None:
    """Nor is an endless one."""
    file = changed_ledger(office, tmp_path, '"quantity": "3"', '"quantity": "NaN"')
    store = open_store(tmp_path / "other.db")
    with pytest.raises(FileUnreadable, match="is no ledger entry"):
        import_ledger(store, file)
    store.close()


def test_an_entry_that_stands_twice_is_told(office: Office, tmp_path: Path) -> None:
    """Keys grow from line to line."""
    office.enroll()
    file = tmp_path / "ledger.jsonl"
    count = export_ledger(office.store, file)
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join([*lines, lines[-1]]), "utf-8")
    store = open_store(tmp_path / "other.db")
    with pytest.raises(FileUnreadable, match=f"line {count + 1} is out of order"):
        import_ledger(store, file)
    assert list(store.entries()) == []
    store.close()


def test_an_entry_that_was_damaged_in_the_store_is_told_in_a_sentence(
    office: Office, tmp_path: Path
) -> None:
    """However it is asked for; the sentence names the entry and the way back."""
    office.enroll()
    entry = office.use().entries[0]
    office.store.close()
    path = tmp_path / "office.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "UPDATE entries SET digest = NULL, document = json_remove(document, '$.source')"
            " WHERE id = ?",
            (entry.key,),
        )
        connection.commit()
    store = open_store(path)
    assert entry.level is not None
    for ask in (
        lambda: list(store.entries()),
        lambda: store.entry(entry.key),
        lambda: store.entries_of_level(entry.level or entry.key),
        lambda: store.entries_of_request(entry.idempotency_key),
    ):
        with pytest.raises(LedgerBroken, match=rf"^Entry {entry.key} .* \(it can't be read\)"):
            ask()
    store.close()
