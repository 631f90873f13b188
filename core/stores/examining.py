"""Looking at a store's file without opening the books: is it ours, is it sound, in use?"""

import os
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from core.stores.failures import StoreInUse
from core.stores.files import STOPPED, beside, damages, opened_store, writer_lock


@dataclass(frozen=True, slots=True)
class Examined:
    """What a look at a store's file came to. `may_write` is about this process's own rights.

    `stopped` says why whoever writes to it takes no more writes; nothing where it does.
    """

    layout: int
    damages: tuple[str, ...]
    in_use: bool
    may_write: bool
    stopped: str = ""


def examine(path: Path) -> Examined:
    """Look at the store at `path`, beside a running bot too; nothing is changed in it.

    Raises:
        StoreError: it isn't there, isn't one of ours, or is of a newer layout.
    """
    path = path.resolve()
    with closing(opened_store(path, read_only=True)) as connection:
        (layout,) = connection.execute("PRAGMA user_version").fetchone()
        found = tuple(damages(connection, "quick_check"))
    may_write = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    in_use = may_write and _in_use(path)
    return Examined(layout, found, in_use, may_write, _stopped(path) if in_use else "")


def _stopped(path: Path) -> str:
    """Why the writer takes no more writes; a note that nobody is there for is an old one."""
    try:
        return beside(path, STOPPED).read_bytes().decode().strip() or "no reason is known"
    except OSError:
        return ""


def _in_use(path: Path) -> bool:
    """Whether somebody holds the writer's lock at this moment."""
    try:
        with writer_lock(path):
            return False
    except StoreInUse:
        return True
