"""Enrolling: membership, levels and quid pro quo rows in one step, or not at all."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core import errors
from core.catalogue import MembershipBenefit, MembershipType
from core.clock import Key
from core.contact import Contact
from core.desk import Desk
from core.enrolling import EnrolRequest, LevelRequest, offer
from core.level import BenefitLevel
from core.membership import Transaction, TransactionKind, last_day
from core.quantity import UNLIMITED
from core.reports.quid_pro_quo import quid_pro_quo
from core.snapshot import remember
from tests.core.building import LINES, MANAGER, NEW_YEAR, STAFF, Office


def test_an_offer_shows_standard_and_optional_benefits(office: Office) -> None:
    """Standard ones may be declined, optional ones ticked."""
    offered = office.desk.read(lambda books: offer(books, "GOLD"))
    assert [line.code for line in offered.standard] == ["G1", "G2", "G3", "G4"]
    assert [line.code for line in offered.optional] == ["G5"]


def test_standard_benefits_come_with_the_membership(office: Office) -> None:
    """Each has a level, copied from the catalogue, accepted."""
    enrolment = office.enroll()
    levels = {level.membership_benefit: level for level in enrolment.levels}
    assert set(levels) == {"G1", "G2", "G3", "G4"}
    assert levels["G1"].number == 4
    assert levels["G1"].single_value == Decimal("12.50")
    assert levels["G3"].number is UNLIMITED
    assert all(level.accepted and level.active for level in enrolment.levels)


def test_a_ticked_optional_benefit_is_added(office: Office) -> None:
    """It is accepted always."""
    levels = office.enroll(optional=frozenset({"G5"})).levels
    assert [level.membership_benefit for level in levels][-1] == "G5"


def test_the_term_comes_from_the_type(office: Office) -> None:
    """Twelve months from New Year end at the year's end."""
    assert office.enroll().membership.ends_on == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("starts_on", "months", "ends_on"),
    [
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2026, 3, 15), 12, date(2027, 3, 14)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 3, 1), 36, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
    ],
)
def test_a_term_ends_before_its_date_comes_round(
    starts_on: date, months: int, ends_on: date
) -> None:
    """Leap days and 31sts end on the last day of a shorter month."""
    assert last_day(starts_on, months) == ends_on


def test_a_type_without_a_term_needs_its_end(office: Office) -> None:
    """A season's end is told by hand."""
    with pytest.raises(errors.EndMissing, match="Sponsor has no fixed term"):
        office.enroll(membership_type="SPONS")
    with pytest.raises(errors.EndsBeforeStart):
        office.enroll(membership_type="SPONS", ends_on=date(2025, 12, 31))


def test_the_number_may_be_lowered_never_raised(office: Office) -> None:
    """Totals follow the lowered number."""
    level = office.enroll(numbers={"G1": Decimal(2)}).levels[0]
    assert office.desk.balance(level.key).total_value == Decimal("25.00")
    with pytest.raises(errors.NumberRaised, match="Guest pass: the package has 4; 5 would be more"):
        office.enroll(numbers={"G1": Decimal(5)})
    with pytest.raises(errors.NumberNotPossible):
        office.enroll(numbers={"G1": Decimal(-1)})
    with pytest.raises(errors.QuantityOffStep):
        office.enroll(numbers={"G1": Decimal("1.5")})


def test_an_unlimited_line_may_be_given_a_number(office: Office) -> None:
    """A figure is less than no end."""
    level = office.enroll(numbers={"G3": Decimal(7)}).levels[2]
    assert office.remaining(level) == 7


def test_only_standard_benefits_are_declined_and_optional_ones_ticked(office: Office) -> None:
    """The refusal names the code."""
    with pytest.raises(errors.NotDeclinable, match="G5 is not a standard benefit"):
        office.enroll(declined=frozenset({"G5"}))
    with pytest.raises(errors.NotDeclinable, match="G1 is not an optional benefit"):
        office.enroll(optional=frozenset({"G1"}))
    with pytest.raises(errors.UnknownCode, match="membership benefit “G9”"):
        office.enroll(numbers={"G9": Decimal(1)})


