"""Events, the types of registration for them, and registrations."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.clock import Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that people register for."""

    code: str
    name: str
    held_on: date | None = None
    retired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationType:
    """A way to register for an event, its price for one, and the benefit types that it draws on.

    An unknown price is None, never 0. Source: the benefit tracking guide, "Assign Benefits to Event
    Registration Types".
    """

    event: str
    code: str
    name: str
    price: Decimal | None = None
    benefit_types: tuple[str, ...] = ()
    retired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A contact's registration; the figures are for all its places together.

    `due_value` is `list_value` less `discount_value`; each is None where the price isn't known.
    """

    key: Key
    contact: str
    event: str
    registration_type: str
    quantity: Decimal
    registered_on: date
    list_value: Decimal | None = None
    discount_value: Decimal | None = None
    due_value: Decimal | None = None
    cancelled: bool = False


def registration_type_key(event: str, code: str) -> str:
    """The key of a registration type: its code is its own only within its event."""
    return f"{event}/{code}"
