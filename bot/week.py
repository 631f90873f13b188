"""What the weekly post tells: the figures of a week, and of the one before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final

from bot.schedule.periods import WEEK, Period
from bot.settings import Settings
from bot.unused import MemberUnused, by_member
from core.desk import Desk
from core.quantity import ZERO
from core.reports.expiring import expiring
from core.reports.subtotals import UsageGroup, usage_within
from core.reports.usage import GroupBy, UsageQuery, UsageRow, usage_report

SOON: Final = timedelta(days=14)
"""What ends within this time is worth telling every week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekTold:
    """A week's use by benefit and by member, the uses of the week before, and what ends soon.

    The members who used most often stand first.
    """

    currency: str
    week: Period
    benefits: Sequence[UsageRow]
    members: Sequence[UsageGroup]
    uses_before: int
    ends_soon: Sequence[MemberUnused]

    @property
    def uses(self) -> int:
        """How many uses there were."""
        return sum(row.uses for row in self.benefits)

    @property
    def value(self) -> Decimal:
        """What the uses were worth, as far as single values are known."""
        return sum((row.value for row in self.benefits if row.value is not None), ZERO)

    @property
    def has_unknown_values(self) -> bool:
        """Whether some uses have no known value."""
        return any(row.value is None for row in self.benefits)


def week_of(desk: Desk, settings: Settings, week: Period) -> WeekTold:
    """The figures, with everything known now."""
    before = UsageQuery(since=week.since - WEEK, until=week.until - WEEK)
    query = UsageQuery(since=week.since, until=week.until)
    members = usage_within(desk, query, GroupBy.MEMBER)
    return WeekTold(
        currency=settings.organisation.currency,
        week=week,
        benefits=usage_report(desk, query),
        members=sorted(members, key=lambda each: -each.sum.uses),
        uses_before=sum(row.uses for row in usage_report(desk, before)),
        ends_soon=by_member(expiring(desk, SOON)),
    )
