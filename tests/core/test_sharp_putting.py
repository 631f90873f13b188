"""Putting rows, to the letter: what a row may refer to, and which figures it may have."""

from dataclasses import replace
from decimal import Decimal

import pytest

from core.catalogue import BenefitType, MembershipBenefit, MembershipType
from core.contact import Contact, ContactKind
from core.errors import BenefitError
from core.event import Event, RegistrationType
from core.quantity import UNLIMITED
from core.records import LookupRecord
from tests.core.building import LINES, MANAGER, Office

LINE = replace(LINES[0], code="N1")
SEAT = RegistrationType(event="FAIR", code="SEAT", name="Seat", benefit_types=("GALA",))
FAIR = Event(code="FAIR", name="Fair")


def put(office: Office, *records: LookupRecord) -> int:
    """Put these together; how many entries that wrote."""
    return len(office.desk.put(list(records), idempotency_key=office.request_key(), actor=MANAGER))


def line(**fields: object) -> MembershipBenefit:
    """A catalogue line that differs in these fields."""
    return replace(LINE, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("record", "sentence"),
    [
        (line(membership_type="NIX"), "There is no membership type “NIX”."),
        (line(benefit_type="NIX"), "There is no benefit type “NIX”."),
        (line(number=Decimal(-1)), "N1: number has to be 0 or more."),
        (line(single_value=Decimal("-0.01")), "N1: single_value has to be 0 or more."),
        (line(rollover_max=Decimal(-1)), "N1: rollover_max has to be 0 or more."),
        (line(cap_per_day=Decimal(-1)), "N1: cap_per_day has to be 0 or more."),
        (line(cap_per_event=Decimal(-1)), "N1: cap_per_event has to be 0 or more."),
        (SEAT, "There is no event “FAIR”."),
        (
            MembershipType(code="N", name="N", price=Decimal(-1)),
            "N: price has to be 0 or more.",
        ),
        (
            BenefitType(code="N", name="N", step=Decimal(0)),
            "N: step has to be more than 0.",
        ),
        (
            BenefitType(code="N", name="N", discount="101%"),
            "N: discount has to be a percentage as 50% or an amount as 20.00.",
        ),
        (
            Contact(code="N", name="N", affiliated_to="NIX"),
            "There is no contact “NIX”.",
        ),
        (
            Contact(code="N", name="N", affiliated_to="ZED"),
            "affiliated_to: Zed Else is a person; only organisations have affiliates.",
        ),
        (
            Contact(code="N", name="N", affiliated_to="ACME", authorised_max=Decimal(-1)),
            "N: authorised_max has to be 0 or more.",
        ),
    ],
)
def test_a_row_that_does_not_fit_is_refused(
    office: Office, record: LookupRecord, sentence: str
) -> None:
    """What it refers to has to be there, and its figures have to be possible."""
    with pytest.raises(BenefitError) as refused:
        put(office, record)
    assert str(refused.value) == sentence


def test_a_way_to_register_draws_on_what_is_there(office: Office) -> None:
    """Every benefit type of it is looked for, and its price is 0 or more."""
    with pytest.raises(BenefitError, match=r"^There is no benefit type “NIX”\.$"):
        put(office, FAIR, replace(SEAT, benefit_types=("GALA", "NIX")))
    with pytest.raises(BenefitError, match=r"^SEAT: price has to be 0 or more\.$"):
        put(office, FAIR, replace(SEAT, price=Decimal(-1)))


def test_nothing_is_a_figure_like_others(office: Office) -> None:
    """0 is possible everywhere but as a step, and so is what isn't known."""
    nothing = Decimal(0)
    zeros = line(
        number=nothing,
        single_value=nothing,
        rollover_max=nothing,
        cap_per_day=nothing,
        cap_per_event=nothing,
    )
    unknown = line(code="N2", number=UNLIMITED, single_value=None)
    free = MembershipType(code="FREE", name="Free", price=nothing)
    small = BenefitType(code="SMALL", name="Small", step=Decimal("0.01"), discount="0%")
    none = Contact(code="N", name="N", affiliated_to="ACME", authorised_max=nothing)
    seat = replace(SEAT, price=nothing)
    assert put(office, zeros, unknown, free, small, none, FAIR, seat) == 7


def test_what_is_put_together_knows_each_other(office: Office) -> None:
    """Whatever their order; a registration type is known by its event."""
    late = Contact(code="LATE", name="Late Ltd", kind=ContactKind.ORGANISATION)
    eve = Contact(code="EVE", name="Eve", affiliated_to="LATE")
    benefit = BenefitType(code="NEW", name="New")
    kind = MembershipType(code="NEW", name="New")
    records = (
        eve,
        line(membership_type="NEW", benefit_type="NEW"),
        SEAT,
        late,
        benefit,
        kind,
        FAIR,
    )
    assert put(office, *records) == 7
    other = replace(SEAT, event="PARTY", name="Other seat")
    assert put(office, other, Event(code="PARTY", name="Party")) == 2
    assert office.desk.read(lambda books: len(books.registration_types)) == 2


@pytest.mark.parametrize("name", ["x" * 255, "Ann\u200dAble", "Zoë 🎟", "N"])
def test_what_a_name_may_be(office: Office, name: str) -> None:
    """255 characters, of every script; emoji may be joined."""
    assert put(office, Contact(code="N", name=name)) == 1


@pytest.mark.parametrize("mark", ["\t", "\u200b", "\u2028", "\u2029", "\x00"])
def test_what_a_name_may_not_have(office: Office, mark: str) -> None:
    """Nothing that can't be seen, at its end neither."""
    with pytest.raises(BenefitError, match=r"^The name of N has characters that can't be seen"):
        put(office, Contact(code="N", name=f"Ann{mark}"))
