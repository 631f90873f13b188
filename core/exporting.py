"""Taking the whole ledger out to a file, and into an empty store: keys, instants and all."""

import json
from pathlib import Path

from core.books import books_of
from core.entry import Entry, from_document, to_document
from core.errors import BenefitError
from core.file_rows import FileUnreadable
from core.store import LedgerBroken, Store


class StoreNotEmpty(BenefitError):
    """A ledger goes into an empty store only."""

    def __init__(self) -> None:
        super().__init__(
            "This store has entries already; a whole ledger goes into an empty store only."
        )


def export_ledger(store: Store, path: Path) -> int:
    """Write every entry as a line of JSON; the number of entries."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for entry in store.entries():
            file.write(json.dumps(to_document(entry), ensure_ascii=False) + "\n")
            count += 1
    return count


def import_ledger(store: Store, path: Path) -> int:
    """Bring an exported ledger into an empty store, in one step; the number of entries.

    Raises:
        StoreNotEmpty: nothing was written.
        FileUnreadable: a line is no entry; nothing was written.
    """
    if next(iter(store.entries()), None) is not None:
        raise StoreNotEmpty
    entries = _read(path)
    try:
        books_of(entries)
    except LedgerBroken:
        raise FileUnreadable(f"{path.name} is not a whole ledger: entries are missing.") from None
    if entries:
        store.append(entries)
    return len(entries)


def _read(path: Path) -> list[Entry]:
    entries: list[Entry] = []
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                entry = _entry(line, path, number)
                if entries and entry.key <= entries[-1].key:
                    raise FileUnreadable(f"{path.name} line {number} is out of order.")
                entries.append(entry)
    except OSError as error:
        raise FileUnreadable(f"{path} can't be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise FileUnreadable(f"{path.name} is not UTF-8 text.") from None
    return entries


def _entry(line: str, path: Path, number: int) -> Entry:
    try:
        return from_document(json.loads(line))
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError):
        raise FileUnreadable(f"{path.name} line {number} is no ledger entry.") from None
