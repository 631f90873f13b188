"""How the command line words quantities, terms and balances."""

from collections.abc import Iterable, Sequence

from core.balance import Balance
from core.desk import Desk
from core.entry import Entry
from core.errors import day
from core.level import BenefitLevel
from core.membership import Membership
from core.quantity import UNLIMITED, ZERO, Number, Unlimited, plain


def term(starts_and_ends: Membership | BenefitLevel) -> str:
    """Such as “1 Jan 2026 to 31 Dec 2026”."""
    return f"{day(starts_and_ends.starts_on)} to {day(starts_and_ends.ends_on)}"


def counted(number: int, one: str) -> str:
    """Such as “1 benefit” or “12 benefits”."""
    return f"{number:,} {one if number == 1 else f'{one}s'}"


def usage_told(desk: Desk, entries: Sequence[Entry]) -> str:
    """What was used, or taken back, by whom and when; and what is left of it now.

    Such as “2 × Guest pass for Acme on 3 Nov 2026; 6 of 10 left”.
    """
    quantity = sum((entry.quantity or ZERO for entry in entries), ZERO)
    balances = [desk.balance(entry.level) for entry in entries if entry.level is not None]
    level, on = balances[0].level, entries[0].on
    benefit, owner = desk.read(
        lambda books: (books.benefit_types[level.benefit_type], books.contacts[level.contact])
    )
    when = f" on {day(on)}" if on else ""
    what = f"{plain(quantity)} × {benefit.name} for {owner.name}{when}"
    return f"{what}; {what_is_left(balances)}"


def what_is_left(balances: Sequence[Balance]) -> str:
    """Such as “6 of 10 left”, over the levels that one usage drew on."""
    remaining = _sum(balance.remaining for balance in balances)
    number = _sum(balance.number for balance in balances)
    return "unlimited" if number is UNLIMITED else f"{plain(remaining)} of {plain(number)} left"


def _sum(numbers: Iterable[Number]) -> Number:
    total = ZERO
    for number in numbers:
        if isinstance(number, Unlimited):
            return UNLIMITED
        total += number
    return total
