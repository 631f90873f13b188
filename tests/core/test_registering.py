"""Events: benefits drawn by registering, prices, cancellation."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core import errors, registering
from core.catalogue import BenefitKind, BenefitType, MembershipBenefit
from core.clock import Key
from core.columns import Kind
from core.contact import Contact
from core.conveying import ConveyRequest
from core.entry import EntryKind
from core.event import Event, Registration, RegistrationType
from core.importing import import_file
from core.registering import RegisterRequest, discount
from core.verify import verify
from tests.core.building import AUDITOR, MANAGER, STAFF, Office

PRICE = Decimal("60.00")


@pytest.fixture
def gala(office: Office) -> Office:
    """An office with a dinner: two half-price seats and one early-bird ten off for Gold."""
    line = {"membership_type": "GOLD", "standard": True}
    office.desk.put(
        [
            BenefitType(code="SEAT", name="Gala seat", kind=BenefitKind.EVENT, discount="50%"),
            BenefitType(code="FREE", name="Free seat", kind=BenefitKind.EVENT),
            BenefitType(
                code="TEN", name="Ten off", kind=BenefitKind.EVENT, discount="10", stackable=True
            ),
            BenefitType(
                code="FIVE", name="Five off", kind=BenefitKind.EVENT, discount="5", stackable=True
            ),
            *(
                MembershipBenefit(code=code, benefit_type=code, number=Decimal(number), **line)  # type: ignore[arg-type]
                for code, number in (("SEAT", 2), ("FREE", 1), ("TEN", 3), ("FIVE", 3))
            ),
            Event(code="DINNER", name="Annual dinner", held_on=date(2026, 9, 1)),
            *(
                RegistrationType(
                    event="DINNER", code=code, name=code, price=PRICE, benefit_types=types
                )
                for code, types in (
                    ("HALF", ("SEAT",)),
                    ("GUEST", ()),
                    ("BEST", ("SEAT", "TEN", "FIVE")),
                    ("FREE", ("FREE",)),
                )
            ),
            RegistrationType(event="DINNER", code="ASK", name="Price on request"),
        ],
        idempotency_key="gala",
        actor=MANAGER,
    )
    office.enroll()
    return office


def register(office: Office, kind: str, quantity: int = 1, **fields: Any) -> Registration:
    """Register Acme, or whom `fields` names."""
    given: dict[str, Any] = {"contact": "ACME", "idempotency_key": office.request_key()}
    request = RegisterRequest(
        event="DINNER",
        registration_type=kind,
        quantity=Decimal(quantity),
        **(given | fields),
    )
    return office.desk.register(request, actor=STAFF)


def prices(registration: Registration) -> tuple[Decimal | None, ...]:
    """List price, discount and price due."""
    return (registration.list_value, registration.discount_value, registration.due_value)


def seats_left(office: Office, benefit_type: str = "SEAT") -> object:
    """What remains of Acme's seats."""
    (level,) = office.desk.read(lambda books: books.levels_owned("ACME", benefit_type))
    return office.remaining(level)


def test_registering_draws_the_units_and_tells_the_price(gala: Office) -> None:
    """List price, discount and price due; the usage comes with the registration."""
    registration = register(gala, "HALF")
    assert prices(registration) == (60, 30, 30)
    assert seats_left(gala) == 1


def test_what_the_benefit_does_not_cover_is_left_to_pay(gala: Office) -> None:
    """Three places, two half-price seats."""
    assert prices(register(gala, "HALF", 3)) == (180, 60, 120)
    assert seats_left(gala) == 0
    assert prices(register(gala, "HALF")) == (60, 0, 60)


def test_without_a_discount_a_unit_is_a_free_place(gala: Office) -> None:
    """A ticket is a ticket."""
    assert prices(register(gala, "FREE")) == (60, 60, 0)


def test_stackable_discounts_add_up_and_others_stand_alone(gala: Office) -> None:
    """Half price takes off more than ten and five together; once it is gone, those two stack."""
    assert prices(register(gala, "BEST", 2)) == (120, 60, 60)
    assert seats_left(gala, "TEN") == 3
    assert prices(register(gala, "BEST", 1)) == (60, 15, 45)
    assert (seats_left(gala, "TEN"), seats_left(gala, "FIVE")) == (2, 2)


