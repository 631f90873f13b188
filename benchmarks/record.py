"""One confirmed record through all rules, against a raw append and against plain TinyDB.

The three are measured in turns, in blocks, so that a machine that slows down slows all of them.
"""

import json
import os
import statistics
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table
from tinydb import TinyDB

from core.actor import Actor, Role, Source
from core.catalogue import BenefitType, MembershipBenefit, MembershipType
from core.contact import Contact
from core.desk import Desk
from core.enrolling import EnrolRequest
from core.entry import to_document
from core.recording import UsageRequest
from core.stores.embedded import open_store

SIZES = (1_000, 100_000)
BLOCKS, PER_BLOCK = 20, 25
ACTOR = Actor(id="bench", source=Source.COMMAND_LINE, role=Role.ADMIN)
GOAL = 3.0


@dataclass(frozen=True)
class Contender:
    """Something to time, and how often per block."""

    name: str
    once: Callable[[], object]
    per_block: int = PER_BLOCK


def members(desk: Desk, how_many: int) -> list[str]:
    """Contacts with a membership that has passes enough."""
    codes = [f"C{number}" for number in range(how_many)]
    desk.put(
        [
            *(Contact(code=code, name=f"Contact {code}") for code in codes),
            BenefitType(code="PASS", name="Guest pass"),
            MembershipType(code="GOLD", name="Gold", term_months=12),
            MembershipBenefit(
                code="G1", membership_type="GOLD", benefit_type="PASS", number=Decimal(1_000_000)
            ),
        ],
        idempotency_key="stock",
        actor=ACTOR,
    )
    first = desk.today().replace(month=1, day=1)
    for code in codes:
        request = EnrolRequest(
            contact=code, membership_type="GOLD", starts_on=first, idempotency_key=f"enroll-{code}"
        )
        desk.enroll(request, actor=ACTOR)
    return codes


def usage(code: str, number: int, on: date) -> UsageRequest:
    """One pass used today."""
    return UsageRequest(
        contact=code,
        benefit_type="PASS",
        used_on=on,
        description="Guest at the monthly mixer",
        again=True,
        idempotency_key=f"usage-{number}",
    )


def fill(desk: Desk, codes: list[str], entries: int) -> None:
    """Record usages in batches until the ledger has that many entries."""
    on = desk.today()
    so_far = sum(1 for _ in desk.store.entries())

    def batch(draft: Desk, numbers: Iterable[int]) -> None:
        for number in numbers:
            draft.record(usage(codes[number % len(codes)], -number - 1, on), actor=ACTOR)

    for start in range(so_far, entries, 20_000):
        numbers = range(start, min(entries, start + 20_000))
        desk.together(lambda draft, numbers=numbers: batch(draft, numbers))  # type: ignore[misc]


def record_once(desk: Desk, codes: list[str]) -> Callable[[], object]:
    """A function that records one more usage."""
    numbers, on = count(), desk.today()
    return lambda: desk.record(
        usage(codes[(number := next(numbers)) % len(codes)], number, on), actor=ACTOR
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


def medians(contenders: list[Contender]) -> dict[str, float]:
    """The median microseconds of each, measured in turns."""
    timings: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    for _ in range(BLOCKS):
        for contender in contenders:
            for _ in range(contender.per_block):
                began = time.perf_counter_ns()
                contender.once()
                timings[contender.name].append((time.perf_counter_ns() - began) / 1_000)
    return {name: statistics.median(values) for name, values in timings.items()}


def measure(size: int) -> dict[str, float]:
    """Median microseconds at one size of the ledger."""
    with TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        store = open_store(folder / "bench.db")
        stack.callback(store.close)
        desk = Desk(store)
        codes = members(desk, 100)
        fill(desk, codes, size)
        one_more = record_once(desk, codes)
        line = json.dumps(to_document(one_more().entries[0])).encode() + b"\n"  # type: ignore[attr-defined]
        slow = 1 if size > SIZES[0] else PER_BLOCK
        return medians(
            [
                Contender("record", one_more),
                Contender("raw append + fdatasync", raw_append(folder, line, stack)),
                Contender("plain TinyDB JSON", plain_tinydb(folder, line, size, stack), slow),
            ]
        )


def main() -> None:
    """Print one line per size, and whether the goal is met."""
    table = Table("entries", "record µs", "raw append µs", "× raw append", "× plain TinyDB", "goal")
    ratios = []
    for size in SIZES:
        took = measure(size)
        record, raw, plain = took.values()
        ratios.append(record / raw)
        met = "met" if record / raw <= GOAL else "not met"
        table.add_row(
            f"{size:,}",
            f"{record:.0f}",
            f"{raw:.0f}",
            f"{record / raw:.2f}",
            f"{record / plain:.4f}",
            f"≤ {GOAL:.0f}: {met}",
        )
    console = Console()
    console.print("One confirmed record through all rules (medians, measured in turns)")
    console.print(table)
    console.print(f"The larger ledger costs {ratios[-1] / ratios[0]:.2f} × the smaller one.")
