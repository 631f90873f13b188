"""The ledger in a database: shared, serialised, and whole whatever becomes of a connection."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from core.actor import Source
from core.clock import Key
from core.desk import Desk
from core.entry import Entry, EntryKind
from core.store import AlreadyStored, DecideAgain, LedgerBroken, StoreError, until_decided
from core.stores import database as connections
from core.stores.database import Database, shown
from core.stores.failures import (
    AnswerLost,
    HeldElsewhere,
    NewerStore,
    NoLedger,
    ReadFailed,
    Unreachable,
    WriteFailed,
)
from core.stores.layouts import STEPS, bring_up_to_date
from core.stores.postgres import PostgresStore
from tests.core.building import Office
from tests.core.stores.cutting import Wire, a_wire
from tests.database import ISOLATION, a_schema


def an_entry(key: int, request: str = "") -> Entry:
    """An entry that says nothing."""
    return Entry(
        key=Key(key),
        at=datetime(2026, 6, 15, tzinfo=UTC),
        actor="a",
        source=Source.SLACK,
        idempotency_key=request or f"r{key}",
        kind=EntryKind.CONTACT,
    )


def run(address: str, *statements: str) -> None:
    """Run statements beside the store."""
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


@pytest.fixture
def store(empty: str) -> Iterator[PostgresStore]:
    """A store in an empty database."""
    with closing(PostgresStore(empty)) as opened:
        yield opened


@pytest.fixture
def wired(empty: str) -> Iterator[tuple[Wire, PostgresStore, str]]:
    """A store at the far end of a wire, and the database's own address."""
    with a_wire(empty) as (wire, far), closing(PostgresStore(far)) as opened:
        yield wire, opened, empty


# Opening.


def test_an_address_is_shown_without_its_secrets() -> None:
    """Server, port and database; neither user nor password."""
    assert shown("postgresql://desk:hunter2@db.example:5433/books") == (
        "postgresql://db.example:5433/books"
    )
    assert shown("postgresql:///books") == "postgresql://localhost/books"
    assert shown("postgresql://db") == "postgresql://db/"


def test_a_server_that_is_not_there_is_told() -> None:
    """With its address and without the password."""
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1:1/desk can't be reached") as told:
        PostgresStore("postgresql://desk:hunter2@127.0.0.1:1/desk")
    assert "hunter2" not in str(told.value)


def test_an_empty_database_has_no_ledger_until_it_is_made(empty: str) -> None:
    """Reading makes nothing, and neither does who may not make one."""
    for may in ({"make": False}, {"read_only": True}):
        with pytest.raises(NoLedger):
            PostgresStore(empty, **may)
    PostgresStore(empty).close()
    with closing(PostgresStore(empty, read_only=True)) as reader:
        assert list(reader.entries()) == []


