"""What our last write went over by mistake: found where it is now, to be put back.

The copy that the write made says what stood in each row at that moment. Since then people may have
moved the row, its columns, or copied it, or typed in it.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from sheets_sync.before_images import Fate, Places, Sent, SentRow, row_of, with_fates
from sheets_sync.column_order import column_order
from sheets_sync.layout import Contents
from sheets_sync.sheet import Content, Tab

LIKE_ENOUGH: Final = 0.5
"""Share of equal cells from which on a row is known again that people changed meanwhile."""


@dataclass(slots=True)
class Mended:
    """What is to be put back into one tab, and what the rows held that it belongs to, by number."""

    places: Places = field(default_factory=dict)
    were: dict[int, Contents] = field(default_factory=dict)


def overwritten(sent: Sent, images: Tab, tabs: Mapping[str, Tab]) -> dict[str, Mended]:
    """What is to be put back where, by tab: cells that held something else than had been read."""
    by_title: dict[str, list[tuple[SentRow, Contents, Fate]]] = {}
    for told in with_fates(sent, images):
        by_title.setdefault(told[0].title, []).append(told)
    mended = {(row.title, row.read): row.mended for row in sent.rows if row.mended}
    found = {
        title: _mended(tab, sent.headers.get(title, ()), by_title[title], mended)
        for title, tab in tabs.items()
        if any(fate is not Fate.ARRIVED for _, _, fate in by_title.get(title, ()))
    }
    return {title: each for title, each in found.items() if each.places}


def _mended(
    tab: Tab,
    header: Contents,
    told: Sequence[tuple[SentRow, Contents, Fate]],
    mended: Mapping[tuple[str, Contents], Mapping[int, Content]],
) -> Mended:
    """What is to be put back into one tab, whose columns may have been moved since."""
    order = column_order(header, tab, [row.over(image) for row, image, _ in told])
    mending = _Mending(order.as_then(tab), mended)
    changed = [each for each in told if not mending.mend(*each, mending.same)]
    in_vain = [row for row, _, fate in told if fate is Fate.MISSED and row.mended]
    changed_again = [row for row in in_vain if not mending.mend_again(row, mending.same)]
    for row, image, fate in changed:
        mending.mend(row, image, fate, mending.alike)
    for row in changed_again:
        mending.mend_again(row, mending.alike)
    places, were = mending.found.places, mending.found.were
    return Mended(
        {(row, order.place(column)): content for (row, column), content in places.items()},
        {row: order.as_now(cells) for row, cells in were.items()},
    )


Finding: TypeAlias = Callable[[int, Contents], list[int]]
"""Gives the numbers of the rows that say this, or nearly; it was written at that place."""


class _Mending:
    """Finds the rows of one tab that were written over by mistake.

    First all those that say still what they said then: of the others, whichever is most like it
    is looked for among the rows that nothing else is known of.
    """

    def __init__(
        self, tab: Tab, mended: Mapping[tuple[str, Contents], Mapping[int, Content]]
    ) -> None:
        """`mended` has what was to be put back into a row, by the row as it was read."""
        self.found = Mended()
        self._mended = mended
        self._tab = tab
        self._taken: set[int] = set()
        self._done: set[Contents] = set()
        self._numbers: dict[int, defaultdict[Contents, list[int]]] = {}

    def mend(self, row: SentRow, image: Contents, fate: Fate, find: Finding) -> bool:
        """Put one row back, and whatever copies people made of it since, where it is found.

        Whether it is; one that got what it was to get stays as it is.
        """
        after = row.over(image)
        if after in self._done:
            return True
        found = find(row.row, after)
        if found:
            self._done.add(after)
        if fate is Fate.ARRIVED:
            self._taken.update(found)
            return True
        right = self._right(row, image, fate)
        for number in found:
            self._taken.add(number)
            self.found.were[number] = image
            now = row_of(self._tab, number, len(after))
            for column, content in right.items():
                if now[column] == after[column] != content:
                    self.found.places[number, column] = content
        return bool(found)

    def mend_again(self, row: SentRow, find: Finding) -> bool:
        """Put back what an earlier write had gone over, where this one went beside it.

        Whether the row is found.
        """
        found = find(row.row, row.read)
        for number in found:
            now = row_of(self._tab, number, len(row.read))
            self._taken.add(number)
            for column, content in row.mended.items():
                if now[column] == row.read[column]:
                    self.found.places[number, column] = content
        return bool(found)

    def _right(self, row: SentRow, image: Contents, fate: Fate) -> dict[int, Content]:
        """What belongs into the cells that were written over, and into those mended in vain."""
        if fate is Fate.CROSSED:
            return {each: image[each] for each in row.written if image[each] != row.read[each]}
        return {each: image[each] for each in row.written} | dict(
            self._mended.get((row.title, image), {})
        )

    def same(self, place: int, after: Contents) -> list[int]:  # noqa: ARG002 - wherever they are
        """The rows that say just this."""
        width = len(after)
        if width not in self._numbers:
            numbers = self._numbers[width] = defaultdict(list)
            for number in range(1, len(self._tab.rows)):
                numbers[row_of(self._tab, number, width)].append(number)
        there = self._numbers[width].get(after, [])
        return [number for number in there if number not in self._taken]

    def alike(self, place: int, after: Contents) -> list[int]:
        """The row that is most like it: it may have been changed since."""
        numbers = dict.fromkeys([place, *range(1, len(self._tab.rows))])
        left = [number for number in numbers if number not in self._taken]
        alike = max(left, key=lambda number: self._likeness(number, after), default=None)
        enough = LIKE_ENOUGH * sum(cell is not None for cell in after)
        return [] if alike is None or self._likeness(alike, after) <= enough else [alike]

    def _likeness(self, number: int, after: Contents) -> int:
        now = row_of(self._tab, number, len(after))
        return sum(one is not None and one == other for one, other in zip(after, now, strict=True))


def with_put_back(tab: Tab, mended: Mended) -> Tab:
    """The tab as people left it, without what our own writing did to it."""
    rows = [list(row) for row in tab.rows]
    for (number, column), content in mended.places.items():
        while len(rows) <= number:
            rows.append([])
        cells = rows[number]
        cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = content
    return replace(tab, rows=rows, were=mended.were)
