"""From a pasted row to a request, and from a recorded usage to its Status."""

from collections.abc import Iterable
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any, Final

from core.balance import balance
from core.books import Books
from core.clock import Key
from core.columns import COLUMNS, Kind
from core.desk import Desk
from core.entry import Entry, EntryKind
from core.errors import day
from core.quantity import ONE, ZERO, Number, Unlimited, plain
from core.recording import UsageRequest
from sheets_sync.errors import CellBlank
from sheets_sync.labels import ContactLabels, benefit_code
from sheets_sync.layout import Contents, Layout, SheetColumn
from sheets_sync.rows import value_of

_WIDTHS: Final = {"contact": 190, "benefit_type": 170, "description": 260, "note": 200}
_ALSO: Final = {"benefit_type": ("Benefit",)}
_NOTES: Final = {
    "contact": "The member's code, or the name just as it is in Assignments.",
    "benefit_type": "The benefit's name just as it is in Assignments, or its code.",
    "used_on": "A date, such as 2026-11-03, and no words; blank is today.",
    "quantity": "Blank is 1.",
    "description": "The member may see this.",
    "holder": "Who used it, where it wasn't the member: a code or a name.",
    "note": "For staff only.",
}

LAYOUT: Final = Layout(
    "Record usage",
    tuple(
        SheetColumn(
            column=column,
            editable=True,
            width=_WIDTHS.get(column.name, 100),
            note=_NOTES[column.name],
            also=_ALSO.get(column.name, ()),
        )
        for column in COLUMNS[Kind.USAGE]
    ),
)


def read_request(
    books: Books, labels: ContactLabels, contents: Contents, idempotency_key: str
) -> UsageRequest:
    """The request that a row makes; whether it may be recorded is for the desk to say.

    Raises:
        BenefitError: a cell doesn't hold what its column is for, or names nobody.
    """
    row: dict[str, Any] = {}
    for column, content in zip(COLUMNS[Kind.USAGE], contents, strict=True):
        value = value_of(column, content)
        if value is None and column.required:
            raise CellBlank(column.words)
        row[column.name] = value
    quantity: Decimal | None = row["quantity"]
    contact = labels.code_of(row["contact"])
    return UsageRequest(
        contact=contact,
        benefit_type=benefit_code(books, row["benefit_type"], contact),
        used_on=row["used_on"],
        quantity=ONE if quantity is None else quantity,
        description=row["description"] or "",
        holder=labels.code_of(row["holder"]) if row["holder"] else None,
        note=row["note"] or "",
        idempotency_key=idempotency_key,
    )


def recorded_status(desk: Desk, entries: Iterable[Entry], zone: tzinfo, remark: str = "") -> str:
    """When a usage was recorded, what, and how much was left then of all levels that serve it.

    Cells that were left blank stay blank, so what they were taken for stands here.
    """
    entries = list(entries)
    first, quantity = entries[0], sum((entry.quantity or ZERO for entry in entries), ZERO)
    left = desk.read(lambda books: _left(books, first))
    assert first.on is not None
    tail = "" if isinstance(left, Unlimited) else f" · {plain(left)} left"
    what = f"{plain(quantity)} on {day(first.on)}"
    return f"Recorded {moment(first.at, zone)} · {what}{tail}{remark}"


def _left(books: Books, entry: Entry) -> Number:
    assert entry.level is not None
    assert entry.on is not None
    level = books.levels[entry.level]
    left = ZERO
    for each in books.levels_owned(level.contact, level.benefit_type):
        if each.runs_on(entry.on):
            remaining = balance(each, books.tallies[each.key], entry.on).remaining
            if isinstance(remaining, Unlimited):
                return remaining
            left += remaining
    return left


def taken_back_status(desk: Desk, key: str, zone: tzinfo) -> str:
    """When a usage was taken back, and why."""
    usage = desk.store.entry(Key(int(key)))
    assert usage is not None
    assert usage.level is not None
    for entry in desk.store.entries_of_level(usage.level):
        if entry.kind is EntryKind.VOID and entry.reverses == usage.key:
            why = f": {entry.note}" if entry.note else ""
            return f"Taken back {moment(entry.at, zone)}{why}"
    return "Taken back"


def moment(at: datetime, zone: tzinfo) -> str:
    """An instant as people read it where they are: 22 Nov 2026 10:41."""
    local = at.astimezone(zone)
    return f"{day(local)} {local:%H:%M}"
