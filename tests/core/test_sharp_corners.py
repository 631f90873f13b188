"""Corners of the rules: what is asked twice, what is missing, what is counted by nobody."""

import os
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from core import snapshot
from core.catalogue import BenefitType, MembershipType
from core.clock import Key
from core.columns import Kind
from core.conveying import ConveyRequest
from core.errors import NotAllowed
from core.event import Event, RegistrationType
from core.importing import import_file
from core.membership import Transaction
from core.past import as_known_at
from core.records import LookupRecord
from core.registering import RegisterRequest, UnknownRegistration
from core.reports.balances import balances
from core.reports.quid_pro_quo import quid_pro_quo
from core.snapshot import remember, remembered
from core.stores.embedded import open_store
from core.stores.examining import Examined, examine
from core.stores.failures import WriteFailed
from core.stores.rows import RowDatabase
from core.usage_days import Look
from tests.core.building import BENEFIT_TYPES, LINES, MANAGER, NOBODY, STAFF, Office
from tests.core.stores.ledgers import LEDGER, filled, with_a_wrong_index


def test_a_registration_type_that_is_there_is_changed(office: Office, tmp_path: Path) -> None:
    """It is known by its event and its code, and isn't added once more."""
    office.desk.put([Event(code="FAIR", name="Fair")], idempotency_key="f", actor=MANAGER)
    path = tmp_path / "kinds.csv"
    outcomes = []
    for name in ("Seat", "Better seat"):
        path.write_text(f"event,code,name\nFAIR,SEAT,{name}\n")
        outcomes.append(import_file(office.desk, path, Kind.REGISTRATION_TYPES, actor=MANAGER))
    assert [(each.added, each.changed) for each in outcomes] == [(1, 0), (0, 1)]


def test_the_past_may_be_asked_again_and_again(office: Office) -> None:
    """Nothing is counted twice by that."""
    membership = office.enroll().membership
    office.use()
    then = as_known_at(office.desk, office.clock.now())
    for _ in range(3):
        assert len(then.read(lambda books: books.levels_of(membership.key))) == 4
        assert then.read(lambda books: books.revision) == len(list(office.store.entries()))


def test_what_is_not_there_cannot_be_cancelled(office: Office) -> None:
    """The key is repeated; who has no role is told that first."""
    with pytest.raises(UnknownRegistration, match=r"^There is no registration 7\.$"):
        office.desk.cancel(Key(7), reason="", idempotency_key="c", actor=STAFF)
    with pytest.raises(NotAllowed):
        office.desk.cancel(Key(7), reason="", idempotency_key="c", actor=NOBODY)


def test_a_balance_knows_its_membership(office: Office) -> None:
    """And all else that a report shows of it."""
    made = office.enroll(optional=frozenset({"G5"}))
    row = balances(office.desk, benefit="GALA")[0]
    assert row.membership == made.membership
    assert (row.contact.code, row.benefit.code, row.level) == ("ACME", "GALA", made.levels[-1])


def test_what_was_not_paid_for_is_no_token(office: Office) -> None:
    """Nor is what was paid on a day that nobody told."""
    office.enroll()
    office.enroll("ZED", transaction=Transaction(code="D-1", amount=Decimal(100)))
    first, second = quid_pro_quo(office.desk)
    assert (first.is_token, second.is_token) == (False, False)
    assert (second.deductible, second.notes) == (50, ())


def test_a_cap_for_an_event_counts_conveyed_and_own_units_together(office: Office) -> None:
    """Two of one's own hands, and one more of the organisation's."""
    line = replace(LINES[0], number=Decimal(6), cap_per_event=Decimal(3))
    seat = RegistrationType(event="FAIR", code="SEAT", name="Seat", benefit_types=("PASS",))
    records: list[LookupRecord] = [line, Event(code="FAIR", name="Fair"), seat]
    office.desk.put(records, idempotency_key="p", actor=MANAGER)
    key = office.enroll().levels[0].key
    given = ConveyRequest(level=key, holder="ANN", quantity=Decimal(2), idempotency_key="c")
    office.desk.convey(given, actor=MANAGER)

    def register(contact: str, quantity: int) -> list[tuple[object, bool]]:
        request = RegisterRequest(
            event="FAIR",
            registration_type="SEAT",
            contact=contact,
            quantity=Decimal(quantity),
            idempotency_key=office.request_key(),
        )
        made = office.desk.register(request, actor=STAFF)
        drawn = [entry for entry in office.store.entries() if entry.part_of == made.key]
        return [(entry.quantity, entry.conveyed) for entry in drawn]

    assert register("ANN", 5) == [(2, True), (1, False)]
    assert register("ACME", 1) == []


