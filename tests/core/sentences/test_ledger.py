"""The rules of the ledger, sentence by sentence.

Every balance follows from entries that are only ever added. What ended is a figure of its own, so
that the sum always comes out. "As of" asks about days with today's knowledge, "known at" about
instants with that instant's. Contacts and catalogue have their changes in the same history.

Shown elsewhere: the sum after every entry in tests/core/test_balance.py::
test_the_law_holds_after_every_entry; that the command line acts as the operating-system user in
tests/bot/command_line/test_answering.py::test_the_actor_is_the_user_of_the_system.
"""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.actor import Action, Actor, Role, Source
from core.adjusting import LevelChange
from core.books import books_of
from core.catalogue import BenefitType, MembershipBenefit, MembershipType
from core.contact import Contact
from core.conveying import ConveyRequest, RecallRequest
from core.desk import Desk
from core.entry import Entry, EntryKind
from core.event import Event, RegistrationType
from core.past import as_known_at
from core.quantity import ZERO
from core.records import LookupRecord
from core.renewing import RenewRequest
from core.reports.history import HistoryQuery, history
from tests.core.building import BENEFIT_TYPES, CONTACTS, LINES, MANAGER, MEMBERSHIP_TYPES, Office


def test_an_entry_has_all_that_the_sentence_lists(office: Office) -> None:
    """Key, instant, actor, source, request, kind, level, holder, quantity, date, two texts."""
    level = office.enroll().levels[0]
    usage = office.use(
        quantity="2",
        used_on=date(2026, 6, 1),
        holder="ANN",
        description="Open day",
        note="two children",
        idempotency_key="click",
    )
    (entry,) = usage.entries
    assert len(str(entry.key)) == 13
    assert (entry.at, entry.actor, entry.source) == (office.clock.at, "U-SAM", Source.SLACK)
    assert (entry.idempotency_key, entry.kind) == ("click", EntryKind.USAGE)
    assert (entry.level, entry.holder, entry.quantity) == (level.key, "ANN", 2)
    assert (entry.on, entry.description, entry.note) == (
        date(2026, 6, 1),
        "Open day",
        "two children",
    )
    (void,) = office.void(usage)
    assert (void.kind, void.reverses) == (EntryKind.VOID, entry.key)


@pytest.mark.parametrize("source", list(Source))
def test_every_source_is_kept(office: Office, source: Source) -> None:
    """Slack, sheet, command line, event and schedule are told apart for ever."""
    office.enroll()
    (entry,) = office.use(actor=replace(MANAGER, source=source)).entries
    stored = office.store.entry(entry.key)
    assert stored is not None
    assert stored.source is source


def every_kind_of_act(office: Office) -> Any:
    """Do one after another what can be done to a level."""
    desk, key = office.desk, office.request_key
    made = office.enroll()
    level = made.levels[0].key
    yield
    usage = office.use()
    yield
    office.set_number(made.levels[0], "6")
    yield
    giving = ConveyRequest(level=level, holder="BOB", quantity=Decimal(2), idempotency_key=key())
    desk.convey(giving, actor=MANAGER)
    yield
    office.use(holder="BOB")
    yield
    desk.recall(RecallRequest(level=level, holder="BOB", idempotency_key=key()), actor=MANAGER)
    yield
    office.void(usage)
    yield
    desk.change_level(LevelChange(level=level, comment="x"), idempotency_key=key(), actor=MANAGER)
    yield
    desk.renew(RenewRequest(membership=made.membership.key, idempotency_key=key()), actor=MANAGER)
    yield


def test_the_ledger_only_grows(office: Office) -> None:
    """No act changes or removes an entry that stood there before it."""
    before: list[Entry] = []
    for _ in every_kind_of_act(office):
        now = list(office.store.entries())
        assert now[: len(before)] == before
        assert len(now) > len(before)
        before = now


def test_balances_come_from_entries_and_from_nothing_else(office: Office) -> None:
    """The entries alone, folded anew, give every sum that the desk answers with."""
    for _ in every_kind_of_act(office):
        fresh = books_of(office.store.entries())
        assert fresh.tallies == office.desk.read(lambda books: books.tallies)


def test_granted_plus_adjusted_less_used_less_lapsed_remains(office: Office) -> None:
    """After every kind of act, for every level, on every day around the term."""
    for _ in every_kind_of_act(office):
        for key in office.desk.read(lambda books: list(books.levels)):
            for on in (date(2026, 1, 1), date(2026, 6, 15), date(2026, 12, 31), date(2027, 1, 1)):
                held = office.desk.balance(key, on)
                if isinstance(held.granted, Decimal):
                    assert isinstance(held.lapsed, Decimal)
                    left = held.granted + held.adjusted - held.used - held.lapsed
                    assert left == held.remaining


