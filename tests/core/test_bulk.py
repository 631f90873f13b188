"""Bulk: one use for many contacts, previewed, in one commit."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.bulk import (
    BulkRequest,
    SomeRefused,
    TooManyContacts,
    candidates,
    preview_bulk,
    record_bulk,
    recorded_in_bulk_with,
    void_all,
)
from core.contact import Contact
from core.conveying import ConveyRequest
from core.entry import Entry
from core.errors import LooksRecordedTwice
from core.quantity import UNLIMITED
from tests.core.building import MANAGER, STAFF, Office


def many(office: Office, count: int) -> tuple[str, ...]:
    """So many Gold members."""
    codes = [f"C{number}" for number in range(count)]
    people = [Contact(code=code, name=f"Contact {code}") for code in codes]
    office.desk.put(people, idempotency_key="many", actor=MANAGER)
    for code in codes:
        office.enroll(code)
    return tuple(codes)


def request(contacts: tuple[str, ...], quantity: str = "1", key: str = "bulk") -> BulkRequest:
    """A pass for each of them."""
    return BulkRequest(
        contacts=contacts,
        benefit_type="PASS",
        quantity=Decimal(quantity),
        used_on=date(2026, 5, 1),
        description="Open day",
        idempotency_key=key,
    )


def test_five_hundred_contacts_are_one_commit(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store is asked to append once."""
    codes = many(office, 500)
    commits: list[int] = []
    append = office.store.append

    def counted(entries: list[Entry]) -> None:
        commits.append(len(entries))
        append(entries)

    monkeypatch.setattr(office.store, "append", counted)
    outcome = record_bulk(office.desk, request(codes), actor=STAFF)
    assert (len(outcome.recorded), outcome.refused) == (500, ())
    assert commits == [500]


def test_a_preview_says_who_would_be_refused_and_why(office: Office) -> None:
    """Nothing is written by looking."""
    codes = many(office, 2)
    office.use(codes[0], quantity="4")
    before = list(office.store.entries())
    outcome = preview_bulk(office.desk, request((*codes, "NIX")), actor=STAFF)
    assert [usage.entries[0].contact for usage in outcome.recorded] == ["C1"]
    assert [(each.contact, each.reason) for each in outcome.refused] == [
        ("C0", "None can be used on 1 May 2026, for later days need them; 1 asked for."),
        ("NIX", "There is no contact “NIX”."),
    ]
    assert list(office.store.entries()) == before


def test_all_or_those_that_can(office: Office) -> None:
    """All means none where one is refused; those that can leaves out the others."""
    codes = many(office, 2)
    office.use(codes[0], quantity="4")
    before = list(office.store.entries())
    with pytest.raises(SomeRefused, match="1 of 2 would be refused"):
        record_bulk(office.desk, request(codes), actor=STAFF)
    assert list(office.store.entries()) == before
    outcome = record_bulk(office.desk, request(codes), actor=STAFF, those_that_can=True)
    assert len(outcome.recorded) == 1


def test_the_same_bulk_twice_has_one_effect(office: Office) -> None:
    """A second submission answers that it had been done."""
    codes = many(office, 3)
    record_bulk(office.desk, request(codes), actor=STAFF)
    entries = len(list(office.store.entries()))
    again = record_bulk(office.desk, request(codes), actor=STAFF)
    assert all(usage.repeated for usage in again.recorded)
    assert len(list(office.store.entries())) == entries


def test_a_contact_named_twice_counts_once(office: Office) -> None:
    """Chosen by filter and by hand."""
    codes = many(office, 1)
    outcome = record_bulk(office.desk, request((*codes, *codes)), actor=STAFF)
    assert len(outcome.recorded) == 1


def test_a_bulk_is_taken_back_whole(office: Office) -> None:
    """Everybody's units are there again."""
    codes = many(office, 3)
    outcome = record_bulk(office.desk, request(codes, "4"), actor=MANAGER)
    keys = recorded_in_bulk_with(office.desk, outcome.recorded[0].key)
    void_all(office.desk, keys, reason="wrong day", idempotency_key="undo", actor=MANAGER)
    assert [each.remaining for each in candidates(office.desk, "PASS")] == [4, 4, 4]


def test_candidates_are_narrowed_by_type_and_remaining(office: Office) -> None:
    """Filters for the list from which contacts are chosen."""
    codes = many(office, 2)
    office.enroll("ZED", membership_type="SPONS", ends_on=date(2026, 12, 31))
    office.use(codes[0], quantity="4")

    def found(**filters: object) -> list[str]:
        return [each.contact.code for each in candidates(office.desk, "PASS", **filters)]  # type: ignore[arg-type]

    assert found() == ["C0", "C1", "ZED"]
    assert found(membership_type="SPONS") == ["ZED"]
    assert found(at_least=Decimal(3)) == ["C1"]
    assert found(on=date(2027, 1, 1)) == []
    (notary, *_) = candidates(office.desk, "NOTARY")
    assert notary.remaining is UNLIMITED


def test_a_crowd_is_a_file(office: Office) -> None:
    """More than five thousand at once are refused in a sentence."""
    crowd = tuple(f"C{number}" for number in range(5001))
    with pytest.raises(TooManyContacts, match="5001 contacts are too many"):
        preview_bulk(office.desk, request(crowd), actor=STAFF)


def test_a_bulk_is_taken_back_from_whoever_holds_another_s_units(office: Office) -> None:
    """Their use is booked to the owner, and came with the bulk all the same."""
    level = office.enroll("ACME").levels[0]
    convey = ConveyRequest(
        level=level.key,
        holder="ZED",
        quantity=Decimal(1),
        idempotency_key="convey",
        conveyed_on=date(2026, 4, 1),
    )
    office.desk.convey(convey, actor=MANAGER)
    codes = many(office, 1)
    outcome = record_bulk(office.desk, request((*codes, "ZED")), actor=MANAGER)
    owners = [usage.entries[0].contact for usage in outcome.recorded]
    assert owners == [*codes, "ACME"]
    for usage in outcome.recorded:
        assert len(recorded_in_bulk_with(office.desk, usage.key)) == 2


def test_retired_contacts_fit_no_filter(office: Office) -> None:
    """Their units can be used to the end of the term, by naming them."""
    codes = many(office, 2)
    retired = Contact(code="C0", name="Contact C0", retired=True)
    office.desk.put([retired], idempotency_key="retired", actor=MANAGER)
    assert [each.contact.code for each in candidates(office.desk, "PASS")] == ["C1"]
    assert len(record_bulk(office.desk, request(codes), actor=STAFF).recorded) == 2


def test_the_same_again_is_recorded_where_it_is_meant(office: Office) -> None:
    """Otherwise each is asked about."""
    codes = many(office, 2)
    record_bulk(office.desk, request(codes), actor=STAFF)
    with pytest.raises(SomeRefused) as asked:
        record_bulk(office.desk, request(codes, key="more"), actor=STAFF)
    assert {type(each.error) for each in asked.value.outcome.refused} == {LooksRecordedTwice}
    meant = replace(request(codes, key="more"), again=True)
    assert len(record_bulk(office.desk, meant, actor=STAFF).recorded) == 2
