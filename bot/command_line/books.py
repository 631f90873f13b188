"""The commands about the books as a whole: import and verify."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Final

import typer

from bot.command_line.acting import operating_system_user
from bot.command_line.answering import Failed, tell_bad_rows
from bot.command_line.checking import verified
from bot.command_line.options import DryRun
from bot.command_line.progress import counting
from bot.entries import shown
from bot.opening import desk_to_try, opened_desk
from bot.settings import Settings, read_settings
from bot.views.sentences import counted
from core.columns import Kind
from core.desk import Desk
from core.entry import Entry
from core.errors import choices
from core.exporting import StoreNotEmpty, import_ledger
from core.importing import BadRows, Imported, import_file
from core.store import LedgerBroken
from core.stores.embedded import open_store


class Importable(StrEnum):
    """What a file may hold: rows of a kind, or a whole ledger."""

    CONTACTS = Kind.CONTACTS.value
    BENEFIT_TYPES = Kind.BENEFIT_TYPES.value
    MEMBERSHIP_TYPES = Kind.MEMBERSHIP_TYPES.value
    MEMBERSHIP_BENEFITS = Kind.MEMBERSHIP_BENEFITS.value
    MEMBERSHIPS = Kind.MEMBERSHIPS.value
    USAGE = Kind.USAGE.value
    EVENTS = Kind.EVENTS.value
    REGISTRATION_TYPES = Kind.REGISTRATION_TYPES.value
    REGISTRATIONS = Kind.REGISTRATIONS.value
    LEDGER = "ledger"


def import_rows(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file in UTF-8.")],
    kind: Annotated[
        Importable,
        typer.Option(metavar="KIND", help=f"What its rows are: {choices(Importable)}."),
    ],
    *,
    dry_run: DryRun = False,
) -> None:
    """Bring in a CSV file, or nothing and a list of its bad rows."""
    settings = read_settings()
    if kind is Importable.LEDGER:
        _import_ledger(settings, file, dry_run=dry_run)
        return
    opened = desk_to_try(settings) if dry_run else opened_desk(settings, make=True)
    with opened as desk:
        imported = _import_rows(desk, settings, file, Kind(kind), dry_run=dry_run)
        typer.echo(_told(imported, dry_run=dry_run))
        for change in _changes_told(imported.changes, dry_run=dry_run):
            typer.echo(change)
        if not (dry_run or imported.before):
            verified(desk)


def _import_rows(
    desk: Desk, settings: Settings, file: Path, kind: Kind, *, dry_run: bool
) -> Imported:
    actor = operating_system_user(settings)
    with counting(f"Importing {file.name}") as progress:
        try:
            return import_file(desk, file, kind, actor=actor, dry_run=dry_run, progress=progress)
        except BadRows as bad:
            tell_bad_rows(file, bad)
            raise


def _told(imported: Imported, *, dry_run: bool) -> str:
    """Such as “Imported 120 contacts (3 changed, 5 were there already).”, in full."""
    one = imported.kind.replace("-", " ").removesuffix("s")
    written = imported.added + imported.changed
    if not written:
        return f"There was nothing new in {counted(imported.unchanged, one)}."
    beside = []
    if imported.changed:
        beside.append(f"{imported.changed:,} changed")
    if imported.unchanged:
        was = "was" if imported.unchanged == 1 else "were"
        beside.append(f"{imported.unchanged:,} {was} there already")
    if imported.alike:
        look = "looks" if imported.alike == 1 else "look"
        beside.append(f"{imported.alike:,} {look} like one recorded before")
    what = counted(written, one) + (f" ({', '.join(beside)})" if beside else "")
    return f"Would import {what}; nothing was written." if dry_run else f"Imported {what}."


MOST_CHANGES: Final = 20
"""How many changed rows an answer names."""


def _changes_told(changes: Sequence[Entry], *, dry_run: bool) -> Iterator[str]:
    """Such as “Changed GOLD: term_months “12” to nothing.”, of the first so many rows."""
    changed = "Would change" if dry_run else "Changed"
    for entry in changes[:MOST_CHANGES]:
        before, after = entry.before or {}, entry.after or {}
        code = "/".join(after[part] for part in ("event", "code") if part in after)
        parts = [f"{name} {shown(old)} to {shown(after[name])}" for name, old in before.items()]
        yield f"{changed} {code}: {', '.join(parts)}."
    if len(changes) > MOST_CHANGES:
        yield f"{changed} {len(changes) - MOST_CHANGES:,} more."


class LedgerIncomplete(Failed):
    """A ledger whose entries don't fit together."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"{file} is no whole ledger: an entry needs another one that isn't there."
            " Nothing was imported."
        )


def _import_ledger(settings: Settings, file: Path, *, dry_run: bool) -> None:
    with desk_to_try(settings) as desk:
        if desk.read(lambda books: books.last) is not None:
            raise StoreNotEmpty
    with _tried(settings, file) as desk:
        what = verified(desk)
    if dry_run:
        typer.echo(f"Would import {what}; nothing was written.")
        return
    with opened_desk(settings, make=True) as desk:
        with counting(f"Importing {file.name}"):
            import_ledger(desk.store, file)
            what = verified(desk)
        typer.echo(f"Imported {what}.")


@contextmanager
def _tried(settings: Settings, file: Path) -> Iterator[Desk]:
    """A desk over the file's ledger in a store of its own, so that no bad one reaches the real."""
    with (
        TemporaryDirectory() as folder,
        closing(open_store(Path(folder, "tried.db"))) as store,
    ):
        with counting(f"Reading {file.name}"):
            import_ledger(store, file)
            try:
                desk = Desk(store, policy=settings.policy)
            except LedgerBroken as unfit:
                raise LedgerIncomplete(file) from unfit
        yield desk


def verify() -> None:
    """Recompute every balance and check that everything adds up."""
    with opened_desk(read_settings(), read_only=True) as desk:
        typer.echo(f"Verified {verified(desk)}.")
