"""A write that the system carries out in part only, at every place of a commit and of a backup.

A limit on the size of files is the system's own way to do that: the write that would go beyond it
is cut off there, and the next one is refused.
"""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from core.desk import Desk
from core.entry import EntryKind
from core.recording import UsageRequest
from core.store import StoreError
from core.stores.embedded import open_store
from core.verify import verify
from tests.core.building import STAFF, SetClock, an_office
from tests.core.stores.ledgers import no_file_may_grow_beyond

IN_MEMORY = Path("/dev/shm")


@pytest.fixture
def sound() -> Iterator[Path]:
    """A store that nothing has happened to yet."""
    with TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as folder:
        with an_office(Path(folder)) as office:
            office.enroll()
        yield Path(folder, "office.db")


def fresh(sound: Path) -> Path:
    """Another copy of it, in the place of the last one."""
    folder = sound.parent / "tried"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return Path(shutil.copy(sound, folder / "office.db"))


def record(desk: Desk, request: str) -> str:
    """Record a use; what came of it."""
    wanted = UsageRequest(
        contact="ACME", benefit_type="NOTARY", again=True, idempotency_key=request
    )
    try:
        desk.record(wanted, actor=STAFF)
    except StoreError as error:
        return type(error).__name__
    return "confirmed"


def requests_in(path: Path) -> set[str]:
    """The requests that the ledger holds, each once; everything adds up."""
    with closing(open_store(path)) as store:
        assert verify(Desk(store, clock=SetClock())).content
        keys = [e.idempotency_key for e in store.entries() if e.kind is EntryKind.USAGE]
    assert len(keys) == len(set(keys))
    return set(keys)


def growth(path: Path) -> tuple[int, int]:
    """How large the log is before a commit, and after it."""
    log = path.with_name("office.db-wal")
    with closing(open_store(path)) as store:
        desk = Desk(store, clock=SetClock())
        assert record(desk, "first") == "confirmed"
        before = log.stat().st_size
        assert record(desk, "second") == "confirmed"
        return before, log.stat().st_size


def cut_off_at(path: Path, size: int) -> str:
    """Cut the second commit off at this size of the log; what was said, and that it holds."""
    with closing(open_store(path)) as store:
        desk = Desk(store, clock=SetClock())
        assert record(desk, "first") == "confirmed"
        with no_file_may_grow_beyond(size):
            said = record(desk, "second")
        then = record(desk, "third")
    assert then == ("WritingStopped" if said == "OutcomeUnknown" else "confirmed")
    there = requests_in(path)
    assert "first" in there
    assert ("third" in there) == (then == "confirmed")
    if said != "OutcomeUnknown":
        assert ("second" in there) == (said == "confirmed")
    with closing(open_store(path)) as store:
        assert record(Desk(store, clock=SetClock()), "second") == "confirmed"
    assert requests_in(path) == there | {"second"}
    return said


@pytest.mark.timeout(300)
def test_a_commit_that_is_cut_off_anywhere_is_never_half_there(sound: Path) -> None:
    """Before each byte in turn, in steps: refused or in doubt, and whole with the next try."""
    before, after = growth(fresh(sound))
    frame = 4096 + 24
    assert after - before >= 2 * frame
    edges = {size + by for size in range(before, after + 1, frame) for by in (-1, 0, 1, 23, 24, 25)}
    sizes = sorted(
        {*range(before, after, 211), *(edge for edge in edges if before <= edge <= after)}
    )
    said = Counter(cut_off_at(fresh(sound), size) for size in sizes)
    print(said)
    assert said["confirmed"] == 1
    assert said["WriteFailed"] + said["OutcomeUnknown"] == len(sizes) - 1


@pytest.mark.timeout(300)
def test_a_backup_that_is_cut_off_anywhere_leaves_the_one_before(sound: Path) -> None:
    """In steps of half a page."""
    path = fresh(sound)
    copy = path.with_name("copy.db")
    with closing(open_store(path)) as store:
        store.backup(copy)
        before, told = copy.read_bytes(), 0
        assert record(Desk(store, clock=SetClock()), "first") == "confirmed"
        for size in range(1, len(before), 2048):
            with no_file_may_grow_beyond(size), suppress(StoreError):
                told += 1
                store.backup(copy)
                told -= 1
            assert copy.read_bytes() == before
        assert told == len(range(1, len(before), 2048))
        store.backup(copy)
    assert requests_in(copy) == {"first"}
