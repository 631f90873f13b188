"""What becomes of old levels in a renewal, as a table."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from bot.reports.lined_up import Heading, lined_up
from core.desk import Desk
from core.quantity import ZERO, Unlimited, money, plain
from core.renewing import Ending


def table_of(desk: Desk, endings: Iterable[Ending]) -> str:
    """Of each benefit, what is left over, and what becomes of it; unlimited ones lose nothing."""
    names = desk.read(lambda books: {one.code: one.name for one in books.benefit_types.values()})
    sums: dict[str, Leftover] = {}
    for ending in endings:
        sums.setdefault(ending.balance.level.benefit_type, Leftover()).add(ending)
    lines = [
        (names[code], plain(one.left), plain(one.rolls_over), plain(one.expires), money(one.lost))
        for code, one in sums.items()
        if one.left
    ]
    if not lines:
        return "Nothing was left over.\n"
    headings = (
        Heading("Benefit"),
        Heading("Left", figures=True),
        Heading("Rolls over", figures=True),
        Heading("Expires", figures=True),
        Heading("Value lost", figures=True),
    )
    return lined_up(headings, lines)


@dataclass(slots=True)
class Leftover:
    """The unused units of one benefit over one membership or several; `lost` None is unknown."""

    left: Decimal = ZERO
    rolls_over: Decimal = ZERO
    expires: Decimal = ZERO
    lost: Decimal | None = ZERO

    def add(self, ending: Ending) -> None:
        """Count one old level."""
        left, expires = ending.balance.remaining, ending.expires
        if isinstance(left, Unlimited) or isinstance(expires, Unlimited):
            return
        self.left += left
        self.rolls_over += ending.rolls_over
        self.expires += expires
        if expires:
            known = self.lost is not None and ending.value_lost is not None
            self.lost = (self.lost or ZERO) + (ending.value_lost or ZERO) if known else None
