"""Opening the store that the settings name, for writing, for reading, or to try something out."""

import errno
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bot.settings import Settings
from core.books import Books
from core.desk import Desk
from core.errors import BenefitError
from core.snapshot import remember, remembered, worth_remembering
from core.store import Store, StoreError
from core.stores.embedded import open_store

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


class StoreNotOffered(StoreError):
    """The settings name a kind of store that this version doesn't come with."""

    def __init__(self) -> None:
        super().__init__(
            "BENEFIT_DESK_STORE names a PostgreSQL store, which is not offered yet: write tinydb:"
            " and a file."
        )


class RecordedUntold(BenefitError):
    """The work is in the ledger, but its answer could not be written."""

    def __init__(self, why: OSError) -> None:
        super().__init__(f"It was recorded, but the answer can't be shown: {why.strerror}.")


def store_path(settings: Settings) -> Path:
    """The file of the embedded store.

    Raises:
        StoreNotOffered: the settings name another kind of store.
    """
    address = settings.environment.benefit_desk_store
    if not address.startswith(EMBEDDED):
        raise StoreNotOffered
    return Path(address.removeprefix(EMBEDDED)).expanduser()


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
    path = store_path(settings)
    if not make and not path.exists():
        raise NoStoreYet(path)
    with closing(open_store(path, read_only=read_only)) as store:
        desk = Desk(store, policy=settings.policy, books=remembered(store))
        if not read_only:
            _remember(desk)
        with _told_what_was_written(store):
            yield desk
        if not read_only:
            _remember(desk)


@contextmanager
def _told_what_was_written(store: Store) -> Iterator[None]:
    before = store.last
    try:
        yield
    except OSError as error:
        if error.errno in UNWRITABLE and not error.filename and store.last != before:
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
    if store_path(settings).exists():
        with opened_desk(settings, read_only=True) as desk:
            yield desk
        return
    with (
        TemporaryDirectory() as folder,
        closing(open_store(Path(folder, "empty.db"))) as store,
    ):
        yield Desk(store, policy=settings.policy)
