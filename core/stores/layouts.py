"""The tables of a PostgreSQL store, layout by layout: each step leads from one to the next."""

from __future__ import annotations

from typing import Final

import psycopg
from psycopg import errors

from core.stores.database import Database, reason
from core.stores.failures import NewerStore, NoLedger, WriteFailed

STEPS: Final = (
    """
    CREATE TABLE IF NOT EXISTS benefit_desk_entries (
        key BIGINT PRIMARY KEY,
        idempotency_key TEXT NOT NULL UNIQUE,
        level BIGINT,
        document TEXT NOT NULL
    );
    CREATE INDEX IF NOT EXISTS benefit_desk_entries_of_level
        ON benefit_desk_entries (level, key);
    CREATE TABLE IF NOT EXISTS benefit_desk_documents (
        name TEXT PRIMARY KEY,
        content TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS benefit_desk_ledger (
        id INT PRIMARY KEY,
        last BIGINT NOT NULL,
        layout INT NOT NULL
    );
    INSERT INTO benefit_desk_ledger (id, last, layout) VALUES (1, 0, 0)
        ON CONFLICT (id) DO NOTHING
    """,
)
"""Every statement can be run again: a step may have been broken off, or be taken twice at once."""

LAYOUT: Final = len(STEPS)
IS_THERE: Final = (
    "SELECT COUNT(*) FROM information_schema.tables"
    " WHERE table_name = 'benefit_desk_ledger' AND table_schema = current_schema()"
)
STEP_TAKEN: Final = "UPDATE benefit_desk_ledger SET layout = %s WHERE layout < %s"
TRIES: Final = 5
TOGETHER: Final = (
    errors.UniqueViolation,
    errors.DuplicateTable,
    errors.DuplicateObject,
    errors.SerializationFailure,
    errors.InternalError_,
)
"""What two processes that make the same table at once may be told; the second try finds it."""


def _layout(database: Database) -> int:
    ((there,),) = database.fetch(IS_THERE)
    if not there:
        return 0
    rows = database.fetch("SELECT layout FROM benefit_desk_ledger WHERE id = 1")
    return int(rows[0][0]) if rows else 0


def bring_up_to_date(
    database: Database,
    *,
    make: bool,
    may_write: bool,
    steps: tuple[str, ...] = STEPS,
) -> None:
    """Make the tables, or lead those of an older layout to the present one.

    Raises:
        NoLedger: there is none, and none may be made.
        NewerStore: a later version wrote it.
    """
    found = _layout(database)
    if found > len(steps):
        raise NewerStore(database.where, found=found, known=len(steps))
    if found == 0 and not (make and may_write):
        raise NoLedger(database.where)
    for number, step in enumerate(steps, start=1):
        if may_write and number > found:
            for statement in step.split(";"):
                _take(database, statement)
            _take(database, STEP_TAKEN, (number, number))


def _take(database: Database, statement: str, values: tuple[int, ...] = ()) -> None:
    """Run a statement by itself: not every database makes tables inside a transaction."""
    for _ in range(TRIES):
        try:
            database.run_alone(statement, values)
        except TOGETHER:
            continue
        except psycopg.Error as error:
            raise WriteFailed(database.where, reason(error)) from error
        else:
            return
    raise WriteFailed(database.where, "others are making the same tables")
