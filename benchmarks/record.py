"""One confirmed record through all rules, against a raw append and against plain TinyDB."""

import json
import os
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from itertools import count
from pathlib import Path

from rich.console import Console
from rich.table import Table
from tinydb import TinyDB

from benchmarks.timing import Contender, goal, in_turns
from benchmarks.world import ACTOR, World
from core.desk import Desk
from core.entry import to_document
from core.recording import UsageRequest
from core.snapshot import remembered
from core.stores.embedded import open_store

BLOCKS, PER_BLOCK = 20, 25
GOAL = 3.0
FLAT = 1.25
"""How much more a record in the largest ledger may take than in the smallest."""
LARGEST_PLAIN = 100_000
"""With more entries plain TinyDB takes many seconds a record, and is left out."""


def record_once(desk: Desk) -> Callable[[], object]:
    """A function that records one more usage of today."""
    codes = desk.read(lambda books: list(books.contacts))
    numbers, on = count(), desk.today()

    def once() -> object:
        number = next(numbers)
        return desk.record(_usage(codes[number % len(codes)], number, on), actor=ACTOR)

    return once


def _usage(code: str, number: int, on: date) -> UsageRequest:
    return UsageRequest(
        contact=code,
        benefit_type="PASS",
        used_on=on,
        description="Guest at the monthly mixer",
        again=True,
        idempotency_key=f"one-more-{number}",
    )


def raw_append(folder: Path, line: bytes, stack: ExitStack) -> Callable[[], object]:
    """A function that appends the same bytes to a file and syncs them."""
    descriptor = os.open(folder / "raw", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    stack.callback(os.close, descriptor)
    sync = getattr(os, "fdatasync", os.fsync)

    def once() -> None:
        os.write(descriptor, line)
        sync(descriptor)

    return once


def plain_tinydb(folder: Path, line: bytes, size: int, stack: ExitStack) -> Callable[[], object]:
    """A function that inserts the same document into TinyDB's stock JSON file."""
    database = TinyDB(folder / "plain.json")
    stack.callback(database.close)
    database.insert_multiple(json.loads(line) for _ in range(size))
    return lambda: database.insert(json.loads(line))


def measure(world: World, folder: Path) -> list[Contender]:
    """Both, or all three, at one size of the ledger."""
    with ExitStack() as stack:
        store = open_store(world.path)
        stack.callback(store.close)
        one_more = record_once(Desk(store, books=remembered(store)))
        line = json.dumps(to_document(one_more().entries[0])).encode() + b"\n"  # type: ignore[attr-defined]
        contenders = [
            Contender("record", one_more, PER_BLOCK),
            Contender("raw append + fdatasync", raw_append(folder, line, stack), PER_BLOCK),
        ]
        if world.entries <= LARGEST_PLAIN:
            plain = plain_tinydb(folder, line, world.entries, stack)
            contenders.append(Contender("plain TinyDB JSON", plain))
        in_turns(contenders, BLOCKS)
        return contenders


def show(worlds: list[World], folder: Path, console: Console) -> None:
    """A line per size, and how flat it is."""
    table = Table("entries", "record µs", "raw append µs", "× raw append", "× plain TinyDB", "goal")
    ratios = []
    for world in worlds:
        inside = folder / str(world.entries)
        inside.mkdir()
        record, raw, *plain = measure(world, inside)
        ratios.append(record.median / raw.median)
        table.add_row(
            f"{world.entries:,}",
            f"{record.median:.0f}",
            f"{raw.median:.0f}",
            f"{ratios[-1]:.2f}",
            f"{record.median / plain[0].median:.4f}" if plain else "",
            goal(ratios[-1], GOAL),
        )
    console.print("One confirmed record through all rules (medians, measured in turns)")
    console.print(table)
    flat = ratios[-1] / ratios[0]
    console.print(f"The largest ledger costs {flat:.2f} × the smallest; {goal(flat, FLAT)}.\n")
