"""What the rules say where they refuse: the whole sentence, with the right names and figures."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.adjusting import LevelChange
from core.catalogue import BenefitType, MembershipBenefit, Period
from core.clock import Key
from core.contact import Contact
from core.conveying import ConveyRequest, RecallRequest
from core.custom import CustomField
from core.enrolling import LevelRequest
from core.errors import BenefitError
from core.event import Event, RegistrationType
from core.level import BenefitLevel
from core.membership import Transaction
from core.policy import Policy
from core.records import LookupRecord
from core.registering import RegisterRequest
from core.renewing import RenewRequest
from tests.core.building import CONTACTS, LINES, MANAGER, MEMBERSHIP_TYPES, NEW_YEAR, STAFF, Office

ACME, ANN, BOB, ZED = CONTACTS
LONG = "x" * 256
SIZES = CustomField(slot="lookup1", label="Size", codes={"M": "Medium", "LARGER1": "Large"})
POLICY = Policy(
    open_from=date(2026, 1, 10),
    custom_fields={
        "text1": CustomField(slot="text1", label="Colour"),
        "lookup1": SIZES,
        "flag1": CustomField(slot="flag1", label="Paid"),
    },
)
FAIR = (
    Event(code="FAIR", name="Spring fair", held_on=date(2026, 6, 1)),
    Event(code="PARTY", name="Old party", retired=True),
    RegistrationType(event="FAIR", code="SEAT", name="Seat"),
    RegistrationType(event="FAIR", code="BOX", name="Box seat", retired=True),
)
Act = Callable[[Office], object]


def put(office: Office, *records: LookupRecord) -> None:
    """Put in contacts, catalogue lines or events."""
    office.desk.put(list(records), idempotency_key=office.request_key(), actor=MANAGER)


def level(office: Office, benefit_type: str = "PASS") -> BenefitLevel:
    """Acme's first level of a benefit."""
    return office.desk.read(lambda books: books.levels_owned("ACME", benefit_type)[0])


def change(office: Office, benefit_type: str = "PASS", **fields: object) -> object:
    """Change Acme's level of a benefit."""
    wanted = LevelChange(level=level(office, benefit_type).key, **fields)  # type: ignore[arg-type]
    return office.desk.change_level(wanted, idempotency_key=office.request_key(), actor=MANAGER)


def convey(office: Office, holder: str, quantity: str = "1", benefit_type: str = "PASS") -> object:
    """Give units of Acme's level to somebody."""
    request = ConveyRequest(
        level=level(office, benefit_type).key,
        holder=holder,
        quantity=Decimal(quantity),
        idempotency_key=office.request_key(),
    )
    return office.desk.convey(request, actor=MANAGER)


def recall(office: Office, holder: str, quantity: str | None = None) -> object:
    """Take units of Acme's passes back from somebody."""
    request = RecallRequest(
        level=level(office).key,
        holder=holder,
        quantity=None if quantity is None else Decimal(quantity),
        idempotency_key=office.request_key(),
    )
    return office.desk.recall(request, actor=MANAGER)


def register(office: Office, **fields: object) -> object:
    """Register somebody; Zed for a seat at the fair, where nothing else is said."""
    put(office, *FAIR)
    asked = {"event": "FAIR", "registration_type": "SEAT", "contact": "ZED", **fields}
    request = RegisterRequest(idempotency_key=office.request_key(), **asked)  # type: ignore[arg-type]
    return office.desk.register(request, actor=STAFF)


def add_level(office: Office, line: str, number: str | None = None) -> object:
    """Add a catalogue line to Acme's membership."""
    request = LevelRequest(
        membership=level(office).membership,
        membership_benefit=line,
        number=None if number is None else Decimal(number),
        idempotency_key=office.request_key(),
    )
    return office.desk.add_level(request, actor=MANAGER)


def renew(office: Office, starts_on: date) -> object:
    """Renew Acme's membership."""
    request = RenewRequest(
        membership=level(office).membership,
        starts_on=starts_on,
        idempotency_key=office.request_key(),
    )
    return office.desk.renew(request, actor=MANAGER)


def after(*acts: Act) -> Act:
    """One after the other; the last is the one refused."""

    def all_of_them(office: Office) -> None:
        for act in acts:
            act(office)

    return all_of_them


def monthly(office: Office) -> None:
    """A line whose number comes anew every month, and Acme's level of it."""
    line = MembershipBenefit(
        code="G9",
        membership_type="GOLD",
        benefit_type="GALA",
        number=Decimal(2),
        standard=False,
        period=Period.MONTH,
    )
    put(office, line)
    add_level(office, "G9")


