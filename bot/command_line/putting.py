"""The command that adds or changes one row of a list, where a file would be too much."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final

import typer

from bot.command_line.acting import new_idempotency_key, operating_system_user
from bot.command_line.answering import WrongUse
from bot.command_line.lists import RECORDS, ListArgument, cells_of, list_named, row_told
from bot.opening import opened_desk
from bot.settings import read_settings
from core.books import Books
from core.catalogue import BenefitType
from core.cells import CellUnreadable, read_cell
from core.columns import COLUMNS, Kind
from core.errors import choices
from core.importers import IMPORTERS, Effect, Import
from core.quantity import decimal_of, money
from core.records import LookupRecord, lookup_key


class NoColumns(WrongUse):
    """Nothing was said about the row."""

    def __init__(self, kind: Kind) -> None:
        needed = [f"{column.name}=…" for column in COLUMNS[kind] if column.required]
        others = [column.name for column in COLUMNS[kind] if not column.required]
        super().__init__(f"Give {' '.join(needed)}, and if you like {choices(others)}.")


def put(
    kind: ListArgument,
    cells: Annotated[
        list[str] | None,
        typer.Argument(metavar="COLUMN=TEXT...", help="Such as code=ACME name=Acme."),
    ] = None,
) -> None:
    """Add one row to a list, or change some of its columns.

    The columns are those of import, and listed where none is given; no text after the = empties
    one.
    """
    settings = read_settings()
    which = list_named(kind)
    if not cells:
        raise NoColumns(which)
    row = _read_row(which, cells)
    with opened_desk(settings, make=True) as desk:
        before = desk.read(lambda books: _known(books, which, row))
        whole = (cells_of(which, before) | row) if before else row
        _check_whole(which, whole)
        given = {name: value for name, value in whole.items() if value not in (None, "")}
        actor = operating_system_user(settings)
        effect = IMPORTERS[which](Import(desk, actor), given, new_idempotency_key())
        after = desk.read(lambda books: _known(books, which, row))
        assert after is not None
        again = " It was retired, and can be chosen again." if before and before.retired else ""
        off = _discount(after, settings.organisation.currency) if "discount" in row else ""
        typer.echo(f"{DONE[effect]} {row_told(which, after)}.{again}{off}")


DONE: Final = {
    Effect.ADDED: "Added",
    Effect.CHANGED: "Changed",
    Effect.UNCHANGED: "Nothing differs:",
}


def _discount(record: LookupRecord, currency: str) -> str:
    """What a discount comes to: 0.5 is easily taken for a half."""
    assert isinstance(record, BenefitType)
    amount = decimal_of(record.discount)
    off = record.discount if amount is None else f"{money(amount)} {currency}"
    what = f"takes {off} off a place" if off else "is a free place"
    return f" One unit {what} of an event."


def _read_row(kind: Kind, cells: Sequence[str]) -> dict[str, Any]:
    """The values by column; None where a column is to be emptied."""
    columns = {column.name: column for column in COLUMNS[kind]}
    row: dict[str, Any] = {}
    for cell in cells:
        name, equals, text = cell.partition("=")
        if not equals:
            raise WrongUse(f"“{cell}” is not of the form COLUMN=TEXT.")
        if name not in columns:
            raise WrongUse(f"There is no column “{name}” in {kind}; there is {choices(columns)}.")
        try:
            row[name] = read_cell(columns[name], text) if text.strip() else None
        except CellUnreadable as wrong:
            raise WrongUse(str(wrong)) from None
    return row


def _check_whole(kind: Kind, row: Mapping[str, Any]) -> None:
    for column in COLUMNS[kind]:
        if column.required and row.get(column.name) is None:
            raise WrongUse(f"{column.name} is missing: give {column.name}=….")


def _known(books: Books, kind: Kind, row: Mapping[str, Any]) -> LookupRecord | None:
    """The row that is there already under the same code."""
    try:
        key = lookup_key(row, RECORDS[kind])
    except KeyError:
        return None
    found: LookupRecord | None = books.lookup(RECORDS[kind]).get(key)
    return found
