"""The expiring report: what is unused with so many days left, and what it is worth."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from core.desk import Desk
from core.quantity import ZERO, Unlimited, times
from core.reports.balances import BalanceRow, balances

COLUMNS: Final = (
    "contact",
    "membership_type",
    "benefit_type",
    "ends_on",
    "days_left",
    "remaining",
    "value_at_stake",
)


@dataclass(frozen=True, slots=True)
class ExpiringRow:
    """One level of which something is left and which ends soon."""

    row: BalanceRow

    @property
    def ends_on(self) -> date:
        """The last day on which it can be used: the end of its term or of its period."""
        return self.row.balance.lasts_until

    @property
    def days_left(self) -> int:
        """Days after today on which it can still be used."""
        return (self.ends_on - self.row.balance.on).days

    @property
    def value_at_stake(self) -> Decimal | None:
        """What would be lost, as far as its value is known."""
        return times(self.row.balance.remaining, self.row.level.single_value)

    def as_json(self) -> dict[str, Any]:
        """The row under the words of the command line."""
        return {
            "contact": self.row.contact.code,
            "membership_type": self.row.level.membership_type,
            "benefit_type": self.row.level.benefit_type,
            "ends_on": self.ends_on,
            "days_left": self.days_left,
            "remaining": self.row.balance.remaining,
            "value_at_stake": self.value_at_stake,
        }


def expiring(
    desk: Desk,
    within: timedelta,
    *,
    on: date | None = None,
    member: str | None = None,
    benefit: str | None = None,
    category: str | None = None,
    membership_type: str | None = None,
) -> list[ExpiringRow]:
    """What ends within that time, the soonest first and then the most valuable.

    Unlimited and uncounted benefits have nothing to lose and are left out.
    """
    found = balances(
        desk,
        on=on,
        member=member,
        benefit=benefit,
        category=category,
        membership_type=membership_type,
    )
    rows = map(ExpiringRow, found)
    ending = [row for row in rows if _has_something_left(row.row) and row.days_left <= within.days]
    return sorted(ending, key=lambda row: (row.ends_on, -(row.value_at_stake or ZERO)))


def _has_something_left(row: BalanceRow) -> bool:
    remaining = row.balance.remaining
    if isinstance(remaining, Unlimited) or not row.benefit.tracked:
        return False
    return remaining > ZERO and row.level.runs_on(row.balance.on)
