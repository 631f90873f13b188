"""What is drawn and in which order, and what is done together: to the letter."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from core.adjusting import LevelChange
from core.bulk import BulkRequest, preview_bulk
from core.conveying import ConveyRequest
from core.enrolling import EnrolRequest
from core.errors import AuthorityEnded, CapReached, NotEnoughRemaining
from core.event import Event, Registration, RegistrationType
from core.policy import Policy
from core.records import LookupRecord
from core.registering import RegisterRequest
from core.stores.failures import ReadFailed
from core.stores.rows import RowDatabase
from tests.core.building import BENEFIT_TYPES, CONTACTS, LINES, MANAGER, NEW_YEAR, STAFF, Office
from tests.core.stores.ledgers import sql

SEAT = RegistrationType(event="FAIR", code="SEAT", name="Seat", benefit_types=("PASS",))


def put(office: Office, *records: LookupRecord) -> None:
    """Put in rows."""
    office.desk.put(list(records), idempotency_key=office.request_key(), actor=MANAGER)


def register(office: Office, quantity: int = 1, contact: str = "ACME") -> Registration:
    """Register for seats at a fair that draw on passes."""
    put(office, Event(code="FAIR", name="Fair"), SEAT)
    request = RegisterRequest(
        event="FAIR",
        registration_type="SEAT",
        contact=contact,
        quantity=Decimal(quantity),
        idempotency_key=office.request_key(),
    )
    return office.desk.register(request, actor=STAFF)


def drawn(office: Office, made: Registration) -> dict[int | None, Decimal | None]:
    """How many units a registration drew from which level."""
    entries = [entry for entry in office.store.entries() if entry.part_of == made.key]
    return {entry.level: entry.quantity for entry in entries}


def test_a_registration_draws_first_on_what_ends_first(office: Office) -> None:
    """Then on the older, whatever was enrolled when."""
    late, old, new = (
        office.enroll(ends_on=ends_on).levels[0].key
        for ends_on in (date(2026, 12, 31), date(2026, 7, 1), date(2026, 7, 1))
    )
    assert drawn(office, register(office, 6)) == {old: 4, new: 2}
    assert drawn(office, register(office, 6)) == {new: 2, late: 4}


@pytest.mark.parametrize("flag", ["accepted", "active"])
def test_a_registration_draws_on_nothing_that_cannot_be_used(office: Office, flag: str) -> None:
    """Declined, inactive, over or to come."""
    level = office.enroll().levels[0]
    office.enroll(starts_on=date(2025, 1, 1))
    office.enroll(starts_on=date(2026, 7, 1))
    assert drawn(office, register(office)) == {level.key: 1}
    off = LevelChange(level=level.key, active=False)
    other = office.enroll("ZED").levels[0]
    if flag == "accepted":
        off = LevelChange(level=other.key, accepted=False)
    office.desk.change_level(off, idempotency_key="off", actor=MANAGER)
    assert drawn(office, register(office, contact="ZED" if flag == "accepted" else "ACME")) == {}


def test_a_registration_draws_on_nothing_that_is_not_counted(office: Office) -> None:
    """A benefit without a count covers no place."""
    put(office, replace(BENEFIT_TYPES[0], tracked=False))
    office.enroll()
    assert drawn(office, register(office)) == {}


def test_a_registration_draws_whole_units(office: Office) -> None:
    """Half a unit covers no place."""
    put(office, replace(BENEFIT_TYPES[0], step=Decimal("0.5")))
    office.enroll()
    office.use(quantity="2.5")
    made = register(office, 3)
    assert list(drawn(office, made).values()) == [1]


def test_a_registration_of_one_whose_authority_ended_draws_nothing(office: Office) -> None:
    """Though it did so the day before."""
    office.enroll()
    ann = replace(CONTACTS[1], authorised_until=date(2026, 6, 14))
    put(office, ann)
    assert drawn(office, register(office, contact="ANN")) == {}
    put(office, replace(ann, authorised_until=date(2026, 6, 15)))
    assert list(drawn(office, register(office, contact="ANN")).values()) == [1]


def test_whose_authority_ended_registers_with_what_they_hold(office: Office) -> None:
    """Units that were conveyed to them are theirs; the organisation's others aren't any more."""
    key = office.enroll().levels[0].key
    given = ConveyRequest(level=key, holder="ANN", quantity=Decimal(1), idempotency_key="c")
    office.desk.convey(given, actor=MANAGER)
    put(office, replace(CONTACTS[1], authorised_until=date(2026, 6, 14)))
    assert drawn(office, register(office, 3, "ANN")) == {key: 1}


def test_a_registration_s_key_is_of_its_time(office: Office) -> None:
    """As every key is: the millisecond in which it was told, or soon after."""
    key = register(office).key
    told = int(office.clock.now().timestamp() * 1000)
    assert told <= key < told + len(list(office.store.entries()))


def test_all_that_is_left_can_be_conveyed(office: Office) -> None:
    """And then nothing more."""
    key = office.enroll().levels[0].key
    request = ConveyRequest(level=key, holder="ZED", quantity=Decimal(4), idempotency_key="c")
    assert office.desk.convey(request, actor=MANAGER).quantity == 4
    assert office.desk.balance(key).available == 0


def test_what_is_done_together_is_under_the_same_policy(office: Office) -> None:
    """A day before the books are open is refused there, too."""
    office.enroll()
    office.desk.policy = Policy(open_from=date(2026, 3, 1))
    request = BulkRequest(
        contacts=("ACME",),
        benefit_type="PASS",
        used_on=date(2026, 2, 28),
        idempotency_key="b",
    )
    (refused,) = preview_bulk(office.desk, request, actor=STAFF).refused
    assert refused.reason == "The books are closed before 1 Mar 2026; 28 Feb 2026 is too early."


def test_what_was_done_together_is_done_once(office: Office) -> None:
    """The same request a second time is answered, and writes nothing."""
    request = EnrolRequest(
        contact="ACME", membership_type="GOLD", starts_on=NEW_YEAR, idempotency_key="e"
    )
    made = [
        office.desk.together(lambda draft: draft.enroll(request, actor=MANAGER)) for _ in range(2)
    ]
    assert [each.repeated for each in made] == [False, True]
    assert made[0].membership == made[1].membership
    assert len(office.desk.read(lambda books: books.memberships_of("ACME"))) == 1


def test_a_cap_for_a_day_is_for_that_day(office: Office) -> None:
    """What was used on other days doesn't count."""
    put(office, replace(LINES[0], number=Decimal(9), cap_per_day=Decimal(2)))
    level = office.enroll().levels[0]
    for day in (13, 14):
        office.use(quantity="2", used_on=date(2026, 6, day))
    assert drawn(office, register(office, 3)) == {level.key: 2}
    assert drawn(office, register(office, 3)) == {}
    with pytest.raises(CapReached) as refused:
        office.use(used_on=date(2026, 6, 14))
    assert str(refused.value) == "At most 2 of Guest pass may be used on 14 Jun 2026."
    office.use(quantity="2", used_on=date(2026, 6, 12))