RECORDING: list[tuple[Act, str]] = [
    (lambda office: office.use("NIX"), "There is no contact “NIX”."),
    (lambda office: office.use(benefit_type="NIX"), "There is no benefit type “NIX”."),
    (
        lambda office: office.use(benefit_type="LISTNG"),
        "Directory listing is not counted, so there is no use of it to record.",
    ),
    (
        lambda office: office.use(quantity="0"),
        "A quantity has to be more than 0; 0 was given.",
    ),
    (
        lambda office: office.use(benefit_type="ROOM", quantity="0.75"),
        "Room hours is counted in steps of 0.5; 0.75 is not.",
    ),
    (
        lambda office: office.use(description=LONG),
        "The description has 256 characters; at most 255 fit.",
    ),
    (lambda office: office.use(note=LONG), "The note has 256 characters; at most 255 fit."),
    (
        lambda office: office.use(used_on=date(2026, 6, 16)),
        "16 Jun 2026 is in the future; today is 15 Jun 2026.",
    ),
    (
        lambda office: office.use(used_on=date(2026, 1, 9)),
        "The books are closed before 10 Jan 2026; 9 Jan 2026 is too early.",
    ),
    (lambda office: office.use("ZED"), "Zed Else has no Guest pass with any membership."),
    (lambda office: office.use(level=Key(7)), "There is no benefit level 7."),
    (
        after(
            lambda office: office.enroll("ZED", starts_on=date(2025, 6, 1)),
            lambda office: office.use("ZED"),
        ),
        "15 Jun 2026 is outside the membership, which runs 1 Jun 2025 to 31 May 2026.",
    ),
    (
        after(
            lambda office: change(office, accepted=False),
            lambda office: office.use(),
        ),
        "Acme Hardware declined Guest pass.",
    ),
    (
        after(
            lambda office: change(office, active=False),
            lambda office: office.use(),
        ),
        "Guest pass of Acme Hardware has been made inactive.",
    ),
    (lambda office: office.use(holder="NIX"), "There is no contact “NIX”."),
    (
        lambda office: office.use(holder="BOB"),
        "Bob Bold is not authorised to use the benefits of Acme Hardware.",
    ),
    (
        after(
            lambda office: put(office, replace(ANN, authorised_until=date(2026, 5, 31))),
            lambda office: office.use("ANN"),
        ),
        "The authority of Ann Able to use the benefits of Acme Hardware ended on 31 May 2026.",
    ),
    (
        after(
            lambda office: put(office, replace(ANN, authorised_until=date(2026, 5, 31))),
            lambda office: office.use(holder="ANN"),
        ),
        "The authority of Ann Able to use the benefits of Acme Hardware ended on 31 May 2026.",
    ),
    (
        after(
            lambda office: put(office, replace(ANN, authorised_max=Decimal(2))),
            lambda office: office.use("ANN"),
            lambda office: office.use("ANN", quantity="2"),
        ),
        "Ann Able may use at most 2 of Guest pass of Acme Hardware; 1 used already.",
    ),
    (
        after(
            lambda office: put(office, replace(ANN, authorised_max=Decimal(2))),
            lambda office: office.use("ANN", quantity="3"),
        ),
        "Ann Able may use at most 2 of Guest pass of Acme Hardware.",
    ),
    (lambda office: office.use(quantity="5"), "Only 4 left; 5 asked for."),
    (
        after(
            lambda office: office.use(quantity="3"),
            lambda office: office.use(quantity="2", used_on=date(2026, 6, 1)),
        ),
        "Only 1 left on 1 Jun 2026; 2 asked for.",
    ),
    (
        after(lambda office: office.use(), lambda office: office.use(again=False)),
        "Already recorded by U-SAM at 15:00 on 15 Jun 2026; record again?",
    ),
]

