"""Entries made by hand, for the sums that are made of them; no store, no rule."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from core.actor import Source
from core.catalogue import Period
from core.clock import Key
from core.entry import Entry, EntryKind
from core.level import BenefitLevel
from tests.core.building import TODAY

LEVEL = BenefitLevel(
    key=Key(1),
    membership=Key(2),
    contact="ACME",
    membership_type="GOLD",
    membership_benefit="G1",
    benefit_type="PASS",
    starts_on=date(2026, 1, 1),
    ends_on=date(2026, 4, 30),
    number=Decimal(4),
    period=Period.MONTH,
)
"""Four units every month, of four months."""


def told(on: date, units: int, kind: EntryKind = EntryKind.USAGE, **fields: object) -> Entry:
    """So many units, used or adjusted on a day."""
    return Entry(
        key=Key(9),
        at=datetime(2026, 6, 1, tzinfo=UTC),
        actor="U",
        source=Source.SLACK,
        idempotency_key="r",
        kind=kind,
        level=LEVEL.key,
        quantity=Decimal(units),
        on=on,
        **fields,  # type: ignore[arg-type]
    )


def used(key: int, *, part_of: int | None = None) -> Entry:
    """A usage of one unit, by its key."""
    return Entry(
        key=Key(key),
        at=datetime(2026, 6, 15, tzinfo=UTC),
        actor="U",
        source=Source.SLACK,
        idempotency_key=f"r{key}",
        kind=EntryKind.USAGE,
        contact="ACME",
        level=LEVEL.key,
        quantity=Decimal(1),
        on=TODAY,
        part_of=None if part_of is None else Key(part_of),
    )


def void(key: int) -> Entry:
    """What takes the usage of that key back."""
    return replace(used(key + 100), kind=EntryKind.VOID, reverses=Key(key))
