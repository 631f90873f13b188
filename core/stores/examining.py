"""Looking at a store's file without opening the books: is it ours, is it sound, in use?"""

import os
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from core.stores.failures import StoreInUse
from core.stores.files import damages, opened_store, writer_lock


@dataclass(frozen=True, slots=True)
class Examined:
    """What a look at a store's file came to. `may_write` is about this process's own rights."""

    layout: int
    damages: tuple[str, ...]
    in_use: bool
    may_write: bool


def examine(path: Path) -> Examined:
    """Look at the store at `path`, beside a running bot too; nothing is changed in it.

    Raises:
        StoreError: it isn't there, isn't one of ours, or is of a newer layout.
    """
    path = path.resolve()
    with closing(opened_store(path, read_only=True)) as connection:
        (layout,) = connection.execute("PRAGMA user_version").fetchone()
        found = tuple(damages(connection, quick=True))
    may_write = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    return Examined(layout, found, may_write and _in_use(path), may_write)


def _in_use(path: Path) -> bool:
    """Whether somebody holds the writer's lock at this moment."""
    try:
        with writer_lock(path):
            return False
    except StoreInUse:
        return True
