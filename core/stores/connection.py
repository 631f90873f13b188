"""The connection to a store's file: reads, transactions, and what a failed one means."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import Any

from core.stores.failures import FoundDamaged, OutcomeUnknown, WriteFailed, WritingStopped
from core.stores.files import (
    STOPPED,
    UNREADABLE,
    WITH_DIGESTS,
    beside,
    copy_store,
    create_if_missing,
    damages,
    layout_of,
    opened_store,
    primary_code,
    reading_failure,
    writer_lock,
)


class StoreFile:
    """One SQLite file with at most one writing process and any number of readers.

    Any thread may use it: one at a time is let in, and a transaction keeps the others out.
    """

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self.path = path.resolve()
        self.read_only = read_only
        self.guard = RLock()
        self.undone = 0
        self._changes = 0
        self._depth = 0
        self._stopped = False
        self._damage = ""
        with ExitStack() as opened:
            if not read_only:
                opened.enter_context(writer_lock(self.path))
                create_if_missing(self.path)
            connection = opened_store(self.path, read_only=read_only)
            self._connection = opened.enter_context(closing(connection))
            self.has_digests = layout_of(connection) >= WITH_DIGESTS
            self._opened = opened.pop_all()
        if not read_only:
            with suppress(OSError):
                beside(self.path, STOPPED).unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the file and of its lock; closing twice does no harm."""
        with self.guard:
            self._opened.close()

    def version(self) -> tuple[int, int]:
        """Another pair of numbers whenever the rows may have changed, here or elsewhere."""
        ((others,),) = self.fetch("PRAGMA data_version")
        return self._changes + self.undone, others

    def fetch(self, statement: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """All rows that ``statement`` selects. Raises ``ReadFailed`` or ``NotAStore``."""
        with self.guard:
            try:
                return self._connection.execute(statement, parameters).fetchall()
            except UNREADABLE as error:
                raise reading_failure(self.path, error) from error

    def change(self, statement: str, rows: Iterable[Sequence[Any]] | None = None) -> None:
        """Run ``statement`` once, or once for each of ``rows``, inside a transaction.

        Raises ``WriteFailed``, and ``sqlite3.IntegrityError`` where a constraint is broken.
        """
        with self.guard:
            if self.read_only:
                raise WriteFailed(self.path, "it is open for reading only")
            # SQLite itself rolls back after some failures. What follows must not go in alone.
            if not self._connection.in_transaction:
                raise WriteFailed(self.path, "its transaction was rolled back")
            self._changes += 1
            try:
                if rows is None:
                    self._connection.execute(statement)
                else:
                    self._connection.executemany(statement, rows)
            except sqlite3.IntegrityError:
                raise
            except sqlite3.Error as error:
                raise WriteFailed(self.path, str(error)) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write everything inside or nothing. One inside another undoes only its own part.

        On a store opened for reading, everything inside sees one and the same state. Raises
        ``WriteFailed``, ``WritingStopped`` and ``OutcomeUnknown``.
        """
        with self.guard:
            inner = self._depth > 0
            self._begin(inner=inner)
            self._depth += 1
            try:
                yield
            except BaseException:
                self._roll_back(inner=inner)
                raise
            else:
                self._commit(inner=inner)
            finally:
                self._depth -= 1

    def _begin(self, *, inner: bool) -> None:
        if self._damage:
            raise FoundDamaged(self.path, self._damage)
        if self._stopped:
            raise WritingStopped(self.path)
        if inner and not self._connection.in_transaction:
            raise WriteFailed(self.path, "its transaction was rolled back")
        outermost = "BEGIN" if self.read_only else "BEGIN IMMEDIATE"
        try:
            # An interrupt may have come right after an earlier BEGIN.
            if self._connection.in_transaction and not inner:
                self._connection.execute("ROLLBACK")
            self._connection.execute("SAVEPOINT inner" if inner else outermost)
        except sqlite3.Error as error:
            raise WriteFailed(self.path, str(error)) from error

    def _roll_back(self, *, inner: bool) -> None:
        self.undone += 1
        if not self._connection.in_transaction:
            return
        try:
            self._connection.execute("ROLLBACK TO inner" if inner else "ROLLBACK")
            if inner:
                self._connection.execute("RELEASE inner")
        except sqlite3.Error as error:
            self._stop(error)

    def stop(self, damage: str) -> None:
        """Write nothing more, for this was found in the file; what is in hand ends before."""
        with self.guard:
            self._damage = damage
            self._stop(damage)

    def _stop(self, error: object) -> None:
        """Write nothing more, and leave a note of that for others to see, if the disk takes one."""
        self._stopped = True
        with suppress(OSError):
            beside(self.path, STOPPED).write_bytes(f"{error}\n".encode())

    def _commit(self, *, inner: bool) -> None:
        if self._stopped or not self._connection.in_transaction:
            self._roll_back(inner=False)
            raise WriteFailed(self.path, "its transaction was rolled back")
        try:
            self._connection.execute("RELEASE inner" if inner else "COMMIT")
        except sqlite3.Error as error:
            self._roll_back(inner=False)
            if self._stopped or not (inner or is_certain(error)):
                self._stop(error)
                raise OutcomeUnknown(self.path, str(error)) from error
            raise WriteFailed(self.path, str(error)) from error

    @property
    def can_write(self) -> bool:
        """Whether a write may succeed: no longer, once one ended in doubt, or damage was found."""
        return not (self.read_only or self._stopped)

    def compact(self) -> None:
        """Write the file anew, without what was replaced or removed. Raises ``WriteFailed``."""
        with self.guard:
            try:
                self._connection.execute("VACUUM")
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except sqlite3.Error as error:
                raise WriteFailed(self.path, str(error)) from error

    def backup(self, target: Path) -> None:
        """Copy the committed rows to ``target`` while others read and write.

        ``target`` is replaced by a whole, checked copy or left as it was. Raises ``WriteFailed``.
        """
        if target.resolve() == self.path:
            raise WriteFailed(target, "it is the store itself")
        copy_store(self.path, target)

    def integrity(self, *, quick: bool = False) -> list[str]:
        """What SQLite finds wrong with the file; nothing when it is sound."""
        with self.guard:
            return damages(self._connection, "quick_check" if quick else "integrity_check")


def is_certain(error: sqlite3.Error) -> bool:
    """Whether a COMMIT that failed so has surely left nothing behind.

    On a full disk the frame that makes a transaction count was not written whole; a busy file
    was not written to at all. After any other failure nobody can tell.
    """
    return primary_code(error) in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY}