CHANGING: list[tuple[Act, str]] = [
    (
        lambda office: change(office, "NOTARY", number=Decimal(3), reason="as agreed"),
        "This benefit is unlimited, so it has no number to change.",
    ),
    (
        lambda office: change(office, number=Decimal(-1), reason="as agreed"),
        "-1 is not possible: a number can't be below 0.",
    ),
    (
        after(
            lambda office: office.use(quantity="2"),
            lambda office: change(office, number=Decimal(1), reason="as agreed"),
        ),
        "1 is not possible: 2 are used already.",
    ),
    (
        after(
            lambda office: office.use(quantity="2"),
            lambda office: convey(office, "ZED"),
            lambda office: change(office, number=Decimal(2), reason="as agreed"),
        ),
        "2 is not possible: 3 are used already.",
    ),
    (
        lambda office: change(office, "ROOM", number=Decimal("1.25"), reason="as agreed"),
        "Room hours is counted in steps of 0.5; 1.25 is not.",
    ),
    (
        lambda office: change(office, number=Decimal(3), reason="  "),
        "Please say why: a changed number needs a reason.",
    ),
    (
        lambda office: change(office, number=Decimal(3), reason=LONG),
        "The reason has 256 characters; at most 255 fit.",
    ),
    (
        lambda office: change(office, comment=LONG),
        "The comment has 256 characters; at most 255 fit.",
    ),
    (
        lambda office: change(office, source="7777777"),
        "The source has 7 characters; at most 6 fit.",
    ),
    (
        after(
            lambda office: office.use(quantity="2"),
            lambda office: change(office, accepted=False),
        ),
        "2 are used already, so this benefit can't be declined.",
    ),
    (
        after(
            lambda office: convey(office, "ZED", "3"),
            lambda office: change(office, accepted=False),
        ),
        "3 are conveyed; recall them before declining this.",
    ),
    (
        lambda office: change(office, custom={"text2": "x"}),
        "There is no custom field “text2”. There is Colour, Size or Paid.",
    ),
    (
        lambda office: change(office, custom={"lookup1": "XS"}),
        "Size: “XS” is not M or LARGER1.",
    ),
    (
        lambda office: change(office, custom={"lookup1": "LARGER1"}),
        "The Size has 7 characters; at most 6 fit.",
    ),
    (
        lambda office: change(office, custom={"text1": LONG}),
        "The Colour has 256 characters; at most 255 fit.",
    ),
    (
        lambda office: change(office, custom={"flag1": "maybe"}),
        "Paid: “maybe” is neither yes nor no.",
    ),
]

CONVEYING: list[tuple[Act, str]] = [
    (lambda office: convey(office, "NIX"), "There is no contact “NIX”."),
    (
        lambda office: convey(office, "ACME"),
        "These units can't be conveyed. They are the owner's already.",
    ),
    (lambda office: convey(office, "ZED", "5"), "Only 4 left; 5 asked for."),
    (
        lambda office: convey(office, "ZED", "0.5"),
        "Guest pass is counted in steps of 1; 0.5 is not.",
    ),
    (
        after(lambda office: change(office, accepted=False), lambda office: convey(office, "ZED")),
        "Acme Hardware declined Guest pass.",
    ),
    (
        after(lambda office: change(office, active=False), lambda office: convey(office, "ZED")),
        "Guest pass of Acme Hardware has been made inactive.",
    ),
    (
        after(
            lambda office: office.clock.pass_time(days=365),
            lambda office: convey(office, "ZED"),
        ),
        "15 Jun 2027 is outside the membership, which runs 1 Jan 2026 to 31 Dec 2026.",
    ),
    (
        after(monthly, lambda office: convey(office, "ZED", benefit_type="GALA")),
        (
            "These units can't be conveyed. Gala seat comes anew every month; "
            "only a term's units can be."
        ),
    ),
    (
        lambda office: recall(office, "ZED"),
        "ZED holds no unused units of this benefit.",
    ),
    (
        after(lambda office: convey(office, "ZED", "2"), lambda office: recall(office, "ZED", "3")),
        "Only 2 left; 3 asked for.",
    ),
]

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
        "G1 offers 4; 5 would be more than that.",
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
        lambda office: add_level(office, "G5", "3"),
        "G5 offers 2; 3 would be more than that.",
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


REFUSALS = [*RECORDING, *CHANGING, *CONVEYING, *ENROLLING, *REGISTERING, *NAMING]


@pytest.mark.parametrize(("act", "sentence"), REFUSALS, ids=map(str, range(len(REFUSALS))))
def test_a_refusal_names_who_and_what(office: Office, act: Act, sentence: str) -> None:
    """The person reads whom it is about, what was asked, and what there is."""
    office.enroll()
    office.desk.policy = POLICY
    with pytest.raises(BenefitError) as refused:
        act(office)
    assert str(refused.value) == sentence


def test_a_level_of_somebody_else_is_named_by_its_key(office: Office) -> None:
    """Asked for by its key, for a contact whom it doesn't serve."""
    key = office.enroll().levels[0].key
    with pytest.raises(BenefitError, match=rf"^There is no benefit level {key}\.$"):
        office.use("ZED", level=key)
