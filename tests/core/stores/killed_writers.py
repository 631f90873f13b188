"""Writers that are killed at random moments; prints what they had confirmed, as JSON.

Run with the path of a store and a number of kills. Each writer opens the store where the one before
was killed, adds documents with keys of their own, and reports each key once its insert returned.
"""

import json
import os
import random
import signal
import sys
import time
from itertools import count
from pathlib import Path

from core.stores.rows import Index, RowDatabase

INDEXES = (Index("ledger", "key", unique=True),)


def write_until_killed(path: Path, writer: int, confirmations: int) -> None:
    """Add documents, alone and by threes, confirming each insert that returned."""
    with RowDatabase(path, indexes=INDEXES) as database:
        ledger = database.table("ledger")
        os.write(confirmations, b"open\n")
        for number in count():
            keys = [f"{writer}-{number}-{part}" for part in range(1 + 2 * (number % 2))]
            ledger.insert_multiple({"key": key, "note": "x" * 200} for key in keys)
            os.write(confirmations, "".join(f"{key}\n" for key in keys).encode())


def killed_writer(path: Path, writer: int) -> list[str]:
    """What one writer confirmed before it was killed; its first line tells that it had opened."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            write_until_killed(path, writer, writing)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading) as lines:
        opened = lines.readline().strip()
        time.sleep(random.uniform(0, 0.03))
        os.kill(child, signal.SIGKILL)
        confirmed = [opened, *lines.read().split()]
    os.waitpid(child, 0)
    return confirmed


if __name__ == "__main__":
    store, kills = Path(sys.argv[1]), int(sys.argv[2])
    print(json.dumps([killed_writer(store, writer) for writer in range(kills)]))
