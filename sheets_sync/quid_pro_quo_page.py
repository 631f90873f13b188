"""The tab Quid pro quo: what each transaction paid for, and the part that may be deductible."""

from collections.abc import Sequence
from typing import Any, Final

from core.desk import Desk
from core.reports.quid_pro_quo import QuidProQuo, quid_pro_quo
from sheets_sync.fitting import ColumnDress, Look
from sheets_sync.labels import ContactLabels
from sheets_sync.layout import Contents
from sheets_sync.notes import Documents
from sheets_sync.rows import content_of

HEADERS: Final[Contents] = (
    "Transaction",
    "Kind",
    "Contact",
    "Paid on",
    "Amount",
    "Benefits",
    "Value",
    "Stated",
    "Deductible",
    "Disclosure due",
    "Notes",
)


class QuidProQuoPage:
    """The page. It is worked out again when the ledger or the settings have changed."""

    title = "Quid pro quo"
    index = 12
    header = True
    chart = ""
    columns = (
        ColumnDress(place=0, width=130, note="The dues or gift transaction."),
        ColumnDress(place=1, width=70),
        ColumnDress(place=2, width=190),
        ColumnDress(place=3, look=Look.DATE),
        ColumnDress(place=4, look=Look.MONEY, note="What was paid; blank where it isn't known."),
        ColumnDress(place=5, width=320, look=Look.WORDS, note="Accepted benefits, with values."),
        ColumnDress(place=6, look=Look.MONEY, note="The value of everything received."),
        ColumnDress(place=7, width=70, note="yes: the institution states the value as a whole."),
        ColumnDress(place=8, look=Look.MONEY, note="What was paid beyond the value received."),
        ColumnDress(place=9, width=100, note="yes: the payer must be told in writing."),
        ColumnDress(place=10, width=320, look=Look.WORDS),
    )

    def __init__(self, store: Documents, identity: str) -> None:
        kept = store.document(f"sheet:{identity}:{self.title}") or {}
        self._rows = [tuple(row) for row in kept.get("rows", ())]
        self._basis: Any = kept.get("basis")

    def rows(self, desk: Desk) -> tuple[Sequence[Contents], Any]:
        """The header and one row per transaction, the oldest first."""
        basis = [desk.read(lambda books: books.last), repr(desk.policy.quid_pro_quo)]
        if basis != self._basis:
            report, labels = quid_pro_quo(desk), desk.read(ContactLabels.of_books)
            self._rows = [HEADERS, *(_row(each, labels) for each in report)]
            self._basis = basis
        return self._rows, self._basis


def _row(row: QuidProQuo, labels: ContactLabels) -> Contents:
    paid = row.transaction
    benefits = "\n".join(
        f"{each.name}: {'value not known' if each.value is None else f'{each.value:.2f}'}"
        for each in row.rows
    )
    values = (
        paid.code if paid else None,
        str(paid.kind) if paid else None,
        labels.of(row.contact),
        paid.paid_on if paid else None,
        row.amount,
        benefits,
        row.value,
        any(each.stated is not None for each in row.received),
        row.deductible,
        row.disclosure_due,
        " ".join(row.notes),
    )
    return tuple(content_of(value) for value in values)
