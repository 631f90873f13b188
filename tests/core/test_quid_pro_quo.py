"""The quid pro quo report: figures, the disclosure, what is missing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.catalogue import MembershipType
from core.membership import Transaction
from core.policy import Policy, QuidProQuoPolicy
from core.reports.quid_pro_quo import COLUMNS, QuidProQuo, quid_pro_quo
from tests.core.building import MANAGER, NEW_YEAR, Office, an_office

LIMITS = {2026: Decimal(140)}


@pytest.fixture
def gifts(tmp_path: Path) -> Iterator[Office]:
    """An office that knows this year's limit."""
    policy = Policy(quid_pro_quo=QuidProQuoPolicy(token_limits=LIMITS))
    with an_office(tmp_path, policy=policy) as office:
        yield office


def paid(amount: str | None, code: str = "D-1", on: date = NEW_YEAR) -> Transaction:
    """A payment."""
    return Transaction(code=code, amount=Decimal(amount) if amount else None, paid_on=on)


def the_report(office: Office, **enrolment: Any) -> QuidProQuo:
    """The report's only row after enrolling one member."""
    office.enroll(**enrolment)
    (row,) = quid_pro_quo(office.desk)
    return row


def test_the_deductible_part_is_what_was_paid_beyond_the_value(gifts: Office) -> None:
    """Five hundred paid, four passes of 12.50 received."""
    row = the_report(gifts, transaction=paid("500"))
    assert (row.amount, row.value, row.deductible) == (500, 50, 450)
    assert row.disclosure_due
    assert row.notes == ()
    assert tuple(row.as_json()) == COLUMNS


@pytest.mark.parametrize(("amount", "due"), [("75", False), ("75.01", True), ("60", False)])
def test_a_disclosure_is_due_above_the_threshold_paid(
    gifts: Office, amount: str, due: bool
) -> None:
    """The full payment counts, even where the deductible part is less."""
    assert the_report(gifts, transaction=paid(amount)).disclosure_due is due


def test_the_deductible_part_is_never_below_nothing(gifts: Office) -> None:
    """Who received more than they paid gave nothing."""
    assert the_report(gifts, transaction=paid("20")).deductible == 0


def test_a_stated_amount_stands_for_the_whole_type(gifts: Office) -> None:
    """The institution's own figure goes before the sum of the rows."""
    stated = MembershipType(
        code="GOLD", name="Gold", term_months=12, non_deductible_value=Decimal("62.25")
    )
    gifts.desk.put([stated], idempotency_key="stated", actor=MANAGER)
    row = the_report(gifts, transaction=paid("500"))
    assert (row.value, row.deductible) == (Decimal("62.25"), Decimal("437.75"))
    assert row.as_json()["stated"]


def test_token_benefits_are_disregarded(gifts: Office) -> None:
    """At most two per cent of the payment and the year's limit."""
    row = the_report(gifts, transaction=paid("2500"))
    assert (row.is_token, row.deductible, row.disclosure_due) == (True, 2500, False)


def test_a_year_without_a_limit_is_told(gifts: Office) -> None:
    """Blank until entered, and the report says so."""
    row = the_report(gifts, transaction=paid("2500", on=date(2025, 12, 20)))
    assert not row.is_token
    assert row.notes == ("The token limit for 2025 is not entered in the settings.",)


def test_what_is_not_known_stays_unknown(gifts: Office) -> None:
    """No amount, or no value: no figure is made up."""
    row = the_report(gifts, transaction=paid(None))
    assert (row.deductible, row.disclosure_due) == (None, None)
    assert row.notes == ("The amount paid is not known.",)
    gifts.enroll("ZED")
    bare = quid_pro_quo(gifts.desk)[1]
    assert (bare.transaction, bare.amount, bare.deductible) == (None, None, None)


def test_an_unknown_value_leaves_the_deductible_part_unknown(gifts: Office) -> None:
    """A flagged line without a published value."""
    flagged = gifts.desk.read(lambda books: books.membership_benefits["S1"])
    gifts.desk.put([replace(flagged, quid_pro_quo=True)], idempotency_key="flag", actor=MANAGER)
    row = the_report(
        gifts, membership_type="SPONS", ends_on=date(2026, 12, 31), transaction=paid("500")
    )
    assert (row.value, row.deductible) == (None, None)
    assert row.disclosure_due
    assert "The value of some benefits is not known." in row.notes


def test_memberships_of_one_transaction_are_one_row(gifts: Office) -> None:
    """Two memberships paid for together, an amount counted once."""
    gifts.enroll(transaction=paid("1000"))
    gifts.enroll(transaction=paid("1000"))
    gifts.enroll("ZED", transaction=paid("500", code="D-2"))
    first, second = quid_pro_quo(gifts.desk)
    assert (first.value, first.deductible, len(first.rows)) == (100, 900, 2)
    assert second.contact == "ZED"


def test_a_trade_association_prints_no_deductible_figure(tmp_path: Path) -> None:
    """Dues are no gifts unless it is switched on."""
    policy = Policy(quid_pro_quo=QuidProQuoPolicy(deductible=False))
    with an_office(tmp_path, policy=policy) as office:
        row = the_report(office, transaction=paid("500"))
        assert (row.value, row.deductible, row.disclosure_due) == (50, None, None)
        assert row.notes == ()
