"""What was confirmed survives being killed at any moment."""

import multiprocessing
import random
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from tinydb import TinyDB

from core.desk import Desk
from core.entry import EntryKind
from core.recording import UsageRequest
from core.stores.embedded import open_store
from core.verify import verify
from tests.core.building import STAFF, an_office
from tests.core.recorder import record_in_json, record_until_killed

Recorder = Callable[[Path, int, "Connection[int, int]"], None]

KILLS = 200
START = multiprocessing.get_context("forkserver")
"""Each recorder is a process of its own; the imports are made once for all of them."""


def record_and_kill(
    store: Path, first: int, after: float, recorder: Recorder = record_until_killed
) -> set[int]:
    """Let a process record from request `first` on, kill it, and give what it confirmed."""
    told, telling = START.Pipe(duplex=False)
    process = START.Process(target=recorder, args=(store, first, telling))
    process.start()
    telling.close()
    assert told.recv() == -1
    time.sleep(after)
    process.kill()
    process.join()
    return set(confirmations(told))


def confirmations(told: "Connection[int, int]") -> list[int]:
    """What a killed process had said before it fell silent, in mid-word perhaps."""
    numbers = []
    with suppress(EOFError, OSError), told:
        while True:
            numbers.append(told.recv())
    return numbers


@pytest.mark.timeout(300)
def test_confirmed_usage_survives_two_hundred_kills(tmp_path: Path) -> None:
    """None lost, none doubled, the store opens every time, and a retry has no second effect."""
    confirmed_usage_survives(tmp_path, KILLS)


@pytest.mark.storm
@pytest.mark.timeout(3600)
def test_confirmed_usage_survives_a_thousand_kills(tmp_path: Path) -> None:
    """The same at length."""
    confirmed_usage_survives(tmp_path, 1000)


@pytest.mark.storm
@pytest.mark.timeout(3600)
def test_a_plain_json_file_does_not_survive_kills(tmp_path: Path) -> None:
    """The same loop on TinyDB's own storage loses entries, or the file, before its end."""
    path, chance, confirmed, losses = tmp_path / "plain.json", random.Random(5), set[int](), 0
    with TinyDB(path) as plain:
        plain.insert_multiple({"number": -number, "note": "x" * 200} for number in range(1, 3000))
    for kill in range(1, 1001):
        first = max(confirmed, default=-1) + 1
        confirmed |= record_and_kill(path, first, chance.uniform(0, 0.1), record_in_json)
        try:
            with TinyDB(path) as plain:
                stored = {int(document["number"]) for document in plain}
        except ValueError:
            stored = set()
        losses = len(confirmed - stored)
        if losses:
            print(f"{losses} confirmed entries lost in kill {kill}")
            break
    assert losses


def confirmed_usage_survives(tmp_path: Path, kills: int) -> None:
    """Kill a recorder so often, and look each time."""
    START.set_forkserver_preload(["tests.core.recorder"])
    with an_office(tmp_path) as office:
        office.enroll(starts_on=Desk(office.store).today().replace(month=1, day=1))
    path, chance, confirmed, first = tmp_path / "office.db", random.Random(5), set[int](), 0
    for _ in range(kills):
        confirmed |= record_and_kill(path, first, chance.uniform(0, 0.02))
        stored = requests_in(path)
        assert len(stored) == len(set(stored))
        assert confirmed <= set(stored)
        first = max(stored, default=-1) + chance.choice((0, 1)) if stored else 0
    store = open_store(path)
    try:
        desk, last = Desk(store), max(confirmed)
        request = UsageRequest(
            contact="ACME", benefit_type="NOTARY", again=True, idempotency_key=f"n{last}"
        )
        assert desk.record(request, actor=STAFF).repeated
        assert verify(desk).content
    finally:
        store.close()


def requests_in(path: Path) -> list[int]:
    """The numbers of the requests that the ledger holds."""
    store = open_store(path)
    try:
        return [
            int(entry.idempotency_key.removeprefix("n"))
            for entry in store.entries()
            if entry.kind is EntryKind.USAGE
        ]
    finally:
        store.close()
