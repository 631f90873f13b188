"""What everybody's App Home shows: benefits that run low, and those that end soon."""

import time
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


LONG: Final = 0.1
"""Seconds that nobody would notice."""
PART: Final = 20
"""At most one part in so many of the time goes into finding them, however large the books are."""


class ShortagesOnce:
    """Finds them once for all homes, and again when something changed.

    Where that takes long, as among sixty thousand levels, what was found stays for a while.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._of: object = None
        self._found = Shortages()
        self._stays_until = 0.0

    def find(self) -> Shortages:
        """What runs low, the least left first, and what ends soon."""
        now = (self._desk.read(lambda books: books.revision), self._desk.today())
        began = time.monotonic()
        if now != self._of and began >= self._stays_until:
            self._found = Shortages(running_low(self._desk), expiring(self._desk, ENDING_SOON))
            self._of = now
            took = time.monotonic() - began
            self._stays_until = time.monotonic() + (took * PART if took > LONG else 0)
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
