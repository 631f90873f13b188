"""The scheduled posts at their largest, and tabs that wait."""

from decimal import Decimal
from typing import Final

from bot.schedule.periods import Period
from bot.unused import DigestTold, MemberUnused
from bot.views.alerts import alerts_message
from bot.views.digest import digest_message
from bot.views.stopped_tabs import StoppedTab, stopped_tabs
from bot.views.week import week_message
from bot.week import WeekTold
from core.reports.expiring import ExpiringRow
from core.reports.subtotals import UsageGroup
from tests.bot.largest import DAY, NOON, PERSON, balance_row, largest, usage_of

ROWS: Final = [balance_row(n) for n in range(300)]
SOON: Final = tuple(ExpiringRow(row) for row in ROWS)


def week(rows: int) -> WeekTold:
    """A week with so many benefits and members."""
    return WeekTold(
        currency="USD",
        week=Period(DAY, DAY, NOON),
        benefits=usage_of(rows),
        members=[UsageGroup(row.name, row, usage_of(rows)) for row in usage_of(rows)],
        uses_before=rows,
        ends_soon=[MemberUnused(PERSON, SOON)] * rows,
    )


def digest(members: int) -> DigestTold:
    """So many members, each with three hundred benefits unused."""
    unused = [MemberUnused(PERSON, SOON)] * members
    return DigestTold(currency="USD", on=DAY, until=DAY, members=unused)


for number in (0, 1, 300):
    largest(week_message, week(number))
    largest(digest_message, digest(number))
largest(alerts_message, ROWS, Decimal(90))
largest(stopped_tabs, [StoppedTab("Membership benefits", edited=True)] * 30)
