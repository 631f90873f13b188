"""Run every benchmark and print its table."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from benchmarks import find, importing, opening, record, report, sharing, sheet, slack
from benchmarks.world import make_world

SIZES = {1_000: 100, 100_000: 2_000, 1_000_000: 20_000}
"""Entries, and members among whom they are spread."""


def main() -> None:
    """All of them on stores in one temporary folder."""
    console = Console()
    with TemporaryDirectory() as name:
        folder = Path(name)
        worlds = [
            make_world(folder / f"{entries}.db", entries, members)
            for entries, members in SIZES.items()
        ]
        # What was just written is on its way to the disk: it mustn't come between.
        os.sync()
        opening.show(worlds[-1], console)
        report.show(worlds[-1], folder, console)
        record.show(worlds, folder, console)
        find.show(console)
        importing.show(folder, console)
        sheet.show(folder, console)
        slack.show(worlds[-1], SIZES[max(SIZES)], folder, console)
        sharing.show(console)


if __name__ == "__main__":
    main()
