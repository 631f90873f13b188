"""A file of a hundred thousand usages through all rules, against a bare bulk insert."""

import csv
import json
import random
import sqlite3
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.world import ACTOR, make_world
from core.columns import Kind
from core.desk import Desk
from core.importing import BadRows, import_file
from core.stores.embedded import open_store

ROWS, MEMBERS, BAD_EACH = 100_000, 2_000, 100
GOAL_PER_SECOND = 20_000
COLUMNS = ("contact", "benefit_type", "used_on", "quantity", "description")


def show(folder: Path, console: Console) -> None:
    """Rows a second, and how quickly a file with bad rows is refused."""
    world = make_world(folder / "import.db", 0, MEMBERS)
    with closing(open_store(world.path)) as store:
        desk = Desk(store)
        bad, good = folder / "bad.csv", folder / "good.csv"
        _write(desk, bad, bad_each=BAD_EACH)
        _write(desk, good)
        refused, found = _refused(desk, bad)
        began = time.perf_counter()
        import_file(desk, good, Kind.USAGE, actor=ACTOR)
        seconds = time.perf_counter() - began
    bare = _bare(good, folder / "bare.db")
    table = Table("file", "seconds", "rows a second", "× bare insert", "goal, rows a second")
    table.add_row(f"{found:,} bad rows, listed", f"{refused:.2f}", f"{ROWS / refused:,.0f}", "", "")
    met = "met" if ROWS / seconds >= GOAL_PER_SECOND else "not met"
    table.add_row(
        "good rows, imported",
        f"{seconds:.2f}",
        f"{ROWS / seconds:,.0f}",
        f"{seconds / bare:.1f}",
        f"≥ {GOAL_PER_SECOND:,}: {met}",
    )
    console.print(f"A usage file of {ROWS:,} rows, on days in no order")
    console.print(table, "")


def _write(desk: Desk, path: Path, bad_each: int | None = None) -> None:
    """Rows by code and by name, of the last three hundred days; every so many one is bad."""
    contacts = desk.read(lambda books: list(books.contacts.values()))
    names = [contact.name for contact in contacts]
    callable_by = [
        contact.name if names.count(contact.name) == 1 and number % 2 else contact.code
        for number, contact in enumerate(contacts)
    ]
    chance, today = random.Random(4), desk.today()
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for number in range(ROWS):
            on = today - timedelta(days=chance.randrange(300))
            quantity = "none" if bad_each and number % bad_each == 0 else chance.choice("1112")
            rows.writerow(
                (chance.choice(callable_by), "PASS", on, quantity, f"Guest {number % 1000}")
            )


def _refused(desk: Desk, path: Path) -> tuple[float, int]:
    began = time.perf_counter()
    try:
        import_file(desk, path, Kind.USAGE, actor=ACTOR)
    except BadRows as bad:
        return time.perf_counter() - began, len(bad.rows)
    raise AssertionError("a file with bad rows was imported")


def _bare(path: Path, target: Path) -> float:
    """Seconds to read the file and put each row into a table as JSON, with no rule at all."""
    began = time.perf_counter()
    with closing(sqlite3.connect(target)) as peer:
        peer.execute("CREATE TABLE entries (id INTEGER PRIMARY KEY, document TEXT NOT NULL)")
        with path.open(encoding="utf-8", newline="") as file:
            rows = ((json.dumps(row),) for row in csv.DictReader(file))
            peer.executemany("INSERT INTO entries (document) VALUES (?)", rows)
        peer.commit()
    return time.perf_counter() - began
