"""What would be written to a tab, line by line, as a person would read it."""

from typing import Final

from sheets_sync.layout import Write, Writes
from sheets_sync.quoting import cut
from sheets_sync.sheet import Tab

MOST_LINES: Final = 50
"""Lines about one tab, beyond which only a count is given."""


def difference(title: str, tab: Tab, writes: Writes) -> list[str]:
    """The cells that would change, each with what it holds now; new rows as a count."""
    lines = [] if tab.row_count else [f"{title}: the tab would be made"]
    added = {write.row for write in writes.cells if write.row >= max(len(tab.rows), 1)}
    cells = [
        write for write in writes.cells if write.content is not None and write.row < len(tab.rows)
    ]
    lines += [_line(title, tab, write) for write in cells[:MOST_LINES]]
    if len(cells) > MOST_LINES:
        lines.append(f"{title}: {len(cells) - MOST_LINES:,} more cells would be written")
    if added:
        rows = "1 row" if len(added) == 1 else f"{len(added):,} rows"
        lines.append(f"{title}: {rows} would be added")
    return lines


def _line(title: str, tab: Tab, write: Write) -> str:
    header = tab.at(0, write.column) or "cell"
    now, then = tab.at(write.row, write.column), write.content
    before = "blank" if now is None else cut(str(now))
    after = "blank" if then == "" else cut(str(then))
    return f"{title}: row {write.row + 1}, {header}: {before} to {after} in the sheet"
