"""The commands about the books as a whole: import, verify, backup."""

from pathlib import Path
from typing import Annotated

import typer

from bot.command_line.acting import operating_system_user
from bot.command_line.answering import Failed, tell, tell_bad_rows
from bot.command_line.progress import counting
from bot.command_line.wording import counted
from bot.opening import desk_to_try, opened_desk
from bot.settings import read_settings
from core.columns import Kind
from core.importing import BadRows, Imported, import_file
from core.verify import verify as verify_books


def import_rows(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file in UTF-8.")],
    kind: Annotated[Kind, typer.Option(help="What its rows are.")],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be imported.")
    ] = False,
) -> None:
    """Bring in a CSV file, or nothing and a list of its bad rows."""
    settings = read_settings()
    opened = desk_to_try(settings) if dry_run else opened_desk(settings)
    with opened as desk, counting(f"Importing {file.name}") as progress:
        actor = operating_system_user(settings)
        try:
            imported = import_file(
                desk, file, kind, actor=actor, dry_run=dry_run, progress=progress
            )
        except BadRows as bad:
            tell_bad_rows(file, bad)
            raise
    typer.echo(_told(imported, dry_run=dry_run))


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
    what = counted(written, one) + (f" ({', '.join(beside)})" if beside else "")
    return f"Would import {what}; nothing was written." if dry_run else f"Imported {what}."


def verify() -> None:
    """Recompute every balance and check that everything adds up."""
    with (
        opened_desk(read_settings(), read_only=True) as desk,
        counting("Verifying"),
    ):
        verification = verify_books(desk)
    what = f"{_entries(verification.entries)} and {counted(verification.levels, 'benefit level')}"
    if not verification.content:
        for fault in verification.faults:
            tell(fault)
        raise Failed(f"Verified {what}: {counted(len(verification.faults), 'fault')} found.")
    typer.echo(f"Verified {what}: everything adds up.")


def _entries(number: int) -> str:
    return f"{number:,} {'entry' if number == 1 else 'entries'}"


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy goes.")],
) -> None:
    """Copy the whole store to a file, beside a running bot too."""
    with opened_desk(read_settings(), read_only=True) as desk, counting("Copying"):
        desk.store.backup(file)
    typer.echo(f"Copied the store to {file}.")
