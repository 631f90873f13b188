"""The tab Usage report: what was used over the last twelve months, by benefit."""

from collections.abc import Sequence
from typing import Any, Final

from dateutil.relativedelta import relativedelta

from core.desk import Desk
from core.reports.usage import COLUMNS, UsageQuery, usage_report
from sheets_sync.fitting import ColumnDress, Look
from sheets_sync.layout import Contents
from sheets_sync.notes import Documents
from sheets_sync.rows import content_of

PERIOD: Final = relativedelta(months=12)
HEADERS: Final[Contents] = ("Benefit type", *(name.capitalize() for name in COLUMNS))


class UsageReport:
    """The page. It is worked out again when the ledger or the day has changed."""

    title = "Usage report"
    index = 10
    header = True
    chart = "Units used in the last twelve months"
    columns = (
        ColumnDress(
            place=0,
            width=240,
            note="Uses of the last twelve months, up to today. Those taken back don't count.",
        ),
        ColumnDress(place=1, look=Look.NUMBER, note="How many members used it."),
        ColumnDress(place=2, look=Look.NUMBER, note="How many times it was used."),
        ColumnDress(place=3, look=Look.NUMBER, note="How many units were used in all."),
        ColumnDress(
            place=4,
            look=Look.MONEY,
            width=120,
            note="What they are worth; blank where the value of one of them isn't known.",
        ),
    )

    def __init__(self, store: Documents, identity: str) -> None:
        kept = store.document(f"sheet:{identity}:{self.title}") or {}
        self._rows = [tuple(row) for row in kept.get("rows", ())]
        self._basis: Any = kept.get("basis")

    def rows(self, desk: Desk) -> tuple[Sequence[Contents], Any]:
        """The header and one row per benefit, the most used first."""
        today = desk.today()
        basis = [desk.read(lambda books: books.last), today.isoformat()]
        if basis != self._basis:
            since = today - PERIOD + relativedelta(days=1)
            report = usage_report(desk, UsageQuery(since=since, until=today))
            self._rows = [HEADERS, *map(_row, report)]
            self._basis = basis
        return self._rows, self._basis


def _row(row: Any) -> Contents:
    return content_of(row.name), *(content_of(getattr(row, name)) for name in COLUMNS)
