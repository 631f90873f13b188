"""Which columns a tab has, and where they are: found by header, wherever people moved them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from core.columns import Cell as CellKind
from core.columns import Column
from sheets_sync.errors import HeaderDoubled, HeaderMissing, HeadersElsewhere
from sheets_sync.fitting import ColumnDress, Look
from sheets_sync.sheet import Content, Tab

Contents: TypeAlias = tuple[Content, ...]

LOOKS: Final = {
    CellKind.DATE: Look.DATE,
    CellKind.MONEY: Look.MONEY,
    CellKind.NUMBER: Look.NUMBER,
    CellKind.QUANTITY: Look.NUMBER,
    CellKind.WHOLE: Look.NUMBER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetColumn:
    """A column of a tab. One that isn't editable is Benefit Desk's own.

    `also` are other headers that the column is found under. One that `comes` by itself is put to
    the right of the others where its header is missing. `label` is another header than the
    column's own words.
    """

    column: Column
    editable: bool = False
    width: int = 100
    note: str = ""
    choices: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    comes: bool = False
    label: str = ""

    @property
    def header(self) -> str:
        """What stands in row 1."""
        return self.label or self.column.words


STATUS: Final = SheetColumn(
    column=Column("status"),
    width=380,
    note="Written by Benefit Desk: what became of this row, and what to do about it.",
)
KEY: Final = SheetColumn(
    column=Column("key"),
    width=130,
    note="Written by Benefit Desk: by this key it knows the row, wherever the row is moved.",
)


@dataclass(frozen=True, slots=True)
class Layout:
    """A tab that has one row per record, and ends with Status and Key."""

    title: str
    columns: tuple[SheetColumn, ...]
    foreign: bool = False
    """Whether it is somebody else's tab, to which Status and Key are added."""

    @property
    def all_columns(self) -> tuple[SheetColumn, ...]:
        """The columns with Status and Key behind them."""
        ours = (STATUS, KEY)
        if self.foreign:
            ours = (replace(STATUS, comes=True), replace(KEY, comes=True))
        return (*self.columns, *ours)

    @property
    def headers(self) -> Contents:
        """Row 1 of a new tab."""
        return tuple(each.header for each in self.all_columns)

    def editable(self, index: int) -> bool:
        """Whether people may change the column of that number."""
        return self.columns[index].editable


@dataclass(frozen=True, slots=True)
class Places:
    """Where in the grid each column is: those of the layout in order, then Status and Key."""

    columns: tuple[int, ...]
    status: int
    key: int
    added: tuple[tuple[int, str], ...] = ()
    """Headers that are still to be written, by their places."""

    @property
    def everywhere(self) -> tuple[int, ...]:
        """All places, in the layout's order."""
        return (*self.columns, self.status, self.key)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a tab. `number` is its place in the grid, the header being 0."""

    number: int
    cells: Contents
    status: Content = None
    key: str | None = None
    formulas: frozenset[int] = frozenset()
    """The numbers of those of its cells that hold formulas."""

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it but perhaps a Status."""
        return self.key is None and not any(cell is not None for cell in self.cells)


def first_places(layout: Layout) -> Places:
    """The places of a new tab: from the first column on."""
    count = len(layout.columns)
    return Places(tuple(range(count)), count, count + 1)


def find_places(layout: Layout, header: Sequence[Content]) -> Places:
    """Where each column is, by its header; capitals and extra spaces don't matter.

    Raises:
        HeaderMissing, HeadersElsewhere, HeaderDoubled: a column can't be told.
    """
    there = [_plain(content) for content in header]
    found, missing, added = list[int](), list[str](), list[tuple[int, str]]()
    for column in layout.all_columns:
        for name in (column.header, *column.also):
            if (count := there.count(_plain(name))) > 1:
                raise HeaderDoubled(layout.title, name)
            if count:
                found.append(there.index(_plain(name)))
                break
        else:
            if column.comes:
                added.append((len(there) + len(added), column.header))
                found.append(added[-1][0])
            else:
                missing.append(column.header)
    if len(missing) * 2 > len(layout.all_columns):
        raise HeadersElsewhere(layout.title)
    if missing:
        raise HeaderMissing(layout.title, missing)
    return Places(tuple(found[:-2]), found[-2], found[-1], tuple(added))


