"""Bringing the sheet up to date: tabs made and dressed, read once more, cells written."""

from dataclasses import replace

from core.desk import Desk
from sheets_sync.before_images import TITLE, Sent, SentRow, sent_rows
from sheets_sync.blocks import blocks
from sheets_sync.errors import SheetRefused
from sheets_sync.fitting import Fitting
from sheets_sync.layout import Contents, Writes
from sheets_sync.sheet import Sheet, Tab
from sheets_sync.structure import TabState, always_let_in, fitting_of
from sheets_sync.visit import Visit

MOST_READS = 2


class Sending:
    """The second half of one sync."""

    def __init__(self, desk: Desk, sheet: Sheet, visit: Visit) -> None:
        self._desk = desk
        self._sheet = sheet
        self._visit = visit
        self._made: set[str] = set()
        self._unproven: set[str] = set()

    def send(self) -> bool:
        """Write what differs, and say whether anything did."""
        visit = self._visit
        writes = visit.writes(self._desk, unbounded=True)
        fittings = self._fittings(writes)
        if fittings or writes:
            visit.keep()
        if fittings:
            self._fit(fittings)
        if writes:
            self._read_again(fittings)
            self._write()
        visit.confirm(self._unproven)
        return bool(fittings or writes)

    def _fittings(self, writes: dict[str, Writes]) -> list[Fitting]:
        visit, fittings = self._visit, list[Fitting]()
        taken = set(visit.structure.ids.values())
        if visit.structures is not None:
            taken |= {each.sheet_id for each in visit.structures.values()}
        let_in = always_let_in((visit.structures or {}).values())
        for title, tab in visit.tabs.items():
            if not tab.owned:
                continue
            structure = (visit.structures or {}).get(title)
            if visit.structures is None and title not in visit.structure.ids:
                visit.structure.looked_at = None
                continue
            cells = writes[title].cells if title in writes else []
            state = TabState(
                dress=tab.dress(self._desk),
                tab=visit.found[title],
                structure=structure,
                sheet_id=visit.structure.ids.get(title),
                dressed=visit.structure.dressed.get(title),
                rows=max((write.row + 1 for write in cells), default=1),
                writing=bool(cells),
                pasted=bool(tab.counts.recorded or tab.counts.added),
                drop_rows=tab.drop_rows,
                let_in=let_in,
            )
            if (fitting := fitting_of(state, self._visit.now, taken)) is not None:
                fittings.append(fitting)
                taken.add(fitting.sheet_id)
        return self._in_order(fittings)

    def _in_order(self, fittings: list[Fitting]) -> list[Fitting]:
        """New tabs one after the other, each right of those of ours that it comes after."""
        fittings.sort(key=lambda fitting: (fitting.dress.hidden, fitting.dress.index))
        there = [
            tab.dress(self._desk).index
            for title, tab in self._visit.tabs.items()
            if title in self._visit.structure.ids and title != TITLE
        ]
        ordered = []
        for fitting in fittings:
            index = fitting.dress.index
            ordered.append(replace(fitting, place=sum(other < index for other in there)))
            if fitting.made:
                there.append(index)
        return ordered

    def _fit(self, fittings: list[Fitting]) -> None:
        """Make and dress the tabs; until that is known to be done, it isn't taken for done."""
        structure, looked_at = self._visit.structure, self._visit.structure.looked_at
        structure.looked_at = None
        structure.keep()
        try:
            self._sheet.fit(fittings)
        except SheetRefused as refused:
            if any(fitting.made or fitting.add_rows or fitting.add_columns for fitting in fittings):
                raise
            self._visit.messages.append(f"The look of the sheet could not be put right. {refused}")
            return
        structure.looked_at = looked_at
        for fitting in fittings:
            title = fitting.dress.title
            if fitting.made:
                self._made.add(title)
            tab = self._visit.tabs[title]
            if tab.span is not None:
                tab.grid = fitting.rows - fitting.drop_rows
            structure.ids[title] = fitting.sheet_id
            structure.dressed[title] = (fitting.dress.fingerprint, self._visit.now)

    def _read_again(self, fittings: list[Fitting]) -> None:
        """See what people did meanwhile. Where both reads are spent, only the grids are newer."""
        visit = self._visit
        if visit.reads < MOST_READS:
            visit.reads += 1
            titles = [title for title in visit.tabs if title != TITLE]
            reading = self._sheet.read(titles, visit.spans, formulas=True)
            visit.found_again(reading.tabs, formulas=True)
            return
        for fitting in fittings:
            title = fitting.dress.title
            tab = visit.found[title]
            columns = max(tab.column_count, fitting.dress.width)
            grown = (
                Tab(title, (), fitting.rows, columns)
                if fitting.made
                else replace(tab, row_count=fitting.rows, column_count=columns)
            )
            visit.found_again({title: grown})

    def _write(self) -> None:
        writes = self._visit.writes(self._desk)
        self._visit.keep()
        sent = self._sent(writes)
        made = [
            block
            for title, cells in writes.items()
            for block in blocks(title, cells.blanked if sent else cells.cells)
        ]
        if made:
            self._keep_sent(sent)
            ids = self._visit.structure.ids
            try:
                self._sheet.write(made, sent.keeping(ids) if sent else None)
            except SheetRefused:
                # Somebody took a tab or its rows away since the tabs were looked at.
                self._visit.structure.looked_at = None
                self._visit.structure.keep()
                raise
        for title, cells in writes.items():
            self._visit.count(title, cells)

    def _sent(self, writes: dict[str, Writes]) -> Sent | None:
        """What is to be kept of rows that people may be changing; None where there are none."""
        if TITLE not in self._visit.structure.ids:
            return None
        rows, headers = list[SentRow](), dict[str, Contents]()
        for title, cells in writes.items():
            if self._guarded(title):
                tab, key_column = self._visit.found[title], self._key_column(title)
                loose = self._loose(title, tab, key_column)
                put_back = self._visit.put_back.get(title, {})
                rows += sent_rows(tab, key_column, cells.cells, put_back, loose)
                headers[title] = tuple(tab.header)
        return Sent(self._visit.token, tuple(rows), headers) if rows else None

    def _loose(self, title: str, tab: Tab, key_column: int) -> list[int]:
        """Rows without a Key, which only what stands in them tells apart."""
        keeper = self._visit.tabs.get(title)
        if keeper is None or not keeper.tells_by_contents:
            return []
        return [
            number
            for number, row in enumerate(tab.rows)
            if number and row and tab.at(number, key_column) is None
        ]

    def _key_column(self, title: str) -> int:
        tab = self._visit.tabs.get(title)
        return tab.key_column if tab else 0

    def _guarded(self, title: str) -> bool:
        tab = self._visit.tabs.get(title)
        return title not in self._made and (tab is None or tab.guarded)

    def _keep_sent(self, sent: Sent | None) -> None:
        """Write down what is about to be sent, beside what wasn't put right yet."""
        visit = self._visit
        earlier = [visit.seen] if visit.seen and visit.put_back else []
        visit.sent.keep([*earlier, sent] if sent else earlier)
        self._unproven = {row.title for row in sent.rows} if sent else set()
