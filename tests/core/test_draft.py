"""A draft: it reads through to the real store and writes nothing."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.clock import Key
from core.draft import DraftStore
from core.entry import Entry
from core.store import AlreadyStored
from core.stores.embedded import open_store
from tests.core.building import Office


@pytest.fixture
def told(office: Office) -> Entry:
    """A usage in the real ledger."""
    office.enroll()
    return office.use(idempotency_key="told").entries[0]


def another(entry: Entry, request: str, later: int = 1) -> Entry:
    """The same usage once more, by another request."""
    return replace(entry, key=Key(entry.key + later), idempotency_key=request)


def test_a_draft_shows_what_is_told_and_what_is_drafted(office: Office, told: Entry) -> None:
    """By key, by level, by request; and the real ledger has nothing of it."""
    draft, before = DraftStore(office.store, told.key), list(office.store.entries())
    new = another(told, "new")
    draft.append([new])
    assert list(draft.entries()) == [*before, new]
    assert (draft.entry(told.key), draft.entry(new.key)) == (told, new)
    assert told.level is not None
    assert draft.entries_of_level(told.level)[-2:] == [told, new]
    assert draft.entries_of_request("told") == [told]
    assert draft.entries_of_request("new") == [new]
    assert draft.carried_out(iter(["told", "new", "neither"])) == {"told", "new"}
    assert office.store.carried_out(["told", "new"]) == {"told"}
    assert list(office.store.entries()) == before


def test_a_request_is_drafted_once(office: Office, told: Entry) -> None:
    """Neither what was drafted nor what was carried out before is drafted again."""
    draft = DraftStore(office.store, told.key)
    draft.append([another(told, "new")])
    for request in ("new", "told"):
        with pytest.raises(AlreadyStored, match=f"The request {request} was carried out before"):
            draft.append([another(told, request, 2)])
    assert len(draft.drafted) == 1


def test_documents_and_copies_are_the_real_store_s(
    office: Office, told: Entry, tmp_path: Path
) -> None:
    """What is kept beside the ledger is no part of a draft, and a copy has nothing drafted."""
    draft = DraftStore(office.store, told.key)
    draft.append([another(told, "new")])
    draft.keep("seen", {"rows": 1})
    assert draft.document("seen") == office.store.document("seen") == {"rows": 1}
    draft.backup(tmp_path / "copy.db")
    copy = open_store(tmp_path / "copy.db")
    assert list(copy.entries()) == list(office.store.entries())
    copy.close()
    draft.drop("seen")
    assert office.store.document("seen") is None