def test_a_refused_enrolment_leaves_nothing(office: Office) -> None:
    """Membership and levels are made in one step or not at all."""
    before = list(office.store.entries())
    with pytest.raises(errors.NumberRaised):
        office.enroll(numbers={"G1": Decimal(5)})
    assert list(office.store.entries()) == before


def test_accepted_benefits_make_quid_pro_quo_rows(office: Office) -> None:
    """Code, name and value, linked to the transaction; a declined one makes none."""
    paid = Transaction(code="D-1", amount=Decimal(500), paid_on=NEW_YEAR)
    office.enroll(transaction=paid, optional=frozenset({"G5"}))
    office.enroll("ZED", declined=frozenset({"G1"}))
    (report,) = quid_pro_quo(office.desk)
    assert [(row.code, row.name, row.value) for row in report.rows] == [
        ("PASS", "Guest pass", Decimal("50.00")),
        ("GALA", "Gala seat", Decimal(190)),
    ]
    assert report.rows[0].transaction == paid
    assert report.value == Decimal("240.00")


def test_a_catalogue_change_leaves_given_levels_alone(office: Office) -> None:
    """Levels keep the values of the day they were given."""
    level = office.enroll().levels[0]
    cheaper = MembershipBenefit(
        code="G1", membership_type="GOLD", benefit_type="PASS", number=Decimal(1)
    )
    office.desk.put([cheaper], idempotency_key="cheaper", actor=MANAGER)
    assert office.remaining(level) == 4
    assert office.enroll("ZED").levels[0].number == 1


def test_what_was_retired_cannot_be_chosen(office: Office) -> None:
    """A retired type or contact is refused, and a retired line no longer offered."""
    office.desk.put(
        [
            MembershipType(code="SPONS", name="Sponsor", retired=True),
            Contact(code="ZED", name="Zed Else", retired=True),
            MembershipBenefit(
                code="G2",
                membership_type="GOLD",
                benefit_type="ROOM",
                number=LINES[1].number,
                retired=True,
            ),
        ],
        idempotency_key="retire",
        actor=MANAGER,
    )
    with pytest.raises(errors.NotOffered, match="membership type Sponsor has been retired"):
        office.enroll(membership_type="SPONS", ends_on=date(2026, 12, 31))
    with pytest.raises(errors.NotOffered, match="contact Zed Else"):
        office.enroll("ZED")
    assert "G2" not in [level.membership_benefit for level in office.enroll().levels]


def test_unknown_contacts_and_types_are_told(office: Office) -> None:
    """The sentence names what there is."""
    with pytest.raises(errors.UnknownContact):
        office.enroll("NIX")
    with pytest.raises(errors.UnknownCode, match="There is GOLD or SPONS"):
        office.enroll(membership_type="NIX")


def test_the_same_enrolment_twice_makes_one_membership(office: Office) -> None:
    """A retry is answered with the membership that is there."""
    first = office.enroll(idempotency_key="once")
    second = office.enroll(idempotency_key="once")
    assert second.membership == first.membership
    assert second.repeated
    assert len(office.desk.read(lambda books: books.memberships_of("ACME"))) == 1


def test_staff_may_not_enroll(office: Office) -> None:
    """Enrolling is a manager's."""
    request = EnrolRequest(
        contact="ACME", membership_type="GOLD", starts_on=NEW_YEAR, idempotency_key="x"
    )
    with pytest.raises(errors.NotAllowed, match="may not enroll a member"):
        office.desk.enroll(request, actor=STAFF)


