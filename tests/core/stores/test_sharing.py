"""One writer, any number of readers, and writers that are killed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tinydb import where

from core.stores.failures import (
    DuplicateValue,
    NotAStore,
    ReadFailed,
    StoreInUse,
    WriteFailed,
)
from core.stores.rows import RowDatabase
from tests.core.stores.ledgers import INDEXES, LEDGER, entry, filled, in_threads

CHECKOUT = Path(__file__).parents[3]


def test_a_second_writer_is_refused(database: RowDatabase, path: Path) -> None:
    """The same process or another: the sentence names the file and what to do."""
    with pytest.raises(StoreInUse, match=r"benefit-desk\.db is in use .* Stop that one first"):
        RowDatabase(path)
    code = f"from core.stores.rows import *; RowStorage(__import__('pathlib').Path({str(path)!r}))"
    other = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert "StoreInUse" in other.stderr
    database.table(LEDGER).insert(entry(1))


def test_by_another_name_it_is_the_same_store(database: RowDatabase, path: Path) -> None:
    """A link to the file does not let a second writer in."""
    link = path.with_name("link.db")
    link.symlink_to(path)
    with pytest.raises(StoreInUse):
        RowDatabase(link)
    assert database.storage.path == path.resolve()


def test_closing_lets_the_next_writer_in(path: Path) -> None:
    """After closing, and after a failed opening, the lock is free; closing twice is fine."""
    first = RowDatabase(path)
    first.close()
    first.storage.close()
    with pytest.raises(ReadFailed):
        first.all()
    RowDatabase(path).close()
    path.write_bytes(b"no store")
    for _ in range(2):
        with pytest.raises(NotAStore):
            RowDatabase(path)


def test_any_thread_may_close(path: Path) -> None:
    """The lock goes with the store, whichever thread opened and closed it."""
    opened: list[RowDatabase] = []
    assert in_threads(1, lambda _: opened.append(RowDatabase(path))) == []
    opened[0].close()
    with RowDatabase(path) as database:
        assert in_threads(1, lambda _: database.close()) == []
        RowDatabase(path).close()


def test_a_reader_beside_a_writer(database: RowDatabase, path: Path) -> None:
    """A reader takes no lock, sees each commit, and forgets what it remembered before."""
    ledger = database.table(LEDGER)
    with RowDatabase(path, read_only=True) as reader:
        assert reader.table(LEDGER).search(where("level") == 1) == []
        ledger.insert(entry(1))
        assert reader.table(LEDGER).search(where("level") == 1) == [entry(1)]
        with database.storage.transaction():
            ledger.insert(entry(8))
            assert len(reader.table(LEDGER)) == 1
        assert reader.table(LEDGER).search(where("level") == 1) == [entry(1), entry(8)]
        assert next(reader.storage.find(LEDGER, "key", "k8")) == (2, entry(8))


def test_a_reader_sees_one_state_in_a_transaction(database: RowDatabase, path: Path) -> None:
    """Inside a transaction, what is written meanwhile is not there yet."""
    ledger = database.table(LEDGER)
    ledger.insert(entry(1))
    with RowDatabase(path, read_only=True) as reader:
        with reader.storage.transaction():
            assert len(reader.table(LEDGER)) == 1
            ledger.insert(entry(2))
            assert len(reader.table(LEDGER)) == 1
        assert len(reader.table(LEDGER)) == 2


def test_a_reader_can_not_write(path: Path) -> None:
    """Every way to write is refused with a sentence."""
    filled(path, entries=2)
    with RowDatabase(path, read_only=True) as reader:
        ledger = reader.table(LEDGER)
        for write in (
            lambda: ledger.insert({}),
            lambda: ledger.update({"level": 9}),
            lambda: ledger.remove(doc_ids=[1]),
            ledger.truncate,
            reader.drop_tables,
            lambda: reader.table("new").insert({}),
        ):
            with pytest.raises(WriteFailed, match="open for reading only"):
                write()
        assert [each["key"] for each in ledger] == ["k0", "k1"]


def test_a_reader_of_a_closed_store(path: Path) -> None:
    """No writer need be running, and a store that is not there is not made."""
    filled(path)
    with RowDatabase(path, read_only=True) as reader:
        assert len(reader.table(LEDGER)) == 50
    missing = path.with_name("missing.db")
    with pytest.raises(NotAStore, match="no such file"):
        RowDatabase(missing, read_only=True)
    assert not missing.exists()


def test_killed_writers_lose_nothing(path: Path) -> None:
    """After each of 20 kills at random moments the file opens and has all that was confirmed."""
    script = Path(__file__).with_name("killed_writers.py")
    ran = subprocess.run(
        [sys.executable, script, path, "20"],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=True,
    )
    writers = json.loads(ran.stdout)
    assert [confirmed[:1] for confirmed in writers] == [["open"]] * 20
    confirmed = [key for lines in writers for key in lines[1:]]
    with RowDatabase(path, read_only=True) as reader:
        stored = [document["key"] for document in reader.table(LEDGER)]
        assert reader.storage.integrity() == []
    assert len(confirmed) > 20
    assert set(confirmed) <= set(stored)
    assert len(stored) == len(set(stored))
    threes = [key.rsplit("-", 1)[0] for key in stored]
    assert all(threes.count(name) == 1 + 2 * (int(name.split("-")[1]) % 2) for name in set(threes))
    with RowDatabase(path, indexes=INDEXES) as database, pytest.raises(DuplicateValue):
        database.table(LEDGER).insert({"key": stored[-1]})
