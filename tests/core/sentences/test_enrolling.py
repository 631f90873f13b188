"""The rules of enrolling, sentence by sentence.

A type, a start and a transaction show what comes with it and what can be added; all is made at once
or not at all. Levels are copies: the catalogue may change afterwards. A number may be lowered only.
A declined level gives nothing; its flag may change while nothing was used. Levels can be added,
edited and withdrawn later, and what is referred to is retired.

Shown elsewhere: the quid pro quo row's code, name, value and transaction in
tests/core/test_enrolling.py::test_accepted_benefits_make_quid_pro_quo_rows; the row following the
flag in tests/core/test_adjusting.py::test_a_level_can_be_declined_later_and_accepted_again.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core import errors
from core.adjusting import LevelChange
from core.catalogue import MembershipBenefit, Period
from core.enrolling import LevelRequest, offer
from core.membership import Transaction, TransactionKind
from core.quantity import UNLIMITED
from core.records import LookupRecord
from core.reports.quid_pro_quo import rows_of
from core.verify import verify
from tests.core.building import (
    BENEFIT_TYPES,
    CONTACTS,
    LINES,
    MANAGER,
    MEMBERSHIP_TYPES,
    NEW_YEAR,
    Office,
)

STANDARD = ("G1", "G2", "G3", "G4")


def put(office: Office, *records: LookupRecord) -> None:
    """Change contacts or catalogue."""
    office.desk.put(records, idempotency_key=office.request_key(), actor=MANAGER)


def test_a_type_shows_its_standard_and_its_optional_benefits(office: Office) -> None:
    """In the catalogue's order; those of other types are not among them."""
    shown = office.desk.read(lambda books: offer(books, "GOLD"))
    assert tuple(line.code for line in shown.standard) == STANDARD
    assert tuple(line.code for line in shown.optional) == ("G5",)


@pytest.mark.parametrize("declined", STANDARD)
def test_each_standard_benefit_is_accepted_or_declined(office: Office, declined: str) -> None:
    """A declined one has its level too, marked as such."""
    levels = office.enroll(declined=frozenset({declined})).levels
    assert {level.membership_benefit: level.accepted for level in levels} == {
        code: code != declined for code in STANDARD
    }


def test_an_optional_benefit_is_ticked_to_add_and_always_accepted(office: Office) -> None:
    """Without the tick there is no level; declining it is no choice."""
    assert len(office.enroll("ZED").levels) == 4
    level = office.enroll(optional=frozenset({"G5"})).levels[-1]
    assert (level.membership_benefit, level.accepted, level.standard) == ("G5", True, False)
    with pytest.raises(errors.NotDeclinable, match="G5 is not a standard benefit"):
        office.enroll("ANN", declined=frozenset({"G5"}))


@pytest.mark.parametrize(
    "wrong",
    [
        {"contact": "NIX"},
        {"membership_type": "NIX"},
        {"numbers": {"G1": Decimal(5)}},
        {"numbers": {"G2": Decimal("0.3")}},
        {"declined": frozenset({"S1"})},
        {"optional": frozenset({"G1"})},
        {"ends_on": date(2025, 12, 31)},
        {"transaction": Transaction(code="D-1", amount=Decimal(-1))},
    ],
    ids=str,
)
def test_membership_levels_and_rows_are_made_in_one_step_or_not_at_all(
    office: Office, wrong: dict[str, Any]
) -> None:
    """Whatever is wrong with the request, the ledger is as it was."""
    before = list(office.store.entries())
    with pytest.raises(errors.BenefitError):
        office.enroll(**wrong)
    assert list(office.store.entries()) == before
    assert office.desk.read(lambda books: books.levels) == {}


RICH = MembershipBenefit(
    code="G2",
    membership_type="GOLD",
    benefit_type="ROOM",
    number=Decimal(10),
    single_value=Decimal("20.0001"),
    standard=True,
    quid_pro_quo=True,
    period=Period.MONTH,
    rollover_max=Decimal(3),
    cap_per_day=Decimal(4),
    cap_per_event=Decimal(2),
    overage=True,
)


@pytest.mark.parametrize(
    ("field", "later"),
    [
        ("number", UNLIMITED),
        ("single_value", None),
        ("standard", False),
        ("quid_pro_quo", False),
        ("period", Period.TERM),
        ("rollover_max", None),
        ("cap_per_day", Decimal(1)),
        ("cap_per_event", None),
        ("overage", False),
        ("retired", True),
    ],
)
def test_levels_copy_the_catalogue_and_later_changes_leave_them_alone(
    office: Office, field: str, later: object
) -> None:
    """The level and its balance stay what they were; who comes later gets the new value."""
    put(office, RICH)
    level = office.enroll().levels[1]
    if field != "retired":
        assert getattr(level, field) == getattr(RICH, field)
    before = office.desk.balance(level.key)
    put(office, replace(RICH, **{field: later}))  # type: ignore[arg-type]
    assert office.desk.balance(level.key) == before
    newer = office.enroll("ZED").levels
    if field in {"retired", "standard"}:
        assert all(each.benefit_type != "ROOM" for each in newer)
    else:
        assert getattr(newer[1], field) == later


