"""The sheet where tabs that aren't ours bear other names than the settings have.

People may rename a form's tab. It is known by its sheet id and keeps the name that they gave it; in
a sync it goes by the one that the settings have.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sheets_sync.fitting import Fitting
from sheets_sync.sheet import NO_SPANS, Block, Keeping, Reading, Sheet, Survey
from sheets_sync.structure import StructureFile


class RenamedTabs:
    """The port, with the names that were found when the structure was looked at last."""

    def __init__(self, sheet: Sheet, structure: StructureFile) -> None:
        self._sheet = sheet
        self._structure = structure

    @property
    def identity(self) -> str:
        """The spreadsheet's id."""
        return self._sheet.identity

    @property
    def address(self) -> str:
        """Whom to share it with."""
        return self._sheet.address

    def read(
        self,
        titles: Sequence[str],
        spans: Mapping[str, tuple[int, int]] = NO_SPANS,
        *,
        formulas: bool = False,
    ) -> Reading:
        """Read the tabs by the names that they have."""
        there = dict(zip(map(self._called, titles), titles, strict=True))
        spans = {self._called(title): span for title, span in spans.items()}
        reading = self._sheet.read(list(there), spans, formulas=formulas)
        return Reading(
            reading.mark,
            lambda: {
                there[title]: replace(tab, title=there[title])
                for title, tab in reading.tabs.items()
            },
        )

    def survey(self) -> Survey:
        """All tabs, by the names that they have."""
        return self._sheet.survey()

    def in_trash(self) -> bool:
        """Ask whether it was thrown away."""
        return self._sheet.in_trash()

    def write(self, blocks: Sequence[Block], keeping: Keeping | None = None) -> None:
        """Write into the tabs by the names that they have."""
        if keeping:
            keeping = replace(
                keeping,
                runs=tuple(replace(run, title=self._called(run.title)) for run in keeping.runs),
                ids={self._called(title): sheet_id for title, sheet_id in keeping.ids.items()},
            )
        self._sheet.write(
            [replace(block, title=self._called(block.title)) for block in blocks], keeping
        )

    def fit(self, fittings: Sequence[Fitting]) -> None:
        """Make and dress tabs of ours, which get their own names."""
        self._sheet.fit(fittings)

    def _called(self, title: str) -> str:
        return self._structure.called.get(title, title)