def test_discounts_never_take_off_more_than_the_price(gala: Office) -> None:
    """Ten and five off a place that costs twelve leave nothing to pay."""
    cheap = RegistrationType(
        event="DINNER",
        code="CHEAP",
        name="Standing",
        price=Decimal(12),
        benefit_types=("TEN", "FIVE"),
    )
    gala.desk.put([cheap], idempotency_key="cheap", actor=MANAGER)
    assert prices(register(gala, "CHEAP")) == (12, 12, 0)


def test_stacked_discounts_count_no_more_than_they_take_off(gala: Office) -> None:
    """Ten and five take off twelve of each of two places; half of three places is more."""
    cheap = RegistrationType(
        event="DINNER",
        code="CHEAP",
        name="Standing",
        price=Decimal(12),
        benefit_types=("FREE", "TEN", "FIVE"),
    )
    gala.desk.put([cheap], idempotency_key="cheap", actor=MANAGER)
    gala.use(benefit_type="TEN", quantity="2")
    gala.use(benefit_type="FIVE", quantity="2")
    register(gala, "CHEAP")
    assert (seats_left(gala, "FREE"), seats_left(gala, "TEN")) == (1, 0)


def test_a_second_registration_is_asked_about_where_none_is_meant(gala: Office) -> None:
    """Of whatever type and for whatever day, for that event; rows of a file are always meant."""
    first = register(gala, "GUEST", registered_on=date(2026, 6, 1))
    with pytest.raises(errors.LooksRegisteredTwice, match="Annual dinner, on 1 Jun 2026") as asked:
        register(gala, "HALF", again=False)
    assert "Acme" in str(asked.value)
    assert gala.desk.read(lambda books: list(books.registrations)) == [first.key]
    assert register(gala, "HALF", again=True).key != first.key
    assert register(gala, "GUEST", contact="BOB", again=False).contact == "BOB"


def test_a_cancelled_registration_is_not_asked_about(gala: Office) -> None:
    """Nor one for another event."""
    first = register(gala, "GUEST")
    gala.desk.cancel(first.key, reason="ill", idempotency_key="c", actor=STAFF)
    gala.desk.put(
        [
            Event(code="PICNIC", name="Picnic"),
            RegistrationType(event="PICNIC", code="ALL", name="Everybody"),
        ],
        idempotency_key="picnic",
        actor=MANAGER,
    )
    other = RegisterRequest(
        event="PICNIC", registration_type="ALL", contact="ACME", idempotency_key="p"
    )
    gala.desk.register(other, actor=STAFF)
    assert register(gala, "GUEST", again=False).event == "DINNER"


def test_a_benefit_type_named_twice_is_drawn_once(gala: Office) -> None:
    """By a registration type that a file wrote so."""
    twice = RegistrationType(
        event="DINNER", code="TWICE", name="Twice", price=PRICE, benefit_types=("TEN", "TEN")
    )
    gala.desk.put([twice], idempotency_key="twice", actor=MANAGER)
    assert prices(register(gala, "TWICE", 2)) == (120, 20, 100)
    assert seats_left(gala, "TEN") == 1


@pytest.mark.parametrize(
    ("text", "off"),
    [("100%", "60"), ("33%", "19.80"), ("20.00", "20"), ("75.00", "60"), ("", "60")],
)
def test_a_discount_is_a_percentage_or_an_amount(text: str, off: str) -> None:
    """A hundred per cent is free; an amount covers part of a dearer place."""
    assert discount(BenefitType(code="X", name="X", discount=text), PRICE) == Decimal(off)


def test_an_unpublished_price_makes_up_no_figure(gala: Office) -> None:
    """Nothing is known, and nothing is guessed."""
    assert prices(register(gala, "ASK")) == (None, None, None)


def test_a_unit_is_drawn_for_a_place_without_a_price(gala: Office) -> None:
    """What it takes off isn't known, and it is used all the same."""
    way_in = RegistrationType(event="DINNER", code="NEW", name="New", benefit_types=("SEAT",))
    gala.desk.put([way_in], idempotency_key="new", actor=MANAGER)
    assert prices(register(gala, "NEW")) == (None, None, None)
    assert seats_left(gala) == 1


def test_an_authorised_affiliate_draws_the_organisations_seats(gala: Office) -> None:
    """Ann does, Bob pays the full price."""
    assert prices(register(gala, "HALF", contact="ANN")) == (60, 30, 30)
    assert prices(register(gala, "HALF", contact="BOB")) == (60, 0, 60)
    assert seats_left(gala) == 1


