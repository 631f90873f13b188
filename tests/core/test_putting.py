"""Putting contacts and rows of the catalogue: what they refer to must be there, and fit."""

from dataclasses import replace
from decimal import Decimal

import pytest

from core.adjusting import LevelChange
from core.catalogue import BenefitType, MembershipBenefit, MembershipType
from core.contact import Contact, ContactKind
from core.errors import BenefitError, CodeTaken, StillHasAffiliates, TextUnreadable
from core.event import Event, RegistrationType
from core.membership import Transaction
from core.quantity import UNLIMITED
from core.records import LookupRecord
from tests.core.building import LINES, MANAGER, Office

LESS = Decimal(-1)
SEAT = RegistrationType(event="FAIR", code="SEAT", name="Seat")


def put(office: Office, *records: LookupRecord) -> int:
    """Put records; how many entries that made."""
    return len(office.desk.put(records, idempotency_key=office.request_key(), actor=MANAGER))


@pytest.mark.parametrize(
    ("record", "sentence"),
    [
        (Contact(code="X", name="X", affiliated_to="NIX"), "There is no contact “NIX”."),
        (
            Contact(code="X", name="X", affiliated_to="ZED"),
            "affiliated_to: Zed Else is a person; only organisations have affiliates.",
        ),
        (
            Contact(code="X", name="X", authorised_max=LESS),
            "X: authorised_max has to be 0 or more.",
        ),
        (BenefitType(code="X", name="X", step=Decimal(0)), "X: step has to be more than 0."),
        (
            BenefitType(code="X", name="X", discount="half"),
            "X: discount has to be a percentage as 50% or an amount as 20.00.",
        ),
        (
            BenefitType(code="X", name="X", discount="101%"),
            "X: discount has to be a percentage as 50% or an amount as 20.00.",
        ),
        (MembershipType(code="X", name="X", price=LESS), "X: price has to be 0 or more."),
        (replace(LINES[0], membership_type="NIX"), "There is no membership type “NIX”."),
        (replace(LINES[0], benefit_type="NIX"), "There is no benefit type “NIX”."),
        (replace(LINES[0], number=LESS), "G1: number has to be 0 or more."),
        (replace(LINES[0], single_value=LESS), "G1: single_value has to be 0 or more."),
        (replace(LINES[0], rollover_max=LESS), "G1: rollover_max has to be 0 or more."),
        (replace(LINES[0], cap_per_day=LESS), "G1: cap_per_day has to be 0 or more."),
        (replace(LINES[0], cap_per_event=LESS), "G1: cap_per_event has to be 0 or more."),
        (
            replace(LINES[0], membership_type="SPONS"),
            "G1 is Guest pass with Gold already, and stays that: another line needs another code.",
        ),
        (
            replace(LINES[0], benefit_type="ROOM"),
            "G1 is Guest pass with Gold already, and stays that: another line needs another code.",
        ),
        (replace(SEAT, event="NIX"), "There is no event “NIX”."),
        (replace(SEAT, benefit_types=("PASS", "NIX")), "There is no benefit type “NIX”."),
        (replace(SEAT, price=LESS), "SEAT: price has to be 0 or more."),
    ],
)
def test_what_does_not_fit_is_refused(office: Office, record: LookupRecord, sentence: str) -> None:
    """With the place and what would fit; nothing is written, of what came with it neither."""
    put(office, Event(code="FAIR", name="Fair"))
    before = list(office.store.entries())
    with pytest.raises(BenefitError) as refused:
        put(office, Contact(code="FINE", name="Fine"), record)
    assert str(refused.value) == sentence
    assert list(office.store.entries()) == before


@pytest.mark.parametrize(
    ("record", "sentence"),
    [
        (Contact(code="acme", name="Other"), "“acme” is taken: there is “ACME”"),
        (BenefitType(code="Pass", name="Other"), "“Pass” is taken: there is “PASS”"),
        (MembershipType(code="gold", name="Other"), "“gold” is taken: there is “GOLD”"),
        (replace(LINES[0], code="g1"), "“g1” is taken: there is “G1”"),
    ],
)
def test_capitals_make_no_other_code(office: Office, record: LookupRecord, sentence: str) -> None:
    """People would take one for the other; in one step with it neither."""
    with pytest.raises(CodeTaken, match=sentence):
        put(office, record)
    with pytest.raises(CodeTaken, match="“new” is taken: there is “NEW”"):
        put(office, Contact(code="new", name="One"), Contact(code="NEW", name="Other"))


def test_a_code_is_another_kinds_to_take(office: Office) -> None:
    """A contact may have the code of a membership type."""
    assert put(office, Contact(code="gold", name="Goldberg")) == 1


def test_an_organisation_with_people_stays_one(office: Office) -> None:
    """Ann and Bob belong to Acme; nobody belongs to Zed."""
    acme = office.desk.read(lambda books: books.contacts["ACME"])
    with pytest.raises(StillHasAffiliates, match="Acme Hardware has to stay an organisation: 2"):
        put(office, replace(acme, kind=ContactKind.PERSON))
    assert put(office, replace(acme, name="Acme Tools")) == 1
    assert put(office, Contact(code="ZED", name="Zed Else", email="zed@else.example")) == 1


@pytest.mark.parametrize(
    ("record", "column"),
    [
        (Contact(code="X\udcfc", name="X"), "code"),
        (Contact(code="X", name="X", email="a\x1bb"), "email"),
        (BenefitType(code="X", name="X", categories=("fine", "not\x07")), "categories"),
    ],
)
def test_what_no_file_can_hold_is_refused(
    office: Office, record: LookupRecord, column: str
) -> None:
    """In any column; it would spoil every export to come."""
    with pytest.raises(TextUnreadable, match=f"The {column} has characters"):
        put(office, record)


def test_what_is_put_together_may_refer_to_each_other(office: Office) -> None:
    """In whatever order."""
    made = put(
        office,
        RegistrationType(event="NEW", code="SEAT", name="Seat", benefit_types=("SEAT",)),
        MembershipBenefit(code="N1", membership_type="NEW", benefit_type="SEAT", number=UNLIMITED),
        Contact(code="NINA", name="Nina", affiliated_to="NEW"),
        Contact(code="NEW", name="New Ltd", kind=ContactKind.ORGANISATION),
        Event(code="NEW", name="New event"),
        MembershipType(code="NEW", name="New"),
        BenefitType(code="SEAT", name="Seat", discount="0%"),
    )
    assert made == 7


def test_nothing_is_a_figure_that_fits(office: Office) -> None:
    """A number of 0, a price of 0, a cap of 0; unknown ones too."""
    zero = Decimal(0)
    put(office, MembershipType(code="FREE", name="Free", price=zero))
    line = replace(LINES[0], number=zero, single_value=zero, cap_per_day=zero)
    assert put(office, line) == 1


def test_no_text_of_a_membership_or_level_may_spoil_a_file(office: Office) -> None:
    """The payment's code, a comment: whatever an entry keeps."""
    with pytest.raises(TextUnreadable, match="The code has characters"):
        office.enroll(transaction=Transaction(code="D\udcff1"))
    level = office.enroll(transaction=Transaction(code="D1")).levels[0]
    with pytest.raises(TextUnreadable, match="The comment has characters"):
        office.desk.change_level(
            LevelChange(level=level.key, comment="\x1b[2J"),
            idempotency_key="comment",
            actor=MANAGER,
        )
