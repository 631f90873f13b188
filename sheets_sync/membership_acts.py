"""The tab Memberships: a new row enrols somebody, and every membership has a row."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any, Final

from core.actor import Actor, Source
from core.books import Books
from core.columns import COLUMNS, Kind
from core.desk import Desk
from core.enrolling import EnrolRequest
from core.entry import Entry, EntryKind
from core.importers import NotAChoice
from core.membership import Membership, Transaction, TransactionKind
from sheets_sync.acts import Done
from sheets_sync.errors import CellBlank, TransactionMissing
from sheets_sync.journal import Recorded
from sheets_sync.labels import ContactLabels
from sheets_sync.layout import Contents, Layout, SheetColumn
from sheets_sync.rows import content_of, value_of
from sheets_sync.usage_rows import moment

THOUSAND: Final = 1000
_NOTES: Final = {
    "contact": "The member's code, or the name just as it is in Contacts.",
    "membership_type": "The code from Membership types.",
    "ends_on": "Blank is as long as the type runs.",
    "transaction": "The number of the payment, where there is one.",
    "transaction_kind": "dues or gift; blank is dues.",
    "declined": "Standard benefits that are not wanted: codes from Membership benefits.",
    "optional": "Optional benefits that are wanted: codes from Membership benefits.",
    "numbers": "Fewer units than the catalogue's: MB002=2.",
}
LAYOUT: Final = Layout(
    "Memberships",
    tuple(
        SheetColumn(
            column=column,
            editable=True,
            width=190 if column.name == "contact" else 110,
            note=_NOTES.get(column.name, ""),
            choices=tuple(TransactionKind) if column.name == "transaction_kind" else (),
        )
        for column in COLUMNS[Kind.MEMBERSHIPS]
    ),
)
FIRST_WORDS: Final = "Recorded"


def told_at(key: str, zone: tzinfo) -> str:
    """When a record was made, by its key: the millisecond of its creation."""
    return moment(datetime.fromtimestamp(int(key) / THOUSAND, UTC), zone)


@dataclass(frozen=True, slots=True)
class MembershipActs:
    """Enrolments by whoever pastes into the sheet, and memberships from elsewhere."""

    actor: Actor
    zone: tzinfo
    layout = LAYOUT
    index = 4
    named_by = (0, 1)
    owned = True
    to_correct = "a membership stays as it is. Its benefits can be changed in Assignments."
    instead = "its benefits can be made inactive in Assignments"

    def choices(self, desk: Desk) -> Mapping[str, tuple[str, ...]]:
        """The membership types that can be bought."""
        kinds = desk.read(lambda books: list(books.membership_types.values()))
        return {"membership_type": tuple(sorted(each.code for each in kinds if not each.retired))}

    def read(self, desk: Desk, contents: Contents, idempotency_key: str) -> EnrolRequest:
        """The enrolment that a row asks for; the very same one again is not meant."""
        row: dict[str, Any] = {}
        for column, content in zip(COLUMNS[Kind.MEMBERSHIPS], contents, strict=True):
            row[column.name] = value_of(column, content)
            if row[column.name] is None and column.required:
                raise CellBlank(column.words)
        return EnrolRequest(
            contact=desk.read(lambda books: ContactLabels.of_books(books).code_of(row["contact"])),
            membership_type=row["membership_type"],
            starts_on=row["starts_on"],
            ends_on=row["ends_on"],
            transaction=_transaction(row),
            declined=row["declined"] or frozenset(),
            optional=row["optional"] or frozenset(),
            numbers=row["numbers"] or {},
            again=False,
            idempotency_key=idempotency_key,
        )

    def carry_out(self, desk: Desk, request: EnrolRequest, *, refused_before: bool) -> Done:  # noqa: ARG002
        """Enrol."""
        enrolment = desk.enroll(request, actor=self.actor)
        key = str(enrolment.membership.key)
        return Done(key, self._status(key, len(enrolment.levels)))

    def status(self, desk: Desk, entries: Sequence[Entry]) -> str:  # noqa: ARG002 - the key says it
        """When it was recorded, with how many benefits."""
        return self._status(str(entries[0].key), len(entries) - 1)

    def _status(self, key: str, levels: int) -> str:
        benefits = "1 benefit" if levels == 1 else f"{levels} benefits"
        return f"{FIRST_WORDS} {told_at(key, self.zone)} · {benefits} in Assignments"

    def pasted(self, entry: Entry) -> bool:
        """Whether it is a membership, wherever it came from."""
        return entry.kind is EntryKind.MEMBERSHIP and entry.source is Source.SHEET

    def elsewhere(self, desk: Desk, known: Container[str]) -> Mapping[str, Recorded]:
        """Every membership."""

        def rows(books: Books) -> dict[str, Recorded]:
            labels = ContactLabels.of_books(books)
            return {
                str(each.key): Recorded(
                    _cells(books, labels, each),
                    f"{FIRST_WORDS} {told_at(str(each.key), self.zone)}",
                )
                for each in books.memberships.values()
                if str(each.key) not in known
            }

        return desk.read(rows)

    def taken_back(self, desk: Desk) -> set[str]:  # noqa: ARG002 - none can be
        """A membership can't be taken back."""
        return set()

    def taken_back_status(self, desk: Desk, key: str) -> str:  # noqa: ARG002 - none can be
        """A membership can't be taken back."""
        return f"{FIRST_WORDS} {told_at(key, self.zone)}"


def _transaction(row: Mapping[str, Any]) -> Transaction | None:
    text = row["transaction_kind"] or TransactionKind.DUES
    try:
        kind = TransactionKind(text.casefold())
    except ValueError:
        raise NotAChoice(
            "Transaction kind", text, [each.value for each in TransactionKind]
        ) from None
    if row["transaction"] is None:
        if row["amount"] is not None or row["paid_on"] is not None:
            raise TransactionMissing
        return None
    return Transaction(
        code=row["transaction"], kind=kind, amount=row["amount"], paid_on=row["paid_on"]
    )


def _cells(books: Books, labels: ContactLabels, membership: Membership) -> Contents:
    paid, levels = membership.transaction, books.levels_of(membership.key)
    declined = "; ".join(each.membership_benefit for each in levels if not each.accepted)
    optional = "; ".join(each.membership_benefit for each in levels if not each.standard)
    return tuple(
        content_of(value)
        for value in (
            labels.of(membership.contact),
            membership.membership_type,
            membership.starts_on,
            membership.ends_on,
            paid.code if paid else None,
            str(paid.kind) if paid else None,
            paid.amount if paid else None,
            paid.paid_on if paid else None,
            declined,
            optional,
            None,
        )
    )
