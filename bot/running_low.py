"""What everybody's App Home shows: benefits that run low, and those that end soon."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from core.desk import Desk
from core.quantity import ZERO, Unlimited
from core.reports.balances import BalanceRow, balances
from core.reports.expiring import ExpiringRow, expiring
from core.statement import ENDING_SOON

LOW: Final = Decimal("0.25")
"""The part of its number from which on a benefit runs low."""


@dataclass(frozen=True, slots=True)
class Shortages:
    """Benefit levels with little left, and those that end soon with something left."""

    low: Sequence[BalanceRow] = ()
    soon: Sequence[ExpiringRow] = ()


class ShortagesOnce:
    """Finds them once for all homes, and again when something changed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._of: object = None
        self._found = Shortages()

    def find(self) -> Shortages:
        """What runs low, the least left first, and what ends soon."""
        now = (self._desk.read(lambda books: books.revision), self._desk.today())
        if now != self._of:
            self._found = Shortages(running_low(self._desk), expiring(self._desk, ENDING_SOON))
            self._of = now
        return self._found


def running_low(desk: Desk) -> list[BalanceRow]:
    """The levels that can be used and have a quarter or less of their number left."""
    rows = [(_share_left(row), row) for row in balances(desk) if row.balance.live]
    low = [(share, row) for share, row in rows if share is not None and ZERO < share <= LOW]
    return [row for _, row in sorted(low, key=lambda each: each[0])]


def _share_left(row: BalanceRow) -> Decimal | None:
    """The part that is left; None where there is no end to count to."""
    number, left = row.balance.number, row.balance.remaining
    if isinstance(number, Unlimited) or isinstance(left, Unlimited):
        return None
    return left / number if row.benefit.tracked and number else None
