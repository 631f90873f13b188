"""A disk that fails at any one system call, or is full: the old state or the new, never a lie.

These need Linux, `strace` and the right to mount a file system of one's own.
"""

import shutil
import subprocess
import sys
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.desk import Desk
from core.entry import EntryKind
from core.recording import UsageRequest
from core.stores.embedded import open_store
from core.verify import verify
from tests.core.building import STAFF, SetClock, an_office

pytestmark = pytest.mark.storm

CALLS = "pwrite64,write,fdatasync,fsync,ftruncate,rename,openat,unlink,mkdir"
"""Whatever changes a file or a folder, or makes it durable."""
FAULTS = ("error=EIO", "error=ENOSPC", "signal=SIGKILL")
WRITES = ("pwrite64", "write")
NOTHING_WRITTEN = "retval=0"
"""A write that ends at once without an error: the shortest of all short ones."""


def faults_of(call: str) -> tuple[str, ...]:
    """What may happen to a call."""
    return (*FAULTS, NOTHING_WRITTEN) if call in WRITES else FAULTS


@dataclass(frozen=True)
class Outcome:
    """What a process said of its two tries; nothing where it was killed."""

    first: str
    second: str


def try_it(path: Path, act: str, inject: str = "") -> tuple[Outcome, list[str]]:
    """Let a process do it under `strace`, which attaches when it is ready; its calls as well."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.core.stores.one_commit", str(path), act],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    log = path.with_name("calls.log")
    strace = subprocess.Popen(
        ["strace", "-f", "-y", "-o", str(log), "-e", f"trace={CALLS}"]
        + (["-e", f"inject={inject}"] if inject else [])
        + ["-p", str(process.pid)],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert strace.stderr
    while "attached" not in strace.stderr.readline():
        pass
    out, _ = process.communicate("go\n", timeout=60)
    strace.wait(60)
    first, second, *_ = [*out.splitlines(), "", ""]
    return Outcome(first, second), log.read_text("utf-8").splitlines()


def calls_of(lines: list[str]) -> Counter[str]:
    """How often each call was made on the store's own files."""
    found = Counter[str]()
    for line in lines:
        name = line.split("(")[0].split()[-1] if "(" in line else ""
        if ("office.db" in line or "copy.db" in line) and name in CALLS.split(","):
            found[name] += 1
    return found


@pytest.fixture
def office_file(tmp_path: Path) -> Path:
    """A store that a fault has not touched yet."""
    folder = tmp_path / "sound"
    folder.mkdir()
    with an_office(folder) as office:
        office.enroll()
    return folder / "office.db"


def fresh(office_file: Path, name: str) -> Path:
    """A copy of the sound store in a folder of its own."""
    folder = office_file.parent.parent / name
    folder.mkdir()
    return Path(shutil.copy(office_file, folder / "office.db"))


def requests_in(path: Path) -> set[str]:
    """The requests that the ledger holds, each once; everything adds up."""
    with closing(open_store(path)) as store:
        assert verify(Desk(store, clock=SetClock())).content
        keys = [e.idempotency_key for e in store.entries() if e.kind is EntryKind.USAGE]
    assert len(keys) == len(set(keys))
    return set(keys)


def check(path: Path, outcome: Outcome) -> None:
    """What was confirmed is there, what was refused is not; a retry adds what is missing, once."""
    there = requests_in(path)
    for number, said in ((1, outcome.first), (2, outcome.second)):
        if said == "confirmed":
            assert f"fault-{number}" in there
        if said.startswith(("WriteFailed", "WritingStopped")):
            assert f"fault-{number}" not in there
    if outcome.first.startswith("OutcomeUnknown"):
        assert outcome.second.startswith("WritingStopped")
    with closing(open_store(path)) as store:
        request = UsageRequest(
            contact="ACME", benefit_type="NOTARY", again=True, idempotency_key="fault-1"
        )
        again = Desk(store, clock=SetClock()).record(request, actor=STAFF)
        assert again.repeated == ("fault-1" in there)
    assert "fault-1" in requests_in(path)


@pytest.mark.timeout(900)
def test_a_commit_survives_a_fault_at_each_system_call(office_file: Path) -> None:
    """EIO, ENOSPC, SIGKILL and writes of nothing at every call that touches the store's files."""
    sound, lines = try_it(fresh(office_file, "counted"), "record")
    assert sound == Outcome("confirmed", "confirmed")
    calls = calls_of(lines)
    assert calls["pwrite64"] >= 4
    assert calls["fdatasync"] >= 2
    said = Counter[str]()
    for call, times in calls.items():
        for number in range(1, times + 1):
            for fault in faults_of(call):
                path = fresh(office_file, f"{call}-{number}-{fault.split('=')[1]}")
                outcome, _ = try_it(path, "record", f"{call}:{fault}:when={number}")
                check(path, outcome)
                said[outcome.first.split(":")[0] or "killed"] += 1
    print(dict(calls), dict(said))
    assert {"WriteFailed", "OutcomeUnknown", "killed", "confirmed"} <= set(said)


@pytest.mark.timeout(900)
def test_a_backup_is_whole_or_the_one_before(office_file: Path) -> None:
    """A fault at any call of a backup leaves a copy that opens and verifies."""
    _, lines = try_it(fresh(office_file, "counted"), "backup")
    calls = calls_of(lines)
    assert calls["rename"] >= 2
    for call, times in calls.items():
        for number in range(1, times // 2 + 1):
            for fault in faults_of(call):
                path = fresh(office_file, f"{call}-{number}-{fault.split('=')[1]}")
                copy = Path(shutil.copy(path, path.with_name("copy.db")))
                try_it(path, "backup", f"{call}:{fault}:when={number}")
                assert requests_in(copy) == set()


FILL = """
import os, sys
from contextlib import closing
from pathlib import Path
from core.desk import Desk
from core.errors import BenefitError
from core.recording import UsageRequest
from core.stores.embedded import open_store
from tests.core.building import STAFF, SetClock
path, confirmed, refused = Path(sys.argv[1]), 0, set()
with closing(open_store(path)) as store:
    desk = Desk(store, clock=SetClock())
    for number in range(20_000):
        request = UsageRequest(contact="ACME", benefit_type="NOTARY", again=True,
            idempotency_key=f"n{number}", description="x" * 200)
        try:
            desk.record(request, actor=STAFF)
            confirmed += 1
        except BenefitError as error:
            refused.add(type(error).__name__)
            if len(refused) > 1 or number > confirmed + 5:
                break
with closing(open_store(path, read_only=True)) as store:
    stored = sum(1 for e in store.entries() if e.kind == "usage")
print(confirmed, stored, *sorted(refused))
"""


@pytest.mark.timeout(300)
def test_a_full_file_system_loses_nothing(office_file: Path, tmp_path: Path) -> None:
    """A real one of two megabytes: what was confirmed is there, the rest is refused."""
    script = (
        'mount -t tmpfs -o size=2m none "$1" && cp "$2" "$1/office.db"'
        ' && exec "$3" -c "$4" "$1/office.db"'
    )
    place = tmp_path / "small"
    place.mkdir()
    arguments = [str(place), str(office_file), sys.executable, FILL]
    told = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh", *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    confirmed, stored, *refused = told.stdout.split()
    print(told.stdout)
    assert int(confirmed) == int(stored)
    assert int(confirmed) > 100
    assert refused == ["WriteFailed"]
