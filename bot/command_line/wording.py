"""How the command line words quantities, terms and balances."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from bot.explaining import EVERY
from bot.reports.charts import total_of
from bot.views.sentences import quantity_of
from core.allowance import periods
from core.balance import Balance
from core.catalogue import BenefitType
from core.desk import Desk
from core.entry import Entry, EntryKind
from core.errors import day
from core.level import BenefitLevel
from core.membership import Membership
from core.quantity import UNLIMITED, ZERO, Number, money, plain

CENT: Final = Decimal("0.01")
"""The step of a benefit that counts money."""


def term(starts_and_ends: Membership | BenefitLevel) -> str:
    """Such as “1 Jan 2026 to 31 Dec 2026”."""
    return f"{day(starts_and_ends.starts_on)} to {day(starts_and_ends.ends_on)}"


def amount_of(number: Number, benefit: BenefitType, exactly: bool) -> str:  # noqa: FBT001
    """A number without its unit; `exactly` shows an allowance of money with its cents."""
    if exactly and isinstance(number, Decimal) and benefit.step == CENT:
        return money(number)
    return plain(number)


def in_units(number: Number, benefit: BenefitType) -> str:
    """A number with its unit, such as “2.5 hours”, “1 pass” or “50.00 USD”."""
    if isinstance(number, Decimal) and benefit.step == CENT:
        return f"{money(number)} {benefit.unit}".rstrip()
    return quantity_of(number, benefit)


def usage_told(desk: Desk, entries: Sequence[Entry]) -> str:
    """What was used, moved or taken back, whose and when; and what is left of it now.

    Of what comes anew every month, quarter or year it is what is left of the one of that day.

    Such as “2 × Guest pass for Acme on 3 Nov 2026; 6 of 10 left”.
    """
    moved = _main_part(entries)
    quantity = sum((entry.quantity or ZERO for entry in moved), ZERO)
    levels = dict.fromkeys(entry.level for entry in moved if entry.level is not None)
    balances = [desk.balance(level) for level in levels]
    when = f" on {day(moved[0].on)}" if moved[0].on else ""
    what = f"{plain(quantity)} × {whose(desk, balances[0].level)}{when}"
    past = _past_period(desk, balances[0].level, moved[0].on) if len(levels) == 1 else None
    return f"{what}; {past or what_is_left(balances)}"


def _past_period(desk: Desk, level: BenefitLevel, on: date | None) -> str | None:
    """What is left of an earlier month, quarter or year, where the level was used in one."""
    every = periods(level.period, level.starts_on, level.ends_on)
    if on is None or every.number_on(on) == every.number_on(desk.today()):
        return None
    last = every.last(every.number_on(on))
    left = what_is_left([desk.balance(level.key, last)])
    return f"{left} in the {EVERY[level.period]} to {day(last)}"


def _main_part(entries: Sequence[Entry]) -> list[Entry]:
    """The entries of an act's own kind: an overage that came with a usage is no more units."""
    return [entry for entry in entries if _kind(entry) == _kind(entries[0])]


def _kind(entry: Entry) -> object:
    """What an entry moved, or what it takes back."""
    return (entry.before or {}).get("kind", entry.kind.value)


def whose(desk: Desk, level: BenefitLevel) -> str:
    """Such as “Guest pass for Acme”."""
    benefit, owner = desk.read(
        lambda books: (books.benefit_types[level.benefit_type], books.contacts[level.contact])
    )
    return f"{benefit.name} for {owner.name}"


def taken_back_told(desk: Desk, voids: Sequence[Entry]) -> str:
    """What a void took back, such as “the change by 2 of Guest pass for Acme; 4 of 4 left”."""
    kind, level = _kind(voids[0]), voids[0].level
    if kind == EntryKind.USAGE or level is None:
        return usage_told(desk, voids)
    held = desk.balance(level)
    quantity, what = plain(voids[0].quantity), whose(desk, held.level)
    if kind == EntryKind.CONVEYANCE:
        return f"the conveyance of {quantity} × {what}; {what_is_unassigned([held])}"
    return f"the change by {quantity} of {what}; {what_is_left([held])}"


def what_is_left(balances: Sequence[Balance]) -> str:
    """Such as “6 of 10 left”, over the levels that one usage drew on."""
    return _of_number([balance.remaining for balance in balances], balances, "left")


def what_is_unassigned(balances: Sequence[Balance]) -> str:
    """Such as “2 of 4 unassigned”: neither used nor in other hands."""
    return _of_number([balance.available for balance in balances], balances, "unassigned")


def _of_number(numbers: Iterable[Number], balances: Sequence[Balance], what: str) -> str:
    number = total_of(balance.number for balance in balances)
    if number is UNLIMITED:
        return "unlimited"
    return f"{plain(total_of(numbers))} of {plain(number)} {what}"
