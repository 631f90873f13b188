"""The tab Registrations, and a form's response tab: a new row registers somebody for an event."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from typing import Any, Final

from core.actor import Actor, Source
from core.books import Books
from core.columns import COLUMNS, Column, Kind
from core.desk import Desk
from core.entry import Entry, EntryKind
from core.event import Registration
from core.quantity import ONE
from core.registering import RegisterRequest
from sheets_sync.acts import Done
from sheets_sync.errors import CellBlank
from sheets_sync.journal import Recorded
from sheets_sync.labels import ContactLabels
from sheets_sync.layout import Contents, Layout, SheetColumn
from sheets_sync.membership_acts import told_at
from sheets_sync.rows import content_of, value_of

_NOTES: Final = {
    "event": "The code from Events.",
    "registration_type": "The code of the registration type.",
    "contact": "A code, or the name just as it is in Contacts. Blank where the e-mail tells it.",
    "email": "Finds the contact where Contact is blank.",
    "quantity": "Blank is 1.",
    "registered_on": "Blank is today.",
}
COLUMN: Final[dict[str, Column]] = {each.name: each for each in COLUMNS[Kind.REGISTRATIONS]}


def _column(name: str) -> SheetColumn:
    return SheetColumn(column=COLUMN[name], editable=True, width=150, note=_NOTES[name])


LAYOUT: Final = Layout("Registrations", tuple(_column(name) for name in COLUMN))


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form's response tab: which header is which column, and what is the same in every row.

    `headers` goes by column ("email"), `always` too. The time stamp is the day of registration.
    """

    title: str
    headers: Mapping[str, str]
    always: Mapping[str, str] = field(default_factory=dict)

    @property
    def layout(self) -> Layout:
        """Only the columns that have a header there."""
        return Layout(
            self.title,
            tuple(replace(_column(name), label=header) for name, header in self.headers.items()),
            foreign=True,
        )


@dataclass(frozen=True, slots=True)
class RegistrationActs:
    """Registrations by whoever pastes into the sheet or fills in the form."""

    actor: Actor
    zone: tzinfo
    form: Form | None = None
    to_correct = "cancel it in Slack and paste a new row."
    instead = "to undo it, cancel it in Slack"

    @property
    def layout(self) -> Layout:
        """The tab's title and columns."""
        return self.form.layout if self.form else LAYOUT

    @property
    def index(self) -> int:
        """The tab's place among the others, from 0."""
        return 9

    @property
    def owned(self) -> bool:
        """A form's tab belongs to the form."""
        return self.form is None

    @property
    def named_by(self) -> tuple[int, ...]:
        """The columns that name a row for people."""
        return tuple(range(min(3, len(self.layout.columns))))

    def choices(self, desk: Desk) -> Mapping[str, tuple[str, ...]]:
        """The events that are to come or were, and their registration types."""
        if self.form:
            return {}
        return desk.read(
            lambda books: {
                "event": tuple(code for code, each in books.events.items() if not each.retired),
                "registration_type": tuple(
                    sorted({each.code for each in books.registration_types.values()})
                ),
            }
        )

    def read(self, desk: Desk, contents: Contents, idempotency_key: str) -> RegisterRequest:
        """The registration that a row asks for."""
        row: dict[str, Any] = dict(self.form.always if self.form else {})
        for each, content in zip(self.layout.columns, contents, strict=True):
            value = value_of(each.column, content)
            if value is not None:
                row[each.column.name] = value
        for name in ("event", "registration_type"):
            if name not in row:
                raise CellBlank(COLUMN[name].words)
        if "contact" not in row and "email" not in row:
            raise CellBlank("Contact")
        return RegisterRequest(
            event=row["event"],
            registration_type=row["registration_type"],
            contact=self._contact(desk, row.get("contact")),
            email=row.get("email"),
            quantity=row.get("quantity", ONE),
            registered_on=row.get("registered_on"),
            idempotency_key=idempotency_key,
        )

    @staticmethod
    def _contact(desk: Desk, typed: str | None) -> str | None:
        if typed is None:
            return None
        return desk.read(lambda books: ContactLabels.of_books(books).code_of(typed))

    def carry_out(self, desk: Desk, request: RegisterRequest, *, refused_before: bool) -> Done:  # noqa: ARG002
        """Register."""
        made = desk.register(request, actor=self.actor)
        return Done(str(made.key), self._status(made))

    def status(self, desk: Desk, entries: Sequence[Entry]) -> str:
        """When it was recorded, and what is due."""
        return desk.read(lambda books: self._status(books.registrations[entries[0].key]))

    def _status(self, made: Registration) -> str:
        due = "price not known" if made.due_value is None else f"{made.due_value:.2f} due"
        off = made.discount_value
        less = f" after {off:.2f} off" if off else ""
        return f"Recorded {told_at(str(made.key), self.zone)} · {due}{less}"

    def pasted(self, entry: Entry) -> bool:
        """Whether it is a registration from the sheet."""
        return entry.kind is EntryKind.REGISTRATION and entry.source is Source.SHEET

    def elsewhere(self, desk: Desk, known: Container[str]) -> Mapping[str, Recorded]:
        """Every registration; a form's tab has its own alone."""
        if self.form:
            return {}

        def rows(books: Books) -> dict[str, Recorded]:
            labels = ContactLabels.of_books(books)
            return {
                str(each.key): Recorded(_cells(labels, each), self._status(each))
                for each in books.registrations.values()
                if str(each.key) not in known
            }

        return desk.read(rows)

    def taken_back(self, desk: Desk) -> set[str]:
        """The registrations that were cancelled."""
        return desk.read(
            lambda books: {str(key) for key, each in books.registrations.items() if each.cancelled}
        )

    def taken_back_status(self, desk: Desk, key: str) -> str:  # noqa: ARG002 - the same for all
        """That it was cancelled."""
        return "Taken back: this registration was cancelled."


def _cells(labels: ContactLabels, made: Registration) -> Contents:
    values = (
        made.event,
        made.registration_type,
        labels.of(made.contact),
        None,
        made.quantity,
        made.registered_on,
    )
    return tuple(content_of(value) for value in values)