def _plain(content: Content) -> str:
    return " ".join(str(content).casefold().split()) if content is not None else ""


def rows_of(places: Places, tab: Tab) -> list[SheetRow]:
    """The rows under the header that aren't wholly blank, in the columns that are ours."""
    wanted = places.everywhere
    width = max(wanted) + 1
    in_order = wanted == tuple(range(width))
    rows = []
    for number, contents in enumerate(tab.rows):
        if not number or not contents:
            continue
        cells = tuple(contents)
        if len(cells) < width:
            cells += (None,) * (width - len(cells))
        cells = cells[:width] if in_order else tuple(cells[place] for place in wanted)
        if cells.count(None) < len(cells):
            rows.append(SheetRow(number, cells[:-2], cells[-2], key_of(cells[-1])))
    return _with_formulas(rows, places, tab) if tab.formulas else rows


def _with_formulas(rows: list[SheetRow], places: Places, tab: Tab) -> list[SheetRow]:
    by_place = {place: index for index, place in enumerate(places.columns)}
    by_row: dict[int, set[int]] = {}
    for number, column in tab.formulas:
        if column in by_place:
            by_row.setdefault(number, set()).add(by_place[column])
    return [
        replace(row, formulas=frozenset(by_row[row.number])) if row.number in by_row else row
        for row in rows
    ]


def key_of(content: Content) -> str | None:
    """The key that stands in a Key cell, as text however it was typed."""
    if content is None:
        return None
    return (str(int(content)) if isinstance(content, float) else str(content)).strip() or None


def dressed(columns: Iterable[SheetColumn], places: Iterable[int]) -> tuple[ColumnDress, ...]:
    """How these columns are to look at these places."""
    return tuple(
        ColumnDress(
            place=place,
            look=LOOKS.get(each.column.cell, Look.TEXT),
            width=each.width,
            note=each.note,
            editable=each.editable,
            choices=each.choices,
            coloured=each.column is STATUS.column,
        )
        for each, place in zip(columns, places, strict=True)
    )


def offering(
    columns: Iterable[SheetColumn], choices: Mapping[str, Sequence[str]], most: int
) -> list[SheetColumn]:
    """The columns, with at most so many choices in the drop-downs of those that have any."""
    return [
        replace(each, choices=tuple(choices[each.column.name][:most]))
        if each.column.name in choices
        else each
        for each in columns
    ]


@dataclass(slots=True)
class Write:
    """One cell that is to be written, by its place in the grid.

    None leaves the cell as it is; an empty text makes it blank.
    """

    row: int
    column: int
    content: Content


@dataclass(slots=True)
class Writes:
    """The cells of one tab that are to be written."""

    cells: list[Write] = field(default_factory=list)

    def put(self, row: int, column: int, content: Content) -> None:
        """Have one cell written, or made blank."""
        self.cells.append(Write(row, column, "" if content is None else content))

    def put_headers(self, places: Places) -> None:
        """Have headers written that weren't there."""
        for place, header in places.added:
            self.put(0, place, header)

    def put_row(self, row: int, places: Places, contents: Sequence[Content]) -> None:
        """Have a whole new row written: the layout's columns, then Status and Key."""
        for place, content in zip(places.everywhere, contents, strict=True):
            self.cells.append(Write(row, place, content))

    @property
    def blanked(self) -> list[Write]:
        """The cells, those that would be left as they are made blank."""
        return [replace(each, content="") if each.content is None else each for each in self.cells]

    def __len__(self) -> int:
        return sum(1 for write in self.cells if write.content is not None)
