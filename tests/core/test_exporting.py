"""The whole ledger out to a file and into an empty store."""

from pathlib import Path

import pytest

from core.desk import Desk
from core.exporting import StoreNotEmpty, export_ledger, import_ledger
from core.importing import FileUnreadable
from core.reports.balances import balances
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


@pytest.mark.parametrize("line", ["no json", "{}", "[1]", '{"key": 1}'])
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
