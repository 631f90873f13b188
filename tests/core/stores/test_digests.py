"""Every row has a digest: what a disk changes is detected, and older files are led to it."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.desk import Desk
from core.exporting import export_ledger
from core.store import StoreError
from core.stores.connection import StoreFile
from core.stores.embedded import open_store
from core.stores.failures import CannotOpen, NotAStore, RowDamaged
from core.stores.files import LAYOUT, check_names
from core.stores.statements import digest_of, is_whole
from core.verify import verify
from tests.core.building import an_office
from tests.core.stores.ledgers import sql


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A small store: a catalogue, a membership, a use."""
    with an_office(tmp_path) as office:
        office.enroll()
        office.use()
        office.store.keep("seen", {"a": 1})
    return tmp_path / "office.db"


def made_older(path: Path) -> None:
    """As a store was before rows had digests."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for table in ("entries", "documents"):
            connection.execute(f"ALTER TABLE {table} DROP COLUMN digest")
        connection.execute("PRAGMA user_version = 1")


def ledger_of(path: Path, *, read_only: bool = True) -> list[str]:
    """The whole ledger, line by line."""
    with closing(open_store(path, read_only=read_only)) as opened:
        export_ledger(opened, path.with_suffix(".jsonl"))
    return path.with_suffix(".jsonl").read_text("utf-8").splitlines()


def test_a_digest_tells_any_change_of_one_place() -> None:
    """Of the text or of the row's number."""
    text = '{"quantity":"1"}'
    digest = digest_of(7, text)
    assert is_whole((7, text, digest))
    assert is_whole((7, text, None))
    assert not is_whole((8, text, digest))
    assert not is_whole((7, text.replace("1", "9"), digest))
    for other in (5, b"{}", None):
        assert not is_whole((7, other, None))  # type: ignore[arg-type]


def test_a_changed_row_is_detected_in_every_way_of_reading(store: Path) -> None:
    """With its table and its number, and what to do."""
    first = "id = (SELECT MIN(id) FROM entries)"
    sql(store, f"UPDATE entries SET document = replace(document, 'Acme', 'Acne') WHERE {first}")
    with closing(open_store(store, read_only=True)) as opened:
        with pytest.raises(RowDamaged, match=r"of entries in .* restore FILE"):
            list(opened.entries())
        key = int(sql(store, "SELECT MIN(id) FROM entries")[0][0])
        with pytest.raises(RowDamaged, match=f"Row {key}"):
            opened.entry(key)  # type: ignore[arg-type]
        (fault,) = opened.damages()
        assert fault == f"entries {key} is not what was written"


def test_an_older_store_opens_for_reading_as_it_is(store: Path) -> None:
    """Nothing in it is changed."""
    whole = ledger_of(store)
    made_older(store)
    before = store.read_bytes()
    assert ledger_of(store) == whole
    with closing(open_store(store, read_only=True)) as opened:
        assert opened.document("seen") == {"a": 1}
        assert opened.damages() == []
    assert store.read_bytes() == before


def test_a_writer_gives_an_older_store_its_digests(store: Path) -> None:
    """Once; every row that was there is protected from then on."""
    whole = ledger_of(store)
    made_older(store)
    for _ in range(2):
        assert ledger_of(store, read_only=False) == whole
    assert sql(store, "PRAGMA user_version") == [(LAYOUT,)]
    assert sql(store, "SELECT COUNT(*) FROM entries WHERE digest IS NULL") == [(0,)]
    with closing(open_store(store)) as opened:
        assert verify(Desk(opened)).content


def test_a_store_that_can_t_be_led_to_digests_stays_as_it_was(store: Path) -> None:
    """A broken-off change is rolled back, and told."""
    made_older(store)
    sql(
        store,
        "CREATE TRIGGER full BEFORE UPDATE ON documents BEGIN SELECT RAISE(ROLLBACK, 'full'); END",
    )
    with pytest.raises(CannotOpen, match="full"):
        open_store(store)
    sql(store, "DROP TRIGGER full")
    sql(
        store,
        "CREATE TRIGGER full BEFORE UPDATE ON documents BEGIN SELECT RAISE(ABORT, 'full'); END",
    )
    with pytest.raises(CannotOpen, match="full"):
        open_store(store)
    assert sql(store, "PRAGMA user_version") == [(1,)]
    sql(store, "DROP TRIGGER full")
    with closing(StoreFile(store, read_only=False)) as file:
        assert file.has_digests


def faults_of(path: Path, whole: list[str]) -> Iterator[str]:
    """What opening, reading and verifying tells of a store; nothing where it is as it was."""
    try:
        with closing(open_store(path, read_only=True)) as opened:
            desk = Desk(opened)
            yield from verify(desk).faults
            export_ledger(opened, path.with_suffix(".jsonl"))
    except StoreError as told:
        yield str(told)
        return
    if path.with_suffix(".jsonl").read_text("utf-8").splitlines() != whole:
        yield "UNDETECTED"


def flips(path: Path, step: int) -> Iterator[tuple[int, int]]:
    """Places in the file, and what to change there: the lowest bit, the highest, or all."""
    for place in range(0, path.stat().st_size, step):
        yield place, (0x01, 0x80, 0xFF)[place // step % 3]


def undetected(store: Path, step: int) -> tuple[int, int, list[int]]:
    """How many flips were detected, how many harmless, and which were neither."""
    whole, original = ledger_of(store), store.read_bytes()
    copy = store.with_name("flipped.db")
    detected, harmless, missed = 0, 0, list[int]()
    for place, bits in flips(store, step):
        spoilt = bytearray(original)
        spoilt[place] ^= bits
        copy.write_bytes(spoilt)
        found = [*faults_of(copy, whole)]
        if "UNDETECTED" in found:
            missed.append(place)
        elif found:
            detected += 1
            assert all("Traceback" not in each for each in found)
        else:
            harmless += 1
    return detected, harmless, missed


@pytest.mark.parametrize("column", ["name", "tbl_name", "type"])
@pytest.mark.parametrize("other", ["'uable'", "x'75'"])
def test_a_table_that_lost_its_name_is_no_empty_store(store: Path, column: str, other: str) -> None:
    """It is refused at open, as damaged, whatever stands there now."""
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(f"UPDATE sqlite_master SET {column} = {other} WHERE name = 'entries'")
        connection.commit()
    with pytest.raises(NotAStore, match=r"damaged|malformed"):
        open_store(store)


def test_a_name_that_is_not_the_one_it_was_made_with_is_damaged(store: Path) -> None:
    """Also where SQLite itself would not mind."""
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET name = 'uable' WHERE name = 'entries'")
        with pytest.raises(NotAStore, match="the name of a table is damaged"):
            check_names(connection, store)


@pytest.mark.timeout(600)
def test_a_flipped_byte_is_detected_or_harmless(store: Path) -> None:
    """Every 97th byte of a small store."""
    detected, harmless, missed = undetected(store, 97)
    assert missed == []
    assert detected
    assert harmless


@pytest.mark.storm
@pytest.mark.timeout(7200)
def test_every_flipped_byte_is_detected_or_harmless(store: Path) -> None:
    """Each byte of it."""
    detected, harmless, missed = undetected(store, 1)
    print(json.dumps({"detected": detected, "harmless": harmless}))
    assert missed == []
