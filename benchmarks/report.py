"""A usage report over a month of a large ledger, against a covering index of the same rows."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.timing import Contender, goal, in_turns
from benchmarks.world import World
from core.desk import Desk
from core.entry import EntryKind
from core.reports.usage import UsageQuery, UsageRow, usage_report
from core.snapshot import remembered
from core.stores.embedded import open_store

BLOCKS, DAYS = 15, 33
GOAL = 1.0
SUMS = """SELECT benefit, COUNT(*), SUM(quantity) FROM usages
          WHERE used_on BETWEEN ? AND ? GROUP BY benefit ORDER BY 2 DESC"""
SAME = """SELECT benefit, COUNT(DISTINCT contact), COUNT(*), SUM(quantity), SUM(quantity * value)
          FROM usages WHERE used_on BETWEEN ? AND ? GROUP BY benefit ORDER BY 3 DESC"""


def show(world: World, folder: Path, console: Console) -> None:
    """One line per peer."""
    with closing(open_store(world.path, read_only=True)) as store:
        desk = Desk(store, books=remembered(store))
        until = world.today
        since = until - timedelta(days=DAYS)
        query = UsageQuery(since=since, until=until)
        with closing(_covered(desk, folder / "covered.db")) as peer:
            report = Contender("report", lambda: usage_report(desk, query))
            sums = Contender("its sums and counts alone", _asking(peer, SUMS, since, until))
            same = Contender("the same figures", _asking(peer, SAME, since, until))
            in_turns([report, sums, same], BLOCKS)
            rows = usage_report(desk, query)
            _agree(rows, peer.execute(SAME, (since.isoformat(), until.isoformat())).fetchall())
    table = Table("of SQLite's covering index", "report ms", "SQLite ms", "ratio", "goal")
    for contender in (same, sums):
        ratio = report.median / contender.median
        table.add_row(
            contender.name,
            f"{report.median / 1000:.1f}",
            f"{contender.median / 1000:.1f}",
            f"{ratio:.2f}",
            goal(ratio, GOAL),
        )
    uses = sum(row.uses for row in rows)
    console.print(f"A usage report over {uses:,} of {world.entries:,} entries")
    console.print(table, "")


def _covered(desk: Desk, path: Path) -> sqlite3.Connection:
    """The usages as rows of a table, with an index that has every column asked for."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE usages (used_on, benefit, contact, quantity REAL, value REAL)")
    levels = desk.read(lambda books: dict(books.levels))
    rows = (
        (str(entry.on), level.benefit_type, level.contact, float(entry.quantity), 12.5)
        for entry in desk.store.entries()
        if entry.kind is EntryKind.USAGE and entry.level and entry.quantity
        for level in [levels[entry.level]]
    )
    connection.executemany("INSERT INTO usages VALUES (?, ?, ?, ?, ?)", rows)
    connection.execute(
        "CREATE INDEX covering ON usages (used_on, benefit, contact, quantity, value)"
    )
    connection.execute("ANALYZE")
    connection.commit()
    return connection


def _asking(peer: sqlite3.Connection, query: str, since: date, until: date) -> Callable[[], object]:
    range_of_days = (since.isoformat(), until.isoformat())
    return lambda: peer.execute(query, range_of_days).fetchall()


def _agree(rows: list[UsageRow], peers: list[tuple[str, int, int, float, float]]) -> None:
    ours = [(row.contacts, row.uses, float(row.quantity), float(row.value or 0)) for row in rows]
    theirs = [figures for _, *figures in peers]
    assert sorted(map(list, ours)) == sorted(theirs), "the report and its peer differ"