def test_a_level_can_be_added_later(office: Office) -> None:
    """For the membership's term, with a number lowered; what isn't offered is told."""
    membership = office.enroll().membership

    def add(code: str, number: str | None = None, key: str | None = None) -> BenefitLevel:
        request = LevelRequest(
            membership=membership.key,
            membership_benefit=code,
            number=Decimal(number) if number else None,
            idempotency_key=key or office.request_key(),
        )
        return office.desk.add_level(request, actor=MANAGER)

    level = add("G5", "1", "once")
    assert (level.number, level.ends_on) == (1, membership.ends_on)
    assert add("G5", "1", "once") == level
    assert office.remaining(level) == 1
    with pytest.raises(errors.NumberRaised):
        add("G5", "3")
    with pytest.raises(errors.UnknownCode):
        add("S1")
    with pytest.raises(errors.UnknownMembership):
        office.desk.add_level(
            LevelRequest(membership=Key(7), membership_benefit="G5", idempotency_key="x"),
            actor=MANAGER,
        )
    office.desk.put([replace(LINES[4], retired=True)], idempotency_key="r", actor=MANAGER)
    with pytest.raises(errors.NotOffered, match="membership benefit G5"):
        add("G5")


def test_a_payment_is_not_below_nothing(office: Office) -> None:
    """Whoever enrolls, from wherever."""
    with pytest.raises(errors.AmountNegative, match="can't be below 0; -5 was given"):
        office.enroll(transaction=Transaction(code="D-1", amount=Decimal(-5)))


@pytest.mark.parametrize("field", ["starts_on", "ends_on"])
@pytest.mark.parametrize("year", [1, 1899, 2200, 9999])
def test_a_membership_lies_in_our_time(office: Office, field: str, year: int) -> None:
    """A mistyped year is told, and nothing overflows."""
    fields: dict[str, Any] = {field: date(year, 12, 31)}
    with pytest.raises(errors.DateNotPossible, match="has to be 1900 to 2199"):
        office.enroll(**fields)


def test_a_second_membership_of_a_type_is_asked_about(office: Office) -> None:
    """Over some of the same days and where nobody says that it is meant; the next term is none."""
    made = office.enroll()
    last = made.membership.ends_on
    with pytest.raises(errors.LooksEnrolledTwice, match=r"member already.*enroll again"):
        office.enroll(starts_on=last, again=False)
    office.enroll(starts_on=last + timedelta(1), again=False)
    office.enroll(starts_on=last, again=True)


PAID = Transaction(code="D-1", amount=Decimal(500), paid_on=NEW_YEAR)


def test_one_transaction_pays_for_several_memberships(office: Office) -> None:
    """Of several contacts too; what isn't told again is as it was told first."""
    office.enroll(transaction=PAID)
    again = office.enroll("ZED", transaction=Transaction(code="D-1"))
    assert again.membership.transaction == PAID
    (row,) = quid_pro_quo(office.desk)
    assert (row.contacts, row.amount, row.value, row.deductible) == (("ACME", "ZED"), 500, 100, 400)
    assert row.notes[0] == "It paid for memberships of ACME, ZED."


@pytest.mark.parametrize(
    "other",
    [
        replace(PAID, amount=Decimal(80)),
        replace(PAID, kind=TransactionKind.GIFT),
        replace(PAID, paid_on=date(2026, 2, 1)),
    ],
)
def test_a_transaction_has_one_amount_kind_and_day(office: Office, other: Transaction) -> None:
    """Whoever tells another one means another payment, or made a slip."""
    office.enroll(transaction=PAID)
    with pytest.raises(errors.TransactionDiffers, match=r"^D-1 is known as dues of 500\.00, "):
        office.enroll("ZED", transaction=other)
    (row,) = quid_pro_quo(office.desk)
    assert row.contacts == ("ACME",)


def test_a_transaction_is_known_after_the_books_were_opened_anew(office: Office) -> None:
    """From a snapshot, too."""
    office.enroll(transaction=replace(PAID, amount=None))
    office.desk.read(lambda books: remember(office.store, books))
    there = Desk(office.store, clock=office.clock)
    request = EnrolRequest(
        contact="ZED",
        membership_type="GOLD",
        starts_on=NEW_YEAR,
        transaction=PAID,
        idempotency_key="z",
    )
    with pytest.raises(errors.TransactionDiffers, match="dues of no known amount"):
        there.enroll(request, actor=MANAGER)