def test_conveyed_seats_are_drawn_by_their_holder(gala: Office) -> None:
    """Bob holds one, so it is his."""
    (level,) = gala.desk.read(lambda books: books.levels_owned("ACME", "SEAT"))
    request = ConveyRequest(level=level.key, holder="BOB", quantity=Decimal(1), idempotency_key="c")
    gala.desk.convey(request, actor=MANAGER)
    assert prices(register(gala, "HALF", 2, contact="BOB")) == (120, 30, 90)
    assert gala.desk.balance(level.key).conveyed == 0


def test_a_cancelled_registration_gives_its_units_back(gala: Office) -> None:
    """Once; a second cancellation is refused, the same request again is answered alike."""
    registration = register(gala, "HALF", 2)
    entries = gala.desk.cancel(registration.key, reason="ill", idempotency_key="x", actor=STAFF)
    assert [entry.kind for entry in entries] == [
        EntryKind.CANCELLATION,
        EntryKind.VOID,
    ]
    assert seats_left(gala) == 2
    assert gala.desk.read(lambda books: books.registrations[registration.key].cancelled)
    again = gala.desk.cancel(registration.key, reason="ill", idempotency_key="x", actor=STAFF)
    assert again == entries
    with pytest.raises(registering.AlreadyCancelled):
        gala.desk.cancel(registration.key, reason="", idempotency_key="y", actor=STAFF)
    with pytest.raises(registering.UnknownRegistration):
        gala.desk.cancel(Key(7), reason="", idempotency_key="z", actor=STAFF)
    assert verify(gala.desk).content


def test_a_drawn_unit_is_not_taken_back_by_itself(gala: Office) -> None:
    """It goes with its registration."""
    register(gala, "HALF")
    usage = next(entry for entry in gala.store.entries() if entry.kind is EntryKind.USAGE)
    with pytest.raises(errors.BelongsToRegistration, match="cancel the registration"):
        gala.desk.void(usage.key, reason="Wrong", idempotency_key="v", actor=MANAGER)


def test_staff_are_told_what_they_may_do_about_a_registration(gala: Office) -> None:
    """Whoever registered: cancelling is theirs too, so no manager is sent for."""
    registration = register(gala, "HALF")
    usage = next(entry for entry in gala.store.entries() if entry.kind is EntryKind.USAGE)
    other = replace(STAFF, id="U-OTHER")
    for key, refusal in (
        (usage.key, errors.BelongsToRegistration),
        (registration.key, errors.NotVoidable),
    ):
        with pytest.raises(refusal, match=r"[Cc]ancel the registration instead"):
            gala.desk.void(key, reason="Wrong", idempotency_key="v", actor=other)
        with pytest.raises(errors.NotAllowed, match="As auditor"):
            gala.desk.void(key, reason="Wrong", idempotency_key="v", actor=AUDITOR)


def test_a_line_caps_its_units_per_event_and_per_day(gala: Office) -> None:
    """One seat an event, whatever is left."""
    capped = MembershipBenefit(
        code="SEAT",
        membership_type="GOLD",
        benefit_type="SEAT",
        number=Decimal(2),
        cap_per_event=Decimal(1),
        cap_per_day=Decimal(5),
    )
    gala.desk.put([capped], idempotency_key="capped", actor=MANAGER)
    gala.enroll("ZED")
    assert prices(register(gala, "HALF", 2, contact="ZED")) == (120, 30, 90)
    assert prices(register(gala, "HALF", contact="ZED")) == (60, 0, 60)


def test_a_contact_is_found_by_their_address(gala: Office) -> None:
    """As a form gives it; nobody and several are told."""
    gala.desk.put(
        [
            Contact(code="EVE", name="Eve", email="Eve@Mail.example"),
            Contact(code="TWO", name="Two", email="same@mail.example"),
            Contact(code="TOO", name="Too", email="same@mail.example"),
        ],
        idempotency_key="mail",
        actor=MANAGER,
    )
    found = register(gala, "HALF", contact=None, email=" eve@mail.example ")
    assert found.contact == "EVE"
    with pytest.raises(errors.UnknownContact):
        register(gala, "HALF", contact=None, email="none@mail.example")
    with pytest.raises(errors.UnknownContact):
        register(gala, "HALF", contact=None)
    with pytest.raises(errors.AmbiguousContact):
        register(gala, "HALF", contact=None, email="same@mail.example")


