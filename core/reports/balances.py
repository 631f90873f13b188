"""The balances report: one row per benefit level."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from core.balance import Balance
from core.books import Books
from core.catalogue import BenefitType
from core.contact import Contact
from core.desk import Desk
from core.level import BenefitLevel
from core.membership import Membership

COLUMNS: Final = (
    "contact",
    "membership_type",
    "starts_on",
    "ends_on",
    "membership_benefit",
    "benefit_type",
    "number",
    "conveyed",
    "used",
    "available",
    "remaining",
    "single_value",
    "total_value",
    "used_value",
    "accepted",
    "active",
)


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One level with all that a reader needs beside it."""

    contact: Contact
    membership: Membership
    benefit: BenefitType
    level: BenefitLevel
    balance: Balance

    def as_json(self) -> dict[str, Any]:
        """The row under the words of the command line; codes, not names."""
        level, balance = self.level, self.balance
        return {
            "contact": level.contact,
            "membership_type": level.membership_type,
            "starts_on": level.starts_on,
            "ends_on": level.ends_on,
            "membership_benefit": level.membership_benefit,
            "benefit_type": level.benefit_type,
            "number": balance.number,
            "conveyed": balance.conveyed,
            "used": balance.used,
            "available": balance.available,
            "remaining": balance.remaining,
            "single_value": level.single_value,
            "total_value": balance.total_value,
            "used_value": balance.used_value,
            "accepted": balance.level.accepted,
            "active": balance.level.active,
        }


def balances(
    desk: Desk,
    *,
    on: date | None = None,
    member: str | None = None,
    benefit: str | None = None,
    category: str | None = None,
    membership_type: str | None = None,
) -> list[BalanceRow]:
    """Every level's balance, by contact's name; with `on`, only memberships begun by that day."""

    def wanted(books: Books, level: BenefitLevel) -> bool:
        categories = books.benefit_types[level.benefit_type].categories
        return (
            member in (None, level.contact)
            and benefit in (None, level.benefit_type)
            and membership_type in (None, level.membership_type)
            and (category is None or category in categories)
            and (on is None or level.starts_on <= on)
        )

    def rows_of(books: Books) -> list[BalanceRow]:
        return [
            BalanceRow(
                books.contacts[level.contact],
                books.memberships[level.membership],
                books.benefit_types[level.benefit_type],
                level,
                desk.balance(level.key, on),
            )
            for level in books.levels.values()
            if wanted(books, level)
        ]

    rows = desk.read(rows_of)
    return sorted(rows, key=lambda row: (row.contact.name.casefold(), row.level.key))
