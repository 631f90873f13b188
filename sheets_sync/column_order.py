"""Where the columns of a tab went since it was written to: by their headers and their contents.

People move, insert and delete columns at any time. What is known of a row by its columns, such as
the copy of what stood there, has to follow. Pure.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sheets_sync.layout import Contents
from sheets_sync.sheet import Content, Tab


@dataclass(frozen=True, slots=True)
class ColumnOrder:
    """`now` has for each column of then the place where it is now; those beyond stayed."""

    now: tuple[int, ...] = ()

    def place(self, column: int) -> int:
        """Where a column of then is now."""
        return self.now[column] if column < len(self.now) else column

    def as_then(self, tab: Tab) -> Tab:
        """The tab as it is now, with its columns where they were then."""
        if not self.now:
            return tab
        return replace(tab, rows=[self._row_then(row) for row in tab.rows])

    def _row_then(self, row: Sequence[Content]) -> Contents:
        width = len(row)
        cells = tuple(row[place] if place < width else None for place in self.now)
        return cells + tuple(row[len(self.now) :])

    def as_now(self, cells: Contents) -> Contents:
        """A row of then, with its cells where their columns are now."""
        row: list[Content] = [None] * max(len(cells), len(self.now))
        for column, content in enumerate(cells):
            row[self.place(column)] = content
        return tuple(row)


STAYED = ColumnOrder()


def column_order(header: Sequence[Content], tab: Tab, rows: Iterable[Contents]) -> ColumnOrder:
    """Where the columns are that had this header when `rows` were in the tab.

    Where only the words in the header changed places, the columns stayed: what was in the rows
    stands under the other words then.
    """
    if not header or list(header) == list(tab.header):
        return STAYED
    moved = ColumnOrder(_by_header(header, tab.header))
    columns = _columns(rows)
    there = _columns(tuple(row) for row in tab.rows[1:])
    return max(moved, STAYED, key=lambda order: _found_again(order, columns, there))


def _by_header(then: Sequence[Content], now: Sequence[Content]) -> tuple[int, ...]:
    """Each column where its header is; those that can't be told by it at their place, or left."""
    width = max(len(then), len(now))
    places = {
        column: list(now).index(name)
        for column, name in enumerate(then)
        if name is not None and list(then).count(name) == list(now).count(name) == 1
    }
    left = [place for place in range(width) if place not in places.values()]
    others = [column for column in range(width) if column not in places]
    for column in [column for column in others if column in left]:
        places[column] = column
        left.remove(column)
    for column in [column for column in others if column not in places]:
        places[column] = left.pop(0)
    return tuple(places[column] for column in range(width))


def _columns(rows: Iterable[Contents]) -> dict[int, Counter[Content]]:
    """How often each content stands in each column."""
    found: dict[int, Counter[Content]] = {}
    for row in rows:
        for column, content in enumerate(row):
            if content is not None:
                found.setdefault(column, Counter())[content] += 1
    return found


def _found_again(
    order: ColumnOrder,
    columns: dict[int, Counter[Content]],
    there: dict[int, Counter[Content]],
) -> int:
    """How many cells of the columns are where this order says."""
    return sum(
        (contents & there.get(order.place(column), Counter())).total()
        for column, contents in columns.items()
    )
