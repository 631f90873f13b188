"""Short words for what people ask of Acme's membership, each an act on an office."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from core.adjusting import LevelChange
from core.catalogue import MembershipBenefit, Period
from core.conveying import ConveyRequest, RecallRequest
from core.custom import CustomField
from core.enrolling import LevelRequest
from core.event import Event, RegistrationType
from core.level import BenefitLevel
from core.policy import Policy
from core.records import LookupRecord
from core.registering import RegisterRequest
from core.renewing import RenewRequest
from tests.core.building import CONTACTS, MANAGER, STAFF, Office

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
