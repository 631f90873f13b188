"""The catalogue and the contacts as tabs: rows can be edited, and new ones pasted."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields, replace
from enum import StrEnum
from typing import Any, Final

from rapidfuzz import fuzz, process

from core.actor import Actor
from core.books import Books
from core.catalogue import BenefitKind, BenefitType, MembershipBenefit, MembershipType, Period
from core.columns import COLUMNS, Kind
from core.columns import Cell as CellKind
from core.contact import Contact, ContactKind
from core.desk import Desk
from core.errors import BenefitError, UnknownContact
from core.event import Event
from core.importers import NotAChoice
from core.records import LookupRecord
from sheets_sync.errors import CellBlank, CodeStays, CodeThere, CodeWasChanged, RowNotReadable
from sheets_sync.layout import Contents, Layout, SheetColumn
from sheets_sync.rows import content_of, value_of

YES_OR_NO: Final = ("yes", "no")
WORDS: Final[dict[tuple[Kind, str], type[StrEnum]]] = {
    (Kind.CONTACTS, "kind"): ContactKind,
    (Kind.BENEFIT_TYPES, "kind"): BenefitKind,
    (Kind.MEMBERSHIP_BENEFITS, "period"): Period,
}
"""Columns that hold one of a few words."""
_WIDTHS: Final = {"name": 220, "note": 220, "email": 200, "categories": 160}
_NOTES: Final = {
    "code": "By this code it is known for good. A new row needs one of its own.",
    "affiliated_to": "The code of the organisation that a person belongs to.",
    "authorised": "yes: may use the organisation's benefits.",
    "authorised_until": "The last day on which they may; blank is without end.",
    "authorised_max": "The most units of one benefit that they may use; blank is all.",
    "categories": "Several with a semicolon between them.",
    "tracked": "no: shown and reported as offered, and never used up.",
    "unit": "What is counted: pass, hour, USD.",
    "step": "The smallest quantity that can be used: 1, or 0.5, or 0.01.",
    "discount": "For events: 50% or 20.00.",
    "stackable": "yes: the discount is added to others.",
    "term_months": "How many months a membership runs; blank where it is told each time.",
    "price": "Blank where it is not known, never 0 for that.",
    "non_deductible_value": "What the institution states for the whole membership type.",
    "membership_type": "The code from Membership types.",
    "benefit_type": "The code from Benefit types.",
    "number": "How many units, or unlimited.",
    "single_value": "What one unit is worth; blank where it is not known.",
    "standard": "yes: comes with every new membership of this type; no: on choice.",
    "quid_pro_quo": "yes: makes a quid pro quo row when it is accepted.",
    "period": "How often the number comes: for the term, or each year, quarter or month.",
    "rollover_max": "How many unused units go on into the next period, at most.",
    "cap_per_day": "The most that can be used on one day; blank is no limit.",
    "cap_per_event": "The most that can be used for one event; blank is no limit.",
    "overage": "yes: more than there is may be used when a manager confirms.",
    "note": "For staff only. A change here leaves memberships that were given alone.",
    "held_on": "The day of the event.",
    "email": "By this address registrations from a form find the contact.",
}


@dataclass(frozen=True, slots=True)
class RecordKind:
    """One lookup table: how its tab is called, and where its records are."""

    kind: Kind
    title: str
    index: int
    record: type[LookupRecord]
    records: Callable[[Books], Mapping[str, LookupRecord]]


RECORD_KINDS: Final = (
    RecordKind(Kind.CONTACTS, "Contacts", 3, Contact, lambda books: books.contacts),
    RecordKind(
        Kind.BENEFIT_TYPES, "Benefit types", 5, BenefitType, lambda books: books.benefit_types
    ),
    RecordKind(
        Kind.MEMBERSHIP_TYPES,
        "Membership types",
        6,
        MembershipType,
        lambda books: books.membership_types,
    ),
    RecordKind(
        Kind.MEMBERSHIP_BENEFITS,
        "Membership benefits",
        7,
        MembershipBenefit,
        lambda books: books.membership_benefits,
    ),
    RecordKind(Kind.EVENTS, "Events", 8, Event, lambda books: books.events),
)


def layout_of(kind: Kind, title: str) -> Layout:
    """The tab's columns: those of the import files, all of them editable."""
    columns = []
    for column in COLUMNS[kind]:
        words = WORDS.get((kind, column.name))
        choices = tuple(words) if words else YES_OR_NO if column.cell is CellKind.FLAG else ()
        columns.append(
            SheetColumn(
                column=column,
                editable=True,
                width=_WIDTHS.get(column.name, 110),
                note=_NOTES.get(column.name, ""),
                choices=choices,
            )
        )
    return Layout(title, tuple(columns))