@pytest.mark.parametrize(
    ("change", "on"),
    [({}, date(2027, 1, 1)), ({"accepted": False}, None), ({"active": False}, None)],
    ids=["ended with the term", "declined", "made inactive"],
)
def test_units_lapse_in_three_ways(
    office: Office, change: dict[str, bool], on: date | None
) -> None:
    """All four passes are lapsed, none remains, and none was used."""
    level = office.enroll().levels[0]
    if change:
        edit = LevelChange(level=level.key, **change)  # type: ignore[arg-type]
        office.desk.change_level(edit, idempotency_key="change", actor=MANAGER)
    held = office.desk.balance(level.key, on)
    assert (held.lapsed, held.remaining, held.available, held.used) == (4, 0, 0, 0)


def test_as_of_and_known_at_are_two_questions(office: Office) -> None:
    """A use of 10 March, told in June: as of 31 March it counts, known at noon then it doesn't."""
    office.clock.pass_time(days=-90)
    level = office.enroll().levels[0]
    noon = office.clock.now()
    office.clock.pass_time(days=90)
    office.use(used_on=date(2026, 3, 10))
    office.use(used_on=date(2026, 5, 10))
    assert office.remaining(level, date(2026, 3, 31)) == 3
    assert as_known_at(office.desk, noon).balance(level.key, date(2026, 3, 31)).remaining == 4


def test_known_at_an_instant_includes_what_was_told_at_it(office: Office) -> None:
    """A millisecond before it was told, the books did not say it."""
    level = office.enroll().levels[0]
    office.clock.pass_time(minutes=1)
    office.use()
    told = office.clock.now()
    assert as_known_at(office.desk, told).balance(level.key).remaining == 3
    just_before = told - timedelta(milliseconds=1)
    assert as_known_at(office.desk, just_before).balance(level.key).remaining == 4


@pytest.mark.parametrize(
    ("record", "field", "before", "after"),
    [
        (replace(CONTACTS[1], name="Ann Able-Baker"), "name", "Ann Able", "Ann Able-Baker"),
        (replace(CONTACTS[1], authorised=False), "authorised", True, False),
        (replace(BENEFIT_TYPES[1], step=Decimal("0.25")), "step", "0.5", "0.25"),
        (replace(MEMBERSHIP_TYPES[0], price=Decimal(550)), "price", "500", "550"),
        (replace(LINES[0], number=Decimal(6)), "number", "4", "6"),
        (replace(LINES[0], retired=True), "retired", False, True),
    ],
)
def test_a_change_of_contact_or_catalogue_is_history(
    office: Office, record: LookupRecord, field: str, before: object, after: object
) -> None:
    """Who, when, before, after; and nothing of what stayed the same."""
    office.clock.pass_time(days=1)
    admin = Actor(id="U-ADA", source=Source.SHEET, role=Role.ADMIN)
    office.desk.put([record], idempotency_key="change", actor=admin)
    entry = history(office.desk, HistoryQuery())[-1]
    assert (entry.actor, entry.at, entry.source) == ("U-ADA", office.clock.at, Source.SHEET)
    assert entry.before == {field: before}
    assert entry.after == {"code": record.code, field: after}


@pytest.mark.parametrize(
    "record",
    [
        Contact(code="NEW", name="New"),
        BenefitType(code="NEW", name="New"),
        MembershipType(code="NEW", name="New"),
        MembershipBenefit(code="NEW", membership_type="GOLD", benefit_type="PASS", number=ZERO),
        Event(code="NEW", name="New"),
        RegistrationType(event="FAIR", code="NEW", name="New"),
    ],
    ids=lambda record: type(record).__name__,
)
def test_what_is_new_in_contacts_or_catalogue_is_history_too(
    office: Office, record: LookupRecord
) -> None:
    """There was nothing before; after has every field."""
    fair = Event(code="FAIR", name="Fair")
    office.desk.put([fair], idempotency_key="fair", actor=MANAGER)
    (entry,) = office.desk.put([record], idempotency_key="new", actor=MANAGER)
    assert entry.before is None
    assert entry.after is not None
    assert entry.after["code"] == "NEW"
    assert json.loads(json.dumps(entry.after)) == entry.after
    assert books_of([entry]).lookup(type(record)) == {
        key: value
        for key, value in office.desk.read(lambda books: books.lookup(type(record))).items()
        if value.code == "NEW"
    }


def test_who_acts_on_the_command_line_may_do_everything(office: Office) -> None:
    """Full rights are an admin's, and the entry names the operating-system user."""
    user = Actor(id="os:ada", source=Source.COMMAND_LINE, role=Role.ADMIN)
    assert all(user.may(action) for action in Action)
    office.enroll()
    (entry,) = office.use(actor=user).entries
    assert (entry.actor, entry.source) == ("os:ada", Source.COMMAND_LINE)


def test_a_second_desk_on_the_same_ledger_answers_alike(office: Office) -> None:
    """Nothing that a balance needs lives in the desk that made it."""
    for _ in every_kind_of_act(office):
        other = Desk(office.store, clock=office.clock)
        for key in office.desk.read(lambda books: list(books.levels)):
            assert other.balance(key) == office.desk.balance(key)
