"""The rules of recording, sentence by sentence.

One unit unless more is said; whole steps; no date that can't be. Owners,
holders of conveyed units and authorised people use them, each from the right units first, never
more than there is on any day unless a manager stands for it. The same again is asked about where a
person records. What ends first goes first, and an organisation's use is the organisation's.

Shown elsewhere: the recorder's today in tests/core/sentences/test_today.py::
test_date_defaults_to_the_recorder_s_day_across_clock_changes; a manager's overage in
tests/core/test_allowances.py::
test_more_than_remains_needs_a_manager_where_the_line_allows_it; one usage over two levels in
tests/core/test_recording.py::test_the_level_that_ends_first_is_drawn_first; equal rows of a sheet
in tests/sheets_sync/test_record_usage.py::test_equal_rows_are_as_many_usages.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core import errors
from core.catalogue import BenefitType, MembershipBenefit
from core.columns import Kind
from core.contact import Contact, ContactKind
from core.conveying import ConveyRequest
from core.importing import import_file
from core.level import BenefitLevel
from core.policy import Policy
from core.quantity import ZERO
from core.recording import UsageRequest
from core.statement import statement
from core.verify import verify
from tests.core.building import LINES, MANAGER, NEW_YEAR, STAFF, TODAY, Office, an_office


def test_quantity_defaults_to_one(office: Office) -> None:
    """One unit, whatever the step is."""
    office.enroll()
    assert office.use(benefit_type="ROOM").quantity == 1


@pytest.mark.parametrize(
    ("step", "fits", "does_not"),
    [
        ("1", ["1", "2", "2.0"], ["0.5", "1.5", "0.9999"]),
        ("0.5", ["0.5", "1", "2.5"], ["0.25", "0.49", "0.75"]),
        ("0.01", ["0.01", "0.1", "49.99"], ["0.001", "0.0049"]),
        ("0.25", ["0.25", "1.75"], ["0.1", "0.3"]),
    ],
)
def test_quantity_is_a_multiple_of_the_step(
    office: Office, step: str, fits: list[str], does_not: list[str]
) -> None:
    """Passes, room hours by the half, a money allowance by the cent."""
    kind = BenefitType(code="X", name="Something", step=Decimal(step))
    line = MembershipBenefit(
        code="X", membership_type="GOLD", benefit_type="X", number=Decimal(100)
    )
    office.desk.put([kind, line], idempotency_key="x", actor=MANAGER)
    office.enroll()
    for quantity in fits:
        assert office.use(benefit_type="X", quantity=quantity).quantity == Decimal(quantity)
    for quantity in does_not:
        with pytest.raises(errors.QuantityOffStep, match=f"in steps of {step}"):
            office.use(benefit_type="X", quantity=quantity)


@pytest.mark.parametrize(
    ("used_on", "error"),
    [
        (TODAY + timedelta(1), errors.DateInFuture),
        (date(2025, 12, 31), errors.OutsideTerm),
        (date(2026, 2, 28), errors.BooksClosed),
        (date(2026, 3, 1), None),
        (TODAY, None),
    ],
)
def test_a_date_that_cannot_be_is_refused(
    tmp_path: Path, used_on: date, error: type[errors.BenefitError] | None
) -> None:
    """In the future, outside the term, before the books are open; the days beside them are fine."""
    opened = date(2026, 3, 1) if error is not errors.OutsideTerm else None
    with an_office(tmp_path, policy=Policy(open_from=opened)) as office:
        office.enroll()
        if error:
            with pytest.raises(error):
                office.use(used_on=used_on)
        else:
            assert office.use(used_on=used_on).entries[0].on == used_on


@pytest.mark.parametrize(
    ("used_on", "fits"),
    [("2026-02-28", False), ("2026-03-01", True), ("2026-05-31", True), ("2026-06-01", False)],
)
def test_first_and_last_day_of_the_term_belong_to_it(
    office: Office, used_on: str, fits: bool
) -> None:
    """The days before and after do not."""
    office.enroll("ZED", starts_on=date(2026, 3, 1), ends_on=date(2026, 5, 31))
    if fits:
        office.use("ZED", used_on=date.fromisoformat(used_on))
    else:
        with pytest.raises(errors.OutsideTerm, match="1 Mar 2026 to 31 May 2026"):
            office.use("ZED", used_on=date.fromisoformat(used_on))


def convey(office: Office, level: BenefitLevel, holder: str, quantity: int) -> None:
    """Put units into somebody's hands, since New Year."""
    giving = ConveyRequest(
        level=level.key,
        holder=holder,
        quantity=Decimal(quantity),
        conveyed_on=NEW_YEAR,
        idempotency_key=office.request_key(),
    )
    office.desk.convey(giving, actor=MANAGER)


