"""Conveying units to another contact, and recalling them.

Source: the benefit level description, "Each of those passes may be conveyed by the employer to a
different employee".
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.adjusting import level_of
from core.catalogue import Period
from core.clock import Key
from core.errors import (
    BenefitDeclined,
    BenefitInactive,
    NotConveyable,
    NotEnoughRemaining,
    NothingToRecall,
    OutsideTerm,
    UnknownContact,
)
from core.ledger import Ledger
from core.level import BenefitLevel
from core.policy import Policy
from core.pools import units_left
from core.quantity import ZERO, Quantity, Unlimited
from core.recording import check_date, check_quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class ConveyRequest:
    """Units of one level for another contact. `conveyed_on` None means today where the actor is."""

    level: Key
    holder: str
    quantity: Quantity
    idempotency_key: str
    conveyed_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallRequest:
    """Units to take back from a holder; `quantity` None means all that they haven't used."""

    level: Key
    holder: str
    idempotency_key: str
    quantity: Quantity | None = None
    note: str = ""


def conveyance(ledger: Ledger, request: ConveyRequest, policy: Policy, today: date) -> BenefitLevel:
    """See that the units can be conveyed; the level that they come from.

    Raises:
        BenefitError: the class says which rule refused it.
    """
    books, level = ledger.books, level_of(ledger.books, request.level)
    on = request.conveyed_on or today
    check_quantity(books.benefit_types[level.benefit_type], request.quantity)
    check_date(on, policy, today)
    _check_level(ledger, level, on)
    if request.holder not in books.contacts:
        raise UnknownContact(request.holder)
    if request.holder == level.contact:
        raise NotConveyable("They are the owner's already.")
    left = units_left(ledger, level, on)
    if not isinstance(left, Unlimited) and request.quantity > left:
        raise NotEnoughRemaining(request.quantity, max(left, ZERO))
    return level


def _check_level(ledger: Ledger, level: BenefitLevel, on: date) -> None:
    owner, benefit = ledger.books.contacts[level.contact], level.benefit_type
    name = ledger.books.benefit_types[benefit].name
    if not level.runs_on(on):
        raise OutsideTerm(on, [(level.starts_on, level.ends_on)])
    if not level.accepted:
        raise BenefitDeclined(owner.name, name)
    if not level.active:
        raise BenefitInactive(owner.name, name)
    if level.period is not Period.TERM:
        raise NotConveyable(f"{name} comes anew every {level.period}; only a term's units can be.")


def recall(ledger: Ledger, request: RecallRequest, today: date) -> Decimal:
    """How many units are taken back from the holder.

    Raises:
        NothingToRecall, NotEnoughRemaining: they hold none, or fewer, that aren't used.
    """
    level = level_of(ledger.books, request.level)
    held = units_left(ledger, level, today, request.holder)
    assert isinstance(held, Decimal)
    if held <= ZERO:
        raise NothingToRecall(request.holder)
    if request.quantity is None:
        return held
    check_quantity(ledger.books.benefit_types[level.benefit_type], request.quantity)
    if request.quantity > held:
        raise NotEnoughRemaining(request.quantity, held)
    return request.quantity
