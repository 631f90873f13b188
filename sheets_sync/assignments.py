"""The tab Assignments: one row per benefit level; its number, flag and comment can be edited."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Final

from core.actor import Actor
from core.adjusting import LevelChange
from core.balance import balance
from core.books import Books
from core.clock import Key
from core.columns import Cell as CellKind
from core.columns import Column
from core.custom import CustomField, typed
from core.desk import Desk
from core.errors import BenefitError
from core.level import BenefitLevel
from core.quantity import Unlimited
from sheets_sync.errors import CellBlank, NumberNotCounted, RowNotReadable
from sheets_sync.labels import ContactLabels, labelled
from sheets_sync.layout import Contents, Layout, SheetColumn
from sheets_sync.plan import DOUBLED
from sheets_sync.rows import content_of, text_of
from sheets_sync.sheet import Content

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


def _custom_column(field: CustomField) -> SheetColumn:
    """A column of its own, under the organisation's own word."""
    taken = {column.header.casefold() for column in LAYOUT.all_columns}
    doubled = field.label.casefold() in taken
    codes = field.codes or {}
    choices = YES_OR_NO if field.cell is CellKind.FLAG else tuple(codes)
    meanings = "; ".join(f"{code}: {meaning}" for code, meaning in codes.items())
    return SheetColumn(
        column=Column(field.slot, field.cell),
        label=f"{field.label} (own)" if doubled else field.label,
        editable=True,
        width=120,
        choices=choices,
        note=meanings or "A field of your own. You can change it.",
        comes=True,
    )


class Assignments:
    """The ledger's side of the tab. `actor` stands for whoever edits the sheet."""

    index = 1
    named_by = (0, 2)
    instead = "To take the benefit out of use, write no under Active."
    doubled = DOUBLED
    keyless = (
        "Ignored: this row has no Key. Benefit levels come here by themselves when a member is"
        " enrolled."
    )

    def __init__(self, actor: Actor, custom: Iterable[CustomField] = ()) -> None:
        """`custom` are the labelled slots; each is a column, right of the others."""
        self._actor = actor
        self._custom = {field.slot: field for field in custom}
        self.layout = Layout(
            LAYOUT.title, (*LAYOUT.columns, *map(_custom_column, self._custom.values()))
        )
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
        names, types = labelled(books.benefit_types), labelled(books.membership_types)
        rows: dict[str, Contents] = {}
        for level in levels:
            held = balance(level, books.tallies[level.key], today)
            rows[str(level.key)] = (
                content_of(labels.of(level.contact)),
                content_of(types[level.membership_type]),
                content_of(names[level.benefit_type]),
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
                *(self._custom_content(level, slot) for slot in self._custom),
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
        elif name in self._custom:
            text = text_of(self._custom[name].cell, content_of(value))
            change = LevelChange(level=level, custom={name: text})
        else:
            change = LevelChange(level=level, comment=value or "")
        updated = desk.read(lambda books: books.updated[level])
        request = f"sheet-level:{updated}:{_digest(change)}"
        desk.change_level(change, idempotency_key=request, actor=self._actor)

    def _custom_content(self, level: BenefitLevel, slot: str) -> Content:
        """What the slot holds; its text as it stands where the label means another kind now."""
        text = level.custom.get(slot, "")
        try:
            return content_of(typed(self._custom[slot], text)) if text else None
        except BenefitError:
            return content_of(text)

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