def test_a_snapshot_s_parts_have_no_more_rows_than_said(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large table is kept in several documents."""
    monkeypatch.setattr(snapshot, "CHUNK", 2)
    office.enroll()
    books = office.desk.read(lambda books: books)
    remember(office.store, books)
    parts = (office.store.document("snapshot") or {})["parts"]
    assert {"contacts:0", "contacts:1", "levels:0", "levels:1"} <= parts.keys()
    assert "contacts:2" not in parts
    assert remembered(office.store).contacts == books.contacts


def test_who_never_used_anything_used_nothing(office: Office) -> None:
    """Though others did, on that day and as much."""
    for contact in ("ACME", "ZED"):
        office.enroll(contact)
        office.use(contact)
    days = office.desk.read(lambda books: books.usage_days)
    one = Decimal(1)
    assert days.looks(date(2026, 6, 15)) == {
        Look("ACME", "PASS", one): 1,
        Look("ZED", "PASS", one): 1,
    }
    assert not days.looks(date(2026, 6, 14))


def test_a_table_that_was_never_there_is_not_taken_for_one(tmp_path: Path) -> None:
    """However often its making is undone."""
    with RowDatabase(filled(tmp_path / "desk.db", entries=3)) as database:
        for _ in range(3):
            with suppress(KeyError), database.storage.transaction():
                database.table("other").insert({"key": "one"})
                assert database.storage.has("other")
                raise KeyError
            assert not database.storage.has("other")
            assert database.table("other").all() == []


def test_an_id_that_is_taken_is_told_with_the_file(tmp_path: Path) -> None:
    """Where the rows are written directly."""
    path = filled(tmp_path / "desk.db", entries=3)
    with RowDatabase(path) as database:
        with pytest.raises(WriteFailed) as refused, database.storage.transaction():
            database.storage.add(LEDGER, [(1, "{}")])
        assert str(refused.value).startswith(f"Nothing was written to {path} (UNIQUE constraint")


def test_looking_at_a_copy_leaves_it_a_plain_file(office: Office, tmp_path: Path) -> None:
    """A copy can be read from a folder that takes no files, and looking doesn't change that."""
    copy = tmp_path / "copy.db"
    office.store.backup(copy)
    before = copy.read_bytes()
    assert examine(copy).damages == ()
    assert copy.read_bytes() == before
    assert [file.name for file in tmp_path.glob("copy.db-*")] == []


def test_a_look_is_a_quick_one(tmp_path: Path) -> None:
    """Whether the indexes agree with their tables is left to `verify`."""
    path = with_a_wrong_index(tmp_path / "desk.db")
    assert examine(path) == Examined(layout=2, damages=(), in_use=False, may_write=True)


@pytest.mark.parametrize("closed", ["file", "folder"])
def test_who_may_not_write_is_not_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closed: str
) -> None:
    """Both the file and its folder have to be writable; the lock isn't tried where not."""
    path = filled(tmp_path / "desk.db")
    shut = path if closed == "file" else tmp_path
    monkeypatch.setattr(os, "access", lambda place, _mode: Path(place) != shut)
    store = open_store(path)
    try:
        assert examine(path) == Examined(layout=2, damages=(), in_use=False, may_write=False)
    finally:
        store.close()


def test_a_benefit_type_that_was_retired_is_offered_no_more(office: Office) -> None:
    """Its lines stay in the catalogue, but nobody can choose them."""
    office.desk.put([replace(BENEFIT_TYPES[1], retired=True)], idempotency_key="r", actor=MANAGER)
    assert [level.membership_benefit for level in office.enroll().levels] == ["G1", "G3", "G4"]
    kinds = office.desk.read(lambda books: books.benefit_types)
    assert kinds["ROOM"] == BenefitType(
        code="ROOM",
        name="Room hours",
        categories=("Facilities",),
        step=Decimal("0.5"),
        retired=True,
    )


def test_a_membership_may_come_with_nothing(office: Office) -> None:
    """A type without lines has no levels, and its balances no rows."""
    office.desk.put(
        [MembershipType(code="BARE", name="Bare", term_months=1)],
        idempotency_key="b",
        actor=MANAGER,
    )
    made = office.enroll(membership_type="BARE")
    assert made.levels == ()
    assert office.desk.read(lambda books: books.levels_of(made.membership.key)) == []
    assert balances(office.desk) == []


def test_the_items_of_a_table_can_be_counted(tmp_path: Path) -> None:
    """And read, without reading them one by one."""
    with RowDatabase(filled(tmp_path / "desk.db", entries=3)) as database:
        items = (database.storage.read() or {})[LEDGER].items()
        assert (len(items), [row for row, _ in items]) == (3, ["1", "2", "3"])
