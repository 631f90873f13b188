"""Authority: whom an organisation lets use its benefits, until when and how much of them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core import errors
from core.catalogue import BenefitKind, BenefitType, MembershipBenefit, Period
from core.columns import Kind
from core.contact import Contact
from core.conveying import ConveyRequest
from core.event import Event, RegistrationType
from core.importing import import_file
from core.registering import RegisterRequest
from core.statement import statement
from tests.core.building import CONTACTS, MANAGER, STAFF, Office

(ANN,) = (contact for contact in CONTACTS if contact.code == "ANN")


def authorise(office: Office, **fields: Any) -> None:
    """Change what Ann may do for Acme."""
    office.desk.put([replace(ANN, **fields)], idempotency_key=office.request_key(), actor=MANAGER)


def register(office: Office, quantity: str, on: date | None = None) -> Decimal:
    """Ann comes to the fair with so many; the places that are covered."""
    office.desk.put(
        [
            BenefitType(code="SEAT", name="Seat", kind=BenefitKind.EVENT),
            Event(code="FAIR", name="Fair"),
            RegistrationType(
                event="FAIR", code="PLACE", name="Place", price=Decimal(1), benefit_types=("PASS",)
            ),
        ],
        idempotency_key=office.request_key(),
        actor=MANAGER,
    )
    request = RegisterRequest(
        event="FAIR",
        registration_type="PLACE",
        contact="ANN",
        quantity=Decimal(quantity),
        registered_on=on,
        idempotency_key=office.request_key(),
    )
    discount = office.desk.register(request, actor=STAFF).discount_value
    assert discount is not None
    return discount


def test_an_authority_ends_with_its_last_day(office: Office) -> None:
    """The date of the use counts, not that of telling; whoever asks for whom."""
    authorise(office, authorised_until=date(2026, 5, 31))
    office.enroll()
    office.use("ANN", used_on=date(2026, 5, 31))
    office.use(holder="ANN", used_on=date(2026, 5, 31))
    ended = "The authority of Ann Able to use the benefits of Acme Hardware ended on 31 May 2026."
    with pytest.raises(errors.AuthorityEnded, match=ended):
        office.use("ANN", used_on=date(2026, 6, 1))
    with pytest.raises(errors.AuthorityEnded, match=ended):
        office.use(holder="ANN")


def test_an_authority_that_ended_leaves_what_was_conveyed(office: Office) -> None:
    """Units in hand are the person's; none of the others."""
    level = office.enroll().levels[0]
    authorise(office, authorised_until=date(2026, 5, 31))
    request = ConveyRequest(level=level.key, holder="ANN", quantity=Decimal(1), idempotency_key="c")
    office.desk.convey(request, actor=MANAGER)
    with pytest.raises(errors.NotEnoughRemaining, match="Only 1 left"):
        office.use("ANN", quantity="2")
    assert office.use("ANN").entries[0].conveyed


def test_who_was_never_authorised_is_not_told_of_an_end(office: Office) -> None:
    """A date alone gives no authority, and ends none."""
    office.enroll()
    authorise(office, authorised=False, authorised_until=date(2026, 5, 31))
    with pytest.raises(errors.HolderNotEntitled):
        office.use(holder="ANN")
    with pytest.raises(errors.BenefitNotOffered):
        office.use("ANN")


def test_a_capped_authority_takes_so_many_of_a_level(office: Office) -> None:
    """Two of Acme's four passes in the term, on whatever days; Acme has the others."""
    authorise(office, authorised_max=Decimal(2))
    level = office.enroll().levels[0]
    with pytest.raises(errors.AuthorityUsedUp, match=r"at most 2 of Guest pass of Acme Hardware\."):
        office.use("ANN", quantity="3")
    office.use("ANN", used_on=date(2026, 6, 1))
    usage = office.use(holder="ANN", used_on=date(2026, 2, 1))
    with pytest.raises(errors.AuthorityUsedUp, match="Acme Hardware; 2 used already"):
        office.use("ANN")
    office.use()
    office.void(usage)
    office.use("ANN")
    assert office.remaining(level) == 1


def test_the_cap_is_of_each_level_by_itself(office: Office) -> None:
    """One pass of each of two memberships, the one that ends first before the other."""
    authorise(office, authorised_max=Decimal(1))
    gold = office.enroll().levels[0]
    sponsor = office.enroll(membership_type="SPONS", ends_on=date(2026, 7, 1)).levels[0]
    drawn = [(entry.level, entry.quantity) for entry in office.use("ANN", quantity="2").entries]
    assert drawn == [(sponsor.key, 1), (gold.key, 1)]
    with pytest.raises(errors.AuthorityUsedUp):
        office.use("ANN")


