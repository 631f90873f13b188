"""Open a store once and print how long it took and how much memory, as JSON."""

import json
import resource
import sys
import time
from pathlib import Path

from core.desk import Desk
from core.snapshot import remembered
from core.stores.embedded import open_store

STATUS = Path("/proc/self/status")
"""Where Linux tells the most memory of this program; `getrusage` counts its parent's too."""


def most_megabytes() -> float:
    """The most memory that this process ever had."""
    if STATUS.exists():
        lines = STATUS.read_text().splitlines()
        most = next(line for line in lines if line.startswith("VmHWM:"))
        return int(most.split()[1]) * 1024 / 1_000_000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000_000


def main() -> None:
    """The path is the first argument; the second says whether the snapshot may be used."""
    path, source = sys.argv[1:]
    began = time.perf_counter()
    store = open_store(Path(path), read_only=True)
    desk = Desk(store, books=remembered(store) if source == "snapshot" else None)
    level = desk.read(lambda books: next(iter(books.levels)))
    desk.balance(level)
    seconds = time.perf_counter() - began
    print(json.dumps([seconds, most_megabytes()]))


if __name__ == "__main__":
    main()
