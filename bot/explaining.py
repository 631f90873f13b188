"""How a balance comes about: the arithmetic behind it, to be done again by hand."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final

from core.allowance import Periods, periods
from core.balance import Balance
from core.catalogue import Period
from core.entry import Entry
from core.errors import day
from core.quantity import ONE, ZERO, Number, Unlimited, plain
from core.statement import LevelLine
from core.tally import PeriodTally, Standing
from core.timeline import tallied

EVERY: Final = {Period.MONTH: "month", Period.QUARTER: "quarter", Period.YEAR: "year"}


def sums(line: LevelLine, entries: Sequence[Entry], called: Callable[[str], str]) -> Iterator[str]:
    """The sums that these entries of a level come to on the balance's day.

    Of an allowance, a line for each period up to that day; then what is in other hands. `called`
    tells a contact's name by the code.
    """
    balance = line.balance
    tally = tallied(line.level, entries)
    if isinstance(tally, PeriodTally):
        yield from _periods(line, tally)
    else:
        yield _term(balance)
    held = {who: count for who, count in (tally.held or {}).items() if count}
    if held and balance.live:
        hands = ", ".join(f"{plain(count)} with {called(who)}" for who, count in held.items())
        yield f"of those left: {hands}; {plain(balance.available)} unassigned"


def _term(balance: Balance) -> str:
    parts = [(balance.granted, "granted"), (balance.adjusted, "changed"), (-balance.used, "used")]
    if isinstance(balance.lapsed, Decimal):
        parts.append((-balance.lapsed, _why_lapsed(balance)))
    return f"{_sum(parts)} = {plain(balance.remaining)} left"


def _why_lapsed(balance: Balance) -> str:
    if not balance.level.accepted:
        return "declined"
    return "withdrawn" if not balance.level.active else "ended with the term"


def _periods(line: LevelLine, tally: PeriodTally) -> Iterator[str]:
    level, balance = line.level, line.balance
    every = periods(level.period, level.starts_on, level.ends_on)
    yield _rule(line)
    shown = tally.standings(every.number_on(balance.on))
    for number, (standing, following) in enumerate(pairwise(shown)):
        left = _left(standing)
        over = f"; {_rolling(following.rolled_over)} over" if tally.rollover_max else ""
        yield f"{_span(every, number)}: {_sum(_parts(standing))} = {plain(left)}{over}"
    last = shown[-1]
    parts = _parts(last)
    if isinstance(balance.lapsed, Decimal):
        parts.append((-balance.lapsed, _why_lapsed(balance)))
    span = _span(every, len(shown) - 1)
    yield f"{span}: {_sum(parts)} = {plain(balance.remaining)} left"


def _rolling(units: Decimal) -> str:
    return f"{plain(units)} {'rolls' if units == ONE else 'roll'}"


def _rule(line: LevelLine) -> str:
    level = line.level
    most = level.rollover_max or ZERO
    rolls = f", of which at most {_rolling(most)} over into the next"
    over = rolls if most else "; what is left ends with it"
    first = day(level.starts_on)
    return f"{plain(level.number)} for each {EVERY[level.period]}, counted from {first}{over}"


def _parts(standing: Standing) -> list[tuple[Number, str]]:
    granted = standing.granted
    own = granted if isinstance(granted, Unlimited) else granted - standing.rolled_over
    return [
        (own, "granted"),
        (standing.rolled_over, "rolled over"),
        (standing.adjusted, "changed"),
        (-standing.used, "used"),
    ]


def _left(standing: Standing) -> Number:
    if isinstance(standing.granted, Unlimited):
        return standing.granted
    return standing.granted + standing.adjusted - standing.used


def _span(every: Periods, number: int) -> str:
    first: date = every.first(number)
    return f"{day(first)} to {day(every.last(number))}"


def _sum(parts: Sequence[tuple[Number, str]]) -> str:
    """Such as “5 granted + 3 rolled over − 2.5 used”; what is nothing is left out."""
    (first, what), *others = parts
    text = f"{plain(first)} {what}"
    for number, name in others:
        if isinstance(number, Decimal) and number:
            text += f" {'+' if number > ZERO else '−'} {plain(abs(number))} {name}"
    return text
