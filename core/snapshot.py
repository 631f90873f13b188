"""A snapshot of the books, so that opening a large ledger needn't fold every entry anew.

A snapshot is a cache beside the ledger and never the truth: it is used only where it is whole, was
made by the very code that reads it, and the ledger still has the entry that it ends with. Whatever
came after is folded as usual; where there is none that can be used, everything is.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import count, islice, takewhile
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from core.books import Books
from core.catalogue import BenefitType, MembershipBenefit, MembershipType
from core.clock import Key
from core.collecting import garbage_kept
from core.contact import Contact
from core.event import Event, Registration, RegistrationType
from core.level import BenefitLevel
from core.membership import Membership
from core.store import Store
from core.tally import Movements, tally_of
from core.usage_days import DayTold, UsageDays

T = TypeVar("T")
NAME: Final = "snapshot"
CHUNK: Final = 10_000
"""How many rows one document of a snapshot has."""
TAIL: Final = 20_000
"""So many entries since the last snapshot make a new one worth its while."""

_RECORDS: Final[Mapping[str, TypeAdapter[Any]]] = {
    "contacts": TypeAdapter(list[tuple[str, Contact]]),
    "benefit_types": TypeAdapter(list[tuple[str, BenefitType]]),
    "membership_types": TypeAdapter(list[tuple[str, MembershipType]]),
    "membership_benefits": TypeAdapter(list[tuple[str, MembershipBenefit]]),
    "events": TypeAdapter(list[tuple[str, Event]]),
    "registration_types": TypeAdapter(list[tuple[str, RegistrationType]]),
    "registrations": TypeAdapter(list[tuple[Key, Registration]]),
    "memberships": TypeAdapter(list[tuple[Key, Membership]]),
    "levels": TypeAdapter(list[tuple[Key, BenefitLevel]]),
    "updated": TypeAdapter(list[tuple[Key, Key]]),
}
"""The tables of the books that are kept as they are, row by row."""
_MOVEMENTS: Final = TypeAdapter(list[tuple[Key, Movements]])
_VOIDED: Final = TypeAdapter(list[Key])
_DAYS: Final = TypeAdapter(list[DayTold])
_OWNERS: Final = TypeAdapter(list[str])
_USED_BY: Final = TypeAdapter(list[tuple[tuple[str, str], list[Key]]])


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a snapshot says of itself: up to which entry it goes, and the digest of each part."""

    code: str
    last: Key
    revision: int
    parts: dict[str, str]


_SNAPSHOT: Final = TypeAdapter(Snapshot)


def remembered(store: Store) -> Books:
    """The books up to the store's snapshot, or empty ones where there is none to be used."""
    document = store.document(NAME)
    if document is None:
        return Books()
    try:
        snapshot = _SNAPSHOT.validate_python(document)
        if snapshot.code != code_digest() or store.entry(snapshot.last) is None:
            return Books()
        with garbage_kept():
            return _read(store, snapshot)
    except (ValidationError, Unusable):
        return Books()


def worth_remembering(store: Store, books: Books) -> bool:
    """Whether so much came after the last snapshot that a new one is worth its while."""
    document = store.document(NAME)
    usable = document is not None and document.get("code") == code_digest()
    return books.revision - (document["revision"] if document and usable else 0) > TAIL


def remember(store: Store, books: Books) -> None:
    """Keep a snapshot of the books, in place of the last one.

    Raises:
        StoreError: a write failed; the next opening folds more, and nothing is wrong.
    """
    if books.last is None:
        return
    parts = {}
    for name, text in _parts(books):
        store.keep(f"{NAME}:{name}", {"text": text})
        parts[name] = _digest(text)
    snapshot = Snapshot(code_digest(), books.last, books.revision, parts)
    store.keep(NAME, _SNAPSHOT.dump_python(snapshot, mode="json"))


class Unusable(Exception):
    """A part of a snapshot is missing, or isn't the one that the snapshot was kept with."""


@cache
def code_digest() -> str:
    """What tells the code that folds entries from every other version of it."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    return _digest("".join(source.read_text("utf-8") for source in sources))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _parts(books: Books) -> Iterator[tuple[str, str]]:
    for table, adapter in _RECORDS.items():
        yield from _chunks(table, adapter, getattr(books, table).items())
    moved = ((key, movements) for key, tally in books.tallies.items() if (movements := tally.told))
    yield from _chunks("tallies", _MOVEMENTS, moved)
    yield from _chunks("voided", _VOIDED, sorted(books.voided))
    yield from _chunks("used_by", _USED_BY, books.used_by.items())
    yield from _chunks("days", _DAYS, books.usage_days.told())
    yield from _chunks("owners", _OWNERS, books.usage_days.names)


def _chunks(
    table: str, adapter: TypeAdapter[Any], rows: Iterable[object]
) -> Iterator[tuple[str, str]]:
    rest = iter(rows)
    chunks = iter(lambda: list(islice(rest, CHUNK)), [])
    for number, chunk in enumerate(chunks):
        yield f"{table}:{number}", adapter.dump_json(chunk, exclude_defaults=True).decode()


def _read(store: Store, snapshot: Snapshot) -> Books:
    books = Books()

    def rows(table: str, adapter: TypeAdapter[list[T]]) -> list[T]:
        parts = takewhile(snapshot.parts.__contains__, (f"{table}:{n}" for n in count()))
        texts = (_text(store, part, snapshot.parts[part]) for part in parts)
        return [row for text in texts for row in adapter.validate_json(text)]

    for table, adapter in _RECORDS.items():
        setattr(books, table, dict(rows(table, adapter)))
    books.tallies = {key: tally_of(level) for key, level in books.levels.items()}
    for key, movements in rows("tallies", _MOVEMENTS):
        books.tallies[key].take_up(movements)
    books.voided = set(rows("voided", _VOIDED))
    books.used_by.update(rows("used_by", _USED_BY))
    books.usage_days = UsageDays.of(rows("days", _DAYS), rows("owners", _OWNERS))
    books.last, books.revision = snapshot.last, snapshot.revision
    books.index()
    return books


def _text(store: Store, part: str, digest: str) -> str:
    document = store.document(f"{NAME}:{part}")
    text = document["text"] if document else ""
    if _digest(text) != digest:
        raise Unusable
    return text
