"""The file a store is in: locked, made, recognised, copied, checked."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import FileLock, Timeout

from core.store import StoreError
from core.stores.definitions import check_definitions
from core.stores.failures import (
    CannotOpen,
    DiskFailing,
    NewerStore,
    NotAStore,
    ReadFailed,
    StoreInUse,
    WriteFailed,
)
from core.stores.statements import TABLES, digest_of, on

LAYOUT = 2
"""The version of the rows' layout, kept in the file as ``PRAGMA user_version``."""

WITH_DIGESTS = 2
"""The layout from which on every row has a digest of what was written."""

APPLICATION = int.from_bytes(b"BDsk", "big")
"""What tells our files from another program's, kept as ``PRAGMA application_id``."""

LOOKED_THROUGH = 64 * 2**20
"""Bytes of a file whose every page is looked at when it is opened: a twentieth of a second."""

STOPPED = ".stopped"
"""The ending of the note that a writer leaves which takes no more writes."""

CACHE_KIB = 16_000
"""Memory for pages of the file, of a store that writes."""

UNREADABLE = (sqlite3.Error, UnicodeDecodeError)
"""What Python raises where a file can't be read; the latter for a name that was damaged."""

BUSY_SECONDS = 5.0
"""How long to wait for another program that has the file locked, such as a database browser."""


@contextmanager
def writer_lock(path: Path) -> Iterator[None]:
    """Be the one writer of ``path``. Raises ``StoreInUse`` or ``CannotOpen`` at once."""
    lock = FileLock(beside(path, ".lock"), timeout=0, thread_local=False)
    try:
        # The lock would make missing folders, and a mistyped path would become an empty store.
        if not path.parent.is_dir():
            raise CannotOpen(path, "there is no such folder")
        lock.acquire()
    except Timeout:
        # Where a folder takes no files, the lock file is missing, and so nobody holds it.
        if not beside(path, ".lock").exists():
            raise CannotOpen(path, "its folder takes no files") from None
        raise StoreInUse(path) from None
    except PermissionError as error:
        raise CannotOpen(path, f"you may not write {path.name}.lock beside it") from error
    except OSError as error:
        raise opening_failure(path, error) from error
    try:
        yield
    finally:
        lock.release()


def create_if_missing(path: Path) -> None:
    """Make an empty store at ``path``, so that no half-made one is ever there."""
    log = beside(path, "-wal")
    try:
        if path.exists():
            return
        if log.exists() and log.stat().st_size:
            raise NotAStore(path, f"only its {log.name} is there, the file itself is missing")
        with fresh_file(path) as partial, closing(connect(partial, "rwc")) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {LAYOUT}")
    except (sqlite3.Error, OSError) as error:
        raise opening_failure(path, error) from error


