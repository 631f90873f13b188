"""The entry: one fact in the append-only ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from core.actor import Source
from core.clock import Key


class EntryKind(StrEnum):
    """What an entry says."""

    CONTACT = "contact"
    BENEFIT_TYPE = "benefit-type"
    MEMBERSHIP_TYPE = "membership-type"
    MEMBERSHIP_BENEFIT = "membership-benefit"
    MEMBERSHIP = "membership"
    EVENT = "event"
    REGISTRATION_TYPE = "registration-type"
    REGISTRATION = "registration"
    CANCELLATION = "cancellation"
    GRANT = "grant"
    LEVEL = "level"
    USAGE = "usage"
    ADJUSTMENT = "adjustment"
    CONVEYANCE = "conveyance"
    RECALL = "recall"
    VOID = "void"

    # Enum's own is written in Python, and the kind of every entry is looked up.
    __hash__ = str.__hash__


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One fact that was added to the ledger and is never changed.

    `on` is the date the fact is about, `at` the instant it was told. `reverses` names the entry
    that a void takes back; `part_of` names the first entry of an act that drew on several levels.
    `conveyed` says that a usage drew on units conveyed to its holder before, `once` that an
    adjustment is for one period only. Entries about contacts, catalogue, memberships and levels
    carry the changed fields in `before` and `after`. `event` names the event that a registration,
    or the usage it draws, is for.
    """

    key: Key
    at: datetime
    actor: str
    source: Source
    idempotency_key: str
    kind: EntryKind
    contact: str | None = None
    level: Key | None = None
    holder: str | None = None
    quantity: Decimal | None = None
    on: date | None = None
    description: str = ""
    note: str = ""
    reverses: Key | None = None
    part_of: Key | None = None
    conveyed: bool = False
    once: bool = False
    event: str | None = None
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None

    @property
    def act(self) -> Key:
        """The key of the act this entry belongs to: its own, or the first entry's."""
        return self.part_of or self.key


OPTIONAL: Final = (
    "contact",
    "level",
    "holder",
    "description",
    "note",
    "reverses",
    "part_of",
    "conveyed",
    "once",
    "event",
)
"""Fields that are left out of the document where they are blank."""


@lru_cache(maxsize=16)
def _instant(at: datetime) -> str:
    """Many entries are told at the same instant."""
    return at.isoformat(timespec="milliseconds")


def to_document(entry: Entry) -> dict[str, Any]:
    """The entry as flat JSON, without what is blank."""
    document: dict[str, Any] = {
        "key": entry.key,
        "at": _instant(entry.at),
        "actor": entry.actor,
        "source": str(entry.source),
        "idempotency_key": entry.idempotency_key,
        "kind": str(entry.kind),
    }
    for name in OPTIONAL:
        if value := getattr(entry, name):
            document[name] = value
    if entry.quantity is not None:
        document["quantity"] = str(entry.quantity)
    if entry.on is not None:
        document["on"] = entry.on.isoformat()
    for name in ("before", "after"):
        if (fields := getattr(entry, name)) is not None:
            document[name] = dict(fields)
    return document


_SOURCES: Final = {source.value: source for source in Source}
_KINDS: Final = {kind.value: kind for kind in EntryKind}


def from_document(document: Mapping[str, Any]) -> Entry:
    """The entry that `to_document` wrote."""
    quantity, on = document.get("quantity"), document.get("on")
    units = None if quantity is None else Decimal(quantity)
    if units is not None and not units.is_finite():
        raise ValueError(f"{quantity} is no quantity")
    return Entry(
        key=document["key"],
        at=datetime.fromisoformat(document["at"]),
        actor=document["actor"],
        source=_SOURCES[document["source"]],
        idempotency_key=document["idempotency_key"],
        kind=_KINDS[document["kind"]],
        contact=document.get("contact"),
        level=document.get("level"),
        holder=document.get("holder"),
        quantity=units,
        on=None if on is None else date.fromisoformat(on),
        description=document.get("description", ""),
        note=document.get("note", ""),
        reverses=document.get("reverses"),
        part_of=document.get("part_of"),
        conveyed=document.get("conveyed", False),
        once=document.get("once", False),
        event=document.get("event"),
        before=document.get("before"),
        after=document.get("after"),
    )
