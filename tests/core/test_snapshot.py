"""Snapshots of the books: a cache that opening takes up where it can be trusted."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from core import snapshot
from core.adjusting import LevelChange
from core.books import Books
from core.catalogue import MembershipBenefit, Period
from core.conveying import ConveyRequest
from core.desk import Desk
from core.event import Event, RegistrationType
from core.registering import RegisterRequest
from core.snapshot import remember, remembered, worth_remembering
from core.stores.embedded import open_store
from core.verify import verify
from tests.core.building import MANAGER, STAFF, Office


def live_a_little(office: Office) -> None:
    """Something of every kind: periods, conveyances, two levels at once, voids, registrations."""
    office.desk.put(
        [
            MembershipBenefit(
                code="G2",
                membership_type="GOLD",
                benefit_type="ROOM",
                number=Decimal(10),
                period=Period.MONTH,
                rollover_max=Decimal("2.5"),
            ),
            Event(code="FAIR", name="Fair", held_on=date(2026, 9, 1)),
            RegistrationType(event="FAIR", code="SEAT", name="Seat", benefit_types=("GALA",)),
        ],
        idempotency_key="more",
        actor=MANAGER,
    )
    gold = office.enroll(optional=frozenset({"G5"}))
    office.enroll(membership_type="SPONS", ends_on=date(2026, 7, 1))
    office.use(quantity="3")
    office.use(quantity="2.5", benefit_type="ROOM", used_on=date(2026, 5, 31))
    office.use(benefit_type="ROOM", holder="ANN")
    office.void(office.use(quantity="1"))
    levels = {level.benefit_type: level for level in gold.levels}
    office.set_number(levels["ROOM"], "12")
    office.desk.change_level(
        LevelChange(level=levels["LISTNG"].key, active=False, comment="not this year"),
        idempotency_key="off",
        actor=MANAGER,
    )
    office.desk.convey(
        ConveyRequest(
            level=levels["PASS"].key, holder="ZED", quantity=Decimal(1), idempotency_key="convey"
        ),
        actor=MANAGER,
    )
    office.desk.register(
        RegisterRequest(
            event="FAIR", registration_type="SEAT", contact="ACME", idempotency_key="fair"
        ),
        actor=STAFF,
    )


def keep(office: Office) -> Books:
    """Keep a snapshot; the books that it is of."""
    office.desk.read(lambda books: remember(office.store, books))
    return office.desk.read(lambda books: books.copy())


def same(one: Books, other: Books) -> bool:
    """Whether two books say the same, their indexes too."""
    fields = {name for name in vars(one) if name != "_finder"}
    return all(getattr(one, name) == getattr(other, name) for name in fields)


def test_the_books_come_back_as_they_were(office: Office) -> None:
    """Records, sums, what was taken back, the days of the reports and every index."""
    live_a_little(office)
    before = keep(office)
    assert same(remembered(office.store), before)


def test_parts_are_read_in_their_order(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that needs several documents comes back whole."""
    monkeypatch.setattr(snapshot, "CHUNK", 2)
    live_a_little(office)
    before = keep(office)
    assert same(remembered(office.store), before)


def test_only_what_came_after_is_folded(office: Office) -> None:
    """The entries up to the snapshot are not asked for again; those after it count."""
    live_a_little(office)
    last = keep(office).last
    used = office.use(benefit_type="NOTARY")
    books = remembered(office.store)
    assert books.last == last
    desk = Desk(office.store, clock=office.clock, books=books)
    assert desk.balance(used.balances[0].level.key).used == 1
    assert verify(desk).content


def test_without_a_snapshot_everything_is_folded(office: Office) -> None:
    """An empty ledger has none to keep either."""
    assert remembered(office.store).last is None
    remember(office.store, Books())
    assert remembered(office.store).last is None


def other_code(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of the program opens the store."""
    del office
    monkeypatch.setattr(snapshot, "code_digest", lambda: "another")


def changed_part(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """One part isn't the one that the snapshot was kept with."""
    del monkeypatch
    text = office.store.document("snapshot:tallies:0")["text"]  # type: ignore[index]
    office.store.keep("snapshot:tallies:0", {"text": f"{text} "})


def part_gone(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """One part isn't there."""
    del monkeypatch
    index = dict(office.store.document("snapshot") or {})
    index["parts"] = {**index["parts"], "tallies:1": "digest of what is gone"}
    office.store.keep("snapshot", index)


def entry_gone(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ledger lacks the entry that the snapshot ends with."""
    del monkeypatch
    index = dict(office.store.document("snapshot") or {})
    office.store.keep("snapshot", {**index, "last": index["last"] + 1})


def no_snapshot(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The document of that name says something else."""
    del monkeypatch
    office.store.keep("snapshot", {"what": "nothing"})


@pytest.mark.parametrize("spoil", [other_code, changed_part, part_gone, entry_gone, no_snapshot])
def test_a_snapshot_that_cannot_be_trusted_is_left_alone(
    spoil: Callable[[Office, pytest.MonkeyPatch], None],
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Then everything is folded, and the balances are right."""
    live_a_little(office)
    keep(office)
    spoil(office, monkeypatch)
    books = remembered(office.store)
    assert books.last is None
    assert verify(Desk(office.store, clock=office.clock, books=books)).content


def test_verify_finds_a_snapshot_that_went_wrong(office: Office) -> None:
    """Whatever it says wrongly: a sum, a record, a usage of the reports."""
    live_a_little(office)
    wrong = keep(office)
    level = next(iter(wrong.levels))
    wrong.tallies[level].used += 1
    del wrong.contacts["ZED"]
    wrong.usage_days = Books().usage_days
    faults = verify(Desk(office.store, clock=office.clock, books=wrong)).faults
    assert [fault.split(":")[0] for fault in faults] == [
        f"Level {level}",
        "The usages in the reports differ from what the entries say.",
        "The contacts in use are not those of the ledger.",
        f"Level {level}",
    ]
    assert faults[-1].endswith("granted + adjusted - used - lapsed is not what remains.")


def test_a_snapshot_is_worth_while_after_many_entries(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not after a few; and again when the program has changed."""
    monkeypatch.setattr(snapshot, "TAIL", 20)
    office.enroll()

    def worth() -> bool:
        return office.desk.read(lambda books: worth_remembering(office.store, books))

    assert worth()
    keep(office)
    assert not worth()
    monkeypatch.setattr(snapshot, "code_digest", lambda: "another")
    assert worth()


def test_a_reader_takes_up_what_the_writer_kept(tmp_path: Path, office: Office) -> None:
    """Beside a running writer, and from a backup."""
    live_a_little(office)
    before = keep(office)
    office.store.backup(tmp_path / "copy.db")
    reader = open_store(tmp_path / "copy.db", read_only=True)
    assert same(remembered(reader), before)
    reader.close()
