"""What the desk answers with."""

from dataclasses import dataclass
from decimal import Decimal

from core.balance import Balance
from core.clock import Key
from core.entry import Entry
from core.level import BenefitLevel
from core.membership import Membership
from core.quantity import ZERO
from core.renewing import Ending


@dataclass(frozen=True, slots=True)
class Usage:
    """A usage as it stands in the ledger. `repeated` says that it had been recorded before."""

    entries: tuple[Entry, ...]
    balances: tuple[Balance, ...]
    repeated: bool = False

    @property
    def key(self) -> Key:
        """The key by which it can be taken back."""
        return self.entries[0].key

    @property
    def quantity(self) -> Decimal:
        """Units used in all."""
        return sum((entry.quantity or ZERO for entry in self.entries), ZERO)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A membership as it was made, with its levels."""

    membership: Membership
    levels: tuple[BenefitLevel, ...]
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Renewal:
    """The new membership, and what became of the old levels (nothing to tell where repeated)."""

    enrolment: Enrolment
    endings: tuple[Ending, ...]
