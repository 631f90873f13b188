"""Forgetting somebody, to the letter: their own words only, the longest first, in every place."""

import pytest

from core.contact import Contact
from core.entry import EntryKind
from core.errors import UnknownContact
from core.forgetting import FORGOTTEN, Forgotten, forget
from core.snapshot import NAME as SNAPSHOT
from core.snapshot import remember
from tests.core.building import MANAGER, Office


def put(office: Office, *contacts: Contact) -> None:
    """Put these in."""
    office.desk.put(contacts, idempotency_key=office.request_key(), actor=MANAGER)


def test_what_is_left_of_somebody(office: Office) -> None:
    """The code and whom they belong to; a new entry has the request's key; all is counted."""
    put(office, Contact(code="Q1", name="Quentin Quibble", email="q@q.example"))
    put(office, Contact(code="Q1", name="Quentin Quibble", email="q@q.net", affiliated_to="ACME"))
    office.store.keep("sheet:1:Contacts", {"rows": ["Quentin Quibble"]})
    office.store.keep("first", {"name": "Quentin Quibble"})
    office.store.keep("other", {"name": "Somebody"})
    office.store.keep("last", {"name": "quentin quibble"})
    gone = forget(office.desk, "Q1", idempotency_key="gone", actor=MANAGER)
    left = office.desk.read(lambda books: books.contacts["Q1"])
    assert left == Contact(code="Q1", name=FORGOTTEN, affiliated_to="ACME", retired=True)
    *_, last = office.store.entries()
    assert (last.kind, last.contact, last.idempotency_key) == (EntryKind.CONTACT, "Q1", "gone")
    assert gone == Forgotten("Q1", entries=3, documents=2)
    assert office.store.document("last") == {"name": FORGOTTEN}
    with pytest.raises(UnknownContact, match="“Q9”"):
        forget(office.desk, "Q9", idempotency_key="nobody", actor=MANAGER)


def test_the_names_of_others_stay(office: Office) -> None:
    """In what is told of them, and where they have the same name in their own entries."""
    put(office, Contact(code="Q1", name="Quentin"), Contact(code="Q2", name="Quentin"))
    office.enroll()
    office.use(description="Ann Able, with Quentin")
    forget(office.desk, "Q1", idempotency_key="gone", actor=MANAGER)
    entries = [*office.store.entries()]
    (used,) = (entry for entry in entries if entry.kind is EntryKind.USAGE)
    assert used.description == f"Ann Able, with {FORGOTTEN}"
    (namesake,) = (entry for entry in entries if entry.contact == "Q2")
    assert namesake.after
    assert namesake.after["name"] == "Quentin"


def test_a_name_that_begins_like_another_goes_whole(office: Office) -> None:
    """However it was written."""
    put(office, Contact(code="Q1", name="quentin"))
    put(office, Contact(code="Q1", name="QUENTIN QUIBBLE"))
    office.enroll()
    office.use(description="Tour for Quentin Quibble")
    forget(office.desk, "Q1", idempotency_key="gone", actor=MANAGER)
    (used,) = (each for each in office.store.entries() if each.kind is EntryKind.USAGE)
    assert used.description == f"Tour for {FORGOTTEN}"


def test_a_snapshot_is_emptied(office: Office) -> None:
    """Nothing in it is worth keeping: the next start makes another one."""
    put(office, Contact(code="Q1", name="Quentin"))
    office.desk.read(lambda books: remember(office.store, books))
    forget(office.desk, "Q1", idempotency_key="gone", actor=MANAGER)
    snapshots = [content for name, content in office.store.documents() if name.startswith(SNAPSHOT)]
    assert snapshots
    assert not any(snapshots)
