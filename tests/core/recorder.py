"""A process that records until it is killed, and says each request when it is confirmed."""

from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

from tinydb import TinyDB

from core.desk import Desk
from core.recording import UsageRequest
from core.stores.embedded import open_store
from tests.core.building import STAFF


def record_until_killed(path: Path, first: int, confirm: "Connection[int, int]") -> None:
    """Record one notary service after another, from request number `first` on."""
    desk = Desk(open_store(path))
    confirm.send(-1)
    for number in count(first):
        request = UsageRequest(
            contact="ACME", benefit_type="NOTARY", again=True, idempotency_key=f"n{number}"
        )
        desk.record(request, actor=STAFF)
        confirm.send(number)


def record_in_json(path: Path, first: int, confirm: "Connection[int, int]") -> None:
    """The same on TinyDB's own storage, one JSON file, with the balance in its first document."""
    plain = TinyDB(path)
    confirm.send(-1)
    for number in count(first):
        plain.insert({"number": number, "note": "x" * 200})
        plain.update({"balance": "x" * (300 * (number % 2))}, doc_ids=[1])
        confirm.send(number)
