"""The alert: whose benefits are nearly used up."""

from collections.abc import Sequence
from typing import Final

from bot.views.parts import Message, bold, escaped, section
from bot.views.sentences import counted, left
from bot.views.sentences import scheduled as said
from core.errors import day
from core.reports.balances import BalanceRow

NAMED: Final = 10


def alerts_message(rows: Sequence[BalanceRow], percent: int) -> Message:
    """One line for each level that is told for the first time."""
    headline = said.USED_UP_TO.format(benefits=counted(len(rows), "benefit"), percent=percent)
    lines = [f"• {_line(row)}" for row in rows[:NAMED]]
    more = len(rows) - NAMED
    if more > 0:
        lines.append(said.AND_MORE.format(count=more))
    words = "\n".join(lines)
    return Message(f"{headline}.", (section(f"{bold(headline)}\n{words}"),))


def _line(row: BalanceRow) -> str:
    rest = left(row.balance.remaining, row.balance.number, row.benefit)
    until = day(row.balance.lasts_until)
    return said.ALERT.format(
        contact=bold(row.contact.name), benefit=escaped(row.benefit.name), left=rest, until=until
    )
