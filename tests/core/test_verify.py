"""Verifying: it is content with a sound ledger, and names what is wrong in another."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.clock import Key
from core.desk import Desk
from core.entry import Entry, EntryKind
from core.level import BenefitLevel
from core.past import PastStore
from core.records import document_of
from core.store import LedgerBroken
from core.stores.embedded import EmbeddedStore
from core.verify import verify
from tests.core.building import Office


@pytest.fixture
def usage(office: Office) -> Entry:
    """A usage in an office that is otherwise sound."""
    office.enroll()
    entry = office.use(quantity="3").entries[0]
    assert verify(office.desk).content
    return entry


def faults(office: Office) -> str:
    """What is found wrong by one who opens the ledger anew."""
    return " ".join(verify(Desk(office.store, clock=office.clock)).faults)


def forged(usage: Entry, key: int = 1, **fields: object) -> Entry:
    """An entry that no rule let through."""
    return replace(usage, key=Key(usage.key + key), idempotency_key=f"forged-{key}", **fields)  # type: ignore[arg-type]


def test_a_sound_ledger_is_content(office: Office, usage: Entry) -> None:
    """Entries and levels are counted."""
    outcome = verify(office.desk)
    assert outcome.content
    assert outcome.levels == 4
    assert outcome.entries == len(list(office.store.entries()))
    assert usage.quantity == 3


def test_more_used_than_there_was_is_found(office: Office, usage: Entry) -> None:
    """An entry that went around the rules."""
    office.store.append([forged(usage)])
    assert "2 more were used than there were" in faults(office)


def test_a_day_below_zero_is_found(office: Office, usage: Entry) -> None:
    """Even where a later adjustment makes up for it."""
    office.store.append(
        [
            forged(usage, 1, on=date(2026, 2, 1)),
            forged(usage, 2, kind=EntryKind.ADJUSTMENT, quantity=Decimal(2)),
        ]
    )
    office.store.append([forged(usage, 3, on=date(2026, 2, 1), quantity=Decimal(2))])
    assert "more were used" in faults(office)


@pytest.mark.parametrize(
    ("void", "fault"),
    [
        ({"reverses": Key(7)}, "takes back 7, which is not such an entry"),
        ({"quantity": Decimal(1)}, "is not such an entry"),
    ],
)
def test_a_void_of_nothing_is_found(
    office: Office, usage: Entry, void: dict[str, object], fault: str
) -> None:
    """A void names the entry it takes back, with its level and quantity."""
    fields = {"kind": EntryKind.VOID, "reverses": usage.key, "before": {"kind": "usage"}} | void
    office.store.append([forged(usage, **fields)])  # type: ignore[arg-type]
    assert fault in faults(office)


def test_a_double_void_is_found(office: Office, usage: Entry) -> None:
    """Units come back once only."""
    for number in (1, 2):
        void = forged(
            usage, number, kind=EntryKind.VOID, reverses=usage.key, before={"kind": "usage"}
        )
        office.store.append([void])
    assert f"Entry {usage.key} was taken back twice" in faults(office)


def test_books_that_drifted_are_found(office: Office, usage: Entry) -> None:
    """A balance in memory that differs from the entries."""
    assert usage.level is not None
    level = usage.level
    office.desk.read(lambda books: setattr(books.tallies[level], "used", Decimal(1)))
    assert any("differs from what its entries say" in fault for fault in verify(office.desk).faults)
    assert any("is not what remains" in fault for fault in verify(office.desk).faults)


def test_an_unlimited_level_that_drifted_to_a_number_is_found(office: Office, usage: Entry) -> None:
    """Notary services have no end, whatever a desk remembers of them."""
    (level,) = office.desk.read(lambda books: books.levels_owned("ACME", "NOTARY"))
    office.desk.read(lambda books: setattr(books.tallies[level.key], "granted", Decimal(4)))
    assert any(f"Level {level.key}: granted" in fault for fault in verify(office.desk).faults)
    assert usage.quantity == 3


def test_a_level_that_the_desk_forgot_is_found(office: Office, usage: Entry) -> None:
    """Levels in use are those of the ledger, no fewer."""
    level = office.enroll("ZED").levels[0]
    added = forged(usage, 10**6, kind=EntryKind.GRANT, level=Key(7), after=_other(level))
    office.desk.read(lambda books: books.apply(added))
    assert "The levels in use are not those of the ledger." in verify(office.desk).faults


def _other(level: BenefitLevel) -> dict[str, object]:
    """The same level under another key."""
    return document_of(level) | {"key": 7}


class Stuttering(PastStore):
    """A store that says its first entry twice."""

    def entries(self, *, after: Key | None = None) -> Iterator[Entry]:
        """The ledger, after one word too many."""
        entries = list(super().entries(after=after))
        return iter([*entries[:1], *entries])


def test_an_entry_that_comes_twice_is_found(office: Office, usage: Entry) -> None:
    """By its key, which is no later than the last, and by its request."""
    office.desk.store = Stuttering(office.store, office.clock.now())
    found = " ".join(verify(office.desk).faults)
    assert "out of order" in found
    assert "repeats the request stock" in found
    assert usage.quantity == 3


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"quantity": Decimal(-1)}, "moves -1 units."),
        ({"quantity": Decimal(0)}, "moves 0 units."),
        ({"quantity": None}, "moves None units."),
        ({"holder": "GHOST"}, "names the holder GHOST, who isn't there."),
        ({"contact": "ZED"}, "is about a level of ACME, but names ZED."),
    ],
)
def test_an_entry_that_does_not_fit_its_level_is_found(
    office: Office, usage: Entry, fields: dict[str, Any], fault: str
) -> None:
    """Units that come out of nothing, a holder or an owner that isn't the right one."""
    office.store.append([forged(usage, **fields)])
    assert f"Entry {usage.key + 1} {fault}" in faults(office)


