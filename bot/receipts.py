"""Receipts: what a confirmation tells of a usage, as it stands in the ledger."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.drafts.choices import total
from core.balance import Balance
from core.books import Books
from core.catalogue import BenefitType
from core.clock import Key
from core.contact import Contact
from core.desk import Desk, Usage
from core.entry import Entry
from core.quantity import ZERO, Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A recorded usage in names. `balances` are those of the levels that it drew on."""

    key: Key
    owner: Contact
    holder: Contact
    benefit: BenefitType
    quantity: Decimal
    used_on: date
    description: str
    balances: tuple[Balance, ...]
    repeated: bool = False

    @property
    def running(self) -> tuple[Balance, ...]:
        """The balances of levels that can still be used."""
        return tuple(held for held in self.balances if held.live)

    @property
    def remaining(self) -> Number:
        """What is left of them in all."""
        return total(held.remaining for held in self.running)

    @property
    def number(self) -> Number:
        """What they offer in all."""
        return total(held.number for held in self.running)

    @property
    def last_days(self) -> tuple[date, ...]:
        """The days after which what is left of them can't be used, the first one first."""
        left = [held for held in self.running if held.remaining != ZERO] or self.running
        return tuple(sorted({held.lasts_until for held in left}))


def receipt_of(desk: Desk, usage: Usage) -> Receipt:
    """The receipt of a usage, made from its entries and not from what was asked."""
    return desk.read(lambda books: _receipt(books, usage))


def _receipt(books: Books, usage: Usage) -> Receipt:
    first = usage.entries[0]
    benefit, owner = benefit_of(books, first), books.contacts[first.contact or ""]
    assert first.on is not None
    return Receipt(
        key=usage.key,
        owner=owner,
        holder=books.contacts[first.holder or owner.code],
        benefit=benefit,
        quantity=usage.quantity,
        used_on=first.on,
        description=first.description,
        balances=tuple({held.level.key: held for held in usage.balances}.values()),
        repeated=usage.repeated,
    )


def benefit_of(books: Books, entry: Entry) -> BenefitType:
    """The benefit type of the level that an entry is about."""
    assert entry.level is not None
    return books.benefit_types[books.levels[entry.level].benefit_type]
