"""Units that were conveyed to a contact and are in their hands."""

from dataclasses import dataclass
from datetime import date

from core.books import Books
from core.catalogue import BenefitType
from core.contact import Contact
from core.desk import Desk
from core.level import BenefitLevel
from core.quantity import ZERO, Quantity
from core.timeline import tallied


@dataclass(frozen=True, slots=True)
class Held:
    """Units of somebody's level that another contact holds and hasn't used."""

    level: BenefitLevel
    benefit: BenefitType
    owner: Contact
    quantity: Quantity


def held_by(desk: Desk, contact: Contact, on: date) -> list[Held]:
    """What the contact holds of others on the day `on` and can still use, what ends first first."""

    def running(books: Books) -> list[tuple[BenefitLevel, BenefitType, Contact]]:
        return [
            (level, benefit, books.contacts[level.contact])
            for benefit in books.benefit_types.values()
            for level in books.levels_held(contact.code, benefit.code)
            if level.gives and level.runs_on(on)
        ]

    holding = []
    for level, benefit, owner in desk.read(running):
        entries = desk.store.entries_of_level(level.key)
        tally = tallied(level, (each for each in entries if each.on is None or each.on <= on))
        quantity = (tally.held or {}).get(contact.code, ZERO)
        if quantity > ZERO:
            holding.append(Held(level, benefit, owner, quantity))
    return sorted(holding, key=lambda held: (held.level.ends_on, held.level.key))
