"""Many claimants for few units, in threads and in processes: never one unit given twice."""

import multiprocessing
import random
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

from core.entry import EntryKind
from core.verify import verify
from tests.core.building import Office
from tests.core.contenders import claim_in_rounds, record_until_told, stocked, winners

START = multiprocessing.get_context("forkserver")
START.set_forkserver_preload(["tests.core.contenders"])
CLAIMANTS = 50


def used(office: Office) -> list[str]:
    """The requests behind all usages of the ledger."""
    return [e.idempotency_key for e in office.store.entries() if e.kind is EntryKind.USAGE]


def one_winner_each(where: str, rounds: int) -> None:
    """Two processes of 25 threads each; in every round one of the 50 wins."""
    office = stocked(where, members=rounds)
    lines: list[Connection[str, list[str]]] = []
    for name in "ab":
        near, far = START.Pipe()
        START.Process(
            target=claim_in_rounds, args=(where, name, CLAIMANTS // 2, far), daemon=True
        ).start()
        far.close()
        near.recv()
        lines.append(near)
    for number in range(rounds):
        for line in lines:
            line.send(f"C{number}")
        won = [winner for line in lines for winner in line.recv()]
        assert len(won) == 1, won
    for line in lines:
        line.send("")
    assert len(used(office)) == rounds
    assert verify(office.desk).content
    office.store.close()


def test_of_fifty_threads_one_gets_the_last_unit(tmp_path: Path) -> None:
    """On the embedded store, which one process writes to; in 200 of 200 rounds."""
    office = stocked(str(tmp_path / "office.db"), members=200)
    for number in range(200):
        assert len(winners(office.desk, f"C{number}", "a", CLAIMANTS)) == 1
    assert len(used(office)) == 200
    assert verify(office.desk).content
    office.store.close()


def test_of_fifty_in_two_processes_one_gets_the_last_unit(empty: str) -> None:
    """On a database; in each of twenty rounds."""
    one_winner_each(empty, 20)


@pytest.mark.storm
@pytest.mark.timeout(1800)
def test_of_fifty_in_two_processes_one_wins_two_hundred_times(empty: str) -> None:
    """The same at length."""
    one_winner_each(empty, 200)


@dataclass
class Recorder:
    """A process that records, is killed, and takes up again where its ledger is."""

    where: str
    name: str
    wanted: int
    confirmed: set[int] = field(default_factory=set)
    done: bool = False
    process: BaseProcess | None = None
    line: "Connection[Any, int] | None" = None

    def start(self) -> None:
        """Begin after what was confirmed; the one in flight is asked for once more."""
        self.line, far = START.Pipe(duplex=False)
        first = max(self.confirmed, default=-1) + 1
        self.process = START.Process(
            target=record_until_told, args=(self.where, self.name, self.wanted, first, far)
        )
        self.process.start()
        far.close()

    def listen(self) -> None:
        """Take down every confirmation that has come."""
        assert self.line
        with suppress(EOFError, OSError):
            while self.line.poll():
                number = self.line.recv()
                self.done = self.done or number == -1
                self.confirmed.add(number)

    def kill(self) -> None:
        """End it in whatever it is doing."""
        assert self.process
        self.process.kill()
        self.process.join()
        self.listen()


def contended(where: str, commits: int, kills: int) -> Iterator[str]:
    """Four processes draw on one level until it is empty, killed at random meanwhile."""
    office = stocked(where, units=commits)
    recorders = [Recorder(where, name, commits) for name in "abcd"]
    chance = random.Random(7)
    for recorder in recorders:
        recorder.start()
    while not all(recorder.done for recorder in recorders):
        time.sleep(chance.uniform(0.05, 0.3))
        for recorder in recorders:
            recorder.listen()
        if kills and (running := [each for each in recorders if not each.done]):
            victim = chance.choice(running)
            victim.kill()
            kills -= 1
            if not victim.done:
                victim.start()
    for recorder in recorders:
        recorder.kill()
    yield from faults(office, recorders, commits)
    office.store.close()


def faults(office: Office, recorders: list[Recorder], commits: int) -> Iterator[str]:
    """Everything that is not as it was confirmed."""
    stored = used(office)
    told = {f"{each.name}-{n}" for each in recorders for n in each.confirmed if n >= 0}
    if len(stored) != commits:
        yield f"{len(stored)} of {commits} units were used."
    if len(set(stored)) != len(stored):
        yield "A request is in the ledger twice."
    if lost := told - set(stored):
        yield f"Confirmed and lost: {sorted(lost)}."
    if unasked := set(stored) - told:
        yield f"Never confirmed, though asked for again: {sorted(unasked)}."
    yield from verify(office.desk).faults


@pytest.mark.timeout(300)
def test_contended_commits_overdraw_lose_and_double_nothing(empty: str) -> None:
    """300 units, four processes, ten kills."""
    assert list(contended(empty, 300, kills=10)) == []


@pytest.mark.storm
@pytest.mark.timeout(3600)
def test_ten_thousand_contended_commits_do_not_either(empty: str) -> None:
    """10,000 units, four processes, 100 kills."""
    assert list(contended(empty, 10_000, kills=100)) == []


def test_an_office_in_a_database_counts_alike(empty: str, tmp_path: Path) -> None:
    """The same acts on both stores leave the same balances."""
    figures = []
    for where in (empty, str(tmp_path / "office.db")):
        office = stocked(where, units=5)
        level = office.desk.read(lambda books: next(iter(books.levels.values())))
        office.use(benefit_type="MANY", quantity="2")
        with closing(office.store):
            figures.append((office.remaining(level), len(used(office))))
    assert figures[0] == figures[1]
