"""A person is forgotten: no name in any byte of the store, and everything still adds up."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core.contact import Contact
from core.desk import Desk
from core.errors import UnknownContact
from core.forgetting import FORGOTTEN, forget
from core.past import PastIsFixed, as_known_at
from core.reports.balances import balances
from core.snapshot import remember
from core.store import Store
from core.stores.embedded import open_store
from core.stores.failures import WriteFailed
from core.stores.postgres import PostgresStore
from core.verify import verify
from tests.core.building import MANAGER, NEW_YEAR, TODAY, Office, an_office

NAME, EMAIL = "Quentin Quibble", "quentin@quibble.example"


def told(office: Office) -> None:
    """Somebody with a past: another name, an address, uses, words about them."""
    person = Contact(code="Q1", name="Quentin Quill", email=EMAIL, affiliated_to="ACME")
    office.desk.put([person], idempotency_key="q1", actor=MANAGER)
    renamed = Contact(code="Q1", name=NAME, email=EMAIL, affiliated_to="ACME")
    namesake = Contact(code="Q2", name=NAME)
    office.desk.put([renamed, namesake], idempotency_key="q2", actor=MANAGER)
    office.enroll("Q1")
    office.enroll()
    used = office.use("Q1", description=f"Tour for {NAME.upper()}", note=f"mail {EMAIL}")
    office.use("ACME", description="With Quentin Quillson")
    office.desk.void(used.key, reason=f"{NAME} fell ill", idempotency_key="v", actor=MANAGER)
    office.store.keep("told", {"names": [NAME, 5, None], "to": {"mail": EMAIL}})
    office.store.keep("sheet:1:Contacts", {"rows": [[NAME]]})


def figures(store: Store) -> list[dict[str, Any]]:
    """Every balance, for one who opens the ledger anew."""
    rows = [row.as_json() for row in balances(Desk(store), on=TODAY)]
    return sorted(rows, key=str)


def bytes_of(folder: Path) -> bytes:
    """Everything in the store's files."""
    return b"".join(path.read_bytes() for path in folder.glob("office.db*"))


def test_nothing_of_the_name_is_left(tmp_path: Path) -> None:
    """In no entry, document, snapshot or thrown-away page; balances and history are as before."""
    with an_office(tmp_path) as office:
        told(office)
        office.desk.read(lambda books: remember(office.store, books))
        before, entries = figures(office.store), office.desk.revision
        gone = forget(office.desk, "Q1", idempotency_key="f", actor=MANAGER)
        assert figures(office.store) == before
        assert office.desk.revision == entries + 1
        assert gone.entries >= 5
        assert verify(Desk(office.store)).content
        assert office.store.document("told") == {
            "names": [FORGOTTEN, 5, None],
            "to": {"mail": FORGOTTEN},
        }
        assert office.desk.read(lambda books: books.contacts["Q1"]).retired
        namesake = office.desk.read(lambda books: books.contacts["Q2"])
        assert namesake.name == NAME
        namesake_gone = Contact(code="Q2", name="Somebody Else")
        office.desk.put([namesake_gone], idempotency_key="q3", actor=MANAGER)
        assert office.store.document("sheet:1:Contacts") == {"rows": [[NAME]]}
        forget(office.desk, "Q2", idempotency_key="g", actor=MANAGER, in_sheet=True)
    whole = bytes_of(tmp_path)
    for word in (NAME, NAME.upper(), EMAIL, "Quentin Quill "):
        assert word.encode() not in whole
    assert b"Quentin Quillson" in whole


def test_forgetting_again_finds_nothing(office: Office) -> None:
    """And goes on where an earlier try was broken off."""
    told(office)
    nameless = Contact(code="Q1", name=FORGOTTEN, affiliated_to="ACME")
    office.desk.put([nameless], idempotency_key="half", actor=MANAGER)
    assert forget(office.desk, "Q1", idempotency_key="f", actor=MANAGER).entries >= 5
    assert forget(office.desk, "Q1", idempotency_key="g", actor=MANAGER).entries == 0
    with pytest.raises(UnknownContact):
        forget(office.desk, "Q9", idempotency_key="h", actor=MANAGER)


def test_somebody_is_forgotten_in_a_database(empty: str) -> None:
    """Other processes that share it know no name any more either."""
    with closing(PostgresStore(empty)) as store, closing(PostgresStore(empty)) as other:
        office = Office(store)
        office.stock()
        told(office)
        there = Desk(other)
        before = figures(store)
        forget(office.desk, "Q1", idempotency_key="f", actor=MANAGER)
        assert there.read(lambda books: books.contacts["Q1"]).name == FORGOTTEN
        assert figures(other) == before
        texts = str([*store.entries()])
        assert EMAIL not in texts
        assert "fell ill" in texts
        assert verify(Desk(other)).content
        assert store.can_write


def test_the_past_is_read_only_in_this_too(office: Office) -> None:
    """The books as they were show what is kept now."""
    past = as_known_at(office.desk, office.clock.now()).store
    with pytest.raises(PastIsFixed):
        past.rewrite([])
    past.clean()
    assert dict(past.documents()) == {}
    assert past.can_write
    assert past.damages() == []
    assert not past.shared


def test_a_draft_passes_it_on(office: Office) -> None:
    """What is tried out is entries; files and documents are the real store's."""
    office.enroll("ANN", starts_on=NEW_YEAR)

    def look(draft: Desk) -> tuple[object, ...]:
        store = draft.store
        store.rewrite([])
        store.clean()
        return dict(store.documents()), store.can_write, store.damages(), store.shared

    assert office.desk.together(look) == ({}, True, [], False)


def test_a_file_that_can_t_be_written_anew_is_told(office: Office, tmp_path: Path) -> None:
    """A reader's, for example."""
    with closing(open_store(tmp_path / "office.db", read_only=True)) as reader:
        assert not reader.can_write
        with pytest.raises(WriteFailed):
            reader.clean()
    assert office.store.can_write
