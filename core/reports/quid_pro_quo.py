"""The quid pro quo report: what each transaction paid for, and the part that may be deductible.

Source: the benefit level description, on Quid Pro Quo rows; for the figures, the United States'
rules for payments that are part gift and part goods. Thresholds are settings; this is no legal
advice.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from core.books import Books
from core.clock import Key
from core.desk import Desk
from core.level import QuidProQuoRow, quid_pro_quo_row
from core.membership import Membership, Transaction
from core.policy import QuidProQuoPolicy
from core.quantity import ZERO

COLUMNS: Final = (
    "transaction",
    "kind",
    "contact",
    "paid_on",
    "amount",
    "benefits",
    "value",
    "stated",
    "deductible",
    "disclosure_due",
    "notes",
)
TWO_PERCENT: Final = Decimal("0.02")


@dataclass(frozen=True, slots=True)
class Received:
    """What one membership gave in return: its rows, or the amount stated for the whole type."""

    membership: Membership
    rows: tuple[QuidProQuoRow, ...]
    stated: Decimal | None

    @property
    def value(self) -> Decimal | None:
        """The value received; None where a row's value isn't known and none is stated."""
        if self.stated is not None:
            return self.stated
        values = [row.value for row in self.rows]
        return None if None in values else sum((value for value in values if value), ZERO)


@dataclass(frozen=True, slots=True)
class QuidProQuo:
    """One transaction with all that was received for it."""

    transaction: Transaction | None
    received: tuple[Received, ...]
    policy: QuidProQuoPolicy

    @property
    def membership(self) -> Membership:
        """The membership paid for, or the first of several."""
        return self.received[0].membership

    @property
    def contact(self) -> str:
        """Who owns the membership, or the first of several."""
        return self.membership.contact

    @property
    def contacts(self) -> tuple[str, ...]:
        """Everybody who owns a membership that was paid for."""
        return tuple(dict.fromkeys(each.membership.contact for each in self.received))

    @property
    def rows(self) -> tuple[QuidProQuoRow, ...]:
        """The quid pro quo rows linked to the transaction."""
        return tuple(row for each in self.received for row in each.rows)

    @property
    def amount(self) -> Decimal | None:
        """What was paid; None where it isn't known."""
        return self.transaction.amount if self.transaction else None

    @property
    def value(self) -> Decimal | None:
        """The value of everything received; None where part of it isn't known."""
        values = [each.value for each in self.received]
        return None if None in values else sum((value for value in values if value), ZERO)

    @property
    def deductible(self) -> Decimal | None:
        """What was paid beyond the value received, never below 0; None where that isn't known."""
        if not self.policy.deductible or self.amount is None or self.value is None:
            return None
        return self.amount if self.is_token else max(ZERO, self.amount - self.value)

    @property
    def is_token(self) -> bool:
        """Whether they may be disregarded: at most 2% of the payment and the year's limit."""
        limit = self._token_limit()
        if limit is None or self.amount is None or self.value is None:
            return False
        return self.value <= min(self.amount * TWO_PERCENT, limit)

    @property
    def disclosure_due(self) -> bool | None:
        """Whether the payer must be told: by the full payment, not its deductible part."""
        if not self.policy.deductible or self.amount is None:
            return None
        return self.amount > self.policy.disclosure_above and not self.is_token

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader has to know about the figures."""
        notes = []
        if len(self.contacts) > 1:
            notes.append(f"It paid for memberships of {', '.join(self.contacts)}.")
        if self.policy.deductible:
            if self.amount is None:
                notes.append("The amount paid is not known.")
            if self.value is None:
                notes.append("The value of some benefits is not known.")
            paid_on = self.transaction.paid_on if self.transaction else None
            if paid_on and self._token_limit() is None:
                notes.append(f"The token limit for {paid_on.year} is not entered in the settings.")
        return tuple(notes)

    def _token_limit(self) -> Decimal | None:
        paid_on = self.transaction.paid_on if self.transaction else None
        return self.policy.token_limits.get(paid_on.year) if paid_on else None

    def as_json(self) -> dict[str, Any]:
        """The row under the words of the command line."""
        paid = self.transaction
        return {
            "transaction": paid.code if paid else None,
            "kind": paid.kind.value if paid else None,
            "contact": self.contact,
            "paid_on": paid.paid_on if paid else None,
            "amount": self.amount,
            "benefits": [
                {"code": row.code, "name": row.name, "value": row.value} for row in self.rows
            ],
            "value": self.value,
            "stated": any(each.stated is not None for each in self.received),
            "deductible": self.deductible,
            "disclosure_due": self.disclosure_due,
            "notes": list(self.notes),
        }


def quid_pro_quo(desk: Desk) -> list[QuidProQuo]:
    """Every transaction that something was received for, the oldest first."""
    policy = desk.policy.quid_pro_quo
    groups = defaultdict[Transaction | Key, list[Received]](list)
    for received in desk.read(lambda books: list(_received(books))):
        paid = received.membership
        groups[paid.transaction or paid.key].append(received)
    rows = (
        QuidProQuo(each[0].membership.transaction, tuple(each), policy) for each in groups.values()
    )
    return sorted(rows, key=lambda row: row.membership.key)


def _received(books: Books) -> Iterable[Received]:
    for membership in books.memberships.values():
        stated = books.membership_types[membership.membership_type].non_deductible_value
        rows = rows_of(books, membership)
        if rows or (stated is not None and membership.transaction):
            yield Received(membership, rows, stated)


def rows_of(books: Books, membership: Membership) -> tuple[QuidProQuoRow, ...]:
    """The quid pro quo rows of one membership."""
    made = (
        quid_pro_quo_row(level, membership, books.benefit_types[level.benefit_type].name)
        for level in books.levels_of(membership.key)
    )
    return tuple(row for row in made if row is not None)
