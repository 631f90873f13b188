"""The latest: what somebody recorded or changed in the past days and has not taken back."""

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Final, TypeAlias

from bot.receipts import benefit_of
from core.books import Books
from core.bulk import NotRecordedInBulk, recorded_in_bulk_with
from core.catalogue import BenefitType
from core.clock import Key
from core.contact import Contact
from core.desk import Desk
from core.entry import Entry, EntryKind
from core.errors import AlreadyVoided, UnknownEntry
from core.quantity import ZERO
from core.voiding import VOIDABLE

DAYS: Final = timedelta(days=7)
MOST: Final = 10
Act: TypeAlias = tuple[Key, EntryKind]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedAct:
    """A usage or an adjustment in names; a usage that drew on several levels is one act.

    `members` counts those of a bulk recording that still stand, where it is told as one act.
    """

    key: Key
    kind: EntryKind
    at: datetime
    owner: Contact
    holder: Contact
    benefit: BenefitType
    quantity: Decimal
    on: date | None
    description: str
    members: int = 0


@dataclass(frozen=True, slots=True)
class _Told:
    """An act as it is remembered: when it was told, and the keys of its entries."""

    at: datetime
    keys: list[Key]


class Latest:
    """Who told the ledger what within `DAYS`, kept up entry by entry.

    So a look at it reads what is new since the last one, and not a week of the ledger.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._seen = Key(0)
        self._acts: defaultdict[str, dict[Act, _Told]] = defaultdict(dict)
        self._let_go_on = date.min
        self._lock = threading.Lock()

    def of(self, actor: str) -> list[RecordedAct]:
        """What this actor told and can be taken back, the latest first; a bulk is one of them."""
        desk = self._desk
        since = desk.clock.now() - DAYS
        with self._lock:
            self._catch_up(since)
            told = [each for each in self._acts[actor].values() if each.at >= since]
        standing = desk.read(
            lambda books: [each for each in told if each.keys[0] not in books.voided]
        )
        acts = list(islice(_bulks_as_one(desk, reversed(standing)), MOST))
        return desk.read(lambda books: [_named(books, act, members) for act, members in acts])

    def _catch_up(self, since: datetime) -> None:
        # A key is the millisecond it was made in, so that nothing older has to be read.
        first = max(self._seen, Key(int(since.timestamp() * 1000)))
        for entry in self._desk.store.entries(after=first):
            self._seen = entry.key
            if _can_be_taken_back(self._desk, entry):
                told = self._acts[entry.actor].setdefault(_act_of(entry), _Told(entry.at, []))
                told.keys.append(entry.key)
        if self._let_go_on != since.date():
            self._let_go_on = since.date()
            for actor, acts in self._acts.items():
                self._acts[actor] = {act: each for act, each in acts.items() if each.at >= since}


def latest_about(desk: Desk, contact: str) -> list[RecordedAct]:
    """What was recorded about a contact and can be taken back, whoever did it, the latest first.

    It is what was drawn on their levels, and what they used of somebody else's.
    """

    def levels(books: Books) -> set[Key]:
        one = books.contacts.get(contact)
        owners = {contact, (one.affiliated_to if one else None) or contact}
        return {key for key, level in books.levels.items() if level.contact in owners}

    told = (
        entry
        for level in desk.read(levels)
        for entry in desk.store.entries_of_level(level)
        if contact in (entry.contact, entry.holder)
    )
    acts = sorted(
        (sorted(act, key=lambda part: part.key) for act in _acts(desk, told)),
        key=lambda act: act[0].key,
        reverse=True,
    )

    def standing(books: Books) -> list[RecordedAct]:
        stand = (act for act in acts if act[0].key not in books.voided)
        return [_named(books, act) for act in islice(stand, MOST)]

    return desk.read(standing)


def _acts(desk: Desk, entries: Iterable[Entry]) -> Iterable[list[Entry]]:
    """What can be taken back by itself."""
    acts: dict[Act, list[Entry]] = {}
    for entry in entries:
        if _can_be_taken_back(desk, entry):
            acts.setdefault(_act_of(entry), []).append(entry)
    return acts.values()


def _act_of(entry: Entry) -> Act:
    """What an entry is part of, of its own kind."""
    return entry.act, entry.kind


def _can_be_taken_back(desk: Desk, entry: Entry) -> bool:
    """Whether an entry can be taken back by itself.

    What a registration drew goes when that is cancelled, an overage with the use that it made room
    for, and what a renewal moved stays moved.
    """
    return entry.kind in VOIDABLE and not entry.event and not _comes_with_another(desk, entry)


def _comes_with_another(desk: Desk, entry: Entry) -> bool:
    """Whether it is an overage, or half of a renewal's move from an old level to a new one."""
    if entry.kind is not EntryKind.ADJUSTMENT or entry.part_of is None:
        return False
    first = desk.store.entry(entry.part_of)
    return first is not None and first.kind in {EntryKind.USAGE, EntryKind.MEMBERSHIP}


def _bulks_as_one(desk: Desk, told: Iterable[_Told]) -> Iterator[tuple[list[Entry], int]]:
    """The entries of each act, and of how many members where a bulk recording is told as one."""
    seen = set[Key]()
    for each in told:
        if each.keys[0] not in seen:
            together = _recorded_together(desk, each.keys[0])
            seen.update(together)
            act = [entry for key in each.keys if (entry := desk.store.entry(key))]
            yield act, len(together) if len(together) > 1 else 0


def _recorded_together(desk: Desk, key: Key) -> list[Key]:
    try:
        return recorded_in_bulk_with(desk, key)
    except NotRecordedInBulk:
        return []


def recorded_act(desk: Desk, key: Key) -> RecordedAct:
    """The act with this key, whether or not it was taken back.

    Raises:
        UnknownEntry: there is no usage or adjustment with it.
    """
    entry = desk.store.entry(key)
    if entry is None or entry.kind not in VOIDABLE:
        raise UnknownEntry(key)
    act = _parts(desk, entry)
    return desk.read(lambda books: _named(books, act))


def must_stand(desk: Desk, act: RecordedAct) -> None:
    """Raise `AlreadyVoided` where the act was taken back."""
    if desk.read(lambda books: act.key in books.voided):
        raise AlreadyVoided


def _parts(desk: Desk, entry: Entry) -> Sequence[Entry]:
    first = desk.store.entry(entry.act) or entry
    same_request = desk.store.entries_of_request(first.idempotency_key)
    return [part for part in same_request if part.kind is entry.kind]


def _named(books: Books, act: Sequence[Entry], members: int = 0) -> RecordedAct:
    first = act[0]
    owner = books.contacts[first.contact or ""]
    return RecordedAct(
        key=first.key,
        kind=first.kind,
        at=first.at,
        owner=owner,
        holder=books.contacts.get(first.holder or "", owner),
        benefit=benefit_of(books, first),
        quantity=sum((entry.quantity or ZERO for entry in act), ZERO),
        on=first.on,
        description=first.description or first.note,
        members=members,
    )
