"""The tab Assignments: one row per benefit level; its number, flag and comment can be edited."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from core.actor import Actor
from core.adjusting import LevelChange
from core.balance import balance
from core.books import Books
from core.clock import Key
from core.columns import Cell as CellKind
from core.columns import Column
from core.desk import Desk
from core.quantity import Unlimited
from sheets_sync.errors import CellBlank, NumberNotCounted, RowNotReadable
from sheets_sync.labels import ContactLabels
from sheets_sync.layout import Contents, Layout, SheetColumn
from sheets_sync.rows import content_of

BY_HAND: Final = "Changed in the sheet by hand."
YES_OR_NO: Final = ("yes", "no")

LAYOUT: Final = Layout(
    "Assignments",
    (
        SheetColumn(column=Column("contact"), width=190, note="Who owns the benefit."),
        SheetColumn(column=Column("membership_type"), width=140),
        SheetColumn(column=Column("benefit_type"), width=170, also=("Benefit",)),
        SheetColumn(column=Column("starts_on", CellKind.DATE), width=95),
        SheetColumn(column=Column("ends_on", CellKind.DATE), width=95),
        SheetColumn(
            column=Column("number", CellKind.NUMBER),
            editable=True,
            width=80,
            note="How many units there are in all. You can change it; a Comment changed with it is"
            " kept as the reason.",
        ),
        SheetColumn(column=Column("used", CellKind.NUMBER), width=70),
        SheetColumn(
            column=Column("conveyed", CellKind.NUMBER),
            width=80,
            note="Given to other contacts and not used yet.",
        ),
        SheetColumn(
            column=Column("available", CellKind.NUMBER),
            width=80,
            note="Number less conveyed less used; 0 once the term has ended.",
        ),
        SheetColumn(
            column=Column("remaining", CellKind.NUMBER),
            width=85,
            note="Number less used; 0 once the term has ended.",
        ),
        SheetColumn(
            column=Column("single_value", CellKind.MONEY),
            width=100,
            note="What one unit is worth; blank where it is not known.",
        ),
        SheetColumn(column=Column("accepted", CellKind.FLAG), width=80),
        SheetColumn(
            column=Column("active", CellKind.FLAG),
            editable=True,
            width=70,
            choices=YES_OR_NO,
            note="yes or no. What is not active can't be used. You can change it.",
        ),
        SheetColumn(column=Column("comment"), editable=True, width=220, note="You can change it."),
    ),
)


class Assignments:
    """The ledger's side of the tab. `actor` stands for whoever edits the sheet."""

    layout = LAYOUT
    index = 1
    named_by = (0, 2)
    keyless = (
        "Ignored: this row has no Key. Benefit levels come here by themselves when a member is"
        " enrolled."
    )

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._rows: dict[str, Contents] = {}
        self._as_of: tuple[object, ...] | None = None

    def rows(self, desk: Desk) -> dict[str, Contents]:
        """Every level by key, by the contact's name, the older first."""

        def rows(books: Books) -> dict[str, Contents]:
            as_of = (books.revision, books.last, desk.today())
            if as_of != self._as_of:
                self._rows, self._as_of = self._rows_of(books, desk), as_of
            return self._rows

        return desk.read(rows)

    def _rows_of(self, books: Books, desk: Desk) -> dict[str, Contents]:
        labels, today = ContactLabels(books), desk.today()
        levels = sorted(
            books.levels.values(),
            key=lambda level: (books.contacts[level.contact].name.casefold(), level.key),
        )
        names = {code: content_of(kind.name) for code, kind in books.benefit_types.items()}
        types = {code: content_of(kind.name) for code, kind in books.membership_types.items()}
        rows: dict[str, Contents] = {}
        for level in levels:
            held = balance(level, books.tallies[level.key], today)
            rows[str(level.key)] = (
                content_of(labels.of(level.contact)),
                types[level.membership_type],
                names[level.benefit_type],
                content_of(level.starts_on),
                content_of(level.ends_on),
                content_of(held.number),
                content_of(held.used),
                content_of(held.conveyed),
                content_of(held.available),
                content_of(held.remaining),
                content_of(level.single_value),
                content_of(level.accepted),
                content_of(level.active),
                content_of(level.comment),
            )
        return rows

    def choices(self, desk: Desk) -> Mapping[str, tuple[str, ...]]:  # noqa: ARG002 - none follow it
        """None but yes and no."""
        return {}

    def identify(self, cells: Contents) -> str | None:  # noqa: ARG002 - nothing tells it
        """A level is known by its Key alone."""
        return None

    def normal(self, cells: Contents) -> Contents | None:  # noqa: ARG002 - nothing tells it
        """A level is known by its Key alone."""
        return None

    def add(self, desk: Desk, cells: Contents) -> str:  # noqa: ARG002 - none is
        """Levels come by enrolling only."""
        raise RowNotReadable(self.keyless)

    def take(self, desk: Desk, key: str, name: str, edited: Mapping[str, Any]) -> None:
        """Change the level's number, flag or comment."""
        level = Key(int(key))
        value = edited[name]
        if name == "number":
            change = self._number_change(level, value, edited)
        elif name == "active":
            if value is None:
                raise CellBlank("Active")
            change = LevelChange(level=level, active=value)
        else:
            change = LevelChange(level=level, comment=value or "")
        updated = desk.read(lambda books: books.updated[level])
        request = f"sheet-level:{updated}:{_digest(change)}"
        desk.change_level(change, idempotency_key=request, actor=self._actor)

    def _number_change(self, level: Key, value: Any, edited: Mapping[str, Any]) -> LevelChange:
        if value is None:
            raise CellBlank("Number")
        if isinstance(value, Unlimited):
            raise NumberNotCounted
        reason = str(edited.get("comment") or BY_HAND)
        return LevelChange(level=level, number=value, reason=reason)


def _digest(change: LevelChange) -> str:
    """Equal for equal changes; with the level's last entry before it, a request's own name."""
    return hashlib.sha256(repr(change).encode()).hexdigest()[:20]
