"""A membership, and the dues or gift transaction that paid for it."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from core.clock import Key


class TransactionKind(StrEnum):
    """What a payment was for."""

    DUES = "dues"
    GIFT = "gift"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """A payment. An unknown amount is None, never 0."""

    code: str
    kind: TransactionKind = TransactionKind.DUES
    amount: Decimal | None = None
    paid_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """What a contact owns: a membership type from `starts_on` to `ends_on`, both days included."""

    key: Key
    contact: str
    membership_type: str
    starts_on: date
    ends_on: date
    transaction: Transaction | None = None

    def runs_on(self, day: date) -> bool:
        """Whether `day` lies in the term."""
        return self.starts_on <= day <= self.ends_on


def last_day(starts_on: date, months: int) -> date:
    """The last day of a term of `months` months.

    A term ends the day before its date comes round again; where the last month is too short to have
    that date, on that month's last day: one year from 29 February ends on 28 February.
    """
    again = starts_on + relativedelta(months=months)
    return again - timedelta(days=1) if again.day == starts_on.day else again
