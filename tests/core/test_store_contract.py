"""What every adapter of the store port promises."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest

from core.actor import Source
from core.clock import Key
from core.entry import Entry, EntryKind
from core.store import AlreadyStored, StoreError
from core.stores.embedded import EmbeddedStore, open_store
from core.stores.postgres import PostgresStore
from tests.database import ISOLATION, a_schema

Open = Callable[[], EmbeddedStore | PostgresStore]


ON_A_SERVER: Final = [pytest.param(each, marks=pytest.mark.server) for each in ISOLATION]


@pytest.fixture(params=["embedded", *ON_A_SERVER])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """A function that opens the same store each time it is called."""
    server = None if request.param == "embedded" else request.getfixturevalue("database_server")
    address = a_schema(server, isolation=request.param) if server else ""
    with ExitStack() as stores:

        def open_it() -> EmbeddedStore | PostgresStore:
            store: EmbeddedStore | PostgresStore = (
                PostgresStore(address) if address else open_store(tmp_path / "embedded.db")
            )
            stores.callback(store.close)
            return store

        yield open_it


def an_entry(key: int, request: str | None = None, **fields: object) -> Entry:
    """A usage with this key."""
    given: dict[str, object] = {
        "at": datetime(2026, 6, 15, 12, 30, 15, 123000, tzinfo=UTC),
        "actor": "U-SAM",
        "source": Source.SLACK,
        "kind": EntryKind.USAGE,
        "contact": "ACME",
        "level": Key(1),
        "holder": "ANN",
        "quantity": Decimal("1.50"),
        "on": date(2026, 6, 14),
        "description": "Grüße 🎟 =SUM(A1)",
        "note": "quiet",
        "reverses": Key(5),
        "part_of": Key(4),
        "before": {"kind": "usage"},
        "after": {"names": ["a", None, True, 1]},
    }
    return Entry(key=Key(key), idempotency_key=request or f"r{key}", **given | fields)  # type: ignore[arg-type]


def test_what_was_appended_is_there_after_reopening(opened: Open) -> None:
    """Every field comes back as it was, in every way of asking."""
    store = opened()
    entry = an_entry(10)
    store.append([entry])
    store.close()
    store = opened()
    assert list(store.entries()) == [entry]
    assert store.entry(Key(10)) == entry
    assert store.entries_of_level(Key(1)) == [entry]
    assert store.entries_of_request("r10") == [entry]


def test_whether_others_may_write_is_told(opened: Open) -> None:
    """Any number of processes write to a database, one to a file."""
    store = opened()
    assert store.shared is isinstance(store, PostgresStore)


def test_what_was_carried_out_is_known(opened: Open) -> None:
    """Of many requests those that are there; an empty ledger has none."""
    store = opened()
    asked = [f"r{number}" for number in range(2500)]
    assert store.carried_out(asked) == set()
    store.append([an_entry(10), an_entry(11), an_entry(2400)])
    assert store.carried_out(asked) == {"r10", "r11", "r2400"}
    assert store.carried_out(["it's", 'a "quote"', "r10"]) == {"r10"}
    assert store.carried_out([]) == set()


def test_a_bare_entry_comes_back_bare(opened: Open) -> None:
    """What was blank stays blank."""
    store = opened()
    bare = Entry(
        key=Key(3),
        at=datetime(2026, 6, 15, tzinfo=UTC),
        actor="a",
        source=Source.SCHEDULE,
        idempotency_key="bare",
        kind=EntryKind.CONTACT,
    )
    store.append([bare])
    assert store.entry(Key(3)) == bare


def test_entries_come_in_order_from_where_one_left_off(opened: Open) -> None:
    """Catching up reads only what is new."""
    store = opened()
    store.append([an_entry(10), an_entry(11)])
    store.append([an_entry(12)])
    assert [entry.key for entry in store.entries()] == [10, 11, 12]
    assert [entry.key for entry in store.entries(after=Key(11))] == [12]
    assert list(store.entries(after=Key(12))) == []


def test_a_known_idempotency_key_writes_nothing_of_the_batch(opened: Open) -> None:
    """All entries of one append, or none."""
    store = opened()
    store.append([an_entry(10, "once")])
    with pytest.raises(AlreadyStored) as refused:
        store.append([an_entry(11, "fresh"), an_entry(12, "once")])
    assert refused.value.idempotency_key == "once"
    assert [entry.key for entry in store.entries()] == [10]
    store.append([an_entry(11, "fresh")])
    assert store.entries_of_request("fresh")


def test_a_request_is_found_with_all_its_parts(opened: Open) -> None:
    """Parts are numbered from the second on."""
    store = opened()
    store.append([an_entry(10, "r"), an_entry(11, "r#2"), an_entry(12, "r#3"), an_entry(13, "rr")])
    assert [entry.key for entry in store.entries_of_request("r")] == [10, 11, 12]
    assert store.entries_of_request("nothing") == []


def test_what_is_not_there_is_none(opened: Open) -> None:
    """No entry, no level, no document."""
    store = opened()
    assert store.entry(Key(1)) is None
    assert store.entries_of_level(Key(1)) == []
    assert store.document("seen") is None
    assert list(store.entries()) == []


def test_a_document_is_replaced_whole(opened: Open) -> None:
    """The last one kept is the one that stands, also after reopening."""
    store = opened()
    store.keep("seen", {"a": 1, "b": [2]})
    store.keep("seen", {"c": {"d": None}})
    store.keep("other", {})
    store.close()
    store = opened()
    assert store.document("seen") == {"c": {"d": None}}
    assert store.document("other") == {}


def test_a_document_that_is_dropped_is_gone(opened: Open) -> None:
    """Also after reopening, and whether or not it was there; the others stay."""
    store = opened()
    store.keep("seen", {"a": 1})
    store.keep("other", {"b": 2})
    store.drop("seen")
    store.drop("never")
    store.close()
    store = opened()
    assert store.document("seen") is None
    assert dict(store.documents()) == {"other": {"b": 2}}


def test_threads_lose_nothing(opened: Open) -> None:
    """Four writers at once: every entry is there, in order."""
    store = opened()

    def write(start: int) -> None:
        for number in range(start, 400, 4):
            with store.deciding():
                last = max((entry.key for entry in store.entries()), default=Key(0))
                store.append([an_entry(last + 1, f"t{number}")])

    threads = [threading.Thread(target=write, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [entry.key for entry in store.entries()] == list(range(1, 401))


def test_a_backup_holds_what_the_store_held(opened: Open, tmp_path: Path) -> None:
    """It is taken beside the running writer and opens like any store."""
    store = opened()
    store.append([an_entry(10)])
    store.keep("seen", {"a": 1})
    copy = tmp_path / "copy.db"
    store.backup(copy)
    store.append([an_entry(11)])
    kept = open_store(copy)
    try:
        assert [entry.key for entry in kept.entries()] == [10]
        assert dict(kept.documents()) == {"seen": {"a": 1}} == dict(store.documents())
    finally:
        kept.close()


def test_a_second_writer_is_refused_in_a_sentence(tmp_path: Path) -> None:
    """The embedded store names its file; a reader may look on and sees what comes."""
    store = open_store(tmp_path / "embedded.db")
    store.append([an_entry(10)])
    with pytest.raises(StoreError, match="is in use by another Benefit Desk"):
        open_store(tmp_path / "embedded.db")
    reader = open_store(tmp_path / "embedded.db", read_only=True)
    try:
        store.append([an_entry(11)])
        assert [entry.key for entry in reader.entries(after=Key(10))] == [11]
        with pytest.raises(StoreError):
            reader.append([an_entry(12)])
    finally:
        reader.close()
        store.close()
