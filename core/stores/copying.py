"""A whole store moved into another one: the ledger first, then what is kept beside it."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from core.entry import Entry
from core.stores.embedded import open_store
from core.stores.failures import WriteFailed
from core.stores.files import reason

BATCH: Final = 10_000
"""How many entries are written at a time."""


def copy_into_file(
    entries: Iterable[Entry], documents: Iterable[tuple[str, dict[str, Any]]], path: Path
) -> None:
    """Write all of these into an embedded store's file, which is there whole or not at all.

    Raises:
        WriteFailed: it can't be written; what was at `path` is still there.
    """
    path = path.resolve()
    try:
        with (
            TemporaryDirectory(dir=path.parent, prefix=f".{path.name}-") as folder,
            closing(open_store(Path(folder, "copy.db"))) as copy,
        ):
            for some in _batches(entries):
                copy.append(some)
            for name, document in documents:
                copy.keep(name, document)
            copy.backup(path)
    except OSError as error:
        raise WriteFailed(path, reason(error)) from error


def _batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    rest = iter(entries)
    while some := list(islice(rest, BATCH)):
        yield some
