"""The rules of recording in bulk, sentence by sentence.

One date, quantity, description and benefit for many contacts, chosen by filter and by hand; a
preview with reasons; then all, or those that can, in one commit; five hundred at once.

Shown elsewhere: five hundred contacts in one commit in tests/core/test_bulk.py::
test_five_hundred_contacts_are_one_commit; the filters in tests/core/test_bulk.py::
test_candidates_are_narrowed_by_type_and_remaining; a contact chosen twice in
tests/core/test_bulk.py::test_a_contact_named_twice_counts_once.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core.adjusting import LevelChange
from core.bulk import BulkRequest, SomeRefused, candidates, preview_bulk, record_bulk
from core.contact import Contact
from tests.core.building import LINES, MANAGER, STAFF, Office

REASONS = {
    "C1": "None left; 1 asked for.",
    "C2": "Contact C2 declined Guest pass.",
    "C3": "Guest pass of Contact C3 has been made inactive.",
    "C4": "1 Jun 2026 is outside the membership, which runs 1 Jan 2026 to 31 May 2026.",
    "C5": "Contact C5 has no Guest pass with any membership.",
    "NIX": "There is no contact “NIX”.",
}


def a_request(*contacts: str, **fields: Any) -> BulkRequest:
    """A pass on 1 June for each of them."""
    given: dict[str, Any] = {
        "benefit_type": "PASS",
        "used_on": date(2026, 6, 1),
        "description": "Open day",
        "idempotency_key": "bulk",
    }
    return BulkRequest(contacts=contacts, **(given | fields))


@pytest.fixture
def mixed(office: Office) -> Office:
    """Two contacts who can use a pass, and one for each reason why somebody can't."""
    codes = [f"C{number}" for number in range(7)]
    people = [Contact(code=code, name=f"Contact {code}") for code in codes]
    office.desk.put(people, idempotency_key="people", actor=MANAGER)
    office.enroll("C0")
    office.enroll("C1", numbers={"G1": Decimal(0)})
    office.enroll("C2", declined=frozenset({"G1"}))
    withdrawn = LevelChange(level=office.enroll("C3").levels[0].key, active=False)
    office.desk.change_level(withdrawn, idempotency_key="withdrawn", actor=MANAGER)
    office.enroll("C4", ends_on=date(2026, 5, 31))
    office.enroll("C6")
    return office


def test_each_contact_gets_the_same_use(mixed: Office) -> None:
    """Benefit, date, quantity and description are one for all; each has an entry of its own."""
    outcome = record_bulk(mixed.desk, a_request("C0", "C6", quantity=Decimal(2)), actor=STAFF)
    entries = [entry for usage in outcome.recorded for entry in usage.entries]
    assert [entry.contact for entry in entries] == ["C0", "C6"]
    assert {(entry.on, entry.quantity, entry.description) for entry in entries} == {
        (date(2026, 6, 1), Decimal(2), "Open day")
    }


def test_contacts_are_chosen_by_filter_and_by_hand(mixed: Office) -> None:
    """The filter offers who can use one on that day; a name more may be added."""
    offered = candidates(mixed.desk, "PASS", at_least=Decimal(1), on=date(2026, 6, 1))
    chosen = [one.contact.code for one in offered]
    assert chosen == ["C0", "C6"]
    outcome = preview_bulk(mixed.desk, a_request(*chosen, "C5"), actor=STAFF)
    assert (len(outcome.recorded), len(outcome.refused)) == (2, 1)


def test_a_preview_says_who_would_be_refused_and_why(mixed: Office) -> None:
    """Each in a sentence of its own, and the ledger is as it was."""
    before = list(mixed.store.entries())
    outcome = preview_bulk(mixed.desk, a_request("C0", *REASONS, "C6"), actor=STAFF)
    assert {each.contact: each.reason for each in outcome.refused} == REASONS
    assert [usage.entries[0].contact for usage in outcome.recorded] == ["C0", "C6"]
    assert list(mixed.store.entries()) == before


def test_all_means_nobody_where_one_is_refused(mixed: Office) -> None:
    """The refusal counts them, and the ledger is as it was."""
    before = list(mixed.store.entries())
    with pytest.raises(SomeRefused, match="Nothing was recorded: 6 of 8 would be refused"):
        record_bulk(mixed.desk, a_request("C0", *REASONS, "C6"), actor=STAFF)
    assert list(mixed.store.entries()) == before


def test_those_that_can_are_recorded_in_one_commit(mixed: Office) -> None:
    """The others are told; the recorded ones are told at one instant."""
    before = list(mixed.store.entries())
    request = a_request("C0", *REASONS, "C6")
    outcome = record_bulk(mixed.desk, request, actor=STAFF, those_that_can=True)
    new = list(mixed.store.entries())[len(before) :]
    assert [entry.contact for entry in new] == ["C0", "C6"]
    assert len({entry.at for entry in new}) == 1
    assert {each.contact: each.reason for each in outcome.refused} == REASONS


def test_a_preview_counts_what_the_contacts_before_would_use(office: Office) -> None:
    """Two authorised people share one organisation's units: the second finds what is left."""
    people = [
        Contact(code=code, name=code, affiliated_to="ACME", authorised=True)
        for code in ("P1", "P2")
    ]
    line = replace(LINES[0], number=Decimal(3))
    office.desk.put([*people, line], idempotency_key="people", actor=MANAGER)
    office.enroll()
    outcome = preview_bulk(office.desk, a_request("P1", "P2", quantity=Decimal(2)), actor=STAFF)
    assert [(each.contact, each.reason) for each in outcome.refused] == [
        ("P2", "Only 1 left; 2 asked for.")
    ]
