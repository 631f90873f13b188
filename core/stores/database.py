"""A connection to a PostgreSQL database: one transaction at a time, and what a failed one means."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from threading import RLock
from typing import Any, Final

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict

from core.store import DecideAgain
from core.stores.failures import HeldElsewhere, ReadFailed, Unreachable, WriteFailed

CONNECT_SECONDS: Final = 5
PATIENCE: Final = 20.0
"""Seconds that a decision waits for those of others."""
IDLE: Final = "120s"
"""How long a machine that died in the middle of a decision keeps the others waiting at most."""
CONFLICTS: Final = (errors.SerializationFailure, errors.DeadlockDetected)
"""What a database answers where it could not put two transactions into an order."""
UNKNOWN: Final = (errors.StatementCompletionUnknown, errors.TransactionResolutionUnknown)
"""What a database of several machines answers where it doesn't know itself."""
SESSION: Final = (
    "SET synchronous_commit = on",
    f"SET lock_timeout = '{int(PATIENCE)}s'",
    f"SET idle_in_transaction_session_timeout = '{IDLE}'",
)
READ_ONLY: Final = ("SET default_transaction_read_only = on",)


class CommitLost(Exception):
    """The connection broke after COMMIT was sent and before it was answered."""


def shown(address: str) -> str:
    """An address as it may be shown and logged: server and database, no user, no password."""
    named = conninfo_to_dict(address)
    port = f":{named['port']}" if named.get("port") else ""
    return f"postgresql://{named.get('host') or 'localhost'}{port}/{named.get('dbname') or ''}"


def reason(error: psycopg.Error) -> str:
    """What the server says, in its first line."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


class Database:
    """One connection, made anew when it was lost. Threads are let in one at a time.

    A transaction whose connection breaks before COMMIT has left nothing behind: the server rolls
    it back. So everything but a lost COMMIT can be decided again.
    """

    def __init__(self, address: str, *, read_only: bool = False) -> None:
        self.where = shown(address)
        self.guard = RLock()
        self.inside = False
        self._address = address
        self._read_only = read_only
        self._connection = self._connected()

    def close(self) -> None:
        """Let go of the connection; an open transaction is rolled back by the server."""
        with self.guard:
            self._connection.close()

    def fetch(self, statement: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """All rows that a statement selects; outside a transaction, a lost connection is made anew.

        Raises:
            DecideAgain: the transaction that this was a part of is lost.
            ReadFailed, Unreachable: the sentence says why.
        """
        with self.guard:
            try:
                return self._run(statement, parameters)
            except psycopg.Error as error:
                was_inside, again = self.inside, self._is_passing(error)
                self.roll_back()
                if not again:
                    raise ReadFailed(self.where, reason(error)) from error
                if was_inside:
                    raise DecideAgain from error
            try:
                return self._run(statement, parameters)
            except psycopg.Error as error:
                raise ReadFailed(self.where, reason(error)) from error

    def _run(self, statement: str, parameters: Sequence[Any] = ()) -> list[Any]:
        if self._connection.closed:
            self._connection = self._connected()
        cursor = self._connection.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []

    def _is_passing(self, error: psycopg.Error) -> bool:
        """Whether the same may work when it is tried again: nothing of it was kept."""
        return self._connection.closed or isinstance(error, CONFLICTS)

    def run_alone(self, statement: str, parameters: Sequence[Any] = ()) -> None:
        """Run one statement as a transaction of its own. Raises ``psycopg.Error``."""
        with self.guard:
            self._run(statement, parameters)

    def begin(self, first: str) -> list[Any]:
        """Begin a transaction with this statement, which waits for those of others.

        Raises:
            HeldElsewhere: somebody else has been at it for too long.
            Unreachable, WriteFailed: the sentence says why.
        """
        until = time.monotonic() + PATIENCE
        with self.guard:
            while True:
                try:
                    self._run("BEGIN")
                    self.inside = True
                    return self._run(first)
                except psycopg.Error as error:
                    again = self._is_passing(error)
                    self.roll_back()
                    held = isinstance(error, errors.LockNotAvailable)
                    if held or (again and time.monotonic() > until):
                        raise HeldElsewhere(self.where) from error
                    if not again:
                        raise WriteFailed(self.where, reason(error)) from error

    def change(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement for each of the rows, inside a transaction.

        A failure rolls the transaction back. Raises ``psycopg.errors.UniqueViolation``,
        ``DecideAgain`` or ``WriteFailed``.
        """
        with self.guard:
            try:
                with self._connection.cursor() as cursor:
                    cursor.executemany(statement, rows)
            except psycopg.Error as error:
                again = self._is_passing(error)
                self.roll_back()
                if isinstance(error, errors.UniqueViolation):
                    raise
                if again:
                    raise DecideAgain from error
                raise WriteFailed(self.where, reason(error)) from error

    def commit(self) -> None:
        """Make everything since ``begin`` durable.

        Raises:
            DecideAgain, WriteFailed: nothing of it is there.
            CommitLost: nobody knows yet.
        """
        with self.guard:
            try:
                self._connection.execute("COMMIT")
                self.inside = False
            except psycopg.Error as error:
                unknown = self._connection.closed or isinstance(error, UNKNOWN)
                conflict = isinstance(error, CONFLICTS)
                self.roll_back()
                if unknown:
                    raise CommitLost from error
                if conflict:
                    raise DecideAgain from error
                raise WriteFailed(self.where, reason(error)) from error

    def roll_back(self) -> None:
        """End a transaction that is to leave nothing behind, where one is open."""
        with self.guard:
            was_inside, self.inside = self.inside, False
            if was_inside:
                with suppress(psycopg.Error):
                    self._connection.execute("ROLLBACK")

    def _connected(self) -> psycopg.Connection[Any]:
        try:
            connection: psycopg.Connection[Any] = psycopg.connect(
                self._address,
                autocommit=True,
                connect_timeout=CONNECT_SECONDS,
                # A pooler between us and the server may give each transaction another session.
                prepare_threshold=None,
            )
            for setting in (*SESSION, *(READ_ONLY if self._read_only else ())):
                connection.execute(setting)
        except psycopg.Error as error:
            raise Unreachable(self.where, reason(error)) from error
        return connection
