"""Several processes that record on one ledger in a database: commits a second of one, two, four."""

import multiprocessing
import time
from contextlib import closing
from multiprocessing.connection import Connection
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.core.contenders import record_until_told, stocked
from tests.database import a_schema, a_server

COMMITS = 600
PROCESSES = (1, 2, 4)
START = multiprocessing.get_context("forkserver")


def show(console: Console) -> None:
    """A table with a line for each number of processes."""
    table = Table("processes", "commits a second", "times one process", title="One ledger, shared")
    with a_server() as server:
        alone = 0.0
        for processes in PROCESSES:
            rate = commits_a_second(a_schema(server), processes)
            alone = alone or rate
            table.add_row(str(processes), f"{rate:.0f}", f"{rate / alone:.2f}")
    console.print(table)


def commits_a_second(address: str, processes: int) -> float:
    """How fast so many processes draw on the same level together, once all of them are at it."""
    with closing(stocked(address, units=COMMITS).store):
        lines = [started(address, f"p{number}") for number in range(processes)]
        for line in lines:
            line.recv()
        began, commits = time.perf_counter(), 0
        for line in lines:
            while line.recv() >= 0:
                commits += 1
        return commits / (time.perf_counter() - began)


def started(address: str, name: str) -> "Connection[Any, int]":
    """A process that records until nothing is left, and the line on which it confirms."""
    near, far = START.Pipe(duplex=False)
    START.Process(
        target=record_until_told, args=(address, name, COMMITS, 0, far), daemon=True
    ).start()
    far.close()
    return near