def test_what_cannot_be_registered_is_told(gala: Office) -> None:
    """Unknown contact, event or type; no places, half places, after the event."""
    with pytest.raises(errors.UnknownContact):
        register(gala, "HALF", contact="NIX")
    with pytest.raises(errors.UnknownCode, match="registration type “NIX”"):
        register(gala, "NIX")
    with pytest.raises(errors.QuantityNotPositive):
        register(gala, "HALF", 0)
    request = RegisterRequest(
        event="NIX", registration_type="HALF", contact="ACME", idempotency_key="n"
    )
    with pytest.raises(errors.UnknownCode, match="There is no event “NIX”"):
        gala.desk.register(request, actor=STAFF)
    half = RegisterRequest(
        event="DINNER",
        registration_type="HALF",
        contact="ACME",
        quantity=Decimal("0.5"),
        idempotency_key="h",
    )
    with pytest.raises(errors.QuantityOffStep):
        gala.desk.register(half, actor=STAFF)
    gala.clock.pass_time(days=90)
    with pytest.raises(registering.EventOver, match="Annual dinner is over"):
        register(gala, "HALF")


def test_retired_events_and_types_take_no_registrations(gala: Office) -> None:
    """The sentence names them."""
    gala.desk.put(
        [
            RegistrationType(event="DINNER", code="GUEST", name="Guest", retired=True),
            Event(code="OLD", name="Old dinner", retired=True),
        ],
        idempotency_key="retire",
        actor=MANAGER,
    )
    with pytest.raises(errors.NotOffered, match="registration type Guest"):
        register(gala, "GUEST")
    request = RegisterRequest(
        event="OLD", registration_type="HALF", contact="ACME", idempotency_key="o"
    )
    with pytest.raises(errors.NotOffered, match="event Old dinner"):
        gala.desk.register(request, actor=STAFF)


def test_the_same_registration_twice_is_one(gala: Office) -> None:
    """And staff may register, auditors not."""
    first = register(gala, "HALF", idempotency_key="once")
    assert register(gala, "HALF", idempotency_key="once") == first
    assert seats_left(gala) == 1
    request = RegisterRequest(
        event="DINNER", registration_type="HALF", contact="ACME", idempotency_key="a"
    )
    with pytest.raises(errors.NotAllowed):
        gala.desk.register(request, actor=AUDITOR)


def test_events_and_registrations_come_from_files(office: Office, tmp_path: Path) -> None:
    """Three kinds of file, as a form's answers are kept."""
    office.enroll(optional=frozenset({"G5"}))
    files = {
        Kind.EVENTS: "code,name,held_on\nEXPO,Expo,2026-10-01\n",
        Kind.REGISTRATION_TYPES: (
            "event,code,name,price,benefit_type\nEXPO,STAND,Stand,100.00,GALA;PASS\n"
        ),
        Kind.REGISTRATIONS: (
            "event,registration_type,contact,email,quantity,registered_on\n"
            "EXPO,STAND,ACME,,2,2026-06-01\n"
        ),
    }
    for kind, text in files.items():
        path = tmp_path / f"{kind}.csv"
        path.write_text(text)
        assert import_file(office.desk, path, kind, actor=MANAGER).added == 1
    (registration,) = office.desk.read(lambda books: list(books.registrations.values()))
    assert prices(registration) == (200, 200, 0)


def test_a_quote_is_what_registering_then_comes_to(gala: Office) -> None:
    """The price and the units beforehand; nothing is written by asking."""
    before = gala.desk.store.last
    request = RegisterRequest(
        event="DINNER",
        registration_type="HALF",
        contact="ACME",
        quantity=Decimal(3),
        idempotency_key=gala.request_key(),
    )
    quoted = gala.desk.quote(request, actor=STAFF)
    assert gala.desk.store.last == before
    assert (quoted.list_value, quoted.discount_value, quoted.due_value) == (180, 60, 120)
    assert [cover.places for cover in quoted.covers] == [2]
    made = gala.desk.register(request, actor=STAFF)
    assert made.due_value == quoted.due_value


def test_a_quote_is_refused_as_registering_is(gala: Office) -> None:
    """By the right, and by what is unknown."""
    request = RegisterRequest(event="NONE", registration_type="X", idempotency_key="k")
    with pytest.raises(errors.NotAllowed):
        gala.desk.quote(request, actor=AUDITOR)
    with pytest.raises(errors.UnknownContact):
        gala.desk.quote(request, actor=STAFF)
