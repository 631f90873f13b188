"""Voiding: an entry is taken back by another entry; both stay."""

from datetime import datetime
from typing import Final

from core.actor import Action, Actor
from core.balance import Tally, least_left
from core.books import Books
from core.entry import Entry, EntryKind
from core.errors import AlreadyVoided, NotVoidable, NumberNotPossible, TooLateToVoid
from core.policy import Policy
from core.quantity import ZERO, Unlimited
from core.recording import LevelEntries

VOIDABLE: Final = (EntryKind.USAGE, EntryKind.ADJUSTMENT)


def check_right_to_void(entry: Entry, actor: Actor, policy: Policy, now: datetime) -> None:
    """See that `actor` may take back this entry: staff their own, for a while; managers any.

    Raises:
        NotAllowed, TooLateToVoid: it isn't theirs to take back, or not any more.
    """
    if actor.may(Action.VOID_ANY):
        return
    if entry.actor != actor.id or entry.kind is not EntryKind.USAGE:
        actor.must_be_allowed(Action.VOID_ANY)
    actor.must_be_allowed(Action.VOID_OWN)
    if now - entry.at > policy.void_own_within:
        raise TooLateToVoid(int(policy.void_own_within.total_seconds() // 3600))


def check_voidable(books: Books, entries: LevelEntries, entry: Entry) -> None:
    """See that this entry can be taken back.

    Raises:
        AlreadyVoided, NotVoidable: there is nothing to take back.
        NumberNotPossible: without this adjustment, less would be left than was used.
    """
    if entry.kind not in VOIDABLE:
        raise NotVoidable(entry.kind)
    if entry.key in books.voided:
        raise AlreadyVoided
    if entry.kind is EntryKind.ADJUSTMENT:
        _check_adjustment(books, entries, entry)


def _check_adjustment(books: Books, entries: LevelEntries, adjustment: Entry) -> None:
    assert adjustment.level is not None
    assert adjustment.on is not None
    level = books.levels[adjustment.level]
    others = [entry for entry in entries(level.key) if entry.key != adjustment.key]
    least = least_left(level.number, others, adjustment.on)
    if not isinstance(least, Unlimited) and least < ZERO:
        without = Tally(level.number)
        for entry in others:
            without.add(entry)
        assert not isinstance(without.number, Unlimited)
        raise NumberNotPossible(without.number, without.used)