def test_a_grant_that_is_not_its_levels_number_is_found(office: Office, usage: Entry) -> None:
    """Somebody changed one of the two."""
    assert usage.level is not None
    grant = office.store.entries_of_level(usage.level)[0]
    assert grant.after is not None
    fields = {**grant.after, "key": usage.key + 1, "number": "30"}
    office.store.append(
        [forged(grant, usage.key + 1 - grant.key, level=fields["key"], after=fields)]
    )
    assert f"Entry {usage.key + 1} grants 4, but its level has 30." in faults(office)


def test_an_entry_that_refers_to_nothing_is_told_in_a_sentence(
    office: Office, usage: Entry
) -> None:
    """The ledger can't be folded then, and says which entry it is."""
    office.store.append([forged(usage, level=Key(1))])
    with pytest.raises(LedgerBroken, match=f"Entry {usage.key + 1} .* doesn't fit those before"):
        faults(office)


class ReadWhileWritten(EmbeddedStore):
    """A reader's store, to which the bot writes just when somebody reads it through."""

    def __init__(self, path: Path, write: Callable[[], object]) -> None:
        super().__init__(path, read_only=True)
        self._write = write

    def entries(self, *, after: Key | None = None) -> Iterator[Entry]:
        """What is there after the bot has written."""
        if after is None and self.is_open_for_long:
            self._write()
        return super().entries(after=after)

    is_open_for_long = False


def test_what_comes_in_meanwhile_is_no_fault(office: Office, tmp_path: Path) -> None:
    """A ledger is verified beside a running bot, as far as it went when that began."""
    office.enroll()
    store = ReadWhileWritten(tmp_path / "office.db", office.use)
    desk = Desk(store)
    store.is_open_for_long = True
    before = desk.revision
    with closing(store):
        verification = verify(desk)
    assert verification.content
    assert verification.entries == before
    assert office.desk.revision == before + 1
