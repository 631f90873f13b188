"""Opening a ledger of a million entries: time and memory, in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.timing import goal
from benchmarks.world import World

GOAL_SECONDS, GOAL_MEGABYTES = 1.5, 250.0
RUNS = 5


def opened(path: Path, *, from_snapshot: bool) -> tuple[float, float]:
    """Seconds until the desk answers, and the most megabytes that the process ever had."""
    word = "snapshot" if from_snapshot else "entries"
    command = [sys.executable, "-m", "benchmarks.open_once", str(path), word]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, megabytes = json.loads(answer.stdout)
    return seconds, megabytes


def show(world: World, console: Console) -> None:
    """With the snapshot, as usual, and without it."""
    runs = sorted(opened(world.path, from_snapshot=True) for _ in range(RUNS))
    seconds, megabytes = runs[RUNS // 2]
    all_seconds, all_megabytes = opened(world.path, from_snapshot=False)
    table = Table("opened from", "seconds", "MB", "× folding every entry", "goal")
    table.add_row(
        "snapshot",
        f"{seconds:.2f}",
        f"{megabytes:.0f}",
        f"{seconds / all_seconds:.3f}",
        f"{goal(seconds, GOAL_SECONDS)}; {goal(megabytes, GOAL_MEGABYTES)}",
    )
    table.add_row("every entry", f"{all_seconds:.2f}", f"{all_megabytes:.0f}", "1", "")
    console.print(f"Opening a ledger of {world.entries:,} entries")
    console.print(table, "")
