"""The store of several processes on several machines: one ledger in a PostgreSQL database.

Every decision holds the ledger's one head row from before it reads until it has committed. So each
sees everything that was decided before it, and entries become visible in the order of their keys: a
process that has read up to a key has missed nothing below it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any, Final

from psycopg.errors import UniqueViolation

from core.clock import Key
from core.entry import Entry, from_document, to_document
from core.store import AlreadyStored, DecideAgain, LedgerBroken, StoreError, part_key
from core.stores.copying import copy_into_file
from core.stores.database import CommitLost, Database, shown
from core.stores.failures import AnswerLost
from core.stores.layouts import bring_up_to_date

__all__ = ["PostgresStore", "shown"]

CHUNK: Final = 1000
"""How many rows are read at a time."""
PARTS: Final = 16
"""How many parts of a request are asked for at a time; most requests have fewer."""

FREEZE: Final = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"
HOLD: Final = "SELECT last FROM benefit_desk_ledger WHERE id = 1 FOR UPDATE"
MOVE: Final = "UPDATE benefit_desk_ledger SET last = %s WHERE id = 1"
ADD: Final = (
    "INSERT INTO benefit_desk_entries (key, idempotency_key, level, document)"
    " VALUES (%s, %s, %s, %s)"
)
AFTER: Final = "SELECT key, document FROM benefit_desk_entries WHERE key > %s ORDER BY key LIMIT %s"
ONE: Final = "SELECT key, document FROM benefit_desk_entries WHERE key = %s"
OF_LEVEL: Final = "SELECT key, document FROM benefit_desk_entries WHERE level = %s ORDER BY key"
OF_REQUEST: Final = (
    "SELECT key, document FROM benefit_desk_entries WHERE idempotency_key = ANY(%s) ORDER BY key"
)
TAKEN: Final = "SELECT idempotency_key FROM benefit_desk_entries WHERE idempotency_key = ANY(%s)"
REWRITE: Final = "UPDATE benefit_desk_entries SET document = %s WHERE key = %s"
DOCUMENT: Final = "SELECT content FROM benefit_desk_documents WHERE name = %s"
ALL_DOCUMENTS: Final = "SELECT name, content FROM benefit_desk_documents ORDER BY name"
DROP: Final = "DELETE FROM benefit_desk_documents WHERE name = %s"
KEEP: Final = (
    "INSERT INTO benefit_desk_documents (name, content) VALUES (%s, %s)"
    " ON CONFLICT (name) DO UPDATE SET content = excluded.content"
)


def _entry(key: int, text: str) -> Entry:
    try:
        return from_document(json.loads(text))
    except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError) as wrong:
        raise LedgerBroken(key, "it can't be read") from wrong


class PostgresStore:
    """The ledger in a database that other processes write to as well."""

    def __init__(self, address: str, *, read_only: bool = False, make: bool = True) -> None:
        self._address = address
        self._database = Database(address, read_only=read_only)
        self._decisions = 0
        self._head = 0
        try:
            bring_up_to_date(self._database, make=make, may_write=not read_only)
        except BaseException:
            self.close()
            raise

    @property
    def where(self) -> str:
        """The address, without user and password."""
        return self._database.where

    @property
    def last(self) -> Key | None:
        """Others may have written since: it has to be asked."""
        return None

    @property
    def shared(self) -> bool:
        """Any number of processes may write."""
        return True

    @contextmanager
    def deciding(self) -> Iterator[None]:
        """Hold the ledger's head, so that nobody else decides, in whatever process."""
        with self._database.guard:
            if self._decisions == 0:
                self._head = self._hold()
            self._decisions += 1
            try:
                yield
            finally:
                self._decisions -= 1
                if self._decisions == 0:
                    self._database.roll_back()

    def _hold(self) -> int:
        ((last,),) = self._database.begin(HOLD)
        return int(last)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Inside a decision; the second write of one needs the head once more."""
        with self.deciding():
            if not self._database.inside and self._hold() != self._head:
                self._database.roll_back()
                raise DecideAgain
            yield

    def append(self, entries: Sequence[Entry]) -> None:
        """Write all entries in one transaction, committed before this returns.

        Raises:
            AnswerLost: the connection broke at the commit, and there is no other one.
        """
        rows = [
            (entry.key, entry.idempotency_key, entry.level, json.dumps(to_document(entry)))
            for entry in entries
        ]
        with self._writing():
            if entries[0].key <= self._head:
                self._database.roll_back()
                raise DecideAgain
            try:
                self._database.change(ADD, rows)
            except UniqueViolation as taken:
                raise self._which_was_there(entries) from taken
            self._database.change(MOVE, [(entries[-1].key,)])
            self._commit(entries[0])
            self._head = entries[-1].key

    def _which_was_there(self, entries: Sequence[Entry]) -> StoreError:
        there = self.carried_out(entry.idempotency_key for entry in entries)
        keys = [entry.idempotency_key for entry in entries]
        first = next((key for key in keys if key in there or keys.count(key) > 1), None)
        return DecideAgain() if first is None else AlreadyStored(first)

    def _commit(self, first: Entry) -> None:
        """Commit, and where the answer is lost, ask over another connection.

        Whoever gets to hold the head can be sure that the lost transaction has ended.
        """
        try:
            self._database.commit()
        except CommitLost as lost:
            try:
                self._hold()
                found = self.entry(first.key)
            except StoreError as unreachable:
                raise AnswerLost(self.where) from unreachable
            finally:
                self._database.roll_back()
            if found is None or found.idempotency_key != first.idempotency_key:
                raise DecideAgain from lost

    def entries(self, *, after: Key | None = None) -> Iterator[Entry]:
        """The ledger in the order of its keys."""
        last: int = after or 0
        while True:
            page = self._database.fetch(AFTER, (last, CHUNK))
            for key, text in page:
                yield _entry(key, text)
            if len(page) < CHUNK:
                return
            last = page[-1][0]

    def entry(self, key: Key) -> Entry | None:
        """The entry with this key."""
        found = self._entries(ONE, key)
        return found[0] if found else None

    def entries_of_level(self, level: Key) -> list[Entry]:
        """Every entry of one benefit level, in order."""
        return self._entries(OF_LEVEL, level)

    def entries_of_request(self, idempotency_key: str) -> list[Entry]:
        """What one request wrote, part by part."""
        found: list[Entry] = []
        while True:
            parts = range(len(found) + 1, len(found) + 1 + PARTS)
            some = self._entries(OF_REQUEST, [part_key(idempotency_key, part) for part in parts])
            found += some
            if len(some) < PARTS:
                return found

    def _entries(self, statement: str, value: object) -> list[Entry]:
        return [_entry(*row) for row in self._database.fetch(statement, (value,))]

    def carried_out(self, idempotency_keys: Iterable[str]) -> set[str]:
        """Those of the requests that wrote something."""
        rest, found = iter(idempotency_keys), set[str]()
        while some := list(islice(rest, CHUNK)):
            found.update(key for (key,) in self._database.fetch(TAKEN, (some,)))
        return found

    def document(self, name: str) -> dict[str, Any] | None:
        """A document kept beside the ledger."""
        found = self._database.fetch(DOCUMENT, (name,))
        return json.loads(found[0][0]) if found else None

    def documents(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every document by its name."""
        for name, content in self._database.fetch(ALL_DOCUMENTS):
            yield name, json.loads(content)

    def keep(self, name: str, document: Mapping[str, Any]) -> None:
        """Write a document durably, in place of the one of that name."""
        self._replace(KEEP, [(name, json.dumps(dict(document)))])

    def drop(self, name: str) -> None:
        """Take a document away, durably."""
        self._replace(DROP, [(name,)])

    def _replace(self, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
        with self.deciding():
            # What is put in the place of something, or taken away, is so when it is done twice.
            for _ in range(2):
                with self._writing(), suppress(CommitLost):
                    self._database.change(statement, rows)
                    self._database.commit()
                    return
            raise AnswerLost(self.where)

    def backup(self, path: Path) -> None:
        """Copy the whole ledger, as it stands at one moment, into an embedded store's file."""
        with closing(PostgresStore(self._address, read_only=True)) as frozen:
            frozen._database.begin(FREEZE)  # noqa: SLF001 - a store of our own making
            copy_into_file(frozen.entries(), frozen.documents(), path)

    def rewrite(self, entries: Sequence[Entry]) -> None:
        """Put these in the place of those with the same keys, in one transaction."""
        self._replace(REWRITE, [(json.dumps(to_document(e)), e.key) for e in entries])

    def clean(self) -> None:
        """The server clears its files by itself: what was replaced goes with its next VACUUM."""

    @property
    def can_write(self) -> bool:
        """Whatever ended in doubt is looked up, and the next write is another one."""
        return True

    def damages(self) -> list[str]:
        """The database server looks after its own files."""
        return []

    def close(self) -> None:
        """Let go of the connection."""
        self._database.close()
