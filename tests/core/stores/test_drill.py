"""The drill: a backup is taken while somebody writes, restored elsewhere, and verified."""

import threading
from contextlib import closing
from pathlib import Path

import pytest

from core.desk import Desk
from core.entry import EntryKind
from core.stores.embedded import open_store
from core.stores.files import restore
from core.stores.postgres import PostgresStore
from core.verify import verify
from tests.core.building import Office, SetClock, an_office


def record_until(office: Office, stop: threading.Event, told: list[str]) -> None:
    """Record one use after another, and note each that was confirmed."""
    while not stop.is_set():
        request = f"drill-{len(told)}"
        office.use(benefit_type="NOTARY", idempotency_key=request)
        told.append(request)


def drilled(office: Office, copy: Path, elsewhere: Path) -> None:
    """Five backups beside a writer; each holds everything that was confirmed before it began."""
    told, stop = list[str](), threading.Event()
    writer = threading.Thread(target=record_until, args=(office, stop, told))
    writer.start()
    try:
        for _ in range(5):
            before = len(told)
            while len(told) < before + 10:
                stop.wait(0.005)
            confirmed = [*told]
            office.store.backup(copy)
            restore(copy, elsewhere)
            with closing(open_store(elsewhere)) as restored:
                assert verify(Desk(restored, clock=SetClock())).content
                used = [e for e in restored.entries() if e.kind is EntryKind.USAGE]
                assert {*confirmed} <= {entry.idempotency_key for entry in used}
                assert len(used) == len({entry.idempotency_key for entry in used})
    finally:
        stop.set()
        writer.join()


def test_a_backup_beside_a_writer_restores_elsewhere(tmp_path: Path) -> None:
    """Of the embedded store."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with an_office(tmp_path) as office:
        office.enroll()
        drilled(office, tmp_path / "copy.db", elsewhere / "office.db")


def test_a_backup_of_a_database_restores_into_a_file(empty: str, tmp_path: Path) -> None:
    """Of the store of several processes, by one that shares it with the writer."""
    with closing(PostgresStore(empty)) as store:
        office = Office(store)
        office.stock()
        office.enroll()
        drilled(office, tmp_path / "copy.db", tmp_path / "office.db")


@pytest.mark.parametrize("torn", [0.1, 0.5, 0.9])
def test_a_torn_backup_is_refused_and_the_store_stays(tmp_path: Path, torn: float) -> None:
    """Whatever was cut off from it."""
    with an_office(tmp_path) as office:
        office.enroll()
        copy = tmp_path / "copy.db"
        office.store.backup(copy)
        whole = copy.read_bytes()
        copy.write_bytes(whole[: int(len(whole) * torn)])
        elsewhere = tmp_path / "elsewhere.db"
        office.store.backup(elsewhere)
        with pytest.raises(Exception, match=r"restore FILE|damaged"):
            restore(copy, elsewhere)
        with closing(open_store(elsewhere)) as kept:
            assert [*kept.entries()] == [*office.store.entries()]
            assert verify(Desk(kept)).content
