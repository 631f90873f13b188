"""The books: everything the ledger says, folded into memory and kept up entry by entry."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from core.catalogue import BenefitType, MembershipBenefit, MembershipType
from core.clock import Key
from core.collecting import garbage_kept
from core.contact import Contact
from core.entry import Entry, EntryKind
from core.event import Event, Registration, RegistrationType
from core.level import BenefitLevel
from core.membership import Membership, Transaction
from core.records import LOOKUP_RECORDS, LookupRecord, document_of, lookup_key, record_of
from core.search import Finder
from core.store import LedgerBroken
from core.tally import Tally, moved, tally_of
from core.usage_days import UsageDays

INDEXES: Final = (
    "_memberships_of",
    "_levels_of",
    "_levels_owned",
    "_levels_held",
    "used_by",
    "_affiliates",
    "_spellings",
)

RECORD_TABLES: Final = (
    "contacts",
    "benefit_types",
    "membership_types",
    "membership_benefits",
    "events",
    "registration_types",
    "registrations",
    "memberships",
    "levels",
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
        self.updated: dict[Key, Key] = {}
        self.voided: set[Key] = set()
        self.usage_days = UsageDays()
        self.paid: dict[str, Transaction] = {}
        """Every transaction that paid for a membership, by its code."""
        self.last: Key | None = None
        self.revision = 0
        self._finder: Finder[Contact] | None = None
        self._memberships_of: defaultdict[str, list[Key]] = defaultdict(list)
        self._levels_of: defaultdict[Key, list[Key]] = defaultdict(list)
        self._levels_owned: defaultdict[tuple[str, str], list[Key]] = defaultdict(list)
        self._affiliates: defaultdict[str, set[str]] = defaultdict(set)
        self._spellings: defaultdict[type[LookupRecord], dict[str, str]] = defaultdict(dict)
        self._levels_held: defaultdict[tuple[str, str], list[Key]] = defaultdict(list)
        self.used_by: defaultdict[tuple[str, str], list[Key]] = defaultdict(list)

    def copy(self) -> "Books":
        """Books of their own, to try changes out on."""
        twin = Books()
        with garbage_kept():
            for name, value in vars(self).items():
                setattr(twin, name, value.copy() if hasattr(value, "copy") else value)
            twin.tallies = {key: tally.copy() for key, tally in self.tallies.items()}
            for index in INDEXES:
                of_self, of_twin = getattr(self, index), getattr(twin, index)
                of_twin.update({key: members.copy() for key, members in of_self.items()})
        return twin

    @property
    def finder(self) -> Finder[Contact]:
        """Finds a contact by what somebody types; made anew when contacts have changed."""
        if self._finder is None:
            self._finder = Finder(self.contacts.values())
        return self._finder

    def spelt(self, kind: type[LookupRecord], code: str) -> str | None:
        """The code of that kind that has these letters, in capitals or not."""
        return self._spellings[kind].get(code.casefold())

    def index(self) -> None:
        """Find everything that the indexes point to anew, in records and tallies."""
        for kind in LOOKUP_RECORDS.values():
            self._spellings[kind] = {code.casefold(): code for code in self.lookup(kind)}
        for contact in self.contacts.values():
            self._move(None, contact)
        for membership in self.memberships.values():
            self._index_membership(membership)
        for level in self.levels.values():
            self._index_level(level)
            for holder in self.tallies[level.key].held or ():
                self._levels_held[holder, level.benefit_type].append(level.key)

    def _index_membership(self, membership: Membership) -> None:
        self._memberships_of[membership.contact].append(membership.key)
        if paid := membership.transaction:
            self.paid.setdefault(paid.code, paid)

    def _index_level(self, level: BenefitLevel) -> None:
        self._levels_of[level.membership].append(level.key)
        self._levels_owned[level.contact, level.benefit_type].append(level.key)

    def apply(self, entry: Entry) -> None:
        """Count one more entry of the ledger.

        Raises:
            LedgerBroken: it refers to what isn't there, or says what can't be.
        """
        try:
            _FOLDS[entry.kind](self, entry)
        except (LookupError, ValueError, AssertionError) as wrong:
            raise LedgerBroken(entry.key, "it doesn't fit those before it") from wrong
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

    def levels_used(self, holder: str, benefit_type: str) -> list[BenefitLevel]:
        """The levels of one benefit type that a contact may ever have used: own and others'."""
        others = self.used_by.get((holder, benefit_type), ())
        return [*self.levels_owned(holder, benefit_type), *(self.levels[key] for key in others)]

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
        self._spellings[kind][key.casefold()] = key
        if isinstance(new, Contact):
            self._finder = None
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
            self._index_membership(membership)

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
        self.updated[level.key] = entry.key
        self._index_level(level)

    def fold_level(self, entry: Entry) -> None:
        """A level's flags or comment changed."""
        assert entry.level is not None
        old = self.levels[entry.level]
        fields = document_of(old) | dict(entry.after or {})
        self.levels[entry.level] = new = record_of(BenefitLevel, fields)
        if new.ends_on != old.ends_on:
            self.tallies[entry.level].end(new.ends_on)
        self.updated[entry.level] = entry.key

    def fold_movement(self, entry: Entry) -> None:
        """Units of a level were used, adjusted or given back."""
        assert entry.level is not None
        self.tallies[entry.level].add(entry)
        if entry.kind is EntryKind.USAGE:
            self.usage_days.add(entry, self.levels[entry.level])
        if entry.kind is EntryKind.ADJUSTMENT:
            self.updated[entry.level] = entry.key
        if entry.kind is EntryKind.CONVEYANCE:
            self._note(self._levels_held, entry.holder, entry.level)
        if entry.kind is EntryKind.USAGE and entry.holder != entry.contact:
            self._note(self.used_by, entry.holder, entry.level)
        if entry.reverses is not None:
            self.voided.add(entry.reverses)
            if moved(entry)[0] is EntryKind.USAGE:
                self.usage_days.take_out(entry, self.levels[entry.level])

    def _note(
        self, index: dict[tuple[str, str], list[Key]], holder: str | None, level: Key
    ) -> None:
        noted = index[holder or "", self.levels[level].benefit_type]
        if level not in noted:
            noted.append(level)


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
