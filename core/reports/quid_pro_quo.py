"""The quid pro quo report: what each transaction paid for, and the part that may be deductible.

Source: the benefit level description, on Quid Pro Quo rows.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from core.books import Books
from core.desk import Desk
from core.level import QuidProQuoRow, quid_pro_quo_row
from core.membership import Membership
from core.quantity import ZERO

COLUMNS: Final = ("transaction", "kind", "contact", "paid_on", "amount", "benefits", "value")


@dataclass(frozen=True, slots=True)
class QuidProQuo:
    """One transaction's accepted benefits. `value` is None where one of them has no known value."""

    membership: Membership
    rows: tuple[QuidProQuoRow, ...]

    @property
    def value(self) -> Decimal | None:
        """The value of the benefits accepted."""
        values = [row.value for row in self.rows]
        if any(value is None for value in values):
            return None
        return sum((value for value in values if value is not None), ZERO)

    def as_json(self) -> dict[str, Any]:
        """The row under the words of the command line."""
        paid = self.membership.transaction
        return {
            "transaction": paid.code if paid else None,
            "kind": paid.kind.value if paid else None,
            "contact": self.membership.contact,
            "paid_on": paid.paid_on if paid else None,
            "amount": paid.amount if paid else None,
            "benefits": [
                {"code": row.code, "name": row.name, "value": row.value} for row in self.rows
            ],
            "value": self.value,
        }


def quid_pro_quo(desk: Desk) -> list[QuidProQuo]:
    """Every membership that makes quid pro quo rows, the oldest first."""
    return desk.read(
        lambda books: [
            QuidProQuo(membership, rows)
            for membership in books.memberships.values()
            if (rows := rows_of(books, membership))
        ]
    )


def rows_of(books: Books, membership: Membership) -> tuple[QuidProQuoRow, ...]:
    """The quid pro quo rows of one membership."""
    made = (
        quid_pro_quo_row(level, membership, books.benefit_types[level.benefit_type].name)
        for level in books.levels_of(membership.key)
    )
    return tuple(row for row in made if row is not None)
