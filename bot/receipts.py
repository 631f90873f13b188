"""Receipts: what a confirmation tells of a usage, as it stands in the ledger."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.choices import BenefitChoice, benefit_choices
from core.books import Books
from core.catalogue import BenefitType
from core.clock import Key
from core.contact import Contact
from core.desk import Desk, Usage
from core.entry import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A recorded usage in names. `choice` says what is left; None where nothing runs any more."""

    key: Key
    owner: Contact
    holder: Contact
    benefit: BenefitType
    quantity: Decimal
    used_on: date
    description: str
    choice: BenefitChoice | None
    repeated: bool = False


def receipt_of(desk: Desk, usage: Usage, today: date) -> Receipt:
    """The receipt of a usage, made from its entries and not from what was asked."""
    return desk.read(lambda books: _receipt(books, usage, today))


def _receipt(books: Books, usage: Usage, today: date) -> Receipt:
    first = usage.entries[0]
    benefit, owner = benefit_of(books, first), books.contacts[first.contact or ""]
    choices = benefit_choices(books, owner, today)
    assert first.on is not None
    return Receipt(
        key=usage.key,
        owner=owner,
        holder=books.contacts[first.holder or owner.code],
        benefit=benefit,
        quantity=usage.quantity,
        used_on=first.on,
        description=first.description,
        choice=next((choice for choice in choices if choice.code == benefit.code), None),
        repeated=usage.repeated,
    )


def benefit_of(books: Books, entry: Entry) -> BenefitType:
    """The benefit type of the level that an entry is about."""
    assert entry.level is not None
    return books.benefit_types[books.levels[entry.level].benefit_type]
