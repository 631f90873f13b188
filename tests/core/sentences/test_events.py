"""The rules of events, sentence by sentence.

A benefit type of the kind "event" is tied to registration types, with a discount in per cent or as
an amount, stackable or not. Registering draws units by itself, the contact's own or the
organisation's where authorised; tells list price, discount and price due; and cancelling gives the
units back. Registrations come from Slack, from a sheet by e-mail address, and from a file.

Shown elsewhere: the single discount by itself in tests/core/test_registering.py::
test_a_discount_is_a_percentage_or_an_amount; stackable ones against the best alone in
tests/core/test_registering.py::test_stackable_discounts_add_up_and_others_stand_alone; a contact
matched by e-mail in tests/core/test_registering.py::test_a_contact_is_found_by_their_address.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.actor import Source
from core.catalogue import BenefitKind, BenefitType, MembershipBenefit
from core.columns import Kind
from core.entry import EntryKind
from core.event import Event, Registration, RegistrationType
from core.importing import import_file
from core.registering import RegisterRequest
from core.verify import verify
from tests.core.building import MANAGER, STAFF, Office

Money = tuple[str, str, str]


def offer(office: Office, kinds: Iterable[tuple[str, str, bool]], price: str = "60") -> None:
    """A dinner with one way in, for which these (code, discount, stackable) each have two units."""
    records: list[Any] = [Event(code="DINNER", name="Dinner", held_on=date(2026, 9, 1))]
    codes = []
    for code, discount, stackable in kinds:
        codes.append(code)
        records += [
            BenefitType(
                code=code,
                name=code,
                kind=BenefitKind.EVENT,
                discount=discount,
                stackable=stackable,
            ),
            MembershipBenefit(
                code=code, membership_type="GOLD", benefit_type=code, number=Decimal(2)
            ),
        ]
    records.append(
        RegistrationType(
            event="DINNER",
            code="IN",
            name="In",
            price=Decimal(price),
            benefit_types=tuple(codes),
        )
    )
    office.desk.put(records, idempotency_key="offer", actor=MANAGER)
    office.enroll()


def register(office: Office, contact: str = "ACME", quantity: int = 1) -> Registration:
    """Register somebody for the dinner."""
    request = RegisterRequest(
        event="DINNER",
        registration_type="IN",
        contact=contact,
        quantity=Decimal(quantity),
        idempotency_key=office.request_key(),
    )
    return office.desk.register(request, actor=STAFF)


def money(registration: Registration) -> tuple[Decimal | None, ...]:
    """List price, discount, price due."""
    return registration.list_value, registration.discount_value, registration.due_value


def left(office: Office, code: str = "SEAT") -> object:
    """What remains of Acme's units of this type."""
    (level,) = office.desk.read(lambda books: books.levels_owned("ACME", code))
    return office.remaining(level)


@pytest.mark.parametrize(
    ("discount", "price", "places", "expected"),
    [
        ("100%", "60", 1, ("60", "60", "0")),
        ("50%", "60", 1, ("60", "30", "30")),
        ("50%", "60", 3, ("180", "60", "120")),
        ("33%", "9.99", 1, ("9.99", "3.30", "6.69")),
        ("20.00", "60", 2, ("120", "40", "80")),
        ("80", "60", 1, ("60", "60", "0")),
        ("0%", "60", 1, ("60", "0", "60")),
        ("", "60", 1, ("60", "60", "0")),
    ],
)
def test_a_discount_is_a_percentage_or_an_amount(
    office: Office, discount: str, price: str, places: int, expected: Money
) -> None:
    """A hundred per cent is free; list price, discount and price due are told and add up."""
    offer(office, [("SEAT", discount, False)], price)
    assert money(register(office, quantity=places)) == tuple(map(Decimal, expected))


