"""The benefit level: what one membership got from one membership benefit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core.catalogue import Period
from core.clock import Key
from core.membership import Membership, Transaction
from core.quantity import Number, times


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitLevel:
    """What one membership got from one membership benefit, with the catalogue's values of that day.

    `number` counts units (or money, where the line counts money) as granted; later adjustments are
    in the ledger. `single_value` is one unit's fair market value in the organisation's currency,
    None where unknown. `custom` has the texts of labelled slots. Source: the benefit level
    description, "copied from the corresponding entry in the Membership Benefit lookup table".
    """

    key: Key
    membership: Key
    contact: str
    membership_type: str
    membership_benefit: str
    benefit_type: str
    starts_on: date
    ends_on: date
    number: Number
    single_value: Decimal | None = None
    standard: bool = True
    quid_pro_quo: bool = False
    accepted: bool = True
    active: bool = True
    period: Period = Period.TERM
    rollover_max: Decimal | None = None
    cap_per_day: Decimal | None = None
    cap_per_event: Decimal | None = None
    overage: bool = False
    source: str = ""
    comment: str = ""
    custom: Mapping[str, str] = field(default_factory=dict)

    @property
    def gives(self) -> bool:
        """Whether its units can be used at all: accepted and active."""
        return self.accepted and self.active

    def runs_on(self, day: date) -> bool:
        """Whether `day` lies in the level's term."""
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True, slots=True, kw_only=True)
class QuidProQuoRow:
    """Code, name and value of an accepted benefit, linked to the dues or gift transaction.

    Derived from the level, so that it is there exactly while the level is accepted and flagged.
    Source: the benefit level description, on the Quid Pro Quo row.
    """

    level: Key
    code: str
    name: str
    value: Decimal | None
    transaction: Transaction | None


def quid_pro_quo_row(
    level: BenefitLevel, membership: Membership, name: str
) -> QuidProQuoRow | None:
    """The row that `level` makes, or None where it is declined or its flag is N."""
    if not (level.accepted and level.quid_pro_quo):
        return None
    return QuidProQuoRow(
        level=level.key,
        code=level.benefit_type,
        name=name,
        value=times(level.number, level.single_value),
        transaction=membership.transaction,
    )
