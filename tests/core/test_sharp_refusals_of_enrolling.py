"""What enrolling, registering and naming say where they refuse: every sentence whole."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.catalogue import BenefitType
from core.contact import Contact
from core.errors import BenefitError
from core.membership import Transaction
from tests.core.acts import ANN, BOB, LONG, POLICY, ZED, Act, add_level, after, put, register, renew
from tests.core.building import BENEFIT_TYPES, LINES, MEMBERSHIP_TYPES, NEW_YEAR, Office

ENROLLING: list[tuple[Act, str]] = [
    (lambda office: office.enroll("NIX"), "There is no contact “NIX”."),
    (
        after(
            lambda office: put(office, replace(ZED, retired=True)),
            lambda office: office.enroll("ZED"),
        ),
        "The contact Zed Else has been retired and can't be chosen any more.",
    ),
    (
        lambda office: office.enroll(membership_type="NIX"),
        "There is no membership type “NIX”. There is GOLD or SPONS.",
    ),
    (
        after(
            lambda office: put(office, replace(MEMBERSHIP_TYPES[0], retired=True)),
            lambda office: office.enroll(),
        ),
        "The membership type Gold has been retired and can't be chosen any more.",
    ),
    (
        lambda office: office.enroll(transaction=Transaction(code="D", amount=Decimal("-0.5"))),
        "An amount paid can't be below 0; -0.5 was given.",
    ),
    (
        lambda office: office.enroll(starts_on=date(1899, 12, 31)),
        "1899-12-31 is not possible: the year has to be 1900 to 2199.",
    ),
    (
        lambda office: office.enroll(ends_on=date(2200, 1, 1)),
        "2200-01-01 is not possible: the year has to be 1900 to 2199.",
    ),
    (
        lambda office: office.enroll(transaction=Transaction(code="D", paid_on=date(1899, 12, 31))),
        "1899-12-31 is not possible: the year has to be 1900 to 2199.",
    ),
    (
        lambda office: office.enroll(membership_type="SPONS"),
        "Sponsor has no fixed term: please give the date it ends.",
    ),
    (
        lambda office: office.enroll(ends_on=date(2025, 12, 31)),
        "The end, 31 Dec 2025, is before the start, 1 Jan 2026.",
    ),
    (
        lambda office: office.enroll(declined=frozenset({"G5"})),
        "G5 is not a standard benefit of this membership type.",
    ),
    (
        lambda office: office.enroll(optional=frozenset({"G1"})),
        "G1 is not an optional benefit of this membership type.",
    ),
    (
        lambda office: office.enroll(numbers={"S1": Decimal(1)}),
        "There is no membership benefit “S1”.",
    ),
    (
        lambda office: office.enroll(numbers={"G1": Decimal(-1)}),
        "-1 is not possible: a number can't be below 0.",
    ),
    (
        lambda office: office.enroll(numbers={"G1": Decimal(5)}),
        "Guest pass: the package has 4; 5 would be more than that.",
    ),
    (
        lambda office: office.enroll(numbers={"G2": Decimal("0.2")}),
        "Room hours is counted in steps of 0.5; 0.2 is not.",
    ),
    (lambda office: add_level(office, "S1"), "There is no membership benefit “S1”."),
    (lambda office: add_level(office, "NIX"), "There is no membership benefit “NIX”."),
    (
        after(
            lambda office: put(office, replace(LINES[4], retired=True)),
            lambda office: add_level(office, "G5"),
        ),
        "The membership benefit G5 has been retired and can't be chosen any more.",
    ),
    (
        after(
            lambda office: put(office, replace(BENEFIT_TYPES[4], retired=True)),
            lambda office: add_level(office, "G5"),
        ),
        "The benefit type Gala seat has been retired and can't be chosen any more.",
    ),
    (
        lambda office: add_level(office, "G5", "3"),
        "Gala seat: the package has 2; 3 would be more than that.",
    ),
    (
        lambda office: renew(office, NEW_YEAR),
        "1 Jan 2026 is not after the old start, 1 Jan 2026.",
    ),
    (
        after(lambda office: office.use(), lambda office: renew(office, date(2026, 6, 15))),
        "The old membership was used on 15 Jun 2026; start after that day.",
    ),
]

REGISTERING: list[tuple[Act, str]] = [
    (lambda office: register(office, contact="NIX"), "There is no contact “NIX”."),
    (
        lambda office: register(office, contact=None, email="nobody@example.org"),
        "There is no contact “nobody@example.org”.",
    ),
    (lambda office: register(office, contact=None), "There is no contact “”."),
    (
        after(
            lambda office: put(
                office,
                *(replace(each, email="Desk@Acme.example") for each in (ANN, BOB)),
            ),
            lambda office: register(office, contact=None, email=" desk@acme.example "),
        ),
        "Several contacts match “desk@acme.example”: Ann Able (ANN) or Bob Bold (BOB)?",
    ),
    (
        lambda office: register(office, event="NIX"),
        "There is no event “NIX”. There is FAIR or PARTY.",
    ),
    (
        lambda office: register(office, event="PARTY"),
        "The event Old party has been retired and can't be chosen any more.",
    ),
    (
        lambda office: register(office, registration_type="NIX"),
        "There is no registration type “NIX”.",
    ),
    (
        lambda office: register(office, registration_type="BOX"),
        "The registration type Box seat has been retired and can't be chosen any more.",
    ),
    (
        lambda office: register(office, quantity=Decimal(0)),
        "A quantity has to be more than 0; 0 was given.",
    ),
    (
        lambda office: register(office, quantity=Decimal("1.5")),
        "A registration is counted in steps of 1; 1.5 is not.",
    ),
    (register, "Spring fair is over by that date."),
    (
        lambda office: register(office, registered_on=date(2026, 6, 16)),
        "16 Jun 2026 is in the future; today is 15 Jun 2026.",
    ),
]

NAMING: list[tuple[Act, str]] = [
    (lambda office: put(office, replace(ZED, name="  ")), "The name of ZED is blank."),
    (
        lambda office: put(office, replace(ZED, name=LONG)),
        "The name of ZED has more than 255 characters.",
    ),
    (
        lambda office: put(office, Contact(code="N", name="No\u200bbody")),
        "The name of N has characters that can't be seen; please type it anew.",
    ),
    (
        lambda office: put(office, BenefitType(code="N", name="Line\u2028break")),
        "The name of N has characters that can't be seen; please type it anew.",
    ),
]


REFUSALS = [*ENROLLING, *REGISTERING, *NAMING]


@pytest.mark.parametrize(("act", "sentence"), REFUSALS, ids=map(str, range(len(REFUSALS))))
def test_a_refusal_names_who_and_what(office: Office, act: Act, sentence: str) -> None:
    """The person reads whom it is about, what was asked, and what there is."""
    office.enroll()
    office.desk.policy = POLICY
    with pytest.raises(BenefitError) as refused:
        act(office)
    assert str(refused.value) == sentence
