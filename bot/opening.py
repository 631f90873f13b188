"""Opening the store that the settings name, for writing, for reading, or to try something out."""

import errno
import importlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Final

from bot.settings import Settings
from core.books import Books
from core.desk import Desk
from core.errors import BenefitError
from core.snapshot import remember, remembered, worth_remembering
from core.store import Store, StoreError
from core.stores.embedded import open_store
from core.stores.failures import CannotOpen, NoLedger
from core.stores.files import beside, reason

EMBEDDED: Final = "tinydb:"
UNWRITABLE: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF})
"""What the operating system says where an answer can't be written to a disk, or to nowhere."""


class NoStoreYet(StoreError):
    """Nothing was ever written, so there is nothing to read."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"There is no store at {path} yet: the first import or put makes it, or"
            " BENEFIT_DESK_STORE names another one."
        )


class DriverMissing(StoreError):
    """The settings name a PostgreSQL store, and the library for it isn't installed."""

    def __init__(self) -> None:
        super().__init__(
            "BENEFIT_DESK_STORE names a PostgreSQL store, which needs one more library: install"
            " Benefit Desk with its extra “postgres”."
        )


class NoStoreFile(StoreError):
    """A file was asked for where the store is a database."""

    def __init__(self) -> None:
        super().__init__("BENEFIT_DESK_STORE names a database, which has no file of its own.")


class RecordedUntold(BenefitError):
    """The work is in the ledger, but its answer could not be written."""

    def __init__(self, why: OSError) -> None:
        super().__init__(f"It was recorded, but the answer can't be shown: {why.strerror}.")


def database_address(settings: Settings) -> str | None:
    """The address of the PostgreSQL database; None where the store is a file."""
    address = settings.environment.benefit_desk_store
    return None if address.startswith(EMBEDDED) else address


def store_path(settings: Settings) -> Path:
    """The file of the embedded store.

    Raises:
        NoStoreFile: the store is a database.
    """
    if database_address(settings):
        raise NoStoreFile
    return Path(settings.environment.benefit_desk_store.removeprefix(EMBEDDED)).expanduser()


def store_name(settings: Settings) -> str:
    """The store as people may read of it: a file, or a database without user and password.

    Raises:
        DriverMissing: the store is a database, and the library for it isn't installed.
    """
    address = database_address(settings)
    return str(_postgres().shown(address)) if address else str(store_path(settings))


def is_there(path: Path) -> bool:
    """Whether there is a file.

    Raises:
        CannotOpen: this user may not look into its folder.
    """
    try:
        return path.exists()
    except OSError as error:
        raise CannotOpen(path, reason(error)) from error


def _postgres() -> ModuleType:
    """The store in a database; its library is an extra, and takes a while to import."""
    try:
        return importlib.import_module("core.stores.postgres")
    except ImportError as missing:
        raise DriverMissing from missing


def opened_store(settings: Settings, *, read_only: bool = False, make: bool = False) -> Store:
    """The store that the settings name; with `make` it is made where there is none.

    Raises:
        StoreError: it isn't there, is in use, damaged, or can't be opened.
    """
    if address := database_address(settings):
        store: Store = _postgres().PostgresStore(address, read_only=read_only, make=make)
        return store
    path = store_path(settings)
    if not make and not is_there(path):
        raise NoStoreYet(path)
    return open_store(path, read_only=read_only)


@contextmanager
def opened_desk(
    settings: Settings, *, read_only: bool = False, make: bool = False
) -> Iterator[Desk]:
    """A desk over the store that the settings name; read-only works beside a running bot.

    With `make`, a store is made where there is none; otherwise a mistyped path would leave an empty
    one behind.

    Raises:
        StoreError: it is in use, damaged, or can't be opened; the sentence says what to do.
        RecordedUntold: whoever has the desk wrote to the ledger, but could not tell so.
    """
    new = make and not database_address(settings) and not is_there(store_path(settings))
    with (
        closing(opened_store(settings, read_only=read_only, make=make)) as store,
        _none_left_empty(store, store_path(settings)) if new else nullcontext(),
    ):
        desk = Desk(store, policy=settings.policy, books=remembered(store))
        if not read_only:
            _remember(desk)
        with _told_what_was_written(desk):
            yield desk
        if not read_only:
            _remember(desk)


@contextmanager
def _none_left_empty(store: Store, path: Path) -> Iterator[None]:
    """Take a store away that was made just now, where the work failed and wrote nothing.

    The store is still open and locked then, so nobody else can have begun to use it.
    """
    try:
        yield
    except Exception:
        with suppress(StoreError, OSError):
            if not any(store.entries()) and not any(store.documents()):
                for ending in ("", "-wal", "-shm"):
                    beside(path, ending).unlink(missing_ok=True)
        raise


@contextmanager
def _told_what_was_written(desk: Desk) -> Iterator[None]:
    before = desk.revision
    try:
        yield
    except OSError as error:
        if error.errno in UNWRITABLE and not error.filename and desk.revision != before:
            raise RecordedUntold(error) from error
        raise


def _remember(desk: Desk) -> None:
    """Keep a snapshot where one is worth its while; without it the next opening takes longer."""

    def keep(books: Books) -> None:
        if worth_remembering(desk.store, books):
            remember(desk.store, books)

    with suppress(StoreError):
        desk.read(keep)


@contextmanager
def desk_to_try(settings: Settings) -> Iterator[Desk]:
    """A desk for a dry run: beside a running bot, or over an empty store where there is none."""
    try:
        store = opened_store(settings, read_only=True)
    except (NoStoreYet, NoLedger):
        with TemporaryDirectory() as folder, closing(open_store(Path(folder, "empty.db"))) as empty:
            yield Desk(empty, policy=settings.policy)
        return
    with closing(store):
        yield Desk(store, policy=settings.policy, books=remembered(store))
