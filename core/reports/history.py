"""The history report: every transaction, as it was told.

Source: the benefit tracking guide, "Benefit Item History report".
"""

from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any, Final

from core.books import Books
from core.desk import Desk
from core.entry import Entry, EntryKind

COLUMNS: Final = (
    "key",
    "at",
    "actor",
    "source",
    "kind",
    "contact",
    "holder",
    "benefit_type",
    "quantity",
    "used_on",
    "description",
    "note",
    "reverses",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryQuery:
    """What to report: dates that entries are about, both included, and narrowed to what.

    `actor` is the id that stands in the entries.
    """

    since: date | None = None
    until: date | None = None
    member: str | None = None
    benefit: str | None = None
    kind: EntryKind | None = None
    actor: str | None = None


def history(desk: Desk, query: HistoryQuery) -> list[Entry]:
    """The entries in the order in which they were told."""
    # Nobody has to wait while the whole ledger is read: entries only point to what is there.
    books = desk.read(lambda books: books)
    zone = desk.policy.zone
    return [entry for entry in desk.store.entries() if _in(books, entry, query, zone)]


def day_of(entry: Entry, zone: tzinfo) -> date:
    """The day that an entry names, or else the one on which it was told, where the `zone` is."""
    return entry.on or entry.at.astimezone(zone).date()


def _in(books: Books, entry: Entry, query: HistoryQuery, zone: tzinfo) -> bool:
    about = day_of(entry, zone)
    return (
        query.kind in (None, entry.kind)
        and query.actor in (None, entry.actor)
        and (query.since is None or about >= query.since)
        and (query.until is None or about <= query.until)
        and (query.member is None or query.member in (entry.contact, entry.holder))
        and (query.benefit is None or query.benefit == benefit_of(books, entry))
    )


def benefit_of(books: Books, entry: Entry) -> str | None:
    """The benefit type that an entry is about, if any."""
    return books.levels[entry.level].benefit_type if entry.level in books.levels else None


def as_json(books: Books, entry: Entry) -> dict[str, Any]:
    """The entry under the words of the command line."""
    return {
        "key": entry.key,
        "at": entry.at,
        "actor": entry.actor,
        "source": entry.source.value,
        "kind": entry.kind.value,
        "contact": entry.contact,
        "holder": entry.holder,
        "benefit_type": benefit_of(books, entry),
        "quantity": entry.quantity,
        "used_on": entry.on,
        "description": entry.description,
        "note": entry.note,
        "reverses": entry.reverses,
    }