@pytest.mark.parametrize(
    ("holder", "entitled"),
    [("ACME", True), ("ANN", True), ("BOB", False), ("ZED", True), ("NIX", False)],
    ids=["owner", "authorised", "not authorised", "was given units", "unknown"],
)
def test_who_may_be_the_holder(office: Office, holder: str, entitled: bool) -> None:
    """The owner, whom units were conveyed to, and people authorised for the organisation."""
    level = office.enroll().levels[0]
    convey(office, level, "ZED", 1)
    if entitled:
        assert office.use(holder=holder).entries[0].holder == holder
    else:
        with pytest.raises((errors.HolderNotEntitled, errors.UnknownContact)):
            office.use(holder=holder)


@pytest.mark.parametrize("stranger", ["ELSE", "FREE"])
def test_only_an_affiliate_of_that_organisation_is_authorised(
    office: Office, stranger: str
) -> None:
    """Being authorised elsewhere, or nowhere, gives nothing here."""
    people = [
        Contact(code="OTHER", name="Other Ltd", kind=ContactKind.ORGANISATION),
        Contact(code="ELSE", name="Elsewhere", affiliated_to="OTHER", authorised=True),
        Contact(code="FREE", name="Free", authorised=True),
    ]
    office.desk.put(people, idempotency_key="people", actor=MANAGER)
    office.enroll()
    with pytest.raises(errors.HolderNotEntitled):
        office.use(holder=stranger)


@pytest.mark.parametrize(
    ("holder", "quantity", "conveyed", "available"),
    [("ZED", "2", True, 2), ("ANN", "2", False, 0), ("ACME", "1", False, 1)],
)
def test_a_holder_draws_on_their_own_units_and_others_on_available_ones(
    office: Office, holder: str, quantity: str, conveyed: bool, available: int
) -> None:
    """Of four passes Zed was given two: his use leaves the other two where they were."""
    level = office.enroll().levels[0]
    convey(office, level, "ZED", 2)
    usage = office.use(holder=holder, quantity=quantity)
    assert [entry.conveyed for entry in usage.entries] == [conveyed]
    assert office.desk.balance(level.key).available == available


@pytest.mark.parametrize(
    ("told", "asked", "on", "left"),
    [
        ([], "5", "2026-06-15", 4),
        ([("2026-06-01", "3")], "2", "2026-06-15", 1),
        ([("2026-06-01", "3")], "2", "2026-02-01", 1),
        ([("2026-02-01", "1"), ("2026-06-01", "2")], "2", "2026-04-01", 1),
    ],
    ids=["more than there is", "after a use", "before a use", "between two uses"],
)
def test_more_than_there_is_on_any_later_day_is_refused(
    office: Office, told: list[tuple[str, str]], asked: str, on: str, left: int
) -> None:
    """What a later day has used is not there before it; one unit fewer is recorded."""
    level = office.enroll().levels[0]
    for used_on, quantity in told:
        office.use(quantity=quantity, used_on=date.fromisoformat(used_on))
    with pytest.raises(errors.NotEnoughRemaining, match=f"Only {left} (left|can be used on)"):
        office.use(quantity=asked, used_on=date.fromisoformat(on))
    office.use(quantity=str(left), used_on=date.fromisoformat(on))
    assert office.remaining(level) == 0


@pytest.mark.parametrize(
    ("overage", "approver", "error"),
    [
        (False, MANAGER, errors.NotEnoughRemaining),
        (True, None, errors.OverageUnconfirmed),
        (True, STAFF, errors.NotAllowed),
        (True, MANAGER, None),
    ],
    ids=["line forbids", "nobody confirms", "staff confirm", "manager confirms"],
)
def test_an_overage_takes_the_line_and_a_manager(
    office: Office, overage: bool, approver: Any, error: type[errors.BenefitError] | None
) -> None:
    """Both are needed; the approver's name then stands in the ledger."""
    line = replace(LINES[0], overage=overage)
    office.desk.put([line], idempotency_key="line", actor=MANAGER)
    level = office.enroll().levels[0]
    request = usage_request(office, quantity="6")
    if error:
        with pytest.raises(error) as refusal:
            office.desk.record(request, actor=STAFF, approver=approver)
        assert type(refusal.value) is error
        assert office.remaining(level) == 4
    else:
        office.desk.record(request, actor=STAFF, approver=approver)
        assert {entry.actor for entry in office.store.entries_of_level(level.key)[1:]} == {
            STAFF.id,
            MANAGER.id,
        }
        assert office.remaining(level) == 0