def test_conveyed_units_do_not_count_towards_the_cap(office: Office) -> None:
    """What Ann was given is hers besides."""
    authorise(office, authorised_max=Decimal(1))
    level = office.enroll().levels[0]
    request = ConveyRequest(level=level.key, holder="ANN", quantity=Decimal(2), idempotency_key="c")
    office.desk.convey(request, actor=MANAGER)
    assert [entry.conveyed for entry in office.use("ANN", quantity="3").entries] == [True, False]
    with pytest.raises(errors.AuthorityUsedUp, match="1 used already"):
        office.use("ANN")


def test_a_cap_between_two_steps_is_the_lower_one(office: Office) -> None:
    """Of one and a half passes a person may use one."""
    authorise(office, authorised_max=Decimal("1.5"))
    office.enroll()
    office.enroll(membership_type="SPONS", ends_on=date(2026, 7, 1))
    assert [entry.quantity for entry in office.use("ANN", quantity="2").entries] == [1, 1]
    with pytest.raises(errors.AuthorityUsedUp):
        office.use("ANN")


def test_where_the_number_comes_anew_so_does_the_cap(office: Office) -> None:
    """Three hours a month of ten."""
    monthly = MembershipBenefit(
        code="G2",
        membership_type="GOLD",
        benefit_type="ROOM",
        number=Decimal(10),
        period=Period.MONTH,
    )
    office.desk.put([monthly], idempotency_key="monthly", actor=MANAGER)
    authorise(office, authorised_max=Decimal(3))
    office.enroll()
    office.use("ANN", "ROOM", "3", used_on=date(2026, 5, 31))
    office.use("ANN", "ROOM", "3", used_on=date(2026, 6, 1))
    with pytest.raises(errors.AuthorityUsedUp):
        office.use("ANN", "ROOM", "0.5", used_on=date(2026, 5, 1))


def test_a_capped_authority_limits_what_has_no_end(office: Office) -> None:
    """An unlimited benefit has its cap too; the owner and their own levels have none."""
    authorise(office, authorised_max=Decimal(1))
    office.enroll()
    with pytest.raises(errors.AuthorityUsedUp):
        office.use("ANN", "NOTARY", "2")
    office.use("ACME", "NOTARY", "9")
    office.enroll("ANN")
    office.use("ANN", "NOTARY", "9")


def test_a_confirmed_overage_keeps_to_the_cap_of_an_authority(office: Office) -> None:
    """A manager adds to the level's number; the organisation decides on the person's."""
    stretching = MembershipBenefit(
        code="G1", membership_type="GOLD", benefit_type="PASS", number=Decimal(1), overage=True
    )
    office.desk.put([stretching], idempotency_key="over", actor=MANAGER)
    authorise(office, authorised_max=Decimal(2))
    office.enroll()
    with pytest.raises(errors.AuthorityUsedUp):
        office.use("ANN", quantity="3")
    with pytest.raises(errors.OverageUnconfirmed):
        office.use("ANN", quantity="2")


def test_an_own_level_that_ended_is_no_hindrance(office: Office) -> None:
    """Ann was a member until May: then her own passes, since then Acme's."""
    office.enroll()
    own = office.enroll("ANN", ends_on=date(2026, 5, 31)).levels[0]
    assert office.use("ANN", used_on=date(2026, 5, 31)).entries[0].level == own.key
    assert office.use("ANN").entries[0].contact == "ACME"
    assert register(office, "1") == 1


def test_registering_keeps_to_an_authority(office: Office) -> None:
    """Places beyond the cap, or after the end, are paid."""
    office.enroll()
    authorise(office, authorised_max=Decimal(2), authorised_until=date(2026, 6, 1))
    assert register(office, "3", on=date(2026, 6, 1)) == 2
    assert register(office, "1", on=date(2026, 6, 1)) == 0
    authorise(office, authorised_max=Decimal(3), authorised_until=date(2026, 6, 1))
    assert register(office, "1") == 0
    assert register(office, "1", on=date(2026, 6, 1)) == 1


def test_a_statement_leaves_out_what_the_authority_does_not_reach(office: Office) -> None:
    """On the last day it shows the organisation's memberships, the day after it doesn't."""
    office.enroll()
    authorise(office, authorised_until=date(2026, 6, 14))
    assert statement(office.desk, "ANN") == []
    assert len(statement(office.desk, "ANN", on=date(2026, 6, 14))) == 1


def test_a_file_brings_the_end_and_the_cap(office: Office, tmp_path: Path) -> None:
    """A blank cell takes them away again."""
    path = tmp_path / "contacts.csv"
    header = "code,name,affiliated_to,authorised,authorised_until,authorised_max\n"
    for cells, expected in (
        ("2026-12-31,2.5", (date(2026, 12, 31), Decimal("2.5"))),
        (",", (None, None)),
    ):
        path.write_text(f"{header}ANN,Ann Able,ACME,yes,{cells}\n", encoding="utf-8")
        import_file(office.desk, path, Kind.CONTACTS, actor=MANAGER)
        ann: Contact = office.desk.read(lambda books: books.contacts["ANN"])
        assert (ann.authorised_until, ann.authorised_max) == expected
