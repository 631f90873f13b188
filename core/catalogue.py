"""The catalogue: what the organisation offers, and with which membership."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from core.quantity import ONE, Number


class BenefitKind(StrEnum):
    """How a benefit's use comes to be known."""

    CUSTOM = "custom"
    EVENT = "event"


class Period(StrEnum):
    """How often a line's number is granted."""

    TERM = "term"
    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitType:
    """A kind of benefit. `step` is the smallest quantity that can be used, in `unit`."""

    code: str
    name: str
    categories: tuple[str, ...] = ()
    kind: BenefitKind = BenefitKind.CUSTOM
    tracked: bool = True
    unit: str = ""
    step: Decimal = ONE
    discount: str = ""
    stackable: bool = False
    retired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipType:
    """A membership that can be bought. An unknown price is None, never 0."""

    code: str
    name: str
    term_months: int | None = None
    price: Decimal | None = None
    currency: str = ""
    non_deductible_value: Decimal | None = None
    retired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipBenefit:
    """A catalogue line: this membership type offers `number` units of this benefit type.

    `single_value` is one unit's fair market value; None where it is not published.
    """

    code: str
    membership_type: str
    benefit_type: str
    number: Number
    single_value: Decimal | None = None
    standard: bool = True
    quid_pro_quo: bool = False
    period: Period = Period.TERM
    rollover_max: Decimal | None = None
    cap_per_day: Decimal | None = None
    cap_per_event: Decimal | None = None
    overage: bool = False
    note: str = ""
    retired: bool = False