@pytest.mark.parametrize("number", ["4", "3", "0"])
def test_the_number_may_be_lowered_and_totals_follow(office: Office, number: str) -> None:
    """As offered, fewer, or none at all."""
    level = office.enroll(numbers={"G1": Decimal(number)}).levels[0]
    held = office.desk.balance(level.key)
    assert (held.number, held.remaining) == (Decimal(number), Decimal(number))
    assert held.total_value == Decimal(number) * Decimal("12.50")


@pytest.mark.parametrize(
    ("line", "number", "error"),
    [
        ("G1", "5", errors.NumberRaised),
        ("G2", "10.5", errors.NumberRaised),
        ("G1", "-1", errors.NumberNotPossible),
        ("G1", "0.5", errors.QuantityOffStep),
    ],
)
def test_the_number_is_never_raised(
    office: Office, line: str, number: str, error: type[errors.BenefitError]
) -> None:
    """Nor below nothing, nor between two steps."""
    with pytest.raises(error):
        office.enroll(numbers={line: Decimal(number)})


def test_a_declined_level_has_nothing_available_and_makes_no_row(office: Office) -> None:
    """The accepted ones beside it do."""
    made = office.enroll(declined=frozenset({"G1"}), optional=frozenset({"G5"}))
    assert office.desk.balance(made.levels[0].key).available == 0
    rows = office.desk.read(lambda books: rows_of(books, made.membership))
    assert [row.code for row in rows] == ["GALA"]


@pytest.mark.parametrize("kind", list(TransactionKind))
def test_the_row_is_linked_to_the_dues_or_gift_transaction(
    office: Office, kind: TransactionKind
) -> None:
    """Whichever paid for the membership."""
    paid = Transaction(code="T-1", kind=kind, amount=Decimal(500), paid_on=NEW_YEAR)
    made = office.enroll(transaction=paid)
    (row,) = office.desk.read(lambda books: rows_of(books, made.membership))
    assert row.transaction == paid


@pytest.mark.parametrize("used", [False, True])
def test_the_flag_changes_later_unless_something_was_used(office: Office, used: bool) -> None:
    """A usage that was taken back is none."""
    made = office.enroll()
    usage = office.use()
    decline = LevelChange(level=made.levels[0].key, accepted=False)
    if used:
        with pytest.raises(errors.UsedSoNotDeclinable, match="1 is used already"):
            office.desk.change_level(decline, idempotency_key="no", actor=MANAGER)
    else:
        office.void(usage)
        office.desk.change_level(decline, idempotency_key="no", actor=MANAGER)
    rows = office.desk.read(lambda books: rows_of(books, made.membership))
    assert len(rows) == int(used)


def test_a_level_is_added_to_a_membership_later(office: Office) -> None:
    """Until the same end, with the catalogue's number of that day."""
    made = office.enroll()
    put(office, replace(LINES[4], number=Decimal(3)))
    request = LevelRequest(
        membership=made.membership.key, membership_benefit="G5", idempotency_key="later"
    )
    level = office.desk.add_level(request, actor=MANAGER)
    assert (level.number, level.ends_on) == (3, date(2026, 12, 31))
    office.use(benefit_type="GALA", quantity="3")
    assert office.remaining(level) == 0


@pytest.mark.parametrize(
    ("field", "value"), [("comment", "by the door"), ("source", "WEB"), ("active", False)]
)
def test_a_level_is_edited_or_made_inactive(office: Office, field: str, value: Any) -> None:
    """And the same way back."""
    level = office.enroll().levels[0]
    for wanted in (value, getattr(level, field)):
        change = LevelChange(level=level.key, **{field: wanted})
        office.desk.change_level(change, idempotency_key=office.request_key(), actor=MANAGER)
        now = office.desk.read(lambda books: books.levels[level.key])
        assert getattr(now, field) == wanted
    assert office.remaining(level) == 4


@pytest.mark.parametrize(
    "record",
    [CONTACTS[0], BENEFIT_TYPES[0], MEMBERSHIP_TYPES[0], LINES[0]],
    ids=lambda record: type(record).__name__,
)
def test_what_is_referred_to_is_retired_and_goes_on_being_referred_to(
    office: Office, record: LookupRecord
) -> None:
    """The level that is there keeps its balance and can be used; the books still name the row."""
    level = office.enroll().levels[0]
    put(office, replace(record, retired=True))
    office.use()
    assert office.remaining(level) == 3
    assert verify(office.desk).content
    kept = office.desk.read(lambda books: books.lookup(type(record)))
    assert kept[record.code].retired


@pytest.mark.parametrize(
    ("record", "error"),
    [
        (CONTACTS[0], errors.NotOffered),
        (MEMBERSHIP_TYPES[0], errors.NotOffered),
        (LINES[4], errors.NotDeclinable),
    ],
    ids=["contact", "membership type", "membership benefit"],
)
def test_what_was_retired_is_not_chosen_any_more(
    office: Office, record: LookupRecord, error: type[errors.BenefitError]
) -> None:
    """Neither as a member, nor as a type, nor as an optional benefit."""
    put(office, replace(record, retired=True))
    with pytest.raises(error):
        office.enroll(optional=frozenset({"G5"}))
