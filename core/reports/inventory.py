"""The inventory report: benefit types promised more often than there is of them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from core.catalogue import BenefitType
from core.desk import Desk
from core.quantity import ZERO, Number, Unlimited, total
from core.reports.balances import balances

COLUMNS: Final = ("benefit_type", "stock", "promised", "used", "remaining", "short")


@dataclass(slots=True)
class InventoryRow:
    """One benefit type over all running levels. `stock` None: it isn't told how many there are."""

    benefit: BenefitType
    stock: Decimal | None
    promised: Number = ZERO
    used: Decimal = ZERO
    remaining: Number = ZERO

    @property
    def short(self) -> Number:
        """Units promised and still unused beyond what the stock can serve after what was used."""
        if self.stock is None:
            return ZERO
        if isinstance(self.promised, Unlimited):
            return self.promised
        return max(ZERO, self.promised - self.stock)

    def as_json(self) -> dict[str, Any]:
        """The row under the words of the command line."""
        return {
            "benefit_type": self.benefit.code,
            "stock": self.stock,
            "promised": self.promised,
            "used": self.used,
            "remaining": self.remaining,
            "short": self.short,
        }


def inventory(desk: Desk) -> list[InventoryRow]:
    """One row per counted benefit type with running levels; those that fall short come first."""
    rows: dict[str, InventoryRow] = {}
    for each in balances(desk):
        if not (each.benefit.tracked and each.balance.live and each.level.runs_on(each.balance.on)):
            continue
        code = each.benefit.code
        row = rows.setdefault(code, InventoryRow(each.benefit, desk.policy.stock.get(code)))
        row.promised = total(row.promised, each.balance.number)
        row.remaining = total(row.remaining, each.balance.remaining)
        row.used += each.balance.used
    return sorted(rows.values(), key=lambda row: (not row.short, row.benefit.name))
