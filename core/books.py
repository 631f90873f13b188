"""The books: everything the ledger says, folded into memory and kept up entry by entry."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from core.catalogue import BenefitType, MembershipBenefit, MembershipType
from core.clock import Key
from core.contact import Contact
from core.entry import Entry, EntryKind
from core.event import Event, Registration, RegistrationType
from core.level import BenefitLevel
from core.membership import Membership
from core.records import LOOKUP_RECORDS, LookupRecord, document_of, lookup_key, record_of
from core.tally import Tally, tally_of

INDEXES: Final = (
    "_memberships_of",
    "_levels_of",
    "_levels_owned",
    "_levels_held",
    "_affiliates",
)


class Books:
    """Records by code or key, the indexes that rules need, and one tally per level."""

    def __init__(self) -> None:
        self.contacts: dict[str, Contact] = {}
        self.benefit_types: dict[str, BenefitType] = {}
        self.membership_types: dict[str, MembershipType] = {}
        self.membership_benefits: dict[str, MembershipBenefit] = {}
        self.events: dict[str, Event] = {}
        self.registration_types: dict[str, RegistrationType] = {}
        self.registrations: dict[Key, Registration] = {}
        self.memberships: dict[Key, Membership] = {}
        self.levels: dict[Key, BenefitLevel] = {}
        self.tallies: dict[Key, Tally] = {}
        self.updated: dict[Key, Entry] = {}
        self.voided: set[Key] = set()
        self.last: Key | None = None
        self.revision = 0
        self._memberships_of: defaultdict[str, list[Key]] = defaultdict(list)
        self._levels_of: defaultdict[Key, list[Key]] = defaultdict(list)
        self._levels_owned: defaultdict[tuple[str, str], list[Key]] = defaultdict(list)
        self._affiliates: defaultdict[str, set[str]] = defaultdict(set)
        self._levels_held: defaultdict[tuple[str, str], list[Key]] = defaultdict(list)

    def copy(self) -> "Books":
        """Books of their own, to try changes out on."""
        twin = Books()
        for name, value in vars(self).items():
            setattr(twin, name, value if value is None or isinstance(value, int) else value.copy())
        twin.tallies = {key: tally.copy() for key, tally in self.tallies.items()}
        for index in INDEXES:
            of_self, of_twin = getattr(self, index), getattr(twin, index)
            of_twin.update({key: members.copy() for key, members in of_self.items()})
        return twin

    def apply(self, entry: Entry) -> None:
        """Count one more entry of the ledger."""
        _FOLDS[entry.kind](self, entry)
        self.last = entry.key
        self.revision += 1

    def memberships_of(self, contact: str) -> list[Membership]:
        """A contact's memberships, the oldest first."""
        return [self.memberships[key] for key in self._memberships_of.get(contact, ())]

    def levels_of(self, membership: Key) -> list[BenefitLevel]:
        """A membership's levels, in the order in which they were given."""
        return [self.levels[key] for key in self._levels_of.get(membership, ())]

    def levels_owned(self, contact: str, benefit_type: str) -> list[BenefitLevel]:
        """A contact's own levels of one benefit type."""
        return [self.levels[key] for key in self._levels_owned.get((contact, benefit_type), ())]

    def levels_held(self, contact: str, benefit_type: str) -> list[BenefitLevel]:
        """The levels of one benefit type of which units were conveyed to a contact."""
        return [self.levels[key] for key in self._levels_held.get((contact, benefit_type), ())]

    def affiliates(self, organisation: str) -> list[Contact]:
        """The people who belong to an organisation, by name."""
        people = (self.contacts[code] for code in self._affiliates.get(organisation, ()))
        return sorted(people, key=lambda person: person.name)

    def lookup(self, kind: type[LookupRecord]) -> dict[str, Any]:
        """The table that records of this kind are kept in, by code."""
        tables: dict[type[LookupRecord], dict[str, Any]] = {
            Contact: self.contacts,
            BenefitType: self.benefit_types,
            MembershipType: self.membership_types,
            MembershipBenefit: self.membership_benefits,
            Event: self.events,
            RegistrationType: self.registration_types,
        }
        return tables[kind]

    def catalogue_of(self, membership_type: str) -> Iterator[MembershipBenefit]:
        """The catalogue lines of a membership type that can still be chosen."""
        for line in self.membership_benefits.values():
            retired = line.retired or self.benefit_types[line.benefit_type].retired
            if line.membership_type == membership_type and not retired:
                yield line

    def fold_lookup(self, entry: Entry) -> None:
        """A contact or a catalogue row came in, or changed."""
        kind = LOOKUP_RECORDS[entry.kind]
        table = self.lookup(kind)
        fields = dict(entry.after or {})
        key = lookup_key(fields, kind)
        if old := table.get(key):
            fields = document_of(old) | fields
        table[key] = new = record_of(kind, fields)
        if isinstance(new, Contact):
            self._move(old, new)

    def _move(self, old: Contact | None, new: Contact) -> None:
        if old and old.affiliated_to:
            self._affiliates[old.affiliated_to].discard(old.code)
        if new.affiliated_to:
            self._affiliates[new.affiliated_to].add(new.code)

    def fold_membership(self, entry: Entry) -> None:
        """A membership was made, or its end moved."""
        fields = dict(entry.after or {})
        old = self.memberships.get(fields["key"])
        membership = record_of(Membership, document_of(old) | fields if old else fields)
        self.memberships[membership.key] = membership
        if not old:
            self._memberships_of[membership.contact].append(membership.key)

    def fold_registration(self, entry: Entry) -> None:
        """Somebody registered for an event."""
        registration = record_of(Registration, entry.after or {})
        self.registrations[registration.key] = registration

    def fold_cancellation(self, entry: Entry) -> None:
        """A registration was cancelled."""
        assert entry.reverses is not None
        registration = self.registrations[entry.reverses]
        self.registrations[entry.reverses] = replace(registration, cancelled=True)

    def fold_grant(self, entry: Entry) -> None:
        """A membership was given a level."""
        level = record_of(BenefitLevel, entry.after or {})
        self.levels[level.key] = level
        self.tallies[level.key] = tally_of(level)
        self.updated[level.key] = entry
        self._levels_of[level.membership].append(level.key)
        self._levels_owned[level.contact, level.benefit_type].append(level.key)

    def fold_level(self, entry: Entry) -> None:
        """A level's flags or comment changed."""
        assert entry.level is not None
        old = self.levels[entry.level]
        fields = document_of(old) | dict(entry.after or {})
        self.levels[entry.level] = record_of(BenefitLevel, fields)
        self.updated[entry.level] = entry

    def fold_movement(self, entry: Entry) -> None:
        """Units of a level were used, adjusted or given back."""
        assert entry.level is not None
        self.tallies[entry.level].add(entry)
        if entry.kind is EntryKind.ADJUSTMENT:
            self.updated[entry.level] = entry
        if entry.kind is EntryKind.CONVEYANCE:
            held = self._levels_held[entry.holder or "", self.levels[entry.level].benefit_type]
            if entry.level not in held:
                held.append(entry.level)
        if entry.reverses is not None:
            self.voided.add(entry.reverses)


_FOLDS: Final[dict[EntryKind, Callable[[Books, Entry], None]]] = {
    **dict.fromkeys(LOOKUP_RECORDS, Books.fold_lookup),
    EntryKind.MEMBERSHIP: Books.fold_membership,
    EntryKind.REGISTRATION: Books.fold_registration,
    EntryKind.CANCELLATION: Books.fold_cancellation,
    EntryKind.GRANT: Books.fold_grant,
    EntryKind.LEVEL: Books.fold_level,
    EntryKind.USAGE: Books.fold_movement,
    EntryKind.ADJUSTMENT: Books.fold_movement,
    EntryKind.CONVEYANCE: Books.fold_movement,
    EntryKind.RECALL: Books.fold_movement,
    EntryKind.VOID: Books.fold_movement,
}


def books_of(entries: Iterable[Entry]) -> Books:
    """The books that a ledger, or its beginning, amounts to."""
    books = Books()
    for entry in entries:
        books.apply(entry)
    return books
