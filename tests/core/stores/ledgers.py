"""Small ledgers on a real file, and ways to look into it and to spoil it."""

import json
import os
import resource
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

from core.stores.rows import Index, RowDatabase
from core.stores.statements import digest_of

LEDGER = "ledger"
INDEXES = (Index(LEDGER, "key", unique=True), Index(LEDGER, "level"))


def entry(number: int, **fields: Any) -> dict[str, Any]:
    """A ledger's document with a key of its own."""
    return {"key": f"k{number}", "level": number % 7, **fields}


def filled(path: Path, entries: int = 50) -> Path:
    """A closed store with some entries."""
    with RowDatabase(path, indexes=INDEXES) as database:
        database.table(LEDGER).insert_multiple(entry(number) for number in range(entries))
    return path


def sql(path: Path, statement: str) -> list[Any]:
    """What another program reads or does in the file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        return connection.execute(statement).fetchall()


@contextmanager
def statements(database: RowDatabase) -> Iterator[list[str]]:
    """The SQL that is carried out meanwhile."""
    seen: list[str] = []
    connection = database.storage._file._connection
    connection.set_trace_callback(seen.append)
    try:
        yield seen
    finally:
        connection.set_trace_callback(None)


def kinds(seen: list[str]) -> list[str]:
    """The first word of each statement."""
    return [statement.split()[0] for statement in seen]


@contextmanager
def no_file_may_grow_beyond(size: int) -> Iterator[None]:
    """The system refuses to write beyond ``size`` bytes of any file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)


def contents(path: Path) -> dict[str, bytes]:
    """Every byte of a store's file and of its log; an empty file has none."""
    files = (path, path.with_name(path.name + "-wal"))
    return {file.name: file.read_bytes() for file in files if file.exists() and file.stat().st_size}


def torn(path: Path) -> None:
    """Half of the file is gone."""
    filled(path, entries=3_000)
    os.truncate(path, path.stat().st_size // 2)


def without_its_head(path: Path) -> None:
    """The first page was written over."""
    filled(path)
    with path.open("r+b") as file:
        file.write(b"\xff" * 4096)


def left_by_a_killed_writer(path: Path) -> None:
    """A change that is in the write-ahead log only."""
    with RowDatabase(filled(path.with_name("killed.db"), entries=3_000)) as database:
        database.table(LEDGER).update({"note": "late"}, doc_ids=[1_500])
        for ending in ("", "-wal"):
            shutil.copy(f"{database.storage.path}{ending}", f"{path}{ending}")


def torn_with_its_log(path: Path) -> None:
    """A log that belongs to a file which can't be read."""
    left_by_a_killed_writer(path)
    with path.open("r+b") as file:
        file.write(b"\xff" * 4096)


def of_another_program(path: Path) -> None:
    """A sound SQLite file that we did not make."""
    sql(path, "CREATE TABLE ledger (id INTEGER PRIMARY KEY, document TEXT)")


def without_the_file_itself(path: Path) -> None:
    """The main file was deleted, what belongs to it is still there."""
    path.with_name(path.name + "-wal").write_bytes(b"rows")


def with_a_wrong_index(path: Path) -> Path:
    """A store whose index by level doesn't know of its last row."""
    text = json.dumps(entry(77))
    redefine = (
        "UPDATE sqlite_master SET sql = replace(sql, '$.{}', '$.{}')"
        " WHERE type = 'index' AND name = 'ledger.level'"
    )
    filled(path)
    for change in (
        redefine.format("level", "other"),
        f"INSERT INTO ledger VALUES (77, '{text}', {digest_of(77, text)})",
        redefine.format("other", "level"),
    ):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute(change)
            connection.commit()
    return path


def in_threads(number: int, work: Callable[[int], None]) -> list[BaseException]:
    """What failed while ``work`` ran in so many threads that begin together."""
    failed: list[BaseException] = []
    ready = Barrier(number)

    def run(thread: int) -> None:
        ready.wait()
        try:
            work(thread)
        except BaseException as error:  # noqa: BLE001, told to the test
            failed.append(error)

    threads = [Thread(target=run, args=(thread,)) for thread in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed
