"""The rules of quid pro quo, sentence by sentence.

A row is made when a level is accepted and flagged. The report has, for each transaction, the
amount, the value received (or the amount that is stated for the whole type) and the deductible
part. A disclosure is due above 75 dollars paid. Yearly thresholds are settings, and a missing one
is told. A trade association's report has no deductible figure unless it is switched on.

Shown elsewhere: several memberships of one transaction in tests/core/test_quid_pro_quo.py::
test_memberships_of_one_transaction_are_one_row; unknown amounts and values in
tests/core/test_quid_pro_quo.py::test_what_is_not_known_stays_unknown.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from core.membership import Transaction, TransactionKind
from core.policy import Policy, QuidProQuoPolicy
from core.reports.quid_pro_quo import QuidProQuo, quid_pro_quo
from tests.core.building import LINES, MANAGER, MEMBERSHIP_TYPES, NEW_YEAR, Office, an_office

LIMITS = {2026: Decimal(140)}


def paid(
    amount: str, on: date = NEW_YEAR, kind: TransactionKind = TransactionKind.DUES
) -> Transaction:
    """A payment."""
    return Transaction(code="T-1", kind=kind, amount=Decimal(amount), paid_on=on)


def the_row(office: Office) -> QuidProQuo:
    """The report's only row."""
    (row,) = quid_pro_quo(office.desk)
    return row


@pytest.mark.parametrize(
    ("flagged", "accepted", "made"),
    [(True, True, True), (True, False, False), (False, True, False), (False, False, False)],
)
def test_a_row_is_made_when_the_level_is_accepted_and_its_flag_is_y(
    office: Office, flagged: bool, accepted: bool, made: bool
) -> None:
    """Both are needed; code, name and value are the level's."""
    line = replace(LINES[0], quid_pro_quo=flagged)
    office.desk.put([line], idempotency_key="line", actor=MANAGER)
    declined = frozenset[str]() if accepted else frozenset({"G1"})
    office.enroll(transaction=paid("500"), declined=declined)
    rows = [row for each in quid_pro_quo(office.desk) for row in each.rows]
    expected = [("PASS", "Guest pass", Decimal(50))] if made else []
    assert [(row.code, row.name, row.value) for row in rows] == expected


@pytest.mark.parametrize(
    ("amount", "stated", "value", "deductible"),
    [
        ("500", None, "50", "450"),
        ("50", None, "50", "0"),
        ("40", None, "50", "0"),
        ("500.01", None, "50", "450.01"),
        ("500", "180", "180", "320"),
        ("500", "0", "0", "500"),
        ("100", "180", "180", "0"),
    ],
)
def test_amount_value_and_deductible_part(
    office: Office, amount: str, stated: str | None, value: str, deductible: str
) -> None:
    """What was paid beyond the value received, or beyond the amount stated for the whole type."""
    kind = replace(
        MEMBERSHIP_TYPES[0], non_deductible_value=None if stated is None else Decimal(stated)
    )
    office.desk.put([kind], idempotency_key="type", actor=MANAGER)
    office.enroll(transaction=paid(amount))
    row = the_row(office)
    assert (row.amount, row.value) == (Decimal(amount), Decimal(value))
    assert row.deductible == Decimal(deductible)


@pytest.mark.parametrize("kind", list(TransactionKind))
def test_the_report_has_a_row_for_each_dues_or_gift_transaction(
    office: Office, kind: TransactionKind
) -> None:
    """Linked by the transaction's code."""
    office.enroll(transaction=paid("500", kind=kind))
    assert the_row(office).transaction == paid("500", kind=kind)


@pytest.mark.parametrize(
    ("amount", "due"),
    [("74.99", False), ("75.00", False), ("75.01", True), ("76", True), ("500", True)],
)
def test_a_disclosure_is_due_above_75_dollars_paid(office: Office, amount: str, due: bool) -> None:
    """The full payment counts: 76 paid for 50 of value leaves 26 deductible, and is disclosed."""
    office.enroll(transaction=paid(amount))
    assert the_row(office).disclosure_due is due


@pytest.mark.parametrize(("threshold", "due"), [("75", True), ("100", False)])
def test_the_threshold_is_a_setting(tmp_path: Path, threshold: str, due: bool) -> None:
    """Eighty paid, under one threshold and the other."""
    policy = QuidProQuoPolicy(disclosure_above=Decimal(threshold))
    with an_office(tmp_path, policy=Policy(quid_pro_quo=policy)) as office:
        office.enroll(transaction=paid("80"))
        assert the_row(office).disclosure_due is due


@pytest.mark.parametrize(
    ("limits", "paid_on", "missing"),
    [
        ({}, "2026-01-01", "2026"),
        (LIMITS, "2026-01-01", None),
        (LIMITS, "2027-01-01", "2027"),
        (LIMITS, "2025-12-31", "2025"),
    ],
)
def test_the_report_says_when_a_yearly_threshold_is_missing(
    tmp_path: Path, limits: dict[int, Decimal], paid_on: str, missing: str | None
) -> None:
    """Blank until it is entered; no other year's stands in."""
    policy = Policy(quid_pro_quo=QuidProQuoPolicy(token_limits=limits))
    with an_office(tmp_path, policy=policy) as office:
        office.enroll(transaction=paid("500", date.fromisoformat(paid_on)))
        said = [f"The token limit for {missing} is not entered in the settings."] if missing else []
        assert list(the_row(office).notes) == said


@pytest.mark.parametrize(("switched_on", "deductible"), [(False, None), (True, Decimal(450))])
def test_a_trade_association_prints_no_deductible_figure_unless_switched_on(
    tmp_path: Path, switched_on: bool, deductible: Decimal | None
) -> None:
    """Amount, rows and value are there all the same."""
    policy = QuidProQuoPolicy(deductible=switched_on, token_limits=LIMITS)
    with an_office(tmp_path, policy=Policy(quid_pro_quo=policy)) as office:
        office.enroll(transaction=paid("500"))
        row = the_row(office)
        assert (row.amount, row.value, row.deductible) == (500, 50, deductible)
        assert row.as_json()["deductible"] == deductible
        assert (row.disclosure_due is None) is not switched_on