def test_a_cap_that_leaves_as_much_as_there_is_refuses_nothing(office: Office) -> None:
    """What is short is the number then, and the sentence says so."""
    put(office, replace(LINES[0], cap_per_day=Decimal(4)))
    office.enroll()
    with pytest.raises(NotEnoughRemaining, match=r"^Only 4 left; 5 asked for\.$"):
        office.use(quantity="5")


def test_a_cap_leaves_whole_steps(office: Office) -> None:
    """Of half units as of whole ones."""
    put(office, replace(BENEFIT_TYPES[0], step=Decimal("0.5")))
    put(office, replace(LINES[0], number=Decimal(9), cap_per_event=Decimal("2.25")))
    level = office.enroll().levels[0]
    assert drawn(office, register(office, 3)) == {level.key: 2}


def test_late_usages_stay_late_after_a_late_one(office: Office) -> None:
    """Units that came in June can't have been used in April, whatever was told of March since."""
    level = office.enroll().levels[0]
    office.set_number(level, "6")
    office.use(used_on=date(2026, 3, 1))
    with pytest.raises(
        NotEnoughRemaining,
        match=r"^Only 3 left on 1 Apr 2026, .* from its own day; 5 asked for\.$",
    ):
        office.use(quantity="5", used_on=date(2026, 4, 1))
    office.use(quantity="5")


def test_an_ended_authority_is_told_before_an_ended_term(office: Office) -> None:
    """Whose authority is over has nothing to do with the term any more."""
    office.enroll()
    put(office, replace(CONTACTS[1], authorised_until=date(2026, 6, 14)))
    office.clock.pass_time(days=365)
    with pytest.raises(AuthorityEnded, match=r"ended on 14 Jun 2026\.$"):
        office.use("ANN")


def test_a_document_that_is_no_json_is_told_by_table_and_id(tmp_path: Path) -> None:
    """Where it is asked for by its id."""
    path = tmp_path / "desk.db"
    with RowDatabase(path) as database:
        database.table("contacts").insert({"n": 1})
        sql(path, "UPDATE contacts SET digest = NULL, document = '{' WHERE id = 1")
        with pytest.raises(ReadFailed) as refused:
            database.table("contacts").get(doc_id=1)
        assert str(refused.value).startswith(f"{path} can't be read (contacts 1: Expecting")
