"""Voiding: an entry is taken back by another entry; both stay."""

from datetime import datetime
from typing import Final

from core.actor import Action, Actor
from core.balance import balance
from core.entry import Entry, EntryKind
from core.errors import (
    AlreadyVoided,
    BelongsToRegistration,
    NotVoidable,
    NumberNotPossible,
    ReasonMissing,
    TooLateToVoid,
    UnitsInUse,
)
from core.ledger import Ledger
from core.policy import Policy
from core.quantity import ZERO, Unlimited
from core.timeline import lowest, tallied

VOIDABLE: Final = (EntryKind.USAGE, EntryKind.ADJUSTMENT, EntryKind.CONVEYANCE)
_DEEDS: Final = {
    EntryKind.ADJUSTMENT: "take back a changed number",
    EntryKind.CONVEYANCE: "take back a conveyance",
}


def check_right_to_void(entry: Entry, actor: Actor, policy: Policy, now: datetime) -> None:
    """See that `actor` may take back this entry: staff their own, for a while; managers any.

    Raises:
        NotAllowed, TooLateToVoid: it isn't theirs to take back, or not any more.
    """
    if actor.may(Action.VOID_ANY):
        return
    actor.must_be_allowed(Action.VOID_OWN)
    if entry.event:
        # Nobody takes it back by itself, and whoever records may cancel the registration.
        return
    if entry.actor != actor.id or entry.kind is not EntryKind.USAGE:
        actor.must_be_allowed(Action.VOID_ANY, _DEEDS.get(entry.kind, ""))
    if now - entry.at > policy.void_own_within:
        raise TooLateToVoid(int(policy.void_own_within.total_seconds() // 3600))


def check_reason(reason: str) -> None:
    """See that whoever reads the history later is told why.

    Raises:
        ReasonMissing: nothing is said.
    """
    if not reason.strip():
        raise ReasonMissing("what is taken back")


def check_voidable(ledger: Ledger, entry: Entry) -> None:
    """See that this entry can be taken back.

    Raises:
        AlreadyVoided, NotVoidable: there is nothing to take back.
        BelongsToRegistration: it goes when its registration is cancelled.
        NumberNotPossible: without this adjustment, less would be left than was used.
        UnitsInUse: units of this conveyance were used.
    """
    if entry.kind not in VOIDABLE:
        raise NotVoidable(entry.kind)
    if entry.key in ledger.books.voided:
        raise AlreadyVoided
    if entry.event:
        raise BelongsToRegistration
    if entry.kind is not EntryKind.USAGE:
        _check_unused(ledger, entry)


def _check_unused(ledger: Ledger, voided: Entry) -> None:
    assert voided.level is not None
    assert voided.on is not None
    level = ledger.books.levels[voided.level]
    others = [entry for entry in ledger.entries_of_level(level.key) if entry.key != voided.key]
    least = lowest(level, others)
    if not isinstance(least, Unlimited) and least < ZERO:
        if voided.kind is EntryKind.CONVEYANCE:
            raise UnitsInUse
        without = balance(level, tallied(level, others), voided.on)
        assert not isinstance(without.number, Unlimited)
        raise NumberNotPossible(without.number, without.used)