def test_several_processes_may_begin_a_ledger_at_once(empty: str) -> None:
    """Each makes what the others haven't made yet."""
    failures: list[StoreError] = []

    def begin() -> None:
        try:
            PostgresStore(empty).close()
        except StoreError as failure:
            failures.append(failure)

    threads = [threading.Thread(target=begin) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_newer_layout_is_refused(empty: str) -> None:
    """Nothing in it is changed."""
    PostgresStore(empty).close()
    run(empty, "UPDATE benefit_desk_ledger SET layout = 7")
    with pytest.raises(NewerStore, match="its layout is 7"):
        PostgresStore(empty)


def test_an_older_layout_is_led_to_the_present_one(store: PostgresStore, empty: str) -> None:
    """Step by step, each taken once; readers leave it as it is."""
    store.append([an_entry(1)])
    steps = (*STEPS, "ALTER TABLE benefit_desk_documents ADD COLUMN more TEXT")
    with closing(Database(empty)) as connection:
        bring_up_to_date(connection, make=False, may_write=False, steps=steps)
        with pytest.raises(psycopg.Error):
            run(empty, "SELECT more FROM benefit_desk_documents")
        for _ in range(2):
            bring_up_to_date(connection, make=False, may_write=True, steps=steps)
        run(empty, "SELECT more FROM benefit_desk_documents")
        assert connection.fetch("SELECT layout FROM benefit_desk_ledger") == [(2,)]
    assert [entry.key for entry in store.entries()] == [1]


def test_a_ledger_that_was_half_made_is_made_whole(empty: str) -> None:
    """A step that was broken off is taken again."""
    first, second, *_ = STEPS[0].split(";")
    run(empty, first, second)
    with closing(PostgresStore(empty)) as store:
        store.append([an_entry(1)])
    run(empty, "DROP TABLE benefit_desk_documents")
    run(empty, "DELETE FROM benefit_desk_ledger")
    with closing(PostgresStore(empty)) as store:
        store.keep("seen", {})


def test_who_may_not_make_tables_is_told(empty: str) -> None:
    """The database says why; and an error that comes again and again is told, too."""
    with closing(Database(empty)) as connection:
        with pytest.raises(WriteFailed, match="syntax error"):
            bring_up_to_date(connection, make=True, may_write=True, steps=("MAKE TABLE",))
        run(empty, "CREATE TABLE there (id INT)")
        with pytest.raises(WriteFailed, match="others are making the same tables"):
            bring_up_to_date(
                connection, make=True, may_write=True, steps=("CREATE TABLE there (id INT)",)
            )


# Deciding.


def test_nobody_decides_while_another_process_does(store: PostgresStore, empty: str) -> None:
    """The second one waits, and then sees what the first one wrote."""
    seen: list[list[int]] = []

    def decide() -> None:
        with closing(PostgresStore(empty)) as other, other.deciding():
            seen.append([entry.key for entry in other.entries()])

    with store.deciding():
        waiting = threading.Thread(target=decide)
        waiting.start()
        waiting.join(0.3)
        assert waiting.is_alive()
        store.append([an_entry(1)])
    waiting.join()
    assert seen == [[1]]


def test_who_waits_for_too_long_is_told(
    store: PostgresStore, empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing was written, and it goes on as soon as the other one is ready."""
    monkeypatch.setattr(connections, "SESSION", ("SET lock_timeout = '200ms'",))
    with closing(PostgresStore(empty)) as other:
        with store.deciding(), pytest.raises(HeldElsewhere):
            other.append([an_entry(1)])
        other.append([an_entry(1)])


def test_who_always_comes_second_is_told(
    database_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a database only says “conflict”, that is tried for so long and no longer."""
    monkeypatch.setattr(connections, "PATIENCE", 0.0)
    address = a_schema(database_server, isolation="repeatable read")
    with closing(PostgresStore(address)) as store, closing(PostgresStore(address)) as other:
        told: list[StoreError] = []

        def decide() -> None:
            try:
                other.append([an_entry(9)])
            except StoreError as failure:
                told.append(failure)

        with store.deciding():
            waiting = threading.Thread(target=decide)
            waiting.start()
            waiting.join(0.3)
            store.append([an_entry(1)])
        waiting.join()
    assert [type(failure) for failure in told] == [HeldElsewhere]


def test_a_decision_that_wrote_holds_on_only_while_nobody_else_does(
    store: PostgresStore, empty: str
) -> None:
    """After its first write a second one is made only over the same ledger."""
    with closing(PostgresStore(empty)) as other:
        with store.deciding():
            store.append([an_entry(1)])
            store.append([an_entry(2)])
            other.append([an_entry(3)])
            with pytest.raises(DecideAgain):
                store.append([an_entry(4)])
        store.append([an_entry(4)])
        with pytest.raises(DecideAgain):
            other.append([an_entry(4, "late")])
        assert [entry.key for entry in other.entries()] == [1, 2, 3, 4]


def test_a_request_that_is_doubled_in_itself_is_refused(store: PostgresStore) -> None:
    """It names the key; nothing of the batch is there."""
    with pytest.raises(AlreadyStored, match="once"):
        store.append([an_entry(1, "once"), an_entry(2, "once")])
    with pytest.raises(DecideAgain):
        store.append([an_entry(1), an_entry(1, "another")])
    assert list(store.entries()) == []


def test_what_is_decided_again_and_again_is_given_up(store: PostgresStore) -> None:
    """With a sentence that says to try again."""
    tries: list[int] = []

    def decide() -> None:
        tries.append(1)
        raise DecideAgain

    with pytest.raises(DecideAgain):
        until_decided(store, decide)
    assert len(tries) == 50


# Connections that break.


@pytest.mark.parametrize("word", [b"FOR UPDATE", b"INSERT INTO benefit_desk_entries", b"COMMIT"])
@pytest.mark.parametrize("arrives", [False, True])
def test_a_cut_wire_neither_loses_nor_doubles(
    wired: tuple[Wire, PostgresStore, str], word: bytes, arrives: bool
) -> None:
    """Wherever it is cut, the request is carried out once and confirmed as new."""
    wire, store, empty = wired
    office = Office(store)
    office.stock()
    office.enroll()
    wire.cut_at, wire.arrives = word, arrives
    assert not office.use(idempotency_key="once").repeated
    assert wire.cuts == 1
    assert office.use(idempotency_key="once").repeated
    with closing(PostgresStore(empty)) as other:
        assert len(other.entries_of_request("once")) == 1
        assert Desk(other).read(lambda books: books.revision) == office.desk.revision


def test_a_wire_cut_while_reading_is_made_anew(wired: tuple[Wire, PostgresStore, str]) -> None:
    """A question outside a decision is just asked again."""
    wire, store, _ = wired
    store.append([an_entry(1)])
    wire.cut_at = b"ORDER BY key LIMIT"
    assert [entry.key for entry in store.entries()] == [1]
    assert wire.cuts == 1
    with store.deciding():
        wire.cut_at = b"ORDER BY key LIMIT"
        with pytest.raises(DecideAgain):
            list(store.entries())
        assert [entry.key for entry in store.entries()] == [1]
    wire.cut_at, wire.dead = b"ORDER BY key LIMIT", True
    with pytest.raises(Unreachable):
        list(store.entries())


def test_an_answer_that_nobody_can_give_is_told(wired: tuple[Wire, PostgresStore, str]) -> None:
    """It may be there or not; when the server is back, the same request adds nothing."""
    wire, store, _ = wired
    wire.cut_at, wire.arrives, wire.dead = b"COMMIT", True, True
    with pytest.raises(AnswerLost):
        store.append([an_entry(1, "once")])
    wire.dead = False
    with store.deciding():
        assert [entry.key for entry in store.entries()] == [1]
    with pytest.raises(AlreadyStored):
        store.append([an_entry(2, "once")])


@pytest.mark.parametrize("arrives", [False, True])
def test_a_document_is_kept_over_a_cut_wire(
    wired: tuple[Wire, PostgresStore, str], arrives: bool
) -> None:
    """Written twice, it is the same one; where the server is gone, that is told."""
    wire, store, _ = wired
    wire.cut_at, wire.arrives = b"COMMIT", arrives
    store.keep("seen", {"a": 1})
    assert store.document("seen") == {"a": 1}
    wire.cut_at, wire.dead = b"COMMIT", True
    with pytest.raises(Unreachable):
        store.keep("seen", {"a": 2})


def test_a_document_that_is_cut_off_twice_is_told(
    wired: tuple[Wire, PostgresStore, str],
) -> None:
    """Nobody goes on trying for ever."""
    wire, store, _ = wired
    wire.cut_at, wire.always = b"COMMIT", True
    with pytest.raises(AnswerLost):
        store.keep("seen", {"a": 1})


def test_a_backup_that_can_t_be_written_is_told(store: PostgresStore, tmp_path: Path) -> None:
    """There is no such folder."""
    store.append([an_entry(1)])
    with pytest.raises(WriteFailed, match="No such file"):
        store.backup(tmp_path / "nowhere" / "copy.db")


def test_a_server_that_ends_our_session_is_no_loss(store: PostgresStore, empty: str) -> None:
    """In the middle of a decision: nothing is written, and the next try goes through."""
    ends: list[int] = []

    def decide() -> None:
        ends.append(1)
        if len(ends) == 1:
            run(
                empty,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE state = 'idle in transaction'",
            )
        store.append([an_entry(len(ends))])

    until_decided(store, decide)
    assert [entry.key for entry in store.entries()] == [2]


# What the database refuses.


def test_a_reader_writes_nothing(store: PostgresStore, empty: str) -> None:
    """The database itself refuses, and the sentence says so."""
    with closing(PostgresStore(empty, read_only=True)) as reader:
        with pytest.raises(WriteFailed, match="read-only transaction"):
            reader.append([an_entry(1)])
        store.append([an_entry(1)])
        assert [entry.key for entry in reader.entries()] == [1]


def test_a_failed_statement_is_told_and_rolled_back(store: PostgresStore, empty: str) -> None:
    """Whatever the database says: nothing was written, and it goes on afterwards."""
    refuse = "ALTER TABLE benefit_desk_entries ADD CONSTRAINT small CHECK (key < 5)"
    run(empty, refuse)
    with pytest.raises(WriteFailed, match="small"):
        store.append([an_entry(3), an_entry(9)])
    assert list(store.entries()) == []
    run(empty, "ALTER TABLE benefit_desk_entries DROP CONSTRAINT small")
    late = (
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'not today' USING ERRCODE = TG_ARGV[0]; END $$"
    )
    on_commit = (
        "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON benefit_desk_entries"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse('{}')"
    )
    run(empty, late, on_commit.format("P0001"))
    with pytest.raises(WriteFailed, match="not today"):
        store.append([an_entry(3)])
    run(empty, "DROP TRIGGER late ON benefit_desk_entries", on_commit.format("40001"))
    with pytest.raises(DecideAgain):
        store.append([an_entry(3)])
    run(empty, "DROP TRIGGER late ON benefit_desk_entries")
    store.append([an_entry(3)])
    assert [entry.key for entry in store.entries()] == [3]


def test_what_can_t_be_read_is_told(store: PostgresStore, empty: str) -> None:
    """A damaged entry names itself; a missing table is told in the database's words."""
    store.append([an_entry(1)])
    run(empty, "UPDATE benefit_desk_entries SET document = '{}'")
    with pytest.raises(LedgerBroken, match="Entry 1"):
        store.entry(Key(1))
    run(empty, "DROP TABLE benefit_desk_entries")
    with pytest.raises(ReadFailed, match="does not exist"):
        store.entry(Key(1))
    run(empty, "DROP TABLE benefit_desk_ledger")
    with pytest.raises(WriteFailed, match="does not exist"):
        store.append([an_entry(2)])


def test_a_question_that_conflicts_is_asked_once_more(empty: str) -> None:
    """Some databases refuse even a reading transaction; the second refusal is told."""
    run(
        empty,
        "CREATE FUNCTION busy() RETURNS INT LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'busy' USING ERRCODE = '40001'; END $$",
    )
    with closing(Database(empty)) as connection:
        with pytest.raises(ReadFailed, match="busy"):
            connection.fetch("SELECT busy()")
        assert connection.fetch("SELECT 1") == [(1,)]


def test_a_request_of_many_parts_comes_whole(store: PostgresStore) -> None:
    """However many pages of parts there are."""
    parts = [an_entry(1, "r"), *(an_entry(n, f"r#{n}") for n in range(2, 41))]
    store.append(parts)
    assert store.entries_of_request("r") == parts
    store.append([an_entry(n, f"s{n}") for n in range(100, 2200)])
    assert sum(1 for _ in store.entries()) == 2140


@pytest.mark.parametrize("isolation", ISOLATION)
def test_desks_of_two_processes_never_overdraw(database_server: str, isolation: str) -> None:
    """Both draw on the same level until it is empty; together they got what there was."""
    address = a_schema(database_server, isolation=isolation)
    with ExitStack() as stores:
        desks = [Office(stores.enter_context(closing(PostgresStore(address)))) for _ in range(2)]
        desks[0].stock()
        level = desks[0].enroll().levels[1]
        used: list[int] = []

        def draw(office: Office, name: str) -> None:
            for number in range(8):
                try:
                    office.use(benefit_type="ROOM", idempotency_key=f"{name}{number}")
                    used.append(1)
                except StoreError:
                    raise
                except Exception:  # noqa: BLE001 - a refusal is what the second half is to get
                    continue

        threads = [
            threading.Thread(target=draw, args=(office, name))
            for office, name in zip(desks, "ab", strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(used) == 10
        assert [desk.remaining(level) for desk in desks] == [0, 0]
