"""What an organisation decides for itself about the rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, timedelta, tzinfo
from decimal import Decimal

from core.custom import CustomField


@dataclass(frozen=True, slots=True, kw_only=True)
class QuidProQuoPolicy:
    """How the quid pro quo report is read. Figures are in the organisation's currency.

    A disclosure is due where more than `disclosure_above` was paid. `deductible` is False for an
    organisation whose dues are no gifts, such as a trade association: the report then prints no
    deductible figure. `token_limits` has, by year, the value up to which benefits are token ones;
    it changes yearly, so a year without an entry is told.
    """

    disclosure_above: Decimal = Decimal(75)
    deductible: bool = True
    token_limits: Mapping[int, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """An organisation's own settings of the rules.

    `open_from` is the first day that can still be recorded (None: every day); `void_own_within` is
    how long staff may take back what they recorded themselves; `zone` is the organisation's own
    time zone; `stock` says of how many units of a benefit type there are at all; `custom_fields`
    has the labelled slots by name.
    """

    open_from: date | None = None
    void_own_within: timedelta = timedelta(hours=24)
    zone: tzinfo = UTC
    currency: str = "USD"
    quid_pro_quo: QuidProQuoPolicy = field(default_factory=QuidProQuoPolicy)
    stock: Mapping[str, Decimal] = field(default_factory=dict)
    custom_fields: Mapping[str, CustomField] = field(default_factory=dict)