def test_an_overage_may_be_backdated_too(office: Office) -> None:
    """All four were used in June: a fifth of February is the manager's, and June is left alone."""
    office.desk.put([replace(LINES[0], overage=True)], idempotency_key="line", actor=MANAGER)
    level = office.enroll().levels[0]
    office.use(quantity="4", used_on=date(2026, 6, 1))
    late = usage_request(office, used_on=date(2026, 2, 1))
    with pytest.raises(
        errors.OverageUnconfirmed,
        match="None can be used on 1 Feb 2026",
    ):
        office.desk.record(late, actor=STAFF)
    usage = office.desk.record(late, actor=STAFF, approver=MANAGER)
    assert verify(office.desk).content
    assert [office.remaining(level, date(2026, month, 15)) for month in (2, 6)] == [4, 0]
    office.void(usage)
    assert verify(office.desk).content


def usage_request(office: Office, quantity: str = "1", **fields: Any) -> UsageRequest:
    """A request of a person, who has not said that a repetition is meant."""
    given: dict[str, Any] = {
        "contact": "ACME",
        "benefit_type": "PASS",
        "idempotency_key": office.request_key(),
    }
    return UsageRequest(quantity=Decimal(quantity), **(given | fields))


@pytest.mark.parametrize(
    ("again", "asks"),
    [
        ({}, True),
        ({"description": "another"}, True),
        ({"quantity": "2"}, False),
        ({"used_on": date(2026, 6, 14)}, False),
        ({"benefit_type": "ROOM"}, False),
        ({"contact": "ZED"}, False),
        ({"holder": "ANN"}, False),
        ({"again": True}, False),
    ],
    ids=str,
)
def test_the_same_contact_benefit_date_and_quantity_asks(
    office: Office, again: dict[str, Any], asks: bool
) -> None:
    """The question says by whom and when; whatever differs in one of them is not asked about."""
    office.enroll()
    office.enroll("ZED")
    office.desk.record(usage_request(office), actor=STAFF)
    office.clock.pass_time(hours=1)
    if asks:
        with pytest.raises(
            errors.LooksRecordedTwice,
            match=r"Already recorded by U-SAM at 15:00 on 15 Jun 2026; record again\?",
        ):
            office.desk.record(usage_request(office, **again), actor=MANAGER)
    else:
        assert not office.desk.record(usage_request(office, **again), actor=MANAGER).repeated


def test_equal_rows_of_a_file_are_meant_and_only_marked(office: Office, tmp_path: Path) -> None:
    """Three equal rows are three usages; nobody is asked, and two are said to look alike."""
    level = office.enroll().levels[0]
    path = tmp_path / "usage.csv"
    path.write_text("contact,benefit_type,used_on\n" + "ACME,PASS,2026-06-01\n" * 3)
    imported = import_file(office.desk, path, Kind.USAGE, actor=STAFF)
    assert (imported.added, imported.alike) == (3, 2)
    assert office.remaining(level) == 1


@pytest.mark.parametrize(
    ("ends", "first"),
    [
        (["2026-12-31", "2026-09-30"], 1),
        (["2026-09-30", "2026-12-31"], 0),
        (["2026-12-31", "2026-12-31"], 0),
        (["2026-12-31", "2026-07-31", "2026-07-31"], 1),
    ],
    ids=["younger ends first", "older ends first", "end together", "three"],
)
def test_what_ends_first_is_drawn_first_then_the_older(
    office: Office, ends: list[str], first: int
) -> None:
    """Whatever the order in which the levels came."""
    levels = [office.enroll(ends_on=date.fromisoformat(end)).levels[0] for end in ends]
    (entry,) = office.use().entries
    assert entry.level == levels[first].key


def test_one_usage_draws_on_several_levels_in_that_order(office: Office) -> None:
    """Seven of twelve: four, then three; the third is left alone. One act, taken back whole."""
    levels = [office.enroll(ends_on=date(2026, month, 28)).levels[0] for month in (12, 8, 10)]
    usage = office.use(quantity="7")
    assert [(entry.level, entry.quantity) for entry in usage.entries] == [
        (levels[1].key, 4),
        (levels[2].key, 3),
    ]
    assert {entry.act for entry in usage.entries} == {usage.key}
    office.void(usage)
    assert [office.remaining(level) for level in levels] == [4, 4, 4]
    assert verify(office.desk).content


def test_an_organisation_s_benefits_stay_on_its_record(office: Office) -> None:
    """Ann's use is Acme's: on Acme's statement, as an entry of Acme's with Ann as the holder."""
    office.enroll()
    (entry,) = office.use("ANN").entries
    assert (entry.contact, entry.holder) == ("ACME", "ANN")
    (acme,) = statement(office.desk, "ACME")
    assert [use.key for line in acme.lines for use in line.usages] == [entry.key]
    assert office.desk.read(lambda books: books.memberships_of("ANN")) == []


def test_a_contact_s_own_benefits_are_not_the_organisation_s(office: Office) -> None:
    """Who has a membership of their own draws on that."""
    office.enroll()
    own = office.enroll("ANN").levels[0]
    (entry,) = office.use("ANN").entries
    assert (entry.level, entry.contact) == (own.key, "ANN")
    assert office.remaining(own) != ZERO