def opened_store(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """A connection to the store at ``path``, which is known to be one."""
    if not read_only:
        # A writing connection, once closed, has changed even a file that turned out not to be ours.
        opened_store(path, read_only=True).close()
    with ExitStack() as undo:
        try:
            if not path.exists():
                raise NotAStore(path, "there is no such file")
            connection = connect(path, "ro" if read_only else "rw")
            undo.callback(connection.close)
            recognise(connection, path)
            if read_only:
                check_soundness(connection, path)
            else:
                check_writable(connection, path)
                make_durable(connection, path)
                bring_up_to_date(connection)
        except (*UNREADABLE, OSError) as error:
            raise opening_failure(path, error) from error
        undo.pop_all()
    return connection


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """A connection that leaves every BEGIN and COMMIT to us."""
    return sqlite3.connect(
        f"{path.as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )


def recognise(connection: sqlite3.Connection, path: Path) -> None:
    """Raise ``NotAStore`` or ``NewerStore`` unless the file is ours; nothing is changed in it."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION:
        raise NotAStore(path, "it is empty, or another program made it")
    layout = layout_of(connection)
    if layout < 1:
        raise NotAStore(path, "its head is damaged")
    if layout > LAYOUT:
        raise NewerStore(path, found=layout, known=LAYOUT)


def check_soundness(connection: sqlite3.Connection, path: Path) -> None:
    """Raise ``NotAStore`` where a page can't be what was written; of a large file, the first ones.

    What would take longer than a blink is left to ``verify`` and to the nightly check.
    """
    check_definitions(connection, path)
    small = path.stat().st_size <= LOOKED_THROUGH
    if found := damages(connection, "quick_check" if small else "quick_check(sqlite_master)"):
        raise NotAStore(path, f"it is damaged: {found[0]}")


def layout_of(connection: sqlite3.Connection) -> int:
    """The layout that the file was written in."""
    (layout,) = connection.execute("PRAGMA user_version").fetchone()
    return int(layout)


def bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Lead a file of an older layout to the present one, whole or not at all."""
    if layout_of(connection) >= WITH_DIGESTS:
        return
    connection.create_function("digest_of", 2, digest_of, deterministic=True)
    tables = connection.execute(TABLES).fetchall()
    connection.execute("BEGIN IMMEDIATE")
    try:
        for (table,) in tables:
            connection.execute(on(table, "ALTER TABLE :table ADD COLUMN digest INTEGER"))
            connection.execute(on(table, "UPDATE :table SET digest = digest_of(id, document)"))
        connection.execute(f"PRAGMA user_version = {LAYOUT}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def check_writable(connection: sqlite3.Connection, path: Path) -> None:
    """Raise ``CannotOpen`` or ``NotAStore`` where nothing could ever be written.

    SQLite opens such a file for reading, and would refuse the first write only.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA user_version = {layout_of(connection)}")
    except sqlite3.OperationalError as error:
        # Another program may be writing just now, and a full disk is told with the first write.
        if primary_code(error) == sqlite3.SQLITE_READONLY:
            raise _unwritable(path) from error
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _unwritable(path: Path) -> StoreError:
    if os.access(path, os.W_OK):
        return NotAStore(path, "its head is damaged")
    return CannotOpen(path, "you may not write to it")


def make_durable(connection: sqlite3.Connection, path: Path) -> None:
    """Have every commit reach the disk before it is confirmed."""
    (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":
        raise CannotOpen(path, "its disk does not support write-ahead logging")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA fullfsync = ON")
    # A long import goes all over the indexes: with SQLite's own 2 MB it would spill its pages.
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    # After a failed sync the kernel may hold pages that are not on the disk: write them again.
    # A full disk must not keep anybody from opening the store, though.
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")


@contextmanager
def fresh_file(path: Path) -> Iterator[Path]:
    """A place to write a file that appears at ``path`` when it is whole, or not at all."""
    with TemporaryDirectory(dir=path.parent, prefix=f".{path.name}-") as folder:
        partial = Path(folder, path.name)
        yield partial
        partial.replace(path)
    entry = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(entry)
    finally:
        os.close(entry)


def copy_store(source: Path, target: Path) -> None:
    """Copy what is committed in ``source`` to ``target``, checked. Raises ``WriteFailed``."""
    target = target.resolve()
    try:
        with fresh_file(target) as partial:
            with (
                closing(connect(source, "ro")) as original,
                closing(connect(partial, "rwc")) as copy,
            ):
                original.backup(copy)
                # One plain file can be read from anywhere, a folder without write access too.
                copy.execute("PRAGMA journal_mode = DELETE")
                found = damages(copy, "quick_check")
            if found:
                raise WriteFailed(target, f"{source} is damaged: {found[0]}")
            for name in ("-wal", "-shm"):
                beside(target, name).unlink(missing_ok=True)
    except (sqlite3.Error, OSError) as error:
        raise WriteFailed(target, reason(error)) from error


def restore(backup: Path, path: Path) -> None:
    """Put a copy of ``backup`` in the place of the store at ``path``.

    Raises ``StoreInUse`` where a Benefit Desk still writes there, ``NotAStore`` or ``NewerStore``
    where ``backup`` is no backup, ``WriteFailed``; then what was at ``path`` is still there.
    """
    backup, path = backup.resolve(), path.resolve()
    with writer_lock(path):
        opened_store(backup, read_only=True).close()
        # The old file takes in its -wal, if it can, and so stays whole until it is replaced.
        with suppress(StoreError):
            opened_store(path, read_only=False).close()
        copy_store(backup, path)


def damages(connection: sqlite3.Connection, check: str) -> list[str]:
    """What one of SQLite's own checks says; nothing when the file is sound.

    ``quick_check`` leaves out whether the indexes agree with their tables, ``integrity_check``
    looks at that too.
    """
    try:
        answers = [str(answer) for (answer,) in connection.execute(f"PRAGMA {check}")]
    except UNREADABLE as error:
        return [str(error)]
    lines = [line for answer in answers for line in answer.splitlines()]
    return [] if lines == ["ok"] else [line for line in lines if not line.startswith("***")]


def beside(path: Path, ending: str) -> Path:
    """One of the files that SQLite keeps next to its own."""
    return path.with_name(path.name + ending)


def primary_code(error: Exception) -> int | None:
    """SQLite's primary result code; ``None`` where Python itself refused."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def is_damage(error: Exception) -> bool:
    """Whether SQLite found something that is no sound file of its own."""
    torn = primary_code(error) in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
    return torn or isinstance(error, UnicodeDecodeError)


def reason(error: Exception) -> str:
    """What the operating system or SQLite says, without Python's numbers."""
    return str(getattr(error, "strerror", None) or error)


def opening_failure(path: Path, error: Exception) -> StoreError:
    """The error for a file that could not be opened."""
    if is_damage(error):
        return NotAStore(path, reason(error))
    if primary_code(error) == sqlite3.SQLITE_IOERR:
        return DiskFailing(path, reason(error))
    # SQLite's own words would send people to look for the wrong thing.
    if primary_code(error) == sqlite3.SQLITE_READONLY:
        return CannotOpen(path, "its folder takes no files, and reading it needs two beside it")
    if primary_code(error) == sqlite3.SQLITE_CANTOPEN and not os.access(path, os.R_OK):
        return CannotOpen(path, "you may not read it")
    return CannotOpen(path, reason(error))


def reading_failure(path: Path, error: Exception) -> StoreError:
    """The error for rows that could not be read."""
    failure = NotAStore if is_damage(error) else ReadFailed
    return failure(path, reason(error))
