"""The commands that take the whole store out or put it back: backup, restore, export."""

import shutil
from contextlib import ExitStack, closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from bot.command_line.answering import Failed
from bot.command_line.checking import verified
from bot.command_line.lists import RECORDS, cells_of, one_of
from bot.command_line.progress import counting
from bot.command_line.writing import whole_file
from bot.opening import database_address, opened_desk, opened_store, store_name, store_path
from bot.reports.page import csv_text
from bot.settings import Settings, read_settings
from bot.views.sentences import counted
from core.books import Books
from core.catalogue import MembershipBenefit
from core.columns import COLUMNS, Kind
from core.event import RegistrationType
from core.exporting import export_ledger
from core.records import LookupRecord
from core.store import StoreError
from core.stores.embedded import EmbeddedStore, open_store
from core.stores.failures import NotAStore, RowDamaged, WriteFailed
from core.stores.files import beside, reason, writer_lock
from core.stores.files import restore as restore_file

LEDGER: Final = "ledger.jsonl"


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy goes.")],
) -> None:
    """Copy the whole store to a file, beside a running bot too."""
    with opened_desk(read_settings(), read_only=True) as desk, counting("Copying"):
        desk.store.backup(file)
    typer.echo(f"Copied the store to {file}.")


class StoreThere(Failed):
    """A store would be replaced, and nobody said that it may be."""

    def __init__(self, path: Path, file: Path) -> None:
        super().__init__(
            f"There is a store at {path} already. To put {file} in its place, add --yes; what is"
            " there now is then kept beside it."
        )


class LedgerThere(Failed):
    """A ledger that others use would be replaced."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"There is a ledger in {where} already, which others may be using. Name an empty"
            " database in BENEFIT_DESK_STORE, and restore into that one."
        )


class NoSuchBackup(Failed):
    """The backup isn't there."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"There is no file {file}.")


class NoBackup(Failed):
    """The file is there, and can't be put in the store's place."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"{file} is not a backup of a store, or it is damaged. Nothing was changed; name a file"
            " that “benefit-desk backup” made."
        )


class RestoresItself(Failed):
    """The backup is the store."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} is the store itself; name a backup of it.")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup of a store.")],
    *,
    yes: Annotated[
        bool, typer.Option("--yes", help="Replace the store that is there, and keep a copy.")
    ] = False,
) -> None:
    """Put a backup in the place of the store, and verify it."""
    settings = read_settings()
    if not file.is_file():
        raise NoSuchBackup(file)
    if database_address(settings):
        _restore_into_database(settings, file)
        return
    path = store_path(settings)
    there = path.exists()
    if there and file.samefile(path):
        raise RestoresItself(file)
    if there and not yes:
        raise StoreThere(path, file)
    with counting("Restoring"):
        _opened_backup(file).close()
        kept = _kept(path, settings) if there else None
        try:
            restore_file(file, path)
        except StoreError:
            if kept:
                _forget(kept)
            raise
    beside_it = f" What was there is kept as {kept}." if kept else ""
    with opened_desk(settings, read_only=True) as desk:
        typer.echo(f"Restored {path} from {file}: {verified(desk)}.{beside_it}")


def _opened_backup(file: Path) -> EmbeddedStore:
    try:
        return open_store(file, read_only=True)
    except (NotAStore, RowDamaged) as wrong:
        raise NoBackup(file) from wrong


def _restore_into_database(settings: Settings, file: Path) -> None:
    with (
        counting("Restoring"),
        closing(_opened_backup(file)) as copy,
        closing(opened_store(settings, make=True)) as store,
    ):
        if next(iter(store.entries()), None) is not None:
            raise LedgerThere(store_name(settings))
        store.append([*copy.entries()])
        for name, document in copy.documents():
            store.keep(name, document)
    with opened_desk(settings, read_only=True) as desk:
        typer.echo(f"Restored {store_name(settings)} from {file}: {verified(desk)}.")


def _kept(path: Path, settings: Settings) -> Path:
    """A plain copy of the store, its log too: a damaged one is kept just as it is.

    Raises:
        WriteFailed: it can't be copied; no part of a copy stays behind.
    """
    now = datetime.now(settings.organisation.time_zone)
    kept = beside(path, f".{now:%Y%m%d-%H%M%S-%f}")
    with writer_lock(path), ExitStack() as failing:
        failing.callback(_forget, kept)
        try:
            for ending in ("", "-wal"):
                original = beside(path, ending)
                if original.exists() and original.stat().st_size:
                    shutil.copy2(original, beside(kept, ending))
        except OSError as error:
            raise WriteFailed(kept, reason(error)) from error
        failing.pop_all()
    return kept


def _forget(kept: Path) -> None:
    for ending in ("", "-wal"):
        with suppress(FileNotFoundError):
            beside(kept, ending).unlink()


def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the files go.")],
) -> None:
    """Write the whole ledger, and the lists as CSV, into a folder."""
    with opened_desk(read_settings(), read_only=True) as desk, counting("Exporting"):
        folder.mkdir(parents=True, exist_ok=True)
        with whole_file(folder / LEDGER) as partial:
            entries = export_ledger(desk.store, partial)
        tables = desk.read(lambda books: {kind: _rows(books, kind) for kind in RECORDS})
        for kind, rows in tables.items():
            names = [column.name for column in COLUMNS[kind]]
            with whole_file(folder / f"{kind}.csv") as partial:
                partial.write_text(csv_text(names, rows), encoding="utf-8", newline="")
    written = ", ".join(counted(len(rows), one_of(kind)) for kind, rows in tables.items() if rows)
    typer.echo(f"Exported {counted(entries, 'entry', 'entries')} to {folder / LEDGER}.")
    if written:
        typer.echo(f"Beside it are {written}, as CSV.")


def _rows(books: Books, kind: Kind) -> list[dict[str, Any]]:
    """The rows of a kind as its columns have them; what was retired, or hangs on it, is left out.

    A file has no column for that, so importing it would bring the retired back.
    """
    table = books.lookup(RECORDS[kind])
    return [
        {name: _plain(value) for name, value in cells_of(kind, record).items()}
        for record in table.values()
        if not (record.retired or _hangs_on_retired(books, record))
    ]


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _hangs_on_retired(books: Books, record: LookupRecord) -> bool:
    if isinstance(record, MembershipBenefit):
        types = (
            books.membership_types[record.membership_type],
            books.benefit_types[record.benefit_type],
        )
        return any(each.retired for each in types)
    return isinstance(record, RegistrationType) and books.events[record.event].retired
