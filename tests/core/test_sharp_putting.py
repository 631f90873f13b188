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


@pytest.mark.parametrize("mark", ["\t", "\u200b", "\u2028", "\u2029", "\x00", "\ud800"])
def test_what_a_name_may_not_have(office: Office, mark: str) -> None:
    """Nothing that can't be seen, at its end neither."""
    with pytest.raises(BenefitError, match=r"^The name of N has characters that can't be seen"):
        put(office, Contact(code="N", name=f"Ann{mark}"))


def test_capitals_make_no_difference_to_a_code(office: Office) -> None:
    """Within a kind, and for a registration type within its event; of rows put together, too."""
    with pytest.raises(BenefitError) as refused:
        put(office, Contact(code="Acme", name="Another"))
    assert str(refused.value) == (
        "“Acme” is taken: there is “ACME”, and capitals make no difference."
    )
    with pytest.raises(BenefitError, match="capitals make no difference"):
        put(office, Contact(code="NEW", name="New"), Contact(code="new", name="New"))
    party = Event(code="PARTY", name="Party")
    assert put(office, FAIR, party, SEAT, replace(SEAT, event="PARTY", code="Seat")) == 4
    with pytest.raises(BenefitError, match="is taken"):
        put(office, replace(SEAT, code="seat"))
    assert put(office, BenefitType(code="acme", name="Of another kind")) == 1


def test_who_has_people_stays_an_organisation(office: Office) -> None:
    """The sentence counts them."""
    with pytest.raises(BenefitError) as refused:
        put(office, Contact(code="ACME", name="Acme Hardware"))
    assert str(refused.value) == (
        "Acme Hardware has to stay an organisation: 2 contacts belong to it."
    )
    assert put(office, Contact(code="ZED", name="Zed", kind=ContactKind.ORGANISATION)) == 1
    assert put(office, Contact(code="ZED", name="Zed")) == 1


@pytest.mark.parametrize("mark", ["\x00", "\x08", "\x0b", "\x1f", "\x7f", "\x9f", "\ud800"])
def test_no_text_may_have_what_no_file_takes(office: Office, mark: str) -> None:
    """The field is named: of a row, of a list in a row, of a usage."""
    with pytest.raises(BenefitError, match=r"^The email has characters that can't be seen"):
        put(office, Contact(code="N", name="N", email=f"a{mark}b"))
    with pytest.raises(BenefitError, match=r"^The categories has characters that can't be seen"):
        put(office, BenefitType(code="N", name="N", categories=("Fine", f"a{mark}b")))
    office.enroll()
    with pytest.raises(BenefitError, match=r"^The description has characters that can't be seen"):
        office.use(description=f"a{mark}b")
    with pytest.raises(BenefitError, match=r"^The note has characters that can't be seen"):
        office.use(note=f"a{mark}b")


def test_texts_may_have_tabs_and_lines(office: Office) -> None:
    """As people paste them."""
    office.enroll()
    assert office.use(description="One\ttwo\nthree", note="\n").quantity == 1


def test_of_a_changed_row_only_the_change_is_told(office: Office) -> None:
    """Of a registration type too, which is known by its event and its code."""
    put(office, FAIR, SEAT)
    put(office, replace(SEAT, name="Better seat"))
    entry = list(office.store.entries())[-1]
    assert entry.before == {"name": "Seat"}
    assert entry.after == {"event": "FAIR", "code": "SEAT", "name": "Better seat"}