class RecordSide:
    """The ledger's side of one lookup table; a row's Key is its code."""

    named_by = (0, 1)
    instead = "What is no longer offered is retired with: benefit-desk retire."
    doubled = (
        "Ignored: another row has the same Key. Delete this row; or, for a new record, clear its"
        " Key and give it a Code of its own."
    )
    keyless = "Not added: Code can't be blank."

    def __init__(self, of: RecordKind, actor: Actor) -> None:
        self.layout = layout_of(of.kind, of.title)
        self.index = of.index
        self._of = of
        self._actor = actor
        self._rows: dict[str, Contents] = {}
        self._as_of: tuple[object, ...] | None = None
        self._defaults = {
            each.name: each.default for each in fields(of.record) if each.default is not MISSING
        }

    def choices(self, desk: Desk) -> Mapping[str, tuple[str, ...]]:
        """Codes of other lookup tables."""
        if self._of.kind is not Kind.MEMBERSHIP_BENEFITS:
            return {}
        return desk.read(
            lambda books: {
                "membership_type": _offered(books.membership_types),
                "benefit_type": _offered(books.benefit_types),
            }
        )

    def rows(self, desk: Desk) -> dict[str, Contents]:
        """Every record by its code, in the order in which they came."""

        def rows(books: Books) -> dict[str, Contents]:
            as_of = (books.revision, books.last)
            if as_of != self._as_of:
                records = self._of.records(books)
                self._rows = {code: self._cells(each) for code, each in records.items()}
                self._as_of = as_of
            return self._rows

        return desk.read(rows)

    def identify(self, cells: Contents) -> str | None:
        """The code that stands in the row."""
        try:
            code = value_of(self.layout.columns[0].column, cells[0])
        except RowNotReadable:
            return str(cells[0])
        return str(code) if code is not None else None

    def normal(self, cells: Contents) -> Contents | None:
        """How the record would be written that the row describes."""
        try:
            return self._cells(self._record(self._values(cells)))
        except BenefitError:
            return None

    def add(self, desk: Desk, cells: Contents) -> str:
        """Put a new record."""
        record = self._record(self._values(cells))
        if desk.read(lambda books: record.code in self._of.records(books)):
            raise CodeThere(record.code)
        self._put(desk, record)
        return record.code

    def take(self, desk: Desk, key: str, name: str, edited: Mapping[str, Any]) -> None:
        """Change one field; together with what else was edited in the row, where that goes.

        Nothing of a row whose code was changed: another record may have been pasted over it.
        """
        if name == "code":
            raise CodeStays(key)
        if "code" in edited:
            raise CodeWasChanged
        now = desk.read(lambda books: self._of.records(books)[key])
        try:
            self._put(desk, self._changed(now, edited))
        except BenefitError:
            self._put(desk, self._changed(now, {name: edited[name]}))

    def _put(self, desk: Desk, record: LookupRecord) -> None:
        last = desk.read(lambda books: books.last)
        said = hashlib.sha256(repr((last, record)).encode()).hexdigest()[:24]
        try:
            desk.put([record], idempotency_key=f"sheet-record:{said}", actor=self._actor)
        except UnknownContact as unknown:
            organisation = record.affiliated_to if isinstance(record, Contact) else None
            if organisation is None:
                raise
            near = desk.read(lambda books: _near(organisation, books.contacts))
            raise UnknownContact(organisation, near) from unknown

    def _cells(self, record: LookupRecord) -> Contents:
        return tuple(_content(getattr(record, column.name)) for column in COLUMNS[self._of.kind])

    def _values(self, cells: Contents) -> dict[str, Any]:
        return {
            column.name: value_of(column, content)
            for column, content in zip(COLUMNS[self._of.kind], cells, strict=True)
        }

    def _record(self, values: Mapping[str, Any]) -> LookupRecord:
        return self._of.record(**self._fields(values))

    def _changed(self, record: LookupRecord, values: Mapping[str, Any]) -> LookupRecord:
        return replace(record, **self._fields(values))

    def _fields(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The record's fields for these values; a blank cell stands for the field's default."""
        found: dict[str, Any] = {}
        for column in COLUMNS[self._of.kind]:
            if column.name not in values:
                continue
            value, words = values[column.name], WORDS.get((self._of.kind, column.name))
            if value is None:
                if column.required:
                    raise CellBlank(column.words)
                value = self._defaults[column.name]
            elif words is not None:
                value = _word(words, column.words, value)
            found[column.name] = value
        return found


def _near(code: str, codes: Iterable[str]) -> list[str]:
    """Codes that are spelt nearly so."""
    found = process.extract(code, list(codes), scorer=fuzz.ratio, score_cutoff=75, limit=3)
    return [near for near, *_ in found]


def _offered(records: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(sorted(code for code, each in records.items() if not each.retired))


def _word(words: type[StrEnum], name: str, text: str) -> StrEnum:
    try:
        return words(text.casefold())
    except ValueError:
        raise NotAChoice(name, text, [each.value for each in words]) from None


def _content(value: Any) -> Any:
    return content_of("; ".join(value) if isinstance(value, tuple) else value)
