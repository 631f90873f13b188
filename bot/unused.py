"""What is unused and ends soon, by member: who has most to lose, and what to remind them of."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bot.settings import Settings
from core.contact import Contact
from core.desk import Desk
from core.quantity import ZERO
from core.reports.expiring import ExpiringRow, expiring


@dataclass(frozen=True, slots=True)
class MemberUnused:
    """What one member has left, the most valuable first."""

    contact: Contact
    rows: tuple[ExpiringRow, ...]

    @property
    def value(self) -> Decimal:
        """What is left, in money, as far as single values are known."""
        return sum((row.value_at_stake or ZERO for row in self.rows), ZERO)

    @property
    def has_unknown_values(self) -> bool:
        """Whether some of it has no known value."""
        return any(row.value_at_stake is None for row in self.rows)

    @property
    def to_remind_of(self) -> ExpiringRow:
        """What is worth most to them; where no value is known, what ends first."""
        return self.rows[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestTold:
    """Everything unused that ends until a day, by member, the most valuable first."""

    organisation: str
    currency: str
    until: date
    members: Sequence[MemberUnused]

    @property
    def value(self) -> Decimal:
        """What all of it is worth, as far as single values are known."""
        return sum((member.value for member in self.members), ZERO)

    @property
    def has_unknown_values(self) -> bool:
        """Whether some of it has no known value."""
        return any(member.has_unknown_values for member in self.members)


def digest_of(desk: Desk, settings: Settings) -> DigestTold:
    """What is unused today and ends within the days of the settings."""
    within = timedelta(days=settings.schedule.monthly_digest.ends_within_days)
    by_member: defaultdict[str, list[ExpiringRow]] = defaultdict(list)
    for row in expiring(desk, within):
        by_member[row.row.contact.code].append(row)
    members = [
        MemberUnused(rows[0].row.contact, tuple(sorted(rows, key=_worth)))
        for rows in by_member.values()
    ]
    return DigestTold(
        organisation=settings.organisation.name,
        currency=settings.organisation.currency,
        until=desk.today() + within,
        members=sorted(members, key=lambda member: (-member.value, member.contact.name)),
    )


def _worth(row: ExpiringRow) -> tuple[Decimal, date]:
    return -(row.value_at_stake or ZERO), row.ends_on
