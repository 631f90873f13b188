"""The books: what the ledger says, folded into memory."""

from pathlib import Path

import pytest

from core.books import books_of
from core.contact import Contact
from core.desk import Desk
from core.errors import NameNotUsable
from core.store import AlreadyStored
from core.stores.embedded import open_store
from core.verify import verify
from tests.core.building import MANAGER, STAFF, Office


def test_people_are_found_by_their_organisation(office: Office) -> None:
    """And by the new one after they moved."""
    assert [one.code for one in office.desk.read(lambda b: b.affiliates("ACME"))] == ["ANN", "BOB"]
    moved = Contact(code="BOB", name="Bob Bold", affiliated_to=None)
    office.desk.put([moved], idempotency_key="moved", actor=MANAGER)
    assert [one.code for one in office.desk.read(lambda b: b.affiliates("ACME"))] == ["ANN"]


def test_a_fresh_fold_equals_the_books_in_use(office: Office) -> None:
    """Whatever was done, and in a copy too."""
    office.enroll()
    office.void(office.use())
    office.use(quantity="2")
    books = office.desk.read(lambda books: books)
    for other in (books_of(office.store.entries()), books.copy()):
        assert other.tallies == books.tallies
        assert other.levels == books.levels
        assert other.voided == books.voided
        assert other.contacts == books.contacts


def test_a_copy_changes_by_itself(office: Office) -> None:
    """Trying something out leaves the books alone."""
    level = office.enroll().levels[0]

    def work(draft: Desk) -> object:
        _over(office, draft).use(quantity="3", idempotency_key="tried")
        return draft.balance(level.key).remaining

    assert office.desk.together(work, dry_run=True) == 1
    assert office.remaining(level) == 4
    assert office.desk.together(work) == 1
    assert office.remaining(level) == 1


def _over(office: Office, draft: Desk) -> Office:
    twin = Office(office.store, clock=office.clock)
    twin.desk = draft
    return twin


def test_what_several_changes_did_together_is_all_or_nothing(office: Office) -> None:
    """An error half way leaves nothing, and each request stays once."""
    level = office.enroll().levels[0]

    def work(draft: Desk) -> None:
        twin = _over(office, draft)
        first = twin.use(idempotency_key="same")
        assert twin.use(idempotency_key="same").repeated
        assert draft.store.entry(first.key) == first.entries[0]
        assert draft.store.entries_of_request("same") == list(first.entries)
        assert [entry.key for entry in draft.store.entries(after=first.key)] == []
        assert len(list(draft.store.entries())) == len(list(office.store.entries())) + 1
        draft.store.close()
        raise AlreadyStored("on purpose")

    try:
        office.desk.together(work)
    except AlreadyStored:
        assert office.remaining(level) == 4


def test_a_reader_that_began_with_nothing_sees_what_comes(tmp_path: Path) -> None:
    """An empty ledger is asked again."""
    writer = open_store(tmp_path / "new.db")
    reader = open_store(tmp_path / "new.db", read_only=True)
    try:
        desk = Desk(reader)
        Desk(writer).put([Contact(code="A", name="A")], idempotency_key="a", actor=MANAGER)
        assert desk.read(lambda books: list(books.contacts)) == ["A"]
    finally:
        reader.close()
        writer.close()


def test_what_is_done_together_is_told_at_one_instant(office: Office) -> None:
    """All of it is known at an instant, or none."""
    office.enroll()

    def work(draft: Desk) -> None:
        twin = _over(office, draft)
        for number in range(3):
            twin.use(idempotency_key=f"one-{number}")
            office.clock.pass_time(seconds=1)

    office.desk.together(work)
    *_, first, second, third = office.store.entries()
    assert first.at == second.at == third.at


def test_two_desks_on_one_store_see_each_other(tmp_path: Path, office: Office) -> None:
    """A reader beside the writer catches up before it answers."""
    level = office.enroll().levels[0]
    store = open_store(tmp_path / "office.db", read_only=True)
    try:
        reader = Desk(store, clock=office.clock)
        office.use(actor=STAFF)
        assert reader.balance(level.key).remaining == 3
        assert verify(reader).content
    finally:
        store.close()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("  ", "is blank"),
        ("x" * 256, "more than 255"),
        ("Acme\x00", "can't be seen"),
        ("Ac\nme", "can't be seen"),
        ("\u202eemcA", "can't be seen"),
    ],
)
def test_a_name_can_be_seen_and_read(office: Office, name: str, why: str) -> None:
    """No blanks, no control characters, no direction marks; emoji are fine."""
    with pytest.raises(NameNotUsable, match=why):
        office.desk.put([Contact(code="N", name=name)], idempotency_key="n", actor=MANAGER)
    family = Contact(code="N", name="Družina 👩\u200d👧")
    assert office.desk.put([family], idempotency_key="f", actor=MANAGER)


def test_the_same_put_twice_is_answered_alike(office: Office) -> None:
    """Though nothing is left to change by then."""
    first = office.desk.put([Contact(code="N", name="New")], idempotency_key="n", actor=MANAGER)
    again = office.desk.put([Contact(code="N", name="New")], idempotency_key="n", actor=MANAGER)
    assert again == first
    assert (
        office.desk.put([Contact(code="N", name="New")], idempotency_key="m", actor=MANAGER) == []
    )
