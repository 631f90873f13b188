"""Changing what a level holds after it was given: its number, its flags, its comment.

Source: the benefit tracking guide, "Edit Remaining Benefit Items"; the benefit level description,
columns Active?, Accepted? and Comment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Final

from core.balance import balance
from core.books import Books
from core.clock import Key
from core.custom import merged
from core.entry import Entry, EntryKind
from core.errors import (
    ConveyedSoNotDeclinable,
    NumberNotPossible,
    NumberUnlimited,
    QuantityOffStep,
    ReasonMissing,
    TextTooLong,
    UnknownLevel,
    UsedSoNotDeclinable,
)
from core.ledger import Ledger
from core.level import BenefitLevel
from core.policy import Policy
from core.quantity import ZERO, Unlimited, is_multiple
from core.recording import TEXT_LIMIT
from core.timeline import lowest

SOURCE_LIMIT: Final = 6
"""Characters of a source code in the benefit level description."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelChange:
    """What should become of one level; None leaves a field as it is.

    `number` is the new number of units; `reason` is needed with it. `custom` has the new texts of
    slots, a blank one to empty a slot.
    """

    level: Key
    number: Decimal | None = None
    active: bool | None = None
    accepted: bool | None = None
    comment: str | None = None
    source: str | None = None
    custom: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""

    @property
    def edits(self) -> bool:
        """Whether anything but the number is to change."""
        fields = (self.active, self.accepted, self.comment, self.source)
        return bool(self.custom) or any(value is not None for value in fields)


def level_of(books: Books, key: Key) -> BenefitLevel:
    """The level with this key."""
    level = books.levels.get(key)
    if level is None:
        raise UnknownLevel(key)
    return level


def adjustment(ledger: Ledger, change: LevelChange, on: date) -> Decimal:
    """By how many units the number changes, in whole steps; zero where it is the same.

    Raises:
        NumberUnlimited, NumberNotPossible, QuantityOffStep, ReasonMissing: it can't be that number.
    """
    books = ledger.books
    level = level_of(books, change.level)
    held = balance(level, books.tallies[level.key], on)
    if change.number is None:
        return ZERO
    if isinstance(held.number, Unlimited):
        raise NumberUnlimited
    difference = change.number - held.number
    if difference == ZERO:
        return ZERO
    _check_number(books, level, change.number)
    if difference < ZERO and _breaks(level, ledger.entries_of_level(level.key), difference, on):
        raise NumberNotPossible(change.number, held.used, held.conveyed)
    if not change.reason.strip():
        raise ReasonMissing
    if len(change.reason) > TEXT_LIMIT:
        raise TextTooLong("reason", len(change.reason), TEXT_LIMIT)
    return difference


def _breaks(level: BenefitLevel, entries: Sequence[Entry], difference: Decimal, on: date) -> bool:
    """Whether some day would have less than nothing left."""
    lowered = replace(entries[0], kind=EntryKind.ADJUSTMENT, quantity=difference, on=on)
    least = lowest(level, [*entries, lowered])
    return isinstance(least, Decimal) and least < ZERO


def _check_number(books: Books, level: BenefitLevel, number: Decimal) -> None:
    benefit = books.benefit_types[level.benefit_type]
    if number < ZERO:
        raise NumberNotPossible(number, books.tallies[level.key].used)
    if not is_multiple(number, benefit.step):
        raise QuantityOffStep(number, benefit.step, benefit.name)


def edited(books: Books, change: LevelChange, policy: Policy) -> BenefitLevel:
    """The level with its flags, comment, source and custom fields changed.

    Raises:
        UsedSoNotDeclinable: a level with usage can't be declined.
        TextTooLong: the comment doesn't fit its column.
    """
    level, tally = level_of(books, change.level), books.tallies[change.level]
    used, conveyed = tally.used, tally.conveyed
    if change.accepted is False and level.accepted:
        if used:
            raise UsedSoNotDeclinable(used)
        if conveyed:
            raise ConveyedSoNotDeclinable(conveyed)
    if change.comment is not None and len(change.comment) > TEXT_LIMIT:
        raise TextTooLong("comment", len(change.comment), TEXT_LIMIT)
    if change.source is not None and len(change.source) > SOURCE_LIMIT:
        raise TextTooLong("source", len(change.source), SOURCE_LIMIT)
    return replace(
        level,
        active=level.active if change.active is None else change.active,
        accepted=level.accepted if change.accepted is None else change.accepted,
        comment=level.comment if change.comment is None else change.comment,
        source=level.source if change.source is None else change.source,
        custom=merged(level.custom, change.custom, policy.custom_fields),
    )
