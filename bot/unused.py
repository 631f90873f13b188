"""What is unused and ends soon, by member, the most urgent first."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
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
    """What one member has left, what ends soonest first and then the most valuable."""

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
    def ends_on(self) -> date:
        """The last day of what ends first."""
        return self.rows[0].ends_on

    @property
    def ending_first(self) -> Sequence[ExpiringRow]:
        """What ends on that day."""
        return [row for row in self.rows if row.ends_on == self.ends_on]


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestTold:
    """Everything unused `on` a day that ends `until` another, by member, the most urgent first."""

    currency: str
    on: date
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
    return DigestTold(
        currency=settings.organisation.currency,
        on=desk.today(),
        until=desk.today() + within,
        members=by_member(expiring(desk, within)),
    )


def by_member(rows: Iterable[ExpiringRow]) -> Sequence[MemberUnused]:
    """The rows of the expiring report by member: whose end soonest, then who may lose most."""
    members: defaultdict[str, list[ExpiringRow]] = defaultdict(list)
    for row in rows:
        members[row.row.contact.code].append(row)
    unused = [MemberUnused(each[0].row.contact, tuple(each)) for each in members.values()]
    return sorted(unused, key=lambda each: (each.ends_on, -each.value, each.contact.name))