@pytest.mark.parametrize(
    ("kinds", "discount", "drawn"),
    [
        ([("A", "10", True), ("B", "5", True)], "15", "A B"),
        ([("A", "10", True), ("B", "50%", False)], "30", "B"),
        ([("A", "40", True), ("B", "50%", False)], "40", "A"),
        ([("A", "10", False), ("B", "20", False)], "20", "B"),
        ([("A", "50%", True), ("B", "50%", True)], "60", "A B"),
    ],
)
def test_discounts_stack_or_stand_alone(
    office: Office, kinds: list[tuple[str, str, bool]], discount: str, drawn: str
) -> None:
    """All that stack, or the best one that doesn't, whichever takes off more; only those draw."""
    offer(office, kinds)
    assert register(office).discount_value == Decimal(discount)
    assert [code for code, _, _ in kinds if left(office, code) == 1] == drawn.split()


@pytest.mark.parametrize(
    ("contact", "due", "seats"),
    [("ACME", 0, 1), ("ANN", 0, 1), ("BOB", 60, 2), ("ZED", 60, 2)],
    ids=["owner", "authorised", "affiliated only", "somebody else"],
)
def test_units_are_drawn_from_one_s_own_or_the_organisation_s_level(
    office: Office, contact: str, due: int, seats: int
) -> None:
    """Whoever isn't authorised pays the list price and draws nothing."""
    offer(office, [("SEAT", "", False)])
    registration = register(office, contact)
    assert (registration.due_value, left(office)) == (due, seats)


def test_the_draw_is_a_usage_on_the_owner_s_record(office: Office) -> None:
    """In the hands of who registered, for that event, part of the registration."""
    offer(office, [("SEAT", "", False)])
    registration = register(office, "ANN")
    (usage,) = [each for each in office.store.entries() if each.kind is EntryKind.USAGE]
    assert (usage.contact, usage.holder, usage.event) == ("ACME", "ANN", "DINNER")
    assert usage.part_of == registration.key


@pytest.mark.parametrize("places", [1, 2, 3])
def test_a_cancelled_registration_gives_its_units_back(office: Office, places: int) -> None:
    """All that it drew; the registration stays, as cancelled."""
    offer(office, [("SEAT", "", False), ("TEN", "10", True)])
    registration = register(office, quantity=places)
    office.desk.cancel(registration.key, reason="ill", idempotency_key="cancel", actor=STAFF)
    assert (left(office), left(office, "TEN")) == (2, 2)
    kept = office.desk.read(lambda books: books.registrations[registration.key])
    assert kept == replace(registration, cancelled=True)
    assert verify(office.desk).content


@pytest.mark.parametrize(
    ("source", "known_by"),
    [
        (Source.SLACK, {"contact": "ANN"}),
        (Source.SHEET, {"email": " Ann@Acme.example "}),
        (Source.COMMAND_LINE, {"contact": "ANN"}),
        (Source.EVENT, {"email": "ann@acme.example"}),
    ],
)
def test_registrations_come_from_everywhere(
    office: Office, source: Source, known_by: dict[str, Any]
) -> None:
    """By code, or by the address that somebody typed into a form."""
    offer(office, [("SEAT", "", False)])
    ann = office.desk.read(lambda books: books.contacts["ANN"])
    with_address = replace(ann, email="ann@acme.example")
    office.desk.put([with_address], idempotency_key="address", actor=MANAGER)
    request = RegisterRequest(
        event="DINNER", registration_type="IN", idempotency_key="form", **known_by
    )
    registration = office.desk.register(request, actor=replace(STAFF, source=source))
    assert (registration.contact, registration.due_value) == ("ANN", 0)
    entry = office.store.entry(registration.key)
    assert entry is not None
    assert entry.source is source


def test_registrations_come_from_a_file(office: Office, tmp_path: Path) -> None:
    """One row by code, one by name and several places; the units are drawn as ever."""
    offer(office, [("SEAT", "", False)])
    path = tmp_path / "registrations.csv"
    path.write_text(
        "event,registration_type,contact,quantity,registered_on\n"
        "DINNER,IN,ACME,,2026-06-01\n"
        "DINNER,IN,Ann Able,2,2026-06-02\n"
    )
    assert import_file(office.desk, path, Kind.REGISTRATIONS, actor=STAFF).added == 2
    due = office.desk.read(lambda books: [each.due_value for each in books.registrations.values()])
    assert due == [0, 60]
    assert left(office) == 0
